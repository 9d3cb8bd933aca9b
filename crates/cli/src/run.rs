//! `stormglass run`.

use serde_json::{Value, json};
use stormglass_core::engine::simulate;
use stormglass_core::message::Message;
use stormglass_core::run::{Moment, Phase, Run, Standing, digest, info, ledger, log, story, trace};
use stormglass_core::units::{Bytes, Instant, parse_duration};
use stormglass_text::Catalogue;

use crate::args::Args;
use crate::table::table;
use crate::{End, Outcome, Unusable, findings, input, picture, print};

pub(crate) fn run(mut args: Args) -> Outcome {
    let words = args.catalogue()?;
    let wants_info = args.flag_with_optional("--info", |word| {
        parse_duration(word).is_ok() || word.parse::<f64>().is_ok()
    });
    let wants_trace = args.flag("--trace");
    let wants_json = args.flag("--json");
    let wants_digest = args.flag("--digest");
    let checks = args.flag("--check");
    let svg = args.option("--svg")?;
    let (svg_at, svg_theme) = (args.option("--at")?, args.option("--theme")?);
    if svg.is_none() && (svg_at.is_some() || svg_theme.is_some()) {
        let said = "--at and --theme say what is in a picture: name it with --svg FILE.\n";
        return Err(Unusable(said.to_owned()));
    }
    let wants_log = args.flag("--log");
    let log_of = args.option("--log-of")?;
    let file = args.file("run")?;
    let text = input::text(&file)?;
    let scenario = findings::scenario(&words, &file, &text)?;
    let run = simulate(&scenario);
    if let Some(path) = &svg {
        let theme = picture::theme(svg_theme.as_deref())?;
        let picture = match &svg_at {
            Some(text) => picture::stage(&words, &scenario, &run, instant("--at", text)?, theme)?,
            None => picture::timeline(&words, &run, theme),
        };
        std::fs::write(path, picture)
            .map_err(|error| Unusable(format!("{path} cannot be written: {error}.\n")))?;
    }
    if wants_json {
        let at = moment_at(wants_info.as_ref(), &run)?;
        let object = all(&words, &run, &run.at(at));
        print(&format!("{object:#}\n"));
    } else if wants_digest {
        print(&format!("{}\n", digest(&run)));
    } else if let Some(name) = log_of {
        let named = run.scenario.replicas.iter().position(|replica| replica.name == name);
        let index = named.ok_or_else(|| {
            let names: Vec<&str> = run.scenario.replicas.iter().map(|r| r.name.as_str()).collect();
            let known = names.join(", ");
            Unusable(format!("--log-of {name}: there is no such replica; there are {known}.\n"))
        })?;
        print(&log::replica(&run, index));
    } else if wants_log {
        print(&log::primary(&run));
    } else if wants_trace || wants_info.is_some() {
        if wants_trace {
            print(&trace::trace(&run));
        }
        if wants_info.is_some() {
            let at = moment_at(wants_info.as_ref(), &run)?;
            print(&info::print(&run.at(at)));
        }
    } else if svg.is_none() {
        tell(&words, &run);
    }
    let troubled = !story::storms(&run).is_empty() || run.at(run.end).counters.sync_full > 0;
    Ok(if checks && troubled { End::Problem } else { End::Fine })
}

fn moment_at(wanted: Option<&Option<String>>, run: &Run) -> Result<Instant, Unusable> {
    let Some(Some(text)) = wanted else { return Ok(run.end) };
    instant("--info", text)
}

fn instant(option: &str, text: &str) -> Result<Instant, Unusable> {
    // A bare number is seconds.
    let time = parse_duration(text).or_else(|_| parse_duration(&format!("{text}s")));
    time.map(|time| Instant::ZERO + time)
        .map_err(|_| Unusable(format!("{option} {text}: write a time such as 74s or 5m.\n")))
}

