//! What reads from replicas miss: three ways to read after a write, over a whole run.
//!
//! A run is looked at at evenly spaced moments; a write is acknowledged at each of them, and read
//! again. Shares are shares of those moments.

use core::time::Duration;

use super::Run;
use crate::units::{Instant, Rate, ReplOffset, Share};

/// How reads from one replica go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplicaReads {
    /// Its name.
    pub name: String,
    /// Of reads right after the write, those that do not see it.
    pub missed: Share,
    /// Of all moments, those in which its data are older than what is tolerated.
    pub beyond: Share,
    /// Of all moments, those in which it has no link to a primary: it answers from what it has,
    /// with `replica-serve-stale-data yes`.
    pub away: Share,
}

/// Three ways to read what was just written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reads {
    /// How many moments were looked at.
    pub moments: u32,
    /// Reading from the primary never misses an acknowledged write; this is how often clients
    /// cannot write to it at all.
    pub primary_away: Share,
    /// `WAIT 1`, then any replica: writes whose WAIT did not return in time.
    pub unconfirmed: Share,
    /// Of the confirmed ones, reads from a replica drawn evenly that miss the write.
    pub missed_after_wait: Share,
    /// The longest a confirmed WAIT took.
    pub longest_wait: Duration,
    /// Each replica read without waiting.
    pub replicas: Vec<ReplicaReads>,
}

/// The shares of a run, for data not older than `tolerated` and a `WAIT` of `patience`.
///
/// Simplified: a client stands beside the primary, and its read reaches a replica after half of
/// that replica's round trip.
#[must_use]
pub fn reads(run: &Run, tolerated: Duration, patience: Duration, moments: u32) -> Reads {
    let step = run.end.as_nanos() / u64::from(moments.max(1));
    let count = run.scenario.replicas.len();
    let mut missed = vec![0_u64; count];
    let mut beyond = vec![0_u64; count];
    let mut away = vec![0_u64; count];
    let (mut primary_away, mut unconfirmed, mut drawn, mut missed_after) = (0, 0, 0_u64, 0);
    let mut longest = Duration::ZERO;
    for number in 0..u64::from(moments) {
        let at = Instant::from_nanos(step * number + step / 2);
        let moment = run.at(at);
        if moment.write_rate == Rate::ZERO && run.scenario.writes > Rate::ZERO {
            primary_away += 1;
            continue;
        }
        let written = moment.offset;
        for (index, replica) in moment.replicas.iter().enumerate() {
            missed[index] += u64::from(!has(run, index, at + half(run, index), written));
            beyond[index] += u64::from(replica.stale > tolerated);
            away[index] += u64::from(!replica.attached);
        }
        match confirmed(run, at, written, patience) {
            None => unconfirmed += 1,
            Some(after) => {
                longest = longest.max(after);
                for index in 0..count {
                    drawn += 1;
                    let read = at + after + half(run, index);
                    missed_after += u64::from(!has(run, index, read, written));
                }
            }
        }
    }
    let asked = u64::from(moments) - primary_away;
    let names = run.scenario.replicas.iter().map(|replica| replica.name.clone());
    Reads {
        moments,
        primary_away: share(primary_away, u64::from(moments)),
        unconfirmed: share(unconfirmed, asked),
        missed_after_wait: share(missed_after, drawn),
        longest_wait: longest,
        replicas: names
            .enumerate()
            .map(|(index, name)| ReplicaReads {
                name,
                missed: share(missed[index], asked),
                beyond: share(beyond[index], asked),
                away: share(away[index], asked),
            })
            .collect(),
    }
}

fn half(run: &Run, index: usize) -> Duration {
    run.scenario.replicas[index].rtt / 2
}

/// Whether a replica of the same history has executed `written` at `at`.
fn has(run: &Run, index: usize, at: Instant, written: ReplOffset) -> bool {
    let moment = run.at(at.min(run.end));
    let replica = &moment.replicas[index];
    // What is in step has it after half a round trip, which is when the read arrives.
    replica.applied.is_some_and(|applied| applied >= written)
}

/// How long `WAIT 1` takes for what is `written` at `at`; `None` where it is not confirmed in time.
fn confirmed(run: &Run, at: Instant, written: ReplOffset, patience: Duration) -> Option<Duration> {
    let best = run.scenario.replicas.iter().enumerate().filter_map(|(index, replica)| {
        let online = |by: Instant| {
            let moment = run.at(by.min(run.end));
            let replica = &moment.replicas[index];
            replica.attached && replica.applied.is_some_and(|applied| applied >= written)
        };
        let half = replica.rtt / 2;
        if online(at + half) {
            return Some(replica.rtt);
        }
        // The first moment it has it, to a sixteenth of the patience.
        let part = patience / 16;
        (1..=16).map(|n| part * n).find(|after| online(at + *after)).map(|after| after + half)
    });
    best.min().filter(|after| *after <= patience)
}

fn share(part: u64, of: u64) -> Share {
    let tenths = (part * 1000).checked_div(of).unwrap_or(0);
    Share(u32::try_from(tenths).unwrap_or(1000))
}
