//! What is read from recordings of servers whose words differ: old ones, two connections, a cron
//! that closes, logfmt, JSON and milliseconds.

use core::time::Duration;

use expect_test::{Expect, expect};
use stormglass_core::read::{Limit, Paste, Reading, read};
use stormglass_text::Catalogue;

fn sample(path: &str) -> String {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    std::fs::read_to_string(folder.join(path)).expect("a recorded sample")
}

fn all(texts: &[String]) -> Reading {
    let paste = |text: &String| Paste { name: "paste".into(), text: text.clone() };
    read(&texts.iter().map(paste).collect::<Vec<_>>())
}

fn both(folder: &str) -> Reading {
    all(&[sample(&format!("{folder}/primary.log")), sample(&format!("{folder}/replica.log"))])
}

/// Each synchronization in its words, each load, and what follows.
fn told(folder: &str, expected: &Expect) {
    let words = Catalogue::english();
    let reading = both(folder);
    let mut out = format!("{}\n", reading.server.map_or(String::new(), |s| s.to_string()));
    for sync in &reading.log.syncs {
        let phases: Vec<String> = reading.phases(sync).iter().map(|p| words.say(p)).collect();
        out += &format!("{}\n", words.say(&sync.message()));
        if !phases.is_empty() {
            out += &format!("  {}\n", phases.join(", "));
        }
    }
    let ms = |time: Option<Duration>| time.map_or("?".into(), |time| time.as_millis().to_string());
    for load in &reading.log.loads {
        let (took, loaded) = (ms(load.transfer_time()), ms(load.load_time()));
        out += &format!("took {took} ms to come and {loaded} ms to load\n");
    }
    for found in &reading.diagnosis {
        out += &format!("{}\n", words.say(&found.message));
    }
    expected.assert_eq(&out);
}

