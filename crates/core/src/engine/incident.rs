//! What the `at` lines do.

use std::sync::Arc;

use crate::run::{CloseReason, EventKind};
use crate::scenario::{Target, What};
use crate::units::Instant;

use super::hub::PRIMARY;
use super::node::{Position, Stage};
use super::world::World;

impl World {
    pub(crate) fn incident(&mut self) {
        let number = self.next_incident;
        self.next_incident += 1;
        let what = self.spec.incidents[number].what.clone();
        let cause = self.tape.event(self.now, None, EventKind::Incident(number), None);
        self.incident_events.push(cause);
        match what {
            What::Writes { rate, lasting } => {
                let rate = rate.stream_rate();
                match lasting {
                    Some(lasting) => self.bursts.push((self.now + lasting, rate, number)),
                    None => self.base_rate = rate,
                }
                self.rate_event(cause);
            }
            What::Disconnect { who, lasting } => {
                for index in self.targets(&who) {
                    self.cut(index, self.now + lasting, cause);
                }
            }
            What::Kill { who } => {
                for index in self.targets(&who) {
                    if self.nodes[index].attached() {
                        self.nodes[index].cause = Some(cause);
                        self.close(index, CloseReason::Killed);
                    }
                }
            }
            What::Stall { who, lasting } => {
                for index in self.targets(&who) {
                    self.silence(index, self.now + lasting, true, cause);
                }
            }
            What::Pause { who: Target::Primary, lasting } | What::Block { lasting, .. } => {
                let now = self.now;
                let lead = self.written_to;
                self.hubs[lead].stream.freeze(now, now + lasting);
                self.unreachable(now + lasting);
                self.replan_all = true;
            }
            What::Pause { who, lasting } => {
                for index in self.targets(&who) {
                    self.silence(index, self.now + lasting, false, cause);
                }
            }
            What::Bgsave => self.bgsave(PRIMARY, Some(cause)),
            What::ConfigSet(conf) => {
                self.conf = Arc::new(self.conf.overlaid(&conf));
                if let Some(size) = conf.repl_backlog_size {
                    self.resize_backlog(size, cause);
                }
                self.settings_changed();
                self.tape.event(self.now, None, EventKind::SettingsChanged, Some(cause));
            }
            What::Restart { who: Target::Primary, lasting } => {
                self.restart_primary(self.now + lasting, cause);
            }
            What::Restart { who, lasting } => {
                for index in self.targets(&who) {
                    self.restart_replica(index, self.now + lasting, cause);
                }
            }
            What::ReplicaOf { who, of } => {
                for index in self.targets(&Target::Replica(who)) {
                    self.replica_of(index, of.as_ref(), cause);
                }
            }
            What::Crash { alone, lasting } => self.crash_primary(alone, lasting, cause),
            What::PartitionPrimary { lasting } => {
                self.partition_primary(self.now + lasting, cause);
            }
            What::Wait { local, replicas, timeout } => self.wait(local, replicas, timeout, cause),
        }
    }

    fn targets(&self, who: &Target) -> Vec<usize> {
        match who {
            Target::All => (0..self.spec.replicas.len()).collect(),
            Target::Primary => Vec::new(),
            Target::Replica(name) => {
                self.spec.replicas.iter().position(|r| &r.name == name).into_iter().collect()
            }
        }
    }

    fn rate_event(&mut self, cause: u32) {
        self.write_rate_changed();
        let rate = self.write_rate();
        self.tape.event(self.now, None, EventKind::WriteRate(rate), Some(cause));
    }

    pub(crate) fn burst_over(&mut self) {
        let now = self.now;
        let Some(at) = self.bursts.iter().position(|(until, ..)| *until <= now) else {
            return;
        };
        let (_, _, number) = self.bursts.remove(at);
        let began = self.incident_events.get(number).copied();
        let cause = self.tape.event(self.now, None, EventKind::IncidentOver(number), began);
        self.rate_event(cause);
    }

    fn resize_backlog(&mut self, size: crate::units::Bytes, cause: u32) {
        self.settle(PRIMARY);
        let offset = self.offset(PRIMARY);
        let Some(backlog) = &mut self.hubs[PRIMARY].backlog else {
            return;
        };
        let lost = backlog.resize(size, offset);
        // CONFIG SET clamps to 16 KiB, and reads back what it set.
        Arc::make_mut(&mut self.conf).repl_backlog_size = Some(backlog.size());
        if lost {
            self.tape.event(self.now, None, EventKind::BacklogEmptied, Some(cause));
        }
        self.replan_all = true;
        for index in 0..self.nodes.len() {
            let node = &mut self.nodes[index];
            node.out_noted = false;
            let away = node.up == PRIMARY
                && !node.attached()
                && node.replid == Some(self.hubs[PRIMARY].replid);
            if let (true, true, Position::Held(_)) = (lost, away, node.position) {
                node.out_noted = true;
                node.cause = Some(cause);
                self.happens(index, EventKind::LeftWindow);
            }
        }
    }

    fn cut(&mut self, index: usize, until: Instant, cause: u32) {
        let node = &mut self.nodes[index];
        node.path_back = node.path_back.max(until);
        node.cause = Some(cause);
        self.touched.push(index);
        match node.stage {
            Stage::Down { .. } | Stage::Leads => {}
            Stage::Handshake { .. } => {
                self.enter(index, Stage::Down { why: CloseReason::Cut, retry: self.now });
                self.happens(index, EventKind::Closed(CloseReason::Cut));
            }
            _ => self.close(index, CloseReason::Cut),
        }
    }

    /// Nothing arrives any more, but nothing is closed either.
    pub(crate) fn silence(&mut self, index: usize, until: Instant, stalled: bool, cause: u32) {
        let applied = self.nodes[index].applied(self.now, &self.up(index).stream);
        let acked = self.last_ack_with_offset(index);
        let node = &mut self.nodes[index];
        node.path_back = node.path_back.max(until);
        node.cause = Some(cause);
        self.touched.push(index);
        self.replan_all = true;
        if matches!(node.stage, Stage::Down { .. } | Stage::Handshake { .. } | Stage::Leads) {
            return;
        }
        node.silent_since.get_or_insert(self.now);
        node.stalled |= stalled;
        node.acked = acked;
        node.ack_from = Instant::NEVER;
        match (node.stage, applied) {
            (Stage::Online, Some(applied)) => node.position = Position::Held(applied),
            (Stage::Loading { begins, done }, _) if !stalled => {
                let longer = until.saturating_since(self.now);
                let begins = if begins > self.now { begins + longer } else { begins };
                node.stage = Stage::Loading { begins, done: done + longer };
            }
            _ => {}
        }
    }

    fn last_ack_with_offset(&self, index: usize) -> (Instant, crate::units::ReplOffset) {
        let node = &self.nodes[index];
        let (at, _) = self.last_ack(index, self.now);
        if at < node.ack_from || node.ack_from == Instant::NEVER || at == node.acked.0 {
            return node.acked;
        }
        (at, self.had_at(index, at))
    }
}
