//! Any bytes, in two pieces and as a whole, are read alike and without harm.
#![no_main]

use libfuzzer_sys::fuzz_target;
use stormglass_core::read::{Paste, Reader, read, text_of};
use stormglass_core::scenario::Scenario;

fuzz_target!(|bytes: &[u8]| {
    let (first, second) = bytes.split_at(bytes.len() / 2);
    let mut reader = Reader::new();
    reader.begin("paste");
    reader.push_bytes(first);
    reader.push_bytes(second);
    let pieces = reader.finish();
    assert_eq!(pieces, read(&[Paste { name: "paste".into(), text: text_of(bytes) }]));
    let _marks = pieces.marks();
    for sync in &pieces.log.syncs {
        let _phases = pieces.phases(sync);
    }
    Scenario::parse(&pieces.scenario_text()).expect("what is made of a paste can be read");
});
