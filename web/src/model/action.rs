//! What a person can do, and what becomes of the state.

use std::rc::Rc;

use stormglass_core::scenario::Scenario;
use stormglass_core::server::Server;
use stormglass_core::units::Instant;

use super::act::{VERBS, Whom};
use super::field::Field;
use super::play::Speed;
use super::scenes::SCENES;
use super::{Drawer, Panel, Source, State, Theme};
use crate::aside::Row;
use crate::view::events;

/// Something a person did.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Play or pause; at the end, play from the start.
    Toggle,
    /// The cursor reached the end.
    Ended,
    /// Go to a moment, and stay there.
    Seek(Instant),
    /// Go to the next event.
    Next,
    /// Go to the event before.
    Previous,
    /// Go to where any replica's phase changes next, or changed before.
    Phase(bool),
    /// Go to the first event of a kind.
    Jump(usize),
    /// Whether it begins again at the end.
    Loop,
    /// The timeline shows so many hundredths of what it shows, about an instant.
    Zoom(u64, Instant),
    /// The timeline moves by thousandths of what it shows.
    Pan(i64),
    /// The cursor left the window while playing.
    Turn,
    /// Go so many thousandths of the run.
    Nudge(i64),
    /// Play at another speed.
    Speed(Speed),
    /// A slider stands there.
    Slide(Field, u32),
    /// A slider was let go.
    Settle,
    /// A text was typed into a field.
    Type(Field, String),
    /// A field was left.
    Leave(Field),
    /// Another tab.
    Open(Panel),
    /// Another form of the answer.
    Show(bool),
    /// Another theme.
    Dress(Theme),
    /// Another language, by its tag.
    Speak(&'static str),
    /// A scene of the list.
    Scene(usize),
    /// Another server version.
    Version(Server),
    /// The scenario's text was edited.
    Script(String),
    /// The paste was edited.
    Paste(String),
    /// What the reader found in the paste and in files.
    Read(Rc<Vec<Row>>),
    /// A verb at the cursor, by its index.
    Act(usize),
    /// A line at the cursor, as typed.
    Line(String),
    /// To whom it happens.
    Target(Whom),
    /// Back to the scenario before.
    Undo,
    /// And forth again.
    Redo,
    /// What the answer recommends for a directive, or `all`.
    Adopt(String),
    /// Something else below the transport.
    Draw(Drawer),
    /// A twin beside it: the recommended one, or the present one.
    Pair(bool),
    /// The two change places.
    Swap,
    /// No twin.
    Alone,
    /// A cell of the map: the scenario as text, the outage in milliseconds.
    Put(String, u64),
    /// A proof: what works, what fails, and where to look, in milliseconds.
    Prove(String, String, u64),
    /// The proof was seen.
    Proved,
    /// A managed service, by its place in the list; 0 is none.
    Serve(usize),
    /// The fragment of the address was changed.
    Link(String),
    /// What was wrong with the link was read.
    Dismiss,
}

/// The state after an action.
#[must_use]
pub fn reduce(mut state: State, action: Action) -> State {
    state.apply(action);
    state
}

impl State {
    /// Changes with an action.
    pub fn apply(&mut self, action: Action) {
        apply(self, action);
    }
}

