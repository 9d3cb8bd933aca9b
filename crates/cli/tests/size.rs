//! `stormglass size` from outside.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

fn stormglass(args: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_stormglass"))
        .args(args)
        .env("NO_COLOR", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    // A program that did not ask for its input may be gone already.
    let _ = child.stdin.take().expect("a pipe").write_all(input.as_bytes());
    child.wait_with_output().expect("the program ends")
}

fn text(args: &[&str]) -> String {
    let output = stormglass(args, "");
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{args:?}: {error}");
    String::from_utf8(output.stdout).expect("text")
}

fn json(args: &[&str]) -> Value {
    serde_json::from_str(&text(args)).expect("JSON")
}

/// Refused with status 2, and what was said.
fn refused(args: &[&str]) -> String {
    let output = stormglass(args, "");
    assert_eq!(output.status.code(), Some(2), "{args:?}");
    assert!(output.stdout.is_empty(), "{args:?}");
    String::from_utf8(output.stderr).expect("text")
}

const SIZE: &[&str] = &["size", "--writes", "1mb/s", "--outage", "60s", "--server", "redis 7.4.1"];

fn with(more: &[&'static str]) -> Vec<&'static str> {
    SIZE.iter().chain(more).copied().collect()
}

/// The names are a contract with those who read them.
#[test]
fn json_has_every_field_of_the_contract_with_its_type() {
    let answer = json(&with(&["--json"]));
    let numbers = [
        "backlog_bytes",
        "backlog_min_bytes",
        "output_buffer_hard_bytes",
        "output_buffer_soft_bytes",
        "output_buffer_soft_seconds",
        "full_resync_seconds",
        "survives_outage_seconds",
        "max_write_rate",
        "memory_bytes",
    ];
    for name in numbers {
        assert!(answer[name].is_number(), "{name}: {}", answer[name]);
    }
    assert!(answer["converges"].is_boolean());
    assert!(answer["binding"].as_str().is_some_and(|text| text.ends_with('.')));
    assert_eq!(answer["backlog_min_bytes"], 63_425_542, "the example of docs/model.md");
}

#[test]
fn a_minimum_passes_and_a_byte_less_fails() {
    let proof = json(&with(&["--solve", "backlog", "--prove", "--json"]));
    let backlog = &proof["backlog"];
    assert_eq!(backlog["value"].as_u64(), backlog["fails_at"].as_u64().map(|less| less + 1));
    assert_eq!(backlog["proof"]["passes"]["went_well"], true, "{backlog:#}");
    assert_eq!(backlog["proof"]["fails"]["went_well"], false, "{backlog:#}");
    // Each side is a scenario that `run` takes.
    let scenario = backlog["proof"]["fails"]["scenario"].as_str().expect("a text");
    let run = stormglass(&["run", "-", "--json"], scenario);
    assert!(run.status.success());
    let run: Value = serde_json::from_slice(&run.stdout).expect("JSON");
    assert!(run.to_string().contains("full"), "{run:#}");
}

#[test]
fn every_unknown_can_be_solved_for() {
    let all = json(&with(&["--backlog", "64mb", "--solve", "all", "--prove", "--json"]));
    for name in ["outage", "writes", "dataset", "link", "replicas", "backlog", "hard", "soft"] {
        let found = &all[name];
        assert!(found["text"].as_str().is_some_and(|text| !text.is_empty()), "{name}: {found}");
        let proof = &found["proof"];
        if proof["passes"].is_object() {
            assert_eq!(proof["passes"]["went_well"], true, "{name}: {found:#}");
        }
        if proof["fails"].is_object() {
            assert_eq!(proof["fails"]["went_well"], false, "{name}: {found:#}");
        }
    }
    let outage = all["outage"]["value"].as_f64().expect("seconds");
    assert!((60.0..64.0).contains(&outage), "{outage}");
    // A rate can be asked for without one.
    let rate = json(&["size", "--backlog", "64mb", "--solve", "writes", "--json"]);
    assert!(rate["writes"]["value"].as_u64().is_some_and(|rate| rate > 1_000_000), "{rate}");
}

#[test]
fn the_first_line_says_what_binds() {
    let said = text(SIZE);
    assert!(said.starts_with("The backlog binds"), "{said}");
    let said = text(&["size", "--writes", "40mb/s", "--dataset", "16gb"]);
    assert!(said.starts_with("The hard output-buffer limit binds"), "{said}");
    let said = text(&["size", "--writes", "40mb/s", "--link", "30mb/s"]);
    assert!(said.starts_with("The replica binds"), "{said}");
}

#[test]
fn memory_is_billed_idle_once_and_all_at_once() {
    let of = |server: &'static str| {
        json(&[
            "size",
            "--writes",
            "10mb/s",
            "--dataset",
            "8gb",
            "--replicas",
            "3",
            "--server",
            server,
            "--maxmemory",
            "8gb",
            "--memory",
            "9gb",
            "--json",
        ])
    };
    let old = of("redis 6.2.16");
    let bill = &old["memory"]["now"];
    let buffers = |part: &str| bill[part]["output_buffers"].as_u64().expect("bytes");
    assert_eq!(buffers("idle"), 0);
    assert!(buffers("one_resync") > 0);
    assert_eq!(buffers("all_at_once"), 3 * buffers("one_resync"), "a copy for each up to 6.2");
    assert_eq!(old["memory"]["now"]["evicted_bytes"], 1 << 20, "the backlog counts");
    let new = of("redis 7.4.1");
    let bill = &new["memory"]["now"];
    let buffers = |part: &str| bill[part]["output_buffers"].as_u64().expect("bytes");
    assert_eq!(buffers("all_at_once"), buffers("one_resync"), "one stream for all from 7.0 on");
    let channel = of("redis 8.0.6");
    assert!(channel["memory"]["now"]["one_resync"]["on_each_replica"].as_u64() > Some(0));
    let cow = bill["one_resync"]["copy_on_write"].as_array().expect("a range");
    assert!(cow[0].as_u64() <= cow[1].as_u64());
}

#[test]
fn each_input_says_where_it_comes_from() {
    let answer = json(&with(&["--json"]));
    let inputs = answer["inputs"].as_array().expect("a list");
    let origin = |word: &str| {
        let found = inputs.iter().find(|input| input["word"] == word);
        found.map(|input| input["origin"].as_str().expect("a word").to_owned())
    };
    assert_eq!(origin("writes").as_deref(), Some("given"));
    assert_eq!(origin("repl-backlog-size").as_deref(), Some("default of the version"));
    assert_eq!(origin("snapshot").as_deref(), Some("assumed"));
    for formula in answer["formulas"].as_array().expect("a list") {
        assert!(formula["source"].as_str().is_some_and(|source| source.contains(".c")));
        for word in formula["inputs"].as_array().expect("a list") {
            assert!(origin(word.as_str().expect("a word")).is_some(), "{word} is no input");
        }
    }
}

#[test]
fn every_form_is_written_and_an_unknown_one_is_refused() {
    for id in [
        "conf",
        "config-set",
        "helm",
        "helm-redis-ha",
        "spotahome",
        "ot-operator",
        "terraform",
        "prometheus",
        "grafana",
        "markdown",
    ] {
        let form = text(&["size", "--writes", "5mb/s", "--format", id]);
        assert!(form.contains("#v1;") && form.ends_with('\n'), "{id}: {form}");
    }
    assert!(refused(&with(&["--format", "ini"])).contains("conf, config-set, helm"));
}

#[test]
fn a_managed_service_changes_the_advice() {
    let answer = json(&[
        "size",
        "--writes",
        "20mb/s",
        "--dataset",
        "16gb",
        "--maxmemory",
        "20gb",
        "--service",
        "elasticache",
        "--json",
    ]);
    let service = &answer["service"];
    assert_eq!(service["name"], "Amazon ElastiCache");
    let advice = service["advice"].to_string();
    assert!(advice.contains("client-output-buffer-limit cannot be changed"), "{advice}");
    assert!(advice.contains("maxmemory"), "{advice}");
    assert!(refused(&with(&["--service", "mainframe"])).contains("elasticache"));
}

#[test]
fn what_makes_no_sense_is_refused_with_what_to_try() {
    assert!(refused(&["size"]).contains("--writes"));
    assert!(refused(&with(&["--solve", "luck"])).contains("outage, writes"));
    assert!(refused(&["size", "--writes", "10mb"]).contains("/s"));
    assert!(refused(&with(&["--frobnicate"])).contains("--frobnicate"));
    assert!(refused(&with(&["a", "b"])).contains("one file"));
}

#[test]
fn check_tells_by_its_status() {
    let status = |args: &[&str]| stormglass(args, "").status.code();
    assert_eq!(status(&with(&["--check"])), Some(1));
    assert_eq!(status(&with(&["--check", "--backlog", "64mb"])), Some(0));
    let scenario = "writes 1mb/s\nrepl-backlog-size 64mb\nreplica r1\n";
    assert_eq!(stormglass(&["size", "-", "--check"], scenario).status.code(), Some(0));
}

#[test]
fn myths_come_with_a_scene() {
    let said = text(&["size", "--myths"]);
    assert!(said.contains("CLIENT KILL TYPE replica") && said.contains("disconnect r1"), "{said}");
}
