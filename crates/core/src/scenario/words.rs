//! A line taken apart, and words that are nearly right.

/// One word of a line and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) text: String,
    /// Characters of the line, end exclusive.
    pub(super) columns: (u32, u32),
    /// Whether every quote in it is closed.
    pub(super) closed: bool,
}

/// Splits a line into words; `#` starts a comment, quotes hold blanks and emptiness.
pub(super) fn words(line: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut chars = line.chars().enumerate().peekable();
    while let Some(&(start, c)) = chars.peek() {
        if c.is_whitespace() {
            chars.next();
            continue;
        }
        if c == '#' {
            break;
        }
        let mut text = String::new();
        let mut end = start;
        let mut quote = None;
        while let Some(&(at, c)) = chars.peek() {
            match quote {
                None if c.is_whitespace() || c == '#' => break,
                None if c == '"' || c == '\'' => quote = Some(c),
                Some(open) if c == open => quote = None,
                _ => text.push(c),
            }
            end = at;
            chars.next();
        }
        let column = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        words.push(Word {
            text,
            columns: (column(start), column(end + 1)),
            closed: quote.is_none(),
        });
    }
    words
}

/// How many single edits lead from one word to another (insert, delete, replace).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = i;
        row[0] = i + 1;
        for (j, cb) in b.iter().enumerate() {
            let cost = diagonal + usize::from(ca != *cb);
            diagonal = row[j + 1];
            row[j + 1] = cost.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

/// The candidate nearest to `word`, if one is near enough to be meant.
pub(crate) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    // Nobody mistypes a word of a thousand letters; do not measure it either.
    if word.chars().count() > 64 {
        return None;
    }
    let word = word.to_ascii_lowercase();
    let limit = (word.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| (distance(&word, candidate), candidate))
        .filter(|(edits, _)| *edits <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_taken_apart() {
        let check = |line: &str, expect: &[&str]| {
            let found: Vec<String> = words(line).into_iter().map(|word| word.text).collect();
            assert_eq!(found, expect, "{line}");
        };
        check("  save \"\"  # off", &["save", ""]);
        check("writes 10mb/s#fast", &["writes", "10mb/s"]);
        check("# nothing", &[]);
        check("logfile '/a b'", &["logfile", "/a b"]);
        assert!(!words("save \"900 1")[1].closed && words("save \"900 1\"")[1].closed);
    }

    #[test]
    fn near_words_are_found() {
        assert_eq!(
            nearest("repl-backlog-sise", ["repl-backlog-size", "save"]),
            Some("repl-backlog-size")
        );
        assert_eq!(nearest("wites", ["writes", "nic"]), Some("writes"));
        assert_eq!(nearest("banana", ["writes", "nic"]), None);
    }
}
