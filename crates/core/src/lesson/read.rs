//! What each keyword of a lesson means.

use super::claim::{Claim, any_quantity, within};
use super::model::{Answer, Controls, Cursor, HIGHLIGHTS, Lesson, Question, Scene, Step};
use super::parse::{Entry, Lines, ids};
use crate::message::Message;
use crate::scenario::{Finding, Scenario, Severity, is_word, nearest};
use crate::units::parse_duration;

/// Keywords before the first step, and what each looks like.
const HEAD: &[(&str, &str)] = &[
    ("lesson", "lesson Partial or full"),
    ("minutes", "minutes 30"),
    ("goal", "goal Say from two numbers whether a return is partial."),
    ("notes", "notes Let everybody write down a number first."),
    ("scenario", "scenario short"),
    ("step", "step The question a replica asks"),
];

/// Keywords of a step.
const STEP: &[(&str, &str)] = &[
    ("show", "show short"),
    ("cursor", "cursor 10s then 42s"),
    ("highlight", "highlight ring r1"),
    ("controls", "controls locked, free, or words such as writes outage"),
    ("text", "text What the participant reads."),
    ("ask", "ask Which of the two resumes?"),
    ("choice", "choice Both of them"),
    ("right", "right Only r1"),
    ("number", "number 42s within 3s"),
    ("reveal", "reveal What is said after the answer."),
    ("try", "try Set the backlog to 64mb."),
    ("check", "check first left-window r2 42s"),
    ("notes", "notes For the instructor."),
    ("step", "step The next one"),
];

/// What has been read so far.
#[derive(Default)]
pub(super) struct Reader {
    pub(super) lesson: Lesson,
    pub(super) findings: Vec<Finding>,
    pub(super) lines: Lines,
    /// Lines of what stands once in the head or in the present step.
    once: Vec<(&'static str, u32)>,
    /// The answer of the present step, before its question is complete.
    ask: Option<String>,
    choices: Vec<(String, bool)>,
    number: Option<Answer>,
}

impl Reader {
    pub(super) fn find(
        &mut self,
        line: Option<u32>,
        field: &str,
        severity: Severity,
        message: Message,
    ) -> &mut Finding {
        self.findings.push(Finding::new(line, field, severity, message));
        self.findings.last_mut().expect("it was just pushed")
    }

    fn error(&mut self, entry: &Entry<'_>, message: Message) -> &mut Finding {
        self.find(Some(entry.line), &entry.keyword, Severity::Error, message)
    }

    pub(super) fn entry(&mut self, entry: &Entry<'_>) {
        let (here, there) = if self.lesson.steps.is_empty() { (HEAD, STEP) } else { (STEP, HEAD) };
        let named = |words: &'static [(&str, &str)]| {
            words.iter().find(|(word, _)| *word == entry.keyword).copied()
        };
        let Some((keyword, usage)) = named(here) else {
            let Some((word, _)) = named(there) else { return self.unknown(entry) };
            let id = if here == HEAD { ids::ONLY_IN_STEP } else { ids::NOT_IN_STEP };
            self.error(entry, Message::new(id).with("text", word));
            return;
        };
        let missing =
            if keyword == "scenario" { entry.first.is_empty() } else { entry.text().is_empty() };
        if missing {
            self.error(entry, Message::new(ids::MISSING).with("usage", usage));
            return;
        }
        let several = ["goal", "scenario", "step", "choice", "right", "try", "check"];
        if !several.contains(&keyword) {
            if let Some((_, earlier)) = self.once.iter().find(|(word, _)| *word == keyword) {
                let message = Message::new(ids::TWICE).with("text", keyword).with("line", *earlier);
                self.find(Some(entry.line), keyword, Severity::Warning, message);
            }
            self.once.push((keyword, entry.line));
        }
        self.known(keyword, entry);
    }

    fn unknown(&mut self, entry: &Entry<'_>) {
        let known = || HEAD.iter().chain(STEP).map(|(word, _)| *word);
        let hint = match nearest(&entry.keyword, known()) {
            Some(near) => Message::new(ids::NEAR).with("near", near),
            None => Message::new(ids::WORDS).with("list", known().collect::<Vec<_>>().join(", ")),
        };
        let shown: String = entry.keyword.chars().take(60).collect();
        self.error(entry, Message::new(ids::UNKNOWN).with("text", shown)).hint = Some(hint);
    }

