//! What was read of a paste, in words: what the reader's worker hands to the page.
//!
//! Reading may take seconds for a long log, so that it happens in a worker with a module of its
//! own, which is fetched with the first paste. Only strings pass between the two.

#[cfg(target_arch = "wasm32")]
pub(crate) mod files;

use stormglass_core::message::Message;
use stormglass_core::read::{Confidence, Paste, RateSource, Reading, read};
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
    /// A line that shows it, after its diagnosis.
    pub const EVIDENCE: &str = "evidence";
    /// What was learnt: name, value, line.
    pub const FACT: &str = "fact";
    /// Where a line of the scenario comes from: its word, the origin.
    pub const ORIGIN: &str = "origin";
}

fn row(kind: &str, first: &str, second: String, third: String) -> Row {
    vec![kind.to_owned(), first.to_owned(), second, third]
}

/// Reads one paste, in place.
#[must_use]
pub fn rows_of(text: &str) -> Vec<Row> {
    let name = String::from("paste");
    rows(&read(&[Paste { name, text: text.to_owned() }]))
}

/// Everything the page shows of a reading.
#[must_use]
pub fn rows(reading: &Reading) -> Vec<Row> {
    let mut rows = Vec::new();
    let none = String::new;
    let broken = reading.findings.iter().any(|finding| finding.severity == Severity::Error);
    if reading.is_primary() && !broken {
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
        rows.push(row(kind::DIAGNOSIS, class, words::say(&found.message), next));
        for line in &found.evidence {
            rows.push(row(kind::EVIDENCE, "", line.text.clone(), none()));
        }
    }
    for fact in &reading.facts {
        let line =
            fact.source.map(|(_, line)| words::say(&Message::new("page-line").with("line", line)));
        let name = words::say(&fact.name);
        rows.push(row(kind::FACT, &name, words::value(&fact.value), line.unwrap_or_default()));
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
