//! The page as a whole: it holds the state, the animation loop and the address bar.

use gloo::events::{EventListener, EventListenerOptions};
use stormglass_core::units::Instant;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{HtmlCanvasElement, HtmlElement, HtmlInputElement, KeyboardEvent, WheelEvent};
use yew::prelude::*;

use crate::components::{answer, header, inputs, stage};
use crate::edges::painter::{Look, Palette, fitted, paint};
use crate::edges::{browser, chart, exports, take};
use crate::model::act::{Whom, verb_of_key};
use crate::model::play::{advance, speed_of_key};
use crate::model::window::Window;
use crate::model::{Action, Drawer, State, Theme, reduce};
use crate::view::topology::Scene;
use crate::view::{drawer, export, narration, overlay, ring, storm, svg, topology};

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
    state: State,
    parts: Parts,
    palette: Palette,
    look: Look,
    /// The timeline as it was drawn, and what it was drawn of.
    frame: Option<stormglass_chart::Frame>,
    drawn: Option<Drawn>,
    /// The same of the other scenario, while two are compared.
    twin_frame: Option<stormglass_chart::Frame>,
    twin_drawn: Option<Drawn>,
    /// What the drawer shows.
    opened: Option<(Drawer, Option<usize>)>,
    /// The fullest an output buffer gets, for the scale of the vessels.
    peak: stormglass_core::units::Bytes,
    tick: Closure<dyn FnMut(f64)>,
    asked: Option<i32>,
    last: Option<f64>,
    /// The narration was last written then.
    told: f64,
    shown_link: String,
    copied: Option<&'static str>,
    /// What the pointer rests on in the timeline.
    hover: Option<Instant>,
    /// A recording under way.
    recording: Option<take::Recording>,
    _wheel: Option<EventListener>,
    _listeners: Vec<EventListener>,
}

/// What the timeline was drawn of: the run, the part of it, the size and the theme.
type Drawn = (std::rc::Rc<stormglass_core::run::Run>, Window, (i32, i32), Look);

