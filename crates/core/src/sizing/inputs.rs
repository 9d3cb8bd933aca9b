//! What the answer rests on: each input, its value, and whether somebody said so.

use core::time::Duration;

use crate::message::Value;
use crate::scenario::{Cow, Scenario};
use crate::units::{Bytes, LinkRate, Rate, Share};

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

/// Every input of the answer, in the order of [`Formula::inputs`](super::Formula::inputs).
#[must_use]
pub fn inputs(scenario: &Scenario, question: &Question) -> Vec<Input> {
    let spec = super::with_a_replica(scenario).resolved();
    let conf = &scenario.conf;
    let settings = &spec.settings;
    let version = |word, given: bool, value: Value| Input {
        word,
        value,
        origin: if given { Origin::Given } else { Origin::Version },
    };
    let ours = |word, given: bool, value: Value, source, seen: Option<(Value, Value)>| Input {
        word,
        value,
        origin: if given { Origin::Given } else { Origin::Assumed { seen, source } },
    };
    let rates = |low: u64, high: u64| {
        Some((Value::Rate(Rate(low * 1_000_000)), Value::Rate(Rate(high * 1_000_000))))
    };
    let times = |low: u64, high: u64| {
        Some((Duration::from_millis(low).into(), Duration::from_millis(high).into()))
    };
    let permille = |low, high| Some((Value::Permille(low), Value::Permille(high)));
    let yes_no = |yes: bool| Value::Text(if yes { "yes" } else { "no" }.to_owned());
    let link = |LinkRate(rate): LinkRate| Value::Rate(rate);
    let replica = &spec.replicas[0];
    let limits = settings.output_buffer;
    let limits = format!("{} {} {}", limits.hard, limits.soft, limits.soft_for);
    let (cow, cow_given) = match spec.cow {
        Cow::Share(Share(share)) => (Value::Permille(share.into()), scenario.cow.is_some()),
        Cow::Pages { value_size, .. } => (value_size.into(), true),
    };
    let rdb = u128::from(spec.rdb.0) * 1000 / u128::from(spec.dataset.0.max(1));
    let rdb = u64::try_from(rdb).unwrap_or(u64::MAX);
    vec![
        version("server", scenario.server.is_some(), spec.profile.server.to_string().into()),
        version(
            "repl-backlog-size",
            conf.repl_backlog_size.is_some(),
            settings.repl_backlog_size.into(),
        ),
        version("client-output-buffer-limit", conf.output_buffer.is_some(), limits.into()),
        version(
            "repl-timeout",
            conf.repl_timeout.is_some(),
            Duration::from_secs(settings.repl_timeout).into(),
        ),
        version("repl-diskless-sync", conf.diskless_sync.is_some(), yes_no(settings.diskless_sync)),
        version(
            "repl-diskless-sync-delay",
            conf.diskless_delay.is_some(),
            Duration::from_secs(settings.diskless_delay).into(),
        ),
        ours(
            "writes",
            scenario.writes.is_some() || question.peak.is_some(),
            question.peak.unwrap_or(spec.writes).into(),
            "redis-cli INFO replication, twice: master_repl_offset",
            None,
        ),
        version("outage", true, question.outage.into()),
        version("margin", true, Value::Permille(question.margin.0.into())),
        ours(
            "dataset",
            scenario.dataset.is_some(),
            spec.dataset.into(),
            "redis-cli INFO memory: used_memory",
            None,
        ),
        ours(
            "rdb",
            scenario.rdb.is_some(),
            Value::Permille(rdb),
            "redis#13217, microsoftarchive/redis#166",
            permille(30, 830),
        ),
        ours(
            "fork",
            scenario.fork.is_some(),
            spec.fork.into(),
            "Redis documentation on latency; INFO stats: latest_fork_usec",
            times(9, 240),
        ),
        ours(
            "snapshot",
            scenario.snapshot.is_some(),
            spec.snapshot.into(),
            "redis#2315, valkey#3044, redis#14538; INFO persistence: rdb_last_bgsave_time_sec",
            rates(30, 1125),
        ),
        ours(
            "load",
            scenario.load.is_some() || replica.load != Rate(100 << 20),
            replica.load.into(),
            "redis#1719; the replica's log",
            rates(24, 500),
        ),
        ours(
            "link",
            scenario.link.rate.is_some() || scenario.replicas.iter().any(|r| r.link.rate.is_some()),
            link(replica.link),
            "bitnami/charts#4935",
            rates(21, 500),
        ),
        ours("rtt", scenario.link.rtt.is_some(), replica.rtt.into(), "ping", None),
        ours(
            "socket-buffer",
            scenario.socket_buffer.is_some(),
            spec.socket_buffer.into(),
            "measured on Linux loopback",
            Some((Bytes(2_600_000).into(), Bytes(2_800_000).into())),
        ),
        ours(
            "cow",
            cow_given,
            cow,
            "redis#10778, redis#11558; INFO persistence: rdb_last_cow_size",
            permille(6, 1000),
        ),
    ]
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
