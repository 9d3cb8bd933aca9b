//! What is read from real INFOs, from known ones written down, and from anything else.

use std::fmt::Write as _;
use std::path::Path;

use expect_test::{Expect, expect};
use proptest::prelude::*;
use stormglass_core::read::{MESSAGES, Paste, RateSource, Reading, read};
use stormglass_core::scenario::Scenario;
use stormglass_text::Catalogue;

fn paste(text: &str) -> Paste {
    Paste { name: "paste".into(), text: text.to_owned() }
}

fn one(text: &str) -> Reading {
    read(&[paste(text)])
}

fn samples() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples")
}

fn sample(path: &str) -> String {
    std::fs::read_to_string(samples().join(path)).expect("a recorded sample")
}

/// One line: version, role, rate and how it was found, coverage, then what is said.
fn line(reading: &Reading) -> String {
    let server = reading.server.map_or("-".to_owned(), |server| server.to_string());
    let role = reading.latest().and_then(|sample| sample.text("role")).unwrap_or("-");
    let rate = reading.rate.map_or("no rate".to_owned(), |measured| {
        let how = match measured.source {
            RateSource::TwoSamples(_) => "two",
            RateSource::Instantaneous => "now",
            RateSource::SinceStart(_) => "average",
        };
        format!("{how} {}/s", measured.rate.0)
    });
    let covers = reading.coverage.map_or("-".to_owned(), |time| format!("{} ms", time.as_millis()));
    let diagnosis: Vec<_> = reading.diagnosis.iter().map(|found| found.message.id).collect();
    // With what it looks like: `read-looks-like what=...`.
    let findings: Vec<_> = reading
        .findings
        .iter()
        .map(|found| match found.message.id {
            "read-looks-like" => found.message.to_string(),
            id => id.to_owned(),
        })
        .collect();
    format!("{server} {role}, {rate}, {covers}: {diagnosis:?} {findings:?}").replace("read-", "")
}

fn check(reading: &Reading, expected: &Expect) {
    expected.assert_eq(&line(reading));
}

fn findings(reading: &Reading) -> Vec<&'static str> {
    reading.findings.iter().map(|found| found.message.id).collect()
}

fn diagnosis(reading: &Reading) -> Vec<&'static str> {
    reading.diagnosis.iter().map(|found| found.message.id).collect()
}

/// An INFO of redis 7.4 as far as a rate needs it.
fn info(run_id: &str, uptime: u64, offset: u64) -> String {
    format!(
        "# Server\r\nredis_version:7.4.1\r\nrun_id:{run_id}\r\nuptime_in_seconds:{uptime}\r\n\
         used_memory:1000000\r\nrole:master\r\nconnected_slaves:0\r\nmaster_repl_offset:{offset}\r\n\
         repl_backlog_active:1\r\nrepl_backlog_size:1048576\r\n"
    )
}

/// Every file of the recordings, in the order of their names.
fn recorded() -> Vec<String> {
    let mut files = Vec::new();
    for folder in std::fs::read_dir(samples()).expect("samples") {
        let folder = folder.expect("a folder").path();
        if !folder.is_dir() {
            continue;
        }
        for file in std::fs::read_dir(&folder).expect("samples") {
            let file = file.expect("a file").path();
            let name = file.strip_prefix(samples()).expect("inside").display().to_string();
            files.push(name);
        }
    }
    files.sort();
    files
}

