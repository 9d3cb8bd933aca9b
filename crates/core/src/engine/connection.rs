//! Connections: made, asked over, closed; and what happens to a replica by itself.

use core::time::Duration;

use crate::run::{CloseReason, EventKind, FullReason};
use crate::server::RetryRequest;
use crate::units::{Instant, Rate, ReplOffset};

use super::clock::REPLICA_CRON;
use super::node::{Position, Stage, Timer};
use super::psync::{History, PsyncReply, PsyncRequest, psync};
use super::world::World;

impl World {
    pub(crate) fn node_timer(&mut self, index: usize) {
        self.touched.push(index);
        match self.nodes[index].timer {
            Timer::None => {}
            Timer::Connect => self.connect(index),
            Timer::Ask => self.ask(index),
            Timer::TransferDone => self.transfer_done(index),
            Timer::LoadStarts => self.load_starts(index),
            Timer::LoadDone => self.load_done(index),
            Timer::CaughtUp => self.caught_up(index),
            Timer::HardLimit => self.limit_kills(index, CloseReason::HardLimit),
            Timer::SoftLimit => self.limit_kills(index, CloseReason::SoftLimit),
            Timer::SoftReached => {
                self.nodes[index].soft_since = Some(self.now);
                self.happens(index, EventKind::SoftLimitReached);
            }
            Timer::SoftLeft => {
                self.nodes[index].soft_since = None;
                self.happens(index, EventKind::SoftLimitLeft);
            }
            Timer::LeftWindow => self.left_window(index),
            Timer::PathBack => self.path_back(index),
            Timer::PrimaryTimeout => self.close(index, CloseReason::PrimaryTimeout),
            Timer::ReplicaTimeout => self.close(index, CloseReason::ReplicaTimeout),
        }
    }

    /// A round trip of this replica's path, with its jitter.
    fn round_trip(&mut self, index: usize) -> Duration {
        let rtt = self.paths[index].rtt;
        rtt + self.jitter(index, rtt)
    }

    /// A share of `of`, up to the scenario's jitter, drawn from the replica's own luck.
    pub(crate) fn jitter(&mut self, index: usize, of: Duration) -> Duration {
        let nanos = u64::try_from(of.as_nanos()).unwrap_or(u64::MAX);
        let most = self.spec.jitter.of(nanos);
        Duration::from_nanos(self.nodes[index].chance.below(most.saturating_add(1)))
    }

    /// An attempt to connect. The first follows a loss at once, the others come with the cron
    /// (redis 6.2 `replication.c:replicationHandleMasterDisconnection`, `replicationCron`).
    fn connect(&mut self, index: usize) {
        let Stage::Down { why, .. } = self.nodes[index].stage else {
            return;
        };
        let path_back = self.nodes[index].path_back;
        if path_back > self.now {
            self.happens(index, EventKind::ConnectFailed);
            let late = self.jitter(index, Duration::from_secs(1));
            let retry = REPLICA_CRON.from(path_back).saturating_add(late);
            self.nodes[index].stage = Stage::Down { why, retry };
            return;
        }
        // Connect, PING, REPLCONF, and half a trip until PSYNC is read (redis 6.2 on).
        if self.nodes[index].fetches.is_some() && self.fetches_on(index, why) {
            return;
        }
        self.nodes[index].fetches = None;
        let rtt = self.round_trip(index);
        let asks = self.now + rtt * 7 / 2;
        self.enter(index, Stage::Handshake { asks });
        self.happens(index, EventKind::Connected);
    }

    pub(crate) fn enter(&mut self, index: usize, stage: Stage) {
        let node = &mut self.nodes[index];
        node.stage = stage;
        node.since = self.now;
        self.touched.push(index);
    }

    /// The request reaches the primary.
    fn ask(&mut self, index: usize) {
        let up = self.nodes[index].up;
        if !self.answers(up) {
            // `-NOMASTERLINK`: it tries again at its next cron.
            self.enter(index, Stage::Down { why: CloseReason::NoPrimaryLink, retry: self.now });
            self.happens(index, EventKind::NotAnswered);
            let soon = self.now + Duration::from_nanos(1);
            let retry = REPLICA_CRON.from(soon) + self.jitter(index, Duration::from_secs(1));
            self.nodes[index].stage = Stage::Down { why: CloseReason::NoPrimaryLink, retry };
            return;
        }
        let node = &self.nodes[index];
        let applied = node.applied(self.now, &self.hubs[up].stream);
        let request = match (applied, node.replid) {
            // Whatever it is, it is gone.
            (Some(offset), Some(replid)) if node.position == Position::Before => {
                PsyncRequest::From { replid, next: offset }
            }
            (Some(applied), Some(replid)) => PsyncRequest::From { replid, next: applied.next() },
            _ => PsyncRequest::Anything,
        };
        let next = match request {
            PsyncRequest::From { next, .. } => Some(next),
            PsyncRequest::Anything => None,
        };
        self.happens(index, EventKind::Asked { next });
        self.settle(up);
        self.nodes[index].listed = self.now;
        let offset = self.offset(up);
        let pinned = self.pinned(up);
        let hub = &self.hubs[up];
        let history = History {
            replid: hub.replid,
            second: hub.second,
            offset,
            window: hub.backlog.map(|backlog| backlog.window(offset, pinned)),
        };
        match psync(&history, request) {
            PsyncReply::Continue(sent) => {
                self.hubs[up].counters.sync_partial_ok += 1;
                self.happens(index, EventKind::PartialResync { sent });
                self.resumes(index, applied.unwrap_or_default());
            }
            PsyncReply::FullResync(reason) => {
                self.hubs[up].counters.sync_full += 1;
                if matches!(reason, FullReason::Refused(_)) {
                    self.hubs[up].counters.sync_partial_err += 1;
                }
                self.happens(index, EventKind::FullResync(reason));
                self.enter_full(index, reason);
            }
        }
        self.hubs[up].no_replicas_since = None;
        self.pings_changed(up);
        self.refresh_good();
    }

