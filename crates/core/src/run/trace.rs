//! A run as fixed columns, for scripts and comparisons.

use core::fmt::Write;

use super::{CloseReason, Event, EventKind, FullReason, Refusal, RefusedBecause, Run};

/// One line an event under a header line: seconds, who, what, details as `name=value`.
///
/// Names of events and details are stable; new ones may be added at the end of a line.
#[must_use]
pub fn trace(run: &Run) -> String {
    let width = run.scenario.replicas.iter().map(|replica| replica.name.len()).max();
    let width = width.unwrap_or(0).max("primary".len());
    let mut out = format!("{:>16} {:<width$} event\n", "seconds", "who");
    for event in &run.events {
        let nanos = event.at.as_nanos();
        let who = who(run, event);
        let (word, details) = word(&event.kind);
        let (secs, rest) = (nanos / 1_000_000_000, nanos % 1_000_000_000);
        write!(out, "{secs:>6}.{rest:09} {who:<width$} {word}")
            .expect("writing to a string cannot fail");
        if !details.is_empty() {
            out.push(' ');
            out.push_str(&details);
        }
        out.push('\n');
    }
    out
}

/// The name of who an event happened to.
#[must_use]
pub fn who<'a>(run: &'a Run, event: &Event) -> &'a str {
    match event.who {
        Some(index) => &run.scenario.replicas[index as usize].name,
        None => "primary",
    }
}

/// The stable word of a reason to close.
#[must_use]
pub fn close_word(why: CloseReason) -> &'static str {
    match why {
        CloseReason::Cut => "cut",
        CloseReason::Killed => "killed",
        CloseReason::HardLimit => "hard-limit",
        CloseReason::SoftLimit => "soft-limit",
        CloseReason::PrimaryTimeout => "primary-timeout",
        CloseReason::ReplicaTimeout => "replica-timeout",
        CloseReason::ProcessGone => "process-gone",
        CloseReason::HostGone => "host-gone",
        CloseReason::ChildFailed => "child-failed",
        CloseReason::RoleChange => "role-change",
        CloseReason::UpstreamResync => "upstream-resync",
        CloseReason::NoPrimaryLink => "no-primary-link",
    }
}

fn full_words(reason: FullReason) -> String {
    match reason {
        FullReason::Asked => "reason=asked".to_owned(),
        FullReason::Refused(Refusal::NoBacklog) => "reason=no-backlog".to_owned(),
        FullReason::Refused(Refusal::UnknownId) => "reason=unknown-id".to_owned(),
        FullReason::Refused(Refusal::Overwritten { short_by }) => {
            format!("reason=overwritten short_by={}", short_by.0)
        }
        FullReason::Refused(Refusal::Ahead { by }) => format!("reason=ahead by={}", by.0),
        FullReason::Refused(Refusal::PastSecondId { up_to }) => {
            format!("reason=past-second-id up_to={}", up_to.0)
        }
    }
}

/// Every stable word of an event.
pub(crate) const WORDS: &[&str] = &[
    "asked",
    "backlog-created",
    "backlog-emptied",
    "backlog-freed",
    "caught-up",
    "child-done",
    "child-failed",
    "child-killed",
    "child-reaped",
    "closed",
    "connect-failed",
    "connected",
    "end",
    "evicted",
    "falls-behind",
    "follows",
    "forked",
    "full-resync",
    "incident",
    "incident-over",
    "left-window",
    "load-done",
    "load-started",
    "lost",
    "not-answered",
    "out-of-memory",
    "partial-resync",
    "promoted",
    "settings-changed",
    "shares-child",
    "soft-limit-left",
    "soft-limit-reached",
    "suspected",
    "transfer-done",
    "transfer-started",
    "wait-returned",
    "waits-for-child",
    "write-rate",
    "writes-accepted",
    "writes-refused",
];

