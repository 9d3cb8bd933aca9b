//! The stored form of a run, and how a moment is read off it.

use core::time::Duration;
use std::sync::Arc;

use super::sides::{exposed, writable};
use super::{
    ChildMoment, Event, Memory, Moment, Phase, ReplicaMoment, ServerMoment, Standing, Window,
};
use crate::engine::{
    Hub, Node, PRIMARY, Position, REPLICA_CRON, ReplId, Stage, Tape, World, copied, unixtime,
};
use crate::scenario::{Resolved, Settings};
use crate::server::BacklogKind;
use crate::units::{Bytes, Instant, ReplOffset};

/// Why a run ended where it did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stopped {
    /// The `run` line said so.
    AtEnd,
    /// Nothing more can happen.
    Quiet,
    /// It never becomes quiet; 24 hours, or a bounded number of events, are the limit.
    Limit,
}

/// What happened, as plain data, and what every quantity was at any instant.
#[derive(Clone, Debug)]
pub struct Run {
    /// What was run, with all defaults.
    pub scenario: Arc<Resolved>,
    /// The last instant.
    pub end: Instant,
    /// Why it ended there.
    pub stopped: Stopped,
    /// Events in order of time, then of cause.
    pub events: Vec<Event>,
    tape: Tape,
}

impl PartialEq for Run {
    // Everything else follows from these.
    fn eq(&self, other: &Self) -> bool {
        self.scenario == other.scenario
            && (self.end, self.stopped) == (other.end, other.stopped)
            && self.events == other.events
    }
}

impl Eq for Run {}

impl Run {
    pub(crate) fn new(
        scenario: Arc<Resolved>,
        mut tape: Tape,
        end: Instant,
        stopped: Stopped,
    ) -> Self {
        let events = core::mem::take(&mut tape.events);
        Self { scenario, end, stopped, events, tape }
    }

    /// The settings in force at an instant.
    #[must_use]
    pub fn settings_at(&self, at: Instant) -> &Settings {
        let after = self.tape.settings.partition_point(|(since, _)| *since <= at);
        &self.tape.settings[after.max(1) - 1].1
    }

    /// How many events and states are stored: what the memory of a run is proportional to.
    #[must_use]
    pub fn stored(&self) -> usize {
        self.events.len() + self.tape.saved.len()
    }

    /// The state of everything at an instant: the last one saved, and what happened since.
    pub(super) fn seek(&self, at: Instant) -> World {
        let saved = &self.tape.saved;
        let after = saved.partition_point(|world| world.now <= at);
        let mut world = saved[after.max(1) - 1].clone();
        world.go_on(at, self.tape.count - 1);
        world
    }

    /// Acknowledged, lost, and held apart by a former primary, at an instant.
    pub(crate) fn books(&self, at: Instant) -> (Bytes, Bytes, Bytes) {
        let world = self.seek(at);
        (world.taken(at), world.lost, world.apart(at))
    }

    /// `master_repl_offset` of whoever is the primary at an instant.
    #[must_use]
    pub fn offset_at(&self, at: Instant) -> ReplOffset {
        let world = self.seek(at);
        world.hubs[world.written_to].stream.offset(at)
    }

    /// Everything about one instant; instants past the end read as the end.
    #[must_use]
    pub fn at(&self, at: Instant) -> Moment {
        let at = at.min(self.end);
        let world = &self.seek(at);
        let lead = world.written_to;
        let primary = &world.hubs[lead];
        let offset = primary.stream.offset(at);
        let windows: Vec<Option<Window>> =
            (0..world.hubs.len()).map(|hub| window(world, hub, at)).collect();
        let window = windows[lead];
        let replicas: Vec<ReplicaMoment> = (0..self.scenario.replicas.len())
            .map(|index| self.replica(world, index, at, &windows))
            .collect();
        let former = world.former.filter(|_| lead != PRIMARY);
        let former = former.map(|index| self.replica(world, index, at, &windows));
        let child = self.child(world, at);
        let freed = world.backlog_freed_at(lead);
        let memory = self.memory(&replicas, window.as_ref(), child.as_ref(), world);
        Moment {
            at,
            profile: self.scenario.profile,
            settings: (*world.settings).clone(),
            offset,
            write_rate: primary.stream.rate(),
            frozen_until: primary.stream.frozen_until(at),
            window,
            expires: primary.no_replicas_since.zip((freed != Instant::NEVER).then_some(freed)),
            replid: primary.replid,
            second: primary.second,
            counters: primary.counters,
            child,
            latest_fork: primary.latest_fork,
            last_save_seconds: primary.last_save,
            memory,
            primary: primary.owner,
            former,
            lost: world.lost,
            apart: world.apart(at),
            writable: writable(world, at),
            exposed: exposed(world, at),
            good_replicas: primary.good,
            evicted_keys: world.evicted_keys,
            save_failed: primary.save_failed,
            replicas,
        }
    }

