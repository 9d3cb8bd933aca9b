//! Logs of two hosts whose clocks go apart.

use core::time::Duration;

use stormglass_core::read::{Paste, Reading, read};
use stormglass_text::Catalogue;

fn all(texts: &[String]) -> Reading {
    let paste =
        |(n, text): (usize, &String)| Paste { name: format!("log {n}"), text: text.clone() };
    read(&texts.iter().enumerate().map(paste).collect::<Vec<_>>())
}

fn sample(path: &str) -> String {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    std::fs::read_to_string(folder.join(path)).expect("a recorded sample")
}

/// Every stamp of a log later, as a host in another time zone, or one whose clock is wrong, has it.
fn later(log: &str, by_ms: u64) -> String {
    let mut out = String::new();
    for line in log.lines() {
        let moved = line.split_once("timestamp=\"").and_then(|(before, rest)| {
            let (at, after) = rest.split_once('"')?;
            let at: u64 = at.parse().ok()?;
            Some(format!("{before}timestamp=\"{}\"{after}", at + by_ms))
        });
        out += moved.as_deref().unwrap_or(line);
        out.push('\n');
    }
    out
}

/// What happened when, in the order of their lines.
fn events(reading: &Reading) -> Vec<(u32, String, u64)> {
    let event = |event: &stormglass_core::read::LogEvent| {
        (event.source.1, format!("{:?}", event.said), event.at_ms)
    };
    let mut events: Vec<_> = reading.log.events.iter().map(event).collect();
    events.sort();
    events
}

const NEAR_MS: u64 = 100;

#[test]
fn clocks_are_aligned_by_the_requests_that_both_tell() {
    let primary = sample("valkey-9.0.0-milliseconds/primary.log");
    let replica = sample("valkey-9.0.0-milliseconds/replica.log");
    let together = all(&[primary.clone(), replica.clone()]);
    assert_eq!(together.log.clocks, []);
    let zone = 2 * 3_600_000;
    for by_ms in [5_200, zone] {
        for texts in
            [[primary.clone(), later(&replica, by_ms)], [later(&replica, by_ms), primary.clone()]]
        {
            let apart = all(&texts);
            let [clock] = &apart.log.clocks[..] else { panic!("{:?}", apart.log.clocks) };
            let wrong = clock.shift_ms.saturating_add_unsigned(by_ms).unsigned_abs();
            assert!(wrong < NEAR_MS && clock.requests >= 4, "{clock:?}");
            let said = apart.findings.iter().find(|found| found.message.id == "read-log-clock");
            let said = Catalogue::english().say(&said.expect("it is said").message);
            assert!(said.contains("ahead of"), "{said}");
            let moved =
                together.log.span().zip(apart.log.span()).map(|(one, two)| one.abs_diff(two));
            assert!(moved < Some(Duration::from_millis(NEAR_MS)), "{moved:?}");
            // Each line of the replica is where it was.
            let (one, other) = (events(&together), events(&apart));
            assert!(one.len() > 100 && one.len() == other.len(), "{}", one.len());
            for (was, is) in one.into_iter().zip(other) {
                let same = (was.0, &was.1) == (is.0, &is.1);
                assert!(same && was.2.abs_diff(is.2) < NEAR_MS, "{was:?} {is:?}");
            }
        }
    }
}

#[test]
fn a_log_of_another_incident_has_no_request_in_common() {
    let primary = sample("valkey-9.0.0-milliseconds/primary.log");
    let replica = sample("valkey-9.0.0-milliseconds/replica.log");
    let other: Vec<&str> = replica.lines().filter(|line| !line.contains("no cached")).collect();
    let other = later(&other.join("\n").replace(").\"", "7).\""), 7_200_000);
    assert_eq!(all(&[primary, other]).log.clocks, []);
}

#[test]
fn laps_of_a_storm_without_history_tell_the_clock_too() {
    let (mut primary, mut replica) = (String::new(), String::new());
    for (lap, seconds) in [10, 41, 72, 104].into_iter().enumerate() {
        let at = |minutes: u64| {
            let minutes = minutes + seconds / 60;
            format!("10 Jan 2026 04:{minutes:02}:{:02}.000", seconds % 60)
        };
        primary += &format!("1:M {} * Replica 10.0.0.2:6379 asks for synchronization\n", at(0));
        primary += &format!("1:M {} * Full resync requested by replica 10.0.0.2:6379\n", at(0));
        // Of the first lap the replica's log says nothing any more.
        if lap > 0 {
            let line = "Partial resynchronization not possible (no cached master)";
            replica += &format!("9:S {} * {line}\n", at(3));
        }
    }
    let clocks = all(&[primary.clone(), replica.clone()]).log.clocks;
    let shifts: Vec<_> = clocks.iter().map(|clock| (clock.shift_ms, clock.requests)).collect();
    assert_eq!(shifts, [(-180_000, 3)]);
    // A single request that any other could be is no sign.
    let single = replica.lines().next().expect("a line").to_owned();
    assert_eq!(all(&[primary, single]).log.clocks, []);
}
