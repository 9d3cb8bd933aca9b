//! The timeline on a canvas, by plotters; drawn once a run, a size or a theme.

use plotters::drawing::IntoDrawingArea;
use plotters_canvas::CanvasBackend;
use stormglass_chart::Frame;
use stormglass_core::run::Run;
use stormglass_core::units::Instant;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::browser::pixel_ratio;
use super::painter::{Palette, pixels};
use crate::view::marks;

/// Draws the timeline of a run and says where things lie on it.
pub(crate) fn draw(canvas: &HtmlCanvasElement, run: &Run, palette: &Palette) -> Option<Frame> {
    let ratio = pixel_ratio();
    let (width, height) = (f64::from(canvas.client_width()), f64::from(canvas.client_height()));
    if width < 1.0 || height < 1.0 {
        return None;
    }
    let (wide, high) = (pixels(width * ratio), pixels(height * ratio));
    canvas.set_width(wide);
    canvas.set_height(high);
    let frame = Frame::new(wide, high, ratio, run.scenario.replicas.len(), run.end);
    let backend = CanvasBackend::with_canvas_object(canvas.clone())?;
    let root = backend.into_drawing_area();
    let words = marks::timeline(run, "sans-serif");
    stormglass_chart::draw(&root, &frame, run, &palette.chart, &words).ok()?;
    Some(frame)
}

/// The line at the cursor, on a canvas of its own over the timeline.
pub(crate) fn cursor(canvas: &HtmlCanvasElement, frame: &Frame, at: Instant, palette: &Palette) {
    if canvas.width() != frame.width || canvas.height() != frame.height {
        canvas.set_width(frame.width);
        canvas.set_height(frame.height);
    }
    let Ok(Some(context)) = canvas.get_context("2d") else { return };
    let Ok(context) = context.dyn_into::<CanvasRenderingContext2d>() else { return };
    let (width, height) = (f64::from(frame.width), f64::from(frame.height));
    context.clear_rect(0.0, 0.0, width, height);
    let x = frame.x_of(at).round();
    let (r, g, b) = palette.chart.ink;
    let colour = format!("rgb({r} {g} {b})");
    let size = 6.0 * frame.scale;
    let bottom = f64::from(frame.panels[2].1) + 4.0 * frame.scale;
    context.set_stroke_style_str(&colour);
    context.set_fill_style_str(&colour);
    context.set_line_width(1.5 * frame.scale);
    context.begin_path();
    context.move_to(x, 0.0);
    context.line_to(x, bottom);
    context.stroke();
    context.begin_path();
    context.move_to(x - size, 0.0);
    context.line_to(x + size, 0.0);
    context.line_to(x, size * 1.3);
    context.close_path();
    context.fill();
}
