//! The window of notes: it shows what the instructor needs, and steps the other one.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::events::EventListener;
use wasm_bindgen::prelude::*;
use web_sys::{Element, KeyboardEvent, MessageEvent};

use crate::aside::job;
use crate::edges::aside::{Aside, Heard};
use crate::edges::{browser, channel, places, texts};
use crate::words;
use crate::workshop::{language_of, row};

/// The page this window belongs to, where it is one.
pub(super) fn wanted(hash: &str) -> Option<&str> {
    hash.split_once("~notes=").map(|(_, name)| name)
}

/// Puts the notes of a page into an element.
pub(super) fn mount(root: &Element, name: &str) {
    places::set_mode("notes");
    root.set_inner_html(
        "<style data-place=\"style\"></style><main class=\"notes\" data-place=\"notes\"></main>",
    );
    let aside: Rc<RefCell<Option<Aside>>> = Rc::default();
    let own = aside.clone();
    let hear = move |event: MessageEvent| {
        let heard = own.borrow_mut().as_mut().and_then(|aside| aside.hear(&event));
        if let Some(Heard::Done(rows)) = heard {
            for row in rows.iter().filter(|row| row[0] == row::HTML) {
                places::place(&row[1], &row[2]);
            }
            tick();
        }
    };
    *aside.borrow_mut() = Some(Aside::new(hear));
    let shown: Rc<RefCell<String>> = Rc::default();
    let ask = {
        let shown = shown.clone();
        move || {
            let session = shown.borrow();
            if let Some(aside) = aside.borrow_mut().as_mut().filter(|_| !session.is_empty()) {
                aside.ask(job::WORKSHOP, [session.as_str().into(), "notes-view".into()]);
            }
        }
    };
    let ask_now = ask.clone();
    let speak = move |language| {
        let ask = ask.clone();
        texts::want(language, move |_| ask());
    };
    // The words of the notes come after those every page begins with.
    speak(words::language());
    let other = channel::other_end(name, move |session| {
        let language = language_of(&session).unwrap_or_else(words::language);
        shown.replace(session);
        // The page may have been switched to another language; so is this window.
        if language == words::language() { ask_now() } else { speak(language) }
    });
    let Some(other) = other else { return };
    let post = {
        let other = other.clone();
        move |what: &str| drop(other.post_message(&["do ", what].concat().into()))
    };
    let clicks = {
        let post = post.clone();
        EventListener::new(&browser::document(), "click", move |event| {
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let asked = target.and_then(|target| target.closest("[data-w]").ok().flatten());
            if let Some(what) = asked.and_then(|asked| asked.get_attribute("data-w")) {
                post(&what);
            }
        })
    };
    let keys = EventListener::new(&browser::document(), "keydown", move |event| {
        match event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key).as_deref() {
            Some("PageDown") => post("next"),
            Some("PageUp") => post("back"),
            Some("b" | ".") => post("blank"),
            _ => {}
        }
    });
    // They live as long as the window.
    clicks.forget();
    keys.forget();
    let ticks = Closure::<dyn FnMut()>::new(tick);
    drop(browser::window().set_interval_with_callback_and_timeout_and_arguments_0(
        ticks.as_ref().unchecked_ref(),
        1000,
    ));
    ticks.forget();
}

/// Writes how long it has been going on.
fn tick() {
    let Ok(Some(place)) = browser::document().query_selector("[data-since]") else { return };
    let since = place.get_attribute("data-since").and_then(|since| since.parse::<u64>().ok());
    let text = since.filter(|since| *since > 0).map_or_else(String::new, |since| {
        let seconds = browser::now_on_the_wall().saturating_sub(since) / 1000;
        let second = (seconds % 60).to_string();
        let zero = if second.len() < 2 { "0" } else { "" };
        [&(seconds / 60).to_string(), ":", zero, &second].concat()
    });
    place.set_text_content(Some(&text));
}
