//! `stormglass read`.

use serde_json::{Value as Json, json};
use stormglass_core::message::Value;
use stormglass_core::read::{Confidence, Origin, Paste, Reading, Redactor, read as read_pastes};
use stormglass_core::scenario::Severity;
use stormglass_text::Catalogue;

use crate::args::Args;
use crate::findings::label as severity;
use crate::log_json;
use crate::table::table;
use crate::{End, Outcome, Unusable, input, print};

pub(crate) fn read(mut args: Args) -> Outcome {
    let words = args.catalogue()?;
    let wants_json = args.flag("--json");
    let wants_scenario = args.flag("--scenario");
    let checks = args.flag("--check");
    let redacts = args.flag("--redact");
    let files = args.files()?;
    if files.is_empty() {
        return Err(Unusable("stormglass read needs a file, or - for standard input.\n".into()));
    }
    let pastes = files
        .iter()
        .map(|file| Ok(Paste { name: file.clone(), text: input::text(file)? }))
        .collect::<Result<Vec<Paste>, Unusable>>()?;
    if redacts {
        // One for all files, so that the same address has the same stand-in everywhere.
        let mut redactor = Redactor::new();
        for paste in &pastes {
            print(&redactor.text(&paste.text));
        }
        return Ok(End::Fine);
    }
    let reading = read_pastes(&pastes);
    let said = findings(&words, &reading);
    if reading.findings.iter().any(|finding| finding.severity == Severity::Error) {
        return Err(Unusable(said));
    }
    if wants_json {
        print(&format!("{:#}\n", object(&words, &pastes, &reading)));
    } else if wants_scenario {
        print(&reading.scenario_text());
        eprint!("{said}");
    } else {
        tell(&words, &pastes, &reading);
        print(&said);
    }
    let trouble = reading.diagnosis.iter().any(|found| {
        // That a limit closed a replica is certain, even where it is not which one.
        let killed = found.message.id.starts_with("read-log-killed");
        killed
            || found.confidence == Confidence::Certain
            || found.message.id == "read-small-backlog"
    });
    Ok(if checks && trouble { End::Problem } else { End::Fine })
}

fn findings(words: &Catalogue, reading: &Reading) -> String {
    let mut out = String::new();
    for finding in &reading.findings {
        let word = words.text(severity(finding.severity).0);
        out += &format!("{word}: {}\n", words.say(&finding.message));
        if let Some(hint) = &finding.hint {
            out += &format!("    {}\n", words.say(hint));
        }
    }
    out
}

pub(crate) fn place(pastes: &[Paste], source: Option<(u32, u32)>) -> String {
    source.map_or_else(String::new, |(paste, line)| {
        let name = pastes.get(paste as usize).map_or("", |paste| &paste.name);
        let name = name.rsplit('/').next().unwrap_or(name);
        format!("{name}:{line}")
    })
}

fn tell(words: &Catalogue, pastes: &[Paste], reading: &Reading) {
    for found in &reading.diagnosis {
        let said = words.say(&found.message);
        let sure = found.confidence.around(said.clone());
        print(&format!("{}\n", sure.map_or(said, |message| words.say(&message))));
        for evidence in &found.evidence {
            let at = place(pastes, Some((evidence.paste, evidence.line)));
            print(&format!("    {}  ({at})\n", evidence.text));
        }
        if let Some(next) = &found.next {
            print(&format!("    {}\n", words.say(next)));
        }
    }
    for sync in reading.log.syncs.iter().take(MOST_SYNCS) {
        let at = place(pastes, Some(sync.source));
        print(&format!("{}  ({at})\n", words.say(&sync.message())));
        let phases: Vec<String> = reading.phases(sync).iter().map(|p| words.say(p)).collect();
        if !phases.is_empty() {
            print(&format!("    {}\n", phases.join(", ")));
        }
    }
    let rows: Vec<Vec<String>> = reading
        .facts
        .iter()
        .map(|fact| {
            let how = match fact.origin {
                Origin::Measured => String::new(),
                Origin::Inferred => words.text("cli-read-computed"),
            };
            let value = words.value_text(&fact.value);
            vec![words.say(&fact.name), value, how, place(pastes, fact.source)]
        })
        .collect();
    print(&format!("\n{}\n", table(&rows)));
}

/// A storm has thousands; `--json` lists them all.
const MOST_SYNCS: usize = 20;

fn plain(value: &Value) -> Json {
    match value {
        Value::Count(n) => json!(n),
        Value::Bytes(bytes) => json!(bytes.0),
        Value::Offset(offset) => json!(offset.0),
        Value::Rate(rate) => json!(rate.0),
        Value::Time(time) => json!(time.as_secs_f64()),
        Value::Text(text) => json!(text),
        Value::Permille(share) => json!(share),
        other => json!(format!("{other:?}")),
    }
}

fn object(words: &Catalogue, pastes: &[Paste], reading: &Reading) -> Json {
    let learnt: Vec<Json> = reading
        .facts
        .iter()
        .map(|fact| {
            json!({
                "id": fact.name.id.trim_start_matches("read-fact-"),
                "name": words.say(&fact.name),
                "value": plain(&fact.value),
                "origin": match fact.origin {
                    Origin::Measured => "measured",
                    Origin::Inferred => "inferred",
                },
                "sureness": format!("{:?}", fact.sureness()).to_lowercase(),
                "source": place(pastes, fact.source),
            })
        })
        .collect();
    let diagnosis: Vec<Json> = reading
        .diagnosis
        .iter()
        .map(|found| {
            json!({
                "id": found.message.id,
                "says": words.say(&found.message),
                "confidence": format!("{:?}", found.confidence).to_lowercase(),
                "evidence": found.evidence.iter().map(|e| e.text.as_str()).collect::<Vec<_>>(),
                "next": found.next.as_ref().map(|next| words.say(next)),
            })
        })
        .collect();
    let findings: Vec<Json> = reading
        .findings
        .iter()
        .map(|finding| json!({ "id": finding.message.id, "says": words.say(&finding.message) }))
        .collect();
    let syncs = log_json::syncs(words, pastes, reading);
    let series: Vec<Json> = reading
        .series
        .iter()
        .map(|p| json!({ "from_ms": p.from_ms, "seconds": p.time.as_secs_f64(), "rate": p.rate.0 }))
        .collect();
    json!({
        "server": reading.server.map(|server| server.to_string()),
        "primary": reading.is_primary(),
        "samples": reading.samples.len(),
        "write_rate": reading.rate.map(|measured| measured.rate.0),
        "backlog_bytes": reading.backlog_size.map(|size| size.0),
        "covers_seconds": reading.coverage.map(|time| time.as_secs_f64()),
        "series": series,
        "syncs": syncs,
        "loads": log_json::loads(pastes, reading),
        "marks": log_json::marks(pastes, reading),
        "storm_period_seconds": reading.log.period().map(|time| time.as_secs_f64()),
        "learnt": learnt,
        "diagnosis": diagnosis,
        "findings": findings,
        "scenario": reading.scenario().to_text(),
    })
}
