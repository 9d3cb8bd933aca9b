//! Experiments of `golden/experiments.md`, repeated by the engine.

use core::time::Duration;

use stormglass_core::engine::simulate;
use stormglass_core::run::{CloseReason, EventKind, Run};
use stormglass_core::scenario::{
    Conf, DisklessLoad, Incident, OutputBufferLimits, ReplicaSpec, Scenario, Target, What, Writes,
};
use stormglass_core::server::{Allocator, Server};
use stormglass_core::units::{Bytes, Instant, Rate};

const R62: Server = Server::redis(6, 2, 16);
const R70: Server = Server::redis(7, 0, 15);
const R80: Server = Server::redis(8, 0, 6);
const V80: Server = Server::valkey(8, 0, 1);
const V91: Server = Server::valkey(9, 1, 2);

/// The experiments' common options: no pings, no diskless delay, libc malloc, tiny data.
fn bench(server: Server) -> Scenario {
    Scenario {
        server: Some(server),
        allocator: Some(Allocator::Libc),
        conf: Conf { diskless_delay: Some(0), repl_ping_period: Some(3600), ..Conf::default() },
        dataset: Some(Bytes::kib(64)),
        replicas: vec![ReplicaSpec { name: "r1".into(), ..ReplicaSpec::default() }],
        ..Scenario::default()
    }
}

fn at(millis: u64, what: What) -> Incident {
    Incident { at: Instant::from_millis(millis), what }
}

fn cut(millis: u64) -> What {
    What::Disconnect { who: Target::All, lasting: Duration::from_millis(millis) }
}

fn counters(run: &Run) -> (u64, u64, u64) {
    let end = run.at(run.end).counters;
    (end.sync_full, end.sync_partial_ok, end.sync_partial_err)
}

fn seconds(run: &Run, kind: impl Fn(EventKind) -> bool) -> Option<f64> {
    run.events.iter().find(|event| kind(event.kind)).map(|event| event.at.as_secs_f64())
}

/// E04: four seconds with a ping a second.
#[test]
fn idle_primaries_ping_and_busy_ones_of_redis_8_do_not() {
    for (server, idle, busy) in [(R62, 56, 56), (R70, 56, 56), (V91, 56, 56), (R80, 56, 0)] {
        let grown = |rate: u64| {
            let mut scenario = bench(server);
            scenario.conf.repl_ping_period = Some(1);
            scenario.writes = Some(Writes::Stream(Rate(rate)));
            let run = simulate(&scenario_for(scenario, 10));
            let offset = |secs| run.offset_at(Instant::from_secs(secs)).0;
            offset(8) - offset(4) - 4 * rate
        };
        assert_eq!((grown(0), grown(1000)), (idle, busy), "{server}");
    }
}

fn scenario_for(mut scenario: Scenario, secs: u64) -> Scenario {
    scenario.run = Some(Duration::from_secs(secs));
    scenario
}

/// E09: freed 2.9 to 3.95 s after the link broke with a TTL of 2 s; then everybody is refused.
#[test]
fn a_backlog_is_freed_after_its_ttl_and_takes_its_id_with_it() {
    for server in [R62, R70, R80, V91] {
        let mut scenario = bench(server);
        scenario.conf.repl_backlog_ttl = Some(2);
        scenario.writes = Some(Writes::Stream(Rate(10)));
        scenario.incidents = vec![at(1_000, cut(8_000))];
        let run = simulate(&scenario_for(scenario, 20));
        let freed = seconds(&run, |kind| kind == EventKind::BacklogFreed).expect("freed") - 1.0;
        assert!((2.0..4.0).contains(&freed), "{server}: freed after {freed} s");
        let away = run.at(Instant::from_secs(8));
        assert_eq!(away.window, None);
        assert_eq!(away.offset, run.offset_at(Instant::from_secs(6)), "no backlog, no offset");
        assert_eq!(counters(&run), (1, 0, 1), "{server}");
    }
}

