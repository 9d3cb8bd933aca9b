//! A full resync, phase by phase.

use crate::run::{CloseReason, EventKind, FullReason};
use crate::scenario::DisklessLoad;
use crate::server::{ChannelSync, RetryRequest};
use crate::units::{Bytes, Instant, Rate, ReplOffset};

use super::child::Child;
use super::clock::{PRIMARY_CRON, REPLICA_CRON, unixtime};
use super::node::{Filed, Flow, Node, Position, Stage};
use super::world::World;

impl World {
    /// A request fell into the full path (redis 7.0.15 `replication.c:syncCommand`, cases 1 to 3).
    pub(crate) fn enter_full(&mut self, index: usize, reason: FullReason) {
        let node = &mut self.nodes[index];
        node.full = Some(reason);
        node.laps += 1;
        node.acked = (self.now, ReplOffset(0));
        node.ack_from = Instant::NEVER;
        self.enter(index, Stage::Waits { heard: self.now });
        let up = self.nodes[index].up;
        if self.hubs[up].backlog.is_none() {
            self.create_backlog(up, self.nodes[index].cause);
        }
        // A child that writes a file for somebody who waits serves a newcomer as well, with the
        // same offset.
        let companion = self
            .nodes
            .iter()
            .find(|other| other.up == up && other.stage == Stage::Saving)
            .and_then(|other| other.snapshot_at);
        match (&self.hubs[up].child, companion) {
            (Some(child), Some(snapshot_at)) if !child.to_socket && !child.killed => {
                self.happens(index, EventKind::SharesChild);
                self.joins_child(index, snapshot_at);
            }
            (None, _) if self.fork_due(up) <= self.now => {
                self.fork_for_waiting(up, self.nodes[index].cause);
            }
            _ => {
                self.happens(index, EventKind::WaitsForChild);
            }
        }
        self.replan_all = true;
    }

