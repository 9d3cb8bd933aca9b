//! From what was learnt to a scenario, each line with its origin.

use core::fmt::Write;

use super::{RateSource, Reading, Sample};
use crate::scenario::{Cow, ReplicaSpec, Scenario, Writes};
use crate::server::{Allocator, Family, Server};
use crate::units::{Bytes, FASTEST, LinkRate, Rate};

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
        scenario.memory = self.pod.memory.map(|(bytes, _)| whole(bytes));
        scenario.dataset = self.dataset_by_log().map(|known| whole(known.value));
        if let Some(sample) = self.latest() {
            of_info(sample, &mut scenario);
        }
        self.calibrate(&mut scenario);
        scenario.replicas = (1..=self.scenario_replicas())
            .map(|n| ReplicaSpec { name: format!("r{n}"), ..ReplicaSpec::default() })
            .collect();
        if let Some((incident, run)) = self.incident() {
            scenario.incidents.push(incident);
            scenario.run = Some(run);
        }
        scenario
    }

    /// What this server's phases tell about its speeds.
    fn calibrate(&self, scenario: &mut Scenario) {
        scenario.fork = self.fork_cost().map(|cost| {
            let micros = cost.value.as_micros();
            core::time::Duration::from_micros(u64::try_from(micros).unwrap_or(u64::MAX))
        });
        scenario.snapshot = self.saves_at().map(|speed| readable(speed.value));
        scenario.load = self.loads_at().map(|speed| readable(speed.value));
        scenario.link.rate = self.sends_at().map(|speed| LinkRate(readable(speed.value)));
        scenario.rdb = self.rdb(scenario.dataset).map(|size| whole(size.value));
        scenario.cow = self.copies().map(|share| Cow::Share(share.value));
    }

    /// Those that are attached, or those that the log names; at least one, or there is nothing to
    /// see.
    pub(super) fn scenario_replicas(&self) -> usize {
        let named = self.log.syncs.iter().map(|sync| sync.replica as usize).max();
        let attached = self
            .latest()
            .map(|sample| sample.replicas().filter(|(_, line)| !line.rdb_channel).count());
        match attached {
            Some(attached) if attached > 0 => attached.min(100),
            Some(_) => named.unwrap_or(1).clamp(1, 100),
            // Without anything to go by, none is made up.
            None => named.unwrap_or(0).min(100),
        }
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
        if let Some(origin) = self.calibrated(word) {
            return Some(origin);
        }
        let field = match word {
            "server" if self.latest()?.text("valkey_version").is_some() => "valkey_version",
            "server" => "redis_version",
            "allocator" => "mem_allocator",
            "repl-backlog-size" => "repl_backlog_size",
            "dataset" => "used_memory",
            "memory" => "total_system_memory",
            "maxmemory" => "maxmemory",
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
            let named = !self.log.syncs.is_empty();
            let how =
                if named { "measured: named by the log" } else { "assumed: none is attached" };
            return Some(how.to_owned());
        }
        let how = match word {
            "dataset" => "inferred from",
            _ => "measured:",
        };
        let (paste, line) = (found.paste + 1, found.line);
        Some(format!("{how} {field}, paste {paste} line {line}"))
    }
}

impl Reading {
    /// Where a number of the model comes from.
    fn calibrated(&self, word: &str) -> Option<String> {
        match word {
            "fork" => Some(self.fork_cost()?.origin()),
            "snapshot" => Some(self.saves_at()?.origin()),
            "load" => Some(self.loads_at()?.origin()),
            "link" => Some(self.sends_at()?.origin()),
            "rdb" => Some(self.rdb(self.scenario().dataset)?.origin()),
            "cow" => Some(self.copies()?.origin()),
            "dataset" if self.latest().and_then(|s| s.number("used_memory")).is_none() => {
                Some(self.dataset_by_log()?.origin())
            }
            "at" | "run" => Some("measured: a replica that the log lost and saw again".to_owned()),
            "replicas" | "replica" if self.latest().is_none() => {
                Some("measured: named by the log".to_owned())
            }
            _ => None,
        }
    }
}

/// What an INFO says by itself.
fn of_info(sample: &Sample, scenario: &mut Scenario) {
    scenario.allocator = match sample.text("mem_allocator") {
        Some(text) if text.starts_with("libc") => Some(Allocator::Libc),
        _ => None,
    };
    let number = |name: &str| sample.number(name).unwrap_or(0);
    let possible = |name: &str| sample.number(name).filter(|n| *n > 0 && *n < 1 << 49);
    let buffers = number("mem_replication_backlog").saturating_add(number("mem_clients_slaves"));
    if let Some(used) = sample.number("used_memory") {
        let data = whole(Bytes(used.saturating_sub(buffers).max(1 << 20)));
        scenario.dataset = Some(data).filter(|size| size.0 < 1 << 49);
    }
    let host = possible("total_system_memory").map(|memory| whole(Bytes(memory)));
    scenario.memory = host.into_iter().chain(scenario.memory).min();
    if let Some(maxmemory) = possible("maxmemory") {
        scenario.conf.maxmemory = Some(Bytes(maxmemory));
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
