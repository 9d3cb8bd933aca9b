//! What is computed beside the page: asked for one part after the other, and only while it is open.

use std::rc::Rc;

use stormglass_core::run::Run;
use stormglass_core::scenario::Scenario;
use stormglass_core::sizing::Question;
use wasm_bindgen::JsValue;
use web_sys::MessageEvent;
use yew::prelude::*;

use super::{map, shown};
use crate::aside::Row;
use crate::edges::aside::{Aside, Heard};
use crate::edges::{browser, texts};
use crate::further::{asked, job};
use crate::map::{COARSE, row};
use crate::model::Action;

/// What the parts are made from.
#[derive(Clone, Properties)]
pub(super) struct Given {
    pub(super) scenario: Scenario,
    pub(super) question: Question,
    /// The run: another one means that something has changed.
    pub(super) run: Rc<Run>,
    /// The service's id, or nothing.
    pub(super) service: &'static str,
    /// A slider is being moved: the answer comes first, and the map stays coarse.
    pub(super) sliding: bool,
    /// Whether a proof is on the stage.
    pub(super) proving: bool,
    /// The values, with a place for a button in each row.
    pub(super) values: Callback<Callback<&'static str>, Html>,
    /// What stands between the values and the parts.
    pub(super) children: Html,
    pub(super) act: Callback<Action>,
    pub(super) copy: Callback<String>,
    pub(super) copied: bool,
}

/// Never taken for the same: comparing two scenarios costs more code than drawing closed parts.
impl PartialEq for Given {
    fn eq(&self, _: &Self) -> bool {
        false
    }
}

/// The parts, in the order in which they are asked for.
pub(super) mod part {
    pub(in super::super) const SERVICE: usize = 0;
    pub(in super::super) const MAP: usize = 1;
    pub(in super::super) const SOLVED: usize = 2;
    pub(in super::super) const PHASES: usize = 3;
    pub(in super::super) const MEMORY: usize = 4;
    pub(in super::super) const FORM: usize = 5;
    pub(in super::super) const ORIGINS: usize = 6;
    pub(in super::super) const MYTHS: usize = 7;
    pub(in super::super) const COUNT: usize = 8;
}
const PARTS: [&str; part::COUNT] = [
    job::SERVICE,
    job::MAP,
    job::SOLVE,
    job::PHASES,
    job::MEMORY,
    job::FORM,
    job::ORIGINS,
    job::MYTHS,
];

