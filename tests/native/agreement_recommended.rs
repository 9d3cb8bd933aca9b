//! What is recommended, held against the engine: limits, chains, silent links, measured rates, the map.

use core::time::Duration;

use proptest::prelude::*;
use stormglass_core::engine::simulate;
use stormglass_core::map::{Fate, Map};
use stormglass_core::run::{EventKind, Run};
use stormglass_core::scenario::{Conf, OutputBufferLimits, Scenario};
use stormglass_core::sizing::{
    Convergence, Question, Series, Unknown, answer, prove, scene_of_outage,
};
use stormglass_core::units::{Bytes, Rate};

use super::common::{SERVERS, parsed, random};

fn with(scenario: &Scenario, conf: &Conf) -> Run {
    let mut scenario = scenario.clone();
    scenario.conf = scenario.conf.overlaid(conf);
    simulate(&scenario)
}

/// Where a full resync does not finish and limits can help, the recommended ones let it finish.
#[test]
fn recommended_limits_end_a_storm() {
    let mut ended = 0;
    for server in SERVERS {
        for rate in ["2mb/s", "10mb/s", "40mb/s"] {
            for (dataset, diskless) in [("4gb", "yes"), ("12gb", "no")] {
                for limits in ["256mb 64mb 60", "64mb 0 0", "0 32mb 5"] {
                    let scenario = parsed(&format!(
                        "server {server}\nwrites {rate}\ndataset {dataset}\nreplica r1\n\
                         repl-diskless-sync {diskless}\nrepl-backlog-size 1mb\nfresh\nrun 30m\n\
                         client-output-buffer-limit replica {limits}\n"
                    ));
                    let said = answer(&scenario, &Question::default());
                    let Convergence::Storm { .. } = said.converges else { continue };
                    let wanted = said.wanted(&scenario.resolved().settings);
                    let closed = |run: &Run| run.at(run.end).counters.output_buffer_disconnections;
                    assert!(closed(&simulate(&scenario)) > 1, "{}", scenario.to_text());
                    // The backlog stays small: the limits have to do it by themselves.
                    let only = Conf { output_buffer: wanted.output_buffer, ..Conf::default() };
                    let run = with(&scenario, &only);
                    assert_eq!(closed(&run), 0, "{only:?} {}", scenario.to_text());
                    assert!(run.events.iter().any(|event| event.kind == EventKind::CaughtUp));
                    ended += 1;
                }
            }
        }
    }
    assert!(ended > 30, "only {ended} storms on the grid");
}

/// In a chain it is the one above that is asked; its backlog has the same size.
#[test]
fn the_recommended_backlog_carries_outages_in_a_chain() {
    for server in SERVERS {
        for rate in ["500kb/s", "5mb/s"] {
            for away in ["r1", "r2", "r3"] {
                for secs in [5, 60, 300] {
                    let scenario = parsed(&format!(
                        "server {server}\nwrites {rate}\ndataset 100mb\nreplica r1\n\
                         replica r2 of r1\nreplica r3 of r2\n\
                         at 10s disconnect {away} for {secs}s\nrun {}s\n",
                        secs + 60
                    ));
                    let question =
                        Question { outage: Duration::from_secs(secs), ..Question::default() };
                    let said = answer(&scenario, &question);
                    let wanted = said.wanted(&scenario.resolved().settings);
                    let run = with(&scenario, &wanted);
                    let full = run
                        .events
                        .iter()
                        .find(|event| matches!(event.kind, EventKind::FullResync(_)));
                    assert_eq!(full, None, "{wanted:?}\n{}", scenario.to_text());
                    let partial = run
                        .events
                        .iter()
                        .any(|event| matches!(event.kind, EventKind::PartialResync { .. }));
                    assert!(partial, "{}", scenario.to_text());
                }
            }
        }
    }
}

