//! A full resync in phases, from the numbers alone; and whether it ever finishes.

use core::time::Duration;

use crate::scenario::{DisklessLoad, OutputBufferLimits, Resolved};
use crate::server::ChannelSync;
use crate::units::{Bytes, Rate};

use super::{Convergence, PhaseTime};

/// The phases of one full resync of the replica that takes longest.
pub(super) struct Resync {
    pub(super) phases: Vec<PhaseTime>,
    /// From the fork until the stream is read.
    pub(super) held: Duration,
    /// Most bytes held for it, as pending stream.
    pub(super) pending: Bytes,
    /// The same as the server counts it.
    pub(super) counted: Bytes,
    /// How fast the held stream is read afterwards.
    pub(super) drains: Rate,
    /// From the request until everything is read; `None` where it never is.
    pub(super) total: Option<Duration>,
    /// Bytes held elsewhere before the output buffer grows.
    elsewhere: Bytes,
    /// How long the soft limit is exceeded; `None` for ever.
    above_soft: Option<Duration>,
}

/// Limits as they act: raised to the backlog where the version does that.
pub(super) fn acting(
    spec: &Resolved,
    limits: OutputBufferLimits,
    backlog: Bytes,
) -> OutputBufferLimits {
    let mut acting = limits;
    if spec.profile.hard_floor && !limits.hard.is_zero() {
        acting.hard = limits.hard.max(backlog);
    }
    if spec.profile.soft_floor && !limits.soft.is_zero() {
        acting.soft = limits.soft.max(backlog);
    }
    acting
}

/// Whether the stream has a connection beside the snapshot's, so that the replica holds it.
pub(super) fn two_connections(spec: &Resolved) -> bool {
    spec.settings.diskless_sync
        && match spec.profile.channel {
            ChannelSync::None => false,
            ChannelSync::RdbChannel => spec.settings.rdb_channel,
            ChannelSync::DualChannel => spec.settings.dual_channel,
        }
}

impl Resync {
    /// With `together` replicas at once, for the slowest of them.
    pub(super) fn of(
        spec: &Resolved,
        writes: Rate,
        limits: &OutputBufferLimits,
        together: u64,
    ) -> Self {
        (0..spec.replicas.len())
            .map(|index| Self::one(spec, index, writes, limits, together))
            .max_by_key(|resync| (resync.total.is_none(), resync.total, resync.held))
            .expect("the question is asked for at least one replica")
    }

    fn one(
        spec: &Resolved,
        index: usize,
        writes: Rate,
        limits: &OutputBufferLimits,
        together: u64,
    ) -> Self {
        let replica = &spec.replicas[index];
        let diskless = spec.settings.diskless_sync;
        let share = |nic: Rate| Rate(nic.0 / together.max(1));
        let path = spec.nic.map_or(replica.link.0, |nic| replica.link.0.min(share(nic.0)));
        let fork = Duration::from_nanos(
            u64::try_from((spec.fork.as_nanos() * u128::from(spec.dataset.0)) >> 30)
                .unwrap_or(u64::MAX),
        );
        let delay = if diskless { spec.settings.diskless_delay } else { 0 };
        let time = |rate: Rate, bytes| rate.time_for(bytes).unwrap_or(Duration::MAX);
        let own = spec.disk.filter(|_| !diskless).map_or(spec.snapshot, |disk| {
            Rate(scaled(disk.0, spec.dataset.0, spec.rdb.0)).min(spec.snapshot)
        });
        let save = time(own, spec.dataset);
        let send = time(path, spec.rdb);
        // A snapshot to sockets is made while it is sent: the slower of the two sets the pace.
        let (save, send) = if diskless { (save.max(send), Duration::ZERO) } else { (save, send) };
        let parses_from_socket = matches!(
            spec.settings.diskless_load,
            DisklessLoad::Swapdb | DisklessLoad::FlushBeforeLoad
        );
        let load = if parses_from_socket { Duration::ZERO } else { time(replica.load, spec.rdb) };
        // The end of the child is noticed at the next turn of serverCron, 100 ms at most.
        let reap = if diskless { Duration::ZERO } else { Duration::from_millis(50) };
        let held = fork + save + reap + send + load + replica.rtt;
        let beside = two_connections(spec);
        // What is held elsewhere first: in the kernels once the file was sent, or on the replica.
        let elsewhere = match (beside, spec.settings.full_sync_buffer_limit) {
            (true, Bytes(0)) if limits.hard.is_zero() => Bytes(1 << 50),
            (true, Bytes(0)) => spec.socket_buffer + spec.settings.output_buffer.hard,
            (true, limit) => spec.socket_buffer + limit,
            (false, _) if diskless => Bytes::ZERO,
            (false, _) => spec.socket_buffer,
        };
        let pending = writes.over(held).saturating_sub(elsewhere);
        let drains = replica.apply.map_or(path, |apply| apply.min(path));
        let gain = drains.0.saturating_sub(writes.0);
        let behind = writes.over(held);
        let drain = if behind.is_zero() { Duration::ZERO } else { time(Rate(gain), behind) };
        let endless = drain == Duration::MAX;
        let total = (!endless).then(|| Duration::from_secs(delay) + replica.rtt * 4 + held + drain);
        let phase = |phase, time, buffers| PhaseTime {
            phase,
            time,
            buffers: buffers && !pending.is_zero(),
        };
        let phases = vec![
            phase("phase-delay", Duration::from_secs(delay), false),
            phase("phase-fork", fork, true),
            phase("phase-save", save + reap, true),
            phase("phase-transfer", send, true),
            phase("phase-load", load + replica.rtt, true),
            phase("phase-drain", if endless { Duration::MAX } else { drain }, true),
        ];
        let counted = counted(spec, pending);
        let above_soft = above_soft(limits.soft, elsewhere, pending, writes, drains, held);
        Self { phases, held, pending, counted, drains, total, elsewhere, above_soft }
    }