    /// Streaming from `applied` on.
    pub(crate) fn resumes(&mut self, index: usize, applied: ReplOffset) {
        self.takes_history(index, applied);
        self.enter(index, Stage::Online);
        let rate = self.drain_rate(index);
        let replid = self.up(index).replid;
        let node = &mut self.nodes[index];
        node.position = Position::Draining { from: self.now, base: applied, rate };
        node.replid = Some(replid);
        node.snapshot_at = None;
        node.released = true;
        node.room = self.spec.socket_buffer;
        node.soft_since = None;
        node.out_noted = false;
        node.ack_from = self.now;
        node.acked = (self.now, ReplOffset(0));
        node.ticks = [(self.now, applied); 2];
        self.replan_all = true;
    }

    fn caught_up(&mut self, index: usize) {
        let node = &mut self.nodes[index];
        node.position = Position::Tracks;
        node.room = self.spec.socket_buffer;
        node.full = None;
        if node.soft_since.take().is_some() {
            self.happens(index, EventKind::SoftLimitLeft);
        }
        self.happens(index, EventKind::CaughtUp);
        self.replan_all = true;
    }

    fn limit_kills(&mut self, index: usize, why: CloseReason) {
        let up = self.nodes[index].up;
        self.hubs[up].counters.output_buffer_disconnections += 1;
        self.close(index, why);
    }

    fn left_window(&mut self, index: usize) {
        let up = self.nodes[index].up;
        let offset = self.offset(up);
        let pinned = self.pinned(up);
        let stream = &self.hubs[up].stream;
        let next = self.nodes[index].applied(self.now, stream).map(ReplOffset::next);
        let held = match (self.hubs[up].backlog, next) {
            (Some(backlog), Some(next)) => backlog.window(offset, pinned).holds(next),
            _ => true,
        };
        // Still pinned by a replica that reads on: whatever frees it plans this again.
        self.nodes[index].out_noted = true;
        if !held {
            self.happens(index, EventKind::LeftWindow);
        }
    }

