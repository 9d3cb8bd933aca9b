//! When a line of a server's log was written, and where its message begins.
//!
//! Redis 2.8 writes `[pid] 21 Nov 04:13:38.642 * text`, 3.0 `pid:M 21 Nov 04:13:38.642 * text`, from
//! 5.0 on the year stands behind the month (`server.c`, `serverLogRaw`). Valkey from 8.1 on may also
//! write logfmt and ISO 8601 or milliseconds (`log-format`, `log-timestamp-format`), and JSON later.

/// A line taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamped<'a> {
    /// Milliseconds since 1970.
    pub(super) at_ms: u64,
    /// Whether the log says which year; if not, it is taken for the one that was given.
    pub(super) dated: bool,
    /// `M`, `S`, `C` or `X`; unknown in logs of 2.8.
    pub(super) role: Option<char>,
    /// What was said.
    pub(super) text: &'a str,
}

/// The stamp of a line behind any prefix of a shipper; `year` is for logs that name none.
pub(super) fn stamped(line: &str, year: u64) -> Option<Stamped<'_>> {
    legacy(line, year).or_else(|| keyed(line))
}

/// The same moment of another year.
pub(super) fn in_year(at_ms: u64, from: u64, to: u64) -> u64 {
    let start = |year| date_ms(year, 1, 1).unwrap_or(0);
    let within = at_ms.saturating_sub(start(from));
    let leap = |year: u64| date_ms(year, 3, 1) == date_ms(year, 2, 29).map(|ms| ms + DAY_MS);
    let behind_february = within >= 60 * DAY_MS;
    let skipped = if leap(from) && !leap(to) && behind_february { DAY_MS } else { 0 };
    start(to) + within.saturating_sub(skipped)
}

/// The year of a moment.
pub(super) fn year_of(at_ms: u64) -> u64 {
    let guess = 1970 + at_ms / (365 * DAY_MS);
    (1970..=guess)
        .rev()
        .find(|year| date_ms(*year, 1, 1).is_some_and(|ms| ms <= at_ms))
        .unwrap_or(1970)
}

const DAY_MS: u64 = 86_400_000;

fn digits(bytes: &[u8]) -> Option<u64> {
    if bytes.is_empty() || bytes.len() > 15 {
        return None;
    }
    bytes.iter().try_fold(0_u64, |sum, byte| {
        byte.is_ascii_digit().then(|| sum * 10 + u64::from(byte - b'0'))
    })
}

/// Found by its time of day and its level, `04:13:38.642 * `, which nothing else writes like that.
fn legacy(line: &str, year: u64) -> Option<Stamped<'_>> {
    let bytes = line.as_bytes();
    // A message comes late only behind a shipper's prefix.
    let end = bytes.len().min(1000);
    let at = bytes[..end].windows(16).position(|w| {
        w[2] == b':'
            && w[5] == b':'
            && w[8] == b'.'
            && w[12] == b' '
            && matches!(w[13], b'.' | b'-' | b'*' | b'#')
            && w[14] == b' '
            && digits(&w[0..2]).is_some()
            && digits(&w[3..5]).is_some()
            && digits(&w[6..8]).is_some()
            && digits(&w[9..12]).is_some()
    })?;
    let text = unwrapped(line.get(at + 15..)?);
    let day_ms = time_of_day(line.get(at..at + 12)?)?;
    let mut words = line.get(..at)?.split_ascii_whitespace().rev();
    let last = words.next()?;
    let (dated, year, month) = match month(last) {
        Some(month) => (false, year, month),
        None => {
            let year = digits(last.as_bytes()).filter(|y| (1990..3000).contains(y))?;
            (true, year, month(words.next()?)?)
        }
    };
    let day = digits(words.next()?.as_bytes())?;
    let role = words
        .next()
        .and_then(|word| word.rsplit_once(':'))
        .and_then(|(_, role)| role.chars().next())
        .filter(|role| matches!(role, 'M' | 'S' | 'C' | 'X'));
    Some(Stamped { at_ms: date_ms(year, month, day)? + day_ms, dated, role, text })
}

/// Without the end of an object or a cell that the message stands in.
fn unwrapped(text: &str) -> &str {
    let end = text.find("\",\"").unwrap_or(text.len());
    let text = text[..end].trim_end_matches(['"', '}', ']']);
    text.strip_suffix("\\n").unwrap_or(text)
}

