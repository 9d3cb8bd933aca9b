//! Data loss: failover, partitions, WAIT, and books that balance.

use core::time::Duration;

use proptest::prelude::*;
use stormglass_core::run::{EventKind, FullReason, Refusal, Run, ledger};
use stormglass_core::units::{Bytes, Instant};

use super::common::{random, run};

fn first(run: &Run, kind: impl Fn(&EventKind) -> bool) -> f64 {
    let found = run.events.iter().find(|event| kind(&event.kind));
    found.map_or(f64::NAN, |event| event.at.as_secs_f64())
}

/// At every event: acknowledged is what the primary has, what is lost, and what is held apart.
fn balances(run: &Run) {
    let start = run.offset_at(Instant::ZERO);
    for event in &run.events {
        let books = ledger(run, event.at);
        assert_eq!(
            books.acknowledged,
            books.surviving + books.lost + books.apart,
            "{}",
            event.at.as_secs_f64()
        );
        let moment = run.at(event.at);
        let whole = !run.events.iter().any(|e| matches!(e.kind, EventKind::BacklogCreated));
        if whole && moment.offset >= start {
            // The primary has what survives: one history from 0s on, whoever leads it.
            assert_eq!(moment.offset - start, books.surviving, "{:?}", event);
        }
    }
}

#[test]
fn a_crash_loses_what_the_promoted_replica_had_not_read() {
    for server in ["redis 6.2.16", "redis 7.4.1", "valkey 9.1.2"] {
        // r1 takes half of what is written: after 2 s it is 2 MB behind, less the kernels' part.
        let run = run(&format!(
            "server {server}\nwrites 2mb/s\nreplica r1 link 1mb/s\nrepl-backlog-size 64mb\n\
             sentinel down-after 5s failover-timeout 60s parallel-syncs 1\nat 2s crash primary\n\
             run 30s"
        ));
        let lost = ledger(&run, run.end).lost;
        assert!(lost.0.abs_diff(2 << 20) < 70_000, "{server}: {lost:?}");
        assert!((6.9..7.1).contains(&first(&run, |kind| *kind == EventKind::Suspected)));
        let promoted = first(&run, |kind| *kind == EventKind::Promoted);
        assert!((7.0..9.0).contains(&promoted), "{promoted}");
        assert_eq!(run.at(run.end).primary, Some(0), "{server}");
        balances(&run);
    }
}

/// Without a Sentinel an operator promotes a replica and puts the others under it.
#[test]
fn a_failover_by_hand_takes_the_clients_along() {
    for server in ["redis 6.2.16", "redis 7.4.1", "valkey 9.1.2"] {
        let text = |crash: &str, before: &str| {
            format!(
                "server {server}\nwrites 2mb/s\nreplica r1 link 1mb/s\nreplica r2\n\
                 repl-backlog-size 64mb\n{before}{crash}at 25s replicaof r1 no one\n\
                 at 26s replicaof r2 r1\nrun 60s"
            )
        };
        let by_hand = run(&text("at 20s crash primary\n", ""));
        let waits = by_hand.at(Instant::from_secs(24));
        assert!(waits.primary.is_none() && waits.writable[0].away, "{server}");
        let after = by_hand.at(Instant::from_secs(50));
        assert_eq!(after.primary, Some(0), "{server}");
        assert_eq!(after.write_rate.0, 2 << 20, "{server}");
        assert!(after.replicas[1].under_primary && after.replicas[1].attached, "{server}");
        assert!(after.former.is_some_and(|former| former.name == "primary"), "{server}");
        let lost = ledger(&by_hand, by_hand.end).lost;
        assert!(lost.0.abs_diff(20 << 20) < 70_000, "{server}: {lost:?}");
        balances(&by_hand);
        // A primary that answers keeps its clients, whoever else is one.
        let both = run(&text("", ""));
        assert_eq!(both.at(both.end).primary, None, "{server}");
        assert_eq!(ledger(&both, both.end).lost, Bytes::ZERO, "{server}");
        // Promoted before the crash: the next such line brings the clients.
        let early = run(&text("at 20s crash primary\n", "at 15s replicaof r1 no one\n"));
        assert_eq!(early.at(Instant::from_secs(24)).primary, None, "{server}");
        assert_eq!(early.at(early.end).primary, Some(0), "{server}");
        balances(&early);
    }
}

