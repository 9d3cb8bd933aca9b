//! What survives a crash of the process and of the host, and what `WAITAOF` waits for.
//!
//! Sources: redis 7.2.6 `aof.c:flushAppendOnlyFile`, `replication.c:waitaofCommand`.

use stormglass_core::run::{EventKind, ledger};
use stormglass_core::scenario::Scenario;

use super::common::run;

const MIB: u64 = 1 << 20;

fn lost(conf: &str, incident: &str) -> u64 {
    let run = run(&format!(
        "server redis 7.4.1\nwrites 1mb/s\ndataset 100mb\n{conf}\nreplica r1\n{incident}\nrun 60s"
    ));
    ledger(&run, run.end).lost.0
}

#[test]
fn an_append_only_file_survives_its_process_and_what_is_synced_its_host() {
    let host = "at 40.25s crash primary for 5s";
    let process = "at 40.25s crash process for 5s";
    for fsync in ["always", "everysec", "no"] {
        let conf = format!("appendonly yes\nappendfsync {fsync}");
        assert_eq!(lost(&conf, process), 0, "{fsync}");
    }
    let aof = |fsync| lost(&format!("appendonly yes\nappendfsync {fsync}"), host);
    assert_eq!(aof("always"), 0);
    // The quarter of a second since the clock changed.
    assert_eq!(aof("everysec"), MIB / 4);
    assert_eq!(aof("no"), 30 * MIB);
    // Neither file: everything that was written in this run.
    let all = lost("", process);
    assert!(all.abs_diff(40 * MIB + MIB / 4) < 100, "{all}");
    // A snapshot at 20 s keeps what came before it.
    let since = lost("save 3600 1", "at 20s bgsave\nat 40.25s crash process for 5s");
    assert!(since.abs_diff(20 * MIB + MIB / 4) < MIB / 2, "{since}");
}

#[test]
fn what_a_promoted_replica_has_is_not_lost_with_the_old_primary() {
    let run = run("server redis 7.4.1\nwrites 1mb/s\ndataset 100mb\nreplicas 2\n\
         repl-backlog-size 64mb\nsentinel down-after 5s\nat 10s restart primary for 30s\nrun 90s");
    // Both replicas were in step: 10 MiB without a file on the primary's side are all still there.
    assert_eq!(run.at(run.end).primary, Some(0));
    assert_eq!(ledger(&run, run.end).lost.0, 0);
}

fn waitaof(conf: &str, line: &str) -> Vec<(u64, u64, f64)> {
    let run = run(&format!(
        "server redis 7.4.1\nwrites 1mb/s\ndataset 100mb\nlink 10gbit/s rtt 2ms\n{conf}\n\
         replicas 2\n{line}\nrun 60s"
    ));
    let returned = run.events.iter().filter_map(|event| match event.kind {
        EventKind::WaitAofReturned { local, acknowledged, after, .. } => {
            Some((local, acknowledged, after.as_secs_f64()))
        }
        _ => None,
    });
    returned.collect()
}

#[test]
fn waitaof_waits_for_files() {
    let line = "at 10.2s waitaof 1 2 5s";
    // Every second: the own file at 11 s, the replicas' next acknowledgement after that at 11.5 s.
    let (local, replicas, after) = waitaof("appendonly yes", line)[0];
    assert_eq!((local, replicas), (1, 2));
    assert!((1.3..1.31).contains(&after), "{after}");
    let (local, replicas, after) = waitaof("appendonly yes\nappendfsync always", line)[0];
    assert_eq!((local, replicas), (1, 2));
    assert!((0.002..0.003).contains(&after), "{after}");
    // The kernel's own pace is slower than the client's patience.
    assert_eq!(waitaof("appendonly yes\nappendfsync no", line), [(0, 0, 5.0)]);
    assert_eq!(waitaof("appendonly yes", "at 10.2s waitaof 1 0 5s"), [(1, 0, 0.8)]);
    // Without a file it is an error, told at once.
    assert_eq!(waitaof("", line), []);
}

#[test]
fn waitaof_is_named_where_it_does_not_exist() {
    let checked =
        Scenario::check("server redis 7.0.15\nreplicas 1\nappendonly yes\nat 1s waitaof 1 0 1s\n");
    assert_eq!(checked.findings.len(), 1, "{:?}", checked.findings);
    let checked = Scenario::check("server redis 7.2.0\nreplicas 1\nat 1s waitaof 1 0 1s\n");
    assert_eq!(checked.findings.len(), 1, "{:?}", checked.findings);
}
