//! A replica's output buffer as the server counts it, and when it meets a limit.

use crate::scenario::OutputBufferLimits;
use crate::server::{BacklogKind, Profile};
use crate::units::{Bytes, ReplOffset};

use super::history::Backlog;

/// Limits as they act: raised to the backlog where the version does that.
///
/// Source: redis 7.0.15 `networking.c:checkClientOutputBufferLimits` (hard), valkey 9.1 (soft too),
/// absent in redis 6.2. 0 stays off.
pub(crate) fn effective(
    profile: &Profile,
    limits: OutputBufferLimits,
    size: Bytes,
) -> OutputBufferLimits {
    let raise = |limit: Bytes, floor: bool| {
        if floor && !limit.is_zero() { limit.max(size) } else { limit }
    };
    OutputBufferLimits {
        hard: raise(limits.hard, profile.hard_floor),
        soft: raise(limits.soft, profile.soft_floor),
        soft_for: limits.soft_for,
    }
}

/// How `CLIENT LIST` counts what is pending (`omem`): in whole blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Counting {
    kind: BacklogKind,
    block: u64,
    overhead: u64,
    uncounted: u64,
}

impl Counting {
    pub(crate) fn new(profile: &Profile, block: u64) -> Self {
        Self {
            kind: profile.backlog,
            block,
            overhead: profile.block_overhead(),
            uncounted: profile.uncounted(),
        }
    }

    /// `omem` of a replica that has been sent everything up to `sent`.
    pub(crate) fn omem(&self, backlog: &Backlog, sent: ReplOffset, offset: ReplOffset) -> Bytes {
        let blocks = match self.kind {
            BacklogKind::Blocks => backlog.tail(offset) - backlog.block_of(sent, offset) + 1,
            BacklogKind::Ring => {
                let pending = offset.saturating_since(sent).0;
                pending.saturating_sub(self.uncounted).div_ceil(self.block)
            }
        };
        Bytes(blocks * (self.block + self.overhead))
    }

    /// Blocks from which on `limit` is met.
    fn blocks_for(&self, limit: Bytes) -> u64 {
        limit.0.div_ceil(self.block + self.overhead).max(1)
    }

    /// The stream offset at which `limit` is met by a replica whose `sent` stays where it is.
    pub(crate) fn met_at(&self, backlog: &Backlog, sent: ReplOffset, limit: Bytes) -> ReplOffset {
        let blocks = self.blocks_for(limit);
        match self.kind {
            BacklogKind::Blocks => {
                let first = backlog.block_of(sent, ReplOffset(u64::MAX >> 1));
                let tail = first + blocks - 1;
                // The tail block exists from its first byte on; nothing is pending before that.
                backlog.opens(tail).max(sent.next())
            }
            BacklogKind::Ring => ReplOffset(sent.0 + self.pending_for(limit)),
        }
    }

    /// The least pending bytes that can meet `limit` (on >= 7.0 up to a block more are needed).
    pub(crate) fn pending_for(&self, limit: Bytes) -> u64 {
        let blocks = self.blocks_for(limit);
        match self.kind {
            BacklogKind::Blocks => (blocks - 1) * self.block + 1,
            BacklogKind::Ring => self.uncounted + (blocks - 1) * self.block + 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::{Allocator, Server};

    /// `omem` at which real servers closed a replica that did not read.
    #[test]
    fn closes_at_the_recorded_sizes() {
        let check = |server: Server, allocator, limit: u64, closed_at: u64| {
            let profile = server.profile();
            let block = profile.block_payload(allocator);
            let backlog = Backlog::new(&profile, block, Bytes(limit / 2), ReplOffset(0));
            let counting = Counting::new(&profile, block);
            let met = counting.met_at(&backlog, ReplOffset(0), Bytes(limit));
            assert_eq!(counting.omem(&backlog, ReplOffset(0), met), Bytes(closed_at));
            let before = counting.omem(&backlog, ReplOffset(0), ReplOffset(met.0 - 1));
            assert!(before < Bytes(limit));
        };
        let (old, new) = (Server::redis(6, 2, 16), Server::redis(7, 4, 1));
        check(old, Allocator::Libc, 2 << 20, 2_103_296);
        check(old, Allocator::Jemalloc, 2 << 20, 2_111_912);
        check(new, Allocator::Libc, 8 << 20, 8_404_928);
        check(new, Allocator::Jemalloc, 8 << 20, 8_406_640);
        check(old, Allocator::Libc, 8 << 20, 8_396_752);
        check(old, Allocator::Jemalloc, 8 << 20, 8_406_640);
        check(new, Allocator::Libc, 16 << 20, 16_793_408);
    }
}
