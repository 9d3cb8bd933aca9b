//! A scenario printed back as text: only what was given, in a fixed order, a directive a line.

use core::fmt::{self, Display, Write};

use super::conf::Conf;
use super::directive::DIRECTIVES;
use super::model::{Cow, LinkSpec, ReplicaSpec, Scenario, Target, What, Writes};
use crate::server::Allocator;
use crate::units::format_duration;

impl Scenario {
    /// The canonical text; reading it gives the same scenario.
    ///
    /// ```
    /// use stormglass_core::scenario::Scenario;
    ///
    /// let text = "writes 10mb/s\nserver   redis 7.4.1\nreplica r1\n";
    /// let scenario = Scenario::parse(text)?;
    /// assert_eq!(scenario.to_text(), "server redis 7.4.1\nwrites 10mb/s\nreplicas 1\n");
    /// assert_eq!(Scenario::parse(&scenario.to_text())?, scenario);
    /// # Ok::<(), stormglass_core::scenario::Findings>(())
    /// ```
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut out = Lines(String::new());
        out.maybe("server", self.server.as_ref());
        out.maybe(
            "allocator",
            self.allocator.map(|allocator| match allocator {
                Allocator::Jemalloc => "jemalloc",
                Allocator::Libc => "libc",
            }),
        );
        for (name, value) in conf_lines(&self.conf) {
            out.line(name, value);
        }
        out.maybe("dataset", self.dataset);
        out.maybe("rdb", self.rdb);
        out.maybe("writes", self.writes);
        out.maybe("fork", self.fork.map(|time| format!("{}/gb", format_duration(time))));
        out.maybe("snapshot", self.snapshot);
        out.maybe("load", self.load);
        out.maybe("apply", self.apply);
        if self.link != LinkSpec::default() {
            out.line("link", link(&self.link));
        }
        out.maybe("socket-buffer", self.socket_buffer);
        out.maybe("nic", self.nic);
        out.maybe("disk", self.disk);
        out.maybe("memory", self.memory);
        match self.cow {
            Some(Cow::Share(share)) => out.line("cow", share),
            Some(Cow::Pages { value_size, keys }) => {
                out.line("value-size", value_size);
                out.line("keys", keys);
            }
            None => {}
        }
        replicas(&mut out, &self.replicas);
        if let Some(sentinel) = &self.sentinel {
            let text = format!(
                "down-after {} failover-timeout {} parallel-syncs {}",
                format_duration(sentinel.down_after),
                format_duration(sentinel.failover_timeout),
                sentinel.parallel_syncs
            );
            out.line("sentinel", text);
        }
        if self.fresh {
            out.0.push_str("fresh\n");
        }
        for incident in &self.incidents {
            let at = format_duration(incident.at.since_start());
            out.line("at", format_args!("{at} {}", incident.what));
        }
        out.maybe("run", self.run.map(format_duration));
        out.maybe("seed", self.seed);
        out.maybe("jitter", self.jitter);
        out.0
    }
}

struct Lines(String);

impl Lines {
    fn line(&mut self, name: &str, value: impl Display) {
        writeln!(self.0, "{name} {value}").expect("writing to a string cannot fail");
    }
    fn maybe(&mut self, name: &str, value: Option<impl Display>) {
        if let Some(value) = value {
            self.line(name, value);
        }
    }
}

/// The directives of a configuration, as redis.conf lines.
fn conf_lines(conf: &Conf) -> impl Iterator<Item = (&'static str, String)> {
    DIRECTIVES.iter().filter_map(|directive| Some((directive.name, (directive.write)(conf)?)))
}

fn link(link: &LinkSpec) -> String {
    let rate = link.rate.map(|rate| rate.to_string());
    let rtt = link.rtt.map(|rtt| format!("rtt {}", format_duration(rtt)));
    [rate, rtt].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// `replicas 3` where they are r1 to r3 and nothing else was said.
fn replicas(out: &mut Lines, replicas: &[ReplicaSpec]) {
    let plain = (1..).zip(replicas).all(|(n, replica)| {
        *replica == ReplicaSpec { name: format!("r{n}"), ..ReplicaSpec::default() }
    });
    if plain && !replicas.is_empty() {
        out.line("replicas", replicas.len());
        return;
    }
    for replica in replicas {
        let mut text = replica.name.clone();
        if let Some(rate) = replica.link.rate {
            text += &format!(" link {rate}");
        }
        if let Some(rtt) = replica.link.rtt {
            text += &format!(" rtt {}", format_duration(rtt));
        }
        if let Some(load) = replica.load {
            text += &format!(" load {load}");
        }
        if let Some(apply) = replica.apply {
            text += &format!(" apply {apply}");
        }
        if let Some(priority) = replica.priority {
            text += &format!(" priority {priority}");
        }
        if let Some(of) = &replica.of {
            text += &format!(" of {of}");
        }
        out.line("replica", text);
    }
}

/// As a `writes` line writes it.
impl Display for Writes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stream(rate) => rate.fmt(f),
            Self::Commands { per_second, value } => write!(f, "{per_second}/s of {value}"),
        }
    }
}

impl Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::All => "all",
            Self::Primary => "primary",
            Self::Replica(name) => name,
        })
    }
}

/// As an `at` line writes it, after the time.
impl Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let time = |lasting: &core::time::Duration| format_duration(*lasting);
        match self {
            Self::Writes { rate, lasting: None } => write!(f, "writes {rate}"),
            Self::Writes { rate, lasting: Some(lasting) } => {
                write!(f, "writes {rate} for {}", time(lasting))
            }
            Self::Disconnect { who, lasting } => {
                write!(f, "disconnect {who} for {}", time(lasting))
            }
            Self::Stall { who, lasting } => write!(f, "stall {who} for {}", time(lasting)),
            Self::Kill { who } => write!(f, "kill {who}"),
            Self::Pause { who, lasting } => write!(f, "pause {who} for {}", time(lasting)),
            Self::Block { who, lasting } => write!(f, "block {who} for {}", time(lasting)),
            Self::Restart { who, lasting } => write!(f, "restart {who} for {}", time(lasting)),
            Self::Bgsave => f.write_str("bgsave"),
            Self::ConfigSet(conf) => {
                let lines: Vec<String> =
                    conf_lines(conf).map(|(name, value)| format!("{name} {value}")).collect();
                write!(f, "config set {}", lines.join(" "))
            }
            Self::ReplicaOf { who, of: None } => write!(f, "replicaof {who} no one"),
            Self::ReplicaOf { who, of: Some(of) } => write!(f, "replicaof {who} {of}"),
            Self::Crash { alone, lasting } => {
                f.write_str(if *alone { "crash process" } else { "crash primary" })?;
                lasting.iter().try_for_each(|lasting| write!(f, " for {}", time(lasting)))
            }
            Self::PartitionPrimary { lasting } => {
                write!(f, "partition primary for {}", time(lasting))
            }
            Self::Wait { local: None, replicas, timeout } => {
                write!(f, "wait {replicas} {}", time(timeout))
            }
            Self::Wait { local: Some(local), replicas, timeout } => {
                write!(f, "waitaof {local} {replicas} {}", time(timeout))
            }
        }
    }
}