    fn known(&mut self, keyword: &str, entry: &Entry<'_>) {
        let text = entry.text();
        match keyword {
            "lesson" => self.lesson.title = entry.one_line(),
            "minutes" => match text.parse() {
                Ok(minutes @ 1..=1000) => self.lesson.minutes = Some(minutes),
                _ => {
                    self.error(
                        entry,
                        Message::new(ids::BAD_MINUTES).with("text", entry.one_line()),
                    );
                }
            },
            "goal" => self.lesson.goals.push(entry.one_line()),
            "scenario" => self.scenario(entry),
            "step" => {
                self.end_step();
                self.once.clear();
                self.lesson.steps.push(Step { title: entry.one_line(), ..Step::default() });
                self.lines.steps.push(entry.line);
                self.lines.claims.push(Vec::new());
            }
            "ask" => self.ask = Some(text),
            "choice" | "right" => self.choices.push((entry.one_line(), keyword == "right")),
            "number" => self.number(entry),
            "notes" if self.lesson.steps.is_empty() => self.lesson.notes = text,
            _ => self.of_step(keyword, entry, text),
        }
    }

    fn of_step(&mut self, keyword: &str, entry: &Entry<'_>, text: String) {
        let words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
        // Only known keywords of a step come here, and then there is one.
        let Some(mut step) = self.lesson.steps.pop() else { return };
        match keyword {
            "show" => step.show = Some(entry.one_line()),
            "cursor" => match cursor(&words) {
                Some(cursor) => step.cursor = Some(cursor),
                None => {
                    let message = Message::new(ids::BAD_CURSOR).with("text", entry.one_line());
                    self.error(entry, message);
                }
            },
            "highlight" => step.highlight = words,
            "controls" => step.controls = self.controls(entry, words),
            "text" => step.text = text,
            "reveal" => step.reveal = text,
            "try" => step.tries.push(text),
            "check" => match Claim::parse(&text) {
                Ok(claim) => {
                    step.claims.push(claim);
                    if let Some(lines) = self.lines.claims.last_mut() {
                        lines.push(entry.line);
                    }
                }
                Err(error) if error.0.is_empty() => {
                    self.error(entry, Message::new(ids::SHORT_CLAIM).with("text", text));
                }
                Err(error) => {
                    let word: String = error.0.chars().take(60).collect();
                    self.error(entry, Message::new(ids::BAD_CLAIM).with("text", word));
                }
            },
            _ => step.notes = text,
        }
        self.lesson.steps.push(step);
    }

