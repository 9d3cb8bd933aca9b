//! How units are typed and written back: sizes as redis.conf reads them, rates, times, shares.

use core::fmt;
use core::str::FromStr;

use super::{Bytes, LinkRate, Rate, Share};
use crate::message::Message;

pub(super) mod ids {
    crate::messages! {
        BAD_SIZE = "unit-bad-size";
        BAD_RATE = "unit-bad-rate";
        BAD_TIME = "unit-bad-time";
        BAD_LINK = "unit-bad-link";
        BAD_SHARE = "unit-bad-share";
        FRACTION = "unit-fraction-size";
        TOO_LARGE = "unit-too-large";
    }
}
pub use ids::ALL as MESSAGES;

/// A unit that could not be read; the message names the text and what to try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitError(pub Message);

impl fmt::Display for UnitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl core::error::Error for UnitError {}

pub(super) fn error(id: &'static str, text: &str) -> UnitError {
    UnitError(Message::new(id).with("text", text))
}

/// The units of redis.conf; `kb` is 1024, `k` is 1000, and there is no `tb`
/// (redis 7.0 `util.c:memtoull`).
const SIZES: &[(&str, u64)] = &[
    ("gb", 1 << 30),
    ("mb", 1 << 20),
    ("kb", 1 << 10),
    ("g", 1_000_000_000),
    ("m", 1_000_000),
    ("k", 1000),
    ("b", 1),
];

/// Sizes from here on are refused, so that no sum overflows.
const LARGEST: u64 = 1 << 50;

/// Rates from here on are refused: a day of them still fits an offset.
pub(crate) const FASTEST: u64 = 1 << 40;

/// Splits `1.5gb` into digits, a fraction where there is one, and the lower-case unit.
pub(super) fn split(text: &str) -> Option<(&str, Option<&str>, String)> {
    let unit_at = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(unit_at);
    let (whole, fraction) = match number.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (number, None),
    };
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !fraction.is_none_or(digits) {
        return None;
    }
    Some((whole, fraction, unit.trim().to_ascii_lowercase()))
}

impl FromStr for Bytes {
    type Err = UnitError;
    /// Reads `64mb`, `1000`, `2g`; refuses fractions as the server does.
    fn from_str(text: &str) -> Result<Self, UnitError> {
        let text = text.trim();
        let (whole, fraction, unit) = split(text).ok_or_else(|| error(ids::BAD_SIZE, text))?;
        let factor = match unit.as_str() {
            "" => 1,
            unit => {
                let known = SIZES.iter().find(|(name, _)| *name == unit);
                known.ok_or_else(|| error(ids::BAD_SIZE, text))?.1
            }
        };
        let too_large = || error(ids::TOO_LARGE, text);
        let whole: u64 = whole.parse().map_err(|_| too_large())?;
        if let Some(fraction) = fraction {
            // The server refuses it; say what to type instead.
            // Ten digits are finer than a byte in a gigabyte; more would only overflow.
            let digits = &fraction[..fraction.len().min(10)];
            let scale = 10_u128.pow(u32::try_from(digits.len()).expect("at most ten"));
            let digits: u128 = digits.parse().expect("ten digits");
            let part = u128::from(factor) * digits / scale;
            let bytes = u128::from(whole) * u128::from(factor) + part;
            let bytes = u64::try_from(bytes).map_err(|_| too_large())?;
            if bytes >= LARGEST {
                return Err(too_large());
            }
            let message = Message::new(ids::FRACTION)
                .with("text", text)
                .with("instead", Self(bytes).to_string());
            return Err(UnitError(message));
        }
        match whole.checked_mul(factor) {
            Some(bytes) if bytes < LARGEST => Ok(Self(bytes)),
            _ => Err(too_large()),
        }
    }
}

/// The largest exact unit of redis.conf: `64mb`, `1536kb`, `1000`.
impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (unit, factor) in [("gb", 1_u64 << 30), ("mb", 1 << 20), ("kb", 1 << 10)] {
            if self.0 >= factor && self.0.is_multiple_of(factor) {
                return write!(f, "{}{unit}", self.0 / factor);
            }
        }
        write!(f, "{}", self.0)
    }
}

