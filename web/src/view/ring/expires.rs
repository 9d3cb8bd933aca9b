//! The clock of `repl-backlog-ttl`: what is left of it while no replica is connected.

use core::f64::consts::{FRAC_PI_2, TAU};
use core::time::Duration;

use stormglass_core::message::Message;
use stormglass_core::run::{Moment, Run};
use stormglass_core::server::BacklogKind;

use super::track::arc;
use super::{Layout, parted};
use crate::view::picture::{Ink, Picture, Side};
use crate::words;

/// How long until the backlog is freed, in seconds that have begun; `None` while the clock stands.
#[must_use]
pub fn left(moment: &Moment) -> Option<Duration> {
    let (_, freed) = moment.expires?;
    let left = freed.saturating_since(moment.at) + Duration::from_nanos(999_999_999);
    Some(Duration::from_secs(left.as_secs()))
}

/// An arc inside the ring that shrinks to nothing, and the time in words.
pub(super) fn clock(picture: &mut Picture, layout: &Layout, run: &Run, moment: &Moment) {
    let (Some((since, freed)), Some(left)) = (moment.expires, left(moment)) else { return };
    let whole = (freed - since).as_secs_f64();
    let share = freed.saturating_since(moment.at).as_secs_f64() / whole;
    // Further in where something else has its place inside the ring.
    let taken = parted(moment).is_some() || moment.profile.backlog == BacklogKind::Ring;
    let inside = match taken {
        true if layout.radius > 90.0 => 26.0,
        true => 16.0,
        false => 8.0,
    };
    let radius = layout.radius - layout.track / 2.0 - inside;
    // What lies beyond the end of the run is told more quietly.
    let (ink, wide) = if freed > run.end { (Ink::Muted, 1.5) } else { (Ink::Soft, 5.0) };
    let begin = -FRAC_PI_2;
    picture.marks.push(arc(layout, (radius, 1.5), (begin, begin + TAU), ink, 0.4));
    picture.marks.push(arc(layout, (radius, wide), (begin, begin + TAU * share), ink, 1.0));
    let said = words::say(&Message::new("page-ring-expires").with("time", left));
    let at = (layout.centre.0, layout.centre.1 - layout.radius * 0.44);
    picture.bold(at, said, 11.5, ink, Side::Middle);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::picture::Mark;
    use crate::view::ring::{View, ring};
    use stormglass_core::engine::simulate;
    use stormglass_core::scenario::Scenario;
    use stormglass_core::units::Instant;

    fn run(ttl: u64) -> Run {
        let text = format!(
            "repl-backlog-size 64mb\nrepl-backlog-ttl {ttl}\nwrites 1mb/s\nreplicas 2\n\
             at 5s disconnect r1 for 60s\nat 8s disconnect r2 for 60s\nrun 2m"
        );
        simulate(&Scenario::parse(&text).expect("a scenario"))
    }

    /// The words, and how much of a turn the arc of the clock is.
    fn seen(run: &Run, second: u64) -> (Option<String>, Option<f64>) {
        let moment = run.at(Instant::from_secs(second));
        let picture = ring(run, &moment, &View::STILL, 450.0, 410.0);
        let said = picture.words().into_iter().find(|word| word.starts_with("freed in"));
        let arc = picture.marks.iter().rev().find_map(|mark| match mark {
            Mark::Arc { ink: Ink::Soft, from, to, alpha: 1.0, .. } => Some((to - from) / TAU),
            _ => None,
        });
        (said.map(str::to_owned), arc)
    }

    #[test]
    fn the_clock_runs_from_the_last_replica_on_and_ends_when_the_backlog_is_freed() {
        let run = run(30);
        assert_eq!(seen(&run, 7), (None, None), "r2 is still there");
        let (said, early) = seen(&run, 10);
        assert_eq!(
            said.as_deref(),
            Some("freed in 30 s"),
            "looked at once a second, a second late"
        );
        let (said, late) = seen(&run, 35);
        assert_eq!(said.as_deref(), Some("freed in 5 s"));
        assert!(early > late && late > Some(0.1), "{early:?} {late:?}");
        assert_eq!(seen(&run, 45), (None, None), "it is freed");
        assert_eq!(seen(&run, 100), (None, None), "replicas are back");
    }

    #[test]
    fn a_clock_that_outlasts_the_run_is_quiet() {
        let (said, arc) = seen(&run(3600), 40);
        assert_eq!(
            (said.as_deref(), arc),
            (Some("freed in 59 min 30 s"), None),
            "not in the loud colour"
        );
    }

    #[test]
    fn without_a_ttl_there_is_no_clock() {
        assert_eq!(seen(&run(0), 40), (None, None));
    }
}
