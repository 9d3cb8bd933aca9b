//! `stormglass risk`: how often outages end in a full resync, over backlog sizes.
//!
//! Nothing is estimated: every outage drawn is run by the engine, at a moment of its own, once for
//! each size.

use std::time::Duration;

use serde_json::json;
use stormglass_core::engine::simulate;
use stormglass_core::message::Message;
use stormglass_core::scenario::{Incident, Scenario, Target, What};
use stormglass_core::units::{Bytes, Instant, parse_duration};

use crate::args::Args;
use crate::table::table;
use crate::{End, Outcome, Unusable, findings, input, print};

/// Outages drawn where nobody says how many.
const USUAL_DRAWS: u64 = 1000;
const MOST_DRAWS: u64 = 100_000;

/// Where outages come from.
enum Outages {
    /// These, each once.
    List(Vec<Duration>),
    /// Any between the two is as likely.
    Uniform(Duration, Duration),
    /// Many short ones and few long ones, with that mean.
    Exponential(Duration),
}

pub(crate) fn risk(mut args: Args) -> Outcome {
    let words = args.catalogue()?;
    let outages = outages(args.option("--outages")?.as_deref())?;
    let sizes = args.option("--sizes")?;
    let draws = match args.option("--draws")? {
        None => USUAL_DRAWS,
        Some(text) => {
            text.parse().ok().filter(|n| (1..=MOST_DRAWS).contains(n)).ok_or_else(|| {
                Unusable(format!(
                    "--draws {text}: a whole number from 1 to {MOST_DRAWS} is wanted.\n"
                ))
            })?
        }
    };
    let target = match args.option("--at-most")? {
        None => None,
        Some(text) => Some(share(&text)?),
    };
    let wants_json = args.flag("--json");
    let file = args.file("risk")?;
    let text = input::text(&file)?;
    let scenario = findings::scenario(&words, &file, &text)?;
    let present = scenario.resolved().settings.repl_backlog_size;
    if scenario.replicas.is_empty() {
        return Err(Unusable("The scenario has no replica that could be away.\n".into()));
    }
    let sizes = match sizes {
        Some(text) => sizes_of(&text)?,
        None => around(present),
    };
    let lengths = draw(&outages, draws, scenario.seed.unwrap_or(0));
    let rows: Vec<(Bytes, usize, Option<Duration>)> = sizes
        .iter()
        .map(|size| {
            let (full, longest) = tried(&scenario, *size, &lengths);
            (*size, full, longest)
        })
        .collect();
    let of = lengths.len();
    let part = |full: usize| full as f64 / of.max(1) as f64;
    if wants_json {
        let rows: Vec<_> = rows
            .iter()
            .map(|(size, full, longest)| {
                json!({
                    "backlog_bytes": size.0,
                    "full_resyncs": full,
                    "probability": part(*full),
                    "longest_partial_seconds": longest.map(|time| time.as_secs_f64()),
                })
            })
            .collect();
        print(&format!("{:#}\n", json!({ "outages": of, "sizes": rows })));
    } else {
        let lines: Vec<Vec<String>> = rows
            .iter()
            .map(|(size, full, longest)| {
                let mark =
                    if *size == present { words.text("cli-risk-now") } else { String::new() };
                let longest = longest.map_or_else(String::new, |time| {
                    words.say(&Message::new("cli-risk-longest").with("time", time))
                });
                let share = format!("{:.1} %", part(*full) * 100.0);
                let full = Message::new("cli-risk-full")
                    .with("full", *full as u64)
                    .with("count", of as u64);
                vec![words.locale().bytes(*size), share, words.say(&full), longest, mark]
            })
            .collect();
        print(&table(&lines));
    }
    let now = tried(&scenario, present, &lengths).0;
    let troubled = target.is_some_and(|most| part(now) > most);
    Ok(if troubled { End::Problem } else { End::Fine })
}

