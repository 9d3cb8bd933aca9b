//! The what-if map: what an outage ends in, over two values at once.
//!
//! Every cell is a run of the engine over the scene of the outage; nothing is estimated, and nothing
//! is taken over from a neighbour. Sizing only puts the values into the scenario.

mod axis;
mod fate;

pub use axis::Axis;
pub use fate::{Cell, Fate};

use crate::scenario::{Incident, Scenario, Target, What};
use crate::sizing::{Question, Unknown, scene_of_outage};
use crate::units::Instant;

/// Two axes over a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Map {
    /// From left to right.
    pub x: Axis,
    /// From bottom to top.
    pub y: Axis,
    scenario: Scenario,
    question: Question,
}

impl Map {
    /// A map around the present values.
    #[must_use]
    pub fn new(scenario: &Scenario, question: &Question, (x, y): (Unknown, Unknown)) -> Self {
        let around = |unknown: Unknown| Axis::around(unknown, unknown.present(scenario, question));
        let mut scenario = scenario.clone();
        if x == Unknown::Replicas || y == Unknown::Replicas {
            // How many there are only matters where all of them are away.
            let lasting = question.outage;
            let what = What::Disconnect { who: Target::All, lasting };
            scenario.incidents.retain(|i| !matches!(i.what, What::Disconnect { .. }));
            scenario.incidents.push(Incident { at: Instant::from_secs(10), what });
        }
        Self { x: around(x), y: around(y), scenario, question: *question }
    }

    /// The scenario and the question of a cell.
    #[must_use]
    pub fn at(&self, column: usize, row: usize) -> (Scenario, Question) {
        let (scenario, question) =
            self.x.unknown.put(&self.scenario, &self.question, self.x.values[column]);
        self.y.unknown.put(&scenario, &question, self.y.values[row])
    }

    /// The scene of a cell; `None` where it is longer than a run may be.
    #[must_use]
    pub fn scene(&self, column: usize, row: usize) -> Option<Scenario> {
        let (scenario, question) = self.at(column, row);
        scene_of_outage(&scenario, &question)
    }

    /// What the engine makes of a cell; `None` where it is longer than a run may be.
    #[must_use]
    pub fn cell(&self, column: usize, row: usize) -> Option<Cell> {
        let scene = self.scene(column, row)?;
        let back = scene.incidents.iter().find_map(|incident| match incident.what {
            What::Disconnect { lasting, .. } => Some(incident.at + lasting),
            _ => None,
        })?;
        Some(fate::fate(&scene, back))
    }

    /// What the map depends on besides the place of the present point: the same text, the same cells.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let (scenario, question) = self.at(0, 0);
        let outage = question.outage.as_millis();
        let ends = |axis: &Axis| (axis.values.first().copied(), axis.values.last().copied());
        let (x, y) = (ends(&self.x), ends(&self.y));
        let sides = (self.x.unknown, self.y.unknown);
        format!("{sides:?} {x:?} {y:?} {outage} {:?}\n{}", question.peak, scenario.to_text())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(text: &str, x: Unknown, y: Unknown) -> Map {
        Map::new(&Scenario::parse(text).unwrap(), &Question::default(), (x, y))
    }

    #[test]
    fn longer_outages_and_faster_writes_are_never_better() {
        let text =
            "server redis 7.4.1\nwrites 4mb/s\nrepl-backlog-size 128mb\ndataset 4gb\nreplica r1\n";
        let map = map(text, Unknown::Outage, Unknown::Writes);
        let mut seen = Vec::new();
        for row in (0..map.y.values.len()).step_by(6) {
            let mut worst = Fate::Partial;
            for column in (0..map.x.values.len()).step_by(4) {
                let cell = map.cell(column, row).unwrap();
                assert!(cell.fate >= worst, "{column} {row} {cell:?}");
                worst = cell.fate;
                seen.push(cell.fate);
            }
        }
        seen.sort();
        seen.dedup();
        assert_eq!(seen, [Fate::Partial, Fate::Full, Fate::Never]);
    }

    #[test]
    fn the_present_point_is_what_the_answer_says_of_it() {
        let text = "server redis 7.4.1\nwrites 1mb/s\nrepl-backlog-size 64mb\nreplica r1\n";
        let map = map(text, Unknown::Backlog, Unknown::Outage);
        let row = map.y.values.iter().position(|outage| *outage == 60_000).unwrap();
        let least = crate::sizing::answer(&map.at(0, row).0, &map.at(0, row).1).backlog_min;
        for (column, size) in map.x.values.iter().enumerate() {
            let fate = map.cell(column, row).unwrap().fate;
            assert_eq!(fate == Fate::Partial, *size >= least.0, "{size} {least}");
        }
    }

    #[test]
    fn what_lies_on_an_axis_does_not_change_the_map() {
        let text = |rate: &str| format!("writes {rate}\nreplica r1\n");
        let of = |rate| map(&text(rate), Unknown::Writes, Unknown::Outage).fingerprint();
        assert_eq!(of("1mb/s"), of("3mb/s"));
        let other = map(&text("1mb/s"), Unknown::Backlog, Unknown::Outage).fingerprint();
        assert_ne!(of("1mb/s"), other);
    }
}
