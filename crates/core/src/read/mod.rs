//! Readers of what operators have: INFO, whole or in parts, of any version.
//!
//! [`read`] takes pastes and says what was learnt, from which line, what follows from it, and what
//! cannot be known. Names, addresses and replication IDs never leave for a scenario.

mod answers;
mod bytes;
mod calibrate;
mod clients;
mod contradictions;
mod diagnosis;
mod document;
mod facts;
mod findings;
mod info;
mod json;
mod kill;
mod lines;
mod lists;
mod log;
mod log_diagnosis;
mod log_facts;
mod metrics;
mod objects;
mod pod;
mod rate;
mod reader;
mod redact;
mod replay;
mod role;
mod sample;
mod series;
mod series_facts;
mod sides;
mod sorter;
mod sync_words;
mod table;
mod to_scenario;

pub use bytes::text_of;
pub use clients::ClientLine;
pub use diagnosis::{Confidence, Diagnosis, Evidence};
pub use facts::{Fact, Origin};
pub use kill::{KillCause, Limit};
pub use log::{Clock, Kill, LoadLine, Log, LogEvent, LogRefusal, Said, SyncLine};
pub use pod::{Pod, Probe};
pub use rate::{MeasuredRate, RateSource};
pub use reader::Reader;
pub use redact::Redactor;
pub use replay::LogMark;
pub use sample::{Field, ReplicaLine, Sample};
pub use series::{RatePoint, RateSummary};

use core::time::Duration;
use std::collections::BTreeMap;

use crate::scenario::{Conf, Finding};
use crate::server::{Family, Server};
use crate::units::Bytes;

/// Every message id of reading, for the catalogue's test.
pub const MESSAGES: &[&[&str]] = &[
    facts::MESSAGES,
    findings::MESSAGES,
    diagnosis::MESSAGES,
    log_facts::MESSAGES,
    sync_words::MESSAGES,
    log_diagnosis::MESSAGES,
    lists::MESSAGES,
    contradictions::MESSAGES,
    sides::MESSAGES,
    series_facts::MESSAGES,
];

/// One thing pasted or opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paste {
    /// A file's name, or what the page calls it.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// What was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// What the pastes were called, in their order.
    pub names: Vec<String>,
    /// Every INFO, in the order of time as far as it is known.
    pub samples: Vec<Sample>,
    /// Settings that were given beside them.
    pub conf: Conf,
    /// Replicas of a CLIENT LIST.
    pub clients: Vec<ClientLine>,
    /// The write rate over time, where there is more than one moment.
    pub series: Vec<RatePoint>,
    /// What a pod's YAML says.
    pub pod: Pod,
    /// The longest lag of each replica in seconds, by a monitoring system, and where it is said.
    pub lags: Vec<(Duration, (u32, u32))>,
    /// What the logs say.
    pub log: Log,
    /// The version, where it was said.
    pub server: Option<Server>,
    /// How fast the stream grows.
    pub rate: Option<MeasuredRate>,
    /// `repl-backlog-size` in force.
    pub backlog_size: Option<Bytes>,
    /// Size over rate.
    pub coverage: Option<Duration>,
    /// Everything learnt, for a table.
    pub facts: Vec<Fact>,
    /// What is wrong with the pastes, or cannot be known from them.
    pub findings: Vec<Finding>,
    /// What it means.
    pub diagnosis: Vec<Diagnosis>,
}

impl Reading {
    /// The latest INFO of a primary, or the latest at all.
    #[must_use]
    pub fn latest(&self) -> Option<&Sample> {
        let primary = |sample: &&Sample| sample.text("role") == Some("master");
        self.samples.iter().rfind(primary).or(self.samples.last())
    }

    /// Whether the latest INFO is a primary's.
    #[must_use]
    pub fn is_primary(&self) -> bool {
        self.latest().and_then(|sample| sample.text("role")) == Some("master")
    }
}

/// The version an INFO reports.
pub(crate) fn version(sample: &Sample) -> Option<Server> {
    if let Some(version) = sample.text("valkey_version") {
        return Server::parse(&format!("{} {version}", Family::Valkey));
    }
    let version = sample.text("redis_version")?;
    Server::parse(&format!("{} {version}", Family::Redis))
}

