//! What the answer rests on: each input, its value, and whether somebody said so.

use core::time::Duration;

use crate::message::Value;
use crate::scenario::{Cow, Scenario};
use crate::units::{Bytes, Rate, Share};

use super::Question;

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The scenario or the question says so: typed, or measured and filled in.
    Given,
    /// The default of the chosen server version.
    Version,
    /// A default of ours, which can be measured.
    Assumed {
        /// What was seen in public, from and to; `None` where it was not.
        seen: Option<(Value, Value)>,
        /// Where.
        source: &'static str,
    },
}

/// One input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// The word of the scenario that sets it.
    pub word: &'static str,
    /// What was used.
    pub value: Value,
    /// Where it comes from.
    pub origin: Origin,
}

/// A range that was seen in public: how its ends are written, and the ends.
type Seen = Option<(fn(u64) -> Value, u64, u64)>;

/// Every input of the answer, in the order of [`Formula::inputs`](super::Formula::inputs).
#[must_use]
pub fn inputs(scenario: &Scenario, question: &Question) -> Vec<Input> {
    let spec = super::with_a_replica(scenario).resolved();
    let conf = &scenario.conf;
    let settings = &spec.settings;
    let yes_no = |yes: bool| Value::Text(if yes { "yes" } else { "no" }.to_owned());
    let replica = &spec.replicas[0];
    let limits = settings.output_buffer;
    let limits = format!("{} {} {}", limits.hard, limits.soft, limits.soft_for);
    let (cow, cow_given) = match spec.cow {
        Cow::Share(Share(share)) => (Value::Permille(share.into()), scenario.cow.is_some()),
        Cow::Pages { value_size, .. } => (value_size.into(), true),
    };
    let rdb = u128::from(spec.rdb.0) * 1000 / u128::from(spec.dataset.0.max(1));
    let rdb = u64::try_from(rdb).unwrap_or(u64::MAX);
    let mut all = Vec::with_capacity(20);
    // A default without a source is the version's.
    let mut add = |word, given: bool, value: Value, seen: Seen, source: &'static str| {
        let seen = seen.map(|(unit, low, high)| (unit(low), unit(high)));
        let origin = match (given, source) {
            (true, _) => Origin::Given,
            (false, "") => Origin::Version,
            (false, source) => Origin::Assumed { seen, source },
        };
        all.push(Input { word, value, origin });
    };
    let megabytes: fn(u64) -> Value = |n| Value::Rate(Rate(n * 1_000_000));
    let millis: fn(u64) -> Value = |n| Value::Time(Duration::from_millis(n));
    let kilobytes: fn(u64) -> Value = |n| Value::Bytes(Bytes(n * 1000));
    let permille: fn(u64) -> Value = Value::Permille;
    let seconds = |n: u64| Value::Time(Duration::from_secs(n));
    let any_link = scenario.replicas.iter().any(|replica| replica.link.rate.is_some());
    let any_load = scenario.replicas.iter().any(|replica| replica.load.is_some());
    let server = spec.profile.server.to_string();
    add("server", scenario.server.is_some(), server.into(), None, "");
    let size = settings.repl_backlog_size;
    add("repl-backlog-size", conf.repl_backlog_size.is_some(), size.into(), None, "");
    add("client-output-buffer-limit", conf.output_buffer.is_some(), limits.into(), None, "");
    add("repl-timeout", conf.repl_timeout.is_some(), seconds(settings.repl_timeout), None, "");
    let diskless = yes_no(settings.diskless_sync);
    add("repl-diskless-sync", conf.diskless_sync.is_some(), diskless, None, "");
    let delay = seconds(settings.diskless_delay);
    add("repl-diskless-sync-delay", conf.diskless_delay.is_some(), delay, None, "");
    let peak = question.peak.unwrap_or(spec.writes);
    let rate_given = scenario.writes.is_some() || question.peak.is_some();
    add("writes", rate_given, peak.into(), None, "INFO replication, twice: master_repl_offset");
    add("outage", true, question.outage.into(), None, "");
    add("margin", true, permille(question.margin.0.into()), None, "");
    let dataset = scenario.dataset.is_some();
    add("dataset", dataset, spec.dataset.into(), None, "INFO memory: used_memory");
    add(
        "rdb",
        scenario.rdb.is_some(),
        permille(rdb),
        Some((permille, 30, 830)),
        "redis#13217, microsoftarchive/redis#166",
    );
    add(
        "fork",
        scenario.fork.is_some(),
        spec.fork.into(),
        Some((millis, 9, 240)),
        "Redis documentation on latency; INFO stats: latest_fork_usec",
    );
    add(
        "snapshot",
        scenario.snapshot.is_some(),
        spec.snapshot.into(),
        Some((megabytes, 30, 1125)),
        "redis#2315, valkey#3044, redis#14538; INFO persistence: rdb_last_bgsave_time_sec",
    );
    add(
        "load",
        scenario.load.is_some() || any_load,
        replica.load.into(),
        Some((megabytes, 24, 500)),
        "redis#1719; the replica's log",
    );
    add(
        "link",
        scenario.link.rate.is_some() || any_link,
        Value::Rate(replica.link.0),
        Some((megabytes, 21, 500)),
        "bitnami/charts#4935",
    );
    add("rtt", scenario.link.rtt.is_some(), replica.rtt.into(), None, "ping");
    add(
        "socket-buffer",
        scenario.socket_buffer.is_some(),
        spec.socket_buffer.into(),
        Some((kilobytes, 2600, 2800)),
        "measured on Linux loopback",
    );
    add(
        "cow",
        cow_given,
        cow,
        Some((permille, 6, 1000)),
        "redis#10778, redis#11558; INFO persistence: rdb_last_cow_size",
    );
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_told_from_what_was_assumed() {
        let scenario = Scenario::parse("writes 1mb/s\nfork 12ms/gb\nreplica r1\n").unwrap();
        let inputs = inputs(&scenario, &Question::default());
        let origin = |word: &str| {
            inputs.iter().find(|input| input.word == word).map(|input| &input.origin).unwrap()
        };
        assert_eq!(*origin("writes"), Origin::Given);
        assert_eq!(*origin("fork"), Origin::Given);
        assert_eq!(*origin("repl-backlog-size"), Origin::Version);
        assert!(matches!(origin("snapshot"), Origin::Assumed { seen: Some(_), .. }));
    }
}
