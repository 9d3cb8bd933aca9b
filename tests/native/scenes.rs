//! The gallery: every scene says what it shows, and shows it.
//!
//! A scene is a scenario file whose comments carry `title`, `group`, `line`, `look`, perhaps a
//! `source`, a `defence` as a twin of a link writes it, and one claim in each `expect`.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use stormglass_core::engine::simulate;
use stormglass_core::lesson::Claim;
use stormglass_core::run::ledger;
use stormglass_core::scenario::{Scenario, Severity};

use super::common::run;

const GROUPS: &[&str] = &["mechanics", "limits", "storms", "topology", "data", "incidents"];

fn folder(of: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(of)
}

fn scenes() -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = std::fs::read_dir(folder("../web/assets/scenes"))
        .expect("the folder of scenes")
        .map(|entry| entry.expect("a file").path())
        .map(|path| {
            let name = path.file_stem().and_then(|name| name.to_str()).expect("a name");
            (name.to_owned(), std::fs::read_to_string(&path).expect("a text"))
        })
        .collect();
    files.sort();
    files
}

/// The values of a header, `# name: value`.
fn header<'a>(text: &'a str, name: &str) -> Vec<&'a str> {
    let values = text.lines().filter_map(|line| line.strip_prefix("# ")?.split_once(": "));
    values.filter(|(key, _)| *key == name).map(|(_, value)| value).collect()
}

#[test]
fn every_scene_shows_what_it_says() {
    let mut faults = String::new();
    for (name, text) in scenes() {
        let scenario = Scenario::parse(&text).unwrap_or_else(|f| panic!("{name}: {f}"));
        let run = simulate(&scenario);
        let claims = header(&text, "expect");
        assert!(!claims.is_empty(), "{name} expects nothing");
        for line in claims {
            let claim = Claim::parse(line).unwrap_or_else(|e| panic!("{name}: {line}: {e:?}"));
            let proven = claim.prove(&scenario, &run);
            if !proven.holds {
                let got = proven.got.map_or("nothing".to_owned(), |got| got.to_string());
                writeln!(faults, "{name}: {line}: {got}").expect("writing to a string");
            }
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

/// What goes wrong in a run: bytes lost, time refused, full resyncs.
fn harm(text: &str) -> (u64, u128, u64) {
    let run = run(text);
    let books = ledger(&run, run.end);
    let refused = books.refused.iter().map(|span| (span.to - span.from).as_nanos()).sum();
    (books.lost.0, refused, run.at(run.end).counters.forks)
}

/// A defence is lines taken away and added, and does good: less is lost, or less refused where
/// nothing is lost, or fewer children are forked.
#[test]
fn every_defence_defends() {
    let mut count = 0;
    for (name, text) in scenes() {
        for defence in header(&text, "defence") {
            let mut lines: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
            for change in defence.split(',') {
                let (sign, line) = change.split_at(1);
                if sign == "-" {
                    assert!(lines.contains(&line), "{name}: {line}");
                    lines.retain(|known| *known != line);
                } else {
                    assert_eq!(sign, "+", "{name}");
                    lines.push(line);
                }
            }
            let (before, after) = (harm(&text), harm(&lines.join("\n")));
            assert!(after < before, "{name}: {before:?} with {defence}: {after:?}");
            count += 1;
        }
    }
    assert!(count >= 5, "{count} defences");
}

#[test]
fn every_scene_says_what_to_look_for() {
    let scenes = scenes();
    assert!(scenes.len() >= 22, "only {} scenes", scenes.len());
    let mut titles = BTreeSet::new();
    let mut groups = BTreeSet::new();
    for (name, text) in &scenes {
        for once in ["title", "group", "line", "look"] {
            assert_eq!(header(text, once).len(), 1, "{name}: {once}");
        }
        for line in text.lines().filter_map(|line| line.strip_prefix("# ")) {
            let key = line.split_once(": ").map(|(key, _)| key);
            let known = ["title", "group", "line", "look", "source", "expect", "defence"];
            assert!(key.is_some_and(|key| known.contains(&key)), "{name}: {line}");
        }
        let group = header(text, "group")[0];
        assert!(GROUPS.contains(&group), "{name}: {group}");
        groups.insert(group);
        assert!(titles.insert(header(text, "title")[0]), "{name}: its title is taken");
        assert!(header(text, "source").iter().all(|source| source.starts_with("https://")));
        // They are part of a page that has to stay small.
        assert!(text.len() < 1200, "{name} has {} bytes", text.len());
        assert!(text.lines().all(|line| line.chars().count() < 200), "{name}: a long line");
        let findings = Scenario::check(text).findings;
        assert!(findings.iter().all(|found| found.severity != Severity::Error), "{name}");
        let run = header(text, "group")[0] == "incidents" || text.contains("\nrun ");
        assert!(run, "{name} does not say how long it runs");
    }
    assert_eq!(groups.len(), GROUPS.len(), "{groups:?}");
}

/// What the page shows of a public incident is what was compared with the report.
#[test]
fn incidents_are_those_that_were_compared() {
    let mut compared = 0;
    for (name, text) in scenes() {
        if header(&text, "group") != ["incidents"] {
            continue;
        }
        let file = folder("incidents").join(format!("{name}.storm"));
        let original = std::fs::read_to_string(&file).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(Scenario::parse(&text), Scenario::parse(&original), "{name}");
        assert_eq!(header(&text, "source"), header(&original, "source"), "{name}");
        compared += 1;
    }
    assert!(compared >= 10, "only {compared} incidents");
}
