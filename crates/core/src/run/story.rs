//! A run in sentences: what happened, and how it ended.

use core::time::Duration;

use super::{
    CloseReason, Event, EventKind, FullReason, Refusal, RefusedBecause, Run, Stopped, trace,
};
use crate::message::{Message, Value};
use crate::units::Instant;

mod ids {
    crate::messages! {
        INCIDENT = "event-incident";
        INCIDENT_OVER = "event-incident-over";
        WRITE_RATE = "event-write-rate";
        SETTINGS = "event-settings-changed";
        BACKLOG_CREATED = "event-backlog-created";
        BACKLOG_EMPTIED = "event-backlog-emptied";
        BACKLOG_FREED = "event-backlog-freed";
        CLOSED_CUT = "event-closed-cut";
        CLOSED_KILLED = "event-closed-killed";
        CLOSED_HARD = "event-closed-hard";
        CLOSED_SOFT = "event-closed-soft";
        CLOSED_PRIMARY_TIMEOUT = "event-closed-primary-timeout";
        CLOSED_REPLICA_TIMEOUT = "event-closed-replica-timeout";
        CLOSED_GONE = "event-closed-gone";
        CLOSED_CHILD = "event-closed-child";
        CLOSED_ROLE = "event-closed-role";
        CLOSED_UPSTREAM = "event-closed-upstream";
        NOT_ANSWERED = "event-not-answered";
        PROMOTED = "event-promoted";
        FOLLOWS = "event-follows";
        WRITES_REFUSED = "event-writes-refused";
        WRITES_ACCEPTED = "event-writes-accepted";
        SUSPECTED = "event-suspected";
        LOST = "event-lost";
        WAIT_RETURNED = "event-wait-returned";
        WAITAOF_RETURNED = "event-waitaof-returned";
        WRITES_OOM = "event-writes-oom";
        WRITES_MISCONF = "event-writes-misconf";
        OUT_OF_MEMORY = "event-out-of-memory";
        CHILD_FAILED = "event-child-failed";
        EVICTED = "event-evicted";
        LEFT_WINDOW = "event-left-window";
        CONNECT_FAILED = "event-connect-failed";
        CONNECTED = "event-connected";
        ASKED = "event-asked";
        ASKED_ANYTHING = "event-asked-anything";
        PARTIAL = "event-partial";
        FULL_ASKED = "event-full-asked";
        FULL_NO_BACKLOG = "event-full-no-backlog";
        FULL_OVERWRITTEN = "event-full-overwritten";
        FULL_AHEAD = "event-full-ahead";
        FULL_UNKNOWN_ID = "event-full-unknown-id";
        FULL_SECOND_ID = "event-full-second-id";
        WAITS = "event-waits";
        SHARES = "event-shares";
        FORKED = "event-forked";
        FORKED_SAVE = "event-forked-save";
        CHILD_DONE = "event-child-done";
        CHILD_KILLED = "event-child-killed";
        CHILD_REAPED = "event-child-reaped";
        TRANSFER_STARTED = "event-transfer-started";
        TRANSFER_DONE = "event-transfer-done";
        LOAD_STARTED = "event-load-started";
        LOAD_DONE = "event-load-done";
        SOFT_REACHED = "event-soft-reached";
        SOFT_LEFT = "event-soft-left";
        CAUGHT_UP = "event-caught-up";
        FALLS_BEHIND = "event-falls-behind";
        END = "event-end";
        RUN_QUIET = "run-quiet";
        RUN_ALL_PARTIAL = "run-all-partial";
        RUN_SOME_FULL = "run-some-full";
        RUN_STORM = "run-storm";
        RUN_UNFINISHED = "run-unfinished";
        RUN_LIMIT = "run-limit";
        RUN_LOST = "run-lost";
        RUN_APART = "run-apart";
    }
}
pub use ids::ALL as MESSAGES;

