//! Simulated time in nanoseconds; lengths of time are [`core::time::Duration`].

use core::ops::{Add, Sub};
use core::time::Duration;

use super::UnitError;
use super::text::{decimal, error, ids, split};

/// A moment of a run: nanoseconds since its 0s.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(u64);

impl Instant {
    /// The start of a run.
    pub const ZERO: Self = Self(0);
    /// Later than everything that happens.
    pub const NEVER: Self = Self(u64::MAX);

    /// `n` nanoseconds after the start.
    #[must_use]
    pub const fn from_nanos(n: u64) -> Self {
        Self(n)
    }
    /// `n` milliseconds after the start.
    #[must_use]
    pub const fn from_millis(n: u64) -> Self {
        Self(n * 1_000_000)
    }
    /// `n` seconds after the start.
    #[must_use]
    pub const fn from_secs(n: u64) -> Self {
        Self(n * 1_000_000_000)
    }
    /// Nanoseconds since the start.
    #[must_use]
    pub const fn as_nanos(self) -> u64 {
        self.0
    }
    /// Seconds since the start, for drawing only.
    #[must_use]
    pub fn as_secs_f64(self) -> f64 {
        self.0 as f64 / 1e9
    }
    /// The length of time since the start.
    #[must_use]
    pub const fn since_start(self) -> Duration {
        Duration::from_nanos(self.0)
    }
    /// The length of time since `earlier`, or nothing where that is later.
    #[must_use]
    pub const fn saturating_since(self, earlier: Self) -> Duration {
        Duration::from_nanos(self.0.saturating_sub(earlier.0))
    }
    /// `self + by`, or [`Instant::NEVER`] past the end of time.
    #[must_use]
    pub fn saturating_add(self, by: Duration) -> Self {
        Self(self.0.saturating_add(nanos(by)))
    }
}

/// Whole nanoseconds of a length of time; longer than 584 years stops there.
pub(crate) fn nanos(by: Duration) -> u64 {
    u64::try_from(by.as_nanos()).unwrap_or(u64::MAX)
}

impl Add<Duration> for Instant {
    type Output = Self;
    fn add(self, by: Duration) -> Self {
        self.saturating_add(by)
    }
}
impl Sub for Instant {
    type Output = Duration;
    fn sub(self, earlier: Self) -> Duration {
        Duration::from_nanos(self.0 - earlier.0)
    }
}

/// Longest first, in nanoseconds.
const TIMES: &[(&str, u64)] = &[
    ("d", 86_400_000_000_000),
    ("h", 3_600_000_000_000),
    ("m", 60_000_000_000),
    ("s", 1_000_000_000),
    ("ms", 1_000_000),
    ("us", 1000),
    ("ns", 1),
];

/// A time no scenario reaches: a hundred years.
const LONGEST: u128 = 100 * 365 * 86_400 * 1_000_000_000;

/// Reads `250ms`, `30s`, `1.5s`, `5m`, `2h`, `1m30s` (also `ns`, `us`, `d`), exactly.
///
/// # Errors
/// Names what was wrong and what to try; nothing longer than a hundred years is read.
pub fn parse_duration(text: &str) -> Result<Duration, UnitError> {
    let text = text.trim();
    let bad = || error(ids::BAD_TIME, text);
    let mut rest = text;
    let mut nanos = 0_u128;
    let mut parts = 0;
    // `1m30s` is several numbers with units, in any order.
    while !rest.is_empty() {
        let unit_at = rest.find(|c: char| c.is_ascii_alphabetic()).ok_or_else(bad)?;
        let after = &rest[unit_at..];
        let unit_len = after.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(after.len());
        let (whole, fraction, _) = split(&rest[..unit_at]).ok_or_else(bad)?;
        let unit = after[..unit_len].to_ascii_lowercase();
        let factor = TIMES.iter().find(|(name, _)| *name == unit).ok_or_else(bad)?.1;
        let part = decimal(whole, fraction, u128::from(factor)).ok_or_else(bad)?;
        nanos = nanos.saturating_add(part);
        if nanos > LONGEST {
            return Err(error(ids::TOO_LARGE, text));
        }
        rest = &after[unit_len..];
        parts += 1;
    }
    if parts == 0 {
        return Err(bad());
    }
    Ok(Duration::from_nanos(u64::try_from(nanos).map_err(|_| error(ids::TOO_LARGE, text))?))
}

/// Writes a length of time the way [`parse_duration`] reads it, in the largest exact unit.
#[must_use]
pub fn format_duration(time: Duration) -> String {
    let nanos = u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
    if nanos == 0 {
        return "0s".to_owned();
    }
    for (unit, factor) in TIMES {
        if nanos.is_multiple_of(*factor) {
            return format!("{}{unit}", nanos / factor);
        }
    }
    format!("{nanos}ns")
}
