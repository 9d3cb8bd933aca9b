//! What is shown, and how an action changes it: a pure reducer without a browser.

pub mod act;
pub mod field;
mod link;
pub mod play;
pub mod scale;
pub mod scenes;
pub mod twin;
pub mod window;

use core::time::Duration;
use std::rc::Rc;

use stormglass_core::engine::simulate;
use stormglass_core::message::Message;
use stormglass_core::read::{Paste, Reading, read};
use stormglass_core::run::Run;
use stormglass_core::scenario::{Finding, Incident, Scenario, Severity, Target, What};
use stormglass_core::server::Server;
use stormglass_core::sizing::{Answer, Convergence, Question, answer};
use stormglass_core::units::Instant;

use crate::view::events;
use act::{Trouble, VERBS, Whom};
use field::Field;
use play::Speed;
use scenes::SCENES;
use twin::Twin;
use window::Window;

/// Which of the inputs is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Panel {
    /// Paste what a server says.
    Paste,
    /// Numbers and sliders.
    Tune,
    /// The scenario as text.
    Scenario,
}

impl Panel {
    /// All of them, in order, with the word of a link.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::Paste, "paste"), (Self::Tune, "tune"), (Self::Scenario, "scenario")];
}

/// Light or dark, or as the system says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// As the system says.
    System,
    /// Dark ink on light ground.
    Light,
    /// Light ink on dark ground.
    Dark,
    /// Black on white in larger letters, for a room.
    Projector,
}

/// Something wrong with what was typed into a field; the text is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// As typed.
    pub text: String,
    /// What is wrong; `None` while it is fine.
    pub trouble: Option<Message>,
}

/// Where the scenario came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// A scene of the list.
    Scene(usize),
    /// A paste.
    Paste,
    /// A link.
    Link,
    /// Fields, buttons or the text.
    Typed,
}

/// What is shown below the transport.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawer {
    /// Why the last thing happened.
    Why,
    /// INFO at the cursor.
    Info,
    /// The run as a table.
    Table,
    /// Two scenarios side by side.
    Compare,
    /// Pictures and data to take away.
    Take,
}

impl Drawer {
    /// All of them, in order, with the catalogue id of their names.
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::Why, "page-why"),
        (Self::Info, "page-info"),
        (Self::Table, "page-table"),
        (Self::Compare, "page-compare"),
        (Self::Take, "page-take"),
    ];
}

/// A state to go back to.
#[derive(Clone, Debug)]
struct Before {
    scenario: Scenario,
    question: Question,
    script: String,
}

/// Everything the page shows.
#[derive(Clone, Debug)]
pub struct State {
    /// What is run.
    pub scenario: Scenario,
    /// What is to be survived.
    pub question: Question,
    /// What happened.
    pub run: Rc<Run>,
    /// What to set.
    pub answer: Rc<Answer>,
    /// Whether time moves by itself.
    pub playing: bool,
    /// How fast.
    pub speed: Speed,
    /// The moment shown.
    pub cursor: Instant,
    /// Texts being typed into fields.
    pub drafts: Vec<(Field, Draft)>,
    /// The scenario as text, as it is being edited.
    pub script: String,
    /// What is wrong with it.
    pub script_findings: Vec<Finding>,
    /// What was pasted.
    pub paste: String,
    /// What was learnt from it.
    pub reading: Option<Rc<Reading>>,
    /// Scenarios before, the last one last.
    undo: Vec<Before>,
    /// Scenarios that were undone, the last one last.
    redo: Vec<Before>,
    /// A slider is being moved: its start is remembered already.
    sliding: Option<Field>,
    /// The incidents illustrate the question, and follow it.
    illustrates: bool,
    /// Which of the inputs is open.
    pub panel: Panel,
    /// Whether the redis.conf form of the answer is shown.
    pub as_conf: bool,
    /// Light or dark.
    pub theme: Theme,
    /// Where the scenario came from.
    pub source: Source,
    /// What was wrong with the link.
    pub link_findings: Vec<Finding>,
    /// The parts of the link that could not be read, as typed.
    pub link_kept: Vec<String>,
    /// Whom the verbs at the cursor apply to.
    pub target: Whom,
    /// What was wrong with what was typed at the cursor.
    pub trouble: Trouble,
    /// At the end it begins again.
    pub looping: bool,
    /// What the timeline shows.
    pub window: Window,
    /// What is shown below the transport.
    pub drawer: Drawer,
    /// The other scenario, while two are compared.
    pub twin: Option<Twin>,
}

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
    /// A scene of the list.
    Scene(usize),
    /// Another server version.
    Version(Server),
    /// The scenario's text was edited.
    Script(String),
    /// The paste was edited.
    Paste(String),
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
    /// The fragment of the address was changed.
    Link(String),
    /// What was wrong with the link was read.
    Dismiss,
}

