//! The serving side of a process: a stream, its history, and a child.
//!
//! The primary has one, and so has a replica with replicas of its own or with a promotion ahead of
//! it. A replica's hub repeats what the replica has executed, byte for byte
//! (redis 7.0 `replication.c:replicationFeedStreamFromMasterStream`).

use core::time::Duration;

use crate::run::{Counters, EventKind, RefusedBecause};
use crate::scenario::OutputBufferLimits;
use crate::server::PingRule;
use crate::units::{Bytes, Instant, Rate, ReplOffset};

use super::buffer::effective;
use super::child::Child;
use super::clock::{PRIMARY_CRON, unixtime};
use super::history::Backlog;
use super::node::{Node, Position, Stage};
use super::psync::ReplId;
use super::stream::{Pings, SELECT_BYTES, Stream};
use super::world::World;

/// The hub of the process that is the primary at 0s.
pub(crate) const PRIMARY: usize = 0;

#[derive(Clone, Debug)]
pub(crate) struct Hub {
    /// Which replica's process it belongs to; `None` is the primary's.
    pub(crate) owner: Option<usize>,
    pub(crate) stream: Stream,
    /// The next write is preceded by a SELECT.
    pub(crate) select_owed: bool,
    pub(crate) backlog: Option<Backlog>,
    pub(crate) replid: ReplId,
    pub(crate) second: Option<(ReplId, ReplOffset)>,
    pub(crate) limits: OutputBufferLimits,
    pub(crate) counters: Counters,
    /// When the stream last stopped.
    pub(crate) idle_since: Instant,
    pub(crate) child: Option<Child>,
    /// A killed child is gone from then on.
    pub(crate) slot_free: Instant,
    /// The process is away until then; `NEVER` is present.
    pub(crate) back: Instant,
    /// The incident that took it away.
    pub(crate) incident: usize,
    pub(crate) no_replicas_since: Option<Instant>,
    pub(crate) latest_fork: Option<Duration>,
    pub(crate) last_save: Option<u64>,
    /// When and at which offset it was last saved to its own file.
    pub(crate) saved_at: Instant,
    pub(crate) saved_offset: ReplOffset,
    /// The events that explain its child and who left it last.
    pub(crate) child_event: Option<u32>,
    pub(crate) left_event: Option<u32>,
    /// Clients write to it.
    pub(crate) written: bool,
    /// It is away for good, or until somebody starts it.
    pub(crate) gone: bool,
    /// Replicas that counted for `min-replicas-to-write` when that was last looked at.
    pub(crate) good: u64,
    /// Why clients' writes are refused, if they are.
    pub(crate) refused: Option<RefusedBecause>,
    /// What it has taken from clients in earlier times as a primary, and since where it leads now.
    pub(crate) taken: Bytes,
    pub(crate) leads_from: Option<ReplOffset>,
    /// What it will come back without.
    pub(crate) unsaved: Bytes,
    /// The last save to a file failed (`rdb_last_bgsave_status:err`).
    pub(crate) save_failed: bool,
}

impl World {
    /// The hub a replica is connected to, or tries to be.
    pub(crate) fn up(&self, index: usize) -> &Hub {
        &self.hubs[self.nodes[index].up]
    }

    /// The process behind a hub, where it is or may become a replica.
    pub(crate) fn process_of(&self, hub: usize) -> Option<usize> {
        if hub == PRIMARY { self.former } else { self.hubs[hub].owner }
    }

    /// The hub of replica `index`, where it has one.
    pub(crate) fn hub_of(&self, index: usize) -> Option<usize> {
        if Some(index) == self.former {
            return Some(PRIMARY);
        }
        self.hubs.iter().position(|hub| hub.owner == Some(index))
    }

    /// Whether its process is away, for a time or for good.
    pub(crate) fn absent(&self, hub: usize) -> bool {
        self.hubs[hub].gone || self.hubs[hub].back != Instant::NEVER
    }

    /// Who an event of a hub happens to.
    pub(crate) fn hub_event(&mut self, hub: usize, kind: EventKind, cause: Option<u32>) -> u32 {
        let owner = self.hubs[hub].owner;
        self.tape.event(self.now, owner, kind, cause)
    }

    /// What an instant of a process that serves is, after a fork or block that covers it.
    #[inline(always)]
    pub(crate) fn thawed(&self, hub: usize, at: Instant) -> Instant {
        self.hubs[hub].stream.frozen_until(at).unwrap_or(at)
    }

    pub(crate) fn offset(&self, hub: usize) -> ReplOffset {
        self.hubs[hub].stream.offset(self.now)
    }

