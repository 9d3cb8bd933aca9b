//! A lesson and a claim as text.

use core::fmt::{self, Display, Formatter, Write};

use super::claim::{Claim, Within};
use super::measure::{Measure, Pattern, Quantity};
use super::model::{Answer, Controls, Lesson, Step};
use crate::units::format_duration;

/// A keyword with its value: on its line, or indented under it where it has several.
fn entry(out: &mut String, keyword: &str, value: &str) {
    if value.is_empty() {
        return;
    }
    out.push_str(keyword);
    if value.contains('\n') {
        block(out, value);
    } else {
        out.push(' ');
        out.push_str(value);
        out.push('\n');
    }
}

fn block(out: &mut String, value: &str) {
    out.push('\n');
    for line in value.split('\n') {
        if !line.is_empty() {
            out.push_str("  ");
            out.push_str(line);
        }
        out.push('\n');
    }
}

impl Lesson {
    /// The text of a lesson, in the language it was read in: reading it gives the same lesson.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        entry(&mut out, "lesson", &self.title);
        if let Some(minutes) = self.minutes {
            entry(&mut out, "minutes", &minutes.to_string());
        }
        for goal in &self.goals {
            entry(&mut out, "goal", goal);
        }
        entry(&mut out, "notes", &self.notes);
        for scene in &self.scenes {
            out.push_str("\nscenario ");
            out.push_str(&scene.name);
            block(&mut out, &scene.text);
        }
        for step in &self.steps {
            out.push('\n');
            print_step(&mut out, step);
        }
        out
    }
}

fn print_step(out: &mut String, step: &Step) {
    entry(out, "step", &step.title);
    if let Some(name) = &step.show {
        entry(out, "show", name);
    }
    if let Some(cursor) = step.cursor {
        let then = cursor.then.map_or(String::new(), |t| format!(" then {}", format_duration(t)));
        entry(out, "cursor", &format!("{}{then}", format_duration(cursor.at)));
    }
    entry(out, "highlight", &step.highlight.join(" "));
    match &step.controls {
        Controls::Locked => {}
        Controls::Free => entry(out, "controls", "free"),
        Controls::Only(words) => entry(out, "controls", &words.join(" ")),
    }
    entry(out, "text", &step.text);
    if let Some(question) = &step.question {
        entry(out, "ask", &question.text);
        match &question.answer {
            Answer::Choices(choices) => {
                for (text, right) in choices {
                    entry(out, if *right { "right" } else { "choice" }, text);
                }
            }
            Answer::Number(value, within) => entry(out, "number", &format!("{value}{within}")),
        }
    }
    entry(out, "reveal", &step.reveal);
    for text in &step.tries {
        entry(out, "try", text);
    }
    for claim in &step.claims {
        entry(out, "check", &claim.to_string());
    }
    entry(out, "notes", &step.notes);
}

impl Display for Quantity {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count(n) => write!(f, "{n}"),
            Self::Bytes(bytes) => write!(f, "{bytes}"),
            Self::Time(time) => f.write_str(&format_duration(*time)),
        }
    }
}

/// With the blank before it; nothing for the default.
impl Display for Within {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => Ok(()),
            Self::Percent(percent) => write!(f, " within {percent}%"),
            Self::Bound(bound) => write!(f, " within {bound}"),
        }
    }
}

impl Display for Claim {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} ", self.measure)?;
        match self.value {
            Some(value) => write!(f, "{value}")?,
            None => f.write_str("never")?,
        }
        write!(f, "{}", self.within)
    }
}

/// The event and its detail, without whose it is.
fn event(pattern: &Pattern) -> String {
    let mut out = pattern.event.clone();
    if let Some(detail) = &pattern.detail {
        write!(out, ":{detail}").expect("writing to a string cannot fail");
    }
    out
}

impl Display for Measure {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let who = |pattern: &Pattern| match &pattern.who {
            Some(who) => format!(" {who}"),
            None => String::new(),
        };
        let when = |at: &Option<_>| at.map_or("peak".to_owned(), format_duration);
        match self {
            Self::Count(of) => write!(f, "count {}{}", event(of), who(of)),
            Self::First(of) => write!(f, "first {}{}", event(of), who(of)),
            Self::Last(of) => write!(f, "last {}{}", event(of), who(of)),
            Self::Between(from, to) => {
                write!(f, "between {} {}{}", event(from), event(to), who(to))
            }
            Self::Behind(who, at) => write!(f, "behind {who} {}", format_duration(*at)),
            Self::Buffer(who, at) => write!(f, "buffer {who} {}", when(at)),
            Self::Memory(at) => write!(f, "memory {}", when(at)),
            Self::Copied(at) => write!(f, "copied {}", when(at)),
            Self::Backlog(at) => write!(f, "backlog {}", format_duration(*at)),
            Self::Written(at) => write!(f, "written {}", format_duration(*at)),
            Self::Fork => f.write_str("fork"),
            Self::Lost => f.write_str("lost"),
            Self::Refused => f.write_str("refused"),
            Self::Covers => f.write_str("covers"),
            Self::Survives => f.write_str("survives"),
            Self::Needs(outage) => write!(f, "needs {}", format_duration(*outage)),
            Self::Resync => f.write_str("resync"),
            Self::Pending => f.write_str("pending"),
            Self::Period => f.write_str("period"),
        }
    }
}