const UNDO: usize = 50;

impl State {
    /// The page as it opens: a scene, running.
    #[must_use]
    pub fn opening() -> Self {
        let mut state = Self::with(SCENES[0].scenario(), SCENES[0].outage(), Source::Scene(0));
        state.playing = true;
        state
    }

    fn with(scenario: Scenario, outage: Duration, source: Source) -> Self {
        let question = Question { outage, ..Question::default() };
        let run = Rc::new(simulate(&scenario));
        let answer = Rc::new(answer(&scenario, &question));
        Self {
            script: scenario.to_text(),
            scenario,
            question,
            run,
            answer,
            playing: false,
            speed: Speed(8.0),
            cursor: Instant::ZERO,
            drafts: Vec::new(),
            script_findings: Vec::new(),
            paste: String::new(),
            reading: None,
            undo: Vec::new(),
            redo: Vec::new(),
            sliding: None,
            illustrates: false,
            panel: Panel::Tune,
            as_conf: false,
            theme: Theme::System,
            source,
            link_findings: Vec::new(),
            link_kept: Vec::new(),
            target: Whom::All,
            trouble: None,
            looping: false,
            window: Window::whole(Instant::ZERO),
            drawer: Drawer::Why,
            twin: None,
        }
        .framed()
    }

    /// Runs the scenario anew after a change.
    fn rerun(&mut self) {
        if self.illustrates {
            illustrate(&mut self.scenario, &self.question);
        }
        let whole = self.window.is_whole(self.run.end);
        self.run = Rc::new(simulate(&self.scenario));
        self.answer = Rc::new(answer(&self.scenario, &self.question));
        self.cursor = self.cursor.min(self.run.end);
        if whole || self.window.to > self.run.end {
            self.window = Window::whole(self.run.end);
        }
        if matches!(self.target, Whom::Replica(index) if index >= self.scenario.replicas.len()) {
            self.target = Whom::All;
        }
        self.follow();
    }

    fn framed(mut self) -> Self {
        self.window = Window::whole(self.run.end);
        self
    }

    fn before(&self) -> Before {
        Before {
            scenario: self.scenario.clone(),
            question: self.question,
            script: self.script.clone(),
        }
    }

    /// Back to a state that was remembered.
    fn restore(&mut self, before: Before) {
        (self.scenario, self.question) = (before.scenario, before.question);
        self.illustrates = false;
        self.drafts.clear();
        self.rerun();
        self.script = before.script;
        self.script_findings.clear();
    }

    /// Whether there is something to undo, and to do again.
    #[must_use]
    pub fn can(&self) -> (bool, bool) {
        (!self.undo.is_empty(), !self.redo.is_empty())
    }

    fn remember(&mut self) {
        if self.undo.len() == UNDO {
            self.undo.remove(0);
        }
        self.undo.push(self.before());
        self.redo.clear();
    }

    /// Another scenario in place of the present one.
    fn take_on(&mut self, scenario: Scenario, source: Source) {
        self.remember();
        self.scenario = scenario;
        self.source = source;
        self.drafts.clear();
        self.rerun();
        self.write_script();
    }

