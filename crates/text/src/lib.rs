//! The message catalogue: every sentence Stormglass shows, by language.
//!
//! The core names what it has to say ([`stormglass_core::message::Message`]); here it is put into
//! words written in [Fluent](https://projectfluent.org), which the build compiles: values and plurals,
//! no terms, functions or attributes. Values are written by [`mod@format`], in the reader's
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

mod compiled;

use compiled::{LANGUAGES, Sentences, Shown, fill};
use stormglass_core::message::{Message, Value};

/// All sentences of one language.
pub struct Catalogue {
    sentences: Sentences,
}

impl Catalogue {
    /// The English catalogue.
    #[must_use]
    pub fn english() -> Self {
        Self::new("en")
    }

    /// The catalogue of a language, such as `de` or `de-AT`; English where there is none.
    #[must_use]
    pub fn new(language: &str) -> Self {
        let named = |tag: &str| LANGUAGES.iter().find(|(name, _)| name.eq_ignore_ascii_case(tag));
        let general = language.split(['-', '_']).next().unwrap_or_default();
        let found = named(language).or_else(|| named(general)).or_else(|| named("en"));
        Self { sentences: Sentences::new(found.map_or("", |(_, compiled)| compiled)) }
    }

    /// The languages there are, by tag.
    pub fn languages() -> impl Iterator<Item = &'static str> {
        LANGUAGES.iter().map(|(tag, _)| *tag)
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

    /// A text with named values; one that is missing is shown as `{$name}`.
    #[must_use]
    pub fn say_with(&self, id: &str, values: &[(&'static str, Value)]) -> String {
        let Some(pattern) = self.sentences.find(id) else { return id.to_owned() };
        let value = |name: &str| {
            let (_, value) = values.iter().find(|(known, _)| *known == name)?;
            let count = if let Value::Count(count) = value { Some(*count) } else { None };
            Some(Shown { text: self.value_text(value), count })
        };
        let mut out = String::with_capacity(pattern.len() + 16);
        fill(pattern, &value, &mut out);
        out
    }

    /// Whether the catalogue has an id.
    #[must_use]
    pub fn has(&self, id: &str) -> bool {
        self.sentences.find(id).is_some()
    }

    /// Every id of the catalogue, in order.
    pub fn ids(&self) -> impl Iterator<Item = &'static str> {
        self.sentences.ids()
    }

    /// A value by itself, as it would stand in a sentence.
    #[must_use]
    pub fn value_text(&self, value: &Value) -> String {
        match value {
            Value::Text(text) => text.clone(),
            Value::Count(n) if *n < 1000 => n.to_string(),
            Value::Count(n) => format::grouped(*n),
            Value::Signed(n) => n.to_string(),
            Value::Bytes(bytes) => format::bytes(*bytes),
            Value::Offset(offset) => format::offset(*offset),
            Value::Rate(rate) => format::rate(*rate),
            Value::Time(time) => format::time(*time),
            Value::At(at) => format::at(*at),
            Value::Permille(share) => format::permille(*share),
            Value::Message(inner) => self.say(inner),
        }
    }
}

impl core::fmt::Debug for Catalogue {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Catalogue").finish_non_exhaustive()
    }
}
