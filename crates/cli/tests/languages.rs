//! The program in another language.

use std::process::{Command, Output};

fn stormglass(args: &[&str], language: Option<&str>) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stormglass"));
    command
        .args(args)
        .env("NO_COLOR", "1")
        .env("LANG", "zh_CN.UTF-8")
        .env_remove("STORMGLASS_LANG");
    if let Some(language) = language {
        command.env("STORMGLASS_LANG", language);
    }
    command.output().expect("the program starts")
}

fn size(more: &[&str], language: Option<&str>) -> String {
    let args = ["size", "--writes", "10mb/s", "--outage", "65m", "--dataset", "8gb"];
    let output = stormglass(&[&args, more].concat(), language);
    assert_eq!(output.status.code(), Some(0));
    String::from_utf8(output.stdout).expect("text")
}

#[test]
fn the_language_is_an_option_or_a_variable_and_english_otherwise() {
    let english = size(&[], None);
    assert!(english.is_ascii() || !english.contains('，'), "{english}");
    let chinese = size(&["--lang", "zh-Hans"], None);
    for words in ["积压缓冲区", "1 小时 5 分钟", "副本硬限制", "CONFIG SET repl-backlog-size"]
    {
        assert!(chinese.contains(words), "{words} in {chinese}");
    }
    assert_eq!(size(&[], Some("zh_CN.UTF-8")), chinese);
    assert_eq!(size(&["--lang=en"], Some("zh-Hans")), english);
    let before = stormglass(&["--lang", "zh-Hans", "size", "--writes", "1mb/s"], None);
    assert!(String::from_utf8_lossy(&before.stdout).contains("积压缓冲区"));
}

#[test]
fn a_language_there_is_not_is_named() {
    let output = stormglass(&["size", "--writes", "1mb/s", "--lang", "tlh"], None);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("tlh") && said.contains("zh-Hans"), "{said}");
}

#[test]
fn a_lesson_is_told_in_the_language_where_it_has_it() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    let file = format!("{root}/web/assets/lessons/2-partial-or-full.lesson");
    let told = |more: &[&str]| {
        let output = stormglass(&[&["lesson", file.as_str()], more].concat(), None);
        assert_eq!(output.status.code(), Some(0));
        assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("text")
    };
    assert!(told(&[]).contains("Two outages") && told(&[]).contains("also in: zh-Hans"));
    assert!(told(&["--lang", "zh-Hans"]).contains("两次中断"));
    let notes = told(&["--lang", "zh-Hans", "--notes"]);
    assert!(notes.contains("- [x] 只有 r1") && !notes.contains("Only r1"), "{notes}");
}

#[test]
fn the_length_of_a_link_is_said_beside_it() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/scenarios/short-and-long.storm");
    let output = stormglass(&["link", file], None);
    let link = String::from_utf8(output.stdout).expect("text");
    assert!(link.starts_with("#v1;") && link.ends_with('\n') && link.lines().count() == 1);
    let said = format!("{} characters\n", link.trim_end().len());
    assert_eq!(String::from_utf8_lossy(&output.stderr), said);
}
