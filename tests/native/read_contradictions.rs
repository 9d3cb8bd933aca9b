//! Pastes that say different things, several sides of one link, and answers of monitoring systems.

use stormglass_core::message::Value;
use stormglass_core::read::{Confidence, Paste, Reading, read};
use stormglass_core::units::Bytes;

fn all(texts: &[&str]) -> Reading {
    let paste = |text: &&str| Paste { name: "paste".into(), text: (*text).to_owned() };
    read(&texts.iter().map(paste).collect::<Vec<_>>())
}

fn findings(reading: &Reading) -> Vec<&'static str> {
    reading.findings.iter().map(|found| found.message.id).collect()
}

fn fact(reading: &Reading, id: &str) -> Option<Value> {
    reading.facts.iter().find(|fact| fact.name.id == id).map(|fact| fact.value.clone())
}

fn primary(run_id: &str, uptime: u64, offset: u64) -> String {
    format!(
        "redis_version:7.4.1\nrun_id:{run_id}\nuptime_in_seconds:{uptime}\nused_memory:1000000\n\
         role:master\nconnected_slaves:1\n\
         slave0:ip=10.0.0.2,port=1,state=online,offset={offset},lag=0\nmaster_replid:aaaa\n\
         master_repl_offset:{offset}\nrepl_backlog_active:1\nrepl_backlog_size:1048576\n"
    )
}

fn replica(link: &str, replid: &str, offset: u64) -> String {
    format!(
        "redis_version:7.4.1\nrun_id:r\nuptime_in_seconds:500\nused_memory:1000000\nrole:slave\n\
         master_link_status:{link}\nmaster_sync_in_progress:0\nslave_repl_offset:{offset}\n\
         master_replid:{replid}\n"
    )
}

#[test]
fn two_sides_of_a_link_are_held_against_each_other() {
    let one = primary("a", 100, 5_000_000);
    let agrees = all(&[&one, &replica("up", "aaaa", 4_000_000)]);
    assert!(agrees.is_primary());
    assert_eq!(fact(&agrees, "read-fact-own-behind"), Some(Value::Bytes(Bytes(1_000_000))));
    let said = findings(&agrees);
    assert!(!said.contains(&"read-half-open") && !said.contains(&"read-replica-other-history"));
    let down = all(&[&replica("down", "aaaa", 4_000_000), &one]);
    assert!(findings(&down).contains(&"read-half-open"));
    let other = all(&[&one, &replica("up", "bbbb", 4_000_000)]);
    assert!(findings(&other).contains(&"read-replica-other-history"));
    assert_eq!(fact(&other, "read-fact-own-behind"), None);
}

#[test]
fn a_replica_between_two_infos_of_a_primary_does_not_hide_their_rate() {
    let (early, late) = (primary("a", 100, 5_000_000), primary("a", 160, 11_000_000));
    let beside = replica("up", "aaaa", 6_000_000);
    for order in [[&late, &beside, &early], [&beside, &late, &early], [&early, &late, &beside]] {
        let reading = all(&order.map(String::as_str));
        assert_eq!(reading.rate.expect("a rate").rate.0, 100_000, "{order:?}");
        assert_eq!(reading.latest().and_then(|s| s.number("uptime_in_seconds")), Some(160));
    }
}

#[test]
fn a_list_that_counts_other_replicas_than_info_is_named() {
    let line = |id: u32| format!("id={id} addr=10.0.0.{id}:1 age=9 flags=S omem=0 cmd=replconf\n");
    let info = primary("a", 100, 5_000_000);
    let with = |list: &str| findings(&all(&[&info, list])).contains(&"read-listed-differ");
    assert!(!with(&line(2)));
    assert!(with(&format!("{}{}", line(2), line(3))));
    // One that is being resynchronised may have two connections.
    let syncing = info.replace("state=online", "state=wait_bgsave");
    assert!(!findings(&all(&[&syncing, &(line(2) + &line(3))])).contains(&"read-listed-differ"));
}

#[test]
fn a_setting_with_two_values_is_named_with_both_lines() {
    let reading = all(&["repl-backlog-size 1mb\nrepl-timeout 60\nrepl-backlog-size 256mb\n"]);
    let found = reading.findings.iter().find(|found| found.message.id == "read-two-values");
    assert_eq!(found.expect("it is named").line, Some(3));
    assert_eq!(reading.conf.repl_backlog_size, Some(Bytes::mib(256)));
    let same = all(&["repl-backlog-size 1mb\n", "repl-backlog-size\n1048576\n"]);
    assert!(!findings(&same).contains(&"read-two-values"));
    let classes = "client-output-buffer-limit normal 0 0 0\n\
        client-output-buffer-limit replica 256mb 64mb 60\nclient-output-buffer-limit pubsub 32mb 8mb 60\n";
    assert!(!findings(&all(&[classes])).contains(&"read-two-values"));
}