pub(crate) enum Msg {
    Do(Action),
    Frame(f64),
    Key(KeyboardEvent),
    Redraw,
    HashChanged,
    Copy(&'static str, String),
    Files(Vec<web_sys::File>),
    Point(f64),
    Order(drawer::Order),
    Pick(f64, f64),
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
            state = reduce(state, Action::Link(hash));
        }
        if state.theme == Theme::System {
            match browser::stored_theme().as_deref() {
                Some("light") => state.theme = Theme::Light,
                Some("dark") => state.theme = Theme::Dark,
                Some("projector") => state.theme = Theme::Projector,
                _ => {}
            }
        }
        if browser::motion_is_unwanted() {
            state.playing = false;
        }
        let link = ctx.link();
        let frame = link.callback(Msg::Frame);
        let look = look(&state);
        browser::dress(look.word());
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
            peak: peak(&state),
            state,
            parts: Parts::default(),
            palette: Palette::new(look),
            look,
            frame: None,
            drawn: None,
            twin_frame: None,
            twin_drawn: None,
            opened: None,
            tick: Closure::new(move |at| frame.emit(at)),
            asked: None,
            last: None,
            told: 0.0,
            shown_link: String::new(),
            copied: None,
            hover: None,
            recording: None,
            _wheel: None,
            _listeners: listeners,
        }
    }

    fn update(&mut self, ctx: &Context<Self>, message: Msg) -> bool {
        match message {
            Msg::Do(action) => self.act(action),
            Msg::Frame(at) => return self.frame(ctx, at),
            Msg::Key(event) => match key(&event, self.state.cursor) {
                Some(action) => self.act(action),
                None => return false,
            },
            Msg::Redraw => (self.drawn, self.twin_drawn) = (None, None),
            Msg::HashChanged => {
                let hash = browser::hash();
                if hash.trim_start_matches('#') == self.shown_link {
                    return false;
                }
                self.act(Action::Link(hash));
            }
            Msg::Copy(what, text) => {
                browser::copy(&text);
                self.copied = Some(what);
            }
            Msg::Files(files) => {
                for file in files {
                    let done = ctx.link().callback(|text: String| Msg::Do(Action::Paste(text)));
                    let before = self.state.paste.clone();
                    wasm_bindgen_futures::spawn_local(async move {
                        let file = gloo::file::File::from(file);
                        if let Ok(text) = gloo::file::futures::read_as_text(&file).await {
                            let joined =
                                if before.is_empty() { text } else { format!("{before}\n{text}") };
                            done.emit(joined);
                        }
                    });
                }
                return false;
            }
            Msg::Point(x) => {
                let Some(frame) = self.frame else { return false };
                let at = frame.instant_at(x * frame.scale);
                self.act(Action::Seek(at));
            }
            Msg::Order(drawer::Order::Do(action)) => self.act(action),
            Msg::Order(drawer::Order::Take(what)) => self.take(ctx, &what),
            Msg::Pick(x, y) => {
                let Some(place) = self.parts.topology.cast::<HtmlElement>() else { return false };
                let size = (f64::from(place.client_width()), f64::from(place.client_height()));
                let whom = topology::at(size.0, size.1, self.state.scenario.replicas.len(), (x, y));
                let again = whom == self.state.target;
                self.act(Action::Target(if again { Whom::All } else { whom }));
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
                <main>
                    { inputs::inputs(&self.state, link) }
                    { stage::stage(&self.state, link, &self.parts) }
                    { answer::answer(&self.state, link, self.copied) }
                </main>
            </>
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, first: bool) {
        if first {
            self._wheel =
                self.parts.timeline.cast::<HtmlElement>().map(|canvas| wheel(ctx, &canvas));
        }
        self.draw_timeline();
        self.draw_moment(true);
        let link = self.state.link();
        if link != self.shown_link {
            self.shown_link = link;
            browser::show_hash(&self.shown_link);
        }
        if self.state.playing && self.asked.is_none() {
            self.last = None;
            self.asked = browser::next_frame(&self.tick);
        }
    }
}

impl App {
    fn act(&mut self, action: Action) {
        if !matches!(action, Action::Ended) {
            self.copied = None;
        }
        if let Action::Dress(theme) = &action {
            browser::store_theme(match theme {
                Theme::System => "system",
                Theme::Light => "light",
                Theme::Dark => "dark",
                Theme::Projector => "projector",
            });
        }
        let run = self.state.run.clone();
        self.state.apply(action);
        if !std::rc::Rc::ptr_eq(&run, &self.state.run) {
            self.peak = peak(&self.state);
        }
        let look = look(&self.state);
        if look != self.look {
            self.look = look;
            self.palette = Palette::new(look);
            browser::dress(look.word());
        }
    }

    /// One frame of the animation; says whether the page has to be rendered anew.
    fn frame(&mut self, ctx: &Context<Self>, at: f64) -> bool {
        self.asked = None;
        if !self.state.playing {
            return false;
        }
        let millis = self.last.map_or(0.0, |last| at - last);
        self.last = Some(at);
        let begun = browser::now();
        self.state.cursor =
            advance(self.state.cursor, millis, self.state.speed, self.state.run.end);
        self.draw_moment(false);
        if let Some(recording) = &self.recording {
            recording.frame();
        }
        exports::METER.with(|meter| meter.borrow_mut().add(browser::now() - begun));
        if self.state.cursor >= self.state.run.end {
            ctx.link().send_message(Msg::Do(Action::Ended));
            return false;
        }
        if self.state.cursor > self.state.window.to {
            self.state.apply(Action::Turn);
            self.draw_timeline();
        }
        self.asked = browser::next_frame(&self.tick);
        false
    }

    /// Hands over a picture or data.
    fn take(&mut self, ctx: &Context<Self>, what: &str) {
        let state = &self.state;
        let parts = [
            &self.parts.ring,
            &self.parts.topology,
            &self.parts.storm,
            &self.parts.timeline,
            &self.parts.cursor,
        ];
        let canvases: Vec<HtmlCanvasElement> =
            parts.iter().filter_map(|part| part.cast()).collect();
        match what {
            "csv" => take::file("stormglass.csv", "text/csv", &export::csv(&state.run)),
            "json" => take::file(
                "stormglass.json",
                "application/json",
                &export::json(&state.scenario, &state.run),
            ),
            "svg" => {
                let text = self.svg();
                take::file("stormglass.svg", "image/svg+xml", &text);
            }
            "png" => take::picture(&canvases, self.palette.paper()),
            "webm" => {
                self.recording = take::record(&canvases, self.palette.paper());
                if self.recording.is_some() && !self.state.playing {
                    ctx.link().send_message(Msg::Do(Action::Toggle));
                }
            }
            _ => {}
        }
    }

    /// Ring, topology and storm loop beside each other, the timeline below.
    fn svg(&self) -> String {
        let state = &self.state;
        let moment = state.run.at(state.cursor);
        let scene =
            Scene { run: &state.run, moment: &moment, peak: self.peak, slow: 1, target: Whom::All };
        let pictures = [
            ((0.0, 0.0), ring::ring(&moment, 450.0, 410.0, 1)),
            ((450.0, 0.0), topology::topology(&scene, 310.0, 240.0)),
            ((450.0, 240.0), storm::draw(&state.run, &state.answer, &moment, 310.0, 170.0)),
        ];
        let below = chart::svg(&state.run, state.window, 760, &self.palette);
        svg::svg(
            &pictures,
            (760.0, 410.0 + below.1),
            &below.0,
            410.0,
            &self.palette.paper(),
            &|ink| self.palette.css(ink),
        )
    }

    fn draw_timeline(&mut self) {
        let (state, look) = (&self.state, self.look);
        let anew = |part: &NodeRef,
                    run: &std::rc::Rc<stormglass_core::run::Run>,
                    drawn: &mut Option<Drawn>,
                    frame: &mut Option<stormglass_chart::Frame>| {
            let Some(canvas) = part.cast::<HtmlCanvasElement>() else { return };
            let size = (canvas.client_width(), canvas.client_height());
            let now = (run.clone(), state.window, size, look);
            let same = drawn.as_ref().is_some_and(|drawn| {
                std::rc::Rc::ptr_eq(&drawn.0, &now.0)
                    && (drawn.1, drawn.2, drawn.3) == (now.1, now.2, now.3)
            });
            if !same {
                *frame = chart::draw(&canvas, run, state.window, &self.palette);
                *drawn = Some(now);
            }
        };
        anew(&self.parts.timeline, &state.run, &mut self.drawn, &mut self.frame);
        match &state.twin {
            Some(twin) => anew(
                &self.parts.twin_timeline,
                &twin.run,
                &mut self.twin_drawn,
                &mut self.twin_frame,
            ),
            None => (self.twin_drawn, self.twin_frame) = (None, None),
        }
    }

    /// Writes what stands below the transport; while time moves, only what has changed since.
    fn fill_drawer(&mut self, whole: bool) {
        let key = drawer::key(&self.state);
        let moves = matches!(key.0, Drawer::Info | Drawer::Table);
        if !whole && !moves && self.opened == Some(key) {
            return;
        }
        self.opened = Some(key);
        if let Some(place) = self.parts.drawer.cast::<web_sys::Element>() {
            let text = drawer::drawer(&self.state);
            // Writing the same again would take the focus from a button inside.
            if place.inner_html() != text {
                place.set_inner_html(&text);
            }
        }
    }

    fn draw_moment(&mut self, whole: bool) {
        let state = &self.state;
        let moment = state.run.at(state.cursor);
        let slow = ring::slowed(&state.run, if state.playing { state.speed.0 } else { 1.0 });
        let on = |part: &NodeRef, draw: &dyn Fn(f64, f64) -> crate::view::picture::Picture| {
            if let Some(canvas) = part.cast::<HtmlCanvasElement>()
                && let Some((context, width, height)) = fitted(&canvas)
            {
                paint(&context, &draw(width, height), &self.palette);
            }
        };
        on(&self.parts.ring, &|w, h| ring::ring(&moment, w, h, slow));
        let scene =
            Scene { run: &state.run, moment: &moment, peak: self.peak, slow, target: state.target };
        on(&self.parts.topology, &|w, h| topology::topology(&scene, w, h));
        on(&self.parts.storm, &|w, h| storm::draw(&state.run, &state.answer, &moment, w, h));
        if let Some(frame) = &self.frame {
            on(&self.parts.cursor, &|w, h| {
                overlay::overlay(&state.run, frame, state.cursor, self.hover, w, h)
            });
        }
        if let Some(twin) = &state.twin {
            let moment = twin.run.at(state.cursor);
            let slow = ring::slowed(&twin.run, if state.playing { state.speed.0 } else { 1.0 });
            on(&self.parts.twin, &|w, h| ring::ring(&moment, w, h, slow));
            let target = Whom::All;
            let scene = Scene { run: &twin.run, moment: &moment, peak: self.peak, slow, target };
            on(&self.parts.twin_topology, &|w, h| topology::topology(&scene, w, h));
            if let Some(frame) = &self.twin_frame {
                on(&self.parts.twin_cursor, &|w, h| {
                    overlay::overlay(&twin.run, frame, state.cursor, self.hover, w, h)
                });
            }
        }
        if let Some(clock) = self.parts.clock.cast::<HtmlElement>() {
            clock.set_text_content(Some(&narration::clock(state.cursor)));
        }
        if let Some(scrub) = self.parts.scrub.cast::<HtmlInputElement>() {
            let end = state.run.end.as_nanos().max(1);
            let share = u128::from(state.cursor.as_nanos()) * 10_000 / u128::from(end);
            scrub.set_value(&share.to_string());
            let spoken = narration::clock(state.cursor);
            drop(scrub.set_attribute("aria-valuetext", &spoken));
        }
        // Words that change sixty times a second cannot be read.
        let now = browser::now();
        if whole || now - self.told > 250.0 {
            self.told = now;
            if let Some(place) = self.parts.narration.cast::<HtmlElement>() {
                let said = narration::narration(&state.run, &moment);
                place.set_text_content(Some(&said));
            }
            self.fill_drawer(whole);
        }
    }
}

/// A pinch, or the wheel with Ctrl, looks closer; sideways, or with Shift, it moves along. A plain
/// wheel belongs to the page.
fn wheel(ctx: &Context<App>, canvas: &HtmlElement) -> EventListener {
    let link = ctx.link().clone();
    let (active, place) = (EventListenerOptions::enable_prevent_default(), canvas.clone());
    EventListener::new_with_options(canvas, "wheel", active, move |event| {
        let Some(event) = event.dyn_ref::<WheelEvent>() else { return };
        let zoom = event.ctrl_key() || event.meta_key();
        let (along, across) = (event.delta_x(), event.delta_y());
        let along = if event.shift_key() && along == 0.0 { across } else { along };
        if zoom || along != 0.0 {
            event.prevent_default();
            let (x, _) = browser::inside(&place, (event.client_x(), event.client_y()));
            link.send_message(Msg::Wheel(x, if zoom { across } else { along }, zoom));
        }
    })
}

/// The fullest an output buffer gets in the run.
fn peak(state: &State) -> stormglass_core::units::Bytes {
    let instants = state.run.events.iter().map(|event| event.at.as_nanos().saturating_sub(1));
    let every = (state.run.events.len() / 200).max(1);
    instants
        .step_by(every)
        .flat_map(|at| {
            let moment = state.run.at(Instant::from_nanos(at));
            moment.replicas.into_iter().map(|replica| replica.output_buffer)
        })
        .max()
        .unwrap_or_default()
}

fn look(state: &State) -> Look {
    match state.theme {
        Theme::System if browser::system_is_dark() => Look::Dark,
        Theme::System | Theme::Light => Look::Light,
        Theme::Dark => Look::Dark,
        Theme::Projector => Look::Projector,
    }
}

/// What has the focus, in capitals.
fn focused(event: &KeyboardEvent) -> String {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.map_or_else(String::new, |element| element.tag_name().to_ascii_uppercase())
}

/// Whether a key belongs to the page: nobody types, and no control wants it.
fn plays(event: &KeyboardEvent) -> bool {
    event.target().is_some() && key(event, Instant::ZERO).is_some()
}

/// What a key does; `cursor` is where the timeline is looked at more closely.
///
/// A presenter's remote sends PageUp, PageDown and a key that makes the screen black (`b` or dot):
/// here the first two step through the events, and `b` stops the motion.
fn key(event: &KeyboardEvent, cursor: Instant) -> Option<Action> {
    let focus = focused(event);
    if ["INPUT", "TEXTAREA", "SELECT"].contains(&focus.as_str()) {
        return None;
    }
    let pressed = event.key();
    if event.ctrl_key() || event.meta_key() {
        let undo = if event.shift_key() { Action::Redo } else { Action::Undo };
        return pressed.eq_ignore_ascii_case("z").then_some(undo);
    }
    if event.alt_key() {
        return None;
    }
    let own_space = ["BUTTON", "A", "SUMMARY"].contains(&focus.as_str());
    Some(match pressed.as_str() {
        " " if own_space => return None,
        " " | "b" => Action::Toggle,
        "ArrowRight" | "PageDown" => Action::Next,
        "ArrowLeft" | "PageUp" => Action::Previous,
        "ArrowDown" => Action::Phase(true),
        "ArrowUp" => Action::Phase(false),
        "," => Action::Nudge(-1),
        "." => Action::Nudge(1),
        "Home" => Action::Seek(Instant::ZERO),
        "End" => Action::Seek(Instant::NEVER),
        "l" => Action::Loop,
        "+" | "=" => Action::Zoom(50, cursor),
        "-" => Action::Zoom(200, cursor),
        "0" => Action::Zoom(u64::MAX >> 1, cursor),
        other => match verb_of_key(other) {
            Some(verb) => Action::Act(verb),
            None => Action::Speed(speed_of_key(other.parse().ok()?)?),
        },
    })
}
