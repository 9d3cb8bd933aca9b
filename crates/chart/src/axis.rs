//! Axes: times a person would choose, and bytes in round IEC numbers.

use core::ops::Range;

use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter};
use stormglass_core::units::Bytes;

/// Steps in seconds that read well on a clock.
const STEPS: [f64; 24] = [
    0.001, 0.01, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0, 120.0, 300.0, 600.0,
    900.0, 1800.0, 3600.0, 7200.0, 10800.0, 14400.0, 21600.0, 43200.0,
];

/// The smallest step for which `span` seconds need at most `most` of them.
#[must_use]
pub fn time_step(span: f64, most: u32) -> f64 {
    let fits = |step: &&f64| span / **step <= f64::from(most.max(1));
    STEPS.iter().find(fits).copied().unwrap_or(86400.0)
}

/// A time on the axis: `20 s`, `1:30`, `2:00:00`.
#[must_use]
pub fn time_text(seconds: f64, span: f64) -> String {
    if span < 180.0 {
        let rounded = (seconds * 1000.0).round() / 1000.0;
        return format!("{rounded} s");
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "seconds of a run that lasts a day at most"
    )]
    let whole = seconds.round().max(0.0) as u64;
    let (hours, minutes, seconds) = (whole / 3600, whole / 60 % 60, whole % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

/// Seconds from the start, with steps a person would choose.
pub(crate) struct TimeAxis {
    pub(crate) end: f64,
    pub(crate) most: u32,
}

impl Ranged for TimeAxis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, limit: (i32, i32)) -> i32 {
        let share = value / self.end;
        limit.0 + super::frame::pixel(share * f64::from(limit.1 - limit.0))
    }

    fn key_points<Hint: KeyPointHint>(&self, _hint: Hint) -> Vec<f64> {
        let step = time_step(self.end, self.most);
        let mut points = Vec::new();
        let mut index = 0_u32;
        while f64::from(index) * step <= self.end * 1.000_001 {
            points.push(f64::from(index) * step);
            index += 1;
        }
        points
    }

    fn range(&self) -> Range<f64> {
        0.0..self.end
    }
}

impl ValueFormatter<f64> for TimeAxis {
    fn format_ext(&self, value: &f64) -> String {
        time_text(*value, self.end)
    }
}

/// Bytes from nothing to `top`, with two or three round steps.
pub(crate) struct BytesAxis {
    pub(crate) top: u64,
}

impl BytesAxis {
    fn step(&self) -> u64 {
        // One, two or five of 1, 8, 64 or 512 of a unit keeps every label a whole number.
        let mut step = 1_u64;
        while self.top / step > 3 {
            step = step.saturating_mul(2);
        }
        step
    }
}

impl Ranged for BytesAxis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = u64;

    fn map(&self, value: &u64, limit: (i32, i32)) -> i32 {
        let share = (*value).min(self.top) as f64 / self.top.max(1) as f64;
        limit.0 + super::frame::pixel(share * f64::from(limit.1 - limit.0))
    }

    fn key_points<Hint: KeyPointHint>(&self, _hint: Hint) -> Vec<u64> {
        let step = self.step();
        (0..=self.top / step).map(|n| n * step).collect()
    }

    fn range(&self) -> Range<u64> {
        0..self.top
    }
}

impl ValueFormatter<u64> for BytesAxis {
    fn format_ext(&self, value: &u64) -> String {
        iec(Bytes(*value))
    }
}

/// A round number of bytes: `0`, `64 MiB`, `1.5 GiB`.
pub(crate) fn iec(bytes: Bytes) -> String {
    const UNITS: [&str; 5] = ["B", "KiB", "MiB", "GiB", "TiB"];
    let mut value = bytes.0 as f64;
    let mut unit = 0;
    while value >= 1024.0 && unit + 1 < UNITS.len() {
        value /= 1024.0;
        unit += 1;
    }
    if bytes.is_zero() {
        return "0".to_owned();
    }
    let rounded =
        if value < 10.0 { (value * 100.0).round() / 100.0 } else { (value * 10.0).round() / 10.0 };
    format!("{rounded} {}", UNITS[unit])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_like_a_clock() {
        assert_eq!(time_text(20.0, 120.0), "20 s");
        assert_eq!(time_text(0.5, 2.0), "0.5 s");
        assert_eq!(time_text(90.0, 600.0), "1:30");
        assert_eq!(time_text(7200.0, 90000.0), "2:00:00");
    }

    #[test]
    fn there_are_never_more_ticks_than_asked_for() {
        for span in [0.02, 1.0, 7.0, 61.0, 140.0, 3599.0, 86400.0, 200_000.0] {
            let axis = TimeAxis { end: span, most: 8 };
            let points = axis.key_points(plotters::coord::ranged1d::BoldPoints(8));
            assert!(points.len() <= 9 && points.len() >= 2, "{span}: {points:?}");
        }
    }

    #[test]
    fn bytes_have_two_to_four_round_labels() {
        for top in [1, 3, 1000, 64 << 20, 70 << 20, 256 << 20, 9 << 30] {
            let axis = BytesAxis { top };
            let points = axis.key_points(plotters::coord::ranged1d::BoldPoints(3));
            assert!((2..=4).contains(&points.len()), "{top}: {points:?}");
            assert!(points.iter().skip(1).all(|p| p.is_power_of_two() || p % (axis.step()) == 0));
        }
        assert_eq!(iec(Bytes::mib(64)), "64 MiB");
        assert_eq!(iec(Bytes(3 << 29)), "1.5 GiB");
        assert_eq!(iec(Bytes::ZERO), "0");
    }
}
