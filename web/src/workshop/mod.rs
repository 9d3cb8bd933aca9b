//! Gallery, lessons and presenting: what a workshop needs.
//!
//! All of it is done in the worker, which answers what a person did with markup for places of the
//! page and with orders to it. What it knows between two questions is a `session::Session`, which
//! travels as text: the page keeps it, stores it, and shows it to a second window, and needs to
//! understand none of it.

mod card;
mod export;
mod gallery;
pub mod lessons;
mod markup;
mod notes;
mod own;
mod panel;
mod play;
pub mod row;
pub mod scenes;
mod session;
mod share;
mod step;
mod summary;

#[cfg(test)]
mod tests;

use crate::aside::Row;
use row::Rows;
use session::Session;
pub use session::language_of;

/// What the page asks with: what a person did, and what the page shows.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Asked<'a> {
    /// What was done, perhaps with a name after a blank.
    pub(crate) event: &'a str,
    /// What was typed or chosen.
    pub(crate) value: &'a str,
    /// The scenario's text on the page.
    pub(crate) script: &'a str,
    /// The address of what is shown.
    pub(crate) link: &'a str,
    /// Milliseconds of the clock on the wall.
    pub(crate) now: u64,
}

/// Answers `[session, event, value, script, link, now]`.
#[must_use]
pub fn answer(question: &[String]) -> Vec<Row> {
    let part = |index: usize| question.get(index).map_or("", String::as_str);
    let mut session = Session::read(part(0));
    let now = part(5).parse().unwrap_or(0);
    let asked = Asked { event: part(1), value: part(2), script: part(3), link: part(4), now };
    let mut rows = Rows::default();
    act(&mut session, &asked, &mut rows);
    crate::words::language().clone_into(&mut session.language);
    rows.say(row::SESSION, &[&session.to_text()]);
    rows.0
}

/// The style of the markup.
const STYLE: &str = include_str!("../../style/workshop.css");

fn act(session: &mut Session, asked: &Asked<'_>, rows: &mut Rows) {
    let (word, name) = asked.event.split_once(' ').unwrap_or((asked.event, ""));
    // The window of notes is a page of its own.
    if !core::mem::replace(&mut session.styled, true) || word == "notes-view" {
        rows.html("style", STYLE);
    }
    if matches!(word, "lesson" | "own" | "linked") {
        session.since = asked.now;
    }
    if matches!(word, "gallery" | "share" | "offer") {
        word.clone_into(&mut session.dialog);
    }
    match word {
        "gallery" => gallery::open(session, rows),
        "pictures" => gallery::pictures(asked.value.parse().unwrap_or(usize::MAX), rows),
        "search" => gallery::search(session, asked.value, rows),
        "group" => gallery::group(session, asked.value, rows),
        "scene" => gallery::scene(session, if name.is_empty() { asked.value } else { name }, rows),
        "unlook" => {
            session.look.clear();
            rows.html("look", "");
        }
        "anew" => anew(session, asked, rows),
        "own" => own::open(session, asked.value, asked.script, rows),
        "linked" => {
            session.linked = true;
            own::open(session, asked.value, asked.script, rows);
        }
        "url" => own::fetch(asked.value, rows),
        "offer" => own::offer(asked.value, rows),
        "unfetched" => own::unfetched(asked.value, rows),
        "share" => share::open(session, asked.script, asked.link, rows),
        "copy" => rows.say(row::COPY, &[asked.value]),
        "shut" => rows.say(row::DIALOG, &[""]),
        "notes-view" => notes::view(session, rows),
        _ => play::act(session, (word, name), asked, rows),
    }
}

/// Says in other words what is shown; the value says whether the dialog is open.
fn anew(session: &mut Session, asked: &Asked<'_>, rows: &mut Rows) {
    play::anew(session, rows);
    gallery::look(session, rows);
    match (asked.value, session.dialog.as_str()) {
        ("dialog", "gallery") => gallery::open(session, rows),
        ("dialog", "share") => share::open(session, asked.script, asked.link, rows),
        _ => {}
    }
}
