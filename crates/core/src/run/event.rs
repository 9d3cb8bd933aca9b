//! What can happen, each with its reason.

use core::time::Duration;

use crate::units::{Bytes, Instant, Rate, ReplOffset};

/// Why a request for partial resync was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The primary has no backlog.
    NoBacklog,
    /// The next byte wanted is no longer held: it was overwritten `short_by` bytes ago.
    Overwritten {
        /// How many bytes of history are missing.
        short_by: Bytes,
    },
    /// The offset asked for lies beyond what the primary has written.
    Ahead {
        /// By how many bytes.
        by: Bytes,
    },
    /// Neither replication ID matches.
    UnknownId,
    /// The second ID matches but the offset lies beyond where that history ended.
    PastSecondId {
        /// The last offset that could be answered for.
        up_to: ReplOffset,
    },
}

/// Why a full resync was entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FullReason {
    /// The replica knew no position: `PSYNC ? -1`.
    Asked,
    /// A partial resync was refused.
    Refused(Refusal),
}

/// Why a connection was closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CloseReason {
    /// The path was cut.
    Cut,
    /// `CLIENT KILL TYPE replica`.
    Killed,
    /// The output buffer reached the hard limit.
    HardLimit,
    /// The output buffer stayed at the soft limit for too long.
    SoftLimit,
    /// The primary heard nothing from the replica for `repl-timeout`.
    PrimaryTimeout,
    /// The replica heard nothing from the primary for `repl-timeout`.
    ReplicaTimeout,
    /// One of the processes went away.
    ProcessGone,
    /// The host of one of them went away, with all that was on its way.
    HostGone,
    /// The snapshot child failed.
    ChildFailed,
    /// One of the two changed its role.
    RoleChange,
    /// The process above it, a replica itself, is being resynchronised in full.
    UpstreamResync,
    /// The process above it has no link to its own primary (`-NOMASTERLINK`).
    NoPrimaryLink,
}

/// Why clients' writes are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusedBecause {
    /// `-NOREPLICAS`: too few good replicas (`min-replicas-to-write`).
    TooFewReplicas {
        /// Good replicas counted.
        good: u64,
    },
    /// `-OOM`: `maxmemory` with `noeviction`.
    Maxmemory,
    /// `-MISCONF`: the last save failed, and save points are configured
    /// (`stop-writes-on-bgsave-error yes`, the default).
    SaveFailed,
}

/// What happened. `who` in [`Event`] says to which replica; without one it is the primary's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// An `at` line took effect; the index is into the scenario's incidents.
    Incident(usize),
    /// The timed effect of an `at` line ended.
    IncidentOver(usize),
    /// Bytes a second entering the stream changed.
    WriteRate(Rate),
    /// A setting changed; the run's list of settings holds the new ones.
    SettingsChanged,
    /// The backlog was created empty.
    BacklogCreated,
    /// The backlog lost its history through a resize (redis 6.2).
    BacklogEmptied,
    /// The backlog was freed by its TTL.
    BacklogFreed,
    /// A connection was closed.
    Closed(CloseReason),
    /// The oldest byte held moved past the replica's next byte: it can no longer resume.
    LeftWindow,
    /// A connection attempt was refused or ran into the cut; the next one follows at the cron.
    ConnectFailed,
    /// The connection was established and the handshake began.
    Connected,
    /// The request to resume reached the primary.
    Asked {
        /// The first byte wanted; `None` is `PSYNC ? -1`.
        next: Option<ReplOffset>,
    },
    /// Accepted: this many bytes of backlog are sent.
    PartialResync {
        /// Bytes queued from the backlog.
        sent: Bytes,
    },
    /// The full path was entered.
    FullResync(FullReason),
    /// The replica waits for the diskless delay, or for another child to end.
    WaitsForChild,
    /// It gets the file that a running child writes for somebody else.
    SharesChild,
    /// A snapshot child was forked; the primary stood still for `freeze`.
    Forked {
        /// How long the fork took.
        freeze: Duration,
        /// Replicas it serves; 0 is an operator's or scheduled save.
        serves: u32,
    },
    /// The child finished its snapshot.
    ChildDone,
    /// The child was killed because nobody waits for it any more.
    ChildKilled,
    /// A killed child was reaped: its slot is free.
    ChildReaped,
    /// The snapshot file is being sent (disk).
    TransferStarted,
    /// The last byte of the snapshot was handed over; INFO shows `online`.
    TransferDone,
    /// The replica began to load the snapshot.
    LoadStarted,
    /// The replica has loaded the snapshot and begins to read the stream.
    LoadDone,
    /// The output buffer reached the soft limit: the clock of `soft seconds` runs.
    SoftLimitReached,
    /// The output buffer fell below the soft limit in time.
    SoftLimitLeft,
    /// The replica has everything that was written.
    CaughtUp,
    /// The replica no longer keeps up: what is written exceeds what its path or its thread takes.
    FallsBehind,
    /// `-NOMASTERLINK`: the process above it has no link of its own; it asks again at its cron.
    NotAnswered,
    /// `REPLICAOF NO ONE`: it is a primary from here on, under a new replication ID.
    Promoted,
    /// It follows another process from here on; `None` is the primary of 0s.
    Follows(Option<usize>),
    /// The primary refuses clients' writes.
    WritesRefused(RefusedBecause),
    /// It accepts them again.
    WritesAccepted,
    /// The primary's host has no memory left; `needed` is what it would take.
    OutOfMemory {
        /// Dataset, buffers and copied pages.
        needed: Bytes,
    },
    /// The child ended without a snapshot.
    ChildFailed,
    /// `maxmemory`: keys were evicted.
    Evicted {
        /// Their bytes.
        bytes: Bytes,
        /// How many, by the size of a value.
        keys: u64,
    },
    /// The Sentinels count the primary as down.
    Suspected,
    /// Acknowledged writes that nobody will have any more.
    Lost {
        /// Bytes of the stream.
        bytes: Bytes,
    },
    /// A client's `WAIT` returned.
    WaitReturned {
        /// Replicas that had acknowledged its last write.
        acknowledged: u64,
        /// How many it wanted.
        wanted: u64,
        /// How long it was blocked.
        after: Duration,
    },
    /// A client's `WAITAOF` returned.
    WaitAofReturned {
        /// 1 where the primary's own file had its last write.
        local: u64,
        /// Replicas whose files had it.
        acknowledged: u64,
        /// How many it wanted.
        wanted: u64,
        /// How long it was blocked.
        after: Duration,
    },
    /// The scenario ended.
    End,
}

/// One thing that happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// When.
    pub at: Instant,
    /// Which replica, by index; `None` is the primary.
    pub who: Option<u32>,
    /// What.
    pub kind: EventKind,
    /// Index of the event that caused it, in the same run.
    pub cause: Option<u32>,
}
