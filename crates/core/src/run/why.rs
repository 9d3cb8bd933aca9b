//! Why something happened: the chain of causes, and the setting that mattered.

use super::{CloseReason, Event, EventKind, FullReason, Refusal, RefusedBecause, Run};

/// The events that led to event `index`, first cause first, itself last.
///
/// Every event knows the one before it in its chain; a chain ends at an `at` line, at a change of
/// the write rate, or where the run began.
#[must_use]
pub fn chain(run: &Run, index: usize) -> Vec<usize> {
    let mut chain = Vec::new();
    let mut at = Some(index);
    while let Some(index) = at {
        chain.push(index);
        // A cause always comes before what it causes, so that this ends.
        at = run.events[index].cause.map(|cause| cause as usize).filter(|cause| *cause < index);
    }
    chain.reverse();
    chain
}

/// The directive that decided about an event, as it is written in redis.conf; `None` where none
/// did.
#[must_use]
pub fn setting(event: &Event) -> Option<&'static str> {
    Some(match event.kind {
        EventKind::Closed(CloseReason::HardLimit | CloseReason::SoftLimit)
        | EventKind::SoftLimitReached
        | EventKind::SoftLimitLeft => "client-output-buffer-limit",
        EventKind::Closed(CloseReason::PrimaryTimeout | CloseReason::ReplicaTimeout) => {
            "repl-timeout"
        }
        EventKind::LeftWindow
        | EventKind::BacklogEmptied
        | EventKind::PartialResync { .. }
        | EventKind::FullResync(FullReason::Refused(Refusal::Overwritten { .. })) => {
            "repl-backlog-size"
        }
        EventKind::BacklogFreed
        | EventKind::FullResync(FullReason::Refused(Refusal::NoBacklog)) => "repl-backlog-ttl",
        EventKind::WaitsForChild => "repl-diskless-sync-delay",
        EventKind::Forked { serves: 0, .. } => "save",
        EventKind::Forked { .. } | EventKind::TransferStarted | EventKind::SharesChild => {
            "repl-diskless-sync"
        }
        EventKind::LoadStarted => "repl-diskless-load",
        EventKind::WritesRefused(RefusedBecause::TooFewReplicas { .. }) => "min-replicas-to-write",
        EventKind::WritesRefused(RefusedBecause::Maxmemory) | EventKind::Evicted { .. } => {
            "maxmemory"
        }
        EventKind::WritesRefused(RefusedBecause::SaveFailed) => "stop-writes-on-bgsave-error",
        _ => return None,
    })
}
