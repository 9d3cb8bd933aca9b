//! A lesson's text taken apart into entries, and everything that is wrong with it at once.

use super::model::Lesson;
use super::read::Reader;
use super::translate::{in_language, tagged};
use crate::message::Message;
use crate::scenario::{Finding, Severity};

pub(super) mod ids {
    crate::messages! {
        UNKNOWN = "lesson-unknown-word";
        NEAR = "lesson-did-you-mean";
        WORDS = "lesson-words";
        STRAY = "lesson-stray-text";
        NOT_TEXT = "lesson-not-text";
        TOO_LONG = "lesson-too-long";
        AND_MORE = "lesson-and-more";
        TWICE = "lesson-given-twice";
        MISSING = "lesson-missing-value";
        NOT_IN_STEP = "lesson-not-in-step";
        ONLY_IN_STEP = "lesson-only-in-step";
        NO_TITLE = "lesson-no-title";
        NO_STEPS = "lesson-no-steps";
        NO_SCENARIO = "lesson-no-scenario";
        SCENARIO_TWICE = "lesson-scenario-twice";
        UNKNOWN_SCENARIO = "lesson-unknown-scenario";
        KNOWN_SCENARIOS = "lesson-known-scenarios";
        BAD_MINUTES = "lesson-bad-minutes";
        BAD_CURSOR = "lesson-bad-cursor";
        CURSOR_AFTER_END = "lesson-cursor-after-end";
        BAD_HIGHLIGHT = "lesson-bad-highlight";
        BAD_CONTROL = "lesson-bad-control";
        NO_ANSWER = "lesson-no-answer";
        NO_QUESTION = "lesson-no-question";
        TWO_ANSWERS = "lesson-two-answers";
        NONE_RIGHT = "lesson-none-right";
        ONE_CHOICE = "lesson-one-choice";
        NO_REVEAL = "lesson-no-reveal";
        BAD_NUMBER = "lesson-bad-number";
        BAD_CLAIM = "lesson-bad-claim";
        SHORT_CLAIM = "lesson-short-claim";
        UNKNOWN_REPLICA = "lesson-unknown-replica";
        NOT_CHECKED = "lesson-not-checked";
        CLAIM_FAILS = "lesson-claim-fails";
        CLAIM_NOTHING = "lesson-claim-nothing";
        NO_TEXT = "lesson-no-text";
        OF_NOTHING = "lesson-translates-nothing";
        UNTRANSLATED = "lesson-untranslated";
        OTHER_NUMBERS = "lesson-other-numbers";
    }
}

/// Every message id of reading, checking and proving, for the catalogue's test.
pub const MESSAGES: &[&str] = ids::ALL;

/// A lesson is a few pages of text; a larger one is a mistake.
const LONGEST: usize = 1 << 20;

/// Nobody reads more findings than this.
const MOST_FINDINGS: usize = 500;

/// Where things stand in the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lines {
    /// The line of each step, from 1.
    pub steps: Vec<u32>,
    /// The lines of each step's claims.
    pub claims: Vec<Vec<u32>>,
}

/// A text and all that was found in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The lesson, where no finding is an error.
    pub lesson: Option<Lesson>,
    /// All findings, by line.
    pub findings: Vec<Finding>,
    /// Where things stand.
    pub lines: Lines,
    /// The further languages its texts are given in, as written.
    pub languages: Vec<String>,
}

/// A keyword, what follows it, and what is indented under it.
pub(super) struct Entry<'a> {
    pub(super) line: u32,
    pub(super) keyword: String,
    /// The language it is in, where it translates the entry before it.
    pub(super) tag: Option<&'a str>,
    /// The rest of its line.
    pub(super) first: &'a str,
    /// Indented lines with their numbers, without the indent.
    pub(super) rest: Vec<(u32, &'a str)>,
}

