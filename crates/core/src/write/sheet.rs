//! What the gaps of the templates are filled with.

use core::time::Duration;

use crate::message::{Message, Value};
use crate::scenario::{Conf, Scenario, link};
use crate::server::Family;
use crate::sizing::{Answer, Bill, Bills, Origin, Question, Service, inputs};
use crate::units::{Bytes, format_duration};

use super::{config_set, directives, grafana, ids};

/// How a message becomes a sentence.
pub type Say<'a> = &'a dyn Fn(&Message) -> String;

/// The values of an answer, by name.
pub struct Sheet<'a> {
    say: Say<'a>,
    values: Vec<(&'static str, String)>,
    lists: Vec<(&'static str, Vec<String>)>,
}

impl<'a> Sheet<'a> {
    /// Everything the templates ask for.
    #[must_use]
    pub fn new(scenario: &Scenario, question: &Question, answer: &Answer, say: Say<'a>) -> Self {
        let spec = scenario.resolved();
        let backlog = answer.backlog.max(spec.settings.repl_backlog_size);
        let text = |value: Value| say(&Message::new(ids::VALUE).with("value", value));
        let bytes = |size: Bytes| text(size.into());
        let told = |messages: &[Message]| messages.iter().map(say).collect::<Vec<String>>();
        let given = scenario.to_text();
        let mut echoed: Vec<String> = given.lines().map(str::to_owned).collect();
        echoed.push(format!(
            "outage {}, margin {}",
            format_duration(question.outage),
            question.margin
        ));
        let file = match spec.profile.server.family {
            Family::Redis => "redis.conf",
            Family::Valkey => "valkey.conf",
        };
        let fork = (spec.fork.as_micros() * u128::from(spec.dataset.0)) >> 30;
        let bills = &answer.bills;
        let resync = answer.full_resync.unwrap_or(Duration::from_secs(600)).as_secs();
        let family = elasticache_family(&spec.profile);
        let fragment = format!("#{}", link::encode(&given, &[]));
        let now = spec.settings.output_buffer;
        let to = answer.output_buffer;
        let row = |name: &str, now: String, to: String| format!("{name} | {now} | {to}");
        let values = vec![
            row("repl-backlog-size", bytes(spec.settings.repl_backlog_size), bytes(backlog)),
            row("client-output-buffer-limit replica: hard", bytes(now.hard), bytes(to.hard)),
            row("client-output-buffer-limit replica: soft", bytes(now.soft), bytes(to.soft)),
            row(
                "client-output-buffer-limit replica: s",
                now.soft_for.to_string(),
                to.soft_for.to_string(),
            ),
        ];
        let mut said = told(&answer.verdict);
        said.dedup();
        let mut sheet = Self {
            say,
            values: vec![
                ("file", file.to_owned()),
                ("server", spec.profile.server.to_string()),
                ("backlog", backlog.0.to_string()),
                ("outage-seconds", question.outage.as_secs().max(1).to_string()),
                ("outage-text", format_duration(question.outage)),
                ("rate-text", answer.peak.to_string()),
                ("fork-usec", (fork * 2).max(500_000).to_string()),
                ("extra", bills.all.total.saturating_sub(bills.idle.total).0.to_string()),
                // Twice as long as a full resync takes, in probes of 5 s.
                ("probe-failures", (resync * 2 / 5 + 5).to_string()),
                ("family", family.to_owned()),
                ("family-slug", family.replace('.', "-")),
                ("link", fragment.clone()),
                ("link-text", fragment.replace('"', "")),
                ("binding", say(&answer.binding)),
                ("order", say(&answer.order)),
            ],
            lists: vec![
                ("inputs", echoed),
                ("panels", grafana::panels(say)),
                ("verdict", said),
                ("values", values),
                ("bill", bill_rows(bills, say, &bytes)),
                (
                    "formulas",
                    answer
                        .formulas
                        .iter()
                        .map(|f| format!("{}: {} ({})", f.name, say(&f.text), f.source))
                        .collect(),
                ),
                ("origins", origins(scenario, question, say, &text)),
                ("advice", Vec::new()),
            ],
        };
        sheet.settings(scenario, &complete(answer, backlog), &answer.wanted(&spec.settings));
        sheet
    }

    /// The same where a service decides: only what can be set there, and advice about the rest.
    #[must_use]
    pub fn on(mut self, service: &Service, scenario: &Scenario, answer: &Answer) -> Self {
        let settings = scenario.resolved().settings;
        let all = complete(answer, answer.backlog.max(settings.repl_backlog_size));
        let wanted = service.possible(&answer.wanted(&settings));
        self.lists
            .retain(|(name, _)| !["conf", "map", "set", "parameters", "advice"].contains(name));
        self.settings(scenario, &service.possible(&all), &wanted);
        let advice = service.advice(scenario, answer).iter().map(self.say).collect();
        self.lists.push(("advice", advice));
        self
    }

    /// Settings in the ways they are written: all of them, and those to be changed.
    fn settings(&mut self, scenario: &Scenario, all: &Conf, wanted: &Conf) {
        let pairs = directives(all);
        let each = |write: &dyn Fn(&str, &str) -> String| -> Vec<String> {
            pairs.iter().map(|(name, value)| write(name, value)).collect()
        };
        let mut commands = config_set(scenario, wanted);
        if commands.is_empty() {
            commands.push(format!("# {}", (self.say)(&Message::new(ids::NOTHING))));
        }
        // What Amazon ElastiCache lets a parameter group set, as blocks of HCL.
        let parameters = pairs.iter().filter(|(name, _)| name.starts_with("repl-backlog"));
        let block = |(name, value): &(&str, String)| {
            ["parameter {", "  name  = \"?\"", "  value = \"?\"", "}"]
                .map(|line| line.replace('?', if line.contains("name") { name } else { value }))
        };
        self.lists.extend([
            ("conf", each(&|name, value| format!("{name} {value}"))),
            ("map", each(&|name, value| format!("{name}: \"{value}\""))),
            ("parameters", parameters.flat_map(block).collect()),
            ("set", commands),
        ]);
    }

    /// The lines of a gap that may have several.
    pub(super) fn list(&self, name: &str) -> Option<&[String]> {
        self.lists.iter().find(|(known, _)| *known == name).map(|(_, lines)| lines.as_slice())
    }

    /// What a gap of one line is filled with: a value, or a sentence of the catalogue.
    pub(super) fn value(&self, name: &'static str) -> Option<String> {
        let value = self.values.iter().find(|(known, _)| *known == name);
        let is_sentence = name.starts_with("takeaway-") || name.starts_with("service-");
        let sentence = || is_sentence.then(|| (self.say)(&Message::new(name)));
        value.map(|(_, value)| value.clone()).or_else(sentence)
    }
}

/// Every setting that is sized, changed or not.
fn complete(answer: &Answer, backlog: Bytes) -> Conf {
    Conf {
        repl_backlog_size: Some(backlog),
        output_buffer: Some(answer.output_buffer),
        repl_backlog_ttl: answer.backlog_ttl,
        ..Conf::default()
    }
}

/// The family of a parameter group; it has none for redis 8.
fn elasticache_family(profile: &crate::server::Profile) -> &'static str {
    match (profile.server.family, profile.server.major) {
        (Family::Redis, 6) => "redis6.x",
        (Family::Redis, _) => "redis7",
        (Family::Valkey, 7) => "valkey7",
        (Family::Valkey, _) => "valkey8",
    }
}

