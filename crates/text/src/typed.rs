//! What people type, in the spelling of the scenario language.
//!
//! A field accepts what the page prints (`1.25 MiB`, `2 min 4 s`, `1 小时 5 分`) and what an input
//! method for Chinese makes of digits and letters (`６４ＭＢ`).

/// Words for units and their spelling; longer ones first, so that none is cut in two.
const UNITS: &[(&str, &str)] = &[
    ("小时", "h"),
    ("分钟", "m"),
    ("毫秒", "ms"),
    ("微秒", "us"),
    ("天", "d"),
    ("分", "m"),
    ("秒", "s"),
    ("min", "m"),
    ("µs", "us"),
    ("kib", "kb"),
    ("mib", "mb"),
    ("gib", "gb"),
];

/// The same quantity as the scenario language spells it; `None` where nothing had to be changed.
///
/// ```
/// use stormglass_text::typed::plain;
///
/// assert_eq!(plain("1 小时 5 分").as_deref(), Some("1h5m"));
/// assert_eq!(plain("1.25 MiB/s").as_deref(), Some("1310720b/s"));
/// assert_eq!(plain("64mb"), None);
/// ```
#[must_use]
pub fn plain(text: &str) -> Option<String> {
    let mut out: String = text.chars().filter_map(narrow).collect();
    out.make_ascii_lowercase();
    if let Some(whole) = whole_bytes(&out) {
        out = whole;
    }
    for (word, unit) in UNITS {
        if out.contains(word) {
            out = out.replace(word, unit);
        }
    }
    (out != text).then_some(out)
}

/// Full-width characters as ASCII; spaces and marks between groups of digits go.
fn narrow(c: char) -> Option<char> {
    let c = match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0)?,
        '。' => '.',
        'μ' => 'µ',
        _ => c,
    };
    (!c.is_whitespace() && !matches!(c, ',' | '，' | '、')).then_some(c)
}

/// `1.25mib` in bytes. The page prints such fractions; in the spelling of servers (`1.25mb`) they are
/// refused, as servers do.
fn whole_bytes(text: &str) -> Option<String> {
    let (number, unit) = text.split_at(text.find(|c: char| c.is_ascii_alphabetic())?);
    let (size, rest) = unit.split_at(unit.find('/').unwrap_or(unit.len()));
    let shift = match size {
        "kib" => 10,
        "mib" => 20,
        "gib" => 30,
        _ => return None,
    };
    let (whole, fraction) = number.split_once('.')?;
    let digits = u32::try_from(fraction.len()).ok().filter(|digits| *digits <= 9)?;
    let scale = 10_u64.pow(digits);
    let value =
        whole.parse::<u64>().ok()?.checked_mul(scale)?.checked_add(fraction.parse().ok()?)?;
    let bytes = value.checked_mul(1 << shift)?.div_ceil(scale);
    Some(format!("{bytes}b{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::Locale;
    use core::time::Duration;
    use stormglass_core::units::{Bytes, Rate, parse_duration};

    #[test]
    fn a_table_of_what_is_typed() {
        let check = |text: &str, expect: Option<&str>| {
            assert_eq!(plain(text).as_deref(), expect, "{text}");
        };
        check("64mb", None);
        check("1m30s", None);
        check("64 MiB", Some("64mb"));
        check("６４ＭＢ", Some("64mb"));
        check("1.5GiB", Some("1610612736b"));
        check("10 MiB/s", Some("10mb/s"));
        check("2 min 4 s", Some("2m4s"));
        check("2 小时", Some("2h"));
        check("30 分钟", Some("30m"));
        check("250 毫秒", Some("250ms"));
        check("12,345", Some("12345"));
        check("1.5gb", None);
        check("1.x mb", Some("1.xmb"));
        check("", None);
    }

    #[test]
    fn what_is_printed_can_be_typed() {
        for language in ["en", "zh-Hans"] {
            let locale = Locale::of(language);
            for seconds in [1, 64, 120, 124, 3600, 3900, 90_000] {
                let time = Duration::from_secs(seconds);
                let printed = locale.time(time);
                let read = plain(&printed).unwrap_or_else(|| printed.clone());
                assert_eq!(parse_duration(&read), Ok(time), "{printed} is read as {read}");
            }
            for bytes in [1 << 10, 5 << 18, 64 << 20, 3 << 29] {
                let printed = locale.bytes(Bytes(bytes));
                assert_eq!(plain(&printed).expect("spaces").parse(), Ok(Bytes(bytes)));
                let printed = locale.rate(Rate(bytes));
                assert_eq!(plain(&printed).expect("spaces").parse(), Ok(Rate(bytes)));
            }
        }
    }
}
