//! Role changes, chains and `min-replicas-to-write`, as `golden/experiments.md` recorded them.

use stormglass_core::run::{Counters, EventKind, Run};
use stormglass_core::units::Instant;

use super::common;

/// Every version the experiments were made with.
const ALL: [&str; 7] = [
    "redis 6.2.16",
    "redis 7.0.15",
    "redis 7.2.6",
    "redis 7.4.1",
    "redis 8.0.6",
    "valkey 8.0.1",
    "valkey 9.1.2",
];

fn run(server: &str, rest: &str) -> Run {
    let common = "allocator libc\nrepl-diskless-sync-delay 0\nrepl-ping-replica-period 3600\n\
                  dataset 64kb\n";
    let text = format!("server {server}\n{common}{rest}\n");
    common::run(&text)
}

fn triple(counters: Counters) -> (u64, u64, u64) {
    (counters.sync_full, counters.sync_partial_ok, counters.sync_partial_err)
}

fn primary(run: &Run, secs: u64) -> (u64, u64, u64) {
    triple(run.at(Instant::from_secs(secs)).counters)
}

fn middle(run: &Run, index: usize, secs: u64) -> (u64, u64, u64) {
    triple(run.served_by(index, Instant::from_secs(secs)).expect("it serves").counters)
}

fn first(run: &Run, kind: impl Fn(&EventKind) -> bool) -> Option<f64> {
    run.events.iter().find(|event| kind(&event.kind)).map(|event| event.at.as_secs_f64())
}

/// E05: to nobody and back is a full resync, even where nothing was written.
#[test]
fn a_round_trip_to_no_one_is_a_full_resync() {
    for server in ALL {
        let run = run(
            server,
            "replica r1\nat 5s replicaof r1 no one\nat 6s replicaof r1 primary\n\
             at 20s replicaof r1 primary\nrun 30s",
        );
        let alone = run.served_by(0, Instant::from_millis(5500)).expect("it serves");
        let before = run.at(Instant::from_secs(4));
        assert_ne!(alone.replid, before.replid, "{server}");
        assert_eq!(alone.second, Some((before.replid, before.offset.next())), "{server}");
        assert!(alone.window.is_some(), "{server}");
        assert_eq!(primary(&run, 15), (1, 0, 1), "{server}");
        // The same primary again changes nothing.
        assert_eq!(primary(&run, 30), (1, 0, 1), "{server}");
        let after = run.served_by(0, Instant::from_secs(30)).expect("it serves");
        assert_eq!((after.replid, after.second), (before.replid, None), "{server}");
    }
}

/// E05b: those who follow a promoted replica resume by the second ID, up to the promotion.
#[test]
fn a_promotion_keeps_others_partial_as_far_as_it_knows() {
    for server in ALL {
        let quiet = run(
            server,
            "replica r1\nreplica r2\nat 5s replicaof r1 no one\nat 6s replicaof r2 r1\nrun 20s",
        );
        assert_eq!(middle(&quiet, 0, 20), (0, 1, 0), "{server}");
        // Bytes that only r2 has are bytes r1 cannot continue from.
        let busy = run(
            server,
            "writes 10kb/s\nreplica r1\nreplica r2\nat 5s replicaof r1 no one\n\
             at 6s replicaof r2 r1\nrun 20s",
        );
        assert_eq!(middle(&busy, 0, 20), (1, 0, 1), "{server}");
    }
}

/// E06b: what happens at the top of a chain reaches its end only where history is lost.
#[test]
fn a_chain_passes_on_what_it_has() {
    for server in ALL {
        let chain = "replica r1\nreplica r2 of r1\nrepl-backlog-size 64kb\n";
        let short =
            run(server, &format!("{chain}writes 1kb/s\nat 5s disconnect r1 for 3s\nrun 20s"));
        assert_eq!(
            (primary(&short, 20), middle(&short, 0, 20)),
            ((0, 1, 0), (0, 0, 0)),
            "{server}"
        );
        let long =
            run(server, &format!("{chain}writes 100kb/s\nat 5s disconnect r1 for 5s\nrun 30s"));
        assert_eq!(primary(&long, 30), (1, 0, 1), "{server}");
        let (full, partial, refused) = middle(&long, 0, 30);
        assert_eq!((full, partial, refused), (1, 0, 1), "{server}");
        // At rest everybody has everything.
        let end = long.at(long.end);
        assert!(end.replicas.iter().all(|replica| replica.attached), "{server}");
        // Promoting the middle takes its replica along by the second ID.
        let promoted = run(server, &format!("{chain}at 5s replicaof r1 no one\nrun 20s"));
        assert_eq!(middle(&promoted, 0, 20), (0, 1, 0), "{server}");
        // Back under the top, the middle starts anew, and its replica with it.
        let back = run(
            server,
            &format!("{chain}at 5s replicaof r1 no one\nat 8s replicaof r1 primary\nrun 30s"),
        );
        assert_eq!(primary(&back, 30), (1, 0, 1), "{server}");
        assert_eq!(middle(&back, 0, 30), (1, 1, 1), "{server}");
    }
}

/// Someone below a replica that is away is not answered, and keeps its connection otherwise.
#[test]
fn a_middle_without_a_link_answers_nobody() {
    let run = run(
        "redis 7.4.1",
        "writes 10kb/s\nreplica r1\nreplica r2 of r1\nat 5s disconnect r1 for 10s\nat 7s kill r2\n\
         run 40s",
    );
    assert!(first(&run, |kind| *kind == EventKind::NotAnswered).is_some_and(|at| at < 7.1));
    assert_eq!(primary(&run, 40), (0, 1, 0));
    assert_eq!(middle(&run, 0, 40), (0, 1, 0));
}

/// E21: `min-replicas-to-write 1`, `min-replicas-max-lag 2`.
#[test]
fn writes_are_refused_by_the_age_of_acknowledgements() {
    for server in ALL {
        let run = run(
            server,
            "writes 10kb/s\nmin-replicas-to-write 1\nmin-replicas-max-lag 2\nreplica r1\n\
             at 10s pause r1 for 10s\nrun 40s",
        );
        let refused = first(&run, |kind| matches!(kind, EventKind::WritesRefused { .. }));
        let refused = refused.expect("refused") - 10.0;
        assert!((1.7..=2.8).contains(&refused), "{server}: {refused}");
        let accepted = first(&run, |kind| *kind == EventKind::WritesAccepted).expect("accepted");
        assert!((0.0..=1.02).contains(&(accepted - 20.0)), "{server}: {accepted}");
        let frozen = run.at(Instant::from_secs(15));
        assert_eq!((frozen.good_replicas, frozen.write_rate.0), (0, 0), "{server}");
        assert_eq!(run.at(run.end).good_replicas, 1, "{server}");
    }
    let none = run("redis 7.4.1", "writes 10kb/s\nmin-replicas-to-write 1\nrun 5s");
    assert_eq!(none.at(none.end).offset, none.at(Instant::ZERO).offset);
}
