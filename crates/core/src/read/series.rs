//! The write rate over time, from many samples or from a metric that is one.

use core::time::Duration;

use super::rate::between;
use super::{Reading, Sample};
use crate::units::{Bytes, Rate};

/// The rate between two moments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RatePoint {
    /// When it begins, in milliseconds since 1970 or since the server's start.
    pub from_ms: u64,
    /// How long it goes on.
    pub time: Duration,
    /// The rate over it.
    pub rate: Rate,
    /// Which paste and line ends it.
    pub source: (u32, u32),
}

impl RatePoint {
    /// One replica's part of it.
    pub(super) fn shared_by(self, replicas: u64) -> Self {
        Self { rate: Rate(self.rate.0 / replicas.max(1)), ..self }
    }
}

/// What a series says as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateSummary {
    /// Over the whole time.
    pub average: Rate,
    /// Half of the points are not above.
    pub p50: Rate,
    /// Of a hundred points, 95 are not above.
    pub p95: Rate,
    /// Of a hundred points, 99 are not above.
    pub p99: Rate,
    /// The largest.
    pub peak: RatePoint,
    /// How many times in a row or alone the rate was more than twice `p50`.
    pub bursts: u64,
    /// The longest of them.
    pub longest_burst: Duration,
}

/// A CloudWatch or exported value that is a rate already, or bytes of a period.
pub(super) fn from_samples(samples: &[Sample]) -> Vec<RatePoint> {
    let usable: Vec<&Sample> = samples
        .iter()
        .filter(|s| s.text("role") != Some("slave") && s.number("master_repl_offset").is_some())
        .collect();
    let mut points = Vec::new();
    for pair in usable.windows(2) {
        let Some(Ok(measured)) = between(pair[0], pair[1]) else { continue };
        let super::RateSource::TwoSamples(time) = measured.source else { continue };
        let from_ms = pair[0]
            .at_ms
            .or(pair[0].number("server_time_usec").map(|usec| usec / 1000))
            .or(pair[0].number("uptime_in_seconds").and_then(|s| s.checked_mul(1000)));
        let source = pair[1]
            .fields
            .get("master_repl_offset")
            .map_or((0, 0), |field| (field.paste, field.line));
        points.push(RatePoint { from_ms: from_ms.unwrap_or(0), time, rate: measured.rate, source });
    }
    points
}

impl Reading {
    /// Average, percentiles, peak and bursts; needs three points.
    #[must_use]
    pub fn rate_summary(&self) -> Option<RateSummary> {
        if self.series.len() < 3 {
            return None;
        }
        let mut sorted: Vec<Rate> = self.series.iter().map(|point| point.rate).collect();
        sorted.sort_unstable();
        let share = |percent: usize| sorted[(sorted.len() * percent).div_ceil(100).max(1) - 1];
        let mut total = Duration::ZERO;
        let mut bytes = 0_u64;
        for point in &self.series {
            total = total.saturating_add(point.time);
            bytes = bytes.saturating_add(point.rate.over(point.time.min(LONGEST)).0);
        }
        let above = Rate(share(50).0.saturating_mul(2));
        let (mut bursts, mut now, mut longest) = (0, Duration::ZERO, Duration::ZERO);
        for point in &self.series {
            if point.rate > above {
                if now.is_zero() {
                    bursts += 1;
                }
                now = now.saturating_add(point.time);
                longest = longest.max(now);
            } else {
                now = Duration::ZERO;
            }
        }
        Some(RateSummary {
            average: Rate::from_bytes_in(Bytes(bytes), total)?,
            p50: share(50),
            p95: share(95),
            p99: share(99),
            peak: *self.series.iter().max_by_key(|point| point.rate)?,
            bursts,
            longest_burst: longest,
        })
    }
}

/// A gap beyond it is a gap in the data.
const LONGEST: Duration = Duration::from_secs(100 * 86_400);
