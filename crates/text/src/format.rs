//! Quantities as people read them: IEC sizes, humane times, grouped offsets, by language.

use core::time::Duration;

use stormglass_core::units::{Bytes, Instant, Rate, ReplOffset};

/// How a language writes numbers and units. Sizes have the same units everywhere, as servers and
/// their documents do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Locale {
    /// Between whole digits and fraction.
    pub decimal: char,
    /// Between groups of three digits.
    pub group: char,
    /// After a percentage, with the space before it.
    pub percent: &'static str,
    /// Day, hour, minute, second, millisecond and microsecond.
    pub times: [&'static str; 6],
}

/// Thin spaces that do not break, as ISO 80000 has it.
const ENGLISH: Locale = Locale {
    decimal: '.',
    group: '\u{202f}',
    percent: " %",
    times: ["d", "h", "min", "s", "ms", "µs"],
};

const CHINESE: Locale = Locale {
    decimal: '.',
    group: ',',
    percent: "%",
    times: ["天", "小时", "分钟", "秒", "毫秒", "微秒"],
};

/// The IEC units.
const UNITS: [&str; 5] = ["KiB", "MiB", "GiB", "TiB", "PiB"];

impl Locale {
    /// That of a language tag; English where none is known.
    #[must_use]
    pub fn of(language: &str) -> Self {
        if language.starts_with("zh") { CHINESE } else { ENGLISH }
    }

    /// `1.25 MiB`, `999 B`, `64 MiB`: three significant digits, IEC.
    #[must_use]
    pub fn bytes(&self, bytes: Bytes) -> String {
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
        format!("{} {}", self.three_digits(value), UNITS[unit])
    }

    /// `1 MiB/s`.
    #[must_use]
    pub fn rate(&self, rate: Rate) -> String {
        format!("{}/s", self.bytes(Bytes(rate.0)))
    }

    /// Three significant digits, without a tail of zeros after the point.
    fn three_digits(&self, value: f64) -> String {
        self.trimmed(if value < 9.995 {
            format!("{value:.2}")
        } else if value < 99.95 {
            format!("{value:.1}")
        } else {
            format!("{value:.0}")
        })
    }

    fn trimmed(&self, text: String) -> String {
        match text.contains('.') {
            true => self.marked(text.trim_end_matches('0').trim_end_matches('.')),
            false => text,
        }
    }

    /// With the decimal mark of the language.
    fn marked(&self, text: &str) -> String {
        if self.decimal == '.' {
            return text.to_owned();
        }
        text.chars().map(|c| if c == '.' { self.decimal } else { c }).collect()
    }

    /// `3.2 ms`, `64.5 s`, `2 min 4 s`, `2 h 5 min`.
    #[must_use]
    pub fn time(&self, time: Duration) -> String {
        if time >= Duration::from_secs(400 * 24 * 3600) {
            return "∞".to_owned();
        }
        let [day, hour, minute, second, milli, micro] = self.times;
        let seconds = time.as_secs_f64();
        if time.is_zero() {
            format!("0 {second}")
        } else if seconds < 0.001 {
            format!("{} {micro}", self.three_digits(seconds * 1e6))
        } else if seconds < 1.0 {
            format!("{} {milli}", self.three_digits(seconds * 1e3))
        } else if seconds < 120.0 {
            let rounded = (seconds * 10.0).round() / 10.0;
            format!("{} {second}", self.trimmed(format!("{rounded:.1}")))
        } else {
            let whole = (time + Duration::from_millis(500)).as_secs();
            let parts = [
                (whole / 86400, day),
                (whole / 3600 % 24, hour),
                (whole / 60 % 60, minute),
                (whole % 60, second),
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

    /// `1 234 567`.
    #[must_use]
    pub fn grouped(&self, number: u64) -> String {
        let digits = number.to_string();
        let mut out = String::with_capacity(digits.len() * 2);
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                out.push(self.group);
            }
            out.push(digit);
        }
        out
    }

    /// An offset in groups of three digits.
    #[must_use]
    pub fn offset(&self, offset: ReplOffset) -> String {
        self.grouped(offset.0)
    }

    /// `12.5 %`.
    #[must_use]
    pub fn permille(&self, share: u64) -> String {
        match share % 10 {
            0 => format!("{}{}", share / 10, self.percent),
            tenth => format!("{}{}{tenth}{}", share / 10, self.decimal, self.percent),
        }
    }

    /// A moment of a run, to a tenth of a second: `74.5 s`, `1 h 2 min`.
    #[must_use]
    pub fn at(&self, at: Instant) -> String {
        let seconds = at.as_secs_f64();
        if seconds < 3600.0 {
            format!("{} {}", self.marked(&format!("{seconds:.1}")), self.times[3])
        } else {
            self.time(at.since_start())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A language with a decimal comma, to see that no point is left over.
    const COMMA: Locale = Locale { decimal: ',', group: '.', ..ENGLISH };

    #[test]
    fn sizes_have_three_digits() {
        let check = |n, text: &str| assert_eq!(ENGLISH.bytes(Bytes(n)), text);
        check(0, "0 B");
        check(1023, "1023 B");
        check(1024, "1 KiB");
        check(64 << 20, "64 MiB");
        check((1 << 20) + (1 << 18), "1.25 MiB");
        check(1_048_575, "1 MiB");
        check(u64::MAX, "16384 PiB");
        assert_eq!(ENGLISH.rate(Rate(10_000_000)), "9.54 MiB/s");
        assert_eq!(CHINESE.rate(Rate(10_000_000)), "9.54 MiB/s");
        assert_eq!(COMMA.rate(Rate(10_000_000)), "9,54 MiB/s");
    }

    #[test]
    fn times_are_said_as_people_say_them() {
        let check = |micros, english: &str, chinese: &str| {
            let time = Duration::from_micros(micros);
            assert_eq!([ENGLISH.time(time), CHINESE.time(time)], [english, chinese]);
        };
        check(0, "0 s", "0 秒");
        check(3, "3 µs", "3 微秒");
        check(250_000, "250 ms", "250 毫秒");
        check(1_500_000, "1.5 s", "1.5 秒");
        check(64_000_000, "64 s", "64 秒");
        check(119_990_000, "120 s", "120 秒");
        check(124_000_000, "2 min 4 s", "2 分钟 4 秒");
        check(3_900_000_000, "1 h 5 min", "1 小时 5 分钟");
        check(7_200_000_000, "2 h", "2 小时");
        check(90_061_000_000, "1 d 1 h", "1 天 1 小时");
        assert_eq!(CHINESE.time(Duration::MAX), "∞");
        assert_eq!(COMMA.time(Duration::from_millis(1500)), "1,5 s");
    }

    #[test]
    fn numbers_are_grouped() {
        let check = |locale: Locale, grouped: &str, share: &str, at: &str| {
            assert_eq!(locale.grouped(1_234_567), grouped);
            assert_eq!(locale.grouped(12), "12");
            assert_eq!(locale.permille(125), share);
            assert_eq!(locale.at(Instant::from_millis(74_500)), at);
        };
        check(ENGLISH, "1\u{202f}234\u{202f}567", "12.5 %", "74.5 s");
        check(CHINESE, "1,234,567", "12.5%", "74.5 秒");
        check(COMMA, "1.234.567", "12,5 %", "74,5 s");
    }

    #[test]
    fn a_tag_finds_its_language() {
        assert_eq!(
            [Locale::of("zh-Hans"), Locale::of("en"), Locale::of("tlh")],
            [CHINESE, ENGLISH, ENGLISH]
        );
    }
}
