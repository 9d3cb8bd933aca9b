//! `stormglass size`.

use core::time::Duration;

use serde_json::{Value, json};
use stormglass_core::scenario::{ReplicaSpec, Scenario, Writes};
use stormglass_core::server::Server;
use stormglass_core::sizing::{Answer, Convergence, Question, answer};
use stormglass_core::units::{Bytes, LinkRate, Rate, Share, UnitError, parse_duration};
use stormglass_core::write::{conf_fragment, config_set};
use stormglass_text::{Catalogue, format};

use crate::args::Args;
use crate::table::table;
use crate::{End, Outcome, Unusable, findings, input, print};

pub(crate) fn size(mut args: Args) -> Outcome {
    let words = Catalogue::english();
    let wants_json = args.flag("--json");
    let checks = args.flag("--check");
    let wanted_format = args.option("--format")?;
    let over = Over::take(&mut args, &words)?;
    let files = args.files()?;
    let scenario = match files.as_slice() {
        [] => Scenario::default(),
        [file] => findings::scenario(&words, file, &input::text(file)?)?,
        [_, extra, ..] => {
            return Err(Unusable(format!(
                "stormglass size takes one file; “{extra}” is too many.\n"
            )));
        }
    };
    let (scenario, question) = over.lay(scenario);
    if question.peak.is_none() && written(&scenario) == Rate::ZERO {
        return Err(Unusable(
            "Nothing is written, so there is nothing to size. Give --writes 10mb/s, or a scenario \
             with a “writes” line.\n"
                .into(),
        ));
    }
    let answer = answer(&scenario, &question);
    let wanted = answer.wanted(&scenario.resolved().settings);
    match wanted_format.as_deref() {
        Some("config-set") => print(&(config_set(&scenario, &wanted).join("\n") + "\n")),
        Some("conf") => print(&conf_fragment(&scenario, &wanted)),
        Some(other) => {
            return Err(Unusable(format!(
                "--format {other} is not available yet; there are config-set and conf.\n"
            )));
        }
        None if wants_json => print(&format!("{:#}\n", object(&words, &scenario, &answer))),
        None => tell(&words, &scenario, &answer),
    }
    let survives = answer.survives.is_none_or(|survives| survives >= question.outage);
    let converges = matches!(answer.converges, Convergence::Yes { .. });
    Ok(if checks && !(survives && converges) { End::Problem } else { End::Fine })
}

/// What the command line lays over the scenario.
#[derive(Default)]
struct Over {
    writes: Option<Writes>,
    outage: Option<Duration>,
    dataset: Option<Bytes>,
    backlog: Option<Bytes>,
    server: Option<Server>,
    margin: Option<Share>,
    replicas: Option<usize>,
    link: Option<LinkRate>,
}

impl Over {
    fn take(args: &mut Args, words: &Catalogue) -> Result<Self, Unusable> {
        let said = |name: &str, UnitError(message): UnitError| {
            Unusable(format!("{name}: {}\n", words.say(&message)))
        };
        macro_rules! unit {
            ($name:literal) => {
                args.option($name)?
                    .map(|text| text.parse().map_err(|error| said($name, error)))
                    .transpose()?
            };
        }
        let rate: Option<Rate> = unit!("--writes");
        let outage = args.option("--outage")?;
        let server = args.option("--server")?;
        let replicas = args.option("--replicas")?;
        Ok(Self {
            writes: rate.map(Writes::Stream),
            outage: outage
                .map(|text| parse_duration(&text).map_err(|error| said("--outage", error)))
                .transpose()?,
            dataset: unit!("--dataset"),
            backlog: unit!("--backlog"),
            server: server.map(|text| known(&text)).transpose()?,
            margin: unit!("--margin"),
            replicas: replicas
                .map(|text| match text.parse() {
                    Ok(count) if (1..=1000).contains(&count) => Ok(count),
                    _ => Err(Unusable(format!(
                        "--replicas {text}: write a whole number from 1 to 1000.\n"
                    ))),
                })
                .transpose()?,
            link: unit!("--link"),
        })
    }

    fn lay(self, mut scenario: Scenario) -> (Scenario, Question) {
        if let Some(writes) = self.writes {
            scenario.writes = Some(writes);
        }
        if let Some(dataset) = self.dataset {
            scenario.dataset = Some(dataset);
        }
        if let Some(size) = self.backlog {
            scenario.conf.repl_backlog_size = Some(size);
        }
        if let Some(server) = self.server {
            scenario.server = Some(server);
        }
        if let Some(link) = self.link {
            scenario.link.rate = Some(link);
        }
        if let Some(count) = self.replicas {
            scenario.replicas = (1..=count)
                .map(|n| ReplicaSpec { name: format!("r{n}"), ..ReplicaSpec::default() })
                .collect();
        }
        // A scenario's own outage is the one asked about, unless another is given.
        let given = scenario.incidents.iter().find_map(|incident| match incident.what {
            stormglass_core::scenario::What::Disconnect { lasting, .. } => Some(lasting),
            _ => None,
        });
        let default = Question::default();
        let question = Question {
            outage: self.outage.or(given).unwrap_or(default.outage),
            margin: self.margin.unwrap_or(default.margin),
            peak: None,
        };
        (scenario, question)
    }
}

