//! A run: what happened, as plain data, and what every quantity was at any instant.
//!
//! A [`Run`] holds events and line segments, so its size is bounded by what happened and not by
//! the write rate or the simulated time. [`Run::at`] reads a [`Moment`] off it.

mod digest;
mod event;
pub mod info;
mod ledger;
pub mod log;
mod lost;
mod moment;
mod reads;
mod sides;
pub mod station;
pub mod story;
pub mod trace;
mod track;
pub mod why;

pub use digest::digest;
pub use event::{CloseReason, Event, EventKind, FullReason, Refusal, RefusedBecause};
pub use ledger::{Ledger, Loss, Refused, Stale, ledger};
pub use lost::{LostSpan, lost_spans};
pub use moment::{
    ChildMoment, Counters, Memory, Moment, Phase, ReplicaMoment, ServerMoment, Standing, Window,
};
pub use reads::{Reads, ReplicaReads, reads};
pub use sides::{Exposed, Writable};
pub use track::{Run, Stopped};
