//! `stormglass size` in words.

use stormglass_core::message::Message;
use stormglass_core::scenario::Scenario;
use stormglass_core::sizing::{Answer, Bill, MYTHS, Service};
use stormglass_core::units::Bytes;
use stormglass_core::write::config_set;
use stormglass_text::Catalogue;

use crate::print;
use crate::table::table;

/// The answer, first what binds.
pub(super) fn tell(
    words: &Catalogue,
    scenario: &Scenario,
    answer: &Answer,
    service: Option<&Service>,
) {
    let settings = scenario.resolved().settings;
    print(&format!("{}\n", words.say(&answer.binding)));
    for message in &answer.verdict {
        print(&format!("{}\n", words.say(message)));
    }
    print(&format!("{}\n", words.say(&answer.order)));
    let limits = (settings.output_buffer, answer.output_buffer);
    let row = |name: &str, now: String, to: String| vec![name.to_owned(), now, to];
    let rows = vec![
        row("", words.text("cli-now"), words.text("cli-set")),
        row(
            "repl-backlog-size",
            words.locale().bytes(settings.repl_backlog_size),
            words.say(
                &Message::new("cli-at-least")
                    .with("size", answer.backlog)
                    .with("bytes", answer.backlog_min.0.to_string()),
            ),
        ),
        row(
            &words.text("cli-hard"),
            words.locale().bytes(limits.0.hard),
            words.locale().bytes(limits.1.hard),
        ),
        row(
            &words.text("cli-soft"),
            words.locale().bytes(limits.0.soft),
            words.locale().bytes(limits.1.soft),
        ),
        row(
            &words.text("cli-seconds"),
            limits.0.soft_for.to_string(),
            limits.1.soft_for.to_string(),
        ),
    ];
    print(&format!("\n{}", table(&rows)));
    memory(words, answer);
    if let Some(service) = service {
        managed(words, scenario, answer, service);
    }
    print(&format!("\n{}\n", words.text("cli-how")));
    for formula in &answer.formulas {
        let name = formula.title().map_or_else(|| formula.name.to_owned(), |name| words.say(&name));
        print(&format!("  {name}: {}\n", words.say(&formula.text)));
        print(&format!("      {}\n", formula.source));
    }
    print(&format!("\n{}\n", words.text("cli-rules")));
    let rows: Vec<Vec<String>> = answer
        .rules
        .iter()
        .map(|rule| {
            let value =
                rule.value.map_or_else(|| "–".to_owned(), |value| words.locale().bytes(value));
            let verdict = words.say(&rule.verdict);
            vec![words.text(rule.id), value, verdict, format!("({})", rule.source)]
        })
        .collect();
    print(&table(&rows));
    let wanted = answer.wanted(&settings);
    let wanted = service.map_or(wanted.clone(), |service| service.possible(&wanted));
    let lines = config_set(scenario, &wanted);
    if !lines.is_empty() {
        print(&format!("\n{}\n", lines.join("\n")));
    }
}

/// What the primary needs with the recommended values: idle, during one resync, during all at once.
fn memory(words: &Catalogue, answer: &Answer) {
    let bills = &answer.bills;
    let row = |id: &str, part: &dyn Fn(&Bill) -> String| {
        let mut cells = vec![words.text(id)];
        cells.extend([&bills.idle, &bills.one, &bills.all].map(part));
        cells
    };
    let bytes = |part: fn(&Bill) -> Bytes| move |bill: &Bill| words.locale().bytes(part(bill));
    let cow = |bill: &Bill| match bill.cow_high {
        Bytes::ZERO => words.text("takeaway-no-child"),
        high => format!("{} – {}", words.locale().bytes(bill.cow_low), words.locale().bytes(high)),
    };
    let title = ["takeaway-memory", "takeaway-idle", "takeaway-one", "takeaway-all"];
    let mut rows = vec![
        title.map(|id| words.text(id)).to_vec(),
        row("takeaway-dataset", &bytes(|bill| bill.dataset)),
        row("takeaway-backlog", &bytes(|bill| bill.backlog)),
        row("takeaway-buffers", &bytes(|bill| bill.buffers)),
        row("takeaway-cow", &cow),
        row("takeaway-total", &bytes(|bill| bill.total)),
    ];
    if !bills.one.on_replica.is_zero() {
        rows.push(row("takeaway-on-replica", &bytes(|bill| bill.on_replica)));
    }
    print(&format!("\n{}", table(&rows)));
    for message in bills.consequences() {
        print(&format!("  {}\n", words.say(&message)));
    }
}

/// What a managed service lets one do.
fn managed(words: &Catalogue, scenario: &Scenario, answer: &Answer, service: &Service) {
    print(&format!("\n{}\n", service.name));
    for message in service.advice(scenario, answer) {
        print(&format!("  {}\n", words.say(&message)));
    }
    for fact in service.facts {
        let name =
            if fact.directive.is_empty() { String::new() } else { format!("{}: ", fact.directive) };
        print(&format!("  {name}{} ({})\n", words.text(fact.said), fact.source));
    }
}

/// What is often said and is not so.
pub(super) fn myths(words: &Catalogue) {
    for myth in MYTHS {
        print(&format!("{}\n  {}\n", words.text(myth.claim), words.text(myth.truth)));
        print(&format!("  ({})\n", myth.evidence));
        for line in myth.scene.lines() {
            print(&format!("    {line}\n"));
        }
        print("\n");
    }
}
