//! The map as a picture, as sentences and as a table.

use stormglass_core::map::{Axis, Cell, Fate, Map};
use stormglass_core::message::Message;
use stormglass_core::sizing::Unknown;

use super::PLOT;
use super::cells::Cells;
use crate::aside::Row;
use crate::words;

const WIDTH: f64 = 360.0;
const HEIGHT: f64 = 240.0;

/// Left, top, width and height of the plot.
fn plot() -> (f64, f64, f64, f64) {
    let (left, top, width, height) = PLOT;
    (left * WIDTH / 1e3, top * HEIGHT / 1e3, width * WIDTH / 1e3, height * HEIGHT / 1e3)
}

/// Everything the page is told about a map, in the order of [`super::row`].
pub(super) fn rows(map: &Map, cells: &Cells, present: [u64; 2]) -> Vec<Row> {
    let mut said: Vec<String> = Vec::new();
    let mut which: Vec<String> = Vec::new();
    for row in 0..map.y.values.len() {
        for column in 0..map.x.values.len() {
            let sentence = sentence(cells.at(column, row));
            let known = said.iter().position(|other| *other == sentence);
            which.push(known.unwrap_or(said.len()).to_string());
            if known.is_none() {
                said.push(sentence);
            }
        }
    }
    let size = [map.x.values.len(), map.y.values.len(), cells.apart];
    let texts = |axis: &Axis| axis.values.iter().map(|value| text(axis, *value)).collect();
    vec![
        vec![picture(map, cells, present), table(map, cells)],
        size.map(|n| n.to_string()).to_vec(),
        said,
        vec![which.join(",")],
        texts(&map.x),
        texts(&map.y),
    ]
}

fn text(axis: &Axis, value: u64) -> String {
    words::value(&axis.unknown.quantity(value))
}

fn name(unknown: Unknown) -> String {
    let word =
        Unknown::ALL.iter().find(|(known, _)| *known == unknown).map_or("", |(_, word)| word);
    words::text(&format!("map-{word}"))
}

/// What a cell says.
fn sentence(cell: Option<Cell>) -> String {
    let Some(cell) = cell else { return words::text("map-too-long") };
    words::say(&match (cell.fate, cell.quiet_after, cell.period) {
        (Fate::Partial, ..) => Message::new("map-said-partial"),
        (Fate::Full, after, _) => Message::new("map-said-full")
            .with("count", cell.full_resyncs)
            .with("after", after.unwrap_or_default()),
        (Fate::Never, _, Some(period)) => Message::new("map-said-storm").with("period", period),
        (Fate::Never, ..) => Message::new("map-said-never"),
    })
}

fn class(cell: Option<Cell>) -> &'static str {
    match cell.map(|cell| cell.fate) {
        Some(Fate::Partial) => "map-partial",
        Some(Fate::Full) => "map-full",
        Some(Fate::Never) => "map-never",
        None => "map-unknown",
    }
}

