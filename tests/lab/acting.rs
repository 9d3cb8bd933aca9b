//! A scenario acted out by real servers.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use stormglass_core::scenario::{Resolved, Scenario};

use super::steps::{Step, steps};
use super::writer::{KEYS, fill};
use super::{Client, Info, Process, Proxy, Writer};

/// Bytes of a value of the keyspace: large, so that a slowed save sleeps rarely and long.
const VALUE_BYTES: usize = 20_000;
/// The same with its key in an uncompressed snapshot.
const KEY_BYTES: u64 = 20_013;
/// What a sleep of the server takes beyond what it asked for, in microseconds.
const SLEEP_EXCESS_USEC: u64 = 100;

/// The primary's INFO at one time after 0s.
#[derive(Clone, Debug)]
pub struct Sample {
    /// Seconds since 0s.
    pub at: f64,
    /// What it said.
    pub info: Info,
}

/// What real servers did.
#[derive(Debug)]
pub struct Observed {
    /// The primary's `master_repl_offset` at 0s.
    pub offset_at_start: u64,
    /// The primary's INFO, some twenty times a second.
    pub samples: Vec<Sample>,
    /// The primary's INFO at the end.
    pub end: Info,
    /// The primary's log from 0s on.
    pub log: String,
}

impl Observed {
    /// `sync_full`, `sync_partial_ok`, `sync_partial_err` at the end.
    #[must_use]
    pub fn counters(&self) -> (u64, u64, u64) {
        counters(&self.end)
    }
}

/// `sync_full`, `sync_partial_ok`, `sync_partial_err`.
#[must_use]
pub fn counters(info: &Info) -> (u64, u64, u64) {
    let number = |key| info.number(key);
    (number("sync_full"), number("sync_partial_ok"), number("sync_partial_err"))
}

/// The stage: the processes and paths of one scenario.
struct Stage {
    primary: Process,
    replicas: Vec<Process>,
    paths: Vec<Proxy>,
}

impl Stage {
    fn above(&self, spec: &Resolved, index: usize) -> &Process {
        spec.replicas[index].of.map_or(&self.primary, |above| &self.replicas[above])
    }
}

/// Acts `scenario` out on servers started from `binary`.
///
/// # Errors
/// When a server does not start or does not answer, or the scenario has what cannot be acted out.
pub fn observe(binary: &Path, scenario: &Scenario) -> io::Result<Observed> {
    let spec = scenario.resolved();
    let primary = Process::start(binary, &arguments(&spec))?;
    let mut client = primary.client()?;
    let keys = spec.rdb.0 / KEY_BYTES;
    grow(&mut client, keys)?;
    let mut stage = Stage { primary, replicas: Vec::new(), paths: Vec::new() };
    for (index, replica) in spec.replicas.iter().enumerate() {
        let target = stage.above(&spec, index).port;
        let proxy = Proxy::start(target, replica.link.0.0)?;
        let mut args = arguments(&spec);
        args.extend(["--replicaof".into(), format!("127.0.0.1 {}", proxy.port)]);
        stage.replicas.push(Process::start(binary, &args)?);
        stage.paths.push(proxy);
        up(stage.replicas.last().expect("just started"))?;
    }
    // A primary that has been up for a while: its backlog is full.
    fill(&mut client, spec.settings.repl_backlog_size.0 + 64 * 1024)?;
    wait_until("replicas have caught up", || {
        let written = client.info()?.number("master_repl_offset");
        for replica in &stage.replicas {
            if replica.client()?.info()?.number("master_repl_offset") != written {
                return Ok(false);
            }
        }
        Ok(true)
    })?;
    slow_down(scenario, &spec, keys + KEYS, &mut client, &stage.replicas)?;
    thread::sleep(Duration::from_millis(1100));
    client.call(&["CONFIG", "RESETSTAT"])?;
    let log_before = stage.primary.log().len();

    let writer = Writer::start(stage.primary.port, spec.writes.0)?;
    let begun = Instant::now();
    let offset_at_start = client.info()?.number("master_repl_offset");
    let sampler = Sampler::start(stage.primary.port, begun);
    let mut steps = steps(&spec)?;
    steps.sort_by_key(|(at, _)| *at);
    for (at, step) in steps {
        thread::sleep(at.saturating_sub(begun.elapsed()));
        take(&mut stage, &spec, &writer, step)?;
    }
    let end = spec.run.unwrap_or(Duration::from_secs(20));
    thread::sleep(end.saturating_sub(begun.elapsed()));
    let last = stage.primary.client()?.info()?;
    drop(writer);
    let log = stage.primary.log().split_off(log_before);
    Ok(Observed { offset_at_start, samples: sampler.end(), end: last, log })
}

