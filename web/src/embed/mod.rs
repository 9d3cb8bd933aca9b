//! What another page may ask of this one, and what it is told: the words of `docs/embedding.md`.
//!
//! The protocol between the windows is spoken by `web/static/embed.js`, which is fetched only where
//! the page stands inside another one.

use stormglass_core::units::{Instant, parse_duration};

use crate::model::place::Embed;
use crate::model::play::SPEEDS;
use crate::model::{Action, State, Theme};
use crate::view::events;
use crate::words;

/// What is done when `what` is asked for; `None` where that says nothing.
///
/// ```
/// use stormglass_web::embed::asked;
/// use stormglass_web::model::{Action, State};
///
/// let state = State::opening();
/// assert_eq!(asked(&state, "pause", ""), Some(vec![Action::Toggle]));
/// assert_eq!(asked(&state, "play", ""), Some(vec![]), "it plays already");
/// assert_eq!(asked(&state, "dance", ""), None);
/// ```
#[must_use]
pub fn asked(state: &State, what: &str, value: &str) -> Option<Vec<Action>> {
    let action = match what {
        "load" => Action::Link(value.to_owned()),
        "play" if state.playing => return Some(Vec::new()),
        "pause" if !state.playing => return Some(Vec::new()),
        "play" | "pause" => Action::Toggle,
        "seek" => {
            // A bare number is seconds.
            let time = parse_duration(value).or_else(|_| parse_duration(&[value, "s"].concat()));
            Action::Seek(Instant::ZERO + time.ok()?)
        }
        "speed" => Action::Speed(*SPEEDS.iter().find(|speed| speed.0.to_string() == value)?),
        "theme" => Action::Dress(Theme::ALL.iter().find(|(_, word)| *word == value)?.0),
        _ => return None,
    };
    Some(vec![action])
}

/// The link to what is shown, in other clothes: `EMBED THEME play`, three words with a blank between
/// them.
///
/// As a part of another page (see [`Embed`]) or on its own; in a theme or the present one; playing
/// from the start or at this moment. An empty or other word chooses the second of each.
#[must_use]
pub fn link(state: &State, words: &str) -> String {
    let mut words = words.split(' ');
    let mut word = || words.next().unwrap_or_default();
    let (embed, theme, play) = (word(), word(), word());
    let embed = Embed::ALL.iter().find(|(_, word)| *word == embed).map(|(embed, _)| *embed);
    let theme = Theme::ALL.iter().find(|(_, word)| *word == theme);
    state.link_as(embed, theme.map_or(state.theme, |(theme, _)| *theme), play == "play")
}

/// What is shown, in words: the verdict, the latest event, and what was wrong with the link.
#[must_use]
pub fn told(state: &State) -> [String; 3] {
    let lines = |messages: Vec<String>| messages.join(" ");
    let verdict = &state.answer.verdict;
    let event = events::latest(&state.run, state.cursor);
    [
        lines(verdict.iter().map(words::say).collect()),
        event.map_or_else(String::new, |index| words::event(&state.run, index)),
        lines(state.link_findings.iter().map(|finding| words::say(&finding.message)).collect()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::reduce;

    #[test]
    fn every_order_is_done_and_what_is_none_is_refused() {
        let state = State::opening();
        for (what, value, done) in [
            ("seek", "42", Action::Seek(Instant::from_secs(42))),
            ("seek", "1m", Action::Seek(Instant::from_secs(60))),
            ("theme", "dark", Action::Dress(Theme::Dark)),
            ("speed", "0.5", Action::Speed(SPEEDS[1])),
            ("load", "#v1;~scene=ttl", Action::Link("#v1;~scene=ttl".to_owned())),
        ] {
            assert_eq!(asked(&state, what, value), Some(vec![done]), "{what} {value}");
        }
        for (what, value) in [("seek", "soon"), ("theme", "pink"), ("speed", "3"), ("", "")] {
            assert_eq!(asked(&state, what, value), None, "{what} {value}");
        }
    }

    #[test]
    fn a_link_for_another_page_says_so_and_nothing_else_changes() {
        let state = reduce(State::opening(), Action::Seek(Instant::from_secs(20)));
        let embedded = link(&state, "transport dark");
        assert!(embedded.ends_with("~cursor=20s;~theme=dark;~embed=transport"), "{embedded}");
        let opened = reduce(State::opening(), Action::Link(embedded));
        assert_eq!(link(&opened, " system "), state.link());
        assert!(!link(&state, "picture  play").contains("cursor"));
    }

    #[test]
    fn what_is_told_names_the_event_and_the_broken_part() {
        let state = reduce(State::opening(), Action::Seek(Instant::from_secs(100)));
        let [verdict, event, wrong] = told(&state);
        assert!(verdict.contains("resync") && !event.is_empty() && wrong.is_empty());
        let broken = "#v1;writes+1mb/s;replica+r1;wriggle+5".to_owned();
        let [.., wrong] = told(&reduce(state, Action::Link(broken)));
        assert!(wrong.contains("wriggle"), "{wrong}");
    }
}
