//! Names and values of `redis_exporter`, put back under the names INFO has for them.
//!
//! Names are those of `exporter/exporter.go` from 1.0 to 1.88 and have not changed since.

use super::Sample;

/// A metric and the field it was made from.
const FIELDS: &[(&str, &str)] = &[
    ("redis_uptime_in_seconds", "uptime_in_seconds"),
    ("redis_master_repl_offset", "master_repl_offset"),
    ("redis_second_repl_offset", "second_repl_offset"),
    ("redis_replication_backlog_bytes", "repl_backlog_size"),
    ("redis_config_repl_backlog_size", "repl_backlog_size"),
    ("redis_repl_backlog_is_active", "repl_backlog_active"),
    ("redis_repl_backlog_first_byte_offset", "repl_backlog_first_byte_offset"),
    ("redis_repl_backlog_history_bytes", "repl_backlog_histlen"),
    ("redis_replica_resyncs_full", "sync_full"),
    ("redis_replica_partial_resync_accepted", "sync_partial_ok"),
    ("redis_replica_partial_resync_denied", "sync_partial_err"),
    ("redis_connected_slaves", "connected_slaves"),
    ("redis_slave_repl_offset", "slave_repl_offset"),
    ("redis_master_sync_in_progress", "master_sync_in_progress"),
    ("redis_master_last_io_seconds_ago", "master_last_io_seconds_ago"),
    ("redis_rdb_last_bgsave_duration_sec", "rdb_last_bgsave_time_sec"),
    ("redis_rdb_last_cow_size_bytes", "rdb_last_cow_size"),
    ("redis_rdb_bgsave_in_progress", "rdb_bgsave_in_progress"),
    ("redis_latest_fork_usec", "latest_fork_usec"),
    ("redis_memory_used_bytes", "used_memory"),
    ("redis_memory_used_rss_bytes", "used_memory_rss"),
    ("redis_memory_max_bytes", "maxmemory"),
    ("redis_config_maxmemory", "maxmemory"),
    ("redis_total_system_memory_bytes", "total_system_memory"),
    ("redis_mem_clients_slaves", "mem_clients_slaves"),
    ("redis_mem_replication_backlog_bytes", "mem_replication_backlog"),
    ("redis_mem_total_replication_buffers_bytes", "mem_total_replication_buffers"),
    ("redis_loading_dump_file", "loading"),
    (
        "redis_client_output_buffer_limit_disconnections_total",
        "client_output_buffer_limit_disconnections",
    ),
];

/// One value of a metric.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Metric<'a> {
    pub(super) name: &'a str,
    pub(super) labels: Vec<(String, String)>,
    pub(super) value: &'a str,
}

impl Metric<'_> {
    pub(super) fn label(&self, name: &str) -> Option<&str> {
        self.labels.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// Whether a name is one of the exporter's.
pub(super) fn is_metric(name: &str) -> bool {
    name.starts_with("redis_") || name.starts_with("valkey_")
}

/// `name{label="value",...} value [time]`.
pub(super) fn metric(line: &str) -> Option<Metric<'_>> {
    if !is_metric(line) {
        return None;
    }
    let end = line.find(|c: char| !c.is_ascii_alphanumeric() && c != '_')?;
    let (name, mut rest) = line.split_at(end);
    let mut labels = Vec::new();
    if let Some(inner) = rest.strip_prefix('{') {
        rest = inner;
        loop {
            rest = rest.trim_start_matches([',', ' ']);
            if let Some(after) = rest.strip_prefix('}') {
                rest = after;
                break;
            }
            let (key, after) = rest.split_once("=\"")?;
            let close = after.find('"')?;
            labels.push((key.trim().to_owned(), after[..close].to_owned()));
            rest = &after[close + 1..];
        }
    }
    let value = rest.split_ascii_whitespace().next()?;
    // INFO has `redis_version:`; a metric has blanks before a number.
    (rest.starts_with(' ') && whole(value).is_some()).then_some(Metric { name, labels, value })
}

/// A float as printed, in whole units: `1.048576e+06`; what is negative or no number is none.
pub(super) fn whole(text: &str) -> Option<u64> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (integer, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let plain = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if integer.is_empty() || !plain(integer) || !plain(fraction) || text.len() > 60 {
        return None;
    }
    let digits: String = format!("{integer}{fraction}");
    let places = i32::try_from(integer.len()).ok()?.checked_add(exponent)?;
    if places <= 0 {
        return Some(0);
    }
    if places > 60 {
        return digits.bytes().all(|b| b == b'0').then_some(0);
    }
    let kept: String = digits
        .chars()
        .chain(core::iter::repeat('0'))
        .take(places.unsigned_abs() as usize)
        .collect();
    kept.parse().ok()
}

