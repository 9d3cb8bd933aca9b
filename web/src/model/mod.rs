//! What is shown, and how an action changes it: a pure reducer without a browser.

pub mod field;
pub mod play;
pub mod scale;
pub mod scenes;

use core::time::Duration;
use std::collections::BTreeMap;
use std::rc::Rc;

use stormglass_core::engine::simulate;
use stormglass_core::message::Message;
use stormglass_core::read::{Paste, Reading, read};
use stormglass_core::run::Run;
use stormglass_core::scenario::link::{decode, encode};
use stormglass_core::scenario::{Finding, Incident, Scenario, Severity, Target, What, Writes};
use stormglass_core::server::Server;
use stormglass_core::sizing::{Answer, Convergence, Question, answer};
use stormglass_core::units::{Instant, Rate, format_duration, parse_duration};

use crate::view::events;
use field::Field;
use play::Speed;
use scenes::SCENES;

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

/// What can happen at the cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Injection {
    /// Cut the path for twenty seconds.
    Cut,
    /// Stall it for twenty seconds.
    Stall,
    /// Close the connection.
    Kill,
    /// Four times the writes for ten seconds.
    Burst,
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
    pub drafts: BTreeMap<Field, Draft>,
    /// The scenario as text, as it is being edited.
    pub script: String,
    /// What is wrong with it.
    pub script_findings: Vec<Finding>,
    /// What was pasted.
    pub paste: String,
    /// What was learnt from it.
    pub reading: Option<Rc<Reading>>,
    /// Scenarios before, the last one last.
    pub undo: Vec<(Scenario, Question)>,
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
    /// Whom the buttons at the cursor apply to: an index, or all.
    pub target: Option<usize>,
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
    /// Go to the first full resync or closed replica.
    Trouble,
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
    /// Something happens at the cursor.
    Inject(Injection),
    /// To whom it happens.
    Target(Option<usize>),
    /// Back to the scenario before.
    Undo,
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
            drafts: BTreeMap::new(),
            script_findings: Vec::new(),
            paste: String::new(),
            reading: None,
            undo: Vec::new(),
            sliding: None,
            illustrates: false,
            panel: Panel::Tune,
            as_conf: false,
            theme: Theme::System,
            source,
            link_findings: Vec::new(),
            link_kept: Vec::new(),
            target: None,
        }
    }

    /// Runs the scenario anew after a change.
    fn rerun(&mut self) {
        if self.illustrates {
            illustrate(&mut self.scenario, &self.question);
        }
        self.run = Rc::new(simulate(&self.scenario));
        self.answer = Rc::new(answer(&self.scenario, &self.question));
        self.cursor = self.cursor.min(self.run.end);
        if self.target.is_some_and(|target| target >= self.scenario.replicas.len()) {
            self.target = None;
        }
    }

    fn remember(&mut self) {
        if self.undo.len() == UNDO {
            self.undo.remove(0);
        }
        self.undo.push((self.scenario.clone(), self.question));
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

    /// The fragment of the address for what is shown.
    #[must_use]
    pub fn link(&self) -> String {
        let cursor = format_duration(Duration::from_millis(self.cursor.as_nanos() / 1_000_000));
        let outage = format_duration(self.question.outage);
        let mut words: Vec<(&str, &str)> = vec![("outage", &outage)];
        if self.illustrates {
            words.push(("follow", "outage"));
        }
        if !self.playing && self.cursor > Instant::ZERO {
            words.push(("cursor", &cursor));
        }
        match self.theme {
            Theme::System => {}
            Theme::Light => words.push(("theme", "light")),
            Theme::Dark => words.push(("theme", "dark")),
        }
        let panel = Panel::ALL.iter().find(|(panel, _)| *panel == self.panel);
        if let Some((_, word)) = panel.filter(|(panel, _)| *panel != Panel::Tune) {
            words.push(("panel", word));
        }
        encode(&self.scenario.to_text(), &words)
    }

    /// Takes a link on: what can be read of it is shown, the rest is named.
    fn open_link(&mut self, fragment: &str) {
        let decoded = decode(fragment);
        let mut findings = decoded.findings;
        let mut lines: Vec<&str> = decoded.scenario.lines().collect();
        let mut kept = Vec::new();
        // A line that is no part of a scenario is named and left out, one after the other.
        let scenario = loop {
            let checked = Scenario::check(&lines.join("\n"));
            let wrong = |finding: &&Finding| finding.severity == Severity::Error;
            match (checked.scenario, checked.findings.iter().find(wrong)) {
                (Some(scenario), _) => break Some(scenario),
                (None, Some(finding)) => {
                    findings.push(finding.clone());
                    let line = finding.line.map(|line| line as usize - 1);
                    match line.filter(|line| *line < lines.len()) {
                        Some(line) => kept.push(lines.remove(line).to_owned()),
                        None => break None,
                    }
                }
                (None, None) => break None,
            }
        };
        findings.retain(|finding| finding.severity == Severity::Error);
        self.link_findings = findings;
        self.link_kept = kept;
        let Some(scenario) = scenario.filter(|_| !lines.is_empty()) else { return };
        let word = |name: &str| {
            decoded.state.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
        };
        if let Some(outage) = word("outage").and_then(|text| parse_duration(text).ok())
            && !outage.is_zero()
        {
            self.question.outage = outage.min(Duration::from_secs(24 * 3600));
        } else if let Some(outage) = first_outage(&scenario) {
            self.question.outage = outage;
        }
        self.illustrates = word("follow") == Some("outage");
        self.take_on(scenario, Source::Link);
        if let Some(cursor) = word("cursor").and_then(|text| parse_duration(text).ok()) {
            self.cursor = (Instant::ZERO + cursor).min(self.run.end);
            self.playing = false;
        }
        match word("theme") {
            Some("light") => self.theme = Theme::Light,
            Some("dark") => self.theme = Theme::Dark,
            _ => {}
        }
        if let Some((panel, _)) = Panel::ALL.iter().find(|(_, name)| word("panel") == Some(name)) {
            self.panel = *panel;
        }
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

    fn inject(&mut self, injection: Injection) {
        let who = match self.target.and_then(|index| self.scenario.replicas.get(index)) {
            Some(replica) => Target::Replica(replica.name.clone()),
            None => Target::All,
        };
        let lasting = Duration::from_secs(20);
        let what = match injection {
            Injection::Cut => What::Disconnect { who, lasting },
            Injection::Stall => What::Stall { who, lasting },
            Injection::Kill => What::Kill { who },
            Injection::Burst => {
                let rate = self.scenario.resolved().writes.0.saturating_mul(4).max(1 << 20);
                let rate = Writes::Stream(Rate(rate.min(1 << 39)));
                What::Writes { rate, lasting: Some(Duration::from_secs(10)) }
            }
        };
        let at = Instant::from_millis(self.cursor.as_nanos() / 1_000_000);
        let mut scenario = self.scenario.clone();
        scenario.run.get_or_insert(self.run.end.since_start());
        scenario.incidents.push(Incident { at, what });
        scenario.incidents.sort_by_key(|incident| incident.at);
        self.illustrates = false;
        self.take_on(scenario, Source::Typed);
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
                self.drafts.insert(field, Draft { text, trouble: None });
            }
            Err(message) => {
                self.drafts.insert(field, Draft { text, trouble: Some(message) });
            }
        }
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
    }
}

