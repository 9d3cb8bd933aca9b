//! `stormglass lesson`.

use std::fmt::Write;

use stormglass_core::lesson::{Answer, Lesson, Step};
use stormglass_core::message::Message;
use stormglass_core::scenario::Severity;
use stormglass_text::Catalogue;

use crate::args::Args;
use crate::findings::told;
use crate::table::table;
use crate::{End, Outcome, Unusable, input, print};

pub(crate) fn lesson(mut args: Args) -> Outcome {
    let words = args.catalogue()?;
    let notes = args.flag("--notes");
    let file = args.file("lesson")?;
    let text = input::text(&file)?;
    let checked = Lesson::check_in(&text, words.language());
    let mut findings = checked.findings;
    if let Some(lesson) = &checked.lesson {
        findings.extend(lesson.prove(&checked.lines));
    }
    findings.sort_by_key(|finding| finding.line.unwrap_or(u32::MAX));
    let said = told(&words, &file, &text, &findings);
    let failed = findings.iter().any(|finding| finding.severity == Severity::Error);
    match checked.lesson {
        Some(lesson) if !failed => {
            eprint!("{said}");
            let languages = &checked.languages;
            print(&if notes {
                handout(&words, &lesson)
            } else {
                contents(&words, &lesson, languages)
            });
            Ok(End::Fine)
        }
        _ => Err(Unusable(said)),
    }
}

fn asks(words: &Catalogue, step: &Step) -> String {
    match step.question.as_ref().map(|question| &question.answer) {
        Some(Answer::Choices(_)) => words.text("cli-lesson-asks-choice"),
        Some(Answer::Number(..)) => words.text("cli-lesson-asks-number"),
        None => String::new(),
    }
}

fn heading(words: &Catalogue, lesson: &Lesson) -> String {
    let heading = Message::new("cli-lesson-title")
        .with("title", lesson.title.as_str())
        .with("steps", lesson.steps.len() as u64);
    let minutes = lesson.minutes.map_or(String::new(), |minutes| {
        let minutes = Message::new("cli-lesson-minutes").with("minutes", minutes);
        format!(", {}", words.say(&minutes))
    });
    words.say(&heading) + &minutes
}

fn contents(words: &Catalogue, lesson: &Lesson, languages: &[String]) -> String {
    let mut out = format!("{}\n", heading(words, lesson));
    for goal in &lesson.goals {
        writeln!(out, "  {goal}").expect("writing to a string cannot fail");
    }
    let names: Vec<&str> = lesson.scenes.iter().map(|scene| scene.name.as_str()).collect();
    let scenes = words.text("cli-lesson-scenes");
    writeln!(out, "\n{scenes}: {}", names.join(", ")).expect("as above");
    if !languages.is_empty() {
        let also = words.text("cli-lesson-languages");
        writeln!(out, "{also}: {}", languages.join(", ")).expect("as above");
    }
    out.push('\n');
    let rows: Vec<Vec<String>> = (1_u64..)
        .zip(&lesson.steps)
        .map(|(number, step)| vec![number.to_string(), step.title.clone(), asks(words, step)])
        .collect();
    out += &table(&rows);
    let count = |id, count: u64| words.say(&Message::new(id).with("count", count));
    let questions = count("cli-lesson-questions", lesson.questions());
    let held = count("cli-lesson-held", lesson.claims());
    writeln!(out, "\n{questions}; {held}").expect("as above");
    out
}

/// The lesson as Markdown, with answers and notes.
fn handout(words: &Catalogue, lesson: &Lesson) -> String {
    let mut out = format!("# {}\n", heading(words, lesson));
    let mut paragraph = |text: &str| {
        if !text.is_empty() {
            out.push('\n');
            out.push_str(text);
            out.push('\n');
        }
    };
    for goal in &lesson.goals {
        paragraph(&format!("- {goal}"));
    }
    paragraph(&quoted(&lesson.notes));
    for (number, step) in (1_u64..).zip(&lesson.steps) {
        paragraph(&format!("## {number}. {}", step.title));
        paragraph(&step.text);
        if let Some(question) = &step.question {
            paragraph(&format!("**{}**", question.text));
            match &question.answer {
                Answer::Choices(choices) => {
                    let row = |(text, right): &(String, bool)| {
                        format!("- [{}] {text}", if *right { "x" } else { " " })
                    };
                    paragraph(&choices.iter().map(row).collect::<Vec<_>>().join("\n"));
                }
                Answer::Number(value, within) => paragraph(&format!("{value}{within}")),
            }
        }
        paragraph(&step.reveal);
        for text in &step.tries {
            paragraph(&format!("- {text}"));
        }
        paragraph(&quoted(&step.notes));
    }
    out
}

/// Notes, set apart as a quotation.
fn quoted(notes: &str) -> String {
    notes.lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n")
}
