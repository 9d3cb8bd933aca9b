//! What real servers did beside what the engine says.

use std::fmt::Write;
use std::time::Duration;

use stormglass_core::engine::simulate;
use stormglass_core::run::{EventKind, Run, info, log};
use stormglass_core::scenario::{Scenario, What};
use stormglass_core::units::Instant;

use super::acting::counters;
use super::{Info, Observed};

/// States that last less than this are not compared: a sample may miss them.
const SHORTEST: f64 = 0.25;
/// The phases of two crons may put two things that far apart.
const CRON: f64 = 1.15;

/// How a scenario compared.
#[derive(Debug, Default)]
pub struct Comparison {
    /// What does not agree; empty is agreement.
    pub problems: Vec<String>,
    /// A row for a table: counters, errors in bytes and seconds.
    pub row: String,
}

/// A value over time: when it was last something else, since when it was seen, and what it was.
type Steps<T> = Vec<((f64, f64), T)>;

fn over_time<T: PartialEq>(values: impl Iterator<Item = (f64, T)>, end: f64) -> Steps<T> {
    let mut steps: Steps<T> = Vec::new();
    let mut before = 0.0;
    for (at, value) in values {
        if steps.last().is_none_or(|(_, last)| *last != value) {
            steps.push(((before, at), value));
        }
        before = at;
    }
    // What is gone before it could be seen for sure does not count, nor what it separated.
    let ends: Vec<f64> = steps.iter().skip(1).map(|((_, at), _)| *at).chain([end]).collect();
    let mut kept: Steps<T> = Vec::new();
    for ((at, value), until) in steps.into_iter().zip(ends) {
        let long = until - at.1 >= SHORTEST || until == end;
        if long && kept.last().is_none_or(|(_, last)| *last != value) {
            kept.push((at, value));
        }
    }
    kept
}

type State = (Vec<String>, bool);

fn state(info: &Info) -> State {
    (info.states(), info.number("rdb_bgsave_in_progress") == 1)
}

fn show(steps: &Steps<State>) -> String {
    steps.iter().fold(String::new(), |mut out, ((_, at), (states, child))| {
        let child = if *child { " +child" } else { "" };
        let _ = write!(out, "{at:.2}s [{}{child}]  ", states.join(" "));
        out
    })
}

fn info_at(run: &Run, secs: f64) -> Info {
    let at = Instant::ZERO + Duration::from_secs_f64(secs.max(0.0));
    Info::parse(&info::print(&run.at(at)))
}

/// The messages of a primary's log in order, without times, addresses and numbers; what is not
/// about replication is left out.
fn said_in(log: &str) -> Vec<String> {
    let known = [
        "asks for synchronization",
        "artial resync",
        "Full resync",
        "backlog",
        "BGSAVE",
        "output buffer limits",
        "timedout replica",
        "Connection with replica",
        "rdb transfer",
        "RDB transfer",
        "Synchronization with replica",
        "Background saving",
        "Background transfer",
    ];
    log.lines()
        .filter(|line| line.split(' ').next().is_some_and(|who| who.contains(":M")))
        .filter(|line| known.iter().any(|words| line.contains(words)))
        .filter_map(|line| line.split_once(['*', '#', '-']).map(|(_, text)| text.trim()))
        .map(|text| {
            let client = text.strip_prefix("Client ").and_then(|rest| {
                rest.find("scheduled").or_else(|| rest.find("closed")).map(|from| &rest[from..])
            });
            let text = client.unwrap_or(text);
            let words = text.split(' ').map(|word| {
                let number = word.chars().any(|c| c.is_ascii_digit());
                if number { "N" } else { word }
            });
            // A connection whose other end is gone already has no address any more.
            words.collect::<Vec<_>>().join(" ").replace("client id N", "N")
        })
        .collect()
}

/// Of redis 8.0's two connections the replica closes one when it has loaded, and the primary reaps
/// the child at its cron: which of them is first decides about these lines.
fn without_race(lines: Vec<String>) -> Vec<String> {
    if !lines.iter().any(|line| line.contains("(rdb-channel)")) {
        return lines;
    }
    let decided = [
        "(rdbchannel)",
        "transfer terminated with success",
        "Streamed RDB transfer",
        "RDB transfer completed",
        "Synchronization with replica",
    ];
    lines.into_iter().filter(|line| !decided.iter().any(|words| line.contains(words))).collect()
}

