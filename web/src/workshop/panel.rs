//! A step as markup: what is said, what is asked, and what came out of it.

use stormglass_core::lesson::{Answer, Lesson, Question, Step};
use stormglass_core::message::Message;

use super::markup::{button, listed, paragraphs, say, text};
use super::row::Rows;
use super::session::{Given, Session};
use super::step::{others, waits};
use super::summary::number;
use crate::view::svg::escaped;

/// Whether several choices are right.
pub(super) fn several(answer: &Answer) -> bool {
    matches!(answer, Answer::Choices(choices) if choices.iter().filter(|(_, right)| *right).count() > 1)
}

/// Puts the present step on the page.
pub(super) fn show(session: &Session, lesson: &Lesson, rows: &mut Rows) {
    let Some(step) = lesson.steps.get(session.step) else { return };
    let mut out = top(session, lesson);
    out += &format!(
        "<h2 tabindex=\"-1\" data-test=\"lesson-title\">{}</h2>{}",
        escaped(&step.title),
        paragraphs(&step.text)
    );
    if let Some(question) = &step.question {
        match session.answers.get(&session.step) {
            None => out += &asks(session, question),
            Some(given) => out += &answered(question, given),
        }
    }
    if !waits(session, step) {
        if !step.reveal.is_empty() {
            let revealed = paragraphs(&step.reveal);
            out += &format!("<div class=\"reveal\" data-test=\"lesson-reveal\">{revealed}</div>");
        }
        out += &tries(step, lesson.scene_of(session.step).map_or("", |scene| &scene.text));
    }
    out += &steps(session, step);
    rows.html("lesson", &out);
}

/// The title of the lesson, how far it is, and what can be done with it.
pub(super) fn top(session: &Session, lesson: &Lesson) -> String {
    let name = session.lesson.as_deref().unwrap_or_default();
    let title = escaped(&lesson.title);
    let steps: String = (0..=lesson.steps.len())
        .map(|step| {
            let state = match (session.answers.get(&step), step == session.step) {
                (_, true) => "now",
                (Some(given), _) if given.right => "right",
                (Some(_), _) => "seen",
                _ => "",
            };
            let here = if step == session.step { " aria-current=\"step\"" } else { "" };
            let name = match lesson.steps.get(step) {
                Some(known) => escaped(&known.title),
                None => text("workshop-summary"),
            };
            format!(
                "<li><button type=\"button\" data-w=\"go {step}\" class=\"{state}\"{here} \
                 aria-label=\"{name}\" title=\"{name}\"></button></li>"
            )
        })
        .collect();
    let step = (session.step + 1).min(lesson.steps.len()) as u64;
    let count = lesson.steps.len() as u64;
    let place = say(&Message::new("workshop-step").with("step", step).with("count", count));
    let end = if session.presenting { "workshop-present-end" } else { "workshop-present" };
    let present =
        button("present", "quiet", end).replacen("<button ", "<button data-test=\"present\" ", 1);
    format!(
        "<div class=\"tools\">{present}{notes}{share}<span class=\"gap\"></span>{leave}</div>\
         <p class=\"eyebrow\" data-lesson=\"{name}\"><b>{title}</b> · <span data-test=\"lesson-place\">{place}</span></p>\
         <ol class=\"steps\" aria-label=\"{progress}\">{steps}</ol>",
        notes = button("notes", "quiet", "workshop-notes"),
        share = button("share", "quiet", "workshop-share"),
        leave = button("leave", "quiet", "workshop-leave"),
        name = escaped(name),
        progress = text("workshop-progress"),
    )
}

/// A question that waits for its answer.
fn asks(session: &Session, question: &Question) -> String {
    let fields = match &question.answer {
        Answer::Choices(choices) => {
            let kind = if several(&question.answer) { "checkbox" } else { "radio" };
            let chosen: Vec<&str> = session.draft.split(',').collect();
            (0_usize..).zip(choices).map(|(index, (label, _))| {
                let checked = if chosen.contains(&index.to_string().as_str()) { " checked" } else { "" };
                format!(
                    "<label class=\"choice\"><input type=\"{kind}\" name=\"choice\" id=\"choice-{index}\" \
                     data-w=\"choose\" value=\"{index}\"{checked}><kbd aria-hidden=\"true\">{}</kbd>\
                     <span>{}</span></label>",
                    index + 1,
                    escaped(label)
                )
            }).collect()
        }
        Answer::Number(..) => format!(
            "<input class=\"number\" data-w=\"type\" data-test=\"lesson-number\" type=\"text\" \
             autocomplete=\"off\" spellcheck=\"false\" aria-label=\"{}\" value=\"{}\" \
             placeholder=\"42s, 64mb, 3\">",
            text("workshop-number"),
            escaped(&session.draft)
        ),
    };
    format!(
        "<form data-w=\"answer\" data-test=\"lesson-question\"><fieldset><legend>{ask}</legend>{fields}\
         </fieldset><div data-place=\"lesson-said\" aria-live=\"polite\" data-test=\"lesson-said\"></div>\
         <div class=\"row\"><button class=\"play\" data-test=\"lesson-answer\">{answer}</button>{skip}</div></form>",
        ask = escaped(&question.text),
        answer = text("workshop-answer"),
        skip = button("reveal", "quiet", "workshop-skip"),
    )
}

