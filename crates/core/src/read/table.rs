//! CSV with a column for the time and one for each field or metric.

use super::log::moment;
use super::metrics::{self, Metric};
use super::{RatePoint, Sample, info};
use crate::units::Rate;
use core::time::Duration;

/// What the columns of a table mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Table {
    columns: Vec<Column>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Column {
    Time,
    Field(String),
    Metric(String),
    Rate,
    Other,
}

fn cells(line: &str) -> Vec<&str> {
    let separator = if line.contains(';') && !line.contains(',') { ';' } else { ',' };
    let mut cells = Vec::new();
    let mut rest = line;
    loop {
        // A quoted name of a metric has commas in it.
        let quoted = rest.strip_prefix('"').and_then(|inner| inner.split_once('"'));
        if let Some((cell, after)) =
            quoted.filter(|(_, after)| after.is_empty() || after.starts_with(separator))
        {
            cells.push(cell);
            if after.is_empty() {
                return cells;
            }
            rest = &after[1..];
            continue;
        }
        match rest.split_once(separator) {
            Some((cell, after)) if cells.len() < 200 => {
                cells.push(cell.trim());
                rest = after;
            }
            _ => {
                cells.push(rest.trim());
                return cells;
            }
        }
    }
}

impl Table {
    /// The header of a table that is understood.
    pub(super) fn header(line: &str) -> Option<Self> {
        if !line.contains([',', ';']) || line.len() > 20_000 {
            return None;
        }
        let columns: Vec<Column> = cells(line)
            .into_iter()
            .map(|cell| {
                let name = cell.split('{').next().unwrap_or(cell).trim().to_ascii_lowercase();
                match name.as_str() {
                    "time" | "timestamp" | "date" | "ts" | "datetime" => Column::Time,
                    "rate" | "write_rate" | "bytes_per_second" | "write rate" => Column::Rate,
                    _ if info::is_known(&name) => Column::Field(name),
                    _ if metrics::is_metric(&name) => Column::Metric(name),
                    _ => Column::Other,
                }
            })
            .collect();
        let useful = |column: &Column| !matches!(column, Column::Other | Column::Time);
        (columns.contains(&Column::Time) && columns.iter().any(useful)).then_some(Self { columns })
    }

    /// A row, as a sample and as a point of a rate; `None` ends the table.
    pub(super) fn row(
        &self,
        line: &str,
        source: (u32, u32),
    ) -> Option<(Sample, Option<RatePoint>)> {
        if line.len() > 20_000 {
            return None;
        }
        let cells = cells(line);
        if cells.len() != self.columns.len() {
            return None;
        }
        let at = self.columns.iter().position(|column| *column == Column::Time)?;
        let at_ms = moment(cells[at])?;
        let mut sample = Sample { at_ms: Some(at_ms), ..Sample::default() };
        let mut point = None;
        for (column, value) in self.columns.iter().zip(cells) {
            match column {
                Column::Field(name) => {
                    let text = metrics::whole(value).map_or(value.to_owned(), |n| n.to_string());
                    sample.set(name, text, source);
                }
                Column::Metric(name) => {
                    metrics::put(&mut sample, &Metric { name, labels: Vec::new(), value }, source);
                }
                Column::Rate => {
                    point = metrics::whole(value).map(|rate| RatePoint {
                        from_ms: at_ms,
                        time: Duration::from_secs(1),
                        rate: Rate(rate),
                        source,
                    });
                }
                Column::Time | Column::Other => {}
            }
        }
        metrics::guess_role(&mut sample);
        Some((sample, point))
    }
}