/// E10: where a replica that does not read is closed, and whether it resumes.
#[test]
fn the_hard_limit_has_a_floor_from_redis_7_on() {
    let story = |server, hard, size| {
        let mut scenario = bench(server);
        scenario.conf.repl_backlog_size = Some(Bytes::mib(size));
        scenario.conf.output_buffer =
            Some(OutputBufferLimits { hard: Bytes::mib(hard), soft: Bytes(0), soft_for: 0 });
        scenario.socket_buffer = Some(Bytes(2_800_000));
        scenario.writes = Some(Writes::Stream(Rate(1 << 20)));
        let who = Target::All;
        scenario.incidents = vec![at(0, What::Stall { who, lasting: Duration::from_secs(30) })];
        let run = simulate(&scenario_for(scenario, 40));
        let closed = EventKind::Closed(CloseReason::HardLimit);
        let at = run.events.iter().find(|event| event.kind == closed).expect("closed").at;
        let before = Instant::from_nanos(at.as_nanos() - 1);
        let written = run.offset_at(at).0 - run.offset_at(Instant::ZERO).0;
        (run.at(before).replicas[0].output_buffer.0, written)
    };
    // The last omem seen below the limit, and bytes written when it was closed.
    for (server, omem, written) in [(R62, 2_086_864, 4_941_258), (R70, 8_388_480, 11_193_462)] {
        let (ours, bytes) = story(server, 2, 8);
        assert_eq!(ours, omem, "{server}");
        assert!(bytes.abs_diff(written) < 100_000, "{server}: closed after {bytes}");
    }
}

/// E11: 1 MB for 3 s; closed 3.2 to 3.8 s after the limit was crossed, but not by valkey 9.
#[test]
fn the_soft_limit_counts_whole_seconds() {
    let closed = |server| {
        let mut scenario = bench(server);
        scenario.conf.repl_backlog_size = Some(Bytes::mib(32));
        scenario.conf.output_buffer =
            Some(OutputBufferLimits { hard: Bytes(0), soft: Bytes::mib(1), soft_for: 3 });
        let burst = What::Writes {
            rate: Writes::Stream(Rate(20_000_000)),
            lasting: Some(Duration::from_millis(250)),
        };
        let who = Target::All;
        let lasting = Duration::from_secs(60);
        scenario.incidents = vec![at(1_300, What::Stall { who, lasting }), at(1_400, burst)];
        let run = simulate(&scenario_for(scenario, 15));
        let crossed = seconds(&run, |kind| kind == EventKind::SoftLimitReached)?;
        let closed = seconds(&run, |kind| kind == EventKind::Closed(CloseReason::SoftLimit))?;
        Some(closed - crossed)
    };
    for server in [R62, R70, R80, V80] {
        let after = closed(server).expect("closed");
        assert!((3.0..4.1).contains(&after), "{server}: {after}");
    }
    assert_eq!(closed(V91), None);
}

/// E15b: a limit that a resync cannot stay below, for 13 s; a second connection makes it pass.
#[test]
fn a_resync_loops_at_the_pace_of_its_limit() {
    let story = |server: Server, diskless| {
        let mut scenario = bench(server);
        scenario.fresh = true;
        scenario.conf.repl_backlog_size = Some(Bytes::kib(64));
        scenario.conf.output_buffer =
            Some(OutputBufferLimits { hard: Bytes::mib(2), soft: Bytes(0), soft_for: 0 });
        scenario.conf.diskless_sync = Some(diskless);
        scenario.writes = Some(Writes::Stream(Rate(1_040_000)));
        // The child was slowed down to 4.5 s.
        scenario.dataset = Some(Bytes(45_000_000));
        scenario.snapshot = Some(Rate(10_000_000));
        scenario.fork = Some(Duration::ZERO);
        let run = simulate(&scenario_for(scenario, 13));
        let end = run.at(run.end).counters;
        (end.sync_full, end.sync_partial_err, end.forks)
    };
    for server in [R62, R70, V80] {
        for diskless in [true, false] {
            let (full, err, forks) = story(server, diskless);
            assert!((6..=7).contains(&forks), "{server} {diskless}: {forks} forks");
            assert_eq!((full, err), (forks, 0), "{server} {diskless}");
        }
    }
    assert_eq!(story(R80, true).2, 1, "redis 8 with its rdb channel");
    assert!((6..=7).contains(&story(R80, false).2), "redis 8 through a file");
}

