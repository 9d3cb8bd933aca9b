//! What is taken away as text: the picture of a moment, or the whole run.

use core::time::Duration;

use plotters::drawing::IntoDrawingArea;
use stormglass_chart::Frame;
use stormglass_core::engine::simulate;
use stormglass_core::run::Run;
use stormglass_core::scenario::Scenario;
use stormglass_core::sizing::{Question, answer};
use stormglass_core::units::Instant;

use super::Row;
use super::paper::Paper;
use crate::model::act::Whom;
use crate::view::palette::{Look, Palette, pixels};
use crate::view::ring::View;
use crate::view::topology::{Scene, peak};
use crate::view::{export, marks, ring, storm, svg, topology};

/// What a picture shows: the moment, the part of the run on the timeline, the outage asked about,
/// and its colours.
struct Shown {
    at: [Instant; 3],
    outage: Duration,
    look: Look,
}

/// One file as a row of its name, its kind and its text. Asked with `csv`, `json` or `svg`, the
/// scenario, and for a picture what [`Shown`] has, in nanoseconds and words.
pub(super) fn file(asked: &[String]) -> Option<Row> {
    let [what, text, more @ ..] = asked else { return None };
    let scenario = Scenario::parse(text).ok()?;
    let run = simulate(&scenario);
    let (name, kind, text) = match what.as_str() {
        "csv" => ("stormglass.csv", "text/csv", export::csv(&run)),
        "json" => ("stormglass.json", "application/json", export::json(&scenario, &run)),
        _ => ("stormglass.svg", "image/svg+xml", picture(&scenario, &run, &shown(more))),
    };
    Some([name, kind, &text].map(str::to_owned).to_vec())
}

fn shown(words: &[String]) -> Shown {
    let nanos = |n: usize| words.get(n).and_then(|word| word.parse().ok()).unwrap_or(0);
    Shown {
        at: [0, 1, 2].map(|n| Instant::from_nanos(nanos(n))),
        outage: Duration::from_nanos(nanos(3)),
        look: Look::of(words.get(4).map_or("", String::as_str)),
    }
}

/// Ring, topology and storm loop beside each other, the timeline below.
fn picture(scenario: &Scenario, run: &Run, shown: &Shown) -> String {
    let [cursor, from, to] = shown.at;
    let palette = Palette::new(shown.look);
    let moment = run.at(cursor);
    let answer = answer(scenario, &Question { outage: shown.outage, ..Question::default() });
    let scene = Scene { run, moment: &moment, peak: peak(run), slow: 1, target: Whom::All };
    let pictures = [
        ((0.0, 0.0), ring::ring(run, &moment, &View::STILL, 450.0, 410.0)),
        ((450.0, 0.0), topology::topology(&scene, 310.0, 240.0)),
        ((450.0, 240.0), storm::draw(run, &answer, &moment, 310.0, 170.0)),
    ];
    let (below, height) = timeline(run, (from, to), 760, &palette);
    let size = (760.0, 410.0 + height);
    svg::svg(&pictures, size, &below, 410.0, &palette.paper(), &|ink| palette.css(ink))
}

/// The timeline as SVG text of some width, and its height.
fn timeline(run: &Run, shown: (Instant, Instant), width: u32, palette: &Palette) -> (String, f64) {
    let rows = Frame::rows(run);
    let height = Frame::wants(rows);
    let size = (width, pixels(height));
    let frame = Frame::new(size, 1.0, rows, shown);
    let mut out = String::new();
    let root = Paper { out: &mut out, size }.into_drawing_area();
    let words = marks::timeline(run, "sans-serif");
    // Nothing can go wrong with text; what is missing then is only a part of the picture.
    drop(stormglass_chart::draw(&root, &frame, run, &palette.chart, &words));
    drop(root);
    (out, height)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn a_picture_and_data_are_made_from_the_text_of_a_scenario() {
        let text = "writes 1mb/s\nreplica r1\nat 5s disconnect r1 for 9s\nrun 60s\n";
        let whole = asked(&["svg", text, "7000000000", "0", "60000000000", "9000000000", "dark"]);
        let row = file(&whole).expect("a scenario");
        assert_eq!(row[..2], ["stormglass.svg", "image/svg+xml"]);
        let dark = Palette::new(Look::Dark);
        for part in ["write head", "output buffers", &dark.paper(), "</svg>"] {
            assert!(row[2].contains(part), "{part}");
        }
        let csv = file(&asked(&["csv", text])).expect("a scenario");
        assert!(csv[2].lines().count() > 100);
        let json = file(&asked(&["json", text])).expect("a scenario");
        assert!(json[2].contains("info_at_end"));
        assert_eq!(file(&asked(&["csv", "wriggle"])), None);
    }
}
