//! When the next thing happens to a replica by itself.

use crate::server::BacklogKind;
use crate::units::{Bytes, Instant, Rate, ReplOffset};

use super::clock::{PRIMARY_CRON, REPLICA_CRON, unixtime};
use super::node::{Node, Position, Stage, Timer};
use super::world::World;

impl World {
    /// The earliest of what can happen to replica `index` if nothing else changes.
    pub(crate) fn plan(&self, index: usize) -> (Instant, Timer) {
        let node = &self.nodes[index];
        let mut best = (Instant::NEVER, Timer::None);
        let mut offer = |at: Instant, timer: Timer| {
            if at < best.0 {
                best = (at.max(self.now), timer);
            }
        };
        match node.stage {
            Stage::Down { retry, .. } => offer(retry, Timer::Connect),
            Stage::Handshake { asks } => offer(self.thawed(node.up, asks), Timer::Ask),
            Stage::Waits { .. } | Stage::Saving | Stage::Leads => {}
            Stage::Transfer { flow } => {
                offer(flow.handed_over(self.spec.socket_buffer), Timer::TransferDone);
            }
            Stage::Loading { begins, .. } if begins > Instant::ZERO => {
                offer(begins, Timer::LoadStarts);
            }
            Stage::Loading { done, .. } => offer(done, Timer::LoadDone),
            Stage::Online => {
                if let Position::Draining { .. } = node.position {
                    offer(self.catches_up(node), Timer::CaughtUp);
                }
            }
        }
        if node.fed() {
            self.plan_limits(node, &mut offer);
        }
        if let Some(since) = node.silent_since {
            offer(node.path_back, Timer::PathBack);
            self.plan_timeouts(index, since, &mut offer);
        }
        if !node.attached() && !node.out_noted && node.stage != Stage::Leads {
            offer(self.leaves_window(node), Timer::LeftWindow);
        }
        best
    }

    /// How fast a replica reads its stream.
    pub(crate) fn drain_rate(&self, index: usize) -> Rate {
        let spec = &self.paths[index];
        let path = self.path_rate(index);
        spec.apply.map_or(path, |apply| apply.min(path))
    }

    /// Its path's share of the primary's egress. Simplified: the interface is shared equally by
    /// everybody who has something to receive.
    pub(crate) fn path_rate(&self, index: usize) -> Rate {
        let link = self.paths[index].link.0;
        match self.spec.nic {
            None => link,
            Some(nic) => {
                let up = self.nodes[index].up;
                let busy = self.nodes.iter().filter(|node| node.up == up && node.receives());
                let busy = u64::try_from(busy.count().max(1)).expect("few replicas");
                link.min(Rate(nic.0.0 / busy))
            }
        }
    }

    fn catches_up(&self, node: &Node) -> Instant {
        let Position::Draining { rate, .. } = node.position else {
            return Instant::NEVER;
        };
        let stream = &self.hubs[node.up].stream;
        let written = stream.rate();
        if rate < written {
            return Instant::NEVER;
        }
        let mut at = self.now;
        // One step is exact for a line; pings and the end of a freeze ask for another.
        for _ in 0..8 {
            let read = node.applied(at, stream).unwrap_or_default();
            let behind = stream.offset(at).saturating_since(read);
            if behind.is_zero() {
                return at;
            }
            if rate == written {
                return Instant::NEVER;
            }
            at = Rate(rate.0 - written.0).reaches(behind, at);
        }
        at
    }

    fn plan_limits(&self, node: &Node, offer: &mut impl FnMut(Instant, Timer)) {
        let limits = self.hubs[node.up].limits;
        offer(self.meets(node, limits.hard), Timer::HardLimit);
        match node.soft_since {
            None => offer(self.meets(node, limits.soft), Timer::SoftReached),
            Some(since) => {
                // `elapsed <= soft_seconds` still passes, in whole seconds of the server's clock.
                let due = Instant::from_secs(unixtime(since) + limits.soft_for + 1);
                offer(self.thawed(node.up, due), Timer::SoftLimit);
                offer(self.falls_below(node, limits.soft), Timer::SoftLeft);
            }
        }
    }

