//! Where pastes say different things about one server.

use std::collections::{BTreeMap, BTreeSet};

use super::{Reading, Sample};
use crate::message::Message;
use crate::scenario::{Finding, Severity};
use crate::units::Bytes;

mod ids {
    crate::messages! {
        NOT_PERSISTED = "read-not-persisted";
        TRY_REWRITE = "read-try-rewrite";
        VERSIONS = "read-versions-differ";
        TWO_VALUES = "read-two-values";
        TRY_CONFIG = "read-try-config-get";
        LISTED = "read-listed-differ";
        TRY_BOTH = "read-try-both";
        OTHER_HISTORY = "read-replica-other-history";
        TRY_HOST = "read-try-master-host";
        HALF_OPEN = "read-half-open";
        TRY_TIMEOUT = "read-try-timeout";
        BELOW_LIMITS = "read-killed-below-limits";
    }
}
pub(super) use ids::ALL as MESSAGES;

/// A directive that was given twice with different values: its name and both places.
pub(super) type TwoValues = (&'static str, (u32, u32), (u32, u32));

/// Finds them; `lines` says where directives stood.
pub(super) fn find(
    reading: &mut Reading,
    lines: &BTreeMap<&'static str, (u32, u32)>,
    twice: &[TwoValues],
) {
    let mut found = Vec::new();
    let mut say = |message: Message, line: Option<u32>, hint: Option<&'static str>| {
        found.push(Finding {
            line,
            columns: None,
            field: "paste".to_owned(),
            severity: Severity::Warning,
            message,
            hint: hint.map(Message::new),
        });
    };
    settings(reading, lines, &mut say);
    for (name, first, second) in twice {
        let message = Message::new(ids::TWO_VALUES)
            .with("name", *name)
            .with("first", first.1)
            .with("second", second.1);
        say(message, Some(second.1), Some(ids::TRY_CONFIG));
    }
    versions(reading, &mut say);
    listed(reading, &mut say);
    sides(reading, &mut say);
    limits(reading, &mut say);
    reading.findings.append(&mut found);
}

type Say<'a> = dyn FnMut(Message, Option<u32>, Option<&'static str>) + 'a;

/// INFO says what is in force, a file what will be after a restart.
fn settings(reading: &Reading, lines: &BTreeMap<&'static str, (u32, u32)>, say: &mut Say<'_>) {
    let running = |field: &str| {
        reading.samples.iter().rev().find_map(|sample| sample.number(field)).map(Bytes)
    };
    for (field, name, written) in [
        ("repl_backlog_size", "repl-backlog-size", reading.conf.repl_backlog_size),
        ("maxmemory", "maxmemory", reading.conf.maxmemory),
    ] {
        if let (Some(running), Some(written)) = (running(field), written)
            && running != written
        {
            let message =
                Message::new(ids::NOT_PERSISTED).with("running", running).with("conf", written);
            say(message, lines.get(name).map(|(_, line)| *line), Some(ids::TRY_REWRITE));
        }
    }
}

fn versions(reading: &Reading, say: &mut Say<'_>) {
    let info = reading.samples.iter().rev().find_map(super::version);
    if let (Some(info), Some(log)) = (info, reading.log.server())
        && info != log
    {
        let message =
            Message::new(ids::VERSIONS).with("info", info.to_string()).with("log", log.to_string());
        say(message, None, None);
    }
}

fn primary(reading: &Reading) -> Option<&Sample> {
    reading.latest().filter(|sample| sample.text("role") == Some("master"))
}

/// CLIENT LIST and INFO count the same replicas.
fn listed(reading: &Reading, say: &mut Say<'_>) {
    let Some(attached) = primary(reading).and_then(|sample| sample.number("connected_slaves"))
    else {
        return;
    };
    let listed = reading.clients.len() as u64;
    // While a snapshot has a connection of its own, CLIENT LIST has one line more.
    let channels = primary(reading)
        .map_or(0, |sample| sample.replicas().filter(|(_, line)| line.state != "online").count());
    if listed > 0 && listed.abs_diff(attached) > channels as u64 {
        let message = Message::new(ids::LISTED).with("listed", listed).with("attached", attached);
        say(message, None, Some(ids::TRY_BOTH));
    }
}

/// What a replica says about its link, and its primary about the same.
fn sides(reading: &Reading, say: &mut Say<'_>) {
    let Some(primary) = primary(reading) else { return };
    let replicas = reading.samples.iter().filter(|sample| sample.text("role") == Some("slave"));
    // An INFO of before a restart or a failover names the history of then.
    let primaries = reading.samples.iter().filter(|sample| sample.text("role") == Some("master"));
    let ids: BTreeSet<&str> = primaries
        .flat_map(|sample| [sample.text("master_replid"), sample.text("master_replid2")])
        .flatten()
        .collect();
    let mut told = BTreeSet::new();
    let online = primary.replicas().filter(|(_, line)| line.state == "online").count();
    for replica in replicas {
        let line = replica.fields.get("master_replid").map(|field| field.line);
        let up = replica.text("master_link_status") == Some("up");
        let history = replica.text("master_replid");
        let strange = history.filter(|id| !ids.is_empty() && !ids.contains(id));
        if strange.is_some() {
            // Once for each replica, however many of its INFOs there are.
            if !told.insert(replica.text("run_id")) {
                continue;
            }
            say(Message::new(ids::OTHER_HISTORY), line, Some(ids::TRY_HOST));
        } else if !up && replica.text("master_sync_in_progress") != Some("1") && online > 0 {
            let line = replica.fields.get("master_link_status").map(|field| field.line);
            let attached = primary.number("connected_slaves") == Some(online as u64);
            if line.is_some() && attached && online == 1 {
                say(Message::new(ids::HALF_OPEN), line, Some(ids::TRY_TIMEOUT));
            }
        }
    }
}

/// A replica that was closed below both limits that are configured: they were others then.
fn limits(reading: &Reading, say: &mut Say<'_>) {
    let Some(limits) = reading.conf.output_buffer else { return };
    let least = [limits.hard, limits.soft].into_iter().filter(|limit| !limit.is_zero()).min();
    let mut kills = reading.log.syncs.iter().filter_map(|sync| sync.killed);
    let below = kills.rfind(|kill| least.is_none_or(|least| kill.omem < least));
    if let Some(kill) = below {
        let message = Message::new(ids::BELOW_LIMITS)
            .with("size", kill.omem)
            .with("limit", least.unwrap_or_default());
        say(message, Some(kill.source.1), Some(ids::TRY_CONFIG));
    }
}
