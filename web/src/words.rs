//! Everything a person reads comes through here, from the catalogue.

use core::time::Duration;

use stormglass_core::message::{Message, Value};
use stormglass_core::run::{Run, story};
use stormglass_core::units::{Bytes, Rate};
use stormglass_text::Catalogue;

thread_local! {
    /// Read once; a page has one thread.
    static CATALOGUE: Catalogue = Catalogue::english();
}

/// A message as a sentence.
#[must_use]
pub fn say(message: &Message) -> String {
    CATALOGUE.with(|catalogue| catalogue.say(message))
}

/// A text without arguments.
#[must_use]
pub fn text(id: &str) -> String {
    CATALOGUE.with(|catalogue| catalogue.text(id))
}

/// A value as it would stand in a sentence.
#[must_use]
pub fn value(value: &Value) -> String {
    CATALOGUE.with(|catalogue| catalogue.value_text(value))
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