#[test]
fn priority_comes_before_the_offset_and_zero_is_never_taken() {
    let led = |tails: [&str; 2]| {
        let run = run(&format!(
            "server redis 7.0.15\nwrites 2mb/s\nreplica r1 link 1mb/s{}\nreplica r2{}\n\
             repl-backlog-size 64mb\nsentinel down-after 5s\nat 2s crash primary\nrun 60s",
            tails[0], tails[1]
        ));
        balances(&run);
        run.at(run.end).primary
    };
    assert_eq!(led(["", ""]), Some(1), "the one that is ahead");
    assert_eq!(led([" priority 50", ""]), Some(0), "the one that is preferred, and behind");
    assert_eq!(led(["", " priority 0"]), Some(0), "the only one that may");
    assert_eq!(led([" priority 0", " priority 0"]), None, "nobody");
}

#[test]
fn the_replica_that_is_ahead_leads_and_one_behind_comes_along_partially() {
    let run = run("server redis 7.0.15\nwrites 2mb/s\nreplica r1 link 1mb/s\nreplica r2\n\
                   repl-backlog-size 64mb\nsentinel down-after 5s failover-timeout 60s parallel-syncs 1\n\
                   at 2s crash primary\nrun 60s");
    assert_eq!(run.at(run.end).primary, Some(1));
    let end = run.at(run.end);
    assert_eq!((end.counters.sync_partial_ok, end.counters.sync_full), (1, 0));
    // Half a round trip of writing, at most.
    assert!(ledger(&run, run.end).lost < Bytes::kib(8));
    balances(&run);
}

#[test]
fn a_partition_loses_what_its_clients_wrote_until_it_heals() {
    let story = |defence: &str| {
        run(&format!(
            "server redis 7.0.15\nwrites 1mb/s\nreplicas 2\n{defence}repl-diskless-sync-delay 0\n\
             sentinel down-after 30s failover-timeout 180s parallel-syncs 1\n\
             at 10s partition primary for 60s\nrun 3m"
        ))
    };
    let open = story("");
    balances(&open);
    let lost = ledger(&open, open.end).lost.0 >> 20;
    // From the cut until the old primary is told to follow, 10 s after it is seen again.
    assert!((69..73).contains(&lost), "{lost} MiB");
    // It asks with more than the new primary can answer for.
    assert!(open.events.iter().any(|event| matches!(
        event.kind,
        EventKind::FullResync(FullReason::Refused(Refusal::PastSecondId { .. }))
    )));
    assert!(open.at(open.end).former.expect("it follows").attached);
    let guarded = story("min-replicas-to-write 1\nmin-replicas-max-lag 10\n");
    balances(&guarded);
    let books = ledger(&guarded, guarded.end);
    // Acknowledgements were at most a second old, and are counted in whole seconds.
    let lost = books.lost.0 >> 20;
    assert!((10..13).contains(&lost), "{lost} MiB");
    assert!(books.refused.iter().any(|span| span.to - span.from > Duration::from_secs(30)));
}

#[test]
fn a_short_partition_changes_nothing() {
    let run = run(
        "writes 1mb/s\nreplicas 2\nsentinel down-after 30s\nat 10s partition primary for 20s\nrun 2m",
    );
    assert_eq!(run.at(run.end).primary, None);
    assert_eq!(ledger(&run, run.end).lost, Bytes(0));
    balances(&run);
}

