//! The worker's side of it.

use js_sys::Array;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use super::{Row, answer, job};
use crate::reading::files;
use crate::words;
use stormglass_text::Catalogue;

/// Answers every message `[number, job, question...]` with `[number, share, rows]`: a share below 1
/// on the way, 1 at the end.
pub fn serve() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let answers = scope.clone();
    let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let message: Array = event.data().unchecked_into();
        let number = message.get(0);
        let say = |share: f64, rows: &[Row]| {
            drop(answers.post_message(&Array::of3(&number, &share.into(), &list(rows))));
        };
        let named = message.get(1).as_string().unwrap_or_default();
        let asked = message.slice(2, message.length());
        if named == job::SPEAK {
            return speak(&asked);
        }
        let rows = if named == job::READ {
            // Its questions may be files.
            files::read(&asked, &|share| say(share, &[]))
        } else {
            let asked: Vec<String> =
                asked.iter().map(|text| text.as_string().unwrap_or_default()).collect();
            answer(&named, &asked)
        };
        say(1.0, &rows);
    });
    scope.set_onmessage(Some(heard.as_ref().unchecked_ref()));
    heard.forget();
    // The page waits for this before it asks.
    drop(scope.post_message(&JsValue::NULL));
}

fn speak(asked: &Array) {
    let mut texts = asked.iter().filter_map(|text| text.as_string());
    let mut catalogue = Catalogue::empty(&texts.next().unwrap_or_default());
    for text in texts {
        // Told once or twice in a worker's life.
        catalogue.add(Box::leak(text.into_boxed_str()));
    }
    words::install(catalogue);
}

fn list(rows: &[Row]) -> Array {
    rows.iter()
        .map(|row| row.iter().map(|text| JsValue::from(text.as_str())).collect::<Array>())
        .collect()
}
