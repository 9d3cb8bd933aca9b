//! What the servers write into their logs at an event.
//!
//! Sources: `replication.c`, `networking.c` and `rdb.c` of redis 6.2 to 8.0 and valkey 7.2 to 9.1.
//! Simplified: what the model does not know (addresses, process ids) is left out with a dot-dot-dot.

use stormglass_core::run::{CloseReason, Event, EventKind, FullReason, Refusal, Run, trace};
use stormglass_core::server::{Family, Server};
use stormglass_core::units::Instant;

/// Whose log it is in, as a catalogue id, and the line without its prefix.
pub(super) fn log_line(run: &Run, index: usize) -> Option<(&'static str, String)> {
    let event = &run.events[index];
    let server = run.scenario.profile.server;
    let valkey = server.family == Family::Valkey && server >= Server::valkey(8, 0, 0);
    let primary = if valkey { "PRIMARY" } else { "MASTER" };
    let who = [trace::who(run, event), ":6379"].concat();
    let before = Instant::from_nanos(event.at.as_nanos().saturating_sub(1));
    let id = || run.at(event.at).replid.to_hex();
    let (ours, theirs) = ("page-log-primary", "page-log-replica");
    let said = |parts: &[&str]| parts.concat();
    Some(match event.kind {
        EventKind::PartialResync { sent } => (
            ours,
            said(&[
                "Partial resynchronization request from ",
                &who,
                " accepted. Sending ",
                &sent.0.to_string(),
                " bytes of backlog starting from offset ",
                &asked(run, index)?,
                ".",
            ]),
        ),
        EventKind::FullResync(FullReason::Asked) => {
            (ours, said(&["Full resync requested by replica ", &who]))
        }
        EventKind::FullResync(FullReason::Refused(
            Refusal::Overwritten { .. } | Refusal::NoBacklog,
        )) => {
            let next = asked(run, index)?;
            let request = match run.at(event.at).window {
                Some(window) if server.at_least(Server::valkey(9, 1, 0)) => said(&[
                    " ",
                    &id(),
                    ":",
                    &next,
                    ", and I can only reply with the range [",
                    &window.first_byte.0.to_string(),
                    ", ",
                    &window.end().0.to_string(),
                    "]",
                ]),
                _ => said(&[": ", &next]),
            };
            (
                ours,
                said(&[
                    "Unable to partial resync with replica ",
                    &who,
                    " for lack of backlog (Replica request was",
                    &request,
                    ").",
                ]),
            )
        }
        EventKind::FullResync(FullReason::Refused(_)) => (
            ours,
            said(&[
                "Partial resynchronization not accepted: Replication ID mismatch (Replica asked for '…', my replication IDs are '",
                &id(),
                "' and '…')",
            ]),
        ),
        EventKind::Closed(CloseReason::HardLimit | CloseReason::SoftLimit) => {
            let held = run.at(before).replicas.get(event.who? as usize)?.output_buffer;
            (
                ours,
                said(&[
                    "Client id=… addr=",
                    &who,
                    " … flags=S … omem=",
                    &held.0.to_string(),
                    " … scheduled to be closed ASAP for overcoming of output buffer limits.",
                ]),
            )
        }
        EventKind::Closed(CloseReason::PrimaryTimeout) => {
            (ours, said(&["Disconnecting timedout replica (streaming sync): ", &who]))
        }
        EventKind::Closed(CloseReason::ReplicaTimeout) => {
            (theirs, said(&[primary, " timeout: no data nor PING received..."]))
        }
        EventKind::Closed(_) => (ours, said(&["Connection with replica ", &who, " lost."])),
        EventKind::Asked { next: Some(next) } => (
            theirs,
            said(&[
                "Trying a partial resynchronization (request ",
                &id(),
                ":",
                &next.0.to_string(),
                ").",
            ]),
        ),
        EventKind::Connected => (theirs, said(&[primary, " <-> REPLICA sync started"])),
        EventKind::Forked { serves, .. } if serves > 0 => {
            let socket = run.at(event.at).child?.to_socket;
            let target = if socket { "replicas sockets" } else { "disk" };
            (ours, said(&["Starting BGSAVE for SYNC with target: ", target]))
        }
        EventKind::WaitsForChild => (ours, said(&["Delay next BGSAVE for diskless SYNC"])),
        EventKind::TransferDone => {
            (ours, said(&["Synchronization with replica ", &who, " succeeded"]))
        }
        EventKind::LoadStarted => {
            (theirs, said(&[primary, " <-> REPLICA sync: Loading DB in memory"]))
        }
        EventKind::LoadDone => {
            (theirs, said(&[primary, " <-> REPLICA sync: Finished with success"]))
        }
        EventKind::BacklogCreated => (
            ours,
            said(&[
                "Replication backlog created, my new replication IDs are '",
                &id(),
                "' and '…'",
            ]),
        ),
        EventKind::BacklogFreed => {
            let ttl = run.settings_at(event.at).repl_backlog_ttl.to_string();
            (
                ours,
                said(&[
                    "Replication backlog freed after ",
                    &ttl,
                    " seconds without connected replicas.",
                ]),
            )
        }
        _ => return None,
    })
}

/// The byte the same replica asked for last.
fn asked(run: &Run, index: usize) -> Option<String> {
    let who = run.events[index].who;
    let next = |event: &Event| match event.kind {
        EventKind::Asked { next } if event.who == who => next,
        _ => None,
    };
    run.events[..index].iter().rev().find_map(next).map(|next| next.0.to_string())
}
