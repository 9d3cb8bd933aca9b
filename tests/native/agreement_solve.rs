//! What sizing solves for, held against the engine: the value works, one step further fails.

use core::time::Duration;

use proptest::prelude::*;
use stormglass_core::engine::simulate;
use stormglass_core::scenario::{
    Conf, Cow, DisklessLoad, Incident, LinkSpec, OutputBufferLimits, ReplicaSpec, Scenario, What,
    Writes,
};
use stormglass_core::server::{Allocator, Server};
use stormglass_core::sizing::{Limit, Question, Scene, Unknown, prove};
use stormglass_core::units::{Bytes, Instant, LinkRate, Rate};

use super::common::{SERVERS, random};

/// Runs both sides of the proof; `None` where there is nothing to be shown.
fn check(scenario: &Scenario, question: &Question, unknown: Unknown) -> Option<Limit> {
    let proof = prove(scenario, question, unknown)?;
    let well = |scenario: &Scenario| {
        let run = simulate(scenario);
        proof.went_well(&run.at(run.end))
    };
    let said = |scenario: &Scenario| format!("{:?}\n{}", proof.solution, scenario.to_text());
    if let Some(passes) = &proof.passes {
        assert!(well(passes), "should work: {}", said(passes));
    }
    if let Some(fails) = &proof.fails {
        assert!(!well(fails), "should fail: {}", said(fails));
    }
    proof.solution.limit
}

fn base(server: Server, rate: u64, replicas: usize) -> Scenario {
    Scenario {
        server: Some(server),
        writes: Some(Writes::Stream(Rate(rate))),
        replicas: (1..=replicas)
            .map(|n| ReplicaSpec { name: format!("r{n}"), ..ReplicaSpec::default() })
            .collect(),
        conf: Conf { repl_backlog_size: Some(Bytes::mib(64)), ..Conf::default() },
        ..Scenario::default()
    }
}

#[test]
fn every_unknown_is_solved_for_every_version() {
    let mut seen = std::collections::BTreeMap::new();
    for server in SERVERS {
        for rate in [1_u64 << 20, 5 << 20, 20 << 20] {
            for (dataset, nic, diskless) in
                [(1, None, None), (8, Some(1_u64), Some(true)), (8, Some(1), Some(false))]
            {
                let mut scenario = base(server, rate, 2);
                scenario.dataset = Some(Bytes::gib(dataset));
                scenario.nic = nic.map(|gbit| LinkRate::from_bits(gbit * 1_000_000_000));
                scenario.conf.diskless_sync = diskless;
                for outage in [5, 60] {
                    let question =
                        Question { outage: Duration::from_secs(outage), ..Question::default() };
                    for (unknown, _) in Unknown::ALL {
                        let limit = check(&scenario, &question, unknown);
                        *seen.entry((unknown, limit)).or_insert(0) += 1;
                    }
                }
            }
        }
    }
    for (unknown, word) in Unknown::ALL {
        let shown: u32 =
            seen.iter().filter(|((u, l), _)| *u == unknown && l.is_some()).map(|(_, n)| n).sum();
        assert!(shown > 0, "nothing was ever shown for {word}: {seen:?}");
    }
}

