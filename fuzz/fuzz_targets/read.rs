//! Any bytes, in two pieces and as a whole, are read alike and without harm.
#![no_main]

use libfuzzer_sys::fuzz_target;
use stormglass_core::read::{Paste, Reader, read_all};

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let half = text.floor_char_boundary(text.len() / 2);
    let mut reader = Reader::new();
    reader.begin("paste");
    reader.push(&text[..half]);
    reader.push(&text[half..]);
    let pieces = reader.finish();
    let _text = pieces.scenario_text();
    assert_eq!(pieces, read_all(&[Paste { name: "paste".into(), text }]));
});
