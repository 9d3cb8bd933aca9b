//! Failover by a real Sentinel, and `WAIT` on a real server, beside the engine.

use std::io;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant as Clock};

use stormglass_core::run::{EventKind, FullReason, Refusal, ledger};
use stormglass_tests::lab::{Info, Process, Proxy, Sentinel, Writer, find_server, server_version};

use super::common;

/// A primary, two replicas behind proxies, and a Sentinel behind a third.
struct Shard {
    binary: PathBuf,
    version: String,
    primary: Process,
    replicas: Vec<Process>,
    paths: Vec<Proxy>,
    watched: Proxy,
    sentinel: Sentinel,
}

const DOWN_AFTER: Duration = Duration::from_secs(3);

impl Shard {
    fn start(args: &[&str]) -> Option<Self> {
        let binary = find_server()?;
        let version = server_version(&binary).expect("the server says its version").to_string();
        let args: Vec<String> = args.iter().map(|arg| (*arg).to_owned()).collect();
        let primary = Process::start(&binary, &args).expect("a primary starts");
        let mut replicas = Vec::new();
        let mut paths = Vec::new();
        for _ in 0..2 {
            let path = Proxy::start(primary.port, 0).expect("a proxy starts");
            let mut args = args.clone();
            args.extend(["--replicaof".into(), format!("127.0.0.1 {}", path.port)]);
            replicas.push(Process::start(&binary, &args).expect("a replica starts"));
            paths.push(path);
        }
        for replica in &replicas {
            until(|| Ok(info(replica)?.text("master_link_status") == Some("up")));
        }
        let watched = Proxy::start(primary.port, 0).expect("a proxy starts");
        let sentinel =
            Sentinel::start(&binary, watched.port, DOWN_AFTER).expect("a Sentinel starts");
        until(|| Ok(sentinel.replicas()? == 2));
        Some(Self { binary, version, primary, replicas, paths, watched, sentinel })
    }

    fn promoted(&self) -> Option<usize> {
        self.replicas
            .iter()
            .position(|replica| info(replica).is_ok_and(|info| info.text("role") == Some("master")))
    }
}

fn info(process: &Process) -> io::Result<Info> {
    process.client()?.info()
}

fn until(mut done: impl FnMut() -> io::Result<bool>) {
    let begun = Clock::now();
    while !done().unwrap_or(false) {
        assert!(begun.elapsed() < Duration::from_secs(40), "waited for 40 s");
        thread::sleep(Duration::from_millis(20));
    }
}

const COMMON: [&str; 8] = [
    "--save",
    "",
    "--repl-backlog-size",
    "16mb",
    "--repl-diskless-sync-delay",
    "0",
    "--repl-timeout",
    "60",
];

fn engine(shard: &Shard, rest: &str) -> stormglass_core::run::Run {
    let text = format!(
        "server {}\nrepl-backlog-size 16mb\nrepl-diskless-sync-delay 0\nwrites 512kb/s\n\
         dataset 1mb\nreplicas 2\nsentinel down-after 3s parallel-syncs 1\n{rest}",
        shard.version
    );
    common::run(&text)
}

#[test]
fn a_real_sentinel_promotes_when_the_engine_says() {
    let Some(mut shard) = Shard::start(&COMMON) else { return };
    let writer = Writer::start(shard.primary.port, 512 << 10).expect("a writer starts");
    thread::sleep(Duration::from_secs(1));
    let killed = Clock::now();
    shard.primary.kill().expect("it can be killed");
    until(|| Ok(shard.promoted().is_some()));
    let took = killed.elapsed().as_secs_f64();
    let lead = shard.promoted().expect("one leads");
    let other = 1 - lead;
    until(|| Ok(info(&shard.replicas[other])?.text("master_link_status") == Some("up")));
    let followed = killed.elapsed().as_secs_f64();
    let served = info(&shard.replicas[lead]).expect("it answers");
    drop(writer);

    let run = engine(&shard, "at 1s crash primary\nrun 20s");
    let at = |kind: EventKind| {
        run.events.iter().find(|e| e.kind == kind).expect("it happens").at.as_secs_f64() - 1.0
    };
    let promotes = at(EventKind::Promoted);
    let end = run.at(run.end);
    println!(
        "promoted after {took:.2} s, engine {promotes:.2} s; sibling back after {followed:.2} s"
    );
    // Sentinels ping once a second and wait for up to one more before an election.
    assert!(
        (took - promotes).abs() < 1.1,
        "real {took}, engine {promotes}: {}",
        shard.sentinel.log()
    );
    let number = |key| served.number(key);
    let real = (number("sync_full"), number("sync_partial_ok"), number("sync_partial_err"));
    let counters = end.counters;
    let ours = (counters.sync_full, counters.sync_partial_ok, counters.sync_partial_err);
    assert_eq!(real, ours, "siblings after a failover");
    assert!(shard.binary.is_file());
}