    /// Whether its process writes a stream of its own rather than repeats another's.
    pub(crate) fn leads(&self, hub: usize) -> bool {
        self.process_of(hub).is_none_or(|owner| self.nodes[owner].stage == Stage::Leads)
    }

    /// Whether it can answer a request: alone, or with its own link up
    /// (redis 7.0 `replication.c:syncCommand` answers `-NOMASTERLINK` otherwise).
    pub(crate) fn answers(&self, hub: usize) -> bool {
        !self.absent(hub)
            && self.process_of(hub).is_none_or(|owner| {
                let node = &self.nodes[owner];
                node.stage == Stage::Leads
                    || (node.stage == Stage::Online && node.path_back <= self.now)
                    || (node.stage == Stage::Online && node.stalled)
            })
    }

    /// The oldest block that a replica of this hub still needs.
    pub(crate) fn pinned(&self, hub: usize) -> Option<u64> {
        let serving = &self.hubs[hub];
        let backlog = serving.backlog.as_ref()?;
        if backlog.kind() == crate::server::BacklogKind::Ring {
            return None;
        }
        let offset = serving.stream.offset(self.now);
        self.nodes
            .iter()
            .filter(|node| node.up == hub)
            .filter_map(|node| node.sent(self.now, &serving.stream))
            .map(|sent| backlog.block_of(sent, offset))
            .min()
    }

    /// Notes what a backlog has dropped, before who pins it changes.
    pub(crate) fn settle(&mut self, hub: usize) {
        let pinned = self.pinned(hub);
        let offset = self.offset(hub);
        if let Some(backlog) = &mut self.hubs[hub].backlog {
            backlog.settle(offset, pinned);
        }
        self.replan_all = true;
    }

    /// Clients' writes follow their rate where there is a backlog to feed
    /// (redis 7.0 `replication.c:replicationFeedSlaves` returns early without one).
    pub(crate) fn write_rate_changed(&mut self) {
        for hub in 0..self.hubs.len() {
            if self.leads(hub) {
                self.feed(hub);
            }
        }
        self.replan_all = true;
    }

    fn feed(&mut self, hub: usize) {
        let rate = self.client_rate(hub);
        let commands = self.counted_commands(rate);
        let now = self.now;
        let serving = &mut self.hubs[hub];
        let here = !serving.gone && serving.back == Instant::NEVER;
        let feeds = serving.backlog.is_some() && here;
        let rate = match feeds {
            true => rate,
            false if here => commands,
            false => Rate::ZERO,
        };
        if rate == Rate::ZERO && serving.stream.rate() > Rate::ZERO {
            serving.idle_since = now;
        }
        serving.stream.set_rate(now, rate);
        self.pay_select(hub);
        self.pings_changed(hub);
    }

    /// What the offset grows by where nobody listens: the append-only file is followed by it.
    fn counted_commands(&self, rate: Rate) -> Rate {
        match self.spec.command {
            Some(size) if self.spec.profile.counts_commands && self.settings.appendonly => {
                Rate(rate.0 / size.0.max(1))
            }
            _ => Rate::ZERO,
        }
    }

    /// What clients write to this process.
    fn client_rate(&self, hub: usize) -> Rate {
        let serving = &self.hubs[hub];
        if serving.written && serving.refused.is_none() { self.write_rate() } else { Rate::ZERO }
    }

    /// The primary pings while it has replicas, and from redis 8.0 on only an idle stream.
    pub(crate) fn pings_changed(&mut self, hub: usize) {
        if !self.leads(hub) {
            return;
        }
        let attached = self.nodes.iter().any(|node| node.up == hub && node.attached());
        let now = self.now;
        let every = self.settings.repl_ping_period.max(1) * 1_000_000_000;
        // After `now`: what is due now has been counted when the line was set.
        let after_now = |first: Instant| {
            let past = now.as_nanos().checked_sub(first.as_nanos());
            let passed = past.map_or(0, |past| past / every + 1);
            Instant::from_nanos(first.as_nanos() + passed * every)
        };
        let period = Duration::from_nanos(every);
        let serving = &mut self.hubs[hub];
        let next = match self.spec.profile.ping {
            _ if !(attached && serving.backlog.is_some()) => None,
            // A multiple of the period, counted in cron loops since the process began.
            PingRule::Always => Some(after_now(PRIMARY_CRON.from(Instant::ZERO) + period)),
            PingRule::WhenIdle if serving.stream.rate() == Rate::ZERO => {
                Some(after_now(PRIMARY_CRON.from(serving.idle_since + period)))
            }
            PingRule::WhenIdle => None,
        };
        let pings = next.map(|next| Pings { next, every });
        // The same pings as before are the same line.
        if !serving.stream.pings_as(now, pings) {
            serving.stream.set_pings(now, pings);
        }
    }

