//! Everything about one instant of a run.

use core::time::Duration;

use super::event::{CloseReason, FullReason};
use super::sides::{Exposed, Writable};
use crate::engine::ReplId;
use crate::scenario::Settings;
use crate::server::Profile;
use crate::units::{Bytes, Instant, Rate, ReplOffset};

/// The history held: `first_byte ..= first_byte + histlen - 1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// `repl_backlog_first_byte_offset`.
    pub first_byte: ReplOffset,
    /// `repl_backlog_histlen`; may exceed `size` from redis 7.0 on.
    pub histlen: Bytes,
    /// `repl_backlog_size`.
    pub size: Bytes,
}

impl Window {
    /// The offset after the last byte held.
    #[must_use]
    pub fn end(&self) -> ReplOffset {
        self.first_byte + self.histlen
    }
    /// Whether a request for `next` can be answered from here.
    ///
    /// Source: `F <= next <= F + histlen`, redis 7.0 `replication.c:masterTryPartialResynchronization`.
    #[must_use]
    pub fn holds(&self, next: ReplOffset) -> bool {
        self.first_byte <= next && next <= self.end()
    }
}

/// Counters of INFO, from zero at 0s.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// Requests that entered the full path.
    pub sync_full: u64,
    /// Accepted requests for partial resync.
    pub sync_partial_ok: u64,
    /// Refused requests for partial resync.
    pub sync_partial_err: u64,
    /// Replicas closed by an output-buffer limit.
    pub output_buffer_disconnections: u64,
    /// Forks of any kind.
    pub forks: u64,
    /// Snapshots to disk that succeeded (`rdb_saves`).
    pub rdb_saves: u64,
}

/// Where a replica stands in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Streaming.
    Online,
    /// No connection; the next attempt is at `retry`.
    Down {
        /// Why the last connection ended.
        why: CloseReason,
        /// When it will try again.
        retry: Instant,
    },
    /// Connected, the request is on its way.
    Handshake,
    /// On the primary's list, no child for it yet (INFO `wait_bgsave`).
    WaitsForChild,
    /// A child works for it: saving to disk, or streaming to the socket (INFO `wait_bgsave`).
    Saving,
    /// The file is being sent (INFO `send_bulk`).
    Transfer,
    /// Loading; the primary already says `online`.
    Loading,
    /// It follows nobody: a primary itself.
    Primary,
    /// The same, and its process is away until `back`.
    Gone {
        /// When it is there again; `NEVER` until somebody starts it.
        back: Instant,
    },
}

impl Phase {
    /// Whether it follows nobody.
    #[must_use]
    pub const fn leads(self) -> bool {
        matches!(self, Self::Primary | Self::Gone { .. })
    }
}

/// Whether a replica could resume if it asked now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Its next byte is held.
    In {
        /// Bytes of history older than its next byte: what may still be overwritten.
        spare: Bytes,
        /// How long that lasts at the present write rate; `None` is for ever.
        spare_time: Option<Duration>,
    },
    /// Its next byte is gone.
    Out {
        /// Bytes missing.
        short_by: Bytes,
    },
    /// It has no position to resume from.
    Nothing,
}

/// One replica at one instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplicaMoment {
    /// Its name.
    pub name: String,
    /// The replica it is connected to, or tries to be, by index; `None` is the primary.
    /// Everything below about a stream and a history is about theirs.
    pub of: Option<usize>,
    /// Whether that is the primary that clients are told of.
    pub under_primary: bool,
    /// Its phase.
    pub phase: Phase,
    /// Since when it is in that phase.
    pub since: Instant,
    /// When the phase will end, where that is already certain.
    pub until: Option<Instant>,
    /// Why its last full resync was entered, while one is under way.
    pub full_reason: Option<FullReason>,
    /// The last byte it has executed; `None` without a position.
    pub applied: Option<ReplOffset>,
    /// The first byte it would ask for.
    pub next_byte: Option<ReplOffset>,
    /// The last byte handed to the kernel on the primary.
    pub sent: Option<ReplOffset>,
    /// INFO `offset=`: the last acknowledged byte, 0 before the first.
    pub acked: ReplOffset,
    /// INFO `lag=`: whole seconds since the last acknowledgement.
    pub lag_seconds: u64,
    /// Bytes written and not yet executed by it.
    pub behind: Bytes,
    /// How old its newest data are: what it is behind, at the present rate.
    pub stale: Duration,
    /// Stream bytes the primary holds for it above what the kernel took.
    pub pending: Bytes,
    /// The same as `CLIENT LIST` shows it (`omem`), in whole blocks; limits compare with this.
    pub output_buffer: Bytes,
    /// Since when the soft limit is exceeded, in server seconds.
    pub soft_since: Option<Instant>,
    /// Snapshot bytes received, while a transfer runs.
    pub transferred: Option<Bytes>,
    /// Whether it could resume now.
    pub standing: Standing,
    /// Whether its path is stalled or its process paused.
    pub silent: bool,
    /// Whether the primary has it on its list.
    pub attached: bool,
    /// Since when the primary has it on its list; INFO numbers replicas in this order.
    pub listed: Instant,
    /// The connection of the stream is closed and that of the snapshot is not: INFO still lists it.
    pub fetches: bool,
    /// Whether the stream reaches it on a connection beside the snapshot's.
    pub beside: bool,
    /// Full resyncs it has entered so far.
    pub laps: u32,
}

