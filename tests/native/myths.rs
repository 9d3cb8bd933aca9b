//! Each myth's scene shows what its truth says.

use stormglass_core::engine::simulate;
use stormglass_core::run::{CloseReason, FullReason};
use stormglass_core::run::{EventKind, Refusal, Run, info};
use stormglass_core::scenario::Scenario;
use stormglass_core::sizing::MYTHS;
use stormglass_core::units::{Bytes, Instant};
use stormglass_text::Catalogue;

fn scene(name: &str) -> Run {
    let claim = format!("myth-{name}");
    let myth = MYTHS.iter().find(|myth| myth.claim == claim).expect("a myth of that name");
    simulate(&Scenario::parse(myth.scene).expect("a scene is a scenario"))
}

/// Full resyncs, partial ones, replicas closed by a limit, forks.
fn counts(name: &str) -> (u64, u64, u64, u64) {
    let run = scene(name);
    let counters = run.at(run.end).counters;
    (
        counters.sync_full,
        counters.sync_partial_ok,
        counters.output_buffer_disconnections,
        counters.forks,
    )
}

#[test]
fn the_scenes_show_the_truth() {
    assert_eq!(counts("resize-now"), (1, 0, 0, 1));
    assert_eq!(counts("replicaof-test"), (0, 1, 0, 0));
    assert!(counts("bgsave-size").2 > 1, "the backlog does not help");
    assert!(counts("spiral-fix").2 > 1, "it goes on");
    let (_, partial, closed, _) = counts("hard-below-backlog");
    assert!(partial > 0 && closed > 0, "granted and then closed");
    assert_eq!(counts("hundred-mb").0, 1);
    assert_eq!(counts("average-rate").0, 1);
    assert_eq!(counts("partial-err").0, 1);
    assert_eq!(counts("bgsave-is-resync"), (0, 0, 0, 1));
    assert_eq!(counts("backlog-zero").0, 1);
}

#[test]
fn a_healthy_backlog_is_more_than_full() {
    let run = scene("backlog-full");
    let window = run.at(run.end).window.expect("a backlog");
    assert!(window.histlen >= window.size);
}

#[test]
fn nobody_shares_a_child_that_already_streams() {
    let run = scene("double-fork");
    let waits = run.events.iter().position(|event| event.kind == EventKind::WaitsForChild);
    let done = run.events.iter().position(|event| event.kind == EventKind::ChildDone);
    assert!(waits.expect("r2 waits") < done.expect("r1's child ends"));
}

#[test]
fn a_diskless_child_lives_as_long_as_the_transfer() {
    let run = scene("diskless-short");
    let at = |wanted: fn(&EventKind) -> bool| {
        run.events.iter().find(|event| wanted(&event.kind)).expect("it happens").at
    };
    let lives = at(|kind| matches!(kind, EventKind::ChildDone))
        - at(|kind| matches!(kind, EventKind::Forked { .. }));
    let to_disk = run.scenario.snapshot.time_for(run.scenario.dataset).expect("a speed");
    assert!(lives > to_disk * 2, "{lives:?} {to_disk:?}");
}

#[test]
fn without_any_replica_the_size_does_not_matter() {
    let run = scene("ttl-raise");
    assert!(run.events.iter().any(|event| event.kind == EventKind::BacklogFreed));
    let refused = EventKind::FullResync(FullReason::Refused(Refusal::UnknownId));
    assert!(run.events.iter().any(|event| event.kind == refused));
    assert!(!run.events.iter().any(|e| e.kind == EventKind::Closed(CloseReason::HardLimit)));
}

#[test]
fn the_other_scenes_show_it_as_well() {
    assert_eq!(counts("rules-agree").0, 1);
    assert_eq!(counts("unstick").0, 1, "the backlog of 256 MB does not help");
    assert_eq!(counts("lag-beyond-backlog"), (0, 1, 0, 0));
    // Changed while everybody is in sync, on 6.2.
    assert_eq!(counts("config-set-new"), (0, 1, 0, 0));
    assert_eq!(counts("collector-sees-it").0, 1);
    for quiet in ["save-cuts-links", "debug-sleep"] {
        let run = scene(quiet);
        let closed = run.events.iter().any(|event| matches!(event.kind, EventKind::Closed(_)));
        assert!(!closed, "{quiet} closes a link");
    }
}

/// A replica that was further behind than the backlog is long when it was closed.
#[test]
fn a_distance_beyond_the_backlog_can_be_made_up_for() {
    let run = scene("lag-beyond-backlog");
    let closed = run.events.iter().find(|event| matches!(event.kind, EventKind::Closed(_)));
    let before = Instant::from_nanos(closed.expect("it is closed").at.as_nanos() - 1);
    let behind = run.at(before).replicas[0].behind;
    assert!(behind > run.scenario.settings.repl_backlog_size, "{behind}");
}

#[test]
fn what_a_failover_loses_is_far_less_than_what_would_have_been_written() {
    for name in ["loss-window", "sentinel-at-once"] {
        let run = scene(name);
        let at = |wanted: &EventKind| {
            run.events.iter().find(|event| event.kind == *wanted).expect("it happens").at
        };
        let crash = run.scenario.incidents[0].at;
        let after = at(&EventKind::Promoted) - crash;
        assert!(after >= std::time::Duration::from_secs(30), "{after:?}");
        let lost: u64 = run
            .events
            .iter()
            .filter_map(|event| match event.kind {
                EventKind::Lost { bytes } => Some(bytes.0),
                _ => None,
            })
            .sum();
        assert!(lost < run.scenario.writes.over(after).0 / 100, "{name} {lost}");
    }
}

#[test]
fn a_lag_of_a_second_hides_any_distance() {
    let run = scene("lag-is-distance");
    let end = run.at(run.end);
    assert!(end.replicas[0].behind > Bytes::mib(100), "{:?}", end.replicas[0]);
    let info = info::print(&end);
    let line = info.lines().find(|line| line.starts_with("slave0:")).expect("a replica");
    assert!(line.contains("lag=0") || line.contains("lag=1"), "{line}");
}

#[test]
fn pages_are_copied_whatever_defragmentation_is_set_to() {
    let run = scene("defrag-copies");
    let copied = run
        .events
        .iter()
        .map(|event| run.at(Instant::from_nanos(event.at.as_nanos().saturating_sub(1))).memory.cow);
    assert!(copied.max() > Some(Bytes::gib(1)));
}

#[test]
fn there_are_as_many_as_the_documents_they_come_from_have() {
    assert_eq!(MYTHS.len(), 29);
}

#[test]
fn every_myth_has_words_and_a_scene_that_runs() {
    let words = Catalogue::english();
    for myth in MYTHS {
        assert!(words.has(myth.claim) && words.has(myth.truth), "{}", myth.claim);
        assert!(!myth.evidence.is_empty());
        let checked = Scenario::check(myth.scene);
        assert!(checked.scenario.is_some(), "{}: {:?}", myth.claim, checked.findings);
    }
}
