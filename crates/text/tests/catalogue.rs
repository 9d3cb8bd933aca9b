//! The catalogue held against what the core has to say.

use std::collections::BTreeSet;

use stormglass_core::message::{Message, Value};
use stormglass_core::{lesson, read, run, scenario, sizing, units, write};
use stormglass_text::Catalogue;

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
    let by_name = ["page-", "cli-", "phase-", "rule-", "workshop-"];
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
    for language in Catalogue::languages() {
        let words = Catalogue::new(language);
        let missing: Vec<&str> = english.ids().filter(|id| !words.has(id)).collect();
        let strange: Vec<&str> = words.ids().filter(|id| !english.has(id)).collect();
        assert!(missing.is_empty() && strange.is_empty(), "{language}: {missing:?} {strange:?}");
    }
    let same = |language: &str| Catalogue::new(language).text("phase-fork");
    assert_eq!(same("en-GB"), english.text("phase-fork"));
    assert_eq!(same("tlh"), english.text("phase-fork"));
}
