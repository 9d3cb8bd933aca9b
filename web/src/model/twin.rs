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

impl State {
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