/// Compares counters, their order and times, offsets, windows and the states of replicas.
#[must_use]
pub fn compare(scenario: &Scenario, observed: &Observed) -> Comparison {
    let run = simulate(scenario);
    let end = run.end.as_secs_f64();
    let ours: Vec<(f64, Info)> =
        observed.samples.iter().map(|sample| (sample.at, info_at(&run, sample.at))).collect();
    let mut problems = Vec::new();
    let last = info_at(&run, end);

    let (real, engine) = (observed.counters(), counters(&last));
    if real != engine {
        problems.push(format!("counters: real {real:?}, engine {engine:?}"));
    }
    let closed = observed.log.matches("overcoming of output buffer limits").count();
    let closes = last.number("client_output_buffer_limit_disconnections");
    if u64::try_from(closed).ok() != Some(closes) {
        problems.push(format!("closed by limits: real {closed}, engine {closes}"));
    }

    let counted =
        over_time(observed.samples.iter().map(|s| (s.at, counters(&s.info))), f64::NEG_INFINITY);
    let reckoned =
        over_time(ours.iter().map(|(at, info)| (*at, counters(info))), f64::NEG_INFINITY);
    let counts = |steps: &Steps<(u64, u64, u64)>| -> Vec<(u64, u64, u64)> {
        steps.iter().map(|(_, value)| *value).collect()
    };
    if counts(&counted) != counts(&reckoned) && real == engine {
        problems.push(format!("order of counters: real {counted:?}, engine {reckoned:?}"));
    }
    let mut late = apart(&counted, &reckoned);

    let seen = over_time(observed.samples.iter().map(|s| (s.at, state(&s.info))), end);
    let said = over_time(ours.iter().map(|(at, info)| (*at, state(info))), end);
    let values = |steps: &Steps<State>| steps.iter().map(|(_, v)| v.clone()).collect::<Vec<_>>();
    if values(&seen) == values(&said) {
        late = late.max(apart(&seen, &said));
    } else {
        problems.push(format!("states:\n  real   {}\n  engine {}", show(&seen), show(&said)));
    }
    if late > CRON {
        problems.push(format!(
            "times are {late:.2} s apart:\n  real   {}{counted:?}\n  engine {}{reckoned:?}",
            show(&seen),
            show(&said)
        ));
    }

    let lines = |log: &str| without_race(said_in(log));
    let (wrote, writes) = (lines(&observed.log), lines(&log::primary(&run)));
    if wrote != writes {
        problems.push(format!("log:\n  real   {wrote:#?}\n  engine {writes:#?}"));
    }

    let from_start = |info: &Info, start: u64| info.number("master_repl_offset").abs_diff(start);
    let written = from_start(&observed.end, observed.offset_at_start);
    let simulated = from_start(&last, run.offset_at(Instant::ZERO).0);
    let rate = run.at(run.end).write_rate.0;
    // Where a cron decides when the stream stops or starts, its phase counts.
    let stops = run.events.iter().any(|event| {
        matches!(
            event.kind,
            EventKind::WritesRefused { .. } | EventKind::BacklogFreed | EventKind::BacklogCreated
        )
    }) || scenario.incidents.iter().any(|i| matches!(i.what, What::Restart { .. }));
    let phase = if stops { rate + rate / 4 } else { rate / 4 };
    if written.abs_diff(simulated) > simulated / 50 + phase + 4096 {
        problems.push(format!("streamed: real {written}, engine {simulated}"));
    }
    let (held, holds) =
        (observed.end.number("repl_backlog_histlen"), last.number("repl_backlog_histlen"));
    // While a full resync holds history, how much depends on when exactly it began.
    let syncing = last.states().iter().any(|state| state != "online");
    if held.abs_diff(holds) > 20_440 + rate / 4 && !syncing {
        problems.push(format!("histlen: real {held}, engine {holds}"));
    }
    let row = format!(
        "| {real:?} {closed} | {engine:?} {closes} | {written} | {:+.2} % | {held} | {:+} | {late:.2} s |",
        (simulated as f64 - written as f64) * 100.0 / (written.max(1) as f64),
        i128::from(holds) - i128::from(held),
    );
    Comparison { problems, row }
}

/// The largest time between two sequences of the same values, beyond what sampling leaves open.
fn apart<T: PartialEq>(one: &Steps<T>, other: &Steps<T>) -> f64 {
    one.iter()
        .zip(other)
        .filter(|((_, a), (_, b))| a == b)
        .map(|(((a_from, a_to), _), ((b_from, b_to), _))| (a_from - b_to).max(b_from - a_to))
        .fold(0.0, f64::max)
}
