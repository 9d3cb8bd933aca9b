//! How far the clocks of two hosts are apart, by what both of their logs tell.
//!
//! A replica logs what it asks for, and its primary what it was asked for: the offset, or that there
//! is none. Both lines are written within one way of the network.

use std::collections::BTreeMap;

use super::LogEvent;
use super::event::{LogRefusal, Said};

/// A log whose clock goes apart from the primary's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// Whose log it is, from 0.
    pub paste: u32,
    /// The log of the primary, whose clock counts.
    pub primary: u32,
    /// What was added to its times, in milliseconds.
    pub shift_ms: i64,
    /// How many requests both logs tell.
    pub requests: u64,
}

/// A request as one side tells it: the first byte asked for, none where it has no history.
type Request = (u64, Option<u64>);

/// Closer ones count as the same clock: a request takes its time.
const SAME_MS: u64 = 1000;
/// Requests that agree about the clock differ by no more.
const WITHIN_MS: i64 = 500;
/// More requests than this of one log are not compared.
const MOST: usize = 300;
/// More logs than this are not compared.
const MOST_LOGS: usize = 50;

/// Finds the logs whose clocks are apart from that of the primary among them.
pub(super) fn compare(events: &[LogEvent]) -> Vec<Clock> {
    let mut asked: BTreeMap<u32, Vec<Request>> = BTreeMap::new();
    for event in events {
        if let Said::Tries { asked: what } = event.said {
            asked.entry(event.source.0).or_default().push((event.at_ms, what));
        }
    }
    let serves = |event: &&LogEvent| event.said == Said::Asked;
    let only_serves = |event: &&LogEvent| serves(event) && !asked.contains_key(&event.source.0);
    let primary = events.iter().find(only_serves).or(events.iter().find(serves));
    let Some(primary) = primary.map(|event| event.source.0) else { return Vec::new() };
    asked.remove(&primary);
    // A rotated log of the primary has its clock.
    let served = events.iter().filter(|event| !asked.contains_key(&event.source.0));
    let served: Vec<Request> =
        served.filter_map(|event| Some((event.at_ms, answered(&event.said)?))).take(MOST).collect();
    let clock = |(paste, mut asked): (u32, Vec<Request>)| {
        asked.truncate(MOST);
        let (shift_ms, requests) = apart(&served, &asked)?;
        let differs = shift_ms.unsigned_abs() >= SAME_MS;
        differs.then_some(Clock { paste, primary, shift_ms, requests })
    };
    asked.into_iter().take(MOST_LOGS).filter_map(clock).collect()
}

/// What a line of a primary says it was asked for.
fn answered(said: &Said) -> Option<Option<u64>> {
    match said {
        Said::Resumed { from, .. } => Some(Some(*from)),
        Said::Refused { why: LogRefusal::First, .. } => Some(None),
        Said::Refused { asked, .. } => asked.map(Some),
        _ => None,
    }
}

/// What to add to the replica's clock, and how many of its requests say so.
///
/// A request for an offset is found again by it. Those without a history all look alike: what most
/// of them agree about counts, and of two answers that as many agree about, the smaller one.
fn apart(served: &[Request], asked: &[Request]) -> Option<(i64, u64)> {
    let by_offset = gaps(served, asked, true);
    if let Some(found) = agreed(&by_offset, asked.len()) {
        let alike =
            by_offset.iter().all(|(gap, _)| gap.abs_diff(found.0) <= WITHIN_MS.unsigned_abs());
        return Some(found).filter(|(_, requests)| *requests > 1 || alike);
    }
    // A single one without a history could be any other.
    agreed(&gaps(served, asked, false), asked.len()).filter(|(_, requests)| *requests > 1)
}

/// Every time from a request of the replica to one of the same content at the primary, in order,
/// and which request it was.
fn gaps(served: &[Request], asked: &[Request], with_offset: bool) -> Vec<(i64, usize)> {
    let mut gaps = Vec::new();
    for (n, (at, what)) in asked.iter().enumerate() {
        let same = served.iter().filter(|(_, other)| other == what);
        let same = same.filter(|_| what.is_some() == with_offset);
        gaps.extend(same.filter_map(|(then, _)| Some((then.checked_signed_diff(*at)?, n))));
    }
    gaps.sort_unstable();
    gaps
}

/// The gap that the most requests have in common, and how many.
fn agreed(gaps: &[(i64, usize)], requests: usize) -> Option<(i64, u64)> {
    let mut best: Option<(i64, u64)> = None;
    let mut within = vec![0_u32; requests];
    let (mut from, mut distinct) = (0, 0_u64);
    for (to, (gap, n)) in gaps.iter().enumerate() {
        within[*n] += 1;
        distinct += u64::from(within[*n] == 1);
        while gap - gaps[from].0 > WITHIN_MS {
            within[gaps[from].1] -= 1;
            distinct -= u64::from(within[gaps[from].1] == 0);
            from += 1;
        }
        let middle = gaps[usize::midpoint(from, to)].0;
        let rank = |(gap, count): (i64, u64)| (count, core::cmp::Reverse(gap.unsigned_abs()));
        if best.is_none_or(|best| rank((middle, distinct)) > rank(best)) {
            best = Some((middle, distinct));
        }
    }
    best
}

/// A moment of a log by the clock that counts.
pub(super) fn shifted(at_ms: u64, paste: u32, clocks: &[Clock]) -> u64 {
    let clock = clocks.iter().find(|clock| clock.paste == paste);
    clock.map_or(at_ms, |clock| at_ms.saturating_add_signed(clock.shift_ms))
}
