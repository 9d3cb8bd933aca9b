//! INFO as the primary would print it: the fields a run knows, with the names of its version.
//!
//! Sources: `server.c:genRedisInfoString` of redis 6.2.16, 7.0.15, 7.4.1, 8.0.6 and valkey 8.1.1.
//! Fields about things outside the model are left out rather than made up. Lines end in `\n`.

use core::fmt::{Display, Write};

use super::{Moment, Phase, ReplicaMoment};
use crate::scenario::MaxmemoryPolicy;
use crate::server::{BacklogKind, ChannelSync};
use crate::units::Bytes;

const NO_ID: &str = "0000000000000000000000000000000000000000";

/// The sections Memory, Persistence, Stats and Replication at one moment.
#[must_use]
pub fn print(moment: &Moment) -> String {
    let mut out = Fields(String::with_capacity(2048));
    memory(&mut out, moment);
    persistence(&mut out, moment);
    stats(&mut out, moment);
    replication(&mut out, moment);
    out.0
}

struct Fields(String);

impl Fields {
    fn section(&mut self, name: &str) {
        if !self.0.is_empty() {
            self.0.push('\n');
        }
        self.0.push_str("# ");
        self.0.push_str(name);
        self.0.push('\n');
    }

    fn field(&mut self, name: &str, value: impl Display) {
        writeln!(self.0, "{name}:{value}").expect("writing to a string cannot fail");
    }
}

fn memory(out: &mut Fields, moment: &Moment) {
    let memory = &moment.memory;
    let blocks = moment.profile.backlog == BacklogKind::Blocks;
    out.section("Memory");
    let used = memory.dataset + memory.backlog + memory.replica_buffers;
    out.field("used_memory", used.0);
    out.field("maxmemory", moment.settings.maxmemory.0);
    out.field("maxmemory_policy", policy_name(moment.settings.maxmemory_policy));
    out.field("mem_not_counted_for_evict", not_counted(moment).0);
    out.field("mem_replication_backlog", memory.backlog.0);
    if blocks {
        out.field("mem_total_replication_buffers", memory.replication_buffers.0);
    }
    out.field("mem_clients_slaves", memory.replica_buffers.0);
}

/// What eviction does not count: every replica's buffer (redis 6.2), or what shared blocks hold
/// beyond the backlog (redis 7.0 `evict.c:freeMemoryGetNotCountedMemory`).
fn not_counted(moment: &Moment) -> Bytes {
    let memory = &moment.memory;
    match (moment.profile.backlog, &moment.window) {
        (BacklogKind::Ring, _) => memory.replica_buffers,
        (BacklogKind::Blocks, Some(window)) => {
            let blocks = window.size.0 / 16_384 + 1;
            memory.replication_buffers.saturating_sub(window.size + Bytes(blocks * 64))
        }
        (BacklogKind::Blocks, None) => Bytes::ZERO,
    }
}

fn persistence(out: &mut Fields, moment: &Moment) {
    let child = moment.child.as_ref();
    out.section("Persistence");
    out.field("loading", 0);
    out.field("current_cow_size", child.map_or(0, |child| child.cow.0));
    let percent = child.map_or(0, |child| child.permille);
    out.field("current_fork_perc", format_args!("{}.{}0", percent / 10, percent % 10));
    out.field("rdb_bgsave_in_progress", u8::from(child.is_some()));
    let status = if moment.save_failed { "err" } else { "ok" };
    out.field("rdb_last_bgsave_status", status);
    out.field("rdb_last_bgsave_time_sec", OrMinusOne(moment.last_save_seconds));
    let running = child.map(|child| moment.at.saturating_since(child.since).as_secs());
    out.field("rdb_current_bgsave_time_sec", OrMinusOne(running));
    if moment.profile.info.shared_buffers {
        out.field("rdb_saves", moment.counters.rdb_saves);
    }
}

fn stats(out: &mut Fields, moment: &Moment) {
    let counters = &moment.counters;
    out.section("Stats");
    out.field("sync_full", counters.sync_full);
    out.field("sync_partial_ok", counters.sync_partial_ok);
    out.field("sync_partial_err", counters.sync_partial_err);
    out.field("evicted_keys", moment.evicted_keys);
    out.field("latest_fork_usec", moment.latest_fork.map_or(0, |time| time.as_micros()));
    out.field("total_forks", counters.forks);
    // Printed by real servers from redis 7.4 and valkey 8.0 on; here always, as it is asked for.
    out.field("client_output_buffer_limit_disconnections", counters.output_buffer_disconnections);
}

