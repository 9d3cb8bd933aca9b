//! The page as a whole: it holds the state, the animation loop and the address bar.

use gloo::events::{EventListener, EventListenerOptions};
use stormglass_core::units::Instant;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{HtmlElement, KeyboardEvent};
use yew::html::Scope;
use yew::prelude::*;

use super::keys::{key, plays, wheel};
use super::workshop::{self, Workshop};
use crate::aside::job;
use crate::components::{answer, header, inputs, language, stage};
use crate::edges::aside::{Aside, Heard};
use crate::edges::painter::{Look, Palette};
use crate::edges::{browser, exports, parts, take};
use crate::model::act::Whom;
use crate::model::fingers::{Felt, Fingers, Touch};
use crate::model::play::advance;
use crate::model::window::Window;
use crate::model::{Action, Drawer, State, Theme, reduce};
use crate::view::drawer;
use crate::view::topology::peak;
use crate::words;

/// Parts that are drawn outside the virtual DOM.
#[derive(Clone, Default)]
pub(crate) struct Parts {
    pub(crate) ring: NodeRef,
    pub(crate) topology: NodeRef,
    pub(crate) storm: NodeRef,
    pub(crate) timeline: NodeRef,
    pub(crate) cursor: NodeRef,
    pub(crate) clock: NodeRef,
    pub(crate) scrub: NodeRef,
    pub(crate) narration: NodeRef,
    pub(crate) drawer: NodeRef,
    pub(crate) twin: NodeRef,
    pub(crate) twin_topology: NodeRef,
    pub(crate) twin_timeline: NodeRef,
    pub(crate) twin_cursor: NodeRef,
}

pub(crate) struct App {
    pub(super) state: State,
    pub(super) parts: Parts,
    pub(super) palette: Palette,
    pub(super) look: Look,
    /// The timeline as it was drawn, and what it was drawn of.
    pub(super) frame: Option<stormglass_chart::Frame>,
    pub(super) drawn: Option<Drawn>,
    /// The same of the other scenario, while two are compared.
    pub(super) twin_frame: Option<stormglass_chart::Frame>,
    pub(super) twin_drawn: Option<Drawn>,
    /// When the timeline was last drawn, and how long that took, in milliseconds.
    pub(super) drew: (f64, f64),
    /// What the drawer shows.
    pub(super) opened: Option<(Drawer, Option<usize>)>,
    /// The fullest an output buffer gets, for the scale of the vessels.
    pub(super) peak: stormglass_core::units::Bytes,
    pub(super) tick: Closure<dyn FnMut(f64)>,
    pub(super) asked: Option<i32>,
    pub(super) last: Option<f64>,
    /// The narration was last written then.
    pub(super) told: f64,
    /// Motion is not wanted: the picture steps twice a second instead of gliding.
    pub(super) calm: bool,
    /// The picture was last drawn then.
    pub(super) stepped: f64,
    pub(super) shown_link: String,
    /// What was done since is a step of the browser's history.
    step: bool,
    pub(super) copied: Option<&'static str>,
    /// Fingers on the timeline.
    fingers: Fingers,
    /// What the pointer rests on in the timeline.
    pub(super) hover: Option<Instant>,
    /// A recording under way.
    pub(super) recording: Option<take::Recording>,
    /// Files beside the paste, the worker that reads both, and how far it is.
    files: Vec<web_sys::File>,
    reader: Aside,
    /// Makes what is taken away.
    pub(super) taker: Aside,
    reading: Option<f64>,
    /// The language that is spoken, or is on its way, and whether its words are missing.
    pub(super) speaks: &'static str,
    pub(super) wordless: bool,
    pub(super) link: Scope<Self>,
    pub(super) workshop: Workshop,
    _wheel: Option<EventListener>,
    _listeners: Vec<EventListener>,
}

/// What the timeline was drawn of: the run, the part of it, the size and the theme.
pub(super) type Drawn = (std::rc::Rc<stormglass_core::run::Run>, Window, (f64, f64), Look);