/// Reads everything that was pasted.
///
/// ```
/// use stormglass_core::read::{Paste, read};
///
/// let at = |uptime: u64, offset: u64| Paste {
///     name: "paste".into(),
///     text: format!(
///         "redis_version:7.4.1\r\nuptime_in_seconds:{uptime}\r\nrole:master\r\n\
///          master_repl_offset:{offset}\r\nrepl_backlog_active:1\r\nrepl_backlog_size:1048576\r\n"
///     ),
/// };
/// let reading = read(&[at(100, 5_000_000), at(160, 11_000_000)]);
/// assert_eq!(reading.rate.unwrap().rate.0, 100_000);
/// assert_eq!(reading.coverage.unwrap().as_secs(), 10);
/// ```
#[must_use]
pub fn read(pastes: &[Paste]) -> Reading {
    let mut reader = Reader::new();
    for paste in pastes {
        reader.begin(&paste.name);
        reader.push(&paste.text);
    }
    reader.finish()
}

/// The same under the name that says it reads everything.
#[must_use]
pub fn read_all(pastes: &[Paste]) -> Reading {
    read(pastes)
}

/// By each server's own clock, so that the order of pasting does not matter.
fn order(samples: &mut [Sample]) {
    let known = |sample: &Sample| {
        sample.number("uptime_in_seconds").filter(|_| sample.text("run_id").is_some())
    };
    if samples.iter().all(|sample| known(sample).is_some()) {
        let mut servers: BTreeMap<String, usize> = BTreeMap::new();
        for sample in samples.iter() {
            let next = servers.len();
            let id = sample.text("run_id").unwrap_or_default();
            servers.entry(id.to_owned()).or_insert(next);
        }
        samples.sort_by_key(|sample| {
            let server = sample.text("run_id").and_then(|id| servers.get(id)).copied();
            (server, sample.number("uptime_in_seconds"), sample.number("server_time_usec"))
        });
    } else if samples.iter().all(|sample| sample.at_ms.is_some()) {
        samples.sort_by_key(|sample| sample.at_ms);
    }
}

/// How many replicas what goes to all of them is counted for.
fn receivers(taken: &sorter::Taken) -> u64 {
    let attached = taken.samples.iter().rev().find_map(|sample| sample.number("connected_slaves"));
    attached.unwrap_or(taken.lags.len() as u64).clamp(1, 1000)
}

/// What follows from everything that was taken.
fn conclude(mut taken: sorter::Taken, heads: &[Paste]) -> Reading {
    // A ROLE says less than an INFO beside it.
    if taken.samples.is_empty() {
        taken.samples.append(&mut taken.roles);
    }
    order(&mut taken.samples);
    taken.log.finish();
    let mut series = series::from_samples(&taken.samples);
    series.append(&mut taken.series);
    let receivers = receivers(&taken);
    series.extend(taken.of_all.iter().map(|point| point.shared_by(receivers)));
    series.sort_by_key(|point| point.from_ms);
    let mut reading = Reading {
        names: heads.iter().map(|paste| paste.name.clone()).collect(),
        samples: taken.samples,
        conf: taken.conf,
        clients: taken.clients,
        series,
        pod: taken.pod,
        lags: taken.lags,
        log: taken.log,
        server: None,
        rate: None,
        backlog_size: None,
        coverage: None,
        facts: Vec::new(),
        findings: Vec::new(),
        diagnosis: Vec::new(),
    };
    reading.server =
        reading.samples.iter().rev().find_map(version).or_else(|| reading.log.server());
    reading.backlog_size = reading
        .latest()
        .and_then(|sample| sample.number("repl_backlog_size"))
        .map(Bytes)
        .or(reading.conf.repl_backlog_size)
        .filter(|size| !size.is_zero() && size.0 < 1 << 49);
    reading.rate = rate::rate(&reading);
    reading.coverage = reading
        .rate
        .zip(reading.backlog_size)
        .and_then(|(measured, size)| measured.rate.time_for(size));
    findings::find(heads, taken.unnamed.is_some(), taken.long, &mut reading);
    facts::collect(&mut reading, &taken.conf_lines);
    log_facts::collect(&mut reading);
    series_facts::collect(&mut reading);
    lists::learn(&mut reading);
    sides::collect(&mut reading, taken.unnamed, !taken.of_all.is_empty());
    contradictions::find(&mut reading, &taken.conf_lines, &taken.conf_twice);
    diagnosis::diagnose(&mut reading);
    log_diagnosis::diagnose(&mut reading);
    lists::near_limit(&mut reading);
    reading
}
