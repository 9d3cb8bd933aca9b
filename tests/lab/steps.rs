//! What has to be done to real servers, and when.

use std::io;
use std::time::Duration;

use stormglass_core::scenario::{Resolved, Target, What};
use stormglass_core::units::Rate;

/// A step to take at a time after 0s. Replicas go by index; `None` is the primary.
pub(super) enum Step {
    Cut(usize),
    Restore(usize),
    Stall(usize, bool),
    Kill(usize),
    Freeze(Option<usize>, bool),
    Rate(Rate),
    /// A command for the primary.
    Call(Vec<String>),
    /// `DEBUG SLEEP` on the primary.
    Sleep(String),
    Down(Option<usize>),
    Up(Option<usize>),
    Lead(usize),
    Follow(usize, Option<usize>),
}

/// The steps of a scenario's `at` lines, in no order.
pub(super) fn steps(spec: &Resolved) -> io::Result<Vec<(Duration, Step)>> {
    let mut steps = Vec::new();
    let named = |name: &str| spec.replicas.iter().position(|replica| replica.name == name);
    let targets = |who: &Target| -> Vec<usize> {
        match who {
            Target::All => (0..spec.replicas.len()).collect(),
            Target::Primary => Vec::new(),
            Target::Replica(name) => named(name).into_iter().collect(),
        }
    };
    for incident in &spec.incidents {
        let at = incident.at.since_start();
        match &incident.what {
            What::Disconnect { who, lasting } => {
                for index in targets(who) {
                    steps.push((at, Step::Cut(index)));
                    steps.push((at + *lasting, Step::Restore(index)));
                }
            }
            What::Stall { who, lasting } => {
                for index in targets(who) {
                    steps.push((at, Step::Stall(index, true)));
                    steps.push((at + *lasting, Step::Stall(index, false)));
                }
            }
            What::Pause { who: Target::Primary, lasting } => {
                steps.push((at, Step::Freeze(None, true)));
                steps.push((at + *lasting, Step::Freeze(None, false)));
            }
            What::Pause { who, lasting } => {
                for index in targets(who) {
                    steps.push((at, Step::Freeze(Some(index), true)));
                    steps.push((at + *lasting, Step::Freeze(Some(index), false)));
                }
            }
            What::Block { lasting, .. } => {
                steps.push((at, Step::Sleep(lasting.as_secs_f64().to_string())));
            }
            What::Restart { who: Target::Primary, lasting } => {
                steps.push((at, Step::Down(None)));
                steps.push((at + *lasting, Step::Up(None)));
            }
            What::Restart { who, lasting } => {
                for index in targets(who) {
                    steps.push((at, Step::Down(Some(index))));
                    steps.push((at + *lasting, Step::Up(Some(index))));
                }
            }
            What::Kill { who } => {
                steps.extend(targets(who).into_iter().map(|index| (at, Step::Kill(index))));
            }
            What::Writes { rate, lasting } => {
                steps.push((at, Step::Rate(rate.stream_rate())));
                if let Some(lasting) = lasting {
                    steps.push((at + *lasting, Step::Rate(spec.writes)));
                }
            }
            What::Bgsave => steps.push((at, Step::Call(vec!["BGSAVE".into()]))),
            What::ConfigSet(_) => {
                // `config set NAME VALUE...` as the scenario prints it.
                let text = incident.what.to_string();
                let words: Vec<String> = text.splitn(4, ' ').map(str::to_owned).collect();
                steps.push((at, Step::Call(words)));
            }
            What::ReplicaOf { who, of } => {
                for index in targets(&Target::Replica(who.clone())) {
                    steps.push((
                        at,
                        match of {
                            None => Step::Lead(index),
                            Some(Target::Replica(name)) => Step::Follow(index, named(name)),
                            Some(_) => Step::Follow(index, None),
                        },
                    ));
                }
            }
            other @ (What::Crash { .. } | What::PartitionPrimary { .. } | What::Wait { .. }) => {
                return Err(io::Error::other(format!("cannot act out `{other}`")));
            }
        }
    }
    Ok(steps)
}
