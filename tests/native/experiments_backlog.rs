//! What `golden/experiments.md` recorded about the backlog's size, repeated by the engine.

use stormglass_core::run::{EventKind, Run};
use stormglass_core::units::Instant;

use super::common;

const BLOCKS: [&str; 5] =
    ["redis 7.0.15", "redis 7.4.1", "redis 8.0.6", "valkey 8.0.1", "valkey 9.1.2"];

fn run(server: &str, allocator: &str, rest: &str) -> Run {
    let text = format!(
        "server {server}\nallocator {allocator}\nrepl-diskless-sync-delay 0\n\
         repl-ping-replica-period 3600\ndataset 64kb\n{rest}\n"
    );
    common::run(&text)
}

fn held(run: &Run, millis: u64) -> u64 {
    run.at(Instant::from_millis(millis)).window.expect("a backlog").histlen.0
}

fn counters(run: &Run) -> (u64, u64, u64) {
    let end = run.at(run.end).counters;
    (end.sync_full, end.sync_partial_ok, end.sync_partial_err)
}

/// E07: a new size empties the ring of 6.2, and leaves what fits from 7.0 on.
#[test]
fn a_resize_empties_only_the_ring() {
    let story = |server, from: &str, to: &str| {
        run(
            server,
            "libc",
            &format!(
                "repl-backlog-size {from}\nwrites 20000b/s\nreplica r1\n\
                 at 10s config set repl-backlog-size {to}\nrun 20s"
            ),
        )
    };
    for to in ["1mb", "64kb"] {
        let ring = story("redis 6.2.16", "262144", to);
        assert_eq!(held(&ring, 10_000), 0, "{to}");
        assert_eq!(held(&ring, 12_000), 40_000, "{to}");
        // The same size again is no change.
        let same = story("redis 6.2.16", "262144", "262144");
        assert_eq!(held(&same, 10_000), 262_144);
    }
    for server in BLOCKS {
        let larger = story(server, "262144", "1mb");
        assert!(held(&larger, 10_000) >= 262_144, "{server}");
        assert!(held(&larger, 15_000) >= 262_144 + 100_000, "{server}");
        // Recorded: 71595 and 68668 of 65536, in blocks of 16 KiB.
        let smaller = story(server, "262144", "64kb");
        for at in [10_001, 12_000, 15_000] {
            let held = held(&smaller, at);
            assert!((65_536..65_536 + 16_384 + 500).contains(&held), "{server}: {held}");
        }
    }
}

/// E08: a replica that does not read pins history for everybody from 7.0 on.
#[test]
fn a_slow_replica_pins_what_it_has_not_read() {
    // What was written, less what two kernels took, in bytes; and again after it was closed.
    for (server, allocator, held_then, held_after) in [
        ("redis 6.2.16", "libc", 1_048_576, 1_048_576),
        ("redis 7.0.15", "libc", 18_169_379, 1_064_483),
        ("redis 8.0.6", "libc", 18_169_379, 1_064_483),
        ("redis 7.0.15", "jemalloc", 18_170_763, 1_062_483),
        ("valkey 8.0.1", "jemalloc", 18_170_763, 1_062_483),
    ] {
        let run = run(
            server,
            allocator,
            "repl-backlog-size 1mb\nclient-output-buffer-limit replica 0 0 0\n\
             socket-buffer 2801664\nreplica r1\nreplica r2\nat 0s stall r1 for 40s\n\
             at 1s writes 2097104b/s for 10s\nat 20s disconnect r2 for 1s\n\
             at 30s kill r1\nrun 35s",
        );
        let block = 20_500;
        assert!(
            held(&run, 15_000).abs_diff(held_then) <= block,
            "{server}: {}",
            held(&run, 15_000)
        );
        assert!(
            held(&run, 34_000).abs_diff(held_after) <= block,
            "{server}: {}",
            held(&run, 34_000)
        );
        let buffer = run.at(Instant::from_millis(15_000)).replicas[0].output_buffer.0;
        assert!(buffer.abs_diff(18_228_056) < 50_000, "{server}: {buffer}");
    }
    // The other one is away for eight times the backlog: full on 6.2, partial where it is pinned.
    for (server, expect) in
        [("redis 6.2.16", (1, 0, 1)), ("redis 7.4.1", (0, 1, 0)), ("valkey 8.0.1", (0, 1, 0))]
    {
        let run = run(
            server,
            "libc",
            "repl-backlog-size 1mb\nclient-output-buffer-limit replica 0 0 0\nreplica r1\n\
             replica r2\nat 0s stall r1 for 60s\nat 5s disconnect r2 for 6s\n\
             at 1s writes 2mb/s for 10s\nrun 30s",
        );
        assert_eq!(counters(&run), expect, "{server}");
    }
}

