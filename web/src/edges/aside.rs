//! The page's side of the worker.

use core::cell::OnceCell;

use js_sys::Array;
use wasm_bindgen::prelude::*;
use web_sys::{Blob, MessageEvent, Url, Worker};

use super::{parts, texts};
use crate::aside::{Row, job};

/// What the worker says.
pub(crate) enum Heard {
    /// The share of the work that is done.
    Progress(f64),
    /// All of it.
    Done(Vec<Row>),
}

thread_local! {
    /// Where the script of the workers is.
    static ADDRESS: OnceCell<String> = const { OnceCell::new() };
}

/// A worker, from the first question on, and what it has been asked. One for each kind of question
/// that may be under way at the same time: a later question of a kind replaces the earlier one.
pub(crate) struct Aside {
    worker: Option<Worker>,
    heard: Closure<dyn FnMut(MessageEvent)>,
    number: u32,
    /// It is ready to be asked.
    ready: bool,
    /// What it has been told to speak.
    speaks: Option<texts::Spoken>,
    /// It works on the latest question.
    pub(crate) busy: bool,
    waiting: Option<Array>,
}

impl Aside {
    /// `hear` gets every message; pass them on to [`Aside::hear`].
    pub(crate) fn new(hear: impl Fn(MessageEvent) + 'static) -> Self {
        let heard = Closure::new(hear);
        Self {
            worker: None,
            heard,
            number: 0,
            ready: false,
            speaks: None,
            busy: false,
            waiting: None,
        }
    }

    /// Asks for a [`crate::aside::job`]; what was asked before is dropped.
    pub(crate) fn ask(&mut self, job: &str, question: impl IntoIterator<Item = JsValue>) {
        if self.busy {
            self.cancel();
        }
        self.number += 1;
        let message = Array::of2(&self.number.into(), &job.into());
        for part in question {
            message.push(&part);
        }
        self.busy = true;
        if self.worker.is_none() {
            self.start();
        }
        self.waiting = Some(message);
        self.post();
    }

    /// Says the question that waits, and before it in which words to answer.
    fn post(&mut self) {
        let Some(worker) = self.worker.as_ref().filter(|_| self.ready) else { return };
        let Some(question) = self.waiting.take() else { return };
        let now = texts::spoken();
        if self.speaks != Some(now) {
            self.speaks = Some(now);
            let words = Array::of3(&0.into(), &job::SPEAK.into(), &now.0.into());
            for text in texts::all(now) {
                words.push(&text.into());
            }
            drop(worker.post_message(&words));
        }
        drop(worker.post_message(&question));
    }

    /// Stops what is under way.
    pub(crate) fn cancel(&mut self) {
        if let Some(worker) = self.worker.take() {
            worker.terminate();
        }
        (self.ready, self.busy, self.waiting, self.speaks) = (false, false, None, None);
    }

    fn start(&mut self) {
        let script = || {
            let script = format!(
                "importScripts('{}');wasm_bindgen('{}')",
                parts::address("stormglass-aside.js"),
                parts::address("stormglass-aside_bg.wasm"),
            );
            let blob = Blob::new_with_str_sequence(&Array::of1(&script.into()));
            blob.and_then(|blob| Url::create_object_url_with_blob(&blob))
        };
        // Each address asks the browser, which takes its time: one will do.
        let url = ADDRESS.with(|known| match known.get() {
            Some(url) => Ok(url.clone()),
            None => {
                let url = parts::inside("worker").map_or_else(script, Ok)?;
                Ok::<_, JsValue>(known.get_or_init(|| url).clone())
            }
        });
        let Ok(worker) = url.and_then(|url| Worker::new(&url)) else { return };
        worker.set_onmessage(Some(self.heard.as_ref().unchecked_ref()));
        self.worker = Some(worker);
    }

    /// What a message says, if it is about the latest question.
    pub(crate) fn hear(&mut self, event: &MessageEvent) -> Option<Heard> {
        let Ok(answer) = event.data().dyn_into::<Array>() else {
            self.ready = true;
            self.post();
            return None;
        };
        if answer.get(0).as_f64() != Some(f64::from(self.number)) {
            return None;
        }
        let share = answer.get(1).as_f64().unwrap_or_default();
        if share < 1.0 {
            return Some(Heard::Progress(share));
        }
        let list: Array = answer.get(2).unchecked_into();
        let rows = list.iter().map(|row| {
            let row: Array = row.unchecked_into();
            row.iter().map(|text| text.as_string().unwrap_or_default()).collect()
        });
        self.busy = false;
        Some(Heard::Done(rows.collect()))
    }
}
