//! What a Sentinel quorum does when it cannot reach the primary, and what that costs.
//!
//! Sources: redis 7.0.15 `sentinel.c`: `sentinelCheckSubjectivelyDown`, `sentinelSelectSlave`,
//! `sentinelFailoverReconfNextSlave`, `sentinelRefreshInstanceInfo`; timed against real Sentinels,
//! see `docs/fidelity.md`.
//!
//! Simplified: the Sentinels agree as soon as one of them is sure, the network between them is
//! never cut, and they know every replica's offset as it is.

use core::time::Duration;

use crate::run::{CloseReason, EventKind};
use crate::units::{Bytes, Instant, ReplOffset};

use super::node::{Position, Stage};
use super::world::World;

/// From "subjectively down" until a replica leads; 0.2 to 0.3 s with a Sentinel on loopback, up to
/// a second more where several have to agree.
const AGREE_AND_ELECT: Duration = Duration::from_millis(250);
/// From there until the others are told: the promotion is seen in the next INFO, asked for each
/// second.
const SEE_PROMOTION: Duration = Duration::from_millis(1000);
/// A process that says it is a primary where it should not be is left alone for four publish
/// periods of 2 s; 10.1 s with a Sentinel on loopback.
pub(crate) const CONVERT_AFTER: Duration = Duration::from_millis(10_000);

/// Where the Sentinels are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Watch {
    /// The primary answers.
    Fine,
    /// No answer since `since`; it will answer again at `until`.
    Silent { since: Instant, until: Instant },
    /// Down by their count; a replica is promoted at `at`.
    Down { at: Instant, until: Instant },
    /// `hub` leads instead of `from`; the others are told from `next` on, and `from` itself at
    /// `convert`.
    Moved { hub: usize, from: usize, next: Instant, convert: Instant },
}

impl World {
    /// The primary cannot be reached from now on until `until`.
    pub(crate) fn unreachable(&mut self, until: Instant) {
        if self.former.is_none() {
            return;
        }
        match &mut self.watch {
            Watch::Silent { until: old, .. } | Watch::Down { until: old, .. } => {
                *old = until.max(*old);
            }
            Watch::Fine | Watch::Moved { .. } => {
                self.watch = Watch::Silent { since: self.now, until };
            }
        }
    }

    /// When the Sentinels do the next thing.
    pub(crate) fn sentinel_due(&self) -> Instant {
        let Some(sentinel) = &self.spec.sentinel else { return Instant::NEVER };
        match self.watch {
            Watch::Fine => Instant::NEVER,
            Watch::Silent { since, .. } => since.saturating_add(sentinel.down_after),
            Watch::Down { at, .. } => at,
            Watch::Moved { hub, from, next, convert } => {
                if self.strays(hub, from).next().is_some() { next.min(convert) } else { convert }
            }
        }
    }

    pub(crate) fn sentinel_acts(&mut self) {
        match self.watch {
            Watch::Fine => {}
            Watch::Silent { until, .. } if until <= self.now => self.watch = Watch::Fine,
            Watch::Silent { until, .. } => {
                let began = self.incident_events.last().copied();
                self.hub_event(self.written_to, EventKind::Suspected, began);
                self.watch = Watch::Down { at: self.now + AGREE_AND_ELECT, until };
            }
            Watch::Down { until, .. } if until <= self.now => self.watch = Watch::Fine,
            Watch::Down { until, .. } => self.elect(until),
            Watch::Moved { hub, from, next, convert } if convert <= self.now => {
                self.watch = Watch::Moved { hub, from, next, convert: Instant::NEVER };
                self.convert(hub, from);
            }
            Watch::Moved { hub, from, convert, .. } => {
                let more = self.tell(hub, from);
                self.watch = Watch::Moved { hub, from, next: self.now + more, convert };
            }
        }
    }

