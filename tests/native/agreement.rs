//! Sizing and engine are two roads to the same number; they meet here.

use core::time::Duration;

use proptest::prelude::*;
use stormglass_core::engine::simulate;
use stormglass_core::run::story::storms;
use stormglass_core::run::{EventKind, Run};
use stormglass_core::scenario::{
    Conf, Incident, LinkSpec, OutputBufferLimits, ReplicaSpec, Scenario, Target, What, Writes,
};
use stormglass_core::server::Server;
use stormglass_core::sizing::{Convergence, Question, answer};
use stormglass_core::units::{Bytes, Instant, LinkRate, Rate};

use super::common::{SERVERS, random};

fn outage(server: Server, rate: u64, millis: u64, replicas: usize, at: u64) -> Scenario {
    let lasting = Duration::from_millis(millis);
    Scenario {
        server: Some(server),
        writes: Some(Writes::Stream(Rate(rate))),
        dataset: Some(Bytes::mib(10)),
        replicas: (1..=replicas)
            .map(|n| ReplicaSpec { name: format!("r{n}"), ..ReplicaSpec::default() })
            .collect(),
        incidents: vec![Incident {
            at: Instant::from_millis(at),
            what: What::Disconnect { who: Target::Replica("r1".into()), lasting },
        }],
        // Long enough for the return to be decided.
        run: Some(Duration::from_millis(at + millis + 5_000)),
        ..Scenario::default()
    }
}

/// Whether the first return after the outage was partial.
fn stays_partial(scenario: &Scenario, size: Bytes) -> bool {
    let mut scenario = scenario.clone();
    scenario.conf.repl_backlog_size = Some(size);
    let run = simulate(&scenario);
    run.events
        .iter()
        .find_map(|event| match event.kind {
            EventKind::PartialResync { .. } => Some(true),
            EventKind::FullResync(_) => Some(false),
            _ => None,
        })
        .expect("the replica comes back")
}

fn check(scenario: &Scenario, outage: Duration) {
    let question = Question { outage, ..Question::default() };
    let least = answer(scenario, &question).backlog_min;
    assert!(stays_partial(scenario, least), "{least:?} is too small for {scenario:#?}");
    if least > Bytes(1) {
        let less = Bytes(least.0 - 1);
        assert!(!stays_partial(scenario, less), "{less:?} would do for {scenario:#?}");
    }
}

