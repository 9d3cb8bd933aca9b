//! Panels of a dashboard, over the rules of the Prometheus template.

use crate::message::Message;

use super::ids;
use super::sheet::Say;

/// What each panel shows: its title in the catalogue, its unit, its query, and the legend.
const PANELS: &[(&str, &str, &str, &str)] = &[
    (ids::PANEL_RATE, "binBps", "instance:redis_replication_stream_bytes:rate5m", "{{instance}}"),
    (ids::PANEL_COVERAGE, "s", "instance:redis_backlog_coverage:seconds", "{{instance}}"),
    (
        ids::PANEL_BEHIND,
        "bytes",
        "redis_master_repl_offset - on (job, instance) group_right () \
         redis_connected_slave_offset_bytes{slave_state=\\\"online\\\"}",
        "{{instance}} {{slave_ip}}:{{slave_port}}",
    ),
    (ids::PANEL_FULL, "short", "increase(redis_replica_resyncs_full[15m])", "{{instance}}"),
    (
        ids::PANEL_REFUSED,
        "short",
        "increase(redis_replica_partial_resync_denied[15m])",
        "{{instance}}",
    ),
    (
        ids::PANEL_BUFFER,
        "short",
        "increase(redis_client_output_buffer_limit_disconnections_total[15m])",
        "{{instance}}",
    ),
    (ids::PANEL_MEMORY, "bytes", "redis_memory_used_rss_bytes", "{{instance}} RSS"),
    (ids::PANEL_FORK, "µs", "redis_latest_fork_usec", "{{instance}}"),
];

/// One line of JSON for each panel, two in a row.
pub(super) fn panels(say: Say<'_>) -> Vec<String> {
    let mut at = 0;
    let last = PANELS.len() - 1;
    let panel = |(title, unit, query, legend): &(&'static str, &str, &str, &str)| {
        let (x, y) = (at % 2 * 12, at / 2 * 8);
        let comma = if at < last { "," } else { "" };
        at += 1;
        let title = say(&Message::new(title));
        format!(
            "{{ \"id\": {at}, \"type\": \"timeseries\", \"title\": \"{title}\", \
             \"gridPos\": {{ \"x\": {x}, \"y\": {y}, \"w\": 12, \"h\": 8 }}, \
             \"datasource\": {{ \"type\": \"prometheus\", \"uid\": \"${{datasource}}\" }}, \
             \"fieldConfig\": {{ \"defaults\": {{ \"unit\": \"{unit}\" }}, \"overrides\": [] }}, \
             \"targets\": [{{ \"refId\": \"A\", \"expr\": \"{query}\", \
             \"legendFormat\": \"{legend}\" }}] }}{comma}"
        )
    };
    PANELS.iter().map(panel).collect()
}
