//! Puts a picture on a canvas, as sharp as the screen.

use stormglass_chart::{Colour, Theme};
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::browser::pixel_ratio;
use crate::view::picture::{At, Ink, Mark, Picture, Side};

const FONT: &str = "system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', 'PingFang SC', \
     'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif";

/// Colours of the pictures.
pub(crate) struct Palette {
    /// Those shared with the timeline.
    pub(crate) chart: Theme,
    accent: Colour,
    held: Colour,
}

/// Which colours the page wears.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    Light,
    Dark,
    Projector,
}

impl Look {
    /// Its word for the style sheet.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
            Self::Projector => "projector",
        }
    }
}

impl Palette {
    pub(crate) fn new(look: Look) -> Self {
        match look {
            Look::Dark => Self { chart: Theme::dark(), accent: (92, 195, 228), held: (45, 62, 72) },
            Look::Light => {
                Self { chart: Theme::light(), accent: (11, 110, 143), held: (205, 217, 222) }
            }
            Look::Projector => {
                Self { chart: Theme::projector(), accent: (0, 84, 124), held: (190, 204, 212) }
            }
        }
    }

    /// The ground of the page.
    pub(crate) fn paper(&self) -> String {
        let (r, g, b) = self.chart.paper;
        format!("rgb({r} {g} {b})")
    }

    pub(crate) fn css(&self, ink: Ink) -> String {
        let (r, g, b) = match ink {
            Ink::Ink => self.chart.ink,
            Ink::Muted => self.chart.muted,
            Ink::Line => self.chart.line,
            Ink::Card => self.chart.card,
            Ink::Track => self.chart.track,
            Ink::Held => self.held,
            Ink::Accent => self.accent,
            Ink::Hard => self.chart.hard,
            Ink::Soft => self.chart.soft,
            Ink::Replica(index) => self.chart.replica(index),
        };
        format!("rgb({r} {g} {b})")
    }
}

/// A canvas made as large as its place on the page; `None` while it is not shown.
pub(crate) fn fitted(canvas: &HtmlCanvasElement) -> Option<(CanvasRenderingContext2d, f64, f64)> {
    let ratio = pixel_ratio();
    let (width, height) = (f64::from(canvas.client_width()), f64::from(canvas.client_height()));
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

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a canvas has some thousand pixels"
)]
pub(crate) fn pixels(size: f64) -> u32 {
    size.round().clamp(1.0, 16_000.0) as u32
}

/// Draws a picture; what a browser refuses to draw is left out.
pub(crate) fn paint(context: &CanvasRenderingContext2d, picture: &Picture, palette: &Palette) {
    for mark in &picture.marks {
        drop(draw(context, mark, palette));
    }
    context.set_global_alpha(1.0);
}

fn draw(
    context: &CanvasRenderingContext2d,
    mark: &Mark,
    palette: &Palette,
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
            context.set_font(&format!("{weight} {size}px {FONT}"));
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
