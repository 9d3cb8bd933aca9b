//! What may be seen and changed while a lesson asks for a prediction.

use core::time::Duration;

use stormglass_core::scenario::Scenario;
use stormglass_core::units::Instant;

use super::field::{FIELDS, Field};
use super::{Action, Source, State, link};

/// What may be seen and changed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Guard {
    /// The cursor does not pass it, and what comes later is covered.
    pub until: Option<Instant>,
    /// Only these fields may be changed; everything without a list.
    pub only: Option<Vec<Field>>,
}

/// Another scenario from the gallery or a lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scene {
    /// Its text.
    pub text: String,
    /// The outage it asks about; without one that of its first incident.
    pub outage: Option<Duration>,
    /// Whether the cursor stays where it is.
    pub keep: bool,
}

impl Guard {
    /// A guard of the words a lesson gives: `free`, or the fields that may be changed.
    #[must_use]
    pub fn new(until: Option<Instant>, words: &str) -> Self {
        let fields = || {
            let named = |field: &Field| words.split(' ').any(|word| word == field.word());
            FIELDS.iter().copied().filter(named).collect()
        };
        Self { until, only: (words != "free").then(fields) }
    }

    /// Whether a field may be changed.
    #[must_use]
    pub fn frees(&self, field: Field) -> bool {
        self.only.as_ref().is_none_or(|fields| fields.contains(&field))
    }

    /// Whether everything may be changed.
    #[must_use]
    pub fn is_free(&self) -> bool {
        self.only.is_none()
    }

    /// How much is locked, in a word of the style sheet.
    #[must_use]
    pub fn lock(&self) -> Option<&'static str> {
        self.only.as_ref().map(|fields| if fields.is_empty() { "whole" } else { "part" })
    }

    /// Whether a person may do this now.
    #[must_use]
    pub fn allows(&self, action: &Action) -> bool {
        match action {
            Action::Slide(field, _) | Action::Type(field, _) => self.frees(*field),
            Action::Version(_)
            | Action::Script(_)
            | Action::Paste(_)
            | Action::Read(_)
            | Action::Act(_)
            | Action::Line(_)
            | Action::Undo
            | Action::Redo
            | Action::Adopt(_)
            | Action::Pair(_)
            | Action::Swap => self.is_free(),
            _ => true,
        }
    }
}

impl State {
    /// Where playing ends: where the run does, or where somebody wants it to.
    #[must_use]
    pub fn end(&self) -> Instant {
        let until = self.guard.until.unwrap_or(Instant::NEVER);
        let halt = self.halt.filter(|halt| *halt > self.cursor).unwrap_or(Instant::NEVER);
        self.run.end.min(until).min(halt)
    }

    /// Plays from the cursor to an instant, in some seconds whatever lies between.
    pub(super) fn play_to(&mut self, to: Instant) {
        let length = to.saturating_since(self.cursor).as_secs_f64();
        if length > 0.0 {
            let fast = super::play::SPEEDS.iter().find(|speed| length / speed.0 <= 6.0);
            self.speed = fast.copied().unwrap_or(self.speed);
            self.halt = Some(to);
            self.playing = true;
        } else {
            self.seek(to);
        }
    }

    /// A scene of the gallery or a lesson; what is there already stays as it is.
    pub(super) fn take_scene(&mut self, scene: &Scene) {
        let Ok(scenario) = Scenario::parse(&scene.text) else { return };
        let cursor = self.cursor;
        if let Some(outage) = scene.outage.or_else(|| link::first_outage(&scenario)) {
            self.question.outage = outage;
        }
        self.illustrates = false;
        self.twin = None;
        if scenario == self.scenario {
            self.rerun();
        } else {
            self.take_on(scenario, if scene.keep { Source::Typed } else { Source::Scene });
        }
        self.cursor = if scene.keep { cursor.min(self.run.end) } else { Instant::ZERO };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::reduce;

    const TEXT: &str =
        "server redis 7.4.1\nwrites 1mb/s\nreplicas 2\nat 10s disconnect r1 for 20s\nrun 2m\n";

    fn taken(keep: bool) -> State {
        let scene = Scene { text: TEXT.to_owned(), outage: None, keep };
        let state = reduce(State::opening(), Action::Seek(Instant::from_secs(30)));
        reduce(state, Action::Take(scene))
    }

    #[test]
    fn a_scene_is_taken_and_can_be_undone() {
        let state = taken(false);
        assert_eq!((state.cursor, state.question.outage), (Instant::ZERO, Duration::from_secs(20)));
        assert_eq!(state.source, Source::Scene);
        assert_eq!(taken(true).cursor, Instant::from_secs(30));
        let undone = reduce(state, Action::Undo);
        assert_eq!(undone.scenario, State::opening().scenario);
    }

    #[test]
    fn what_a_question_is_about_is_neither_passed_nor_changed() {
        let guard = Guard::new(Some(Instant::from_secs(20)), "backlog");
        let state = reduce(taken(false), Action::Guard(guard));
        let before = state.scenario.clone();
        let state = reduce(state, Action::Seek(Instant::from_secs(90)));
        assert_eq!(state.cursor, Instant::from_secs(20));
        let state = reduce(state, Action::Next);
        assert_eq!(state.cursor, Instant::from_secs(20));
        for action in [
            Action::Script("writes 9mb/s\n".into()),
            Action::Act(0),
            Action::Undo,
            Action::Type(Field::Writes, "9mb/s".into()),
            Action::Slide(Field::Writes, 900),
        ] {
            let after = reduce(state.clone(), action.clone());
            assert_eq!(after.scenario, before, "{action:?}");
        }
        let free = reduce(state.clone(), Action::Type(Field::Backlog, "64mb".into()));
        assert_ne!(free.scenario, before);
        let open = reduce(state, Action::Guard(Guard::default()));
        assert_eq!(
            reduce(open, Action::Seek(Instant::from_secs(90))).cursor.as_nanos(),
            90_000_000_000
        );
    }

    #[test]
    fn it_plays_to_where_a_step_wants_it_and_stops_there() {
        let mut state = taken(false);
        state.apply(Action::PlayTo(Instant::from_secs(42)));
        assert!(state.playing);
        assert_eq!(state.end(), Instant::from_secs(42));
        state.cursor = state.end();
        state.apply(Action::Ended);
        assert!(!state.playing);
        assert_eq!(state.end(), state.run.end, "and may go on from there");
    }
}