/// What an event says.
#[must_use]
pub fn say(run: &Run, event: &Event) -> Message {
    let about = |id| Message::new(id).with("who", trace::who(run, event));
    let incident = |n: usize| {
        run.scenario.incidents.get(n).map_or(String::new(), |incident| incident.what.to_string())
    };
    match event.kind {
        EventKind::Incident(n) => about(ids::INCIDENT).with("what", incident(n)),
        EventKind::IncidentOver(n) => about(ids::INCIDENT_OVER).with("what", incident(n)),
        EventKind::WriteRate(rate) => about(ids::WRITE_RATE).with("rate", rate),
        EventKind::SettingsChanged => about(ids::SETTINGS),
        EventKind::BacklogCreated => about(ids::BACKLOG_CREATED),
        EventKind::BacklogEmptied => about(ids::BACKLOG_EMPTIED),
        EventKind::BacklogFreed => {
            about(ids::BACKLOG_FREED).with("ttl", run.settings_at(event.at).repl_backlog_ttl)
        }
        EventKind::Closed(why) => closed(run, event, about(closed_id(why)), why),
        EventKind::LeftWindow => about(ids::LEFT_WINDOW),
        EventKind::ConnectFailed => about(ids::CONNECT_FAILED),
        EventKind::Connected => about(ids::CONNECTED),
        EventKind::Asked { next: Some(next) } => about(ids::ASKED).with("next", next),
        EventKind::Asked { next: None } => about(ids::ASKED_ANYTHING),
        EventKind::PartialResync { sent } => about(ids::PARTIAL).with("sent", sent),
        EventKind::FullResync(reason) => full(about, reason),
        EventKind::WaitsForChild => about(ids::WAITS),
        EventKind::SharesChild => about(ids::SHARES),
        EventKind::Forked { freeze, serves: 0 } => about(ids::FORKED_SAVE).with("freeze", freeze),
        EventKind::Forked { freeze, serves } => {
            about(ids::FORKED).with("freeze", freeze).with("serves", serves)
        }
        EventKind::ChildDone => about(ids::CHILD_DONE),
        EventKind::ChildKilled => about(ids::CHILD_KILLED),
        EventKind::ChildReaped => about(ids::CHILD_REAPED),
        EventKind::TransferStarted => about(ids::TRANSFER_STARTED).with("rdb", run.scenario.rdb),
        EventKind::TransferDone => about(ids::TRANSFER_DONE),
        EventKind::LoadStarted => about(ids::LOAD_STARTED),
        EventKind::LoadDone => about(ids::LOAD_DONE),
        EventKind::SoftLimitReached => {
            let limits = run.settings_at(event.at).output_buffer;
            about(ids::SOFT_REACHED).with("soft", limits.soft).with("seconds", limits.soft_for)
        }
        EventKind::SoftLimitLeft => about(ids::SOFT_LEFT),
        EventKind::CaughtUp => about(ids::CAUGHT_UP),
        EventKind::FallsBehind => about(ids::FALLS_BEHIND),
        EventKind::NotAnswered => about(ids::NOT_ANSWERED),
        EventKind::Promoted => about(ids::PROMOTED),
        EventKind::Follows(of) => {
            let name = of.map_or("primary", |index| run.scenario.replicas[index].name.as_str());
            about(ids::FOLLOWS).with("of", name)
        }
        EventKind::WritesRefused(RefusedBecause::TooFewReplicas { good }) => {
            about(ids::WRITES_REFUSED)
                .with("good", good)
                .with("wanted", run.settings_at(event.at).min_replicas_to_write)
        }
        EventKind::WritesRefused(RefusedBecause::Maxmemory) => {
            about(ids::WRITES_OOM).with("maxmemory", run.settings_at(event.at).maxmemory)
        }
        EventKind::WritesRefused(RefusedBecause::SaveFailed) => about(ids::WRITES_MISCONF),
        EventKind::OutOfMemory { needed } => about(ids::OUT_OF_MEMORY)
            .with("needed", needed)
            .with("memory", run.scenario.memory.unwrap_or_default()),
        EventKind::ChildFailed => about(ids::CHILD_FAILED),
        EventKind::Evicted { bytes, keys } => {
            about(ids::EVICTED).with("bytes", bytes).with("keys", keys)
        }
        EventKind::WritesAccepted => about(ids::WRITES_ACCEPTED),
        EventKind::Suspected => about(ids::SUSPECTED),
        EventKind::Lost { bytes } => about(ids::LOST).with("bytes", bytes),
        EventKind::WaitReturned { acknowledged, wanted, after } => about(ids::WAIT_RETURNED)
            .with("acknowledged", acknowledged)
            .with("wanted", wanted)
            .with("after", after),
        EventKind::WaitAofReturned { local, acknowledged, wanted, after } => {
            about(ids::WAITAOF_RETURNED)
                .with("local", local)
                .with("acknowledged", acknowledged)
                .with("wanted", wanted)
                .with("after", after)
        }
        EventKind::End => about(ids::END),
    }
}

fn closed_id(why: CloseReason) -> &'static str {
    match why {
        CloseReason::Cut => ids::CLOSED_CUT,
        CloseReason::Killed => ids::CLOSED_KILLED,
        CloseReason::HardLimit => ids::CLOSED_HARD,
        CloseReason::SoftLimit => ids::CLOSED_SOFT,
        CloseReason::PrimaryTimeout => ids::CLOSED_PRIMARY_TIMEOUT,
        CloseReason::ReplicaTimeout => ids::CLOSED_REPLICA_TIMEOUT,
        CloseReason::ProcessGone | CloseReason::HostGone => ids::CLOSED_GONE,
        CloseReason::ChildFailed => ids::CLOSED_CHILD,
        CloseReason::RoleChange => ids::CLOSED_ROLE,
        CloseReason::UpstreamResync => ids::CLOSED_UPSTREAM,
        CloseReason::NoPrimaryLink => ids::NOT_ANSWERED,
    }
}

