//! The replication stream: how many bytes the primary has written at any instant.

use crate::units::{Instant, Rate, ReplOffset};

const NANOS: u64 = 1_000_000_000;

/// `*1\r\n$4\r\nPING\r\n`, redis 7.0 `replication.c:replicationCron`.
pub(crate) const PING_BYTES: u64 = 14;
/// `*2\r\n$6\r\nSELECT\r\n$1\r\n0\r\n`: emitted again before the first write after a fork,
/// `replication.c:replicationSetupSlaveForFullResync` sets `slaveseldb` to -1.
pub(crate) const SELECT_BYTES: u64 = 23;

/// `amount * time / 1s`, exact, rounded down.
// Inlined even where size counts: the engine asks for offsets more than for anything else.
#[inline(always)]
pub(crate) fn scaled(rate: u64, nanos: u64, carry: u64) -> (u64, u64) {
    // Nearly always it fits in 64 bits, where a division by a constant is cheap.
    match rate.checked_mul(nanos).and_then(|n| n.checked_add(carry)) {
        Some(n) => (n / NANOS, n % NANOS),
        None => scaled_wide(rate, nanos, carry),
    }
}

#[cold]
fn scaled_wide(rate: u64, nanos: u64, carry: u64) -> (u64, u64) {
    let n = u128::from(rate) * u128::from(nanos) + u128::from(carry);
    let whole = u64::try_from(n / u128::from(NANOS)).unwrap_or(u64::MAX >> 8);
    let rest = u64::try_from(n % u128::from(NANOS)).expect("a remainder is below 10^9");
    (whole, rest)
}

/// Nanoseconds until `rate` has moved `bytes`, rounded up; `None` where nothing moves.
fn nanos_for(rate: u64, bytes: u64, carry: u64) -> Option<u64> {
    if bytes == 0 {
        return Some(0);
    }
    if rate == 0 {
        return None;
    }
    let exact = match bytes.checked_mul(NANOS) {
        Some(n) => (n - carry.min(n)).div_ceil(rate),
        None => {
            let n = u128::from(bytes) * u128::from(NANOS) - u128::from(carry);
            u64::try_from(n.div_ceil(u128::from(rate))).ok()?
        }
    };
    Some(exact)
}

/// Regular pings: 14 bytes at `next`, then every `every` nanoseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pings {
    pub(crate) next: Instant,
    pub(crate) every: u64,
}

/// The stream as a line with a step every ping; exact in integers.
///
/// While the primary stands still (`frozen`) nothing is written; what clients sent meanwhile is
/// written at once afterwards. Simplified: clients do not slow down for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stream {
    from: Instant,
    base: u64,
    /// Byte-nanoseconds below one byte.
    carry: u64,
    rate: Rate,
    pings: Option<Pings>,
    frozen: Option<(Instant, Instant)>,
}

impl Stream {
    pub(crate) fn new(base: ReplOffset, rate: Rate) -> Self {
        Self { from: Instant::ZERO, base: base.0, carry: 0, rate, pings: None, frozen: None }
    }

    /// A line without steps through `base` at `from`.
    pub(crate) fn line(from: Instant, base: ReplOffset, rate: Rate) -> Self {
        Self { from, ..Self::new(base, rate) }
    }

    pub(crate) fn rate(&self) -> Rate {
        self.rate
    }

    #[inline(always)]
    pub(crate) fn frozen_until(&self, at: Instant) -> Option<Instant> {
        self.frozen.filter(|(from, until)| *from <= at && at < *until).map(|(_, until)| until)
    }

    #[inline(always)]
    fn pings_until(&self, at: Instant) -> u64 {
        match self.pings {
            Some(pings) if pings.next <= at => {
                1 + (at.as_nanos() - pings.next.as_nanos()) / pings.every
            }
            _ => 0,
        }
    }

    #[inline(always)]
    fn nominal(&self, at: Instant) -> u64 {
        let elapsed = at.as_nanos().saturating_sub(self.from.as_nanos());
        self.base + scaled(self.rate.0, elapsed, self.carry).0 + PING_BYTES * self.pings_until(at)
    }

    /// `master_repl_offset` at an instant not before the last change.
    pub(crate) fn offset(&self, at: Instant) -> ReplOffset {
        match self.frozen {
            Some((from, until)) if from <= at && at < until => ReplOffset(self.nominal(from)),
            _ => ReplOffset(self.nominal(at)),
        }
    }

    /// The first instant from `since` on when the offset is at least `target`.
    pub(crate) fn reaches(&self, target: ReplOffset, since: Instant) -> Instant {
        if self.offset(since) >= target {
            return since;
        }
        let at = self.nominal_reaches(target.0).max(since);
        match self.frozen {
            Some((from, until)) if from < at && at < until => until,
            _ => at,
        }
    }

