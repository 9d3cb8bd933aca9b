//! What it costs on the primary.

use core::time::Duration;

use crate::message::Message;
use crate::scenario::{Cow, OutputBufferLimits, Resolved};
use crate::server::BacklogKind;
use crate::units::{Bytes, Rate, Share};

use super::Bill;
use super::buffer::{Luck, acting, counted};
use super::resync::{Resync, written};

crate::messages! {
    FITS = "bill-fits";
    EVICTED = "bill-evicted";
    EVICTED_KEYS = "bill-evicted-keys";
    ROOM = "bill-room";
    NO_ROOM = "bill-no-room";
}

/// A full backlog with the overhead of its blocks.
pub(super) fn backlog_memory(spec: &Resolved, size: Bytes) -> Bytes {
    match spec.profile.backlog {
        BacklogKind::Ring => size,
        BacklogKind::Blocks => {
            let block = spec.profile.block_payload(spec.allocator);
            let blocks = size.0 / block + 1;
            Bytes(blocks * (block + spec.profile.block_overhead()))
        }
    }
}

/// The bill idle, during one full resync, and with all replicas at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bills {
    /// How many replicas there are.
    pub together: u64,
    /// While nobody is resynchronised.
    pub idle: Bill,
    /// While one replica is.
    pub one: Bill,
    /// While all of them are, at the same time.
    pub all: Bill,
    /// `maxmemory`, where it is set.
    pub maxmemory: Option<Bytes>,
    /// Memory of the host or its cgroup, where it is known.
    pub host: Option<Bytes>,
    /// How many keys there are, where that is known.
    pub keys: Option<u64>,
}

impl Bills {
    /// With a backlog of `size` and `limits`, at the write rate `writes`.
    pub(super) fn of(
        spec: &Resolved,
        writes: Rate,
        size: Bytes,
        limits: OutputBufferLimits,
    ) -> Self {
        Self::with(spec, writes, size, limits, Luck::Mean)
    }

    fn with(
        spec: &Resolved,
        writes: Rate,
        size: Bytes,
        limits: OutputBufferLimits,
        luck: Luck,
    ) -> Self {
        let together = u64::try_from(spec.replicas.len()).expect("few replicas");
        let acting = acting(spec, limits, size);
        let with = |replicas: u64| {
            let resync = Resync::slowest(spec, writes, &acting, replicas, luck);
            bill(spec, size, &resync, &acting, replicas, writes)
        };
        let backlog = backlog_memory(spec, size);
        let idle = Bill {
            dataset: spec.dataset,
            backlog,
            total: spec.dataset + backlog,
            ..Bill::default()
        };
        let maxmemory = Some(spec.settings.maxmemory).filter(|limit| !limit.is_zero());
        let keys = match spec.cow {
            Cow::Pages { keys, .. } => Some(keys),
            Cow::Share(_) => None,
        };
        let (one, all) = (with(1), with(together));
        Self { together, idle, one, all, maxmemory, host: spec.memory, keys }
    }

    /// What `maxmemory` takes back: keys of this size are evicted, or writes refused, because the
    /// backlog counts as used memory and what waits beyond it does not
    /// (redis 7.0.15 `evict.c:freeMemoryGetNotCountedMemory`; 6.2 leaves out replica buffers).
    #[must_use]
    pub fn evicted(&self) -> Bytes {
        self.maxmemory.map_or(Bytes::ZERO, |limit| self.idle.total.saturating_sub(limit))
    }

    /// The same in keys of average size, where their number is known.
    #[must_use]
    pub fn evicted_keys(&self) -> Option<u64> {
        let share = u128::from(self.keys?) * u128::from(self.evicted().0);
        let of = u128::from(self.idle.dataset.0.max(1));
        u64::try_from(share.div_ceil(of)).ok()
    }

    /// What the bill means where `maxmemory` or the memory of the host is known.
    #[must_use]
    pub fn consequences(&self) -> Vec<Message> {
        let mut said = Vec::new();
        if let Some(limit) = self.maxmemory {
            let evicted = self.evicted();
            said.push(match self.evicted_keys() {
                _ if evicted.is_zero() => {
                    Message::new(FITS).with("free", limit.saturating_sub(self.idle.total))
                }
                Some(keys) => Message::new(EVICTED_KEYS).with("bytes", evicted).with("keys", keys),
                None => Message::new(EVICTED).with("bytes", evicted),
            });
        }
        if let Some(host) = self.host {
            let short = self.short();
            let count = self.together;
            said.push(if short.is_zero() {
                let needed = self.all.total.saturating_sub(self.evicted());
                let free = host.saturating_sub(needed);
                Message::new(ROOM).with("free", free).with("count", count)
            } else {
                Message::new(NO_ROOM).with("short", short).with("count", count)
            });
        }
        said
    }

