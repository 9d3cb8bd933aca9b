//! Any bytes are redacted without harm, line for line.
#![no_main]

use libfuzzer_sys::fuzz_target;
use stormglass_core::read::Redactor;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let redacted = Redactor::new().text(&text);
    assert_eq!(text.matches('\n').count(), redacted.matches('\n').count());
});
