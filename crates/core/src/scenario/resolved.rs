//! A scenario with every default filled in.

use core::time::Duration;

use super::{
    AppendFsync, Conf, Cow, DisklessLoad, Incident, MaxmemoryPolicy, OutputBufferLimits,
    ReplicaName, Scenario, SentinelSpec, Writes,
};
use crate::server::{Allocator, ChannelSync, Profile};
use crate::units::{Bytes, LinkRate, Rate, Share};

/// Server settings in force, none missing. Units as in [`Conf`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each field is documented at the field of the same name in Conf")]
pub struct Settings {
    pub repl_backlog_size: Bytes,
    pub repl_backlog_ttl: u64,
    pub output_buffer: OutputBufferLimits,
    pub repl_timeout: u64,
    pub repl_ping_period: u64,
    pub diskless_sync: bool,
    pub diskless_delay: u64,
    pub diskless_max_replicas: u64,
    pub diskless_load: DisklessLoad,
    pub rdb_channel: bool,
    pub dual_channel: bool,
    pub full_sync_buffer_limit: Bytes,
    pub min_replicas_to_write: u64,
    pub min_replicas_max_lag: u64,
    pub maxmemory: Bytes,
    pub maxmemory_policy: MaxmemoryPolicy,
    pub save: Vec<(u64, u64)>,
    pub appendonly: bool,
    pub appendfsync: AppendFsync,
    pub no_appendfsync_on_rewrite: bool,
    pub lazy_flush: bool,
}

impl Settings {
    /// The connections of a full resync, on a server whose version has `offered`.
    pub(crate) fn channels(&self, offered: ChannelSync) -> ChannelSync {
        let on = match offered {
            ChannelSync::None => false,
            ChannelSync::RdbChannel => self.rdb_channel,
            ChannelSync::DualChannel => self.dual_channel,
        };
        if on && self.diskless_sync { offered } else { ChannelSync::None }
    }

    /// The settings of `profile` with `conf` laid on top.
    #[must_use]
    pub fn new(profile: &Profile, conf: &Conf) -> Self {
        Self {
            repl_backlog_size: conf.repl_backlog_size.unwrap_or(profile.backlog_size),
            repl_backlog_ttl: conf.repl_backlog_ttl.unwrap_or(3600),
            output_buffer: conf.output_buffer.unwrap_or(OutputBufferLimits {
                hard: Bytes::mib(256),
                soft: Bytes::mib(64),
                soft_for: 60,
            }),
            repl_timeout: conf.repl_timeout.unwrap_or(60),
            repl_ping_period: conf.repl_ping_period.unwrap_or(10),
            diskless_sync: conf.diskless_sync.unwrap_or(profile.diskless_sync),
            diskless_delay: conf.diskless_delay.unwrap_or(5),
            diskless_max_replicas: conf.diskless_max_replicas.unwrap_or(0),
            diskless_load: conf.diskless_load.unwrap_or(DisklessLoad::Disabled),
            rdb_channel: conf.rdb_channel.unwrap_or(true),
            dual_channel: conf.dual_channel.unwrap_or(false),
            full_sync_buffer_limit: conf.full_sync_buffer_limit.unwrap_or(Bytes::ZERO),
            min_replicas_to_write: conf.min_replicas_to_write.unwrap_or(0),
            min_replicas_max_lag: conf.min_replicas_max_lag.unwrap_or(10),
            maxmemory: conf.maxmemory.unwrap_or(Bytes::ZERO),
            maxmemory_policy: conf.maxmemory_policy.unwrap_or(MaxmemoryPolicy::NoEviction),
            save: conf.save.clone().unwrap_or_default(),
            appendonly: conf.appendonly.unwrap_or(false),
            appendfsync: conf.appendfsync.unwrap_or(AppendFsync::Everysec),
            no_appendfsync_on_rewrite: conf.no_appendfsync_on_rewrite.unwrap_or(false),
            lazy_flush: conf.lazy_flush.unwrap_or(profile.lazy_flush),
        }
    }
}

/// One replica with nothing missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResolvedReplica {
    /// Its name.
    pub name: ReplicaName,
    /// Speed of its path.
    pub link: LinkRate,
    /// Round trip on its path.
    pub rtt: Duration,
    /// Speed of loading a snapshot, of snapshot bytes.
    pub load: Rate,
    /// Speed of executing the stream; `None` is unlimited.
    pub apply: Option<Rate>,
    /// Index of the replica it hangs under; `None` is the primary.
    pub of: Option<usize>,
    /// `replica-priority`; lower ones are preferred, 0 is never promoted.
    pub priority: u64,
}

