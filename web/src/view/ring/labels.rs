//! Words around the ring, apart from each other and inside the picture.

use super::Layout;
use crate::numbers::sin_cos;
use crate::view::picture::{At, Ink, Mark, Picture, Side, polar, width_of};

/// Words that belong to a place outside the ring.
pub(super) struct Label {
    pub(super) angle: f64,
    pub(super) lines: Vec<(String, Ink, bool)>,
}

/// Puts labels beside the ring, apart from each other and inside the picture.
pub(super) fn place_labels(
    picture: &mut Picture,
    layout: &Layout,
    labels: Vec<Label>,
    lanes: usize,
) {
    const LINE: f64 = 15.0;
    let radius = layout.lane_of(lanes) + 16.0;
    let mut placed: Vec<(At, Side, Label)> = Vec::with_capacity(labels.len());
    for label in labels {
        let mut at = polar(layout.centre, radius, label.angle);
        let side = match sin_cos(label.angle).1 {
            cos if cos > 0.25 => Side::Start,
            cos if cos < -0.25 => Side::End,
            _ => Side::Middle,
        };
        // Where the picture is too narrow beside the ring, words stand where there is room, with a
        // line to their place.
        let room = picture.width / 2.0 - 4.0 - width(&label);
        let beside = at.0 - layout.centre.0;
        if side != Side::Middle && beside.abs() > room && room > 0.0 {
            let from = polar(layout.centre, radius - 14.0, label.angle);
            let off = (radius * radius - room * room).sqrt();
            at = (
                layout.centre.0 + room.copysign(beside),
                layout.centre.1 + off.copysign(at.1 - layout.centre.1),
            );
            // It ends before the words begin.
            let (x, y) = (from.0 - at.0, from.1 - at.1);
            let far = x.hypot(y);
            if far > 30.0 {
                let to = (at.0 + x * 12.0 / far, at.1 + y * 12.0 / far);
                picture.line(from, to, 1.0, label.lines[0].1);
            }
        }
        let place = placed.iter().position(|(before, ..)| before.1 > at.1);
        placed.insert(place.unwrap_or(placed.len()), (at, side, label));
    }
    // Down each side they push each other down; what runs out at the bottom is pushed up again.
    let mut below = [10.0_f64; 2];
    let mut tops: Vec<f64> = Vec::with_capacity(placed.len());
    for ((x, y), _, label) in &placed {
        let column = usize::from(*x > layout.centre.0);
        let height = LINE * label.lines.len() as f64;
        // Above the ring words end there, below it they begin.
        let lift = match (y - layout.centre.1) / radius {
            sin if sin < -0.25 => height,
            sin if sin > 0.7 => LINE / 2.0,
            _ => height / 2.0,
        };
        let top = (y - lift + LINE / 2.0).max(below[column]);
        below[column] = top + height + 4.0;
        tops.push(top);
    }
    let mut above = [picture.height; 2];
    for (index, ((x, _), _, label)) in placed.iter().enumerate().rev() {
        let column = usize::from(*x > layout.centre.0);
        let height = LINE * label.lines.len() as f64;
        tops[index] = tops[index].min(above[column] - height);
        above[column] = tops[index] - 4.0;
    }
    for (((x, y), side, label), top) in placed.into_iter().zip(tops) {
        // Pushed down from above the ring, it goes beside it.
        let sunk = y < layout.centre.1 && top + LINE * label.lines.len() as f64 > y + LINE;
        let side = match side {
            Side::Middle if sunk && x < layout.centre.0 => Side::End,
            Side::Middle if sunk => Side::Start,
            side => side,
        };
        let wide = width(&label);
        let (left, right) = match side {
            Side::Start => (x, x + wide),
            Side::Middle => (x - wide / 2.0, x + wide / 2.0),
            Side::End => (x - wide, x),
        };
        // Pushed up or down, it must not come to lie on the ring.
        let edge = edge_at(layout, (top, top + LINE * (label.lines.len() as f64 - 1.0)));
        let out = match side {
            Side::Start => (layout.centre.0 + edge - left).max(0.0),
            Side::End => -(right - layout.centre.0 + edge).max(0.0),
            Side::Middle => 0.0,
        };
        let (x, left, right) = (x + out, left + out, right + out);
        let back = (4.0 - left).max(0.0) - (right - picture.width + 4.0).max(0.0);
        if back != 0.0 {
            ground(
                picture,
                (left + back, top - LINE / 2.0),
                (wide, LINE * label.lines.len() as f64),
            );
        }
        let x = x + back;
        for (index, (text, ink, bold)) in label.lines.into_iter().enumerate() {
            let at = (x, top + LINE * index as f64);
            if bold {
                picture.bold(at, text, 12.5, ink, side);
            } else {
                picture.text(at, text, 12.5, ink, side);
            }
        }
    }
}

/// How far from the middle the ring reaches between two heights.
fn edge_at(layout: &Layout, (top, bottom): (f64, f64)) -> f64 {
    let outer = layout.radius + layout.track / 2.0 + 10.0;
    let near = layout.centre.1.clamp(top, bottom.max(top)) - layout.centre.1;
    (outer * outer - near * near).max(0.0).sqrt()
}

/// Where there is no room beside the ring, words on it stay readable.
fn ground(picture: &mut Picture, at: At, size: At) {
    let (fill, border) = (Some(Ink::Paper), None);
    picture.marks.push(Mark::Box { at, size, round: 3.0, fill, border, alpha: 0.8 });
}

fn width(label: &Label) -> f64 {
    label.lines.iter().map(|(text, ..)| width_of(text, 12.5)).fold(0.0, f64::max)
}