    fn controls(&mut self, entry: &Entry<'_>, words: Vec<String>) -> Controls {
        match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            ["locked"] => Controls::Locked,
            ["free"] => Controls::Free,
            _ => {
                // `outage` is what is asked of the sizing, not a word of the scenario.
                let bad: Vec<&String> =
                    words.iter().filter(|word| *word != "outage" && !is_word(word)).collect();
                for word in bad {
                    let shown: String = word.chars().take(60).collect();
                    self.error(entry, Message::new(ids::BAD_CONTROL).with("text", shown));
                }
                Controls::Only(words)
            }
        }
    }

    fn number(&mut self, entry: &Entry<'_>) {
        let line = entry.one_line();
        let words: Vec<&str> = line.split(' ').collect();
        let read = any_quantity(words[0])
            .and_then(|value| Ok(Answer::Number(value, within(&words[1..], value)?)));
        match read {
            Ok(answer) => self.number = Some(answer),
            Err(_) => {
                self.error(entry, Message::new(ids::BAD_NUMBER).with("text", line));
            }
        }
    }

    fn scenario(&mut self, entry: &Entry<'_>) {
        let name = entry.first.split_whitespace().collect::<Vec<_>>().join("-");
        if self.lesson.scenes.iter().any(|scene| scene.name == name) {
            self.error(entry, Message::new(ids::SCENARIO_TWICE).with("text", name));
            return;
        }
        let empty = |line: &&(u32, &str)| line.1.is_empty();
        let skipped = entry.rest.iter().take_while(empty).count();
        let lines = &entry.rest[skipped..];
        let text = lines.iter().map(|(_, line)| *line).collect::<Vec<_>>().join("\n");
        let text = text.trim().to_owned();
        let checked = Scenario::check(&text);
        for mut finding in checked.findings {
            // What is merely worth knowing is often what a lesson is about.
            if finding.severity == Severity::Note {
                continue;
            }
            let line = finding.line.and_then(|line| lines.get(line as usize - 1));
            finding.line = Some(line.map_or(entry.line, |(number, _)| *number));
            finding.columns = finding.columns.map(|(from, to)| (from + 2, to + 2));
            self.findings.push(finding);
        }
        if let Some(scenario) = checked.scenario {
            self.lesson.scenes.push(Scene { name, text, scenario });
        }
    }

    /// Puts the question of a step together.
    fn end_step(&mut self) {
        let (ask, number) = (self.ask.take(), self.number.take());
        let choices = core::mem::take(&mut self.choices);
        let Some(line) = self.lines.steps.last().copied() else { return };
        let mut say = |severity, id| {
            self.find(Some(line), "ask", severity, Message::new(id));
        };
        let answer = match (number, choices.is_empty()) {
            (Some(_), false) => return say(Severity::Error, ids::TWO_ANSWERS),
            (Some(number), true) => Some(number),
            (None, false) => {
                if !choices.iter().any(|(_, right)| *right) {
                    say(Severity::Error, ids::NONE_RIGHT);
                }
                if choices.len() == 1 {
                    say(Severity::Error, ids::ONE_CHOICE);
                }
                Some(Answer::Choices(choices))
            }
            (None, true) => None,
        };
        let question = match (ask, answer) {
            (Some(text), Some(answer)) => Some(Question { text, answer }),
            (Some(_), None) => return say(Severity::Error, ids::NO_ANSWER),
            (None, Some(_)) => return say(Severity::Error, ids::NO_QUESTION),
            (None, None) => None,
        };
        let Some(step) = self.lesson.steps.last_mut() else { return };
        step.question = question;
        let (asks, reveals) = (step.question.is_some(), !step.reveal.is_empty());
        let unproven = match &step.question {
            Some(Question { answer: Answer::Number(value, _), .. }) => {
                !step.claims.iter().any(|claim| claim.value == Some(*value))
            }
            _ => false,
        };
        if asks && !reveals {
            self.find(Some(line), "reveal", Severity::Warning, Message::new(ids::NO_REVEAL));
        }
        if unproven {
            self.find(Some(line), "check", Severity::Warning, Message::new(ids::NOT_CHECKED));
        }
    }

    pub(super) fn finish(&mut self) {
        self.end_step();
        let wrong = !self.findings.is_empty();
        if self.lesson.title.is_empty() {
            self.find(None, "lesson", Severity::Error, Message::new(ids::NO_TITLE));
        }
        if self.lesson.steps.is_empty() {
            self.find(None, "step", Severity::Error, Message::new(ids::NO_STEPS));
        }
        if self.lesson.scenes.is_empty() {
            // One that could not be read has been spoken of.
            if !wrong {
                self.find(None, "scenario", Severity::Error, Message::new(ids::NO_SCENARIO));
            }
            return;
        }
        for index in 0..self.lesson.steps.len() {
            self.shown(index);
        }
    }

    /// What a step shows has to be there.
    fn shown(&mut self, index: usize) {
        let line = self.lines.steps[index];
        let step = self.lesson.steps[index].clone();
        let Some(scene) = self.lesson.scene_of(index).cloned() else {
            let name = step.show.unwrap_or_default();
            let names: Vec<&str> = self.lesson.scenes.iter().map(|s| s.name.as_str()).collect();
            let hint = Message::new(ids::KNOWN_SCENARIOS).with("list", names.join(", "));
            // Steps after it inherit the name; the one that says it is enough.
            if !name.is_empty() {
                let message = Message::new(ids::UNKNOWN_SCENARIO).with("text", name);
                self.find(Some(line), "show", Severity::Error, message).hint = Some(hint);
            }
            return;
        };
        let replica = |name: &str| scene.scenario.replicas.iter().any(|r| r.name == name);
        for word in &step.highlight {
            if !HIGHLIGHTS.contains(&word.as_str()) && !replica(word) {
                let hint = Message::new(ids::WORDS).with("list", HIGHLIGHTS.join(", "));
                let message = Message::new(ids::BAD_HIGHLIGHT).with("text", word.as_str());
                self.find(Some(line), "highlight", Severity::Error, message).hint = Some(hint);
            }
        }
        for (claim, at) in step.claims.iter().zip(self.lines.claims[index].clone()) {
            if let Some(who) = claim.measure.who()
                && who != "primary"
                && !replica(who)
            {
                let message = Message::new(ids::UNKNOWN_REPLICA).with("text", who);
                self.find(Some(at), "check", Severity::Error, message);
            }
        }
        let (Some(cursor), Some(run)) = (step.cursor, scene.scenario.run) else { return };
        let last = cursor.then.unwrap_or(cursor.at).max(cursor.at);
        if last > run {
            let message = Message::new(ids::CURSOR_AFTER_END).with("time", last).with("run", run);
            self.find(Some(line), "cursor", Severity::Warning, message);
        }
    }
}

fn cursor(words: &[String]) -> Option<Cursor> {
    let time = |word: &String| parse_duration(word).ok();
    match words {
        [at] => Some(Cursor { at: time(at)?, then: None }),
        [at, then, to] if then == "then" => Some(Cursor { at: time(at)?, then: Some(time(to)?) }),
        _ => None,
    }
}