fn picture(map: &Map, cells: &Cells, present: [u64; 2]) -> String {
    let (left, top, width, height) = plot();
    let (columns, rows) = (map.x.values.len(), map.y.values.len());
    let (wide, high) = (width / columns as f64, height / rows as f64);
    let mut out = format!("<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" aria-hidden=\"true\">{PATTERNS}");
    for row in 0..rows {
        let y = top + height - (row + 1) as f64 * high;
        let mut from = 0;
        // Neighbours of one kind are one shape.
        for column in 1..=columns {
            let kind = class(cells.at(from, row));
            if column == columns || class(cells.at(column, row)) != kind {
                let (x, long) = (left + from as f64 * wide, (column - from) as f64 * wide);
                out += &format!(
                    "<rect class=\"{kind}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{:.1}\" height=\"{:.1}\"/>",
                    long + 0.3,
                    high + 0.3
                );
                from = column;
            }
        }
    }
    let along = |place: u64, steps: usize| place as f64 / 1e3 / steps as f64;
    for (index, label) in ticks(&map.x, width, 62.0) {
        let x = left + (index as f64 + 0.5) * wide;
        let y = top + height;
        out += &format!(
            "<path class=\"map-tick\" d=\"M{x:.1} {y:.1}v4\"/><text class=\"map-x\" x=\"{x:.1}\" y=\"{:.1}\">{label}</text>",
            y + 14.0
        );
    }
    for (index, label) in ticks(&map.y, height, 20.0) {
        let y = top + height - (index as f64 + 0.5) * high;
        out += &format!(
            "<path class=\"map-tick\" d=\"M{left:.1} {y:.1}h-4\"/><text class=\"map-y\" x=\"{:.1}\" y=\"{:.1}\">{label}</text>",
            left - 6.0,
            y + 3.5
        );
    }
    let middle = left + width / 2.0;
    out += &format!(
        "<text class=\"map-name\" x=\"{middle:.1}\" y=\"{:.1}\">{}</text>",
        HEIGHT - 9.0,
        name(map.x.unknown)
    );
    let (x, y) = (
        left + along(present[0], columns) * width,
        top + height - along(present[1], rows) * height,
    );
    out += &format!(
        "<path class=\"map-hair\" d=\"M{left:.1} {y:.1}h{width:.1}M{x:.1} {top:.1}v{height:.1}\"/>\
         <circle class=\"map-here\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"5\"/></svg>"
    );
    out
}

/// Fills that differ by more than their colour.
const PATTERNS: &str = "<defs>\
<pattern id=\"map-dots\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\">\
<rect width=\"7\" height=\"7\" class=\"map-full-ground\"/><circle cx=\"2\" cy=\"2\" r=\"1.1\" class=\"map-full-mark\"/></pattern>\
<pattern id=\"map-lines\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
<rect width=\"6\" height=\"6\" class=\"map-never-ground\"/><rect width=\"2.2\" height=\"6\" class=\"map-never-mark\"/></pattern>\
</defs>";

/// Labelled steps of an axis, at least so many pixels apart.
fn ticks(axis: &Axis, length: f64, apart: f64) -> Vec<(usize, String)> {
    let step = length / axis.values.len() as f64;
    let mut last = f64::MIN;
    let mut chosen = Vec::new();
    for (index, value) in axis.values.iter().enumerate() {
        let at = index as f64 * step;
        if at - last >= apart && round(axis.unknown, *value) {
            last = at;
            chosen.push((index, text(axis, *value)));
        }
    }
    chosen
}

/// A value that is worth a label.
fn round(unknown: Unknown, value: u64) -> bool {
    match unknown {
        Unknown::Outage => matches!(
            value / 1000,
            1 | 2
                | 5
                | 10
                | 20
                | 30
                | 60
                | 120
                | 300
                | 600
                | 1200
                | 1800
                | 3600
                | 7200
                | 14_400
                | 28_800
        ),
        Unknown::Replicas => true,
        _ => value.is_power_of_two(),
    }
}

/// The same as a table with fewer columns and rows, the largest on top as in the picture.
fn table(map: &Map, cells: &Cells) -> String {
    let some = |axis: &Axis, most: usize| -> Vec<usize> {
        (0..axis.values.len()).step_by(axis.values.len().div_ceil(most).max(1)).collect()
    };
    let (columns, rows) = (some(&map.x, 7), some(&map.y, 10));
    let corner = format!("{} / {}", name(map.y.unknown), name(map.x.unknown));
    let mut out = format!("<table class=\"rules\"><tr><th scope=\"col\">{corner}</th>");
    for column in &columns {
        out += &format!("<th scope=\"col\">{}</th>", text(&map.x, map.x.values[*column]));
    }
    out += "</tr>";
    for row in rows.iter().rev() {
        out += &format!("<tr><th scope=\"row\">{}</th>", text(&map.y, map.y.values[*row]));
        for column in &columns {
            let word = words::text(class(cells.at(*column, *row)));
            out += &format!("<td>{word}</td>");
        }
        out += "</tr>";
    }
    out + "</table>"
}