fn replication(out: &mut Fields, moment: &Moment) {
    let dual = moment.profile.channel == ChannelSync::DualChannel;
    let mut listed: Vec<&ReplicaMoment> = moment
        .replicas
        .iter()
        .chain(&moment.former)
        .filter(|replica| (replica.attached || replica.fetches) && replica.under_primary)
        .collect();
    crate::order::sort_by_key(&mut listed, |replica| replica.listed);
    // Valkey lists both connections of a replica that is being synchronised over two.
    let lines: Vec<(&ReplicaMoment, &str, &str)> = listed
        .iter()
        .flat_map(|replica| {
            let state = state_name(replica, moment.profile.channel);
            let two = dual && replica.beside;
            let rdb = two.then_some((*replica, "wait_bgsave", "rdb-channel"));
            let kind = match (two, replica.fetches) {
                (true, _) => "main-channel",
                (false, true) => "rdb-channel",
                (false, false) => "replica",
            };
            rdb.into_iter().chain([(*replica, state, kind)])
        })
        .collect();
    out.section("Replication");
    out.field("role", "master");
    out.field("connected_slaves", lines.len());
    let settings = &moment.settings;
    if settings.min_replicas_to_write > 0 && settings.min_replicas_max_lag > 0 {
        out.field("min_slaves_good_slaves", moment.good_replicas);
    }
    for (index, (replica, state, kind)) in lines.iter().enumerate() {
        let tail =
            if moment.profile.info.slave_type { format!(",type={kind}") } else { String::new() };
        out.field(
            &format!("slave{index}"),
            format_args!(
                "ip={},port=6379,state={state},offset={},lag={}{tail}",
                replica.name, replica.acked.0, replica.lag_seconds
            ),
        );
    }
    if moment.profile.info.slave_type {
        out.field("replicas_waiting_psync", 0);
    }
    out.field("master_failover_state", "no-failover");
    out.field("master_replid", moment.replid.to_hex());
    match moment.second {
        Some((id, _)) => out.field("master_replid2", id.to_hex()),
        None => out.field("master_replid2", NO_ID),
    }
    out.field("master_repl_offset", moment.offset.0);
    match moment.second {
        Some((_, up_to)) => out.field("second_repl_offset", up_to.0),
        None => out.field("second_repl_offset", -1),
    }
    let size = moment.window.map_or(settings.repl_backlog_size, |window| window.size);
    out.field("repl_backlog_active", u8::from(moment.window.is_some()));
    out.field("repl_backlog_size", size.0);
    out.field(
        "repl_backlog_first_byte_offset",
        moment.window.map_or(0, |window| window.first_byte.0),
    );
    out.field("repl_backlog_histlen", moment.window.map_or(0, |window| window.histlen.0));
}

/// The state as INFO names it. `online` does not mean loaded.
#[must_use]
pub fn state_name(replica: &ReplicaMoment, channel: ChannelSync) -> &'static str {
    match replica.phase {
        Phase::Saving if replica.beside && channel == ChannelSync::RdbChannel => {
            "send_bulk_and_stream"
        }
        Phase::Saving | Phase::Loading if replica.beside && channel == ChannelSync::DualChannel => {
            "bg_transfer"
        }
        Phase::Online | Phase::Loading => "online",
        Phase::Transfer => "send_bulk",
        Phase::WaitsForChild
        | Phase::Saving
        | Phase::Handshake
        | Phase::Down { .. }
        | Phase::Primary
        | Phase::Gone { .. } => "wait_bgsave",
    }
}

fn policy_name(policy: MaxmemoryPolicy) -> &'static str {
    match policy {
        MaxmemoryPolicy::NoEviction => "noeviction",
        MaxmemoryPolicy::AllkeysLru => "allkeys-lru",
        MaxmemoryPolicy::AllkeysLfu => "allkeys-lfu",
        MaxmemoryPolicy::AllkeysRandom => "allkeys-random",
        MaxmemoryPolicy::VolatileLru => "volatile-lru",
        MaxmemoryPolicy::VolatileLfu => "volatile-lfu",
        MaxmemoryPolicy::VolatileRandom => "volatile-random",
        MaxmemoryPolicy::VolatileTtl => "volatile-ttl",
    }
}

struct OrMinusOne(Option<u64>);

impl Display for OrMinusOne {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self.0 {
            Some(n) => write!(f, "{n}"),
            None => f.write_str("-1"),
        }
    }
}
