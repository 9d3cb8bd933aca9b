//! Processes that go away and come back.

use crate::run::{CloseReason, Counters, EventKind};
use crate::server::BacklogKind;
use crate::units::{Instant, Rate, ReplOffset};

use super::hub::PRIMARY;
use super::node::{Filed, Position, Stage};
use super::stream::Stream;
use super::world::World;

/// `REPLCONF GETACK *` in the stream: a clean shutdown asks replicas how far they are
/// (redis 7.0 `server.c:prepareForShutdown`).
const GETACK_BYTES: u64 = 37;

impl World {
    /// Whether a process that stops leaves a snapshot with its position: save points are configured
    /// (`SHUTDOWN` saves then) and no AOF is read instead (redis 7.0 `server.c:loadDataFromDisk`).
    fn leaves_position(&self) -> bool {
        !self.settings.save.is_empty() && !self.settings.appendonly
    }

    /// A replica's process ends and starts again at `back`.
    pub(crate) fn restart_replica(&mut self, index: usize, back: Instant, cause: u32) {
        let was = self.nodes[index];
        let applied = was.applied(self.now, &self.up(index).stream);
        let node = &mut self.nodes[index];
        node.path_back = node.path_back.max(back);
        node.silent_since = None;
        node.stalled = false;
        node.cause = Some(cause);
        if was.attached() {
            self.close(index, CloseReason::ProcessGone);
        }
        let keeps = was.stage == Stage::Online && self.leaves_position();
        let load = self.spec.replicas[index].load.time_for(self.spec.rdb).unwrap_or_default();
        let aof = self.settings.appendonly;
        let node = &mut self.nodes[index];
        node.position = match applied {
            Some(applied) if keeps => Position::Held(applied),
            _ => Position::None,
        };
        // Without a save of its own it finds the file of its last full resync, with the position
        // that belongs to it.
        match (node.position, node.filed) {
            (Position::None, Filed::At(replid, offset)) if !aof => {
                node.position = Position::Held(offset);
                node.replid = Some(replid);
            }
            (Position::None, Filed::Before) if !aof => node.position = Position::Before,
            _ => {}
        }
        let keeps = node.position != Position::None;
        // It connects as soon as it has loaded what it left.
        let retry = if keeps { back + load } else { back };
        self.enter(index, Stage::Down { why: CloseReason::ProcessGone, retry });
        if let Some(hub) = self.hub_of(index) {
            self.process_goes(hub, back, cause);
            // It starts without a backlog, and gets one with the first answer of its primary.
            self.hubs[hub].backlog = None;
        }
        self.refresh_good();
        self.replan_all = true;
    }

    /// The connections that a process serves end with it.
    fn process_goes(&mut self, hub: usize, back: Instant, cause: u32) {
        for index in 0..self.nodes.len() {
            let node = &mut self.nodes[index];
            if node.up != hub || node.stage == Stage::Leads {
                continue;
            }
            node.path_back = node.path_back.max(back);
            node.cause = Some(cause);
            if node.attached() {
                self.close(index, CloseReason::ProcessGone);
            }
            self.enter(index, Stage::Down { why: CloseReason::ProcessGone, retry: self.now });
        }
        let incident = self.next_incident.saturating_sub(1);
        let serving = &mut self.hubs[hub];
        serving.child = None;
        serving.slot_free = back;
        serving.counters = Counters::default();
        serving.latest_fork = None;
        serving.last_save = None;
        serving.no_replicas_since = None;
        serving.incident = incident;
        serving.back = back;
    }

    /// The primary's process ends and starts again at `back`.
    ///
    /// From redis 7.0 on a snapshot brings the history back as the second ID, with an empty
    /// backlog; before, and without a snapshot, everything starts anew (`replication.c`,
    /// `server.c:loadDataFromDisk`).
    pub(crate) fn restart_primary(&mut self, back: Instant, cause: u32) {
        let restores = self.leaves_position() && self.spec.profile.backlog == BacklogKind::Blocks;
        if restores && self.has_replicas(PRIMARY) {
            let now = self.now;
            self.hubs[PRIMARY].stream.add(now, GETACK_BYTES);
        }
        let offset = self.offset(PRIMARY);
        // A clean shutdown waits until replicas that keep up have everything.
        let in_sync: Vec<usize> = (0..self.nodes.len())
            .filter(|index| {
                let node = &self.nodes[*index];
                node.up == PRIMARY && node.attached() && node.position == Position::Tracks
            })
            .collect();
        self.process_goes(PRIMARY, back, cause);
        for index in in_sync {
            self.nodes[index].position = Position::Held(offset);
        }
        let old = (self.hubs[PRIMARY].replid, offset.next());
        self.new_history(PRIMARY);
        let kept = self.hubs[PRIMARY].backlog.is_some() && restores;
        let offset = if kept { offset } else { ReplOffset(0) };
        let hub = &mut self.hubs[PRIMARY];
        hub.second = kept.then_some(old);
        hub.stream = Stream::line(self.now, offset, Rate::ZERO);
        hub.backlog = None;
        hub.select_owed = true;
        if kept {
            self.empty_backlog(PRIMARY);
        }
        self.refresh_good();
        self.replan_all = true;
    }

    /// The primary's process is killed and started again by `back`, without a word to anybody and
    /// without a file it could take its history from.
    pub(crate) fn primary_dies(&mut self, back: Instant, cause: u32) {
        self.process_goes(PRIMARY, back, cause);
        self.new_history(PRIMARY);
        let hub = &mut self.hubs[PRIMARY];
        hub.second = None;
        hub.stream = Stream::line(self.now, ReplOffset(0), Rate::ZERO);
        hub.backlog = None;
        hub.select_owed = true;
        self.refresh_good();
        self.replan_all = true;
    }

    pub(crate) fn process_is_back(&mut self, hub: usize) {
        let serving = &mut self.hubs[hub];
        serving.back = Instant::NEVER;
        serving.no_replicas_since = Some(self.now);
        let incident = serving.incident;
        let began = self.incident_events.get(incident).copied();
        self.hub_event(hub, EventKind::IncidentOver(incident), began);
        self.write_rate_changed();
    }
}
