//! Every format that is read, alone and mixed, and bytes that are none.

use std::fmt::Write as _;

use proptest::prelude::*;
use stormglass_core::read::{Paste, Reader, Reading, Redactor, read_all};
use stormglass_core::units::Bytes;

fn one(text: &str) -> Reading {
    read_all(&[Paste { name: "paste".into(), text: text.to_owned() }])
}

fn sample(path: &str) -> String {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    std::fs::read_to_string(folder.join(path)).expect("a recorded sample")
}

fn diagnosis(reading: &Reading) -> Vec<&'static str> {
    reading.diagnosis.iter().map(|found| found.message.id).collect()
}

#[test]
fn a_log_tells_each_synchronization() {
    for folder in ["redis-6.2.16", "redis-7.0.15-debian", "redis-8.0.6", "valkey-8.1.1"] {
        let reading = one(&sample(&format!("{folder}/primary.log")));
        let syncs = &reading.log.syncs;
        assert_eq!(syncs.len(), 2, "{folder}: {syncs:#?}");
        assert!(syncs.iter().all(|sync| sync.is_full() && sync.replica == 1), "{folder}");
        let kill = syncs[0].killed.expect("the first was closed");
        assert!(kill.omem > Bytes(32 << 20) && kill.omem < Bytes(64 << 20), "{folder}");
        assert!(syncs[1].online_ms.is_some() && syncs[1].save_time().is_some(), "{folder}");
        assert!(reading.log.write_rate().expect("a rate").0 > 1 << 20, "{folder}");
        assert!(reading.scenario_text().contains("writes"), "{folder}");
    }
}

#[test]
fn config_is_read_in_every_form_of_the_client() {
    let value = "normal 0 0 0 slave 268435456 67108864 60 pubsub 33554432 8388608 60";
    for text in [
        format!("repl-backlog-size\n1048576\nclient-output-buffer-limit\n{value}\n"),
        format!(
            "1) \"repl-backlog-size\"\n2) \"1048576\"\n3) \"client-output-buffer-limit\"\n4) \"{value}\"\n"
        ),
        format!(
            "1# \"repl-backlog-size\" => \"1048576\"\n2# \"client-output-buffer-limit\" => \"{value}\"\n"
        ),
        "# comment\nrepl-backlog-size 1mb\nclient-output-buffer-limit replica 256mb 64mb 60\n"
            .into(),
    ] {
        let conf = one(&text).conf;
        assert_eq!(conf.repl_backlog_size, Some(Bytes(1 << 20)), "{text}");
        let limits = conf.output_buffer.expect("limits");
        assert_eq!((limits.hard, limits.soft), (Bytes(256 << 20), Bytes(64 << 20)), "{text}");
    }
}

#[test]
fn real_answers_of_the_client_are_read_in_its_other_forms() {
    let real = |name: &str| one(&sample(&format!("redis-7.0.15-formats/{name}")));
    for name in ["config_get_numbered.txt", "config_get_resp3.txt"] {
        assert_eq!(real(name).conf.repl_backlog_size, Some(Bytes(1 << 20)), "{name}");
    }
    assert_eq!(real("client_list_replica.txt").clients.len(), 1);
    assert!(real("role_numbered.txt").is_primary());
    let series = real("loop_dates.txt").series;
    assert_eq!(series.len(), 4);
    assert!(series.windows(2).all(|pair| pair[0].rate < pair[1].rate), "{series:?}");
    let log = real("primary_refused.log").log;
    assert_eq!(log.syncs.iter().filter(|sync| sync.resumed.is_some()).count(), 2);
    assert!(diagnosis(&real("primary_refused.log")).contains(&"read-log-other-id"));
    assert!(diagnosis(&real("replica_promoted.log")).contains(&"read-log-promoted"));
}

#[test]
fn role_is_read_raw_and_numbered() {
    let raw = "master\n3000\n10.0.0.2\n6379\n2900\n10.0.0.3\n6379\n2800\n";
    let numbered = "1) \"master\"\n2) (integer) 3000\n3) 1) 1) \"10.0.0.2\"\n      2) \"6379\"\n      \
        3) \"2900\"\n   2) 1) \"10.0.0.3\"\n      2) \"6379\"\n      3) \"2800\"\n";
    for text in [raw, numbered] {
        let reading = one(text);
        let offsets: Vec<_> = reading.samples[0].replicas().map(|(_, line)| line.offset).collect();
        assert_eq!(offsets, [Some(2900), Some(2800)], "{text}");
        assert_eq!(reading.samples[0].number("master_repl_offset"), Some(3000));
    }
    let reading =
        one("1) \"slave\"\n2) \"10.0.0.1\"\n3) (integer) 6379\n4) \"connected\"\n5) (integer) 7\n");
    assert_eq!(reading.samples[0].text("master_link_status"), Some("up"));
}