impl FromStr for Rate {
    type Err = UnitError;
    /// Reads a size and `/s`: `10mb/s`; a bare `0` is nothing.
    fn from_str(text: &str) -> Result<Self, UnitError> {
        let text = text.trim();
        if text == "0" {
            return Ok(Self::ZERO);
        }
        let size = text
            .strip_suffix("/s")
            .or_else(|| text.strip_suffix("/S"))
            .ok_or_else(|| error(ids::BAD_RATE, text))?;
        let bytes: Bytes = size.parse().map_err(|inner: UnitError| match inner.0.id {
            ids::BAD_SIZE => error(ids::BAD_RATE, text),
            _ => inner,
        })?;
        if bytes.0 < FASTEST { Ok(Self(bytes.0)) } else { Err(error(ids::TOO_LARGE, text)) }
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/s", Bytes(self.0))
    }
}

const BITS: &[(&str, u64)] = &[
    ("tbit", 1_000_000_000_000),
    ("gbit", 1_000_000_000),
    ("mbit", 1_000_000),
    ("kbit", 1000),
    ("bit", 1),
];

impl FromStr for LinkRate {
    type Err = UnitError;
    /// Reads `1gbit/s` (bits, powers of ten) or `50mb/s` (bytes).
    fn from_str(text: &str) -> Result<Self, UnitError> {
        let text = text.trim();
        let lower = text.to_ascii_lowercase();
        let bits = lower.strip_suffix("/s").and_then(|size| {
            let (whole, fraction, unit) = split(size)?;
            let factor = BITS.iter().find(|(name, _)| *name == unit)?.1;
            Some((whole.to_owned(), fraction.map(str::to_owned), factor))
        });
        let Some((whole, fraction, factor)) = bits else {
            let rate: Rate = text.parse().map_err(|inner: UnitError| match inner.0.id {
                ids::BAD_RATE => error(ids::BAD_LINK, text),
                _ => inner,
            })?;
            return Ok(Self(rate));
        };
        let bits = decimal(&whole, fraction.as_deref(), u128::from(factor))
            .ok_or_else(|| error(ids::BAD_LINK, text))?;
        match u64::try_from(bits / 8) {
            Ok(bytes) if bytes < FASTEST => Ok(Self(Rate(bytes))),
            _ => Err(error(ids::TOO_LARGE, text)),
        }
    }
}

impl fmt::Display for LinkRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = self.0.0;
        for (unit, factor) in [("gbit/s", 125_000_000_u64), ("mbit/s", 125_000)] {
            if bytes >= factor && bytes.is_multiple_of(factor) {
                return write!(f, "{}{unit}", bytes / factor);
            }
        }
        self.0.fmt(f)
    }
}

impl FromStr for Share {
    type Err = UnitError;
    /// Reads `30%` or `12.5%`; at most one digit after the point.
    fn from_str(text: &str) -> Result<Self, UnitError> {
        let bad = || error(ids::BAD_SHARE, text);
        let number = text.trim().strip_suffix('%').ok_or_else(bad)?;
        let (whole, fraction, unit) = split(number).ok_or_else(bad)?;
        if !unit.is_empty() || fraction.is_some_and(|f| f.len() > 1) {
            return Err(bad());
        }
        let permille = decimal(whole, fraction, 10).ok_or_else(bad)?;
        match u32::try_from(permille) {
            Ok(permille) if permille <= 1_000_000 => Ok(Self(permille)),
            _ => Err(error(ids::TOO_LARGE, text)),
        }
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 % 10 {
            0 => write!(f, "{}%", self.0 / 10),
            tenth => write!(f, "{}.{tenth}%", self.0 / 10),
        }
    }
}

