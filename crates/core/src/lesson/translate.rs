//! One lesson in several languages: `ask[zh-Hans] …` says what the `ask` right before it says.
//!
//! Only texts have translations. Scenarios, claims and right answers are written once, and so
//! cannot differ between languages.

use std::collections::BTreeSet;

use super::parse::{Entry, ids};
use super::read::Reader;
use crate::message::Message;
use crate::scenario::Severity;

/// Keywords whose value is read by people.
const TEXTS: &[&str] =
    &["lesson", "goal", "notes", "step", "text", "ask", "choice", "right", "reveal", "try"];

/// A keyword without the language in brackets behind it, and that language.
pub(super) fn tagged(word: &str) -> (&str, Option<&str>) {
    let parts = word.strip_suffix(']').and_then(|word| word.split_once('['));
    match parts {
        Some((keyword, tag)) if is_tag(tag) => (keyword, Some(tag)),
        _ => (word, None),
    }
}

fn is_tag(tag: &str) -> bool {
    let letter = |c: char| c.is_ascii_alphanumeric() || c == '-';
    (2..=35).contains(&tag.len()) && tag.chars().all(letter)
}

/// An entry that stands for itself, and its translations.
struct Said<'a> {
    entry: Entry<'a>,
    others: Vec<(&'a str, Entry<'a>)>,
}

/// The entries in one language, where they have it, and the further languages of the text. What is
/// wrong with translations does not depend on the language that is wanted.
pub(super) fn in_language<'a>(
    entries: Vec<Entry<'a>>,
    wanted: &str,
    reader: &mut Reader,
) -> (Vec<Entry<'a>>, Vec<String>) {
    let all = gathered(entries, reader);
    let mut languages: Vec<&str> = Vec::new();
    for (tag, _) in all.iter().flat_map(|said| &said.others) {
        if !languages.iter().any(|known| known.eq_ignore_ascii_case(tag)) {
            languages.push(tag);
        }
    }
    let mut spoken = Vec::with_capacity(all.len());
    for said in all {
        compare(&said, &languages, reader);
        let Said { mut entry, others } = said;
        let other = others.into_iter().find(|(tag, _)| tag.eq_ignore_ascii_case(wanted));
        // What is missing is missing in every language.
        if let Some((_, other)) = other.filter(|_| !entry.text().is_empty()) {
            (entry.first, entry.rest) = (other.first, other.rest);
        }
        spoken.push(entry);
    }
    (spoken, languages.into_iter().map(str::to_owned).collect())
}

/// Puts translations to what they translate.
fn gathered<'a>(entries: Vec<Entry<'a>>, reader: &mut Reader) -> Vec<Said<'a>> {
    let mut all: Vec<Said<'a>> = Vec::new();
    for entry in entries {
        let Some(tag) = entry.tag else {
            all.push(Said { entry, others: Vec::new() });
            continue;
        };
        let word = format!("{}[{tag}]", entry.keyword);
        let line = Some(entry.line);
        let mut find = |severity, message: Message| {
            reader.find(line, &entry.keyword, severity, message.with("text", word.as_str()));
        };
        if !TEXTS.contains(&entry.keyword.as_str()) {
            find(Severity::Error, Message::new(ids::NO_TEXT));
            continue;
        }
        let Some(said) = all.last_mut().filter(|said| said.entry.keyword == entry.keyword) else {
            find(Severity::Error, Message::new(ids::OF_NOTHING).with("word", &*entry.keyword));
            continue;
        };
        if entry.text().is_empty() {
            let usage = format!("{word} …");
            find(Severity::Error, Message::new(ids::MISSING).with("usage", usage));
            continue;
        }
        let same = |other: &(&str, Entry<'_>)| other.0.eq_ignore_ascii_case(tag);
        if let Some(at) = said.others.iter().position(same) {
            let (_, earlier) = said.others.remove(at);
            find(Severity::Warning, Message::new(ids::TWICE).with("line", earlier.line));
        }
        said.others.push((tag, entry));
    }
    all
}

/// Warns of what a language of the lesson lacks, and of numbers that differ.
fn compare(said: &Said<'_>, languages: &[&str], reader: &mut Reader) {
    let Said { entry, others } = said;
    if !TEXTS.contains(&entry.keyword.as_str()) {
        return;
    }
    for language in languages {
        let other = others.iter().find(|(tag, _)| tag.eq_ignore_ascii_case(language));
        let (line, message) = match other {
            None => {
                let message = Message::new(ids::UNTRANSLATED).with("language", *language);
                (entry.line, message.with("text", entry.keyword.as_str()))
            }
            Some((_, other)) => {
                let (here, there) = (numbers(&entry.text()), numbers(&other.text()));
                let differ: Vec<&str> =
                    here.symmetric_difference(&there).map(String::as_str).collect();
                if differ.is_empty() {
                    continue;
                }
                let message = Message::new(ids::OTHER_NUMBERS).with("list", differ.join(", "));
                (other.line, message)
            }
        };
        reader.find(Some(line), &entry.keyword, Severity::Warning, message);
    }
}

/// The numbers that stand in a text in digits.
fn numbers(text: &str) -> BTreeSet<String> {
    let inside = |c: char| c.is_ascii_digit() || c == '.' || c == ',';
    let runs = text.split(|c: char| !inside(c));
    let bare = runs.map(|run| run.trim_matches(['.', ',']).to_owned());
    bare.filter(|number| !number.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_stands_in_brackets_behind_a_keyword() {
        assert_eq!(tagged("ask[zh-Hans]"), ("ask", Some("zh-Hans")));
        for plain in ["ask", "ask[]", "ask[zh", "ask[z h]", "ask[_]"] {
            assert_eq!(tagged(plain), (plain, None));
        }
    }

    #[test]
    fn numbers_are_told_from_the_marks_around_them() {
        let found = numbers("r1 is 2.5 s behind, 197,060 bytes of 64mb. In 5,242,880, or 5 MB.");
        let wanted = ["1", "197,060", "2.5", "5", "5,242,880", "64"];
        assert_eq!(found.iter().map(String::as_str).collect::<Vec<_>>(), wanted);
    }
}