pub(super) enum Msg {
    Toggle(usize),
    Heard(MessageEvent),
    Form(String),
    /// Another value along x, or along y.
    Side(bool, String),
    /// The cell that is read out.
    Spot(Option<(usize, usize)>),
    /// It becomes the scenario.
    Pick,
    Prove(&'static str),
}

pub(super) struct Deeper {
    worker: Aside,
    /// What the worker was asked last, and when, in milliseconds.
    asking: &'static str,
    asked_at: f64,
    /// Asked once, before anything else.
    once: Option<(&'static str, Vec<String>)>,
    /// The last value that was proven, and whether only its sentence is wanted now.
    proven: (&'static str, bool),
    pub(super) open: [bool; part::COUNT],
    stale: [bool; part::COUNT],
    pub(super) found: [Vec<Row>; part::COUNT],
    pub(super) form: String,
    pub(super) sides: [String; 2],
    apart: usize,
    pub(super) spot: Option<(usize, usize)>,
    /// What was said of the last proof.
    pub(super) said: String,
    pub(super) plot: NodeRef,
    seen: (Rc<Run>, &'static str, Question),
    /// The words the parts were asked for in; parts that came before all words were there have
    /// empty places.
    spoken: texts::Spoken,
}

impl Component for Deeper {
    type Message = Msg;
    type Properties = Given;

    fn create(ctx: &Context<Self>) -> Self {
        let link = ctx.link().clone();
        let mut deeper = Self {
            worker: Aside::new(move |event| link.send_message(Msg::Heard(event))),
            asking: "",
            asked_at: 0.0,
            once: None,
            proven: ("", false),
            open: [false; part::COUNT],
            stale: [true; part::COUNT],
            found: Default::default(),
            form: "helm".into(),
            sides: ["writes".into(), "outage".into()],
            apart: COARSE,
            spot: None,
            said: String::new(),
            plot: NodeRef::default(),
            seen: (ctx.props().run.clone(), ctx.props().service, ctx.props().question),
            spoken: texts::spoken(),
        };
        deeper.open[part::SERVICE] = !ctx.props().service.is_empty();
        deeper.next(ctx);
        deeper
    }

    fn changed(&mut self, ctx: &Context<Self>, _: &Given) -> bool {
        let given = ctx.props();
        let same = Rc::ptr_eq(&self.seen.0, &given.run)
            && (self.seen.1, self.seen.2) == (given.service, given.question);
        if !same {
            self.seen = (given.run.clone(), given.service, given.question);
            self.open[part::SERVICE] = !given.service.is_empty();
            // What is often said does not depend on anything.
            let myths = self.stale[part::MYTHS];
            self.stale = [true; part::COUNT];
            self.stale[part::MYTHS] = myths;
            self.apart = COARSE;
        }
        let spoken = texts::spoken();
        if spoken != self.spoken {
            self.spoken = spoken;
            self.respeak();
        }
        self.next(ctx);
        true
    }

    fn update(&mut self, ctx: &Context<Self>, message: Msg) -> bool {
        match message {
            Msg::Toggle(which) => self.open[which] = !self.open[which],
            Msg::Form(id) => {
                self.form = id;
                self.stale[part::FORM] = true;
            }
            Msg::Side(along_y, word) => {
                let [this, other] = if along_y { [1, 0] } else { [0, 1] };
                if self.sides[other] == word {
                    self.sides.swap(0, 1);
                } else {
                    self.sides[this] = word;
                }
                self.spot = None;
                self.apart = COARSE;
                self.stale[part::MAP] = true;
            }
            Msg::Spot(spot) => {
                let changes = self.spot != spot;
                self.spot = spot;
                return changes;
            }
            Msg::Pick => {
                let Some((column, row)) = self.spot else { return false };
                let cell = [column, row].map(|n| n.to_string());
                let more = self.sides.iter().cloned().chain(cell).collect();
                self.once = Some((job::PLACE, more));
            }
            Msg::Prove(word) => {
                self.proven = (word, false);
                self.once = Some((job::PROVE, vec![word.to_owned()]));
            }
            Msg::Heard(event) => match self.worker.hear(&event) {
                Some(Heard::Done(rows)) => self.learn(ctx, rows),
                _ => return false,
            },
        }
        self.next(ctx);
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let given = ctx.props();
        let prove = ctx.link().callback(Msg::Prove);
        html! {
            <>
                { given.values.emit(prove) }
                if self.open[part::SERVICE] { { shown::service(self) } }
                { shown::proof(self, given) }
                { given.children.clone() }
                { map::map(self, ctx.link()) }
                { shown::parts(self, ctx) }
            </>
        }
    }
}

impl Deeper {
    /// Everything is asked again, to be said in other words.
    fn respeak(&mut self) {
        self.stale = [true; part::COUNT];
        self.apart = COARSE;
        if !self.said.is_empty() && self.once.is_none() {
            self.proven.1 = true;
            self.once = Some((job::PROVE, vec![self.proven.0.to_owned()]));
        }
    }

    /// Asks for what is missing next, unless the worker is at something.
    fn next(&mut self, ctx: &Context<Self>) {
        // While a slider moves, eight pictures a second are enough.
        let sliding = ctx.props().sliding;
        if self.worker.busy || (sliding && browser::now() - self.asked_at < 120.0) {
            return;
        }
        let more = match self.once.take() {
            Some((job, more)) => {
                self.asking = job;
                more
            }
            None => {
                let now = |at: usize| !sliding || (at == part::MAP && self.apart > COARSE / 4);
                let mut parts = 0..PARTS.len();
                let next = parts.find(|at| self.open[*at] && self.stale[*at] && now(*at));
                let Some(which) = next else {
                    return;
                };
                self.asking = PARTS[which];
                self.stale[which] = false;
                match which {
                    part::FORM => vec![self.form.clone()],
                    part::MAP => {
                        let apart = self.apart.to_string();
                        self.sides.iter().cloned().chain([apart]).collect()
                    }
                    _ => Vec::new(),
                }
            }
        };
        let given = ctx.props();
        let about = asked(&given.scenario, &given.question, given.service);
        let question = about.into_iter().chain(more).map(JsValue::from);
        self.asked_at = browser::now();
        self.worker.ask(self.asking, question);
    }

    fn learn(&mut self, ctx: &Context<Self>, rows: Vec<Row>) {
        let act = &ctx.props().act;
        match self.asking {
            job::PLACE => {
                if let Some([text, outage]) = rows.first().map(Vec::as_slice) {
                    act.emit(Action::Put(text.clone(), outage.parse().unwrap_or_default()));
                }
            }
            job::PROVE => {
                let Some([said, passes, fails, at]) = rows.first().map(Vec::as_slice) else {
                    return;
                };
                self.said.clone_from(said);
                // The stage has it already.
                let shown = core::mem::take(&mut self.proven.1);
                if !shown && !passes.is_empty() && !fails.is_empty() {
                    let at = at.parse().unwrap_or_default();
                    act.emit(Action::Prove(passes.clone(), fails.clone(), at));
                }
            }
            job => {
                let Some(which) = PARTS.iter().position(|known| *known == job) else { return };
                if which == part::MAP && !self.stale[which] {
                    // As fine as it is now, and then finer.
                    let apart = rows.get(row::SIZE).and_then(|size| size.get(2)?.parse().ok());
                    self.apart = apart.unwrap_or(1) / 2;
                    self.stale[which] = self.apart > 0;
                }
                self.found[which] = rows;
            }
        }
    }
}