#[test]
fn wait_counts_who_has_the_write() {
    let waits = |text: &str| -> Vec<(u64, u64)> {
        let run = run(text);
        run.events
            .iter()
            .filter_map(|event| match event.kind {
                EventKind::WaitReturned { acknowledged, after, .. } => {
                    Some((acknowledged, u64::try_from(after.as_millis()).expect("short")))
                }
                _ => None,
            })
            .collect()
    };
    let base = "server redis 7.0.15\nwrites 1mb/s\nreplicas 2\nlink 10gbit/s rtt 4ms\n";
    // One round trip; two replicas have it too; three never will.
    assert_eq!(waits(&format!("{base}at 5s wait 1 500ms\nrun 10s")), [(2, 4)]);
    assert_eq!(waits(&format!("{base}at 5s wait 2 500ms\nrun 10s")), [(2, 4)]);
    assert_eq!(waits(&format!("{base}at 5s wait 3 500ms\nrun 10s")), [(2, 500)]);
    let stalled = format!("{base}at 4s stall all for 3s\nat 5s wait 1 500ms\nrun 10s");
    assert_eq!(waits(&stalled), [(0, 500)]);
    // Nothing written since the last acknowledgement: at once.
    let idle =
        "server redis 7.0.15\nreplica r1\nrepl-ping-replica-period 3600\nat 5s wait 1 0s\nrun 10s";
    assert_eq!(waits(idle), [(1, 0)]);
}

#[test]
fn a_primary_that_comes_back_empty_empties_everybody() {
    let lost = |conf: &str| {
        let text = format!(
            "server redis 7.0.15\nwrites 1mb/s\nreplica r1\n{conf}at 10s restart primary for 5s\nrun 1m"
        );
        ledger(&run(&text), Instant::from_secs(60)).lost.0 >> 20
    };
    assert_eq!(lost(""), 10);
    assert_eq!(lost("save 3600 1000000\n"), 0);
    assert_eq!(lost("appendonly yes\n"), 0);
}

/// One `at` line of anything.
fn line() -> impl Strategy<Value = String> {
    let when = 1_u64..120;
    let lasting = 1_u64..90;
    (when, lasting, 0_usize..12, 1_usize..4).prop_map(|(at, lasting, kind, who)| {
        let what = match kind {
            0 => "crash primary".to_owned(),
            1 => format!("partition primary for {lasting}s"),
            2 => format!("restart primary for {lasting}s"),
            3 => format!("restart r{who} for {lasting}s"),
            4 => format!("disconnect r{who} for {lasting}s"),
            5 => format!("stall r{who} for {lasting}s"),
            6 => format!("pause r{who} for {lasting}s"),
            7 => format!("pause primary for {lasting}s"),
            8 => format!("wait {who} {lasting}00ms"),
            9 => format!("replicaof r{who} no one"),
            10 => format!("replicaof r{who} primary"),
            _ => format!("replicaof r{who} r{}", who % 3 + 1),
        };
        format!("at {at}s {what}\n")
    })
}

proptest! {
    #![proptest_config(random(150))]
    #[test]
    fn books_balance_whatever_happens(
        server in prop::sample::select(vec!["redis 6.2.16", "redis 7.0.15", "redis 8.0.6", "valkey 9.1.2"]),
        rate in 0_u64..3000, backlog in 1_u64..64, down in prop::option::of(1_u64..40), chain in any::<bool>(),
        guard in 0_u64..3, lines in prop::collection::vec(line(), 0..8),
    ) {
        let of = if chain { " of r1" } else { "" };
        let sentinel = down.map(|down| format!("sentinel down-after {down}s\n")).unwrap_or_default();
        let text = format!(
            "server {server}\nwrites {rate}kb/s\nrepl-backlog-size {backlog}mb\nreplica r1\n\
             replica r2\nreplica r3{of}\n{sentinel}dataset 100mb\n\
             min-replicas-to-write {guard}\n{}run 4m", lines.concat()
        );
        let run = run(&text);
        prop_assert!(run.events.len() < 100_000, "{text}");
        let mut before = Bytes(0);
        for event in &run.events {
            let books = ledger(&run, event.at);
            prop_assert_eq!(books.acknowledged, books.surviving + books.lost + books.apart, "{} {:?}", &text, event);
            prop_assert!(books.lost + books.apart <= books.acknowledged, "{} {:?} {:?}", &text, event, books);
            prop_assert!(books.acknowledged >= before, "{} {:?}", &text, event);
            before = books.acknowledged;
        }
    }
}
