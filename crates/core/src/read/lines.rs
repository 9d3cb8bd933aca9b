//! What surrounds a line on a screen.

/// Without colours, carriage returns and what a clipboard adds.
pub(super) fn cleaned(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match c {
            '\u{1b}' => escape(&mut chars),
            // Marks of an editor or a page that nobody sees.
            '\r' | '\u{feff}' | '\u{200b}' | '\u{200e}' | '\0' => {}
            '\u{a0}' | '\u{202f}' => out.push(' '),
            _ => out.push(c),
        }
    }
    let trimmed = out.trim();
    if trimmed.len() == out.len() { out } else { trimmed.to_owned() }
}

/// An escape sequence ends with a letter, and a window's title with a bell.
fn escape(chars: &mut core::str::Chars<'_>) {
    let title = chars.as_str().starts_with(']');
    for c in chars.by_ref() {
        if c == '\u{7}' || (!title && c.is_ascii_alphabetic()) {
            break;
        }
    }
}

/// A log in logfmt or JSON whose quotes are escaped, or doubled in a cell, because it stands in
/// quotes itself.
pub(super) fn without_escapes(line: &str) -> Option<String> {
    let key = line.find("timestamp").map(|at| &line[at + "timestamp".len()..])?;
    if key.starts_with("=\\\"") || key.starts_with("\\\"") {
        return Some(line.replace("\\\"", "\""));
    }
    let doubled = key.starts_with("=\"\"") || key.starts_with("\"\"");
    doubled.then(|| line.replace("\"\"", "\""))
}

/// Without the number of redis-cli and its quotes: `1) "name"` and `1# "name"` are `name`.
pub(super) fn unquoted(line: &str) -> &str {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let line =
        rest.strip_prefix([')', '#']).filter(|_| rest.len() < line.len()).unwrap_or(line).trim();
    line.strip_prefix('"').and_then(|line| line.strip_suffix('"')).unwrap_or(line)
}
