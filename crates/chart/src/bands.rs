//! Times in which writes were acknowledged that did not last: hatched over what was written.

use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, VPos};

use super::frame::{WRITES, pixel};
use super::theme::rgb;
use super::timeline::{Band, Drawn, Sheet};

pub(crate) fn draw<DB: DrawingBackend>(
    root: &DrawingArea<DB, Shift>,
    sheet: &Sheet<'_>,
) -> Drawn<DB> {
    sheet.words.bands.iter().try_for_each(|band| one(root, sheet, band))
}

fn one<DB: DrawingBackend>(
    root: &DrawingArea<DB, Shift>,
    sheet: &Sheet<'_>,
    band: &Band,
) -> Drawn<DB> {
    let frame = sheet.frame;
    if band.to < frame.from || band.from > frame.to {
        return Ok(());
    }
    let (top, bottom) = frame.panels[WRITES];
    let from = pixel(frame.x_of(band.from)).max(frame.left);
    let to = pixel(frame.x_of(band.to)).clamp(from + frame.px(2.0), frame.right.max(from + 1));
    let top = i32::midpoint(top, bottom);
    let colour = sheet.theme.hard;
    let style = sheet.stroke(colour, 1.0);
    let slant = bottom - top;
    let mut x = from - slant;
    while x < to {
        // Cut off at both ends of the band.
        let (low, high) = (x.max(from), (x + slant).min(to));
        let y = |at: i32| bottom - (at - x);
        root.draw(&PathElement::new(vec![(low, y(low)), (high, y(high))], style))?;
        x += frame.px(6.0);
    }
    let corners = [(from, top), (to, bottom)];
    root.draw(&Rectangle::new(corners, style))?;
    let wide = sheet.width(&band.label);
    let left = (from + frame.px(4.0)).min(frame.right - wide).max(frame.left);
    let at = (left, bottom - frame.px(4.0));
    let ground =
        [(left - frame.px(2.0), at.1 - frame.px(12.0)), (left + wide + frame.px(2.0), at.1)];
    root.draw(&Rectangle::new(ground, rgb(sheet.theme.card).filled()))?;
    sheet.write(root, band.label.clone(), at, colour, (HPos::Left, VPos::Bottom))
}
