//! A full resync in phases, from the numbers alone; and whether it ever finishes.

use core::time::Duration;

use crate::scenario::{DisklessLoad, OutputBufferLimits, Resolved};
use crate::server::ChannelSync;
use crate::units::{Bytes, Rate};

use super::buffer::{Luck, counted, meets};
use super::{Convergence, PhaseTime};

/// The phases of one full resync of the replica that takes longest.
#[derive(Clone, Debug)]
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
    /// From the fork until the stream is let through: until then nothing is held elsewhere.
    closed_for: Duration,
    /// Bytes held elsewhere before the output buffer grows.
    elsewhere: Bytes,
    /// The same from the load on.
    drained_by: Bytes,
    /// How long the child works.
    lives: Duration,
    fork: Duration,
    luck: Luck,
}

/// Longer than anything that is looked at, and short enough to be added to.
const NEVER: Duration = Duration::from_secs(1 << 40);

/// Whether the stream has a connection beside the snapshot's, so that the replica holds it.
pub(super) fn two_connections(spec: &Resolved) -> bool {
    spec.settings.channels(spec.profile.channel) != ChannelSync::None
}

impl Resync {
    /// With `together` replicas at once, for the slowest of them.
    pub(super) fn of(
        spec: &Resolved,
        writes: Rate,
        limits: &OutputBufferLimits,
        together: u64,
    ) -> Self {
        Self::slowest(spec, writes, limits, together, Luck::Mean)
    }

    /// The same with any luck.
    pub(super) fn slowest(
        spec: &Resolved,
        writes: Rate,
        limits: &OutputBufferLimits,
        together: u64,
        luck: Luck,
    ) -> Self {
        Self::each(spec, writes, limits, together, luck)
            .into_iter()
            .max_by_key(|resync| (resync.total.is_none(), resync.total, resync.held))
            .expect("the question is asked for at least one replica")
    }

    /// One for each replica.
    pub(super) fn each(
        spec: &Resolved,
        writes: Rate,
        limits: &OutputBufferLimits,
        together: u64,
        luck: Luck,
    ) -> Vec<Self> {
        // One child feeds all who wait, at the pace of the slowest.
        let links = spec.replicas.iter().map(|replica| replica.link.0).min();
        let loads = spec.replicas.iter().map(|replica| replica.load).min();
        let slowest = links.zip(loads).filter(|_| together > 1);
        (0..spec.replicas.len())
            .map(|index| Self::one(spec, (index, slowest), writes, limits, together, luck))
            .collect()
    }

