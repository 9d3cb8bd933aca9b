//! `WAIT` and `WAITAOF`: a client that wants to know who has its last write.
//!
//! Source: redis 7.0.15 `replication.c:waitCommand`, `replicationRequestAckFromSlaves`: the offset
//! is noted, replicas are asked with 37 bytes in the stream, and those that are online and have
//! acknowledged that much are counted, until there are enough or the time is up. redis 7.2.6
//! `waitaofCommand`: the same about what is synced to append-only files, the primary's own among
//! them; a replica says how far its file is with each acknowledgement, and asking does not make it
//! sync. Simplified: with `appendfsync always` its answer to the question is taken to include that.

use core::time::Duration;

use crate::run::EventKind;
use crate::units::{Instant, ReplOffset};

use super::clock::REPLICA_CRON;
use super::node::{Position, Stage};
use super::world::World;

/// `REPLCONF GETACK *`.
pub(crate) const GETACK_BYTES: u64 = 37;

/// A client that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Waiting {
    since: Instant,
    /// `WAITAOF`, and whether the primary's own file counts.
    local: Option<u64>,
    wanted: u64,
    target: ReplOffset,
    until: Instant,
    cause: u32,
}

impl World {
    pub(crate) fn wait(&mut self, local: Option<u64>, wanted: u64, timeout: Duration, cause: u32) {
        let known = self.spec.profile.waitaof;
        if local.is_some_and(|own| !known || own > 0 && !self.settings.appendonly) {
            // The client gets an error at once.
            return;
        }
        let hub = self.written_to;
        let target = self.offset(hub);
        let until = if timeout.is_zero() { Instant::NEVER } else { self.now + timeout };
        let waiting = Waiting { since: self.now, local, wanted, target, until, cause };
        self.waits.push(waiting);
        // Asked once in a turn of the loop, and only where somebody could answer.
        if self.hubs[hub].backlog.is_some() && self.counted(&waiting, self.now) < wanted {
            let now = self.now;
            self.settle(hub);
            self.hubs[hub].stream.add(now, GETACK_BYTES);
        }
        self.replan_all = true;
    }

    /// When the acknowledgement of `index` that counts is back.
    fn acknowledged_at(&self, index: usize, waiting: &Waiting) -> Instant {
        let executed = self.executed_at(index, waiting);
        if waiting.local.is_none() || executed == Instant::NEVER {
            return executed;
        }
        match self.synced_after(executed) {
            Instant::NEVER => Instant::NEVER,
            synced if synced == executed => executed,
            synced => REPLICA_CRON.from(synced).saturating_add(self.paths[index].rtt / 2),
        }
    }

    /// When the primary knows that `index` has executed `target`.
    fn executed_at(&self, index: usize, waiting: &Waiting) -> Instant {
        let node = &self.nodes[index];
        if node.up != self.written_to || node.stage != Stage::Online || node.silent_since.is_some()
        {
            return Instant::NEVER;
        }
        // One that has acknowledged that much on its own is counted at once.
        let (tick, _) = self.last_ack(index, waiting.since);
        if tick >= node.ack_from && self.had_at(index, tick) >= waiting.target {
            return waiting.since;
        }
        let trip = self.paths[index].rtt;
        match node.position {
            Position::Tracks => waiting.since + trip,
            Position::Draining { from, base, rate } => {
                let executed = rate.reaches(waiting.target.saturating_since(base), from);
                executed.saturating_add(trip / 2).max(waiting.since.saturating_add(trip))
            }
            _ => Instant::NEVER,
        }
    }

    fn counted(&self, waiting: &Waiting, at: Instant) -> u64 {
        let have = (0..self.nodes.len()).filter(|i| self.acknowledged_at(*i, waiting) <= at);
        u64::try_from(have.count()).expect("few replicas")
    }

    /// When the next `WAIT` returns.
    pub(crate) fn wait_returns_at(&self) -> Instant {
        self.waits.iter().map(|waiting| self.returns(waiting)).min().unwrap_or(Instant::NEVER)
    }

    fn returns(&self, waiting: &Waiting) -> Instant {
        let mut at: Vec<Instant> =
            (0..self.nodes.len()).map(|index| self.acknowledged_at(index, waiting)).collect();
        crate::order::sort_by_key(&mut at, |at| *at);
        let enough = match usize::try_from(waiting.wanted) {
            Ok(0) => waiting.since,
            Ok(wanted) => at.get(wanted - 1).copied().unwrap_or(Instant::NEVER),
            Err(_) => Instant::NEVER,
        };
        let own = match waiting.local {
            Some(1) => self.synced_after(waiting.since),
            _ => waiting.since,
        };
        enough.max(own).min(waiting.until)
    }

    pub(crate) fn wait_returned(&mut self) {
        let now = self.now;
        let Some(place) = self.waits.iter().position(|waiting| self.returns(waiting) <= now) else {
            return;
        };
        let waiting = self.waits.remove(place);
        let (acknowledged, wanted) = (self.counted(&waiting, now), waiting.wanted);
        let after = now - waiting.since;
        let kind = match waiting.local {
            None => EventKind::WaitReturned { acknowledged, wanted, after },
            Some(_) => {
                let local = u64::from(self.synced_after(waiting.since) <= now);
                EventKind::WaitAofReturned { local, acknowledged, wanted, after }
            }
        };
        self.hub_event(self.written_to, kind, Some(waiting.cause));
    }
}
