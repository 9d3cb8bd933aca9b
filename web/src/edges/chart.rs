//! The timeline on a canvas, by plotters; drawn once a run, a size or a theme.

use plotters::drawing::IntoDrawingArea;
use plotters_canvas::CanvasBackend;
use stormglass_chart::Frame;
use stormglass_core::run::Run;
use web_sys::HtmlCanvasElement;

use super::browser::pixel_ratio;
use super::painter::{Palette, pixels};
use crate::model::window::Window;
use crate::view::marks;

/// Draws the timeline of a run and says where things lie on it.
pub(crate) fn draw(
    canvas: &HtmlCanvasElement,
    (width, height): (f64, f64),
    run: &Run,
    window: Window,
    palette: &Palette,
) -> Option<Frame> {
    let ratio = pixel_ratio();
    if width < 1.0 || height < 1.0 {
        return None;
    }
    let (wide, high) = (pixels(width * ratio), pixels(height * ratio));
    canvas.set_width(wide);
    canvas.set_height(high);
    let shown = (window.from, window.to);
    let frame = Frame::new((wide, high), ratio, Frame::rows(run), shown);
    let root = CanvasBackend::with_canvas_object(canvas.clone())?.into_drawing_area();
    let words = marks::timeline(run, "sans-serif");
    stormglass_chart::draw(&root, &frame, run, &palette.chart, &words).ok()?;
    Some(frame)
}
