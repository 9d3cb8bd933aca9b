//! Where a JSON document begins and ends among other lines.

/// What a line did.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The line belongs to no document.
    NotOne,
    /// The document goes on.
    Goes,
    /// It is whole; its first line.
    Whole(String, u32),
    /// It is too long to be one.
    TooLong,
}

/// `redis_version: '7.0.15', ...`: an object as Node prints it.
fn named(rest: &str) -> bool {
    let name = rest.split(':').next().unwrap_or(rest);
    name.len() < rest.len()
        && !name.is_empty()
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// A longer document is none of those that are known.
const LONGEST: usize = 64 << 20;

/// A document that is being collected. Each byte is looked at once.
#[derive(Clone, Debug, Default)]
pub(super) struct Document {
    text: String,
    first: u32,
    depth: i64,
    /// The quote that ends the string it is in.
    quote: Option<u8>,
    escaped: bool,
    /// What began like one was none: no other is looked for in this paste.
    off: bool,
}

impl Document {
    pub(super) fn take(&mut self, raw: &str, line: u32) -> Step {
        if self.off {
            return Step::NotOne;
        }
        if self.text.is_empty() {
            let start = raw.trim_start();
            let inner = start.strip_prefix(['{', '[']).map(str::trim_start);
            // A log of 2.8 begins with `[pid]`, and a line of Valkey's may be an object of its own.
            let begins = inner.is_some_and(|rest| {
                rest.is_empty() || rest.starts_with(['"', '\'', '{', '[']) || named(rest)
            }) && !start.starts_with("{\"pid\":");
            if !begins {
                return Step::NotOne;
            }
            self.first = line;
            self.depth = 0;
            self.quote = None;
            self.escaped = false;
        }
        for byte in raw.bytes() {
            if self.escaped {
                self.escaped = false;
            } else if let Some(quote) = self.quote {
                match byte {
                    b'\\' => self.escaped = true,
                    _ if byte == quote => self.quote = None,
                    _ => {}
                }
            } else {
                match byte {
                    b'"' | b'\'' => self.quote = Some(byte),
                    b'{' | b'[' => self.depth += 1,
                    b'}' | b']' => self.depth -= 1,
                    _ => {}
                }
            }
        }
        self.text.push_str(raw);
        self.text.push('\n');
        if self.depth <= 0 {
            return Step::Whole(core::mem::take(&mut self.text), self.first);
        }
        if self.text.len() > LONGEST { Step::TooLong } else { Step::Goes }
    }

    /// Gives back what was collected; from now on nothing is.
    pub(super) fn give_up(&mut self) -> (String, u32) {
        if !self.text.is_empty() {
            self.off = true;
        }
        (core::mem::take(&mut self.text), self.first)
    }
}