/// The state after an action.
#[must_use]
pub fn reduce(mut state: State, action: Action) -> State {
    if !matches!(action, Action::Slide(..)) {
        state.sliding = None;
    }
    match action {
        Action::Toggle => {
            state.playing = !state.playing;
            if state.playing && state.cursor >= state.run.end {
                state.cursor = Instant::ZERO;
            }
        }
        Action::Ended => state.playing = false,
        Action::Seek(at) => state.seek(at),
        Action::Next => state.seek(events::next(&state.run, state.cursor)),
        Action::Previous => state.seek(events::previous(&state.run, state.cursor)),
        Action::Trouble => {
            if let Some(at) = events::first_trouble(&state.run) {
                state.seek(at);
            }
        }
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
            state.drafts.remove(&field);
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
            if state.drafts.get(&field).is_some_and(|draft| draft.trouble.is_none()) {
                state.drafts.remove(&field);
            }
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
        Action::Inject(injection) => state.inject(injection),
        Action::Target(target) => state.target = target,
        Action::Undo => {
            if let Some((scenario, question)) = state.undo.pop() {
                (state.scenario, state.question) = (scenario, question);
                state.illustrates = false;
                state.drafts.clear();
                state.rerun();
                state.write_script();
            }
        }
        Action::Link(fragment) => state.open_link(&fragment),
        Action::Dismiss => {
            state.link_findings.clear();
            state.link_kept.clear();
        }
    }
    state
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

fn first_outage(scenario: &Scenario) -> Option<Duration> {
    scenario.incidents.iter().find_map(|incident| match incident.what {
        What::Disconnect { lasting, .. } => Some(lasting),
        _ => None,
    })
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
mod tests {
    use super::*;

    const INFO: &str =
        include_str!("../../../tests/samples/redis-7.0.15-debian/primary_info_t0.txt");
    const LATER: &str =
        include_str!("../../../tests/samples/redis-7.0.15-debian/primary_info_t1.txt");

    fn after(state: State, actions: impl IntoIterator<Item = Action>) -> State {
        actions.into_iter().fold(state, reduce)
    }

    #[test]
    fn two_pastes_become_the_scenario_and_can_be_undone() {
        let before = State::opening();
        let state = after(before.clone(), [Action::Paste(format!("{INFO}\n{LATER}"))]);
        assert_eq!(state.scenario.server, Some(Server::redis(7, 0, 15)));
        assert!(state.answer.peak.0 > 10 << 20, "{:?}", state.answer.peak);
        assert_eq!(first_outage(&state.scenario), Some(state.question.outage));
        let undone = reduce(state, Action::Undo);
        assert_eq!(undone.scenario, before.scenario);
        assert!(undone.paste.contains("redis_version"), "what was pasted stays");
    }

    #[test]
    fn a_paste_that_says_nothing_changes_nothing_but_is_kept() {
        let before = State::opening();
        let state = reduce(before.clone(), Action::Paste("milk, eggs".into()));
        assert_eq!(state.scenario, before.scenario);
        assert_eq!(state.paste, "milk, eggs");
        assert!(!state.reading.expect("it was read").findings.is_empty());
    }

    #[test]
    fn a_bad_text_is_kept_with_what_is_wrong() {
        let state = reduce(State::opening(), Action::Type(Field::Backlog, "1.5gb".into()));
        let draft = &state.drafts[&Field::Backlog];
        assert_eq!(draft.text, "1.5gb");
        assert_eq!(draft.trouble.as_ref().map(|message| message.id), Some("unit-fraction-size"));
        let state = after(state, [Action::Leave(Field::Backlog)]);
        assert!(state.drafts.contains_key(&Field::Backlog), "nothing typed is lost");
        let state = after(
            state,
            [Action::Type(Field::Backlog, "2gb".into()), Action::Leave(Field::Backlog)],
        );
        assert!(state.drafts.is_empty());
        assert_eq!(Field::Backlog.text(&state.scenario, &state.question), "2gb");
    }

    #[test]
    fn a_slider_is_one_step_to_undo() {
        let before = State::opening();
        let slides = (0..50).map(|n| Action::Slide(Field::Writes, n * 20));
        let state = after(before.clone(), slides);
        assert_ne!(state.scenario, before.scenario);
        assert_eq!(state.undo.len(), 1);
        assert_eq!(reduce(state, Action::Undo).scenario, before.scenario);
    }

    #[test]
    fn a_link_shows_the_same_page() {
        let state = after(
            State::opening(),
            [
                Action::Slide(Field::Outage, 700),
                Action::Inject(Injection::Cut),
                Action::Seek(Instant::from_secs(74)),
                Action::Open(Panel::Scenario),
            ],
        );
        let link = state.link();
        let opened = reduce(State::opening(), Action::Link(link.clone()));
        assert_eq!(opened.link(), link);
        assert_eq!(opened.scenario, state.scenario);
        assert_eq!(opened.answer, state.answer);
        assert_eq!(opened.cursor, Instant::from_secs(74));
    }

    #[test]
    fn a_broken_link_names_its_parts_and_shows_the_rest() {
        let link = "#v1;server+redis+7.4.1;wriggle+5;writes+2mb/s;replica+r1;at+5s+kill+r9";
        let state = reduce(State::opening(), Action::Link(link.into()));
        assert_eq!(state.link_kept, ["wriggle 5", "at 5s kill r9"]);
        assert_eq!(state.link_findings.len(), 2);
        assert_eq!(state.scenario.to_text(), "server redis 7.4.1\nwrites 2mb/s\nreplicas 1\n");
        for broken in ["#", "#v9;zzz", "#v1z;AAAA", "#%%%", "#v1;"] {
            let state = reduce(State::opening(), Action::Link(broken.into()));
            assert_eq!(state.scenario, State::opening().scenario, "{broken}");
        }
    }

    #[test]
    fn time_goes_both_ways() {
        let state = State::opening();
        let next = reduce(state.clone(), Action::Next);
        assert!(next.cursor > state.cursor && !next.playing);
        let further = reduce(next.clone(), Action::Next);
        assert_eq!(reduce(further, Action::Previous).cursor, next.cursor);
        let end = reduce(state, Action::Nudge(5000));
        assert_eq!(end.cursor, end.run.end);
        let again = reduce(end, Action::Toggle);
        assert_eq!((again.playing, again.cursor), (true, Instant::ZERO));
    }

    #[test]
    fn a_replica_that_is_gone_takes_its_incidents_along() {
        let state = reduce(State::opening(), Action::Type(Field::Replicas, "1".into()));
        assert!(Scenario::parse(&state.scenario.to_text()).is_ok(), "{}", state.script);
        assert_eq!(state.scenario.replicas.len(), 1);
    }
}
