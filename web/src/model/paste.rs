//! A paste becomes the scenario, and the question is shown happening.

use core::time::Duration;
use std::rc::Rc;

use stormglass_core::scenario::{Incident, Scenario, Target, What};
use stormglass_core::sizing::{Convergence, Question, answer, worst_moment};
use stormglass_core::units::Instant;

use super::{Source, State};
use crate::aside::Row;
use crate::reading::kind;

impl State {
    /// Keeps a paste; the reader is asked beside.
    pub(super) fn keep_paste(&mut self, text: String) {
        self.paste = text;
        if self.paste.trim().is_empty() {
            self.reading = None;
        }
    }

    /// What was read; where it is a primary's, its numbers become the scenario.
    pub(super) fn take_reading(&mut self, rows: Rc<Vec<Row>>) {
        let text = |wanted: &str| rows.iter().find(|row| row[0] == wanted);
        let scenario = text(kind::SCENARIO).and_then(|row| Scenario::parse(&row[2]).ok());
        if let (Some(_), Some(scenario)) = (text(kind::USABLE), scenario) {
            // A log brings its own incident.
            self.illustrates = scenario.incidents.is_empty();
            self.take_on(scenario, Source::Paste);
            self.cursor = Instant::ZERO;
        }
        self.reading = Some(rows);
    }
}

impl State {
    /// Events of a log that was read, while its scenario is the one that runs.
    #[must_use]
    pub fn log_marks(&self) -> Vec<(Instant, &str)> {
        let Some(rows) = self.reading.as_ref().filter(|_| self.source == Source::Paste) else {
            return Vec::new();
        };
        let marks = rows.iter().filter(|row| row[0] == kind::MARK);
        let at = |row: &Row| row[1].parse().ok().map(Instant::from_nanos);
        marks.filter_map(|row| Some((at(row)?, row[2].as_str()))).collect()
    }
}

/// Lets the outage that is asked about happen, and runs until one can see what comes of it.
pub(super) fn illustrate(scenario: &mut Scenario, question: &Question) {
    let Some(replica) = scenario.replicas.first() else { return };
    // Bursts stay: a series that was measured is made of them.
    scenario.incidents.retain(|incident| matches!(incident.what, What::Writes { .. }));
    let at = worst_moment(scenario, question);
    let who = Target::Replica(replica.name.clone());
    let what = What::Disconnect { who, lasting: question.outage };
    scenario.incidents.push(Incident { at, what });
    scenario.incidents.sort_by_key(|incident| incident.at);
    let answer = answer(scenario, question);
    let after = match answer.converges {
        Convergence::Yes { .. } => answer.full_resync.unwrap_or_default(),
        Convergence::Storm { period, .. } => period * 3,
        Convergence::NeverDrains { .. } => Duration::from_secs(120),
    };
    let run = at.since_start() + question.outage + after + Duration::from_secs(10);
    let run = Duration::from_secs(run.as_secs().next_multiple_of(5));
    scenario.run = Some(run.clamp(Duration::from_secs(30), Duration::from_secs(24 * 3600)));
}
