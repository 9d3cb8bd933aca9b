//! One panel: a ground, labels on the left, areas, lines, levels and a caption.

use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, VPos};
use stormglass_core::units::{Bytes, Instant};

use super::axis::{byte_points, iec};
use super::frame::pixel;
use super::labels::{Area, Path, beside, outline};
use super::theme::{Colour, rgb};
use super::timeline::{Drawn, Sheet};

/// A value over time.
pub(crate) type Points = Vec<(Instant, u64)>;

/// One line of a panel.
pub(crate) struct Line {
    pub(crate) points: Points,
    pub(crate) colour: Colour,
    pub(crate) width: f64,
    /// Pixels of the design that are drawn and left out.
    pub(crate) dash: Option<(f64, f64)>,
    /// It keeps its value until the next point.
    pub(crate) steps: bool,
}

/// A limit: a line with words at its right end.
pub(crate) struct Level {
    pub(crate) line: Line,
    /// The value its words stand at.
    pub(crate) value: u64,
    pub(crate) label: String,
}

/// What is on one panel.
pub(crate) struct Plot<'a> {
    pub(crate) panel: usize,
    pub(crate) top: u64,
    /// Words in colours, one after the other.
    pub(crate) caption: Vec<(&'a str, Colour)>,
    /// What the labels on the left end with.
    pub(crate) unit: &'static str,
    /// Filled down to the bottom, drawn in this order.
    pub(crate) areas: Vec<Line>,
    pub(crate) levels: Vec<Level>,
    pub(crate) lines: Vec<Line>,
}

/// Draws a panel.
pub(crate) fn plot<DB: DrawingBackend>(
    root: &DrawingArea<DB, Shift>,
    sheet: &Sheet<'_>,
    plot: &Plot<'_>,
) -> Drawn<DB> {
    let (frame, theme) = (sheet.frame, sheet.theme);
    let (top, bottom) = frame.panels[plot.panel];
    let corners = [(frame.left, top), (frame.right, bottom)];
    root.draw(&Rectangle::new(corners, rgb(theme.card).filled()))?;
    let grid = sheet.stroke(theme.line, 1.0);
    let mut lowest = i32::MAX;
    for value in byte_points(plot.top) {
        let y = y_of(sheet, plot, value);
        root.draw(&PathElement::new(vec![(frame.left, y), (frame.right, y)], grid))?;
        // Labels keep apart in a low panel.
        if y <= lowest.saturating_sub(frame.px(12.0)) && y > top + frame.px(4.0) {
            let at = (frame.left - frame.px(5.0), y);
            let text = iec(Bytes(value)) + if value == 0 { "" } else { plot.unit };
            sheet.write(root, text, at, theme.muted, (HPos::Right, VPos::Center))?;
            lowest = y;
        }
    }
    root.draw(&PathElement::new(vec![(frame.left, top), (frame.left, bottom)], grid))?;
    for area in &plot.areas {
        let mut corners = path(sheet, plot, area);
        if let (Some(first), Some(last)) = (corners.first().copied(), corners.last().copied()) {
            corners.extend([(last.0, bottom), (first.0, bottom)]);
            root.draw(&Polygon::new(corners, rgb(area.colour).mix(0.8).filled()))?;
        }
    }
    // What the words of a limit keep off.
    let mut drawn: Vec<Path> = Vec::new();
    let within = plot.levels.iter().filter(|level| level.value <= plot.top);
    for line in within.map(|level| &level.line).chain(&plot.lines) {
        let points = path(sheet, plot, line);
        drawn.push(points.clone());
        let style = sheet.stroke(line.colour, line.width);
        match line.dash {
            // In a storm of spikes nobody sees dashes, and there would be thousands.
            Some((on, off)) if length(&points) < LONGEST * frame.scale => {
                dashed(root, &points, (frame.px(on), frame.px(off)), style)?
            }
            _ => root.draw(&PathElement::new(points, style))?,
        }
    }
    let start = frame.left + frame.px(6.0);
    let (mut x, mut y) = (start, top + frame.px(3.0));
    for (text, colour) in &plot.caption {
        let width = sheet.width(text);
        // On a narrow picture the words go on below.
        if x > start && x + width > frame.right {
            (x, y) = (start, y + frame.px(13.0));
        }
        let area = [x, y, x + width, y + frame.px(13.0)];
        write_on_ground(root, sheet, text, area, (*colour, HPos::Left))?;
        drawn.push(outline(area));
        x += width + frame.px(8.0);
    }
    for level in &plot.levels {
        let text = if level.value > plot.top {
            format!("{} \u{2191}", level.label)
        } else {
            level.label.clone()
        };
        let place = (y_of(sheet, plot, level.value), sheet.width(&text));
        let area = beside(frame, (top, bottom), place, &drawn);
        write_on_ground(root, sheet, &text, area, (level.line.colour, HPos::Right))?;
        drawn.push(outline(area));
    }
    Ok(())
}

