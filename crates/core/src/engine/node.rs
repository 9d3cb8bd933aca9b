//! One replica, seen from both sides, as a value that is true until something happens to it.

use crate::run::{CloseReason, FullReason};
use crate::units::{Bytes, Instant, Rate, ReplOffset};

use super::chance::Chance;
use super::psync::ReplId;
use super::stream::{Stream, scaled};

/// What a replica has executed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Position {
    /// It knows none and would ask for anything.
    None,
    /// It stands in the history of now, before anything that was held at 0s.
    Before,
    /// It stands still there.
    Held(ReplOffset),
    /// It reads what was written before, as fast as its path and its thread allow.
    Draining { from: Instant, base: ReplOffset, rate: Rate },
    /// It has everything that was written.
    Tracks,
}

impl Position {
    pub(crate) fn at(&self, at: Instant, stream: &Stream) -> Option<ReplOffset> {
        match *self {
            Self::None => None,
            Self::Before => Some(ReplOffset(0)),
            Self::Held(offset) => Some(offset),
            Self::Draining { from, base, rate } => {
                let elapsed = at.saturating_since(from);
                let nanos = u64::try_from(elapsed.as_nanos()).unwrap_or(u64::MAX);
                let read = ReplOffset(base.0.saturating_add(scaled(rate.0, nanos, 0).0));
                Some(read.min(stream.offset(at)))
            }
            Self::Tracks => Some(stream.offset(at)),
        }
    }
}

/// The file that a full resync went through (`repl-diskless-load disabled`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Filed {
    /// There is none.
    Nothing,
    /// From long before 0s.
    Before,
    /// From a full resync of this run.
    At(ReplId, ReplOffset),
}

/// Where a replica stands between connection and stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Streaming.
    Online,
    /// No connection; tries again at `retry`.
    Down { why: CloseReason, retry: Instant },
    /// Its request arrives at `asks`.
    Handshake { asks: Instant },
    /// On the list without a child. `heard` is when its request was read.
    Waits { heard: Instant },
    /// A child works for it.
    Saving,
    /// The file is sent.
    Transfer { flow: Flow },
    /// Everything is handed over: the rest of the file arrives until `begins`, and it loads until
    /// `done`; once it loads, `begins` is zero.
    Loading { begins: Instant, done: Instant },
    /// It follows nobody: a primary itself.
    Leads,
}

/// A file on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Flow {
    pub(crate) from: Instant,
    pub(crate) left: Bytes,
    pub(crate) rate: Rate,
}

impl Flow {
    /// When all but what the kernels on the path hold has arrived.
    pub(crate) fn handed_over(&self, kernels: Bytes) -> Instant {
        self.rate.reaches(self.left.saturating_sub(kernels), self.from)
    }

    pub(crate) fn left_at(&self, at: Instant) -> Bytes {
        self.left.saturating_sub(self.rate.over(at.saturating_since(self.from)))
    }

    pub(crate) fn at_rate(&self, at: Instant, rate: Rate) -> Self {
        Self { from: at, left: self.left_at(at), rate }
    }
}

/// One replica.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Node {
    pub(crate) stage: Stage,
    /// The hub it is connected to, or tries to be.
    pub(crate) up: usize,
    pub(crate) since: Instant,
    pub(crate) position: Position,
    /// Since when the primary has it on its list.
    pub(crate) listed: Instant,
    /// The history its position belongs to.
    pub(crate) replid: Option<ReplId>,
    /// The position in the file of its last full resync, which a restart finds.
    pub(crate) filed: Filed,
    /// The stream offset its snapshot belongs to, from the fork until it is loaded.
    pub(crate) snapshot_at: Option<ReplOffset>,
    /// The stream's connection is closed, but a snapshot of this offset goes on arriving on its own:
    /// the replica loads that before it notices (redis 8.0, valkey 8.0).
    pub(crate) fetches: Option<ReplOffset>,
    /// Whether the stream has a connection beside the snapshot's.
    pub(crate) beside: bool,
    /// Whether the stream is let through (not while the primary waits for the end of a load).
    pub(crate) released: bool,
    /// Bytes that go somewhere before the primary's output buffer grows: kernel buffers, and the
    /// replica's own buffer where the stream has a connection of its own.
    pub(crate) room: Bytes,
    /// Its path lets nothing through until then (cut, stall, pause).
    pub(crate) path_back: Instant,
    /// It went silent then, with sockets open.
    pub(crate) silent_since: Option<Instant>,
    /// The silence is the network's, not the process's.
    pub(crate) stalled: bool,
    /// The soft limit is exceeded since then.
    pub(crate) soft_since: Option<Instant>,
    /// Why it is being resynchronised in full.
    pub(crate) full: Option<FullReason>,
    /// Full resyncs entered.
    pub(crate) laps: u32,
    /// Last acknowledgement before `ack_from`.
    pub(crate) acked: (Instant, ReplOffset),
    /// From then on it acknowledges at each of its cron ticks.
    pub(crate) ack_from: Instant,
    /// What it had at its last two cron ticks before the present, the latest first.
    pub(crate) ticks: [(Instant, ReplOffset); 2],
    pub(crate) out_noted: bool,
    pub(crate) chance: Chance,
    /// Index of the event that explains its stage.
    pub(crate) cause: Option<u32>,
    /// When the next thing happens to it by itself.
    pub(crate) next: Instant,
    pub(crate) timer: Timer,
}

/// What happens to a replica by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Timer {
    None,
    Connect,
    Ask,
    TransferDone,
    LoadStarts,
    LoadDone,
    CaughtUp,
    HardLimit,
    SoftReached,
    SoftLeft,
    SoftLimit,
    LeftWindow,
    PathBack,
    PrimaryTimeout,
    ReplicaTimeout,
}

impl Node {
    /// Whether the primary has it on its list of replicas.
    pub(crate) fn attached(&self) -> bool {
        !matches!(self.stage, Stage::Down { .. } | Stage::Handshake { .. } | Stage::Leads)
    }

    /// Whether the primary keeps stream bytes for it.
    pub(crate) fn fed(&self) -> bool {
        self.attached() && !matches!(self.stage, Stage::Waits { .. })
    }

    /// Whether it takes a share of the primary's egress.
    pub(crate) fn receives(&self) -> bool {
        match self.stage {
            Stage::Saving | Stage::Transfer { .. } => true,
            Stage::Online => matches!(self.position, Position::Draining { .. }),
            _ => false,
        }
    }

    /// What it has executed.
    pub(crate) fn applied(&self, at: Instant, stream: &Stream) -> Option<ReplOffset> {
        self.position.at(at, stream)
    }

    /// The last byte handed to the kernel for it; `None` where nothing is kept for it.
    pub(crate) fn sent(&self, at: Instant, stream: &Stream) -> Option<ReplOffset> {
        if !self.fed() {
            return None;
        }
        let base = match self.snapshot_at {
            Some(offset) => offset,
            None => self.applied(at, stream)?,
        };
        if !self.released {
            return Some(base);
        }
        Some((base + self.room).min(stream.offset(at)))
    }

    /// The offset `sent` will stop at while the replica reads nothing.
    pub(crate) fn sent_limit(&self, at: Instant, stream: &Stream) -> Option<ReplOffset> {
        let base = match self.snapshot_at {
            Some(offset) => offset,
            None => self.applied(at, stream)?,
        };
        Some(if self.released { base + self.room } else { base })
    }
}