#[test]
fn the_minimum_keeps_an_outage_partial_and_one_byte_less_does_not() {
    for server in SERVERS {
        for rate in [1_000, 65_536, 1 << 20, 10_000_000, 250_000_000] {
            for millis in [250, 1_500, 10_000, 64_000, 3_600_000] {
                for replicas in [1, 3] {
                    let scenario = outage(server, rate, millis, replicas, 10_000);
                    check(&scenario, Duration::from_millis(millis));
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(random(300))]
    #[test]
    fn the_minimum_is_exact_anywhere(
        server in prop::sample::select(SERVERS.to_vec()),
        rate in 1_000_u64..100_000_000,
        millis in 1_u64..200_000,
        at in 0_u64..30_000,
        replicas in 1_usize..4,
        rtt in 0_u64..200_000,
        burst in prop::option::of((0_u64..60_000, 1_u64..60_000, 1_000_u64..400_000_000)),
    ) {
        let mut scenario = outage(server, rate, millis, replicas, at);
        let rtt = Some(Duration::from_micros(rtt));
        // A link that never falls behind: what a slow one pins is not the backlog's.
        scenario.link = LinkSpec { rate: Some(LinkRate::from_bits(80_000_000_000)), rtt };
        if let Some((at, lasting, rate)) = burst {
            scenario.incidents.push(Incident {
                at: Instant::from_millis(at),
                what: What::Writes {
                    rate: Writes::Stream(Rate(rate)),
                    lasting: Some(Duration::from_millis(lasting)),
                },
            });
            scenario.incidents.sort_by_key(|incident| incident.at);
        }
        check(&scenario, Duration::from_millis(millis));
    }
}

/// Kills by an output-buffer limit, and whether the replica is in sync at the end.
fn fate(run: &Run) -> (u64, bool) {
    let end = run.at(run.end);
    let caught_up = run.events.iter().rev().any(|event| event.kind == EventKind::CaughtUp);
    (end.counters.output_buffer_disconnections, caught_up)
}

/// The period that sizing names is that of the engine's laps, to the seconds of cron and clock.
fn laps_agree(scenario: &Scenario, period: Duration) {
    let run = simulate(scenario);
    let storm = storms(&run);
    if let Some(lap) = storm.first().and_then(|storm| storm.period) {
        let off_by = lap.abs_diff(period);
        assert!(off_by < Duration::from_secs(2) + period / 20, "{lap:?} {period:?} {scenario:#?}");
    }
}

#[test]
fn a_full_resync_finishes_where_sizing_says_so() {
    let mut storms = 0;
    for server in SERVERS {
        for rate in [1_u64 << 20, 8 << 20, 40 << 20] {
            for dataset in [1, 4, 16] {
                for diskless in [true, false] {
                    for (hard, soft, soft_for) in [(256, 64, 60), (64, 32, 5), (1024, 0, 0)] {
                        let mut scenario = outage(server, rate, 20_000, 1, 10_000);
                        scenario.dataset = Some(Bytes::gib(dataset));
                        scenario.conf = Conf {
                            repl_backlog_size: Some(Bytes::mib(1)),
                            diskless_sync: Some(diskless),
                            diskless_delay: Some(0),
                            output_buffer: Some(OutputBufferLimits {
                                hard: Bytes::mib(hard),
                                soft: Bytes::mib(soft),
                                soft_for,
                            }),
                            ..Conf::default()
                        };
                        scenario.run = Some(Duration::from_secs(900));
                        let said = answer(&scenario, &Question::default()).converges;
                        let (kills, in_sync) = fate(&simulate(&scenario));
                        match said {
                            Convergence::Yes { .. } => {
                                assert!(kills == 0 && in_sync, "{said:?} {kills} {scenario:#?}");
                            }
                            _ => {
                                storms += 1;
                                assert!(kills > 0, "{said:?} {kills} {scenario:#?}");
                                if let Convergence::Storm { period, .. } = said {
                                    laps_agree(&scenario, period);
                                }
                            }
                        }
                    }
                }
            }
        }
    }
    assert!(storms > 50, "the grid has to have both: {storms}");
}

/// With what is recommended, the outage asked about costs neither a full resync nor a closed
/// replica, also where the gap takes long to be sent.
#[test]
fn recommended_values_carry_the_outage() {
    for server in SERVERS {
        for rate in [1_u64 << 20, 10 << 20, 40 << 20] {
            for (millis, gain) in [(10_000, 11), (120_000, 11), (120_000, 20), (600_000, 12)] {
                let mut scenario = outage(server, rate, millis, 1, 10_000);
                scenario.dataset = Some(Bytes::mib(100));
                // A link that takes a tenth more than is written, or twice as much.
                scenario.link.rate = Some(LinkRate(Rate(rate / 10 * gain)));
                scenario.run = Some(Duration::from_millis(20_000 + millis * 12));
                let question =
                    Question { outage: Duration::from_millis(millis), ..Question::default() };
                let said = answer(&scenario, &question);
                let wanted = said.wanted(&scenario.resolved().settings);
                scenario.conf = scenario.conf.overlaid(&wanted);
                let end = simulate(&scenario);
                let counters = end.at(end.end).counters;
                let kept = (counters.sync_full, counters.output_buffer_disconnections);
                assert_eq!(kept, (0, 0), "{said:?} {scenario:#?}");
            }
        }
    }
}

/// A link that goes silent is noticed late; what sizing says about it covers that too.
#[test]
fn a_silent_link_is_covered_by_what_is_said_of_it() {
    for server in SERVERS {
        for timeout in [10, 60] {
            for secs in [1, 9, 11, 12, 30, 59, 61, 62, 63, 100, 300] {
                let lasting = Duration::from_secs(secs);
                let mut scenario = outage(server, 1 << 20, 1, 1, 10_300);
                scenario.incidents[0].what =
                    What::Stall { who: Target::Replica("r1".into()), lasting };
                scenario.run = Some(Duration::from_secs(secs + timeout + 60));
                scenario.conf.repl_timeout = Some(timeout);
                let off = OutputBufferLimits { hard: Bytes(0), soft: Bytes(0), soft_for: 0 };
                scenario.conf.output_buffer = Some(off);
                let question = Question { outage: lasting, ..Question::default() };
                let silent = answer(&scenario, &question).effective.silent;
                scenario.conf.repl_backlog_size = Some(Rate(1 << 20).over_ceil(silent));
                let run = simulate(&scenario);
                let counters = run.at(run.end).counters;
                assert_eq!(counters.sync_full, 0, "{silent:?} {}", scenario.to_text());
            }
        }
    }
}
