//! The state of a run while it is computed, and the loop that goes from event to event.

use core::time::Duration;
use std::sync::Arc;

use crate::run::{Counters, EventKind, Run, Stopped};
use crate::scenario::{Conf, DisklessLoad, Resolved, ResolvedReplica, Settings, What};
use crate::units::{Bytes, Instant, Rate, ReplOffset};

use super::buffer::{Counting, effective};
use super::chance::Chance;
use super::clock::{REPLICA_CRON, unixtime};
use super::failover::Watch;
use super::history::Backlog;
use super::hub::{Hub, PRIMARY};
use super::node::{Filed, Node, Position, Stage, Timer};
use super::psync::ReplId;
use super::stream::Stream;
use super::tape::Tape;
use super::wait::Waiting;

/// A run without a `run` line ends here at the latest.
const LONGEST: Instant = Instant::from_secs(24 * 3600);
/// A storm without end stops after this many events, so that memory stays bounded.
const MOST_EVENTS: u32 = 400_000;

#[derive(Clone, Debug)]
pub(crate) struct World {
    pub(crate) spec: Arc<Resolved>,
    pub(crate) now: Instant,
    /// The last tick of the replicas' crons that was noted.
    ticked: Instant,
    /// The primary's first, then those of replicas that serve others or may be promoted.
    pub(crate) hubs: Box<[Hub]>,
    pub(crate) nodes: Box<[Node]>,
    /// The hub that clients write to.
    pub(crate) written_to: usize,
    /// Everybody's path and speeds; behind the replicas those of the primary, should it follow.
    pub(crate) paths: Arc<[ResolvedReplica]>,
    /// The node of the process that is the primary at 0s, where it may become a replica.
    pub(crate) former: Option<usize>,
    /// What the Sentinels see.
    pub(crate) watch: Watch,
    /// Clients blocked in `WAIT`.
    pub(crate) waits: Vec<Waiting>,
    /// Acknowledged and lost so far.
    pub(crate) lost: Bytes,
    /// What a primary that crashed had written.
    pub(crate) offset_at_end: ReplOffset,
    /// `maxmemory` is reached and nothing may be evicted.
    pub(crate) full: bool,
    /// Evicted so far, in bytes and keys.
    pub(crate) evicted: Bytes,
    pub(crate) evicted_keys: u64,
    pub(crate) settings: Arc<Settings>,
    pub(crate) conf: Arc<Conf>,
    pub(crate) counting: Counting,
    /// The rate outside bursts, and the bursts under way with their end and incident.
    pub(crate) base_rate: Rate,
    pub(crate) bursts: Vec<(Instant, Rate, usize)>,
    /// The latest replication ID given to a history.
    pub(crate) last_id: ReplId,
    pub(crate) tape: Tape,
    pub(crate) next_incident: usize,
    /// The events of the incidents so far, by number.
    pub(crate) incident_events: Vec<u32>,
    /// Something changed that every replica's plan depends on.
    pub(crate) replan_all: bool,
    pub(crate) touched: Vec<usize>,
}

/// What happens next.
enum Next {
    Incident,
    BurstOver,
    ChildReaped(usize),
    Fork(usize),
    BacklogFreed(usize),
    ProcessBack(usize),
    Good,
    SavePoint,
    Sentinel,
    WaitReturns,
    OutOfMemory,
    Node(usize),
}

/// Everybody's path and speeds. The primary's own, should it become a replica, are those of the
/// first replica.
fn paths(spec: &Resolved) -> Vec<ResolvedReplica> {
    let mut paths = spec.replicas.clone();
    if let Some(first) = spec.replicas.first() {
        paths.push(ResolvedReplica { name: "primary".to_owned(), of: None, ..first.clone() });
    }
    paths
}

/// Whether a replica may take the primary's place.
fn another_may_lead(spec: &Resolved) -> bool {
    let by_hand = |what: &What| matches!(what, What::ReplicaOf { of: None, .. });
    let ever = spec.sentinel.is_some() || spec.incidents.iter().any(|line| by_hand(&line.what));
    ever && !spec.replicas.is_empty()
}

/// The replicas that need a serving side: those with replicas of their own, and those that may
/// change their role.
fn serving(spec: &Resolved) -> Vec<usize> {
    let named = |index: usize| {
        if spec.sentinel.is_some() {
            return true;
        }
        let name = &spec.replicas[index].name;
        spec.replicas.iter().any(|replica| replica.of == Some(index))
            || spec.incidents.iter().any(|incident| match &incident.what {
                What::ReplicaOf { who, of } => {
                    who == name
                        || matches!(of, Some(crate::scenario::Target::Replica(up)) if up == name)
                }
                _ => false,
            })
    };
    (0..spec.replicas.len()).filter(|index| named(*index)).collect()
}