#[test]
fn metrics_give_rates_like_info_does() {
    let matrix = |values: &str| {
        format!(
            r#"{{"status":"success","data":{{"resultType":"matrix","result":[
            {{"metric":{{"__name__":"redis_master_repl_offset","instance":"a:9121"}},"values":[{values}]}},
            {{"metric":{{"__name__":"redis_replication_backlog_bytes","instance":"a:9121"}},"values":[[1795234430,"1048576"]]}}
            ]}}}}"#
        )
    };
    let values = r#"[1795234400,"1000000"],[1795234410,"2000000"],[1795234420.5,"12000000"],[1795234430,"13000000"]"#;
    let reading = one(&matrix(values));
    assert_eq!(reading.rate.expect("a rate").rate.0, 400_000);
    let summary = reading.rate_summary().expect("a series");
    assert_eq!((summary.peak.rate.0, summary.bursts), (952_380, 1));
    assert_eq!(reading.backlog_size, Some(Bytes(1 << 20)));
    assert!(diagnosis(&reading).contains(&"read-small-backlog"));

    let scrape = "# HELP redis_up up\n# TYPE redis_up gauge\nredis_up 1\n\
        redis_instance_info{redis_version=\"7.0.15\",role=\"master\",run_id=\"x\"} 1\n\
        redis_connected_slaves 1\nredis_master_repl_offset 1.2e+07\n\
        redis_replication_backlog_bytes 1.048576e+06\nredis_uptime_in_seconds 120\n\
        redis_connected_slave_offset_bytes{slave_ip=\"10.0.0.2\",slave_port=\"1\",slave_state=\"online\"} 1.1e+07\n";
    let reading = one(scrape);
    assert_eq!(reading.server.map(|server| server.to_string()).as_deref(), Some("redis 7.0.15"));
    assert_eq!(reading.rate.expect("an average").rate.0, 100_000);
    assert!(diagnosis(&reading).contains(&"read-lagging"));

    let csv =
        "Time,redis_master_repl_offset\n2026-11-21 04:00:00,1000\n2026-11-21 04:00:10,101000\n";
    assert_eq!(one(csv).rate.expect("a rate").rate.0, 10_000);
}

#[test]
fn a_real_exporter_and_a_real_prometheus_say_what_the_server_says() {
    let real = |name: &str| sample(&format!("prometheus-2.42/{name}"));
    for name in ["exporter_metrics.txt", "prometheus_query.json"] {
        let reading = one(&real(name));
        let server = reading.server.map(|server| server.to_string());
        assert_eq!(server.as_deref(), Some("redis 7.0.15"), "{name}");
        assert!(reading.is_primary(), "{name}");
        assert_eq!(reading.backlog_size, Some(Bytes(1 << 20)), "{name}");
        let replicas: Vec<_> = reading.samples[0].replicas().map(|(_, line)| line).collect();
        assert_eq!(replicas.len(), 1, "{name}");
        assert_eq!(replicas[0].state, "online");
        assert!(replicas[0].offset > Some(700_000_000), "{name}");
    }
    let range = one(&real("prometheus_query_range.json"));
    let rate = range.rate.expect("a rate").rate.0;
    let asked = format!("rate(redis_master_repl_offset[5s])\n{}", real("prometheus_rate.json"));
    let asked = one(&asked).rate.expect("a rate").rate.0;
    // The same stream by two ways: offsets, and Prometheus' own division.
    assert!(rate.abs_diff(asked) < rate / 4, "{rate} and {asked}");
    let unnamed = one(&real("prometheus_rate.json"));
    let ids: Vec<_> = unnamed.findings.iter().map(|found| found.message.id).collect();
    assert!(ids.contains(&"read-unnamed") && !ids.contains(&"read-looks-like"), "{ids:?}");
}

#[test]
fn cloudwatch_gives_a_series_in_both_forms() {
    let statistics = r#"{"Label": "ReplicationBytes", "Datapoints": [
        {"Timestamp": "2026-11-21T04:01:00+00:00", "Average": 6000000.0, "Unit": "Bytes"},
        {"Timestamp": "2026-11-21T04:00:00+00:00", "Average": 600000.0, "Unit": "Bytes"},
        {"Timestamp": "2026-11-21T04:02:00+00:00", "Average": 600000.0, "Unit": "Bytes"}]}"#;
    let data = r#"{"MetricDataResults": [{"Id": "m1", "Label": "ReplicationBytes",
        "Timestamps": ["2026-11-21T04:02:00Z", "2026-11-21T04:01:00Z", "2026-11-21T04:00:00Z"],
        "Values": [600000.0, 6000000.0, 600000.0], "StatusCode": "Complete"}]}"#;
    for text in [statistics, data] {
        let summary = one(text).rate_summary().expect("a series");
        assert_eq!((summary.p50.0, summary.peak.rate.0, summary.bursts), (10_000, 100_000, 1));
        assert_eq!(one(text).rate.expect("a rate").rate.0, 40_000);
    }
}

#[test]
fn a_loop_with_timestamps_is_a_series() {
    let mut text = String::from("$ while sleep 1; do date; redis-cli info replication; done\n");
    for second in 0..5_u64 {
        let offset = 1000 + second * 500;
        writeln!(text, "Sat Nov 21 04:00:{second:02} UTC 2026\r").expect("a string");
        write!(text, "# Replication\r\nrole:master\r\nconnected_slaves:0\r\nmaster_repl_offset:{offset}\r\nrepl_backlog_active:1\r\n").expect("a string");
    }
    let reading = one(&text);
    assert_eq!((reading.samples.len(), reading.series.len()), (5, 4));
    assert_eq!(reading.rate.expect("a rate").rate.0, 500);
}

