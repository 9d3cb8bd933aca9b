//! Answers as a file or for the clipboard.

use stormglass_core::lesson::{Answer, Lesson, Question};

use super::row::{self, Rows};
use super::session::Session;
use super::summary::{given, wanted};

/// One question: step, title, question, answer, what is right, and whether it was.
type Line = [String; 6];

fn lines(session: &Session, lesson: &Lesson) -> Vec<Line> {
    let mut lines = Vec::new();
    for (index, step) in lesson.steps.iter().enumerate() {
        let Some(question) = &step.question else { continue };
        let answer = session.answers.get(&index);
        let outcome = match answer {
            Some(given) if given.right => "right",
            Some(given) if !given.typed.is_empty() => "wrong",
            Some(_) => "shown",
            None => "open",
        };
        lines.push([
            (index + 1).to_string(),
            step.title.clone(),
            question.text.clone(),
            answer.map_or_else(String::new, |answer| given(question, answer)),
            expected(question),
            outcome.to_owned(),
        ]);
    }
    lines
}

/// What is right, in the words of the lesson's file.
fn expected(question: &Question) -> String {
    match &question.answer {
        Answer::Number(value, within) => format!("{value}{within}"),
        Answer::Choices(_) => wanted(question),
    }
}

const NAMES: [&str; 6] = ["step", "title", "question", "answer", "expected", "outcome"];

/// Hands the answers over: `csv`, `json`, or `copy`.
pub(super) fn export(session: &Session, lesson: &Lesson, form: &str, rows: &mut Rows) {
    let lines = lines(session, lesson);
    let name = session.lesson.as_deref().filter(|name| !name.is_empty()).unwrap_or("lesson");
    match form {
        "csv" => {
            let name = ["stormglass-", name, ".csv"].concat();
            rows.say(row::FILE, &[&name, "text/csv", &table(&lines, ',', &cell)]);
        }
        "json" => {
            let name = ["stormglass-", name, ".json"].concat();
            rows.say(row::FILE, &[&name, "application/json", &json(lesson, &lines)]);
        }
        // With tabs it pastes into a sheet.
        _ => rows.say(row::COPY, &[&table(&lines, '\t', &|text| text.replace(['\t', '\n'], " "))]),
    }
}

fn table(lines: &[Line], between: char, cell: &dyn Fn(&str) -> String) -> String {
    let mut out = NAMES.join(&between.to_string()) + "\n";
    for line in lines {
        let cells: Vec<String> = line.iter().map(|text| cell(text)).collect();
        out += &cells.join(&between.to_string());
        out.push('\n');
    }
    out
}

/// A cell of a CSV file; one that a spreadsheet could take for a formula becomes text.
fn cell(text: &str) -> String {
    let text =
        if text.starts_with(['=', '+', '-', '@']) { ["'", text].concat() } else { text.to_owned() };
    if text.contains([',', '"', '\n']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            letter if letter < ' ' => out.push_str(&format!("\\u{:04x}", u32::from(letter))),
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}

fn json(lesson: &Lesson, lines: &[Line]) -> String {
    let object = |line: &Line| {
        let fields: Vec<String> = NAMES
            .iter()
            .zip(line)
            .map(|(name, text)| format!("\"{name}\":{}", quoted(text)))
            .collect();
        format!("    {{{}}}", fields.join(","))
    };
    let list: Vec<String> = lines.iter().map(object).collect();
    format!(
        "{{\n  \"lesson\": {},\n  \"answers\": [\n{}\n  ]\n}}\n",
        quoted(&lesson.title),
        list.join(",\n")
    )
}
