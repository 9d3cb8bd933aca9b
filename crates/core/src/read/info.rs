//! Lines of INFO, alone or behind the prefix of a shipper.

use std::borrow::Cow;

/// Fields that begin or identify an INFO even behind a prefix.
const ANCHORS: &[&str] = &[
    "redis_version",
    "valkey_version",
    "server_name",
    "run_id",
    "uptime_in_seconds",
    "server_time_usec",
    "used_memory",
    "used_memory_rss",
    "maxmemory",
    "total_system_memory",
    "mem_allocator",
    "mem_replication_backlog",
    "mem_clients_slaves",
    "mem_total_replication_buffers",
    "rdb_bgsave_in_progress",
    "rdb_last_bgsave_time_sec",
    "rdb_last_bgsave_status",
    "rdb_last_cow_size",
    "latest_fork_usec",
    "sync_full",
    "sync_partial_ok",
    "sync_partial_err",
    "client_output_buffer_limit_disconnections",
    "instantaneous_output_repl_kbps",
    "total_net_repl_output_bytes",
    "role",
    "connected_slaves",
    "master_host",
    "master_port",
    "master_link_status",
    "master_sync_in_progress",
    "master_last_io_seconds_ago",
    "master_link_down_since_seconds",
    "slave_repl_offset",
    "slave_read_repl_offset",
    "master_replid",
    "master_replid2",
    "master_repl_offset",
    "second_repl_offset",
    "repl_backlog_active",
    "repl_backlog_size",
    "repl_backlog_first_byte_offset",
    "repl_backlog_histlen",
    "loading",
];

/// A field under the name it has had since 2.8: servers are about to say primary and replica.
pub(super) fn canonical(name: &str) -> Cow<'_, str> {
    if is_known(name) || !(name.contains("primary") || name.contains("replica")) {
        return Cow::Borrowed(name);
    }
    let old = name.replace("primary", "master").replace("replica", "slave");
    if is_known(&old) { Cow::Owned(old) } else { Cow::Borrowed(name) }
}

/// Its value likewise.
pub(super) fn canonical_value<'a>(name: &str, value: &'a str) -> &'a str {
    match (name, value) {
        ("role", "primary") => "master",
        ("role", "replica") => "slave",
        _ => value,
    }
}

/// Whether a field is looked for, or is the line of a replica.
pub(super) fn is_known(name: &str) -> bool {
    let number = name.strip_prefix("slave").unwrap_or("");
    ANCHORS.contains(&name) || (!number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

fn is_name(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|b| b.is_ascii_lowercase())
        && bytes.all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// What stands before it, and `name:value`, alone on a line or, for fields that are looked for, behind a prefix.
pub(super) fn info_field(line: &str) -> Option<(&str, &str, &str)> {
    let (name, value) = line.split_once(':')?;
    if is_name(name) && !value.starts_with("//") && !value.starts_with(' ') {
        return Some(("", name, value));
    }
    // Behind a shipper's prefix or a quote: the first known name that starts a word.
    let starts = core::iter::once(0)
        .chain(line.match_indices([' ', '"', '\'', '|', '>', '\t', ':']).map(|(at, _)| at + 1));
    for start in starts.take(64) {
        let (name, value) = line.get(start..)?.split_once(':')?;
        let known = canonical(name);
        if ANCHORS.contains(&&*known) || (is_known(&known) && value.contains("state=")) {
            return Some((&line[..start], name, value.trim_end_matches(['"', '\''])));
        }
    }
    None
}
