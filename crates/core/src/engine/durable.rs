//! What a primary still has when it comes back after a crash.
//!
//! Sources: redis 7.0.15 `aof.c:flushAppendOnlyFile`, `rdb.c:rdbSave`. A process that dies leaves
//! everything it handed to the kernel; a host that dies leaves what was synced.

use core::time::Duration;

use crate::scenario::AppendFsync;
use crate::units::{Bytes, Instant};

use super::clock::unixtime;
use super::node::Stage;
use super::world::World;

/// How long Linux keeps a changed page before it writes it (`vm.dirty_expire_centisecs`).
const DIRTY_EXPIRE: Duration = Duration::from_secs(30);

impl World {
    /// Bytes of the stream that are in no file when `hub` ends now, with its host or alone.
    ///
    /// Simplified: what was written since the last sync is counted at the present rate, and a sync
    /// takes no time.
    pub(crate) fn unsaved(&self, hub: usize, with_host: bool) -> Bytes {
        let serving = &self.hubs[hub];
        let offset = self.offset(hub);
        if self.settings.appendonly {
            if !with_host {
                return Bytes::ZERO;
            }
            let since = self.now.saturating_since(self.synced_before(self.now));
            let taken =
                serving.leads_from.map_or(Bytes::ZERO, |from| offset.saturating_since(from));
            return serving.stream.rate().over(since).min(taken);
        }
        if self.settings.save.is_empty() {
            // It comes back empty.
            let all: Bytes = self.taken(self.now);
            return all.saturating_sub(self.lost);
        }
        offset.saturating_since(serving.saved_offset)
    }

    /// The last sync of an append-only file at or before `at`.
    fn synced_before(&self, at: Instant) -> Instant {
        match self.settings.appendfsync {
            AppendFsync::Always => at,
            // At each change of the server's clock.
            AppendFsync::Everysec => Instant::from_secs(unixtime(at)),
            AppendFsync::No => {
                Instant::from_nanos(at.as_nanos().saturating_sub(nanos(DIRTY_EXPIRE)))
            }
        }
    }

    /// When what is written at `at` has been synced.
    pub(crate) fn synced_after(&self, at: Instant) -> Instant {
        if !self.settings.appendonly || at == Instant::NEVER {
            return Instant::NEVER;
        }
        match self.settings.appendfsync {
            AppendFsync::Always => at,
            AppendFsync::Everysec => Instant::from_secs(at.as_nanos().div_ceil(SECOND)),
            AppendFsync::No => at.saturating_add(DIRTY_EXPIRE),
        }
    }

    /// Whoever led is back with less than it had, and nobody else leads: that is gone.
    pub(crate) fn comes_back_with_less(&mut self, hub: usize) {
        let less = core::mem::take(&mut self.hubs[hub].unsaved);
        let leads = self
            .process_of(hub)
            .is_none_or(|process| matches!(self.nodes[process].stage, Stage::Leads));
        if hub == self.written_to && leads {
            self.lose(less);
        }
    }
}

const SECOND: u64 = 1_000_000_000;

fn nanos(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).expect("half a minute")
}
