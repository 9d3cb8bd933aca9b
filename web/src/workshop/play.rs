//! Taking a lesson: what a person does, and what becomes of it.

use stormglass_core::lesson::{Answer, Lesson};
use stormglass_core::message::Message;

use super::markup::{say, text};
use super::row::{self, Rows};
use super::session::{Given, Session};
use super::step::{enter, lock, set, waits};
use super::{Asked, export, lessons, notes, panel, summary};
use crate::words;

/// The text of the lesson that is taken.
fn text_of(session: &Session) -> Option<&str> {
    match session.lesson.as_deref()? {
        "" => Some(&session.text),
        name => lessons::named(name).map(|given| given.text),
    }
}

/// The lesson that is taken, in the language that is spoken where it has it.
pub(super) fn lesson_of(session: &Session) -> Option<Lesson> {
    Lesson::check_in(text_of(session)?, words::language()).lesson
}

/// Under which name a lesson's answers are remembered: one's own by what it says.
fn memory(session: &Session) -> Option<String> {
    let name = session.lesson.as_deref()?;
    if !name.is_empty() {
        return Some(["lesson-", name].concat());
    }
    // FNV-1a.
    let hash = session.text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    Some(format!("lesson-{hash:016x}"))
}

/// Begins a lesson; what was answered earlier is asked for.
pub(super) fn begin(session: &mut Session, name: &str, given: &str, script: &str, rows: &mut Rows) {
    if session.lesson.is_none() {
        script.clone_into(&mut session.before);
    }
    session.look.clear();
    session.lesson = Some(name.to_owned());
    given.clone_into(&mut session.text);
    session.step = 0;
    session.draft.clear();
    session.answers.clear();
    rows.say(row::DIALOG, &[""]);
    rows.html("look", "");
    if let Some(memory) = memory(session) {
        rows.say(row::RECALL, &[&memory]);
    }
    if let Some(lesson) = lesson_of(session) {
        enter(session, &lesson, rows);
    }
}

/// Ends the lesson, if there is one; the page is as it was before.
pub(super) fn leave(session: &mut Session, rows: &mut Rows) {
    if session.lesson.is_none() {
        return;
    }
    rows.say(row::GUARD, &["", "free"]);
    if !session.before.is_empty() {
        rows.say(row::SCENE, &[&session.before, "", ""]);
    }
    session.lesson = None;
    session.text.clear();
    session.before.clear();
    session.answers.clear();
    session.step = 0;
    rows.html("lesson", "");
    rows.say(row::POINT, &[""]);
    rows.say(row::TARGET, &[""]);
    rows.say(row::ADDRESS, &[""]);
    rows.say(row::MODE, &[&session.mode()]);
}

pub(super) fn act(
    session: &mut Session,
    (word, name): (&str, &str),
    asked: &Asked<'_>,
    rows: &mut Rows,
) {
    match word {
        "lesson" => {
            return choose(session, if name.is_empty() { asked.value } else { name }, asked, rows);
        }
        "leave" => return leave(session, rows),
        "present" => return present(session, asked.now, rows),
        "unpresent" if session.presenting => return present(session, asked.now, rows),
        "blank" => {
            session.blank = !session.blank;
            return rows.say(row::MODE, &[&session.mode()]);
        }
        "notes" => return rows.say(row::NOTES, &[]),
        _ => {}
    }
    let Some(lesson) = lesson_of(session) else {
        // Without a lesson a remote steps through the events.
        return match (word, asked.value) {
            ("next", _) | ("key", "PageDown") => rows.say(row::STEP, &["next"]),
            ("back", _) | ("key", "PageUp") => rows.say(row::STEP, &["previous"]),
            ("key", other) => key(session, None, other, asked, rows),
            _ => {}
        };
    };
    match word {
        "choose" => pick(session, &lesson, asked.value),
        "type" => asked.value.clone_into(&mut session.draft),
        "answer" => settle(session, &lesson, rows),
        "reveal" => reveal(session, &lesson, Given::default(), rows),
        "next" => advance(session, &lesson, rows),
        "back" => go(session, &lesson, session.step.saturating_sub(1), rows),
        "go" => go(session, &lesson, name.parse().unwrap_or(0), rows),
        "recalled" => recalled(session, &lesson, asked.value, rows),
        "reset" => {
            session.answers.clear();
            keep(session, rows);
            go(session, &lesson, 0, rows);
        }
        "set" => set(name, asked, rows),
        "export" => export::export(session, &lesson, name, rows),
        "key" => key(session, Some(&lesson), asked.value, asked, rows),
        _ => {}
    }
}

/// The step of the lesson in other words.
pub(super) fn anew(session: &mut Session, rows: &mut Rows) {
    if let Some(lesson) = lesson_of(session) {
        go(session, &lesson, session.step, rows);
    }
}

/// A lesson by its name, perhaps with a step: `2-partial-or-full:3`.
fn choose(session: &mut Session, name: &str, asked: &Asked<'_>, rows: &mut Rows) {
    let (name, step) = name.split_once(':').unwrap_or((name, ""));
    let Some(given) = lessons::named(name) else {
        let message = Message::new("workshop-no-lesson").with("name", name);
        return rows.html(
            "look",
            &format!("<div data-test=\"look\" role=\"alert\"><p>{}</p></div>", say(&message)),
        );
    };
    begin(session, given.name, "", asked.script, rows);
    let step = step.parse::<usize>().unwrap_or(1).saturating_sub(1);
    if let Some(lesson) = lesson_of(session).filter(|_| step > 0) {
        go(session, &lesson, step, rows);
    }
}

