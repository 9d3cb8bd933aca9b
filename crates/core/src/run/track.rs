//! The stored form of a run.

use super::{Event, Moment};
use crate::scenario::Resolved;
use crate::units::Instant;

/// Why a run ended where it did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stopped {
    /// The `run` line said so.
    AtEnd,
    /// Nothing more can happen.
    Quiet,
    /// It never becomes quiet; 24 hours are the limit.
    Limit,
}

/// What happened, as plain data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// What was run, with all defaults.
    pub scenario: Resolved,
    /// The last instant.
    pub end: Instant,
    /// Why it ended there.
    pub stopped: Stopped,
    /// Events in order of time, then of cause.
    pub events: Vec<Event>,
}

impl Run {
    /// Everything about one instant; instants past the end read as the end.
    #[must_use]
    pub fn at(&self, _at: Instant) -> Moment {
        unimplemented!("filled in beside this change")
    }
}