/// How many of the outages end in a full resync, and the longest that does not.
fn tried(
    scenario: &Scenario,
    size: Bytes,
    lengths: &[(Duration, Duration)],
) -> (usize, Option<Duration>) {
    let mut scenario = scenario.clone();
    scenario.conf.repl_backlog_size = Some(size);
    scenario.fresh = false;
    let mut full = 0;
    let mut longest = None;
    for (length, phase) in lengths {
        scenario.incidents = vec![Incident {
            at: Instant::from_secs(1) + *phase,
            what: What::Disconnect { who: Target::All, lasting: *length },
        }];
        // The answer comes with the first attempt after the outage.
        scenario.run = Some(*length + Duration::from_secs(5));
        let run = simulate(&scenario);
        if run.at(run.end).counters.sync_full > 0 {
            full += 1;
        } else {
            longest = longest.max(Some(*length));
        }
    }
    (full, longest)
}

fn outages(text: Option<&str>) -> Result<Outages, Unusable> {
    let help = "write a list (1s,30s,2m), a range (1s..2m, any as likely), or mean:30s (many short \
                ones and few long ones).\n";
    let Some(text) = text else {
        return Err(Unusable(format!("stormglass risk needs --outages: {help}")));
    };
    let time = |word: &str| {
        parse_duration(word)
            .ok()
            .filter(|time| !time.is_zero() && *time <= Duration::from_secs(12 * 3600))
            .ok_or_else(|| {
                Unusable(format!(
                    "--outages {text}: “{word}” is no length of an outage, up to 12 hours; {help}"
                ))
            })
    };
    if let Some(mean) = text.strip_prefix("mean:") {
        return Ok(Outages::Exponential(time(mean)?));
    }
    if let Some((from, to)) = text.split_once("..") {
        let (from, to) = (time(from)?, time(to)?);
        return Ok(Outages::Uniform(from.min(to), from.max(to)));
    }
    let list: Result<Vec<Duration>, Unusable> = text.split(',').map(time).collect();
    Ok(Outages::List(list?))
}

fn sizes_of(text: &str) -> Result<Vec<Bytes>, Unusable> {
    text.split(',')
        .map(|word| {
            word.parse::<Bytes>().ok().filter(|size| !size.is_zero()).ok_or_else(|| {
                Unusable(format!("--sizes {text}: “{word}” is no size such as 64mb.\n"))
            })
        })
        .collect()
}

fn share(text: &str) -> Result<f64, Unusable> {
    let (number, scale) = text.strip_suffix('%').map_or((text, 1.0), |number| (number, 100.0));
    let share = number.trim().parse::<f64>().ok().map(|number| number / scale);
    share.filter(|share| (0.0..=1.0).contains(share)).ok_or_else(|| {
        Unusable(format!("--at-most {text}: a share such as 1% or 0.01 is wanted.\n"))
    })
}

/// Powers of two around the present size.
fn around(present: Bytes) -> Vec<Bytes> {
    let mut sizes: Vec<Bytes> =
        (0..12).map(|n| Bytes(1 << (20 + n))).filter(|size| *size != present).collect();
    sizes.push(present);
    sizes.sort();
    sizes
}

/// Lengths, each with the part of a second at which its outage begins.
fn draw(outages: &Outages, draws: u64, seed: u64) -> Vec<(Duration, Duration)> {
    let mut chance = Chance(seed ^ 0x7269_736b);
    let mut phase = move || chance.part();
    let mut luck = Chance(seed.wrapping_add(1));
    let lengths: Vec<Duration> = match outages {
        Outages::List(list) => list.clone(),
        Outages::Uniform(from, to) => {
            (0..draws).map(|_| *from + (*to - *from).mul_f64(luck.part())).collect()
        }
        Outages::Exponential(mean) => (0..draws)
            .map(|_| mean.mul_f64((-(1.0 - luck.part()).ln()).clamp(1e-3, 40.0)))
            .collect(),
    };
    lengths.into_iter().map(|length| (length, Duration::from_secs_f64(phase()))).collect()
}

/// splitmix64, so that the same seed draws the same outages.
struct Chance(u64);

impl Chance {
    /// From 0 up to 1.
    fn part(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }
}