#[test]
fn a_real_partition_loses_what_the_engine_says() {
    let Some(shard) = Shard::start(&COMMON) else { return };
    let writer = Writer::start(shard.primary.port, 512 << 10).expect("a writer starts");
    thread::sleep(Duration::from_secs(1));
    let begun = Clock::now();
    shard.watched.stall(true);
    shard.paths.iter().for_each(|path| path.stall(true));
    thread::sleep(Duration::from_secs(8).saturating_sub(begun.elapsed()));
    shard.watched.stall(false);
    shard.paths.iter().for_each(|path| path.stall(false));
    until(|| Ok(shard.promoted().is_some()));
    let lead = shard.promoted().expect("one leads");
    let kept = info(&shard.replicas[lead]).expect("it answers").number("second_repl_offset");
    let mut had = 0;
    until(|| {
        let info = info(&shard.primary)?;
        if info.text("role") == Some("master") {
            had = info.number("master_repl_offset");
        }
        Ok(info.text("role") == Some("slave"))
    });
    let converted = begun.elapsed().as_secs_f64();
    drop(writer);
    let lost = had + 1 - kept;

    let run = engine(&shard, "at 1s partition primary for 8s\nrun 60s");
    let ours = ledger(&run, run.end).lost.0;
    let rate = 512 << 10;
    println!("lost {lost}, engine {ours}; told to follow after {converted:.2} s");
    // The old primary is told within seconds that nobody controls.
    assert!(lost.abs_diff(ours) < 2 * rate, "real {lost}, engine {ours}: {}", shard.sentinel.log());
    // What it wrote alone cannot be continued.
    until(|| Ok(info(&shard.replicas[lead])?.number("sync_partial_err") > 0));
    assert!(run.events.iter().any(|event| matches!(
        event.kind,
        EventKind::FullResync(FullReason::Refused(Refusal::PastSecondId { .. }))
    )));
}

#[test]
fn a_real_wait_returns_what_the_engine_says() {
    let Some(shard) = Shard::start(&COMMON) else { return };
    // A replica just synchronised gets its stream with its next acknowledgement.
    thread::sleep(Duration::from_millis(1500));
    let mut client = shard.primary.client().expect("it answers");
    let mut wait = |replicas: &str, timeout: &str| {
        client.call(&["SET", "k", "v"]).expect("written");
        let begun = Clock::now();
        let count: u64 = client
            .call(&["WAIT", replicas, timeout])
            .expect("an answer")
            .parse()
            .expect("a number");
        (count, begun.elapsed().as_secs_f64())
    };
    let both = wait("2", "1000");
    let three = wait("3", "300");
    shard.paths[0].stall(true);
    let one = wait("2", "300");
    shard.paths[1].stall(true);
    let none = wait("1", "300");
    let run = engine(
        &shard,
        "link rtt 200us\nat 1s wait 2 1s\nat 2s wait 3 300ms\nat 3s stall r1 for 20s\n\
         at 4s wait 2 300ms\nat 5s stall r2 for 20s\nat 6s wait 1 300ms\nrun 8s",
    );
    let ours: Vec<(u64, f64)> = run
        .events
        .iter()
        .filter_map(|event| match event.kind {
            EventKind::WaitReturned { acknowledged, after, .. } => {
                Some((acknowledged, after.as_secs_f64()))
            }
            _ => None,
        })
        .collect();
    for (real, ours) in [both, three, one, none].iter().zip(&ours) {
        assert_eq!(real.0, ours.0);
        // A timeout is looked at every 100 ms.
        assert!((real.1 - ours.1).abs() < 0.15, "real {real:?}, engine {ours:?}");
    }
    assert_eq!(ours.len(), 4);
}
