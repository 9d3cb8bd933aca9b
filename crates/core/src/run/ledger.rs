//! What became of clients' writes: acknowledged, lost, refused; and how stale replicas were.
//!
//! Counted in bytes of the replication stream, which also carries pings and SELECTs. At any moment
//! what was acknowledged is what the primary has plus what is lost plus what only a former primary
//! has; `tests/native/ledger.rs` holds every run to that.

use core::time::Duration;

use super::{EventKind, RefusedBecause, Run};
use crate::units::{Bytes, Instant};

/// Writes that are gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Loss {
    /// When nobody had them any more.
    pub at: Instant,
    /// How much of the stream.
    pub bytes: Bytes,
    /// Commands of the scenario's size, where it says one.
    pub commands: Option<u64>,
    /// The event that says so.
    pub event: usize,
}

/// A time in which clients were refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused {
    /// From when.
    pub from: Instant,
    /// Until when.
    pub to: Instant,
    /// Why.
    pub because: RefusedBecause,
    /// Bytes clients would have written.
    pub bytes: Bytes,
}

/// How far a replica was behind at worst.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stale {
    /// Bytes not yet executed.
    pub bytes: Bytes,
    /// How old its newest data were.
    pub time: Duration,
    /// When.
    pub at: Instant,
}

/// The books of a run at an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ledger {
    /// What clients were told is written.
    pub acknowledged: Bytes,
    /// Of that, what the primary has.
    pub surviving: Bytes,
    /// Of that, what nobody has any more.
    pub lost: Bytes,
    /// Of that, what only a former primary has.
    pub apart: Bytes,
    /// Each loss.
    pub losses: Vec<Loss>,
    /// Each time of refusals.
    pub refused: Vec<Refused>,
    /// The worst of each replica, seen at events.
    pub stale: Vec<Stale>,
}

/// The books of `run` up to `at`.
#[must_use]
pub fn ledger(run: &Run, at: Instant) -> Ledger {
    let at = at.min(run.end);
    let (acknowledged, lost, apart) = run.books(at);
    let command = run.scenario.command;
    let mut losses = Vec::new();
    let mut refused: Vec<Refused> = Vec::new();
    // By whose clients: two may lead at a time.
    let mut open: Vec<(Option<u32>, Instant, RefusedBecause)> = Vec::new();
    let mut close = |open: &mut Vec<(Option<u32>, Instant, RefusedBecause)>, who, to: Instant| {
        if let Some(place) = open.iter().position(|(whose, ..)| *whose == who) {
            let (_, from, because) = open.remove(place);
            let bytes = run.scenario.writes.over(to - from);
            refused.push(Refused { from, to, because, bytes });
        }
    };
    for (event, happened) in run.events.iter().enumerate() {
        if happened.at > at {
            break;
        }
        match happened.kind {
            EventKind::Lost { bytes } => {
                let commands = command.map(|size| bytes.0 / size.0.max(1));
                losses.push(Loss { at: happened.at, bytes, commands, event });
            }
            EventKind::WritesRefused(because) => {
                close(&mut open, happened.who, happened.at);
                open.push((happened.who, happened.at, because));
            }
            EventKind::WritesAccepted => close(&mut open, happened.who, happened.at),
            _ => {}
        }
    }
    while let Some((who, ..)) = open.first().copied() {
        close(&mut open, who, at);
    }
    Ledger {
        acknowledged,
        surviving: acknowledged.saturating_sub(lost + apart),
        lost,
        apart,
        losses,
        refused,
        stale: stale(run, at),
    }
}

/// The worst of each replica: looked at just before each event, where lines end.
fn stale(run: &Run, at: Instant) -> Vec<Stale> {
    let mut worst = vec![Stale::default(); run.scenario.replicas.len()];
    let ends = run.events.iter().map(|event| event.at).filter(|end| *end <= at);
    for end in ends.chain([at]) {
        let end = Instant::from_nanos(end.as_nanos().saturating_sub(1));
        let moment = run.at(end);
        for (replica, worst) in moment.replicas.iter().zip(&mut worst) {
            if replica.behind > worst.bytes {
                *worst = Stale { bytes: replica.behind, time: replica.stale, at: end };
            }
        }
    }
    worst
}
