//! The write rate over time: constant, with bursts, or as it was measured.

use core::time::Duration;

use crate::scenario::{Resolved, What};
use crate::units::{Bytes, Instant, Rate};

const SECOND: u64 = 1_000_000_000;

/// The write rate over time, as offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Profile {
    /// From which instant on which rate holds, by time.
    steps: Vec<(Instant, Rate)>,
}

impl Profile {
    /// The same rate for ever.
    pub(super) fn constant(rate: Rate) -> Self {
        Self { steps: vec![(Instant::ZERO, rate)] }
    }

    /// Rates by the instant from which each holds, rising, the first at 0s.
    pub(super) fn steps(steps: Vec<(Instant, Rate)>) -> Self {
        Self { steps }
    }

    /// The scenario's `writes` and bursts.
    pub(super) fn of(spec: &Resolved) -> Self {
        let mut edges: Vec<Instant> = vec![Instant::ZERO];
        let mut changes = Vec::new();
        for incident in &spec.incidents {
            if let What::Writes { rate, lasting } = &incident.what {
                let until = lasting.map(|lasting| incident.at + lasting);
                edges.push(incident.at);
                edges.extend(until);
                changes.push((incident.at, until, rate.stream_rate()));
            }
        }
        crate::order::sort_by_key(&mut edges, |edge| *edge);
        edges.dedup();
        let rate_at = |at: Instant| {
            let lasting = changes
                .iter()
                .rfind(|(from, until, _)| *from <= at && until.is_some_and(|until| at < until));
            let base = changes.iter().rfind(|(from, until, _)| *from <= at && until.is_none());
            lasting.or(base).map_or(spec.writes, |(.., rate)| *rate)
        };
        Self { steps: edges.iter().map(|at| (*at, rate_at(*at))).collect() }
    }

    /// The highest rate.
    pub(super) fn peak(&self) -> Rate {
        self.steps.iter().map(|(_, rate)| *rate).max().unwrap_or_default()
    }

    /// The lowest rate.
    pub(super) fn lowest(&self) -> Rate {
        self.steps.iter().map(|(_, rate)| *rate).min().unwrap_or_default()
    }

    /// The rate at an instant, with or without what a change at it brings.
    pub(super) fn rate_at(&self, at: Instant, changed: bool) -> Rate {
        let after = self.steps.partition_point(|(from, _)| *from < at || changed && *from == at);
        self.steps[after.max(1) - 1].1
    }

    /// The most that is written in any time of that length, rounded up, and when it begins: there, or
    /// where it ends, the rate changes.
    pub(super) fn most(&self, window: Duration) -> (Instant, Bytes) {
        let begins = self.steps.iter().map(|(from, _)| *from);
        let ends = self
            .steps
            .iter()
            .map(|(from, _)| Instant::ZERO + from.since_start().saturating_sub(window));
        let mut best = (Instant::ZERO, 0);
        for from in begins.chain(ends) {
            let moved = self.moved(from, from.saturating_add(window));
            if moved > best.1 {
                best = (from, moved);
            }
        }
        (best.0, Bytes(u64::try_from(best.1.div_ceil(u128::from(SECOND))).unwrap_or(u64::MAX >> 8)))
    }

    /// Bytes written between two instants, rounded down.
    pub(super) fn written(&self, from: Instant, to: Instant) -> u64 {
        let moved = self.moved(from, to) / u128::from(SECOND);
        u64::try_from(moved).unwrap_or(u64::MAX >> 8)
    }

    /// The same in billionths of a byte.
    fn moved(&self, from: Instant, to: Instant) -> u128 {
        let mut sum = 0_u128;
        for (index, (begins, rate)) in self.steps.iter().enumerate() {
            let ends = self.steps.get(index + 1).map_or(Instant::NEVER, |(next, _)| *next);
            let time = to.min(ends).saturating_since(from.max(*begins));
            sum += u128::from(rate.0) * time.as_nanos();
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;

    #[test]
    fn the_most_in_any_window_is_found_wherever_it_lies() {
        let text = "writes 1000kb/s\nreplica r1\nat 20s writes 9000kb/s for 5s\nat 40s writes 5000kb/s for 20s\n";
        let profile = Profile::of(&Scenario::parse(text).unwrap().resolved());
        for secs in [1, 4, 5, 6, 19, 20, 30, 45, 200] {
            let window = Duration::from_secs(secs);
            let (at, most) = profile.most(window);
            // Every start in steps of a fourth of a second.
            let tried = (0..1200).map(|n| {
                let from = Instant::from_millis(n * 250);
                profile.written(from, from + window)
            });
            assert_eq!(Some(most.0), tried.max(), "{secs}");
            assert_eq!(profile.written(at, at + window), most.0);
        }
        let constant = Profile::constant(Rate(1001));
        let window = Duration::from_millis(1500);
        assert_eq!(constant.most(window).1, Rate(1001).over_ceil(window));
    }
}
