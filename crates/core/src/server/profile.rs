//! What differs between versions, as data.
//!
//! Sources: `src/config.c`, `src/replication.c`, `src/networking.c` of redis 6.2.16, 7.0.15, 7.2.6,
//! 7.4.1, 8.0.6 and valkey 7.2.7, 8.0.1, 8.1.1, 9.1.2. A version between two of these has the rules
//! of the earlier one; a later one those of the last.

use super::{Family, Server};
use crate::units::Bytes;

/// How history is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BacklogKind {
    /// One circular buffer of exactly `repl-backlog-size`; each replica has a private copy of what
    /// it still has to be sent (up to redis 6.2). A resize empties it.
    Ring,
    /// Blocks shared by the backlog and all replicas, trimmed a block at a time (redis 7.0 on).
    /// A resize keeps what is there.
    Blocks,
}

/// When the primary pings its replicas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PingRule {
    /// Every `repl-ping-replica-period`, whatever else is streamed.
    Always,
    /// Only where nothing was streamed for a period (redis 8.0).
    WhenIdle,
}

/// What a replica asks for after a full resync failed midway.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryRequest {
    /// Its old position is forgotten at `+FULLRESYNC`: `PSYNC ? -1` (redis 6.2).
    Anything,
    /// Its old position is kept until the snapshot is loaded: the same request again (7.0 on).
    SamePosition,
}

/// A full resync over a second connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChannelSync {
    /// Not in this version.
    None,
    /// Redis 8.0 `repl-rdb-channel`, on by default.
    RdbChannel,
    /// Valkey 8.0 `dual-channel-replication-enabled`, off by default.
    DualChannel,
}

/// Whether INFO of this version prints a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FirstSeen {
    /// `mem_total_replication_buffers`, `current_cow_peak`, `rdb_saves`, `async_loading`, ...
    pub shared_buffers: bool,
    /// `client_output_buffer_limit_disconnections`.
    pub output_buffer_disconnections: bool,
    /// `,type=replica` at the end of `slaveN:` lines, and `replicas_waiting_psync`.
    pub slave_type: bool,
}

/// The allocator a server was built with; it decides the payload of a buffer block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Allocator {
    /// The default on Linux.
    #[default]
    Jemalloc,
    /// glibc malloc (`MALLOC=libc`).
    Libc,
}

/// The rules of one version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Profile {
    /// Which version was asked for.
    pub server: Server,
    /// Default `repl-backlog-size`.
    pub backlog_size: Bytes,
    /// How history is kept.
    pub backlog: BacklogKind,
    /// Default `repl-diskless-sync`.
    pub diskless_sync: bool,
    /// Whether `repl-diskless-sync-max-replicas` exists (7.0 on).
    pub diskless_max_replicas: bool,
    /// Whether the hard output-buffer limit is raised to the backlog size (7.0 on).
    pub hard_floor: bool,
    /// Whether the soft limit is raised as well (valkey 9).
    pub soft_floor: bool,
    /// When the primary pings.
    pub ping: PingRule,
    /// Whether the offset of a primary without a backlog, but with an append-only file, goes up by
    /// one with each command (`replication.c:replicationFeedSlaves`, 7.2 on).
    pub counts_commands: bool,
    /// `WAITAOF` (7.2 on).
    pub waitaof: bool,
    /// What a replica asks for after a failed full resync.
    pub retry: RetryRequest,
    /// A full resync over two connections.
    pub channel: ChannelSync,
    /// Whether a replica empties its old data in the background before a load (valkey 8.0 on).
    pub lazy_flush: bool,
    /// Whether a replica notices the end of a transfer only in its cron (valkey 9.0 on: another thread
    /// receives it).
    pub cron_notices_transfer: bool,
    /// Whether several parameters fit in one `CONFIG SET` (7.0 on).
    pub multi_config_set: bool,
    /// INFO fields of this version.
    pub info: FirstSeen,
}

impl Profile {
    /// The rules of `server`.
    #[must_use]
    pub fn of(server: Server) -> Self {
        let redis = |major, minor| server.at_least(Server::redis(major, minor, 0));
        let valkey = |major, minor| server.at_least(Server::valkey(major, minor, 0));
        let any_valkey = server.family == Family::Valkey;
        let blocks = any_valkey || redis(7, 0);
        Self {
            server,
            // valkey commit a1ac459ef (8.0.0) raised the default from 1mb to 10mb.
            backlog_size: if valkey(8, 0) { Bytes::mib(10) } else { Bytes::mib(1) },
            backlog: if blocks { BacklogKind::Blocks } else { BacklogKind::Ring },
            diskless_sync: blocks,
            diskless_max_replicas: blocks,
            hard_floor: blocks,
            soft_floor: valkey(9, 0),
            ping: if redis(8, 0) { PingRule::WhenIdle } else { PingRule::Always },
            counts_commands: redis(7, 2) || valkey(7, 2),
            waitaof: redis(7, 2) || valkey(7, 2),
            retry: if blocks { RetryRequest::SamePosition } else { RetryRequest::Anything },
            channel: if redis(8, 0) {
                ChannelSync::RdbChannel
            } else if valkey(8, 0) {
                ChannelSync::DualChannel
            } else {
                ChannelSync::None
            },
            lazy_flush: valkey(8, 0),
            cron_notices_transfer: valkey(9, 0),
            multi_config_set: blocks,
            info: FirstSeen {
                shared_buffers: blocks,
                output_buffer_disconnections: redis(7, 4) || valkey(8, 0),
                slave_type: valkey(8, 0),
            },
        }
    }

    /// Payload bytes of one shared block, or of one node of a replica's private list.
    ///
    /// Measured: 20440 and 16384 with blocks (redis 7.0 `replBufBlock`, 40-byte header in a 20480
    /// or exact class), 20464 and 16392 with `clientReplyBlock` (redis 6.2, 16-byte header).
    #[must_use]
    pub const fn block_payload(&self, allocator: Allocator) -> u64 {
        match (self.backlog, allocator) {
            (BacklogKind::Blocks, Allocator::Jemalloc) => 20_440,
            (BacklogKind::Blocks, Allocator::Libc) => 16_384,
            (BacklogKind::Ring, Allocator::Jemalloc) => 20_464,
            (BacklogKind::Ring, Allocator::Libc) => 16_392,
        }
    }

    /// What a block costs above its payload, as `CLIENT LIST` counts it.
    #[must_use]
    pub const fn block_overhead(&self) -> u64 {
        match self.backlog {
            BacklogKind::Blocks => 64, // replBufBlock 40 + listNode 24
            BacklogKind::Ring => 40,   // clientReplyBlock 16 + listNode 24
        }
    }

    /// Pending bytes that no counter shows: the static client buffer of redis 6.2.
    #[must_use]
    pub const fn uncounted(&self) -> u64 {
        match self.backlog {
            BacklogKind::Blocks => 0,
            BacklogKind::Ring => 16_384,
        }
    }
}
