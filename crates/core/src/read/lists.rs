//! CLIENT LIST beside the rest, and what contradicts what.

use std::collections::BTreeMap;

use super::facts::push;
use super::{Confidence, Diagnosis, Evidence, Origin, Reading};
use crate::message::{Message, Value};
use crate::scenario::{Finding, Severity};
use crate::units::Bytes;

mod ids {
    crate::messages! {
        WAITING = "read-fact-waiting";
        NOT_PERSISTED = "read-not-persisted";
        TRY_REWRITE = "read-try-rewrite";
        NEAR_LIMIT = "read-near-limit";
        TRY_LIMIT = "read-next-near-limit";
        VERSIONS = "read-versions-differ";
    }
}
pub(super) use ids::ALL as MESSAGES;

pub(super) fn learn(reading: &mut Reading, conf_lines: &BTreeMap<&'static str, (u32, u32)>) {
    for (n, client) in (1_u64..).zip(&reading.clients) {
        let mut row = Vec::new();
        push(
            &mut row,
            ids::WAITING,
            Value::Bytes(client.omem),
            Some(client.source),
            Origin::Measured,
        );
        for mut fact in row {
            fact.name = fact.name.with("n", n);
            reading.facts.push(fact);
        }
    }
    contradictions(reading, conf_lines);
}

fn contradictions(reading: &mut Reading, conf_lines: &BTreeMap<&'static str, (u32, u32)>) {
    let mut warn = |message: Message, line: Option<u32>, hint: Option<&'static str>| {
        reading.findings.push(Finding {
            line,
            columns: None,
            field: "paste".to_owned(),
            severity: Severity::Warning,
            message,
            hint: hint.map(Message::new),
        });
    };
    let running = reading
        .samples
        .iter()
        .rev()
        .find_map(|sample| sample.number("repl_backlog_size"))
        .map(Bytes);
    if let (Some(running), Some(written)) = (running, reading.conf.repl_backlog_size)
        && running != written
    {
        let message =
            Message::new(ids::NOT_PERSISTED).with("running", running).with("conf", written);
        let line = conf_lines.get("repl-backlog-size").map(|(_, line)| *line);
        warn(message, line, Some(ids::TRY_REWRITE));
    }
    let maxmemory = reading.samples.iter().rev().find_map(|sample| sample.number("maxmemory"));
    if let (Some(running), Some(written)) = (maxmemory.map(Bytes), reading.conf.maxmemory)
        && running != written
    {
        let message =
            Message::new(ids::NOT_PERSISTED).with("running", running).with("conf", written);
        let line = conf_lines.get("maxmemory").map(|(_, line)| *line);
        warn(message, line, Some(ids::TRY_REWRITE));
    }
    if let (Some(info), Some(log)) =
        (reading.samples.iter().rev().find_map(super::version), reading.log.server())
        && info != log
    {
        let message =
            Message::new(ids::VERSIONS).with("info", info.to_string()).with("log", log.to_string());
        warn(message, None, None);
    }
}

/// A replica whose buffer is already more than half of a limit.
pub(super) fn near_limit(reading: &mut Reading) {
    let Some(limits) = reading.conf.output_buffer else { return };
    let limit = [limits.hard, limits.soft].into_iter().filter(|l| !l.is_zero()).min();
    let Some(limit) = limit else { return };
    for (n, client) in (1_u64..).zip(&reading.clients) {
        if client.omem.0 > limit.0 / 2 {
            let message = Message::new(ids::NEAR_LIMIT)
                .with("n", n)
                .with("size", client.omem)
                .with("limit", limit);
            let text = format!("omem={} age={}", client.omem.0, client.age.as_secs());
            let (paste, line) = client.source;
            reading.diagnosis.push(Diagnosis {
                message,
                confidence: Confidence::Certain,
                evidence: vec![Evidence { paste, line, text }],
                next: Some(Message::new(ids::TRY_LIMIT)),
            });
        }
    }
}