    /// The replica of the lowest priority leads, of equals the one with the largest offset, of equals
    /// the first (`sentinel.c:sentinelSelectSlave`: priority, offset, run ID).
    fn elect(&mut self, until: Instant) {
        let from = self.written_to;
        let best = (0..self.nodes.len())
            .filter(|index| {
                let node = &self.nodes[*index];
                let runs = node.path_back <= self.now || node.stalled || self.away(*index);
                let has_data = !matches!(node.position, Position::None);
                let follows = node.up == from && node.stage != Stage::Leads;
                let eligible = self.paths[*index].priority > 0;
                follows && runs && has_data && eligible && self.hub_of(*index).is_some()
            })
            .max_by_key(|index| {
                let node = &self.nodes[*index];
                let offset = node.applied(self.now, &self.up(*index).stream);
                let priority = core::cmp::Reverse(self.paths[*index].priority);
                (priority, offset, core::cmp::Reverse(*index))
            });
        let Some(index) = best else {
            // `-failover-abort-no-good-slave`; they try again.
            let again = self.spec.sentinel.map_or(Duration::ZERO, |s| s.failover_timeout * 2);
            self.watch = Watch::Down { at: self.now + again.max(AGREE_AND_ELECT), until };
            return;
        };
        let hub = self.hub_of(index).expect("it was asked for");
        self.promote(index);
        self.clients_move(hub);
        let convert = if until == Instant::NEVER { until } else { until + CONVERT_AFTER };
        let next = self.now + SEE_PROMOTION;
        self.watch = Watch::Moved { hub, from, next, convert: convert.max(next) };
    }

    /// Clients write to `hub` from now on; what a primary that is away had beyond that is lost.
    fn clients_move(&mut self, hub: usize) {
        let from = core::mem::replace(&mut self.written_to, hub);
        self.hubs[hub].written = true;
        if self.absent(from) {
            let kept = self.hubs[hub].second.map_or(ReplOffset(0), |(_, up_to)| up_to);
            self.lose(self.offset_at_end.next().saturating_since(kept));
            self.hubs[from].written = false;
        }
        self.write_rate_changed();
        self.refresh_good();
    }

    /// A failover by hand: clients that get no answer are pointed to the primary that replica
    /// `index` has become, or was put under.
    ///
    /// Simplified: at the same instant.
    pub(crate) fn clients_follow(&mut self, index: usize) {
        let node = &self.nodes[index];
        let hub = if node.stage == Stage::Leads { self.hub_of(index) } else { Some(node.up) };
        let there = |hub: &usize| self.leads(*hub) && !self.absent(*hub);
        if let Some(hub) = hub.filter(there)
            && self.spec.sentinel.is_none()
            && self.absent(self.written_to)
        {
            self.clients_move(hub);
        }
    }

    /// Whether a replica is only away because the primary is.
    fn away(&self, index: usize) -> bool {
        let node = &self.nodes[index];
        let primary_gone = self.absent(node.up);
        primary_gone
            && matches!(
                node.stage,
                Stage::Down { why: CloseReason::ProcessGone | CloseReason::HostGone, .. }
            )
    }

