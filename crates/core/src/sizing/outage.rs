//! How much is written during an outage, and which backlog that needs, to the byte.
//!
//! This is the second road to a number that the engine finds by running; the two share no code
//! beyond units, and agreement tests compare them.

use core::time::Duration;

use crate::scenario::{Resolved, ResolvedReplica, Target, What};
use crate::server::{BacklogKind, PingRule};
use crate::units::{Bytes, Instant, Rate};

use super::EffectiveOutage;
use super::profile::Profile;

/// The longest outage that is looked at.
pub(super) const LONGEST: Duration = Duration::from_secs(24 * 3600);

/// An outage to be survived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Outage {
    /// When it begins.
    pub(super) at: Instant,
    /// How long no connection can be made.
    pub(super) lasts: Duration,
    /// Which replica's path it is.
    pub(super) replica: usize,
    /// The write rate changes at that very moment, on a line before the cut's.
    changed: bool,
}

const SECOND: u64 = 1_000_000_000;
/// Pings and attempts to connect come with the cron, in the middle of each second.
const CRON_PHASE: u64 = SECOND / 2;
const PING: u64 = 14;

impl Outage {
    /// The scenario's first `disconnect`, or one at 10s of the first replica.
    pub(super) fn of(spec: &Resolved, lasts: Duration) -> Self {
        let cuts = |what: &What| matches!(what, What::Disconnect { .. });
        let line = spec.incidents.iter().position(|incident| cuts(&incident.what));
        let given = line.and_then(|line| match &spec.incidents[line].what {
            What::Disconnect { who, .. } => Some((spec.incidents[line].at, who)),
            _ => None,
        });
        let (at, replica) = match given {
            Some((at, Target::Replica(name))) => {
                (at, spec.replicas.iter().position(|r| &r.name == name).unwrap_or(0))
            }
            Some((at, _)) => (at, 0),
            None => (Instant::from_secs(10), 0),
        };
        let before = &spec.incidents[..line.unwrap_or(spec.incidents.len())];
        let changed = before.iter().any(|i| i.at == at && matches!(i.what, What::Writes { .. }));
        Self { at, lasts, replica, changed }
    }

    fn rtt(&self, spec: &Resolved) -> Duration {
        spec.replicas.get(self.replica).map_or(Duration::from_micros(500), |replica| replica.rtt)
    }

    /// The wait until the next attempt: 0 to 1 s.
    fn retry(&self) -> Duration {
        let back = (self.at + self.lasts).as_nanos();
        let tick = back.saturating_sub(CRON_PHASE).div_ceil(SECOND) * SECOND + CRON_PHASE;
        Duration::from_nanos(tick - back)
    }

    /// When the primary reads the request.
    pub(super) fn asked(&self, spec: &Resolved) -> Instant {
        self.at + self.lasts + self.retry() + self.rtt(spec) * 7 / 2
    }

    /// The outage as the backlog sees it, with the worst wait for the next attempt.
    pub(super) fn effective(&self, spec: &Resolved) -> EffectiveOutage {
        let retry = Duration::from_secs(1);
        let handshake = self.rtt(spec) * 4;
        let noticed = Duration::from_secs(spec.settings.repl_timeout.saturating_add(2));
        EffectiveOutage {
            outage: self.lasts,
            retry,
            handshake,
            total: self.lasts + retry + handshake,
            silent: self.lasts.max(noticed) + retry + handshake,
        }
    }

    /// Bytes in flight that a cut loses.
    fn flying(&self, spec: &Resolved, writes: &Profile) -> u64 {
        writes.rate_at(self.at, self.changed).over(self.rtt(spec) / 2).0
    }

    /// How fast the replica reads what it missed, where `together` share the primary's egress.
    pub(super) fn drains(&self, spec: &Resolved, together: u64) -> Rate {
        spec.replicas.get(self.replica).map_or(Rate::ZERO, |replica| reads(spec, replica, together))
    }

