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

//!
//! With the feature `embedded` every language is part of the program. Without it a catalogue is
//! made of texts that were fetched: the files that `stormglass-texts` writes.

mod compiled;
pub mod format;
pub mod typed;

use compiled::{Plural, Sentences, Shown, fill};
use format::Locale;
use stormglass_core::message::{Message, Value};

/// The languages there are: their tag, and what their speakers call them.
pub const LANGUAGES: [(&str, &str); 2] = [("en", "English"), ("zh-Hans", "简体中文")];

/// The first of the wanted languages that there is, such as `en` for `en-GB`; English otherwise.
#[must_use]
pub fn negotiate<'a>(wanted: impl IntoIterator<Item = &'a str>) -> &'static str {
    let known = |tag: &str| {
        let tag = tag.to_ascii_lowercase();
        let general = |name: &str| name.split('-').next() == tag.split(['-', '_', '.']).next();
        let named = LANGUAGES.iter().find(|(name, _)| name.eq_ignore_ascii_case(&tag));
        named.or_else(|| LANGUAGES.iter().find(|(name, _)| general(name))).map(|(name, _)| *name)
    };
    wanted.into_iter().find_map(known).unwrap_or("en")
}

/// All sentences of one language.
pub struct Catalogue {
    language: &'static str,
    locale: Locale,
    plural: Plural,
    sentences: Sentences,
}

impl Catalogue {
    /// A catalogue without sentences; [`Catalogue::add`] brings them.
    #[must_use]
    pub fn empty(language: &str) -> Self {
        let language = negotiate([language]);
        let (locale, plural) = (Locale::of(language), compiled::plural(language));
        Self { language, locale, plural, sentences: Sentences::default() }
    }

    /// Adds sentences in their compiled form.
    pub fn add(&mut self, compiled: &'static str) {
        self.sentences.add(compiled);
    }

    /// The English catalogue.
    #[cfg(feature = "embedded")]
    #[must_use]
    pub fn english() -> Self {
        Self::new("en")
    }

    /// The catalogue of a language, such as `zh-Hans` or `en-GB`; English where there is none.
    #[cfg(feature = "embedded")]
    #[must_use]
    pub fn new(language: &str) -> Self {
        let mut catalogue = Self::empty(language);
        let found = compiled::LANGUAGES.iter().find(|(name, _)| *name == catalogue.language);
        for part in found.map_or(&[][..], |(_, parts)| parts) {
            catalogue.add(part);
        }
        catalogue
    }

    /// The languages there are files for, by tag.
    #[cfg(feature = "embedded")]
    pub fn languages() -> impl Iterator<Item = &'static str> {
        compiled::LANGUAGES.iter().map(|(tag, _)| *tag)
    }

    /// What a page fetches: for each language the sentences it may need at once, and the others.
    #[cfg(feature = "embedded")]
    pub fn files() -> impl Iterator<Item = (String, &'static str)> {
        compiled::LANGUAGES.iter().flat_map(|(tag, [first, more, _])| {
            [(format!("text-{tag}"), *first), (format!("text-{tag}-more"), *more)]
        })
    }

    /// Its tag.
    #[must_use]
    pub fn language(&self) -> &'static str {
        self.language
    }

    /// How it writes numbers and units.
    #[must_use]
    pub fn locale(&self) -> &Locale {
        &self.locale
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
        fill(pattern, self.plural, &value, &mut out);
        out
    }

    /// Whether the catalogue has an id.
    #[must_use]
    pub fn has(&self, id: &str) -> bool {
        self.sentences.find(id).is_some()
    }

    /// Every id of the catalogue.
    pub fn ids(&self) -> impl Iterator<Item = &'static str> {
        self.sentences.entries().map(|(id, _)| id)
    }

    /// The names of the values that a sentence uses, each once.
    pub fn values(&self, id: &str) -> std::collections::BTreeSet<&'static str> {
        compiled::values(self.sentences.find(id).unwrap_or_default())
    }

    /// A value by itself, as it would stand in a sentence.
    #[must_use]
    pub fn value_text(&self, value: &Value) -> String {
        match value {
            Value::Text(text) => text.clone(),
            Value::Count(n) if *n < 1000 => n.to_string(),
            Value::Count(n) => self.locale.grouped(*n),
            Value::Signed(n) => n.to_string(),
            Value::Bytes(bytes) => self.locale.bytes(*bytes),
            Value::Offset(offset) => self.locale.offset(*offset),
            Value::Rate(rate) => self.locale.rate(*rate),
            Value::Time(time) => self.locale.time(*time),
            Value::At(at) => self.locale.at(*at),
            Value::Permille(share) => self.locale.permille(*share),
            Value::Message(inner) => self.say(inner),
        }
    }
}

impl core::fmt::Debug for Catalogue {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Catalogue").finish_non_exhaustive()
    }
}
