//! Each myth's scene shows what its truth says.

use stormglass_core::engine::simulate;
use stormglass_core::run::{CloseReason, FullReason};
use stormglass_core::run::{EventKind, Refusal, Run};
use stormglass_core::scenario::Scenario;
use stormglass_core::sizing::MYTHS;
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
fn every_myth_has_words_and_a_scene_that_runs() {
    let words = Catalogue::english();
    for myth in MYTHS {
        assert!(words.has(myth.claim) && words.has(myth.truth), "{}", myth.claim);
        assert!(!myth.evidence.is_empty());
        let checked = Scenario::check(myth.scene);
        assert!(checked.scenario.is_some(), "{}: {:?}", myth.claim, checked.findings);
    }
}
