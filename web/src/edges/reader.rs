//! The page's side of the reading worker.

use js_sys::{Array, JsString};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, File, MessageEvent, Url, Worker};

use super::browser;
use crate::reading::Row;

/// What the worker says.
pub(crate) enum Heard {
    /// The share of the files that is read.
    Progress(f64),
    /// All of it.
    Done(Vec<Row>),
}

/// A worker, from the first paste on, and what it has been asked.
pub(crate) struct Reader {
    worker: Option<Worker>,
    heard: Closure<dyn FnMut(MessageEvent)>,
    number: u32,
    /// It is ready to be asked.
    ready: bool,
    /// It works on the latest question.
    pub(crate) busy: bool,
    waiting: Option<Array>,
}

impl Reader {
    /// `hear` gets every message; pass them on to [`Reader::hear`].
    pub(crate) fn new(hear: impl Fn(MessageEvent) + 'static) -> Self {
        let heard = Closure::new(hear);
        Self { worker: None, heard, number: 0, ready: false, busy: false, waiting: None }
    }

    /// Asks for `text` and `files`; what was asked before is dropped.
    pub(crate) fn ask(&mut self, text: &str, files: &[File]) {
        if self.busy {
            self.cancel();
        }
        self.number += 1;
        let question = Array::of3(&self.number.into(), &"paste".into(), &text.into());
        for file in files {
            question.push(&file.name().into());
            question.push(file);
        }
        self.busy = true;
        if self.worker.is_none() {
            self.start();
        }
        match &self.worker {
            Some(worker) if self.ready => drop(worker.post_message(&question)),
            _ => self.waiting = Some(question),
        }
    }

    /// Stops what is under way.
    pub(crate) fn cancel(&mut self) {
        if let Some(worker) = self.worker.take() {
            worker.terminate();
        }
        (self.ready, self.busy, self.waiting) = (false, false, None);
    }

    fn start(&mut self) {
        let base = browser::document().base_uri().ok().flatten().unwrap_or_default();
        let base = base.split(['#', '?']).next().unwrap_or_default();
        let folder = base.rsplit_once('/').map_or("", |(folder, _)| folder);
        let script = format!(
            "importScripts('{folder}/stormglass-reader.js');\
             wasm_bindgen('{folder}/stormglass-reader_bg.wasm')"
        );
        let parts = Array::of1(&JsString::from(script));
        let url = Blob::new_with_str_sequence(&parts)
            .and_then(|blob| Url::create_object_url_with_blob(&blob));
        let Ok(worker) = url.and_then(|url| Worker::new(&url)) else { return };
        worker.set_onmessage(Some(self.heard.as_ref().unchecked_ref()));
        self.worker = Some(worker);
    }

    /// What a message says, if it is about the latest question.
    pub(crate) fn hear(&mut self, event: &MessageEvent) -> Option<Heard> {
        let Ok(answer) = event.data().dyn_into::<Array>() else {
            self.ready = true;
            if let (Some(worker), Some(question)) = (&self.worker, self.waiting.take()) {
                drop(worker.post_message(&question));
            }
            return None;
        };
        if answer.get(0).as_f64() != Some(f64::from(self.number)) {
            return None;
        }
        if let Some(share) = answer.get(1).as_f64() {
            return Some(Heard::Progress(share));
        }
        self.busy = false;
        let list: Array = answer.get(1).unchecked_into();
        let text = |row: &Array, at: u32| row.get(at).as_string().unwrap_or_default();
        let rows = list.iter().map(|row| {
            let row: Array = row.unchecked_into();
            [text(&row, 0), text(&row, 1), text(&row, 2), text(&row, 3)]
        });
        Some(Heard::Done(rows.collect()))
    }
}