    /// The bytes written from the last one it has executed until its request is read.
    pub(super) fn gap(&self, spec: &Resolved, writes: &Profile) -> Bytes {
        let (applied, after) = self.offsets(spec, writes);
        Bytes(u64::try_from(i128::from(after) - applied).unwrap_or(0))
    }

    /// What it has executed at the cut, and what is written when its request is read; both from 0s.
    fn offsets(&self, spec: &Resolved, writes: &Profile) -> (i128, u64) {
        let before =
            writes.written(Instant::ZERO, self.at) + self.pings(spec, Instant::ZERO, self.at);
        let asked = self.asked(spec);
        let after = writes.written(Instant::ZERO, asked)
            + self.pings(spec, Instant::ZERO, self.at)
            + self.pings_meanwhile(spec, asked);
        // Relative to 0s: what was in flight at the very start lies before it.
        (i128::from(before) - i128::from(self.flying(spec, writes)), after)
    }

    /// The smallest size that keeps this outage partial.
    pub(super) fn needs(&self, spec: &Resolved, writes: &Profile) -> Bytes {
        let (applied, after) = self.offsets(spec, writes);
        let least = |size: i128| Bytes(u64::try_from(size.max(1)).unwrap_or(u64::MAX));
        match spec.profile.backlog {
            BacklogKind::Ring => least(i128::from(after) - applied),
            BacklogKind::Blocks => {
                // A full backlog of size S has been fed S bytes at 0s, in blocks from the first
                // byte on. Block k = (S + applied) / B must not be dropped at S + after:
                // it goes once (k + 1) B < after, see docs/model.md.
                let block = spec.profile.block_payload(spec.allocator);
                let floor = after.div_ceil(block).saturating_sub(1) * block;
                least(i128::from(floor) - applied)
            }
        }
    }

    /// Whether the backlog is freed before the request is read, because nobody is attached for longer
    /// than its time to live (redis 7.0.15 `replication.c:replicationCron`). Where both come with the
    /// same turn of the cron, `benefit` decides.
    pub(super) fn forgotten(&self, spec: &Resolved, benefit: bool) -> bool {
        let ttl = spec.settings.repl_backlog_ttl;
        if ttl == 0 || !self.alone(spec) {
            return false;
        }
        let since = self.at.as_nanos() / SECOND;
        let freed = (since + ttl + 1).saturating_mul(SECOND).saturating_add(CRON_PHASE);
        let asked = self.asked(spec).as_nanos();
        if benefit { asked > freed } else { asked >= freed }
    }

    /// Whether no other replica is attached meanwhile.
    fn alone(&self, spec: &Resolved) -> bool {
        spec.replicas.len() < 2
            || spec.incidents.iter().any(|incident| {
                incident.at == self.at
                    && matches!(&incident.what, What::Disconnect { who: Target::All, .. })
            })
    }

    /// Pings from after `from` to `to` while everybody is attached.
    fn pings(&self, spec: &Resolved, from: Instant, to: Instant) -> u64 {
        let every = spec.settings.repl_ping_period.max(1) * SECOND;
        let idle = spec.writes == Rate::ZERO;
        if spec.profile.ping == PingRule::WhenIdle && !idle {
            return 0;
        }
        let until = |at: Instant| at.as_nanos().saturating_sub(CRON_PHASE) / every;
        PING * (until(to) - until(from))
    }

    /// Pings during the outage: only where another replica is still attached.
    fn pings_meanwhile(&self, spec: &Resolved, asked: Instant) -> u64 {
        if self.alone(spec) { 0 } else { self.pings(spec, self.at, asked) }
    }
}

/// How fast a replica can take the stream, where `together` share the primary's egress.
pub(super) fn reads(spec: &Resolved, replica: &ResolvedReplica, together: u64) -> Rate {
    let share = spec.nic.map(|nic| Rate(nic.0.0 / together.max(1)));
    let path = share.map_or(replica.link.0, |share| share.min(replica.link.0));
    replica.apply.map_or(path, |apply| apply.min(path))
}
