//! Memory, save points and the disk: what the primary's host does to replication.

use stormglass_core::run::{EventKind, RefusedBecause, Run};
use stormglass_core::units::{Bytes, Instant};

use super::common::run;

fn count(run: &Run, kind: impl Fn(&EventKind) -> bool) -> usize {
    run.events.iter().filter(|event| kind(&event.kind)).count()
}

fn when(run: &Run, kind: impl Fn(&EventKind) -> bool) -> Option<f64> {
    run.events.iter().find(|event| kind(&event.kind)).map(|event| event.at.as_secs_f64())
}

/// 90 % full, and a save that copies a fifth: every resync runs out of memory (redis#4816).
const NO_HEADROOM: &str = "dataset 9gb\nmemory 10gb\ncow 20%\nwrites 1mb/s\nreplica r1\n\
                           repl-diskless-sync-delay 0\nat 10s disconnect r1 for 30s\nrun 10m\n";

#[test]
fn a_host_without_headroom_loses_every_child() {
    for server in ["redis 6.2.16", "redis 7.4.1", "valkey 8.1.1"] {
        let run = run(&format!("server {server}\n{NO_HEADROOM}"));
        let failed = count(&run, |kind| *kind == EventKind::ChildFailed);
        assert!(failed > 5, "{server}: {failed}");
        assert_eq!(count(&run, |kind| *kind == EventKind::LoadDone), 0, "{server}");
        // The parts never add up to more than the host has, but for what was asked at the end.
        for event in &run.events {
            let moment = run.at(event.at);
            assert!(moment.memory.total <= Bytes::gib(10) + Bytes::mib(2), "{server}");
        }
    }
    let roomy = run(&NO_HEADROOM.replace("memory 10gb", "memory 12gb"));
    assert_eq!(count(&roomy, |kind| *kind == EventKind::ChildFailed), 0);
    assert_eq!(count(&roomy, |kind| *kind == EventKind::LoadDone), 1);
}

#[test]
fn buffers_without_a_limit_take_the_primary_with_them() {
    let run = run("dataset 1gb\nmemory 2gb\nwrites 50mb/s\nreplica r1\n\
                   client-output-buffer-limit replica 0 0 0\nat 1s stall r1 for 60s\nrun 60s\n");
    // A gigabyte at 50 MB/s, the backlog and what kernels hold aside.
    let killed = when(&run, |kind| matches!(kind, EventKind::OutOfMemory { .. })).expect("killed");
    assert!((20.0..23.0).contains(&killed), "{killed}");
}

#[test]
fn a_larger_backlog_evicts_what_it_takes() {
    let text = "server redis 7.4.1\ndataset 8gb\nmaxmemory 8193mb\nmaxmemory-policy allkeys-lru\n\
                writes 1mb/s\nreplica r1\nat 10s config set repl-backlog-size 1gb\nrun 20s\n";
    let evicts = run(text);
    let end = evicts.at(evicts.end);
    // Everything beyond the megabyte there was: in keys of 1 KiB.
    assert_eq!(end.evicted_keys, 1023 * 1024);
    assert_eq!(end.memory.dataset, Bytes::gib(8) - Bytes::mib(1023));
    // DELs enter the stream.
    let (before, after) = (
        evicts.offset_at(Instant::from_millis(9_999)),
        evicts.offset_at(Instant::from_millis(10_001)),
    );
    assert!(after.0 - before.0 > 1023 * 1024 * 36);
    let refuses = run(&text.replace("allkeys-lru", "noeviction"));
    let refused = |kind: &EventKind| *kind == EventKind::WritesRefused(RefusedBecause::Maxmemory);
    assert_eq!(when(&refuses, refused), Some(10.0));
    assert_eq!(refuses.at(refuses.end).write_rate.0, 0);
}

#[test]
fn save_points_fire_by_changes_and_time() {
    let run = run("server redis 7.0.15\ndataset 120mb\nsnapshot 120mb/s\nsave 60 1000\n\
                   writes 1mb/s\nreplica r1\nrun 200s\n");
    let at: Vec<f64> = run
        .events
        .iter()
        .filter(|event| matches!(event.kind, EventKind::Forked { serves: 0, .. }))
        .map(|event| event.at.as_secs_f64())
        .collect();
    // Strictly more than 60 s after the end of the one before.
    assert_eq!(at.len(), 3, "{at:?}");
    assert!((61.0..61.2).contains(&at[0]), "{at:?}");
    assert!((123.0..123.5).contains(&at[1]), "{at:?}");
    assert_eq!(run.at(run.end).counters.rdb_saves, 3);
    let idle = self::run("save 60 1000\nreplica r1\nrun 200s\n");
    assert_eq!(idle.at(idle.end).counters.forks, 0);
}

#[test]
fn an_append_only_file_takes_its_part_of_the_disk() {
    let takes = |aof: &str| {
        let run = run(&format!(
            "dataset 4gb\nsnapshot 1gb/s\ndisk 200mb/s\nrdb 4gb\nrepl-diskless-sync no\n\
             writes 100mb/s\n{aof}replica r1\nclient-output-buffer-limit replica 0 0 0\n\
             at 1s bgsave\nrun 2m\n"
        ));
        when(&run, |kind| *kind == EventKind::ChildDone).expect("done") - 1.0
    };
    // 4 GiB at 200 MiB/s, or at what 100 MiB/s of appends leave.
    assert!((20.4..20.8).contains(&takes("")));
    assert!((40.9..41.3).contains(&takes("appendonly yes\n")));
    assert!((20.4..20.8).contains(&takes("appendonly yes\nno-appendfsync-on-rewrite yes\n")));
}
