//! The rules for Prometheus, read and run by `promtool`: they fire when they should, and only then.

use std::path::PathBuf;
use std::process::Command;

use stormglass_core::write::Template;

use super::takeaway::filled;

/// 1 MiB/s, sized for 60 s: some 96 MiB of backlog.
const SCENARIO: &str = "server redis 7.4.1\nwrites 1mb/s\nreplicas 2\nrepl-backlog-size 96mb\n";

/// A place for the rules and what is asked of them; gone at the end.
struct Place(PathBuf);

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn promtool(name: &str, tests: Option<&str>) -> Option<()> {
    if Command::new("promtool").arg("--version").output().is_err() {
        assert!(
            std::env::var_os("STORMGLASS_NEEDS_PROMTOOL").is_none(),
            "there is no promtool on the PATH (Debian: prometheus)"
        );
        eprintln!("skipped: no promtool on the PATH (Debian: prometheus)");
        return None;
    }
    let place = Place(
        std::env::temp_dir().join(format!("stormglass-promtool-{}-{name}", std::process::id())),
    );
    std::fs::create_dir_all(&place.0).expect("a place for files");
    let write = |name: &str, text: &str| {
        std::fs::write(place.0.join(name), text).expect("a file can be written");
    };
    write("rules.yml", &filled(Template::PROMETHEUS, SCENARIO, 60, None));
    let mut call = Command::new("promtool");
    call.current_dir(&place.0);
    match tests {
        Some(tests) => {
            write("tests.yml", tests);
            call.args(["test", "rules", "tests.yml"]);
        }
        None => {
            call.args(["check", "rules", "rules.yml"]);
        }
    }
    let output = call.output().expect("promtool runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    Some(())
}

#[test]
fn promtool_accepts_the_rules() {
    promtool("check", None);
}

/// Series of one primary, and the alerts that fire after 30 minutes, in order.
fn fires(name: &str, series: &[(&str, &str)], alerts: &[&str]) {
    let mut text = String::from(
        "rule_files: [rules.yml]\nevaluation_interval: 1m\ntests:\n  - interval: 1m\n    input_series:\n",
    );
    for (metric, values) in series {
        let (metric, labels) = metric.split_once('{').unwrap_or((metric, "}"));
        let comma = if labels == "}" { "" } else { "," };
        text += &format!(
            "      - series: '{metric}{{job=\"redis\",instance=\"a\"{comma}{labels}'\n        values: '{values}'\n"
        );
    }
    text += "    promql_expr_test:\n      - expr: count by (alertname) (ALERTS{alertstate=\"firing\"})\n        eval_time: 30m\n        exp_samples:";
    if alerts.is_empty() {
        text += " []\n";
    } else {
        for alert in alerts {
            text += &format!("\n          - {{ labels: '{{alertname=\"{alert}\"}}', value: 1 }}");
        }
        text += "\n";
    }
    promtool(name, Some(&text));
}

const HEALTHY: &[(&str, &str)] = &[
    ("redis_master_repl_offset", "0+60000000x40"),
    ("redis_replication_backlog_bytes", "100663296x40"),
    // More than full, as a healthy one is from 7.0 on.
    ("redis_repl_backlog_history_bytes", "100680000x40"),
    ("redis_connected_slaves", "2x40"),
    ("redis_replica_resyncs_full", "7x40"),
    (
        r#"redis_connected_slave_offset_bytes{slave_ip="b",slave_port="1",slave_state="online"}"#,
        "0+60000000x40",
    ),
    (
        r#"redis_connected_slave_offset_bytes{slave_ip="c",slave_port="1",slave_state="wait_bgsave"}"#,
        "0x40",
    ),
    ("redis_client_output_buffer_limit_disconnections_total", "3x40"),
    ("redis_latest_fork_usec", "20000x40"),
    ("redis_memory_used_rss_bytes", "1000000000x40"),
    ("redis_total_system_memory_bytes", "16000000000x40"),
];

/// A healthy primary with some series replaced.
fn but(changes: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    let changed = |metric: &str| {
        changes.iter().find(|(name, _)| metric.split('{').next() == Some(*name)).map(|(_, v)| *v)
    };
    HEALTHY
        .iter()
        .filter(|(metric, _)| changed(metric) != Some(""))
        .map(|(metric, values)| (*metric, changed(metric).unwrap_or(values)))
        .collect()
}

#[test]
fn a_healthy_pair_is_silent() {
    fires("healthy", HEALTHY, &[]);
}

#[test]
fn a_replica_s_own_backlog_is_nobody_s_alert() {
    let mut series = but(&[("redis_replication_backlog_bytes", "1048576x40")]);
    series.push((r#"redis_master_link_up{master_host="x",master_port="1"}"#, "1x40"));
    fires("replica", &series, &[]);
}

#[test]
fn a_rate_that_outgrows_the_backlog_fires() {
    let changes = [
        ("redis_master_repl_offset", "0+600000000x40"),
        ("redis_connected_slave_offset_bytes", "0+600000000x40"),
    ];
    fires("coverage", &but(&changes), &["RedisBacklogCoversTooLittle"]);
}

#[test]
fn a_lost_setting_fires() {
    let changes = [("redis_replication_backlog_bytes", "1048576x40")];
    let alerts = ["RedisBacklogCoversTooLittle", "RedisBacklogSmallerThanSized"];
    fires("drift", &but(&changes), &alerts);
}

#[test]
fn a_resync_of_a_known_replica_fires_and_that_of_a_new_one_does_not() {
    let known = [("redis_replica_resyncs_full", "7x20 8x20")];
    fires("known", &but(&known), &["RedisFullResync"]);
    let new =
        [("redis_replica_resyncs_full", "7x20 8x20"), ("redis_connected_slaves", "2x20 3x20")];
    fires("new", &but(&new), &[]);
}

#[test]
fn a_storm_fires() {
    let changes = [("redis_replica_resyncs_full", "7+1x40")];
    fires("storm", &but(&changes), &["RedisFullResync", "RedisFullResyncStorm"]);
}

#[test]
fn what_is_far_behind_closed_frozen_or_too_large_fires() {
    let behind = [("redis_connected_slave_offset_bytes", "0+1000x40")];
    fires("behind", &but(&behind), &["RedisReplicaFallsBehind"]);
    let closed = [("redis_client_output_buffer_limit_disconnections_total", "3x20 4x20")];
    fires("closed", &but(&closed), &["RedisClosedByOutputBuffer"]);
    let frozen = [("redis_latest_fork_usec", "2000000x40")];
    fires("frozen", &but(&frozen), &["RedisForkFreezes"]);
    let large = [("redis_memory_used_rss_bytes", "15990000000x40")];
    fires("large", &but(&large), &["RedisNoRoomForResync"]);
}