    pub(crate) fn pay_select(&mut self, hub: usize) {
        let leads = self.leads(hub);
        let now = self.now;
        let serving = &mut self.hubs[hub];
        if leads && serving.select_owed && serving.stream.rate() > Rate::ZERO {
            serving.select_owed = false;
            serving.stream.add(now, SELECT_BYTES);
        }
    }

    pub(crate) fn limits_changed(&mut self, hub: usize) {
        let serving = &mut self.hubs[hub];
        let size = serving.backlog.as_ref().map_or(self.settings.repl_backlog_size, Backlog::size);
        serving.limits = effective(&self.spec.profile, self.settings.output_buffer, size);
    }

    pub(crate) fn fresh_id(&mut self) -> ReplId {
        self.last_id.0 += 1;
        self.last_id
    }

    /// A new history without a past.
    pub(crate) fn new_history(&mut self, hub: usize) {
        self.hubs[hub].replid = self.fresh_id();
        self.hubs[hub].second = None;
    }

    /// An empty backlog that begins at the present offset.
    pub(crate) fn empty_backlog(&mut self, hub: usize) {
        let block = self.spec.profile.block_payload(self.spec.allocator);
        let size = self.settings.repl_backlog_size;
        let backlog = Backlog::new(&self.spec.profile, block, size, self.offset(hub));
        self.hubs[hub].backlog = Some(backlog);
    }

    pub(crate) fn create_backlog(&mut self, hub: usize, cause: Option<u32>) {
        self.new_history(hub);
        self.empty_backlog(hub);
        self.hub_event(hub, EventKind::BacklogCreated, cause);
        self.keep_within_maxmemory();
        self.write_rate_changed();
    }

    /// When a backlog is freed: strictly more than the TTL after the last replica went, looked at
    /// once a second, on a primary only (redis 7.0 `replication.c:replicationCron`).
    pub(crate) fn backlog_freed_at(&self, hub: usize) -> Instant {
        let ttl = self.settings.repl_backlog_ttl;
        match (self.hubs[hub].no_replicas_since, &self.hubs[hub].backlog) {
            (Some(since), Some(_)) if ttl > 0 && self.leads(hub) => {
                let due = unixtime(since) + ttl + 1;
                self.thawed(hub, PRIMARY_CRON.from(Instant::from_secs(due)))
            }
            _ => Instant::NEVER,
        }
    }

    pub(crate) fn free_backlog(&mut self, hub: usize) {
        self.hubs[hub].backlog = None;
        self.new_history(hub);
        let left = self.hubs[hub].left_event;
        self.hub_event(hub, EventKind::BacklogFreed, left);
        self.write_rate_changed();
    }

    /// Lets the hubs of replicas repeat what their replicas have executed.
    pub(crate) fn mirror(&mut self) {
        // A chain is as deep as it has hubs; each pass carries a change one hub further.
        for _ in 1..self.hubs.len() {
            let mut changed = false;
            for hub in 0..self.hubs.len() {
                let Some(owner) = self.process_of(hub) else { continue };
                if self.nodes[owner].stage == Stage::Leads {
                    continue;
                }
                let line = self.repeated(owner, hub);
                if self.hubs[hub].stream != line {
                    self.settle(hub);
                    self.hubs[hub].stream = line;
                    changed = true;
                }
            }
            if !changed {
                return;
            }
            self.replan_all = true;
        }
    }

    /// What a replica has executed, as a stream.
    fn repeated(&self, owner: usize, hub: usize) -> Stream {
        let node = &self.nodes[owner];
        match (node.stage, node.position) {
            (Stage::Online, Position::Tracks) => self.up(owner).stream,
            (Stage::Online, Position::Draining { from, base, rate }) => {
                Stream::line(from, base, rate)
            }
            (_, Position::Held(offset)) => Stream::line(Instant::ZERO, offset, Rate::ZERO),
            _ => {
                let offset = self.hubs[hub].stream.offset(self.now);
                Stream::line(Instant::ZERO, offset, Rate::ZERO)
            }
        }
    }

    /// Whether anybody is attached to a hub.
    pub(crate) fn has_replicas(&self, hub: usize) -> bool {
        self.nodes.iter().any(|node: &Node| node.up == hub && node.attached())
    }
}
