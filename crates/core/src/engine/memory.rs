//! The primary's memory: what it is made of, when it is too much, and what happens then.

use core::time::Duration;

use crate::run::{CloseReason, EventKind, RefusedBecause};
use crate::scenario::{Cow, MaxmemoryPolicy, Resolved};
use crate::server::BacklogKind;
use crate::units::{Bytes, Instant, Rate};

use super::history::Backlog;
use super::hub::PRIMARY;
use super::node::Stage;
use super::world::World;

const PAGE: u64 = 4096;
/// A key that is evicted where the scenario does not say how large values are.
const USUAL_VALUE: u64 = 1024;
/// `*2 DEL key` with a key of 16 bytes: what an eviction adds to the stream
/// (redis 7.0 `evict.c:performEvictions`, `propagateDeletion`).
const DEL_BYTES: u64 = 36;

/// `1 - exp(-part / whole)` in 2^32nds.
///
/// In integers, so that every platform gets the same: `exp(-x)` is `2^-k exp(-r)` with `r` below
/// `ln 2`, and eleven terms of the series leave nothing above one 2^32nd.
fn one_minus_exp(part: u128, whole: u128) -> u128 {
    const ONE: u128 = 1 << 32;
    const LN2: u128 = 2_977_044_472;
    let x = part * ONE / whole.max(1);
    let (k, r) = (x / LN2, x % LN2);
    if k >= 32 {
        return ONE;
    }
    let (mut term, mut even, mut odd) = (ONE, ONE, 0);
    for n in 1..=11_u128 {
        term = term * r / (n * ONE);
        if n % 2 == 0 { even += term } else { odd += term }
    }
    ONE - (((even - odd) >> k).min(ONE))
}

/// Memory copied since a fork.
///
/// `cow 30%` grows evenly over the time a save takes. Otherwise pages touched: `w` writes at random
/// over `P` pages touch `P (1 - exp(-w / P))` of them (recorded on redis 7.4.1 and valkey 8.0.1,
/// see `docs/model.md`).
pub(crate) fn copied(spec: &Resolved, since: Duration, writes: Rate) -> Bytes {
    let dataset = spec.dataset.0;
    match spec.cow {
        Cow::Share(share) => {
            let whole = share.of(dataset);
            let save = spec.snapshot.time_for(spec.dataset).unwrap_or(Duration::from_secs(1));
            let save = save.as_nanos().max(1);
            let grown = u128::from(whole) * since.as_nanos().min(save) / save;
            Bytes(u64::try_from(grown).unwrap_or(whole))
        }
        Cow::Pages { value_size, .. } => {
            let pages = u128::from(dataset / PAGE).max(1);
            let per_value = u128::from(value_size.0.div_ceil(PAGE).max(1));
            let written = u128::from(writes.over(since).0 / value_size.0.max(1)) * per_value;
            let distinct = (pages * one_minus_exp(written, pages)) >> 32;
            Bytes(u64::try_from(distinct * u128::from(PAGE)).unwrap_or(dataset).min(dataset))
        }
    }
}

impl World {
    /// Everything the host of whoever leads has to hold at `at`, if nothing happens until then.
    /// All hosts are alike.
    fn held_at(&self, at: Instant) -> Bytes {
        let lead = self.written_to;
        let hub = &self.hubs[lead];
        let offset = hub.stream.offset(at);
        let sent = || {
            let fed = self.nodes.iter().filter(|node| node.up == lead);
            fed.filter_map(|node| node.sent(at, &hub.stream))
        };
        let buffers = match &hub.backlog {
            None => Bytes::ZERO,
            Some(backlog) if backlog.kind() == BacklogKind::Ring => {
                let copies: Bytes =
                    sent().map(|sent| self.counting.omem(backlog, sent, offset)).sum();
                backlog.size() + copies
            }
            Some(backlog) => {
                let pinned = sent().map(|sent| backlog.block_of(sent, offset)).min();
                let block = backlog.block() + self.spec.profile.block_overhead();
                let window = backlog.window(offset, pinned);
                Bytes(window.histlen.0.div_ceil(backlog.block()) * block)
            }
        };
        let cow = hub.child.filter(|child| !child.killed).map_or(Bytes::ZERO, |child| {
            copied(&self.spec, at.saturating_since(child.since), hub.stream.rate())
        });
        self.dataset() + buffers + cow
    }

    /// The keyspace, without what was evicted.
    pub(crate) fn dataset(&self) -> Bytes {
        self.spec.dataset.saturating_sub(self.evicted)
    }

    /// When the host runs out of memory, if that is before `horizon`.
    pub(crate) fn out_of_memory_at(&self, horizon: Instant) -> Instant {
        let Some(memory) = self.spec.memory else { return Instant::NEVER };
        if self.absent(self.written_to) {
            return Instant::NEVER;
        }
        let full = |at: Instant| self.held_at(at) > memory;
        if full(self.now) {
            return self.now;
        }
        let day = self.now + Duration::from_secs(24 * 3600);
        // Between two events everything that counts grows, but for a block now and then; so that
        // what comes later does not decide which of two crossings is found, the search begins in
        // steps that the horizon has no part in.
        let after = |step: u32| self.now + Duration::from_millis(1 << step);
        let last = (0..27).find(|step| after(*step) >= horizon.min(day)).unwrap_or(27);
        if !full(after(last)) {
            return Instant::NEVER;
        }
        let first = (0..last).find(|step| full(after(*step))).unwrap_or(last);
        let mut low = first.checked_sub(1).map_or(self.now, after);
        let mut high = after(first);
        while high.as_nanos() - low.as_nanos() > 1 {
            let mid = Instant::from_nanos(u64::midpoint(low.as_nanos(), high.as_nanos()));
            if full(mid) { high = mid } else { low = mid }
        }
        high
    }