#[test]
fn everything_at_once_is_still_told_apart() {
    let folder = "redis-7.0.15-debian";
    let parts = [
        sample(&format!("{folder}/primary.log")),
        sample(&format!("{folder}/primary_info_t1.txt")),
        sample(&format!("{folder}/client_list_t1.txt")),
        "repl-backlog-size 256mb\n".to_owned(),
        sample(&format!("{folder}/role_t1.txt")),
        "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - resources:\n      limits:\n        memory: 16Mi\n".to_owned(),
    ];
    for turn in 0..parts.len() {
        let mut parts = parts.to_vec();
        parts.rotate_left(turn);
        let reading = one(&parts.join("\n"));
        assert_eq!(reading.samples.len(), 1, "turn {turn}");
        assert_eq!(reading.clients.len(), 1, "turn {turn}");
        assert_eq!(reading.log.syncs.len(), 2, "turn {turn}");
        assert_eq!(reading.pod.memory.map(|(memory, _)| memory), Some(Bytes(16 << 20)));
        let ids: Vec<_> = reading.findings.iter().map(|found| found.message.id).collect();
        assert!(ids.contains(&"read-not-persisted"), "turn {turn}: {ids:?}");
        assert!(diagnosis(&reading).contains(&"read-pod-small"), "turn {turn}");
    }
}

#[test]
fn what_is_redacted_reads_the_same_and_names_nobody() {
    for folder in ["redis-6.2.16", "redis-7.0.15-debian", "redis-8.0.6", "valkey-8.1.1"] {
        for name in ["primary.log", "replica.log", "primary_info_t1.txt", "client_list_t1.txt"] {
            let text = sample(&format!("{folder}/{name}"));
            let redacted = Redactor::new().text(&text);
            assert!(!redacted.contains("127.0.0.1"), "{folder}/{name}");
            assert_eq!(text.lines().count(), redacted.lines().count());
            let (before, after) = (one(&text), one(&redacted));
            assert_eq!(before.log.syncs, after.log.syncs, "{folder}/{name}");
            assert_eq!(before.clients, after.clients, "{folder}/{name}");
            assert_eq!(before.rate, after.rate, "{folder}/{name}");
            assert_eq!(diagnosis(&before), diagnosis(&after), "{folder}/{name}");
            for found in &before.diagnosis {
                assert!(found.evidence.iter().all(|e| !e.text.contains("127.0.0.1")));
            }
        }
    }
}

fn pieces() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "7:M 21 Nov 2026 04:13:45.559 * Replica 10.0.0.2:1 asks for synchronization\n",
        "7:M 21 Nov 2026 04:13:45.559 * Connection with replica 10.0.0.2:1 lost.\n",
        "7:M 21 Nov 2026 04:13:42.358 # Client id=4 age=4 flags=S omem=9 closed for overcoming of output buffer limits.\n",
        "role:master\n",
        "master_repl_offset:18446744073709551615\n",
        "master\n",
        "3000\n",
        "slave\n",
        "{\"data\":{\"result\":[{\"metric\":{},\"values\":[[1795234400,\"1\"]]}]}}\n",
        "{\n",
        "]",
        "\"",
        "limits:\n",
        "  memory: 99999999Ti\n",
        "time,master_repl_offset\n",
        "1795234400,7\n",
        "redis_master_repl_offset 1e99\n",
        "redis_connected_slave_offset_bytes{slave_ip=\"é\"} 1\n",
        "timestamp=\"é\" message",
        "31 Dec 9999 23:59:60.999 * x\n",
        "repl-backlog-size\n",
        "\\r\\n",
        "\u{1b}[",
        "id=1 addr=a flags=S omem=18446744073709551616\n",
    ])
    .prop_map(str::to_owned)
}

proptest! {
    #[test]
    fn any_mixture_is_read_alike_in_any_pieces(
        parts in prop::collection::vec(prop_oneof![pieces(), "\\PC{0,9}", Just("\n".to_owned())], 0..60),
        cut in 1_usize..50,
    ) {
        let text = parts.concat();
        let whole = one(&text);
        let mut reader = Reader::new();
        reader.begin("paste");
        let chars: Vec<char> = text.chars().collect();
        for piece in chars.chunks(cut) {
            reader.push(&piece.iter().collect::<String>());
        }
        prop_assert_eq!(reader.finish(), whole);
        let _redacted = Redactor::new().text(&text);
    }

    #[test]
    fn any_bytes_are_redacted_without_harm(bytes in prop::collection::vec(any::<u8>(), 0..3000)) {
        let text = String::from_utf8_lossy(&bytes);
        let _reading = one(&text);
        let redacted = Redactor::new().text(&text);
        prop_assert_eq!(redacted.matches('\n').count(), text.matches('\n').count());
    }
}
