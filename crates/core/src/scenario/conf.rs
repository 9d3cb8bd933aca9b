//! Server directives the model knows, each with its name in redis.conf.

use crate::units::Bytes;

/// `client-output-buffer-limit replica HARD SOFT SECONDS`; 0 switches a limit off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutputBufferLimits {
    /// Closed at once at or above this many bytes.
    pub hard: Bytes,
    /// Closed when at or above this many bytes for longer than `soft_for`.
    pub soft: Bytes,
    /// Whole seconds.
    pub soft_for: u64,
}

/// `appendfsync`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AppendFsync {
    /// After every write.
    Always,
    /// Once a second.
    Everysec,
    /// When the kernel likes.
    No,
}

/// `repl-diskless-load`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DisklessLoad {
    /// The snapshot goes through a file.
    Disabled,
    /// Parsed from the socket when the replica holds no data.
    OnEmptyDb,
    /// Parsed from the socket beside the old data.
    Swapdb,
    /// The old data is dropped first (valkey 9).
    FlushBeforeLoad,
}

/// `maxmemory-policy`, by its redis.conf name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MaxmemoryPolicy {
    /// Writes are refused at the limit.
    NoEviction,
    /// `allkeys-lru`
    AllkeysLru,
    /// `allkeys-lfu`
    AllkeysLfu,
    /// `allkeys-random`
    AllkeysRandom,
    /// `volatile-lru`
    VolatileLru,
    /// `volatile-lfu`
    VolatileLfu,
    /// `volatile-random`
    VolatileRandom,
    /// `volatile-ttl`
    VolatileTtl,
}

/// The server directives a scenario gives; `None` means the default of its version.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conf {
    /// `repl-backlog-size`, bytes, at least 1.
    pub repl_backlog_size: Option<Bytes>,
    /// `repl-backlog-ttl`, seconds, 0 never frees.
    pub repl_backlog_ttl: Option<u64>,
    /// `client-output-buffer-limit replica`.
    pub output_buffer: Option<OutputBufferLimits>,
    /// `repl-timeout`, seconds, at least 1.
    pub repl_timeout: Option<u64>,
    /// `repl-ping-replica-period`, seconds, at least 1.
    pub repl_ping_period: Option<u64>,
    /// `repl-diskless-sync`.
    pub diskless_sync: Option<bool>,
    /// `repl-diskless-sync-delay`, seconds.
    pub diskless_delay: Option<u64>,
    /// `repl-diskless-sync-max-replicas`, 0 is off.
    pub diskless_max_replicas: Option<u64>,
    /// `repl-diskless-load`.
    pub diskless_load: Option<DisklessLoad>,
    /// `repl-rdb-channel` (redis 8).
    pub rdb_channel: Option<bool>,
    /// `dual-channel-replication-enabled` (valkey 8).
    pub dual_channel: Option<bool>,
    /// `replica-full-sync-buffer-limit` (redis 8), bytes, 0 takes the replica's hard limit.
    pub full_sync_buffer_limit: Option<Bytes>,
    /// `min-replicas-to-write`.
    pub min_replicas_to_write: Option<u64>,
    /// `min-replicas-max-lag`, seconds.
    pub min_replicas_max_lag: Option<u64>,
    /// `maxmemory`, bytes, 0 is unlimited.
    pub maxmemory: Option<Bytes>,
    /// `maxmemory-policy`.
    pub maxmemory_policy: Option<MaxmemoryPolicy>,
    /// `save SECONDS CHANGES` points; an empty list is `save ""`.
    pub save: Option<Vec<(u64, u64)>>,
    /// `appendonly`.
    pub appendonly: Option<bool>,
    /// `appendfsync`.
    pub appendfsync: Option<AppendFsync>,
    /// `no-appendfsync-on-rewrite`.
    pub no_appendfsync_on_rewrite: Option<bool>,
    /// `replica-lazy-flush`.
    pub lazy_flush: Option<bool>,
}

impl Conf {
    /// The same directives with those of `over` laid on top.
    #[must_use]
    pub fn overlaid(&self, over: &Self) -> Self {
        macro_rules! lay {
            ($($field:ident),* $(,)?) => {
                Self { $($field: over.$field.clone().or_else(|| self.$field.clone())),* }
            };
        }
        lay! {
            repl_backlog_size, repl_backlog_ttl, output_buffer, repl_timeout, repl_ping_period,
            diskless_sync, diskless_delay, diskless_max_replicas, diskless_load, rdb_channel,
            dual_channel, full_sync_buffer_limit, min_replicas_to_write, min_replicas_max_lag,
            maxmemory, maxmemory_policy, save, appendonly, appendfsync, no_appendfsync_on_rewrite,
            lazy_flush,
        }
    }
}
