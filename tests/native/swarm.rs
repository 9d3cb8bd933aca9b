//! Random scenarios, watched from outside.

use core::time::Duration;

use proptest::prelude::*;
use stormglass_core::engine::simulate;
use stormglass_core::run::{Phase, Run};
use stormglass_core::scenario::{
    Conf, Incident, LinkSpec, OutputBufferLimits, ReplicaSpec, Scenario, Target, What, Writes,
};
use stormglass_core::server::Server;
use stormglass_core::units::{Bytes, Instant, LinkRate, Rate, Share};

use super::common::random;

fn servers() -> impl Strategy<Value = Server> {
    prop::sample::select(vec![
        Server::redis(6, 2, 16),
        Server::redis(7, 0, 15),
        Server::redis(7, 4, 1),
        Server::redis(8, 0, 6),
        Server::valkey(8, 1, 1),
        Server::valkey(9, 1, 2),
    ])
}

fn target() -> impl Strategy<Value = Target> {
    prop_oneof![Just(Target::All), (1_usize..4).prop_map(|n| Target::Replica(format!("r{n}"))),]
}

fn lasting() -> impl Strategy<Value = Duration> {
    (1_u64..90_000).prop_map(Duration::from_millis)
}

fn what() -> impl Strategy<Value = What> {
    prop_oneof![
        (target(), lasting()).prop_map(|(who, lasting)| What::Disconnect { who, lasting }),
        (target(), lasting()).prop_map(|(who, lasting)| What::Stall { who, lasting }),
        (target(), lasting()).prop_map(|(who, lasting)| What::Pause { who, lasting }),
        target().prop_map(|who| What::Kill { who }),
        lasting().prop_map(|lasting| What::Block { who: Target::Primary, lasting }),
        (0_u64..100_000_000, prop::option::of(lasting())).prop_map(|(rate, lasting)| {
            What::Writes { rate: Writes::Stream(Rate(rate)), lasting }
        }),
        Just(What::Bgsave),
        (1_u64..(64 << 20)).prop_map(|size| {
            let conf = Conf { repl_backlog_size: Some(Bytes(size)), ..Conf::default() };
            What::ConfigSet(Box::new(conf))
        }),
        (0_u64..(64 << 20), 0_u64..(32 << 20), 0_u64..20).prop_map(|(hard, soft, soft_for)| {
            let limits = OutputBufferLimits { hard: Bytes(hard), soft: Bytes(soft), soft_for };
            What::ConfigSet(Box::new(Conf { output_buffer: Some(limits), ..Conf::default() }))
        }),
    ]
}

prop_compose! {
    fn scenario()(
        server in servers(),
        size in 1_u64..(64 << 20),
        hard in 0_u64..(256 << 20),
        soft in 0_u64..(64 << 20),
        soft_for in 0_u64..30,
        diskless in any::<bool>(),
        delay in 0_u64..7,
        timeout in 1_u64..70,
        rate in 0_u64..50_000_000,
        dataset in 0_u64..(8 << 30),
        link in 100_000_u64..2_000_000_000,
        slow in prop::option::of(50_000_u64..5_000_000),
        rtt in 0_u64..300_000,
        nic in prop::option::of(1_000_000_u64..1_000_000_000),
        replicas in 1_usize..4,
        fresh in any::<bool>(),
        jitter in 0_u32..300,
        seed in any::<u64>(),
        incidents in prop::collection::vec((0_u64..300_000, what()), 0..8),
    ) -> Scenario {
        let mut incidents: Vec<Incident> = incidents
            .into_iter()
            .map(|(at, what)| Incident { at: Instant::from_millis(at), what })
            .collect();
        incidents.sort_by_key(|incident| incident.at);
        Scenario {
            server: Some(server),
            conf: Conf {
                repl_backlog_size: Some(Bytes(size)),
                output_buffer: Some(OutputBufferLimits {
                    hard: Bytes(hard), soft: Bytes(soft), soft_for,
                }),
                repl_timeout: Some(timeout),
                diskless_sync: Some(diskless),
                diskless_delay: Some(delay),
                ..Conf::default()
            },
            dataset: Some(Bytes(dataset)),
            writes: Some(Writes::Stream(Rate(rate))),
            link: LinkSpec {
                rate: Some(LinkRate(Rate(link))),
                rtt: Some(Duration::from_micros(rtt)),
            },
            nic: nic.map(|nic| LinkRate(Rate(nic))),
            replicas: (1..=replicas)
                .map(|n| ReplicaSpec {
                    name: format!("r{n}"),
                    apply: slow.filter(|_| n == 1).map(Rate),
                    ..ReplicaSpec::default()
                })
                .collect(),
            fresh,
            jitter: Some(Share(jitter)),
            seed: Some(seed),
            incidents,
            run: Some(Duration::from_secs(400)),
            ..Scenario::default()
        }
    }
}