    /// The replica that replica `index` hangs under; `None` is the primary.
    #[must_use]
    pub fn upstream(&self, index: usize, at: Instant) -> Option<usize> {
        let world = self.seek(at);
        world.hubs[world.nodes[index].up].owner
    }

    /// The replication ID that a replica's position belongs to.
    #[must_use]
    pub fn replica_id(&self, index: usize, at: Instant) -> Option<ReplId> {
        self.seek(at).nodes[index].replid
    }

    /// What replica `index` serves from, where it has replicas of its own or changes its role.
    #[must_use]
    pub fn served_by(&self, index: usize, at: Instant) -> Option<ServerMoment> {
        let at = at.min(self.end);
        let world = &self.seek(at);
        let hub = world.hub_of(index)?;
        let state = &world.hubs[hub];
        Some(ServerMoment {
            offset: state.stream.offset(at),
            window: window(world, hub, at),
            replid: state.replid,
            second: state.second,
            counters: state.counters,
        })
    }

    fn replica(
        &self,
        world: &World,
        index: usize,
        at: Instant,
        windows: &[Option<Window>],
    ) -> ReplicaMoment {
        let node = &world.nodes[index];
        let primary = &world.hubs[node.up];
        let window = windows[node.up].as_ref();
        let offset = primary.stream.offset(at);
        let stream = &primary.stream;
        let applied = node.applied(at, stream);
        let sent = node.sent(at, stream);
        let output_buffer = match (sent, &primary.backlog) {
            (Some(sent), Some(backlog)) => world.counting.omem(backlog, sent, offset),
            _ => Bytes::ZERO,
        };
        // A process that leads is behind nobody: what it has is its own stream.
        let leads = node.stage == Stage::Leads;
        let own = world.hub_of(index).filter(|_| leads);
        let applied = own.map_or(applied, |hub| Some(world.hubs[hub].stream.offset(at)));
        let offset = if leads { applied.unwrap_or(offset) } else { offset };
        let next_byte = applied.map(ReplOffset::next);
        let (acked_at, acked) = self.last_ack(world, index, at);
        let (phase, until) = match own.filter(|hub| world.absent(*hub)) {
            Some(hub) => (Phase::Gone { back: world.hubs[hub].back }, None),
            None => phase_of(node, primary, self.scenario.socket_buffer),
        };
        ReplicaMoment {
            name: world.paths[index].name.clone(),
            of: primary.owner,
            under_primary: node.up == world.written_to && node.stage != Stage::Leads,
            phase,
            since: node.since,
            until,
            full_reason: node.full,
            applied,
            next_byte,
            sent,
            acked,
            lag_seconds: match node.stage {
                Stage::Online => unixtime(at).saturating_sub(unixtime(acked_at)),
                _ => 0,
            },
            behind: match applied {
                Some(applied) => offset.saturating_since(applied),
                None => node.snapshot_at.map_or(Bytes::ZERO, |from| offset.saturating_since(from)),
            },
            stale: applied.map_or(Duration::ZERO, |applied| {
                let behind = offset.saturating_since(applied);
                primary.stream.rate().time_for(behind).unwrap_or_default()
            }),
            pending: sent.map_or(Bytes::ZERO, |sent| offset.saturating_since(sent)),
            output_buffer,
            soft_since: node.soft_since,
            transferred: self.transferred(node, primary, at),
            standing: standing(node, primary, window, next_byte),
            silent: node.silent_since.is_some() || node.path_back > at,
            attached: node.attached(),
            listed: node.listed,
            fetches: node.fetches.is_some(),
            beside: node.fed() && node.beside && node.snapshot_at.is_some(),
            laps: node.laps,
        }
    }

    /// The last acknowledgement before `at`: when it was sent and what it said.
    fn last_ack(&self, world: &World, index: usize, at: Instant) -> (Instant, ReplOffset) {
        let node = &world.nodes[index];
        let half_trip = world.paths[index].rtt / 2;
        let heard = Instant::from_nanos(
            at.as_nanos().saturating_sub(u64::try_from(half_trip.as_nanos()).unwrap_or(0)),
        );
        let Some(tick) = REPLICA_CRON.last(heard).filter(|tick| *tick >= node.ack_from) else {
            return node.acked;
        };
        (tick, world.had_at(index, tick))
    }

    fn transferred(&self, node: &Node, primary: &Hub, at: Instant) -> Option<Bytes> {
        let rdb = self.scenario.rdb;
        match node.stage {
            Stage::Transfer { flow } => Some(rdb.saturating_sub(flow.left_at(at))),
            Stage::Saving => {
                let child = primary.child.filter(|child| child.to_socket)?;
                Some(Bytes(rdb.0 / 1000 * child.permille(at)))
            }
            Stage::Loading { .. } => Some(rdb),
            _ => None,
        }
    }