fn bill_rows(bills: &Bills, say: Say<'_>, bytes: &dyn Fn(Bytes) -> String) -> Vec<String> {
    let row = |id: &'static str, part: &dyn Fn(&Bill) -> String| {
        let cells = [&bills.idle, &bills.one, &bills.all].map(part).join(" | ");
        format!("{} | {cells}", say(&Message::new(id)))
    };
    vec![
        row(ids::DATASET, &|bill| bytes(bill.dataset)),
        row(ids::BACKLOG, &|bill| bytes(bill.backlog)),
        row(ids::BUFFERS, &|bill| bytes(bill.buffers)),
        row(ids::COW, &|bill| match bill.cow_high {
            Bytes::ZERO => say(&Message::new(ids::NO_CHILD)),
            high => format!("{} – {}", bytes(bill.cow_low), bytes(high)),
        }),
        row(ids::TOTAL, &|bill| bytes(bill.total)),
        row(ids::ON_REPLICA, &|bill| bytes(bill.on_replica)),
    ]
}

/// Each input with where it comes from.
fn origins(
    scenario: &Scenario,
    question: &Question,
    say: Say<'_>,
    text: &dyn Fn(Value) -> String,
) -> Vec<String> {
    let said = |origin: Origin| match origin {
        Origin::Given => say(&Message::new(ids::GIVEN)),
        Origin::Version => say(&Message::new(ids::VERSION)),
        Origin::Assumed { seen: Some((low, high)), source } => {
            say(&Message::new(ids::ASSUMED_SEEN)
                .with("low", low)
                .with("high", high)
                .with("source", source))
        }
        Origin::Assumed { seen: None, source } => {
            say(&Message::new(ids::ASSUMED).with("source", source))
        }
    };
    inputs(scenario, question)
        .into_iter()
        .map(|input| format!("{} | {} | {}", input.word, text(input.value), said(input.origin)))
        .collect()
}
