//! The storm loop: seven stations a replica passes again and again, and the ways out of it.
//!
//! Lag grows, it passes the backlog, resuming is refused, a full resync is entered, the primary
//! forks, it strains (it stands still, or its output buffer fills), a replica drops: and its lag
//! grows. Everything here is read off a run; nothing is scripted.

use core::time::Duration;

use super::{CloseReason, EventKind, Moment, Phase, ReplicaMoment, Run, Standing};
use crate::units::{Bytes, Instant};

/// A station of the loop, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Station {
    /// Away, and what it misses is still held.
    LagGrows,
    /// Away, and its next byte is gone.
    Beyond,
    /// Its request cannot be answered from the backlog.
    Refused,
    /// On the list for a full resync.
    FullResync,
    /// A child makes or has made its snapshot.
    Snapshot,
    /// The primary stands still, or the output buffer comes near a limit.
    Strain,
    /// Closed by a limit.
    Drops,
}

impl Station {
    /// All seven, in order.
    pub const ALL: [Self; 7] = [
        Self::LagGrows,
        Self::Beyond,
        Self::Refused,
        Self::FullResync,
        Self::Snapshot,
        Self::Strain,
        Self::Drops,
    ];

    /// Where a replica stands; `None` is outside the loop.
    #[must_use]
    pub fn of(moment: &Moment, replica: &ReplicaMoment) -> Option<Self> {
        let (hard, soft) = acting_limits(moment);
        let near =
            |limit: Bytes| !limit.is_zero() && replica.output_buffer.0 >= limit.0.div_ceil(2);
        let frozen = moment.frozen_until.is_some_and(|until| until > moment.at);
        let held = matches!(replica.standing, Standing::In { .. });
        match replica.phase {
            Phase::Down { why: CloseReason::HardLimit | CloseReason::SoftLimit, .. } => {
                Some(Self::Drops)
            }
            Phase::Down { .. } | Phase::Handshake if held => Some(Self::LagGrows),
            Phase::Down { .. } => Some(Self::Beyond),
            Phase::Handshake => Some(Self::Refused),
            Phase::WaitsForChild => Some(Self::FullResync),
            _ if near(hard) || near(soft) => Some(Self::Strain),
            Phase::Online | Phase::Primary | Phase::Gone { .. } => None,
            _ if frozen => Some(Self::Strain),
            Phase::Saving | Phase::Transfer | Phase::Loading => Some(Self::Snapshot),
        }
    }
}

/// How often a replica went round, and whether it has left the loop.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Laps {
    /// Full resyncs entered.
    pub count: u32,
    /// From one to the next, the last time.
    pub period: Option<Duration>,
    /// When it left: it has resumed or caught up since its last full resync.
    pub left: Option<Instant>,
}

/// The laps of one replica up to an instant.
#[must_use]
pub fn laps(run: &Run, who: usize, until: Instant) -> Laps {
    let mut laps = Laps::default();
    let mut last = None;
    let his = |who: &Option<u32>, index: usize| who.is_some_and(|w| w as usize == index);
    for event in run.events.iter().take_while(|event| event.at <= until) {
        if !his(&event.who, who) {
            continue;
        }
        match event.kind {
            EventKind::FullResync(_) => {
                laps.count += 1;
                laps.left = None;
                laps.period = last.map(|last| event.at - last);
                last = Some(event.at);
            }
            EventKind::CaughtUp | EventKind::PartialResync { .. } if laps.count > 0 => {
                laps.left = laps.left.or(Some(event.at));
            }
            _ => {}
        }
    }
    laps
}

/// The replica with the most full resyncs in the whole run, of equals the first.
#[must_use]
pub fn most_troubled(run: &Run) -> Option<usize> {
    let counted = (0..run.scenario.replicas.len()).map(|who| (laps(run, who, run.end).count, who));
    let most = counted.max_by_key(|(laps, who)| (*laps, usize::MAX - who))?;
    (most.0 > 0).then_some(most.1)
}

/// The hard and the soft limit as the server applies them; zero is off.
///
/// Source: redis 7.0 `networking.c:checkClientOutputBufferLimits`; the soft floor is valkey 9.0.
#[must_use]
pub fn acting_limits(moment: &Moment) -> (Bytes, Bytes) {
    let (given, size) = (moment.settings.output_buffer, moment.settings.repl_backlog_size);
    let floor = |limit: Bytes, raised: bool| {
        if raised && !limit.is_zero() { limit.max(size) } else { limit }
    };
    (floor(given.hard, moment.profile.hard_floor), floor(given.soft, moment.profile.soft_floor))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::simulate;
    use crate::scenario::Scenario;

    fn storm() -> Run {
        let text = "server redis 7.2.4\nrepl-backlog-size 64mb\ndataset 8gb\nwrites 2mb/s\n\
                    link 1gbit/s\nreplicas 2\nat 10s disconnect r1 for 20s\n\
                    at 20s disconnect r2 for 40s\nrun 5m\n";
        simulate(&Scenario::parse(text).expect("a scenario"))
    }

    #[test]
    fn every_station_is_passed_in_order_and_the_loop_closes() {
        let run = storm();
        let mut passed: Vec<Station> = Vec::new();
        for tenth in 0..=3000 {
            let moment = run.at(Instant::from_millis(tenth * 100));
            if let Some(station) = Station::of(&moment, &moment.replicas[1])
                && passed.last() != Some(&station)
            {
                passed.push(station);
            }
        }
        assert_eq!(passed[..2], [Station::LagGrows, Station::Beyond]);
        assert!(passed.contains(&Station::Strain) && passed.contains(&Station::Drops));
        assert!(passed.iter().filter(|s| **s == Station::Drops).count() >= 2, "{passed:?}");
    }

    #[test]
    fn laps_are_counted_and_the_one_that_resumes_has_none() {
        let run = storm();
        assert_eq!(most_troubled(&run), Some(1));
        let end = laps(&run, 1, run.end);
        assert!(end.count >= 2 && end.period.is_some() && end.left.is_none(), "{end:?}");
        assert_eq!(laps(&run, 0, run.end), Laps::default());
        assert_eq!(laps(&run, 1, Instant::from_secs(30)), Laps::default());
    }
}
