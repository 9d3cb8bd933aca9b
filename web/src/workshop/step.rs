//! A step on the page: its scenario, where it stands, what may be seen and changed.

use core::time::Duration;

use stormglass_core::lesson::{Controls, Lesson, Step};
use stormglass_core::scenario::{Scenario, Severity};

use super::markup::say;
use super::row::{self, Rows};
use super::session::Session;
use super::{Asked, panel, summary};

/// The fields of the page by the words of a lesson.
const FIELDS: [(&str, &str); 7] = [
    ("writes", "writes"),
    ("outage", "outage"),
    ("repl-backlog-size", "backlog"),
    ("client-output-buffer-limit", "buffer"),
    ("dataset", "dataset"),
    ("link", "link"),
    ("replicas", "replicas"),
];

/// No run is longer.
const LONGEST: Duration = Duration::from_secs(24 * 3600);

/// The words of a step that the page has no field for: the panel offers them.
pub(super) fn others(step: &Step) -> Vec<&str> {
    let Controls::Only(words) = &step.controls else { return Vec::new() };
    let is_field = |word: &str| FIELDS.iter().any(|(field, _)| *field == word);
    words.iter().map(String::as_str).filter(|word| !is_field(word)).collect()
}

/// Whether the step's question waits for an answer.
pub(super) fn waits(session: &Session, step: &Step) -> bool {
    step.question.is_some() && !session.answers.contains_key(&session.step)
}

/// Whether the step asks for a prediction: what comes is covered and nothing can be changed. A step
/// that points at the inputs wants its answer found out with them.
fn predicts(session: &Session, step: &Step) -> bool {
    waits(session, step) && !step.highlight.iter().any(|word| word == "inputs")
}

/// What may be changed now, in the words of the page.
pub(super) fn lock(session: &Session, step: &Step) -> String {
    match &step.controls {
        _ if predicts(session, step) => String::new(),
        Controls::Locked => String::new(),
        Controls::Free => "free".to_owned(),
        Controls::Only(words) => {
            let field = |word: &String| FIELDS.iter().find(|(name, _)| name == word);
            let fields: Vec<&str> = words.iter().filter_map(field).map(|(_, f)| *f).collect();
            fields.join(" ")
        }
    }
}

/// Shows the step: its scenario, where it stands, and what it points at.
pub(super) fn enter(session: &Session, lesson: &Lesson, rows: &mut Rows) {
    rows.say(row::GUARD, &["", "free"]);
    let step = lesson.steps.get(session.step);
    if let Some(scene) = lesson.scene_of(session.step.min(lesson.steps.len() - 1)) {
        rows.say(row::SCENE, &[&scene.text, "", ""]);
        let replica =
            |word: &&String| scene.scenario.replicas.iter().position(|r| r.name == **word);
        let named = step.and_then(|step| step.highlight.iter().find_map(|word| replica(&word)));
        rows.say(row::TARGET, &[&named.map_or_else(String::new, |index| index.to_string())]);
    }
    if let Some(step) = step {
        stand(session, step, rows);
        rows.say(row::POINT, &[&step.highlight.join(" ")]);
        let draws = |word: &str| step.highlight.iter().any(|known| known == word);
        for word in ["info", "table"].into_iter().filter(|word| draws(word)) {
            rows.say(row::DRAW, &[word]);
        }
        panel::show(session, lesson, rows);
    } else {
        rows.say(row::POINT, &[""]);
        rows.say(row::GUARD, &["", ""]);
        summary::show(session, lesson, rows);
    }
    rows.say(row::MODE, &[&session.mode()]);
    if let Some(name) = session.lesson.as_deref().filter(|name| !name.is_empty()) {
        let step = session.step.min(lesson.steps.len() - 1) + 1;
        rows.say(row::ADDRESS, &[&format!("v1;~lesson={name};~step={step}")]);
    }
    rows.say(row::FOCUS, &["[data-test=lesson-title]"]);
}

/// Goes to where the step stands, and no further while its question waits.
fn stand(session: &Session, step: &Step, rows: &mut Rows) {
    let at = step.cursor.map_or(Duration::ZERO, |cursor| cursor.at);
    let then = step.cursor.and_then(|cursor| cursor.then);
    rows.at(
        row::SEEK,
        if session.answers.contains_key(&session.step) { then.unwrap_or(at) } else { at },
    );
    // Where no moment is named, the whole run may be seen, but not yet the answer.
    let until = if step.cursor.is_some() { at } else { LONGEST };
    let until = if predicts(session, step) { until.as_millis().to_string() } else { String::new() };
    rows.say(row::GUARD, &[&until, &lock(session, step)]);
    if let Some(then) = then.filter(|_| step.question.is_none()) {
        rows.at(row::PLAY, then);
    }
}

/// Another value for a word of the scenario that the page has no field for.
pub(super) fn set(word: &str, asked: &Asked<'_>, rows: &mut Rows) {
    let value = asked.value.trim();
    let line = format!("{word} {value}");
    let is_word = |text: &str| text.split_whitespace().next() == Some(word);
    let mut lines: Vec<&str> = asked.script.lines().filter(|text| !is_word(text)).collect();
    let last = |text: &&str| is_at(text);
    let place = lines.iter().position(last).unwrap_or(lines.len());
    if !value.is_empty() {
        lines.insert(place, &line);
    }
    let changed = lines.join("\n") + "\n";
    let checked = Scenario::check(&changed);
    let wrong = checked.findings.iter().find(|finding| finding.severity == Severity::Error);
    let said = wrong.map_or_else(String::new, |finding| say(&finding.message));
    rows.html(&["said-", word].concat(), &said);
    if wrong.is_none() {
        rows.say(row::SCENE, &[&changed, "", "keep"]);
    }
}

fn is_at(line: &str) -> bool {
    matches!(line.split_whitespace().next(), Some("at" | "run"))
}
