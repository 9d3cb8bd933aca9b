//! The second half of `stormglass modes`: what reads from replicas miss in the scenario as it is.

use std::time::Duration;

use serde_json::{Value, json};
use stormglass_core::engine::simulate;
use stormglass_core::message::{Message, Value as Said};
use stormglass_core::run::{Reads, Run, reads};
use stormglass_core::scenario::Scenario;
use stormglass_core::units::Share;
use stormglass_text::Catalogue;

use crate::table::table;

/// How long a client lets its WAIT take.
const PATIENCE: Duration = Duration::from_millis(100);
/// Moments of a run that are looked at.
const MOMENTS: u32 = 2000;

pub(super) fn of(scenario: &Scenario, tolerated: Duration) -> Reads {
    reads(&simulate(scenario), tolerated, PATIENCE, MOMENTS)
}

/// How long clients that wait had no confirmation, to a thousandth of the run.
pub(super) fn unconfirmed(run: &Run) -> Duration {
    let reads = reads(run, Duration::ZERO, PATIENCE, MOMENTS);
    let asked = 1000 - u64::from(reads.primary_away.0);
    let share = asked * u64::from(reads.unconfirmed.0) / 1000 + u64::from(reads.primary_away.0);
    Duration::from_nanos(run.end.as_nanos() / 1000 * share)
}

pub(super) fn as_json(reads: &Reads) -> Value {
    let share = |share: Share| f64::from(share.0) / 1000.0;
    let replicas: Vec<Value> = reads
        .replicas
        .iter()
        .map(|replica| {
            json!({
                "name": replica.name,
                "missed": share(replica.missed),
                "older_than_tolerated": share(replica.beyond),
                "without_a_primary": share(replica.away),
            })
        })
        .collect();
    json!({
        "moments": reads.moments,
        "primary_refuses": share(reads.primary_away),
        "wait_unconfirmed": share(reads.unconfirmed),
        "wait_then_any_replica_missed": share(reads.missed_after_wait),
        "longest_wait_seconds": reads.longest_wait.as_secs_f64(),
        "replicas": replicas,
    })
}

fn permille(share: Share) -> Said {
    Said::Permille(u64::from(share.0))
}

pub(super) fn as_text(words: &Catalogue, reads: &Reads, tolerated: Duration) -> String {
    let mut rows = vec![
        vec![
            words.text("cli-reads-primary"),
            words.say(
                &Message::new("cli-reads-primary-says").with("away", permille(reads.primary_away)),
            ),
        ],
        vec![
            words.text("cli-reads-wait"),
            words.say(
                &Message::new("cli-reads-wait-says")
                    .with("unconfirmed", permille(reads.unconfirmed))
                    .with("missed", permille(reads.missed_after_wait))
                    .with("longest", reads.longest_wait),
            ),
        ],
    ];
    for replica in &reads.replicas {
        rows.push(vec![
            words.say(&Message::new("cli-reads-replica").with("name", replica.name.as_str())),
            words.say(
                &Message::new("cli-reads-replica-says")
                    .with("missed", permille(replica.missed))
                    .with("beyond", permille(replica.beyond))
                    .with("tolerated", tolerated)
                    .with("away", permille(replica.away)),
            ),
        ]);
    }
    let head = words.text("cli-reads");
    let limits = words.text("cli-reads-limits");
    format!("\n{head}\n{}\n{limits}\n", table(&rows))
}
