//! Everything learnt, as rows: what, how much, from which line.

use std::collections::BTreeMap;

use super::{RateSource, Reading, Sample};
use crate::message::{Message, Value};
use crate::server::Server;
use crate::units::{Bytes, ReplOffset};
use core::time::Duration;

mod ids {
    crate::messages! {
        SERVER = "read-fact-server";
        ROLE = "read-fact-role";
        UPTIME = "read-fact-uptime";
        RATE = "read-fact-rate";
        RATE_NOW = "read-fact-rate-now";
        RATE_AVERAGE = "read-fact-rate-average";
        BACKLOG = "read-fact-backlog";
        HELD = "read-fact-held";
        COVERAGE = "read-fact-coverage";
        OFFSET = "read-fact-offset";
        REPLICAS = "read-fact-replicas";
        BEHIND = "read-fact-behind";
        MEMORY = "read-fact-memory";
        RSS = "read-fact-rss";
        MAXMEMORY = "read-fact-maxmemory";
        HOST_MEMORY = "read-fact-host-memory";
        FORK = "read-fact-fork";
        FORK_PER_GIB = "read-fact-fork-per-gib";
        SAVE = "read-fact-save";
        SAVE_SPEED = "read-fact-save-speed";
        COW = "read-fact-cow";
        FULL = "read-fact-full";
        PARTIAL = "read-fact-partial";
        REFUSED = "read-fact-refused";
        KILLS = "read-fact-kills";
        LIMITS = "read-fact-limits";
    }
}
pub(super) use ids::ALL as MESSAGES;

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Printed by the server.
    Measured,
    /// Computed from what was printed.
    Inferred,
}

/// One thing learnt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Names it in the catalogue, with its arguments (a replica's number).
    pub name: Message,
    /// How much.
    pub value: Value,
    /// Which paste, from 0, and which line of it, from 1.
    pub source: Option<(u32, u32)>,
    /// Printed, or computed.
    pub origin: Origin,
}

impl Fact {
    /// How sure it is: what the server printed is certain, and so is what two numbers of it
    /// subtract to; what assumes that nothing else happened meanwhile is likely.
    #[must_use]
    pub fn sureness(&self) -> super::Confidence {
        match self.origin {
            Origin::Measured => super::Confidence::Certain,
            Origin::Inferred if [ids::RATE, ids::BEHIND].contains(&self.name.id) => {
                super::Confidence::Certain
            }
            Origin::Inferred => super::Confidence::Likely,
        }
    }
}

/// Smaller processes fork too quickly to say anything about larger ones.
pub(super) const TELLING_RSS: u64 = 1 << 30;

/// How long the fork took per 2^30 bytes of resident memory, where that says something.
pub(super) fn fork_per_gib(sample: &Sample) -> Option<Duration> {
    let rss = sample.number("used_memory_rss").filter(|rss| *rss >= TELLING_RSS)?;
    let usec = sample.number("latest_fork_usec").filter(|usec| *usec > 0)?;
    let nanos = u128::from(usec) * 1000 * u128::from(TELLING_RSS) / u128::from(rss);
    let cost = Duration::from_nanos(u64::try_from(nanos).ok()?);
    // Page tables are copied in milliseconds; a minute is a digit too many.
    (cost < Duration::from_secs(60)).then_some(cost)
}

/// Dataset bytes a second of the last save, where it took long enough to be measured.
pub(super) fn save_speed(sample: &Sample) -> Option<crate::units::Rate> {
    let secs = sample.number("rdb_last_bgsave_time_sec").filter(|secs| *secs >= 2)?;
    let used = sample.number("used_memory").filter(|used| *used >= 64 << 20)?;
    let speed = crate::units::Rate::from_bytes_in(Bytes(used), Duration::from_secs(secs))?;
    (speed.0 > 0).then_some(speed)
}

pub(super) fn collect(reading: &mut Reading, conf_lines: &BTreeMap<&'static str, (u32, u32)>) {
    let mut facts = Vec::new();
    if let Some(sample) = reading.latest() {
        server(&mut facts, sample, reading.server);
        stream(&mut facts, sample, reading);
        replicas(&mut facts, sample);
        memory(&mut facts, sample);
        counters(&mut facts, sample);
    }
    let conf = |name: &'static str| conf_lines.get(name).copied();
    if let (Some(size), Some(source)) = (reading.conf.repl_backlog_size, conf("repl-backlog-size"))
    {
        push(&mut facts, ids::BACKLOG, Value::Bytes(size), Some(source), Origin::Measured);
    }
    if let (Some(limits), Some(source)) =
        (reading.conf.output_buffer, conf("client-output-buffer-limit"))
    {
        let text = format!("{} {} {}", limits.hard, limits.soft, limits.soft_for);
        push(&mut facts, ids::LIMITS, Value::Text(text), Some(source), Origin::Measured);
    }
    reading.facts = facts;
}

pub(super) fn push(
    facts: &mut Vec<Fact>,
    id: &'static str,
    value: Value,
    source: Option<(u32, u32)>,
    origin: Origin,
) {
    facts.push(Fact { name: Message::new(id), value, source, origin });
}

