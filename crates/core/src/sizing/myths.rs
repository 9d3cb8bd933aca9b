//! What is often said about replication and is not so: the truth, the evidence, and a scene to see
//! it happen. Each scene is run in `tests/native/myths.rs`.

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Myth {
    /// Catalogue id of what is said.
    pub claim: &'static str,
    /// Catalogue id of what is so.
    pub truth: &'static str,
    /// Where that can be read or was measured.
    pub evidence: &'static str,
    /// A scenario that shows it.
    pub scene: &'static str,
}

macro_rules! myths {
    ($($name:literal, $evidence:literal, $scene:literal;)*) => {
        /// All of them, the dear ones first.
        pub const MYTHS: &[Myth] = &[$(Myth {
            claim: concat!("myth-", $name),
            truth: concat!("myth-", $name, "-truth"),
            evidence: $evidence,
            scene: $scene,
        }),*];
        /// Their ids, for the catalogue's test.
        pub(super) const ALL: &[&str] =
            &["myth-title", "myth-scene", $(concat!("myth-", $name), concat!("myth-", $name, "-truth")),*];
    };
}

myths! {
    "resize-now", "redis 6.2 replication.c: resizeReplicationBacklog",
    "server redis 6.2.16\nrepl-backlog-size 64mb\nwrites 1mb/s\nreplica r1\n\
     at 10s disconnect r1 for 20s\nat 20s config set repl-backlog-size 256mb\n";
    "replicaof-test", "redis 7.0 replication.c: replicationUnsetMaster, changeReplicationId",
    "server redis 7.4.1\nwrites 100kb/s\nreplica r1\nat 10s kill r1\n";
    "bgsave-size", "redis 7.0 replication.c: replicationSetupSlaveForFullResync",
    "server redis 6.2.16\nrepl-backlog-size 4gb\ndataset 16gb\nwrites 20mb/s\nreplica r1\nfresh\n\
     run 10m\n";
    "spiral-fix", "redis 7.0 networking.c: checkClientOutputBufferLimits",
    "server redis 7.4.1\nclient-output-buffer-limit replica 1gb 256mb 300\nrepl-backlog-size 2gb\n\
     dataset 16gb\nwrites 100mb/s\nreplica r1\nfresh\nrun 10m\n";
    "hard-below-backlog", "redis 7.0.15 networking.c: checkClientOutputBufferLimits; absent in 6.2",
    "server redis 6.2.16\nclient-output-buffer-limit replica 64mb 32mb 10\n\
     repl-backlog-size 256mb\nwrites 1mb/s\nreplica r1\nat 10s disconnect r1 for 120s\n";
    "hundred-mb", "netdata.cloud, Redis replication backlog overflow",
    "server redis 7.4.1\nrepl-backlog-size 100mb\nwrites 10mb/s\nreplica r1\n\
     at 10s disconnect r1 for 30s\n";
    "average-rate", "fixwikihub.com, Redis replication backlog",
    "server redis 7.4.1\nrepl-backlog-size 120mb\nwrites 1mb/s\nreplica r1\n\
     at 20s writes 20mb/s for 10s\nat 10s disconnect r1 for 60s\n";
    "backlog-full", "redis 7.0 replication.c: incrementalTrimReplicationBacklog",
    "server redis 7.4.1\nrepl-backlog-size 1mb\nwrites 1mb/s\nreplica r1\nrun 60s\n";
    "partial-err", "redis 7.0 replication.c: masterTryPartialResynchronization",
    "server redis 7.4.1\nrepl-backlog-size 16mb\nwrites 1mb/s\nreplica r1\n\
     at 10s disconnect r1 for 30s\n";
    "double-fork", "redis 7.0 server.c: hasActiveChildProcess",
    "server redis 6.2.16\nrepl-diskless-sync yes\nrepl-diskless-sync-delay 0\ndataset 4gb\n\
     writes 100kb/s\nrepl-backlog-size 16kb\nreplicas 2\nat 10s disconnect r1 for 5s\n\
     at 20s disconnect r2 for 5s\n";
    "diskless-short", "redis 7.0 rdb.c: rdbSaveToSlavesSockets",
    "server redis 7.4.1\nrepl-diskless-sync yes\ndataset 8gb\nwrites 100kb/s\n\
     replica r1 link 20mb/s\nfresh\n";
    "bgsave-is-resync", "redis 7.0 rdb.c: bgsaveCommand",
    "server redis 7.4.1\nwrites 1mb/s\nreplica r1\nat 10s bgsave\n";
    "backlog-zero", "redis 7.0 config.c: repl-backlog-size, from 1 on",
    "server redis 7.4.1\nrepl-backlog-size 16kb\nwrites 1mb/s\nreplica r1\n\
     at 10s disconnect r1 for 1s\n";
    "ttl-raise", "redis 7.0 replication.c: replicationCron",
    "server redis 7.4.1\nrepl-backlog-size 1gb\nwrites 100kb/s\nreplica r1\n\
     at 10s disconnect r1 for 2h\n";
    "fork-field", "redis 7.0 server.c: genRedisInfoString",
    "server redis 7.4.1\ndataset 8gb\nwrites 1mb/s\nreplica r1\nat 10s bgsave\n";
    "error-text", "redis 7.0 replication.c: masterTryPartialResynchronization",
    "server redis 7.4.1\nrepl-backlog-size 16mb\nwrites 1mb/s\nreplica r1\n\
     at 10s disconnect r1 for 30s\n";
    "metric-names", "oliver006/redis_exporter exporter/exporter.go",
    "server redis 7.4.1\nwrites 1mb/s\nreplica r1\nrun 60s\n";
    "grep-replica", "redis 7.0 networking.c: catClientInfoString",
    "server redis 7.4.1\nwrites 1mb/s\nreplica r1\nrun 60s\n";
    "rules-agree", "netdata.cloud, fixwikihub.com, tools.yiteai.com: three rules for one rate",
    "server redis 7.4.1\nrepl-backlog-size 600mb\nwrites 10mb/s\nreplica r1\n\
     at 10s disconnect r1 for 2m\nrun 3m\n";
    "loss-window", "redis 7.0 replication.c: replicationFeedSlaves is asynchronous",
    "server redis 7.4.1\nwrites 1mb/s\nreplicas 2\nsentinel down-after 30s\n\
     at 20s crash primary\nrun 2m\n";
    "lag-beyond-backlog", "redis 7.0 replication.c: incrementalTrimReplicationBacklog",
    "server redis 7.4.1\nrepl-backlog-size 16mb\nclient-output-buffer-limit replica 256mb 0 0\n\
     writes 3mb/s\nreplica r1 link 1mb/s\nreplica r2 link 800kb/s\nat 30s kill r1\nrun 40s\n";
    "save-cuts-links", "redis 7.0 server.c: master_link_down_since_seconds only while it is down",
    "server redis 7.4.1\ndataset 8gb\nwrites 10mb/s\nreplicas 2\nat 10s bgsave\nrun 3m\n";
    "unstick", "redis 7.0 replication.c: replicationUnsetMaster shifts the replication ID",
    "server redis 7.4.1\nwrites 1mb/s\nrepl-backlog-size 256mb\nreplica r1\n\
     at 10s replicaof r1 no one\nat 20s replicaof r1 primary\nrun 1m\n";
    "config-set-new", "redis 2.8 config.c: configSetCommand, repl-backlog-size",
    "server redis 6.2.16\nrepl-backlog-size 1mb\nwrites 1mb/s\nreplica r1\n\
     at 5s config set repl-backlog-size 256mb\nat 30s disconnect r1 for 20s\nrun 1m\n";
    "defrag-copies", "redis 7.0 defrag.c: activeDefragCycle returns while there is a child",
    "server redis 7.4.1\ndataset 8gb\nwrites 20mb/s\ncow 30%\nreplica r1\nat 10s bgsave\nrun 2m\n";
    "debug-sleep", "redis 7.0 config.c: enable-debug-command no",
    "server redis 7.4.1\nwrites 1mb/s\nreplica r1\nat 10s block primary for 20s\nrun 1m\n";
    "lag-is-distance", "redis 7.0 replication.c: lag is the age of the last REPLCONF ACK",
    "server redis 7.4.1\nclient-output-buffer-limit replica 0 0 0\nwrites 4mb/s\n\
     replica r1 link 1mb/s\nrun 1m\n";
    "collector-sees-it", "netdata go.d modules/redis/metadata.yaml",
    "server redis 7.4.1\nrepl-backlog-size 1mb\ndataset 200mb\nwrites 1mb/s\nreplica r1\n\
     at 11s disconnect r1 for 4s\nrun 1m\n";
    "sentinel-at-once", "redis 7.0 sentinel.c: sentinelCheckSubjectivelyDown, down-after-milliseconds",
    "server redis 7.4.1\nwrites 1mb/s\nreplicas 2\nsentinel down-after 30s\n\
     at 10s crash primary\nrun 2m\n";
}