/// The verdict, then what happened, then how everybody ended.
fn tell(words: &Catalogue, run: &Run) {
    for message in story::verdict(run) {
        print(&format!("{}\n", words.say(&message)));
    }
    print("\n");
    let shown = 60;
    let rows: Vec<Vec<String>> = run
        .events
        .iter()
        .take(shown)
        .map(|event| vec![words.locale().at(event.at), words.say(&story::say(run, event))])
        .collect();
    print(&table(&rows));
    if run.events.len() > shown {
        let more = run.events.len() - shown;
        let more = Message::new("cli-more").with("count", more.to_string());
        print(&format!("  {}\n", words.say(&more)));
    }
    books(words, run);
    let end = run.at(run.end);
    let said = |id, bytes: Bytes| words.say(&Message::new(id).with("bytes", bytes));
    let rows: Vec<Vec<String>> = end
        .replicas
        .iter()
        .map(|replica| {
            let standing = match replica.standing {
                Standing::In { spare, .. } => said("cli-spare", spare),
                Standing::Out { short_by } => said("page-ring-late", short_by),
                Standing::Nothing => words.text("cli-nothing"),
            };
            let behind = said("page-ring-behind", replica.behind);
            vec![replica.name.clone(), words.text(phase_word(replica.phase)), behind, standing]
        })
        .collect();
    let at = words.say(&Message::new("cli-at").with("at", run.end));
    print(&format!("\n{at}\n{}", table(&rows)));
}

/// What became of clients' writes, where something did.
fn books(words: &Catalogue, run: &Run) {
    let books = ledger(run, run.end);
    if !books.refused.is_empty() {
        print("\n");
    }
    for span in &books.refused {
        let text = Message::new("cli-refused")
            .with("from", span.from)
            .with("time", span.to - span.from)
            .with("bytes", span.bytes);
        print(&format!("{}\n", words.say(&text)));
    }
}

fn phase_word(phase: Phase) -> &'static str {
    match phase {
        Phase::Online => "page-phase-online",
        Phase::Down { .. } | Phase::Gone { .. } => "cli-phase-down",
        Phase::Handshake => "cli-phase-handshake",
        Phase::WaitsForChild => "cli-phase-waits",
        Phase::Saving => "page-phase-saving",
        Phase::Transfer => "page-phase-transfer",
        Phase::Loading => "cli-phase-loading",
        Phase::Primary => "page-phase-primary",
    }
}

fn all(words: &Catalogue, run: &Run, moment: &Moment) -> Value {
    let events: Vec<Value> = run
        .events
        .iter()
        .map(|event| {
            json!({
                "at_seconds": event.at.as_secs_f64(),
                "who": trace::who(run, event),
                "says": words.say(&story::say(run, event)),
                "cause": event.cause,
            })
        })
        .collect();
    let info: serde_json::Map<String, Value> = info::print(moment)
        .lines()
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| {
            let number = value.parse::<i64>().map(Value::from);
            (name.to_owned(), number.unwrap_or_else(|_| Value::from(value)))
        })
        .collect();
    let verdict: Vec<String> = story::verdict(run).iter().map(|m| words.say(m)).collect();
    let trace = trace::trace(run);
    let books = ledger(run, run.end);
    json!({
        "verdict": verdict,
        "end_seconds": run.end.as_secs_f64(),
        "at_seconds": moment.at.as_secs_f64(),
        "info": info,
        "events": events,
        "ledger": {
            "acknowledged_bytes": books.acknowledged.0,
            "surviving_bytes": books.surviving.0,
            "lost_bytes": books.lost.0,
            "apart_bytes": books.apart.0,
            "losses": books.losses.iter().map(|loss| json!({
                "at_seconds": loss.at.as_secs_f64(),
                "bytes": loss.bytes.0,
                "commands": loss.commands,
            })).collect::<Vec<_>>(),
            "refused": books.refused.iter().map(|span| json!({
                "from_seconds": span.from.as_secs_f64(),
                "to_seconds": span.to.as_secs_f64(),
                "bytes": span.bytes.0,
            })).collect::<Vec<_>>(),
            "stale": run.scenario.replicas.iter().zip(&books.stale).map(|(replica, worst)| json!({
                "who": replica.name,
                "bytes": worst.bytes.0,
                "seconds": worst.time.as_secs_f64(),
                "at_seconds": worst.at.as_secs_f64(),
            })).collect::<Vec<_>>(),
        },
        "log": log::primary(run).lines().collect::<Vec<_>>(),
        "trace": trace.lines().skip(1).collect::<Vec<_>>(),
        "digest": digest(run),
    })
}
