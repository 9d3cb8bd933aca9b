//! Rows learnt from a rate over time and from a pod.

use super::facts::push;
use super::{Confidence, Diagnosis, Evidence, Origin, Reading};
use crate::message::{Message, Value};
use crate::units::Bytes;

mod ids {
    crate::messages! {
        PEAK = "read-fact-rate-peak";
        P50 = "read-fact-rate-p50";
        P95 = "read-fact-rate-p95";
        P99 = "read-fact-rate-p99";
        BURSTS = "read-fact-bursts";
        BURST = "read-fact-burst-longest";
        PEAK_COVERAGE = "read-fact-coverage-peak";
        POD_MEMORY = "read-fact-pod-memory";
        PATIENCE = "read-fact-probe-patience";
        PER_DAY = "read-fact-info-full-per-day";
        SHARE = "read-fact-full-share";
        SMALL_POD = "read-pod-small";
        POD_NEXT = "read-next-pod";
    }
}
pub(super) use ids::ALL as MESSAGES;

pub(super) fn collect(reading: &mut Reading) {
    let mut facts = Vec::new();
    if let Some(summary) = reading.rate_summary() {
        let at = Some(summary.peak.source);
        let inferred = Origin::Inferred;
        push(&mut facts, ids::PEAK, Value::Rate(summary.peak.rate), at, inferred);
        push(&mut facts, ids::P50, Value::Rate(summary.p50), None, inferred);
        push(&mut facts, ids::P95, Value::Rate(summary.p95), None, inferred);
        push(&mut facts, ids::P99, Value::Rate(summary.p99), None, inferred);
        push(&mut facts, ids::BURSTS, Value::Count(summary.bursts), None, inferred);
        if summary.bursts > 0 {
            push(&mut facts, ids::BURST, Value::Time(summary.longest_burst), None, inferred);
        }
        if let Some(time) = reading.backlog_size.and_then(|size| summary.peak.rate.time_for(size)) {
            push(&mut facts, ids::PEAK_COVERAGE, Value::Time(time), None, inferred);
        }
    }
    if let Some((bytes, source)) = reading.pod.memory {
        push(&mut facts, ids::POD_MEMORY, Value::Bytes(bytes), Some(source), Origin::Measured);
    }
    if let Some(probe) = reading.pod.liveness {
        let value = Value::Time(probe.patience());
        push(&mut facts, ids::PATIENCE, value, Some(probe.source), Origin::Inferred);
    }
    per_day(reading, &mut facts);
    reading.facts.append(&mut facts);
    memory(reading);
}

fn per_day(reading: &Reading, facts: &mut Vec<super::Fact>) {
    let Some(sample) = reading.latest().filter(|_| reading.is_primary()) else { return };
    let source = sample.fields.get("sync_full").map(|field| (field.paste, field.line));
    let Some(full) = sample.number("sync_full").filter(|full| *full > 0) else { return };
    if let Some(uptime) = sample.number("uptime_in_seconds").filter(|uptime| *uptime >= 86_400) {
        let per_day = u128::from(full) * 86_400 / u128::from(uptime);
        let count = Value::Count(u64::try_from(per_day).unwrap_or(u64::MAX));
        push(facts, ids::PER_DAY, count, source, Origin::Inferred);
    }
    let partial = sample.number("sync_partial_ok").unwrap_or(0);
    let share = u128::from(full) * 1000 / (u128::from(full) + u128::from(partial));
    let share = Value::Permille(u64::try_from(share).unwrap_or(1000));
    push(facts, ids::SHARE, share, source, Origin::Inferred);
}

/// A container that cannot hold its data beside what a save copies.
fn memory(reading: &mut Reading) {
    let Some((limit, (paste, line))) = reading.pod.memory else { return };
    let used = reading.samples.iter().rev().find_map(|sample| sample.number("used_memory_rss"));
    let Some(used) = used.map(Bytes).filter(|used| used.0 > limit.0 / 10 * 8) else { return };
    let message = Message::new(ids::SMALL_POD).with("used", used).with("limit", limit);
    let text = format!("memory: {}", limit.0);
    reading.diagnosis.push(Diagnosis {
        message,
        confidence: Confidence::Certain,
        evidence: vec![Evidence { paste, line, text }],
        next: Some(Message::new(ids::POD_NEXT)),
    });
}
