//! Pastes taken in, piece by piece.

use super::bytes::Decoder;
use super::sorter::Sorter;
use super::{Paste, Reading, conclude};

/// What of a paste's beginning is kept to say what it looks like.
const HEAD: usize = 4000;

/// Reads pastes in pieces of any size, so that a worker can report its progress and stop.
///
/// Time grows with the length of what is pushed.
///
/// ```
/// use stormglass_core::read::Reader;
///
/// let mut reader = Reader::new();
/// reader.begin("primary.log");
/// reader.push("7:M 21 Nov 2026 04:13:45.559 * Replica 10.0.0.2:6379 asks for synch");
/// reader.push("ronization\n");
/// assert_eq!(reader.finish().log.syncs.len(), 1);
/// ```
#[derive(Default)]
pub struct Reader {
    sorter: Sorter,
    heads: Vec<Paste>,
    /// A line whose end has not come yet.
    rest: String,
    decoder: Decoder,
    taken_bytes: u64,
}

impl core::fmt::Debug for Reader {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Reader").field("taken_bytes", &self.taken_bytes).finish_non_exhaustive()
    }
}

impl Reader {
    /// Nothing read yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Begins the next paste.
    pub fn begin(&mut self, name: &str) {
        self.end();
        self.sorter.begin(u32::try_from(self.heads.len()).unwrap_or(u32::MAX));
        self.heads.push(Paste { name: name.to_owned(), text: String::new() });
    }

    /// Takes the next piece of the paste; it may end within a line.
    pub fn push(&mut self, piece: &str) {
        if self.heads.is_empty() {
            self.begin("");
        }
        self.taken_bytes += piece.len() as u64;
        self.keep_head(piece);
        let mut piece = piece;
        while let Some(end) = piece.find('\n') {
            let (line, after) = piece.split_at(end);
            piece = &after[1..];
            if self.rest.is_empty() {
                self.sorter.take_line(line);
            } else {
                let mut whole = core::mem::take(&mut self.rest);
                whole.push_str(line);
                self.sorter.take_line(&whole);
            }
        }
        self.rest.push_str(piece);
    }

    /// The same for a file's bytes, in UTF-8 or UTF-16; a piece may end within a character.
    pub fn push_bytes(&mut self, piece: &[u8]) {
        let text = self.decoder.push(piece);
        self.push(&text);
    }

    /// How many bytes were taken, for a progress bar.
    #[must_use]
    pub fn taken_bytes(&self) -> u64 {
        self.taken_bytes
    }

    /// What follows from all of it.
    #[must_use]
    pub fn finish(mut self) -> Reading {
        self.end();
        conclude(self.sorter.taken, &self.heads)
    }

    fn keep_head(&mut self, piece: &str) {
        if let Some(head) = self.heads.last_mut().filter(|head| head.text.len() < HEAD) {
            let piece = if head.text.is_empty() { piece.trim_start() } else { piece };
            let room = piece.floor_char_boundary((HEAD - head.text.len()).min(piece.len()));
            head.text.push_str(&piece[..room.max(piece.chars().next().map_or(0, char::len_utf8))]);
        }
    }

    fn end(&mut self) {
        let last = self.decoder.finish();
        if !last.is_empty() {
            self.push(&last);
        }
        if !self.rest.is_empty() {
            let rest = core::mem::take(&mut self.rest);
            self.sorter.take_line(&rest);
        }
        self.sorter.end();
    }
}
