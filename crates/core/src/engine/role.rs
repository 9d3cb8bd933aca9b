//! Who follows whom, and what a change of that does to history.
//!
//! Sources: redis 7.0.15 `replication.c`: `replicationSetMaster`, `replicationUnsetMaster`,
//! `shiftReplicationId`, `slaveTryPartialResynchronization`, `readSyncBulkPayload`; recorded on
//! redis 6.2 to 8.0 and valkey 8.0 to 9.1.

use crate::run::{CloseReason, EventKind};
use crate::scenario::Target;
use crate::server::RetryRequest;
use crate::units::{Rate, ReplOffset};

use super::hub::PRIMARY;
use super::node::{Position, Stage};
use super::stream::Stream;
use super::world::World;

impl World {
    /// `REPLICAOF` on the process of replica `index`; `None` is `NO ONE`.
    pub(crate) fn replica_of(&mut self, index: usize, of: Option<&Target>, cause: u32) {
        self.nodes[index].cause = Some(cause);
        match of {
            None => self.promote(index),
            Some(Target::Replica(name)) => {
                let above = self.spec.replicas.iter().position(|replica| &replica.name == name);
                if let Some(hub) = above.and_then(|above| self.hub_of(above)) {
                    self.follow(index, hub);
                }
            }
            Some(Target::Primary | Target::All) => self.follow(index, PRIMARY),
        }
        self.clients_follow(index);
    }

    /// It becomes a primary: its history gets a new name and keeps the old one as the second.
    pub(crate) fn promote(&mut self, index: usize) {
        let Some(hub) = self.hub_of(index) else { return };
        if self.nodes[index].stage == Stage::Leads {
            return;
        }
        let applied = self.nodes[index].applied(self.now, &self.up(index).stream);
        if self.nodes[index].attached() {
            self.close(index, CloseReason::RoleChange);
        }
        self.settle(hub);
        let offset = applied.unwrap_or_else(|| self.offset(hub));
        let old = self.nodes[index].replid.unwrap_or(self.hubs[hub].replid);
        let replid = self.fresh_id();
        let now = self.now;
        let serving = &mut self.hubs[hub];
        serving.stream = Stream::line(now, offset, Rate::ZERO);
        serving.replid = replid;
        serving.second = Some((old, offset.next()));
        serving.select_owed = true;
        serving.idle_since = now;
        serving.leads_from = Some(offset);
        if serving.backlog.is_none() {
            self.empty_backlog(hub);
        }
        let node = &mut self.nodes[index];
        node.position = Position::Held(offset);
        node.replid = Some(replid);
        node.full = None;
        node.silent_since = None;
        node.path_back = node.path_back.max(now);
        self.enter(index, Stage::Leads);
        self.happens(index, EventKind::Promoted);
        self.drop_followers(hub, CloseReason::RoleChange);
        self.hubs[hub].no_replicas_since = Some(now);
        self.write_rate_changed();
        self.refresh_good();
    }

    /// It becomes a replica of `hub`, with what it has as its position.
    pub(crate) fn follow(&mut self, index: usize, hub: usize) {
        let node = self.nodes[index];
        // `+OK Already connected to specified master`
        if node.stage != Stage::Leads && node.up == hub {
            return;
        }
        if self.follows(hub, index) {
            return;
        }
        let led = node.stage == Stage::Leads;
        if led && let Some(own) = self.hub_of(index) {
            // Its own history is what it offers, under its present name.
            let offset = self.offset(own);
            self.takes_stock(own);
            self.settle(own);
            self.nodes[index].position = Position::Held(offset);
            self.nodes[index].replid = Some(self.hubs[own].replid);
            self.hubs[own].stream = Stream::line(self.now, offset, Rate::ZERO);
            self.hubs[own].no_replicas_since = None;
            // From redis 7.0 on they stay until the history changes.
            if self.spec.profile.retry == RetryRequest::Anything {
                self.drop_followers(own, CloseReason::RoleChange);
            }
        } else if node.attached() {
            // It hangs up itself: what is still in the other side's kernel is never read.
            let applied = node.applied(self.now, &self.up(index).stream);
            self.close(index, CloseReason::RoleChange);
            if node.stage == Stage::Online
                && let Some(applied) = applied
            {
                self.nodes[index].position = Position::Held(applied);
            }
        }
        let node = &mut self.nodes[index];
        node.up = hub;
        node.path_back = self.now;
        node.silent_since = None;
        node.stalled = false;
        node.out_noted = false;
        self.enter(index, Stage::Down { why: CloseReason::RoleChange, retry: self.now });
        self.happens(index, EventKind::Follows(self.hubs[hub].owner));
        self.write_rate_changed();
        self.refresh_good();
    }

    /// Whether `hub` hangs, directly or not, under replica `index`.
    fn follows(&self, hub: usize, index: usize) -> bool {
        let mut at = self.process_of(hub);
        for _ in 0..=self.nodes.len() {
            match at {
                Some(owner) if owner == index => return true,
                Some(owner) if self.nodes[owner].stage != Stage::Leads => {
                    at = self.process_of(self.nodes[owner].up);
                }
                _ => return false,
            }
        }
        false
    }

    /// Everybody attached to a hub is disconnected and comes back.
    fn drop_followers(&mut self, hub: usize, why: CloseReason) {
        let cause = self.hubs[hub].owner.and_then(|owner| self.nodes[owner].cause);
        for index in 0..self.nodes.len() {
            if self.nodes[index].up == hub && self.nodes[index].attached() {
                self.nodes[index].cause = cause;
                self.close(index, why);
            }
        }
    }

    /// A replica reads on at `applied` in the history of the process above it; its own hub, where
    /// it has one, goes on under that name.
    pub(crate) fn takes_history(&mut self, index: usize, applied: ReplOffset) {
        let Some(hub) = self.hub_of(index) else { return };
        let (new, second) = (self.up(index).replid, self.up(index).second);
        let now = self.now;
        if self.hubs[hub].backlog.is_none() {
            // A full resync, or a restart: history begins here.
            self.hubs[hub].stream = Stream::line(now, applied, Rate::ZERO);
            self.empty_backlog(hub);
            self.hubs[hub].replid = new;
            self.hubs[hub].second = None;
            return;
        }
        let old = self.hubs[hub].replid;
        if old != new {
            // Its replicas have to learn the new name, and come back with the old one.
            self.hubs[hub].replid = new;
            self.hubs[hub].second = match second {
                Some((id, up_to)) if id == old => Some((old, up_to.min(applied.next()))),
                _ => Some((old, applied.next())),
            };
            self.drop_followers(hub, CloseReason::RoleChange);
        }
    }

    /// A full resync begins to replace what a replica has: its own replicas are dropped and its
    /// backlog is freed.
    pub(crate) fn loses_history(&mut self, index: usize) {
        let Some(hub) = self.hub_of(index) else { return };
        if self.hubs[hub].backlog.is_some() {
            self.drop_followers(hub, CloseReason::UpstreamResync);
            self.hubs[hub].backlog = None;
        }
    }
}