impl Entry<'_> {
    /// All of it as text: lines without blanks at their ends, no empty ones at either end.
    pub(super) fn text(&self) -> String {
        let mut lines = vec![self.first];
        lines.extend(self.rest.iter().map(|(_, line)| *line));
        lines.join("\n").trim().to_owned()
    }

    /// All of it on one line.
    pub(super) fn one_line(&self) -> String {
        self.text().split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// The entries of a text, and the numbers of indented lines that belong to none.
fn entries(text: &str) -> (Vec<Entry<'_>>, Vec<u32>) {
    let mut entries: Vec<Entry<'_>> = Vec::new();
    let mut stray = Vec::new();
    for (number, line) in (1_u32..).zip(text.lines()) {
        let line = line.trim_end();
        if line.starts_with('#') {
            continue;
        }
        let indented = line.strip_prefix("  ").or_else(|| line.strip_prefix(['\t', ' ']));
        if let Some(line) = if line.is_empty() { Some(line) } else { indented } {
            match entries.last_mut() {
                Some(entry) => entry.rest.push((number, line)),
                None if line.is_empty() => {}
                None => stray.push(number),
            }
            continue;
        }
        let (word, first) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let (keyword, tag) = tagged(word);
        entries.push(Entry {
            line: number,
            keyword: keyword.to_ascii_lowercase(),
            tag,
            first: first.trim(),
            rest: Vec::new(),
        });
    }
    (entries, stray)
}

impl Lesson {
    /// Reads a lesson and says all that was found; its claims are not run, see
    /// [`prove`](Self::prove). Its texts are those it is written in first, see
    /// [`check_in`](Self::check_in).
    ///
    /// ```
    /// use stormglass_core::lesson::Lesson;
    ///
    /// let text = "lesson Partial or full\nscenario one\n  replica r1\n\nstep Look\ntext It runs.\n";
    /// let checked = Lesson::check(text);
    /// let lesson = checked.lesson.expect("nothing is wrong with it");
    /// assert_eq!(lesson.steps[0].text, "It runs.");
    /// assert_eq!(Lesson::check(&lesson.to_text()).lesson, Some(lesson));
    ///
    /// let wrong = Lesson::check("lesson X\nstepp Look\n");
    /// assert_eq!(wrong.findings[0].line, Some(2));
    /// ```
    #[must_use]
    pub fn check(text: &str) -> Checked {
        Self::check_in(text, "")
    }

    /// The same, with texts in a language wherever they are given in it.
    ///
    /// ```
    /// use stormglass_core::lesson::Lesson;
    ///
    /// let text = "lesson Hello\nlesson[de] Hallo\nscenario one\n  replica r1\nstep Look\nstep[de] Sieh\n";
    /// assert_eq!(Lesson::check(text).languages, ["de"]);
    /// assert_eq!(Lesson::check_in(text, "de").lesson.expect("it is right").title, "Hallo");
    /// assert_eq!(Lesson::check_in(text, "fr").lesson.expect("it is right").title, "Hello");
    /// ```
    #[must_use]
    pub fn check_in(text: &str, language: &str) -> Checked {
        let mut languages = Vec::new();
        let mut reader = Reader::default();
        // Some editors begin a file with a mark of its encoding.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        if text.len() > LONGEST {
            reader.find(None, "", Severity::Error, Message::new(ids::TOO_LONG));
        } else if text.contains('\0') {
            reader.find(None, "", Severity::Error, Message::new(ids::NOT_TEXT));
        } else {
            let (entries, stray) = entries(text);
            for line in stray {
                reader.find(Some(line), "", Severity::Error, Message::new(ids::STRAY));
            }
            let (entries, others) = in_language(entries, language, &mut reader);
            for entry in &entries {
                reader.entry(entry);
            }
            reader.finish();
            languages = others;
        }
        let failed = reader.findings.iter().any(|finding| finding.severity == Severity::Error);
        let more = reader.findings.len().saturating_sub(MOST_FINDINGS) as u64;
        if more > 0 {
            reader.findings.sort_by_key(|finding| core::cmp::Reverse(finding.severity));
            let severity = reader.findings[MOST_FINDINGS].severity;
            reader.findings.truncate(MOST_FINDINGS);
            let message = Message::new(ids::AND_MORE).with("count", more);
            reader.find(None, "", severity, message);
        }
        reader.findings.sort_by_key(|finding| finding.line.unwrap_or(u32::MAX));
        Checked {
            lesson: (!failed).then_some(reader.lesson),
            findings: reader.findings,
            lines: reader.lines,
            languages,
        }
    }
}
