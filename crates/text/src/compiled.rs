//! Sentences as `build.rs` compiles them: found by id, and filled with values.

use std::collections::BTreeSet;

/// What each language has, by its tag: the parts that a page fetches, and the command line's.
#[cfg(feature = "embedded")]
pub(crate) static LANGUAGES: &[(&str, [&str; 3])] =
    include!(concat!(env!("OUT_DIR"), "/languages.rs"));

/// A value as a sentence uses it.
pub(crate) struct Shown {
    /// As it is written.
    pub(crate) text: String,
    /// A count, where the sentence may choose between one and many.
    pub(crate) count: Option<u64>,
}

/// Sentences of one language, in parts that are each sorted by id.
#[derive(Default)]
pub(crate) struct Sentences {
    parts: Vec<Vec<(&'static str, &'static str)>>,
}

impl Sentences {
    /// Adds a part; ids that are there already keep their sentence.
    pub(crate) fn add(&mut self, compiled: &'static str) {
        self.parts.push(compiled.lines().filter_map(|line| line.split_once('\u{1}')).collect());
    }

    pub(crate) fn find(&self, id: &str) -> Option<&'static str> {
        self.parts.iter().find_map(|entries| {
            let at = entries.binary_search_by_key(&id, |(id, _)| id).ok()?;
            Some(entries[at].1)
        })
    }

    pub(crate) fn entries(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.parts.iter().flatten().copied()
    }
}

/// Writes a pattern with its values; one that is missing is shown by name.
pub(crate) fn fill(
    pattern: &str,
    plural: Plural,
    value: &dyn Fn(&str) -> Option<Shown>,
    out: &mut String,
) {
    let mut rest = pattern;
    while let Some(at) = rest.find(['\u{2}', '\u{4}']) {
        out.push_str(&rest[..at]);
        let (end, is_value) = match rest.as_bytes()[at] {
            2 => ('\u{3}', true),
            _ => ('\u{7}', false),
        };
        let Some((inside, after)) = rest[at + 1..].split_once(end) else { return };
        rest = after;
        if is_value {
            match value(inside) {
                Some(shown) => out.push_str(&shown.text),
                None => out.extend(["{$", inside, "}"]),
            }
        } else {
            let mut parts = inside.split('\u{5}');
            let shown = parts.next().and_then(value);
            fill(chosen(parts, plural, shown.as_ref()), plural, value, out);
        }
    }
    out.push_str(rest);
}

/// The names of the values in a pattern and in its choices.
pub(crate) fn values(pattern: &'static str) -> BTreeSet<&'static str> {
    let starts = pattern.match_indices(['\u{2}', '\u{4}']);
    starts
        .filter_map(|(at, _)| pattern[at + 1..].split(['\u{3}', '\u{5}', '\u{7}']).next())
        .collect()
}

/// The variant for a value: its exact text, then its plural category, then the default.
fn chosen<'a>(
    variants: impl Iterator<Item = &'a str>,
    plural: Plural,
    shown: Option<&Shown>,
) -> &'a str {
    let mut best = (0, "");
    for (key, pattern) in variants.filter_map(|variant| variant.split_once('\u{6}')) {
        let (default, key) = match key.strip_prefix('*') {
            Some(key) => (true, key),
            None => (false, key),
        };
        let category = shown.and_then(|shown| shown.count).map(plural);
        let rank = if shown.is_some_and(|shown| shown.text == key) {
            3
        } else if category == Some(key) {
            2
        } else {
            u8::from(default)
        };
        if rank > best.0 {
            best = (rank, pattern);
        }
    }
    best.1
}

/// The plural category of a count, as Unicode CLDR names it.
pub(crate) type Plural = fn(u64) -> &'static str;

/// The rule of a language; that of English and its relatives where none is known.
pub(crate) fn plural(language: &str) -> Plural {
    match language.split('-').next() {
        Some("zh" | "ja" | "ko" | "vi" | "th" | "id") => |_| "other",
        _ => |count| if count == 1 { "one" } else { "other" },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_and_choices_are_filled_in() {
        let choice =
            "\u{4}n\u{5}0\u{6}none\u{5}one\u{6}one thing\u{5}*other\u{6}\u{2}n\u{3} things\u{7}.";
        let check = |pattern: &str, n: Option<u64>, expect: &str| {
            let value = |name: &str| {
                let count = n.filter(|_| name == "n")?;
                Some(Shown { text: count.to_string(), count: Some(count) })
            };
            let mut out = String::new();
            fill(pattern, plural("en"), &value, &mut out);
            assert_eq!(out, expect);
        };
        check("plain", None, "plain");
        check("\u{2}n\u{3} of \u{2}m\u{3}", Some(5), "5 of {$m}");
        check(choice, Some(0), "none.");
        check(choice, Some(1), "one thing.");
        check(choice, Some(2), "2 things.");
        check(choice, None, "{$n} things.");
        check("cut \u{2}short", Some(1), "cut ");
    }
}
