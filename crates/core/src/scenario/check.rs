//! What makes no sense, what will not matter, what is not modelled yet.

use core::time::Duration;

use super::finding::Severity;
use super::model::{Scenario, Target, What};
use super::parse::Reader;
use super::words::nearest;
use crate::message::Message;
use crate::server::{BacklogKind, ChannelSync};
use crate::units::Bytes;

mod ids {
    crate::messages! {
        NOT_MODELLED = "finding-not-modelled";
        NOT_IN_VERSION = "finding-not-in-version";
        UNKNOWN_REPLICA = "finding-unknown-replica";
        NEAR_REPLICA = "finding-near-replica";
        OF_ITSELF = "finding-of-itself";
        AFTER_END = "finding-after-end";
        RUN_TOO_LONG = "finding-run-too-long";
        NO_REPLICA = "finding-no-replica";
        SMALL_BACKLOG = "finding-small-backlog";
        HARD_BELOW_BACKLOG = "finding-hard-below-backlog";
        HARD_BELOW_BACKLOG_RING = "finding-hard-below-backlog-ring";
        SOFT_ABOVE_HARD = "finding-soft-above-hard";
        SOFT_BELOW_BACKLOG = "finding-soft-below-backlog";
        PING_ABOVE_TIMEOUT = "finding-ping-above-timeout";
        FASTER_THAN_PATH = "finding-faster-than-path";
        MEMORY_BELOW_DATASET = "finding-memory-below-dataset";
        MAXMEMORY_BELOW_DATASET = "finding-maxmemory-below-dataset";
        ZERO_SPEED = "finding-zero-speed";
        NOT_A_REPLICA = "finding-not-a-replica";
    }
}
pub(super) use ids::ALL as MESSAGES;

/// No scenario runs longer than a day.
const LONGEST: Duration = Duration::from_secs(24 * 3600);

pub(super) fn check(reader: &mut Reader) {
    versions(reader);
    names(reader);
    times(reader);
    limits(reader);
    paths(reader);
    memory(reader);
    not_modelled(reader);
}

/// Directives that the chosen version does not have.
fn versions(reader: &mut Reader) {
    let server = reader.scenario.server.unwrap_or_default();
    let profile = server.profile();
    let conf = &reader.scenario.conf;
    let absent = [
        (
            conf.diskless_max_replicas.is_some() && !profile.diskless_max_replicas,
            "repl-diskless-sync-max-replicas",
            "redis 7.0",
        ),
        (
            conf.rdb_channel.is_some() && profile.channel != ChannelSync::RdbChannel,
            "repl-rdb-channel",
            "redis 8.0",
        ),
        (
            conf.full_sync_buffer_limit.is_some() && profile.channel != ChannelSync::RdbChannel,
            "replica-full-sync-buffer-limit",
            "redis 8.0",
        ),
        (
            conf.dual_channel.is_some() && profile.channel != ChannelSync::DualChannel,
            "dual-channel-replication-enabled",
            "valkey 8.0",
        ),
    ];
    for (absent, name, since) in absent {
        if absent {
            let message = Message::new(ids::NOT_IN_VERSION)
                .with("text", name)
                .with("since", since)
                .with("server", server.to_string());
            reader.about(name, Severity::Warning, message);
        }
    }
}

fn names(reader: &mut Reader) {
    let known: Vec<String> =
        reader.scenario.replicas.iter().map(|replica| replica.name.clone()).collect();
    let mut unknown: Vec<(u32, String)> = Vec::new();
    for (replica, line) in reader.scenario.replicas.iter().zip(&reader.replica_lines) {
        if let Some(of) = &replica.of
            && !known.contains(of)
            && !of.eq_ignore_ascii_case("primary")
        {
            unknown.push((*line, of.clone()));
        }
    }
    for (incident, line) in reader.scenario.incidents.iter().zip(&reader.at_lines) {
        let named = match &incident.what {
            What::Disconnect { who, .. }
            | What::Stall { who, .. }
            | What::Kill { who }
            | What::Pause { who, .. }
            | What::Restart { who, .. } => match who {
                Target::Replica(name) => vec![name.clone()],
                _ => Vec::new(),
            },
            What::ReplicaOf { who, of } => {
                let mut named = vec![who.clone()];
                if let Some(Target::Replica(name)) = of {
                    named.push(name.clone());
                }
                named
            }
            _ => Vec::new(),
        };
        unknown.extend(
            named.into_iter().filter(|name| !known.contains(name)).map(|name| (*line, name)),
        );
        // A path to itself cannot be cut, nor its own connection killed.
        if let What::Disconnect { who: Target::Primary, .. }
        | What::Stall { who: Target::Primary, .. }
        | What::Kill { who: Target::Primary } = &incident.what
        {
            unknown.push((*line, "primary".to_owned()));
        }
    }
    for (line, name) in unknown {
        let id = if name == "primary" { ids::NOT_A_REPLICA } else { ids::UNKNOWN_REPLICA };
        let near = nearest(&name, known.iter().map(String::as_str)).map(str::to_owned);
        let message = Message::new(id).with("text", name);
        reader.find(line, None, "at", Severity::Error, message).hint =
            near.map(|near| Message::new(ids::NEAR_REPLICA).with("near", near));
    }
    cycles(reader);
}

