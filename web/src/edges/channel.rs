//! The way between the page and its window of notes.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{BroadcastChannel, MessageEvent};

use super::browser::window;

/// The way to the window of notes, and back.
pub(crate) struct Channel {
    name: String,
    channel: Option<BroadcastChannel>,
    shown: Rc<RefCell<String>>,
    _heard: Option<EventListener>,
}

/// What the channel of a page is called.
fn channel_name(name: &str) -> String {
    format!("stormglass-notes-{name}")
}

impl Channel {
    /// `did` gets what is done in the other window.
    pub(crate) fn new(name: &str, did: impl Fn(String, String) + 'static) -> Self {
        let channel = BroadcastChannel::new(&channel_name(name)).ok();
        let shown = Rc::new(RefCell::new(String::new()));
        let heard = channel.as_ref().map(|channel| {
            let (answer, shown) = (channel.clone(), shown.clone());
            EventListener::new(channel, "message", move |event| {
                let data =
                    event.dyn_ref::<MessageEvent>().and_then(|event| event.data().as_string());
                match data.as_deref().and_then(|data| data.strip_prefix("do ")) {
                    Some("hello") => drop(answer.post_message(&shown.borrow().as_str().into())),
                    Some(what) => did(what.to_owned(), String::new()),
                    None => {}
                }
            })
        });
        Self { name: name.to_owned(), channel, shown, _heard: heard }
    }

    /// Shows a session in the other window.
    pub(crate) fn show(&self, session: &str) {
        session.clone_into(&mut self.shown.borrow_mut());
        if let Some(channel) = &self.channel {
            drop(channel.post_message(&session.into()));
        }
    }

    /// Opens the other window.
    pub(crate) fn open(&self) {
        let address = super::browser::address(&format!("v1;~notes={}", self.name));
        let wanted = "popup,width=620,height=760";
        drop(window().open_with_url_and_target_and_features(&address, "stormglass-notes", wanted));
    }
}

/// The other end: what is shown there, and what is done there.
pub(crate) fn other_end(name: &str, show: impl Fn(String) + 'static) -> Option<BroadcastChannel> {
    let channel = BroadcastChannel::new(&channel_name(name)).ok()?;
    let heard = EventListener::new(&channel, "message", move |event| {
        let data = event.dyn_ref::<MessageEvent>().and_then(|event| event.data().as_string());
        if let Some(session) = data.filter(|data| !data.starts_with("do ")) {
            show(session);
        }
    });
    // It lives as long as the window.
    heard.forget();
    drop(channel.post_message(&"do hello".into()));
    Some(channel)
}
