//! What is found in a text.

use super::Scenario;
use crate::message::Message;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Probably not what was meant.
    Warning,
    /// Cannot be used.
    Error,
}

/// One thing found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Line, from 1; `None` where it concerns the whole.
    pub line: Option<u32>,
    /// Characters of that line, from 0, end exclusive; `None` is the whole line.
    pub columns: Option<(u32, u32)>,
    /// The directive it belongs to, for showing it next to an input.
    pub field: String,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong.
    pub message: Message,
    /// What to try.
    pub hint: Option<Message>,
}

impl Finding {
    /// About a field as a whole, without a hint yet.
    pub(crate) fn new(
        line: Option<u32>,
        field: &str,
        severity: Severity,
        message: Message,
    ) -> Self {
        Self { line, columns: None, field: field.to_owned(), severity, message, hint: None }
    }
}

/// Findings that make a text unusable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Findings(pub Vec<Finding>);

impl core::fmt::Display for Findings {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        for finding in &self.0 {
            match finding.line {
                Some(line) => writeln!(f, "line {line}: {}", finding.message)?,
                None => writeln!(f, "{}", finding.message)?,
            }
        }
        Ok(())
    }
}

impl core::error::Error for Findings {}

/// Where words stand: few enough to be looked for one by one, and a map would be a copy of its own
/// in the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lines(Vec<(String, u32)>);

impl Lines {
    /// The line of a word.
    #[must_use]
    pub fn get(&self, word: &str) -> Option<u32> {
        self.0.iter().find(|(known, _)| known == word).map(|(_, line)| *line)
    }

    /// Sets the line of a word; the earlier one, if there was one.
    pub(super) fn insert(&mut self, word: &str, line: u32) -> Option<u32> {
        match self.0.iter_mut().find(|(known, _)| known == word) {
            Some((_, place)) => Some(core::mem::replace(place, line)),
            None => {
                self.0.push((word.to_owned(), line));
                None
            }
        }
    }
}

/// A text and all that was found in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The scenario, where no finding is an error.
    pub scenario: Option<Scenario>,
    /// All findings, by line.
    pub findings: Vec<Finding>,
    /// The line on which each directive stands, from 1, by its newer name; the last one counts.
    /// `at` and `replica` lines are not among them.
    pub lines: Lines,
}
