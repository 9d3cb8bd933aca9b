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