fn take(stage: &mut Stage, spec: &Resolved, writer: &Writer, step: Step) -> io::Result<()> {
    match step {
        Step::Cut(index) => stage.paths[index].cut(),
        Step::Restore(index) => stage.paths[index].restore(),
        Step::Stall(index, stalled) => stage.paths[index].stall(stalled),
        Step::Freeze(None, frozen) => stage.primary.freeze(frozen)?,
        Step::Freeze(Some(index), frozen) => stage.replicas[index].freeze(frozen)?,
        Step::Rate(rate) => writer.set_rate(rate.0),
        Step::Kill(index) => {
            let mut client = stage.above(spec, index).client()?;
            for address in stage.paths[index].addresses() {
                // The proxy's side towards the replica is no client of the server.
                let _ = client.call(&["CLIENT", "KILL", "ADDR", &address]);
            }
        }
        Step::Call(args) => call(stage.primary.client()?, &args)?,
        Step::Sleep(seconds) => {
            let mut client = stage.primary.client()?;
            thread::spawn(move || client.call(&["DEBUG", "SLEEP", &seconds]));
        }
        Step::Down(None) => stage.primary.shut_down()?,
        Step::Down(Some(index)) => stage.replicas[index].shut_down()?,
        Step::Up(None) => stage.primary.start_again(&[])?,
        Step::Up(Some(index)) => stage.replicas[index].start_again(&[])?,
        Step::Follow(index, above) => {
            let target = above.map_or(stage.primary.port, |above| stage.replicas[above].port);
            stage.paths[index] = Proxy::start(target, spec.replicas[index].link.0.0)?;
            let port = stage.paths[index].port.to_string();
            let args = ["REPLICAOF", "127.0.0.1", &port].map(String::from);
            call(stage.replicas[index].client()?, &args)?;
        }
        Step::Lead(index) => {
            let args = ["REPLICAOF", "NO", "ONE"].map(String::from);
            call(stage.replicas[index].client()?, &args)?;
        }
    }
    Ok(())
}

fn call(mut client: Client, args: &[String]) -> io::Result<()> {
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    client.call(&args).map(drop)
}

/// Asks a server for INFO again and again.
struct Sampler {
    ended: Arc<AtomicBool>,
    thread: JoinHandle<Vec<Sample>>,
}

impl Sampler {
    fn start(port: u16, begun: Instant) -> Self {
        let ended = Arc::new(AtomicBool::new(false));
        let stop = Arc::clone(&ended);
        let thread = thread::spawn(move || {
            let mut samples = Vec::new();
            let mut client: Option<Client> = None;
            while !stop.load(Ordering::Relaxed) {
                thread::sleep(Duration::from_millis(40));
                if client.is_none() {
                    client = Client::connect(port).ok();
                }
                match client.as_mut().map(Client::info) {
                    Some(Ok(info)) if info.text("sync_full").is_some() => {
                        samples.push(Sample { at: begun.elapsed().as_secs_f64(), info });
                    }
                    Some(Ok(_)) | None => {}
                    Some(Err(_)) => client = None,
                }
            }
            samples
        });
        Self { ended, thread }
    }

