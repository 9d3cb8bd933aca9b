//! Bytes per second, and what follows from it over time, exactly.

use super::time::nanos;
use super::{Bytes, Instant};
use core::time::Duration;

const NANOS: u128 = 1_000_000_000;
const SHORT: u64 = 1_000_000_000;

/// Bytes per second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rate(pub u64);

impl Rate {
    /// Nothing moves.
    pub const ZERO: Self = Self(0);

    /// Whole bytes moved in `time`, rounded down.
    #[must_use]
    pub fn over(self, time: Duration) -> Bytes {
        // Nearly always it fits in 64 bits, where dividing costs little.
        if let Some(moved) = self.0.checked_mul(nanos(time)) {
            return Bytes(moved / SHORT);
        }
        let moved = u128::from(self.0) * time.as_nanos() / NANOS;
        Bytes(u64::try_from(moved).unwrap_or(u64::MAX))
    }

    /// Bytes moved in `time`, rounded up: what must be provided for.
    #[must_use]
    pub fn over_ceil(self, time: Duration) -> Bytes {
        let moved = (u128::from(self.0) * time.as_nanos()).div_ceil(NANOS);
        Bytes(u64::try_from(moved).unwrap_or(u64::MAX))
    }

    /// How long `bytes` take, rounded up; `None` where nothing moves.
    #[must_use]
    pub fn time_for(self, bytes: Bytes) -> Option<Duration> {
        if self.0 == 0 {
            return None;
        }
        if let Some(moved) = bytes.0.checked_mul(SHORT) {
            return Some(Duration::from_nanos(moved.div_ceil(self.0)));
        }
        let time = (u128::from(bytes.0) * NANOS).div_ceil(u128::from(self.0));
        Some(Duration::from_nanos(u64::try_from(time).unwrap_or(u64::MAX)))
    }

    /// The first moment at or after `from` when `bytes` have moved since `from`.
    #[must_use]
    pub fn reaches(self, bytes: Bytes, from: Instant) -> Instant {
        match self.time_for(bytes) {
            Some(time) => from.saturating_add(time),
            None if bytes.is_zero() => from,
            None => Instant::NEVER,
        }
    }

    /// The rate that moves `bytes` in `time`, rounded down; `None` for no time.
    #[must_use]
    pub fn from_bytes_in(bytes: Bytes, time: Duration) -> Option<Self> {
        let time = u128::from(nanos(time));
        if time == 0 {
            return None;
        }
        Some(Self(u64::try_from(u128::from(bytes.0) * NANOS / time).unwrap_or(u64::MAX)))
    }
}
