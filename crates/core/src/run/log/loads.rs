//! What a replica's log says while a snapshot arrives and is loaded.

use super::Level;
use super::replica::Replica;
use crate::scenario::{Cow, DisklessLoad};
use crate::server::{ChannelSync, Family};
use crate::units::Instant;

impl Replica<'_> {
    /// valkey 9 receives a file beside its main thread.
    pub(super) fn by_another_thread(&self, at: Instant) -> bool {
        self.log.run.scenario.profile.cron_notices_transfer && !self.parses(at)
    }

    pub(super) fn receives(&mut self, at: Instant) {
        let run = self.log.run;
        let what = if run.settings_at(self.forked).diskless_sync {
            "streamed RDB from master with EOF".to_owned()
        } else {
            format!("{} bytes from master", run.scenario.rdb.0)
        };
        let to = if self.parses(at) { "parser" } else { "disk" };
        let text = format!("MASTER <-> REPLICA sync: receiving {what} to {to}");
        if self.by_another_thread(at) {
            self.note(at, "Replica main thread creating Bio thread to save RDB to disk");
            self.note(at, &format!("Replica bio thread: {text}"));
        } else {
            self.note(at, &text);
        }
        if self.parses(at) {
            self.loads(at);
        }
    }

    pub(super) fn discards(&mut self, at: Instant) {
        if core::mem::take(&mut self.cached) {
            self.note(at, "Discarding previously cached master state.");
        }
    }

    pub(super) fn loads(&mut self, at: Instant) {
        const FLUSHES: &str = "MASTER <-> REPLICA sync: Flushing old data";
        const LOADS: &str = "MASTER <-> REPLICA sync: Loading DB in memory";
        let swaps = self.log.run.settings_at(at).diskless_load == DisklessLoad::Swapdb;
        if self.by_another_thread(at) {
            self.note(at, "Replica main thread detected RDB download completion in Bio thread");
            self.note(at, "Loading the RDB and finalizing primary-replica sync...");
        }
        self.discards(at);
        // When the old data goes: before, and since redis 8.0 and valkey 9.1 once the file is open.
        let before = !(self.log.redis(8, 0) || self.log.valkey(9, 1));
        if before && !swaps {
            self.note(at, FLUSHES);
        }
        self.note(at, LOADS);
        if self.log.valkey(9, 0) {
            self.note(at, "Cleaning slot migration log in anticipation of a load operation.");
        }
        if !before && !swaps {
            let checked = "RDB signature and version check passed. Flushing old data";
            self.note(at, if self.log.valkey(9, 1) { checked } else { FLUSHES });
        }
        let run = self.log.run;
        let maker = if self.log.valkey(8, 0) { "Valkey version" } else { "version" };
        let server = self.log.server;
        let version = format!("{}.{}.{}", server.major, server.minor, server.patch);
        self.note(at, &format!("Loading RDB produced by {maker} {version}"));
        self.note(at, &format!("RDB age {} seconds", (at - self.forked).as_secs()));
        let memory = run.at(self.forked).memory;
        let used = (memory.total - memory.cow).0;
        let (whole, part) = (used >> 20, ((used & 0xf_ffff) * 100) >> 20);
        self.note(at, &format!("RDB memory usage when created {whole}.{part:02} Mb"));
    }

    pub(super) fn loaded(&mut self, at: Instant) {
        let run = self.log.run;
        if let Cow::Pages { keys, .. } = run.scenario.cow {
            let tail = if self.log.valkey(9, 1) { ", all fields expired hashes: 0" } else { "" };
            let text = format!("Done loading RDB, keys loaded: {keys}, keys expired: 0{tail}.");
            let old = self.log.server.family == Family::Redis && !self.log.redis(7, 0);
            let level = if old { Level::Warning } else { Level::Notice };
            self.log.line(at, level, &text);
        }
        if run.settings_at(at).diskless_load == DisklessLoad::Swapdb {
            self.note(at, "MASTER <-> REPLICA sync: Swapping active DB with loaded DB");
            self.note(at, "MASTER <-> REPLICA sync: Discarding old DB in background");
        }
        if self.log.channels(at) == ChannelSync::DualChannel {
            self.note(
                at,
                "Dual channel replication: Successfully streamed replication data into memory",
            );
        }
        self.note(at, "MASTER <-> REPLICA sync: Finished with success");
        self.cached = true;
        if self.log.channels(at) == ChannelSync::RdbChannel {
            let replica = &run.at(at).replicas[self.index];
            let held = replica.behind.saturating_sub(replica.output_buffer).0;
            let text = format!(
                "MASTER <-> REPLICA sync: Starting to stream replication buffer into the db \
                 ({held} bytes)."
            );
            self.note(at, &text);
            if held == 0 {
                self.streamed(at, 0);
            }
            self.streams = held > 0;
        }
    }

    fn streamed(&mut self, at: Instant, bytes: u64) {
        let text = format!(
            "MASTER <-> REPLICA sync: Successfully streamed replication buffer into the db \
             ({bytes} bytes in total)"
        );
        self.note(at, &text);
    }

    /// redis 8.0: it has read what it held since the snapshot.
    pub(super) fn buffer_read(&mut self, at: Instant) {
        if core::mem::take(&mut self.streams) {
            let since = self.log.run.offset_at(self.forked).0;
            let bytes = self.log.run.offset_at(at).0.saturating_sub(since);
            self.streamed(at, bytes);
        }
    }
}
