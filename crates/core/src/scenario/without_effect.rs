//! Directives of real configuration files that change nothing in the model.

use std::sync::LazyLock;

/// By name, as `CONFIG GET *` of redis 6.2.16, 7.0.15, 8.0.6 and valkey 8.1.1 prints them, and those
/// that only files hold.
const NAMES: &str = "
    acl-pubsub-default aclfile acllog-max-len active-defrag-cycle-max
    active-defrag-cycle-min active-defrag-cycle-us active-defrag-ignore-bytes
    active-defrag-max-scan-fields active-defrag-threshold-lower
    active-defrag-threshold-upper active-expire-effort activedefrag activerehashing
    always-show-logo aof-disable-auto-gc aof-load-truncated aof-rewrite-cpulist
    aof-rewrite-incremental-fsync aof-timestamp-enabled aof-use-rdb-preamble
    aof_rewrite_cpulist appenddirname appendfilename auto-aof-rewrite-min-size
    auto-aof-rewrite-percentage availability-zone bgsave-cpulist bgsave_cpulist bind
    bind-source-addr bio-cpulist bio_cpulist busy-reply-threshold client-query-buffer-limit
    cluster-allow-pubsubshard-when-down cluster-allow-reads-when-down
    cluster-allow-replica-migration cluster-announce-bus-port cluster-announce-client-ipv4
    cluster-announce-client-ipv6 cluster-announce-hostname cluster-announce-human-nodename
    cluster-announce-ip cluster-announce-port cluster-announce-tls-port
    cluster-blacklist-ttl cluster-compatibility-sample-ratio cluster-config-file
    cluster-databases cluster-enabled cluster-link-sendbuf-limit
    cluster-manual-failover-timeout cluster-migration-barrier cluster-node-timeout
    cluster-ping-interval cluster-port cluster-preferred-endpoint-type
    cluster-replica-no-failover cluster-replica-validity-factor
    cluster-require-full-coverage cluster-slave-no-failover cluster-slave-validity-factor
    cluster-slot-stats-enabled commandlog-execution-slower-than
    commandlog-large-reply-max-len commandlog-large-request-max-len
    commandlog-reply-larger-than commandlog-request-larger-than
    commandlog-slow-execution-max-len crash-log-enabled crash-memcheck-enabled daemonize
    databases dbfilename dir disable-thp dynamic-hz enable-debug-command
    enable-module-command enable-protected-configs events-per-io-thread
    extended-redis-compatibility gopher-enabled hash-max-listpack-entries
    hash-max-listpack-value hash-max-ziplist-entries hash-max-ziplist-value
    hide-user-data-from-log hll-sparse-max-bytes hz ignore-warnings import-mode include
    io-threads io-threads-do-reads jemalloc-bg-thread key-load-delay
    latency-monitor-threshold latency-tracking latency-tracking-info-percentiles
    lazyfree-lazy-eviction lazyfree-lazy-expire lazyfree-lazy-server-del
    lazyfree-lazy-user-del lazyfree-lazy-user-flush lfu-decay-time lfu-log-factor
    list-compress-depth list-max-listpack-size list-max-ziplist-entries
    list-max-ziplist-size loading-process-events-interval-bytes loadmodule locale-collate
    log-format log-timestamp-format logfile loglevel lua-enable-deprecated-api
    lua-replicate-commands lua-time-limit masterauth masteruser
    max-new-connections-per-cycle max-new-tls-connections-per-cycle maxclients
    maxmemory-clients maxmemory-eviction-tenacity maxmemory-samples mptcp
    notify-keyspace-events oom-score-adj oom-score-adj-values pidfile port
    prefetch-batch-max-size primaryauth primaryuser proc-title-template
    propagation-error-behavior protected-mode proto-max-bulk-len rdb-del-sync-files
    rdb-key-save-delay rdb-save-incremental-fsync rdb-version-check rdbchecksum
    rdbcompression rdma-bind rdma-completion-vector rdma-port rdma-rx-size rename-command
    repl-disable-tcp-nodelay repl-mptcp replica-announce-ip replica-announce-port
    replica-announced replica-ignore-disk-write-errors replica-ignore-maxmemory
    replica-priority replica-read-only replica-serve-stale-data replicaof requirepass
    sanitize-dump-payload server-cpulist server_cpulist set-max-intset-entries
    set-max-listpack-entries set-max-listpack-value set-proc-title shutdown-on-sigint
    shutdown-on-sigterm shutdown-timeout slave-announce-ip slave-announce-port
    slave-ignore-maxmemory slave-priority slave-read-only slave-serve-stale-data slaveof
    slowlog-log-slower-than slowlog-max-len socket-mark-id stop-writes-on-bgsave-error
    stream-node-max-bytes stream-node-max-entries supervised syslog-enabled syslog-facility
    syslog-ident tcp-backlog tcp-keepalive timeout tls-auth-clients tls-ca-cert-dir
    tls-ca-cert-file tls-cert-file tls-ciphers tls-ciphersuites tls-client-cert-file
    tls-client-key-file tls-client-key-file-pass tls-cluster tls-dh-params-file tls-key-file
    tls-key-file-pass tls-port tls-prefer-server-ciphers tls-protocols tls-replication
    tls-session-cache-size tls-session-cache-timeout tls-session-caching
    tracking-table-max-keys unixsocket unixsocketgroup unixsocketperm use-exit-on-panic user
    watchdog-period zset-max-listpack-entries zset-max-listpack-value
    zset-max-ziplist-entries zset-max-ziplist-value
";

/// All of them.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    NAMES.split_ascii_whitespace()
}

/// Whether a server knows a directive that the model has no use for.
pub(super) fn contains(name: &str) -> bool {
    static SORTED: LazyLock<Vec<&str>> = LazyLock::new(|| {
        let mut sorted: Vec<&str> = names().collect();
        crate::order::sort_by_key(&mut sorted, |name| *name);
        sorted
    });
    SORTED.binary_search(&name).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::directive;

    #[test]
    fn no_directive_is_both_known_and_without_effect() {
        let both: Vec<&str> = names().filter(|name| directive::find(name).is_some()).collect();
        assert!(both.is_empty(), "{both:?}");
        assert!(contains("masterauth") && contains("tls-key-file") && !contains("save"));
    }
}
