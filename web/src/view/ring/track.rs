//! The track of the ring: what is held, where it wraps, and what is kept beyond the size.

use core::f64::consts::{FRAC_PI_2, TAU};

use stormglass_core::message::Message;
use stormglass_core::run::{Moment, Window};
use stormglass_core::server::BacklogKind;
use stormglass_core::units::Bytes;

use super::Layout;
use super::labels::Label;
use crate::view::picture::{Ink, Mark, Picture, Side, polar};
use crate::words;

/// An arc of the ring with plain ends.
pub(super) fn arc(
    layout: &Layout,
    (radius, width): (f64, f64),
    (from, to): (f64, f64),
    ink: Ink,
    alpha: f64,
) -> Mark {
    Mark::Arc { centre: layout.centre, radius, from, to, width, ink, alpha, round: false }
}

pub(super) fn track(
    picture: &mut Picture,
    layout: &Layout,
    moment: &Moment,
    head: f64,
    labels: &mut Vec<Label>,
) {
    let (radius, wide) = (layout.radius, layout.track);
    picture.marks.push(arc(layout, (radius, wide), (0.0, TAU), Ink::Track, 1.0));
    if moment.profile.backlog == BacklogKind::Ring {
        seam(picture, layout);
    }
    let Some(window) = &moment.window else { return };
    let size = window.size.0.max(1) as f64;
    let held = (window.histlen.0 as f64 / size).clamp(0.0, 1.0) * TAU;
    if held <= 0.0 {
        return;
    }
    picture.marks.push(arc(layout, (radius, wide), (head - held, head), Ink::Held, 1.0));
    texture(picture, layout, head, held);
    pinned(picture, layout, moment, window, head, labels);
}

/// A texture that moves with the head and fades towards the oldest byte.
fn texture(picture: &mut Picture, layout: &Layout, head: f64, held: f64) {
    let ticks = 60_u32;
    let step = TAU / f64::from(ticks);
    let (inner, outer) = (layout.radius - layout.track / 2.0, layout.radius + layout.track / 2.0);
    for tick in 1..=ticks {
        let back = f64::from(tick) * step;
        if back > held - step / 4.0 {
            break;
        }
        let alpha = 0.9 - 0.82 * (back / held);
        let from = polar(layout.centre, inner, head - back);
        let to = polar(layout.centre, outer, head - back);
        picture.marks.push(Mark::Line {
            from,
            to,
            width: 4.0,
            ink: Ink::Accent,
            alpha,
            dash: None,
        });
    }
}

/// Up to redis 6.2 it is one piece of memory with an end: there the head wraps.
fn seam(picture: &mut Picture, layout: &Layout) {
    let inner = layout.radius - layout.track / 2.0;
    let from = polar(layout.centre, inner - 8.0, -FRAC_PI_2);
    let to = polar(layout.centre, inner + layout.track + 4.0, -FRAC_PI_2);
    picture.marks.push(Mark::Line {
        from,
        to,
        width: 2.0,
        ink: Ink::Muted,
        alpha: 1.0,
        dash: Some((3.0, 2.0)),
    });
    // A small ring has its own words there.
    if layout.radius > 90.0 {
        let at = (from.0, from.1 + 8.0);
        picture.text(at, words::text("page-ring-wraps"), 10.5, Ink::Muted, Side::Middle);
    }
}

/// History beyond the size, held because a replica still needs it (redis 7.0 on).
fn pinned(
    picture: &mut Picture,
    layout: &Layout,
    moment: &Moment,
    window: &Window,
    head: f64,
    labels: &mut Vec<Label>,
) {
    let more = window.histlen.saturating_sub(window.size);
    let beyond = more.0 as f64 / window.size.0.max(1) as f64;
    if beyond <= 0.004 {
        return;
    }
    let turn = beyond.min(1.0) * TAU;
    let outer = layout.radius + layout.track / 2.0 + 4.0;
    picture.marks.push(arc(layout, (outer, 5.0), (head - turn, head), Ink::Accent, 0.75));
    // A block more than the size is usual; that needs no words.
    if beyond < 0.05 {
        return;
    }
    let needs = moment.replicas.iter().filter(|replica| replica.under_primary);
    let Some(slow) = needs.max_by_key(|replica| replica.pending) else { return };
    let by = |id, bytes: Bytes| {
        words::say(&Message::new(id).with("bytes", bytes).with("who", slow.name.as_str()))
    };
    labels.push(Label {
        angle: head - turn.min(TAU * 0.92),
        lines: vec![
            (by("page-ring-pinned", more), Ink::Accent, false),
            (by("page-ring-pinned-by", more), Ink::Muted, false),
        ],
    });
}
