//! Reading the text of a scenario, with everything that is wrong with it at once.

use super::directive::{self, DIRECTIVES};
use super::finding::{Checked, Finding, Findings, Lines, Severity};
use super::model::Scenario;
use super::words::{Word, nearest, words};
use super::{check, model_words, without_effect};
use crate::message::Message;

mod ids {
    crate::messages! {
        UNKNOWN = "finding-unknown-word";
        DID_YOU_MEAN = "finding-did-you-mean";
        SEE_REFERENCE = "finding-see-reference";
        NO_EFFECT = "finding-no-effect";
        GIVEN_TWICE = "finding-given-twice";
        NOT_TEXT = "finding-not-text";
        TOO_LONG = "finding-too-long";
        OPEN_QUOTE = "finding-open-quote";
        AND_MORE = "finding-and-more";
    }
}

/// Every message id of reading and checking, for the catalogue's test.
pub const MESSAGES: &[&[&str]] =
    &[ids::ALL, directive::MESSAGES, model_words::MESSAGES, check::MESSAGES];

/// A scenario is a small text; a larger one is a mistake.
const LONGEST: usize = 1 << 20;

/// Nobody reads more findings than this; a text with more is not a scenario.
pub(super) const MOST_FINDINGS: usize = 500;

impl Scenario {
    /// Reads a scenario.
    ///
    /// # Errors
    /// All findings, where at least one of them makes the text unusable.
    ///
    /// ```
    /// use stormglass_core::scenario::Scenario;
    ///
    /// let text = "repl-backlog-sise 64mb\nwrites 10mb\nreplica r1\n";
    /// let findings = Scenario::parse(text).unwrap_err();
    /// assert_eq!(findings.0.len(), 2);
    /// assert_eq!(findings.0[0].line, Some(1));
    /// assert!(findings.to_string().contains("repl-backlog-sise"));
    /// ```
    pub fn parse(text: &str) -> Result<Self, Findings> {
        let checked = Self::check(text);
        checked.scenario.ok_or(Findings(checked.findings))
    }

    /// Reads a scenario and says all that was found, notes and warnings too.
    ///
    /// ```
    /// use stormglass_core::scenario::{Scenario, Severity};
    ///
    /// let checked = Scenario::check("port 6379\nreplica r1\n");
    /// assert!(checked.scenario.is_some());
    /// assert_eq!(checked.findings[0].severity, Severity::Note);
    /// ```
    #[must_use]
    pub fn check(text: &str) -> Checked {
        let mut reader = Reader::default();
        // Some editors begin a file with a mark of its encoding.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        if text.len() > LONGEST {
            reader.whole(Severity::Error, Message::new(ids::TOO_LONG));
        } else if text.contains('\0') {
            reader.whole(Severity::Error, Message::new(ids::NOT_TEXT));
        } else {
            for (number, line) in (1..).zip(text.lines()) {
                reader.line(number, &words(line));
            }
            reader.finish();
        }
        let failed = reader.findings.iter().any(|finding| finding.severity == Severity::Error);
        reader.leave_out();
        crate::order::sort_by_key(&mut reader.findings, |finding| {
            (finding.line.unwrap_or(u32::MAX), finding.columns)
        });
        Checked {
            scenario: (!failed).then_some(reader.scenario),
            findings: reader.findings,
            lines: reader.lines,
        }
    }
}

/// What has been read so far.
#[derive(Default)]
pub(super) struct Reader {
    pub(super) scenario: Scenario,
    pub(super) findings: Vec<Finding>,
    /// The line a directive stands on, by its newer name.
    pub(super) lines: Lines,
    /// The lines of `at`, in the order of the scenario's incidents.
    pub(super) at_lines: Vec<u32>,
    /// The lines of replicas, in the order of the scenario's.
    pub(super) replica_lines: Vec<u32>,
    /// `value-size` and `keys`, which are one thing together.
    pub(super) value_size: Option<crate::units::Bytes>,
    pub(super) keys: Option<u64>,
}

impl Reader {
    pub(super) fn whole(&mut self, severity: Severity, message: Message) {
        self.findings.push(Finding::new(None, "", severity, message));
    }

    pub(super) fn find(
        &mut self,
        line: u32,
        word: Option<&Word>,
        field: &str,
        severity: Severity,
        message: Message,
    ) -> &mut Finding {
        let columns = word.map(|word| word.columns);
        self.findings
            .push(Finding { columns, ..Finding::new(Some(line), field, severity, message) });
        self.findings.last_mut().expect("it was just pushed")
    }