    fn write_script(&mut self) {
        self.script = self.scenario.to_text();
        self.script_findings.clear();
    }

    /// Reads a paste; where it is a primary's, its numbers become the scenario.
    fn read_paste(&mut self, text: String) {
        self.paste = text;
        if self.paste.trim().is_empty() {
            self.reading = None;
            return;
        }
        let name = String::from("paste");
        let reading = read(&[Paste { name, text: self.paste.clone() }]);
        let usable = reading.is_primary()
            && !reading.findings.iter().any(|finding| finding.severity == Severity::Error);
        if usable {
            self.illustrates = true;
            let scenario = reading.scenario();
            self.take_on(scenario, Source::Paste);
            self.cursor = Instant::ZERO;
        }
        self.reading = Some(Rc::new(reading));
    }

    fn edit(&mut self, field: Field, text: String) {
        let mut scenario = self.scenario.clone();
        let mut question = self.question;
        match field.read(&text, &mut scenario, &mut question) {
            Ok(()) => {
                self.question = question;
                let drafts = core::mem::take(&mut self.drafts);
                self.take_on(scenario, self.typed());
                self.drafts = drafts;
                self.keep(field, text, None);
            }
            Err(message) => {
                self.keep(field, text, Some(message));
            }
        }
    }

    fn keep(&mut self, field: Field, text: String, trouble: Option<Message>) {
        self.drafts.retain(|(other, _)| *other != field);
        self.drafts.push((field, Draft { text, trouble }));
    }

    /// What is being typed into a field.
    #[must_use]
    pub fn draft(&self, field: Field) -> Option<&Draft> {
        self.drafts.iter().find(|(other, _)| *other == field).map(|(_, draft)| draft)
    }

    /// A paste or a scene that was tuned is still told apart from one that was written.
    fn typed(&self) -> Source {
        match self.source {
            Source::Paste => Source::Paste,
            _ => Source::Typed,
        }
    }

    fn seek(&mut self, at: Instant) {
        self.cursor = at.min(self.run.end);
        self.playing = false;
        self.window = self.window.showing(self.cursor, self.run.end);
    }
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
        Action::Paste(text) => state.read_paste(text),
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
        Action::Alone => state.twin = None,
        Action::Link(fragment) => state.open_link(&fragment),
        Action::Dismiss => {
            state.link_findings.clear();
            state.link_kept.clear();
        }
    }
}

/// Whom an incident happens to, where it is one replica.
pub(crate) fn replica_of(what: &What) -> Option<&str> {
    match what {
        What::Disconnect { who: Target::Replica(name), .. }
        | What::Stall { who: Target::Replica(name), .. }
        | What::Kill { who: Target::Replica(name) }
        | What::Pause { who: Target::Replica(name), .. }
        | What::Restart { who: Target::Replica(name), .. }
        | What::ReplicaOf { who: name, .. } => Some(name),
        _ => None,
    }
}

/// Lets the outage that is asked about happen, and runs until one can see what comes of it.
fn illustrate(scenario: &mut Scenario, question: &Question) {
    let Some(replica) = scenario.replicas.first() else { return };
    let at = Instant::from_secs(10);
    let who = Target::Replica(replica.name.clone());
    let what = What::Disconnect { who, lasting: question.outage };
    scenario.incidents = vec![Incident { at, what }];
    let answer = answer(scenario, question);
    let after = match answer.converges {
        Convergence::Yes { .. } => answer.full_resync.unwrap_or_default(),
        Convergence::Storm { period, .. } => period * 3,
        Convergence::NeverDrains { .. } => Duration::from_secs(120),
    };
    let run = at.since_start() + question.outage + after + Duration::from_secs(10);
    let run = Duration::from_secs(run.as_secs().next_multiple_of(5));
    scenario.run = Some(run.clamp(Duration::from_secs(30), Duration::from_secs(24 * 3600)));
}

#[cfg(test)]
mod tests;
