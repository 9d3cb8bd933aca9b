//! The state of a run while it is computed, and the loop that goes from event to event.

use core::time::Duration;

use crate::run::{Counters, EventKind, Run, Stopped};
use crate::scenario::{Conf, OutputBufferLimits, Resolved, Settings};
use crate::server::{BacklogKind, PingRule};
use crate::units::{Bytes, Instant, Rate, ReplOffset};

use super::buffer::{Counting, effective};
use super::chance::Chance;
use super::child::Child;
use super::clock::PRIMARY_CRON;
use super::history::Backlog;
use super::node::{Node, Position, Stage, Timer};
use super::psync::ReplId;
use super::stream::{Pings, Stream};
use super::tape::{PrimaryState, Tape};

/// A run without a `run` line ends here at the latest.
const LONGEST: Instant = Instant::from_secs(24 * 3600);
/// A storm without end stops after this many events, so that memory stays bounded.
const MOST_EVENTS: usize = 400_000;

pub(crate) struct World<'a> {
    pub(crate) spec: &'a Resolved,
    pub(crate) now: Instant,
    pub(crate) stream: Stream,
    /// The next write is preceded by a SELECT.
    pub(crate) select_owed: bool,
    pub(crate) backlog: Option<Backlog>,
    pub(crate) replid: ReplId,
    pub(crate) second: Option<(ReplId, ReplOffset)>,
    pub(crate) settings: Settings,
    pub(crate) conf: Conf,
    pub(crate) limits: OutputBufferLimits,
    pub(crate) counting: Counting,
    pub(crate) counters: Counters,
    /// The rate outside bursts, and the bursts under way with their end and incident.
    pub(crate) base_rate: Rate,
    /// When the stream last stopped.
    idle_since: Instant,
    pub(crate) bursts: Vec<(Instant, Rate, usize)>,
    pub(crate) nodes: Vec<Node>,
    pub(crate) child: Option<Child>,
    /// A killed child is gone from then on.
    pub(crate) slot_free: Instant,
    /// The incident that took the primary's process away.
    pub(crate) primary_incident: usize,
    /// The primary's process is away until then.
    pub(crate) primary_back: Instant,
    pub(crate) no_replicas_since: Option<Instant>,
    pub(crate) latest_fork: Option<Duration>,
    pub(crate) last_save: Option<u64>,
    pub(crate) tape: Tape,
    pub(crate) next_incident: usize,
    /// Something changed that every replica's plan depends on.
    pub(crate) replan_all: bool,
    pub(crate) touched: Vec<usize>,
    settings_index: u32,
}

/// What happens next.
enum Next {
    Incident,
    BurstOver,
    ChildReaped,
    Fork,
    BacklogFreed,
    PrimaryBack,
    Node(usize),
}

impl<'a> World<'a> {
    pub(crate) fn new(spec: &'a Resolved) -> Self {
        let block = spec.profile.block_payload(spec.allocator);
        let size = spec.settings.repl_backlog_size;
        // A primary that has been up for a while: as much was written as the backlog holds.
        let offset = if spec.fresh { ReplOffset(0) } else { ReplOffset(size.0) };
        let backlog =
            (!spec.fresh).then(|| Backlog::new(&spec.profile, block, size, ReplOffset(0)));
        let mut world = Self {
            spec,
            now: Instant::ZERO,
            stream: Stream::new(offset, Rate::ZERO),
            select_owed: spec.fresh,
            backlog,
            replid: ReplId(1),
            second: None,
            settings: spec.settings.clone(),
            conf: spec.conf.clone(),
            limits: effective(&spec.profile, spec.settings.output_buffer, size),
            counting: Counting::new(&spec.profile, block),
            counters: Counters::default(),
            base_rate: spec.writes,
            idle_since: Instant::ZERO,
            bursts: Vec::new(),
            nodes: Vec::with_capacity(spec.replicas.len()),
            child: None,
            slot_free: Instant::ZERO,
            primary_incident: 0,
            primary_back: Instant::NEVER,
            no_replicas_since: None,
            latest_fork: None,
            last_save: None,
            tape: Tape::new(spec.settings.clone(), spec.replicas.len()),
            next_incident: 0,
            replan_all: true,
            touched: Vec::new(),
            settings_index: 0,
        };
        for index in 0..spec.replicas.len() {
            world.nodes.push(world.first_state(index, offset));
        }
        if world.nodes.is_empty() {
            world.no_replicas_since = Some(Instant::ZERO);
        }
        world.write_rate_changed();
        world
    }