    /// A finding about a directive, on the line where it was given, if it was.
    pub(super) fn about(&mut self, field: &str, severity: Severity, message: Message) {
        let line = self.lines.get(field);
        self.findings.push(Finding::new(line, field, severity, message));
    }

    /// Keeps what matters most where there is too much, and says how much was left out.
    fn leave_out(&mut self) {
        if self.findings.len() <= MOST_FINDINGS {
            return;
        }
        crate::order::sort_by_key(&mut self.findings, |finding| {
            core::cmp::Reverse(finding.severity)
        });
        let more = (self.findings.len() - MOST_FINDINGS) as u64;
        let severity = self.findings[MOST_FINDINGS].severity;
        self.findings.truncate(MOST_FINDINGS);
        self.whole(severity, Message::new(ids::AND_MORE).with("count", more));
    }

    fn line(&mut self, number: u32, words: &[Word]) {
        let Some((first, rest)) = words.split_first() else { return };
        if let Some(open) = words.iter().find(|word| !word.closed) {
            let message = Message::new(ids::OPEN_QUOTE).with("text", shortened(&open.text));
            self.find(number, Some(open), &first.text, Severity::Error, message);
            return;
        }
        let name = first.text.to_ascii_lowercase();
        if let Some(directive) = directive::find(&name) {
            self.server_directive(number, directive, rest);
        } else if model_words::KNOWN.contains(&name.as_str()) {
            let several = matches!(name.as_str(), "at" | "replica" | "replicas");
            if !several {
                self.note_twice(number, Some(first), &name);
            }
            self.model_word(number, &name, rest);
        } else if without_effect::contains(&name) {
            let message = Message::new(ids::NO_EFFECT).with("text", name.as_str());
            self.find(number, Some(first), &name, Severity::Note, message);
        } else {
            self.unknown(number, first);
        }
    }

    fn server_directive(&mut self, number: u32, directive: &directive::Directive, rest: &[Word]) {
        // Several `save` lines add up, as they do in redis.conf; limits are given once a class.
        let other_class = directive.name == "client-output-buffer-limit"
            && !rest.iter().any(|word| directive::is_replica_class(&word.text));
        if directive.name == "save" {
            self.lines.insert(directive.name, number);
        } else if !other_class {
            self.note_twice(number, None, directive.name);
        }
        let values: Vec<&str> = rest.iter().map(|word| word.text.as_str()).collect();
        if let Err(message) = directive.read(&values, &mut self.scenario.conf) {
            // Points at the value the message names, where it names one.
            let named = message.args.iter().find(|(name, _)| *name == "text");
            let word = named.and_then(|(_, value)| match value {
                crate::message::Value::Text(text) => rest.iter().find(|word| word.text == *text),
                _ => None,
            });
            let word = word.or(rest.first());
            self.find(number, word, directive.name, Severity::Error, message);
        }
    }

    fn note_twice(&mut self, number: u32, word: Option<&Word>, name: &str) {
        if let Some(earlier) = self.lines.insert(name, number) {
            let message = Message::new(ids::GIVEN_TWICE).with("text", name).with("line", earlier);
            self.find(number, word, name, Severity::Warning, message);
        }
    }

    pub(super) fn unknown(&mut self, number: u32, word: &Word) {
        let candidates = DIRECTIVES
            .iter()
            .flat_map(|directive| [directive.name, directive.alias])
            .filter(|name| !name.is_empty())
            .chain(model_words::KNOWN.iter().copied())
            .chain(without_effect::names());
        // The search is dear, and what is beyond the limit is not shown.
        let near = if self.findings.len() < MOST_FINDINGS {
            nearest(&word.text, candidates)
        } else {
            None
        };
        let message = Message::new(ids::UNKNOWN).with("text", shortened(&word.text));
        let hint = match near {
            Some(near) => Message::new(ids::DID_YOU_MEAN).with("near", near),
            None => Message::new(ids::SEE_REFERENCE),
        };
        self.find(number, Some(word), &word.text, Severity::Error, message).hint = Some(hint);
    }

    fn finish(&mut self) {
        self.join_value_size_and_keys();
        // Incidents by time; those of one instant stay as written.
        let mut order: Vec<usize> = (0..self.scenario.incidents.len()).collect();
        crate::order::sort_by_key(&mut order, |index| self.scenario.incidents[*index].at);
        self.scenario.incidents =
            order.iter().map(|index| self.scenario.incidents[*index].clone()).collect();
        self.at_lines = order.iter().map(|index| self.at_lines[*index]).collect();
        check::check(self);
    }
}

/// Enough of what was typed to recognise it.
fn shortened(text: &str) -> String {
    text.chars().take(60).collect()
}
