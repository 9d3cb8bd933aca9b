//! What is shown, and how an action changes it: a pure reducer without a browser.

pub mod act;
mod action;
pub mod field;
pub mod fingers;
pub mod further;
pub mod guard;
mod history;
mod link;
mod paste;
pub mod place;
pub mod play;
pub mod scale;
mod scenes;
pub mod twin;
pub mod window;

use core::time::Duration;
use std::rc::Rc;

use crate::aside::Row;
use stormglass_core::engine::simulate;
use stormglass_core::message::Message;
use stormglass_core::run::Run;
use stormglass_core::scenario::{Finding, Scenario, Target, What};
use stormglass_core::sizing::{Answer, Question, answer};
use stormglass_core::units::Instant;

use act::{Trouble, Whom};
pub use action::{Action, reduce};
use field::Field;
use guard::Guard;
pub use link::LONG as LONG_LINK;
use place::Place;
use play::Speed;
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

impl Theme {
    /// All of them, with the word of a link.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::System, "system"),
        (Self::Light, "light"),
        (Self::Dark, "dark"),
        (Self::Projector, "projector"),
    ];
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
    /// A scene of the gallery.
    Scene,
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
    service: usize,
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
    pub reading: Option<Rc<Vec<Row>>>,
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
    /// The tag of the language that was chosen; `None` as the browser has it.
    pub language: Option<&'static str>,
    /// Where the scenario came from.
    pub source: Source,
    /// Where the page is besides its scenario.
    pub place: Place,
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
    /// What was there before a proof, while one is shown.
    pub proof: Option<further::Proving>,
    /// The managed service, by its place in the list; 0 is a server of one's own.
    pub service: usize,
    /// What a lesson lets be seen and changed.
    pub guard: Guard,
    /// Where playing stops once.
    halt: Option<Instant>,
}

const UNDO: usize = 50;

impl State {
    /// The page as it opens: a scene, running.
    #[must_use]
    pub fn opening() -> Self {
        let mut state = Self::with(scenes::opening(), scenes::OUTAGE, Source::Scene);
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
            language: None,
            source,
            place: Place::default(),
            link_findings: Vec::new(),
            link_kept: Vec::new(),
            target: Whom::All,
            trouble: None,
            looping: false,
            window: Window::whole(Instant::ZERO),
            drawer: Drawer::Why,
            twin: None,
            proof: None,
            service: 0,
            guard: Guard::default(),
            halt: None,
        }
        .framed()
    }

    /// Runs the scenario anew after a change.
    fn rerun(&mut self) {
        if self.illustrates {
            paste::illustrate(&mut self.scenario, &self.question);
        }
        let whole = self.window.is_whole(self.run.end);
        let scenario = self.laid();
        self.run = Rc::new(simulate(&scenario));
        self.answer = Rc::new(answer(&scenario, &self.question));
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
            service: self.service,
        }
    }

    /// Back to a state that was remembered.
    fn restore(&mut self, before: Before) {
        (self.scenario, self.question) = (before.scenario, before.question);
        self.service = before.service;
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

    /// Whether a slider is being moved.
    #[must_use]
    pub const fn sliding(&self) -> bool {
        self.sliding.is_some()
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
        self.halt = None;
        self.cursor = at.min(self.end());
        self.playing = false;
        self.window = self.window.showing(self.cursor, self.run.end);
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

#[cfg(test)]
mod kept_links;
#[cfg(test)]
mod tests;
