//! Everything a person reads comes through here, from the catalogue.

use core::time::Duration;
use std::cell::RefCell;

use stormglass_core::message::{Message, Value};
use stormglass_core::run::{Run, story};
use stormglass_core::units::{Bytes, Rate};
use stormglass_text::Catalogue;

thread_local! {
    /// The language that is spoken; a page has one thread.
    static CATALOGUE: RefCell<Catalogue> = RefCell::new(opening());
}

#[cfg(not(target_arch = "wasm32"))]
fn opening() -> Catalogue {
    Catalogue::english()
}

/// In a browser the words are fetched: see `edges::texts`.
#[cfg(target_arch = "wasm32")]
fn opening() -> Catalogue {
    Catalogue::empty("en")
}

/// Speaks another language, or with more words.
pub fn install(catalogue: Catalogue) {
    CATALOGUE.with(|place| place.replace(catalogue));
}

/// The tag of the language that is spoken.
#[must_use]
pub fn language() -> &'static str {
    CATALOGUE.with_borrow(Catalogue::language)
}

/// What stands between two sentences.
#[must_use]
pub fn gap() -> &'static str {
    if language() == "zh-Hans" { "" } else { " " }
}

/// A message as a sentence.
#[must_use]
pub fn say(message: &Message) -> String {
    CATALOGUE.with_borrow(|catalogue| known(catalogue, message.id, || catalogue.say(message)))
}

/// A text without arguments.
#[must_use]
pub fn text(id: &str) -> String {
    CATALOGUE.with_borrow(|catalogue| known(catalogue, id, || catalogue.text(id)))
}

/// In a browser the rarer words may still be on their way: then the place stays empty, and is
/// written again when they are there.
fn known(catalogue: &Catalogue, id: &str, said: impl FnOnce() -> String) -> String {
    if cfg!(target_arch = "wasm32") && !catalogue.has(id) { String::new() } else { said() }
}

/// A value as it would stand in a sentence.
#[must_use]
pub fn value(value: &Value) -> String {
    CATALOGUE.with_borrow(|catalogue| catalogue.value_text(value))
}

/// A quantity of bytes as a person reads it.
#[must_use]
pub fn bytes(bytes: Bytes) -> String {
    value(&Value::Bytes(bytes))
}

/// A rate as a person reads it.
#[must_use]
pub fn rate(rate: Rate) -> String {
    value(&Value::Rate(rate))
}

/// A length of time as a person reads it.
#[must_use]
pub fn time(time: Duration) -> String {
    value(&Value::Time(time))
}

/// An event of a run as a sentence.
#[must_use]
pub fn event(run: &Run, index: usize) -> String {
    say(&story::say(run, &run.events[index]))
}
