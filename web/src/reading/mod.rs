//! What was read of a paste, in words: what the reader's worker hands to the page.
//!
//! Reading may take seconds for a long log, so that it happens in a worker with a module of its
//! own, which is fetched with the first paste. Only strings pass between the two.

#[cfg(target_arch = "wasm32")]
pub(crate) mod files;

use stormglass_core::message::Message;
use stormglass_core::read::{Confidence, Fact, Origin, Paste, RateSource, Reading, read};
use stormglass_core::scenario::{Scenario, Severity};
use stormglass_core::sizing::{Question, Series};

use crate::aside::Row;
use crate::words;

/// What a row says; the page shows each kind in its own way.
pub mod kind {
    /// There, where the paste can become the scenario.
    pub const USABLE: &str = "usable";
    /// The scenario's text.
    pub const SCENARIO: &str = "scenario";
    /// What it is.
    pub const RECOGNISED: &str = "recognised";
    /// The write rate.
    pub const RATE: &str = "rate";
    /// Something wrong with it: severity, words, hint.
    pub const FINDING: &str = "finding";
    /// What it means: confidence, words, what to do next.
    pub const DIAGNOSIS: &str = "diagnosis";
    /// A line that shows it, after its diagnosis: its text, its place.
    pub const EVIDENCE: &str = "evidence";
    /// What was learnt: name, value, place, measured or computed and how sure.
    pub const FACT: &str = "fact";
    /// A synchronization of a log: in a sentence, its phases, its place.
    pub const SYNC: &str = "sync";
    /// An event of a log beside the run: nanoseconds of its clock, words.
    pub const MARK: &str = "mark";
    /// A file that was read: its name.
    pub const FILE: &str = "file";
    /// Where a line of the scenario comes from: its word, the origin.
    pub const ORIGIN: &str = "origin";
}

fn row(kind: &str, first: &str, second: String, third: String) -> Row {
    vec![kind.to_owned(), first.to_owned(), second, third]
}

/// What the paste in the box is called between the page and the reader.
pub const BOX: &str = "paste";
/// More lines of a log than this cannot be told apart in a picture or a list.
const MOST: usize = 400;

/// Reads one paste, in place.
#[must_use]
pub fn rows_of(text: &str) -> Vec<Row> {
    let name = String::from(BOX);
    rows(&read(&[Paste { name, text: text.to_owned() }]))
}

/// Everything the page shows of a reading.
#[must_use]
pub fn rows(reading: &Reading) -> Vec<Row> {
    let mut rows = Vec::new();
    let none = String::new;
    let broken = reading.findings.iter().any(|finding| finding.severity == Severity::Error);
    let by_log = reading.samples.is_empty()
        && !reading.log.syncs.is_empty()
        && reading.scenario().writes.is_some();
    if (reading.is_primary() || by_log) && !broken {
        rows.push(row(kind::USABLE, "", none(), none()));
    }
    let text = scenario(reading).to_text();
    for line in text.lines() {
        let word = line.split(' ').next().unwrap_or_default();
        if let Some(origin) = reading.origin(word) {
            rows.push(row(kind::ORIGIN, word, origin, line.to_owned()));
        }
    }
    rows.push(row(kind::SCENARIO, "", text, none()));
    recognised(reading, &mut rows);
    for finding in &reading.findings {
        let class = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        let said = words::say(&finding.message);
        let said = match finding.line {
            Some(line) => {
                let line = words::say(&Message::new("page-line").with("line", line));
                format!("{line}: {said}")
            }
            None => said,
        };
        let hint = finding.hint.as_ref().map_or_else(none, words::say);
        rows.push(row(kind::FINDING, class, said, hint));
    }
    for found in &reading.diagnosis {
        let class = match found.confidence {
            Confidence::Harmless => "harmless",
            Confidence::Likely => "likely",
            Confidence::Certain => "certain",
        };
        let next = found.next.as_ref().map_or_else(none, words::say);
        let said = words::say(&found.message);
        let sure = found.confidence.around(said.clone()).as_ref().map(words::say);
        rows.push(row(kind::DIAGNOSIS, class, sure.unwrap_or(said), next));
        for line in &found.evidence {
            let at = place(reading, (line.paste, line.line));
            rows.push(row(kind::EVIDENCE, "", line.text.clone(), at));
        }
    }
    for fact in &reading.facts {
        let at = fact.source.map_or_else(none, |source| place(reading, source));
        let name = words::say(&fact.name);
        let mut row = row(kind::FACT, &name, words::value(&fact.value), at);
        row.push(words::text(how(fact)));
        rows.push(row);
    }
    logs(reading, &mut rows);
    for name in reading.names.iter().filter(|name| *name != BOX) {
        rows.push(row(kind::FILE, name, none(), none()));
    }
    rows
}

/// What was learnt as a scenario; a rate measured over time becomes its writes, step by step.
fn scenario(reading: &Reading) -> Scenario {
    let scenario = reading.scenario();
    let steps = reading.series.iter().map(|point| (point.time, point.rate));
    // With fewer there is nothing but an average.
    let series = Series::new(steps).filter(|_| reading.series.len() > 2);
    series.map_or(scenario.clone(), |series| series.laid(&scenario, &Question::default()))
}

/// Printed by the server or computed, and how sure it is.
fn how(fact: &Fact) -> &'static str {
    match (fact.origin, fact.sureness()) {
        (Origin::Measured, _) => "page-fact-measured",
        (Origin::Inferred, Confidence::Certain) => "page-fact-computed",
        (Origin::Inferred, _) => "page-fact-inferred",
    }
}

/// Which line, and of which file where there are several.
fn place(reading: &Reading, (paste, line): (u32, u32)) -> String {
    let name = reading.names.get(paste as usize).map_or("", String::as_str);
    if reading.names.len() < 2 || name == BOX {
        return words::say(&Message::new("page-line").with("line", line));
    }
    words::say(&Message::new("page-place").with("name", name).with("line", line))
}

fn logs(reading: &Reading, rows: &mut Vec<Row>) {
    for sync in reading.log.syncs.iter().take(MOST) {
        let phases: Vec<String> = reading.phases(sync).iter().map(words::say).collect();
        let mut row =
            row(kind::SYNC, &words::say(&sync.message()), phases.join(", "), String::new());
        row[3] = place(reading, sync.source);
        rows.push(row);
    }
    for mark in reading.marks().into_iter().take(MOST) {
        rows.push(row(kind::MARK, &mark.at.as_nanos().to_string(), mark.text, String::new()));
    }
}

fn recognised(reading: &Reading, rows: &mut Vec<Row>) {
    if reading.samples.is_empty() {
        return;
    }
    let server = reading
        .server
        .map_or_else(|| words::text("page-recognised-none"), |server| server.to_string());
    let samples = reading.samples.len() as u64;
    let said = Message::new("page-recognised").with("server", server).with("samples", samples);
    rows.push(row(kind::RECOGNISED, "", words::say(&said), String::new()));
    let Some(measured) = reading.rate else { return };
    let said = match measured.source {
        RateSource::TwoSamples(time) => {
            Message::new("page-rate-two").with("rate", measured.rate).with("time", time)
        }
        RateSource::Instantaneous => Message::new("page-rate-now").with("rate", measured.rate),
        RateSource::SinceStart(_) => Message::new("page-rate-average").with("rate", measured.rate),
    };
    rows.push(row(kind::RATE, "", words::say(&said), String::new()));
}
