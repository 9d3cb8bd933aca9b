//! Puts a picture on a canvas, as sharp as the screen.

use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::browser::pixel_ratio;
pub(crate) use crate::view::palette::{Look, Palette, pixels};
use crate::view::picture::{At, Ink, Mark, Picture, Side};

const FONT: &str = "system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif";

/// The size of a canvas in pixels of the design. With `keep` it is the one it was last made, where
/// asking for its place would lay out the page in the middle of a step.
pub(crate) fn size(canvas: &HtmlCanvasElement, keep: bool) -> (f64, f64) {
    if keep {
        let ratio = pixel_ratio();
        return (f64::from(canvas.width()) / ratio, f64::from(canvas.height()) / ratio);
    }
    (f64::from(canvas.client_width()), f64::from(canvas.client_height()))
}

/// A canvas made so large; `None` while it is not shown.
pub(crate) fn fitted(
    canvas: &HtmlCanvasElement,
    (width, height): (f64, f64),
) -> Option<(CanvasRenderingContext2d, f64, f64)> {
    let ratio = pixel_ratio();
    if width < 1.0 || height < 1.0 {
        return None;
    }
    let (wide, high) = (pixels(width * ratio), pixels(height * ratio));
    if canvas.width() != wide || canvas.height() != high {
        canvas.set_width(wide);
        canvas.set_height(high);
    }
    let context = canvas.get_context("2d").ok()??;
    let context: CanvasRenderingContext2d = context.dyn_into().ok()?;
    context.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0).ok()?;
    context.clear_rect(0.0, 0.0, width, height);
    Some((context, width, height))
}

/// Draws a picture; what a browser refuses to draw is left out.
pub(crate) fn paint(context: &CanvasRenderingContext2d, picture: &Picture, palette: &Palette) {
    let mut font = String::new();
    for mark in &picture.marks {
        drop(draw(context, mark, palette, &mut font));
    }
    context.set_global_alpha(1.0);
}

fn draw(
    context: &CanvasRenderingContext2d,
    mark: &Mark,
    palette: &Palette,
    font: &mut String,
) -> Result<(), wasm_bindgen::JsValue> {
    match mark {
        Mark::Arc { centre, radius, from, to, width, ink, alpha, round } => {
            context.begin_path();
            context.arc(centre.0, centre.1, *radius, *from, *to)?;
            context.set_line_cap(if *round { "round" } else { "butt" });
            stroke(context, *width, &palette.css(*ink), *alpha, None);
        }
        Mark::Line { from, to, width, ink, alpha, dash } => {
            context.begin_path();
            context.move_to(from.0, from.1);
            context.line_to(to.0, to.1);
            context.set_line_cap("butt");
            stroke(context, *width, &palette.css(*ink), *alpha, *dash);
        }
        Mark::Shape { corners, centre, size, ink, filled } => {
            outline(context, corners, *centre, *size)?;
            context.set_global_alpha(1.0);
            context.set_fill_style_str(&palette.css(if *filled { *ink } else { Ink::Card }));
            context.fill();
            let border = if *filled { Ink::Card } else { *ink };
            stroke(context, 1.8, &palette.css(border), 1.0, None);
        }
        Mark::Box { at, size, round, fill, border, alpha } => {
            context.begin_path();
            context.round_rect_with_f64(at.0, at.1, size.0, size.1, *round)?;
            if let Some(fill) = fill {
                context.set_global_alpha(*alpha);
                context.set_fill_style_str(&palette.css(*fill));
                context.fill();
            }
            if let Some(border) = border {
                stroke(context, 1.4, &palette.css(*border), 1.0, None);
            }
        }
        Mark::Text { at, text, size, bold, ink, side } => {
            let weight = if *bold { 600 } else { 400 };
            let wanted = format!("{weight} {size}px {FONT}");
            // The browser reads a font anew each time, and what inherits it.
            if *font != wanted {
                context.set_font(&wanted);
                *font = wanted;
            }
            context.set_text_align(match side {
                Side::Start => "left",
                Side::Middle => "center",
                Side::End => "right",
            });
            context.set_text_baseline("middle");
            context.set_global_alpha(1.0);
            context.set_fill_style_str(&palette.css(*ink));
            context.fill_text(text, at.0, at.1)?;
        }
    }
    Ok(())
}

fn outline(
    context: &CanvasRenderingContext2d,
    corners: &[At],
    centre: At,
    size: f64,
) -> Result<(), wasm_bindgen::JsValue> {
    context.begin_path();
    match corners {
        [] => context.arc(centre.0, centre.1, size, 0.0, core::f64::consts::TAU)?,
        [first, rest @ ..] => {
            context.move_to(first.0, first.1);
            for corner in rest {
                context.line_to(corner.0, corner.1);
            }
            context.close_path();
        }
    }
    Ok(())
}

fn stroke(
    context: &CanvasRenderingContext2d,
    width: f64,
    colour: &str,
    alpha: f64,
    dash: Option<(f64, f64)>,
) {
    let pattern = js_sys::Array::new();
    if let Some((on, off)) = dash {
        pattern.push(&on.into());
        pattern.push(&off.into());
    }
    drop(context.set_line_dash(&pattern));
    context.set_line_width(width);
    context.set_stroke_style_str(colour);
    context.set_global_alpha(alpha);
    context.stroke();
    if dash.is_some() {
        drop(context.set_line_dash(&js_sys::Array::new()));
    }
}