/// What must be true of every run, at every event and between them.
fn watch(scenario: &Scenario, run: &Run) -> Result<(), TestCaseError> {
    let mut last = Instant::ZERO;
    for (index, event) in run.events.iter().enumerate() {
        prop_assert!(event.at >= last, "time goes back at event {index}");
        prop_assert!(event.at <= run.end, "event {index} after the end");
        if let Some(cause) = event.cause {
            prop_assert!((cause as usize) < index, "event {index} precedes its cause");
        }
        last = event.at;
    }
    let mut instants: Vec<Instant> = run.events.iter().map(|event| event.at).collect();
    instants.extend((0..=200).map(|step| Instant::from_secs(step * 2)));
    instants.sort_unstable();
    let block = run.scenario.profile.block_payload(run.scenario.allocator);
    let mut offset = None;
    let mut first = None;
    let mut counters = run.at(Instant::ZERO).counters;
    for at in instants {
        let moment = run.at(at);
        prop_assert!(offset.is_none_or(|before| moment.offset >= before), "offset goes back");
        offset = Some(moment.offset);
        let now = moment.counters;
        prop_assert!(now.sync_full >= counters.sync_full, "sync_full goes back");
        prop_assert!(now.sync_partial_ok >= counters.sync_partial_ok, "partial_ok goes back");
        prop_assert!(now.sync_partial_err <= now.sync_full, "more refusals than full resyncs");
        counters = now;
        if let Some(window) = moment.window {
            prop_assert_eq!(window.end().0, moment.offset.0 + 1, "the window ends at the offset");
            if let Some((id, before)) = first
                && id == moment.replid
            {
                prop_assert!(window.first_byte >= before, "history comes back");
            }
            first = Some((moment.replid, window.first_byte));
            let pinned = moment.replicas.iter().filter_map(|replica| replica.sent).min();
            let least = pinned.map_or(0, |sent| (moment.offset - sent.min(moment.offset)).0);
            let allowed = window.size.0.max(least) + 2 * block;
            prop_assert!(window.histlen.0 <= allowed, "{} of {allowed} held", window.histlen.0);
        }
        for replica in &moment.replicas {
            if let Some(applied) = replica.applied {
                prop_assert!(applied <= moment.offset, "{} is ahead", replica.name);
            }
            if let Some(sent) = replica.sent {
                prop_assert!(sent <= moment.offset, "more sent than written");
                prop_assert_eq!(replica.pending, moment.offset - sent);
            }
            prop_assert!(replica.acked <= moment.offset, "{} acknowledged too much", replica.name);
            if !replica.attached {
                prop_assert_eq!(replica.output_buffer, Bytes(0));
                let away = matches!(replica.phase, Phase::Down { .. } | Phase::Handshake);
                prop_assert!(away, "{:?} without a connection", replica.phase);
            }
        }
        let memory = moment.memory;
        let parts = memory.dataset + memory.backlog + memory.replica_buffers + memory.cow;
        prop_assert_eq!(memory.total, parts, "memory does not sum up");
    }
    // Editing what comes later leaves what came before untouched.
    let cut = Instant::from_secs(150);
    let mut earlier = scenario.clone();
    earlier.incidents.retain(|incident| incident.at < cut);
    let prefix = simulate(&earlier);
    let until = |run: &Run| {
        run.events.iter().take_while(|event| event.at < cut).copied().collect::<Vec<_>>()
    };
    prop_assert_eq!(until(&prefix), until(run), "the future changes the past");
    Ok(())
}

proptest! {
    #![proptest_config(random(400))]
    #[test]
    fn every_run_keeps_the_books(scenario in scenario()) {
        let run = simulate(&scenario);
        prop_assert!(run.events.len() < 100_000, "{} events in 400 s", run.events.len());
        prop_assert_eq!(&run, &simulate(&scenario), "the same scenario, another run");
        watch(&scenario, &run)?;
    }
}
