//! What makes no sense, what will not matter, what is not modelled yet.

use core::time::Duration;

use super::finding::Severity;
use super::model::{Scenario, What};
use super::parse::Reader;
use super::{Conf, DisklessLoad};
use crate::message::Message;
use crate::server::{ChannelSync, Profile, Server};

mod limits;
mod names;

mod ids {
    crate::messages! {
        NOT_MODELLED = "finding-not-modelled";
        WAITAOF_LOCAL = "finding-waitaof-local";
        NOT_IN_VERSION = "finding-not-in-version";
        UNKNOWN_REPLICA = "finding-unknown-replica";
        NEAR_REPLICA = "finding-near-replica";
        OF_ITSELF = "finding-of-itself";
        AFTER_END = "finding-after-end";
        RUN_TOO_LONG = "finding-run-too-long";
        NO_REPLICA = "finding-no-replica";
        SMALL_BACKLOG = "finding-small-backlog";
        SMALL_BACKLOG_SET = "finding-small-backlog-set";
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
        OVERLAP = "finding-overlap";
        FASTER_THAN_NIC = "finding-faster-than-nic";
    }
}
pub(super) use ids::ALL as MESSAGES;

/// No scenario runs longer than a day.
const LONGEST: Duration = Duration::from_secs(24 * 3600);

pub(super) fn check(reader: &mut Reader) {
    versions(reader);
    names::names(reader);
    names::overlaps(reader);
    times(reader);
    limits::limits(reader);
    limits::paths(reader);
    limits::memory(reader);
    not_modelled(reader);
}

/// Directives that the chosen version does not have, in the configuration and in `config set`.
fn versions(reader: &mut Reader) {
    let server = reader.scenario.server.unwrap_or_default();
    let profile = server.profile();
    for (name, since) in absent(&reader.scenario.conf, &profile) {
        let field = name.split(' ').next().unwrap_or(name);
        reader.about(field, Severity::Warning, not_in_version(name, since, server));
    }
    let mut later = Vec::new();
    for (incident, line) in reader.scenario.incidents.iter().zip(&reader.at_lines) {
        if let What::ConfigSet(conf) = &incident.what {
            later.extend(absent(conf, &profile).into_iter().map(|absent| (*line, absent)));
        }
    }
    for (incident, line) in reader.scenario.incidents.iter().zip(&reader.at_lines) {
        if matches!(incident.what, What::Wait { local: Some(_), .. }) && !profile.waitaof {
            later.push((*line, ("waitaof", "redis 7.2")));
        }
    }
    let appends = |conf: &Conf| conf.appendonly == Some(true);
    let ever_appends = appends(&reader.scenario.conf)
        || reader.scenario.incidents.iter().any(|incident| match &incident.what {
            What::ConfigSet(conf) => appends(conf),
            _ => false,
        });
    let own_file = |what: &What| matches!(what, What::Wait { local: Some(1), .. });
    let lines = reader.scenario.incidents.iter().zip(&reader.at_lines);
    let without: Vec<u32> = lines
        .filter(|(incident, _)| own_file(&incident.what) && !ever_appends)
        .map(|(_, line)| *line)
        .collect();
    for line in without {
        reader.find(line, None, "at", Severity::Warning, Message::new(ids::WAITAOF_LOCAL));
    }
    for (line, (name, since)) in later {
        let message = not_in_version(name, since, server);
        reader.find(line, None, "at", Severity::Warning, message);
    }
}

fn not_in_version(name: &str, since: &str, server: Server) -> Message {
    Message::new(ids::NOT_IN_VERSION)
        .with("text", name)
        .with("since", since)
        .with("server", server.to_string())
}

/// What `conf` gives and `profile` has not, and since when it exists.
fn absent(conf: &Conf, profile: &Profile) -> Vec<(&'static str, &'static str)> {
    let rdb_channel = profile.channel == ChannelSync::RdbChannel;
    let dual_channel = profile.channel == ChannelSync::DualChannel;
    let flush_first = conf.diskless_load == Some(DisklessLoad::FlushBeforeLoad);
    [
        (
            conf.diskless_max_replicas.is_some() && !profile.diskless_max_replicas,
            ("repl-diskless-sync-max-replicas", "redis 7.0"),
        ),
        (conf.rdb_channel.is_some() && !rdb_channel, ("repl-rdb-channel", "redis 8.0")),
        (
            conf.full_sync_buffer_limit.is_some() && !rdb_channel,
            ("replica-full-sync-buffer-limit", "redis 8.0"),
        ),
        (
            conf.dual_channel.is_some() && !dual_channel,
            ("dual-channel-replication-enabled", "valkey 8.0"),
        ),
        (
            flush_first && !profile.server.at_least(Server::valkey(9, 0, 0)),
            ("repl-diskless-load flush-before-load", "valkey 9.0"),
        ),
    ]
    .into_iter()
    .filter_map(|(absent, named)| absent.then_some(named))
    .collect()
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
        && let Some(first) = reader.scenario.incidents.iter().position(day)
    {
        let at = reader.scenario.incidents[first].at.since_start();
        let message = Message::new(ids::RUN_TOO_LONG).with("time", at);
        reader.find(reader.at_lines[first], None, "at", Severity::Error, message);
    }
}

/// Whether a scenario uses a word.
type Given = fn(&Scenario) -> bool;

/// Words that are read, checked and printed back, but that the engine does not act on yet.
const NOT_MODELLED: &[(&str, Given)] = &[("replica-lazy-flush", |s| s.conf.lazy_flush.is_some())];

impl Scenario {
    /// What is said about each word of it that has no effect yet, with the word.
    pub fn not_modelled(&self) -> impl Iterator<Item = (&'static str, Message)> + '_ {
        let given = NOT_MODELLED.iter().filter(|(_, given)| given(self));
        given.map(|(name, _)| (*name, Message::new(ids::NOT_MODELLED).with("text", *name)))
    }
}

fn not_modelled(reader: &mut Reader) {
    let found: Vec<(&str, Message)> = reader.scenario.not_modelled().collect();
    for (name, message) in found {
        reader.about(name, Severity::Note, message);
    }
}