/// `timestamp="..." ... message="..."`, or the same as JSON.
fn keyed(line: &str) -> Option<Stamped<'_>> {
    let head = &line[..line.floor_char_boundary(1000)];
    let stamp = keyed_value(head, "timestamp")?;
    let at = head.find("message")?;
    let rest = line.get(at + "message".len()..)?.trim_start_matches(['"', ':', '=', ' ']);
    let text = unwrapped(rest);
    let role = match keyed_value(head, "role") {
        Some("primary" | "master") => Some('M'),
        Some("replica" | "slave") => Some('S'),
        Some("sentinel") => Some('X'),
        Some(_) => Some('C'),
        None => None,
    };
    Some(Stamped { at_ms: moment(stamp)?, dated: true, role, text })
}

fn keyed_value<'a>(head: &'a str, key: &str) -> Option<&'a str> {
    let at = head.find(key)?;
    let rest = head.get(at + key.len()..)?;
    let value = rest.trim_start_matches('"').strip_prefix([':', '='])?.trim_start();
    match value.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next(),
        None => value.split([' ', ',', '}']).next(),
    }
}

/// `HH:MM:SS`, with a fraction or without, in milliseconds.
fn time_of_day(text: &str) -> Option<u64> {
    let bytes = text.as_bytes();
    if bytes.len() < 8 || bytes[2] != b':' || bytes[5] != b':' {
        return None;
    }
    let part = |from: usize| digits(bytes.get(from..from + 2)?);
    let (hours, minutes, seconds) = (part(0)?, part(3)?, part(6)?);
    if hours > 23 || minutes > 59 || seconds > 60 {
        return None;
    }
    let ms = match bytes.get(8) {
        Some(b'.' | b',') => {
            let shown: Vec<u8> =
                bytes[9..].iter().copied().take_while(u8::is_ascii_digit).take(3).collect();
            let scale = [1000, 100, 10, 1][shown.len()];
            digits(&shown).unwrap_or(0) * scale
        }
        _ => 0,
    };
    Some(((hours * 60 + minutes) * 60 + seconds) * 1000 + ms)
}

fn month(name: &str) -> Option<u64> {
    let names =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    (1..).zip(names).find(|(_, known)| *known == name).map(|(n, _)| n)
}

/// Milliseconds of a date since 1970, in the proleptic Gregorian calendar.
fn date_ms(year: u64, month: u64, day: u64) -> Option<u64> {
    if !(1970..10_000).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    // Days by counting March as the first month: leap days then come last.
    let (y, m) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = y * 365 + y / 4 - y / 100 + y / 400 + (m * 153 + 2) / 5 + day - 1;
    days.checked_sub(719_468)?.checked_mul(86_400_000)
}

/// A moment by itself: ISO 8601, `date`'s default form, or seconds or milliseconds since 1970.
pub(in crate::read) fn moment(text: &str) -> Option<u64> {
    let text = text.trim().trim_matches(['"', '[', ']', '\'']);
    if text.len() > 60 {
        return None;
    }
    let bytes = text.as_bytes();
    let whole = text.split('.').next().unwrap_or(text);
    if let Some(number) = digits(whole.as_bytes()) {
        let fraction = text.get(whole.len() + 1..).unwrap_or("");
        if fraction.bytes().any(|b| !b.is_ascii_digit()) {
            return None;
        }
        let ms: String = fraction.chars().chain("000".chars()).take(3).collect();
        return match whole.len() {
            // 2008 to 2036: sizes like 2^30 have ten digits too.
            10 if (1_200_000_000..2_100_000_000).contains(&number) => {
                Some(number * 1000 + ms.parse::<u64>().ok()?)
            }
            13 => Some(number),
            _ => None,
        };
    }
    if bytes.len() >= 19 && bytes[4] == b'-' && bytes[7] == b'-' && matches!(bytes[10], b'T' | b' ')
    {
        let part = |from: usize, to: usize| digits(bytes.get(from..to)?);
        let date = date_ms(part(0, 4)?, part(5, 7)?, part(8, 10)?)?;
        let rest = text.get(11..)?;
        let zone =
            rest.get(8..)?.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ',');
        return shifted(date + time_of_day(rest)?, zone.trim());
    }
    // Sat Nov 21 11:30:34 UTC 2026
    let words: Vec<&str> = text.split_ascii_whitespace().take(8).collect();
    let at = words.iter().position(|word| month(word).is_some())?;
    let day = words.get(at + 1).and_then(|word| digits(word.as_bytes()))?;
    let time = words.get(at + 2).and_then(|word| time_of_day(word))?;
    let year =
        words.get(at + 3..)?.iter().find_map(|w| digits(w.as_bytes()).filter(|y| *y > 1990))?;
    Some(date_ms(year, month(words[at])?, day)? + time)
}

