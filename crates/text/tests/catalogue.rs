//! The catalogue held against what the core has to say.

use std::collections::BTreeSet;

use stormglass_core::message::{Message, Value};
use stormglass_core::{lesson, read, run, scenario, sizing, units, write};
use stormglass_text::{Catalogue, LANGUAGES, negotiate};

fn ids() -> BTreeSet<&'static str> {
    let lists: Vec<&[&'static str]> =
        [units::MESSAGES, scenario::link::MESSAGES, run::story::MESSAGES, lesson::MESSAGES]
            .into_iter()
            .chain(scenario::MESSAGES.iter().copied())
            .chain(write::MESSAGES.iter().copied())
            .chain(sizing::MESSAGES.iter().copied())
            .chain(read::MESSAGES.iter().copied())
            .collect();
    lists.into_iter().flatten().copied().collect()
}

#[test]
fn everything_the_core_says_has_words() {
    let words = Catalogue::english();
    let missing: Vec<&str> = ids().into_iter().filter(|id| !words.has(id)).collect();
    assert!(missing.is_empty(), "no words for {missing:?}");
}

#[test]
fn nothing_is_in_the_catalogue_that_nobody_says() {
    let known = ids();
    // Labels that the page and the command line ask for by name.
    let by_name = [
        "page-",
        "cli-",
        "phase-",
        "rule-",
        "formula-name-",
        "map-",
        "phases-",
        "proof-",
        "service-",
        "workshop-",
    ];
    let words = Catalogue::english();
    let unused: Vec<&str> = words
        .ids()
        .filter(|id| !known.contains(id) && !by_name.iter().any(|prefix| id.starts_with(prefix)))
        .collect();
    assert!(unused.is_empty(), "nobody says {unused:?}");
}

#[test]
fn a_sentence_with_a_missing_value_shows_it() {
    let words = Catalogue::english();
    assert!(words.say(&Message::new("unit-bad-size")).contains("{$text}"));
    let whole = Message::new("run-all-partial").with("partial", Value::Count(1));
    assert_eq!(words.say(&whole), "One reconnection, and it was partial.");
    let many = Message::new("run-all-partial").with("partial", Value::Count(3));
    assert_eq!(words.say(&many), "3 reconnections, all of them partial.");
}

#[test]
fn every_language_says_the_same_things() {
    let english = Catalogue::english();
    assert!(english.ids().count() > 300);
    let tags: Vec<&str> = Catalogue::languages().collect();
    assert_eq!(tags, LANGUAGES.map(|(tag, _)| tag), "each file is on offer, and each offer a file");
    for language in tags {
        let words = Catalogue::new(language);
        let missing: Vec<&str> = english.ids().filter(|id| !words.has(id)).collect();
        let strange: Vec<&str> = words.ids().filter(|id| !english.has(id)).collect();
        assert!(missing.is_empty() && strange.is_empty(), "{language}: {missing:?} {strange:?}");
        // A choice between one and many shows its number in a language that does not choose.
        let differ: Vec<&str> =
            english.ids().filter(|id| words.values(id) != english.values(id)).collect();
        assert!(differ.is_empty(), "{language} has other values in {differ:?}");
    }
}

#[test]
fn a_wanted_language_is_found() {
    let check = |wanted: &[&str], tag: &str| {
        assert_eq!(negotiate(wanted.iter().copied()), tag, "{wanted:?}");
    };
    check(&["en-GB"], "en");
    check(&["tlh", "zh-CN", "en"], "zh-Hans");
    check(&["zh_CN.UTF-8"], "zh-Hans");
    check(&["ZH-HANS"], "zh-Hans");
    check(&["tlh"], "en");
    check(&[], "en");
}

#[test]
fn a_language_writes_numbers_its_own_way() {
    let words = Catalogue::new("zh-CN");
    let run = Message::new("run-some-full")
        .with("full", Value::Count(1))
        .with("partial", Value::Count(12_345))
        .with("refused", Value::Count(2));
    assert_eq!(words.say(&run), "全量重同步 1 次，部分重同步 12,345 次；2 次恢复请求被拒绝。");
}

/// Chinese sentences end with Chinese marks, and Latin and Chinese letters are kept apart.
#[test]
fn chinese_is_set_as_chinese() {
    let chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let words = Catalogue::new("zh-Hans");
    for id in words.ids() {
        let text = words.text(id);
        let letters: Vec<char> = text.chars().collect();
        for pair in letters.windows(2) {
            let apart = !(chinese(pair[0]) && pair[1].is_ascii_alphanumeric()
                || pair[0].is_ascii_alphanumeric() && chinese(pair[1]));
            assert!(apart, "{id}: a space between {pair:?} in {text}");
            let mark = chinese(pair[0]) && matches!(pair[1], ',' | ';' | '?' | '(' | ')');
            assert!(!mark, "{id}: a full-width mark in place of {pair:?} in {text}");
        }
    }
}
