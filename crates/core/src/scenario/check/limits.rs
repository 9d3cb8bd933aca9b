//! Limits, speeds and memory against each other.

use super::ids;
use crate::message::Message;
use crate::scenario::finding::Severity;
use crate::scenario::model::What;
use crate::scenario::parse::Reader;
use crate::server::BacklogKind;
use crate::units::{Bytes, Rate};

/// `CONFIG SET` raises a smaller backlog to this (redis 7.0
/// `replication.c:resizeReplicationBacklog`).
const SMALLEST_SET: Bytes = Bytes::kib(16);

pub(super) fn limits(reader: &mut Reader) {
    let resolved = reader.scenario.resolved();
    let settings = resolved.settings;
    let size = settings.repl_backlog_size;
    let limits = settings.output_buffer;
    let given = |name: &str| reader.lines.get(name).is_some();
    let touches = given("client-output-buffer-limit") || given("repl-backlog-size");
    let ring = resolved.profile.backlog == BacklogKind::Ring;
    let mut notes = Vec::new();
    if size < SMALLEST_SET {
        let message = Message::new(ids::SMALL_BACKLOG).with("size", size);
        notes.push(("repl-backlog-size", Severity::Note, message));
    }
    let hard_below = !limits.hard.is_zero() && limits.hard < size;
    if touches && hard_below {
        let (id, severity) = if ring {
            (ids::HARD_BELOW_BACKLOG_RING, Severity::Warning)
        } else {
            (ids::HARD_BELOW_BACKLOG, Severity::Note)
        };
        let message = Message::new(id)
            .with("hard", limits.hard)
            .with("size", size)
            .with("server", resolved.profile.server.to_string());
        notes.push(("client-output-buffer-limit", severity, message));
    }
    if !limits.hard.is_zero() && limits.soft > limits.hard && given("client-output-buffer-limit") {
        let message =
            Message::new(ids::SOFT_ABOVE_HARD).with("soft", limits.soft).with("hard", limits.hard);
        notes.push(("client-output-buffer-limit", Severity::Note, message));
    }
    if touches && !limits.soft.is_zero() && limits.soft < size && !resolved.profile.soft_floor {
        let message =
            Message::new(ids::SOFT_BELOW_BACKLOG).with("soft", limits.soft).with("size", size);
        notes.push(("client-output-buffer-limit", Severity::Note, message));
    }
    if settings.repl_ping_period > settings.repl_timeout {
        let message = Message::new(ids::PING_ABOVE_TIMEOUT)
            .with("ping", settings.repl_ping_period)
            .with("timeout", settings.repl_timeout);
        notes.push(("repl-ping-replica-period", Severity::Warning, message));
    }
    for (field, severity, message) in notes {
        reader.about(field, severity, message);
    }
    let set_small: Vec<(u32, Bytes)> = (reader.scenario.incidents.iter())
        .zip(&reader.at_lines)
        .filter_map(|(incident, line)| match &incident.what {
            What::ConfigSet(conf) => Some((*line, conf.repl_backlog_size?)),
            _ => None,
        })
        .filter(|(_, size)| *size < SMALLEST_SET)
        .collect();
    for (line, size) in set_small {
        let message = Message::new(ids::SMALL_BACKLOG_SET).with("size", size);
        reader.find(line, None, "at", Severity::Note, message);
    }
}

pub(super) fn paths(reader: &mut Reader) {
    let resolved = reader.scenario.resolved();
    if resolved.replicas.is_empty() {
        reader.whole(Severity::Note, Message::new(ids::NO_REPLICA));
    }
    let mut findings = Vec::new();
    for (replica, line) in resolved.replicas.iter().zip(&reader.replica_lines) {
        let takes = replica.apply.map_or(replica.link.0, |apply| apply.min(replica.link.0));
        if takes.0 == 0 || replica.load.0 == 0 {
            findings.push((*line, Severity::Error, Message::new(ids::ZERO_SPEED)));
        } else if takes < resolved.writes {
            let message = Message::new(ids::FASTER_THAN_PATH)
                .with("name", replica.name.as_str())
                .with("takes", takes)
                .with("writes", resolved.writes);
            findings.push((*line, Severity::Note, message));
        }
    }
    for (line, severity, message) in findings {
        reader.find(line, None, "replica", severity, message);
    }
    let count = resolved.replicas.len() as u64;
    let together = Rate(resolved.writes.0.saturating_mul(count));
    if let Some(nic) = resolved.nic.filter(|nic| nic.0 > Rate::ZERO && nic.0 < together) {
        let message = Message::new(ids::FASTER_THAN_NIC)
            .with("count", count)
            .with("together", together)
            .with("nic", nic.0);
        reader.about("nic", Severity::Note, message);
    }
    let zero = |rate: Option<Rate>| rate == Some(Rate::ZERO);
    for (field, is_zero) in [
        ("snapshot", zero(reader.scenario.snapshot)),
        ("disk", zero(reader.scenario.disk)),
        ("nic", zero(reader.scenario.nic.map(|nic| nic.0))),
    ] {
        if is_zero {
            reader.about(field, Severity::Error, Message::new(ids::ZERO_SPEED));
        }
    }
}

pub(super) fn memory(reader: &mut Reader) {
    let resolved = reader.scenario.resolved();
    let dataset = resolved.dataset;
    if let Some(memory) = resolved.memory.filter(|memory| *memory < dataset) {
        let message =
            Message::new(ids::MEMORY_BELOW_DATASET).with("memory", memory).with("dataset", dataset);
        reader.about("memory", Severity::Warning, message);
    }
    let maxmemory = resolved.settings.maxmemory;
    if !maxmemory.is_zero() && maxmemory < dataset {
        let message = Message::new(ids::MAXMEMORY_BELOW_DATASET)
            .with("maxmemory", maxmemory)
            .with("dataset", dataset);
        reader.about("maxmemory", Severity::Warning, message);
    }
}