fn apply(state: &mut State, action: Action) {
    if !matches!(action, Action::Slide(..)) {
        state.sliding = None;
    }
    match action {
        Action::Toggle => {
            state.playing = !state.playing;
            if state.playing && state.cursor >= state.run.end {
                state.cursor = Instant::ZERO;
            }
            state.window = state.window.showing(state.cursor, state.run.end);
        }
        Action::Ended => {
            state.playing = state.looping;
            if state.looping {
                state.cursor = Instant::ZERO;
                state.window = state.window.showing(state.cursor, state.run.end);
            }
        }
        Action::Seek(at) => state.seek(at),
        Action::Next => state.seek(events::next(&state.run, state.cursor, events::matters)),
        Action::Previous => state.seek(events::previous(&state.run, state.cursor, events::matters)),
        Action::Phase(on) => {
            let step = if on { events::next } else { events::previous };
            state.seek(step(&state.run, state.cursor, events::changes_phase));
        }
        Action::Jump(index) => {
            if let Some(at) = events::JUMPS.get(index).and_then(|jump| jump.first(&state.run)) {
                state.seek(at);
            }
        }
        Action::Loop => state.looping = !state.looping,
        Action::Zoom(percent, about) => {
            state.window = state.window.zoomed(percent, about, state.run.end);
        }
        Action::Pan(thousandths) => state.window = state.window.moved(thousandths, state.run.end),
        Action::Turn => state.window = state.window.showing(state.cursor, state.run.end),
        Action::Nudge(thousandths) => {
            let step = state.run.end.as_nanos() / 1000 * thousandths.unsigned_abs();
            let cursor = state.cursor.as_nanos();
            let to = if thousandths < 0 { cursor.saturating_sub(step) } else { cursor + step };
            state.seek(Instant::from_nanos(to));
        }
        Action::Speed(speed) => state.speed = speed,
        Action::Slide(field, step) => {
            if state.sliding != Some(field) {
                state.remember();
                state.sliding = Some(field);
            }
            state.drafts.retain(|(other, _)| *other != field);
            let mut question = state.question;
            field.slide(step, &mut state.scenario, &mut question);
            state.question = question;
            state.source = state.typed();
            state.rerun();
            state.write_script();
        }
        Action::Settle => {}
        Action::Type(field, text) => state.edit(field, text),
        Action::Leave(field) => {
            // A usable text becomes the value's own form; an unusable one stays as typed.
            state.drafts.retain(|(other, draft)| *other != field || draft.trouble.is_some());
        }
        Action::Open(panel) => state.panel = panel,
        Action::Show(as_conf) => state.as_conf = as_conf,
        Action::Dress(theme) => state.theme = theme,
        Action::Speak(language) => state.language = Some(language),
        Action::Scene(index) => {
            if let Some(scene) = SCENES.get(index) {
                state.question.outage = scene.outage();
                state.illustrates = false;
                state.take_on(scene.scenario(), Source::Scene(index));
                state.cursor = Instant::ZERO;
            }
        }
        Action::Version(server) => {
            let mut scenario = state.scenario.clone();
            scenario.server = Some(server);
            let source = state.typed();
            state.take_on(scenario, source);
        }
        Action::Script(text) => {
            let checked = Scenario::check(&text);
            if let Some(scenario) = checked.scenario
                && scenario != state.scenario
            {
                state.illustrates = false;
                state.take_on(scenario, Source::Typed);
            }
            state.script = text;
            state.script_findings = checked.findings;
        }
        Action::Paste(text) => state.keep_paste(text),
        Action::Read(rows) => state.take_reading(rows),
        Action::Act(index) => {
            if let Some(verb) = VERBS.get(index) {
                let line = state.verb_line(verb);
                state.at_cursor(&line);
            }
        }
        Action::Line(text) => state.at_cursor(&text),
        Action::Target(target) => state.target = target,
        Action::Undo => {
            if let Some(before) = state.undo.pop() {
                state.redo.push(state.before());
                state.restore(before);
            }
        }
        Action::Redo => {
            if let Some(after) = state.redo.pop() {
                state.undo.push(state.before());
                state.restore(after);
            }
        }
        Action::Adopt(directive) => state.adopt(&directive),
        Action::Draw(drawer) => state.drawer = drawer,
        Action::Pair(recommended) => {
            state.pair(recommended);
            state.drawer = Drawer::Compare;
        }
        Action::Swap => state.swap(),
        Action::Alone => (state.twin, state.proof) = (None, None),
        Action::Put(text, outage) => state.put(&text, outage),
        Action::Prove(passes, fails, at) => state.prove(&passes, &fails, at),
        Action::Proved => state.proved(),
        Action::Serve(service) => state.serve(service),
        Action::Link(fragment) => state.open_link(&fragment),
        Action::Dismiss => {
            state.link_findings.clear();
            state.link_kept.clear();
        }
    }
}
