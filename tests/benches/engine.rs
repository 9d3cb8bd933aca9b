//! What the engine costs: events a second, and what an hour costs at any write rate.

use core::time::Duration;

use divan::Bencher;
use divan::counter::ItemsCount;
use stormglass_core::engine::simulate;
use stormglass_core::run::Run;
use stormglass_core::scenario::{
    Conf, Incident, OutputBufferLimits, ReplicaSpec, Scenario, Target, What, Writes,
};
use stormglass_core::server::Server;
use stormglass_core::sizing::{Question, answer};
use stormglass_core::units::{Bytes, Instant, Rate};

fn main() {
    divan::main();
}

/// Three replicas that never finish a full resync, for an hour.
fn storm(rate: u64) -> Scenario {
    Scenario {
        server: Some(Server::redis(7, 4, 1)),
        conf: Conf {
            repl_backlog_size: Some(Bytes::mib(1)),
            diskless_delay: Some(0),
            output_buffer: Some(OutputBufferLimits {
                hard: Bytes(rate * 2),
                soft: Bytes(0),
                soft_for: 0,
            }),
            ..Conf::default()
        },
        dataset: Some(Bytes::gib(1)),
        writes: Some(Writes::Stream(Rate(rate))),
        replicas: (1..=3)
            .map(|n| ReplicaSpec { name: format!("r{n}"), ..ReplicaSpec::default() })
            .collect(),
        incidents: vec![Incident {
            at: Instant::from_secs(10),
            what: What::Disconnect { who: Target::All, lasting: Duration::from_secs(30) },
        }],
        run: Some(Duration::from_secs(3600)),
        ..Scenario::default()
    }
}

/// The same replicas, one short outage, then quiet.
fn quiet(secs: u64) -> Scenario {
    let mut scenario = storm(1 << 20);
    scenario.conf.repl_backlog_size = Some(Bytes::mib(256));
    scenario.run = Some(Duration::from_secs(secs));
    scenario
}

fn items(run: &Run) -> ItemsCount {
    ItemsCount::new(run.events.len())
}

/// An hour of storm; the write rate does not matter, what happens does.
#[divan::bench(args = [1_000_000, 100_000_000])]
fn hour_of_storm(bencher: Bencher<'_, '_>, rate: u64) {
    let scenario = storm(rate);
    let events = items(&simulate(&scenario));
    bencher.counter(events).bench(|| simulate(&scenario));
}

/// Quiet time costs nothing.
#[divan::bench(args = [60, 3600, 86_400])]
fn quiet_seconds(bencher: Bencher<'_, '_>, secs: u64) {
    let scenario = quiet(secs);
    bencher.bench(|| simulate(&scenario));
}

/// A moment anywhere in an hour of storm.
#[divan::bench]
fn seek(bencher: Bencher<'_, '_>) {
    let run = simulate(&storm(1_000_000));
    let mut at = 0_u64;
    bencher.bench_local(|| {
        at = (at + 977_777_777_777) % 3_600_000_000_000;
        run.at(Instant::from_nanos(at))
    });
}

/// The whole answer, as a slider asks for it.
#[divan::bench]
fn sizing() -> stormglass_core::sizing::Answer {
    answer(divan::black_box(&quiet(120)), &Question::default())
}
