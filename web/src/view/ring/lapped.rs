//! The moment the head laps a replica: a mark that stays where it happened, and a ring that spreads
//! from it while time moves.

use core::f64::consts::TAU;

use stormglass_core::message::Message;
use stormglass_core::run::{EventKind, Moment, Run};
use stormglass_core::units::{Bytes, Instant};

use super::labels::Label;
use super::{Layout, View, angle_of};
use crate::view::narration::clock;
use crate::view::picture::{Ink, Mark, Picture, polar};
use crate::words;

/// Events looked through for it; a storm of a day has more than a frame has time for.
const LOOKED: usize = 4000;
/// How long the ring spreads, in seconds of the clock on the wall.
const SPREADS: f64 = 0.9;

/// When the head passed the next byte of a replica the last time.
fn last(run: &Run, who: usize, at: Instant) -> Option<Instant> {
    let until = run.events.partition_point(|event| event.at <= at);
    let recent = run.events[..until].iter().rev().take(LOOKED);
    let mut its = recent.filter(|event| event.who.is_some_and(|it| it as usize == who));
    let lapped = its.find(|event| event.kind == EventKind::LeftWindow)?;
    Some(lapped.at)
}

/// Marks where the head passed a replica that is not back on the ring.
pub(super) fn lapped(
    picture: &mut Picture,
    layout: &Layout,
    (run, moment): (&Run, &Moment),
    (who, view): (usize, &View),
    labels: &mut Vec<Label>,
) {
    let Some(when) = last(run, who, moment.at) else { return };
    let size: Bytes = moment.settings.repl_backlog_size;
    let angle = angle_of(run.offset_at(when), size, view.slow);
    let at = polar(layout.centre, layout.lane_of(who), angle);
    let ink = Ink::Replica(who);
    for tilt in [5.0, -5.0] {
        let (from, to) = ((at.0 - 5.0, at.1 - tilt), (at.0 + 5.0, at.1 + tilt));
        picture.line(from, to, 2.4, ink);
    }
    let after = moment.at.saturating_since(when).as_secs_f64();
    if view.pace > 0.0 && after < SPREADS * view.pace {
        let share = after / (SPREADS * view.pace);
        picture.marks.push(Mark::Arc {
            centre: at,
            radius: 6.0 + 26.0 * share,
            from: 0.0,
            to: TAU,
            width: 3.0 * (1.0 - share) + 0.5,
            ink,
            alpha: 1.0 - share,
            round: false,
        });
    }
    let said = Message::new("page-ring-lapped").with("clock", clock(when));
    labels.push(Label { angle, lines: vec![(words::say(&said), ink, false)] });
}
