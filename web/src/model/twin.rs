//! Two scenarios under one clock.

use std::rc::Rc;

use stormglass_core::engine::simulate;
use stormglass_core::run::Run;
use stormglass_core::scenario::Scenario;

use super::State;

/// What stands beside the present scenario.
#[derive(Clone, Debug)]
pub struct Twin {
    /// Its scenario.
    pub scenario: Scenario,
    /// What happened in it.
    pub run: Rc<Run>,
    /// It is the present one with what the answer recommends, and follows it.
    pub recommended: bool,
}

impl Twin {
    /// What a link says about it: `recommended`, or the lines in which a kept one differs from the
    /// present scenario, `-` before one that only the present has and `+` before one of its own.
    #[must_use]
    pub fn word(&self, present: &Scenario) -> String {
        if self.recommended {
            return "recommended".to_owned();
        }
        let (own, other) = (self.scenario.to_text(), present.to_text());
        let mut word = String::from("kept");
        for (sign, lines, without) in [('-', &other, &own), ('+', &own, &other)] {
            for line in lines.lines().filter(|line| !without.lines().any(|known| known == *line)) {
                word.push(',');
                word.push(sign);
                word.push_str(line);
            }
        }
        word
    }
}

/// The scenario that differs from the present one as a link says.
fn differing(present: &Scenario, word: &str) -> Option<Scenario> {
    let text = present.to_text();
    let mut lines: Vec<&str> = text.lines().collect();
    for change in word.strip_prefix("kept")?.split(',').filter(|change| !change.is_empty()) {
        match change.split_at_checked(1)? {
            ("-", line) => lines.retain(|known| *known != line),
            ("+", line) => lines.push(line),
            _ => return None,
        }
    }
    Scenario::parse(&lines.join("\n")).ok()
}

impl State {
    /// The twin of a link; says whether its word was understood.
    pub(super) fn pair_by(&mut self, word: &str) -> bool {
        if word == "recommended" {
            self.pair(true);
        } else if let Some(scenario) = differing(&self.scenario, word) {
            let run = Rc::new(simulate(&scenario));
            self.twin = Some(Twin { scenario, run, recommended: false });
        } else {
            return false;
        }
        true
    }

    /// The present scenario with the recommended values.
    fn recommended(&self) -> Scenario {
        let wanted = self.wanted();
        let mut scenario = self.laid();
        let conf = &mut scenario.conf;
        conf.repl_backlog_size = wanted.repl_backlog_size.or(conf.repl_backlog_size);
        conf.output_buffer = wanted.output_buffer.or(conf.output_buffer);
        // Both run as long as the present one, so that one axis fits them.
        scenario.run = Some(self.run.end.since_start());
        scenario
    }

    /// Puts a twin beside the scenario: what is recommended, or what is there now, to change from.
    pub(super) fn pair(&mut self, recommended: bool) {
        let twin = if recommended {
            let scenario = self.recommended();
            let run = Rc::new(simulate(&scenario));
            Twin { scenario, run, recommended }
        } else {
            Twin { scenario: self.scenario.clone(), run: self.run.clone(), recommended }
        };
        self.twin = Some(twin);
    }

    /// A twin that follows is made anew after a change.
    pub(super) fn follow(&mut self) {
        if self.twin.as_ref().is_some_and(|twin| twin.recommended) {
            self.pair(true);
        }
    }

    /// The twin becomes the present scenario, and the other way round.
    pub(super) fn swap(&mut self) {
        let Some(twin) = self.twin.take() else { return };
        let kept =
            Twin { scenario: self.scenario.clone(), run: self.run.clone(), recommended: false };
        let cursor = self.cursor;
        let source = self.typed();
        self.take_on(twin.scenario, source);
        self.cursor = cursor.min(self.run.end);
        self.twin = Some(kept);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Action, Drawer, reduce};

    #[test]
    fn a_kept_twin_travels_as_what_differs() {
        let state = reduce(State::opening(), Action::Pair(false));
        let state = reduce(state, Action::Line("disconnect r1 for 3s".to_owned()));
        let state = reduce(state, Action::Adopt("repl-backlog-size".to_owned()));
        let link = state.link();
        let twin = link.split(';').find(|part| part.starts_with("~twin=")).expect("a twin");
        assert!(twin.contains("repl-backlog-size%2064mb"), "{twin}");
        assert!(twin.len() < 150, "only what differs: {twin}");
        let again = reduce(State::opening(), Action::Link(link));
        let (one, other) = (state.twin.expect("kept"), again.twin.expect("read"));
        assert_eq!(one.scenario, other.scenario);
        assert!(!other.recommended && again.drawer == Drawer::Compare);
        assert_eq!(differing(&one.scenario, "kept,-"), Some(one.scenario.clone()));
        assert_eq!(differing(&one.scenario, "kept,*x"), None);
        assert_eq!(differing(&one.scenario, "kept,+wriggle"), None);
    }
}
