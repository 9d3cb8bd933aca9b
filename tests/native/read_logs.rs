//! What logs tell: phases and kills with the numbers of public incidents, speeds, years, and the
//! place of a log beside a run.

use expect_test::expect;
use stormglass_core::read::{Confidence, Limit, Paste, Reading, read};
use stormglass_core::scenario::{Scenario, Target, What};
use stormglass_core::units::{Bytes, Instant};
use stormglass_text::Catalogue;

fn all(texts: &[&str]) -> Reading {
    let paste = |text: &&str| Paste { name: "paste".into(), text: (*text).to_owned() };
    read(&texts.iter().map(paste).collect::<Vec<_>>())
}

/// redis#2315: 256mb/64mb/60, and a replica that still loaded when the soft limit acted.
const A1: &str = "\
[1] 21 Jan 04:10:16.700 * Slave 10.0.0.2:6379 asks for synchronization
[1] 21 Jan 04:10:16.700 * Full resync requested by slave 10.0.0.2:6379
[1] 21 Jan 04:10:16.700 * Starting BGSAVE for SYNC with target: disk
[1] 21 Jan 04:10:16.720 * Background saving started by pid 77
[77] 21 Jan 04:11:23.700 * RDB: 3631 MB of memory used by copy-on-write
[1] 21 Jan 04:11:23.750 * Background saving terminated with success
[1] 21 Jan 04:12:03.680 * Synchronization with slave 10.0.0.2:6379 succeeded
[1] 21 Jan 04:13:46.010 # Client id=7 addr=10.0.0.2:5 fd=8 name= age=210 idle=103 flags=S db=0 omem=98005232 events=rw cmd=psync scheduled to be closed ASAP for overcoming of output buffer limits.
[1] 21 Jan 04:13:46.020 # Connection with slave 10.0.0.2:6379 lost.
";

/// valkey#3044: bursts against a hard limit of 1 GiB.
const A7: &str = "\
1:M 10 Jan 2026 04:43:10.990 * Replica 10.0.0.2:6379 asks for synchronization
1:M 10 Jan 2026 04:43:10.990 * Full resync requested by replica 10.0.0.2:6379
1:M 10 Jan 2026 04:43:10.990 * Starting BGSAVE for SYNC with target: disk using: normal sync
1:M 10 Jan 2026 04:43:10.997 * Background saving started by pid 77
77:C 10 Jan 2026 04:43:18.100 * Fork CoW for RDB: current 332 MB, peak 332 MB, average 201 MB
1:M 10 Jan 2026 04:43:18.186 * Background saving terminated with success
1:M 10 Jan 2026 04:43:41.174 # Client id=9 addr=10.0.0.2:5 age=31 idle=31 flags=S omem=1073744760 cmd=psync scheduled to be closed ASAP for overcoming of output buffer limits.
1:M 10 Jan 2026 04:43:41.175 * Connection with replica 10.0.0.2:6379 lost.
";