/// What was answered on an earlier visit.
fn recalled(session: &mut Session, lesson: &Lesson, kept: &str, rows: &mut Rows) {
    if !session.answers.is_empty() || kept.is_empty() {
        return;
    }
    let step = session.step;
    for line in kept.lines() {
        session.recall(line);
    }
    session.answers.retain(|step, _| *step < lesson.steps.len());
    session.step = if step == 0 { session.step.min(lesson.steps.len()) } else { step };
    enter(session, lesson, rows);
}

/// Remembers the answers.
fn keep(session: &Session, rows: &mut Rows) {
    if let Some(memory) = memory(session) {
        rows.say(row::STORE, &[&memory, &session.progress()]);
    }
}

fn go(session: &mut Session, lesson: &Lesson, step: usize, rows: &mut Rows) {
    session.step = step.min(lesson.steps.len());
    session.draft.clear();
    keep(session, rows);
    enter(session, lesson, rows);
}

/// On to what comes next: the answer of an open question, or the next step.
fn advance(session: &mut Session, lesson: &Lesson, rows: &mut Rows) {
    match lesson.steps.get(session.step) {
        Some(step) if waits(session, step) && session.draft.is_empty() => {
            reveal(session, lesson, Given::default(), rows);
        }
        Some(step) if waits(session, step) => settle(session, lesson, rows),
        Some(_) => go(session, lesson, session.step + 1, rows),
        None => {}
    }
}

/// A choice; where several are right, each is chosen and taken back by itself.
fn pick(session: &mut Session, lesson: &Lesson, index: &str) {
    let question = lesson.steps.get(session.step).and_then(|step| step.question.as_ref());
    let several = question.is_some_and(|question| panel::several(&question.answer));
    if !several {
        return index.clone_into(&mut session.draft);
    }
    let mut chosen: Vec<&str> = session.draft.split(',').filter(|part| !part.is_empty()).collect();
    match chosen.iter().position(|part| *part == index) {
        Some(at) => drop(chosen.remove(at)),
        None => chosen.push(index),
    }
    chosen.sort_unstable();
    session.draft = chosen.join(",");
}

/// Judges what is typed or chosen, and shows what happens.
fn settle(session: &mut Session, lesson: &Lesson, rows: &mut Rows) {
    let Some(step) = lesson.steps.get(session.step).filter(|step| waits(session, step)) else {
        return;
    };
    let typed = session.draft.trim().to_owned();
    let judged = step.question.as_ref().and_then(|question| match &question.answer {
        _ if typed.is_empty() => None,
        answer @ Answer::Choices(_) => {
            let chosen: Vec<u32> = typed.split(',').filter_map(|part| part.parse().ok()).collect();
            Some(answer.accepts_choice(&chosen))
        }
        answer @ Answer::Number(..) => answer.accepts_number(&typed),
    });
    match judged {
        Some(right) => reveal(session, lesson, Given { typed, right }, rows),
        None => {
            let id = if typed.is_empty() { "workshop-nothing" } else { "workshop-unreadable" };
            rows.html("lesson-said", &format!("<p class=\"trouble\">{}</p>", text(id)));
        }
    }
}

fn reveal(session: &mut Session, lesson: &Lesson, given: Given, rows: &mut Rows) {
    let Some(step) = lesson.steps.get(session.step) else { return };
    session.answers.insert(session.step, given);
    session.draft.clear();
    keep(session, rows);
    rows.say(row::GUARD, &["", &lock(session, step)]);
    if let Some(then) = step.cursor.and_then(|cursor| cursor.then) {
        rows.at(row::PLAY, then);
    }
    panel::show(session, lesson, rows);
    rows.say(row::FOCUS, &["[data-test=lesson-verdict]"]);
}

/// Into the mode for a room, and out of it.
fn present(session: &mut Session, now: u64, rows: &mut Rows) {
    session.presenting = !session.presenting;
    session.blank = false;
    if session.presenting {
        session.since = now;
    }
    rows.say(row::MODE, &[&session.mode()]);
    if let Some(lesson) = lesson_of(session) {
        match lesson.steps.get(session.step) {
            Some(_) => panel::show(session, &lesson, rows),
            None => summary::show(session, &lesson, rows),
        }
    } else {
        notes::bar(session, rows);
    }
}

/// A key of a keyboard or of a presenter's remote.
fn key(
    session: &mut Session,
    lesson: Option<&Lesson>,
    key: &str,
    asked: &Asked<'_>,
    rows: &mut Rows,
) {
    match (key, lesson) {
        ("PageDown", Some(lesson)) => advance(session, lesson, rows),
        ("PageUp", Some(lesson)) => go(session, lesson, session.step.saturating_sub(1), rows),
        ("b" | "B" | ".", _) => {
            session.blank = !session.blank;
            rows.say(row::MODE, &[&session.mode()]);
        }
        ("Escape", _) if session.blank => {
            session.blank = false;
            rows.say(row::MODE, &[&session.mode()]);
        }
        ("Escape", _) if !session.presenting => {}
        ("F5" | "Escape", _) => present(session, asked.now, rows),
        (digit, Some(lesson)) => {
            let chosen = digit.parse::<usize>().ok().and_then(|digit| digit.checked_sub(1));
            let step = lesson.steps.get(session.step).filter(|step| waits(session, step));
            let choices = step.and_then(|step| step.question.as_ref()).map(|q| &q.answer);
            if let (Some(chosen), Some(Answer::Choices(choices))) = (chosen, choices)
                && chosen < choices.len()
            {
                pick(session, lesson, &chosen.to_string());
                panel::show(session, lesson, rows);
                rows.say(row::FOCUS, &[&format!("#choice-{chosen}")]);
            }
        }
        _ => {}
    }
}
