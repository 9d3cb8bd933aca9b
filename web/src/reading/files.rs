//! Pastes and files, a piece at a time.

use js_sys::{Array, JsString, Uint8Array};
use stormglass_core::read::Reader;
use wasm_bindgen::prelude::*;
use web_sys::{File, FileReaderSync};

use super::rows;
use crate::aside::Row;

/// A file is read in pieces of this size.
const PIECE: f64 = 4_194_304.0;

/// Reads pairs of a name and a text or `File`.
pub(crate) fn read(asked: &Array, say: &dyn Fn(f64)) -> Vec<Row> {
    let mut reader = Reader::new();
    let mut at = 0;
    while at + 1 < asked.length() {
        let name = asked.get(at).as_string().unwrap_or_default();
        reader.begin(&name);
        match asked.get(at + 1).dyn_into::<JsString>() {
            Ok(text) => reader.push(&String::from(text)),
            Err(file) => read_file(&mut reader, &file.unchecked_into(), say),
        }
        at += 2;
    }
    rows(&reader.finish())
}

fn read_file(reader: &mut Reader, file: &File, say: &dyn Fn(f64)) {
    let Ok(pieces) = FileReaderSync::new() else { return };
    let size = file.size();
    let mut from = 0.0;
    while from < size {
        let to = (from + PIECE).min(size);
        let piece = file.slice_with_f64_and_f64(from, to);
        let Ok(buffer) = piece.and_then(|piece| pieces.read_as_array_buffer(&piece)) else {
            return;
        };
        reader.push_bytes(&Uint8Array::new(&buffer).to_vec());
        from = to;
        // The whole of it is said with the rows.
        say((from / size).min(0.999));
    }
}
