//! The worker's side: text and files come in, progress and rows go out.

use js_sys::{Array, JsString, Uint8Array};
use stormglass_core::read::Reader;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, File, FileReaderSync, MessageEvent};

use super::rows;

/// A file is read in pieces of this size.
const PIECE: f64 = 4_194_304.0;

/// Answers every message `[number, name, text or File, ...]` with `[number, share]` on the way and
/// `[number, rows]` at the end.
pub fn serve() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let answers = scope.clone();
    let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let asked: Array = event.data().unchecked_into();
        let number = asked.get(0);
        let say = |what: &JsValue| drop(answers.post_message(&Array::of2(&number, what)));
        let mut reader = Reader::new();
        let mut at = 1;
        while at + 1 < asked.length() {
            let name = asked.get(at).as_string().unwrap_or_default();
            reader.begin(&name);
            match asked.get(at + 1).dyn_into::<JsString>() {
                Ok(text) => reader.push(&String::from(text)),
                Err(file) => read_file(&mut reader, &file.unchecked_into(), &say),
            }
            at += 2;
        }
        let found = rows(&reader.finish());
        let list: Array = found
            .iter()
            .map(|row| row.iter().map(|text| JsValue::from(text.as_str())).collect::<Array>())
            .collect();
        say(&list);
    });
    scope.set_onmessage(Some(heard.as_ref().unchecked_ref()));
    heard.forget();
    // The page waits for this before it asks.
    drop(scope.post_message(&JsValue::NULL));
}

fn read_file(reader: &mut Reader, file: &File, say: &dyn Fn(&JsValue)) {
    let Ok(pieces) = FileReaderSync::new() else { return };
    let size = file.size();
    let mut from = 0.0;
    // A character may be cut in two by the end of a piece.
    let mut rest: Vec<u8> = Vec::new();
    while from < size {
        let to = (from + PIECE).min(size);
        let piece = file.slice_with_f64_and_f64(from, to);
        let Ok(buffer) = piece.and_then(|piece| pieces.read_as_array_buffer(&piece)) else {
            return;
        };
        rest.extend(Uint8Array::new(&buffer).to_vec());
        let whole = match core::str::from_utf8(&rest) {
            Ok(text) => text.len(),
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            Err(_) => rest.len(),
        };
        reader.push(&String::from_utf8_lossy(&rest[..whole]));
        rest.drain(..whole);
        from = to;
        say(&JsValue::from(from / size));
    }
    reader.push(&String::from_utf8_lossy(&rest));
}
