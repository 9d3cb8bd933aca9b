//! What the instructor sees: the notes of the present step, what comes next, and how long it takes.

use super::markup::{button, paragraphs, text};
use super::play::lesson_of;
use super::row::Rows;
use super::session::Session;
use super::step::waits;
use super::summary::wanted;
use crate::view::svg::escaped;
use crate::words;

/// The second window.
pub(super) fn view(session: &Session, rows: &mut Rows) {
    let mut out = format!(
        "<header><h1>{}</h1><span class=\"gap\"></span><time data-since=\"{}\" data-test=\"notes-time\" \
         aria-label=\"{}\"></time></header>",
        text("workshop-notes"),
        session.since,
        text("workshop-elapsed"),
    );
    match lesson_of(session) {
        Some(lesson) => {
            let title = lesson
                .steps
                .get(session.step)
                .map_or_else(|| text("workshop-summary"), |step| escaped(&step.title));
            out += &format!(
                "<p class=\"eyebrow\">{} · {}/{}</p><h2 data-test=\"notes-title\">{title}</h2>",
                escaped(&lesson.title),
                (session.step + 1).min(lesson.steps.len()),
                lesson.steps.len(),
            );
            out += &here(session, &lesson);
            let next = lesson.steps.get(session.step + 1);
            let next = next.map_or_else(|| text("workshop-summary"), |step| escaped(&step.title));
            if session.step < lesson.steps.len() {
                let (then, gap) = (text("workshop-then"), words::gap());
                out += &format!(
                    "<p class=\"next\"><span class=\"muted\">{then}</span>{gap}\
                    <b data-test=\"notes-next\">{next}</b></p>"
                );
            }
        }
        None => out += &format!("<p>{}</p>", text("workshop-notes-none")),
    }
    out += &controls();
    rows.html("notes", &out);
}

/// Notes and the answer of the present step; before the first one what the lesson says of itself.
fn here(session: &Session, lesson: &stormglass_core::lesson::Lesson) -> String {
    let mut out = String::new();
    if session.step == 0 {
        out += &paragraphs(&lesson.notes);
    }
    let Some(step) = lesson.steps.get(session.step) else { return out };
    out += &paragraphs(&step.notes);
    if let Some(question) = &step.question {
        let state = if waits(session, step) { "workshop-waits" } else { "workshop-shown" };
        out += &format!(
            "<div class=\"reveal\"><p><b>{}</b></p><p>{}{}<b>{}</b> <span class=\"muted\">{}</span></p>{}</div>",
            escaped(&question.text),
            text("workshop-the-answer"),
            words::gap(),
            escaped(&wanted(question)),
            text(state),
            paragraphs(&step.reveal),
        );
    }
    out
}

fn controls() -> String {
    format!(
        "<nav class=\"row\" aria-label=\"{}\">{}<button type=\"button\" class=\"play\" data-w=\"next\" \
         data-test=\"notes-forward\">{}</button><span class=\"gap\"></span>{}</nav>",
        text("workshop-steps"),
        button("back", "", "workshop-back"),
        text("workshop-next"),
        button("blank", "", "workshop-blank"),
    )
}

/// While a scene is presented without a lesson: the way out.
pub(super) fn bar(session: &Session, rows: &mut Rows) {
    if session.presenting {
        let html = format!(
            "<div data-test=\"look\" role=\"region\" aria-label=\"{}\"><p>{}</p>{}{}</div>",
            text("workshop-present"),
            text("workshop-remote"),
            button("share", "quiet", "workshop-share"),
            button("present", "quiet", "workshop-present-end"),
        );
        rows.html("look", &html);
    } else {
        rows.html("look", "");
    }
}
