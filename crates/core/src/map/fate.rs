//! What an outage ends in: the engine is run until that is decided.

use core::time::Duration;

use crate::engine::simulate;
use crate::run::story::storms;
use crate::run::{EventKind, Phase, Run};
use crate::scenario::{Scenario, What};
use crate::units::Instant;

/// How it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// Everybody resumes; no full resync.
    Partial,
    /// Full resyncs, and then quiet.
    Full,
    /// Somebody goes round, or falls behind for ever.
    Never,
}

/// One run of the engine, summed up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// How it ends.
    pub fate: Fate,
    /// Full resyncs until then.
    pub full_resyncs: u64,
    /// From the end of the outage until everybody has everything; `None` where that never is.
    pub quiet_after: Option<Duration>,
    /// From one full resync to the next of a storm.
    pub period: Option<Duration>,
}

/// Laps after which a storm is taken to go on.
const LAPS: u32 = 4;
/// The longest run.
const LONGEST: Duration = Duration::from_secs(24 * 3600);

/// Runs a scene in which an outage is over at `back`, longer and longer until its end is known.
pub(super) fn fate(scene: &Scenario, back: Instant) -> Cell {
    let mut scene = scene.clone();
    // What a burst does is known only after it.
    let bursts = scene.incidents.iter().map(|incident| match incident.what {
        What::Writes { lasting: Some(lasting), .. } => incident.at + lasting,
        _ => incident.at,
    });
    let from = bursts.max().unwrap_or(back).max(back).since_start();
    let mut after = Duration::from_secs(90);
    loop {
        let until = (from + after).min(LONGEST);
        scene.run = Some(until);
        let run = simulate(&scene);
        if let Some(cell) = decided(&run, back, until == LONGEST) {
            return cell;
        }
        after *= 4;
    }
}

/// What a run ends in, where that can be said; always at the `last` one.
fn decided(run: &Run, back: Instant, last: bool) -> Option<Cell> {
    let end = run.at(run.end);
    let full_resyncs = end.counters.sync_full;
    let quiet = end.replicas.iter().all(|replica| {
        replica.phase == Phase::Online && replica.applied.is_some() && replica.behind.is_zero()
    });
    if quiet {
        let caught_up = run.events.iter().rfind(|event| event.kind == EventKind::CaughtUp);
        let fate = if full_resyncs == 0 { Fate::Partial } else { Fate::Full };
        let quiet_after = Some(caught_up.map_or(back, |event| event.at).saturating_since(back));
        return Some(Cell { fate, full_resyncs, quiet_after, period: None });
    }
    let storm = storms(run).into_iter().find(|storm| storm.laps >= LAPS);
    if storm.is_none() && !last && run.end.since_start() < LONGEST {
        return None;
    }
    let period = storm.and_then(|storm| storm.period);
    Some(Cell { fate: Fate::Never, full_resyncs, quiet_after: None, period })
}
