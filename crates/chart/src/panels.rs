//! What is drawn on the panels with lines.

use plotters::coord::Shift;
use plotters::prelude::*;
use stormglass_core::run::{Memory, Run};
use stormglass_core::units::{Bytes, Rate};

use super::axis::iec;
use super::frame::{BUFFERS, LAG, MEMORY, WRITES, pixel};
use super::limits::Limits;
use super::plot::{Level, Line, Plot, Points, plot};
use super::samples::Samples;
use super::theme::{Colour, rgb};
use super::timeline::{Drawn, Sheet};

pub(crate) fn draw<DB: DrawingBackend>(
    root: &DrawingArea<DB, Shift>,
    sheet: &Sheet<'_>,
    run: &Run,
    samples: &Samples,
) -> Drawn<DB> {
    plot(root, sheet, &lag(sheet, samples))?;
    plot(root, sheet, &buffers(sheet, samples))?;
    plot(root, sheet, &memory(sheet, run, samples))?;
    plot(root, sheet, &writes(sheet, samples))?;
    super::bands::draw(root, sheet)?;
    freezes(root, sheet, samples)
}

/// How far each replica is behind, against the window.
fn lag<'a>(sheet: &'a Sheet<'_>, samples: &Samples) -> Plot<'a> {
    let window = highest(&levels(samples, |limits| limits.window));
    // A replica that is out for good would flatten everything else: cut off at eight windows.
    let top = most(&samples.behind).max(window).min(window.saturating_mul(8)).max(1024);
    let level = |of, label| level(samples, of, (sheet.theme.hard, None), label);
    let top = roomy(top);
    // A line cut off at the top is not a line that has stopped rising.
    let highest = most(&samples.behind);
    let beyond = (highest > top).then(|| Level {
        line: Line {
            points: Vec::new(),
            colour: sheet.theme.muted,
            width: 1.0,
            dash: None,
            steps: false,
        },
        value: highest,
        label: iec(Bytes(highest)),
    });
    // Half a round trip of writes is always on its way; that needs no words.
    let seen = samples.exposed.iter().any(|bytes| bytes.0 > top / 50);
    let mut caption = vec![(sheet.words.lag.as_str(), sheet.theme.muted)];
    caption.extend(seen.then_some((sheet.words.exposed.as_str(), sheet.theme.muted)));
    Plot {
        panel: LAG,
        top,
        caption,
        unit: "",
        areas: seen.then(|| exposed(sheet, samples)).into_iter().collect(),
        levels: level(|limits| limits.window, &sheet.words.window)
            .into_iter()
            .chain(beyond)
            .collect(),
        lines: replicas(sheet, samples, &samples.behind),
    }
}

/// What only the primary has: a crash would lose it.
fn exposed(sheet: &Sheet<'_>, samples: &Samples) -> Line {
    let points = samples.at.iter().zip(&samples.exposed).map(|(at, bytes)| (*at, bytes.0));
    let colour = sheet.theme.line;
    Line { points: points.collect(), colour, width: 1.0, dash: None, steps: false }
}

/// Output buffers, against the limits.
fn buffers<'a>(sheet: &'a Sheet<'_>, samples: &Samples) -> Plot<'a> {
    let (theme, words) = (sheet.theme, sheet.words);
    let hard = highest(&levels(samples, |limits| limits.hard));
    // A limit is on the picture when something comes near it; the soft one always is.
    let mut top = most(&samples.buffers).max(highest(&levels(samples, |limits| limits.soft)));
    if hard <= top.saturating_mul(5) || top == 0 {
        top = top.max(hard);
    }
    let limits = [
        level(samples, |limits| limits.hard, (theme.hard, None), &words.hard),
        level(samples, |limits| limits.soft, (theme.soft, Some((5.0, 3.0))), &words.soft),
    ];
    Plot {
        panel: BUFFERS,
        top: roomy(top.max(1024)),
        caption: vec![(&words.buffers, theme.muted)],
        unit: "",
        areas: Vec::new(),
        levels: limits.into_iter().flatten().collect(),
        lines: replicas(sheet, samples, &samples.buffers),
    }
}

