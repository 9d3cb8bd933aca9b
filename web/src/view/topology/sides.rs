//! Two sides: a former primary that does not follow yet, the cut between it and the others, and
//! what only it has.

use core::time::Duration;

use stormglass_core::message::Message;
use stormglass_core::run::{Moment, Phase, Run};
use stormglass_core::scenario::What;
use stormglass_core::units::Instant;

use super::lead::{clients, frame};
use super::{LOW, Layout, PRIMARY, Scene};
use crate::view::narration::clock;
use crate::view::picture::{Ink, Mark, Picture, Side};
use crate::words;

/// Height of the side of a former primary.
pub(super) const BAND: f64 = 62.0;

/// Whether a former primary stands on a side of its own.
pub(super) fn apart(moment: &Moment) -> bool {
    moment.former.as_ref().is_some_and(|former| former.phase.leads())
}

/// Until when the primary is cut off from everybody but its clients, if it is.
pub(super) fn cut_until(run: &Run, at: Instant) -> Option<Instant> {
    let cut = run.scenario.incidents.iter().filter_map(|incident| match incident.what {
        What::PartitionPrimary { lasting } if incident.at <= at => Some(incident.at + lasting),
        _ => None,
    });
    cut.filter(|until| *until > at).max()
}

/// The side of the former primary, above everything else.
pub(super) fn former(picture: &mut Picture, scene: &Scene<'_>) {
    let moment = scene.moment;
    let side = moment.writable.iter().skip(1).find(|side| side.who.is_none());
    let middle = PRIMARY / 2.0;
    let box_of = ((1.0, 4.0), (PRIMARY - 2.0, BAND - 12.0), 7.0);
    frame(
        picture,
        box_of,
        Some(Ink::Card),
        Some(Ink::Muted),
        if side.is_some() { 1.0 } else { 0.3 },
    );
    let name = words::text("page-primary");
    let x = PRIMARY + 12.0;
    match side {
        Some(_) => {
            picture.bold((middle, 16.0), name, 12.0, Ink::Ink, Side::Middle);
            clients(picture, side, (middle, 30.0));
            let only = Message::new("page-apart").with("bytes", moment.apart);
            picture.bold((x, 16.0), words::say(&only), 11.5, Ink::Soft, Side::Start);
            picture.text((x, 32.0), words::text("page-apart-then"), 10.5, Ink::Muted, Side::Start);
        }
        None => {
            picture.text((middle, 16.0), name, 12.0, Ink::Muted, Side::Middle);
            let gone =
                moment.former.as_ref().is_some_and(|old| matches!(old.phase, Phase::Gone { .. }));
            let (id, ink) =
                if gone { ("page-told-none", Ink::Hard) } else { ("page-left", Ink::Muted) };
            picture.text((middle, 37.0), words::text(id), 10.5, ink, Side::Middle);
            lost(picture, moment, (x, 16.0), Side::Start);
        }
    }
}

/// What nobody has any more.
pub(super) fn lost(picture: &mut Picture, moment: &Moment, at: (f64, f64), side: Side) {
    if !moment.lost.is_zero() {
        let said = words::say(&Message::new("page-lost").with("bytes", moment.lost));
        picture.bold(at, said, 11.5, Ink::Hard, side);
    }
}

/// The cut: between the two primaries, or before there are two, across all links.
pub(super) fn cut(
    picture: &mut Picture,
    layout: &Layout,
    (moment, until): (&Moment, Instant),
    apart: bool,
) {
    let said = words::say(&Message::new("page-cut-until").with("clock", clock(until)));
    if apart {
        let y = BAND - 1.0;
        zigzag(picture, (2.0, y), (picture.width - 4.0, y));
        let at = (picture.width - 4.0, y - 11.0);
        picture.bold(at, said, 10.5, Ink::Hard, Side::End);
    } else {
        let x = f64::midpoint(layout.link.0, layout.link.1);
        let top = if layout.row > LOW { 30.0 } else { 16.0 };
        zigzag(picture, (x, top), (x, picture.height - 18.0));
        picture.bold((x, picture.height - 8.0), said, 10.5, Ink::Hard, Side::Middle);
        other_side(picture, moment, layout.row);
    }
}

/// What clients meet beyond the cut before anybody leads there: nobody to write to, and replicas
/// whose data grow old.
fn other_side(picture: &mut Picture, moment: &Moment, row: f64) {
    let x = picture.width - 4.0;
    picture.text((x, 8.0), words::text("page-other-side"), 10.5, Ink::Hard, Side::End);
    let oldest = moment.replicas.iter().filter(|r| r.silent).map(|r| r.stale.as_secs()).max();
    // In a low row the replica stands there.
    if let Some(oldest) = oldest.filter(|_| row > LOW) {
        let said = Message::new("page-other-reads").with("time", Duration::from_secs(oldest));
        picture.text((x, 21.0), words::say(&said), 10.5, Ink::Soft, Side::End);
    }
}

/// A jagged line: it reads as a cut without its colour.
fn zigzag(picture: &mut Picture, from: (f64, f64), to: (f64, f64)) {
    const STEP: f64 = 7.0;
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = dx.abs().max(dy.abs());
    let across = if dx.abs() > dy.abs() { (0.0, 3.0) } else { (3.0, 0.0) };
    let place = |along: f64, sign: f64| {
        let share = (along / length).min(1.0);
        (from.0 + dx * share + across.0 * sign, from.1 + dy * share + across.1 * sign)
    };
    let (mut along, mut sign) = (0.0, 1.0);
    while along < length {
        let (from, to) = (place(along, sign), place(along + STEP, -sign));
        picture.marks.push(Mark::Line {
            from,
            to,
            width: 1.8,
            ink: Ink::Hard,
            alpha: 1.0,
            dash: None,
        });
        along += STEP;
        sign = -sign;
    }
}