/// A scenario with every default of its version filled in: what the engine reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// The rules.
    pub profile: Profile,
    /// The allocator.
    pub allocator: Allocator,
    /// Server settings at 0s.
    pub settings: Settings,
    /// The same as directives, for `config set` to lay on top of.
    pub conf: Conf,
    /// used_memory of the keyspace.
    pub dataset: Bytes,
    /// Bytes of a snapshot.
    pub rdb: Bytes,
    /// Bytes a second entering the stream at 0s.
    pub writes: Rate,
    /// Bytes of one command in the stream, where the scenario says.
    pub command: Option<Bytes>,
    /// Fork freeze per 2^30 bytes of dataset.
    pub fork: Duration,
    /// Speed of producing the snapshot, of dataset bytes.
    pub snapshot: Rate,
    /// What the kernels on a path hold before the output buffer grows.
    pub socket_buffer: Bytes,
    /// Shared egress of the primary.
    pub nic: Option<LinkRate>,
    /// The primary's disk.
    pub disk: Option<Rate>,
    /// Memory of the primary's host.
    pub memory: Option<Bytes>,
    /// Copy-on-write.
    pub cow: Cow,
    /// All replicas.
    pub replicas: Vec<ResolvedReplica>,
    /// A Sentinel quorum.
    pub sentinel: Option<SentinelSpec>,
    /// Starts from an empty backlog.
    pub fresh: bool,
    /// Incidents by time.
    pub incidents: Vec<Incident>,
    /// How long, where given.
    pub run: Option<Duration>,
    /// The source of chance.
    pub seed: u64,
    /// Of reconnect and link delays.
    pub jitter: Share,
}

impl Scenario {
    /// Every default filled in. `of` names that do not exist are read as the primary
    /// ([`Scenario::parse`] refuses them).
    #[must_use]
    pub fn resolved(&self) -> Resolved {
        let profile = self.server.unwrap_or_default().profile();
        let dataset = self.dataset.unwrap_or(Bytes::gib(1));
        let link = self.link.rate.unwrap_or(LinkRate::from_bits(10_000_000_000));
        let rtt = self.link.rtt.unwrap_or(Duration::from_micros(500));
        let load = self.load.unwrap_or(Rate(100 << 20));
        let index = |name: &ReplicaName| self.replicas.iter().position(|r| &r.name == name);
        let replicas = self
            .replicas
            .iter()
            .map(|spec| ResolvedReplica {
                name: spec.name.clone(),
                link: spec.link.rate.unwrap_or(link),
                rtt: spec.link.rtt.unwrap_or(rtt),
                load: spec.load.unwrap_or(load),
                apply: spec.apply.or(self.apply),
                of: spec.of.as_ref().and_then(index),
                priority: spec.priority.unwrap_or(100),
            })
            .collect();
        Resolved {
            profile,
            allocator: self.allocator.unwrap_or_default(),
            settings: Settings::new(&profile, &self.conf),
            conf: self.conf.clone(),
            dataset,
            rdb: self.rdb.unwrap_or(Bytes(dataset.0 / 2)),
            writes: self.writes.map_or(Rate::ZERO, Writes::stream_rate),
            command: match self.writes {
                Some(Writes::Commands { value, .. }) => {
                    Some(Bytes(Writes::Commands { per_second: 1, value }.stream_rate().0))
                }
                _ => None,
            },
            fork: self.fork.unwrap_or(Duration::from_millis(20)),
            snapshot: self.snapshot.unwrap_or(Rate(120 << 20)),
            socket_buffer: self.socket_buffer.unwrap_or(Bytes::kib(2500)),
            nic: self.nic,
            disk: self.disk,
            memory: self.memory,
            cow: self.cow.unwrap_or(Cow::Share(Share(100))),
            replicas,
            sentinel: self.sentinel,
            fresh: self.fresh,
            incidents: self.incidents.clone(),
            run: self.run,
            seed: self.seed.unwrap_or(0),
            jitter: self.jitter.unwrap_or_default(),
        }
    }
}

impl Writes {
    /// Bytes a second of the stream.
    ///
    /// A command is counted as `SET key:000000000000 VALUE`: redis-benchmark's key of 16 bytes, and
    /// the RESP overhead of redis 7.0 `replication.c:replicationFeedSlaves`.
    #[must_use]
    pub fn stream_rate(self) -> Rate {
        match self {
            Self::Stream(rate) => rate,
            Self::Commands { per_second, value } => {
                let digits = |n: u64| u64::from(n.max(1).ilog10()) + 1;
                let arg = |len: u64| 1 + digits(len) + 2 + len + 2;
                let command = 4 + arg(3) + arg(16) + arg(value.0);
                Rate(per_second.saturating_mul(command))
            }
        }
    }
}
