//! When the writes that were lost were acknowledged.

use super::{EventKind, Run};
use crate::units::{Bytes, Instant};

/// Writes that were acknowledged from one instant to another, and are held by no surviving history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LostSpan {
    /// The first of them was acknowledged then.
    pub from: Instant,
    /// The last of them.
    pub to: Instant,
    /// How much of the stream.
    pub bytes: Bytes,
    /// When nobody had them any more; `None` where a former primary still has them at the end.
    pub gone: Option<Instant>,
}

/// All of them, in the order in which they were lost.
#[must_use]
pub fn lost_spans(run: &Run) -> Vec<LostSpan> {
    let mut spans: Vec<LostSpan> = run
        .events
        .iter()
        .filter_map(|event| match event.kind {
            EventKind::Lost { bytes } => span(run, event.at, bytes, Some(event.at)),
            _ => None,
        })
        .collect();
    let (_, _, apart) = run.books(run.end);
    spans.extend(span(run, run.end, apart, None));
    spans
}

/// The newest `bytes` that a process had taken from clients before `at`, where it has lost them.
fn span(run: &Run, at: Instant, bytes: Bytes, gone: Option<Instant>) -> Option<LostSpan> {
    if bytes.is_zero() {
        return None;
    }
    let before = Instant::from_nanos(at.as_nanos().saturating_sub(1));
    let hub = losing_hub(run, before);
    let taken = |at| run.seek(at).taken_by(hub, at);
    let all = taken(before);
    let from = first_instant(before, |at| taken(at) > all.saturating_sub(bytes));
    let to = first_instant(before, |at| taken(at) >= all);
    Some(LostSpan { from, to: refused_from(run, hub, to).unwrap_or(to), bytes, gone })
}

/// Since when a process had refused its clients; what it wrote from there on were pings.
fn refused_from(run: &Run, hub: usize, at: Instant) -> Option<Instant> {
    let owner = run.seek(at).hubs[hub].owner.and_then(|owner| u32::try_from(owner).ok());
    let before = run.events.iter().rev().filter(|event| event.at <= at && event.who == owner);
    for event in before {
        match event.kind {
            EventKind::WritesRefused(_) => return Some(event.at),
            EventKind::WritesAccepted => return None,
            _ => {}
        }
    }
    None
}

/// The process whose newest writes are lost: a former primary, or the present one.
fn losing_hub(run: &Run, at: Instant) -> usize {
    let world = run.seek(at);
    let former = (0..world.hubs.len())
        .find(|hub| *hub != world.written_to && world.hubs[*hub].written && !world.absent(*hub));
    former.unwrap_or(world.written_to)
}

/// The first instant, up to `end`, from which on something holds that never ceases to hold.
fn first_instant(end: Instant, holds: impl Fn(Instant) -> bool) -> Instant {
    let (mut low, mut high) = (0, end.as_nanos());
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(Instant::from_nanos(middle)) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Instant::from_nanos(low)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::simulate;
    use crate::scenario::Scenario;

    fn spans(text: &str) -> Vec<(u64, u64, u64, Option<u64>)> {
        let run = simulate(&Scenario::parse(text).expect("a scenario"));
        let round = |at: Instant| (at.as_nanos() + 500_000_000) / 1_000_000_000;
        let spans = lost_spans(&run);
        spans
            .iter()
            .map(|s| (round(s.from), round(s.to), s.bytes.0 >> 20, s.gone.map(round)))
            .collect()
    }

    #[test]
    fn a_crash_loses_the_newest_of_what_was_acknowledged() {
        let text = "repl-backlog-size 64mb\nwrites 2mb/s\nreplica r1 link 1mb/s\n\
                    sentinel down-after 5s\nat 10s crash primary\nrun 60s";
        assert_eq!(spans(text), [(5, 10, 10, Some(15))]);
    }

    #[test]
    fn a_partition_loses_what_was_acknowledged_from_the_cut_until_the_old_primary_follows() {
        let text = |guard: &str, end: u64| {
            format!(
                "{guard}repl-diskless-sync-delay 0\nwrites 1mb/s\nreplicas 2\n\
                     sentinel down-after 30s\nat 10s partition primary for 60s\nrun {end}s"
            )
        };
        assert_eq!(spans(&text("", 180)), [(10, 80, 70, Some(80))]);
        // It still has them when the run ends.
        assert_eq!(spans(&text("", 60)), [(10, 60, 50, None)]);
        let guard = "min-replicas-to-write 1\nmin-replicas-max-lag 10\n";
        let [(from, to, _, gone)] = spans(&text(guard, 180))[..] else { panic!("one loss") };
        assert_eq!((from, gone), (10, Some(80)));
        assert!((19..=22).contains(&to), "it refused from then on: {to}");
    }

    #[test]
    fn where_nothing_is_lost_there_is_nothing() {
        assert_eq!(spans("writes 1mb/s\nreplica r1\nrun 60s"), []);
    }
}
