//! The server on the left: its writes, what its clients are told, whether it stands still, and its
//! child.

use stormglass_core::message::{Message, Value};
use stormglass_core::run::{Moment, RefusedBecause, Writable};

use super::{Layout, PRIMARY, Scene};
use crate::model::act::Whom;
use crate::view::picture::{At, Ink, Mark, Picture, Side, short};
use crate::view::shapes::marker;
use crate::words;

/// What clients get for an answer, and how that looks.
pub(super) fn told(side: &Writable) -> (&'static str, Ink) {
    match side.refuses {
        _ if side.away => ("page-told-none", Ink::Hard),
        None => ("page-told-ok", Ink::Accent),
        Some(RefusedBecause::TooFewReplicas { .. }) => ("page-told-few", Ink::Hard),
        Some(RefusedBecause::Maxmemory) => ("page-told-oom", Ink::Hard),
        Some(RefusedBecause::SaveFailed) => ("page-told-misconf", Ink::Hard),
    }
}

pub(super) fn lead(picture: &mut Picture, scene: &Scene<'_>, layout: &Layout) {
    let moment = scene.moment;
    let (top, bottom) = (layout.top, layout.bottom);
    let middle = PRIMARY / 2.0;
    let border = if scene.target == Whom::Primary { Ink::Accent } else { Ink::Line };
    let size = (PRIMARY - 2.0, bottom - top);
    frame(picture, ((1.0, top), size, 7.0), Some(Ink::Card), Some(border), 1.0);
    name(picture, moment, (middle, top + 16.0));
    let rate = words::rate(moment.write_rate);
    picture.text((middle, top + 33.0), rate, 11.0, Ink::Muted, Side::Middle);
    match moment.frozen_until.and_then(|until| (until > moment.at).then(|| until - moment.at)) {
        Some(left) => {
            let size = (PRIMARY - 2.0, 34.0);
            frame(picture, ((1.0, top + 44.0), size, 0.0), Some(Ink::Hard), None, 1.0);
            let said = words::text("page-frozen");
            picture.bold((middle, top + 55.0), said, 10.5, Ink::Card, Side::Middle);
            picture.text((middle, top + 69.0), words::time(left), 10.5, Ink::Card, Side::Middle);
        }
        None => clients(picture, moment.writable.first(), (middle, top + 53.0)),
    }
    child(picture, scene, bottom);
}

/// Whoever was promoted keeps its own colour and shape.
fn name(picture: &mut Picture, moment: &Moment, at: At) {
    let promoted = moment.primary.and_then(|index| Some((index, moment.replicas.get(index)?)));
    match promoted {
        None => picture.bold(at, words::text("page-primary"), 12.0, Ink::Ink, Side::Middle),
        Some((index, replica)) => {
            let name = short(&replica.name, 12.0, PRIMARY - 28.0);
            picture.marks.push(marker(index, (14.0, at.1), 5.0, true));
            picture.bold((24.0, at.1), name, 12.0, Ink::Replica(index), Side::Start);
        }
    }
}

/// What clients are told there.
pub(super) fn clients(picture: &mut Picture, side: Option<&Writable>, (x, y): At) {
    let Some((id, ink)) = side.map(told) else { return };
    picture.text((x, y), words::text("page-clients"), 10.0, Ink::Muted, Side::Middle);
    picture.bold((x, y + 13.0), words::text(id), 9.5, ink, Side::Middle);
}

/// The child stands at the bottom of the primary it was forked from.
fn child(picture: &mut Picture, scene: &Scene<'_>, bottom: f64) {
    let (x, middle) = (10.0, PRIMARY / 2.0);
    let Some(child) = scene.moment.child else {
        let none = words::text("page-child-none");
        picture.text((middle, bottom - 12.0), none, 10.5, Ink::Muted, Side::Middle);
        return;
    };
    let top = bottom - 84.0;
    let size = (PRIMARY - 10.0, 78.0);
    frame(picture, ((5.0, top), size, 5.0), Some(Ink::Track), Some(Ink::Muted), 0.7);
    let name = Message::new("page-child-name").with("done", Value::Permille(child.permille));
    picture.bold((middle, top + 13.0), words::say(&name), 9.5, Ink::Ink, Side::Middle);
    bar(picture, (x, top + 23.0), child.permille as f64 / 1000.0, Ink::Accent);
    let copied = words::text("page-child-cow");
    picture.text((middle, top + 42.0), copied, 10.0, Ink::Muted, Side::Middle);
    picture.text((middle, top + 55.0), words::bytes(child.cow), 10.5, Ink::Ink, Side::Middle);
    let share = child.cow.0 as f64 / scene.run.scenario.dataset.0.max(1) as f64;
    bar(picture, (x, top + 65.0), share, Ink::Soft);
}

fn bar(picture: &mut Picture, at: At, share: f64, ink: Ink) {
    let width = PRIMARY - 20.0;
    frame(picture, (at, (width, 6.0), 2.0), Some(Ink::Line), None, 1.0);
    frame(picture, (at, (width * share.clamp(0.0, 1.0), 6.0), 2.0), Some(ink), None, 1.0);
}

/// A box at a place, of a size, with round corners.
pub(super) fn frame(
    picture: &mut Picture,
    (at, size, round): (At, At, f64),
    fill: Option<Ink>,
    border: Option<Ink>,
    alpha: f64,
) {
    picture.marks.push(Mark::Box { at, size, round, fill, border, alpha });
}