    fn waiting(&self, hub: usize) -> impl Iterator<Item = Instant> + '_ {
        self.nodes.iter().filter(move |node| node.up == hub).filter_map(|node| match node.stage {
            Stage::Waits { heard } => Some(heard),
            _ => None,
        })
    }

    /// When the next child is forked for those who wait
    /// (redis 7.0 `replication.c:shouldStartChildReplication`).
    pub(crate) fn fork_due(&self, hub: usize) -> Instant {
        let Some(first) = self.waiting(hub).min() else {
            return Instant::NEVER;
        };
        if self.hubs[hub].child.is_some() || self.absent(hub) {
            return Instant::NEVER;
        }
        let slot_free = self.hubs[hub].slot_free;
        let free = slot_free.max(self.now);
        let delay = self.settings.diskless_delay;
        if !self.settings.diskless_sync || delay == 0 {
            return free;
        }
        let enough = self.settings.diskless_max_replicas;
        if enough > 0 && u64::try_from(self.waiting(hub).count()).expect("few replicas") >= enough {
            return PRIMARY_CRON.from(free);
        }
        let due = Instant::from_secs(unixtime(first) + delay);
        // A child that just ended makes the primary look at once.
        if slot_free == self.now && due <= self.now {
            return self.now;
        }
        PRIMARY_CRON.from(free.max(due))
    }

    fn freeze(&self) -> core::time::Duration {
        let per_gib = self.spec.fork.as_nanos();
        let nanos = (per_gib * u128::from(self.spec.dataset.0)) >> 30;
        core::time::Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
    }

    fn fork(&mut self, up: usize, to_socket: bool, serves: u32, cause: Option<u32>) -> u32 {
        let freeze = self.freeze();
        self.settle(up);
        let (now, total) = (self.now, self.dataset());
        let forked_at = (now, self.offset(up));
        // Simplified: a replica that forks for others goes on executing meanwhile.
        let leads = self.leads(up);
        let hub = &mut self.hubs[up];
        hub.counters.forks += 1;
        hub.latest_fork = Some(freeze);
        hub.child = Some(Child::new(forked_at, freeze, total, to_socket, serves == 0));
        if leads {
            hub.stream.freeze(now, now + freeze);
        }
        self.replan_all = true;
        let event = self.hub_event(up, EventKind::Forked { freeze, serves }, cause);
        self.hubs[up].child_event = Some(event);
        event
    }

    /// One child for everybody who waits.
    pub(crate) fn fork_for_waiting(&mut self, hub: usize, cause: Option<u32>) {
        let waits = |node: &Node| node.up == hub && matches!(node.stage, Stage::Waits { .. });
        let waiting: Vec<usize> =
            (0..self.nodes.len()).filter(|index| waits(&self.nodes[*index])).collect();
        let Some(first) = waiting.first() else { return };
        let cause = cause.or(self.nodes[*first].cause);
        let serves = u32::try_from(waiting.len()).expect("few replicas");
        let snapshot_at = self.offset(hub);
        let event = self.fork(hub, self.settings.diskless_sync, serves, cause);
        for index in waiting {
            self.nodes[index].cause = Some(event);
            self.joins_child(index, snapshot_at);
        }
        // The next write selects its database again for the newcomers.
        self.hubs[hub].select_owed = true;
        self.pay_select(hub);
    }

    /// An operator's or scheduled save.
    pub(crate) fn bgsave(&mut self, hub: usize, cause: Option<u32>) {
        let serving = &self.hubs[hub];
        if serving.child.is_none() && serving.slot_free <= self.now {
            self.fork(hub, false, 0, cause);
        }
    }

    fn joins_child(&mut self, index: usize, snapshot_at: ReplOffset) {
        let beside = self.second_connection();
        let room = if beside { self.room_beside_snapshot() } else { self.spec.socket_buffer };
        if beside && self.spec.profile.channel == ChannelSync::DualChannel {
            // The main channel asks for the stream from the end of the snapshot on.
            let up = self.nodes[index].up;
            self.hubs[up].counters.sync_partial_ok += 1;
        }
        self.enter(index, Stage::Saving);
        let node = &mut self.nodes[index];
        node.snapshot_at = Some(snapshot_at);
        (node.beside, node.released) = (beside, beside);
        node.room = room;
        if self.spec.profile.retry == RetryRequest::Anything {
            node.position = Position::None;
            self.loses_history(index);
        }
        self.replan_all = true;
    }

    /// Whether the stream has a connection beside the snapshot's.
    fn second_connection(&self) -> bool {
        self.settings.channels(self.spec.profile.channel) != ChannelSync::None
    }

    /// Sets the pace of the child: its own, or that of the slowest replica it streams to.
    pub(crate) fn pace_child(&mut self, hub: usize) {
        let Some(child) = self.hubs[hub].child else { return };
        let own = self.spec.disk.filter(|_| !child.to_socket).map_or(self.spec.snapshot, |disk| {
            // The AOF takes its part of the disk first, unless it is not synced meanwhile.
            let aof = self.settings.appendonly && !self.settings.no_appendfsync_on_rewrite;
            let taken = if aof { self.hubs[hub].stream.rate().0 } else { 0 };
            let left = Rate(disk.0.saturating_sub(taken).max(1));
            self.in_dataset_bytes(left).min(self.spec.snapshot)
        });
        let mut rate = own;
        if child.to_socket {
            for (index, node) in self.nodes.iter().enumerate() {
                if node.up != hub || node.stage != Stage::Saving {
                    continue;
                }
                let mut path = self.through_kernels(self.path_rate(index));
                if node.silent_since.is_some() {
                    path = Rate::ZERO;
                } else if self.loads_from_socket() {
                    let load = self.paths[index].load;
                    path = path.min(self.in_dataset_bytes(load));
                }
                rate = rate.min(path);
            }
        }
        let now = self.now;
        if let Some(child) = &mut self.hubs[hub].child {
            child.set_rate(now, rate);
        }
    }

    /// What of a snapshot is still on the path when its child ends: what the path has not carried
    /// in the child's time, at most what kernels hold.
    fn left_with_kernels(&self, index: usize, child: &Child) -> Bytes {
        let begun = child.since + self.up(index).latest_fork.unwrap_or_default();
        let carried = self.path_rate(index).over(child.ends.saturating_since(begun));
        self.spec.rdb.saturating_sub(carried).min(self.spec.socket_buffer)
    }

    /// How fast a path lets a child write, in dataset bytes: the kernels take the end of the
    /// snapshot at once.
    fn through_kernels(&self, path: Rate) -> Rate {
        let waits = self.spec.rdb.saturating_sub(self.spec.socket_buffer);
        if waits.is_zero() {
            return Rate(u64::MAX >> 20);
        }
        Rate(scaled_by(path.0, self.spec.dataset.0, waits.0).min(u64::MAX >> 20))
    }

    /// A pace in snapshot bytes as one in dataset bytes.
    fn in_dataset_bytes(&self, rate: Rate) -> Rate {
        if self.spec.rdb.is_zero() {
            return Rate(u64::MAX >> 20);
        }
        Rate(scaled_by(rate.0, self.spec.dataset.0, self.spec.rdb.0).min(u64::MAX >> 20))
    }

    /// The replica parses what arrives instead of keeping a file first.
    pub(crate) fn loads_from_socket(&self) -> bool {
        matches!(self.settings.diskless_load, DisklessLoad::Swapdb | DisklessLoad::FlushBeforeLoad)
            || (self.settings.diskless_load == DisklessLoad::OnEmptyDb && self.spec.fresh)
    }

    /// The primary notices that its child is done (`server.c:checkChildrenDone`).
    pub(crate) fn child_reaped(&mut self, hub: usize) {
        let Some(child) = self.hubs[hub].child.take() else {
            return;
        };
        self.hubs[hub].slot_free = self.now;
        self.replan_all = true;
        if child.killed {
            let killed = self.hubs[hub].child_event;
            self.hub_event(hub, EventKind::ChildReaped, killed);
            if child.failed {
                self.child_failed(hub, child.to_socket);
            }
            return;
        }
        let forked = self.hubs[hub].child_event;
        let event = self.hub_event(hub, EventKind::ChildDone, forked);
        if !child.to_socket {
            self.hubs[hub].saved_at = self.now;
            self.hubs[hub].saved_offset = child.forked_at;
            self.hubs[hub].save_failed = false;
            self.refresh_refusals();
            self.hubs[hub].counters.rdb_saves += 1;
            self.hubs[hub].last_save = Some(child.ends.saturating_since(child.since).as_secs());
        }
        for index in 0..self.nodes.len() {
            if self.nodes[index].up != hub || self.nodes[index].stage != Stage::Saving {
                continue;
            }
            self.nodes[index].cause = Some(event);
            if child.to_socket {
                self.happens(index, EventKind::TransferDone);
                let under_way = self.left_with_kernels(index, &child);
                self.loads(index, child.ends, under_way);
            } else {
                let flow = Flow { from: self.now, left: self.spec.rdb, rate: Rate::ZERO };
                self.enter(index, Stage::Transfer { flow });
                self.happens(index, EventKind::TransferStarted);
            }
        }
        self.replan_all = true;
    }

    /// The last byte of the file is with the kernel (INFO says `online`).
    pub(crate) fn transfer_done(&mut self, index: usize) {
        let Stage::Transfer { flow } = self.nodes[index].stage else { return };
        self.happens(index, EventKind::TransferDone);
        // From here on the stream follows the file into the kernel's buffers.
        self.nodes[index].released = true;
        self.loads(index, self.now, flow.left_at(self.now));
        self.replan_all = true;
    }

    /// The last byte of the snapshot was handed over at `sent`, `under_way` bytes of it are still
    /// on the path; the replica loads it when it has them.
    fn loads(&mut self, index: usize, sent: Instant, under_way: Bytes) {
        let (begins, done) = self.loading(index, sent, under_way);
        self.enter(index, Stage::Loading { begins, done });
        if begins <= self.now {
            self.load_starts(index);
        }
        self.refresh_good();
    }

    /// When a replica begins to load a snapshot, and when it is done.
    fn loading(&self, index: usize, sent: Instant, under_way: Bytes) -> (Instant, Instant) {
        let half_trip = self.paths[index].rtt / 2;
        let node = &self.nodes[index];
        let from = if node.silent_since.is_some() { node.path_back.max(sent) } else { sent };
        // Simplified: at the pace the path has now.
        let mut begins = self.path_rate(index).reaches(under_way, from) + half_trip;
        if self.spec.profile.cron_notices_transfer {
            begins = REPLICA_CRON.from(begins);
        }
        let load = self.paths[index].load;
        let takes = if self.loads_from_socket() {
            core::time::Duration::ZERO
        } else {
            load.time_for(self.spec.rdb).unwrap_or_default()
        };
        // The stream starts with the acknowledgement that follows the load.
        (begins, begins.saturating_add(takes + half_trip).max(self.now))
    }

    /// A replica whose stream was closed by a limit has the snapshot: it loads that, reads what it
    /// held of the stream, and only then comes to the end of its connection. `false` where there is
    /// no snapshot any more.
    pub(crate) fn fetches_on(&mut self, index: usize, why: CloseReason) -> bool {
        let hub = self.nodes[index].up;
        let Some(child) = self.hubs[hub].child.filter(|child| !child.killed) else { return false };
        if child.ends > self.now {
            self.enter(index, Stage::Down { why, retry: child.ends });
            return true;
        }
        let base = self.nodes[index].fetches.unwrap_or_default();
        let left = self.left_with_kernels(index, &child);
        let (_, retry) = self.loading(index, child.ends, left);
        let held = self.room_beside_snapshot().saturating_sub(self.spec.socket_buffer);
        // redis gives up the held stream with the connection; valkey reads it first.
        let held = if self.spec.profile.channel == ChannelSync::DualChannel { held.0 } else { 0 };
        let replid = self.hubs[hub].replid;
        let node = &mut self.nodes[index];
        node.fetches = None;
        node.position = Position::Held(ReplOffset(base.0.saturating_add(held)));
        node.replid = Some(replid);
        self.happens(index, EventKind::LoadStarted);
        self.enter(index, Stage::Down { why, retry });
        self.loses_history(index);
        true
    }

    /// It has the file: what it had before is gone now.
    pub(crate) fn load_starts(&mut self, index: usize) {
        let replid = self.up(index).replid;
        let node = &mut self.nodes[index];
        if let Stage::Loading { begins, .. } = &mut node.stage {
            *begins = Instant::ZERO;
        }
        node.position = Position::None;
        let kept = self.settings.diskless_load == DisklessLoad::Disabled;
        let snapshot_at = node.snapshot_at.filter(|_| kept);
        node.filed = snapshot_at.map_or(Filed::Nothing, |offset| Filed::At(replid, offset));
        self.happens(index, EventKind::LoadStarted);
        self.loses_history(index);
    }

    pub(crate) fn load_done(&mut self, index: usize) {
        self.happens(index, EventKind::LoadDone);
        let snapshot_at = self.nodes[index].snapshot_at.unwrap_or_default();
        let up = self.nodes[index].up;
        self.settle(up);
        let was = self.nodes[index];
        self.resumes(index, snapshot_at);
        let node = &mut self.nodes[index];
        // What the replica buffered meanwhile is read first, and the clock of the soft limit runs on.
        node.room = was.room;
        node.soft_since = was.soft_since;
        node.acked = (self.now, snapshot_at);
        if was.silent_since.is_some() {
            node.position = Position::Held(snapshot_at);
        }
    }

    /// A child nobody waits for is killed; its slot is free once it was reaped.
    pub(crate) fn child_loses_replica(&mut self, hub: usize) {
        let Some(child) = self.hubs[hub].child.filter(|child| !child.killed) else { return };
        let waits =
            |node: &Node| node.up == hub && (node.stage == Stage::Saving || node.fetches.is_some());
        let wanted = self.nodes.iter().any(waits);
        let keeps_file = !child.to_socket && !self.settings.save.is_empty();
        if wanted || child.by_operator || keeps_file {
            return;
        }
        let now = self.now;
        if let Some(child) = &mut self.hubs[hub].child {
            child.kill(now);
        }
        let left = self.hubs[hub].left_event;
        let event = self.hub_event(hub, EventKind::ChildKilled, left);
        self.hubs[hub].child_event = Some(event);
    }
}

/// `value * by / of`, rounded down; nearly always it fits in 64 bits, where dividing costs little.
fn scaled_by(value: u64, by: u64, of: u64) -> u64 {
    match value.checked_mul(by) {
        Some(product) => product / of,
        None => {
            u64::try_from(u128::from(value) * u128::from(by) / u128::from(of)).unwrap_or(u64::MAX)
        }
    }
}
