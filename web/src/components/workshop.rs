//! The page's side of gallery, lessons and presenting: what a person does there goes to the worker,
//! and what the worker orders is done. What it means is the worker's business.

use std::collections::VecDeque;

use core::time::Duration;

use gloo::events::{EventListener, EventListenerOptions, EventListenerPhase};
use stormglass_core::scenario::link::decode;
use stormglass_core::units::Instant;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement, KeyboardEvent, MessageEvent};
use yew::html::Scope;
use yew::prelude::*;

use super::app::{App, Msg};
use crate::aside::job;
use crate::edges::aside::{Aside, Heard};
use crate::edges::channel::Channel;
use crate::edges::painter::Look;
use crate::edges::places::{focus, mode, place, point, set_mode, value_of};
use crate::edges::{browser, places, take, texts};
use crate::model::act::Whom;
use crate::model::guard::{Guard, Scene};
use crate::model::{Action, Drawer, Theme};
use crate::workshop::row;

/// Something done in the workshop: the event, and what was typed or chosen.
pub(crate) type Did = (String, String);

/// What the page knows of the workshop.
pub(super) struct Workshop {
    aside: Aside,
    /// As the worker left it.
    session: String,
    /// What was done since the last question.
    waiting: VecDeque<Did>,
    /// The link that named a scene, until the scene is there.
    link: Option<String>,
    /// The fragment of the address while a lesson is shown.
    pub(super) address: Option<String>,
    notes: Channel,
    /// The theme from before a room was shown it.
    theme: Option<Theme>,
    _listeners: [EventListener; 9],
}

impl Workshop {
    /// The workshop of a page that was opened with a fragment.
    pub(super) fn new(link: &Scope<App>, hash: String) -> Self {
        let heard = link.callback(Msg::Told);
        let did = link.callback(|(event, value)| Msg::Did(event, value));
        let wants = wanted(&hash);
        if let Some(wants) = &wants {
            did.emit(wants.clone());
        }
        Self {
            aside: Aside::new(move |event| heard.emit(event)),
            session: String::new(),
            waiting: VecDeque::new(),
            link: wants.map(|_| hash),
            address: None,
            theme: None,
            notes: Channel::new(&browser::now_on_the_wall().to_string(), {
                let did = did.clone();
                move |event, value| did.emit((event, value))
            }),
            _listeners: listeners(&did),
        }
    }
}

/// What is done in markup that came from the worker, and the keys of a remote.
fn listeners(did: &Callback<Did>) -> [EventListener; 9] {
    let document = browser::document();
    let on = |name: &'static str, read: fn(&Event) -> Option<Did>| {
        let (did, active) = (did.clone(), EventListenerOptions::enable_prevent_default());
        EventListener::new_with_options(&document, name, active, move |event| {
            if let Some((what, value)) = read(event) {
                did.emit((what, value));
            }
        })
    };
    let files = {
        let did = did.clone();
        EventListener::new(&document, "change", move |event| {
            let input =
                event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            if let Some(input) = input.filter(|input| input.has_attribute("data-file")) {
                places::read_file(&input, did.clone());
            }
        })
    };
    let dropped = {
        let did = did.clone();
        EventListener::new_with_options(&document, "drop", capturing(), move |event| {
            places::read_dropped(event, did.clone());
        })
    };
    let over = EventListener::new_with_options(
        &document,
        "dragover",
        EventListenerOptions::enable_prevent_default(),
        Event::prevent_default,
    );
    [
        on("click", clicked),
        on("input", |event| typed(event, "data-w")),
        on("change", |event| typed(event, "data-c")),
        on("submit", submitted),
        on("fullscreenchange", left_full_screen),
        keys(did),
        files,
        dropped,
        over,
    ]
}

