//! Every reader on what nobody meant: no panic, a scenario that can be read, time that grows with the
//! length and not faster. `fuzz/` has the same for a fuzzer.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use stormglass_core::read::{Paste, Reader, Reading, Redactor, read, text_of};
use stormglass_core::scenario::Scenario;

fn one(text: &str) -> Reading {
    read(&[Paste { name: "paste".into(), text: text.to_owned() }])
}

/// Each reader, with lines it knows.
const READERS: &[(&str, &[&str])] = &[
    (
        "INFO",
        &[
            "redis_version:7.0.15\n",
            "role:master\n",
            "run_id:a\n",
            "uptime_in_seconds:77\n",
            "master_repl_offset:18446744073709551615\n",
            "slave0:ip=::1,port=1,state=online,offset=7,lag=0\n",
            "replica7:ip=::1,port=1,state=wait_bgsave,offset=7,lag=0\n",
            "repl_backlog_size:1\n",
            "used_memory:99999999999999999\n",
            "rdb_last_cow_size:99999999999999\n",
            "rdb_last_bgsave_time_sec:9\n",
        ],
    ),
    (
        "logs of a primary",
        &[
            "7:M 21 Nov 2026 04:13:45.559 * Replica 10.0.0.2:1 asks for synchronization\n",
            "7:M 21 Nov 2026 04:13:45.559 * Replica 10.0.0.3:1 asks for synchronization\n",
            "7:M 21 Nov 2026 04:13:45.559 * Unable to partial resync with replica 10.0.0.2:1 for lack of backlog (Replica request was: 7).\n",
            "7:M 21 Nov 2026 04:13:46.559 * Starting BGSAVE for SYNC with target: disk\n",
            "7:M 21 Nov 2026 04:13:40.559 * Background saving started by pid 7\n",
            "[7] 31 Dec 23:59:59.000 * Background saving terminated with success\n",
            "[7] 01 Jan 00:00:00.000 * Synchronization with slave 10.0.0.2:1 succeeded\n",
            "7:C 21 Nov 9999 04:13:48.559 * Fork CoW for RDB: current 1 MB, peak 99999999999999 MB, average 1 MB\n",
            "7:M 21 Nov 2026 04:13:49.358 # Client id=4 age=4 idle=99999999999999999 flags=S omem=18446744073709551615 closed for overcoming of output buffer limits.\n",
            "7:M 21 Nov 2026 04:13:49.559 * Connection with replica 10.0.0.2:1 lost.\n",
            "7:M 21 Nov 2026 04:13:49.359 # Client id=4 age=4 idle=9 flags=S omem=33554432 scheduled to be closed ASAP for overcoming of output buffer limits.\n",
            "7:M 21 Nov 2026 04:13:49.600 * Connection with replica client id #4 lost.\n",
            "7:M 21 Nov 2026 04:13:46.559 * Waiting for end of BGSAVE for SYNC\n",
            "7:M 21 Nov 2026 04:13:46.559 * Starting BGSAVE for SYNC with target: replicas sockets using: dual-channel\n",
            "7:M 21 Nov 2026 04:13:46.600 * Partial resynchronization request from 10.0.0.2:1 accepted. Sending 18446744073709551615 bytes of backlog starting from offset 18446744073709551615.\n",
        ],
    ),
    (
        "logs of a replica",
        &[
            "9:S 10 Jan 2026 04:00:00.000 * MASTER <-> REPLICA sync: receiving 18446744073709551615 bytes from master to disk\n",
            "9:S 10 Jan 2026 04:00:45.400 * MASTER <-> REPLICA sync: Flushing old data\n",
            "9:S 10 Jan 1970 04:00:45.510 * RDB memory usage when created 999999999999.77 Mb\n",
            "9:S 10 Jan 2026 04:00:56.400 * MASTER <-> REPLICA sync: Finished with success\n",
            "[9] 10 Jan 04:00:56.400 * Redis version=255.255.255, bits=64\n",
            "timestamp=\"2026-11-21T04:13:38.642Z\" level=notice message=\"MASTER <-> REPLICA sync started\"\n",
            "9:S 10 Jan 2026 04:00:00.100 * Replica bio thread: Done downloading RDB\n",
            "9:S 10 Jan 2026 04:00:57.000 * MASTER <-> REPLICA sync: Master accepted a Partial Resynchronization.\n",
            "9:S 10 Jan 2026 04:00:57.000 * Full resync from master: abcd:18446744073709551615\n",
        ],
    ),
    (
        "requests that two logs tell",
        &[
            "9:S 10 Jan 2026 04:00:57.000 * Trying a partial resynchronization (request abcd:7).\n",
            "9:S 10 Jan 1970 00:00:00.000 * Trying a partial resynchronization (request abcd:7).\n",
            "9:S 10 Jan 9999 04:00:57.000 * Partial resynchronization not possible (no cached master)\n",
            "7:M 21 Nov 2026 04:13:45.559 * Replica 10.0.0.2:1 asks for synchronization\n",
            "7:M 21 Nov 2026 04:13:45.559 * Full resync requested by replica 10.0.0.2:1\n",
            "7:M 21 Nov 2026 04:13:45.559 * Unable to partial resync with replica 10.0.0.2:1 for lack of backlog (Replica request was: 7).\n",
        ],
    ),
    (
        "logs within something else",
        &[
            "{\"log\":\"7:M 21 Nov 2026 04:13:45.559 * Replica 10.0.0.2:1 asks for synchronization\"}\n",
            "{\"@timestamp\":\"2026-11-21T04:13:38Z\",\"message\":\"Replica 10.0.0.2:1 asks for synchronization\"}\n",
            "{\"pid\":7,\"role\":\"primary\",\"timestamp\":\"2026-11-21T04:13:38Z\",\"message\":\"Replica 10.0.0.2:1 asks for synchronization\"}\n",
            "a {\"b\":\"timestamp=\\\"2026-11-21T04:13:38Z\\\" message=\\\"Replica 10.0.0.2:1 asks for synchronization\\\"\"}\n",
            "\"a\",\"timestamp=\"\"2026-11-21T04:13:38Z\"\" message=\"\"Replica 10.0.0.2:1 asks for synchronization\"\"\"\n",
        ],
    ),
    (
        "settings",
        &[
            "repl-backlog-size 64mb\n",
            "repl-backlog-size 1mb\n",
            "1) \"client-output-buffer-limit\"\n",
            "2) \"normal 0 0 0 slave 268435456 67108864 60 pubsub 1 1 1\"\n",
            "client-output-buffer-limit replica 1 2 3\n",
            "maxmemory 18446744073709551615\n",
            "repl-timeout\n",
        ],
    ),
    (
        "lists",
        &[
            "id=1 addr=a flags=S age=9 omem=18446744073709551616\n",
            "master\n",
            "slave\n",
            "3000\n",
            "3) 1) 1) \"10.0.0.2\"\n",
            "connected\n",
        ],
    ),
    (
        "metrics",
        &[
            "redis_master_repl_offset 1e18\n",
            "redis_connected_slave_offset_bytes{slave_ip=\"é\",slave_port=\"1\"} 1\n",
            "redis_instance_info{role=\"master\",redis_version=\"7\"} 1\n",
            "rate(redis_master_repl_offset[1m])\n",
            "{\"data\":{\"result\":[{\"metric\":{},\"values\":[[1795234400,\"1\"],[1795234400,\"2\"]]}]}}\n",
            "{\"data\":{\"result\":[{\"metric\":{\"__name__\":\"redis_master_repl_offset\"},\"value\":[1795234400,\"1e99\"]}]}}\n",
        ],
    ),
    (
        "documents",
        &[
            "{\"MetricDataResults\":[{\"Label\":\"ReplicationBytes\",\"Timestamps\":[\"2026-11-21T04:02:00Z\"],\"Values\":[6e9]}]}\n",
            "{\"Label\":\"ReplicationLag\",\"Datapoints\":[{\"Timestamp\":\"2026-11-21T04:02:00Z\",\"Maximum\":7e300}]}\n",
            "{'role': 'master', 'slave0': {'state': 'online', 'offset': 7}, 'used_memory': 5}\n",
            "[{'flags': 'S', 'omem': '7'}]\n",
            "{\n",
            "[\"\n",
            "}\n",
            "{a: b'\\r\\n'}\n",
        ],
    ),
    (
        "tables",
        &[
            "time,master_repl_offset,rate\n",
            "1795234400,7,9\n",
            "1795234401,\"8\",1e60\n",
            "time;rate\n",
        ],
    ),
    (
        "YAML",
        &[
            "apiVersion: v1\n",
            "    limits:\n",
            "      memory: 99999999Ti\n",
            "    livenessProbe:\n",
            "      periodSeconds: 4294967295\n",
            "      failureThreshold: 4294967295\n",
            "      initialDelaySeconds: 4294967295\n",
        ],
    ),
    (
        "what surrounds a line",
        &[
            "\u{1b}[32m",
            "\u{1b}]0;",
            "\u{7}",
            "\u{feff}",
            "\\r\\n",
            "\\n",
            "'",
            "\"",
            "a:b:c:d ",
            "12:12:12.123 ",
            " ",
            "{",
            "[",
            "é",
            "\n",
        ],
    ),
];

