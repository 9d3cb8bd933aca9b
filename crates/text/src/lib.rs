//! The message catalogue: every sentence Stormglass shows, by language.
//!
//! The core names what it has to say ([`stormglass_core::message::Message`]); here it is put into
//! words by [fluent](https://projectfluent.org). Values are written by [`mod@format`], in the reader's
//! units, before they go into a sentence.
//!
//! ```
//! use stormglass_core::message::Message;
//! use stormglass_core::units::Bytes;
//! use stormglass_text::Catalogue;
//!
//! let words = Catalogue::english();
//! let message = Message::new("unit-fraction-size").with("text", "1.5gb").with("instead", "1536mb");
//! assert!(words.say(&message).contains("1536mb"));
//! assert_eq!(words.text("no-such-id"), "no-such-id");
//! ```

pub mod format;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use stormglass_core::message::{Message, Value};
use unic_langid::LanguageIdentifier;

const ENGLISH: &str = include_str!("../catalogue/en.ftl");

/// All sentences of one language.
pub struct Catalogue {
    bundle: FluentBundle<FluentResource>,
}

impl Catalogue {
    /// The English catalogue.
    ///
    /// # Panics
    /// Never: that the catalogue is well-formed is a test of this crate.
    #[must_use]
    pub fn english() -> Self {
        let language: LanguageIdentifier = "en".parse().expect("en is a language");
        let resource = FluentResource::try_new(ENGLISH.to_owned())
            .map_err(|(_, errors)| errors)
            .expect("the English catalogue is well-formed");
        let mut bundle = FluentBundle::new(vec![language]);
        // Plain text, without the marks that isolate directions.
        bundle.set_use_isolating(false);
        bundle.add_resource(resource).expect("no id is given twice");
        Self { bundle }
    }

    /// The catalogue of a language; English where there is none.
    #[must_use]
    pub fn new(_language: &str) -> Self {
        Self::english()
    }

    /// A message in words; its id where the catalogue has none.
    #[must_use]
    pub fn say(&self, message: &Message) -> String {
        self.say_with(message.id, &message.args)
    }

    /// A text without arguments.
    #[must_use]
    pub fn text(&self, id: &str) -> String {
        self.say_with(id, &[])
    }

    /// A text with named values.
    #[must_use]
    pub fn say_with(&self, id: &str, values: &[(&'static str, Value)]) -> String {
        let Some(pattern) = self.bundle.get_message(id).and_then(|message| message.value()) else {
            return id.to_owned();
        };
        let mut args = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            args.set(*name, self.value(value));
        }
        let mut errors = Vec::new();
        let said = self.bundle.format_pattern(pattern, Some(&args), &mut errors);
        said.into_owned()
    }

    /// Whether the catalogue has an id.
    #[must_use]
    pub fn has(&self, id: &str) -> bool {
        self.bundle.has_message(id)
    }

    /// A value by itself, as it would stand in a sentence.
    #[must_use]
    pub fn value_text(&self, value: &Value) -> String {
        match self.value(value) {
            FluentValue::String(text) => text.into_owned(),
            FluentValue::Number(number) => number.as_string().into_owned(),
            _ => String::new(),
        }
    }

    fn value(&self, value: &Value) -> FluentValue<'static> {
        match value {
            Value::Text(text) => text.clone().into(),
            // A number, so that the sentence can choose between one and many.
            Value::Count(n) if *n < 1000 => (*n as f64).into(),
            Value::Count(n) => format::grouped(*n).into(),
            Value::Signed(n) => n.to_string().into(),
            Value::Bytes(bytes) => format::bytes(*bytes).into(),
            Value::Offset(offset) => format::offset(*offset).into(),
            Value::Rate(rate) => format::rate(*rate).into(),
            Value::Time(time) => format::time(*time).into(),
            Value::At(at) => format::at(*at).into(),
            Value::Permille(share) => format::permille(*share).into(),
            Value::Message(inner) => self.say(inner).into(),
        }
    }
}

impl core::fmt::Debug for Catalogue {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Catalogue").finish_non_exhaustive()
    }
}