    fn end(self) -> Vec<Sample> {
        self.ended.store(true, Ordering::Relaxed);
        self.thread.join().expect("the sampler does not panic")
    }
}

/// Makes saving and loading as slow as the scenario says, where it says so.
fn slow_down(
    scenario: &Scenario,
    spec: &Resolved,
    keys: u64,
    primary: &mut Client,
    replicas: &[Process],
) -> io::Result<()> {
    let per_key = |takes: Option<Duration>| {
        let usec = takes.map_or(0, |takes| takes.as_micros() / u128::from(keys.max(1)));
        u64::try_from(usec).unwrap_or(0).saturating_sub(SLEEP_EXCESS_USEC).to_string()
    };
    if scenario.snapshot.is_some() {
        let delay = per_key(spec.snapshot.time_for(spec.dataset));
        primary.call(&["CONFIG", "SET", "rdb-key-save-delay", &delay])?;
        for replica in replicas {
            replica.client()?.call(&["CONFIG", "SET", "rdb-key-save-delay", &delay])?;
        }
    }
    for (index, replica) in replicas.iter().enumerate() {
        if scenario.load.is_some() || scenario.replicas[index].load.is_some() {
            let delay = per_key(spec.replicas[index].load.time_for(spec.rdb));
            replica.client()?.call(&["CONFIG", "SET", "key-load-delay", &delay])?;
        }
    }
    Ok(())
}

fn arguments(spec: &Resolved) -> Vec<String> {
    let settings = &spec.settings;
    let limits = settings.output_buffer;
    let yes = |on: bool| if on { "yes" } else { "no" }.to_owned();
    let save: Vec<String> =
        settings.save.iter().map(|(secs, changes)| format!("{secs} {changes}")).collect();
    let mut pairs = vec![
        ("repl-backlog-size", settings.repl_backlog_size.0.to_string()),
        ("repl-backlog-ttl", settings.repl_backlog_ttl.to_string()),
        ("repl-timeout", settings.repl_timeout.to_string()),
        ("repl-ping-replica-period", settings.repl_ping_period.to_string()),
        ("repl-diskless-sync", yes(settings.diskless_sync)),
        ("repl-diskless-sync-delay", settings.diskless_delay.to_string()),
        (
            "client-output-buffer-limit",
            format!("replica {} {} {}", limits.hard.0, limits.soft.0, limits.soft_for),
        ),
        ("min-replicas-to-write", settings.min_replicas_to_write.to_string()),
        ("min-replicas-max-lag", settings.min_replicas_max_lag.to_string()),
        ("save", save.join(" ")),
    ];
    if spec.profile.diskless_max_replicas {
        pairs.push(("repl-diskless-sync-max-replicas", settings.diskless_max_replicas.to_string()));
        pairs.push(("enable-debug-command", "yes".to_owned()));
    }
    pairs.into_iter().flat_map(|(name, value)| [format!("--{name}"), value]).collect()
}

/// That many keys.
fn grow(client: &mut Client, keys: u64) -> io::Result<()> {
    let mut done = 0;
    while done < keys {
        let batch = (keys - done).min(50);
        let commands: Vec<u8> = (0..batch)
            .flat_map(|n| {
                let key = format!("d:{:06}", done + n);
                super::resp::encode(&["SET", &key, &"y".repeat(VALUE_BYTES)])
            })
            .collect();
        client.pipeline(&commands, usize::try_from(batch).expect("at most 50"))?;
        done += batch;
    }
    Ok(())
}

fn up(replica: &Process) -> io::Result<()> {
    let mut client = replica.client()?;
    wait_until("a replica has loaded", || {
        Ok(client.info()?.text("master_link_status") == Some("up"))
    })
}

fn wait_until(what: &str, mut done: impl FnMut() -> io::Result<bool>) -> io::Result<()> {
    let begun = Instant::now();
    while !done()? {
        if begun.elapsed() > Duration::from_secs(30) {
            return Err(io::Error::other(format!("waited 30 s until {what}")));
        }
        thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}
