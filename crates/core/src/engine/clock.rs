//! The regular ticks of the two processes.
//!
//! A server's cron starts with its process, so its phase against a scenario's clock is anybody's
//! guess; the middle is taken, which makes the simulated wait the average of the real ones.

use crate::units::Instant;

/// A regular tick.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tick {
    phase: u64,
    every: u64,
}

const MS: u64 = 1_000_000;

/// `replicationCron` of a replica, once a second: acknowledgements and new attempts.
pub(crate) const REPLICA_CRON: Tick = Tick { phase: 500 * MS, every: 1000 * MS };
/// `replicationCron` of the primary, once a second: pings, timeouts, the diskless delay.
pub(crate) const PRIMARY_CRON: Tick = Tick { phase: 500 * MS, every: 1000 * MS };
/// `serverCron` at `hz 10`: children are reaped.
pub(crate) const SERVER_CRON: Tick = Tick { phase: 50 * MS, every: 100 * MS };

impl Tick {
    /// The first tick at or after `at`.
    pub(crate) fn from(self, at: Instant) -> Instant {
        let past = at.as_nanos().saturating_sub(self.phase);
        Instant::from_nanos(
            past.div_ceil(self.every).saturating_mul(self.every).saturating_add(self.phase),
        )
    }

    /// The last tick at or before `at`, if there was one.
    pub(crate) fn last(self, at: Instant) -> Option<Instant> {
        let past = at.as_nanos().checked_sub(self.phase)?;
        Some(Instant::from_nanos(past / self.every * self.every + self.phase))
    }
}

/// The server's clock in whole seconds (`server.unixtime`), taking 0s of the run as a full second.
pub(crate) fn unixtime(at: Instant) -> u64 {
    at.as_nanos() / 1_000_000_000
}
