//! Any scenario that can be said, printed and read again; any text at all, read without harm.

use core::time::Duration;

use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;
use stormglass_core::scenario::link::{decode, encode};
use stormglass_core::scenario::{
    AppendFsync, Conf, Cow, DisklessLoad, Incident, LinkSpec, MaxmemoryPolicy, OutputBufferLimits,
    ReplicaSpec, Scenario, SentinelSpec, Severity, Target, What, Writes,
};
use stormglass_core::server::{Allocator, Server};
use stormglass_core::units::{Bytes, Instant, LinkRate, Rate, Share};

fn bytes() -> impl Strategy<Value = Bytes> {
    prop_oneof![(0_u64..1 << 40).prop_map(Bytes), (1_u64..1 << 20).prop_map(Bytes::mib)]
}

/// More than nothing, so that it gets somewhere.
fn rate() -> impl Strategy<Value = Rate> {
    prop_oneof![(1_u64..1 << 39).prop_map(Rate), (1_u64..1 << 10).prop_map(|n| Rate(n << 20))]
}

fn time() -> impl Strategy<Value = Duration> {
    prop_oneof![
        (1_u64..80_000).prop_map(Duration::from_secs),
        (1_u64..80_000_000).prop_map(Duration::from_millis),
        (1_u64..1 << 45).prop_map(Duration::from_nanos),
    ]
}

fn writes() -> impl Strategy<Value = Writes> {
    let commands = (0_u64..1_000_000, 0_u64..1000);
    prop_oneof![
        (0_u64..1 << 39).prop_map(|n| Writes::Stream(Rate(n))),
        commands.prop_map(|(per_second, n)| Writes::Commands { per_second, value: Bytes(n) }),
    ]
}

fn buffers() -> impl Strategy<Value = OutputBufferLimits> {
    (bytes(), bytes(), 0_u64..100_000).prop_map(|(hard, soft, soft_for)| OutputBufferLimits {
        hard,
        soft,
        soft_for,
    })
}

fn conf() -> impl Strategy<Value = Conf> {
    let seconds = || of(1_u64..100_000);
    let replication = (
        of((1_u64..1 << 40).prop_map(Bytes)),
        seconds(),
        of(buffers()),
        seconds(),
        seconds(),
        of(any::<bool>()),
        seconds(),
        seconds(),
    );
    let loads = select(vec![
        DisklessLoad::Disabled,
        DisklessLoad::OnEmptyDb,
        DisklessLoad::Swapdb,
        DisklessLoad::FlushBeforeLoad,
    ]);
    let transfer =
        (of(loads), of(any::<bool>()), of(any::<bool>()), of(bytes()), of(any::<bool>()));
    let policies = select(vec![
        MaxmemoryPolicy::NoEviction,
        MaxmemoryPolicy::AllkeysLru,
        MaxmemoryPolicy::AllkeysLfu,
        MaxmemoryPolicy::AllkeysRandom,
        MaxmemoryPolicy::VolatileLru,
        MaxmemoryPolicy::VolatileLfu,
        MaxmemoryPolicy::VolatileRandom,
        MaxmemoryPolicy::VolatileTtl,
    ]);
    let fsyncs = select(vec![AppendFsync::Always, AppendFsync::Everysec, AppendFsync::No]);
    let save = prop::collection::vec((1_u64..100_000, 0_u64..100_000), 0..4);
    let keeping = (
        seconds(),
        seconds(),
        of(bytes()),
        of(policies),
        of(save),
        of(any::<bool>()),
        of(fsyncs),
        of(any::<bool>()),
    );
    (replication, transfer, keeping).prop_map(|(replication, transfer, keeping)| Conf {
        repl_backlog_size: replication.0,
        repl_backlog_ttl: replication.1,
        output_buffer: replication.2,
        repl_timeout: replication.3,
        repl_ping_period: replication.4,
        diskless_sync: replication.5,
        diskless_delay: replication.6,
        diskless_max_replicas: replication.7,
        diskless_load: transfer.0,
        rdb_channel: transfer.1,
        dual_channel: transfer.2,
        full_sync_buffer_limit: transfer.3,
        lazy_flush: transfer.4,
        min_replicas_to_write: keeping.0,
        min_replicas_max_lag: keeping.1,
        maxmemory: keeping.2,
        maxmemory_policy: keeping.3,
        save: keeping.4,
        appendonly: keeping.5,
        appendfsync: keeping.6,
        no_appendfsync_on_rewrite: keeping.7,
    })
}

