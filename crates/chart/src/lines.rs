//! The two panels with lines: bytes behind, and output buffers.

use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, VPos};
use stormglass_core::units::{Bytes, Instant};

use super::axis::{BytesAxis, TimeAxis};
use super::limits::Limits;
use super::samples::Samples;
use super::theme::Colour;
use super::timeline::{Drawn, Sheet};

/// A limit drawn across a panel.
struct Level<'a> {
    of: fn(&Limits) -> Option<Bytes>,
    colour: Colour,
    dashed: bool,
    label: &'a str,
}

/// How far each replica is behind, against the window.
pub(crate) fn lag<DB: DrawingBackend>(
    root: &DrawingArea<DB, Shift>,
    sheet: &Sheet<'_>,
    samples: &Samples,
) -> Drawn<DB> {
    let window = samples.limits.iter().map(|l| l.window).max().unwrap_or_default();
    let most = highest(&samples.behind);
    // A replica that is out for good would flatten everything else: cut off at eight windows.
    let top = most.0.max(window.0).min(window.0.saturating_mul(8)).max(1024);
    let levels = [Level {
        of: |l| Some(l.window),
        colour: sheet.theme.hard,
        dashed: false,
        label: &sheet.words.window,
    }];
    panel(root, sheet, samples, 0, &samples.behind, top, &sheet.words.lag, &levels)
}

/// Output buffers, against the limits.
pub(crate) fn buffers<DB: DrawingBackend>(
    root: &DrawingArea<DB, Shift>,
    sheet: &Sheet<'_>,
    samples: &Samples,
) -> Drawn<DB> {
    let of = |get: fn(&Limits) -> Option<Bytes>| samples.limits.iter().filter_map(get).max();
    let (soft, hard) = (of(|l| l.soft), of(|l| l.hard));
    let most = highest(&samples.buffers);
    // A limit is on the picture when something comes near it; the soft one always is.
    let mut top = most.0.max(soft.map_or(0, |soft| soft.0));
    if let Some(hard) = hard
        && (hard.0 <= top.saturating_mul(5) || top == 0)
    {
        top = top.max(hard.0);
    }
    let levels = [
        Level { of: |l| l.hard, colour: sheet.theme.hard, dashed: false, label: &sheet.words.hard },
        Level { of: |l| l.soft, colour: sheet.theme.soft, dashed: true, label: &sheet.words.soft },
    ];
    let name = &sheet.words.buffers;
    panel(root, sheet, samples, 1, &samples.buffers, top.max(1024), name, &levels)
}

fn highest(values: &[Vec<Bytes>]) -> Bytes {
    values.iter().flatten().copied().max().unwrap_or_default()
}

