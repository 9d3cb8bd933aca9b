//! The timeline as SVG text.

use plotters::prelude::*;
use stormglass_core::run::Run;
use stormglass_core::units::Instant;

use super::{Frame, Theme, Words, draw};

/// Draws the timeline of a run as an SVG picture of that many pixels in width.
///
/// The same run always gives the same text: no font of the machine is measured.
#[must_use]
pub fn svg(run: &Run, width: u32, theme: &Theme, words: &Words) -> String {
    let rows = Frame::rows(run);
    let height = super::frame::pixel(Frame::wants(rows)).unsigned_abs();
    let frame = Frame::new((width, height), 1.0, rows, (Instant::ZERO, run.end));
    let mut text = String::new();
    {
        let root = SVGBackend::with_string(&mut text, (width, height)).into_drawing_area();
        draw(&root, &frame, run, theme, words)
            .and_then(|()| root.present())
            .expect("writing SVG into a string cannot fail");
    }
    text
}
