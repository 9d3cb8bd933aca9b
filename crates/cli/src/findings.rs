//! Findings on standard error, with the line and what to try.

use std::fmt::Write;
use std::io::IsTerminal;

use stormglass_core::scenario::{Finding, Scenario, Severity};
use stormglass_text::Catalogue;

use crate::Unusable;

/// Whether standard error may be coloured.
fn colours() -> bool {
    std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty())
}

/// The word of a severity, and its colour.
pub(crate) fn label(severity: Severity) -> (&'static str, &'static str) {
    match severity {
        Severity::Error => ("cli-error", "\u{1b}[31m"),
        Severity::Warning => ("cli-warning", "\u{1b}[33m"),
        Severity::Note => ("cli-note", "\u{1b}[36m"),
    }
}

/// All findings of a text, each with its line under it.
pub(crate) fn told(words: &Catalogue, name: &str, text: &str, findings: &[Finding]) -> String {
    let mut out = String::new();
    let colours = colours();
    for finding in findings {
        let (word, colour) = label(finding.severity);
        let word = words.text(word);
        let word = if colours { format!("{colour}{word}\u{1b}[0m") } else { word };
        let place = match finding.line {
            Some(line) => format!("{name}:{line}"),
            None => name.to_owned(),
        };
        let say = words.say(&finding.message);
        writeln!(out, "{place}: {word}: {say}").expect("writing to a string cannot fail");
        let at = finding.line.and_then(|line| text.lines().nth(line as usize - 1));
        if let (Some(line), Some((from, to))) = (at, finding.columns) {
            let shown: String = line.chars().take(200).collect();
            let blanks = " ".repeat(from as usize);
            let carets = "^".repeat((to - from).clamp(1, 200) as usize);
            writeln!(out, "    {shown}\n    {blanks}{carets}").expect("as above");
        }
        if let Some(hint) = &finding.hint {
            writeln!(out, "    {}", words.say(hint)).expect("as above");
        }
    }
    out
}

/// The scenario of a text; what was found goes to standard error, where it is unusable as a whole.
pub(crate) fn scenario(words: &Catalogue, name: &str, text: &str) -> Result<Scenario, Unusable> {
    let checked = Scenario::check(text);
    let said = told(words, name, text, &checked.findings);
    match checked.scenario {
        Some(scenario) => {
            eprint!("{said}");
            Ok(scenario)
        }
        None => Err(Unusable(said)),
    }
}