    /// When the output buffer of `node` first counts at least `limit`.
    fn meets(&self, node: &Node, limit: Bytes) -> Instant {
        let hub = &self.hubs[node.up];
        let (stream, offset) = (&hub.stream, hub.stream.offset(self.now));
        let Some(backlog) = &hub.backlog else {
            return Instant::NEVER;
        };
        if limit.is_zero() {
            return Instant::NEVER;
        }
        let reading = node.snapshot_at.is_none();
        match node.position {
            Position::Tracks if reading => Instant::NEVER,
            Position::Draining { rate, .. } if reading => {
                let Some(sent) = node.sent(self.now, stream) else {
                    return Instant::NEVER;
                };
                if self.counting.omem(backlog, sent, offset) >= limit {
                    return self.now;
                }
                let written = stream.rate();
                if written <= rate {
                    return Instant::NEVER;
                }
                let grows = Rate(written.0 - rate.0);
                // What the kernel still takes comes first.
                let read = node.applied(self.now, stream).unwrap_or_default();
                let behind = offset.saturating_since(read);
                let need = self.counting.pending_for(limit) + node.room.0;
                let mut low = grows.reaches(Bytes(need).saturating_sub(behind), self.now);
                if low == Instant::NEVER {
                    return low;
                }
                let more = Bytes(2 * backlog.block());
                let mut high = grows.reaches(more, low);
                let met = |at: Instant| {
                    node.sent(at, stream).is_some_and(|sent| {
                        self.counting.omem(backlog, sent, stream.offset(at)) >= limit
                    })
                };
                while low < high {
                    let mid = Instant::from_nanos(u64::midpoint(low.as_nanos(), high.as_nanos()));
                    if met(mid) {
                        high = mid
                    } else {
                        low = Instant::from_nanos(mid.as_nanos() + 1)
                    }
                }
                low
            }
            _ => match node.sent_limit(self.now, stream) {
                Some(sent) => {
                    let offset = self.counting.met_at(backlog, sent, limit);
                    stream.reaches(offset, self.now)
                }
                None => Instant::NEVER,
            },
        }
    }

    /// When a draining buffer is certainly below `limit`.
    fn falls_below(&self, node: &Node, limit: Bytes) -> Instant {
        let (Position::Draining { rate, .. }, None) = (node.position, node.snapshot_at) else {
            return Instant::NEVER;
        };
        let hub = &self.hubs[node.up];
        let written = hub.stream.rate();
        if rate <= written || node.silent_since.is_some() {
            return Instant::NEVER;
        }
        let Some(sent) = node.sent(self.now, &hub.stream) else {
            return Instant::NEVER;
        };
        let pending = hub.stream.offset(self.now).saturating_since(sent);
        // A block less than could still meet it, so that the two never alternate.
        let block = hub.backlog.as_ref().map_or(0, super::history::Backlog::block);
        let least = self.counting.pending_for(limit);
        if least <= 1 {
            // One block meets it, and one block is what whoever has been fed anything has.
            return Instant::NEVER;
        }
        let below = least.saturating_sub(block + 1);
        let above = pending.saturating_sub(Bytes(below));
        Rate(rate.0 - written.0).reaches(above, self.now)
    }

    /// Both sides give up on a silent link, in whole seconds and at their own cron ticks.
    fn plan_timeouts(&self, index: usize, since: Instant, offer: &mut impl FnMut(Instant, Timer)) {
        let node = &self.nodes[index];
        let timeout = self.settings.repl_timeout;
        if node.stage == Stage::Online {
            let heard = self.last_ack(index, since).0;
            let due = Instant::from_secs(unixtime(heard) + timeout + 1);
            offer(self.thawed(node.up, PRIMARY_CRON.from(due)), Timer::PrimaryTimeout);
        }
        // A paused process looks at its clock only when it runs again, and reads first.
        if node.stalled && !matches!(node.stage, Stage::Down { .. } | Stage::Loading { .. }) {
            let due = Instant::from_secs(unixtime(since) + timeout + 1);
            offer(REPLICA_CRON.from(due), Timer::ReplicaTimeout);
        }
    }

    /// When and what a replica last acknowledged, as the primary knows it at `at`.
    pub(crate) fn last_ack(&self, index: usize, at: Instant) -> (Instant, ReplOffset) {
        let node = &self.nodes[index];
        match REPLICA_CRON.last(at) {
            Some(tick) if tick >= node.ack_from => (tick, node.acked.1),
            _ => node.acked,
        }
    }

    /// When the next byte a disconnected replica wants is overwritten.
    fn leaves_window(&self, node: &Node) -> Instant {
        let hub = &self.hubs[node.up];
        let stream = &hub.stream;
        let Some(backlog) = &hub.backlog else {
            return Instant::NEVER;
        };
        if node.replid != Some(hub.replid) {
            return Instant::NEVER;
        }
        let Position::Held(applied) = node.position else {
            return Instant::NEVER;
        };
        let next = applied.next();
        // What is gone already cannot be lost again.
        if !backlog.window(stream.offset(self.now), self.pinned(node.up)).holds(next) {
            return Instant::NEVER;
        }
        let mut at = stream.reaches(backlog.overwrites(next), self.now);
        if backlog.kind() == BacklogKind::Ring || at == Instant::NEVER {
            return at;
        }
        // A replica that still needs that block keeps it for everybody.
        let block = backlog.block_of(applied, ReplOffset(u64::MAX >> 1));
        let freed = backlog.opens(block + 1);
        for other in self.nodes.iter().filter(|other| other.up == node.up && other.fed()) {
            let passes = match (other.snapshot_at, other.position) {
                (None, Position::Tracks) => Instant::ZERO,
                (None, Position::Draining { from, base, rate }) => {
                    let read = freed.saturating_since(base + other.room);
                    rate.reaches(read, from)
                }
                _ => match other.sent_limit(self.now, stream) {
                    Some(sent) if sent.next() >= freed => stream.reaches(freed, self.now),
                    _ => Instant::NEVER,
                },
            };
            at = at.max(passes);
        }
        at
    }
}
