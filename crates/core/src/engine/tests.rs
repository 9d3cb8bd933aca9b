//! Small stories, built without the scenario language.

use core::time::Duration;

use super::simulate;
use crate::run::{EventKind, Phase};
use crate::scenario::{
    Conf, Incident, OutputBufferLimits, ReplicaSpec, Scenario, Target, What, Writes,
};
use crate::server::Server;
use crate::units::{Bytes, Instant, Rate};

fn base(server: Server) -> Scenario {
    Scenario {
        server: Some(server),
        conf: Conf {
            repl_backlog_size: Some(Bytes::mib(4)),
            diskless_delay: Some(0),
            ..Conf::default()
        },
        dataset: Some(Bytes::mib(50)),
        writes: Some(Writes::Stream(Rate(1 << 20))),
        replicas: vec![ReplicaSpec { name: "r1".into(), ..ReplicaSpec::default() }],
        run: Some(Duration::from_secs(20)),
        ..Scenario::default()
    }
}

fn at(secs: u64, what: What) -> Incident {
    Incident { at: Instant::from_secs(secs), what }
}

fn cut(secs: u64) -> What {
    What::Disconnect { who: Target::All, lasting: Duration::from_secs(secs) }
}

#[test]
fn a_short_outage_is_partial_and_a_long_one_is_not() {
    for server in [Server::redis(6, 2, 16), Server::redis(7, 4, 1), Server::valkey(9, 1, 2)] {
        let mut scenario = base(server);
        scenario.incidents = vec![at(3, cut(2)), at(8, cut(6))];
        let run = simulate(&scenario);
        for event in &run.events {
            println!("{:>12} {:?} {:?}", event.at.as_nanos(), event.who, event.kind);
        }
        let end = run.at(run.end);
        let counters =
            (end.counters.sync_full, end.counters.sync_partial_ok, end.counters.sync_partial_err);
        assert_eq!(counters, (1, 1, 1), "{server}");
        assert_eq!(end.replicas[0].phase, Phase::Online);
    }
}

#[test]
fn a_stalled_replica_is_closed_at_the_floor_of_the_hard_limit() {
    let story = |server| {
        let mut scenario = base(server);
        scenario.conf.repl_backlog_size = Some(Bytes::mib(16));
        scenario.conf.output_buffer =
            Some(OutputBufferLimits { hard: Bytes::mib(4), soft: Bytes(0), soft_for: 0 });
        scenario.writes = Some(Writes::Stream(Rate(2 << 20)));
        scenario.socket_buffer = Some(Bytes::kib(2700));
        let lasting = Duration::from_secs(20);
        scenario.incidents = vec![at(2, What::Stall { who: Target::All, lasting })];
        scenario.run = Some(Duration::from_secs(16));
        let run = simulate(&scenario);
        run.events
            .iter()
            .find(|event| matches!(event.kind, EventKind::Closed(_)))
            .map(|event| event.at.as_nanos() / 100_000_000)
    };
    // Seen on real servers (libc malloc): 6.2.16 after 5.3 s, 7.4.1 after 11.3 s.
    assert_eq!(story(Server::redis(6, 2, 16)), Some(53));
    assert_eq!(story(Server::redis(7, 4, 1)), Some(112));
}