/// The stable word of an event, and its details as `name=value`.
pub(crate) fn word(kind: &EventKind) -> (&'static str, String) {
    let plain = |word| (word, String::new());
    match *kind {
        EventKind::Incident(n) => ("incident", format!("number={}", n + 1)),
        EventKind::IncidentOver(n) => ("incident-over", format!("number={}", n + 1)),
        EventKind::WriteRate(rate) => ("write-rate", format!("bytes_per_second={}", rate.0)),
        EventKind::SettingsChanged => plain("settings-changed"),
        EventKind::BacklogCreated => plain("backlog-created"),
        EventKind::BacklogEmptied => plain("backlog-emptied"),
        EventKind::BacklogFreed => plain("backlog-freed"),
        EventKind::Closed(why) => ("closed", format!("reason={}", close_word(why))),
        EventKind::LeftWindow => plain("left-window"),
        EventKind::ConnectFailed => plain("connect-failed"),
        EventKind::Connected => plain("connected"),
        EventKind::Asked { next: Some(next) } => ("asked", format!("next={}", next.0)),
        EventKind::Asked { next: None } => ("asked", "next=?".to_owned()),
        EventKind::PartialResync { sent } => ("partial-resync", format!("bytes={}", sent.0)),
        EventKind::FullResync(reason) => ("full-resync", full_words(reason)),
        EventKind::WaitsForChild => plain("waits-for-child"),
        EventKind::SharesChild => plain("shares-child"),
        EventKind::Forked { freeze, serves } => {
            ("forked", format!("freeze_usec={} serves={serves}", freeze.as_micros()))
        }
        EventKind::ChildDone => plain("child-done"),
        EventKind::ChildKilled => plain("child-killed"),
        EventKind::ChildReaped => plain("child-reaped"),
        EventKind::TransferStarted => plain("transfer-started"),
        EventKind::TransferDone => plain("transfer-done"),
        EventKind::LoadStarted => plain("load-started"),
        EventKind::LoadDone => plain("load-done"),
        EventKind::SoftLimitReached => plain("soft-limit-reached"),
        EventKind::SoftLimitLeft => plain("soft-limit-left"),
        EventKind::CaughtUp => plain("caught-up"),
        EventKind::FallsBehind => plain("falls-behind"),
        EventKind::NotAnswered => plain("not-answered"),
        EventKind::Promoted => plain("promoted"),
        EventKind::Follows(of) => (
            "follows",
            match of {
                Some(index) => format!("replica={}", index + 1),
                None => "primary".to_owned(),
            },
        ),
        EventKind::WritesRefused(RefusedBecause::TooFewReplicas { good }) => {
            ("writes-refused", format!("reason=too-few-replicas good={good}"))
        }
        EventKind::WritesRefused(RefusedBecause::Maxmemory) => {
            ("writes-refused", "reason=maxmemory".to_owned())
        }
        EventKind::WritesRefused(RefusedBecause::SaveFailed) => {
            ("writes-refused", "reason=save-failed".to_owned())
        }
        EventKind::OutOfMemory { needed } => ("out-of-memory", format!("needed={}", needed.0)),
        EventKind::ChildFailed => plain("child-failed"),
        EventKind::Evicted { bytes, keys } => ("evicted", format!("bytes={} keys={keys}", bytes.0)),
        EventKind::WritesAccepted => plain("writes-accepted"),
        EventKind::Suspected => plain("suspected"),
        EventKind::Lost { bytes } => ("lost", format!("bytes={}", bytes.0)),
        EventKind::WaitReturned { acknowledged, wanted, after } => (
            "wait-returned",
            format!("acknowledged={acknowledged} wanted={wanted} usec={}", after.as_micros()),
        ),
        EventKind::WaitAofReturned { local, acknowledged, wanted, after } => (
            "waitaof-returned",
            format!(
                "local={local} acknowledged={acknowledged} wanted={wanted} usec={}",
                after.as_micros()
            ),
        ),
        EventKind::End => plain("end"),
    }
}