#[test]
fn redis_3_2_names_no_year_and_a_run_id() {
    told(
        "redis-3.2.6",
        &expect![[r#"
            redis 3.2.6
            Replica 1 began again and was online after 146 ms.
              came without a history, fork 2 ms, save 144 ms, transfer 0 s, lost after 5.3 s
            Replica 2 began again and was online after 138 ms.
              came without a history, joined a save that was running, transfer 0 s, lost after 5.3 s
            Replica 1 went on where it was: 14 B of backlog were sent.
            Replica 2 went on where it was: 14 B of backlog were sent.
            Replica 2 began again and was closed after 5 s with 16 MiB waiting for it.
              what it lacked had left the backlog, fork 1 ms, save 224 ms, transfer 2 ms, closed at 16 MiB by the hard limit of 16 MiB, connected for 5 s
            Replica 1 began again and was online after 164 ms.
              what it lacked had left the backlog, fork 3 ms, save 161 ms, transfer 0 s, lost after 29.2 s
            Replica 2 began again and was closed after 6.7 s with 16 MiB waiting for it.
              what it lacked had left the backlog, fork 3 ms, save 216 ms, transfer 1 ms, closed at 16 MiB by the hard limit of 16 MiB, connected for 7 s
            Replica 2 began again and was online after 261 ms.
              what it lacked had left the backlog, fork 4 ms, save 256 ms, transfer 1 ms, lost after 20.9 s
            Replica 1 went on where it was: 28 B of backlog were sent.
            Replica 1 began again and was online after 227 ms.
              came without a history, fork 2 ms, save 221 ms, transfer 4 ms, lost after 2.4 s
            Replica 1 began again and was online after 3.6 s.
              what it lacked had left the backlog, 2.4 s until its save began, fork 9 ms, save and transfer 307 ms
            Replica 2 began again and was online after 2.4 s.
              what it lacked had left the backlog, 1.3 s until its save began, fork 9 ms, save and transfer 307 ms
            Replica 1 began again and was online after 300 ms.
              came with another replication ID, fork 29 ms, save 267 ms, transfer 4 ms
            Replica 2 began again and was online after 267 ms.
              came with another replication ID, joined a save that was running, transfer 4 ms
            took 1 ms to come and 244 ms to load
            took 2 ms to come and 352 ms to load
            took 1 ms to come and 685 ms to load
            took 4 ms to come and 472 ms to load
            took 240 ms to come and 430 ms to load
            took 7 ms to come and 428 ms to load
            Refused for lack of backlog, 6 times: what the replica had missed was no longer held.
            Refused for another replication ID, 2 times: the replica came with a history that this server does not have. No backlog size prevents that.
            The hard output-buffer limit of 16 MiB closed a replica, 2 times; the most that waited was 16 MiB.
            One side heard nothing for repl-timeout, once.
            Replicas were lost and went on without a snapshot, 3 times: the backlog held, and the network does not.
            A replica could not connect to its primary, 2 times: the primary was down, or something between them was.
            The primary was started again, once, with another history than its replicas had: its backlog ended with it, and its snapshot was missing or older than they were.
            The same replicas begin again and again: 11 full resyncs, one every 9.3 s.
        "#]],
    );
}

#[test]
fn a_cron_tells_the_loss_first_and_the_reason_next() {
    told(
        "redis-8.0.6-soft",
        &expect![[r#"
            redis 8.0.6
            Replica 1 began again and was online after 82 ms.
              came without a history, fork 5 ms, save 76 ms, transfer 1 ms, lost after 5.2 s
            Replica 2 began again and was online after 203 ms.
              came without a history, fork 1 ms, save 201 ms, transfer 1 ms, 1 MiB copied, lost after 5.1 s
            Replica 1 went on where it was: 0 B of backlog were sent.
            Replica 2 went on where it was: 0 B of backlog were sent.
            Replica 2 began again and was closed after 5.9 s with 16 MiB waiting for it.
              what it lacked had left the backlog, fork 2 ms, save 107 ms, transfer 0 s, 1 MiB copied, closed at 16 MiB by the hard limit of 16 MiB, connected for 6 s
            Replica 1 began again and was online after 118 ms.
              what it lacked had left the backlog, fork 1 ms, save 116 ms, transfer 1 ms, 1 MiB copied, lost after 29.1 s
            Replica 2 began again and was closed after 10.6 s with 19.9 MiB waiting for it.
              what it lacked had left the backlog, fork 7 ms, save 180 ms, transfer 4 ms, 1 MiB copied, closed by a limit at 19.9 MiB, connected for 11 s
            Replica 2 began again and was online after 196 ms.
              what it lacked had left the backlog, fork 3 ms, save 188 ms, transfer 5 ms, 1 MiB copied
            took 0 ms to come and 101 ms to load
            took 0 ms to come and 77 ms to load
            took 1 ms to come and 181 ms to load
            took 3 ms to come and 180 ms to load
            took 91 ms to come and 331 ms to load
            took 1 ms to come and 185 ms to load
            Refused for lack of backlog, 4 times: what the replica had missed was no longer held.
            The soft output-buffer limit, whatever it is, closed a replica, once; the most that waited was 19.9 MiB, for too long.
            The hard output-buffer limit of 16 MiB closed a replica, once; the most that waited was 16 MiB.
            One side heard nothing for repl-timeout, once.
            A replica could not connect to its primary, 3 times: the primary was down, or something between them was.
            The same replicas begin again and again: 6 full resyncs, one every 9.3 s.
        "#]],
    );
    let killed: Vec<_> =
        both("redis-8.0.6-soft").log.syncs.iter().filter_map(|s| s.killed).collect();
    assert_eq!(killed.iter().map(|kill| kill.by_cron).collect::<Vec<_>>(), [false, true]);
    let conf = "client-output-buffer-limit replica 16mb 8mb 5\n".to_owned();
    let reading = all(&[sample("redis-8.0.6-soft/primary.log"), conf]);
    let cause = |n: usize| reading.kill_cause(&killed[n]).map(|cause| cause.limit);
    assert_eq!([cause(0), cause(1)], [Some(Limit::Hard), Some(Limit::Soft)]);
}

#[test]
fn a_snapshot_with_a_connection_of_its_own_is_one_synchronization() {
    told(
        "valkey-8.1.1-dual-channel",
        &expect![[r#"
            valkey 8.1.1
            Replica 1 began again and was online after 6.2 s.
              came without a history, 5.8 s until its save began, fork 2 ms, save and transfer 102 ms, 5 MiB copied, lost after 11.1 s
            Replica 2 began again and was online after 6 s.
              came without a history, 5.7 s until its save began, fork 2 ms, save and transfer 102 ms, 5 MiB copied, lost after 11 s
            Replica 2 went on where it was: 0 B of backlog were sent.
            Replica 1 went on where it was: 0 B of backlog were sent.
            Replica 2 went on where it was: 0 B of backlog were sent.
            Replica 1 began again and was online after 5 s.
              what it lacked had left the backlog, 4.8 s until its save began, fork 5 ms, save and transfer 101 ms, 5 MiB copied, lost after 34.1 s
            Replica 2 began again and was closed after 12.4 s with 21.1 MiB waiting for it.
              what it lacked had left the backlog, 4.4 s until its save began, fork 2 ms, save and transfer 101 ms, 9 MiB copied, closed by a limit at 21.1 MiB, connected for 13 s, so the stream grew by 2.66 MiB/s
            Replica 2 began again and was online after 5.4 s.
              what it lacked had left the backlog, 5 s until its save began, fork 19 ms, save and transfer 101 ms, 9 MiB copied, lost after 25.6 s
            Replica 1 went on where it was: 28 B of backlog were sent.
            Replica 1 began again and was online after 5 s.
              came with another replication ID, 4.7 s until its save began, fork 8 ms, save and transfer 204 ms, 9 MiB copied, lost after 5.1 s
            Replica 1 went on where it was: 19.6 KiB of backlog were sent.
            Replica 2 began again and was online after 1.9 s.
              what it lacked had left the backlog, 1.6 s until its save began, fork 2 ms, save and transfer 204 ms, 9 MiB copied
            Replica 2 began again and was online after 4.6 s.
              came with another replication ID, 4.6 s until its save began, fork 1 ms, save and transfer 101 ms, lost after 5.7 s
            Replica 1 began again and was online after 4.1 s.
              came with another replication ID, 4.1 s until its save began, fork 1 ms, save and transfer 101 ms, lost after 5.2 s
            took 74 ms to come and 172 ms to load
            took 87 ms to come and 186 ms to load
            took 55 ms to come and 247 ms to load
            took 107 ms to come and 183 ms to load
            took 3 ms to come and 1 ms to load
            Refused for lack of backlog, 4 times: what the replica had missed was no longer held.
            Refused for another replication ID, 3 times: the replica came with a history that this server does not have. No backlog size prevents that.
            The soft output-buffer limit, whatever it is, closed a replica, once; the most that waited was 21.1 MiB, for too long.
            The hard output-buffer limit of 16 MiB closed a replica, once; the most that waited was 16 MiB.
            One side heard nothing for repl-timeout, once.
            Replicas were lost and went on without a snapshot, 5 times: the backlog held, and the network does not.
            A replica could not connect to its primary, 3 times: the primary was down, or something between them was.
            The primary was started again, once, with another history than its replicas had: its backlog ended with it, and its snapshot was missing or older than they were.
            The same replicas begin again and again: 9 full resyncs, one every 15.3 s.
        "#]],
    );
}

#[test]
fn a_log_in_json_says_the_same() {
    told(
        "valkey-9.1.2-json",
        &expect![[r#"
            valkey 9.1.2
            Replica 1 began again and was online after 5.6 s.
              came without a history, 5 s until its save began, fork 4 ms, save and transfer 303 ms, 5 MiB copied, lost after 10.8 s
            Replica 2 began again and was online after 5.5 s.
              came without a history, 4.9 s until its save began, fork 4 ms, save and transfer 303 ms, 5 MiB copied, lost after 10.7 s
            Replica 2 went on where it was: 0 B of backlog were sent.
            Replica 1 went on where it was: 0 B of backlog were sent.
            Replica 2 went on where it was: 78.3 KiB of backlog were sent.
            Replica 1 began again and was online after 6.3 s.
              what it lacked had left the backlog, 5.6 s until its save began, fork 2 ms, save and transfer 100 ms, 5 MiB copied, lost after 36.2 s
            Replica 2 began again and was closed after 13.1 s with 21.1 MiB waiting for it.
              what it lacked had left the backlog, 4.9 s until its save began, fork 9 ms, save and transfer 101 ms, 8 MiB copied, closed by a limit at 21.1 MiB, connected for 14 s, so the stream grew by 2.58 MiB/s
            Replica 2 began again and was online after 5.2 s.
              what it lacked had left the backlog, 4.7 s until its save began, fork 3 ms, save and transfer 101 ms, 9 MiB copied, lost after 25.7 s
            Replica 1 went on where it was: 42 B of backlog were sent.
            Replica 1 began again and was online after 5.4 s.
              came with another replication ID, 4.6 s until its save began, fork 2 ms, save and transfer 101 ms, 9 MiB copied, lost after 5.4 s
            Replica 1 went on where it was: 0 B of backlog were sent.
            Replica 2 began again and was online after 2.8 s.
              what it lacked had left the backlog, 2.2 s until its save began, fork 3 ms, save and transfer 101 ms, 9 MiB copied
            Replica 2 began again and was online after 6.1 s.
              came with another replication ID, 5.3 s until its save began, fork 1 ms, save and transfer 101 ms
            Replica 1 began again and was online after 6.1 s.
              came with another replication ID, 5.2 s until its save began, fork 1 ms, save and transfer 101 ms
            took 110 ms to come and 433 ms to load
            took 19 ms to come and 669 ms to load
            took 54 ms to come and 665 ms to load
            took 0 ms to come and 928 ms to load
            Refused for lack of backlog, 4 times: what the replica had missed was no longer held.
            Refused for another replication ID, 3 times: the replica came with a history that this server does not have. No backlog size prevents that.
            The soft output-buffer limit, whatever it is, closed a replica, once; the most that waited was 21.1 MiB, for too long.
            The hard output-buffer limit of 16 MiB closed a replica, once; the most that waited was 16 MiB.
            One side heard nothing for repl-timeout, once.
            Replicas were lost and went on without a snapshot, 5 times: the backlog held, and the network does not.
            A replica could not connect to its primary, 4 times: the primary was down, or something between them was.
            The primary was started again, once, with another history than its replicas had: its backlog ended with it, and its snapshot was missing or older than they were.
            A replica was made a primary, once. A replica of it that comes back needs its old ID, and a REPLICAOF NO ONE is no test of a network failure.
            The same replicas begin again and again: 9 full resyncs, one every 15.7 s.
        "#]],
    );
}

#[test]
fn a_log_in_milliseconds_and_a_thread_that_receives() {
    told(
        "valkey-9.0.0-milliseconds",
        &expect![[r#"
            valkey 9.0.0
            Replica 1 began again and was online after 146 ms.
              came without a history, fork 1 ms, save 145 ms, transfer 0 s, lost after 6.1 s
            Replica 2 began again and was online after 118 ms.
              came without a history, joined a save that was running, transfer 1 ms, lost after 6.1 s
            Replica 1 went on where it was: 0 B of backlog were sent.
            Replica 2 went on where it was: 0 B of backlog were sent.
            Replica 2 went on where it was: 39.1 KiB of backlog were sent.
            Replica 1 began again and was online after 63 ms.
              what it lacked had left the backlog, fork 1 ms, save 62 ms, transfer 0 s, lost after 29 s
            Replica 2 began again and was online after 94 ms.
              what it lacked had left the backlog, fork 2 ms, save 92 ms, transfer 0 s, lost after 10.5 s
            Replica 2 began again and was online after 164 ms.
              what it lacked had left the backlog, fork 4 ms, save 160 ms, transfer 0 s, lost after 21.2 s
            Replica 1 went on where it was: 70 B of backlog were sent.
            Replica 1 began again and was online after 68 ms.
              came with another replication ID, fork 3 ms, save 64 ms, transfer 1 ms, lost after 3.1 s
            Replica 1 went on where it was: 78.3 KiB of backlog were sent.
            Replica 2 began again and was online after 2.7 s.
              what it lacked had left the backlog, 2.6 s until its save began, fork 3 ms, save and transfer 101 ms
            Replica 2 began again and was online after 101 ms.
              was ahead of the second ID, fork 2 ms, save 98 ms, transfer 1 ms
            Replica 1 began again and was online after 118 ms.
              was ahead of the second ID, fork 4 ms, save 113 ms, transfer 1 ms
            took 1 ms to come and 969 ms to load
            took 0 ms to come and 1017 ms to load
            took 0 ms to come and 1030 ms to load
            took 1 ms to come and 972 ms to load
            Refused for lack of backlog, 4 times: what the replica had missed was no longer held.
            Refused for another replication ID, once: the replica came with a history that this server does not have. No backlog size prevents that.
            Refused beyond the second ID, 2 times: the replica was ahead of the server that took over. No backlog size prevents that.
            The hard output-buffer limit of 16 MiB closed a replica, once; the most that waited was 16 MiB.
            One side heard nothing for repl-timeout, 3 times.
            Replicas were lost and went on without a snapshot, 5 times: the backlog held, and the network does not.
            A replica could not connect to its primary, 3 times: the primary was down, or something between them was.
            The primary was started again, once, with another history than its replicas had: its backlog ended with it, and its snapshot was missing or older than they were.
            A replica was made a primary, once. A replica of it that comes back needs its old ID, and a REPLICAOF NO ONE is no test of a network failure.
            The same replicas begin again and again: 9 full resyncs, one every 12.8 s.
        "#]],
    );
}

#[test]
fn an_empty_value_does_not_take_the_next_line() {
    let resp3 = sample("redis-6.2.14/config_get_resp3.txt");
    let empty = resp3.lines().position(|line| line.ends_with("\"save\" => \"\"")).expect("a line");
    assert!(resp3.lines().nth(empty + 1).is_some_and(|line| line.contains("client-output")));
    let limits = all(&[resp3]).conf.output_buffer.map(|limits| limits.soft_for);
    assert_eq!(limits, Some(5));
    let conf = all(&["save \"\"\nrepl-backlog-size 64mb\n".to_owned()]).conf;
    assert_eq!(conf.repl_backlog_size.map(|size| size.0), Some(64 << 20));
}

#[test]
fn a_line_that_is_left_out_is_named() {
    let line = format!("repl-backlog-size 1mb\n{}\n", "x".repeat(100_001));
    let found = all(&[line]).findings.into_iter().find(|f| f.message.id == "read-long-lines");
    assert_eq!(found.and_then(|found| found.line), Some(2));
}

#[test]
fn a_replica_that_has_not_acknowledged_the_last_second_is_not_behind() {
    let info = |behind: u64| {
        format!(
            "redis_version:7.0.15\nuptime_in_seconds:100\nrole:master\nconnected_slaves:1\n\
             slave0:ip=a,port=1,state=online,offset={},lag=0\nmaster_repl_offset:400000000\n\
             repl_backlog_active:1\nrepl_backlog_size:1048576\n",
            400_000_000 - behind
        )
    };
    let behind = |bytes| {
        let found = all(&[info(bytes)]).diagnosis;
        found.iter().any(|found| found.message.id == "read-lagging")
    };
    // 4 MB are written a second.
    assert!(!behind(3_900_000));
    assert!(behind(4_100_000));
}

#[test]
fn an_info_of_before_a_restart_follows_no_other_server() {
    let info = |role: &str, id: &str, uptime: u64| {
        format!(
            "redis_version:7.0.15\nrun_id:{role}{id}\nuptime_in_seconds:{uptime}\nrole:{role}\nmaster_replid:{id}\n"
        )
    };
    let strange = |texts: &[String]| {
        let found = all(texts).findings;
        found.iter().filter(|found| found.message.id == "read-replica-other-history").count()
    };
    let (old, new) = (info("master", "a", 900), info("master", "b", 9));
    assert_eq!(strange(&[old, new.clone(), info("slave", "a", 50)]), 0);
    // Said once of a replica, however often it was asked.
    assert_eq!(strange(&[new, info("slave", "c", 50), info("slave", "c", 51)]), 1);
}

#[test]
fn a_replica_that_has_only_the_connection_of_its_snapshot_is_counted() {
    let reading = all(&[sample("valkey-9.1.2-json/primary_info_syncing.txt")]);
    assert_eq!(reading.scenario().replicas.len(), 2);
    let syncing = reading.diagnosis.iter().find(|found| found.message.id == "read-syncing");
    assert!(syncing.is_some_and(|found| found.evidence[0].text.contains("wait_bgsave")));
}

#[test]
fn what_was_given_twice_counts_once() {
    let log = sample("valkey-9.1.2-json/primary.log");
    let lines: Vec<&str> = log.lines().collect();
    let part = |from: usize, to: usize| lines[from..to].join("\n");
    let expected = all(std::slice::from_ref(&log)).log;
    for texts in [
        vec![log.clone(), log.clone()],
        vec![part(0, 120), part(80, lines.len())],
        vec![part(40, 100), log.clone()],
        vec![part(80, lines.len()), part(0, 120)],
    ] {
        let found = all(&texts).log;
        assert_eq!(found.syncs.len(), expected.syncs.len());
        let said = |log: &stormglass_core::read::Log| {
            log.events.iter().map(|event| (event.at_ms, event.said.clone())).collect::<Vec<_>>()
        };
        assert_eq!(said(&found), said(&expected));
    }
    // Two replicas that lose their primary in the same millisecond are two.
    let replica = sample("redis-8.0.6-soft/replica.log");
    let other = replica.replace("(request ", "(request 7");
    let loads = |texts: &[String]| all(texts).log.loads.len();
    assert_eq!(loads(&[replica.clone(), other]), 2 * loads(&[replica]));
}