/// A question that was answered: what was right, and what was given.
fn answered(question: &Question, given: &Given) -> String {
    let (class, id) = match (given.typed.is_empty(), given.right) {
        (true, _) => ("looked", "workshop-looked"),
        (_, true) => ("right", "workshop-right"),
        _ => ("wrong", "workshop-wrong"),
    };
    let list: String = match &question.answer {
        Answer::Choices(choices) => {
            let chosen: Vec<&str> = given.typed.split(',').collect();
            let one = |(index, (label, right)): (usize, &(String, bool))| {
                let yours = chosen.contains(&index.to_string().as_str());
                let sign = if *right {
                    "✓"
                } else if yours {
                    "✗"
                } else {
                    ""
                };
                let class = if *right {
                    "right"
                } else if yours {
                    "wrong"
                } else {
                    ""
                };
                let mut notes = Vec::new();
                if *right {
                    notes.push(text("workshop-is-right"));
                }
                if yours {
                    notes.push(text("workshop-yours"));
                }
                format!(
                    "<li class=\"choice {class}\"><span class=\"sign\" aria-hidden=\"true\">{sign}</span>\
                     <span>{}</span><small>{}</small></li>",
                    escaped(label),
                    listed(&notes)
                )
            };
            choices.iter().enumerate().map(one).collect()
        }
        Answer::Number(wanted, within) => {
            let said = Message::new("workshop-wanted").with("wanted", number(*wanted, *within));
            let yours = Message::new("workshop-typed").with("typed", given.typed.as_str());
            let yours = if given.typed.is_empty() { String::new() } else { say(&yours) };
            format!(
                "<li class=\"choice right\"><span>{}</span><small>{yours}</small></li>",
                say(&said)
            )
        }
    };
    format!(
        "<p class=\"asked\">{}</p><p class=\"verdict {class}\" tabindex=\"-1\" data-test=\"lesson-verdict\">{}</p>\
         <ul class=\"choices\">{list}</ul>",
        escaped(&question.text),
        text(id)
    )
}

/// What to try, with fields for what the page has none for.
fn tries(step: &Step, scenario: &str) -> String {
    let fields: String = others(step)
        .into_iter()
        .map(|word| {
            let value = scenario.lines().find_map(|line| line.trim().strip_prefix(word)?.strip_prefix(' '));
            let (word, value) = (escaped(word), escaped(value.unwrap_or_default()));
            format!(
                "<label class=\"set\"><code>{word}</code><input type=\"text\" data-c=\"set {word}\" \
                 value=\"{value}\" autocomplete=\"off\" spellcheck=\"false\"></label>\
                 <p class=\"trouble\" data-place=\"said-{word}\" role=\"alert\"></p>"
            )
        })
        .collect();
    if step.tries.is_empty() {
        return fields;
    }
    let list: String =
        step.tries.iter().map(|text| format!("<li>{}</li>", escaped(text))).collect();
    format!("<div class=\"try\"><h3>{}</h3><ul>{list}</ul>{fields}</div>", text("workshop-try"))
}

fn steps(session: &Session, step: &Step) -> String {
    let off = if session.step == 0 { " disabled" } else { "" };
    let next = if waits(session, step) {
        String::new()
    } else {
        button("next", "play", "workshop-next").replacen(
            "<button ",
            "<button data-test=\"lesson-next\" ",
            1,
        )
    };
    format!(
        "<nav class=\"row\" aria-label=\"{}\"><button type=\"button\" data-w=\"back\" \
         data-test=\"lesson-back\"{off}>{}</button><span class=\"gap\"></span>{next}</nav>\
         <p class=\"hint\">{}</p>",
        text("workshop-steps"),
        text("workshop-back"),
        text("workshop-keys"),
    )
}
