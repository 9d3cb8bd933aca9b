//! What a replica's log says.
//!
//! Left out, because a scenario does not say it: how many keys were loaded, where it gives no
//! `keys`. Attempts that fail between two events are written one a second, as its cron makes them.

use super::{Level, Log, NO_ID};
use crate::engine::ReplId;
use crate::run::{CloseReason, Event, EventKind, Phase};
use crate::scenario::DisklessLoad;
use crate::server::{ChannelSync, Family};
use crate::units::{Instant, ReplOffset};

/// What the lines of one replica depend on, besides the event.
pub(super) struct Replica<'a> {
    pub(super) log: Log<'a>,
    pub(super) index: usize,
    /// The link has just ended, so that the next attempt is another one.
    lost: Option<&'static str>,
    /// It keeps the state of a primary it was connected with.
    pub(super) cached: bool,
    /// The stream was closed while the snapshot goes on: it notices when it has loaded that.
    unnoticed: bool,
    /// It reads what it held of the stream while it loaded (redis 8.0).
    pub(super) streams: bool,
    /// When the last attempt failed.
    failed: Option<Instant>,
    /// When the snapshot it gets was begun.
    pub(super) forked: Instant,
}

/// The log of replica `index`, in the words before valkey 8.0.
pub(super) fn written(log: Log<'_>, index: usize) -> Log<'_> {
    let cached = !log.run.scenario.fresh;
    let zero = Instant::ZERO;
    let mut replica = Replica {
        log,
        index,
        lost: None,
        cached,
        unnoticed: false,
        streams: false,
        failed: None,
        forked: zero,
    };
    let run = replica.log.run;
    for event in &run.events {
        if event.who.is_some_and(|who| who as usize == index) {
            replica.event(event);
        } else if matches!(event.kind, EventKind::Forked { serves: 1.., .. }) {
            replica.forks(event);
        }
    }
    replica.log
}

impl Replica<'_> {
    pub(super) fn note(&mut self, at: Instant, text: &str) {
        self.log.line(at, Level::Notice, text);
    }

    fn phase(&self, at: Instant) -> Phase {
        self.log.run.at(at).replicas[self.index].phase
    }

    /// What it loads comes straight from the socket.
    pub(super) fn parses(&self, at: Instant) -> bool {
        match self.log.run.settings_at(at).diskless_load {
            DisklessLoad::Disabled => false,
            DisklessLoad::OnEmptyDb => !self.cached,
            DisklessLoad::Swapdb | DisklessLoad::FlushBeforeLoad => true,
        }
    }

    fn event(&mut self, event: &Event) {
        let at = event.at;
        match event.kind {
            EventKind::Connected => {
                if core::mem::take(&mut self.unnoticed) {
                    self.note(at, "MASTER <-> REPLICA sync: Finished with success");
                    self.link_ends(at);
                }
                self.tried_meanwhile(at);
                self.attempt(at);
                self.note(at, "Non blocking connect for SYNC fired the event.");
            }
            EventKind::ConnectFailed => self.refused(at),
            EventKind::NotAnswered => self.note(
                at,
                "Master is currently unable to PSYNC but should be in the future: -NOMASTERLINK \
                 Can't SYNC while not connected with my master",
            ),
            EventKind::Asked { next } => self.asks(at, next),
            EventKind::PartialResync { .. } => {
                self.note(at, "Successful partial resynchronization with master.");
                self.note(
                    at,
                    "MASTER <-> REPLICA sync: Master accepted a Partial Resynchronization.",
                );
                self.cached = true;
            }
            EventKind::FullResync(_) => match self.log.channels(at) {
                ChannelSync::None => {}
                ChannelSync::RdbChannel => {
                    self.note(at, "PSYNC is not possible, initialize RDB channel.");
                }
                ChannelSync::DualChannel => self.note(
                    at,
                    "Dual channel replication: PSYNC is not possible, initialize RDB channel.",
                ),
            },
            EventKind::SharesChild => self.accepted(at),
            EventKind::TransferStarted => self.receives(at),
            EventKind::TransferDone if self.by_another_thread(at) => {
                self.note(at, "Replica bio thread: Done downloading RDB");
            }
            EventKind::LoadStarted if !self.parses(at) => self.loads(at),
            EventKind::LoadDone => self.loaded(at),
            EventKind::CaughtUp => self.buffer_read(at),
            EventKind::Closed(why) => self.closed(at, why),
            EventKind::Promoted => self.promoted(at),
            _ => {}
        }
    }

    /// `syncWithMaster`, as far as the connection.
    fn attempt(&mut self, at: Instant) {
        let above = self.log.run.upstream(self.index, at);
        let above = above.map_or("primary", |above| &self.log.run.scenario.replicas[above].name);
        let text = match self.lost.take() {
            Some(tail) => format!("Reconnecting to MASTER {above}:6379{tail}"),
            None => format!("Connecting to MASTER {above}:6379"),
        };
        self.note(at, &text);
        self.note(at, "MASTER <-> REPLICA sync started");
    }

    fn refused(&mut self, at: Instant) {
        self.attempt(at);
        let text = "Error condition on socket for SYNC: Connection refused";
        self.log.line(at, Level::Warning, text);
        self.failed = Some(at);
    }

    /// Each second's attempt between the first that failed and the one that succeeds at `at`.
    fn tried_meanwhile(&mut self, at: Instant) {
        let Some(failed) = self.failed.take() else { return };
        const SECOND: u64 = 1_000_000_000;
        let turns = (at - failed).as_secs().min(86_400);
        for ago in (1..=turns).rev() {
            let turn = Instant::from_nanos(at.as_nanos() - ago * SECOND);
            if turn > failed {
                self.refused(turn);
            }
        }
        self.failed = None;
    }

    fn asks(&mut self, at: Instant, next: Option<ReplOffset>) {
        self.note(at, "Master replied to PING, replication can continue...");
        let text = match next {
            Some(next) => {
                let id = self.log.run.replica_id(self.index, Log::before(at));
                let id = id.map_or_else(|| NO_ID.to_owned(), ReplId::to_hex);
                format!("Trying a partial resynchronization (request {id}:{}).", next.0)
            }
            None => "Partial resynchronization not possible (no cached master)".to_owned(),
        };
        self.note(at, &text);
    }

    /// A child was forked, perhaps for this one.
    fn forks(&mut self, event: &Event) {
        let by = event.who.map(|who| who as usize);
        if self.log.run.upstream(self.index, event.at) != by {
            return;
        }
        self.forked = event.at;
        if self.phase(event.at) == Phase::Saving {
            self.accepted(event.at);
        }
    }

    /// The primary has said what it will send: `+FULLRESYNC`, or the offset beside the snapshot.
    fn accepted(&mut self, at: Instant) {
        let offset = self.log.run.offset_at(self.forked);
        let upstream = self.log.run.upstream(self.index, at);
        let served = upstream.and_then(|up| self.log.run.served_by(up, at));
        let replid = served.map_or_else(|| self.log.run.at(at).replid, |served| served.replid);
        let id = replid.to_hex();
        match self.log.channels(at) {
            ChannelSync::None => {
                self.note(at, &format!("Full resync from master: {id}:{}", offset.0));
                if !self.log.redis(7, 0) && self.log.server.family == Family::Redis {
                    self.discards(at);
                }
            }
            ChannelSync::RdbChannel => {
                self.note(at, "Starting to receive RDB and replication stream in parallel.");
            }
            ChannelSync::DualChannel => {
                let text = format!(
                    "Dual channel replication: Trying a partial resynchronization using main \
                     channel (request {id}:{}).",
                    offset.next().0
                );
                self.note(at, &text);
                self.note(
                    at,
                    "Dual channel replication: MASTER <-> REPLICA sync: Master accepted a Partial \
                     Resynchronization, RDB load in background.",
                );
            }
        }
        if self.log.run.at(at).child.is_some_and(|child| child.to_socket) {
            self.receives(at);
        }
    }

    fn closed(&mut self, at: Instant, why: CloseReason) {
        self.streams = false;
        self.lost = (why != CloseReason::RoleChange).then_some("");
        match self.phase(Log::before(at)) {
            Phase::Saving
                if matches!(why, CloseReason::HardLimit | CloseReason::SoftLimit)
                    && self.log.channels(at) != ChannelSync::None =>
            {
                self.unnoticed = true;
            }
            Phase::Saving | Phase::Transfer if why == CloseReason::ReplicaTimeout => {
                let conf = if self.log.valkey(8, 0) { "valkey.conf" } else { "redis.conf" };
                let text = format!(
                    "Timeout receiving bulk data from MASTER... If the problem persists try to \
                     set the 'repl-timeout' parameter in {conf} to a larger value."
                );
                self.log.line(at, Level::Warning, &text);
                self.lost = Some(" after failure");
            }
            Phase::Saving | Phase::Transfer => {
                let text = "I/O error trying to sync with MASTER: connection lost";
                self.log.line(at, Level::Warning, text);
                self.lost = Some(" after failure");
            }
            Phase::Handshake
            | Phase::WaitsForChild
            | Phase::Down { .. }
            | Phase::Primary
            | Phase::Gone { .. } => {}
            Phase::Online | Phase::Loading => {
                if why == CloseReason::ReplicaTimeout {
                    let text = "MASTER timeout: no data nor PING received...";
                    self.log.line(at, Level::Warning, text);
                }
                if why == CloseReason::RoleChange {
                    let level = self.level_of_loss();
                    self.log.line(at, level, "Connection with master lost.");
                } else {
                    self.link_ends(at);
                }
            }
        }
    }

    fn level_of_loss(&self) -> Level {
        if self.log.valkey(7, 2) { Level::Notice } else { Level::Was }
    }

    fn link_ends(&mut self, at: Instant) {
        let level = self.level_of_loss();
        self.log.line(at, level, "Connection with master lost.");
        self.note(at, "Caching the disconnected master state.");
        self.cached = true;
    }

    fn promoted(&mut self, at: Instant) {
        let Some(served) = self.log.run.served_by(self.index, at) else { return };
        let (old, up_to) = served.second.unwrap_or((ReplId(0), ReplOffset(0)));
        let text = format!(
            "Setting secondary replication ID to {}, valid up to offset: {}. New replication ID \
             is {}",
            old.to_hex(),
            up_to.0,
            served.replid.to_hex()
        );
        self.log.line(at, Level::Was, &text);
        self.note(
            at,
            "MASTER MODE enabled (user request from 'id=2 addr=operator:1 cmd=replicaof')",
        );
    }
}