impl World {
    pub(crate) fn new(resolved: Resolved) -> Self {
        let spec = Arc::new(resolved);
        let block = spec.profile.block_payload(spec.allocator);
        let owners: Vec<Option<usize>> =
            core::iter::once(None).chain(serving(&spec).into_iter().map(Some)).collect();
        let hubs: Box<[Hub]> = owners.iter().map(|owner| first_hub(&spec, block, *owner)).collect();
        let offset = hubs[PRIMARY].stream.offset(Instant::ZERO);
        let mut world = Self {
            now: Instant::ZERO,
            ticked: Instant::ZERO,
            written_to: PRIMARY,
            paths: paths(&spec).into(),
            former: another_may_lead(&spec).then_some(spec.replicas.len()),
            watch: Watch::Fine,
            waits: Vec::new(),
            lost: Bytes::ZERO,
            offset_at_end: ReplOffset(0),
            full: false,
            evicted: Bytes::ZERO,
            evicted_keys: 0,
            settings: Arc::new(spec.settings.clone()),
            conf: Arc::new(spec.conf.clone()),
            counting: Counting::new(&spec.profile, block),
            base_rate: spec.writes,
            bursts: Vec::new(),
            nodes: Box::default(),
            last_id: ReplId(1),
            tape: Tape::new(spec.settings.clone()),
            hubs,
            spec,
            next_incident: 0,
            incident_events: Vec::new(),
            replan_all: true,
            touched: Vec::new(),
        };
        let spec = Arc::clone(&world.spec);
        let mut nodes: Vec<Node> = Vec::with_capacity(spec.replicas.len() + 1);
        for (index, replica) in spec.replicas.iter().enumerate() {
            let up = owners.iter().position(|owner| *owner == replica.of).unwrap_or(PRIMARY);
            nodes.push(world.first_state(index, up, offset));
        }
        if let Some(former) = world.former {
            let mut node = world.first_state(former, PRIMARY, offset);
            node.stage = Stage::Leads;
            node.position = Position::Held(offset);
            node.replid = Some(ReplId(1));
            nodes.push(node);
        }
        world.nodes = nodes.into();
        for hub in 0..world.hubs.len() {
            if !world.nodes.iter().any(|node| node.up == hub && node.stage != Stage::Leads) {
                world.hubs[hub].no_replicas_since = Some(Instant::ZERO);
            }
        }
        world.refresh_good();
        world.keep_within_maxmemory();
        world.write_rate_changed();
        world.mirror();
        world
    }

    fn first_state(&self, index: usize, up: usize, offset: ReplOffset) -> Node {
        let fresh = self.spec.fresh;
        let stream = u64::try_from(index).expect("few replicas");
        Node {
            stage: if fresh {
                Stage::Down { why: crate::run::CloseReason::ProcessGone, retry: Instant::ZERO }
            } else {
                Stage::Online
            },
            up,
            since: Instant::ZERO,
            listed: Instant::ZERO,
            position: if fresh { Position::None } else { Position::Tracks },
            replid: (!fresh).then_some(ReplId(1)),
            filed: if !fresh && self.settings.diskless_load == DisklessLoad::Disabled {
                Filed::Before
            } else {
                Filed::Nothing
            },
            snapshot_at: None,
            fetches: None,
            beside: false,
            released: true,
            room: self.spec.socket_buffer,
            path_back: Instant::ZERO,
            silent_since: None,
            stalled: false,
            soft_since: None,
            full: None,
            laps: 0,
            acked: (Instant::ZERO, offset),
            ack_from: Instant::ZERO,
            ticks: [(Instant::ZERO, offset); 2],
            out_noted: false,
            chance: Chance::new(self.spec.seed, stream),
            cause: None,
            next: Instant::NEVER,
            timer: Timer::None,
        }
    }