#[expect(clippy::too_many_arguments, reason = "one call for each panel, right above")]
fn panel<DB: DrawingBackend>(
    root: &DrawingArea<DB, Shift>,
    sheet: &Sheet<'_>,
    samples: &Samples,
    index: usize,
    values: &[Vec<Bytes>],
    highest: u64,
    name: &str,
    levels: &[Level<'_>],
) -> Drawn<DB> {
    let (frame, theme) = (sheet.frame, sheet.theme);
    let (top, bottom) = frame.panels[index];
    // Room above the highest line, so that its label has somewhere to stand.
    let limit = highest.saturating_add(highest / 6);
    let end = frame.end.as_secs_f64();
    let area =
        root.clone().shrink((0, top), (frame.right.unsigned_abs(), (bottom - top).unsigned_abs()));
    let mut chart = ChartBuilder::on(&area)
        .set_label_area_size(LabelAreaPosition::Left, frame.left)
        .build_cartesian_2d(TimeAxis { end, most: ticks(sheet) }, BytesAxis { top: limit })?;
    chart.plotting_area().fill(&super::theme::rgb(theme.card))?;
    chart
        .configure_mesh()
        .disable_x_axis()
        .max_light_lines(0)
        .bold_line_style(sheet.stroke(theme.line, 1.0))
        .axis_style(sheet.stroke(theme.line, 1.0))
        .set_tick_mark_size(LabelAreaPosition::Left, 0)
        .y_label_style(sheet.text(11.0, theme.muted, HPos::Right, VPos::Center))
        .draw()?;

    for level in levels {
        let line = steps(samples, level.of, limit);
        let style = sheet.stroke(level.colour, 1.4);
        if level.dashed {
            chart.draw_series(DashedLineSeries::new(line, frame.px(5.0), frame.px(3.0), style))?;
        } else {
            chart.draw_series(LineSeries::new(line, style))?;
        }
    }
    for (replica, series) in values.iter().enumerate() {
        let points = line(sheet, samples, series, limit, bottom - top);
        let colour = theme.replica(replica);
        // Colour alone does not tell lines apart: every other one is dashed, every third is bolder.
        let style = sheet.stroke(colour, if replica % 3 == 2 { 2.4 } else { 1.8 });
        if replica % 3 == 1 {
            chart.draw_series(DashedLineSeries::new(
                points,
                frame.px(7.0),
                frame.px(3.0),
                style,
            ))?;
        } else {
            chart.draw_series(LineSeries::new(points, style))?;
        }
    }

    let caption = sheet.text(11.0, theme.muted, HPos::Left, VPos::Top);
    root.draw(&Text::new(
        name.to_owned(),
        (frame.left + frame.px(6.0), top + frame.px(3.0)),
        caption,
    ))?;
    for level in levels {
        if let Some(value) = samples.limits.first().and_then(level.of) {
            label(root, sheet, index, value, limit, level)?;
        }
    }
    Ok(())
}

/// What a line means, at its right end; at the top with an arrow where it is above the picture.
fn label<DB: DrawingBackend>(
    root: &DrawingArea<DB, Shift>,
    sheet: &Sheet<'_>,
    index: usize,
    value: Bytes,
    limit: u64,
    level: &Level<'_>,
) -> Drawn<DB> {
    let (frame, (top, bottom)) = (sheet.frame, sheet.frame.panels[index]);
    let above = value.0 > limit;
    let share = value.0.min(limit) as f64 / limit as f64;
    let y = bottom - super::frame::pixel(share * f64::from(bottom - top));
    let text = if above { format!("{} \u{2191}", level.label) } else { level.label.to_owned() };
    let (y, side) =
        if above { (top + frame.px(3.0), VPos::Top) } else { (y - frame.px(2.0), VPos::Bottom) };
    let style = sheet.text(11.0, level.colour, HPos::Right, side);
    root.draw(&Text::new(text, (frame.right - frame.px(6.0), y), style))
}

/// The points of one line, as few as the picture needs.
fn line(
    sheet: &Sheet<'_>,
    samples: &Samples,
    series: &[Bytes],
    limit: u64,
    height: i32,
) -> Vec<(f64, u64)> {
    let on_paper: Vec<(f64, f64)> = samples
        .at
        .iter()
        .zip(series)
        .map(|(at, bytes)| {
            let share = bytes.0.min(limit) as f64 / limit as f64;
            (sheet.frame.x_of(*at), share * f64::from(height))
        })
        .collect();
    super::simplify::simplify(&on_paper, 0.6 * sheet.frame.scale)
        .into_iter()
        .map(|index| (samples.at[index].as_secs_f64(), series[index].0.min(limit)))
        .collect()
}

/// A limit over time, as steps.
fn steps(samples: &Samples, of: fn(&Limits) -> Option<Bytes>, limit: u64) -> Vec<(f64, u64)> {
    let mut line: Vec<(f64, u64)> = Vec::new();
    let mut before: Option<(Instant, u64)> = None;
    for (at, limits) in samples.at.iter().zip(&samples.limits) {
        let Some(value) = of(limits).map(|v| v.0).filter(|v| *v <= limit) else {
            before = None;
            continue;
        };
        if before.is_none_or(|(_, old)| old != value) {
            if let Some((_, old)) = before {
                line.push((at.as_secs_f64(), old));
            }
            line.push((at.as_secs_f64(), value));
        }
        before = Some((*at, value));
    }
    if let Some((at, value)) = before {
        line.push((at.as_secs_f64(), value));
    }
    line
}

/// How many labels the time axis has room for.
pub(crate) fn ticks(sheet: &Sheet<'_>) -> u32 {
    let design = f64::from(sheet.frame.columns()) / sheet.frame.scale;
    if design < 420.0 { 5 } else { 10 }
}
