//! A series from lines.

use core::time::Duration;

use crate::message::Message;
use crate::units::{Bytes, Rate, parse_duration};

use super::series::{Series, mean};

crate::messages! {
    BAD_LINE = "series-bad-line";
    NOT_LATER = "series-not-later";
    FALLS = "series-falls";
    SHORT = "series-short";
}

/// Why lines are no series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeriesTrouble(pub Message);

impl Series {
    /// Lines of `time,offset` or `time,rate`: a rate ends in `/s` and holds until the next line; times
    /// are seconds, as Prometheus and `date +%s` have them, or as a scenario writes them. A first line
    /// without any number is a heading.
    ///
    /// # Errors
    /// The first line that cannot be used.
    pub fn parse(text: &str) -> Result<Self, SeriesTrouble> {
        let mut lines = Vec::new();
        for (at, line) in text.lines().enumerate() {
            let line = line.trim();
            let heading = lines.is_empty() && !line.contains(|c: char| c.is_ascii_digit());
            if line.is_empty() || line.starts_with('#') || heading {
                continue;
            }
            let read = || {
                let (time, value) = line.split_once([',', ';', '\t', ' '])?;
                Some((moment(time.trim())?, Value::read(value.trim())?))
            };
            let (time, value) = read().ok_or_else(|| trouble(BAD_LINE, at, line))?;
            lines.push((at, time, value, line));
        }
        let mut steps = Vec::new();
        for pair in lines.windows(2) {
            let [(_, from, value, _), (at, to, next, line)] = pair else { continue };
            let time = to.checked_sub(*from).filter(|time| !time.is_zero());
            let time = time.ok_or_else(|| trouble(NOT_LATER, *at, line))?;
            let rate = match (value, next) {
                (Value::Rate(rate), Value::Rate(_)) => *rate,
                (Value::Offset(from), Value::Offset(to)) => {
                    let grown = to.checked_sub(*from).ok_or_else(|| trouble(FALLS, *at, line))?;
                    mean(Bytes(grown), time)
                }
                _ => return Err(trouble(BAD_LINE, *at, line)),
            };
            steps.push((time, rate));
        }
        // The last rate holds as long as the one before it.
        if let (Some((_, _, Value::Rate(rate), _)), Some((time, _))) = (lines.last(), steps.last())
        {
            steps.push((*time, *rate));
        }
        Self::new(steps).ok_or_else(|| SeriesTrouble(Message::new(SHORT)))
    }
}

/// What stands beside a time.
enum Value {
    Offset(u64),
    Rate(Rate),
}

impl Value {
    fn read(text: &str) -> Option<Self> {
        if text.ends_with("/s") {
            return text.parse().ok().map(Self::Rate);
        }
        // Exporters write whole numbers as 1.23e+09 at times.
        let whole = text.parse().ok().or_else(|| scientific(text));
        whole.map(Self::Offset)
    }
}

/// `1.048576e+06`, where it is a whole number.
fn scientific(text: &str) -> Option<u64> {
    let (digits, power) = text.split_once(['e', 'E'])?;
    let power: u32 = power.trim_start_matches('+').parse().ok().filter(|power| *power < 19)?;
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let shift = power.checked_sub(u32::try_from(part.len()).ok()?)?;
    [whole, part].concat().parse::<u64>().ok()?.checked_mul(10_u64.checked_pow(shift)?)
}

/// Seconds with or without a fraction, or as a scenario writes a time.
fn moment(text: &str) -> Option<Duration> {
    let number = text.starts_with(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || c == '.');
    if !number {
        return parse_duration(text).ok();
    }
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let millis: String = part.chars().chain("000".chars()).take(3).collect();
    let whole = Duration::from_secs(whole.parse().ok().filter(|secs| *secs < 1 << 40)?);
    Some(whole + Duration::from_millis(millis.parse().ok()?))
}

fn trouble(id: &'static str, line: usize, text: &str) -> SeriesTrouble {
    let line = u64::try_from(line + 1).unwrap_or(u64::MAX);
    let mut message = Message::new(id).with("line", line);
    if id != FALLS {
        message = message.with("text", text);
    }
    SeriesTrouble(message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_and_rates_say_the_same() {
        let offsets = Series::parse("time,offset\n100,1000\n110,21000\n115.5,21000\n").unwrap();
        let rates = Series::new([
            (Duration::from_secs(10), Rate(2000)),
            (Duration::from_millis(5500), Rate(0)),
        ]);
        assert_eq!(Some(offsets), rates);
        let typed = Series::parse("0s 1000/s").map(|_| ());
        assert!(typed.is_err());
        let typed = Series::parse("0s,2000/s\n10s,1kb/s\n").unwrap();
        assert_eq!(typed.lasts(), Duration::from_secs(20));
        assert_eq!((typed.average(), typed.peak()), (Rate(1512), Rate(2000)));
        assert_eq!(
            Series::parse("1,1.048576e+06\n2,2.097152e+06\n").unwrap().peak(),
            Rate(1 << 20)
        );
    }

    #[test]
    fn what_is_no_series_is_named_by_its_line() {
        let id = |text: &str| Series::parse(text).unwrap_err().0.id;
        assert_eq!(id("1,2\nbanana,5\n"), BAD_LINE);
        assert_eq!(id("5,2\n4,5\n"), NOT_LATER);
        assert_eq!(id("5,200\n6,5\n"), FALLS);
        assert_eq!(id("5,200\n"), SHORT);
        assert_eq!(id("5,200\n6,1mb/s\n"), BAD_LINE);
    }
}