    fn one(
        spec: &Resolved,
        (index, slowest): (usize, Option<(Rate, Rate)>),
        writes: Rate,
        limits: &OutputBufferLimits,
        together: u64,
        luck: Luck,
    ) -> Self {
        let replica = &spec.replicas[index];
        let diskless = spec.settings.diskless_sync;
        // Without a delay a child is forked for the first who asks, and the others wait for theirs:
        // with luck they never share the primary's egress.
        let apart = diskless && spec.settings.diskless_delay == 0 && together > 1;
        let together = luck.of(together, together, if apart { 1 } else { together });
        let share = |nic: Rate| Rate(nic.0 / together.max(1));
        let path_of = |link: Rate| spec.nic.map_or(link, |nic| link.min(share(nic.0)));
        let path = path_of(replica.link.0);
        let fork = Duration::from_nanos(
            u64::try_from((spec.fork.as_nanos() * u128::from(spec.dataset.0)) >> 30)
                .unwrap_or(u64::MAX),
        );
        let delay = if diskless { spec.settings.diskless_delay } else { 0 };
        let time = |rate: Rate, bytes| rate.time_for(bytes).unwrap_or(NEVER);
        let own = spec.disk.filter(|_| !diskless).map_or(spec.snapshot, |disk| {
            // An append-only file takes its part of the disk first.
            let aof = spec.settings.appendonly && !spec.settings.no_appendfsync_on_rewrite;
            let left = disk.0.saturating_sub(if aof { writes.0 } else { 0 }).max(1);
            Rate(scaled(left, spec.dataset.0, spec.rdb.0)).min(spec.snapshot)
        });
        let save = time(own, spec.dataset);
        // The kernels take the end of a snapshot at once; it arrives as fast as the path carries.
        let tail = time(path, spec.rdb.min(spec.socket_buffer));
        let send = time(path, spec.rdb);
        // A replica that parses what arrives takes it as fast as it loads.
        let parses = parses_from_socket(spec);
        let (send, paced) = if diskless {
            let (link, load) = slowest.unwrap_or((replica.link.0, replica.load));
            let paced = time(path_of(link), spec.rdb.saturating_sub(spec.socket_buffer));
            let loads = if parses { time(load, spec.rdb) } else { Duration::ZERO };
            (send.max(paced).max(loads), paced.max(loads))
        } else {
            (send, Duration::ZERO)
        };
        let lives = save.max(paced);
        // A snapshot to sockets is made while it is sent: the slower of the two sets the pace.
        let (save, send) = if diskless { (save.max(send), Duration::ZERO) } else { (save, send) };
        // The end of the child is noticed at the next turn of serverCron, 100 ms at most.
        let (turn, none) = (Duration::from_millis(100), Duration::ZERO);
        let reap = if diskless { Duration::ZERO } else { luck.of(turn, turn / 2, none) };
        // valkey 9 notices the end of a transfer in its own cron, once a second.
        let cron = Duration::from_secs(u64::from(spec.profile.cron_notices_transfer));
        let load = if parses { Duration::ZERO } else { time(replica.load, spec.rdb) };
        let load = load + replica.rtt + luck.of(cron, cron / 2, none);
        // Even a short load ends after the child has been noticed to be gone.
        let load = if diskless { load.max(luck.of(turn, none, none)) } else { load };
        let held = fork + save + reap + send + load;
        let beside = two_connections(spec);
        // What is held elsewhere first: in the kernels once the file was sent, or on the replica.
        let elsewhere = match (beside, spec.settings.full_sync_buffer_limit) {
            (true, Bytes(0)) if limits.hard.is_zero() => Bytes(1 << 50),
            (true, Bytes(0)) => spec.socket_buffer + spec.settings.output_buffer.hard,
            (true, limit) => spec.socket_buffer + limit,
            (false, _) if diskless => Bytes::ZERO,
            (false, _) => spec.socket_buffer,
        };
        let tail = if diskless { Duration::ZERO } else { tail };
        let closed_for = if beside { Duration::ZERO } else { held.saturating_sub(load + tail) };
        let drained_by = elsewhere.max(spec.socket_buffer);
        let behind = written(writes, held);
        let at_release = written(writes, closed_for.min(held));
        let pending = behind.saturating_sub(elsewhere).max(at_release);
        let drains = replica.apply.map_or(path, |apply| apply.min(path));
        let gain = drains.0.saturating_sub(writes.0);
        let drain = if behind.is_zero() { Duration::ZERO } else { time(Rate(gain), behind) };
        let endless = drain == NEVER;
        // Who comes second waits for the first one's child to be gone.
        let others = luck.of(turn + fork + lives, fork + lives, none);
        let waits = Duration::from_secs(delay) + if apart { others } else { none };
        let total = (!endless).then(|| (waits + replica.rtt * 4 + held).saturating_add(drain));
        let phase = |phase, time, buffers| PhaseTime {
            phase,
            time,
            buffers: buffers && !pending.is_zero(),
        };
        let phases = vec![
            phase("phase-delay", waits, false),
            phase("phase-fork", fork, true),
            phase("phase-save", save + reap, true),
            phase("phase-transfer", send, true),
            phase("phase-load", load, true),
            phase("phase-drain", if endless { Duration::MAX } else { drain }, true),
        ];
        let counted = counted(spec, pending);
        Self {
            phases,
            held,
            pending,
            counted,
            drains,
            total,
            closed_for,
            elsewhere,
            drained_by,
            lives,
            fork,
            luck,
        }
    }

    /// How long pages are copied: while the child works, and at worst during the fork and until the
    /// child is noticed to be gone as well.
    pub(super) fn copies_for(&self) -> Duration {
        let more = self.fork + Duration::from_millis(100);
        self.lives + self.luck.of(more, Duration::ZERO, Duration::ZERO)
    }

    /// What is pending when the child ends.
    pub(super) fn pending_at_end(&self, writes: Rate) -> Bytes {
        let elsewhere = if self.closed_for.is_zero() { self.elsewhere } else { Bytes(0) };
        written(writes, self.fork + self.lives).saturating_sub(elsewhere)
    }

    /// What the replica itself holds of the stream, where that has a connection of its own.
    pub(super) fn on_replica(&self, writes: Rate) -> Bytes {
        if self.closed_for.is_zero() {
            written(writes, self.held).min(self.elsewhere)
        } else {
            Bytes(0)
        }
    }

    /// After what time from the fork `bytes` are pending, if nothing ends it before.
    fn fills(&self, writes: Rate, bytes: Bytes) -> Option<Duration> {
        let early = writes.time_for(bytes)?;
        if early <= self.closed_for || self.elsewhere.is_zero() {
            return Some(early);
        }
        writes.time_for(bytes + self.elsewhere)
    }

