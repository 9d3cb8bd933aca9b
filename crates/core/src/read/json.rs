//! As much of JSON as answers of monitoring systems need, and what Python and Node print of objects:
//! single quotes, names without quotes, a comma before the end.
//!
//! Written here because the page pays for every byte of a library, and nothing is written back.

/// A value and where it begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Json {
    pub(super) value: Is,
    /// Which line of the document, from 0.
    pub(super) line: u32,
}

/// What a value is; a number stays text until somebody knows what it counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Is {
    Text(String),
    /// A number, `true`, `false` or `null` as written.
    Bare(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

/// Nesting beyond it is no answer of any of them, and would use up the stack.
const DEEPEST: u32 = 40;

impl Json {
    /// The whole text as one value.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut from = Parser { bytes: text.as_bytes(), text, at: 0, line: 0 };
        let value = from.value(0)?;
        from.blank();
        (from.at == from.bytes.len()).then_some(value)
    }

    pub(super) fn get(&self, name: &str) -> Option<&Self> {
        match &self.value {
            Is::Object(fields) => fields.iter().find(|(key, _)| key == name).map(|(_, v)| v),
            _ => None,
        }
    }

    pub(super) fn list(&self) -> &[Self] {
        match &self.value {
            Is::List(values) => values,
            _ => &[],
        }
    }

    /// The text of a string or of a number.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.value {
            Is::Text(text) | Is::Bare(text) => Some(text),
            _ => None,
        }
    }
}

struct Parser<'a> {
    bytes: &'a [u8],
    text: &'a str,
    at: usize,
    /// Line ends that were passed over.
    line: u32,
}

impl Parser<'_> {
    fn blank(&mut self) {
        while let Some(byte) = self.bytes.get(self.at).filter(|byte| byte.is_ascii_whitespace()) {
            self.line = self.line.saturating_add(u32::from(*byte == b'\n'));
            self.at += 1;
        }
    }

    fn take(&mut self, byte: u8) -> Option<()> {
        self.blank();
        (self.bytes.get(self.at) == Some(&byte)).then(|| self.at += 1)
    }

    fn value(&mut self, depth: u32) -> Option<Json> {
        if depth > DEEPEST {
            return None;
        }
        self.blank();
        let line = self.line;
        Some(Json { value: self.bare_value(depth)?, line })
    }

    fn bare_value(&mut self, depth: u32) -> Option<Is> {
        match self.bytes.get(self.at)? {
            b'"' | b'\'' => self.string().map(Is::Text),
            // Bytes, as Python prints them.
            b'b' if matches!(self.bytes.get(self.at + 1), Some(b'"' | b'\'')) => {
                self.at += 1;
                self.string().map(Is::Text)
            }
            b'[' => {
                self.at += 1;
                let mut values = Vec::new();
                if self.take(b']').is_some() {
                    return Some(Is::List(values));
                }
                loop {
                    values.push(self.value(depth + 1)?);
                    let more = self.take(b',').is_some();
                    if self.take(b']').is_some() {
                        return Some(Is::List(values));
                    }
                    more.then_some(())?;
                }
            }
            b'{' => {
                self.at += 1;
                let mut fields = Vec::new();
                if self.take(b'}').is_some() {
                    return Some(Is::Object(fields));
                }
                loop {
                    let name = self.name()?;
                    self.take(b':')?;
                    fields.push((name, self.value(depth + 1)?));
                    let more = self.take(b',').is_some();
                    if self.take(b'}').is_some() {
                        return Some(Is::Object(fields));
                    }
                    more.then_some(())?;
                }
            }
            _ => {
                let from = self.at;
                let bare = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.');
                while self.bytes.get(self.at).is_some_and(bare) {
                    self.at += 1;
                }
                (self.at > from).then(|| Is::Bare(self.text[from..self.at].to_owned()))
            }
        }
    }

    /// The name of a field, with quotes or without.
    fn name(&mut self) -> Option<String> {
        self.blank();
        let bytes = self.bytes.get(self.at..).unwrap_or_default();
        if bytes.starts_with(b"b'") || bytes.starts_with(b"b\"") {
            self.at += 1;
        }
        if matches!(self.bytes.get(self.at)?, b'"' | b'\'') {
            return self.string();
        }
        let from = self.at;
        let bare = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-');
        while self.bytes.get(self.at).is_some_and(bare) {
            self.at += 1;
        }
        (self.at > from).then(|| self.text[from..self.at].to_owned())
    }

    fn string(&mut self) -> Option<String> {
        let quote = *self.bytes.get(self.at).filter(|b| matches!(b, b'"' | b'\''))?;
        self.at += 1;
        let mut out = String::new();
        let mut from = self.at;
        loop {
            match self.bytes.get(self.at)? {
                byte if *byte == quote => {
                    out.push_str(&self.text[from..self.at]);
                    self.at += 1;
                    return Some(out);
                }
                b'\\' => {
                    out.push_str(&self.text[from..self.at]);
                    let escaped = *self.bytes.get(self.at + 1)?;
                    self.at += 2;
                    match escaped {
                        b'n' => out.push('\n'),
                        b't' => out.push('\t'),
                        b'r' => out.push('\r'),
                        b'b' | b'f' => out.push(' '),
                        b'u' => {
                            let code = self.text.get(self.at..self.at + 4)?;
                            let code = u32::from_str_radix(code, 16).ok()?;
                            out.push(char::from_u32(code).unwrap_or('\u{fffd}'));
                            self.at += 4;
                        }
                        b'"' | b'\'' | b'\\' | b'/' => out.push(char::from(escaped)),
                        _ => return None,
                    }
                    from = self.at;
                }
                byte => {
                    self.line = self.line.saturating_add(u32::from(*byte == b'\n'));
                    self.at += 1;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_and_what_is_none_is_refused() {
        let value = Json::parse(r#" {"a": [1, -2.5e3, "x\u00e9\"\n"], "b": {}, "c": null} "#);
        let value = value.expect("it is JSON");
        assert_eq!(value.get("a").map(|a| a.list().len()), Some(3));
        assert_eq!(value.get("a").and_then(|a| a.list()[2].text()), Some("xé\"\n"));
        for wrong in ["", "{", "[,]", "[1 2]", "{\"a\"}", "\"", "\"\\", "\"\\u12", "[1] x"] {
            assert_eq!(Json::parse(wrong), None, "{wrong}");
        }
        assert_eq!(Json::parse(&"[".repeat(100_000)), None);
        let printed =
            Json::parse("{'a': b'x\"y', b_c: [True, None,],}").expect("what Python prints");
        assert_eq!(printed.get("a").and_then(Json::text), Some("x\"y"));
        let lines = Json::parse("{\n 'a': 1,\n\n 'b': ['x\ny',\n 2]}").expect("some lines");
        let line = |name: &str| lines.get(name).map(|value| value.line);
        assert_eq!((lines.line, line("a"), line("b")), (0, Some(1), Some(3)));
        assert_eq!(lines.get("b").and_then(|list| list.list().last()).map(|v| v.line), Some(5));
        assert_eq!(printed.get("b_c").map(|list| list.list().len()), Some(2));
    }
}