#[test]
fn every_recorded_file() {
    let mut out = String::new();
    for file in recorded() {
        writeln!(out, "{file}: {}", line(&one(&sample(&file)))).expect("a string");
    }
    expect![[r#"
        prometheus-2.42/exporter_metrics.txt: redis 7.0.15 master, average 34359921/s, 30 ms: ["small-backlog", "beyond-size"] ["rate-average"]
        prometheus-2.42/prometheus_query.json: redis 7.0.15 master, average 35445809/s, 29 ms: ["small-backlog"] ["rate-average"]
        prometheus-2.42/prometheus_query_range.json: redis 7.0.15 master, two 42342544/s, 24 ms: ["small-backlog"] ["no-memory"]
        prometheus-2.42/prometheus_rate.json: - -, no rate, -: [] ["no-info", "unnamed"]
        redis-3.2.6/primary.log: redis 3.2.6 -, no rate, -: ["log-backlog", "log-other-id", "log-killed-hard", "log-timed-out", "log-flaps", "log-restarted", "log-storm"] ["no-info", "old-version", "log-no-year"]
        redis-3.2.6/replica.log: redis 3.2.6 -, no rate, -: ["log-unreachable"] ["no-info", "old-version", "log-no-year"]
        redis-6.2.14/config_get_resp3.txt: - -, no rate, -: [] ["no-info"]
        redis-6.2.16/client_list_t1.txt: - -, no rate, -: [] ["no-info"]
        redis-6.2.16/client_list_t2.txt: - -, no rate, -: [] ["looks-like what=CLIENT LIST"]
        redis-6.2.16/config_get_all.txt: - -, no rate, -: [] ["no-info"]
        redis-6.2.16/memory_stats.txt: - -, no rate, -: [] ["looks-like what=MEMORY STATS"]
        redis-6.2.16/primary.log: redis 6.2.16 -, no rate, -: ["log-backlog", "log-killed-hard"] ["no-info"]
        redis-6.2.16/primary_info_t0.txt: redis 6.2.16 master, no rate, -: ["healthy"] ["no-rate"]
        redis-6.2.16/primary_info_t1.txt: redis 6.2.16 master, average 11466674/s, 365 ms: ["small-backlog"] ["rate-average"]
        redis-6.2.16/primary_info_t2_overflow.txt: redis 6.2.16 master, average 23866670/s, 175 ms: ["small-backlog", "no-replica"] ["rate-average"]
        redis-6.2.16/primary_info_t4_after.txt: redis 6.2.16 master, average 15911113/s, 263 ms: ["small-backlog"] ["rate-average"]
        redis-6.2.16/replica.log: redis 6.2.16 -, no rate, -: [] ["no-info"]
        redis-6.2.16/replica_info_t1.txt: redis 6.2.16 slave, no rate, -: ["healthy"] ["replica"]
        redis-6.2.16/replica_info_t4_after.txt: redis 6.2.16 slave, no rate, -: ["loading"] ["replica"]
        redis-6.2.16/role_t1.txt: - master, no rate, -: [] ["no-server", "no-memory", "no-rate"]
        redis-7.0.15-debian/client_list_t1.txt: - -, no rate, -: [] ["no-info"]
        redis-7.0.15-debian/client_list_t2.txt: - -, no rate, -: [] ["looks-like what=CLIENT LIST"]
        redis-7.0.15-debian/config_get_all.txt: - -, no rate, -: [] ["no-info"]
        redis-7.0.15-debian/memory_stats.txt: - -, no rate, -: [] ["looks-like what=MEMORY STATS"]
        redis-7.0.15-debian/primary.log: redis 7.0.15 -, no rate, -: ["log-backlog", "log-killed-hard"] ["no-info"]
        redis-7.0.15-debian/primary_info_t0.txt: redis 7.0.15 master, no rate, -: ["healthy"] ["no-rate"]
        redis-7.0.15-debian/primary_info_t1.txt: redis 7.0.15 master, now 15217141/s, 275 ms: ["small-backlog", "beyond-size"] ["rate-now"]
        redis-7.0.15-debian/primary_info_t2_overflow.txt: redis 7.0.15 master, average 28640004/s, 146 ms: ["small-backlog", "no-replica", "beyond-size"] ["rate-average"]
        redis-7.0.15-debian/primary_info_t4_after.txt: redis 7.0.15 master, now 29694658/s, 141 ms: ["small-backlog", "beyond-size"] ["rate-now"]
        redis-7.0.15-debian/replica.log: redis 7.0.15 -, no rate, -: ["log-unreachable"] ["no-info"]
        redis-7.0.15-debian/replica_info_t1.txt: redis 7.0.15 slave, no rate, -: ["healthy"] ["replica"]
        redis-7.0.15-debian/replica_info_t3_syncing.txt: - slave, no rate, -: ["loading"] ["replica", "no-server", "no-memory"]
        redis-7.0.15-debian/replica_info_t4_after.txt: redis 7.0.15 slave, no rate, -: ["healthy"] ["replica"]
        redis-7.0.15-debian/role_t1.txt: - master, no rate, -: [] ["no-server", "no-memory", "no-rate"]
        redis-7.0.15-formats/client_list_replica.txt: - -, no rate, -: [] ["no-info"]
        redis-7.0.15-formats/config_get_numbered.txt: - -, no rate, -: [] ["no-info"]
        redis-7.0.15-formats/config_get_resp3.txt: - -, no rate, -: [] ["no-info"]
        redis-7.0.15-formats/loop_dates.txt: - master, two 265426/s, 3950 ms: ["small-backlog", "beyond-size"] ["no-server", "no-memory"]
        redis-7.0.15-formats/primary_refused.log: redis 7.0.15 -, no rate, -: ["log-other-id"] ["no-info"]
        redis-7.0.15-formats/replica_promoted.log: redis 7.0.15 -, no rate, -: ["log-unreachable", "log-promoted"] ["no-info"]
        redis-7.0.15-formats/role_numbered.txt: - master, no rate, -: [] ["no-server", "no-memory", "no-rate"]
        redis-8.0.6-soft/primary.log: redis 8.0.6 -, no rate, -: ["log-backlog", "log-killed-cron", "log-killed-hard", "log-timed-out", "log-storm"] ["no-info"]
        redis-8.0.6-soft/replica.log: redis 8.0.6 -, no rate, -: ["log-unreachable"] ["no-info"]
        redis-8.0.6/client_list_t1.txt: - -, no rate, -: [] ["no-info"]
        redis-8.0.6/client_list_t2.txt: - -, no rate, -: [] ["looks-like what=CLIENT LIST"]
        redis-8.0.6/config_get_all.txt: - -, no rate, -: [] ["no-info"]
        redis-8.0.6/memory_stats.txt: - -, no rate, -: [] ["looks-like what=MEMORY STATS"]
        redis-8.0.6/primary.log: redis 8.0.6 -, no rate, -: ["log-backlog", "log-killed-hard"] ["no-info"]
        redis-8.0.6/primary_info_t0.txt: redis 8.0.6 master, no rate, -: ["save-runs", "healthy"] ["no-rate"]
        redis-8.0.6/primary_info_t1.txt: redis 8.0.6 master, now 15618416/s, 268 ms: ["small-backlog", "beyond-size"] ["rate-now"]
        redis-8.0.6/primary_info_t2_overflow.txt: redis 8.0.6 master, average 28640004/s, 146 ms: ["kills", "small-backlog", "no-replica", "beyond-size"] ["rate-average"]
        redis-8.0.6/primary_info_t4_after.txt: redis 8.0.6 master, average 17900002/s, 234 ms: ["kills", "small-backlog", "beyond-size"] ["rate-average"]
        redis-8.0.6/replica.log: redis 8.0.6 -, no rate, -: ["log-unreachable"] ["no-info"]
        redis-8.0.6/replica_info_t1.txt: redis 8.0.6 slave, no rate, -: ["healthy"] ["replica"]
        redis-8.0.6/replica_info_t3_syncing.txt: - slave, no rate, -: ["loading"] ["replica", "no-server", "no-memory"]
        redis-8.0.6/replica_info_t4_after.txt: redis 8.0.6 slave, no rate, -: ["healthy"] ["replica"]
        redis-8.0.6/role_t1.txt: - master, no rate, -: [] ["no-server", "no-memory", "no-rate"]
        valkey-8.1.1-dual-channel/primary.log: valkey 8.1.1 -, no rate, -: ["log-backlog", "log-other-id", "log-killed-cron", "log-killed-hard", "log-timed-out", "log-flaps", "log-restarted", "log-storm"] ["no-info"]
        valkey-8.1.1-dual-channel/replica.log: valkey 8.1.1 -, no rate, -: ["log-flaps", "log-unreachable"] ["no-info"]
        valkey-8.1.1/client_list_t1.txt: - -, no rate, -: [] ["no-info"]
        valkey-8.1.1/client_list_t2.txt: - -, no rate, -: [] ["looks-like what=CLIENT LIST"]
        valkey-8.1.1/config_get_all.txt: - -, no rate, -: [] ["no-info"]
        valkey-8.1.1/memory_stats.txt: - -, no rate, -: [] ["looks-like what=MEMORY STATS"]
        valkey-8.1.1/primary.log: valkey 8.1.1 -, no rate, -: ["log-backlog", "log-killed-hard"] ["no-info"]
        valkey-8.1.1/primary_info_t0.txt: valkey 8.1.1 master, no rate, -: ["healthy"] ["no-rate"]
        valkey-8.1.1/primary_info_t1.txt: valkey 8.1.1 master, now 15389204/s, 272 ms: ["small-backlog", "beyond-size"] ["rate-now"]
        valkey-8.1.1/primary_info_t2_overflow.txt: valkey 8.1.1 master, average 35800005/s, 117 ms: ["kills", "small-backlog", "no-replica", "beyond-size"] ["rate-average"]
        valkey-8.1.1/primary_info_t4_after.txt: valkey 8.1.1 master, now 29751111/s, 140 ms: ["kills", "small-backlog", "beyond-size"] ["rate-now"]
        valkey-8.1.1/replica.log: valkey 8.1.1 -, no rate, -: [] ["no-info"]
        valkey-8.1.1/replica_info_t1.txt: valkey 8.1.1 slave, no rate, -: ["healthy"] ["replica"]
        valkey-8.1.1/replica_info_t4_after.txt: valkey 8.1.1 slave, no rate, -: ["healthy"] ["replica"]
        valkey-8.1.1/role_t1.txt: - master, no rate, -: [] ["no-server", "no-memory", "no-rate"]
        valkey-9.0.0-milliseconds/primary.log: valkey 9.0.0 -, no rate, -: ["log-backlog", "log-other-id", "log-second-id", "log-killed-hard", "log-timed-out", "log-flaps", "log-restarted", "log-storm"] ["no-info"]
        valkey-9.0.0-milliseconds/replica.log: valkey 9.0.0 -, no rate, -: ["log-timed-out", "log-flaps", "log-unreachable", "log-promoted"] ["no-info"]
        valkey-9.1.2-json/primary.log: valkey 9.1.2 -, no rate, -: ["log-backlog", "log-other-id", "log-killed-cron", "log-killed-hard", "log-timed-out", "log-flaps", "log-restarted", "log-storm"] ["no-info"]
        valkey-9.1.2-json/primary_info_syncing.txt: valkey 9.1.2 master, average 1315801/s, 796 ms: ["kills", "small-backlog", "syncing", "beyond-size"] ["rate-average"]
        valkey-9.1.2-json/replica.log: valkey 9.1.2 -, no rate, -: ["log-flaps", "log-unreachable", "log-promoted"] ["no-info"]
    "#]].assert_eq(&out);
}

#[test]
fn two_recorded_samples_give_a_rate_in_either_order() {
    let mut out = String::new();
    for folder in ["redis-6.2.16", "redis-7.0.15-debian", "redis-8.0.6", "valkey-8.1.1"] {
        let t0 = paste(&sample(&format!("{folder}/primary_info_t0.txt")));
        let t1 = paste(&sample(&format!("{folder}/primary_info_t1.txt")));
        let reading = read(&[t0.clone(), t1.clone()]);
        let turned = read(&[t1.clone(), t0.clone()]);
        assert_eq!(turned.rate, reading.rate, "{folder}");
        let joined = one(&format!("{}\n{}", t0.text, t1.text));
        assert_eq!(joined.rate, reading.rate, "{folder}: both in one paste");
        writeln!(out, "{}", line(&reading)).expect("a string");
    }
    expect![[r#"
        redis 6.2.16 master, two 17705695/s, 236 ms: ["small-backlog"] []
        redis 7.0.15 master, two 17922998/s, 234 ms: ["small-backlog", "beyond-size"] []
        redis 8.0.6 master, two 17846889/s, 235 ms: ["small-backlog", "beyond-size"] []
        valkey 8.1.1 master, two 17406592/s, 240 ms: ["small-backlog", "beyond-size"] []
    "#]]
    .assert_eq(&out);
}

/// A production INFO with the numbers its owners published: 766 full resyncs in 40 days.
const PRODUCTION: &str = "redis_version:7.4.0\nuptime_in_seconds:3503939\n\
    used_memory:27514219712\nused_memory_rss:26900000000\ntotal_system_memory:33672261632\n\
    rdb_last_bgsave_time_sec:220\nrdb_last_cow_size:169869312\nsync_full:766\nsync_partial_ok:0\n\
    sync_partial_err:766\nlatest_fork_usec:1027383\n\
    client_output_buffer_limit_disconnections:21\ninstantaneous_output_repl_kbps:384.88\n\
    role:master\nconnected_slaves:2\nslave0:ip=10.0.0.1,port=6379,state=online,offset=127800000000,lag=0\n\
    slave1:ip=10.0.0.2,port=6379,state=online,offset=127800000000,lag=1\n\
    master_repl_offset:127800000000\nrepl_backlog_active:1\nrepl_backlog_size:1048576\n\
    repl_backlog_histlen:1123423\n";

#[test]
fn a_production_info_shows_its_storm() {
    let reading = one(PRODUCTION);
    check(
        &reading,
        &expect![[
            r#"redis 7.4.0 master, now 197058/s, 5321 ms: ["mostly-refused", "kills", "small-backlog", "slow-fork", "beyond-size"] ["rate-now"]"#
        ]],
    );
    expect![[r#"
        server redis 7.4.0  # measured: redis_version, paste 1 line 1
        repl-backlog-size 1mb  # measured: repl_backlog_size, paste 1 line 20
        dataset 26240mb  # inferred from used_memory, paste 1 line 3
        writes 192kb/s  # inferred: instantaneous_output_repl_kbps over online replicas
        fork 41009us/gb  # inferred from latest_fork_usec, paste 1 line 11
        snapshot 122133kb/s  # inferred from rdb_last_bgsave_time_sec, paste 1 line 6
        memory 32112mb  # measured: total_system_memory, paste 1 line 5
        cow 0.7%  # inferred from rdb_last_cow_size, paste 1 line 7
        replicas 2  # measured: connected_slaves, paste 1 line 15
    "#]]
    .assert_eq(&reading.scenario_text());
}

#[test]
fn versions_before_three_have_no_lag_and_older_ones_other_lines() {
    let text = "redis_version:2.8.24\r\nuptime_in_seconds:100\r\nused_memory:1000000\r\n\
        role:master\r\nconnected_slaves:2\r\n\
        slave0:ip=::1,port=6380,state=online,offset=900\r\nslave1:10.0.0.2,6380,online\r\n\
        master_repl_offset:1000\r\nrepl_backlog_active:1\r\nrepl_backlog_size:1048576\r\n";
    let reading = one(text);
    let lines: Vec<_> = reading.samples[0].replicas().map(|(_, line)| line).collect();
    assert_eq!((lines[0].offset, lines[0].lag), (Some(900), None));
    assert_eq!((lines[1].state.as_str(), lines[1].offset), ("online", None));
    assert!(findings(&reading).contains(&"read-old-version"));
    assert_eq!(reading.scenario().replicas.len(), 2);
}

#[test]
fn a_rate_is_refused_where_two_pastes_cannot_be_compared() {
    let two = |a: &str, b: &str| read(&[paste(a), paste(b)]);
    let (early, late) = (info("a", 100, 5_000_000), info("a", 160, 11_000_000));
    assert_eq!(two(&early, &late).rate.expect("a rate").rate.0, 100_000);
    let not = |a: &str, b: &str, id: &str| {
        let reading = two(a, b);
        assert!(findings(&reading).contains(&id), "{id}: {:?}", findings(&reading));
        let measured = reading.rate.map(|measured| measured.source);
        assert!(!matches!(measured, Some(RateSource::TwoSamples(_))), "{id}: {measured:?}");
    };
    not(&early, &info("b", 10, 1000), "read-restarted");
    not(&early, &info("b", 200, 1000).replace("7.4.1", "8.0.6"), "read-other-server");
    not(&early, &info("a", 160, 1000), "read-other-history");
    not(&early, &early, "read-same-time");
    let without_time = |text: &str| text.replace("uptime_in_seconds", "uptime_in_days");
    not(&without_time(&early), &without_time(&late), "read-no-time");
    let huge = info("a", 100, (1 << 63) + 5);
    assert!(findings(&one(&huge)).contains(&"read-huge-offset"));
}

#[test]
fn an_offset_that_does_not_tell_the_rate_is_not_divided_by_the_uptime() {
    let asleep = info("a", 100, 5_000_000).replace("active:1", "active:0");
    assert_eq!(one(&asleep).rate, None);
    assert!(findings(&one(&asleep)).contains(&"read-inactive"));
    let promoted = format!("{}second_repl_offset:4000000\r\n", info("a", 100, 5_000_000));
    assert_eq!(one(&promoted).rate, None);
    assert!(findings(&one(&promoted)).contains(&"read-no-rate"));
    let never = format!("{}second_repl_offset:-1\r\n", info("a", 100, 5_000_000));
    assert_eq!(one(&never).rate.expect("an average").rate.0, 50_000);
}

#[test]
fn wrapped_copied_and_shipped_infos_read_alike() {
    let plain = info("a", 100, 5_000_000);
    let expected = line(&one(&plain));
    let each = |change: &dyn Fn(&str) -> String| -> String {
        plain.lines().map(|line| change(line) + "\n").collect()
    };
    let forms = [
        plain.replace('\r', ""),
        format!("\u{feff}{plain}"),
        format!("127.0.0.1:6379> info\r\n{plain}127.0.0.1:6379> \r\n"),
        each(&|line| format!("2026-11-20T10:00:00Z host redis[7]: {line}")),
        each(&|line| format!("redis_1  | {line}")),
        each(&|line| format!("\u{1b}[32m{line}\u{1b}[0m")),
        format!("\"{}\"", plain.replace("\r\n", "\\r\\n")),
    ];
    for form in forms {
        assert_eq!(line(&one(&form)), expected, "{form}");
    }
}

#[test]
fn modules_do_not_cut_an_info_in_two() {
    let text = info("a", 100, 5_000_000).replace("role:master", "role:slave")
        + "module:name=search,ver=1\r\nmodule:name=json,ver=2\r\nmodule:name=bf,ver=3\r\n";
    let reading = one(&text);
    assert_eq!(reading.samples.len(), 1);
    assert!(findings(&reading).contains(&"read-replica"));
}

#[test]
fn a_replica_that_has_not_answered_yet_is_not_called_lagging() {
    let attached = |offset: u64| {
        let line = format!("slave0:ip=::1,port=1,state=online,offset={offset},lag=1\r\n");
        one(&(info("a", 100, 5_000_000).replace("slaves:0", "slaves:1") + &line))
    };
    assert!(!diagnosis(&attached(0)).contains(&"read-lagging"));
    assert!(diagnosis(&attached(1_000_000)).contains(&"read-lagging"));
    assert!(!diagnosis(&attached(4_999_000)).contains(&"read-lagging"));
}

#[test]
fn what_is_no_info_is_named() {
    let first = |text: &str| one(text).findings.first().map(|found| found.message.to_string());
    let said: Vec<_> = [
        "",
        " \r\n ",
        "STAT pid 1\r\nSTAT uptime 5\r\n",
        "<!DOCTYPE html><p>",
        "{\"a\": 1}",
        "NOAUTH Authentication required.",
        "good morning",
        "title:good morning\nbody:hello\n",
        "# HELP redis_up up\nredis_up 1\n",
        "repl-backlog-size 64mb\n",
        &"\u{1}\u{2}\u{3}\u{4}".repeat(20),
    ]
    .into_iter()
    .map(|text| first(text).unwrap_or_default())
    .collect();
    expect![[r#"
        read-empty
        read-empty
        read-looks-like what=memcached stats
        read-looks-like what=HTML
        read-looks-like what=JSON
        read-looks-like what=a refused login
        read-nothing text=good morning
        read-nothing text=title:good morning
        read-looks-like what=exporter metrics
        read-no-info
        read-binary"#]]
    .assert_eq(&said.join("\n"));
}

#[test]
fn nothing_that_names_a_server_reaches_the_scenario() {
    for file in recorded() {
        let reading = one(&sample(&file));
        let text = reading.scenario_text();
        let known = reading.scenario();
        assert_eq!(Scenario::parse(&text).as_ref(), Ok(&known), "{file}: {text}");
        for secret in ["127.0.0.1", "6379", "replid", "run_id", "ip="] {
            assert!(!text.contains(secret), "{file}: {secret} in {text}");
        }
        let ids = ["run_id", "master_replid", "executable", "config_file", "tcp_port"];
        for value in ids.iter().filter_map(|id| reading.latest()?.text(id)).filter(|v| v.len() > 3)
        {
            assert!(!text.contains(value), "{file}: {value} in {text}");
        }
    }
}

#[test]
fn an_info_cut_anywhere_is_read_as_far_as_it_goes() {
    let whole = sample("redis-8.0.6/primary_info_t1.txt");
    let lines: Vec<&str> = whole.lines().collect();
    for kept in 0..lines.len() {
        let cut = one(&lines[..kept].join("\r\n"));
        assert_eq!(cut.server.is_some(), kept >= 2, "{kept} lines");
        let role = lines[..kept].iter().any(|line| line.starts_with("role:"));
        assert_eq!(cut.is_primary(), role, "{kept} lines");
        if !role {
            assert!(!cut.findings.is_empty(), "{kept} lines and nothing said");
            assert_eq!(cut.diagnosis, []);
        }
    }
}

#[test]
fn every_message_of_reading_has_its_words() {
    let words = Catalogue::english();
    for id in MESSAGES.iter().copied().flatten() {
        assert!(words.has(id), "{id}");
    }
}

fn any_line() -> impl Strategy<Value = String> {
    let name = prop::sample::select(vec![
        "redis_version",
        "valkey_version",
        "role",
        "uptime_in_seconds",
        "used_memory",
        "used_memory_rss",
        "master_repl_offset",
        "repl_backlog_size",
        "repl_backlog_active",
        "slave0",
        "slave1",
        "latest_fork_usec",
        "rdb_last_bgsave_time_sec",
        "sync_full",
        "sync_partial_err",
        "mem_replication_backlog",
        "mem_clients_slaves",
        "total_system_memory",
        "repl_backlog_histlen",
        "connected_slaves",
        "instantaneous_output_repl_kbps",
        "server_time_usec",
        "maxmemory",
    ]);
    let value = prop_oneof![
        any::<u64>().prop_map(|n| n.to_string()),
        (0_u64..64).prop_map(|bits| (u64::MAX >> bits).to_string()),
        (0_u64..2000).prop_map(|n| n.to_string()),
        Just("master".to_owned()),
        Just("7.4.1".to_owned()),
        Just("ip=::1,state=online,offset=7".to_owned()),
        "\\PC{0,12}",
    ];
    (name, value).prop_map(|(name, value)| format!("{name}:{value}"))
}

/// Puts everything into words, as the command line and the page do.
fn say(reading: &Reading) {
    let words = Catalogue::english();
    for finding in &reading.findings {
        assert_ne!(words.say(&finding.message), finding.message.id);
    }
    for found in &reading.diagnosis {
        assert_ne!(words.say(&found.message), found.message.id);
        assert!(!found.evidence.is_empty(), "{} without a line", found.message);
    }
    for fact in &reading.facts {
        assert_ne!(words.value_text(&fact.value), "", "{}", fact.name);
    }
    assert!(reading.latest().is_some() || !reading.findings.is_empty(), "nothing is said");
}

proptest! {
    #[test]
    fn any_fields_make_a_scenario_that_can_be_read(
        pastes in prop::collection::vec(prop::collection::vec(any_line(), 0..30), 1..3),
    ) {
        let pastes: Vec<Paste> = pastes.iter().map(|lines| paste(&lines.join("\n"))).collect();
        let reading = read(&pastes);
        say(&reading);
        let text = reading.scenario_text();
        let again = Scenario::check(&text);
        let known = reading.scenario();
        prop_assert_eq!(again.scenario.as_ref(), Some(&known), "{}\n{:?}", text, again.findings);
    }

    #[test]
    fn any_bytes_do_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        let text = String::from_utf8_lossy(&bytes);
        say(&one(&text));
    }
}
