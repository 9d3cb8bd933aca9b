//! What a run leaves behind: its events, and now and then all of its state.
//!
//! Between two saved states nothing is kept: the engine goes from one to the next again when
//! somebody wants to see what was between them. It takes a tenth of a microsecond an event, and the
//! memory of a run stays a few dozen bytes an event.

use crate::run::{Event, EventKind};
use crate::scenario::Settings;
use crate::units::Instant;

use super::world::World;

/// The state is saved every that many turns of the loop.
const TURNS: u32 = 32;

/// Everything recorded.
#[derive(Clone, Debug)]
pub(crate) struct Tape {
    /// Nothing is kept: a part of a run is gone through again.
    silent: bool,
    pub(crate) events: Vec<Event>,
    /// Events so far, kept or not.
    pub(crate) count: u32,
    /// Settings, each from when on.
    pub(crate) settings: Vec<(Instant, Settings)>,
    /// States by time.
    pub(crate) saved: Vec<World>,
    turns: u32,
}

impl Tape {
    pub(crate) fn new(settings: Settings) -> Self {
        Self {
            silent: false,
            events: Vec::new(),
            count: 0,
            settings: vec![(Instant::ZERO, settings)],
            saved: Vec::new(),
            turns: 0,
        }
    }

    /// One that goes on after `count` events and keeps nothing.
    pub(crate) fn silent(count: u32) -> Self {
        Self {
            silent: true,
            events: Vec::new(),
            count,
            settings: Vec::new(),
            saved: Vec::new(),
            turns: 0,
        }
    }

    pub(crate) fn event(
        &mut self,
        at: Instant,
        who: Option<usize>,
        kind: EventKind,
        cause: Option<u32>,
    ) -> u32 {
        let index = self.count;
        self.count += 1;
        if !self.silent {
            let who = who.map(|w| u32::try_from(w).expect("the number of replicas is bounded"));
            self.events.push(Event { at, who, kind, cause });
        }
        index
    }

    pub(crate) fn settings(&mut self, at: Instant, settings: &Settings) {
        if !self.silent {
            self.settings.push((at, settings.clone()));
        }
    }

    /// Whether this turn's state is to be saved.
    pub(crate) fn wants_state(&mut self) -> bool {
        let wanted = !self.silent && self.turns.is_multiple_of(TURNS);
        self.turns += 1;
        wanted
    }
}
