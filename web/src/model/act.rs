//! Acting at the cursor: what is done becomes an `at` line of the scenario's text.

use stormglass_core::message::Message;
use stormglass_core::scenario::{Scenario, Severity, Writes};
use stormglass_core::units::{Rate, format_duration, parse_duration};

use core::time::Duration;

use super::{Source, State};

/// To whom the verbs apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whom {
    /// Every replica.
    All,
    /// The primary.
    Primary,
    /// One replica, by index.
    Replica(usize),
}

/// Something that can be done at the cursor.
pub struct Verb {
    /// Catalogue id of its name.
    pub id: &'static str,
    /// Its key.
    pub key: char,
    /// Words of the line before and after whom it happens to.
    words: (&'static str, &'static str),
    /// Whether it happens to replicas or to the primary.
    pub to_replicas: bool,
    /// Whether its line names whom.
    named: bool,
}

const fn verb(
    id: &'static str,
    key: char,
    before: &'static str,
    after: &'static str,
    (to_replicas, named): (bool, bool),
) -> Verb {
    Verb { id, key, words: (before, after), to_replicas, named }
}

/// All of them, in the order of the page; none of their keys is one of a presenter's remote.
pub const VERBS: [Verb; 8] = [
    verb("page-cut", 'c', "disconnect ", " for 20s", (true, true)),
    verb("page-stall", 's', "stall ", " for 20s", (true, true)),
    verb("page-kill", 'k', "kill ", "", (true, true)),
    verb("page-halt", 'p', "pause ", " for 20s", (true, true)),
    verb("page-restart", 'r', "restart ", " for 15s", (true, true)),
    verb("page-burst", 'w', "writes ", " for 10s", (false, true)),
    verb("page-block", 'f', "block primary for 3s", "", (false, false)),
    verb("page-bgsave", 'g', "bgsave", "", (false, false)),
];

impl State {
    /// The line of a verb, without its time.
    #[must_use]
    pub fn verb_line(&self, verb: &Verb) -> String {
        let (before, after) = verb.words;
        let mut line = String::from(before);
        if verb.named && verb.to_replicas {
            line.push_str(match self.target {
                Whom::Replica(index) => {
                    self.scenario.replicas.get(index).map_or("all", |r| r.name.as_str())
                }
                _ => "all",
            });
        } else if verb.named {
            let rate = self.scenario.resolved().writes.0.saturating_mul(4).max(1 << 20);
            line.push_str(&Writes::Stream(Rate(rate.min(1 << 39))).to_string());
        }
        line.push_str(after);
        line
    }

    /// Writes `at <cursor> <what>` into the scenario; what is wrong with it is kept.
    pub(super) fn at_cursor(&mut self, what: &str) {
        let millis = Duration::from_millis(self.cursor.as_nanos() / 1_000_000);
        let broken = self.script_findings.iter().any(|f| f.severity == Severity::Error);
        let text = if broken { self.scenario.to_text() } else { self.script.clone() };
        let mut lines: Vec<&str> = text.lines().collect();
        let line = ["at ", &format_duration(millis), " ", what.trim()].concat();
        // Before the first that happens later, so that the text keeps the order of time.
        let place = lines.iter().position(|line| time_of(line).is_some_and(|at| at > millis));
        let after = || lines.iter().rposition(|line| time_of(line).is_some()).map(|at| at + 1);
        let place = place.or_else(after).unwrap_or(lines.len());
        lines.insert(place, &line);
        // What is done shall not change how long the run is.
        let end;
        if self.scenario.run.is_none() {
            end = ["run ", &format_duration(self.run.end.since_start())].concat();
            lines.push(&end);
        }
        let mut text = lines.join("\n");
        text.push('\n');
        let checked = Scenario::check(&text);
        match checked.scenario {
            Some(scenario) => {
                self.illustrates = false;
                self.take_on(scenario, Source::Typed);
                self.script = text;
                self.script_findings = checked.findings;
                self.trouble = None;
            }
            None => {
                let wrong = checked.findings.into_iter().find(|f| f.severity == Severity::Error);
                self.trouble = wrong.map(|finding| finding.message);
            }
        }
    }

    /// Sets what the answer recommends for a directive, or for all of them.
    pub(super) fn adopt(&mut self, directive: &str) {
        let wanted = self.wanted();
        let mut scenario = self.scenario.clone();
        let all = directive == "all";
        if all || directive == "repl-backlog-size" {
            scenario.conf.repl_backlog_size =
                wanted.repl_backlog_size.or(scenario.conf.repl_backlog_size);
        }
        if all || directive == "client-output-buffer-limit" {
            scenario.conf.output_buffer = wanted.output_buffer.or(scenario.conf.output_buffer);
        }
        let cursor = self.cursor;
        let source = self.typed();
        self.take_on(scenario, source);
        self.cursor = cursor.min(self.run.end);
    }
}

/// The time of an `at` line.
fn time_of(line: &str) -> Option<Duration> {
    let mut words = line.split_whitespace();
    words.next().filter(|word| *word == "at")?;
    parse_duration(words.next()?).ok()
}

/// The verb of a key.
#[must_use]
pub fn verb_of_key(key: &str) -> Option<usize> {
    let mut letters = key.chars();
    let letter = letters.next().filter(|_| letters.as_str().is_empty())?;
    VERBS.iter().position(|verb| verb.key == letter)
}

/// A message about what was typed at the cursor, where it could not be used.
pub(super) type Trouble = Option<Message>;