/// Exactly one directive, as `config set` takes it.
fn one_directive() -> impl Strategy<Value = Conf> {
    prop_oneof![
        (1_u64..1 << 40)
            .prop_map(|n| Conf { repl_backlog_size: Some(Bytes(n)), ..Conf::default() }),
        buffers().prop_map(|limits| Conf { output_buffer: Some(limits), ..Conf::default() }),
        any::<bool>().prop_map(|yes| Conf { diskless_sync: Some(yes), ..Conf::default() }),
        Just(Conf { save: Some(Vec::new()), ..Conf::default() }),
        Just(Conf { save: Some(vec![(900, 1), (60, 10_000)]), ..Conf::default() }),
    ]
}

/// Replicas of odd names, each under none, or under one before it.
fn replicas() -> impl Strategy<Value = Vec<ReplicaSpec>> {
    let link = (of(rate().prop_map(LinkRate)), of(time()));
    let above = (of(0_usize..50), of(0_u64..200));
    let one = (select(vec!["", "-b", "_c", ".d.e"]), link, of(rate()), of(rate()), above);
    let odd = prop::collection::vec(one, 1..6).prop_map(|specs| {
        let mut replicas: Vec<ReplicaSpec> = Vec::new();
        for (number, (tail, (rate, rtt), load, apply, (of, priority))) in
            specs.into_iter().enumerate()
        {
            let above = of.and_then(|n| replicas.get(n)).map(|replica| replica.name.clone());
            let name = format!("r{}{tail}", number + 1);
            replicas.push(ReplicaSpec {
                name,
                link: LinkSpec { rate, rtt },
                load,
                apply,
                of: above,
                priority,
            });
        }
        replicas
    });
    let plain = (1_u64..20).prop_map(|count| {
        let name = |n| ReplicaSpec { name: format!("r{n}"), ..ReplicaSpec::default() };
        (1..=count).map(name).collect()
    });
    prop_oneof![odd, plain]
}

/// What may happen to the replicas of these names.
fn what(names: Vec<String>) -> impl Strategy<Value = What> {
    let name = || select(names.clone());
    let who = || prop_oneof![Just(Target::All), name().prop_map(Target::Replica)];
    let anyone = || prop_oneof![who(), Just(Target::Primary)];
    prop_oneof![
        (writes(), of(time())).prop_map(|(rate, lasting)| What::Writes { rate, lasting }),
        (who(), time()).prop_map(|(who, lasting)| What::Disconnect { who, lasting }),
        (who(), time()).prop_map(|(who, lasting)| What::Stall { who, lasting }),
        who().prop_map(|who| What::Kill { who }),
        (anyone(), time()).prop_map(|(who, lasting)| What::Pause { who, lasting }),
        time().prop_map(|lasting| What::Block { who: Target::Primary, lasting }),
        (anyone(), time()).prop_map(|(who, lasting)| What::Restart { who, lasting }),
        Just(What::Bgsave),
        one_directive().prop_map(|conf| What::ConfigSet(Box::new(conf))),
        (name(), of(anyone())).prop_map(|(who, of)| What::ReplicaOf {
            who,
            // A replica of all replicas cannot be said.
            of: of.filter(|of| *of != Target::All),
        }),
        (any::<bool>(), of(time())).prop_map(|(alone, lasting)| What::Crash { alone, lasting }),
        time().prop_map(|lasting| What::PartitionPrimary { lasting }),
        (of(0_u64..2), 0_u64..1000, time()).prop_map(|(local, replicas, timeout)| What::Wait {
            local,
            replicas,
            timeout
        }),
    ]
}

