//! Any bytes, in two pieces and as a whole, are read alike and without harm, and so are both pieces
//! beside each other.
#![no_main]

use libfuzzer_sys::fuzz_target;
use stormglass_core::read::{Paste, Reader, Reading, read, text_of};
use stormglass_core::scenario::Scenario;

fuzz_target!(|bytes: &[u8]| {
    let (first, second) = bytes.split_at(bytes.len() / 2);
    let mut reader = Reader::new();
    reader.begin("paste");
    reader.push_bytes(first);
    reader.push_bytes(second);
    let pieces = reader.finish();
    let paste = |bytes: &[u8]| Paste { name: "paste".into(), text: text_of(bytes) };
    assert_eq!(pieces, read(&[paste(bytes)]));
    harmless(&pieces);
    harmless(&read(&[paste(first), paste(second)]));
});

fn harmless(reading: &Reading) {
    let _marks = reading.marks();
    for sync in &reading.log.syncs {
        let _phases = reading.phases(sync);
    }
    Scenario::parse(&reading.scenario_text()).expect("what is made of a paste can be read");
}
