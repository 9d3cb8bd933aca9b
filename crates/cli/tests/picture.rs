//! `stormglass run --svg` from outside.

use std::process::{Command, Output};

const SCENARIO: &str = "\
server redis 7.4.1
dataset 8gb
writes 10mb/s
replicas 2
at 10s disconnect r1 for 2m
run 10m
";

/// Runs the scenario with more words, in a folder of its own, and gives back the picture.
fn drawn(name: &str, words: &[&str]) -> (Output, String) {
    let dir = std::env::temp_dir().join(format!("stormglass-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&dir).expect("a folder");
    std::fs::write(dir.join("a.storm"), SCENARIO).expect("a file");
    let output = Command::new(env!("CARGO_BIN_EXE_stormglass"))
        .current_dir(&dir)
        .args(["run", "a.storm", "--svg", "a.svg"])
        .args(words)
        .output()
        .expect("the program ends");
    let picture = std::fs::read_to_string(dir.join("a.svg")).unwrap_or_default();
    std::fs::remove_dir_all(dir).expect("the folder can be removed");
    (output, picture)
}

#[test]
fn a_moment_is_drawn_with_its_ring_and_the_timeline() {
    let (output, early) = drawn("early", &["--at", "5s"]);
    assert!(output.status.success() && output.stdout.is_empty());
    for word in ["write head", "1 MiB", "primary", "output buffers", "</svg>"] {
        assert!(early.contains(word), "{word}");
    }
    assert!(!early.contains("snapshot 20.9"), "nothing has happened yet");
    let (_, late) = drawn("late", &["--at=150", "--theme", "dark"]);
    assert!(late.contains("snapshot 20.9"), "a bare number is seconds");
    assert_ne!(early.split("fill=").nth(1), late.split("fill=").nth(1), "another ground");
}

#[test]
fn without_a_moment_it_is_the_timeline_alone() {
    let (_, timeline) = drawn("timeline", &[]);
    assert!(timeline.contains("output buffers") && !timeline.contains("write head"));
}

#[test]
fn a_moment_that_is_none_is_refused() {
    for (words, part) in [
        (["--at", "soon"], "--at soon"),
        (["--at", "11m"], "the run ends at"),
        (["--theme", "pink"], "projector"),
    ] {
        let (output, picture) = drawn(words[1], &words);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{words:?}");
        assert!(said.contains(part) && picture.is_empty(), "{words:?}: {said}");
    }
}
