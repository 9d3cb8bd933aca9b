//! What is known between two questions, as lines of text.

use std::collections::BTreeMap;

/// What was answered at a step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Given {
    /// As typed, or the indices of the choices; empty where the answer was only looked at.
    pub(crate) typed: String,
    /// Whether it was right.
    pub(crate) right: bool,
}

/// Gallery, lesson and presenting, as they stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Session {
    /// The scene that was opened last.
    pub(crate) scene: String,
    /// The scene of which the page says what to look for, and the dialog that was opened last.
    pub(crate) look: String,
    pub(crate) dialog: String,
    /// What the gallery is searched for, and the group that is shown.
    pub(crate) search: String,
    pub(crate) group: String,
    /// The lesson that is taken: its name, empty for one of somebody's own.
    pub(crate) lesson: Option<String>,
    /// The text of one's own.
    pub(crate) text: String,
    /// The step, from 0; after the last one comes the summary.
    pub(crate) step: usize,
    /// What is typed or chosen at the present question.
    pub(crate) draft: String,
    /// What was answered, by step.
    pub(crate) answers: BTreeMap<usize, Given>,
    /// The scenario from before the lesson.
    pub(crate) before: String,
    /// The page is shown to a room, perhaps blank.
    pub(crate) presenting: bool,
    pub(crate) blank: bool,
    /// When that, or the lesson, began: milliseconds of the clock on the wall.
    pub(crate) since: u64,
    /// The page has the style of all this.
    pub(crate) styled: bool,
    /// The language it was last spoken of: the window of notes follows it.
    pub(crate) language: String,
    /// The lesson came with a link or was dropped, so that the gallery may not be open; not kept.
    pub(crate) linked: bool,
}

/// The line of a session with its language is the first.
const LANGUAGE: &str = "language ";

/// The language of a session, without reading the rest of it.
#[must_use]
pub fn language_of(session: &str) -> Option<&'static str> {
    let (tag, _) = session.strip_prefix(LANGUAGE)?.split_once('\n')?;
    Some(stormglass_text::negotiate([tag]))
}

fn flat(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "")
}

fn unflat(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match (letter, letter == '\\') {
            (_, true) => match letters.next() {
                Some('n') => out.push('\n'),
                Some(other) => out.push(other),
                None => {}
            },
            (letter, _) => out.push(letter),
        }
    }
    out
}

impl Session {
    /// The session of a text; what cannot be read is left out.
    pub(crate) fn read(text: &str) -> Self {
        let mut session = Self::default();
        for line in text.lines() {
            let (word, value) = line.split_once(' ').unwrap_or((line, ""));
            match word {
                "language" => session.language = unflat(value),
                "scene" => session.scene = unflat(value),
                "look" => session.look = unflat(value),
                "dialog" => session.dialog = unflat(value),
                "search" => session.search = unflat(value),
                "group" => session.group = unflat(value),
                "lesson" => session.lesson = Some(unflat(value)),
                "text" => session.text = unflat(value),
                "draft" => session.draft = unflat(value),
                "before" => session.before = unflat(value),
                "presenting" => session.presenting = true,
                "blank" => session.blank = true,
                "styled" => session.styled = true,
                "since" => session.since = value.parse().unwrap_or(0),
                _ => session.recall(line),
            }
        }
        session
    }

    /// As text.
    pub(crate) fn to_text(&self) -> String {
        let mut out = String::new();
        let mut line = |word: &str, value: &str| {
            if !value.is_empty() {
                out.push_str(&format!("{word} {}\n", flat(value)));
            }
        };
        line(LANGUAGE.trim_end(), &self.language);
        line("scene", &self.scene);
        line("look", &self.look);
        line("dialog", &self.dialog);
        line("search", &self.search);
        line("group", &self.group);
        line("text", &self.text);
        line("draft", &self.draft);
        line("before", &self.before);
        if let Some(lesson) = &self.lesson {
            out.push_str(&format!("lesson {}\n", flat(lesson)));
        }
        if self.since > 0 {
            out.push_str(&format!("since {}\n", self.since));
        }
        let flags =
            [("presenting", self.presenting), ("blank", self.blank), ("styled", self.styled)];
        for (word, on) in flags {
            if on {
                out.push_str(&format!("{word}\n"));
            }
        }
        out + &self.progress()
    }

    /// What is remembered of a lesson: the step and the answers.
    pub(crate) fn progress(&self) -> String {
        let mut out = format!("step {}\n", self.step);
        for (step, given) in &self.answers {
            let right = if given.right { "right" } else { "wrong" };
            out.push_str(&format!("answer {step} {right} {}\n", flat(&given.typed)));
        }
        out
    }

    /// Takes on a line of what is remembered.
    pub(crate) fn recall(&mut self, line: &str) {
        let mut words = line.splitn(4, ' ');
        let word = words.next();
        let Some(step) = words.next().and_then(|step| step.parse().ok()) else { return };
        match word {
            Some("step") => self.step = step,
            Some("answer") => {
                let right = words.next() == Some("right");
                let typed = unflat(words.next().unwrap_or_default());
                self.answers.insert(step, Given { typed, right });
            }
            _ => {}
        }
    }

    /// How the page is laid out.
    pub(crate) fn mode(&self) -> String {
        let words = [
            (self.lesson.is_some(), "lesson"),
            (self.presenting, "present"),
            (self.blank, "blank"),
        ];
        let words: Vec<&str> = words.iter().filter(|(on, _)| *on).map(|(_, word)| *word).collect();
        words.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_survives_the_way_as_text() {
        let mut session = Session {
            scene: "pinned".into(),
            lesson: Some(String::new()),
            text: "lesson a\\b\n\nstep c\n".into(),
            step: 3,
            presenting: true,
            since: 1234,
            language: "zh-Hans".into(),
            ..Session::default()
        };
        session.answers.insert(0, Given { typed: "0,2".into(), right: true });
        session.answers.insert(2, Given { typed: "a\nb c".into(), right: false });
        assert_eq!(Session::read(&session.to_text()), session);
        assert_eq!(language_of(&session.to_text()), Some("zh-Hans"));
        assert_eq!(language_of(&Session::default().to_text()), None);
        assert_eq!(session.mode(), "lesson present");
        assert_eq!(Session::read("step x\nanswer\nhm\n"), Session::default());
    }
}
