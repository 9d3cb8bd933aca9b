//! What `golden/experiments.md` recorded about children and transfers, repeated by the engine.

use stormglass_core::run::{EventKind, Phase, Run};
use stormglass_core::units::Instant;

use super::common;

fn run(server: &str, rest: &str) -> Run {
    let text = format!(
        "server {server}\nallocator libc\nrepl-ping-replica-period 3600\nfork 0s/gb\n{rest}\n"
    );
    common::run(&text)
}

fn seconds(run: &Run, kind: impl Fn(&EventKind) -> bool) -> Vec<f64> {
    run.events.iter().filter(|event| kind(&event.kind)).map(|e| e.at.as_secs_f64()).collect()
}

fn full(kind: &EventKind) -> bool {
    matches!(kind, EventKind::FullResync { .. })
}

fn forked(kind: &EventKind) -> bool {
    matches!(kind, EventKind::Forked { .. })
}

const FOUR: [&str; 4] = ["redis 6.2.16", "redis 7.0.15", "redis 8.0.6", "valkey 8.0.1"];

/// E13: how long a replica waits for the fork, with and without the diskless delay.
#[test]
fn the_diskless_delay_is_a_second_more_or_less() {
    let waits = |server, settings: &str| {
        let text = format!("dataset 1mb\n{settings}\nfresh\nreplica r1\nrun 20s");
        let run = run(server, &text);
        seconds(&run, forked)[0] - seconds(&run, full)[0]
    };
    for server in FOUR {
        let yes = "repl-diskless-sync yes\nrepl-diskless-sync-delay";
        let waited = waits(server, &format!("{yes} 5"));
        // (delay - 1, delay + 1), by the phase of the cron.
        assert!((4.0..6.0).contains(&waited), "{server}: {waited}");
        assert!(waits(server, &format!("{yes} 0")) < 0.01, "{server}");
        let disk = "repl-diskless-sync no\nrepl-diskless-sync-delay 5";
        assert!(waits(server, disk) < 0.01, "{server}");
    }
    for server in &FOUR[1..] {
        let early = "repl-diskless-sync yes\nrepl-diskless-sync-delay 5\n\
                     repl-diskless-sync-max-replicas 1";
        assert!(waits(server, early) < 1.0, "{server}: enough replicas, no more waiting");
    }
    // The second, 3 s later, waits less and shares the fork.
    for server in FOUR {
        let run = run(
            server,
            "dataset 1mb\nrepl-diskless-sync yes\nrepl-diskless-sync-delay 5\nfresh\nreplica r1\n\
             replica r2\nat 0s disconnect r2 for 2900ms\nrun 20s",
        );
        let forks = seconds(&run, forked);
        assert_eq!(forks.len(), 1, "{server}");
        let second = seconds(&run, full)[1];
        assert!((1.0..3.0).contains(&(forks[0] - second)), "{server}: {}", forks[0] - second);
    }
}

/// E14: a snapshot on its way to a file is shared by whoever comes, one to sockets is not.
#[test]
fn a_child_that_writes_a_file_is_shared() {
    for server in FOUR {
        for (disk, forks, saves) in [(true, 1, 1), (false, 2, 0)] {
            let yes = if disk { "no" } else { "yes" };
            let run = run(
                server,
                &format!(
                    "dataset 45500kb\nsnapshot 10mb/s\nrepl-diskless-sync {yes}\n\
                     repl-diskless-sync-delay 0\nwrites 150b/s\nfresh\nreplica r1\nreplica r2\n\
                     replica r3\nat 0s disconnect r2 for 900ms\nat 0s disconnect r3 for 1900ms\n\
                     run 15s"
                ),
            );
            let end = run.at(run.end).counters;
            let full = (end.sync_full, end.sync_partial_ok, end.sync_partial_err);
            assert_eq!(full, (3, 0, 0), "{server} {disk}");
            assert_eq!(end.forks, forks, "{server} {disk}");
            if server != "redis 6.2.16" {
                assert_eq!(end.rdb_saves, saves, "{server} {disk}");
            }
            let begun = seconds(&run, forked);
            if !disk {
                assert!((4.4..4.8).contains(&(begun[1] - begun[0])), "{server}: {begun:?}");
            }
            let during = run.at(Instant::from_millis(3000));
            for replica in &during.replicas {
                let waits = matches!(replica.phase, Phase::Saving | Phase::WaitsForChild);
                assert!(waits, "{server} {disk}: {:?}", replica.phase);
            }
        }
    }
}

/// E17: a child that fails at once is forked again in the next tick of the cron, for ever.
///
/// Recorded with a directory that was gone; here the host has no room for what the child copies.
#[test]
fn a_child_that_fails_is_forked_again_and_again() {
    for server in [&FOUR[..], &["valkey 9.1.2"]].concat() {
        let run = run(
            server,
            "writes 10mb/s\nrepl-backlog-size 1mb\nrepl-diskless-sync no\ndataset 100mb\n\
             memory 104mb\ncow 50%\nfresh\nreplica r1\nrun 5200ms",
        );
        let end = run.at(run.end).counters;
        // Recorded: 52 or 53, and 6 where only the cron of the replica notices.
        let expect = if server == "valkey 9.1.2" { 5..=6 } else { 50..=53 };
        assert!(expect.contains(&end.sync_full), "{server}: {}", end.sync_full);
        assert_eq!(end.rdb_saves, 0, "{server}");
    }
}

/// E18: what each way of two connections counts and keeps.
#[test]
fn two_connections_keep_the_stream_away_from_the_primary() {
    let story = |server, conf: &str| {
        let run = run(
            server,
            &format!(
                "dataset 45mb\nsnapshot 10mb/s\n{conf}\nrepl-diskless-sync yes\n\
                 repl-diskless-sync-delay 0\nrepl-backlog-size 64kb\nwrites 1040000b/s\n\
                 client-output-buffer-limit replica 64mb 0 0\nfresh\nreplica r1\nrun 15s"
            ),
        );
        let end = run.at(run.end).counters;
        let most = (0..100).map(|tenth| run.at(Instant::from_millis(tenth * 100)));
        let most = most.map(|moment| moment.memory.replica_buffers.0).max().expect("some");
        ((end.sync_full, end.sync_partial_ok, end.sync_partial_err), end.forks, most)
    };
    // Recorded: 82240 bytes at most with two connections, 4.65 MB with one.
    let one = |peak: u64| (4_400_000..4_900_000).contains(&peak);
    for (server, conf, expect, small) in [
        ("redis 8.0.6", "repl-rdb-channel yes", (1, 0, 0), true),
        ("redis 8.0.6", "repl-rdb-channel no", (1, 0, 0), false),
        ("valkey 8.0.1", "dual-channel-replication-enabled yes", (1, 1, 0), true),
        ("valkey 8.0.1", "dual-channel-replication-enabled no", (1, 0, 0), false),
    ] {
        let (counters, forks, peak) = story(server, conf);
        assert_eq!((counters, forks), (expect, 1), "{server} {conf}");
        assert!(if small { peak < 100_000 } else { one(peak) }, "{server} {conf}: {peak}");
    }
}