    pub(crate) fn run(mut self) -> Run {
        let limit = self.spec.run.map_or(LONGEST, |run| Instant::ZERO + run);
        let mut quiet = true;
        self.replan();
        self.keep();
        loop {
            let (at, next) = self.next();
            if at == Instant::NEVER {
                break;
            }
            if at > limit || self.tape.count >= MOST_EVENTS {
                quiet = false;
                break;
            }
            self.turn(at, &next);
            self.keep();
        }
        let (end, stopped) = match self.spec.run {
            _ if self.tape.count >= MOST_EVENTS => (self.now, Stopped::Limit),
            Some(_) => (limit, Stopped::AtEnd),
            None if quiet => (after_quiet(self.now).min(LONGEST), Stopped::Quiet),
            None => (LONGEST, Stopped::Limit),
        };
        self.tape.event(end, None, EventKind::End, None);
        let tape = core::mem::replace(&mut self.tape, Tape::silent(0));
        Run::new(self.spec, tape, end, stopped)
    }

    /// One thing happens.
    fn turn(&mut self, at: Instant, next: &Next) {
        self.tick(at);
        self.now = at;
        match *next {
            Next::Incident => self.incident(),
            Next::BurstOver => self.burst_over(),
            Next::ChildReaped(hub) => self.child_reaped(hub),
            Next::Fork(hub) => self.fork_for_waiting(hub, None),
            Next::BacklogFreed(hub) => self.free_backlog(hub),
            Next::ProcessBack(hub) => self.process_is_back(hub),
            Next::Good => self.refresh_good(),
            Next::SavePoint => self.bgsave(PRIMARY, None),
            Next::Sentinel => self.sentinel_acts(),
            Next::WaitReturns => self.wait_returned(),
            Next::OutOfMemory => self.out_of_memory(),
            Next::Node(index) => self.node_timer(index),
        }
        self.mirror();
        self.replan();
    }

    /// Goes on until everything up to `at` has happened, but no further than `count` events.
    pub(crate) fn go_on(&mut self, at: Instant, count: u32) {
        while self.tape.count < count {
            let (due, next) = self.next();
            if due > at {
                return;
            }
            self.turn(due, &next);
        }
    }

    /// Before time goes on: what replicas had at their last cron tick, which is what they
    /// acknowledge.
    fn tick(&mut self, at: Instant) {
        let before = Instant::from_nanos(at.as_nanos().saturating_sub(1));
        let Some(tick) = REPLICA_CRON.last(before).filter(|tick| *tick >= self.now) else {
            return;
        };
        if tick <= self.ticked {
            return;
        }
        self.ticked = tick;
        let earlier = REPLICA_CRON.last(Instant::from_nanos(tick.as_nanos() - 1));
        for index in 0..self.nodes.len() {
            let stream = &self.hubs[self.nodes[index].up].stream;
            let node = &self.nodes[index];
            let had = |tick: Instant| (tick, node.applied(tick, stream).unwrap_or_default());
            let before_it = match earlier.filter(|earlier| *earlier >= self.now) {
                Some(earlier) => had(earlier),
                None => node.ticks[0],
            };
            let ticks = [had(tick), before_it];
            self.nodes[index].ticks = ticks;
        }
    }

    /// What replica `index` had at a tick of its cron, one of the last two before `at`.
    pub(crate) fn had_at(&self, index: usize, tick: Instant) -> ReplOffset {
        let node = &self.nodes[index];
        if tick >= self.now {
            return node.applied(tick, &self.up(index).stream).unwrap_or_default();
        }
        let noted = node.ticks.iter().find(|(at, _)| *at <= tick).unwrap_or(&node.ticks[1]);
        noted.1
    }

    /// Saves the state where it is time to.
    fn keep(&mut self) {
        self.touched.clear();
        if self.tape.wants_state() {
            let tape = core::mem::replace(&mut self.tape, Tape::silent(0));
            let mut saved = self.clone();
            saved.tape.count = tape.count;
            self.tape = tape;
            self.tape.saved.push(saved);
        }
    }

