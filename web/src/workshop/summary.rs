//! The end of a lesson: what was asked, answered and right.

use stormglass_core::lesson::{Answer, Lesson, Quantity, Question, Within};
use stormglass_core::message::Message;

use super::lessons::LESSONS;
use super::markup::{button, say, text};
use super::panel::top;
use super::row::Rows;
use super::session::{Given, Session};
use crate::view::svg::escaped;

/// An answer in the words it was chosen from.
pub(super) fn given(question: &Question, given: &Given) -> String {
    match &question.answer {
        Answer::Choices(choices) => {
            let indices = given.typed.split(',').filter_map(|part| part.parse::<usize>().ok());
            let labels =
                indices.filter_map(|index| choices.get(index)).map(|(label, _)| label.as_str());
            labels.collect::<Vec<_>>().join("; ")
        }
        Answer::Number(..) => given.typed.clone(),
    }
}

/// What would have been right, as a person reads it.
pub(super) fn wanted(question: &Question) -> String {
    match &question.answer {
        Answer::Choices(choices) => {
            let right = choices.iter().filter(|(_, right)| *right).map(|(label, _)| label.as_str());
            right.collect::<Vec<_>>().join("; ")
        }
        Answer::Number(wanted, within) => number(*wanted, *within),
    }
}

/// A number as one would type it, and how far off it may be: `42s ± 2s`.
pub(super) fn number(wanted: Quantity, within: Within) -> String {
    format!("{wanted}{within}").replace(" within ", " ± ")
}

/// Puts it on the page.
pub(super) fn show(session: &Session, lesson: &Lesson, rows: &mut Rows) {
    let right = session.answers.values().filter(|given| given.right).count() as u64;
    let score =
        Message::new("workshop-score").with("right", right).with("count", lesson.questions());
    let goals: String =
        lesson.goals.iter().map(|goal| format!("<li>{}</li>", escaped(goal))).collect();
    let out = format!(
        "{top}<h2 tabindex=\"-1\" data-test=\"lesson-title\">{title}</h2>\
         <p class=\"verdict\" data-test=\"lesson-score\">{score}</p>\
         <table class=\"answers\"><thead><tr><th scope=\"col\">{question}</th><th scope=\"col\">{answer}</th>\
         <th scope=\"col\">{correct}</th></tr></thead><tbody>{table}</tbody></table>\
         <h3>{can}</h3><ul>{goals}</ul>\
         <div class=\"row wrap\">{csv}{json}{copy}{reset}</div><p class=\"hint\">{kept}</p>\
         <nav class=\"row\" aria-label=\"{steps}\">{back}<span class=\"gap\"></span>{next}</nav>",
        top = top(session, lesson),
        title = text("workshop-summary"),
        score = say(&score),
        question = text("workshop-question"),
        answer = text("workshop-yours"),
        correct = text("workshop-is-right"),
        table = table(session, lesson),
        can = text("workshop-goals"),
        csv = button("export csv", "", "workshop-csv"),
        json = button("export json", "", "workshop-json"),
        copy = button("export copy", "", "workshop-copy"),
        reset = button("reset", "", "workshop-reset"),
        kept = text("workshop-kept"),
        steps = text("workshop-steps"),
        back = button("back", "", "workshop-back"),
        next = following(session),
    );
    rows.html("lesson", &out);
}

fn table(session: &Session, lesson: &Lesson) -> String {
    let mut out = String::new();
    for (index, step) in lesson.steps.iter().enumerate() {
        let Some(question) = &step.question else { continue };
        let answer = session.answers.get(&index);
        let (sign, name) = match answer {
            Some(given) if given.right => ("✓", "workshop-right"),
            Some(given) if !given.typed.is_empty() => ("✗", "workshop-wrong"),
            _ => ("–", "workshop-looked"),
        };
        let said = answer.map_or_else(String::new, |answer| escaped(&given(question, answer)));
        out += &format!(
            "<tr><th scope=\"row\">{}</th><td><span role=\"img\" aria-label=\"{}\">{sign}</span> {said}</td>\
             <td>{}</td></tr>",
            escaped(&question.text),
            text(name),
            escaped(&wanted(question)),
        );
    }
    out
}

/// The lesson after this one, or all of them.
fn following(session: &Session) -> String {
    let name = session.lesson.as_deref().unwrap_or_default();
    let at = LESSONS.iter().position(|given| given.name == name);
    match at.and_then(|at| LESSONS.get(at + 1)) {
        Some(next) => {
            let event = ["lesson ", next.name].concat();
            button(&event, "play", "workshop-next-lesson")
        }
        None => button("gallery", "play", "workshop-more"),
    }
}