fn harmless(reading: &Reading) -> Result<(), TestCaseError> {
    let text = reading.scenario_text();
    let known = reading.scenario();
    let again = Scenario::parse(&text);
    prop_assert_eq!(again.as_ref(), Ok(&known), "{}", text);
    let marks = reading.marks();
    prop_assert!(marks.windows(2).all(|pair| pair[0].at <= pair[1].at));
    for sync in &reading.log.syncs {
        let _words = (sync.message(), reading.phases(sync));
    }
    Ok(())
}

/// Lines of one reader, now and then of another, and a character that does not belong there.
fn pasted() -> impl Strategy<Value = String> {
    let lines = |reader: usize| prop::sample::select(READERS[reader].1);
    let all: Vec<&str> = READERS.iter().flat_map(|(_, lines)| lines.iter().copied()).collect();
    (0..READERS.len()).prop_flat_map(move |reader| {
        let line = prop_oneof![
            8 => lines(reader).prop_map(str::to_owned),
            2 => prop::sample::select(all.clone()).prop_map(str::to_owned),
            1 => "\\PC{0,6}",
            1 => (lines(reader), any::<prop::sample::Index>()).prop_map(|(line, at)| {
                let at = line.floor_char_boundary(at.index(line.len()));
                line[..at].to_owned()
            }),
        ];
        prop::collection::vec(line, 0..40).prop_map(|lines| lines.concat())
    })
}