fn target(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

fn clicked(event: &Event) -> Option<Did> {
    let asked = target(event)?.closest("button[data-w]").ok()??;
    let value = asked.get_attribute("data-from").map_or_else(String::new, |id| value_of(&id));
    Some((asked.get_attribute("data-w")?, value))
}

fn typed(event: &Event, name: &str) -> Option<Did> {
    let field = target(event)?;
    Some((field.get_attribute(name)?, places::value(&field)))
}

fn submitted(event: &Event) -> Option<Did> {
    let what = target(event)?.get_attribute("data-w")?;
    event.prevent_default();
    Some((what, String::new()))
}

/// The browser's own key leaves the full screen, and with it the room.
fn left_full_screen(_: &Event) -> Option<Did> {
    let left = browser::document().fullscreen_element().is_none();
    left.then(|| ("unpresent".to_owned(), String::new()))
}

/// Before anybody else, and able to keep it from them.
fn capturing() -> EventListenerOptions {
    EventListenerOptions { phase: EventListenerPhase::Capture, passive: false }
}

/// Keys of a lesson and of a presenter's remote, before the page gets them.
fn keys(did: &Callback<Did>) -> EventListener {
    let did = did.clone();
    EventListener::new_with_options(&browser::document(), "keydown", capturing(), move |event| {
        let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
        let (mode, pressed) = (mode(), event.key());
        if mode.is_empty() || event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let types = target(event).is_some_and(|element| places::is_typed_into(&element));
        let wanted = match pressed.as_str() {
            "PageDown" | "PageUp" | "F5" => true,
            "Escape" => mode.contains("present"),
            "b" | "B" | "." => mode.contains("present") && !types,
            digit => mode.contains("lesson") && !types && "123456789".contains(digit),
        };
        if wanted && !places::dialog_is_open() {
            event.prevent_default();
            event.stop_propagation();
            did.emit(("key".to_owned(), pressed));
        }
    })
}

/// What a link wants of the workshop, and whether it holds a scenario besides.
pub(super) fn wanted(hash: &str) -> Option<Did> {
    if !hash.contains("~scene=") && !hash.contains("~lesson") && !hash.starts_with("#v1z") {
        return None;
    }
    let words = decode(hash).state;
    let word =
        |name: &str| words.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
    let did = |event: &str, value: String| Some((event.to_owned(), value));
    if let Some(lesson) = word("lesson") {
        return did("lesson", [lesson, word("step").unwrap_or_default()].join(":"));
    }
    let events = [("scene", "scene"), ("lesson-text", "linked"), ("lesson-url", "offer")];
    events.into_iter().find_map(|(name, event)| did(event, word(name)?))
}

impl App {
    /// A link was taken on; what it names is the worker's.
    pub(super) fn follow(&mut self, link: String) {
        if let Some((event, value)) = wanted(&link) {
            self.workshop.link = Some(link);
            self.did(event, value);
        }
    }

    /// Something was done in the workshop.
    pub(super) fn did(&mut self, event: String, value: String) {
        self.workshop.waiting.push_back((event, value));
        self.ask_workshop();
    }

    /// Other words are there, or the first ones: what the workshop shows is said anew.
    pub(super) fn respeak(&mut self) {
        if !self.workshop.session.is_empty() && texts::spoken().1 {
            let open = if places::dialog_is_open() { "dialog" } else { "" };
            self.workshop.waiting.push_back(("anew".to_owned(), open.to_owned()));
        }
        self.ask_workshop();
    }

    fn ask_workshop(&mut self) {
        // Its words come after those of the first view.
        if self.workshop.aside.busy || !texts::spoken().1 {
            return;
        }
        let Some((event, value)) = self.workshop.waiting.pop_front() else { return };
        let address = browser::address(&self.state.link());
        let now = browser::now_on_the_wall().to_string();
        let parts = [&self.workshop.session, &event, &value, &self.state.script, &address, &now];
        let parts = parts.map(|part| part.as_str().into());
        self.workshop.aside.ask(job::WORKSHOP, parts);
    }

    /// The worker answered.
    pub(super) fn told(&mut self, ctx: &Context<Self>, event: &MessageEvent) -> bool {
        let Some(Heard::Done(rows)) = self.workshop.aside.hear(event) else { return false };
        for row in &rows {
            let part = |index: usize| row.get(index).map_or("", String::as_str);
            self.order(ctx, &[part(0), part(1), part(2), part(3)]);
        }
        self.ask_workshop();
        true
    }

    fn order(&mut self, ctx: &Context<Self>, row: &[&str; 4]) {
        let [kind, first, second, third] = *row;
        let at = |text: &str| text.parse().ok().map(Instant::from_millis);
        match kind {
            row::SESSION => {
                first.clone_into(&mut self.workshop.session);
                self.workshop.notes.show(first);
            }
            row::HTML => place(first, second),
            row::DIALOG => places::dialog(!first.is_empty()),
            row::SCENE => {
                let outage = second.parse().ok().map(Duration::from_secs);
                let scene = Scene { text: first.to_owned(), outage, keep: third == "keep" };
                self.act(Action::Take(scene));
                // Now what else the link says about the scene can be shown.
                let link = self.workshop.link.take().filter(|link| link.contains("~scene="));
                if let Some(link) = link {
                    self.state.apply(Action::Link(link));
                }
            }
            row::SEEK => self.act(Action::Seek(at(first).unwrap_or_default())),
            row::PLAY if self.calm => self.act(Action::Seek(at(first).unwrap_or_default())),
            row::PLAY => self.act(Action::PlayTo(at(first).unwrap_or_default())),
            row::GUARD => self.act(Action::Guard(Guard::new(at(first), second))),
            row::POINT => point(first),
            row::TARGET => {
                let whom = first.parse().map_or(Whom::All, Whom::Replica);
                self.act(Action::Target(whom));
            }
            row::DRAW => {
                self.act(Action::Draw(if first == "info" { Drawer::Info } else { Drawer::Table }));
            }
            row::MODE => {
                self.wear_for_a_room(first.contains("present"));
                set_mode(first);
                (self.drawn, self.twin_drawn) = (None, None);
            }
            row::STEP => {
                self.act(if first == "next" { Action::Next } else { Action::Previous });
            }
            row::FILE => take::file(first, second, third),
            row::COPY => browser::copy(first),
            row::STORE => browser::keep(first, second),
            row::RECALL => self.later(ctx, "recalled", browser::kept(first)),
            row::FETCH => places::fetch(first, ctx.link().callback(|(e, v)| Msg::Did(e, v))),
            row::AGAIN => self.later(ctx, first, second.to_owned()),
            row::NOTES => self.workshop.notes.open(),
            row::ADDRESS => {
                self.workshop.address = Some(first.to_owned()).filter(|f| !f.is_empty());
                // The lesson says itself where it is.
                (self.state.place.lesson, self.state.place.step) = (None, 0);
            }
            row::FOCUS => focus(first),
            _ => {}
        }
    }

    /// A room gets the projector's theme, unless it is dark; afterwards it is as before.
    fn wear_for_a_room(&mut self, presenting: bool) {
        let before = self.workshop.theme.take();
        match before {
            Some(_) if presenting => self.workshop.theme = before,
            Some(theme) => self.state.theme = theme,
            None if presenting && self.look == Look::Light => {
                self.workshop.theme = Some(self.state.theme);
                self.state.theme = Theme::Projector;
            }
            None => {}
        }
        // Puts it on, without keeping it for the next visit.
        self.act(Action::Settle);
    }

    /// Asks in a moment, so that the page is drawn first.
    fn later(&self, ctx: &Context<Self>, event: &str, value: String) {
        ctx.link().send_message(Msg::Did(event.to_owned(), value));
    }
}

/// Where the worker's markup goes: beside everything, in a dialog, and over it all.
pub(super) fn frame() -> Html {
    html! {
        <>
            <style data-place="style"></style>
            <dialog data-place="dialog" data-test="dialog" class="workshop"></dialog>
            <div class="blank" aria-hidden="true"></div>
        </>
    }
}

/// The place of one kind of markup.
pub(super) fn corner(name: &'static str) -> Html {
    html! { <section class={name} data-place={name} aria-live="off" /> }
}