/// E16: three resyncs cut in the middle; from 7.0 on each retry is refused anew.
#[test]
fn what_a_replica_asks_after_a_resync_that_failed() {
    let story = |server| {
        let mut scenario = bench(server);
        scenario.conf.repl_backlog_size = Some(Bytes(16_384));
        scenario.writes = Some(Writes::Stream(Rate(100_000)));
        scenario.dataset = Some(Bytes(45_000_000));
        scenario.snapshot = Some(Rate(10_000_000));
        // Each cut falls into the 4.5 s that follow the return from the one before.
        scenario.incidents = vec![at(1_000, cut(2_000)), at(5_000, cut(100)), at(7_000, cut(100))];
        let run = simulate(&scenario_for(scenario, 16));
        counters(&run)
    };
    assert_eq!(story(R62), (3, 0, 1));
    assert_eq!(story(R70), (3, 0, 3));
    assert_eq!(story(V91), (3, 0, 3));
}

/// E19: a killed connection is back within milliseconds, a refused one at the next second.
#[test]
fn the_cadence_of_reconnecting() {
    for server in [R62, R70, R80, V80] {
        let mut scenario = bench(server);
        scenario.writes = Some(Writes::Stream(Rate(1000)));
        scenario.incidents = vec![at(1_000, What::Kill { who: Target::All })];
        let run = simulate(&scenario_for(scenario.clone(), 10));
        let back = seconds(&run, |kind| matches!(kind, EventKind::PartialResync { .. }));
        let took = back.expect("back") - 1.0;
        assert!((0.001..0.006).contains(&took), "{server}: {took}");
        scenario.incidents = vec![at(1_000, cut(2_700))];
        let run = simulate(&scenario_for(scenario, 10));
        let back = seconds(&run, |kind| kind == EventKind::Connected).expect("back");
        assert!((3.7..4.7).contains(&back), "{server}: {back}");
    }
}

/// E20: a timeout of 3 s acts 3.5 to 4.5 s after a replica froze; afterwards it resumes.
#[test]
fn a_frozen_replica_is_dropped_after_the_timeout() {
    for server in [R62, R70, R80, V80] {
        let mut scenario = bench(server);
        scenario.conf.repl_timeout = Some(3);
        scenario.conf.repl_ping_period = Some(1);
        let lasting = Duration::from_secs(6);
        scenario.incidents = vec![at(2_000, What::Pause { who: Target::All, lasting })];
        let run = simulate(&scenario_for(scenario, 12));
        let dropped = seconds(&run, |kind| kind == EventKind::Closed(CloseReason::PrimaryTimeout));
        let after = dropped.expect("dropped") - 2.0;
        assert!((2.0..5.0).contains(&after), "{server}: {after}");
        assert_eq!(counters(&run), (0, 1, 0), "{server}");
    }
}

/// E23: what a restart leaves behind.
#[test]
fn restarts_with_and_without_a_snapshot() {
    let story = |server, who: Target, saves: bool, appendonly: bool, file: bool| {
        let mut scenario = bench(server);
        // The file that a full resync went through is all that a replica without saves has.
        let load = if file { DisklessLoad::Disabled } else { DisklessLoad::Swapdb };
        scenario.conf.diskless_load = Some(load);
        scenario.writes = Some(Writes::Stream(Rate(100)));
        scenario.conf.save = Some(if saves { vec![(3600, 1)] } else { Vec::new() });
        scenario.conf.appendonly = Some(appendonly);
        let lasting = Duration::from_millis(2_000);
        scenario.incidents = vec![at(2_000, What::Restart { who, lasting })];
        counters(&simulate(&scenario_for(scenario, 10)))
    };
    let replica = || Target::Replica("r1".into());
    for server in [R62, R70, R80, V91] {
        assert_eq!(story(server, replica(), true, false, true), (0, 1, 0), "{server}: saved");
        assert_eq!(story(server, replica(), false, false, false), (1, 0, 0), "{server}: no file");
        assert_eq!(story(server, replica(), false, false, true), (1, 0, 1), "{server}: old file");
        assert_eq!(story(server, replica(), true, true, true), (1, 0, 0), "{server}: with an AOF");
        let partial = server != R62;
        let expected = if partial { (0, 1, 0) } else { (1, 0, 1) };
        assert_eq!(story(server, Target::Primary, true, false, true), expected, "{server}");
        assert_eq!(story(server, Target::Primary, false, false, true), (1, 0, 1), "{server}");
    }
}