/// A running child.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChildMoment {
    /// When it was forked.
    pub since: Instant,
    /// When the snapshot will be complete, if nothing changes.
    pub until: Instant,
    /// Straight to sockets, or to a file.
    pub to_socket: bool,
    /// Replicas it serves; 0 is an operator's save.
    pub serves: u32,
    /// Thousandths of the snapshot that are written.
    pub permille: u64,
    /// Copy-on-write memory so far.
    pub cow: Bytes,
}

/// The primary's memory, by component; the parts sum to `total`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Memory {
    /// used_memory of the keyspace.
    pub dataset: Bytes,
    /// What INFO derives as `mem_replication_backlog`.
    pub backlog: Bytes,
    /// What INFO derives as `mem_clients_slaves`.
    pub replica_buffers: Bytes,
    /// Copy-on-write of a running child; outside used_memory.
    pub cow: Bytes,
    /// All of it.
    pub total: Bytes,
    /// `mem_total_replication_buffers`.
    pub replication_buffers: Bytes,
}

/// What a process serves from, at one instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerMoment {
    /// `master_repl_offset`: what it has written, or executed.
    pub offset: ReplOffset,
    /// The history it holds; `None` without a backlog.
    pub window: Option<Window>,
    /// `master_replid`.
    pub replid: ReplId,
    /// `master_replid2` with `second_repl_offset`.
    pub second: Option<(ReplId, ReplOffset)>,
    /// Its own counters.
    pub counters: Counters,
}

/// Everything about one instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// When.
    pub at: Instant,
    /// Whose rules.
    pub profile: Profile,
    /// Settings in force.
    pub settings: Settings,
    /// `master_repl_offset`.
    pub offset: ReplOffset,
    /// Bytes a second entering the stream, as offered.
    pub write_rate: Rate,
    /// Whether the primary stands still (fork, block), and until when.
    pub frozen_until: Option<Instant>,
    /// The history held; `None` without a backlog.
    pub window: Option<Window>,
    /// Since when no replica is attached, and when the backlog is freed for that; `None` where
    /// one is, and without `repl-backlog-ttl`.
    pub expires: Option<(Instant, Instant)>,
    /// `master_replid`.
    pub replid: ReplId,
    /// `master_replid2` with `second_repl_offset`.
    pub second: Option<(ReplId, ReplOffset)>,
    /// Counters so far.
    pub counters: Counters,
    /// The running child.
    pub child: Option<ChildMoment>,
    /// The last fork, if there was one.
    pub latest_fork: Option<Duration>,
    /// Seconds the last save took (`rdb_last_bgsave_time_sec`).
    pub last_save_seconds: Option<u64>,
    /// Memory by component.
    pub memory: Memory,
    /// Who is the primary that clients are told of; `None` is the one of 0s.
    pub primary: Option<usize>,
    /// The primary of 0s as a replica, or on its way to be one, once another leads.
    pub former: Option<ReplicaMoment>,
    /// Acknowledged bytes that nobody has any more.
    pub lost: Bytes,
    /// Acknowledged bytes that only the primary of 0s has while another leads: lost when it
    /// follows.
    pub apart: Bytes,
    /// Who clients write to, and what they are told; the acting primary first.
    pub writable: Vec<Writable>,
    /// Acknowledged writes that only the acting primary has.
    pub exposed: Exposed,
    /// `min_slaves_good_slaves`: replicas that count for `min-replicas-to-write`.
    pub good_replicas: u64,
    /// `evicted_keys`.
    pub evicted_keys: u64,
    /// `rdb_last_bgsave_status:err`.
    pub save_failed: bool,
    /// All replicas, in the order of the scenario.
    pub replicas: Vec<ReplicaMoment>,
}