/// `whole.fraction * factor`, if it is a whole number.
pub(super) fn decimal(whole: &str, fraction: Option<&str>, factor: u128) -> Option<u128> {
    let whole: u128 = whole.parse().ok()?;
    let whole = whole.checked_mul(factor)?;
    let Some(fraction) = fraction else { return Some(whole) };
    let digits: u128 = fraction.parse().ok()?;
    let scale = 10_u128.checked_pow(u32::try_from(fraction.len()).ok()?)?;
    let part = digits.checked_mul(factor)?;
    if part % scale == 0 { whole.checked_add(part / scale) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::{format_duration, parse_duration};
    use core::time::Duration;
    use proptest::prelude::*;

    #[test]
    fn sizes_are_read_as_redis_conf_reads_them() {
        let check = |text: &str, bytes: u64| assert_eq!(text.parse(), Ok(Bytes(bytes)), "{text}");
        check("64mb", 64 << 20);
        check("64m", 64_000_000);
        check("1K", 1000);
        check("1Kb", 1024);
        check("2gb", 2 << 30);
        check("1000", 1000);
        check("7b", 7);
        let refused = |text: &str, id: &str| {
            assert_eq!(text.parse::<Bytes>().expect_err(text).0.id, id, "{text}");
        };
        refused("1.5gb", "unit-fraction-size");
        refused("", "unit-bad-size");
        refused("mb", "unit-bad-size");
        refused("5 parsecs", "unit-bad-size");
        refused("-1", "unit-bad-size");
        refused("99999999999999999999", "unit-too-large");
        refused("2000000gb", "unit-too-large");
        refused("1tb", "unit-bad-size");
        refused("9999999.5gb", "unit-too-large");
        refused("1.99999999999999999999999999999999999999gb", "unit-fraction-size");
        let hint = "1.5gb".parse::<Bytes>().expect_err("a fraction").0.to_string();
        assert!(hint.contains("1536mb"), "{hint}");
    }

    #[test]
    fn rates_links_times_and_shares() {
        assert_eq!("10mb/s".parse(), Ok(Rate(10 << 20)));
        assert_eq!("0".parse(), Ok(Rate(0)));
        assert_eq!("1gbit/s".parse(), Ok(LinkRate(Rate(125_000_000))));
        assert_eq!("2.5gbit/s".parse(), Ok(LinkRate(Rate(312_500_000))));
        assert_eq!("50mb/s".parse(), Ok(LinkRate(Rate(50 << 20))));
        assert_eq!("12.5%".parse(), Ok(Share(125)));
        assert_eq!(parse_duration("250ms"), Ok(Duration::from_millis(250)));
        assert_eq!(parse_duration("1.5s"), Ok(Duration::from_millis(1500)));
        assert_eq!(parse_duration("1m30s"), Ok(Duration::from_secs(90)));
        assert_eq!(parse_duration("2h"), Ok(Duration::from_secs(7200)));
        assert_eq!(parse_duration("64").expect_err("no unit").0.id, "unit-bad-time");
        assert_eq!("10mb".parse::<Rate>().expect_err("no /s").0.id, "unit-bad-rate");
        assert_eq!("fast".parse::<LinkRate>().expect_err("a word").0.id, "unit-bad-link");
        assert_eq!("1024gb/s".parse::<Rate>().expect_err("a day of it").0.id, "unit-too-large");
        assert_eq!("9tbit/s".parse::<LinkRate>().expect_err("as much").0.id, "unit-too-large");
        let sum = format!("1ns{}ns", u128::MAX);
        assert_eq!(parse_duration(&sum).expect_err("too much").0.id, "unit-too-large");
        assert_eq!("half".parse::<Share>().expect_err("a word").0.id, "unit-bad-share");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(n in 0_u64..(1 << 49), t in 0_u64..u64::MAX / 4, s in 0_u32..1_000_000) {
            prop_assert_eq!(Bytes(n).to_string().parse(), Ok(Bytes(n)));
            let rate = Rate(n % FASTEST);
            prop_assert_eq!(rate.to_string().parse(), Ok(rate));
            prop_assert_eq!(LinkRate(rate).to_string().parse(), Ok(LinkRate(rate)));
            prop_assert_eq!(Share(s).to_string().parse(), Ok(Share(s)));
            let time = Duration::from_nanos(t % 3_000_000_000_000_000_000);
            prop_assert_eq!(parse_duration(&format_duration(time)), Ok(time));
        }

        #[test]
        fn nothing_panics(text in prop_oneof![
            "\\PC{0,40}",
            "[0-9]{0,40}[.]?[0-9]{0,40}(gb|mb|k|gbit|bit|ns|s|d|%)?(/s)?([0-9]{1,40}ns)?",
        ]) {
            let _ = text.parse::<Bytes>();
            let _ = text.parse::<Rate>();
            let _ = text.parse::<LinkRate>();
            let _ = text.parse::<Share>();
            let _ = parse_duration(&text);
        }
    }
}
