//! A scenario in the fragment of a URL: readable by a person, never seen by a server.
//!
//! `#v1;server+redis+7.4.1;repl-backlog-size+64mb;at+10s+disconnect+r1+for+64s;~cursor=74s`.
//! A long one is compressed (`v1z;...`); both forms are read.

use core::fmt::Write;

use super::base64::{from_base64, to_base64};
use super::deflate::deflate;
use super::finding::{Finding, Severity};
use super::without_effect;
use super::words::words;
use crate::message::Message;

mod ids {
    crate::messages! {
        LATER_VERSION = "link-later-version";
        NOT_ONE = "link-not-one";
        BROKEN_PART = "link-broken-part";
        CUT_SHORT = "link-cut-short";
        LEAVE_OUT = "link-leave-out";
        UPDATE_PAGE = "link-update-page";
    }
}
pub use ids::ALL as MESSAGES;

/// Plain links longer than this are compressed, if that makes them shorter.
const LONG: usize = 1500;
/// No compressed link holds more text than this.
const MOST_TEXT: usize = 1 << 20;

/// What a link says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decoded {
    /// The scenario's text, as far as it could be read.
    pub scenario: String,
    /// Page state, such as `cursor` and `74s`, in order.
    pub state: Vec<(String, String)>,
    /// What was wrong with the link; each broken part by name.
    pub findings: Vec<Finding>,
}

/// The fragment (without `#`) that carries a scenario's text and the page's state.
///
/// Comments, blank lines and server directives without effect are left out, so that no address or
/// password of a pasted configuration travels; nothing else of the text is lost.
///
/// ```
/// use stormglass_core::scenario::link::{decode, encode};
///
/// let link = encode("writes 1mb/s\nreplica r1 # the only one\n", &[("cursor", "74s")]);
/// assert_eq!(link, "v1;writes+1mb/s;replica+r1;~cursor=74s");
/// assert_eq!(decode(&link).scenario, "writes 1mb/s\nreplica r1\n");
/// ```
#[must_use]
pub fn encode(scenario: &str, state: &[(&str, &str)]) -> String {
    let mut parts: Vec<String> = Vec::new();
    for line in scenario.lines() {
        let words = words(line);
        let Some(first) = words.first() else { continue };
        if without_effect::contains(&first.text.to_ascii_lowercase()) {
            continue;
        }
        let words: Vec<String> = words.iter().map(|word| escaped(&quoted(&word.text))).collect();
        parts.push(words.join("+"));
    }
    for (name, value) in state {
        parts.push(format!("~{}={}", escaped(name), escaped(value)));
    }
    let body = parts.join(";");
    let plain = format!("v1;{body}");
    if plain.len() <= LONG {
        return plain;
    }
    let packed = format!("v1z;{}", to_base64(&deflate(body.as_bytes())));
    if packed.len() < plain.len() { packed } else { plain }
}

/// Reads a link: a whole URL, a fragment with or without `#`.
///
/// It never fails: what cannot be read is named in the findings, and the rest is offered.
///
/// ```
/// use stormglass_core::scenario::link::decode;
///
/// let decoded = decode("https://example.org/#v1;writes+1mb/s;repl%ZZ;replica+r1;~cursor=74s");
/// assert_eq!(decoded.scenario, "writes 1mb/s\nreplica r1\n");
/// assert_eq!(decoded.state, [("cursor".to_owned(), "74s".to_owned())]);
/// assert_eq!(decoded.findings[0].line, Some(2));
/// ```
#[must_use]
pub fn decode(link: &str) -> Decoded {
    let mut decoded = Decoded::default();
    let fragment = link.trim();
    let fragment = fragment.split_once('#').map_or(fragment, |(_, fragment)| fragment);
    if fragment.is_empty() {
        return decoded;
    }
    // Some mail and chat programs encode a whole fragment once more on its way.
    let again = if fragment.contains(';') { None } else { unescaped(fragment) };
    let fragment = again.as_deref().unwrap_or(fragment);
    let (version, body) = fragment.split_once(';').unwrap_or((fragment, ""));
    let known = version.strip_prefix('v').and_then(|version| {
        let number = version.trim_end_matches('z');
        number.parse::<u32>().ok().map(|number| (number, version.ends_with('z')))
    });
    let Some((number, compressed)) = known else {
        let message = Message::new(ids::NOT_ONE).with("text", shortened(fragment));
        decoded.find(None, Severity::Error, message, None);
        return decoded;
    };
    if number != 1 {
        let message = Message::new(ids::LATER_VERSION).with("text", version);
        let hint = Message::new(ids::UPDATE_PAGE);
        decoded.find(None, Severity::Error, message, Some(hint));
    }
    let unpacked;
    let body = if compressed {
        let (text, whole) = unpack(body);
        if !whole {
            let message = Message::new(ids::CUT_SHORT);
            decoded.find(None, Severity::Error, message, Some(Message::new(ids::LEAVE_OUT)));
        }
        unpacked = text;
        unpacked.as_str()
    } else {
        body
    };
    for part in body.split(';').filter(|part| !part.is_empty()) {
        decoded.part(part);
    }
    decoded
}

impl Decoded {
    fn find(
        &mut self,
        line: Option<u32>,
        severity: Severity,
        message: Message,
        hint: Option<Message>,
    ) {
        let field = "link".to_owned();
        self.findings.push(Finding { line, columns: None, field, severity, message, hint });
    }