    /// The kernel's OOM killer takes the child where there is one, and the primary otherwise.
    ///
    /// Simplified: which of the two it takes depends on their sizes and on `oom-score-adj`; in a
    /// container that is killed as a whole both go.
    pub(crate) fn out_of_memory(&mut self) {
        let lead = self.written_to;
        let needed = self.held_at(self.now);
        let forked = self.hubs[lead].child_event;
        let event = self.hub_event(lead, EventKind::OutOfMemory { needed }, forked);
        let alive = self.hubs[lead].child.is_some_and(|child| !child.killed);
        if alive {
            let now = self.now;
            if let Some(child) = &mut self.hubs[lead].child {
                child.fail(now);
            }
            let failed = self.hub_event(lead, EventKind::ChildFailed, Some(event));
            self.hubs[lead].child_event = Some(failed);
            self.replan_all = true;
            return;
        }
        // Whatever supervises it starts it again, and it loads what it finds.
        let load = self.spec.snapshot.time_for(self.spec.rdb).unwrap_or_default();
        let back = self.now.saturating_add(load.max(Duration::from_secs(1)));
        self.unreachable(back);
        self.starts_anew(lead, back, CloseReason::ProcessGone, event);
    }

    /// The child of `hub` ended without a snapshot: whoever waited for it is closed and comes back
    /// (redis 7.0 `replication.c:updateSlavesWaitingBgsave`).
    pub(crate) fn child_failed(&mut self, hub: usize, to_socket: bool) {
        for index in 0..self.nodes.len() {
            if self.nodes[index].up == hub && self.nodes[index].stage == Stage::Saving {
                self.nodes[index].cause = self.hubs[hub].child_event;
                self.close(index, CloseReason::ChildFailed);
            }
        }
        if !to_socket {
            self.hubs[hub].save_failed = true;
            self.refresh_refusals();
        }
    }

    /// What `maxmemory` does about the backlog: the part within its size counts, what replicas hold
    /// beyond it does not (redis 7.0 `evict.c:freeMemoryGetNotCountedMemory`, in 6.2 all of their
    /// buffers).
    ///
    /// Simplified: the backlog counts in full as soon as it exists.
    pub(crate) fn keep_within_maxmemory(&mut self) {
        let most = self.settings.maxmemory;
        let backlog = self.hubs[PRIMARY].backlog.as_ref().map_or(Bytes::ZERO, Backlog::size);
        let over = (self.dataset() + backlog).saturating_sub(most);
        let full = !most.is_zero() && !over.is_zero();
        self.full = full && self.settings.maxmemory_policy == MaxmemoryPolicy::NoEviction;
        if full && !self.full && !self.dataset().is_zero() {
            let value = match self.spec.cow {
                Cow::Pages { value_size, .. } => value_size.0.max(1),
                Cow::Share(_) => USUAL_VALUE,
            };
            let bytes = over.min(self.dataset());
            let keys = bytes.0.div_ceil(value);
            self.evicted += bytes;
            self.evicted_keys += keys;
            let now = self.now;
            if self.hubs[PRIMARY].backlog.is_some() {
                self.hubs[PRIMARY].stream.add(now, keys.saturating_mul(DEL_BYTES).min(1 << 50));
            }
            let began = self.incident_events.last().copied();
            self.hub_event(PRIMARY, EventKind::Evicted { bytes, keys }, began);
            self.replan_all = true;
        }
        self.refresh_refusals();
    }

    /// Why clients' writes to a hub are refused now, if they are.
    fn refused_because(&self, hub: usize) -> Option<RefusedBecause> {
        let settings = &self.settings;
        let guards = settings.min_replicas_to_write > 0 && settings.min_replicas_max_lag > 0;
        let good = self.hubs[hub].good;
        if hub == PRIMARY && self.full {
            Some(RefusedBecause::Maxmemory)
        } else if self.hubs[hub].save_failed && !settings.save.is_empty() {
            Some(RefusedBecause::SaveFailed)
        } else if guards && good < settings.min_replicas_to_write {
            Some(RefusedBecause::TooFewReplicas { good })
        } else {
            None
        }
    }

    /// Refuses clients' writes or lets them in
    /// (redis 7.0 `server.c:processCommand`: `-OOM`, `-MISCONF`, `-NOREPLICAS`).
    pub(crate) fn refresh_refusals(&mut self) {
        for hub in 0..self.hubs.len() {
            let because = if self.hubs[hub].written { self.refused_because(hub) } else { None };
            let same = match (because, self.hubs[hub].refused) {
                (None, None) => true,
                (Some(new), Some(old)) => {
                    core::mem::discriminant(&new) == core::mem::discriminant(&old)
                }
                _ => false,
            };
            if same {
                continue;
            }
            self.hubs[hub].refused = because;
            let kind = because.map_or(EventKind::WritesAccepted, EventKind::WritesRefused);
            let began = self.incident_events.last().copied();
            self.hub_event(hub, kind, began.max(self.hubs[hub].left_event));
            self.write_rate_changed();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the exact value to compare with")]
    fn the_share_of_pages_touched_is_exact() {
        for (part, whole) in [(0, 100), (1, 100), (100, 100), (153, 100), (1000, 100), (99_999, 9)]
        {
            #[expect(clippy::cast_precision_loss, reason = "a test compares with real numbers")]
            let (got, x) =
                (one_minus_exp(part, whole) as f64 / 4_294_967_296.0, part as f64 / whole as f64);
            assert!((got - (1.0 - (-x).exp())).abs() < 1e-8, "{part}/{whole}: {got}");
        }
    }
}
