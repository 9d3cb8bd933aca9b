//! What surrounds a line on a screen.

/// Without colours and carriage returns.
pub(super) fn cleaned(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut chars = line.trim_start_matches('\u{feff}').chars();
    while let Some(c) = chars.next() {
        if c == '\u{1b}' {
            // An escape sequence ends with a letter.
            for c in chars.by_ref() {
                if c.is_ascii_alphabetic() {
                    break;
                }
            }
        } else if c != '\r' {
            out.push(c);
        }
    }
    let trimmed = out.trim();
    if trimmed.len() == out.len() { out } else { trimmed.to_owned() }
}

/// Without the number of redis-cli and its quotes: `1) "name"` and `1# "name"` are `name`.
pub(super) fn unquoted(line: &str) -> &str {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let line =
        rest.strip_prefix([')', '#']).filter(|_| rest.len() < line.len()).unwrap_or(line).trim();
    line.strip_prefix('"').and_then(|line| line.strip_suffix('"')).unwrap_or(line)
}
