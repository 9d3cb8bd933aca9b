//! Axes: times a person would choose, and bytes in round IEC numbers.

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

/// A time on an axis that shows `span` seconds: `20 s`, `1:30`, `2:00:00`, `12:03.5`.
#[must_use]
pub fn time_text(seconds: f64, span: f64) -> String {
    // Never a zero with a sign.
    let millis = (seconds * 1000.0).round().max(0.0) + 0.0;
    if span < 180.0 && seconds < 600.0 {
        return format!("{} s", millis / 1000.0);
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "milliseconds of a run that lasts a day at most"
    )]
    let whole = millis as u64;
    let (hours, minutes, seconds) = (whole / 3_600_000, whole / 60_000 % 60, whole / 1000 % 60);
    let mut text = if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    };
    if !whole.is_multiple_of(1000) {
        text.push_str(format!(".{:03}", whole % 1000).trim_end_matches('0'));
    }
    text
}

/// Instants of the labels between two times, in seconds.
pub(crate) fn time_points(from: f64, to: f64, most: u32) -> Vec<f64> {
    let step = time_step(to - from, most);
    let mut points = Vec::new();
    let mut index = (from / step - 1e-6).ceil().max(0.0);
    while index * step <= to + step * 1e-6 {
        points.push(index * step);
        index += 1.0;
    }
    points
}

/// Values of the labels from nothing to `top`: two or three round steps.
pub(crate) fn byte_points(top: u64) -> Vec<u64> {
    // A power of two keeps every label a whole number of its unit.
    let mut step = 1_u64;
    while top / step > 3 {
        step = step.saturating_mul(2);
    }
    (0..=top / step).map(|n| n * step).collect()
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
        assert_eq!(time_text(-0.0, 2.0), "0 s");
        assert_eq!(time_text(90.0, 600.0), "1:30");
        assert_eq!(time_text(7200.0, 90000.0), "2:00:00");
        assert_eq!(time_text(7203.25, 1.0), "2:00:03.25");
    }

    #[test]
    fn there_are_never_more_ticks_than_asked_for() {
        for span in [0.02, 1.0, 7.0, 61.0, 140.0, 3599.0, 86400.0, 200_000.0] {
            for from in [0.0, 3.3, 1000.0] {
                let points = time_points(from, from + span, 8);
                assert!(points.len() <= 9 && points.len() >= 2, "{span}: {points:?}");
                assert!(points.iter().all(|at| *at >= from - 1e-6 && *at <= from + span + 1e-6));
            }
        }
    }

    #[test]
    fn bytes_have_two_to_four_round_labels() {
        for top in [1, 3, 1000, 64 << 20, 70 << 20, 256 << 20, 9 << 30] {
            let points = byte_points(top);
            assert!((2..=4).contains(&points.len()), "{top}: {points:?}");
        }
        assert_eq!(iec(Bytes::mib(64)), "64 MiB");
        assert_eq!(iec(Bytes(3 << 29)), "1.5 GiB");
        assert_eq!(iec(Bytes::ZERO), "0");
    }
}