    /// How much the host is short of while all replicas are resynchronised.
    #[must_use]
    pub fn short(&self) -> Bytes {
        // What is evicted is not there to be copied either.
        let needed = self.all.total.saturating_sub(self.evicted());
        self.host.map_or(Bytes::ZERO, |host| needed.saturating_sub(host))
    }
}

/// How much the host is short of for certain, or may be short of in the worst case, while all
/// replicas attach for the first time.
pub(super) fn short_with(
    spec: &Resolved,
    writes: Rate,
    limits: OutputBufferLimits,
    luck: Luck,
) -> Bytes {
    let Some(host) = spec.memory else { return Bytes::ZERO };
    let size = spec.settings.repl_backlog_size;
    let bills = Bills::with(spec, writes, size, limits, luck);
    if luck == Luck::Mean {
        return bills.short();
    }
    let block = spec.profile.block_payload(spec.allocator) + spec.profile.block_overhead();
    if luck == Luck::Worst {
        // A block or two more for each, and pings.
        let more = Bytes(4 * block * (bills.together + 1));
        return (bills.all.total + more).saturating_sub(host);
    }
    // For certain: what is held when the child ends, and what is held when the load does; by one
    // alone where they need not come together.
    let acting = acting(spec, limits, size);
    let apart = spec.settings.diskless_sync && spec.settings.diskless_delay == 0;
    let copies = if apart { 1 } else { bills.together };
    let capped = |held: Bytes| if acting.hard.is_zero() { held } else { held.min(acting.hard) };
    let held = |bytes: Bytes, copies: u64| match spec.profile.backlog {
        BacklogKind::Ring => size + Bytes(capped(counted(spec, bytes)).0.saturating_mul(copies)),
        BacklogKind::Blocks => bytes,
    };
    Resync::each(spec, writes, &acting, bills.together, Luck::Best)
        .iter()
        .map(|resync| {
            let (cow, _) = copied(spec, writes, resync.copies_for());
            let at_end = held(resync.pending_at_end(writes), copies) + cow;
            let needed = spec.dataset + at_end.max(held(resync.pending, 1));
            needed.saturating_sub(bills.evicted()).saturating_sub(host)
        })
        .min()
        .unwrap_or_default()
}

/// How much the host is short of while `gap` is sent to a replica that returns: up to redis 6.2 it is
/// copied for that (`replication.c:addReplyReplicationBacklog`).
pub(super) fn short_of_copy(spec: &Resolved, gap: Bytes) -> Bytes {
    let Some(host) = spec.memory else { return Bytes::ZERO };
    let backlog = backlog_memory(spec, spec.settings.repl_backlog_size);
    let held = match spec.profile.backlog {
        BacklogKind::Ring => backlog + counted(spec, gap),
        BacklogKind::Blocks => backlog.max(counted(spec, gap)),
    };
    (spec.dataset + held + Bytes::kib(100)).saturating_sub(host)
}

/// The bill while `together` replicas are resynchronised.
fn bill(
    spec: &Resolved,
    size: Bytes,
    resync: &Resync,
    acting: &OutputBufferLimits,
    together: u64,
    writes: Rate,
) -> Bill {
    let held = match acting.hard {
        Bytes(0) => resync.counted,
        hard => resync.counted.min(hard),
    };
    let backlog = backlog_memory(spec, size);
    let buffers = match spec.profile.backlog {
        // A private copy of the pending stream for each (redis 6.2).
        BacklogKind::Ring => Bytes(held.0.saturating_mul(together).min(1 << 60)),
        // One shared stream: only what exceeds the backlog comes on top.
        BacklogKind::Blocks => held.saturating_sub(backlog),
    };
    let (cow_low, cow_high) = copied(spec, writes, resync.copies_for());
    Bill {
        dataset: spec.dataset,
        backlog,
        buffers,
        cow_low,
        cow_high,
        total: spec.dataset + backlog + buffers + cow_high,
        on_replica: resync.on_replica(writes),
    }
}

