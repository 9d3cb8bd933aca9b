//! Bytes to text: UTF-8, and UTF-16 as Windows saves a clipboard.

/// Decodes pieces that may end within a character; what is no text is replaced.
#[derive(Clone, Debug, Default)]
pub(super) struct Decoder {
    rest: Vec<u8>,
    form: Form,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Form {
    /// Nothing has been seen yet.
    #[default]
    Unknown,
    Utf8,
    /// UTF-16 with the lower byte first.
    Little,
    /// UTF-16 with the higher byte first.
    Big,
}

impl Form {
    fn unit(self, pair: [u8; 2]) -> u16 {
        if self == Self::Big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) }
    }
}

impl Decoder {
    /// The text of the next piece, as far as it is whole.
    pub(super) fn push(&mut self, piece: &[u8]) -> String {
        self.rest.extend_from_slice(piece);
        if self.form == Form::Unknown {
            self.form = match *self.rest {
                [] | [0xff | 0xfe] => return String::new(),
                [0xff, 0xfe, ..] => Form::Little,
                [0xfe, 0xff, ..] => Form::Big,
                _ => Form::Utf8,
            };
        }
        let whole = match self.form {
            Form::Little | Form::Big => self.whole_units(),
            _ => self.whole_characters(),
        };
        let text = self.decode(whole);
        self.rest.drain(..whole);
        text
    }

    /// What is left at the end, and ready for another text.
    pub(super) fn finish(&mut self) -> String {
        let text = self.decode(self.rest.len());
        *self = Self::default();
        text
    }

    /// Bytes up to a character whose end has not come yet; what is no character at all is not
    /// waited for.
    fn whole_characters(&self) -> usize {
        // The longest beginning of a character has three bytes.
        let tail = self.rest.len().saturating_sub(3);
        (tail..self.rest.len())
            .find(|at| {
                let begun = core::str::from_utf8(&self.rest[*at..]).err();
                begun.is_some_and(|error| error.valid_up_to() == 0 && error.error_len().is_none())
            })
            .unwrap_or(self.rest.len())
    }

    /// Bytes up to the last unit that is not the first half of a pair.
    fn whole_units(&self) -> usize {
        let even = self.rest.len() / 2 * 2;
        let last = self.rest[..even].last_chunk::<2>().map(|last| self.form.unit(*last));
        if last.is_some_and(|last| (0xd800..0xdc00).contains(&last)) { even - 2 } else { even }
    }

    fn decode(&self, whole: usize) -> String {
        let bytes = &self.rest[..whole];
        match self.form {
            Form::Little | Form::Big => {
                let second = |pair: &[u8]| pair.get(1).copied().unwrap_or(0);
                let units = bytes.chunks(2).map(|pair| self.form.unit([pair[0], second(pair)]));
                char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect()
            }
            _ => String::from_utf8_lossy(bytes).into_owned(),
        }
    }
}

/// The text of a whole file.
///
/// ```
/// use stormglass_core::read::text_of;
///
/// assert_eq!(text_of(b"\xff\xfeh\0i\0"), "\u{feff}hi");
/// assert_eq!(text_of("hé".as_bytes()), "hé");
/// ```
#[must_use]
pub fn text_of(bytes: &[u8]) -> String {
    let mut decoder = Decoder::default();
    let text = decoder.push(bytes);
    text + &decoder.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_of_any_size_give_the_same_text() {
        let text = "role:mäster 🜁 x";
        let utf16 = |unit: fn(u16) -> [u8; 2]| -> Vec<u8> {
            "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(unit).collect()
        };
        for bytes in [text.into(), utf16(u16::to_le_bytes), utf16(u16::to_be_bytes)] {
            for size in 1..bytes.len() {
                let mut decoder = Decoder::default();
                let mut out: String = bytes.chunks(size).map(|piece| decoder.push(piece)).collect();
                out += &decoder.finish();
                assert_eq!(out.trim_start_matches('\u{feff}'), text, "pieces of {size}");
            }
        }
        assert_eq!(text_of(b"a\xffb\xc3"), "a\u{fffd}b\u{fffd}");
        // What is no text before it does not tear a character apart.
        let mut decoder = Decoder::default();
        let text = decoder.push(b"a\xffb\xc3") + &decoder.push(b"\xa9") + &decoder.finish();
        assert_eq!(text, "a\u{fffd}b\u{e9}");
    }
}
