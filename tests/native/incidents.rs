//! Incidents from public reports: what the engine predicts beside what was reported.
//!
//! Each file of `tests/incidents` says in its comments where the report is, what of it was put in
//! (`given`), and what has to come out (`expect: MEASURE VALUE within BOUND`).

use std::fmt::Write;
use std::path::Path;

use stormglass_core::engine::simulate;
use stormglass_core::run::{CloseReason, EventKind, Run};
use stormglass_core::scenario::Scenario;
use stormglass_core::units::Instant;

/// Seconds of the first event of a kind, from `since` on.
fn first(run: &Run, since: f64, kind: impl Fn(&EventKind) -> bool) -> f64 {
    let at = |at: Instant| at.as_secs_f64();
    let found = run.events.iter().find(|event| at(event.at) >= since && kind(&event.kind));
    found.map_or(f64::NAN, |event| at(event.at))
}

fn count(run: &Run, kind: impl Fn(&EventKind) -> bool) -> f64 {
    let count = run.events.iter().filter(|event| kind(&event.kind)).count();
    f64::from(u32::try_from(count).expect("the number of events is bounded"))
}

fn by_limit(kind: &EventKind) -> bool {
    matches!(kind, EventKind::Closed(CloseReason::HardLimit | CloseReason::SoftLimit))
}

fn big(bytes: u64) -> f64 {
    // A quarter of a kilobyte at most is lost.
    f64::from(u32::try_from(bytes >> 8).expect("less than a tebibyte")) * 256.0
}

fn measure(name: &str, run: &Run) -> f64 {
    let fork = first(run, 0.0, |kind| matches!(kind, EventKind::Forked { .. }));
    let close = first(run, 0.0, by_limit);
    let done = first(run, 0.0, |kind| *kind == EventKind::ChildDone);
    let end = run.at(run.end);
    match name {
        "close-after-fork" => close - fork,
        "close-after-start" => close,
        "saved-after-fork" => done - fork,
        "sent-after-fork" => first(run, 0.0, |kind| *kind == EventKind::TransferDone) - fork,
        "closes-apart" => {
            let mut closes = run.events.iter().filter(|event| by_limit(&event.kind));
            let (one, other) = (closes.next(), closes.next());
            one.zip(other).map_or(f64::NAN, |(one, other)| (other.at - one.at).as_secs_f64())
        }
        "transfer-seconds" => {
            let starts = first(run, 0.0, |kind| *kind == EventKind::TransferStarted);
            first(run, starts, |kind| *kind == EventKind::LoadStarted) - starts
        }
        "closes" => count(run, by_limit),
        "children-killed" => count(run, |kind| *kind == EventKind::ChildFailed),
        "finishes" => count(run, |kind| *kind == EventKind::CaughtUp).min(1.0),
        "full-resyncs" => big(end.counters.sync_full << 8) / 256.0,
        "partial-resyncs" => big(end.counters.sync_partial_ok << 8) / 256.0,
        "fork-seconds" => end.latest_fork.unwrap_or_default().as_secs_f64(),
        "covers" => {
            let size = run.scenario.settings.repl_backlog_size;
            run.scenario.writes.time_for(size).unwrap_or_default().as_secs_f64()
        }
        "closed-with" => {
            let event = run.events.iter().find(|event| by_limit(&event.kind)).expect("a close");
            let before = Instant::from_nanos(event.at.as_nanos() - 1);
            let who = event.who.expect("a replica") as usize;
            big(run.at(before).replicas[who].output_buffer.0)
        }
        "copied-at-end" => {
            let event = run.events.iter().find(|event| event.kind == EventKind::ChildDone);
            let at = event.expect("a child that is done").at;
            big(run.at(Instant::from_nanos(at.as_nanos() - 1)).memory.cow.0)
        }
        "memory-peak" => {
            let peak = run.events.iter().map(|event| {
                run.at(Instant::from_nanos(event.at.as_nanos().saturating_sub(1))).memory.total.0
            });
            big(peak.max().unwrap_or(0))
        }
        other => panic!("there is no measure {other}"),
    }
}

/// A number with an optional `s` or `%`.
fn number(text: &str) -> f64 {
    let digits = text.trim_end_matches(['s', '%']);
    digits.parse().unwrap_or_else(|_| panic!("{text} is no number"))
}

struct Expectation<'a> {
    measure: &'a str,
    reported: &'a str,
    bound: &'a str,
}

fn expectations(text: &str) -> Vec<Expectation<'_>> {
    let lines = text.lines().filter_map(|line| line.strip_prefix("# expect: "));
    lines
        .map(|line| {
            let words: Vec<&str> = line.split(' ').collect();
            let [measure, reported, "within", bound] = words[..] else {
                panic!("{line}: MEASURE VALUE within BOUND is wanted");
            };
            Expectation { measure, reported, bound }
        })
        .collect()
}

#[test]
fn reported_incidents_come_out_as_reported() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("incidents");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("the folder of incidents")
        .map(|entry| entry.expect("a file").path())
        .collect();
    files.sort();
    let mut table = String::from(
        "| incident | what | reported | engine | difference |\n|---|---|---|---|---|\n",
    );
    let mut faults = String::new();
    for path in &files {
        let name = path.file_stem().and_then(|name| name.to_str()).expect("a name");
        let text = std::fs::read_to_string(path).expect("a scenario file");
        let scenario = Scenario::parse(&text).unwrap_or_else(|f| panic!("{name}: {f}"));
        let run = simulate(&scenario);
        let source = text.lines().find_map(|line| line.strip_prefix("# source: "));
        let source = source.unwrap_or_else(|| panic!("{name} names no source"));
        let expectations = expectations(&text);
        assert!(!expectations.is_empty(), "{name} expects nothing");
        for expected in expectations {
            let got = measure(expected.measure, &run);
            let reported = number(expected.reported);
            let bound = if expected.bound.ends_with('%') {
                reported * number(expected.bound) / 100.0
            } else {
                number(expected.bound)
            };
            let unit = if expected.reported.ends_with('s') { " s" } else { "" };
            let off = if reported.abs() > 0.5 {
                format!("{:+.1} %", (got - reported) * 100.0 / reported)
            } else {
                format!("{:+.3}", got - reported)
            };
            let _ = writeln!(
                table,
                "| [{name}]({source}) | {} | {reported}{unit} | {}{unit} | {off} |",
                expected.measure,
                (got * 1000.0).round() / 1000.0
            );
            // What is no number meets no bound.
            if (got - reported).abs() > bound || got.is_nan() {
                let _ = writeln!(
                    faults,
                    "{name}: {} is {got}, reported {reported}, bound {bound}",
                    expected.measure
                );
            }
        }
    }
    // For `cargo xtask fidelity`.
    if let Some(folder) = std::env::var_os("STORMGLASS_FIDELITY") {
        let path = Path::new(&folder).join("incidents.md");
        std::fs::write(path, &table).expect("the table can be written");
    }
    assert!(faults.is_empty(), "{faults}\n{table}");
}