proptest! {
    #[test]
    fn every_reader_survives_what_nobody_meant(text in pasted(), cut in 1_usize..40) {
        let whole = one(&text);
        harmless(&whole)?;
        let mut reader = Reader::new();
        reader.begin("paste");
        for piece in text.as_bytes().chunks(cut) {
            reader.push_bytes(piece);
        }
        prop_assert_eq!(reader.finish(), whole);
        let redacted = Redactor::new().text(&text);
        prop_assert_eq!(redacted.matches('\n').count(), text.matches('\n').count());
    }

    /// What logs tell of each other, the clocks of their hosts above all.
    #[test]
    fn several_pastes_are_read_together(texts in prop::collection::vec(pasted(), 2..5)) {
        let paste = |text: String| Paste { name: "paste".into(), text };
        harmless(&read(&texts.into_iter().map(paste).collect::<Vec<_>>()))?;
    }

    #[test]
    fn any_bytes_are_text_of_some_kind(bytes in prop::collection::vec(any::<u8>(), 0..2000), wide in 0_usize..3) {
        let mark: &[u8] = [&[][..], b"\xff\xfe", b"\xfe\xff"][wide];
        harmless(&one(&text_of(&[mark, &bytes].concat())))?;
    }
}

fn took(text: &str) -> Duration {
    let began = Instant::now();
    let reading = one(text);
    let _told = (reading.marks(), reading.scenario_text(), Redactor::new().text(text));
    began.elapsed()
}

/// Four times the length may take eight times the time: a quadratic reader takes sixteen.
#[test]
fn time_grows_with_the_length_and_not_faster() {
    let check = |name: &str, piece: &str, bytes: usize| {
        let (short, long) =
            (piece.repeat(bytes / piece.len()), piece.repeat(4 * bytes / piece.len()));
        // Others may use the processor at the same time: the best of a few tries counts.
        let enough = |_| {
            let once = took(&short);
            took(&long) < once * 8 + Duration::from_millis(20)
        };
        assert!((0..4).any(enough), "{name}");
    };
    for (name, lines) in READERS {
        check(name, &lines.concat(), 40_000);
        for line in *lines {
            check(&format!("{name}: {line}"), line, 10_000);
        }
    }
    check("one long line", "a=b addr= flags= omem= 12:12:12.123 ", 40_000);
}