pub(crate) enum Msg {
    Do(Action),
    Frame(f64),
    /// The reader says something.
    Heard(web_sys::MessageEvent),
    /// What is taken away is there.
    Taken(web_sys::MessageEvent),
    CancelReading,
    /// Something was done in the workshop: what, and with what.
    Did(String, String),
    /// The workshop's worker says something.
    Told(web_sys::MessageEvent),
    Key(KeyboardEvent),
    Redraw,
    /// Words have arrived, or could not be fetched.
    Words(bool),
    /// They are to be fetched, again.
    FetchWords,
    HashChanged,
    Copy(&'static str, String),
    Files(Vec<web_sys::File>),
    Point(f64),
    Order(drawer::Order),
    /// A click on the ring or on the topology.
    Pick(bool, (f64, f64)),
    Touch(Touch),
    Hover(Option<f64>),
    Wheel(f64, f64, bool),
}

impl Component for App {
    type Message = Msg;
    type Properties = ();

    fn create(ctx: &Context<Self>) -> Self {
        let mut state = State::opening();
        let hash = browser::hash();
        if hash.len() > 1 {
            state.playing &= workshop::wanted(&hash).is_none();
            state = reduce(state, Action::Link(hash.clone()));
        }
        if state.theme == Theme::System {
            let stored = browser::stored_theme();
            let known = Theme::ALL.iter().find(|(_, word)| stored.as_deref() == Some(word));
            state.theme = known.map_or(Theme::System, |(theme, _)| *theme);
        }
        if browser::motion_is_unwanted() {
            state.playing = false;
        }
        let link = ctx.link();
        super::page_api::install(link);
        let frame = link.callback(Msg::Frame);
        let look = look(&state);
        browser::dress(look.word());
        match state.place.embed {
            Some(embed) => {
                browser::mark("data-embed", embed.word());
                parts::script("embed.js");
            }
            None => parts::script("offline.js"),
        }
        let window = browser::window();
        let active = EventListenerOptions::enable_prevent_default();
        let keys = {
            let link = link.clone();
            EventListener::new_with_options(&browser::document(), "keydown", active, move |event| {
                if let Some(event) = event.dyn_ref::<KeyboardEvent>() {
                    link.send_message(Msg::Key(event.clone()));
                    if plays(event) {
                        event.prevent_default();
                    }
                }
            })
        };
        let on = |name: &'static str, message: fn() -> Msg| {
            let link = link.clone();
            EventListener::new(&window, name, move |_| link.send_message(message()))
        };
        let listeners =
            vec![keys, on("resize", || Msg::Redraw), on("hashchange", || Msg::HashChanged)];
        Self {
            peak: peak(&state.run),
            state,
            parts: Parts::default(),
            palette: Palette::new(look),
            look,
            frame: None,
            drawn: None,
            twin_frame: None,
            twin_drawn: None,
            drew: (0.0, 0.0),
            opened: None,
            tick: Closure::new(move |at| frame.emit(at)),
            asked: None,
            last: None,
            told: 0.0,
            calm: browser::motion_is_unwanted(),
            stepped: 0.0,
            shown_link: String::new(),
            step: false,
            copied: None,
            fingers: Fingers::default(),
            hover: None,
            recording: None,
            files: Vec::new(),
            taker: Aside::new({
                let link = link.clone();
                move |event| link.send_message(Msg::Taken(event))
            }),
            reader: Aside::new({
                let link = link.clone();
                move |event| link.send_message(Msg::Heard(event))
            }),
            reading: None,
            speaks: words::language(),
            wordless: false,
            link: link.clone(),
            workshop: Workshop::new(ctx.link(), hash),
            _wheel: None,
            _listeners: listeners,
        }
    }