/// What was in the buffer the moment before, and the limit that acted.
fn closed(run: &Run, event: &Event, message: Message, why: CloseReason) -> Message {
    let settings = run.settings_at(event.at);
    let before = Instant::from_nanos(event.at.as_nanos().saturating_sub(1));
    let held = || {
        let index = event.who.map_or(0, |who| who as usize);
        run.at(before).replicas[index].output_buffer
    };
    match why {
        CloseReason::HardLimit => {
            message.with("held", held()).with("limit", settings.output_buffer.hard)
        }
        CloseReason::SoftLimit => message
            .with("held", held())
            .with("limit", settings.output_buffer.soft)
            .with("seconds", settings.output_buffer.soft_for),
        CloseReason::PrimaryTimeout | CloseReason::ReplicaTimeout => {
            message.with("timeout", settings.repl_timeout)
        }
        _ => message,
    }
}

fn full(about: impl Fn(&'static str) -> Message, reason: FullReason) -> Message {
    match reason {
        FullReason::Asked => about(ids::FULL_ASKED),
        FullReason::Refused(Refusal::NoBacklog) => about(ids::FULL_NO_BACKLOG),
        FullReason::Refused(Refusal::Overwritten { short_by }) => {
            about(ids::FULL_OVERWRITTEN).with("short", short_by)
        }
        FullReason::Refused(Refusal::Ahead { by }) => about(ids::FULL_AHEAD).with("by", by),
        FullReason::Refused(Refusal::UnknownId) => about(ids::FULL_UNKNOWN_ID),
        FullReason::Refused(Refusal::PastSecondId { up_to }) => {
            about(ids::FULL_SECOND_ID).with("up_to", up_to)
        }
    }
}

/// A replica that goes round: full resyncs of which none is finished before the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Storm {
    /// Which replica.
    pub replica: usize,
    /// Full resyncs entered without catching up in between, at the end of the run.
    pub laps: u32,
    /// From one request to the next, the last time; `None` on the first lap.
    pub period: Option<Duration>,
}

/// The replicas that were still going round when the run ended.
#[must_use]
pub fn storms(run: &Run) -> Vec<Storm> {
    (0..run.scenario.replicas.len())
        .filter_map(|replica| {
            let mut laps = 0;
            let mut last: Option<Instant> = None;
            let mut period = None;
            for event in run.events.iter().filter(|event| event.who == u32::try_from(replica).ok())
            {
                match event.kind {
                    EventKind::FullResync(_) => {
                        laps += 1;
                        period = last.map(|last| event.at - last);
                        last = Some(event.at);
                    }
                    EventKind::CaughtUp | EventKind::PartialResync { .. } => {
                        (laps, last, period) = (0, None, None);
                    }
                    _ => {}
                }
            }
            (laps >= 2).then_some(Storm { replica, laps, period })
        })
        .collect()
}

/// How it ended, in one to three sentences.
#[must_use]
pub fn verdict(run: &Run) -> Vec<Message> {
    let end = run.at(run.end);
    let counters = end.counters;
    let mut said = Vec::new();
    said.push(match (counters.sync_full, counters.sync_partial_ok) {
        (0, 0) => Message::new(ids::RUN_QUIET),
        (0, partial) => Message::new(ids::RUN_ALL_PARTIAL).with("partial", partial),
        (full, partial) => Message::new(ids::RUN_SOME_FULL)
            .with("full", full)
            .with("partial", partial)
            .with("refused", counters.sync_partial_err),
    });
    let storms = storms(run);
    for storm in &storms {
        said.push(
            Message::new(ids::RUN_STORM)
                .with("who", run.scenario.replicas[storm.replica].name.as_str())
                .with("laps", storm.laps)
                .with("period", storm.period.unwrap_or_default()),
        );
    }
    if storms.is_empty() && said.len() == 1 {
        let behind: Vec<&str> = end
            .replicas
            .iter()
            .filter(|replica| !replica.behind.is_zero() || replica.applied.is_none())
            .map(|replica| replica.name.as_str())
            .collect();
        if !behind.is_empty() {
            let names = Value::Text(behind.join(", "));
            said.push(Message::new(ids::RUN_UNFINISHED).with("who", names));
        }
    }
    if !end.lost.is_zero() {
        said.push(Message::new(ids::RUN_LOST).with("bytes", end.lost));
    }
    if !end.apart.is_zero() {
        said.push(Message::new(ids::RUN_APART).with("bytes", end.apart));
    }
    if run.stopped == Stopped::Limit {
        said.push(Message::new(ids::RUN_LIMIT).with("end", run.end));
    }
    said
}