proptest! {
    #![proptest_config(random(150))]
    #[test]
    fn solutions_hold_anywhere(
        server in prop::sample::select(SERVERS.to_vec()),
        unknown in prop::sample::select(Unknown::ALL.to_vec()),
        rate in 10_000_u64..60_000_000,
        outage in 100_u64..300_000,
        backlog in 20_u64..36,
        (hard, soft, soft_for) in (25_u64..34, 24_u64..32, 0_u64..100),
        dataset in 27_u64..36,
        diskless in any::<bool>(),
        delay in 0_u64..7,
        replicas in 1_usize..4,
        link in 23_u64..31,
        rtt in 0_u64..50_000,
        nic in prop::option::of(25_u64..31),
        (apply, disk, load) in (
            prop::option::of(20_u64..31), prop::option::of(24_u64..31), 22_u64..31,
        ),
        burst in prop::option::of((0_u64..60_000, 1_u64..60_000, 1_000_u64..200_000_000)),
        parses in any::<bool>(),
        channel in any::<bool>(),
        libc in any::<bool>(),
        memory in prop::option::of(10_u64..200),
        pages in prop::option::of(100_u64..100_000),
    ) {
        let mut scenario = base(server, rate, replicas);
        scenario.allocator = libc.then_some(Allocator::Libc);
        scenario.apply = apply.map(|apply| Rate((1 << apply) + rate));
        scenario.disk = disk.map(|disk| Rate(1 << disk));
        scenario.load = Some(Rate(1 << load));
        scenario.cow = pages.map(|value| Cow::Pages { value_size: Bytes(value), keys: 1000 });
        if !matches!(unknown.0, Unknown::Outage | Unknown::Backlog) {
            // From nothing to spare to three times the data, and the backlog.
            let data = (1_u64 << dataset) + rate + (1 << backlog);
            scenario.memory = memory.map(|percent| Bytes(data + data / 100 * percent));
        }
        if let Some((at, lasting, rate)) = burst {
            scenario.incidents.push(Incident {
                at: Instant::from_millis(at),
                what: What::Writes {
                    rate: Writes::Stream(Rate(rate)),
                    lasting: Some(Duration::from_millis(lasting)),
                },
            });
        }
        scenario.dataset = Some(Bytes((1 << dataset) + rate));
        scenario.link = LinkSpec {
            rate: Some(LinkRate(Rate((1 << link) + rate))),
            rtt: Some(Duration::from_micros(rtt)),
        };
        scenario.nic = nic.map(|nic| LinkRate(Rate(1 << nic)));
        scenario.conf = Conf {
            repl_backlog_size: Some(Bytes(1 << backlog)),
            diskless_sync: Some(diskless),
            diskless_delay: Some(delay),
            diskless_load: parses.then_some(DisklessLoad::Swapdb),
            dual_channel: Some(channel),
            rdb_channel: Some(channel),
            output_buffer: Some(OutputBufferLimits {
                hard: Bytes(1 << hard),
                soft: Bytes(1 << soft),
                soft_for,
            }),
            ..Conf::default()
        };
        let question = Question { outage: Duration::from_millis(outage), ..Question::default() };
        check(&scenario, &question, unknown.0);
    }
}

/// The scenes are what they are called.
#[test]
fn a_proof_is_two_scenarios_that_can_be_typed() {
    let scenario = base(Server::redis(7, 4, 1), 1 << 20, 1);
    let proof =
        prove(&scenario, &Question::default(), Unknown::Backlog).expect("the backlog binds");
    assert_eq!(proof.solution.scene, Some(Scene::Return));
    for shown in [proof.passes.expect("a size that works"), proof.fails.expect("one that fails")] {
        assert_eq!(Scenario::parse(&shown.to_text()), Ok(shown));
    }
}

proptest! {
    #![proptest_config(random(100))]
    /// Absurd numbers get an absurd answer, and never a stop.
    #[test]
    fn nothing_overflows(
        server in prop::sample::select(SERVERS.to_vec()),
        sizes in prop::array::uniform8(prop_oneof![0_u64..3, 0_u64..(1 << 49), Just((1 << 49) - 1)]),
        rates in prop::array::uniform6(prop_oneof![1_u64..3, 1_u64..(1 << 40), Just((1 << 40) - 1)]),
        seconds in prop::array::uniform5(prop_oneof![0_u64..3, 0_u64..100_000, Just(2_000_000_000)]),
        diskless in any::<bool>(),
        replicas in prop_oneof![1_usize..3, Just(100)],
        keys in prop::option::of(1_u64..u64::MAX),
    ) {
        let mut scenario = base(server, rates[0], replicas);
        scenario.dataset = Some(Bytes(sizes[0].max(1)));
        scenario.rdb = Some(Bytes(sizes[1]));
        scenario.memory = Some(Bytes(sizes[2]));
        scenario.socket_buffer = Some(Bytes(sizes[3]));
        scenario.nic = Some(LinkRate(Rate(rates[1])));
        scenario.disk = Some(Rate(rates[2]));
        scenario.link.rate = Some(LinkRate(Rate(rates[3])));
        scenario.load = Some(Rate(rates[4]));
        scenario.snapshot = Some(Rate(rates[5]));
        scenario.fork = Some(Duration::from_secs(seconds[0]));
        scenario.link.rtt = Some(Duration::from_secs(seconds[1]));
        scenario.cow = keys.map(|keys| Cow::Pages {
            value_size: Bytes(sizes[4].max(1)),
            keys,
        });
        scenario.conf = Conf {
            repl_backlog_size: Some(Bytes(sizes[5].max(1))),
            diskless_sync: Some(diskless),
            diskless_delay: Some(seconds[2]),
            repl_timeout: Some(seconds[4].max(1)),
            maxmemory: Some(Bytes(sizes[4])),
            output_buffer: Some(OutputBufferLimits {
                hard: Bytes(sizes[6]),
                soft: Bytes(sizes[7]),
                soft_for: seconds[3],
            }),
            ..Conf::default()
        };
        let question = Question {
            outage: Duration::from_secs(seconds[4].min(86_400)),
            ..Question::default()
        };
        let _ = stormglass_core::sizing::answer(&scenario, &question);
        for (unknown, _) in Unknown::ALL {
            let _ = prove(&scenario, &question, unknown);
        }
    }
}
