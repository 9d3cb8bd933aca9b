//! The lowest panel: what each replica is doing, and the time axis.

use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, VPos};
use stormglass_core::run::{Phase, Run};

use super::axis::{time_points, time_text};
use super::frame::{PHASES, ROWS, pixel};
use super::samples::{Samples, Span};
use super::theme::{Colour, rgb};
use super::timeline::{Drawn, Sheet};

pub(crate) fn draw<DB: DrawingBackend>(
    root: &DrawingArea<DB, Shift>,
    sheet: &Sheet<'_>,
    run: &Run,
    samples: &Samples,
) -> Drawn<DB> {
    let (frame, theme) = (sheet.frame, sheet.theme);
    let (top, bottom) = frame.panels[PHASES];
    let replicas = &run.scenario.replicas;
    let shown: Vec<usize> = (0..samples.spans.len())
        .filter(|index| *index < ROWS || *index >= replicas.len())
        .collect();
    let rows = i32::try_from(shown.len().max(1)).expect("at most ROWS and one");
    let height = (bottom - top) / rows;
    let mut row = top;
    for index in shown {
        let name_at = (frame.left - frame.px(7.0), row + height / 2);
        let name = replicas.get(index).map_or(&sheet.words.primary, |replica| &replica.name);
        let name = name.clone();
        sheet.write(root, name, name_at, theme.replica(index), (HPos::Right, VPos::Center))?;
        for span in &samples.spans[index] {
            bar(root, sheet, span, index, (row + frame.px(2.0), row + height - frame.px(2.0)))?;
        }
        row += height;
    }
    if let Some(more) = &sheet.words.more {
        let at = (frame.right, bottom + frame.px(2.0));
        sheet.write(root, more.clone(), at, theme.muted, (HPos::Right, VPos::Top))?;
    }
    axis(root, sheet)
}

fn bar<DB: DrawingBackend>(
    root: &DrawingArea<DB, Shift>,
    sheet: &Sheet<'_>,
    span: &Span,
    replica: usize,
    (top, bottom): (i32, i32),
) -> Drawn<DB> {
    let frame = sheet.frame;
    let from = pixel(frame.x_of(span.from)).max(frame.left);
    let to = pixel(frame.x_of(span.to)).min(frame.right);
    // A hair between neighbours, and never nothing: even a short phase is there to be found.
    let to = (to - frame.px(1.0)).max(from + 1);
    let theme = sheet.theme;
    let fill = |colour: Colour, top: i32| {
        root.draw(&Rectangle::new([(from, top), (to, bottom)], rgb(colour).filled()))
    };
    match span.phase {
        Phase::Online => fill(theme.replica(replica), top),
        Phase::Down { .. } | Phase::Gone { .. } => fill(theme.track, top),
        // Half as high: it is connected, and not yet served.
        Phase::Handshake => fill(theme.muted, (top + bottom) / 2),
        Phase::WaitsForChild => fill(theme.soft, (top + bottom) / 2),
        Phase::Saving => fill(theme.hard, top),
        Phase::Transfer => {
            fill(theme.hard, top)?;
            hatch(root, sheet, (from, to), (top, bottom))
        }
        // It has nobody to wait for.
        Phase::Primary => fill(theme.muted, top),
        Phase::Loading => {
            fill(theme.soft, top)?;
            hatch(root, sheet, (from, to), (top, bottom))
        }
    }
}

/// Slanted lines in the colour of the ground, so that phases differ without colour.
fn hatch<DB: DrawingBackend>(
    root: &DrawingArea<DB, Shift>,
    sheet: &Sheet<'_>,
    (from, to): (i32, i32),
    (top, bottom): (i32, i32),
) -> Drawn<DB> {
    let style = sheet.stroke(sheet.theme.card, 1.0);
    let slant = bottom - top;
    let mut x = from;
    while x + slant < to {
        root.draw(&PathElement::new(vec![(x, bottom), (x + slant, top)], style))?;
        x += sheet.frame.px(6.0);
    }
    Ok(())
}

fn axis<DB: DrawingBackend>(root: &DrawingArea<DB, Shift>, sheet: &Sheet<'_>) -> Drawn<DB> {
    let frame = sheet.frame;
    let (from, to) = (frame.from.as_secs_f64(), frame.to.as_secs_f64());
    let room = f64::from(frame.columns()) / frame.scale;
    let y = frame.panels[PHASES].1 + frame.px(20.0);
    for seconds in time_points(from, to, if room < 420.0 { 5 } else { 10 }) {
        let share = (seconds - from) / (to - from);
        let x = f64::from(frame.left) + share * f64::from(frame.right - frame.left);
        let near_end = x + 18.0 * frame.scale > f64::from(frame.right);
        let side = if near_end { HPos::Right } else { HPos::Center };
        let x = if near_end { frame.right + frame.px(10.0) } else { pixel(x) };
        sheet.write(
            root,
            time_text(seconds, to - from),
            (x, y),
            sheet.theme.muted,
            (side, VPos::Top),
        )?;
    }
    Ok(())
}
