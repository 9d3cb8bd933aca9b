//! What a run leaves behind: events, and states that were true from one instant to the next.

use core::time::Duration;

use crate::run::{Counters, Event, EventKind};
use crate::scenario::Settings;
use crate::units::{Instant, ReplOffset};

use super::child::Child;
use super::history::Backlog;
use super::node::Node;
use super::psync::ReplId;
use super::stream::Stream;

/// The serving side of a process from one instant to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct HubState {
    pub(crate) stream: Stream,
    pub(crate) backlog: Option<Backlog>,
    pub(crate) replid: ReplId,
    pub(crate) second: Option<(ReplId, ReplOffset)>,
    pub(crate) counters: Counters,
    pub(crate) child: Option<Child>,
    /// Index into the tape's settings.
    pub(crate) settings: u32,
    pub(crate) latest_fork: Option<Duration>,
    pub(crate) last_save: Option<u64>,
    /// Replicas good for `min-replicas-to-write`.
    pub(crate) good: u64,
    /// Evicted so far.
    pub(crate) evicted: crate::units::Bytes,
    pub(crate) evicted_keys: u64,
    pub(crate) save_failed: bool,
}

/// Everything recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tape {
    pub(crate) events: Vec<Event>,
    pub(crate) settings: Vec<Settings>,
    /// The primary's first.
    pub(crate) hubs: Vec<Vec<(Instant, HubState)>>,
    /// Whose process each hub belongs to.
    pub(crate) owners: Vec<Option<usize>>,
    pub(crate) nodes: Vec<Vec<(Instant, Node)>>,
}

impl Tape {
    pub(crate) fn new(settings: Settings, owners: Vec<Option<usize>>, replicas: usize) -> Self {
        Self {
            events: Vec::new(),
            settings: vec![settings],
            hubs: vec![Vec::new(); owners.len()],
            owners,
            nodes: vec![Vec::new(); replicas],
        }
    }

    pub(crate) fn event(
        &mut self,
        at: Instant,
        who: Option<usize>,
        kind: EventKind,
        cause: Option<u32>,
    ) -> u32 {
        let index = u32::try_from(self.events.len()).expect("the number of events is bounded");
        let who = who.map(|w| u32::try_from(w).expect("the number of replicas is bounded"));
        self.events.push(Event { at, who, kind, cause });
        index
    }

    pub(crate) fn hub(&mut self, index: usize, at: Instant, state: HubState) {
        let states = &mut self.hubs[index];
        if states.last().is_none_or(|(_, last)| *last != state) {
            keep(states, at, state);
        }
    }

    pub(crate) fn node(&mut self, index: usize, at: Instant, node: Node) {
        keep(&mut self.nodes[index], at, node);
    }
}

/// The last state of an instant is the one that lasts.
fn keep<T>(states: &mut Vec<(Instant, T)>, at: Instant, state: T) {
    match states.last_mut() {
        Some((last, old)) if *last == at => *old = state,
        _ => states.push((at, state)),
    }
}

/// The state at an instant.
pub(crate) fn state_at<T>(states: &[(Instant, T)], at: Instant) -> &T {
    let after = states.partition_point(|(since, _)| *since <= at);
    &states[after.max(1) - 1].1
}
