//! The what-if map in the page: computed in the worker, from coarse to fine, and drawn there.
//!
//! The page shows the picture, and knows of it only where its plot lies ([`PLOT`]) and what to read
//! out for each cell.

mod cells;
mod picture;

use std::cell::RefCell;

use stormglass_core::map::Map;
use stormglass_core::sizing::Unknown;

use crate::aside::Row;
use crate::further::Given;
use cells::Cells;

/// Where the plot lies in the picture: left, top, width and height, in thousandths of its size.
pub const PLOT: (f64, f64, f64, f64) = (170.0, 30.0, 815.0, 790.0);

/// What a row of `rows` is, by its place in the answer.
pub mod row {
    /// The picture, and the table that says the same.
    pub const PICTURE: usize = 0;
    /// Columns, rows, and how far apart the computed cells are: 1 is all of them.
    pub const SIZE: usize = 1;
    /// Sentences about cells.
    pub const SAID: usize = 2;
    /// Which sentence each cell has, row by row from the least on: numbers with commas.
    pub const CELLS: usize = 3;
    /// The values along x, and along y.
    pub const X: usize = 4;
    /// See [`X`].
    pub const Y: usize = 5;
}

/// How far apart the cells of the first pass are.
pub const COARSE: usize = 8;

thread_local! {
    /// The cells of the last map: dragging a value that is on an axis only moves the point.
    static LAST: RefCell<Option<Cells>> = const { RefCell::new(None) };
}

fn read(given: &Given, more: &[String]) -> Option<Map> {
    let (x, y) = (Unknown::named(more.first()?)?, Unknown::named(more.get(1)?)?);
    (x != y).then(|| Map::new(&given.scenario, &given.question, (x, y)))
}

/// The map with cells so far apart, or closer where they are known already.
pub(crate) fn rows(given: &Given, more: &[String]) -> Vec<Row> {
    let Some(map) = read(given, more) else { return Vec::new() };
    let apart = more.get(2).and_then(|text| text.parse().ok()).unwrap_or(COARSE);
    LAST.with(|last| {
        let mut last = last.borrow_mut();
        let mut cells =
            last.take().filter(|cells| cells.is_of(&map)).unwrap_or_else(|| Cells::new(&map));
        cells.fill(&map, apart);
        let present = [&map.x, &map.y]
            .map(|axis| axis.place(axis.unknown.present(&given.scenario, &given.question)));
        let rows = picture::rows(&map, &cells, present);
        *last = Some(cells);
        rows
    })
}

/// The scenario of a cell, as the fields show it, and the outage.
pub(crate) fn place(given: &Given, more: &[String]) -> Option<Row> {
    let map = read(given, more)?;
    let at = |index: usize| more.get(index)?.parse::<usize>().ok();
    let x = *map.x.values.get(at(2)?)?;
    let y = *map.y.values.get(at(3)?)?;
    let (scenario, question) = map.x.unknown.put(&given.own, &given.question, x);
    let (scenario, question) = map.y.unknown.put(&scenario, &question, y);
    Some(vec![scenario.to_text(), question.outage.as_millis().to_string()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::further::{asked, job, rows};
    use stormglass_core::scenario::Scenario;
    use stormglass_core::sizing::Question;

    fn ask(job: &str, more: &[&str]) -> Vec<Row> {
        let text =
            "server redis 7.4.1\nwrites 4mb/s\nrepl-backlog-size 128mb\ndataset 4gb\nreplica r1\n";
        let scenario = Scenario::parse(text).expect("a scenario");
        let mut asked = asked(&scenario, &Question::default(), "");
        asked.extend(more.iter().map(|text| (*text).to_owned()));
        rows(job, &asked)
    }

    #[test]
    fn passes_become_finer_and_every_cell_has_a_sentence() {
        for apart in [8, 4, 2, 1] {
            let rows = ask(job::MAP, &["writes", "outage", &apart.to_string()]);
            assert_eq!(rows[row::SIZE][2], apart.to_string());
            let cells: Vec<usize> =
                rows[row::CELLS][0].split(',').map(|n| n.parse().expect("a number")).collect();
            assert_eq!(cells.len(), rows[row::X].len() * rows[row::Y].len());
            assert!(cells.iter().all(|said| *said < rows[row::SAID].len()));
            assert!(rows[row::SAID].len() > 3, "{:?}", rows[row::SAID]);
        }
        // What is known stays known.
        let again = ask(job::MAP, &["writes", "outage", "8"]);
        assert_eq!(again[row::SIZE][2], "1");
    }

    #[test]
    fn the_picture_has_a_point_a_legend_and_a_table() {
        let picture = &ask(job::MAP, &["writes", "outage", "1"])[row::PICTURE];
        assert!(picture[0].contains("class=\"map-here\""));
        for fate in ["map-partial", "map-full", "map-never"] {
            assert!(picture[0].contains(&format!("class=\"{fate}\"")), "{fate}");
        }
        assert!(picture[1].matches("<tr>").count() > 4);
    }

    #[test]
    fn a_cell_becomes_the_scenario() {
        let rows = ask(job::MAP, &["writes", "outage", "1"]);
        let placed = ask(job::PLACE, &["writes", "outage", "5", "12"]);
        let scenario = Scenario::parse(&placed[0][0]).expect("a scenario");
        assert_eq!(crate::words::rate(scenario.resolved().writes), rows[row::X][5]);
        assert_eq!(placed[0][1], "60000");
        assert!(ask(job::PLACE, &["writes", "outage", "500", "12"]).is_empty());
        assert!(ask(job::MAP, &["writes", "writes", "1"]).is_empty());
    }
}