    /// How long at least `bytes` are pending; `None` for ever.
    fn above(&self, spec: &Resolved, writes: Rate, bytes: Bytes) -> Option<Duration> {
        if self.pending < bytes {
            return Some(Duration::ZERO);
        }
        let from = self.fills(writes, bytes)?;
        // A block counts in full until its last byte is sent.
        let block = Bytes(self.luck.of(spec.profile.block_payload(spec.allocator), 0, 0));
        let taken = self.drained_by + bytes;
        let rest = (written(writes, self.held) + block).saturating_sub(taken);
        let gain = Rate(self.drains.0.checked_sub(writes.0).filter(|gain| *gain > 0)?);
        Some(self.held.saturating_sub(from).saturating_add(gain.time_for(rest)?))
    }

    /// Whether it finishes under `limits` (already raised to their floor).
    pub(super) fn converges(
        &self,
        spec: &Resolved,
        writes: Rate,
        limits: &OutputBufferLimits,
    ) -> Convergence {
        // What else the stream carries: pings, and a SELECT after the fork.
        let pings = self.held.as_secs() / spec.settings.repl_ping_period.max(1) + 1;
        let beside = Bytes(self.luck.of(64 + 14 * pings, 0, 0));
        let meets = |limit| meets(spec, limit, self.luck).saturating_sub(beside);
        let (at_hard, at_soft) = (meets(limits.hard), meets(limits.soft));
        let above = if limits.soft.is_zero() {
            Some(Duration::ZERO)
        } else {
            self.above(spec, writes, at_soft)
        };
        let soft_for = Duration::from_secs(limits.soft_for);
        // The clock is looked at in whole seconds: a limit of 60 s acts after 60 to 61.
        let clock = Duration::from_millis(self.luck.of(0, 500, 1000));
        let hard_kills = !limits.hard.is_zero() && self.pending >= at_hard;
        let soft_kills = above.is_none_or(|time| time > soft_for + clock);
        let reach = |limit: Bytes, at: Bytes| {
            if limit.is_zero() { None } else { self.fills(writes, at) }
        };
        let hard = reach(limits.hard, at_hard);
        let soft = reach(limits.soft, at_soft).map(|time| time + soft_for + clock);
        if self.total.is_none() && self.drains <= writes {
            let deficit = Rate(writes.0 - self.drains.0);
            let first = [hard, soft].into_iter().flatten().min();
            return Convergence::NeverDrains { deficit, lasts: first };
        }
        if !hard_kills && !soft_kills {
            return Convergence::Yes {
                hard_free: (!limits.hard.is_zero())
                    .then(|| limits.hard.saturating_sub(self.counted)),
                soft_free: above
                    .filter(|time| !time.is_zero())
                    .map(|time| soft_for.saturating_sub(time)),
            };
        }
        let hard = hard.filter(|_| hard_kills).unwrap_or(Duration::MAX);
        let soft = soft.filter(|_| soft_kills).unwrap_or(Duration::MAX);
        let delay = if spec.settings.diskless_sync { spec.settings.diskless_delay } else { 0 };
        let again = Duration::from_secs(delay).max(Duration::from_millis(100));
        // A replica that is closed while it loads notices when it has loaded.
        let load = self.phases.iter().find(|phase| phase.phase == "phase-load");
        let before_load = self.held.saturating_sub(load.map_or(Duration::ZERO, |load| load.time));
        let closed = hard.min(soft);
        // So does one whose snapshot has a connection of its own, whenever the stream's is closed.
        let goes_on = closed > before_load || two_connections(spec);
        let notices = if goes_on { closed.max(self.held) } else { closed };
        Convergence::Storm { period: notices.saturating_add(again), soft: soft < hard }
    }
}

/// Whether a replica loads what arrives instead of keeping a file first
/// (`on-empty-db`: only a replica that has nothing yet).
fn parses_from_socket(spec: &Resolved) -> bool {
    match spec.settings.diskless_load {
        DisklessLoad::Swapdb | DisklessLoad::FlushBeforeLoad => true,
        DisklessLoad::OnEmptyDb => spec.fresh,
        DisklessLoad::Disabled => false,
    }
}

/// What is written in a time, at most a bound that no sum overflows.
pub(super) fn written(writes: Rate, time: Duration) -> Bytes {
    writes.over(time).min(Bytes(1 << 56))
}

/// `bytes * num / den`, at most a bound that no product overflows.
fn scaled(bytes: u64, num: u64, den: u64) -> u64 {
    if den == 0 {
        return u64::MAX >> 20;
    }
    u64::try_from(u128::from(bytes) * u128::from(num) / u128::from(den)).unwrap_or(u64::MAX >> 20)
}
