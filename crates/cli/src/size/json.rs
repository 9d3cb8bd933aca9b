//! `stormglass size --json`: the names are a contract, see docs/scenario.md.

use core::time::Duration;

use serde_json::{Value, json};
use stormglass_core::message;
use stormglass_core::scenario::Scenario;
use stormglass_core::sizing::{
    Answer, Bill, Bills, Convergence, Origin, Series, Service, Solution, Unknown, inputs, solve,
};
use stormglass_core::write::config_set;
use stormglass_text::Catalogue;

/// Everything that is known.
pub(super) fn object(
    words: &Catalogue,
    scenario: &Scenario,
    answer: &Answer,
    service: Option<&Service>,
) -> Value {
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
    let formulas: Vec<Value> = answer
        .formulas
        .iter()
        .map(|formula| {
            json!({
                "name": formula.name,
                "text": words.say(&formula.text),
                "source": formula.source,
                "inputs": formula.inputs,
            })
        })
        .collect();
    let limits: Vec<Value> = answer
        .limits
        .iter()
        .map(|reach| {
            json!({ "limit": words.say(&reach.limit.name()), "after_seconds": seconds(reach.after) })
        })
        .collect();
    let solved: serde_json::Map<String, Value> = Unknown::ALL
        .iter()
        .map(|(unknown, name)| {
            ((*name).to_owned(), solution(words, &solve(scenario, &answer.question, *unknown)))
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
        "most_written_bytes": answer.most.0,
        "outage_seconds": seconds(answer.question.outage),
        "effective_outage_seconds": seconds(answer.effective.total),
        "silent_outage_seconds": seconds(answer.effective.silent),
        "covers_seconds": answer.covers.map(seconds),
        "pending_peak_bytes": answer.pending_peak.0,
        "storm_period_seconds": period,
        "phases_seconds": phases,
        "verdict": answer.verdict.iter().map(|m| words.say(m)).collect::<Vec<_>>(),
        "rules_of_thumb": rules,
        "formulas": formulas,
        "inputs": origins(words, scenario, answer),
        "limits": limits,
        "order": words.say(&answer.order),
        "memory": { "now": bills(&answer.bills_now), "recommended": bills(&answer.bills) },
        "solved": solved,
        "service": service.map(|service| described(words, service, scenario, answer)),
        "config_set": config_set(scenario, &wanted),
    })
}

/// A measured write rate, and its worst time as long as the effective outage.
pub(super) fn series(series: &Series, answer: &Answer) -> Value {
    let (at, most) = series.most(answer.effective.total);
    json!({
        "seconds": seconds(series.lasts()),
        "average_rate": series.average().0,
        "peak_rate": series.peak().0,
        "most_bytes": most.0,
        "window_seconds": seconds(answer.effective.total),
        "at_seconds": seconds(at),
    })
}

fn seconds(time: Duration) -> f64 {
    time.as_secs_f64()
}

/// One unknown: numbers in bytes, bytes a second, seconds or replicas.
pub(super) fn solution(words: &Catalogue, found: &Solution) -> Value {
    let number = |value: Option<u64>| {
        value.map(|value| match found.unknown.quantity(value) {
            message::Value::Time(time) => json!(seconds(time)),
            _ => json!(value),
        })
    };
    let said: Vec<String> = found.say().iter().map(|message| words.say(message)).collect();
    json!({
        "value": number(found.value),
        "fails_at": number(found.beyond),
        "limit": found.limit.map(|limit| words.say(&limit.name())),
        "text": said.join(" "),
    })
}

fn bills(bills: &Bills) -> Value {
    let bill = |bill: &Bill| {
        json!({
            "dataset": bill.dataset.0,
            "backlog": bill.backlog.0,
            "output_buffers": bill.buffers.0,
            "copy_on_write": [bill.cow_low.0, bill.cow_high.0],
            "total": bill.total.0,
            "on_each_replica": bill.on_replica.0,
        })
    };
    json!({
        "idle": bill(&bills.idle),
        "one_resync": bill(&bills.one),
        "all_at_once": bill(&bills.all),
        "replicas": bills.together,
        "maxmemory": bills.maxmemory.map(|bytes| bytes.0),
        "host": bills.host.map(|bytes| bytes.0),
        "evicted_bytes": bills.evicted().0,
        "evicted_keys": bills.evicted_keys(),
        "short_bytes": bills.short().0,
    })
}

fn origins(words: &Catalogue, scenario: &Scenario, answer: &Answer) -> Vec<Value> {
    inputs(scenario, &answer.question)
        .into_iter()
        .map(|input| {
            let (origin, seen, source) = match input.origin {
                Origin::Given => ("given", None, None),
                Origin::Version => ("default of the version", None, None),
                Origin::Assumed { seen, source } => ("assumed", seen, Some(source)),
            };
            let seen = seen.map(|(low, high)| [words.value_text(&low), words.value_text(&high)]);
            json!({
                "word": input.word,
                "value": words.value_text(&input.value),
                "origin": origin,
                "seen": seen,
                "source": source,
            })
        })
        .collect()
}

fn described(words: &Catalogue, service: &Service, scenario: &Scenario, answer: &Answer) -> Value {
    let facts: Vec<Value> = service
        .facts
        .iter()
        .map(|fact| {
            json!({
                "setting": fact.directive,
                "can_be_set": format!("{:?}", fact.knob).to_lowercase(),
                "text": words.text(fact.said),
                "source": fact.source,
            })
        })
        .collect();
    let advice: Vec<String> =
        service.advice(scenario, answer).iter().map(|message| words.say(message)).collect();
    json!({ "name": service.name, "facts": facts, "advice": advice })
}