fn known(text: &str) -> Result<Server, Unusable> {
    Server::parse(text).ok_or_else(|| {
        Unusable(format!("--server {text}: write for example --server \"redis 7.4.1\".\n"))
    })
}

/// The highest rate a scenario writes.
fn written(scenario: &Scenario) -> Rate {
    let bursts = scenario.incidents.iter().filter_map(|incident| match incident.what {
        stormglass_core::scenario::What::Writes { rate, .. } => Some(rate.stream_rate()),
        _ => None,
    });
    bursts.chain(scenario.writes.map(Writes::stream_rate)).max().unwrap_or_default()
}

fn object(words: &Catalogue, scenario: &Scenario, answer: &Answer) -> Value {
    let seconds = |time: Duration| time.as_secs_f64();
    let (converges, period) = match answer.converges {
        Convergence::Yes { .. } => (true, None),
        Convergence::Storm { period, .. } => (false, Some(seconds(period))),
        Convergence::NeverDrains { .. } => (false, None),
    };
    let wanted = answer.wanted(&scenario.resolved().settings);
    let phases: serde_json::Map<String, Value> = answer
        .phases
        .iter()
        .map(|phase| {
            let time = (phase.time < Duration::from_secs(1 << 40)).then(|| seconds(phase.time));
            (phase.phase.trim_start_matches("phase-").to_owned(), json!(time))
        })
        .collect();
    let rules: Vec<Value> = answer
        .rules
        .iter()
        .map(|rule| {
            json!({
                "rule": words.text(rule.id),
                "source": rule.source,
                "bytes": rule.value.map(|bytes| bytes.0),
                "verdict": words.say(&rule.verdict),
            })
        })
        .collect();
    json!({
        "backlog_bytes": answer.backlog.0,
        "backlog_min_bytes": answer.backlog_min.0,
        "output_buffer_hard_bytes": answer.output_buffer.hard.0,
        "output_buffer_soft_bytes": answer.output_buffer.soft.0,
        "output_buffer_soft_seconds": answer.output_buffer.soft_for,
        "full_resync_seconds": answer.full_resync.map(seconds),
        "converges": converges,
        "binding": words.say(&answer.binding),
        "survives_outage_seconds": answer.survives.map(seconds),
        "max_write_rate": answer.max_write_rate.map(|rate| rate.0),
        "memory_bytes": answer.bill.total.0,
        "memory_now_bytes": answer.bill_now.total.0,
        "peak_write_rate": answer.peak.0,
        "outage_seconds": seconds(answer.question.outage),
        "effective_outage_seconds": seconds(answer.effective.total),
        "covers_seconds": answer.covers.map(seconds),
        "pending_peak_bytes": answer.pending_peak.0,
        "storm_period_seconds": period,
        "phases_seconds": phases,
        "verdict": answer.verdict.iter().map(|m| words.say(m)).collect::<Vec<_>>(),
        "rules_of_thumb": rules,
        "config_set": config_set(scenario, &wanted),
    })
}

fn tell(words: &Catalogue, scenario: &Scenario, answer: &Answer) {
    let settings = scenario.resolved().settings;
    print(&format!("{}\n", words.say(&answer.binding)));
    for message in &answer.verdict {
        print(&format!("{}\n", words.say(message)));
    }
    let limits = (settings.output_buffer, answer.output_buffer);
    let row = |name: &str, now: String, to: String| vec![name.to_owned(), now, to];
    let rows = vec![
        row("", "now".into(), "set".into()),
        row(
            "repl-backlog-size",
            format::bytes(settings.repl_backlog_size),
            format!("{} (at least {})", format::bytes(answer.backlog), answer.backlog_min.0),
        ),
        row("replica hard limit", format::bytes(limits.0.hard), format::bytes(limits.1.hard)),
        row("replica soft limit", format::bytes(limits.0.soft), format::bytes(limits.1.soft)),
        row("soft seconds", limits.0.soft_for.to_string(), limits.1.soft_for.to_string()),
        row(
            "memory with one resync of each",
            format::bytes(answer.bill_now.total),
            format::bytes(answer.bill.total),
        ),
    ];
    print(&format!("\n{}", table(&rows)));
    print(&format!("\n{}\n", words.text("cli-how")));
    for formula in &answer.formulas {
        print(&format!("  {}: {}\n", formula.name, words.say(&formula.text)));
        print(&format!("      {}\n", formula.source));
    }
    print(&format!("\n{}\n", words.text("cli-rules")));
    let rows: Vec<Vec<String>> = answer
        .rules
        .iter()
        .map(|rule| {
            let value = rule.value.map_or_else(|| "–".to_owned(), format::bytes);
            let verdict = words.say(&rule.verdict);
            vec![words.text(rule.id), value, verdict, format!("({})", rule.source)]
        })
        .collect();
    print(&table(&rows));
    let lines = config_set(scenario, &answer.wanted(&settings));
    if !lines.is_empty() {
        print(&format!("\n{}\n", lines.join("\n")));
    }
}
