//! Quantities as people read them: IEC sizes, humane times, grouped offsets.

use core::time::Duration;

use stormglass_core::units::{Bytes, Instant, Rate, ReplOffset};

/// `1.25 MiB`, `999 B`, `64 MiB`: three significant digits, IEC.
#[must_use]
pub fn bytes(bytes: Bytes) -> String {
    const UNITS: [&str; 5] = ["KiB", "MiB", "GiB", "TiB", "PiB"];
    if bytes.0 < 1024 {
        return format!("{} B", bytes.0);
    }
    // The unit in which fewer than 1000 are left, so that it stays at three digits.
    let mut value = bytes.0 as f64 / 1024.0;
    let mut unit = 0;
    while value >= 999.5 && unit + 1 < UNITS.len() {
        value /= 1024.0;
        unit += 1;
    }
    format!("{} {}", three_digits(value), UNITS[unit])
}

/// `1 MiB/s`.
#[must_use]
pub fn rate(rate: Rate) -> String {
    format!("{}/s", bytes(Bytes(rate.0)))
}

/// Three significant digits, without a tail of zeros after the point.
fn three_digits(value: f64) -> String {
    let text = if value < 9.995 {
        format!("{value:.2}")
    } else if value < 99.95 {
        format!("{value:.1}")
    } else {
        format!("{value:.0}")
    };
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    }
}

/// `3.2 ms`, `64.5 s`, `1 min 4 s`, `2 h 5 min`.
#[must_use]
pub fn time(time: Duration) -> String {
    if time >= Duration::from_secs(400 * 24 * 3600) {
        return "∞".to_owned();
    }
    let seconds = time.as_secs_f64();
    if time.is_zero() {
        "0 s".to_owned()
    } else if seconds < 0.001 {
        format!("{} µs", three_digits(seconds * 1e6))
    } else if seconds < 1.0 {
        format!("{} ms", three_digits(seconds * 1e3))
    } else if seconds < 120.0 {
        let rounded = (seconds * 10.0).round() / 10.0;
        let text = format!("{rounded:.1}");
        format!("{} s", text.trim_end_matches('0').trim_end_matches('.'))
    } else {
        let whole = (time + Duration::from_millis(500)).as_secs();
        let parts = [
            (whole / 86400, "d"),
            (whole / 3600 % 24, "h"),
            (whole / 60 % 60, "min"),
            (whole % 60, "s"),
        ];
        let first = parts.iter().position(|(n, _)| *n > 0).unwrap_or(3);
        let said: Vec<String> = parts[first..]
            .iter()
            .take(2)
            .filter(|(n, _)| *n > 0)
            .map(|(n, unit)| format!("{n} {unit}"))
            .collect();
        said.join(" ")
    }
}

/// `1 234 567`, with thin spaces that do not break.
#[must_use]
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() * 2);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push('\u{202f}');
        }
        out.push(digit);
    }
    out
}

/// An offset in groups of three digits.
#[must_use]
pub fn offset(offset: ReplOffset) -> String {
    grouped(offset.0)
}

/// `12.5 %`.
#[must_use]
pub fn permille(share: u64) -> String {
    match share % 10 {
        0 => format!("{} %", share / 10),
        tenth => format!("{}.{tenth} %", share / 10),
    }
}

/// A moment of a run, to a tenth of a second: `74.5 s`, `1 h 2 min`.
#[must_use]
pub fn at(at: Instant) -> String {
    let seconds = at.as_secs_f64();
    if seconds < 3600.0 { format!("{seconds:.1} s") } else { time(at.since_start()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_three_digits() {
        let check = |n, text: &str| assert_eq!(bytes(Bytes(n)), text);
        check(0, "0 B");
        check(1023, "1023 B");
        check(1024, "1 KiB");
        check(64 << 20, "64 MiB");
        check((1 << 20) + (1 << 18), "1.25 MiB");
        check(1_048_575, "1 MiB");
        check(u64::MAX, "16384 PiB");
        assert_eq!(rate(Rate(10_000_000)), "9.54 MiB/s");
    }

    #[test]
    fn times_are_said_as_people_say_them() {
        let check = |ms, text: &str| assert_eq!(time(Duration::from_millis(ms)), text);
        check(0, "0 s");
        check(250, "250 ms");
        check(1500, "1.5 s");
        check(64_000, "64 s");
        check(119_990, "120 s");
        check(124_000, "2 min 4 s");
        check(7_200_000, "2 h");
        check(90_061_000, "1 d 1 h");
        assert_eq!(time(Duration::from_micros(3)), "3 µs");
        assert_eq!(time(Duration::MAX), "∞");
    }

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(grouped(1_234_567), "1\u{202f}234\u{202f}567");
        assert_eq!(grouped(12), "12");
        assert_eq!(permille(125), "12.5 %");
        assert_eq!(at(Instant::from_millis(74_500)), "74.5 s");
    }
}
