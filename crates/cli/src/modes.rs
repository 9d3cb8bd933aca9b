//! `stormglass modes`: what each way to run a primary loses and refuses, for the user's numbers.
//!
//! Nothing is looked up: every mode meets every failure in the engine, and the ledger says what it
//! cost.

use std::time::Duration;

use serde_json::json;
use stormglass_core::engine::simulate;
use stormglass_core::message::Message;
use stormglass_core::run::{EventKind, Ledger, Run, ledger};
use stormglass_core::scenario::{Incident, Scenario, SentinelSpec, Target, What};
use stormglass_core::units::{Bytes, Instant, parse_duration};
use stormglass_text::Catalogue;

mod reads;

use crate::args::Args;
use crate::table::table;
use crate::{End, Outcome, Unusable, findings, input, print};

/// A way to run a primary.
struct Mode {
    name: &'static str,
    min_replicas: u64,
    waits: bool,
    says: &'static str,
}

const MODES: &[Mode] = &[
    Mode { name: "async", min_replicas: 0, waits: false, says: "cli-mode-async" },
    Mode { name: "semi-sync", min_replicas: 1, waits: false, says: "cli-mode-semi" },
    Mode { name: "wait", min_replicas: 0, waits: true, says: "cli-mode-wait" },
];

/// A failure, at ten seconds.
struct Failure {
    /// Its key in JSON.
    name: &'static str,
    says: &'static str,
    what: fn() -> What,
}

const FAILURES: &[Failure] = &[
    Failure {
        name: "crash",
        says: "cli-modes-crash",
        what: || What::Crash { alone: false, lasting: None },
    },
    Failure {
        name: "partition of 60 s",
        says: "cli-modes-partition",
        what: || What::PartitionPrimary { lasting: Duration::from_secs(60) },
    },
    Failure {
        name: "all replicas pause for 30 s",
        says: "cli-modes-pause",
        what: || What::Pause { who: Target::All, lasting: Duration::from_secs(30) },
    },
];

/// What a mode meets in a failure.
struct Cell {
    lost: Bytes,
    commands: Option<u64>,
    refused: Duration,
}

pub(crate) fn modes(mut args: Args) -> Outcome {
    let words = args.catalogue()?;
    let wants_json = args.flag("--json");
    let tolerated = match args.option("--tolerate")? {
        None => Duration::from_secs(1),
        Some(text) => parse_duration(&text).map_err(|_| {
            Unusable(format!(
                "--tolerate {text}: “{text}” is no length of time. Write 250ms, 1s or 2m.
"
            ))
        })?,
    };
    let file = args.file("modes")?;
    let text = input::text(&file)?;
    let scenario = findings::scenario(&words, &file, &text)?;
    if scenario.replicas.is_empty() || scenario.writes.is_none() {
        let said = "stormglass modes needs `writes` and at least one `replica` in the scenario.\n";
        return Err(Unusable(said.into()));
    }
    let mut rows = Vec::new();
    let mut objects = Vec::new();
    for mode in MODES {
        let latency = latency(&scenario, mode);
        let mut row = vec![mode.name.to_owned()];
        let mut object = json!({ "mode": mode.name, "latency_seconds": latency.as_secs_f64() });
        for failure in FAILURES {
            let cell = meets(&scenario, mode, (failure.what)());
            row.push(said(&words, mode, failure, &cell));
            object[failure.name] = json!({
                "lost_bytes": cell.lost.0,
                "lost_commands": cell.commands,
                "refused_seconds": cell.refused.as_secs_f64(),
            });
        }
        row.push(words.say(&Message::new("cli-modes-latency").with("time", latency)));
        rows.push(row);
        objects.push(object);
    }
    if wants_json {
        let reads = reads::as_json(&reads::of(&scenario, tolerated));
        print(&format!("{:#}\n", json!({ "modes": objects, "reads": reads })));
        return Ok(End::Fine);
    }
    print(&table(&rows));
    for mode in MODES {
        print(&format!("\n{}: {}\n", mode.name, words.say(&Message::new(mode.says))));
    }
    print(&reads::as_text(&words, &reads::of(&scenario, tolerated), tolerated));
    Ok(End::Fine)
}

/// A cell in words: the failure, what is lost, and for how long nothing is written.
fn said(words: &Catalogue, mode: &Mode, failure: &Failure, cell: &Cell) -> String {
    let lost = match cell.commands {
        Some(count) => Message::new("cli-modes-lost-writes").with("count", count),
        None => Message::new("cli-modes-lost"),
    };
    let refused = if mode.waits { "cli-modes-unconfirmed" } else { "cli-modes-refused" };
    let cell = Message::new("cli-modes-cell")
        .with("failure", words.text(failure.says))
        .with("lost", words.say(&lost.with("bytes", cell.lost)))
        .with("refused", words.say(&Message::new(refused).with("time", cell.refused)));
    words.say(&cell)
}

fn variant(scenario: &Scenario, mode: &Mode) -> Scenario {
    let mut scenario = scenario.clone();
    scenario.incidents.clear();
    scenario.fresh = false;
    scenario.conf.min_replicas_to_write = Some(mode.min_replicas);
    scenario.conf.min_replicas_max_lag = scenario.conf.min_replicas_max_lag.or(Some(10));
    scenario.sentinel = scenario.sentinel.or(Some(SentinelSpec {
        down_after: Duration::from_secs(30),
        failover_timeout: Duration::from_secs(180),
        parallel_syncs: 1,
    }));
    scenario
}

fn meets(scenario: &Scenario, mode: &Mode, what: What) -> Cell {
    let mut scenario = variant(scenario, mode);
    scenario.incidents = vec![Incident { at: Instant::from_secs(10), what }];
    scenario.run = Some(Duration::from_secs(180));
    let run = simulate(&scenario);
    let books = ledger(&run, run.end);
    let refused: Duration = books.refused.iter().map(|span| span.to - span.from).sum();
    let refused = if mode.waits { refused + reads::unconfirmed(&run) } else { refused };
    // A client that waits counts a write as written only once a replica has it, and that replica
    // is the one with the larger offset.
    let lost = if mode.waits { Bytes::ZERO } else { books.lost };
    Cell { lost, commands: commands(&books, lost), refused }
}

fn commands(books: &Ledger, lost: Bytes) -> Option<u64> {
    if lost.is_zero() {
        return Some(0);
    }
    books.losses.iter().map(|loss| loss.commands).sum()
}

/// What a write costs in time beyond the server's own: the answer of one replica.
fn latency(scenario: &Scenario, mode: &Mode) -> Duration {
    if !mode.waits {
        return Duration::ZERO;
    }
    let mut scenario = variant(scenario, mode);
    let wait = What::Wait { local: None, replicas: 1, timeout: Duration::from_secs(10) };
    scenario.incidents = vec![Incident { at: Instant::from_millis(10_250), what: wait }];
    scenario.run = Some(Duration::from_secs(25));
    returned(&simulate(&scenario))
}

fn returned(run: &Run) -> Duration {
    let found = run.events.iter().find_map(|event| match event.kind {
        EventKind::WaitReturned { after, .. } => Some(after),
        _ => None,
    });
    found.unwrap_or_default()
}
