//! From what was learnt to a scenario, each line with its origin.

use core::fmt::Write;

use super::facts::{fork_per_gib, save_speed};
use super::{RateSource, Reading};
use crate::scenario::{ReplicaSpec, Scenario, Writes};
use crate::server::{Allocator, Family, Server};
use crate::units::{Bytes, FASTEST, Rate};

impl Reading {
    /// A scenario with these numbers. No name, address or ID of the pastes is in it.
    #[must_use]
    pub fn scenario(&self) -> Scenario {
        let mut scenario = Scenario {
            server: self.server.map(modelled),
            conf: self.conf.clone(),
            ..Scenario::default()
        };
        scenario.conf.save = None;
        scenario.conf.repl_backlog_size = self.backlog_size;
        scenario.writes = self
            .rate
            .map(|measured| measured.rate)
            .or_else(|| self.log.write_rate())
            .map(|rate| Writes::Stream(readable(rate)));
        // A container has less than its host.
        let limit = self.pod.memory.map(|(bytes, _)| whole(bytes));
        scenario.memory = limit;
        let Some(sample) = self.latest() else { return scenario };
        scenario.allocator = match sample.text("mem_allocator") {
            Some(text) if text.starts_with("libc") => Some(Allocator::Libc),
            _ => None,
        };
        let number = |name: &str| sample.number(name).unwrap_or(0);
        let buffers =
            number("mem_replication_backlog").saturating_add(number("mem_clients_slaves"));
        scenario.dataset = sample
            .number("used_memory")
            .map(|used| whole(Bytes(used.saturating_sub(buffers).max(1 << 20))))
            .filter(|size| size.0 < 1 << 49);
        scenario.memory = sample
            .number("total_system_memory")
            .filter(|memory| *memory > 0 && *memory < 1 << 49)
            .map(|memory| whole(Bytes(memory)))
            .into_iter()
            .chain(limit)
            .min();
        if let Some(maxmemory) = sample.number("maxmemory").filter(|n| *n > 0 && *n < 1 << 49) {
            scenario.conf.maxmemory = Some(Bytes(maxmemory));
        }
        scenario.fork = fork_per_gib(sample).map(|cost| {
            core::time::Duration::from_micros(u64::try_from(cost.as_micros()).unwrap_or(u64::MAX))
        });
        scenario.snapshot = save_speed(sample).map(readable);
        let attached = sample.replicas().filter(|(_, line)| !line.rdb_channel).count();
        // At least one, or there is nothing to see.
        scenario.replicas = (1..=attached.clamp(1, 100))
            .map(|n| ReplicaSpec { name: format!("r{n}"), ..ReplicaSpec::default() })
            .collect();
        scenario
    }

    /// The same as text, each line with where it comes from.
    #[must_use]
    pub fn scenario_text(&self) -> String {
        let mut out = String::new();
        for line in self.scenario().to_text().lines() {
            let word = line.split(' ').next().unwrap_or("");
            match self.origin(word) {
                Some(origin) => writeln!(out, "{line}  # {origin}"),
                None => writeln!(out, "{line}"),
            }
            .expect("writing to a string cannot fail");
        }
        out
    }

    /// Where a line of the scenario comes from.
    #[must_use]
    pub fn origin(&self, word: &str) -> Option<String> {
        if word == "writes" && self.rate.is_none() {
            self.log.write_rate()?;
            return Some("inferred: output buffer of a closed replica over its time".to_owned());
        }
        if word == "memory"
            && let Some((limit, (paste, line))) = self.pod.memory
        {
            let host = self.latest().and_then(|sample| sample.number("total_system_memory"));
            if host.is_none_or(|host| limit.0 < host) {
                let (paste, line) = (paste + 1, line);
                return Some(format!("measured: limits.memory, paste {paste} line {line}"));
            }
        }
        let field = match word {
            "server" if self.latest()?.text("valkey_version").is_some() => "valkey_version",
            "server" => "redis_version",
            "allocator" => "mem_allocator",
            "repl-backlog-size" => "repl_backlog_size",
            "dataset" => "used_memory",
            "memory" => "total_system_memory",
            "maxmemory" => "maxmemory",
            "fork" => "latest_fork_usec",
            "snapshot" => "rdb_last_bgsave_time_sec",
            "replicas" | "replica" => "connected_slaves",
            "writes" => {
                return Some(match self.rate?.source {
                    RateSource::TwoSamples(time) => {
                        format!("measured: master_repl_offset over {} s", time.as_secs())
                    }
                    RateSource::Instantaneous => {
                        "inferred: instantaneous_output_repl_kbps over online replicas".to_owned()
                    }
                    RateSource::SinceStart(time) => {
                        format!("inferred: average over {} s of uptime", time.as_secs())
                    }
                });
            }
            _ => return None,
        };
        let sample = self.latest()?;
        let found = sample.fields.get(field)?;
        if field == "connected_slaves" && sample.replicas().next().is_none() {
            return Some("assumed: none is attached".to_owned());
        }
        let how = match word {
            "fork" | "snapshot" | "dataset" => "inferred from",
            _ => "measured:",
        };
        let (paste, line) = (found.paste + 1, found.line);
        Some(format!("{how} {field}, paste {paste} line {line}"))
    }
}

/// The nearest version whose rules are modelled.
fn modelled(server: Server) -> Server {
    match server.family {
        Family::Redis => server.max(Server::redis(6, 2, 0)),
        Family::Valkey => server.max(Server::valkey(7, 2, 0)),
    }
}

/// In whole KiB a second where it is large enough: what a person can read.
fn readable(rate: Rate) -> Rate {
    let rate = rate.min(Rate(FASTEST - 1024));
    if rate.0 >= 100 << 10 { Rate((rate.0 + 512) >> 10 << 10) } else { rate }
}

/// In whole MiB.
fn whole(bytes: Bytes) -> Bytes {
    Bytes(bytes.0.saturating_add(1 << 19) >> 20 << 20).max(Bytes::mib(1))
}