/// Copy-on-write as a range: the writes follow each other through memory, or each touches its pages
/// at random. Which of the two is more depends on how often the same value is written.
fn copied(spec: &Resolved, writes: Rate, save: Duration) -> (Bytes, Bytes) {
    let row = written(writes, save).min(spec.dataset);
    match spec.cow {
        Cow::Share(share) => {
            let high = Bytes(share.of(spec.dataset.0));
            (row.min(high), high)
        }
        Cow::Pages { value_size, .. } => {
            let values = written(writes, save).0 / value_size.0.max(1);
            let touched = values.saturating_mul(value_size.0.div_ceil(PAGE).max(1));
            let high = distinct(spec.dataset.0 / PAGE, touched).saturating_mul(PAGE);
            (row.min(Bytes(high)), row.max(Bytes(high)))
        }
    }
}

/// A page of memory on most machines.
const PAGE: u64 = 4096;

/// How many of `pages` are touched by `touches` at random: `pages * (1 - e^(-touches / pages))`.
///
/// In whole numbers, since a machine's exponential differs in its last bit from another's:
/// `e^-x = (e^(-x/1024))^1024`, and the small one from its first terms.
fn distinct(pages: u64, touches: u64) -> u64 {
    const ONE: u128 = 1 << 60;
    if pages == 0 || u128::from(touches) > u128::from(pages) * 40 {
        return pages;
    }
    let x = (u128::from(touches) * (ONE >> 10)) / u128::from(pages);
    let square = (x * x) >> 60;
    let mut rest = ONE - x + square / 2 - ((square * x) >> 60) / 6;
    for _ in 0..10 {
        rest = (rest * rest) >> 60;
    }
    u64::try_from((u128::from(pages) * ((ONE - rest) >> 20)) >> 40).unwrap_or(pages)
}

/// `bytes` and a margin on top.
pub(super) fn with_margin(bytes: Bytes, margin: Share) -> Bytes {
    Bytes(bytes.0.saturating_add(margin.of(bytes.0)))
}

/// The next size a person would type: whole MiB, in steps of an eighth of the magnitude.
pub(super) fn rounded_up(bytes: Bytes) -> Bytes {
    let mib = bytes.0.div_ceil(1 << 20).max(1);
    let step = 1_u64 << mib.ilog2().saturating_sub(3);
    Bytes((mib.div_ceil(step) * step) << 20)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Recorded (E27): 1.18 million random appends over 744,628 pages copied 2.33 GB.
    #[test]
    fn pages_touched_at_random_are_those_recorded() {
        let copied = distinct(744_628, 1_180_000) * PAGE;
        assert!(copied.abs_diff(2_425_000_000) < 10_000_000, "{copied}");
        assert_eq!(distinct(1000, 0), 0);
        assert_eq!(distinct(1000, 1_000_000), 1000);
        assert!((999..=1000).contains(&distinct(1_000_000, 1000)));
        assert_eq!(distinct(0, 5), 0);
    }

    #[test]
    fn what_the_backlog_takes_is_counted_in_keys() {
        let text = "maxmemory 10gb\ndataset 10gb\nvalue-size 1kb\nkeys 10000000\nwrites 1mb/s\n\
                    repl-backlog-size 1gb\nserver redis 6.2.16\nreplica r1\n";
        let spec = crate::scenario::Scenario::parse(text).unwrap().resolved();
        let bills = Bills::of(&spec, spec.writes, Bytes::gib(1), spec.settings.output_buffer);
        assert_eq!(bills.evicted(), Bytes::gib(1));
        assert_eq!(bills.evicted_keys(), Some(1_000_000));
        let ids: Vec<&str> = bills.consequences().iter().map(|message| message.id).collect();
        assert_eq!(ids, [EVICTED_KEYS]);
        assert_eq!(bills.short(), Bytes::ZERO);
    }

    #[test]
    fn sizes_are_rounded_up_to_what_people_type() {
        let check = |bytes, mib| assert_eq!(rounded_up(Bytes(bytes)), Bytes::mib(mib));
        check(1, 1);
        check((7 << 20) + 1, 8);
        check(254 << 20, 256);
        check(200 << 20, 208);
        check((1000 << 20) + 1, 1024);
    }
}
