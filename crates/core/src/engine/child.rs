//! The snapshot child.

use core::time::Duration;

use crate::units::{Bytes, Instant, Rate, ReplOffset};

use super::clock::SERVER_CRON;
use super::stream::scaled;

/// A running snapshot child; at most one (`redis 7.0 server.c:hasActiveChildProcess`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Child {
    pub(crate) since: Instant,
    /// The offset its snapshot belongs to.
    pub(crate) forked_at: ReplOffset,
    /// Straight to the replicas' sockets, or to a file.
    pub(crate) to_socket: bool,
    /// An operator's save: replicas cannot attach to it.
    pub(crate) by_operator: bool,
    /// It was killed, and has not been reaped yet.
    pub(crate) killed: bool,
    /// It ends without a snapshot, and whoever waits for it is closed.
    pub(crate) failed: bool,
    /// Dataset bytes written so far, as a line.
    from: Instant,
    done: u64,
    rate: Rate,
    total: u64,
    pub(crate) ends: Instant,
}

impl Child {
    pub(crate) fn new(
        (since, forked_at): (Instant, ReplOffset),
        freeze: Duration,
        total: Bytes,
        to_socket: bool,
        by_operator: bool,
    ) -> Self {
        let from = since + freeze;
        Self {
            since,
            forked_at,
            to_socket,
            by_operator,
            killed: false,
            failed: false,
            from,
            done: 0,
            rate: Rate::ZERO,
            total: total.0,
            ends: from,
        }
    }

    fn done_at(&self, at: Instant) -> u64 {
        let elapsed = at.as_nanos().saturating_sub(self.from.as_nanos());
        self.done.saturating_add(scaled(self.rate.0, elapsed, 0).0).min(self.total)
    }

    /// Sets how fast it goes from `at` on, in dataset bytes.
    pub(crate) fn set_rate(&mut self, at: Instant, rate: Rate) {
        if rate == self.rate || self.killed {
            return;
        }
        self.done = self.done_at(at);
        self.from = at.max(self.from);
        self.rate = rate;
        self.ends = rate.reaches(Bytes(self.total - self.done), self.from);
    }

    /// It ends there and then, with what it has.
    pub(crate) fn kill(&mut self, at: Instant) {
        self.set_rate(at, Rate::ZERO);
        self.killed = true;
        // It is seen to be gone a tick later.
        self.ends = Instant::from_nanos(at.as_nanos() + 1);
    }

    /// It ends there and then, and somebody still waits for it.
    pub(crate) fn fail(&mut self, at: Instant) {
        self.kill(at);
        self.failed = true;
    }

    /// The parent notices its end in `serverCron`.
    pub(crate) fn reaped(&self) -> Instant {
        if self.ends == Instant::NEVER { Instant::NEVER } else { SERVER_CRON.from(self.ends) }
    }

    /// Thousandths of the snapshot that are done.
    pub(crate) fn permille(&self, at: Instant) -> u64 {
        if self.total == 0 {
            return 1000;
        }
        u64::try_from(u128::from(self.done_at(at)) * 1000 / u128::from(self.total))
            .expect("at most the whole")
    }
}
