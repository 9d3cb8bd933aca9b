//! Processes that go away and come back.

use crate::run::{CloseReason, Counters, EventKind};
use crate::server::BacklogKind;
use crate::units::{Instant, Rate, ReplOffset};

use super::history::Backlog;
use super::node::{Position, Stage};
use super::stream::Stream;
use super::world::World;

/// `REPLCONF GETACK *` in the stream: a clean shutdown asks replicas how far they are
/// (redis 7.0 `server.c:prepareForShutdown`).
const GETACK_BYTES: u64 = 37;

impl World<'_> {
    /// Whether a process that stops leaves a snapshot with its position: save points are configured
    /// (`SHUTDOWN` saves then) and no AOF is read instead (redis 7.0 `server.c:loadDataFromDisk`).
    fn leaves_position(&self) -> bool {
        !self.settings.save.is_empty() && !self.settings.appendonly
    }

    /// A replica's process ends and starts again at `back`.
    pub(crate) fn restart_replica(&mut self, index: usize, back: Instant, cause: u32) {
        let was = self.nodes[index];
        let applied = was.applied(self.now, &self.stream);
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
        let node = &mut self.nodes[index];
        node.position = match applied {
            Some(applied) if keeps => Position::Held(applied),
            _ => Position::None,
        };
        // It connects as soon as it has loaded what it left.
        let retry = if keeps { back + load } else { back };
        self.enter(index, Stage::Down { why: CloseReason::ProcessGone, retry });
        self.replan_all = true;
    }

    /// The primary's process ends and starts again at `back`.
    ///
    /// From redis 7.0 on a snapshot brings the history back as the second ID, with an empty
    /// backlog; before, and without a snapshot, everything starts anew (`replication.c`,
    /// `server.c:loadDataFromDisk`).
    pub(crate) fn restart_primary(&mut self, back: Instant, cause: u32) {
        let restores = self.leaves_position() && self.spec.profile.backlog == BacklogKind::Blocks;
        if restores && self.nodes.iter().any(super::node::Node::attached) {
            self.stream.add(self.now, GETACK_BYTES);
        }
        let offset = self.offset();
        for index in 0..self.nodes.len() {
            let node = &mut self.nodes[index];
            node.path_back = node.path_back.max(back);
            node.cause = Some(cause);
            if node.attached() {
                let in_sync = node.position == Position::Tracks;
                self.close(index, CloseReason::ProcessGone);
                // A clean shutdown waits until replicas that keep up have everything.
                if in_sync {
                    self.nodes[index].position = Position::Held(offset);
                }
            }
            self.enter(index, Stage::Down { why: CloseReason::ProcessGone, retry: self.now });
        }
        self.child = None;
        self.slot_free = back;
        let old = (self.replid, offset.next());
        self.new_history();
        let kept = self.backlog.is_some() && restores;
        let offset = if kept { offset } else { ReplOffset(0) };
        self.second = kept.then_some(old);
        self.stream = Stream::new(offset, Rate::ZERO);
        self.stream.set_rate(self.now, Rate::ZERO);
        self.backlog = kept.then(|| {
            let block = self.spec.profile.block_payload(self.spec.allocator);
            Backlog::new(&self.spec.profile, block, self.settings.repl_backlog_size, offset)
        });
        self.counters = Counters::default();
        self.latest_fork = None;
        self.last_save = None;
        self.select_owed = true;
        self.no_replicas_since = None;
        self.primary_incident = self.next_incident - 1;
        self.primary_back = back;
        self.replan_all = true;
    }

    pub(crate) fn primary_is_back(&mut self) {
        self.primary_back = Instant::NEVER;
        self.no_replicas_since = Some(self.now);
        let incident = self.primary_incident;
        self.tape.event(self.now, None, EventKind::IncidentOver(incident), None);
        self.write_rate_changed();
    }
}
