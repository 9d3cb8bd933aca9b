//! A scenario acted out by real servers.

use std::io;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use stormglass_core::scenario::{Resolved, Scenario, Target, What};
use stormglass_core::units::Rate;

use super::writer::fill;
use super::{Client, Info, Process, Proxy, Writer};

/// What real servers did.
#[derive(Debug)]
pub struct Observed {
    /// The primary's `master_repl_offset` at 0s.
    pub offset_at_start: u64,
    /// The primary's INFO at the end.
    pub end: Info,
    /// The primary's log.
    pub log: String,
}

impl Observed {
    /// `sync_full`, `sync_partial_ok`, `sync_partial_err`.
    #[must_use]
    pub fn counters(&self) -> (u64, u64, u64) {
        let number = |key| self.end.number(key);
        (number("sync_full"), number("sync_partial_ok"), number("sync_partial_err"))
    }
}

/// A step to take at a time after 0s.
enum Step {
    Cut(usize),
    Restore(usize),
    Stall(usize, bool),
    Kill,
    Freeze(usize, bool),
    Rate(Rate),
    Call(Vec<String>),
}

/// Acts `scenario` out on servers started from `binary`.
///
/// Understands `disconnect`, `stall`, `kill all`, `pause` of a replica, `writes`, `bgsave` and
/// `config set` of sizes; chains and role changes are not acted out.
///
/// # Errors
/// When a server does not start or does not answer.
pub fn observe(binary: &Path, scenario: &Scenario) -> io::Result<Observed> {
    let spec = scenario.resolved();
    let primary = Process::start(binary, &arguments(&spec))?;
    let mut client = primary.client()?;
    grow(&mut client, spec.dataset.0)?;
    let mut paths = Vec::new();
    let mut replicas = Vec::new();
    for replica in &spec.replicas {
        let proxy = Proxy::start(primary.port, replica.link.0.0)?;
        let mut args = arguments(&spec);
        args.extend(["--replicaof".into(), format!("127.0.0.1 {}", proxy.port)]);
        replicas.push(Process::start(binary, &args)?);
        paths.push(proxy);
    }
    wait_until("every replica is online", || Ok(client.info()?.online() == paths.len()))?;
    for replica in &replicas {
        let mut client = replica.client()?;
        wait_until("a replica has loaded", || {
            Ok(client.info()?.text("master_link_status") == Some("up"))
        })?;
    }
    // A primary that has been up for a while: its backlog is full.
    fill(&mut client, spec.settings.repl_backlog_size.0 + 64 * 1024)?;
    wait_until("replicas have caught up", || {
        let info = client.info()?;
        let written = info.text("master_repl_offset").unwrap_or_default().to_owned();
        let lines = (0..paths.len()).filter_map(|n| info.text(&format!("slave{n}")));
        Ok(lines.filter(|line| line.contains(&format!("offset={written},"))).count() == paths.len())
    })?;
    client.call(&["CONFIG", "RESETSTAT"])?;

    let writer = Writer::start(primary.port, spec.writes.0)?;
    let begun = Instant::now();
    let offset_at_start = client.info()?.number("master_repl_offset");
    let mut steps = steps(&spec);
    steps.sort_by_key(|(at, _)| *at);
    for (at, step) in steps {
        thread::sleep(at.saturating_sub(begun.elapsed()));
        match step {
            Step::Cut(index) => paths[index].cut(),
            Step::Restore(index) => paths[index].restore(),
            Step::Stall(index, stalled) => paths[index].stall(stalled),
            Step::Freeze(index, frozen) => replicas[index].freeze(frozen)?,
            Step::Rate(rate) => writer.set_rate(rate.0),
            Step::Kill => {
                client.call(&["CLIENT", "KILL", "TYPE", "replica"])?;
            }
            Step::Call(args) => {
                let args: Vec<&str> = args.iter().map(String::as_str).collect();
                client.call(&args)?;
            }
        }
    }
    let end = spec.run.unwrap_or(Duration::from_secs(20));
    thread::sleep(end.saturating_sub(begun.elapsed()));
    let end = client.info()?;
    drop(writer);
    Ok(Observed { offset_at_start, end, log: primary.log() })
}

fn arguments(spec: &Resolved) -> Vec<String> {
    let settings = &spec.settings;
    let limits = settings.output_buffer;
    let pairs = [
        ("repl-backlog-size", settings.repl_backlog_size.0.to_string()),
        ("repl-backlog-ttl", settings.repl_backlog_ttl.to_string()),
        ("repl-timeout", settings.repl_timeout.to_string()),
        ("repl-ping-replica-period", settings.repl_ping_period.to_string()),
        ("repl-diskless-sync", if settings.diskless_sync { "yes" } else { "no" }.into()),
        ("repl-diskless-sync-delay", settings.diskless_delay.to_string()),
        (
            "client-output-buffer-limit",
            format!("replica {} {} {}", limits.hard.0, limits.soft.0, limits.soft_for),
        ),
    ];
    pairs.into_iter().flat_map(|(name, value)| [format!("--{name}"), value]).collect()
}

/// Keys of a kilobyte until the keyspace has about `bytes`.
fn grow(client: &mut Client, bytes: u64) -> io::Result<()> {
    let keys = bytes / 1100;
    let mut done = 0;
    while done < keys {
        let batch = (keys - done).min(500);
        let commands: Vec<u8> = (0..batch)
            .flat_map(|n| {
                let key = format!("d:{}", done + n);
                super::resp::encode(&["SET", &key, &"y".repeat(1000)])
            })
            .collect();
        client.pipeline(&commands, usize::try_from(batch).expect("at most 500"))?;
        done += batch;
    }
    Ok(())
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

fn steps(spec: &Resolved) -> Vec<(Duration, Step)> {
    let mut steps = Vec::new();
    let targets = |who: &Target| -> Vec<usize> {
        match who {
            Target::All => (0..spec.replicas.len()).collect(),
            Target::Primary => Vec::new(),
            Target::Replica(name) => {
                spec.replicas.iter().position(|replica| &replica.name == name).into_iter().collect()
            }
        }
    };
    for incident in &spec.incidents {
        let at = incident.at.since_start();
        match &incident.what {
            What::Disconnect { who, lasting } => {
                for index in targets(who) {
                    steps.push((at, Step::Cut(index)));
                    steps.push((at + *lasting, Step::Restore(index)));
                }
            }
            What::Stall { who, lasting } => {
                for index in targets(who) {
                    steps.push((at, Step::Stall(index, true)));
                    steps.push((at + *lasting, Step::Stall(index, false)));
                }
            }
            What::Pause { who, lasting } => {
                for index in targets(who) {
                    steps.push((at, Step::Freeze(index, true)));
                    steps.push((at + *lasting, Step::Freeze(index, false)));
                }
            }
            What::Kill { .. } => steps.push((at, Step::Kill)),
            What::Writes { rate, lasting } => {
                steps.push((at, Step::Rate(rate.stream_rate())));
                if let Some(lasting) = lasting {
                    steps.push((at + *lasting, Step::Rate(spec.writes)));
                }
            }
            What::Bgsave => steps.push((at, Step::Call(vec!["BGSAVE".into()]))),
            What::ConfigSet(conf) => {
                if let Some(size) = conf.repl_backlog_size {
                    let args = ["CONFIG", "SET", "repl-backlog-size", &size.0.to_string()];
                    steps.push((at, Step::Call(args.map(String::from).to_vec())));
                }
            }
            other => panic!("the laboratory cannot act out {other:?}"),
        }
    }
    steps
}