    fn first_state(&self, index: usize, offset: ReplOffset) -> Node {
        let fresh = self.spec.fresh;
        let stream = u64::try_from(index).expect("few replicas");
        Node {
            stage: if fresh {
                Stage::Down { why: crate::run::CloseReason::ProcessGone, retry: Instant::ZERO }
            } else {
                Stage::Online
            },
            since: Instant::ZERO,
            listed: Instant::ZERO,
            position: if fresh { Position::None } else { Position::Tracks },
            replid: (!fresh).then_some(self.replid),
            snapshot_at: None,
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
        self.record();
        loop {
            let (at, next) = self.next();
            if at == Instant::NEVER {
                break;
            }
            if at > limit || self.tape.events.len() >= MOST_EVENTS {
                quiet = false;
                break;
            }
            self.now = at;
            match next {
                Next::Incident => self.incident(),
                Next::BurstOver => self.burst_over(),
                Next::ChildReaped => self.child_reaped(),
                Next::Fork => self.fork_for_waiting(None),
                Next::BacklogFreed => self.free_backlog(),
                Next::PrimaryBack => self.primary_is_back(),
                Next::Node(index) => self.node_timer(index),
            }
            self.replan();
            self.record();
        }
        let (end, stopped) = match self.spec.run {
            _ if self.tape.events.len() >= MOST_EVENTS => (self.now, Stopped::Limit),
            Some(_) => (limit, Stopped::AtEnd),
            None if quiet => (after_quiet(self.now).min(LONGEST), Stopped::Quiet),
            None => (LONGEST, Stopped::Limit),
        };
        self.tape.event(end, None, EventKind::End, None);
        Run::new(self.spec.clone(), self.tape, end, stopped)
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
        if let Some(child) = &self.child {
            offer(self.thawed(child.reaped()), Next::ChildReaped);
        }
        offer(self.thawed(self.fork_due()), Next::Fork);
        offer(self.backlog_freed_at(), Next::BacklogFreed);
        offer(self.primary_back, Next::PrimaryBack);
        for (index, node) in self.nodes.iter().enumerate() {
            offer(node.next, Next::Node(index));
        }
        (best.0.max(self.now), best.1)
    }

    /// `at`, or the end of a fork or block that covers it.
    pub(crate) fn thawed(&self, at: Instant) -> Instant {
        self.stream.frozen_until(at).unwrap_or(at)
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

    fn record(&mut self) {
        let state = PrimaryState {
            stream: self.stream,
            backlog: self.backlog,
            replid: self.replid,
            second: self.second,
            counters: self.counters,
            child: self.child,
            settings: self.settings_index,
            latest_fork: self.latest_fork,
            last_save: self.last_save,
        };
        if self.tape.primary.last().is_none_or(|(_, last)| *last != state) {
            self.tape.primary(self.now, state);
        }
        if self.tape.nodes.first().is_some_and(Vec::is_empty) {
            self.touched = (0..self.nodes.len()).collect();
        }
        while let Some(index) = self.touched.pop() {
            self.tape.node(index, self.now, self.nodes[index]);
        }
    }

    /// Notes an event of a replica and makes it the cause of what follows for it.
    pub(crate) fn happens(&mut self, index: usize, kind: EventKind) -> u32 {
        let cause = self.nodes[index].cause;
        let event = self.tape.event(self.now, Some(index), kind, cause);
        self.nodes[index].cause = Some(event);
        self.touched.push(index);
        event
    }

    pub(crate) fn offset(&self) -> ReplOffset {
        self.stream.offset(self.now)
    }

    /// The oldest block that a replica still needs.
    pub(crate) fn pinned(&self) -> Option<u64> {
        let backlog = self.backlog.as_ref()?;
        if backlog.kind() == BacklogKind::Ring {
            return None;
        }
        let offset = self.offset();
        self.nodes
            .iter()
            .filter_map(|node| node.sent(self.now, &self.stream))
            .map(|sent| backlog.block_of(sent, offset))
            .min()
    }

    /// Notes what the backlog has dropped, before who pins it changes.
    pub(crate) fn settle(&mut self) {
        let pinned = self.pinned();
        let offset = self.offset();
        if let Some(backlog) = &mut self.backlog {
            backlog.settle(offset, pinned);
        }
        self.replan_all = true;
    }

    /// The rate in force: the latest burst, or the base.
    pub(crate) fn write_rate(&self) -> Rate {
        self.bursts.last().map_or(self.base_rate, |(_, rate, _)| *rate)
    }

    /// The stream follows the write rate where there is a backlog to feed
    /// (redis 7.0 `replication.c:replicationFeedSlaves` returns early without one).
    pub(crate) fn write_rate_changed(&mut self) {
        let feeds = self.backlog.is_some() && self.primary_back == Instant::NEVER;
        let rate = if feeds { self.write_rate() } else { Rate::ZERO };
        if rate == Rate::ZERO && self.stream.rate() > Rate::ZERO {
            self.idle_since = self.now;
        }
        self.stream.set_rate(self.now, rate);
        self.pay_select();
        self.pings_changed();
        self.replan_all = true;
    }

    /// The primary pings while it has replicas, and from redis 8.0 on only an idle stream.
    pub(crate) fn pings_changed(&mut self) {
        let pinging = self.backlog.is_some() && self.nodes.iter().any(Node::attached);
        let every = self.settings.repl_ping_period.max(1) * 1_000_000_000;
        // After `now`: what is due now has been counted when the line was set.
        let after_now = |first: Instant| {
            let past = self.now.as_nanos().checked_sub(first.as_nanos());
            let passed = past.map_or(0, |past| past / every + 1);
            Instant::from_nanos(first.as_nanos() + passed * every)
        };
        let period = Duration::from_nanos(every);
        let next = match self.spec.profile.ping {
            _ if !pinging => None,
            // A multiple of the period, counted in cron loops since the process began.
            PingRule::Always => Some(after_now(PRIMARY_CRON.from(Instant::ZERO) + period)),
            PingRule::WhenIdle if self.stream.rate() == Rate::ZERO => {
                Some(after_now(PRIMARY_CRON.from(self.idle_since + period)))
            }
            PingRule::WhenIdle => None,
        };
        let pings = next.map(|next| Pings { next, every });
        // The same pings as before are the same line.
        if !self.stream.pings_as(self.now, pings) {
            self.stream.set_pings(self.now, pings);
        }
    }

    pub(crate) fn pay_select(&mut self) {
        if self.select_owed && self.stream.rate() > Rate::ZERO {
            self.select_owed = false;
            self.stream.add(self.now, super::stream::SELECT_BYTES);
        }
    }

    pub(crate) fn settings_changed(&mut self) {
        let settings = Settings::new(&self.spec.profile, &self.conf);
        self.settings = settings.clone();
        self.tape.settings.push(settings);
        self.settings_index += 1;
        let size = self.backlog.as_ref().map_or(self.settings.repl_backlog_size, Backlog::size);
        self.limits = effective(&self.spec.profile, self.settings.output_buffer, size);
        self.pings_changed();
        self.replan_all = true;
    }

    pub(crate) fn new_history(&mut self) {
        self.replid = ReplId(self.replid.0 + 1);
        self.second = None;
    }

    pub(crate) fn create_backlog(&mut self) {
        let block = self.spec.profile.block_payload(self.spec.allocator);
        let size = self.settings.repl_backlog_size;
        self.new_history();
        self.backlog = Some(Backlog::new(&self.spec.profile, block, size, self.offset()));
        self.tape.event(self.now, None, EventKind::BacklogCreated, None);
        self.write_rate_changed();
    }

    /// When the backlog is freed: strictly more than the TTL after the last replica went, looked
    /// at once a second (redis 7.0 `replication.c:replicationCron`).
    fn backlog_freed_at(&self) -> Instant {
        let ttl = self.settings.repl_backlog_ttl;
        match (self.no_replicas_since, &self.backlog) {
            (Some(since), Some(_)) if ttl > 0 => {
                let due = super::clock::unixtime(since) + ttl + 1;
                self.thawed(PRIMARY_CRON.from(Instant::from_secs(due)))
            }
            _ => Instant::NEVER,
        }
    }

    fn free_backlog(&mut self) {
        self.backlog = None;
        self.new_history();
        self.tape.event(self.now, None, EventKind::BacklogFreed, None);
        self.write_rate_changed();
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

/// The next full second after the last event, and one more to see that nothing happens.
fn after_quiet(last: Instant) -> Instant {
    Instant::from_secs(super::clock::unixtime(last) + 2)
}
