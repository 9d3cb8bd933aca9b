//! Which output-buffer limit closed a replica: a log says that one did, and not which.

use core::time::Duration;

use super::{Confidence, Kill, Reading};
use crate::scenario::OutputBufferLimits;
use crate::server::Profile;
use crate::units::Bytes;

/// One of the two limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Limit {
    /// The buffer reached the hard limit and was closed at once.
    Hard,
    /// It was above the soft limit for longer than it may be.
    Soft,
}

/// Which limit it was, and how sure that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KillCause {
    /// Which.
    pub limit: Limit,
    /// Certain where the limits are known, likely where the figures speak for it.
    pub confidence: Confidence,
    /// The limit in bytes, as far as it is known.
    pub bytes: Bytes,
}

/// What servers come with: `client-output-buffer-limit replica 256mb 64mb 60`.
const DEFAULTS: OutputBufferLimits =
    OutputBufferLimits { hard: Bytes::mib(256), soft: Bytes::mib(64), soft_for: 60 };
/// A limit is a multiple of it, and a kill comes within one write of it.
const STEP: u64 = 16 << 20;
/// How far above a round number a buffer is that a hard limit closed: one event loop of writes.
const ABOVE: u64 = 4 << 20;

impl Reading {
    /// Which limit closed a replica, as far as the pastes tell.
    #[must_use]
    pub fn kill_cause(&self, kill: &Kill) -> Option<KillCause> {
        if let Some(limits) = self.conf.output_buffer
            && let Some((limit, bytes)) = by_limits(kill, self.in_force(limits))
        {
            return Some(KillCause { limit, confidence: Confidence::Certain, bytes });
        }
        let likely = |limit, bytes| KillCause { limit, confidence: Confidence::Likely, bytes };
        // Closed at once, so it is where the limit is, and people set round ones.
        let round = kill.omem.0 / STEP * STEP;
        if !kill.by_cron && round > 0 && kill.omem.0 - round <= ABOVE {
            return Some(likely(Limit::Hard, Bytes(round)));
        }
        let (limit, bytes) =
            by_limits(kill, DEFAULTS).filter(|(limit, _)| *limit == Limit::Soft)?;
        Some(likely(limit, bytes))
    }

    /// From redis 7.0 on a limit below the backlog counts as the backlog's size.
    fn in_force(&self, mut limits: OutputBufferLimits) -> OutputBufferLimits {
        let (Some(server), Some(backlog)) = (self.server, self.backlog_size) else { return limits };
        let profile = Profile::of(server);
        if profile.hard_floor && !limits.hard.is_zero() {
            limits.hard = limits.hard.max(backlog);
        }
        if profile.soft_floor && !limits.soft.is_zero() {
            limits.soft = limits.soft.max(backlog);
        }
        limits
    }
}

/// Which of known limits it was; neither where both are higher.
fn by_limits(kill: &Kill, limits: OutputBufferLimits) -> Option<(Limit, Bytes)> {
    let reached = |limit: Bytes| !limit.is_zero() && kill.omem >= limit;
    // Its age is the longest that it can have been above the soft limit.
    let long_enough = kill.age >= Duration::from_secs(limits.soft_for);
    let soft = (reached(limits.soft) && long_enough).then_some((Limit::Soft, limits.soft));
    let hard = reached(limits.hard).then_some((Limit::Hard, limits.hard));
    // Above both, the cron can only have come for the soft one: the hard one acts on the write.
    if kill.by_cron { soft.or(hard) } else { hard.or(soft) }
}