fn at(sample: &Sample, field: &str) -> Option<(u32, u32)> {
    sample.fields.get(field).map(|field| (field.paste, field.line))
}

fn measured(
    facts: &mut Vec<Fact>,
    sample: &Sample,
    field: &str,
    id: &'static str,
    value: impl Fn(u64) -> Value,
) {
    if let Some(number) = sample.number(field) {
        push(facts, id, value(number), at(sample, field), Origin::Measured);
    }
}

fn server(facts: &mut Vec<Fact>, sample: &Sample, server: Option<Server>) {
    let field = ["valkey_version", "redis_version"].into_iter().find(|f| sample.text(f).is_some());
    if let (Some(server), Some(field)) = (server, field) {
        let value = Value::Text(server.to_string());
        push(facts, ids::SERVER, value, at(sample, field), Origin::Measured);
    }
    if let Some(role) = sample.text("role") {
        let role = if role == "master" { "primary" } else { "replica" };
        push(facts, ids::ROLE, Value::Text(role.into()), at(sample, "role"), Origin::Measured);
    }
    measured(facts, sample, "uptime_in_seconds", ids::UPTIME, |secs| {
        Value::Time(Duration::from_secs(secs))
    });
}

fn stream(facts: &mut Vec<Fact>, sample: &Sample, reading: &Reading) {
    // ROLE on a replica names its own offset and no other.
    let offset = ["master_repl_offset", "slave_repl_offset"];
    if let Some(field) = offset.into_iter().find(|field| sample.number(field).is_some()) {
        measured(facts, sample, field, ids::OFFSET, |n| Value::Offset(ReplOffset(n)));
    }
    if let Some(measured) = reading.rate {
        let (id, field) = match measured.source {
            RateSource::TwoSamples(_) => (ids::RATE, "master_repl_offset"),
            RateSource::Instantaneous => (ids::RATE_NOW, "instantaneous_output_repl_kbps"),
            RateSource::SinceStart(_) => (ids::RATE_AVERAGE, "master_repl_offset"),
        };
        push(facts, id, Value::Rate(measured.rate), at(sample, field), Origin::Inferred);
    }
    measured(facts, sample, "repl_backlog_size", ids::BACKLOG, |n| Value::Bytes(Bytes(n)));
    if sample.text("repl_backlog_active") == Some("1") {
        measured(facts, sample, "repl_backlog_histlen", ids::HELD, |n| Value::Bytes(Bytes(n)));
    }
    if let Some(coverage) = reading.coverage {
        push(facts, ids::COVERAGE, Value::Time(coverage), None, Origin::Inferred);
    }
}

fn replicas(facts: &mut Vec<Fact>, sample: &Sample) {
    measured(facts, sample, "connected_slaves", ids::REPLICAS, Value::Count);
    let Some(offset) = sample.number("master_repl_offset") else { return };
    for (n, (field, line)) in (1_u64..).zip(sample.replicas()) {
        if let Some(acked) = line.offset.filter(|_| line.state == "online") {
            facts.push(Fact {
                // Numbered as listed: an address is nobody else's business.
                name: Message::new(ids::BEHIND).with("n", n),
                value: Value::Bytes(Bytes(offset.saturating_sub(acked))),
                source: Some((field.paste, field.line)),
                origin: Origin::Inferred,
            });
        }
    }
}

fn memory(facts: &mut Vec<Fact>, sample: &Sample) {
    let bytes = |n: u64| Value::Bytes(Bytes(n));
    measured(facts, sample, "used_memory", ids::MEMORY, bytes);
    measured(facts, sample, "used_memory_rss", ids::RSS, bytes);
    if sample.number("maxmemory").is_some_and(|n| n > 0) {
        measured(facts, sample, "maxmemory", ids::MAXMEMORY, bytes);
    }
    measured(facts, sample, "total_system_memory", ids::HOST_MEMORY, bytes);
    measured(facts, sample, "latest_fork_usec", ids::FORK, |usec| {
        Value::Time(Duration::from_micros(usec))
    });
    if let Some(cost) = fork_per_gib(sample) {
        let source = at(sample, "latest_fork_usec");
        push(facts, ids::FORK_PER_GIB, Value::Time(cost), source, Origin::Inferred);
    }
    measured(facts, sample, "rdb_last_bgsave_time_sec", ids::SAVE, |secs| {
        Value::Time(Duration::from_secs(secs))
    });
    if let Some(speed) = save_speed(sample) {
        let source = at(sample, "rdb_last_bgsave_time_sec");
        push(facts, ids::SAVE_SPEED, Value::Rate(speed), source, Origin::Inferred);
    }
    measured(facts, sample, "rdb_last_cow_size", ids::COW, bytes);
}

fn counters(facts: &mut Vec<Fact>, sample: &Sample) {
    measured(facts, sample, "sync_full", ids::FULL, Value::Count);
    measured(facts, sample, "sync_partial_ok", ids::PARTIAL, Value::Count);
    measured(facts, sample, "sync_partial_err", ids::REFUSED, Value::Count);
    let kills = "client_output_buffer_limit_disconnections";
    measured(facts, sample, kills, ids::KILLS, Value::Count);
}
