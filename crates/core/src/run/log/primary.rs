//! What the primary's log says.

use super::{Level, Log, NO_ID};
use crate::engine::ReplId;
use crate::run::{CloseReason, Event, EventKind, FullReason, Refusal};
use crate::scenario::{Target, What};
use crate::server::{BacklogKind, ChannelSync, Family};

impl Log<'_> {
    pub(super) fn primary_event(&mut self, event: &Event) {
        let at = event.at;
        let Some(who) = event.who else { return self.primary_alone(event) };
        let index = who as usize;
        // What happens below a replica, or to a process that leads another, is in other logs.
        if self.run.upstream(index, at).is_some() || matches!(event.kind, EventKind::Forked { .. })
        {
            return;
        }
        let name = self.address(event);
        match event.kind {
            EventKind::Asked { .. } => {
                self.line(at, Level::Notice, &format!("Replica {name} asks for synchronization"));
            }
            EventKind::PartialResync { sent } => {
                let from = self.run.offset_at(at).next().0.saturating_sub(sent.0);
                let text = format!(
                    "Partial resynchronization request from {name} accepted. Sending {} bytes of \
                     backlog starting from offset {from}.",
                    sent.0
                );
                self.line(at, Level::Notice, &text);
            }
            EventKind::FullResync(reason) => self.full(event, index, reason),
            EventKind::WaitsForChild => self.waits(event),
            EventKind::SharesChild => {
                self.line(at, Level::Notice, "Waiting for end of BGSAVE for SYNC");
            }
            EventKind::TransferDone => self.transferred(event, &name),
            EventKind::LoadDone => self.loaded(event, &name),
            EventKind::Closed(why) => self.closed(event, index, &name, why),
            _ => {}
        }
    }

    fn full(&mut self, event: &Event, index: usize, reason: FullReason) {
        let at = event.at;
        let name = self.address(event);
        let asked = self.asked(event);
        match reason {
            FullReason::Asked => {
                let tail = if self.redis(8, 0) { " " } else { "" };
                let text = format!("Full resync requested by replica {name}{tail}");
                self.line(at, Level::Notice, &text);
            }
            FullReason::Refused(Refusal::UnknownId) => {
                let theirs = self.run.replica_id(index, Self::before(at));
                let moment = self.run.at(Self::before(at));
                let second = moment.second.map_or(NO_ID.to_owned(), |(id, _)| id.to_hex());
                let text = format!(
                    "Partial resynchronization not accepted: Replication ID mismatch (Replica \
                     asked for '{}', my replication IDs are '{}' and '{second}')",
                    theirs.map_or(NO_ID.to_owned(), ReplId::to_hex),
                    moment.replid.to_hex()
                );
                self.line(at, Level::Notice, &text);
            }
            FullReason::Refused(Refusal::PastSecondId { up_to }) => {
                let text = format!(
                    "Partial resynchronization not accepted: Requested offset for second ID was \
                     {asked}, but I can reply up to {}",
                    up_to.0
                );
                self.line(at, Level::Notice, &text);
            }
            FullReason::Refused(refusal) => {
                let text = if self.valkey(9, 1) {
                    let moment = self.run.at(at);
                    let id = moment.replid.to_hex();
                    match moment.window {
                        Some(window) => format!(
                            "Unable to partial resync with replica {name} for lack of backlog \
                             (Replica request was {id}:{asked}, and I can only reply with the \
                             range [{}, {}]).",
                            window.first_byte.0,
                            window.end().0
                        ),
                        None => format!(
                            "Unable to partial resync with replica {name} for lack of backlog \
                             (Replica request was: {id}:{asked})."
                        ),
                    }
                } else {
                    format!(
                        "Unable to partial resync with replica {name} for lack of backlog \
                         (Replica request was: {asked})."
                    )
                };
                self.line(at, Level::Notice, &text);
                if matches!(refusal, Refusal::Ahead { .. }) {
                    let whose = if self.valkey(8, 0) { "primary" } else { "master" };
                    let text = format!(
                        "Warning: replica {name} tried to PSYNC with an offset that is greater \
                         than the {whose} replication offset."
                    );
                    self.line(at, Level::Warning, &text);
                }
            }
        }
        // redis 8.0 creates the first backlog before it answers, valkey after.
        let creates = |other: &Event| other.kind == EventKind::BacklogCreated;
        if !(self.redis(8, 0) && self.together(at).iter().any(creates)) {
            self.second_connection(at, &name);
        }
    }

    /// The offset the request named.
    fn asked(&self, event: &Event) -> u64 {
        let until = self.run.events.partition_point(|other| other.at <= event.at);
        let mut own = self.run.events[..until].iter().rev().filter(|other| other.who == event.who);
        own.find_map(|other| match other.kind {
            EventKind::Asked { next } => Some(next.map_or(0, |next| next.0)),
            _ => None,
        })
        .unwrap_or(0)
    }

    fn waits(&mut self, event: &Event) {
        let moment = self.run.at(Self::before(event.at));
        let text = match moment.child {
            Some(child) if child.to_socket => {
                "Current BGSAVE has socket target. Waiting for next BGSAVE for SYNC"
            }
            Some(_) => {
                "Can't attach the replica to the current BGSAVE. Waiting for next BGSAVE for SYNC"
            }
            None if moment.settings.diskless_sync && moment.settings.diskless_delay > 0 => {
                "Delay next BGSAVE for diskless SYNC"
            }
            None => {
                "No BGSAVE in progress, but another BG operation is active. BGSAVE for replication \
                 delayed"
            }
        };
        self.line(event.at, Level::Notice, text);
    }

    fn primary_alone(&mut self, event: &Event) {
        let at = event.at;
        match event.kind {
            EventKind::BacklogCreated => {
                let id = self.run.at(at).replid.to_hex();
                let text = format!(
                    "Replication backlog created, my new replication IDs are '{id}' and '{NO_ID}'"
                );
                self.line(at, Level::Notice, &text);
                let entered = |other: &&Event| matches!(other.kind, EventKind::FullResync(_));
                let first = self.together(at).iter().find(entered).copied();
                if let Some(first) = first.filter(|_| self.redis(8, 0)) {
                    let name = self.address(&first);
                    self.second_connection(at, &name);
                }
            }
            EventKind::BacklogFreed => {
                let ttl = self.run.settings_at(at).repl_backlog_ttl;
                let text = format!(
                    "Replication backlog freed after {ttl} seconds without connected replicas."
                );
                self.line(at, Level::Notice, &text);
            }
            EventKind::Forked { serves, .. } => self.forked(event, serves),
            EventKind::ChildDone => self.child_done(event),
            EventKind::ChildKilled => self.child_killed(event),
            EventKind::ChildReaped => self.child_reaped(event),
            _ => {}
        }
    }

    fn forked(&mut self, event: &Event, serves: u32) {
        let at = event.at;
        let pid = self.child_pid(event);
        let to_socket = self.run.at(at).child.is_some_and(|child| child.to_socket);
        let two = self.channels(at) != ChannelSync::None;
        if serves > 0 {
            let target = if to_socket { "replicas sockets" } else { "disk" };
            let tail = if self.valkey(8, 0) {
                if two { " using: dual-channel" } else { " using: normal sync" }
            } else if self.redis(8, 0) && two {
                " (rdb-channel)"
            } else {
                ""
            };
            let text = format!("Starting BGSAVE for SYNC with target: {target}{tail}");
            self.line(at, Level::Notice, &text);
            self.begins_to_deliver(at);
        }
        let text = if to_socket {
            let tail = match (self.redis(8, 0) || self.valkey(8, 0), two) {
                (false, _) => "",
                (true, true) if self.redis(8, 0) => " to replica socket",
                (true, true) => " to direct socket to replica",
                (true, false) if self.redis(8, 0) => " to parent process pipe",
                (true, false) => " to pipe through parent process",
            };
            format!("Background RDB transfer started by pid {pid}{tail}")
        } else {
            format!("Background saving started by pid {pid}")
        };
        self.line(at, Level::Notice, &text);
        self.main_channels_ask(at);
    }

    fn child_done(&mut self, event: &Event) {
        let at = event.at;
        let before = self.run.at(Self::before(at));
        let Some(child) = before.child else { return };
        let pid = self.child_pid(event);
        let ended = child.until.min(at);
        let copied = before.memory.cow.0 >> 20;
        if !child.to_socket {
            self.from(pid, 'C', ended, Level::Notice, "DB saved on disk");
        }
        let text = if self.run.scenario.profile.backlog == BacklogKind::Blocks {
            let half = copied / 2;
            format!("Fork CoW for RDB: current {copied} MB, peak {copied} MB, average {half} MB")
        } else {
            format!("RDB: {copied} MB of memory used by copy-on-write")
        };
        self.from(pid, 'C', ended, Level::Notice, &text);
        if self.valkey(9, 1) && self.channels(at) == ChannelSync::DualChannel {
            self.from(pid, 'C', ended, Level::Notice, &text);
        }
        if !child.to_socket {
            self.line(at, Level::Notice, "Background saving terminated with success");
            return;
        }
        if self.channels(at) == ChannelSync::None {
            let text = format!(
                "Diskless rdb transfer, done reading from pipe, {} replicas still up.",
                child.serves
            );
            self.line(ended, Level::Was, &text);
        }
        self.snapshot_channels_end(at);
    }

    fn child_killed(&mut self, event: &Event) {
        let before = self.run.at(Self::before(event.at));
        let Some(child) = before.child else { return };
        let level = if self.valkey(8, 1) { Level::Notice } else { Level::Warning };
        if child.to_socket {
            let text = "Diskless rdb transfer, last replica dropped, killing fork child.";
            self.line(event.at, level, text);
        } else if self.valkey(8, 1) {
            let text = "Background saving, persistence disabled, last replica dropped, killing fork child.";
            self.line(event.at, Level::Notice, text);
        }
    }

    fn child_reaped(&mut self, event: &Event) {
        let Some(child) = self.run.at(Self::before(event.at)).child else { return };
        // SIGUSR1, on every platform these servers run on.
        let text = match (child.to_socket, self.valkey(8, 0)) {
            (false, _) => "Background saving terminated by signal 10",
            (true, true) => "Background RDB transfer terminated by signal 10",
            (true, false) => "Background transfer terminated by signal 10",
        };
        self.line(event.at, Level::Warning, text);
    }

    fn transferred(&mut self, event: &Event, name: &str) {
        if self.channels(event.at) != ChannelSync::None {
            return;
        }
        let before = self.run.at(Self::before(event.at));
        if before.child.is_some_and(|child| child.to_socket) {
            let whom = if self.redis(7, 2) || self.server.family == Family::Valkey {
                "replica"
            } else {
                "slave"
            };
            let text = format!(
                "Streamed RDB transfer with replica {name} succeeded (socket). Waiting for \
                 REPLCONF ACK from {whom} to enable streaming"
            );
            self.line(event.at, Level::Notice, &text);
        }
        let text = format!("Synchronization with replica {name} succeeded");
        self.line(event.at, Level::Notice, &text);
    }

    fn closed(&mut self, event: &Event, index: usize, name: &str, why: CloseReason) {
        let at = event.at;
        let goes = |incident: &crate::scenario::Incident| {
            incident.at == at && matches!(incident.what, What::Restart { who: Target::Primary, .. })
        };
        let own = matches!(why, CloseReason::ProcessGone | CloseReason::HostGone)
            && self.run.scenario.incidents.iter().any(goes);
        if own || !self.run.at(Self::before(at)).replicas[index].attached {
            return;
        }
        let held = self.run.at(Self::before(at)).replicas[index].output_buffer.0;
        let client = format!("id={} addr={name} flags=S omem={held} cmd=replconf", 3 + index);
        let writes = self.run.at(at).write_rate.0 > 0;
        let text = match why {
            // A write finds out, or the cron where nothing is written.
            CloseReason::HardLimit | CloseReason::SoftLimit
                if why == CloseReason::HardLimit || writes =>
            {
                format!(
                    "Client {client} scheduled to be closed ASAP for overcoming of output buffer \
                 limits."
                )
            }
            CloseReason::HardLimit | CloseReason::SoftLimit => {
                format!("Client {client} closed for overcoming of output buffer limits.")
            }
            CloseReason::PrimaryTimeout => {
                format!("Disconnecting timedout replica (streaming sync): {name}")
            }
            CloseReason::ChildFailed => "SYNC failed. BGSAVE child returned an error".to_owned(),
            _ => String::new(),
        };
        if !text.is_empty() {
            self.line(at, Level::Warning, &text);
        }
        let level = if self.server.family == Family::Valkey { Level::Notice } else { Level::Was };
        self.line(at, level, &format!("Connection with replica {name} lost."));
    }
}