    /// The connection of a replica ends.
    pub(crate) fn close(&mut self, index: usize, why: CloseReason) {
        let was = self.nodes[index];
        let up = was.up;
        self.settle(up);
        let stream = self.hubs[up].stream;
        let applied = was.applied(self.now, &stream);
        let sent = was.sent(self.now, &stream);
        // What the kernel already took still arrives when the primary closes in order; a cut path
        // loses what is under way.
        let cut =
            matches!(why, CloseReason::Cut | CloseReason::ReplicaTimeout | CloseReason::HostGone);
        let half_trip = self.paths[index].rtt / 2;
        let arrives = |offset: ReplOffset| match was.position {
            Position::Tracks if cut && was.silent_since.is_none() => {
                let flying = stream.rate().over(half_trip);
                ReplOffset(offset.0.saturating_sub(flying.0))
            }
            _ => offset,
        };
        let mut retry = self.now + if cut { Duration::ZERO } else { half_trip };
        let mut position = was.position;
        let mut replid = was.replid;
        match was.stage {
            Stage::Online => {
                let keeps = if cut { applied.map(arrives) } else { sent };
                if let (Some(keeps), Some(applied)) = (keeps, applied) {
                    position = Position::Held(keeps);
                    if !cut && was.silent_since.is_none() {
                        // It sees the end of the connection after what precedes it.
                        retry = self.drain_rate(index).reaches(keeps - applied.min(keeps), retry);
                    }
                }
            }
            Stage::Loading { begins, done }
                if begins == Instant::ZERO || self.spec.profile.cron_notices_transfer =>
            {
                // Loading goes on, or comes first where the end of the transfer has not been noticed;
                // what follows the snapshot in the kernel is read afterwards.
                let base = was.snapshot_at.unwrap_or_default();
                position = Position::Held(if cut { base } else { sent.unwrap_or(base) });
                replid = Some(self.hubs[up].replid);
                retry = retry.max(done);
            }
            _ => {}
        }
        if was.silent_since.is_some() {
            // It notices when its path, or its process, is back.
            retry = retry.max(was.path_back);
        }
        let by_limit = matches!(why, CloseReason::HardLimit | CloseReason::SoftLimit);
        let fetches =
            was.snapshot_at.filter(|_| was.beside && was.stage == Stage::Saving && by_limit);
        if let (Some(_), Some(child)) = (fetches, &self.hubs[up].child) {
            // Said exactly when the child ends.
            retry = child.ends;
        }
        let receiving = matches!(was.stage, Stage::Saving | Stage::Transfer { .. });
        if receiving && self.spec.profile.cron_notices_transfer && !self.loads_from_socket() {
            retry = REPLICA_CRON.from(retry);
        }
        let node = &mut self.nodes[index];
        node.position = position;
        node.replid = replid;
        node.snapshot_at = None;
        node.released = true;
        node.room = self.spec.socket_buffer;
        node.soft_since = None;
        node.fetches = fetches;
        node.silent_since = None;
        node.out_noted = false;
        node.ack_from = Instant::NEVER;
        node.acked = (self.now, ReplOffset(0));
        if was.attached() && was.stage == Stage::Saving {
            // The saved position of a replica whose snapshot was on its way is all it has.
            self.forget_unless_kept(index);
        }
        self.enter(index, Stage::Down { why, retry });
        if matches!(was.stage, Stage::Loading { begins, .. } if begins != Instant::ZERO)
            && self.spec.profile.cron_notices_transfer
        {
            // Simplified: at once, and not at the cron that notices the file.
            self.happens(index, EventKind::LoadStarted);
            self.loses_history(index);
        }
        // What is gone already cannot be lost again.
        self.nodes[index].out_noted = !self.could_resume(index);
        let event = self.happens(index, EventKind::Closed(why));
        self.hubs[up].left_event = Some(event);
        self.child_loses_replica(up);
        if !self.has_replicas(up) {
            self.hubs[up].no_replicas_since = Some(self.now);
        }
        self.pings_changed(up);
        self.refresh_good();
        self.replan_all = true;
    }

    /// Whether the next byte of a disconnected replica is held.
    fn could_resume(&self, index: usize) -> bool {
        let node = &self.nodes[index];
        let hub = self.up(index);
        match (node.position, &hub.backlog) {
            (Position::Held(applied), Some(backlog)) if node.replid == Some(hub.replid) => {
                let offset = hub.stream.offset(self.now);
                backlog.window(offset, self.pinned(node.up)).holds(applied.next())
            }
            _ => false,
        }
    }

    /// Up to redis 6.2 the old position is gone once `+FULLRESYNC` was read.
    fn forget_unless_kept(&mut self, index: usize) {
        if self.spec.profile.retry == RetryRequest::Anything {
            self.nodes[index].position = Position::None;
        }
    }

    /// A stalled path or a paused process is back.
    fn path_back(&mut self, index: usize) {
        let node = &mut self.nodes[index];
        node.silent_since = None;
        node.stalled = false;
        if let (Stage::Online, Position::Held(base)) = (node.stage, node.position) {
            node.position = Position::Draining { from: self.now, base, rate: Rate::ZERO };
            // It acknowledges again at its next tick; the last one before the silence stands.
            node.ack_from = self.now;
        }
        self.replan_all = true;
    }

    /// A replica that streams reads at the pace it has now.
    fn shares_drain(&mut self, index: usize) {
        let (now, node) = (self.now, &self.nodes[index]);
        let stream = &self.hubs[node.up].stream;
        let drain = self.drain_rate(index);
        let base = match node.position {
            Position::Draining { rate, .. } if rate != drain => {
                node.applied(now, stream).unwrap_or_default()
            }
            Position::Tracks if stream.rate() > drain => stream.offset(now),
            _ => return,
        };
        let fell = node.position == Position::Tracks;
        self.nodes[index].position = Position::Draining { from: now, base, rate: drain };
        if fell {
            self.happens(index, EventKind::FallsBehind);
        } else {
            self.touched.push(index);
        }
    }

    /// Paths are shared: everybody's pace follows from who receives something.
    pub(crate) fn share_links(&mut self) {
        for index in 0..self.nodes.len() {
            let now = self.now;
            let node = &self.nodes[index];
            let silent = node.silent_since.is_some();
            match node.stage {
                Stage::Transfer { flow } => {
                    let rate = if silent { Rate::ZERO } else { self.path_rate(index) };
                    if rate != flow.rate {
                        self.nodes[index].stage = Stage::Transfer { flow: flow.at_rate(now, rate) };
                        self.touched.push(index);
                    }
                }
                Stage::Online if !silent => self.shares_drain(index),
                _ => {}
            }
        }
        for hub in 0..self.hubs.len() {
            self.pace_child(hub);
        }
    }
}