/// Back to UTC by `+02:00` or `+0200`; `Z` and nothing are UTC.
fn shifted(ms: u64, zone: &str) -> Option<u64> {
    let known = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | ':');
    if !matches!(zone, "" | "Z" | "z" | "UTC" | "GMT") && !zone.chars().all(known) {
        // Something else follows the time.
        return None;
    }
    let plain: String = zone.chars().filter(char::is_ascii_digit).collect();
    if plain.len() != 4 {
        return Some(ms);
    }
    let number: u64 = plain.parse().ok()?;
    let shift = (number / 100 * 60 + number % 100) * 60_000;
    if zone.starts_with('-') { Some(ms + shift) } else { ms.checked_sub(shift) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_the_stamp_is_read() {
        let at = |line: &str| stamped(line, 2000).map(|s| (s.at_ms, s.role, s.text.to_owned()));
        let ms = 1_795_234_418_642;
        let said = |role| Some((ms, role, "hello there".to_owned()));
        assert_eq!(at("7:M 21 Nov 2026 04:13:38.642 * hello there"), said(Some('M')));
        assert_eq!(at("app redis[1]: 7:S 21 Nov 2026 04:13:38.642 # hello there"), said(Some('S')));
        let form = "timestamp=\"2026-11-21T04:13:38.642Z\" level=notice message=\"hello there\"";
        assert_eq!(at(&format!("pid=7 role=primary {form}")), said(Some('M')));
        let form = form.replace('Z', "+00:00");
        assert_eq!(at(&format!("pid=7 role=RDB/AOF {form}")), said(Some('C')));
        let json = r#"{"pid":7,"role":"replica","timestamp":"1795234418642","level":"notice","message":"hello there"}"#;
        assert_eq!(at(json), said(Some('S')));
        let old = at("[77] 21 Nov 04:13:38.642 * hello there").expect("a line of 2.8");
        assert_eq!((old.1, old.2.as_str()), (None, "hello there"));
    }

    #[test]
    fn a_day_keeps_its_date_in_another_year() {
        let leap = date_ms(2000, 3, 5).expect("a day") + 5;
        assert_eq!(in_year(leap, 2000, 2026), date_ms(2026, 3, 5).expect("a day") + 5);
        assert_eq!(in_year(leap, 2000, 2024), date_ms(2024, 3, 5).expect("a day") + 5);
        let early = date_ms(2000, 2, 28).expect("a day");
        assert_eq!(in_year(early, 2000, 2026), date_ms(2026, 2, 28).expect("a day"));
        for year in [1970, 1999, 2000, 2024, 2026] {
            assert_eq!(year_of(date_ms(year, 1, 1).expect("a day")), year);
            assert_eq!(year_of(date_ms(year, 12, 31).expect("a day") + 86_399_999), year);
        }
    }

    #[test]
    fn a_moment_is_read_in_the_forms_a_loop_prints() {
        let ms = 1_795_234_418_000;
        for text in [
            "1795234418",
            "1795234418000",
            "2026-11-21T04:13:38Z",
            "2026-11-21 04:13:38",
            "2026-11-21T06:13:38+02:00",
            "Sat Nov 21 04:13:38 UTC 2026",
            "Sat 21 Nov 04:13:38 UTC 2026".replace("21 Nov", "Nov 21").as_str(),
        ] {
            assert_eq!(moment(text), Some(ms), "{text}");
        }
        for text in [
            "2026-11-21T04:13:38Z # Server",
            "",
            "17952344",
            "role:master",
            "2026-13-41 99:99:99",
            "Nov",
            "é".repeat(20).as_str(),
        ] {
            assert_eq!(moment(text), None, "{text}");
        }
    }
}
