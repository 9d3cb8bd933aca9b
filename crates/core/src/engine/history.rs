//! The history the backlog holds, in both of its forms.

use crate::run::Window;
use crate::server::{BacklogKind, Profile};
use crate::units::{Bytes, ReplOffset};

/// `CONFIG_REPL_BACKLOG_MIN_SIZE`, enforced by `CONFIG SET` only
/// (redis 7.0 `replication.c:resizeReplicationBacklog`).
pub(crate) const MIN_SIZE_BY_CONFIG_SET: u64 = 16_384;

/// The backlog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Backlog {
    kind: BacklogKind,
    size: u64,
    /// Offset before the first byte it ever held.
    origin: u64,
    /// Payload of a block.
    block: u64,
    /// Blocks dropped for good; history never comes back.
    dropped: u64,
}

impl Backlog {
    pub(crate) fn new(profile: &Profile, block: u64, size: Bytes, origin: ReplOffset) -> Self {
        Self { kind: profile.backlog, size: size.0, origin: origin.0, block, dropped: 0 }
    }

    pub(crate) fn size(&self) -> Bytes {
        Bytes(self.size)
    }

    pub(crate) fn kind(&self) -> BacklogKind {
        self.kind
    }

    pub(crate) fn block(&self) -> u64 {
        self.block
    }

    /// The block that holds the byte after `sent`, at most the tail.
    pub(crate) fn block_of(&self, sent: ReplOffset, offset: ReplOffset) -> u64 {
        let index = sent.0.saturating_sub(self.origin) / self.block;
        index.min(self.tail(offset))
    }

    /// The block being written.
    pub(crate) fn tail(&self, offset: ReplOffset) -> u64 {
        offset.0.saturating_sub(self.origin + 1) / self.block
    }

    /// The offset at which block `index` gets its first byte.
    pub(crate) fn opens(&self, index: u64) -> ReplOffset {
        ReplOffset(self.origin + index * self.block + 1)
    }

    /// Blocks dropped at `offset` where `pinned` is the oldest block a replica still needs.
    ///
    /// Source: redis 7.0.15 `replication.c:incrementalTrimReplicationBacklog`: the head goes while
    /// it is not the only block, nobody else refers to it, and what stays exceeds the size.
    fn dropped_at(&self, offset: ReplOffset, pinned: Option<u64>) -> u64 {
        let by_size = offset.0.saturating_sub(self.size + 1 + self.origin) / self.block;
        let by_size = by_size.min(self.tail(offset));
        let free = pinned.map_or(by_size, |pin| by_size.min(pin));
        free.max(self.dropped)
    }

    /// The history held at `offset`.
    pub(crate) fn window(&self, offset: ReplOffset, pinned: Option<u64>) -> Window {
        let held_from = match self.kind {
            BacklogKind::Ring => offset.0.saturating_sub(self.size).max(self.origin),
            BacklogKind::Blocks => self.origin + self.dropped_at(offset, pinned) * self.block,
        };
        Window {
            first_byte: ReplOffset(held_from + 1),
            histlen: Bytes(offset.0.saturating_sub(held_from)),
            size: Bytes(self.size),
        }
    }

    /// Notes what is gone, before something that pins changes.
    pub(crate) fn settle(&mut self, offset: ReplOffset, pinned: Option<u64>) {
        if self.kind == BacklogKind::Blocks {
            self.dropped = self.dropped_at(offset, pinned);
        }
    }

    /// The offset from which on `next` is no longer held, if no replica pins it.
    pub(crate) fn overwrites(&self, next: ReplOffset) -> ReplOffset {
        match self.kind {
            BacklogKind::Ring => ReplOffset(next.0 + self.size),
            BacklogKind::Blocks => {
                let gone = next.0.saturating_sub(self.origin + 1) / self.block + 1;
                let by_size = self.origin + gone * self.block + self.size + 1;
                ReplOffset(by_size.max(self.opens(gone).0))
            }
        }
    }

    /// `CONFIG SET repl-backlog-size`. Returns whether history was lost.
    ///
    /// Up to redis 6.2 a new buffer replaces the old one, larger or smaller; from 7.0 on only the
    /// number changes. Simplified: a smaller size is trimmed at once, where the server drops 64
    /// blocks in the call and 640 in each turn of its event loop.
    pub(crate) fn resize(&mut self, size: Bytes, offset: ReplOffset) -> bool {
        let size = size.0.max(MIN_SIZE_BY_CONFIG_SET);
        if size == self.size {
            return false;
        }
        self.size = size;
        if self.kind == BacklogKind::Ring {
            self.origin = offset.0;
            return true;
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::{Allocator, Server};

    fn backlog(server: Server, size: u64) -> Backlog {
        let profile = server.profile();
        let block = profile.block_payload(Allocator::Libc);
        Backlog::new(&profile, block, Bytes(size), ReplOffset(0))
    }

    /// Recorded from real servers built with libc malloc: (size, offset) -> (first, histlen).
    #[test]
    fn windows_agree_with_recorded_ones() {
        let check = |server, size, offset, first, histlen| {
            let window = backlog(server, size).window(ReplOffset(offset), None);
            assert_eq!((window.first_byte.0, window.histlen.0), (first, histlen), "{server}");
        };
        let (old, new) = (Server::redis(6, 2, 16), Server::redis(7, 4, 1));
        check(old, 16384, 60118, 43735, 16384);
        check(new, 16384, 60142, 32769, 27374);
        check(Server::valkey(9, 1, 2), 16384, 60156, 32769, 27388);
        check(old, 1000, 49943, 48944, 1000);
        check(new, 1000, 49943, 32769, 17175);
        check(old, 1_048_576, 1_998_341, 949_766, 1_048_576);
        check(new, 1_048_576, 1_998_341, 933_889, 1_064_453);
        check(new, 100_000, 200_051, 98_305, 101_747);
        check(new, 16_777_216, 50_357_250, 33_570_817, 16_786_434);
    }

    #[test]
    fn what_is_overwritten_is_gone_exactly_from_there_on() {
        for server in [Server::redis(6, 2, 16), Server::redis(7, 4, 1)] {
            for size in [1000, 16_384, 100_000, 1 << 20] {
                let backlog = backlog(server, size);
                for next in [1, 2, 16_384, 16_385, 16_386, 99_999] {
                    let gone = backlog.overwrites(ReplOffset(next));
                    let before = backlog.window(ReplOffset(gone.0 - 1), None);
                    let after = backlog.window(gone, None);
                    assert!(before.holds(ReplOffset(next)), "{server} {size} {next}");
                    assert!(!after.holds(ReplOffset(next)), "{server} {size} {next}");
                }
            }
        }
    }

    #[test]
    fn a_resize_empties_a_ring_and_keeps_blocks() {
        let mut ring = backlog(Server::redis(6, 2, 16), 1 << 18);
        assert!(ring.resize(Bytes::mib(1), ReplOffset(199_649)));
        assert_eq!(ring.window(ReplOffset(199_649), None).histlen, Bytes(0));
        let mut blocks = backlog(Server::redis(7, 4, 1), 1 << 18);
        assert!(!blocks.resize(Bytes::mib(1), ReplOffset(199_649)));
        assert_eq!(blocks.window(ReplOffset(199_649), None).histlen, Bytes(199_649));
        assert!(!blocks.resize(Bytes::kib(64), ReplOffset(399_275)));
        // Recorded on redis 7.0: first 327681, histlen 71595.
        assert_eq!(blocks.window(ReplOffset(399_275), None).first_byte, ReplOffset(327_681));
    }
}