/// A chain must end at the primary.
fn cycles(reader: &mut Reader) {
    let replicas = &reader.scenario.replicas;
    let parent = |index: usize| {
        let of = replicas[index].of.as_ref()?;
        replicas.iter().position(|replica| &replica.name == of)
    };
    let mut circular = Vec::new();
    for start in 0..replicas.len() {
        let mut at = start;
        for _ in 0..replicas.len() {
            match parent(at) {
                Some(next) => at = next,
                None => break,
            }
            if at == start {
                circular.push((reader.replica_lines[start], replicas[start].name.clone()));
                break;
            }
        }
    }
    for (line, name) in circular {
        let message = Message::new(ids::OF_ITSELF).with("text", name);
        reader.find(line, None, "replica", Severity::Error, message);
    }
}

fn times(reader: &mut Reader) {
    if let Some(run) = reader.scenario.run {
        if run > LONGEST {
            let message = Message::new(ids::RUN_TOO_LONG).with("time", run);
            reader.about("run", Severity::Error, message);
        }
        let late: Vec<u32> = reader
            .scenario
            .incidents
            .iter()
            .zip(&reader.at_lines)
            .filter(|(incident, _)| incident.at.since_start() > run)
            .map(|(_, line)| *line)
            .collect();
        for line in late {
            let message = Message::new(ids::AFTER_END).with("run", run);
            reader.find(line, None, "at", Severity::Note, message);
        }
    }
    let day = |incident: &super::Incident| incident.at.since_start() > LONGEST;
    if reader.scenario.run.is_none()
        && let Some(at) = reader.scenario.incidents.iter().position(day)
    {
        let line = reader.at_lines[at];
        let message = Message::new(ids::RUN_TOO_LONG).with("time", LONGEST);
        reader.find(line, None, "at", Severity::Error, message);
    }
}

fn limits(reader: &mut Reader) {
    let resolved = reader.scenario.resolved();
    let settings = resolved.settings;
    let size = settings.repl_backlog_size;
    let limits = settings.output_buffer;
    let given = |name: &str| reader.lines.contains_key(name);
    let touches = given("client-output-buffer-limit") || given("repl-backlog-size");
    let ring = resolved.profile.backlog == BacklogKind::Ring;
    let mut notes = Vec::new();
    if size < Bytes::kib(16) {
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
}

fn paths(reader: &mut Reader) {
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
    let zero = |rate: Option<crate::units::Rate>| rate == Some(crate::units::Rate::ZERO);
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

fn memory(reader: &mut Reader) {
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

/// Whether a scenario uses a word.
type Given = fn(&Scenario) -> bool;

/// Words that are read, checked and printed back, but that the engine does not act on yet.
const NOT_MODELLED: &[(&str, Given)] = &[
    ("sentinel", |s| s.sentinel.is_some()),
    ("of", |s| s.replicas.iter().any(|replica| replica.of.is_some())),
    ("memory", |s| s.memory.is_some()),
    ("maxmemory", |s| s.conf.maxmemory.is_some_and(|bytes| !bytes.is_zero())),
    ("min-replicas-to-write", |s| s.conf.min_replicas_to_write.is_some_and(|n| n > 0)),
    ("appendonly", |s| s.conf.appendonly == Some(true)),
    ("replica-lazy-flush", |s| s.conf.lazy_flush.is_some()),
];

fn not_modelled(reader: &mut Reader) {
    for (name, given) in NOT_MODELLED {
        if given(&reader.scenario) {
            let message = Message::new(ids::NOT_MODELLED).with("text", *name);
            reader.about(name, Severity::Note, message);
        }
    }
    let lines: Vec<(u32, &'static str)> = reader
        .scenario
        .incidents
        .iter()
        .zip(&reader.at_lines)
        .filter_map(|(incident, line)| {
            let name = match incident.what {
                What::ReplicaOf { .. } => "replicaof",
                What::CrashPrimary => "crash",
                What::PartitionPrimary { .. } => "partition",
                What::Wait { .. } => "wait",
                _ => return None,
            };
            Some((*line, name))
        })
        .collect();
    for (line, name) in lines {
        let message = Message::new(ids::NOT_MODELLED).with("text", name);
        reader.find(line, None, "at", Severity::Note, message);
    }
}
