//! The scenario as data: what was given, and nothing that was not.

use core::time::Duration;

use super::Conf;
use crate::server::{Allocator, Server};
use crate::units::{Bytes, Instant, LinkRate, Rate, Share};

/// A replica's name, as typed: letters, digits, `-`, `_`, `.`.
pub type ReplicaName = String;

/// What enters the replication stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writes {
    /// `writes 10mb/s`: bytes of the stream itself.
    Stream(Rate),
    /// `writes 20000/s of 500b`: commands, with protocol overhead to be added.
    Commands {
        /// Commands a second.
        per_second: u64,
        /// Bytes of the value.
        value: Bytes,
    },
}

/// `link 1gbit/s rtt 1ms`; either part may be left out on a `replica` line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LinkSpec {
    /// Speed of the path.
    pub rate: Option<LinkRate>,
    /// Round trip.
    pub rtt: Option<Duration>,
}

/// How much memory a running snapshot child costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cow {
    /// `cow 30%`: a fixed share of the dataset.
    Share(Share),
    /// `value-size 1kb` and `keys 4000000`: unique pages touched by the writes.
    Pages {
        /// Bytes of one value.
        value_size: Bytes,
        /// How many keys there are.
        keys: u64,
    },
}

/// One `replica` line, or one of `replicas N`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReplicaSpec {
    /// Its name.
    pub name: ReplicaName,
    /// Its own path, where it differs.
    pub link: LinkSpec,
    /// Its own speed of loading a snapshot.
    pub load: Option<Rate>,
    /// Its own speed of executing the stream.
    pub apply: Option<Rate>,
    /// The replica it hangs under, in a chain; `None` is the primary.
    pub of: Option<ReplicaName>,
    /// `priority 50`, its `replica-priority`: Sentinel prefers lower ones, and never takes 0.
    pub priority: Option<u64>,
}

/// `sentinel down-after 30s failover-timeout 180s parallel-syncs 1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SentinelSpec {
    /// `down-after-milliseconds`.
    pub down_after: Duration,
    /// `failover-timeout`.
    pub failover_timeout: Duration,
    /// `parallel-syncs`.
    pub parallel_syncs: u64,
}

/// Who an incident happens to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Every replica.
    All,
    /// One replica.
    Replica(ReplicaName),
    /// The primary.
    Primary,
}

/// One `at` line: the cause of something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incident {
    /// When.
    pub at: Instant,
    /// What.
    pub what: What,
}

/// What happens in an incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// `writes 80mb/s for 10s`; without `for` it stays.
    Writes {
        /// The new rate.
        rate: Writes,
        /// For how long, then the rate before it returns.
        lasting: Option<Duration>,
    },
    /// `disconnect r1 for 64s`: closed, and cannot be opened again for that long.
    Disconnect {
        /// Whose connection.
        who: Target,
        /// For how long.
        lasting: Duration,
    },
    /// `stall r1 for 20s`: packets are lost, sockets stay open.
    Stall {
        /// Whose path.
        who: Target,
        /// For how long.
        lasting: Duration,
    },
    /// `kill r1`: closed, may reconnect at once.
    Kill {
        /// Whose connection.
        who: Target,
    },
    /// `pause r1 for 20s`: a process that does nothing.
    Pause {
        /// Which process.
        who: Target,
        /// For how long.
        lasting: Duration,
    },
    /// `block primary for 3s`: the primary's main thread is busy.
    Block {
        /// Which process.
        who: Target,
        /// For how long.
        lasting: Duration,
    },
    /// `restart r1 for 15s`.
    Restart {
        /// Which process.
        who: Target,
        /// Down for that long.
        lasting: Duration,
    },
    /// `bgsave`.
    Bgsave,
    /// `config set repl-backlog-size 256mb`: exactly one directive.
    ConfigSet(Box<Conf>),
    /// `replicaof r1 no one`, `replicaof r1 primary`, `replicaof r1 r2`.
    ReplicaOf {
        /// Who changes its role.
        who: ReplicaName,
        /// Under whom; `None` is `no one`.
        of: Option<Target>,
    },
    /// `crash primary`, `crash primary for 5s`: whoever leads loses its host. `crash process for
    /// 5s`: its server alone is killed.
    Crash {
        /// The server alone; what it handed to the kernel survives.
        alone: bool,
        /// For how long; without, until a `restart`.
        lasting: Option<Duration>,
    },
    /// `partition primary for 60s`.
    PartitionPrimary {
        /// For how long.
        lasting: Duration,
    },
    /// `wait 1 500ms`, and `waitaof 1 1 500ms`.
    Wait {
        /// `WAITAOF`, and whether the primary's own file counts: 0 or 1.
        local: Option<u64>,
        /// How many replicas.
        replicas: u64,
        /// For at most this long; zero is for ever.
        timeout: Duration,
    },
}

/// A scenario as given. Two scenarios are equal when they say the same things.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scenario {
    /// `server redis 7.4.1`; `None` is the default, `redis 7.2.0`.
    pub server: Option<Server>,
    /// `allocator jemalloc` or `libc`.
    pub allocator: Option<Allocator>,
    /// Server directives.
    pub conf: Conf,
    /// `dataset 8gb`.
    pub dataset: Option<Bytes>,
    /// `rdb 4gb`.
    pub rdb: Option<Bytes>,
    /// `writes 10mb/s`.
    pub writes: Option<Writes>,
    /// `fork 20ms/gb`: per 2^30 bytes of dataset.
    pub fork: Option<Duration>,
    /// `snapshot 120mb/s`, of dataset bytes.
    pub snapshot: Option<Rate>,
    /// `load 100mb/s`, of snapshot bytes.
    pub load: Option<Rate>,
    /// `apply 200mb/s`; `None` is unlimited.
    pub apply: Option<Rate>,
    /// `link 1gbit/s rtt 1ms`.
    pub link: LinkSpec,
    /// `socket-buffer 2500kb`.
    pub socket_buffer: Option<Bytes>,
    /// `nic 10gbit/s`; `None` is unlimited.
    pub nic: Option<LinkRate>,
    /// `disk 500mb/s`; `None` is unlimited.
    pub disk: Option<Rate>,
    /// `memory 16gb`; `None` is unlimited.
    pub memory: Option<Bytes>,
    /// `cow 30%` or `value-size` with `keys`.
    pub cow: Option<Cow>,
    /// `replica` and `replicas` lines, in order.
    pub replicas: Vec<ReplicaSpec>,
    /// `sentinel ...`.
    pub sentinel: Option<SentinelSpec>,
    /// `fresh`: an empty backlog and replicas that attach for the first time at 0s.
    pub fresh: bool,
    /// `at` lines, ordered by time, then as written.
    pub incidents: Vec<Incident>,
    /// `run 10m`; `None` is until quiet.
    pub run: Option<Duration>,
    /// `seed 42`.
    pub seed: Option<u64>,
    /// `jitter 20%`.
    pub jitter: Option<Share>,
}