/// What is said of a silent link is enough, and not much more than enough.
#[test]
fn a_silent_link_needs_what_is_said_of_it_and_little_less() {
    for server in SERVERS {
        for (timeout, secs) in [(10, 5), (10, 60), (60, 30), (60, 61), (60, 200)] {
            let mut scenario = parsed(&format!(
                "server {server}\nwrites 1mb/s\nreplica r1\nrepl-timeout {timeout}\n\
                 client-output-buffer-limit replica 0 0 0\n\
                 at 10300ms stall r1 for {secs}s\nrun {}s\n",
                secs + timeout + 60
            ));
            let mut full = |size: u64| {
                scenario.conf.repl_backlog_size = Some(Bytes(size));
                let run = simulate(&scenario);
                run.at(run.end).counters.sync_full > 0
            };
            let question = Question { outage: Duration::from_secs(secs), ..Question::default() };
            let silent = answer(
                &parsed(&format!(
                    "server {server}\nwrites 1mb/s\nreplica r1\nrepl-timeout {timeout}\n"
                )),
                &question,
            )
            .effective
            .silent;
            let said = Rate(1 << 20).over_ceil(silent).0;
            assert!(!full(said));
            let (mut low, mut high) = (1, said);
            while low + 1 < high {
                let mid = u64::midpoint(low, high);
                if full(mid) { low = mid } else { high = mid }
            }
            if full(1) {
                // A second of the clock, one of the cron, one until the next attempt, and what the
                // kernels still deliver.
                assert!(said - high < 6 << 20, "{server} {timeout} {secs}: {said} {high}");
            }
        }
    }
}

proptest! {
    #![proptest_config(random(60))]
    /// A measured rate becomes a scenario whose least backlog is exact, and no place of the outage
    /// needs more than what is said to be the most.
    #[test]
    fn a_measured_rate_is_sized_for_its_worst_moment(
        server in prop::sample::select(SERVERS.to_vec()),
        rates in prop::collection::vec((1_u64..60, 1_000_u64..30_000_000), 3..80),
        outage in 1_u64..200,
        elsewhere in 0_u64..3_000,
    ) {
        let steps = rates.iter().map(|(secs, rate)| (Duration::from_secs(*secs), Rate(*rate)));
        let series = Series::new(steps).expect("steps");
        let question = Question { outage: Duration::from_secs(outage), ..Question::default() };
        let bare = parsed(&format!("server {server}\nlink 80gbit/s\nreplica r1\nclient-output-buffer-limit replica 0 0 0\n"));
        let scenario = series.laid(&bare, &question);
        let said = answer(&scenario, &question);
        prop_assert!(said.most >= series.most(said.effective.total).1);
        if let Some(proof) = prove(&scenario, &question, Unknown::Backlog) {
            let well = |scenario: &Scenario| {
                let run = simulate(scenario);
                proof.went_well(&run.at(run.end))
            };
            if let Some(passes) = &proof.passes {
                prop_assert!(well(passes), "{}", passes.to_text());
            }
            if let Some(fails) = &proof.fails {
                prop_assert!(!well(fails), "{}", fails.to_text());
            }
        }
        // Anywhere else in the series the recommended backlog is enough as well.
        let mut moved = scenario_at(&scenario, elsewhere.min(series.lasts().as_secs()) + 10, outage);
        moved.conf.repl_backlog_size = Some(said.backlog);
        let run = simulate(&moved);
        prop_assert_eq!(run.at(run.end).counters.sync_full, 0, "{}", moved.to_text());
    }
}

/// The same with the outage at another time.
fn scenario_at(scenario: &Scenario, at: u64, outage: u64) -> Scenario {
    let text: String = scenario
        .to_text()
        .lines()
        .filter(|line| !line.contains("disconnect") && !line.starts_with("run "))
        .fold(String::new(), |text, line| text + line + "\n");
    parsed(&format!("{text}at {at}s disconnect r1 for {outage}s\nrun {}s\n", at + outage + 10))
}

/// A cell of the map is partial exactly where the proof of the backlog says so.
#[test]
fn the_map_and_the_sizing_draw_the_same_line() {
    let mut seen = [0; 2];
    for server in SERVERS {
        let scenario = parsed(&format!(
            "server {server}\nwrites 2mb/s\nrepl-backlog-size 64mb\ndataset 1gb\nreplicas 2\n"
        ));
        let off = OutputBufferLimits { hard: Bytes(0), soft: Bytes(0), soft_for: 0 };
        let mut scenario = scenario;
        scenario.conf.output_buffer = Some(off);
        let map = Map::new(&scenario, &Question::default(), (Unknown::Writes, Unknown::Outage));
        for column in (0..map.x.values.len()).step_by(5) {
            for row in (0..map.y.values.len()).step_by(3) {
                let (there, question) = map.at(column, row);
                let least = answer(&there, &question).backlog_min;
                let partial = map.cell(column, row).expect("a run").fate == Fate::Partial;
                assert_eq!(partial, least <= Bytes::mib(64), "{question:?} {}", there.to_text());
                assert!(scene_of_outage(&there, &question).is_some());
                seen[usize::from(partial)] += 1;
            }
        }
    }
    assert!(seen[0] > 50 && seen[1] > 50, "{seen:?}");
}
