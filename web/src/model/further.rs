//! What comes back from beside the page: a cell of the map, the two sides of a proof; and the
//! service the primary runs on.

use core::time::Duration;
use std::rc::Rc;

use stormglass_core::engine::simulate;
use stormglass_core::scenario::{Conf, Scenario};
use stormglass_core::sizing::{SERVICES, Service};
use stormglass_core::units::Instant;

use super::twin::Twin;
use super::{Drawer, Source, State};

/// What was there before a proof, to go back to.
#[derive(Clone, Debug)]
pub struct Proving {
    scenario: Scenario,
    illustrates: bool,
    drawer: Drawer,
    cursor: Instant,
}

impl State {
    /// The managed service, where one is chosen.
    #[must_use]
    pub fn service(&self) -> Option<&'static Service> {
        SERVICES.get(self.service.checked_sub(1)?)
    }

    /// The scenario with what the service sets itself.
    #[must_use]
    pub fn laid(&self) -> Scenario {
        self.service()
            .map_or_else(|| self.scenario.clone(), |service| service.laid_under(&self.scenario))
    }

    /// What is to be set, as far as it can be.
    #[must_use]
    pub fn wanted(&self) -> Conf {
        let wanted = self.answer.wanted(&self.run.scenario.settings);
        self.service().map_or_else(|| wanted.clone(), |service| service.possible(&wanted))
    }

    /// Another service, by its place in the list; 0 is a server of one's own.
    pub(super) fn serve(&mut self, service: usize) {
        self.remember();
        self.service = service.min(SERVICES.len());
        self.rerun();
    }

    /// The values of a cell of the map: a scenario as text, and the outage in milliseconds.
    pub(super) fn put(&mut self, text: &str, outage: u64) {
        let Ok(scenario) = Scenario::parse(text) else { return };
        let cursor = self.cursor;
        let source = self.typed();
        self.remember();
        self.question.outage = Duration::from_millis(outage);
        self.scenario = scenario;
        self.source = source;
        self.drafts.clear();
        self.rerun();
        self.write_script();
        self.cursor = cursor.min(self.run.end);
    }

    /// Puts a value that works on the stage and the next, which fails, beside it.
    pub(super) fn prove(&mut self, passes: &str, fails: &str, at: u64) {
        let (Ok(mut passes), Ok(mut fails)) = (Scenario::parse(passes), Scenario::parse(fails))
        else {
            return;
        };
        // One axis fits both.
        let until = passes.run.max(fails.run);
        (passes.run, fails.run) = (until, until);
        let before = Proving {
            scenario: self.scenario.clone(),
            illustrates: self.illustrates,
            drawer: self.drawer,
            cursor: self.cursor,
        };
        let before = self.proof.take().unwrap_or(before);
        let playing = self.playing;
        self.illustrates = false;
        self.take_on(passes, Source::Typed);
        let run = Rc::new(simulate(&fails));
        self.twin = Some(Twin { scenario: fails, run, recommended: false });
        self.proof = Some(before);
        self.drawer = Drawer::Compare;
        self.seek(Instant::from_millis(at));
        self.playing = playing;
    }

    /// Back to what was there before it.
    pub(super) fn proved(&mut self) {
        let Some(before) = self.proof.take() else { return };
        self.twin = None;
        self.illustrates = before.illustrates;
        let source = self.typed();
        self.take_on(before.scenario, source);
        self.drawer = before.drawer;
        self.seek(before.cursor);
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{Action, State, reduce};
    use stormglass_core::sizing::Unknown;

    #[test]
    fn a_cell_is_taken_on_and_can_be_undone() {
        let state = State::opening();
        let (scenario, question) = Unknown::Writes.put(&state.scenario, &state.question, 5 << 20);
        let (scenario, _) = Unknown::Backlog.put(&scenario, &question, 7 << 20);
        let before = (state.scenario.clone(), state.question);
        let state = reduce(state, Action::Put(scenario.to_text(), 45_000));
        assert_eq!(state.scenario.to_text(), scenario.to_text());
        assert_eq!(state.question.outage.as_secs(), 45);
        let state = reduce(state, Action::Undo);
        assert_eq!((state.scenario, state.question), before);
    }

    #[test]
    fn a_proof_stands_beside_its_failure_and_goes_away_without_a_trace() {
        let state = State::opening();
        let before = state.scenario.clone();
        let with = |size: &str| {
            format!(
                "server redis 7.4.1\nrepl-backlog-size {size}\nwrites 1mb/s\nreplica r1\n\
                     at 10s disconnect r1 for 60s\nrun 80s\n"
            )
        };
        let state = reduce(state, Action::Prove(with("61mb"), with("50mb"), 68_000));
        let counted = |run: &stormglass_core::run::Run| run.at(run.end).counters.sync_full;
        let twin = state.twin.as_ref().expect("a twin");
        assert_eq!((counted(&state.run), counted(&twin.run)), (0, 1));
        assert_eq!(state.cursor.as_nanos(), 68_000_000_000);
        let state = reduce(state, Action::Proved);
        assert_eq!(state.scenario, before);
        assert!(state.twin.is_none());
    }

    #[test]
    fn a_service_sets_what_it_sets_and_what_cannot_be_set_is_not_wanted() {
        let state = State::opening();
        let text = "server redis 7.4.1\nwrites 20mb/s\ndataset 8gb\nmaxmemory 12gb\nreplica r1\n";
        let state = reduce(state, Action::Script(text.into()));
        assert!(state.wanted().output_buffer.is_some());
        let state = reduce(state, Action::Serve(1));
        let limits = state.run.scenario.settings.output_buffer;
        assert_eq!((limits.hard, limits.soft), (limits.soft, limits.hard));
        assert_eq!(limits.hard.0, (12 << 30) / 10);
        assert!(state.wanted().output_buffer.is_none());
        assert_eq!(state.scenario.conf.output_buffer, None);
        let again = reduce(State::opening(), Action::Link(format!("#{}", state.link())));
        assert_eq!(again.service, 1);
        assert_eq!(reduce(state.clone(), Action::Undo).service, 0);
        assert_eq!(
            reduce(state, Action::Serve(0)).run.scenario.settings.output_buffer.hard.0,
            256 << 20
        );
    }
}
