//! `--map`: what an outage ends in, over two values at once.

use serde_json::{Value, json};
use stormglass_core::map::{Axis, Cell, Fate, Map};
use stormglass_core::message::Message;
use stormglass_core::scenario::Scenario;
use stormglass_core::sizing::{Question, Unknown};
use stormglass_text::Catalogue;

use crate::{End, Outcome, Unusable, print};

/// The two values of `--map rate,outage`; `rate` is another word for `writes`.
pub(super) fn sides(text: &str) -> Result<(Unknown, Unknown), Unusable> {
    let known = || Unknown::ALL.iter().map(|(_, word)| *word).collect::<Vec<_>>().join(", ");
    let bad = || Unusable(format!("--map {text}: write two of {}, as in rate,outage.\n", known()));
    let side = |word: &str| Unknown::named(if word == "rate" { "writes" } else { word });
    let (x, y) = text.split_once(',').ok_or_else(bad)?;
    match (side(x.trim()), side(y.trim())) {
        (Some(x), Some(y)) if x != y => Ok((x, y)),
        _ => Err(bad()),
    }
}

pub(super) fn map(
    words: &Catalogue,
    scenario: &Scenario,
    question: &Question,
    sides: (Unknown, Unknown),
    wants_json: bool,
) -> Outcome {
    let map = Map::new(scenario, question, sides);
    let cells: Vec<Vec<Option<Cell>>> = (0..map.y.values.len())
        .map(|row| (0..map.x.values.len()).map(|column| map.cell(column, row)).collect())
        .collect();
    let present = [&map.x, &map.y].map(|axis| axis.unknown.present(scenario, question));
    if wants_json {
        let rows: Vec<Value> = cells.iter().map(|row| row.iter().map(object).collect()).collect();
        let side = |axis: &Axis, now: u64| json!({ "name": name(axis.unknown), "values": axis.values, "present": now });
        let told =
            json!({ "x": side(&map.x, present[0]), "y": side(&map.y, present[1]), "rows": rows });
        print(&format!("{told:#}\n"));
        return Ok(End::Fine);
    }
    let here = |axis: &Axis, now: u64| usize::try_from(axis.place(now) / 1000).unwrap_or(0);
    let (column, row) = (here(&map.x, present[0]), here(&map.y, present[1]));
    let written = |axis: &Axis, at: usize| {
        axis.values
            .get(at)
            .map_or_else(String::new, |value| words.value_text(&axis.unknown.quantity(*value)))
    };
    let widest = (0..map.y.values.len()).map(|at| written(&map.y, at).chars().count()).max();
    let width = widest.unwrap_or(0);
    // The largest value on top, as in a picture.
    for (at, line) in cells.iter().enumerate().rev() {
        let mut signs: Vec<char> = line.iter().map(|cell| sign(cell.as_ref())).collect();
        if at == row {
            signs[column] = '@';
        }
        let signs: String = signs.into_iter().collect();
        print(&format!("{:>width$}  {signs}\n", written(&map.y, at)));
    }
    let mut below = String::new();
    for at in (0..map.x.values.len()).step_by(12) {
        below = format!("{below:<at$}{} ", written(&map.x, at));
    }
    print(&format!("{:width$}  {}\n", "", below.trim_end()));
    let legend =
        Message::new("map-signs").with("x", name(map.x.unknown)).with("y", name(map.y.unknown));
    print(&format!("{}\n", words.say(&legend)));
    Ok(End::Fine)
}

fn name(unknown: Unknown) -> &'static str {
    Unknown::ALL.iter().find(|(known, _)| *known == unknown).map_or("", |(_, word)| word)
}

fn sign(cell: Option<&Cell>) -> char {
    match cell.map(|cell| cell.fate) {
        Some(Fate::Partial) => '.',
        Some(Fate::Full) => 'o',
        Some(Fate::Never) => '#',
        None => ' ',
    }
}

fn object(cell: &Option<Cell>) -> Value {
    let Some(cell) = cell else { return Value::Null };
    json!({
        "fate": match cell.fate {
            Fate::Partial => "partial",
            Fate::Full => "full",
            Fate::Never => "never",
        },
        "full_resyncs": cell.full_resyncs,
        "quiet_after_seconds": cell.quiet_after.map(|time| time.as_secs_f64()),
        "period_seconds": cell.period.map(|time| time.as_secs_f64()),
    })
}
