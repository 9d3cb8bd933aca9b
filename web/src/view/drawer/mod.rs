//! What stands below the transport, as markup: why, INFO, the table, the comparison, the take-away.
//!
//! It changes while time moves, so it is written as text and not as a view; what it asks for stands
//! in `data-go` (an instant in nanoseconds) and `data-do` (see [`order`]).

mod compare;
mod info;
mod log;
mod markup;
mod table;
mod why;

use stormglass_core::units::Instant;

use super::events;
use crate::model::{Action, Drawer, State};
use crate::words;
use markup::Markup;

/// The content of the drawer that is open.
#[must_use]
pub fn drawer(state: &State) -> String {
    let mut out = Markup::new();
    match state.drawer {
        Drawer::Why => why::why(&mut out, state),
        Drawer::Info => info::info(&mut out, state),
        Drawer::Table => table::table(&mut out, state),
        Drawer::Compare => compare::compare(&mut out, state),
        Drawer::Take => take(&mut out),
    }
    out.text
}

/// While this stays the same, so does the content, but for what moves all the time.
#[must_use]
pub fn key(state: &State) -> (Drawer, Option<usize>) {
    (state.drawer, events::latest(&state.run, state.cursor))
}

fn take(out: &mut Markup) {
    out.tag("p", "hint", &words::text("page-take-hint"));
    out.raw("<p class=\"row\">");
    for (what, id) in [
        ("png", "page-take-png"),
        ("svg", "page-take-svg"),
        ("csv", "page-take-csv"),
        ("json", "page-take-json"),
        ("webm", "page-take-webm"),
        ("file", "page-take-file"),
        ("embed", "page-take-embed"),
    ] {
        out.order(&["take:", what].concat(), &words::text(id));
    }
    out.raw("</p>");
}

/// What a part of the drawer asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Order {
    /// Something the state does.
    Do(Action),
    /// Something to take away, by its name.
    Take(String),
}

/// Reads `data-go` and `data-do`.
#[must_use]
pub fn order(go: Option<&str>, order: Option<&str>) -> Option<Order> {
    if let Some(nanos) = go {
        return Some(Order::Do(Action::Seek(Instant::from_nanos(nanos.parse().ok()?))));
    }
    let (verb, what) = order?.split_once(':')?;
    Some(Order::Do(match (verb, what) {
        ("adopt", directive) => Action::Adopt(directive.to_owned()),
        ("pair", which) => Action::Pair(which == "recommended"),
        ("twin", "swap") => Action::Swap,
        ("twin", _) => Action::Alone,
        ("take", what) => return Some(Order::Take(what.to_owned())),
        _ => return None,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::reduce;

    fn opened(drawer: Drawer, second: u64) -> String {
        let seek = Action::Seek(Instant::from_secs(second));
        let actions = [Action::Pair(true), seek, Action::Draw(drawer)];
        super::drawer(&actions.into_iter().fold(State::opening(), reduce))
    }

    #[test]
    fn every_tag_is_closed_and_nothing_asked_for_is_unknown() {
        for (drawer, _) in Drawer::ALL {
            for second in [0, 15, 70, 160, 300] {
                let text = opened(drawer, second);
                assert_eq!(text.matches("</").count(), text.matches("<").count() / 2, "{text}");
                for part in text.split("data-do=\"").skip(1) {
                    let asked = part.split('"').next();
                    assert!(order(None, asked).is_some(), "{asked:?}");
                }
                for part in text.split("data-go=\"").skip(1) {
                    assert!(order(part.split('"').next(), None).is_some());
                }
            }
        }
        assert_eq!(order(None, Some("dance:now")), None);
    }

    #[test]
    fn why_leads_from_the_closing_back_to_the_first_cause() {
        let state = State::opening();
        let kill = events::JUMPS[2].first(&state.run).expect("a storm has one");
        let text = drawer(&reduce(state, Action::Seek(kill)));
        assert!(text.contains("overcoming of output buffer limits"), "{text}");
        assert!(text.contains("adopt:client-output-buffer-limit"), "{text}");
        assert!(text.contains("disconnect r3 for 40s"), "{text}");
        assert!(text.contains("connected_slaves"), "{text}");
    }

    #[test]
    fn info_marks_what_changed_and_the_comparison_what_differs() {
        let info = opened(Drawer::Info, 62);
        assert!(info.contains("<mark>sync_full:1"), "{info}");
        assert!(info.contains("# Replication"));
        let compare = opened(Drawer::Compare, 300);
        assert!(compare.contains("<mark>repl-backlog-size 384mb"), "{compare}");
    }

    fn resized() -> Action {
        let text = include_str!("../../../assets/scenes/resize-62.storm").to_owned();
        Action::Take(crate::model::guard::Scene { text, outage: None, keep: false })
    }

    #[test]
    fn a_resize_is_named_as_the_cause_and_no_size_is_offered_against_it() {
        let state = reduce(State::opening(), resized());
        let full = events::JUMPS[1].first(&state.run).expect("it is refused");
        let text = drawer(&reduce(state, Action::Seek(full)));
        assert!(text.contains("threw the history away"), "{text}");
        assert!(text.contains("Not to resize") && !text.contains("adopt:"), "{text}");
    }
}