    /// The earliest of everything that can happen; ties in this order, then by replica.
    fn next(&self) -> (Instant, Next) {
        let mut best = match self.spec.incidents.get(self.next_incident) {
            Some(incident) => (incident.at, Next::Incident),
            None => (Instant::NEVER, Next::Incident),
        };
        let mut offer = |at: Instant, next: Next| {
            if at < best.0 {
                best = (at, next);
            }
        };
        if let Some((until, ..)) = self.bursts.iter().min_by_key(|(until, ..)| *until) {
            offer(*until, Next::BurstOver);
        }
        for (index, hub) in self.hubs.iter().enumerate() {
            if let Some(child) = &hub.child {
                offer(self.thawed(index, child.reaped()), Next::ChildReaped(index));
            }
            offer(self.thawed(index, self.fork_due(index)), Next::Fork(index));
            offer(self.backlog_freed_at(index), Next::BacklogFreed(index));
            if !hub.gone {
                offer(hub.back, Next::ProcessBack(index));
            }
        }
        offer(self.good_changes_at(), Next::Good);
        offer(self.sentinel_due(), Next::Sentinel);
        offer(self.wait_returns_at(), Next::WaitReturns);
        offer(self.thawed(PRIMARY, self.save_due()), Next::SavePoint);
        for (index, node) in self.nodes.iter().enumerate() {
            offer(node.next, Next::Node(index));
        }
        let full = self.out_of_memory_at(best.0);
        if full < best.0 {
            best = (full, Next::OutOfMemory);
        }
        (best.0.max(self.now), best.1)
    }

    fn replan(&mut self) {
        if self.replan_all {
            self.replan_all = false;
            self.share_links();
            for index in 0..self.nodes.len() {
                let (next, timer) = self.plan(index);
                let node = &mut self.nodes[index];
                if (node.next, node.timer) != (next, timer) {
                    (node.next, node.timer) = (next, timer);
                    self.touched.push(index);
                }
            }
            return;
        }
        for at in 0..self.touched.len() {
            let index = self.touched[at];
            let (next, timer) = self.plan(index);
            (self.nodes[index].next, self.nodes[index].timer) = (next, timer);
        }
    }

    /// Notes an event of a replica and makes it the cause of what follows for it.
    pub(crate) fn happens(&mut self, index: usize, kind: EventKind) -> u32 {
        let cause = self.nodes[index].cause;
        let who = Some(index).filter(|index| Some(*index) != self.former);
        let event = self.tape.event(self.now, who, kind, cause);
        self.nodes[index].cause = Some(event);
        self.touched.push(index);
        event
    }

    /// The rate in force: the latest burst, or the base.
    pub(crate) fn write_rate(&self) -> Rate {
        self.bursts.last().map_or(self.base_rate, |(_, rate, _)| *rate)
    }

    pub(crate) fn settings_changed(&mut self) {
        self.settings = Arc::new(Settings::new(&self.spec.profile, &self.conf));
        self.tape.settings(self.now, &self.settings);
        for hub in 0..self.hubs.len() {
            self.limits_changed(hub);
            self.pings_changed(hub);
        }
        self.refresh_good();
        self.keep_within_maxmemory();
        self.replan_all = true;
    }

    /// Room before the output buffer grows, for a stream that shares the snapshot's connection or
    /// has one of its own.
    pub(crate) fn room_beside_snapshot(&self) -> Bytes {
        let limit = match self.settings.full_sync_buffer_limit {
            Bytes(0) => self.settings.output_buffer.hard,
            limit => limit,
        };
        let limit = if limit.is_zero() { Bytes(1 << 50) } else { limit };
        self.spec.socket_buffer + limit
    }
}

/// A hub at 0s: everything is in sync, and backlogs are full as after a while of work.
fn first_hub(spec: &Resolved, block: u64, owner: Option<usize>) -> Hub {
    let size = spec.settings.repl_backlog_size;
    let offset = if spec.fresh { ReplOffset(0) } else { ReplOffset(size.0) };
    Hub {
        owner,
        stream: Stream::new(offset, Rate::ZERO),
        select_owed: spec.fresh && owner.is_none(),
        backlog: (!spec.fresh).then(|| Backlog::new(&spec.profile, block, size, ReplOffset(0))),
        replid: ReplId(1),
        second: None,
        limits: effective(&spec.profile, spec.settings.output_buffer, size),
        counters: Counters::default(),
        idle_since: Instant::ZERO,
        child: None,
        slot_free: Instant::ZERO,
        back: Instant::NEVER,
        incident: 0,
        no_replicas_since: None,
        latest_fork: None::<Duration>,
        last_save: None,
        saved_at: Instant::ZERO,
        saved_offset: offset,
        child_event: None,
        left_event: None,
        written: owner.is_none(),
        gone: false,
        good: 0,
        refused: None,
        taken: Bytes::ZERO,
        leads_from: owner.is_none().then_some(offset),
        unsaved: Bytes::ZERO,
        save_failed: false,
    }
}

/// The next full second after the last event, and one more to see that nothing happens.
fn after_quiet(last: Instant) -> Instant {
    Instant::from_secs(unixtime(last) + 2)
}
