//! A log laid over a run: what it tells, by the clock of the scenario made from it.

use core::time::Duration;

use super::{LogEvent, Reading, Said};
use crate::scenario::{Incident, Target, What};
use crate::units::Instant;

/// One line of a log on the time axis of the scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogMark {
    /// When, by the scenario's clock.
    pub at: Instant,
    /// Which replica, numbered from 1 as they appear.
    pub replica: Option<u32>,
    /// Which paste, from 0, and which line, from 1.
    pub source: (u32, u32),
    /// The line's own words, without addresses and IDs.
    pub text: String,
}

/// The loss of a replica that the log and the scenario have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Anchor {
    /// When, by the log's clock.
    lost_ms: u64,
    /// How long it took until the replica asked again.
    away: Duration,
}

/// When it happens in the scenario: what came just before is on the axis too.
const LEAD: Duration = Duration::from_secs(10);
/// What follows the loss is looked at for as long as the log goes on, within reason.
const SHORTEST_RUN: Duration = Duration::from_secs(40);
const LONGEST_RUN: Duration = Duration::from_secs(3600);
/// A longer absence is not one incident.
const LONGEST_AWAY: Duration = Duration::from_secs(80_000);

impl Reading {
    /// The first replica that was lost and had to begin again, or else any that came back.
    fn anchor(&self) -> Option<Anchor> {
        let syncs = &self.log.syncs;
        let pair = |full: bool| {
            syncs.iter().enumerate().find_map(|(n, sync)| {
                let lost_ms = sync.lost_ms?;
                let next = syncs[n + 1..].iter().find(|next| next.replica == sync.replica)?;
                let away = Duration::from_millis(next.asked_ms.checked_sub(lost_ms)?);
                (next.is_full() == full && away <= LONGEST_AWAY).then_some(Anchor { lost_ms, away })
            })
        };
        // With ten thousands of replicas, each lost once, it is not worth the time.
        (syncs.len() <= 5000).then(|| pair(true).or_else(|| pair(false))).flatten()
    }

    /// The incident of the log, and how long the log goes on, for its scenario.
    pub(super) fn incident(&self) -> Option<(Incident, Duration)> {
        let anchor = self.anchor()?;
        let lasting = anchor.away.max(Duration::from_secs(1));
        let replica = self.log.syncs.iter().find(|sync| sync.lost_ms == Some(anchor.lost_ms))?;
        let known = self.scenario_replicas().max(1);
        let who = Target::Replica(format!("r{}", (replica.replica as usize).clamp(1, known)));
        let incident =
            Incident { at: Instant::ZERO + LEAD, what: What::Disconnect { who, lasting } };
        let last = self.log.span_ms.map_or(0, |(_, to)| to.saturating_sub(anchor.lost_ms));
        let after = Duration::from_millis(last).clamp(SHORTEST_RUN, LONGEST_RUN);
        let run = LEAD.saturating_add(after.max(lasting)).saturating_add(LEAD);
        Some((incident, Duration::from_secs(run.as_secs().next_multiple_of(5).min(86_400))))
    }

    /// What the log tells, in the order of time, by the clock of the scenario: the loss that both
    /// have in common is at 10 s; without one, the first event is at 0 s.
    #[must_use]
    pub fn marks(&self) -> Vec<LogMark> {
        let telling = |event: &&LogEvent| matters(&event.said);
        let mut events: Vec<&LogEvent> = self.log.events.iter().filter(telling).collect();
        events.sort_by_key(|event| event.at_ms);
        let zero = match self.anchor() {
            Some(anchor) => anchor.lost_ms.saturating_sub(millis(LEAD)),
            None => events.first().map_or(0, |event| event.at_ms),
        };
        let mark = |event: &LogEvent| {
            let after = Duration::from_millis(event.at_ms.checked_sub(zero)?);
            Some(LogMark {
                at: Instant::ZERO.saturating_add(after),
                replica: event.replica,
                source: event.source,
                text: words(event),
            })
        };
        events.into_iter().filter_map(mark).collect()
    }
}

/// The line's words; of a closed client what matters, which the server prints last.
fn words(event: &LogEvent) -> String {
    let closed = ["scheduled to be closed", "closed for overcoming"];
    let Said::Killed { age, omem, .. } = event.said else { return event.text.clone() };
    let end = closed.iter().find_map(|words| event.text.find(words));
    let end = end.and_then(|at| event.text.get(at..)).unwrap_or_default();
    format!("omem={omem} age={age} {end}").trim_end().to_owned()
}

/// What a run has something beside: not every line of a handshake.
fn matters(said: &Said) -> bool {
    !matches!(said, Said::Tries { .. } | Said::SyncStarted | Said::BacklogCreated | Said::Flushes)
        && !matches!(said, Said::Copied { .. } | Said::MadeFrom { .. } | Said::SaveDelayed)
        && !matches!(said, Said::Joins | Said::Attached)
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