/// E12: how far histlen goes beyond the size where nobody is slow.
#[test]
fn histlen_goes_up_to_a_block_beyond_the_size() {
    for (server, most) in [
        ("redis 6.2.16", 0),
        ("redis 7.0.15", 20_440),
        ("redis 7.4.1", 20_440),
        ("valkey 8.0.1", 20_440),
    ] {
        for size in [65_536_u64, 1_048_576, 16_777_216] {
            let text = format!("repl-backlog-size {size}\nwrites 1mb/s\nreplica r1\nrun 60s");
            let run = run(server, "jemalloc", &text);
            let over = (0..=600).map(|step| held(&run, 100 * step).saturating_sub(size));
            let over = over.max().expect("some");
            assert!(over <= most, "{server} {size}: {over}");
            assert!(over >= most * 9 / 10, "{server} {size}: {over}");
        }
    }
}

/// E22: with an append-only file and never a replica, each command counts one from 7.2 on.
#[test]
fn an_append_only_file_moves_the_offset_of_a_lone_primary() {
    for (server, grown) in [
        ("redis 6.2.16", 0),
        ("redis 7.0.15", 0),
        ("redis 7.2.6", 5),
        ("redis 8.0.6", 5),
        ("valkey 9.1.2", 5),
    ] {
        let run = run(server, "libc", "appendonly yes\nwrites 1/s of 20b\nfresh\nrun 5s");
        let from = run.offset_at(Instant::ZERO).0;
        assert_eq!(run.offset_at(run.end).0 - from, grown, "{server}");
    }
}

/// E24: half a backlog away, and one and a half.
#[test]
fn an_outage_within_and_beyond_one_mebibyte() {
    for server in ["redis 6.2.16", "redis 7.0.15", "redis 7.4.1", "redis 8.0.6", "valkey 9.1.2"] {
        for (written, expect) in [(499_065, (0, 1, 0)), (1_499_253, (1, 0, 1))] {
            let text = format!(
                "repl-backlog-size 1mb\nreplica r1\nat 1s disconnect r1 for 5s\n\
                 at 2s writes {written}b/s for 1s\nrun 20s"
            );
            assert_eq!(counters(&run(server, "libc", &text)), expect, "{server} {written}");
        }
    }
}

/// E25: exactly the size, and a byte more.
#[test]
fn a_gap_of_exactly_the_size() {
    let story = |server, gap: u64| {
        let text = format!(
            "repl-backlog-size 100000\nfresh\nreplica r1\nat 3s disconnect r1 for 3s\n\
             at 4s writes {gap}b/s for 1s\nrun 12s"
        );
        let run = run(server, "libc", &text);
        let resumed = run.events.iter().find_map(|event| match event.kind {
            EventKind::PartialResync { sent, .. } => Some(sent.0),
            _ => None,
        });
        (resumed, run.at(run.end).counters.sync_full)
    };
    for server in ["redis 6.2.16", "redis 7.0.15", "redis 7.4.1", "redis 8.0.6", "valkey 8.0.1"] {
        // The first sync is full; what counts is whether there is a second. A SELECT precedes.
        assert_eq!(story(server, 100_000 - 23), (Some(100_000), 1), "{server}");
    }
    assert_eq!(story("redis 6.2.16", 100_001 - 23), (None, 2));
}