    fn nominal_reaches(&self, target: u64) -> Instant {
        let need = target.saturating_sub(self.base);
        let fluid = |pinged: u64| -> Instant {
            let need = need.saturating_sub(PING_BYTES * pinged);
            match nanos_for(self.rate.0, need, self.carry) {
                Some(nanos) => Instant::from_nanos(self.from.as_nanos().saturating_add(nanos)),
                None => Instant::NEVER,
            }
        };
        let Some(pings) = self.pings else {
            return fluid(0);
        };
        // With n pings counted the target is reached at max(fluid(n), ping n): the first falls
        // with n, the second rises, so the best is where they cross.
        let nth = |n: u64| match n {
            0 => Instant::ZERO,
            n => Instant::from_nanos(
                pings.next.as_nanos().saturating_add((n - 1).saturating_mul(pings.every)),
            ),
        };
        // No more pings count than fall before the stream alone would be there.
        let alone = fluid(0);
        let most = need.div_ceil(PING_BYTES);
        let mut high =
            if alone == Instant::NEVER { most } else { self.pings_until(alone).min(most) };
        let mut low = 0;
        if high == 0 {
            return alone;
        }
        while low < high {
            let mid = low + (high - low) / 2;
            if nth(mid) >= fluid(mid) { high = mid } else { low = mid + 1 }
        }
        let best = nth(low).max(fluid(low));
        match low {
            0 => best,
            low => best.min(nth(low - 1).max(fluid(low - 1))),
        }
    }

    /// Starts a new line at `at` that continues this one exactly.
    fn rebase(&mut self, at: Instant) {
        let elapsed = at.as_nanos().saturating_sub(self.from.as_nanos());
        let (moved, carry) = scaled(self.rate.0, elapsed, self.carry);
        let pinged = self.pings_until(at);
        self.base += moved + PING_BYTES * pinged;
        self.carry = carry;
        self.from = at;
        if let Some(pings) = &mut self.pings {
            pings.next =
                Instant::from_nanos(pings.next.as_nanos().saturating_add(pinged * pings.every));
        }
    }

    pub(crate) fn set_rate(&mut self, at: Instant, rate: Rate) {
        self.rebase(at);
        self.rate = rate;
    }

    /// Whether what is left of the present pings after `at` is `pings`.
    pub(crate) fn pings_as(&self, at: Instant, pings: Option<Pings>) -> bool {
        match (self.pings, pings) {
            (None, None) => true,
            (Some(old), Some(new)) => {
                let due = old.next.as_nanos() + self.pings_until(at) * old.every;
                old.every == new.every && due == new.next.as_nanos()
            }
            _ => false,
        }
    }

    pub(crate) fn set_pings(&mut self, at: Instant, pings: Option<Pings>) {
        self.rebase(at);
        self.pings = pings;
    }

    /// Bytes written at once.
    pub(crate) fn add(&mut self, at: Instant, bytes: u64) {
        self.rebase(at);
        self.base += bytes;
    }

    /// The primary stands still from `at` until `until`.
    pub(crate) fn freeze(&mut self, at: Instant, until: Instant) {
        let from = match self.frozen {
            Some((from, old)) if at < old => from,
            _ => at,
        };
        let until = match self.frozen {
            Some((_, old)) if at < old => old.max(until),
            _ => until,
        };
        self.frozen = Some((from, until));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_line_is_exact_across_changes_of_rate() {
        let mut stream = Stream::new(ReplOffset(0), Rate(3));
        // A third of a byte is carried over each change, never lost.
        for step in 1..=9_u64 {
            stream.set_rate(Instant::from_nanos(step * 111_111_111), Rate(3));
        }
        assert_eq!(stream.offset(Instant::from_secs(1)), ReplOffset(3));
    }

    #[test]
    fn pings_alone_move_an_idle_stream() {
        let mut stream = Stream::new(ReplOffset(87), Rate::ZERO);
        let pings = Pings { next: Instant::from_millis(500), every: NANOS };
        stream.set_pings(Instant::ZERO, Some(pings));
        assert_eq!(stream.offset(Instant::from_secs(4)), ReplOffset(87 + 4 * 14));
        assert_eq!(stream.reaches(ReplOffset(87 + 15), Instant::ZERO), Instant::from_millis(1500));
    }

    #[test]
    fn a_frozen_primary_writes_nothing_and_then_all_of_it() {
        let mut stream = Stream::new(ReplOffset(0), Rate(1000));
        stream.freeze(Instant::from_secs(1), Instant::from_secs(2));
        assert_eq!(stream.offset(Instant::from_millis(1999)), ReplOffset(1000));
        assert_eq!(stream.offset(Instant::from_secs(2)), ReplOffset(2000));
        assert_eq!(stream.reaches(ReplOffset(1500), Instant::ZERO), Instant::from_secs(2));
    }

    proptest! {
        #[test]
        fn reaches_is_the_first_instant(
            rate in 0_u64..5_000_000, target in 1_u64..50_000_000,
            next in 0_u64..20_000_000_000, every in 1_000_000_000_u64..10_000_000_000,
        ) {
            let mut stream = Stream::new(ReplOffset(0), Rate(rate));
            let pings = Pings { next: Instant::from_nanos(next), every };
            stream.set_pings(Instant::ZERO, Some(pings));
            let at = stream.reaches(ReplOffset(target), Instant::ZERO);
            prop_assert!(stream.offset(at) >= ReplOffset(target));
            if at > Instant::ZERO {
                let before = Instant::from_nanos(at.as_nanos() - 1);
                prop_assert!(stream.offset(before) < ReplOffset(target));
            }
        }
    }
}