    /// Replicas that still follow the former primary.
    fn strays(&self, hub: usize, from: usize) -> impl Iterator<Item = usize> + '_ {
        (0..self.nodes.len()).filter(move |index| {
            let node = &self.nodes[*index];
            node.up == from && hub != from && node.stage != Stage::Leads
        })
    }

    /// Tells as many as `parallel-syncs` allows to follow; how long until the next look.
    fn tell(&mut self, hub: usize, from: usize) -> Duration {
        let most = self.spec.sentinel.map_or(1, |sentinel| sentinel.parallel_syncs.max(1));
        let busy = self.nodes.iter().filter(|node| {
            node.up == hub && node.stage != Stage::Leads && node.position != Position::Tracks
        });
        let busy = u64::try_from(busy.count()).expect("few replicas");
        let free = usize::try_from(most.saturating_sub(busy)).expect("few replicas");
        let next: Vec<usize> = self.strays(hub, from).take(free).collect();
        for index in next {
            self.nodes[index].cause = self.hubs[hub].owner.and_then(|o| self.nodes[o].cause);
            self.follow(index, hub);
        }
        Duration::from_secs(1)
    }

    /// The former primary is told to follow: what only it has is lost.
    fn convert(&mut self, hub: usize, from: usize) {
        let Some(process) = self.process_of(from) else { return };
        if self.nodes[process].stage != Stage::Leads || self.absent(from) {
            return;
        }
        let apart = self.apart(self.now);
        self.hubs[from].written = false;
        self.lose(apart);
        self.write_rate_changed();
        self.follow(process, hub);
    }

    /// A process that crashed was started again, and is there at `back`.
    pub(crate) fn back_at(&mut self, hub: usize, back: Instant) {
        match &mut self.watch {
            Watch::Moved { from, convert, .. } if *from == hub => {
                *convert = back.saturating_add(CONVERT_AFTER);
            }
            Watch::Silent { until, .. } | Watch::Down { until, .. } => *until = back,
            _ => {}
        }
    }

    /// Bytes that only a former primary has while another leads.
    pub(crate) fn apart(&self, at: Instant) -> Bytes {
        let Watch::Moved { hub, from, .. } = self.watch else { return Bytes::ZERO };
        match self.hubs[hub].second {
            Some((_, up_to)) if self.hubs[from].written && !self.absent(from) => {
                let offset = self.hubs[from].stream.offset(at);
                // Where the histories are not even related, all that was written to it.
                let own = offset.saturating_since(self.hubs[from].leads_from.unwrap_or(offset));
                let known = self.taken(at).saturating_sub(self.lost);
                offset.next().saturating_since(up_to).min(own).min(known)
            }
            _ => Bytes::ZERO,
        }
    }

    /// What clients have been told is written, in bytes of the stream.
    pub(crate) fn taken(&self, at: Instant) -> Bytes {
        (0..self.hubs.len()).map(|hub| self.taken_by(hub, at)).sum()
    }

    /// The same of one process.
    pub(crate) fn taken_by(&self, hub: usize, at: Instant) -> Bytes {
        let serving = &self.hubs[hub];
        let led = |from| serving.stream.offset(at).saturating_since(from);
        serving.taken + serving.leads_from.map_or(Bytes::ZERO, led)
    }

    /// Acknowledged bytes that nobody will have any more. Simplified: what a later promotion of a
    /// replica with the old history brings back stays counted as lost.
    pub(crate) fn lose(&mut self, bytes: Bytes) {
        // What was there before 0s is in nobody's books.
        let known = self.taken(self.now).saturating_sub(self.lost + self.apart(self.now));
        let bytes = bytes.min(known);
        if bytes.is_zero() {
            return;
        }
        self.lost += bytes;
        let began = self.incident_events.last().copied();
        self.hub_event(self.written_to, EventKind::Lost { bytes }, began);
    }

    /// The primary's host, or its process alone, ends at once; it is back after a time, or when
    /// somebody starts it.
    pub(crate) fn crash_primary(&mut self, alone: bool, lasting: Option<Duration>, cause: u32) {
        let hub = self.written_to;
        if self.absent(hub) {
            return;
        }
        self.offset_at_end = self.offset(hub);
        let why = if alone { CloseReason::ProcessGone } else { CloseReason::HostGone };
        let back = lasting.map_or(Instant::NEVER, |lasting| self.now + lasting);
        self.starts_anew(hub, back, why, cause);
        self.hubs[hub].gone = lasting.is_none();
        self.unreachable(back);
    }

    /// Nothing passes between the primary and everybody else; its own clients stay with it.
    pub(crate) fn partition_primary(&mut self, until: Instant, cause: u32) {
        let hub = self.written_to;
        self.offset_at_end = ReplOffset(0);
        for index in 0..self.nodes.len() {
            if self.nodes[index].up == hub && self.nodes[index].stage != Stage::Leads {
                self.silence(index, until, true, cause);
            }
        }
        self.unreachable(until);
    }
}