fn scenario() -> impl Strategy<Value = Scenario> {
    let server = select(vec![
        Server::redis(6, 2, 16),
        Server::redis(7, 4, 1),
        Server::redis(8, 0, 6),
        Server::valkey(7, 2, 7),
        Server::valkey(9, 1, 2),
    ]);
    let allocator = select(vec![Allocator::Jemalloc, Allocator::Libc]);
    let cow = prop_oneof![
        (0_u32..10_000).prop_map(|share| Cow::Share(Share(share))),
        (1_u64..1 << 30, 1_u64..1 << 40)
            .prop_map(|(size, keys)| Cow::Pages { value_size: Bytes(size), keys }),
    ];
    let data =
        (of(bytes()), of(bytes()), of(writes()), of(time()), of(bytes()), of(bytes()), of(cow));
    let link = (of(rate().prop_map(LinkRate)), of(time()));
    let nic = of(rate().prop_map(LinkRate));
    let speeds = (of(rate()), of(rate()), of(rate()), link, nic, of(rate()));
    let sentinel = (time(), time(), 1_u64..10).prop_map(|(down_after, failover_timeout, syncs)| {
        SentinelSpec { down_after, failover_timeout, parallel_syncs: syncs }
    });
    let chance = (of(any::<u64>()), of((0_u32..1000).prop_map(Share)), of(time()), any::<bool>());
    let events = replicas().prop_flat_map(|replicas| {
        let names = replicas.iter().map(|replica| replica.name.clone()).collect();
        let event = (0_u64..80_000_000, what(names));
        (Just(replicas), prop::collection::vec(event, 0..8))
    });
    (of(server), of(allocator), conf(), data, speeds, of(sentinel), chance, events).prop_map(
        |(server, allocator, conf, data, speeds, sentinel, chance, (replicas, events))| {
            let mut incidents: Vec<Incident> = events
                .into_iter()
                .map(|(ms, what)| Incident { at: Instant::from_millis(ms), what })
                .collect();
            incidents.sort_by_key(|incident| incident.at);
            Scenario {
                server,
                allocator,
                conf,
                dataset: data.0,
                rdb: data.1,
                writes: data.2,
                fork: data.3,
                socket_buffer: data.4,
                memory: data.5,
                cow: data.6,
                snapshot: speeds.0,
                load: speeds.1,
                apply: speeds.2,
                link: LinkSpec { rate: speeds.3.0, rtt: speeds.3.1 },
                nic: speeds.4,
                disk: speeds.5,
                replicas,
                sentinel,
                fresh: chance.3,
                incidents,
                run: chance.2,
                seed: chance.0,
                jitter: chance.1,
            }
        },
    )
}

/// Reads whatever it is, as far as it goes.
fn read(text: &str) {
    let checked = Scenario::check(text);
    let failed = checked.findings.iter().any(|finding| finding.severity == Severity::Error);
    assert_eq!(checked.scenario.is_none(), failed);
    let lines = text.lines().count();
    for finding in &checked.findings {
        assert!(finding.line.is_none_or(|line| (1..=lines).contains(&(line as usize))));
    }
    let _ = decode(text);
}

proptest! {
    #[test]
    fn every_scenario_is_read_as_it_was_printed(scenario in scenario()) {
        let text = scenario.to_text();
        let read = Scenario::parse(&text).map_err(|findings| findings.to_string());
        prop_assert_eq!(read.as_ref(), Ok(&scenario), "{}", text);
        let link = decode(&format!("https://example.org/#{}", encode(&text, &[("cursor", "74s")])));
        prop_assert_eq!(link.findings, []);
        prop_assert_eq!(link.state, [("cursor".to_owned(), "74s".to_owned())]);
        prop_assert_eq!(link.scenario, text);
    }

    #[test]
    fn any_bytes_are_read_without_harm(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        read(&String::from_utf8_lossy(&bytes));
    }
}

#[test]
fn a_megabyte_of_anything_is_read_without_harm() {
    let mut state = 42_u64;
    let noise: Vec<u8> = core::iter::repeat_with(|| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        state.to_be_bytes()[0]
    })
    .take(1 << 20)
    .collect();
    read(&String::from_utf8_lossy(&noise));
    read(&String::from_utf8_lossy(&noise).replace('\0', "\n"));
    for piece in ["a\n", "1s", "\"", "%", "at 1s kill x\n", "save 1 1 ", "replicas 1\n", "é#;"] {
        let t = std::time::Instant::now();
        read(&piece.repeat((1 << 20) / piece.len()));
        eprintln!("{piece:?} {:?}", t.elapsed());
        let t = std::time::Instant::now();
        eprintln!("to z {:?}", t.elapsed());
        read(&format!("#v1z;{}", piece.repeat(1 << 18)));
    }
}