/// Puts a metric into a sample; `false` where it is none that is used.
pub(super) fn put(sample: &mut Sample, metric: &Metric<'_>, source: (u32, u32)) -> bool {
    let renamed;
    let name = match metric.name.strip_prefix("valkey_") {
        Some(rest) => {
            renamed = format!("redis_{rest}");
            renamed.as_str()
        }
        None => metric.name,
    };
    let Some(value) = whole(metric.value) else { return false };
    match name {
        "redis_instance_info" => {
            for (label, field) in [
                ("redis_version", "redis_version"),
                ("valkey_version", "valkey_version"),
                ("role", "role"),
                ("run_id", "run_id"),
            ] {
                if let Some(value) = metric.label(label).filter(|value| !value.is_empty()) {
                    sample.set(field, value.to_owned(), source);
                }
            }
        }
        "redis_connected_slave_offset_bytes" | "redis_connected_slave_lag_seconds" => {
            let is_offset = name.ends_with("offset_bytes");
            let who = format!(
                "{}:{}",
                metric.label("slave_ip").unwrap_or(""),
                metric.label("slave_port").unwrap_or("")
            );
            // Only offsets count.
            if is_offset {
                let state = metric.label("slave_state").unwrap_or("online");
                let line = format!("state={state},offset={value},at={who}");
                sample.set_replica(&who, line, source);
            }
        }
        "redis_master_link_up" => {
            let status = if value == 1 { "up" } else { "down" };
            sample.set("master_link_status", status.to_owned(), source);
            sample.set("role", "slave".to_owned(), source);
        }
        "redis_latest_fork_seconds" => {
            let micros = scaled(metric.value, 6).unwrap_or(0);
            sample.set("latest_fork_usec", micros.to_string(), source);
        }
        _ => match FIELDS.iter().find(|(known, _)| *known == name) {
            // A setting does not replace what is in force.
            Some((_, field)) if name.starts_with("redis_config_") => {
                if !sample.fields.contains_key(*field) {
                    sample.set(field, value.to_string(), source);
                }
            }
            Some((_, field)) => sample.set(field, value.to_string(), source),
            None => return false,
        },
    }
    true
}

/// A decimal number times a power of ten.
fn scaled(text: &str, places: u32) -> Option<u64> {
    if text.contains(['e', 'E']) {
        return whole(text)?.checked_mul(10_u64.checked_pow(places)?);
    }
    whole(&format!("{text}e{places}"))
}

/// A sample without a role is a primary's where only a primary counts like that.
pub(super) fn guess_role(sample: &mut Sample) {
    let source = |name: &str| sample.fields.get(name).map(|field| (field.paste, field.line));
    let from = source("connected_slaves").or_else(|| source("master_repl_offset"));
    if !sample.fields.contains_key("role")
        && !sample.fields.contains_key("slave_repl_offset")
        && let Some(from) = from
    {
        sample.set("role", "master".to_owned(), from);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_are_read_without_floats() {
        for (text, expected) in [
            ("1.048576e+06", Some(1_048_576)),
            ("0", Some(0)),
            ("7", Some(7)),
            ("1.5e+00", Some(1)),
            ("1.27800000001e+11", Some(127_800_000_001)),
            ("2e-05", Some(0)),
            ("9e99", None),
            ("NaN", None),
            ("+Inf", None),
            ("-1", None),
        ] {
            assert_eq!(whole(text), expected, "{text}");
        }
        assert_eq!(scaled("0.001027", 6), Some(1027));
    }

    #[test]
    fn a_line_has_a_name_labels_and_a_value() {
        let found = metric(
            "redis_connected_slave_offset_bytes{slave_ip=\"a\", slave_port=\"1\"} 7e+00 1795234418000",
        );
        let found = found.expect("a metric");
        assert_eq!((found.label("slave_port"), found.value), (Some("1"), "7e+00"));
        for text in ["redis_version:7.0", "redis_up", "redis_up{", "redis_up{a=\"", "other 1"] {
            assert_eq!(metric(text), None, "{text}");
        }
    }
}
