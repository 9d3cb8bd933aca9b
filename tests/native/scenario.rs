//! The scenario language from outside: findings, round trips, stories.

use std::path::{Path, PathBuf};

use expect_test::{Expect, expect};
use proptest::prelude::*;
use stormglass_core::engine::simulate;
use stormglass_core::scenario::Scenario;

pub(super) fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("scenarios")
        .map(|entry| entry.expect("a file").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "storm"))
        .collect();
    files.sort();
    assert!(files.len() >= 10, "only {} scenarios found", files.len());
    files
}

/// Findings, one a line: `line:columns severity field id`.
fn check(text: &str, expect: Expect) {
    let checked = Scenario::check(text);
    let lines: Vec<String> = checked
        .findings
        .iter()
        .map(|finding| {
            let line = finding.line.map_or("-".to_owned(), |line| line.to_string());
            let columns =
                finding.columns.map_or(String::new(), |(from, to)| format!(":{from}-{to}"));
            let hint = finding.hint.as_ref().map_or(String::new(), |hint| format!("; {hint}"));
            format!("{line}{columns} {:?} {}{hint}", finding.severity, finding.message)
        })
        .collect();
    expect.assert_eq(&lines.join("\n"));
}

#[test]
fn everything_wrong_is_said_at_once() {
    check(
        "repl-backlog-sise 64mb\n\
         repl-backlog-size 1.5gb\n\
         writes 10mb\n\
         repl-timeout 0\n\
         replica r1\n\
         replica r1\n\
         at 10s disconect r1 for 5s\n\
         at 10s disconnect rl for 5s\n\
         at 5s kill r1 now\n\
         server redis 5.0.3\n\
         link 1gbit\n\
         banana\n\
         client-output-buffer-limit replica 1mb\n\
         repl-diskless-sync maybe\n",
        expect![[r#"
            1:0-17 Error finding-unknown-word text=repl-backlog-sise; finding-did-you-mean near=repl-backlog-size
            2:18-23 Error unit-fraction-size text=1.5gb instead=1536mb
            3:7-11 Error unit-bad-rate text=10mb
            4:13-14 Error finding-out-of-range text=0 min=1 max=2147483647
            6:8-10 Error finding-name-twice text=r1
            7:7-16 Error finding-unknown-incident text=disconect; finding-incident-near near=disconnect
            8 Error finding-unknown-replica text=rl; finding-near-replica near=r1
            9:14-17 Error finding-too-many-values text=now usage=at 10s kill r1
            10:13-18 Error finding-old-server text=redis 5.0.3
            11:5-10 Error unit-bad-link text=1gbit
            12:0-6 Error finding-unknown-word text=banana; finding-see-reference
            13:27-34 Error finding-missing-value usage=client-output-buffer-limit replica 256mb 64mb 60
            14:19-24 Error finding-not-yes-no text=maybe"#]],
    );
}

#[test]
fn what_works_but_matters_is_noted() {
    check(
        "server redis 6.2.16\n\
         repl-backlog-size 64mb\n\
         client-output-buffer-limit replica 32mb 48mb 60\n\
         repl-diskless-sync-max-replicas 2\n\
         writes 10mb/s\n\
         replica r1 link 5mb/s\n\
         repl-ping-replica-period 90\n\
         port 6379\n\
         run 10s\n\
         at 20s kill r1\n\
         writes 20mb/s\n",
        expect![[r#"
            3 Warning finding-hard-below-backlog-ring hard=33554432 size=67108864 server=redis 6.2.16
            3 Note finding-soft-above-hard soft=50331648 hard=33554432
            3 Note finding-soft-below-backlog soft=50331648 size=67108864
            4 Warning finding-not-in-version text=repl-diskless-sync-max-replicas since=redis 7.0 server=redis 6.2.16
            6 Note finding-faster-than-path name=r1 takes=5242880/s writes=20971520/s
            7 Warning finding-ping-above-timeout ping=90 timeout=60
            8:0-4 Note finding-no-effect text=port
            10 Note finding-after-end run=10000000000ns
            11:0-6 Warning finding-given-twice text=writes line=5"#]],
    );
}

#[test]
fn a_whole_configuration_file_is_read() {
    // The limits of every class, as the file of a fresh installation has them.
    check(
        "\u{feff}bind 127.0.0.1 -::1\r\n\
         client-output-buffer-limit normal 0 0 0\r\n\
         client-output-buffer-limit replica 256mb 64mb 60\r\n\
         client-output-buffer-limit pubsub 32mb 8mb 60\r\n\
         save 3600 1 300 100\r\n\
         dbfilename 'dump.rdb\r\n\
         replica r1\r\n",
        expect![[r#"
            1:0-4 Note finding-no-effect text=bind
            6:11-20 Error finding-open-quote text=dump.rdb"#]],
    );
}

#[test]
fn what_happens_twice_or_too_late_is_noted() {
    check(
        "server redis 6.2.16\n\
         replicas 3\n\
         writes 10mb/s\n\
         nic 25mb/s\n\
         at 5s disconnect r1 for 10s\n\
         at 10s stall all for 1s\n\
         at 11s disconnect r2 for 1s\n\
         at 12s config set repl-diskless-sync-max-replicas 2\n\
         at 13s config set repl-backlog-size 1kb\n\
         at 14s disconnect r1 for 5s\n\
         at 20s config set client-output-buffer-limit pubsub 0 0 0\n",
        expect![[r#"
            4 Note finding-faster-than-nic count=3 together=31457280/s nic=26214400/s
            6 Note finding-overlap line=5 until=@15000000000ns
            8 Warning finding-not-in-version text=repl-diskless-sync-max-replicas since=redis 7.0 server=redis 6.2.16
            9 Note finding-small-backlog-set size=1024
            10 Note finding-overlap line=5 until=@15000000000ns
            11:45-51 Error finding-sets-nothing usage=client-output-buffer-limit replica 256mb 64mb 60"#]],
    );
}

#[test]
fn texts_that_are_none() {
    check("", expect!["- Note finding-no-replica"]);
    check("\0\u{1}", expect!["- Error finding-not-text"]);
    check(&"x".repeat(2 << 20), expect!["- Error finding-too-long"]);
    check(
        "replica r1 of r2\nreplica r2 of r1",
        expect![[r#"
            1 Error finding-of-itself text=r1
            2 Error finding-of-itself text=r2"#]],
    );
}

#[test]
fn every_scenario_is_printed_back_and_runs() {
    for file in files() {
        let name = file.display();
        let text = std::fs::read_to_string(&file).expect("a text");
        let scenario =
            Scenario::parse(&text).unwrap_or_else(|findings| panic!("{name}: {findings}"));
        let printed = scenario.to_text();
        assert_eq!(Scenario::parse(&printed).as_ref(), Ok(&scenario), "{name}:\n{printed}");
        let run = simulate(&scenario);
        assert!(run.events.len() < 20_000, "{name}: {} events", run.events.len());
    }
}

/// The words of the language in random order, right and wrong.
fn soup() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "at",
        "10s",
        "1.5s",
        "disconnect",
        "stall",
        "kill",
        "all",
        "r1",
        "primary",
        "for",
        "writes",
        "10mb/s",
        "replica",
        "of",
        "link",
        "1gbit/s",
        "rtt",
        "server",
        "redis",
        "7.4.1",
        "valkey",
        "save",
        "\"\"",
        "900",
        "1",
        "client-output-buffer-limit",
        "256mb",
        "64mb",
        "60",
        "config",
        "set",
        "repl-backlog-size",
        "run",
        "fresh",
        "jitter",
        "20%",
        "#",
        "\n",
        "\n",
        "\n",
        "sentinel",
        "wait",
        "500ms",
        "replicaof",
        "no",
        "one",
        "replicas",
        "3",
        "cow",
        "keys",
        "value-size",
    ]);
    prop::collection::vec(word, 0..60).prop_map(|words| words.join(" "))
}

proptest! {
    #[test]
    fn no_text_panics(text in prop_oneof![soup(), "\\PC{0,200}", "(\\PC{0,20}\n){0,10}"]) {
        let checked = Scenario::check(&text);
        if let Some(mut scenario) = checked.scenario {
            let printed = scenario.to_text();
            prop_assert_eq!(Scenario::parse(&printed).ok(), Some(scenario.clone()), "{}", printed);
            scenario.run.get_or_insert(core::time::Duration::from_secs(60));
            let run = simulate(&scenario);
            let _ = run.at(run.end);
        }
    }
}