    fn update(&mut self, ctx: &Context<Self>, message: Msg) -> bool {
        match message {
            Msg::Do(Action::Paste(text)) => {
                if text.is_empty() {
                    self.files.clear();
                }
                self.act(Action::Paste(text));
                self.ask_reader();
            }
            Msg::Do(action) => self.act(action),
            Msg::Frame(at) => return self.frame(ctx, at),
            Msg::Key(event) => match key(&event, self.state.cursor) {
                Some(action) => self.act(action),
                None => return false,
            },
            Msg::Redraw => (self.drawn, self.twin_drawn) = (None, None),
            Msg::Words(there) => self.speak(there),
            Msg::FetchWords => {
                self.fetch_words();
                return false;
            }
            Msg::HashChanged => {
                let hash = browser::hash();
                if hash.trim_start_matches('#') == self.shown_link {
                    return false;
                }
                browser::reveal(&self.parts.ring);
                self.act(Action::Link(hash));
            }
            Msg::Copy(what, text) => {
                browser::copy(&text);
                self.copied = Some(what);
            }
            Msg::Files(files) => {
                self.files.extend(files);
                self.ask_reader();
            }
            Msg::Taken(event) => {
                if let Some(Heard::Done(rows)) = self.taker.hear(&event)
                    && let Some([name, kind, text]) = rows.first().map(Vec::as_slice)
                {
                    take::file(name, kind, text);
                }
                return false;
            }
            Msg::Heard(event) => match self.reader.hear(&event) {
                Some(Heard::Progress(share)) => self.reading = Some(share),
                Some(Heard::Done(rows)) => {
                    self.reading = None;
                    self.act(Action::Read(std::rc::Rc::new(rows)));
                }
                None => return false,
            },
            Msg::Did(event, value) => {
                self.did(event, value);
                return false;
            }
            Msg::Told(event) => return self.told(ctx, &event),
            Msg::CancelReading => {
                self.reader.cancel();
                self.files.clear();
                self.reading = None;
            }
            Msg::Point(x) => {
                let Some(frame) = self.frame else { return false };
                let at = frame.instant_at(x * frame.scale);
                self.act(Action::Seek(at));
            }
            Msg::Order(drawer::Order::Do(action)) => self.act(action),
            Msg::Order(drawer::Order::Take(what)) => self.take(ctx, &what),
            Msg::Pick(ring, place) => {
                let Some(whom) = self.picked(ring, place) else { return false };
                let again = whom == self.state.target;
                self.act(Action::Target(if again { Whom::All } else { whom }));
            }
            Msg::Touch(touch) => {
                let (Some(frame), felt) = (self.frame, self.fingers.feel(touch)) else {
                    return false;
                };
                let at = |x: f64| frame.instant_at(x * frame.scale);
                match felt {
                    None => return false,
                    Some(Felt::Point(x)) => self.act(Action::Seek(at(x))),
                    Some(Felt::Pinch(percent, x)) => self.act(Action::Zoom(percent, at(x))),
                    Some(Felt::Drag(by)) => {
                        let share = by * frame.scale / f64::from(frame.columns());
                        #[expect(clippy::cast_possible_truncation, reason = "a share of a screen")]
                        self.act(Action::Pan((share * 1000.0) as i64));
                    }
                }
            }
            Msg::Hover(x) => {
                self.hover = x.zip(self.frame).map(|(x, frame)| frame.instant_at(x * frame.scale));
                if !self.state.playing {
                    self.draw_moment(false);
                }
                return false;
            }
            Msg::Wheel(x, by, zoom) => {
                let Some(frame) = self.frame else { return false };
                self.act(if zoom {
                    let percent = if by < 0.0 { 80 } else { 125 };
                    Action::Zoom(percent, frame.instant_at(x * frame.scale))
                } else {
                    Action::Pan(if by < 0.0 { -80 } else { 80 })
                });
            }
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        let address = browser::address(&self.state.link());
        html! {
            <>
                { header::header(&self.state, link, &address, self.copied, self.look == Look::Dark) }
                { header::link_trouble(&self.state, link) }
                { language::trouble(self.wordless, link) }
                { workshop::corner("look") }
                <main data-lock={self.state.guard.lock()} data-veil={self.state.guard.until.map(|_| "")}>
                    { workshop::corner("lesson") }
                    { inputs::inputs(&self.state, self.reading, link) }
                    { stage::stage(&self.state, link, &self.parts) }
                    { answer::answer(&self.state, link, self.copied) }
                </main>
                { workshop::frame() }
            </>
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, first: bool) {
        if first {
            self._wheel =
                self.parts.timeline.cast::<HtmlElement>().map(|canvas| wheel(ctx, &canvas));
            // The words of a link's language, and those that are not needed at once.
            self.speaks = self.state.language.unwrap_or(self.speaks);
            self.fetch_words();
        }
        if self.state.sliding() {
            self.asked = self.asked.or_else(|| browser::next_frame(&self.tick));
        } else {
            self.draw_timeline();
        }
        self.draw_moment(true);
        // The address follows when a slider is let go: writing it takes a millisecond.
        if self.state.sliding() {
            return;
        }
        let link = self.workshop.address.clone().unwrap_or_else(|| self.state.link());
        let step = core::mem::take(&mut self.step) && self.state.place.embed.is_none();
        if link != self.shown_link {
            self.shown_link = link;
            browser::show_hash(&self.shown_link, step);
        }
        if self.state.playing && self.asked.is_none() {
            self.last = None;
            self.asked = browser::next_frame(&self.tick);
        }
    }
}

impl App {
    /// Lets the worker read the paste and the files beside it.
    pub(super) fn ask_reader(&mut self) {
        if self.state.paste.trim().is_empty() && self.files.is_empty() {
            self.reader.cancel();
            self.reading = None;
            return;
        }
        self.reading = (!self.files.is_empty()).then_some(0.0);
        let mut question = vec!["paste".into(), self.state.paste.as_str().into()];
        for file in &self.files {
            question.extend([file.name().into(), file.clone().into()]);
        }
        self.reader.ask(job::READ, question);
    }

    pub(super) fn act(&mut self, action: Action) {
        if !matches!(action, Action::Ended) {
            self.copied = None;
        }
        if let Action::Dress(theme) = &action
            && self.state.place.embed.is_none()
        {
            let word = Theme::ALL.iter().find(|(known, _)| known == theme);
            browser::store_theme(word.map_or("", |(_, word)| word));
        }
        // On a phone the answer stands above the stage.
        if matches!(action, Action::Prove(..)) {
            browser::reveal(&self.parts.ring);
        }
        let run = self.state.run.clone();
        self.step |= self.state.is_step(&action);
        let link = if let Action::Link(link) = &action { Some(link.clone()) } else { None };
        self.state.apply(action);
        if let Some(link) = link {
            self.follow(link);
        }
        if !std::rc::Rc::ptr_eq(&run, &self.state.run) {
            self.peak = peak(&self.state.run);
        }
        let look = look(&self.state);
        if look != self.look {
            self.look = look;
            self.palette = Palette::new(look);
            browser::dress(look.word());
        }
        self.want_words();
    }

    /// One frame of the animation; says whether the page has to be rendered anew.
    fn frame(&mut self, ctx: &Context<Self>, at: f64) -> bool {
        self.asked = None;
        if self.state.sliding() && self.timeline_waits() {
            self.asked = browser::next_frame(&self.tick);
        } else if self.state.sliding() {
            self.draw_timeline();
        }
        if !self.state.playing {
            return false;
        }
        let millis = self.last.map_or(0.0, |last| at - last);
        self.last = Some(at);
        let begun = browser::now();
        let end = self.state.end();
        self.state.cursor = advance(self.state.cursor, millis, self.state.speed, end);
        if !self.calm || at - self.stepped > 500.0 {
            self.stepped = at;
            self.draw_moment(false);
        }
        if let Some(recording) = &self.recording {
            recording.frame();
        }
        exports::METER.with(|meter| meter.borrow_mut().add(browser::now() - begun));
        if self.state.cursor >= end {
            ctx.link().send_message(Msg::Do(Action::Ended));
            return false;
        }
        if self.state.cursor > self.state.window.to {
            self.state.apply(Action::Turn);
            self.draw_timeline();
        }
        self.asked = self.asked.or_else(|| browser::next_frame(&self.tick));
        false
    }
}

fn look(state: &State) -> Look {
    match state.theme {
        Theme::System if browser::system_is_dark() => Look::Dark,
        Theme::System | Theme::Light => Look::Light,
        Theme::Dark => Look::Dark,
        Theme::Projector => Look::Projector,
    }
}
