//! Replicas as others see them: their own INFO, a monitoring system, and the probe that ends them.

use core::time::Duration;

use super::facts::push;
use super::{Confidence, Diagnosis, Evidence, Fact, Origin, Reading, Sample};
use crate::message::{Message, Value};
use crate::scenario::{Finding, Severity};
use crate::units::Bytes;

mod ids {
    crate::messages! {
        OWN_BEHIND = "read-fact-own-behind";
        LAG = "read-fact-lag";
        UNNAMED = "read-unnamed";
        TRY_NAME = "read-try-name";
        OF_ALL = "read-of-all";
        START = "read-fact-probe-start";
        TOO_SHORT = "read-probe-too-short";
        NEXT_PROBE = "read-next-probe";
    }
}
pub(super) use ids::ALL as MESSAGES;

pub(super) fn collect(reading: &mut Reading, unnamed: Option<(u32, u32)>, of_all: bool) {
    let mut facts = Vec::new();
    own(reading, &mut facts);
    for (n, (lag, source)) in (1_u64..).zip(&reading.lags) {
        let name = Message::new(ids::LAG).with("n", n);
        let (value, source) = (Value::Time(*lag), Some(*source));
        facts.push(Fact { name, value, source, origin: Origin::Measured });
    }
    probes(reading, &mut facts);
    reading.facts.append(&mut facts);
    let mut say = |severity, id, line, hint: Option<&'static str>| {
        reading.findings.push(Finding {
            line,
            columns: None,
            field: "paste".to_owned(),
            severity,
            message: Message::new(id),
            hint: hint.map(Message::new),
        });
    };
    if let Some((_, line)) = unnamed {
        say(Severity::Warning, ids::UNNAMED, Some(line), Some(ids::TRY_NAME));
    }
    let known = !reading.lags.is_empty()
        || reading.samples.iter().any(|sample| sample.number("connected_slaves").is_some());
    if of_all && !known {
        say(Severity::Note, ids::OF_ALL, None, None);
    }
}

/// How far replicas are behind by their own INFO, where it is of the primary's history.
fn own(reading: &Reading, facts: &mut Vec<Fact>) {
    let Some(primary) = reading.latest().filter(|_| reading.is_primary()) else { return };
    let Some(offset) = primary.number("master_repl_offset") else { return };
    let same = |sample: &&Sample| {
        sample.text("role") == Some("slave")
            && sample.text("master_replid").is_some()
            && sample.text("master_replid") == primary.text("master_replid")
    };
    for (n, replica) in (1_u64..).zip(reading.samples.iter().filter(same)) {
        let Some(applied) = replica.number("slave_repl_offset") else { continue };
        let field = replica.fields.get("slave_repl_offset");
        facts.push(Fact {
            name: Message::new(ids::OWN_BEHIND).with("n", n),
            value: Value::Bytes(Bytes(offset.saturating_sub(applied))),
            source: field.map(|field| (field.paste, field.line)),
            origin: Origin::Inferred,
        });
    }
}

/// A probe that gives up before a replica has loaded what it received.
fn probes(reading: &mut Reading, facts: &mut Vec<Fact>) {
    let Some(probe) = reading.pod.liveness else { return };
    let first = reading.pod.startup.map_or(Duration::ZERO, |probe| probe.from_start());
    let start = first.saturating_add(probe.from_start());
    push(facts, ids::START, Value::Time(start), Some(probe.source), Origin::Inferred);
    let loads = reading.log.loads.iter().filter_map(|load| Some((load.load_time()?, load.source)));
    let Some((load, source)) = loads.max() else { return };
    let patience = probe.patience();
    if load <= patience {
        return;
    }
    let message = Message::new(ids::TOO_SHORT)
        .with("load", load)
        .with("patience", patience)
        .with("start", start);
    let confidence = if load > start { Confidence::Certain } else { Confidence::Likely };
    let quoted = |(paste, line): (u32, u32), text: String| Evidence { paste, line, text };
    let period = probe.period.as_secs();
    let says =
        format!("livenessProbe: periodSeconds {period}, failureThreshold {}", probe.failures);
    let evidence =
        vec![quoted(probe.source, says), quoted(source, format!("load: {} ms", load.as_millis()))];
    let next = Some(Message::new(ids::NEXT_PROBE));
    reading.diagnosis.push(Diagnosis { message, confidence, evidence, next });
}
