//! What it costs on the primary.

use core::time::Duration;

use crate::scenario::{Cow, Resolved};
use crate::server::BacklogKind;
use crate::units::{Bytes, Rate, Share};

use super::Bill;

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

/// The bill while `together` replicas are resynchronised, each holding `counted` bytes.
pub(super) fn bill(
    spec: &Resolved,
    size: Bytes,
    counted: Bytes,
    together: u64,
    writes: Rate,
    save: Duration,
) -> Bill {
    let backlog = backlog_memory(spec, size);
    let buffers = match spec.profile.backlog {
        // A private copy of the pending stream for each (redis 6.2).
        BacklogKind::Ring => Bytes(counted.0.saturating_mul(together)),
        // One shared stream: only what exceeds the backlog comes on top.
        BacklogKind::Blocks => counted.saturating_sub(backlog),
    };
    let (cow_low, cow_high) = copied(spec, writes, save);
    Bill {
        dataset: spec.dataset,
        backlog,
        buffers,
        cow_low,
        cow_high,
        total: spec.dataset + backlog + buffers + cow_high,
    }
}

/// Copy-on-write as a range. Low: every written byte lands in a page of its own only once, as if
/// writes were in a row. High: each write touches a page of its own, until all are copied.
fn copied(spec: &Resolved, writes: Rate, save: Duration) -> (Bytes, Bytes) {
    let written = writes.over(save).min(Bytes(u64::MAX >> 16));
    match spec.cow {
        Cow::Share(share) => {
            let high = Bytes(share.of(spec.dataset.0));
            (written.min(high), high)
        }
        Cow::Pages { value_size, .. } => {
            let values = written.0 / value_size.0.max(1);
            let pages = values.saturating_mul(value_size.0.div_ceil(4096).max(1));
            let all = spec.dataset.0 / 4096;
            let distinct = u128::from(all) * u128::from(pages) / u128::from((all + pages).max(1));
            let high = u64::try_from(distinct).unwrap_or(all).saturating_mul(4096);
            (written.min(spec.dataset), Bytes(high).max(written.min(spec.dataset)))
        }
    }
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
