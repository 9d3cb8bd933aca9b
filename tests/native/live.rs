//! The engine against a real server on loopback.
//!
//! Runs against `STORMGLASS_SERVER`, by default the `redis-server` on the PATH. Without one it says
//! so and passes, unless `STORMGLASS_NEEDS_SERVER` is set, as the test command does where it has one.

use core::time::Duration;
use std::path::PathBuf;

use stormglass_core::engine::simulate;
use stormglass_core::scenario::{
    Conf, Incident, LinkSpec, OutputBufferLimits, ReplicaSpec, Scenario, Target, What, Writes,
};
use stormglass_core::server::{Allocator, Server};
use stormglass_core::units::{Bytes, Instant, LinkRate, Rate};
use stormglass_tests::lab::{Observed, find_server, observe, server_version};

fn server() -> Option<(PathBuf, Server)> {
    let Some(binary) = find_server() else {
        assert!(
            std::env::var_os("STORMGLASS_NEEDS_SERVER").is_none(),
            "no redis-server on the PATH; install one or point STORMGLASS_SERVER at it"
        );
        eprintln!("skipped: no redis-server on the PATH and no STORMGLASS_SERVER");
        return None;
    };
    let version = server_version(&binary).expect("the server says its version");
    Some((binary, version))
}

fn base(server: Server) -> Scenario {
    Scenario {
        server: Some(server),
        allocator: Some(Allocator::Jemalloc),
        conf: Conf {
            repl_backlog_size: Some(Bytes::mib(1)),
            diskless_delay: Some(0),
            ..Conf::default()
        },
        dataset: Some(Bytes::mib(5)),
        writes: Some(Writes::Stream(Rate(512 << 10))),
        link: LinkSpec { rate: Some(LinkRate(Rate(100 << 20))), rtt: None },
        replicas: vec![ReplicaSpec { name: "r1".into(), ..ReplicaSpec::default() }],
        ..Scenario::default()
    }
}

fn incident(millis: u64, what: What) -> Incident {
    Incident { at: Instant::from_millis(millis), what }
}

fn cut(millis: u64, secs: u64) -> Incident {
    let lasting = Duration::from_secs(secs);
    incident(millis, What::Disconnect { who: Target::Replica("r1".into()), lasting })
}

/// Counters exactly; offsets within what a tenth of a second of writing and of timing allows; the
/// window in whole blocks from the same grid.
fn agrees(scenario: &Scenario, observed: &Observed) {
    let run = simulate(scenario);
    let end = run.at(run.end);
    let counters =
        (end.counters.sync_full, end.counters.sync_partial_ok, end.counters.sync_partial_err);
    assert_eq!(counters, observed.counters(), "log of the server:\n{}", observed.log);

    let written = observed.end.number("master_repl_offset") - observed.offset_at_start;
    let simulated = end.offset.0 - run.offset_at(Instant::ZERO).0;
    let off_by = written.abs_diff(simulated);
    assert!(off_by < simulated / 20 + 64_000, "wrote {written}, simulated {simulated}");

    let window = end.window.expect("a backlog");
    let histlen = observed.end.number("repl_backlog_histlen");
    assert_eq!(window.size.0, observed.end.number("repl_backlog_size"));
    assert!(histlen.abs_diff(window.histlen.0) <= 20_440, "{histlen} {window:?}");
    let online = end.replicas.iter().filter(|replica| replica.attached).count();
    assert_eq!(u64::try_from(online).ok(), Some(observed.end.number("connected_slaves")));
}

#[test]
fn outages_shorter_and_longer_than_the_window() {
    let Some((binary, version)) = server() else { return };
    let mut scenario = base(version);
    // 1 MiB covers 2 s at 512 KiB/s; the wait for the next attempt is up to a second.
    scenario.incidents = vec![cut(500, 1), cut(4_500, 4)];
    // Hurried on loopback: 0.5 s of writing is within the window whatever the cron's phase.
    scenario.incidents[0].what =
        What::Disconnect { who: Target::All, lasting: Duration::from_millis(500) };
    scenario.run = Some(Duration::from_secs(12));
    let observed = observe(&binary, &scenario).expect("the servers run");
    assert_eq!(observed.counters(), (1, 1, 1));
    agrees(&scenario, &observed);
}

#[test]
fn a_killed_connection_resumes_at_once() {
    let Some((binary, version)) = server() else { return };
    let mut scenario = base(version);
    scenario.incidents = vec![incident(1_000, What::Kill { who: Target::All })];
    scenario.run = Some(Duration::from_secs(3));
    let observed = observe(&binary, &scenario).expect("the servers run");
    assert_eq!(observed.counters(), (0, 1, 0));
    agrees(&scenario, &observed);
}

#[test]
fn a_backlog_resized_while_a_replica_is_away() {
    let Some((binary, version)) = server() else { return };
    let mut scenario = base(version);
    let bigger = Conf { repl_backlog_size: Some(Bytes::mib(8)), ..Conf::default() };
    scenario.incidents = vec![cut(500, 4), incident(1_000, What::ConfigSet(Box::new(bigger)))];
    scenario.run = Some(Duration::from_secs(7));
    let observed = observe(&binary, &scenario).expect("the servers run");
    agrees(&scenario, &observed);
}

#[test]
fn a_stalled_replica_meets_the_hard_limit() {
    let Some((binary, version)) = server() else { return };
    let mut scenario = base(version);
    scenario.conf.output_buffer =
        Some(OutputBufferLimits { hard: Bytes::mib(2), soft: Bytes(0), soft_for: 0 });
    scenario.writes = Some(Writes::Stream(Rate(4 << 20)));
    let lasting = Duration::from_secs(5);
    scenario.incidents = vec![incident(500, What::Stall { who: Target::All, lasting })];
    // The window is gone by then, so the replica comes back in full.
    scenario.run = Some(Duration::from_secs(9));
    let observed = observe(&binary, &scenario).expect("the servers run");
    let run = simulate(&scenario);
    assert_eq!(run.at(run.end).counters.output_buffer_disconnections, 1);
    let closed = "overcoming of output buffer limits";
    assert_eq!(observed.log.matches(closed).count(), 1, "{}", observed.log);
    agrees(&scenario, &observed);
}