#[test]
fn a_kill_below_the_limits_that_are_given_is_named() {
    let log = "\
1:M 10 Jan 2026 04:43:10.990 * Replica 10.0.0.2:6379 asks for synchronization
1:M 10 Jan 2026 04:43:10.990 * Full resync requested by replica 10.0.0.2:6379
1:M 10 Jan 2026 04:43:41.174 # Client id=9 addr=10.0.0.2:5 age=31 idle=31 flags=S omem=90000000 cmd=psync scheduled to be closed ASAP for overcoming of output buffer limits.
1:M 10 Jan 2026 04:43:41.175 * Connection with replica 10.0.0.2:6379 lost.
";
    let with = |limits: &str| {
        let conf = format!("client-output-buffer-limit replica {limits}\n");
        findings(&all(&[log, &conf])).contains(&"read-killed-below-limits")
    };
    assert!(with("1gb 256mb 60"));
    assert!(!with("64mb 32mb 60"));
}

#[test]
fn a_probe_is_held_against_the_loading_time() {
    let log = "\
9:S 10 Jan 2026 04:00:00.000 * MASTER <-> REPLICA sync: receiving 1142826033 bytes from master to disk
9:S 10 Jan 2026 04:00:45.400 * MASTER <-> REPLICA sync: Loading DB in memory
9:S 10 Jan 2026 04:01:45.400 * MASTER <-> REPLICA sync: Finished with success
";
    let pod = |initial: u32, period: u32, failures: u32| {
        format!(
            "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - name: redis\n    livenessProbe:\n      \
             initialDelaySeconds: {initial}\n      periodSeconds: {period}\n      failureThreshold: {failures}\n"
        )
    };
    let told = |pod: &str| {
        let reading = all(&[log, pod]);
        let mut found = reading.diagnosis.iter();
        found.find(|found| found.message.id == "read-probe-too-short").map(|f| f.confidence)
    };
    assert_eq!(told(&pod(20, 5, 5)), Some(Confidence::Certain));
    assert_eq!(told(&pod(120, 5, 5)), Some(Confidence::Likely));
    assert_eq!(told(&pod(20, 10, 10)), None);
}

#[test]
fn what_goes_to_all_replicas_is_divided_by_their_number() {
    let metric = |label: &str, values: &str| {
        format!(
            r#"{{"Id": "m", "Label": "{label}", "Timestamps": ["2026-11-21T04:02:00Z",
            "2026-11-21T04:01:00Z", "2026-11-21T04:00:00Z"], "Values": [{values}]}}"#
        )
    };
    let bytes = metric("ReplicationBytes", "600000.0, 6000000.0, 600000.0");
    let data = |metrics: &[&str]| format!("{{\"MetricDataResults\": [{}]}}", metrics.join(","));
    let alone = all(&[&data(&[&bytes])]);
    assert_eq!(alone.rate_summary().expect("a series").peak.rate.0, 100_000);
    assert!(findings(&alone).contains(&"read-of-all"));
    let lag = |node: &str| metric(&format!("redis-{node} ReplicationLag"), "0.1, 7.9, 0.0");
    let two = all(&[&data(&[&bytes, &lag("002"), &lag("003")])]);
    assert_eq!(two.rate_summary().expect("a series").peak.rate.0, 50_000);
    assert_eq!(two.lags.len(), 2);
    assert!(fact(&two, "read-fact-lag").is_some());
    assert!(!findings(&two).contains(&"read-of-all"));
    let info = primary("a", 100, 5_000_000).replace("connected_slaves:1", "connected_slaves:4");
    let four = all(&[&info, &data(&[&bytes])]);
    assert_eq!(four.rate_summary().expect("a series").peak.rate.0, 25_000);
}

#[test]
fn a_result_without_a_name_is_read_by_its_question_or_named() {
    let answer = r#"{"status":"success","data":{"resultType":"matrix","result":[
        {"metric":{"instance":"a:9121"},"values":[[1795234400,"1000.7"],[1795234410,"5000"],[1795234420,"1000"]]},
        {"metric":{"instance":"b:9121"},"values":[[1795234400,"1"]]}]}}"#;
    let unnamed = all(&[answer]);
    assert!(findings(&unnamed).contains(&"read-unnamed"));
    assert_eq!(unnamed.series, []);
    for question in [
        "rate(redis_master_repl_offset[1m])",
        "$ curl -s 'http://prometheus:9090/api/v1/query_range?query=rate(redis_master_repl_offset[1m])&step=10'",
        "curl -G http://p:9090/api/v1/query_range --data-urlencode query=deriv%28redis_master_repl_offset%5B1m%5D%29",
    ] {
        let asked = all(&[&format!("{question}\n{answer}")]);
        let summary = asked.rate_summary().expect("a series");
        assert_eq!((summary.peak.rate.0, summary.p50.0), (5000, 1000), "{question}");
        assert!(!findings(&asked).contains(&"read-unnamed"));
    }
}
