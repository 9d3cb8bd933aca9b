//! Text as markup; everything that comes from outside is escaped.

/// Markup that is being written.
pub(super) struct Markup {
    pub(super) text: String,
}

impl Markup {
    pub(super) const fn new() -> Self {
        Self { text: String::new() }
    }

    /// Markup as it is.
    pub(super) fn raw(&mut self, markup: &str) {
        self.text.push_str(markup);
    }

    /// Words of any origin.
    pub(super) fn say(&mut self, words: &str) {
        for letter in words.chars() {
            match letter {
                '&' => self.raw("&amp;"),
                '<' => self.raw("&lt;"),
                '>' => self.raw("&gt;"),
                '"' => self.raw("&quot;"),
                letter => self.text.push(letter),
            }
        }
    }

    /// Words in an element of a class.
    pub(super) fn tag(&mut self, name: &str, class: &str, words: &str) {
        for part in ["<", name, " class=\"", class, "\">"] {
            self.raw(part);
        }
        self.say(words);
        for part in ["</", name, ">"] {
            self.raw(part);
        }
    }

    /// A button that asks for something.
    pub(super) fn order(&mut self, order: &str, words: &str) {
        self.button("do", order, words);
    }

    /// A button that goes to an instant.
    pub(super) fn go(&mut self, at: stormglass_core::units::Instant) {
        let clock = crate::view::narration::clock(at);
        self.button("go", &at.as_nanos().to_string(), &clock);
    }

    fn button(&mut self, kind: &str, value: &str, words: &str) {
        for part in ["<button class=\"", kind, "\" data-", kind, "=\""] {
            self.raw(part);
        }
        self.say(value);
        self.raw("\">");
        self.say(words);
        self.raw("</button>");
    }
}