    /// Whether it finishes under `limits` (already raised to their floor).
    pub(super) fn converges(
        &self,
        spec: &Resolved,
        writes: Rate,
        limits: &OutputBufferLimits,
    ) -> Convergence {
        let hard_kills = !limits.hard.is_zero() && self.counted >= limits.hard;
        let soft_kills = !limits.soft.is_zero()
            && self.counted >= limits.soft
            && self.above_soft.is_none_or(|time| time > Duration::from_secs(limits.soft_for));
        let at_hard = reach(writes, limits.hard, self.elsewhere);
        let at_soft = reach(writes, limits.soft, self.elsewhere)
            .map(|time| time + Duration::from_secs(limits.soft_for) + Duration::from_millis(500));
        if self.total.is_none() && self.drains <= writes {
            let deficit = Rate(writes.0 - self.drains.0);
            let first = [at_hard, at_soft].into_iter().flatten().min();
            return Convergence::NeverDrains { deficit, lasts: first };
        }
        if !hard_kills && !soft_kills {
            return Convergence::Yes {
                hard_free: (!limits.hard.is_zero())
                    .then(|| limits.hard.saturating_sub(self.counted)),
                soft_free: match self.above_soft {
                    Some(time) if !limits.soft.is_zero() && time > Duration::ZERO => {
                        Some(Duration::from_secs(limits.soft_for).saturating_sub(time))
                    }
                    _ => None,
                },
            };
        }
        let hard = at_hard.filter(|_| hard_kills).unwrap_or(Duration::MAX);
        let soft = at_soft.filter(|_| soft_kills).unwrap_or(Duration::MAX);
        let delay = if spec.settings.diskless_sync { spec.settings.diskless_delay } else { 0 };
        let again = Duration::from_secs(delay).max(Duration::from_millis(100));
        // A replica that is closed while it loads notices when it has loaded.
        let load = self.phases.iter().find(|phase| phase.phase == "phase-load");
        let before_load = self.held.saturating_sub(load.map_or(Duration::ZERO, |load| load.time));
        let closed = hard.min(soft);
        let notices = if closed > before_load { closed.max(self.held) } else { closed };
        Convergence::Storm { period: notices + again, soft: soft < hard }
    }
}

/// `bytes * num / den`, at most a bound that no product overflows.
fn scaled(bytes: u64, num: u64, den: u64) -> u64 {
    if den == 0 {
        return u64::MAX >> 20;
    }
    u64::try_from(u128::from(bytes) * u128::from(num) / u128::from(den)).unwrap_or(u64::MAX >> 20)
}

/// When `limit` is met after a fork, where it is on.
fn reach(writes: Rate, limit: Bytes, elsewhere: Bytes) -> Option<Duration> {
    if limit.is_zero() { None } else { writes.time_for(limit + elsewhere) }
}

/// Pending bytes in whole blocks with their overhead.
pub(super) fn counted(spec: &Resolved, pending: Bytes) -> Bytes {
    let block = spec.profile.block_payload(spec.allocator);
    let blocks = pending.0.saturating_sub(spec.profile.uncounted()).div_ceil(block);
    Bytes(blocks * (block + spec.profile.block_overhead()))
}

/// How long more than `soft` is pending: the rest of the held time, and the drain down to it.
fn above_soft(
    soft: Bytes,
    elsewhere: Bytes,
    pending: Bytes,
    writes: Rate,
    drains: Rate,
    held: Duration,
) -> Option<Duration> {
    if soft.is_zero() || pending < soft {
        return Some(Duration::ZERO);
    }
    let crossed = writes.time_for(soft + elsewhere)?;
    let gain = Rate(drains.0.checked_sub(writes.0).filter(|gain| *gain > 0)?);
    Some(held.saturating_sub(crossed) + gain.time_for(pending - soft)?)
}