    fn part(&mut self, part: &str) {
        if let Some(state) = part.strip_prefix('~') {
            let (name, value) = state.split_once('=').unwrap_or((state, ""));
            match (unescaped(name), unescaped(value)) {
                (Some(name), Some(value)) => self.state.push((name, value)),
                _ => self.broken(part),
            }
            return;
        }
        let words: Option<Vec<String>> = part.split('+').map(unescaped).collect();
        match words {
            Some(words) if !words.iter().any(|word| word.contains(['\n', '\r'])) => {
                self.scenario.push_str(&words.join(" "));
                self.scenario.push('\n');
            }
            _ => self.broken(part),
        }
    }

    fn broken(&mut self, part: &str) {
        // What follows it starts on the next line of the scenario.
        let line = u32::try_from(self.scenario.lines().count() + 1).unwrap_or(u32::MAX);
        let message = Message::new(ids::BROKEN_PART).with("text", shortened(part));
        self.find(Some(line), Severity::Error, message, Some(Message::new(ids::LEAVE_OUT)));
    }
}

fn shortened(text: &str) -> String {
    let mut short: String = text.chars().take(60).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// A word as it has to be typed: quotes where it holds blanks, nothing, a comment sign or a quote.
fn quoted(word: &str) -> String {
    if word.contains('"') {
        format!("'{word}'")
    } else if word.is_empty() || word.contains(|c: char| c.is_whitespace() || "#'".contains(c)) {
        format!("\"{word}\"")
    } else {
        word.to_owned()
    }
}

/// Characters that stand for themselves in a fragment and that no chat client breaks.
fn plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_.~/:,@!$*()=".contains(&byte)
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if plain(byte) {
            out.push(char::from(byte));
        } else {
            write!(out, "%{byte:02X}").expect("writing to a string cannot fail");
        }
    }
    out
}

fn unescaped(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
            let value = digit(rest.next())? * 16 + digit(rest.next())?;
            bytes.push(u8::try_from(value).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

/// The text of a compressed body, and whether it is whole.
fn unpack(body: &str) -> (String, bool) {
    let (packed, mut whole) = from_base64(body);
    let bytes = match miniz_oxide::inflate::decompress_to_vec_with_limit(&packed, MOST_TEXT) {
        Ok(bytes) => bytes,
        Err(error) => {
            whole = false;
            error.output
        }
    };
    match String::from_utf8(bytes) {
        Ok(text) => (text, whole),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            (String::from_utf8_lossy(&error.as_bytes()[..valid]).into_owned(), false)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_broken_link_names_its_parts_and_offers_the_rest() {
        let decoded =
            decode("https://example.org/#v1;writes+1mb/s;repl%ZZ+1;replica+r1;~cursor=7%");
        assert_eq!(decoded.scenario, "writes 1mb/s\nreplica r1\n");
        let named: Vec<String> =
            decoded.findings.iter().map(|finding| finding.message.to_string()).collect();
        let parts = ["link-broken-part text=repl%ZZ+1", "link-broken-part text=~cursor=7%"];
        assert_eq!(named, parts);
        let later = decode("#v2;writes+1mb/s;new+word");
        assert_eq!(later.scenario, "writes 1mb/s\nnew word\n");
        assert_eq!(later.findings[0].message.id, "link-later-version");
        let once_more = decode("#v1%3Bwrites%2B1mb/s%3Breplica%2Br1%3B~note=50%2525");
        assert_eq!(once_more.scenario, "writes 1mb/s\nreplica r1\n");
        assert_eq!(once_more.state[0].1, "50%");
        assert_eq!(decode("#hello").findings[0].message.id, "link-not-one");
        assert_eq!(decode("https://example.org/#"), Decoded::default());
    }

    #[test]
    fn what_has_no_effect_does_not_travel() {
        let text = "masterauth hunter2\nbind 10.0.0.7\nREPLICAOF 10.0.0.8 6379\nwrites 1mb/s\n";
        assert_eq!(encode(text, &[]), "v1;writes+1mb/s");
        assert_eq!(encode("save 'a \"b'\nsave \"\"\n", &[]), "v1;save+%27a%20%22b%27;save+%22%22");
    }

    #[test]
    fn a_long_link_is_compressed_and_half_of_it_still_says_something() {
        let text: String =
            (0..200).map(|n| format!("at {n}s config set repl-backlog-size {n}mb\n")).collect();
        let link = encode(&text, &[]);
        assert!(
            link.starts_with("v1z;") && link.len() * 3 < text.len(),
            "{} characters",
            link.len()
        );
        assert_eq!(decode(&link).scenario, text);
        let half = decode(&link[..link.len() / 2]);
        assert!(text.starts_with(half.scenario.lines().next().expect("a line")));
        assert_eq!(half.findings[0].message.id, "link-cut-short");
    }

    proptest! {
        #[test]
        fn what_is_linked_is_read_back(
            lines in prop::collection::vec("[a-z0-9é+;%/ ]{1,30}", 0..60),
            state in prop::collection::vec(("[a-z]{1,8}", "\\PC{0,12}"), 0..4),
        ) {
            // Such as `hz`, which does not travel.
            let travels = |line: &&String| {
                line.split_whitespace().next().is_some_and(|word| !without_effect::contains(word))
            };
            let text: String = lines
                .iter()
                .filter(travels)
                .map(|line| format!("{}\n", line.split_whitespace().collect::<Vec<_>>().join(" ")))
                .collect();
            let pairs: Vec<(&str, &str)> =
                state.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            let decoded = decode(&encode(&lines.join("\n"), &pairs));
            prop_assert_eq!(decoded.scenario, text);
            prop_assert_eq!(decoded.state, state);
            prop_assert!(decoded.findings.is_empty());
        }

        #[test]
        fn no_link_panics(text in prop_oneof!["\\PC{0,200}", "v1;\\PC{0,200}", "v1z;[A-Za-z0-9_-]{0,300}"]) {
            let _ = decode(&text);
        }
    }
}