#[test]
fn a_synchronization_is_told_in_its_phases() {
    let words = Catalogue::english();
    let mut out = String::new();
    for log in [A1, A7] {
        let reading = all(&[log]);
        let [sync] = &reading.log.syncs[..] else { panic!("{:?}", reading.log.syncs) };
        out += &format!("{}\n", words.say(&sync.message()));
        for phase in reading.phases(sync) {
            out += &format!("  {}\n", words.say(&phase));
        }
    }
    expect![[r#"
        Replica 1 began again and was closed after 3 min 29 s with 93.5 MiB waiting for it.
          came without a history
          fork 20 ms
          save 67 s
          transfer 39.9 s
          3.55 GiB copied
          closed at 93.5 MiB by the soft limit of 64 MiB, connected for 3 min 30 s
          so the stream grew by 457 KiB/s
        Replica 1 began again and was closed after 30.2 s with 1 GiB waiting for it.
          came without a history
          fork 7 ms
          save 7.2 s
          332 MiB copied
          closed at 1 GiB by the hard limit of 1 GiB, connected for 31 s
          so the stream grew by 33.9 MiB/s
    "#]]
    .assert_eq(&out);
}

#[test]
fn which_limit_closed_it_is_certain_only_where_the_limits_are_known() {
    let cause = |texts: &[&str]| {
        let reading = all(texts);
        let kill = reading.log.syncs[0].killed.expect("it was closed");
        reading.kill_cause(&kill).map(|cause| (cause.limit, cause.bytes, cause.confidence))
    };
    let conf = "client-output-buffer-limit replica 256mb 64mb 60\n";
    let (soft, hard) = (Bytes::mib(64), Bytes::mib(1024));
    assert_eq!(cause(&[A1, conf]), Some((Limit::Soft, soft, Confidence::Certain)));
    assert_eq!(cause(&[A1]), Some((Limit::Soft, soft, Confidence::Likely)));
    assert_eq!(cause(&[A7]), Some((Limit::Hard, hard, Confidence::Likely)));
    let conf = "client-output-buffer-limit replica 1gb 256mb 60\n";
    assert_eq!(cause(&[A7, conf]), Some((Limit::Hard, hard, Confidence::Certain)));
    // Closed below both of what is configured now: they were others then.
    let conf = "client-output-buffer-limit replica 4gb 2gb 60\n";
    assert_eq!(cause(&[A7, conf]), Some((Limit::Hard, hard, Confidence::Likely)));
    let short = A1.replace("age=210", "age=20");
    assert_eq!(cause(&[&short]), None);
    let ids = |text: &str| {
        let found = all(&[text]).diagnosis;
        found.iter().map(|found| found.message.id).collect::<Vec<_>>()
    };
    assert!(ids(A1).contains(&"read-log-killed-soft"));
    assert!(ids(A7).contains(&"read-log-killed-hard"));
    assert!(ids(&short).contains(&"read-log-killed"));
}

/// bitnami/charts#4935: 1,142,826,033 bytes in 45.4 s; the memory and the load are made up.
const LOAD: &str = "\
9:S 10 Jan 2026 04:00:00.000 * MASTER <-> REPLICA sync: receiving 1142826033 bytes from master to disk
9:S 10 Jan 2026 04:00:45.400 * MASTER <-> REPLICA sync: Flushing old data
9:S 10 Jan 2026 04:00:45.500 * MASTER <-> REPLICA sync: Loading DB in memory
9:S 10 Jan 2026 04:00:45.510 * RDB memory usage when created 2179.77 Mb
9:S 10 Jan 2026 04:00:56.400 * Done loading RDB, keys loaded: 7, keys expired: 0.
9:S 10 Jan 2026 04:00:56.400 * MASTER <-> REPLICA sync: Finished with success
";

#[test]
fn both_sides_calibrate_the_scenario_with_their_origins() {
    let slow = A7.replace("04:43:10.997", "04:43:11.090");
    let text = all(&[&slow, LOAD]).scenario_text();
    expect![[r#"
        dataset 2180mb  # inferred from RDB memory usage when created, paste 2 line 1
        rdb 1090mb  # inferred from the size of a received snapshot, paste 2 line 1
        writes 34740kb/s  # inferred: output buffer of a closed replica over its time
        fork 46977us/gb  # inferred from the start of a background save, paste 1 line 1
        snapshot 314555kb/s  # inferred from the length of a save, paste 1 line 1
        load 101458kb/s  # inferred from the length of a load, paste 2 line 1
        link 24582kb/s  # inferred from the length of a transfer, paste 2 line 1
        cow 15.3%  # inferred from copy-on-write of a save, paste 1 line 1
        replicas 1  # measured: named by the log
    "#]]
    .assert_eq(&text);
    Scenario::parse(&text).expect("it can be run");
    // INFO knows the memory now: the snapshot is scaled to it.
    let info = "redis_version:7.0.15\nused_memory:4571391819\nused_memory_rss:4571391819\nrole:master\n\
        connected_slaves:1\nslave0:ip=a,port=1,state=online,offset=5,lag=0\n";
    let scenario = all(&[info, LOAD]).scenario();
    assert_eq!(scenario.rdb, Some(Bytes::mib(2180)));
    assert_eq!(scenario.load.map(|rate| rate.0 >> 20), Some(99));
}

#[test]
fn a_storm_has_a_period_and_each_lap_its_rate() {
    let mut log = String::new();
    for lap in 0..5 {
        log += &A7.replace("04:43:", &format!("04:{:02}:", 43 + lap));
    }
    let reading = all(&[&log]);
    assert_eq!(reading.log.period().map(|time| time.as_secs()), Some(60));
    assert_eq!(reading.log.syncs.len(), 5);
    for sync in &reading.log.syncs {
        let rate = sync.write_rate().expect("a rate").0;
        assert!((35_000_000..36_000_000).contains(&rate), "{rate}");
    }
}

#[test]
fn logs_without_a_year_lie_beside_those_with_one() {
    let old = "[1] 31 Dec 23:59:59.000 * Slave 10.0.0.2:1 asks for synchronization\n\
        [1] 01 Jan 00:00:01.000 * Full resync requested by slave 10.0.0.2:1\n";
    let reading = all(&[old]);
    assert_eq!(reading.log.span().map(|span| span.as_secs()), Some(2));
    assert!(reading.log.undated);
    assert!(reading.findings.iter().any(|found| found.message.id == "read-log-no-year"));
    let dated = "9:S 31 Dec 2025 23:59:58.000 * Connecting to MASTER 10.0.0.1:1\n\
        9:S 31 Dec 2025 23:59:58.500 * MASTER <-> REPLICA sync started\n";
    for texts in [[old, dated], [dated, old]] {
        let reading = all(&texts);
        assert_eq!(reading.log.span().map(|span| span.as_millis()), Some(3000), "{texts:?}");
        assert!(!reading.log.undated);
    }
    // A clock that was set back is no new year.
    let back = "[1] 05 Mar 10:00:00.000 * Slave 10.0.0.2:1 asks for synchronization\n\
        [1] 05 Mar 09:00:00.000 * Full resync requested by slave 10.0.0.2:1\n";
    assert_eq!(all(&[back]).log.span().map(|span| span.as_secs()), Some(3600));
}

#[test]
fn a_rotated_log_may_be_given_last() {
    let (first, second) = A7.split_at(A7.find("1:M 10 Jan 2026 04:43:41").expect("a line"));
    let one = all(&[A7]).log.syncs;
    let two = all(&[second, first]).log.syncs;
    assert_eq!(one.len(), two.len());
    assert_eq!(one[0].killed.map(|kill| kill.omem), two[0].killed.map(|kill| kill.omem));
}

#[test]
fn a_log_lies_on_the_axis_of_its_scenario() {
    let back = A7.replace("04:43:", "04:44:").replace("Full resync requested by replica 10.0.0.2:6379",
        "Unable to partial resync with replica 10.0.0.2:6379 for lack of backlog (Replica request was: 7).");
    let reading = all(&[&format!("{A7}{back}")]);
    let scenario = reading.scenario();
    let [incident] = &scenario.incidents[..] else { panic!("{:?}", scenario.incidents) };
    let What::Disconnect { who, lasting } = &incident.what else { panic!("{incident:?}") };
    assert_eq!(*who, Target::Replica("r1".into()));
    assert_eq!(lasting.as_millis(), 29_815);
    let marks = reading.marks();
    let lost = marks.iter().find(|mark| mark.text.contains("lost")).expect("it was lost");
    assert_eq!((lost.at, incident.at), (Instant::from_secs(10), Instant::from_secs(10)));
    let asked = marks.iter().find(|mark| mark.at > lost.at).expect("it came back");
    assert_eq!(asked.at, lost.at.saturating_add(*lasting));
    assert!(marks.windows(2).all(|pair| pair[0].at <= pair[1].at));
    assert!(marks.iter().all(|mark| !mark.text.contains("10.0.0.2")));
    Scenario::parse(&reading.scenario_text()).expect("it can be run");
}