    fn child(&self, world: &World, at: Instant) -> Option<ChildMoment> {
        let primary = &world.hubs[world.written_to];
        let child = primary.child.as_ref()?;
        let serves = world
            .nodes
            .iter()
            .filter(|node| node.up == world.written_to && node.stage == Stage::Saving)
            .count();
        Some(ChildMoment {
            since: child.since,
            until: child.ends,
            to_socket: child.to_socket,
            serves: u32::try_from(serves).unwrap_or(u32::MAX),
            permille: child.permille(at),
            cow: copied(&self.scenario, at.saturating_since(child.since), primary.stream.rate()),
        })
    }

    /// The primary's memory as INFO derives it (redis 7.0 `object.c:getMemoryOverheadData`).
    fn memory(
        &self,
        replicas: &[ReplicaMoment],
        window: Option<&Window>,
        child: Option<&ChildMoment>,
        world: &World,
    ) -> Memory {
        let primary = &world.hubs[world.written_to];
        let profile = &self.scenario.profile;
        let block = profile.block_payload(self.scenario.allocator);
        let dataset = world.dataset();
        let (backlog, buffers, shared) = match (profile.backlog, window) {
            (_, None) => (Bytes::ZERO, Bytes::ZERO, Bytes::ZERO),
            (BacklogKind::Ring, Some(window)) => (
                window.size,
                replicas.iter().filter(|r| r.under_primary).map(|r| r.output_buffer).sum(),
                Bytes::ZERO,
            ),
            (BacklogKind::Blocks, Some(window)) => {
                let backlog = primary.backlog.as_ref().expect("a window comes from a backlog");
                let first = backlog.block_of(ReplOffset(window.first_byte.0 - 1), window.end());
                let offset = ReplOffset(window.end().0 - 1);
                let blocks = backlog.tail(offset) - first.min(backlog.tail(offset)) + 1;
                let all = Bytes(blocks * (block + profile.block_overhead()));
                if replicas.iter().any(|r| r.attached && r.under_primary) && all > window.size {
                    (window.size, all - window.size, all)
                } else {
                    (all, Bytes::ZERO, all)
                }
            }
        };
        let cow = child.map_or(Bytes::ZERO, |child| child.cow);
        Memory {
            dataset,
            backlog,
            replica_buffers: buffers,
            cow,
            total: dataset + backlog + buffers + cow,
            replication_buffers: if profile.backlog == BacklogKind::Blocks {
                shared
            } else {
                backlog + buffers
            },
        }
    }
}

fn window(world: &World, hub: usize, at: Instant) -> Option<Window> {
    let state = &world.hubs[hub];
    let offset = state.stream.offset(at);
    let backlog = state.backlog.as_ref()?;
    let pinned = match backlog.kind() {
        BacklogKind::Ring => None,
        BacklogKind::Blocks => world
            .nodes
            .iter()
            .filter(|node| node.up == hub)
            .filter_map(|node| node.sent(at, &state.stream))
            .map(|sent| backlog.block_of(sent, offset))
            .min(),
    };
    Some(backlog.window(offset, pinned))
}

fn phase_of(node: &Node, primary: &Hub, kernels: Bytes) -> (Phase, Option<Instant>) {
    match node.stage {
        Stage::Online => (Phase::Online, None),
        Stage::Down { why, retry } => (Phase::Down { why, retry }, Some(retry)),
        Stage::Handshake { asks } => (Phase::Handshake, Some(asks)),
        Stage::Waits { .. } => (Phase::WaitsForChild, None),
        Stage::Saving => (Phase::Saving, primary.child.map(|child| child.ends)),
        Stage::Transfer { flow } => (Phase::Transfer, Some(flow.handed_over(kernels))),
        Stage::Loading { done, .. } => (Phase::Loading, Some(done)),
        Stage::Leads => (Phase::Primary, None),
    }
}

fn standing(
    node: &Node,
    primary: &Hub,
    window: Option<&Window>,
    next_byte: Option<ReplOffset>,
) -> Standing {
    if node.stage == Stage::Leads {
        return Standing::Nothing;
    }
    let next = match (node.stage, node.snapshot_at) {
        // What it will continue from once it has loaded.
        (Stage::Loading { .. }, Some(from)) => Some(from.next()),
        _ => next_byte.filter(|next| {
            let second = |(id, up_to)| node.replid == Some(id) && *next <= up_to;
            node.replid == Some(primary.replid) || primary.second.is_some_and(second)
        }),
    };
    let next = if node.position == Position::Before { Some(ReplOffset(0)) } else { next };
    let (Some(window), Some(next)) = (window, next) else {
        return Standing::Nothing;
    };
    if next < window.first_byte {
        return Standing::Out { short_by: window.first_byte - next };
    }
    // What may still be written before its next byte is overwritten, once nobody pins it.
    let gone = primary.backlog.as_ref().map_or(next, |backlog| backlog.overwrites(next));
    let spare = gone.saturating_since(window.end());
    Standing::In { spare, spare_time: primary.stream.rate().time_for(spare) }
}
