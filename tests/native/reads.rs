//! What reads from replicas miss, against what can be said by hand.

use core::time::Duration;

use stormglass_core::run::{Reads, reads};
use stormglass_core::units::Share;

use super::common::run;

fn of(text: &str) -> Reads {
    let text = format!(
        "server redis 7.4.1\nrepl-backlog-size 256mb\nclient-output-buffer-limit replica 0 0 0\n{text}"
    );
    reads(&run(&text), Duration::from_secs(1), Duration::from_millis(100), 1000)
}

#[test]
fn replicas_in_step_miss_nothing() {
    let reads = of("writes 5mb/s\nreplicas 2\nrun 60s");
    assert_eq!((reads.primary_away, reads.unconfirmed), (Share(0), Share(0)));
    assert_eq!(reads.missed_after_wait, Share(0));
    assert!(reads.replicas.iter().all(|replica| replica.missed == Share(0)));
    assert_eq!(reads.longest_wait, Duration::from_micros(500));
}

#[test]
fn one_answer_says_nothing_about_the_other_replica() {
    // r2 never keeps up: half of the reads after WAIT 1 go to it, and all of them miss.
    let reads = of("writes 5mb/s\nreplica r1\nreplica r2 apply 4mb/s\nrun 60s");
    assert_eq!(reads.unconfirmed, Share(0));
    let half = reads.missed_after_wait.0;
    assert!((490..=500).contains(&half), "{half}");
    assert_eq!(reads.replicas[0].missed, Share(0));
    assert!(reads.replicas[1].missed >= Share(985));
    // It falls behind by 1 MB/s of 5: a second of age after five.
    let late = reads.replicas[1].beyond.0;
    assert!((900..=920).contains(&late), "{late}");
}

#[test]
fn a_pause_is_a_share_of_the_time() {
    // One replica pauses for 15 of 60 s, and drains in an instant afterwards.
    let reads = of("writes 5mb/s\nreplica r1\nat 20s pause r1 for 15s\nrun 60s");
    assert!(reads.unconfirmed.0.abs_diff(250) <= 3, "{:?}", reads.unconfirmed);
    assert!(reads.replicas[0].missed.0.abs_diff(250) <= 3, "{:?}", reads.replicas[0]);
    assert!(reads.replicas[0].beyond.0.abs_diff(233) <= 3, "{:?}", reads.replicas[0]);
    // Writes that nobody takes are not read at all.
    let reads = of("writes 5mb/s\nmin-replicas-to-write 1\nmin-replicas-max-lag 2\nreplica r1\n\
                    at 20s pause r1 for 15s\nrun 60s");
    assert!((190..230).contains(&reads.primary_away.0), "{:?}", reads.primary_away);
}
