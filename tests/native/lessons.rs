//! Lessons: every number they claim is the engine's, and every mistake in one is named.

use std::collections::BTreeSet;
use std::path::Path;

use proptest::prelude::*;
use stormglass_core::lesson::{Answer, Claim, Lesson, MESSAGES, Quantity};
use stormglass_core::scenario::{Finding, Severity};
use stormglass_text::{Catalogue, LANGUAGES};

fn lessons() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/assets/lessons");
    let mut files: Vec<(String, String)> = std::fs::read_dir(folder)
        .expect("the folder of lessons")
        .map(|entry| entry.expect("a file").path())
        .map(|path| {
            let name = path.file_name().and_then(|name| name.to_str()).expect("a name");
            (name.to_owned(), std::fs::read_to_string(&path).expect("a text"))
        })
        .collect();
    files.sort();
    files
}

fn said(findings: &[Finding]) -> String {
    let words = Catalogue::english();
    let say = |finding: &Finding| {
        format!("{}: {}\n", finding.line.unwrap_or_default(), words.say(&finding.message))
    };
    findings.iter().map(say).collect()
}

#[test]
fn every_lesson_is_right() {
    let mut faults = String::new();
    for (name, text) in lessons() {
        let checked = Lesson::check(&text);
        let mut findings = checked.findings;
        if let Some(lesson) = &checked.lesson {
            findings.extend(lesson.prove(&checked.lines));
        }
        if !findings.is_empty() {
            faults += &format!("{name}\n{}", said(&findings));
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

#[test]
fn the_lesson_in_the_documents_is_right() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/lessons.md");
    let page = std::fs::read_to_string(file).expect("the page");
    let (_, rest) = page.split_once("```text\n").expect("an example");
    let (example, _) = rest.split_once("```").expect("its end");
    let checked = Lesson::check(example);
    assert!(checked.findings.is_empty(), "{}", said(&checked.findings));
    let lesson = checked.lesson.expect("a lesson");
    let failed = lesson.prove(&checked.lines);
    assert!(failed.is_empty(), "{}", said(&failed));
}

#[test]
fn what_is_printed_reads_the_same() {
    for (name, text) in lessons() {
        let lesson = Lesson::check(&text).lesson.unwrap_or_else(|| panic!("{name} is wrong"));
        let printed = lesson.to_text();
        assert_eq!(Lesson::check(&printed).lesson.as_ref(), Some(&lesson), "{name}");
        assert_eq!(Lesson::check(&printed).lesson.expect("it was read").to_text(), printed);
    }
}

/// A whole lesson, for mistakes to be made in.
const WHOLE: &str = "lesson One\nscenario a\n  repl-backlog-size 4mb\n  writes 1mb/s\n  replica r1\n  \
                     at 3s disconnect r1 for 6s\n  run 20s\n\nstep Look\ntext It runs.\n";

/// Texts that between them provoke every finding.
fn wrong() -> Vec<String> {
    let more = [
        "ask How many?\n",
        "right One\nchoice Two\n",
        "ask How many?\nnumber 1\nright One\nchoice Two\n",
        "ask How many?\nchoice One\n",
        "ask How many?\nnumber 1\n",
        "ask How many?\nnumber one\n",
        "cursor soon\ncursor 10s then 42s\nhighlight rinf\ncontrols banana\n",
        "check count\ncheck count banana 3\ncheck first closed r9 3s\nminutes 3\n",
        "check count full-resync r1 2\ncheck first promoted 3s\n",
        "show b\ntextt Two.\nbanana\ntext\ntext Three.\n",
        "check[de] count forked 1\nask[de] Wie oft?\n",
        "try Wait 3 s.\ntry[de]\ntry[de] Warte.\n",
    ];
    let mut texts: Vec<String> = more.iter().map(|more| format!("{WHOLE}{more}")).collect();
    texts.extend(
        [
            "",
            "\0",
            "  text\nlesson\nminutes soon\ntext Early.\n",
            "lesson One\nstep Two\n",
            "lesson One\nscenario a\n  banana\nscenario b\n  replica r1\nscenario b\n  replica r1\n",
        ]
        .map(str::to_owned),
    );
    texts.push("x".repeat(2 << 20));
    texts.push("banana\n".repeat(600));
    texts
}

#[test]
fn every_finding_can_be_provoked_and_is_a_sentence() {
    let words = Catalogue::english();
    let mut seen = BTreeSet::new();
    for text in wrong() {
        let checked = Lesson::check(&text);
        let proven = checked.lesson.map(|lesson| lesson.prove(&checked.lines)).unwrap_or_default();
        for finding in checked.findings.iter().chain(&proven) {
            for message in [Some(&finding.message), finding.hint.as_ref()].into_iter().flatten() {
                seen.insert(message.id);
                let sentence = words.say(message);
                assert!(sentence.contains(' ') && !sentence.contains("{$"), "{sentence}");
                for (_, value) in &message.args {
                    assert!(sentence.contains(words.value_text(value).trim()), "{sentence}");
                }
            }
        }
    }
    let never: Vec<&str> = MESSAGES.iter().copied().filter(|id| !seen.contains(id)).collect();
    assert!(never.is_empty(), "nothing provokes {never:?}");
}

#[test]
fn our_lessons_are_the_same_in_every_language() {
    for (name, text) in lessons() {
        let english = Lesson::check(&text);
        for (tag, _) in LANGUAGES.iter().filter(|(tag, _)| *tag != "en") {
            // What a language lacks of it is a finding, and ours have none.
            assert!(english.languages.iter().any(|known| known == tag), "{name} is not in {tag}");
            let other = Lesson::check_in(&text, tag);
            assert_eq!(other.findings, english.findings);
            let (mut here, mut there) = (english.lesson.clone(), other.lesson);
            assert_ne!(here, there, "{name}");
            for lesson in [&mut here, &mut there].into_iter().flatten() {
                silence(lesson);
            }
            assert_eq!(here, there, "{name} does something else in {tag}");
        }
    }
}

/// Takes every text out of a lesson that can be translated.
fn silence(lesson: &mut Lesson) {
    lesson.title.clear();
    lesson.notes.clear();
    lesson.goals.iter_mut().for_each(String::clear);
    for step in &mut lesson.steps {
        for text in [&mut step.title, &mut step.text, &mut step.reveal, &mut step.notes] {
            text.clear();
        }
        step.tries.iter_mut().for_each(String::clear);
        let Some(question) = &mut step.question else { continue };
        question.text.clear();
        if let Answer::Choices(choices) = &mut question.answer {
            choices.iter_mut().for_each(|(text, _)| text.clear());
        }
    }
}

#[test]
fn what_is_not_translated_is_shown_as_it_was_written_and_said() {
    let text = format!(
        "{WHOLE}text[de] Es läuft.\nask How many?\nASK[DE]\n  Wie\n  viele?\nright One\nchoice Two\nreveal One.\n"
    );
    let checked = Lesson::check_in(&text, "de");
    assert_eq!(checked.languages, ["de"]);
    let lines: Vec<_> = checked.findings.iter().map(|finding| finding.line).collect();
    // The title, the step, both choices and the reveal.
    assert_eq!(lines, [1, 9, 16, 17, 18].map(Some), "{}", said(&checked.findings));
    let warns = |finding: &Finding| finding.severity == Severity::Warning;
    assert!(checked.findings.iter().all(warns));
    let step = checked.lesson.expect("it can be taken").steps.remove(0);
    assert_eq!((step.title.as_str(), step.text.as_str()), ("Look", "Es läuft."));
    assert_eq!(step.question.expect("a question").text, "Wie\nviele?");
    let other = Lesson::check_in(&text, "zh-Hans");
    assert_eq!(other.lesson.expect("it can be taken").steps[0].text, "It runs.");
}

#[test]
fn a_translation_with_other_numbers_is_named() {
    let text = format!("{WHOLE}lesson[de] Eins\n")
        .replace("It runs.\n", "It takes 20 s.\ntext[de] Es dauert 30 s.\n");
    let findings = Lesson::check(&text).findings;
    let named = findings.iter().find(|finding| finding.line == Some(11)).expect("a finding");
    assert!(said(core::slice::from_ref(named)).contains("20, 30"), "{}", said(&findings));
}

#[test]
fn a_finding_of_a_scenario_has_the_lesson_s_line() {
    let text = "lesson One\nscenario a\n\n  # a comment\n  replica r1\n  banana\nstep Look\n";
    let findings = Lesson::check(text).findings;
    assert_eq!(findings[0].line, Some(6));
    assert_eq!(findings[0].columns, Some((2, 8)));
}

#[test]
fn answers_are_judged() {
    let number = |text: &str| {
        let text = format!("{WHOLE}ask How many?\nnumber {text}\nreveal So.\n");
        let lesson = Lesson::check(&text).lesson.expect("a lesson");
        lesson.steps[0].question.clone().expect("a question").answer
    };
    let time = number("42s within 3s");
    assert_eq!(time.accepts_number("44s"), Some(true));
    assert_eq!(time.accepts_number("46s"), Some(false));
    assert_eq!(time.accepts_number("64mb"), None);
    let size = number("64mb within 10%");
    assert_eq!(size.accepts_number("60mb"), Some(true));
    assert_eq!(size.accepts_number("1gb"), Some(false));
    assert_eq!(number("3").accepts_number("4"), Some(false));
    let choices =
        Answer::Choices(vec![("a".into(), true), ("b".into(), false), ("c".into(), true)]);
    assert!(choices.accepts_choice(&[0, 2]) && choices.accepts_choice(&[2, 0]));
    assert!(!choices.accepts_choice(&[0]) && !choices.accepts_choice(&[0, 1, 2]));
}

#[test]
fn claims_are_read_and_printed() {
    for line in [
        "count full-resync 3",
        "count closed:hard-limit r1 0 within 1",
        "first left-window r2 42s within 2s",
        "last caught-up never",
        "between forked closed:soft-limit r1 92s within 5%",
        "behind r1 30s 4mb",
        "buffer r1 peak 64mb within 1mb",
        "memory 30s 8gb",
        "copied peak 0",
        "backlog 8s 8mb",
        "written 10s 10mb",
        "fork 160ms",
        "lost 0",
        "refused 0s",
        "needs 1m 61mb",
        "survives 31s",
    ] {
        let claim = Claim::parse(line).unwrap_or_else(|e| panic!("{line}: {e:?}"));
        assert_eq!(claim.to_string(), line);
    }
    let kinds = [("covers 5mb", "5mb"), ("count forked 3s", "3s"), ("lost 3s", "3s")];
    for (line, word) in
        kinds.into_iter().chain([("lost 1 inside 2", "inside"), ("needs 25h 1", "25h")])
    {
        assert_eq!(Claim::parse(line).expect_err(line).0, word, "{line}");
    }
    assert_eq!(
        Claim::parse("lost 0").expect("a claim").value.map(|v| matches!(v, Quantity::Bytes(_))),
        Some(true)
    );
}

/// Anything at all, and pieces of lessons in any order.
fn text() -> impl Strategy<Value = String> {
    let keywords = prop::sample::select(vec![
        "lesson",
        "minutes",
        "goal",
        "notes",
        "scenario",
        "step",
        "show",
        "cursor",
        "highlight",
        "controls",
        "text",
        "ask",
        "choice",
        "right",
        "number",
        "reveal",
        "try",
        "check",
        "ask[de]",
        "text[de]",
        "choice[]",
        "  ",
        "#",
    ]);
    let values = prop::sample::select(vec![
        "",
        "One",
        "10s",
        "10s then 20s",
        "ring r1",
        "free",
        "writes outage",
        "3 within 1",
        "64mb",
        "100b within 3%",
        "count full-resync r1 1",
        "needs 1h 0",
        "replica r1",
        "a",
        "\n\n  More.",
        "\n  writes 1mb/s\n  replica r1\n  run 5s",
        "\u{3000}x",
        "\tx\r",
    ]);
    let line = (keywords, values, "\\PC{0,8}").prop_map(|(k, v, any)| format!("{k} {v}{any}\n"));
    prop::collection::vec(line, 0..25).prop_map(|lines| lines.concat())
}

proptest! {
    #[test]
    fn no_text_is_too_strange(any in prop::collection::vec(any::<u8>(), 0..400), pieces in text()) {
        let whole = "lesson One\nscenario a\n  replica r1\n  run 5s\nstep Look\ntext It runs.\n";
        for text in [String::from_utf8_lossy(&any).into_owned(), pieces.clone(), format!("{whole}{pieces}")] {
            let checked = Lesson::check(&text);
            let failed = checked.findings.iter().any(|f| f.severity == Severity::Error);
            prop_assert_eq!(checked.lesson.is_none(), failed);
            if let Some(lesson) = checked.lesson {
                let printed = lesson.to_text();
                prop_assert_eq!(Lesson::check(&printed).lesson, Some(lesson), "{}", printed);
            }
        }
    }
}
