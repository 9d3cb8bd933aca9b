//! A value, proven: two scenarios to run side by side, one that works and one that does not.
//!
//! Nothing is run here. Sizing says what will happen, the engine what does; whoever shows the proof
//! runs both and compares.

use core::time::Duration;

use crate::run::{Moment, Phase};
use crate::scenario::{DisklessLoad, Incident, Scenario, Target, What, Writes};

use super::buffer::Luck;
use super::buffer::acting;
use super::fits::Scene;
use super::outage::{LONGEST, Outage};
use super::profile::Profile;
use super::resync::Resync;
use super::solve::{Solution, Unknown, solve};
use super::{Question, with_a_replica};

/// Two scenarios that differ in one value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// What was found.
    pub solution: Solution,
    /// With the value that works; `None` where none does, or where it takes longer than a day.
    pub passes: Option<Scenario>,
    /// One step further; `None` where nothing fails, or not within a day.
    pub fails: Option<Scenario>,
    /// Full resyncs there are where it works.
    full_resyncs: u64,
}

impl Proof {
    /// Whether a run went well, from its end: no full resync but those asked for, nobody closed by
    /// a limit, and everybody has everything.
    #[must_use]
    pub fn went_well(&self, end: &Moment) -> bool {
        if self.solution.unknown == Unknown::Backlog {
            // The backlog's part is over when the request is answered.
            return end.counters.sync_full == 0 && end.counters.sync_partial_ok > 0;
        }
        end.counters.sync_full == self.full_resyncs
            && end.counters.output_buffer_disconnections == 0
            && end.replicas.iter().all(|replica| {
                replica.phase == Phase::Online
                    && replica.applied.is_some()
                    && replica.behind.is_zero()
            })
    }
}

/// Solves for `unknown` and makes the two scenarios that show the answer to be right; `None` where
/// there is nothing the engine could show: memory binds, or nothing does.
#[must_use]
pub fn prove(scenario: &Scenario, question: &Question, unknown: Unknown) -> Option<Proof> {
    let scenario = with_a_replica(scenario);
    let solution = solve(&scenario, question, unknown);
    let scene = solution.scene?;
    let stage = |value: u64| {
        let (scenario, question) = unknown.put(&scenario, question, value);
        match scene {
            Scene::Return => returns(&scenario, &question, unknown == Unknown::Backlog),
            Scene::Resync => Some(resyncs(&scenario, &question)),
        }
    };
    let replicas = match unknown {
        Unknown::Replicas => solution.value.unwrap_or(0),
        _ => u64::try_from(scenario.replicas.len()).expect("few replicas"),
    };
    Some(Proof {
        passes: solution.value.and_then(stage),
        fails: solution.beyond.and_then(stage),
        full_resyncs: if scene == Scene::Return { 0 } else { replicas },
        solution,
    })
}

/// The outage asked about as a scene to be run: nothing else happens in it but bursts. `None` where
/// its end lies beyond what a run may last.
#[must_use]
pub fn scene_of_outage(scenario: &Scenario, question: &Question) -> Option<Scenario> {
    returns(&with_a_replica(scenario), question, false)
}

/// The outage asked about, and nothing else but bursts; `brief` ends when the request is answered.
/// `None` where its end lies beyond what a run may last.
fn returns(scenario: &Scenario, question: &Question, brief: bool) -> Option<Scenario> {
    let mut scenario = scenario.clone();
    let spec = scenario.resolved();
    let outage = Outage::of(&spec, question.outage);
    let offered = question.peak.map_or_else(|| Profile::of(&spec), Profile::constant);
    let who = match scenario.incidents.iter().find_map(|incident| match &incident.what {
        What::Disconnect { who, .. } => Some(who.clone()),
        _ => None,
    }) {
        Some(who) => who,
        None => Target::Replica(scenario.replicas[0].name.clone()),
    };
    if let Some(peak) = question.peak {
        scenario.writes = Some(Writes::Stream(peak));
    }
    let bursts = question.peak.is_none();
    scenario.incidents.retain(|i| bursts && matches!(i.what, What::Writes { .. }));
    let what = What::Disconnect { who, lasting: outage.lasts };
    scenario.incidents.push(Incident { at: outage.at, what });
    crate::order::sort_by_key(&mut scenario.incidents, |incident| incident.at);
    let together = u64::try_from(spec.replicas.len()).expect("few replicas");
    // Until what was missed has been read, or until the soft limit has had its time.
    let gap = outage.gap(&spec, &offered);
    let gain = outage.drains(&spec, together).0.saturating_sub(offered.peak().0);
    let drain = crate::units::Rate(gain).time_for(gap).unwrap_or(LONGEST).min(LONGEST);
    let after = drain + Duration::from_secs(spec.settings.output_buffer.soft_for + 5);
    let after = if brief { Duration::from_millis(1) } else { after };
    let until = outage.asked(&spec).since_start() + after;
    if outage.asked(&spec).since_start() >= LONGEST {
        return None;
    }
    scenario.run = Some(until.min(LONGEST));
    scenario.fresh = false;
    Some(scenario)
}

/// All replicas attach for the first time at 0s, at the peak of the write rate.
fn resyncs(scenario: &Scenario, question: &Question) -> Scenario {
    let mut scenario = scenario.clone();
    let spec = scenario.resolved();
    let offered = question.peak.map_or_else(|| Profile::of(&spec), Profile::constant);
    let peak = offered.peak();
    let limits = acting(&spec, spec.settings.output_buffer, spec.settings.repl_backlog_size);
    let together = u64::try_from(spec.replicas.len()).expect("few replicas");
    let longest = Resync::each(&spec, peak, &limits, together, Luck::Worst)
        .iter()
        .map(|resync| resync.total.unwrap_or(resync.held).min(LONGEST))
        .max()
        .unwrap_or_default();
    // A limit may act late, and a storm should be seen to go round.
    let after = Duration::from_secs(spec.settings.output_buffer.soft_for + 30);
    scenario.run = Some((longest * 2 + after).min(LONGEST));
    scenario.incidents.clear();
    scenario.writes = Some(Writes::Stream(peak));
    if spec.settings.diskless_load == DisklessLoad::OnEmptyDb && !scenario.fresh {
        // These replicas stand for some that have data.
        scenario.conf.diskless_load = Some(DisklessLoad::Disabled);
    }
    scenario.fresh = true;
    scenario
}