/// What the primary holds beyond its dataset, stacked, against `maxmemory` and the host.
fn memory<'a>(sheet: &'a Sheet<'_>, run: &Run, samples: &Samples) -> Plot<'a> {
    let (theme, words) = (sheet.theme, sheet.words);
    let stack: [fn(&Memory) -> Bytes; 3] = [
        |memory| memory.backlog + memory.replica_buffers + memory.cow,
        |memory| memory.backlog + memory.replica_buffers,
        |memory| memory.backlog,
    ];
    let colours = [theme.soft, theme.replica(2), theme.replica(0)];
    let areas: Vec<Line> = stack
        .iter()
        .zip(colours)
        .map(|(of, colour)| {
            let points = samples.at.iter().zip(&samples.memory);
            let points = points.map(|(at, memory)| (*at, of(memory).0)).collect();
            Line { points, colour, width: 1.0, dash: None, steps: false }
        })
        .collect();
    let mut top = highest(&areas[0].points).max(1024);
    let host = run.scenario.memory.map(|host| host.saturating_sub(run.scenario.dataset).0);
    let maxmemory = level(samples, |limits| limits.maxmemory, (theme.hard, None), &words.maxmemory);
    // Lines far above would flatten what is below; their words say where they are.
    for value in maxmemory.iter().map(|level| level.value).chain(host) {
        if value <= top.saturating_mul(3) {
            top = top.max(value);
        }
    }
    let host = host.map(|value| {
        let ends = [samples.at.first(), samples.at.last()].into_iter().flatten();
        let points = if value > top.saturating_add(top / 2) {
            Vec::new()
        } else {
            ends.map(|at| (*at, value)).collect()
        };
        let line =
            Line { points, colour: theme.ink, width: 1.2, dash: Some((8.0, 3.0)), steps: false };
        Level { line, value, label: words.host.clone() }
    });
    let [name, backlog, held, cow] = &words.memory;
    Plot {
        panel: MEMORY,
        // The caption is long, and stands above what is stacked.
        top: top.saturating_add(top / 2),
        caption: vec![
            (name, theme.muted),
            (backlog, colours[2]),
            (held, colours[1]),
            (cow, colours[0]),
        ],
        unit: "",
        areas,
        levels: maxmemory.into_iter().chain(host).collect(),
        lines: Vec::new(),
    }
}

/// What enters the stream.
fn writes<'a>(sheet: &'a Sheet<'_>, samples: &Samples) -> Plot<'a> {
    let points: Points =
        samples.at.iter().zip(&samples.writes).map(|(at, Rate(rate))| (*at, *rate)).collect();
    Plot {
        panel: WRITES,
        top: highest(&points).max(512).saturating_mul(2),
        caption: vec![(&sheet.words.writes, sheet.theme.muted)],
        unit: "/s",
        areas: Vec::new(),
        levels: Vec::new(),
        lines: vec![Line { points, colour: sheet.theme.ink, width: 1.6, dash: None, steps: true }],
    }
}

/// When the primary stood still and clients waited: bars that are never too thin to be seen.
fn freezes<DB: DrawingBackend>(
    root: &DrawingArea<DB, Shift>,
    sheet: &Sheet<'_>,
    samples: &Samples,
) -> Drawn<DB> {
    let frame = sheet.frame;
    let (top, bottom) = frame.panels[WRITES];
    for (from, to) in &samples.freezes {
        let x = pixel(frame.x_of(*from));
        let to = pixel(frame.x_of(*to)).clamp(x + frame.px(2.5), frame.right.max(x + 1));
        let corners = [(x, (top + bottom) / 2), (to, bottom)];
        root.draw(&Rectangle::new(corners, rgb(sheet.theme.hard).filled()))?;
    }
    Ok(())
}

/// A line for each replica. Colour alone does not tell them apart: every third is dashed, every
/// third is bolder.
fn replicas(sheet: &Sheet<'_>, samples: &Samples, values: &[Vec<Bytes>]) -> Vec<Line> {
    let line = |(index, series): (usize, &Vec<Bytes>)| Line {
        points: samples.at.iter().zip(series).map(|(at, bytes)| (*at, bytes.0)).collect(),
        colour: sheet.theme.replica(index),
        width: if index % 3 == 2 { 2.4 } else { 1.8 },
        dash: (index % 3 == 1).then_some((7.0, 3.0)),
        steps: false,
    };
    values.iter().enumerate().map(line).collect()
}

type Of = fn(&Limits) -> Option<Bytes>;

/// A limit over time.
fn levels(samples: &Samples, of: Of) -> Points {
    let limits = samples.at.iter().zip(&samples.limits);
    limits.filter_map(|(at, limits)| Some((*at, of(limits)?.0))).collect()
}

fn level(
    samples: &Samples,
    of: Of,
    (colour, dash): (Colour, Option<(f64, f64)>),
    label: &str,
) -> Option<Level> {
    let points = levels(samples, of);
    let value = points.first()?.1;
    Some(Level {
        line: Line { points, colour, width: 1.4, dash, steps: true },
        value,
        label: label.to_owned(),
    })
}

fn highest(points: &Points) -> u64 {
    points.iter().map(|(_, value)| *value).max().unwrap_or(0)
}

fn most(values: &[Vec<Bytes>]) -> u64 {
    values.iter().flatten().map(|bytes| bytes.0).max().unwrap_or(0)
}

/// Room above the highest line, so that its words have somewhere to stand.
fn roomy(top: u64) -> u64 {
    top.saturating_add(top / 6)
}