/// Words on a ground of their own, so that no line runs through them.
fn write_on_ground<DB: DrawingBackend>(
    root: &DrawingArea<DB, Shift>,
    sheet: &Sheet<'_>,
    text: &str,
    [left, top, right, bottom]: Area,
    (colour, side): (Colour, HPos),
) -> Drawn<DB> {
    let off = sheet.frame.px(2.0);
    let ground = [(left - off, top), (right + off, bottom)];
    root.draw(&Rectangle::new(ground, rgb(sheet.theme.card).filled()))?;
    let at = (if matches!(side, HPos::Right) { right } else { left }, top);
    sheet.write(root, text.to_owned(), at, colour, (side, VPos::Top))
}

fn y_of(sheet: &Sheet<'_>, plot: &Plot<'_>, value: u64) -> i32 {
    let (top, bottom) = sheet.frame.panels[plot.panel];
    let share = value.min(plot.top) as f64 / plot.top.max(1) as f64;
    bottom - pixel(share * f64::from(bottom - top))
}

/// The corners of a line on the picture, as few as the picture needs.
fn path(sheet: &Sheet<'_>, plot: &Plot<'_>, line: &Line) -> Vec<(i32, i32)> {
    let (top, bottom) = sheet.frame.panels[plot.panel];
    let mut corners: Vec<(f64, f64)> = Vec::with_capacity(line.points.len());
    for (at, value) in &line.points {
        let share = (*value).min(plot.top) as f64 / plot.top.max(1) as f64;
        let corner = (sheet.frame.x_of(*at), f64::from(bottom) - share * f64::from(bottom - top));
        if let Some(before) = corners.last().copied().filter(|before| before.1 != corner.1)
            && line.steps
        {
            corners.push((corner.0, before.1));
        }
        corners.push(corner);
    }
    super::simplify::simplify(&corners, 0.6 * sheet.frame.scale)
        .into_iter()
        .map(|index| (pixel(corners[index].0), pixel(corners[index].1)))
        .collect()
}

/// Lines longer than this are drawn without dashes, in pixels of the design.
const LONGEST: f64 = 3000.0;

fn length(points: &[(i32, i32)]) -> f64 {
    let along = |pair: &[(i32, i32)]| (pair[1].0 - pair[0].0).abs() + (pair[1].1 - pair[0].1).abs();
    f64::from(points.windows(2).map(along).sum::<i32>())
}

/// A line of dashes; the pattern runs on around corners.
fn dashed<DB: DrawingBackend>(
    root: &DrawingArea<DB, Shift>,
    points: &[(i32, i32)],
    (on, off): (i32, i32),
    style: ShapeStyle,
) -> Drawn<DB> {
    let (on, off) = (f64::from(on), f64::from(off));
    let mut done = 0.0;
    for pair in points.windows(2) {
        let (from, to) = ((f64::from(pair[0].0), f64::from(pair[0].1)), pair[1]);
        let (dx, dy) = (f64::from(to.0) - from.0, f64::from(to.1) - from.1);
        let length = dx.hypot(dy);
        let place = |at: f64| (pixel(from.0 + dx * at / length), pixel(from.1 + dy * at / length));
        let mut at = 0.0;
        while at < length {
            let phase = done % (on + off);
            let step = if phase < on { on - phase } else { on + off - phase };
            let to = (at + step.max(0.5)).min(length);
            if phase < on {
                root.draw(&PathElement::new(vec![place(at), place(to)], style))?;
            }
            done += to - at;
            at = to;
        }
    }
    Ok(())
}
