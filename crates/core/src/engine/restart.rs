//! Processes that go away and come back.

use crate::run::{CloseReason, Counters, EventKind};
use crate::server::BacklogKind;
use crate::units::{Instant, Rate, ReplOffset};

use super::node::{Filed, Position, Stage};
use super::stream::Stream;
use super::wait::GETACK_BYTES;
use super::world::World;

impl World {
    /// Whether a process that stops leaves a snapshot with its position: save points are configured
    /// (`SHUTDOWN` saves then) and no AOF is read instead (redis 7.0 `server.c:loadDataFromDisk`).
    fn leaves_position(&self) -> bool {
        !self.settings.save.is_empty() && !self.settings.appendonly
    }

    /// A replica's process ends and starts again at `back`.
    pub(crate) fn restart_replica(&mut self, index: usize, back: Instant, cause: u32) {
        let was = self.nodes[index];
        if was.stage == Stage::Leads {
            // It was promoted, and is a primary still when it comes back.
            if let Some(hub) = self.hub_of(index).filter(|hub| !self.hubs[*hub].gone) {
                self.restart_leader(hub, back, cause);
            }
            return;
        }
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
        let load = self.paths[index].load.time_for(self.spec.rdb).unwrap_or_default();
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
            self.process_goes(hub, back, CloseReason::ProcessGone, cause);
            // It starts without a backlog, and gets one with the first answer of its primary.
            self.hubs[hub].backlog = None;
            // Its history is that of the file it finds, or none.
            let found = self.nodes[index].replid.filter(|_| keeps);
            let replid = found.unwrap_or_else(|| self.fresh_id());
            if self.hubs[hub].replid != replid {
                (self.hubs[hub].replid, self.hubs[hub].second) = (replid, None);
            }
        }
        self.refresh_good();
        self.replan_all = true;
    }

    /// The connections that a process serves end with it.
    fn process_goes(&mut self, hub: usize, back: Instant, why: CloseReason, cause: u32) {
        for index in 0..self.nodes.len() {
            let node = &mut self.nodes[index];
            if node.up != hub || node.stage == Stage::Leads {
                continue;
            }
            // Whoever waited for somebody to start it waits no longer.
            let waited =
                if node.path_back == Instant::NEVER { Instant::ZERO } else { node.path_back };
            node.path_back = waited.max(back);
            node.cause = Some(cause);
            if node.attached() {
                self.close(index, why);
            }
            self.enter(index, Stage::Down { why, retry: self.now });
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

    /// `restart primary`: the process that crashed, or the one that leads.
    pub(crate) fn restart_primary(&mut self, back: Instant, cause: u32) {
        let crashed = self.hubs.iter().position(|hub| hub.gone);
        match crashed {
            Some(hub) => {
                self.hubs[hub].gone = false;
                self.starts_anew(hub, back, CloseReason::ProcessGone, cause);
                self.back_at(hub, back);
            }
            None => {
                self.unreachable(back);
                self.restart_leader(self.written_to, back, cause);
            }
        }
    }

    /// The process of a primary ends and starts again at `back`.
    ///
    /// From redis 7.0 on a snapshot brings the history back as the second ID, with an empty
    /// backlog; before, and without a snapshot, everything starts anew (`replication.c`,
    /// `server.c:loadDataFromDisk`).
    pub(crate) fn restart_leader(&mut self, hub: usize, back: Instant, cause: u32) {
        // A clean shutdown asks replicas how far they are (redis 7.0 `prepareForShutdown`).
        let restores = self.leaves_position() && self.spec.profile.backlog == BacklogKind::Blocks;
        let now = self.now;
        if restores && self.has_replicas(hub) {
            self.hubs[hub].stream.add(now, GETACK_BYTES);
        }
        let offset = self.offset(hub);
        // It waits until replicas that keep up have everything.
        let in_sync: Vec<usize> = (0..self.nodes.len())
            .filter(|index| {
                let node = &self.nodes[*index];
                node.up == hub && node.attached() && node.position == Position::Tracks
            })
            .collect();
        self.process_goes(hub, back, CloseReason::ProcessGone, cause);
        for index in in_sync {
            self.nodes[index].position = Position::Held(offset);
        }
        if hub == self.written_to {
            self.offset_at_end = offset;
        }
        let old = (self.hubs[hub].replid, offset.next());
        let kept = self.hubs[hub].backlog.is_some() && restores;
        self.begins_history(hub, if kept { offset } else { ReplOffset(0) });
        self.hubs[hub].second = kept.then_some(old);
        if kept {
            self.empty_backlog(hub);
        }
        // Without a file of its own it comes back empty, and empties its replicas.
        if !self.leaves_position() && !self.settings.appendonly {
            self.hubs[hub].unsaved = self.taken(now).saturating_sub(self.lost);
        }
        self.refresh_good();
        self.replan_all = true;
    }

    /// A primary's process is killed and started again by `back`, without a word to anybody and
    /// with a history of its own.
    pub(crate) fn starts_anew(&mut self, hub: usize, back: Instant, why: CloseReason, cause: u32) {
        let was_gone = self.hubs[hub].stream.rate() == Rate::ZERO && self.offset(hub).0 == 0;
        if !was_gone {
            self.offset_at_end = self.offset(hub);
            self.hubs[hub].unsaved = self.unsaved(hub, why == CloseReason::HostGone);
            self.hubs[hub].saved_offset = ReplOffset(0);
        }
        self.process_goes(hub, back, why, cause);
        self.begins_history(hub, ReplOffset(0));
        self.refresh_good();
        self.replan_all = true;
    }

    /// From here on a hub's stream is a history of its own.
    fn begins_history(&mut self, hub: usize, offset: ReplOffset) {
        self.takes_stock(hub);
        self.new_history(hub);
        let now = self.now;
        let replid = self.hubs[hub].replid;
        let serving = &mut self.hubs[hub];
        serving.stream = Stream::line(now, offset, Rate::ZERO);
        serving.backlog = None;
        serving.select_owed = true;
        serving.leads_from = Some(offset);
        if let Some(process) = self.process_of(hub) {
            self.nodes[process].replid = Some(replid);
            self.nodes[process].position = Position::Held(offset);
        }
    }

    /// Adds up what a hub has taken from clients so far.
    pub(crate) fn takes_stock(&mut self, hub: usize) {
        let offset = self.offset(hub);
        let serving = &mut self.hubs[hub];
        if let Some(from) = serving.leads_from.take() {
            serving.taken += offset.saturating_since(from);
        }
    }

    pub(crate) fn process_is_back(&mut self, hub: usize) {
        let serving = &mut self.hubs[hub];
        serving.back = Instant::NEVER;
        serving.no_replicas_since = Some(self.now);
        let incident = serving.incident;
        let began = self.incident_events.get(incident).copied();
        self.hub_event(hub, EventKind::IncidentOver(incident), began);
        self.comes_back_with_less(hub);
        self.write_rate_changed();
    }
}
