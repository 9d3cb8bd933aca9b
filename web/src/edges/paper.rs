//! What the timeline is drawn on: a canvas, or SVG text. One type for both, so that the drawing
//! code is in the page once.

use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontTransform,
};
use plotters_canvas::CanvasBackend;

use crate::view::picture::width_of;
use crate::view::svg::escaped;

type Error = <CanvasBackend as DrawingBackend>::ErrorType;
type Done = Result<(), DrawingErrorKind<Error>>;

/// A canvas, or the text of an SVG of some size.
pub(crate) enum Paper<'a> {
    Canvas(CanvasBackend),
    Text(&'a mut String, (u32, u32)),
}

fn push(out: &mut String, parts: &[&str]) {
    for part in parts {
        out.push_str(part);
    }
}

fn paint(name: &str, colour: BackendColor) -> String {
    let (r, g, b) = colour.rgb;
    let rgb = [r, g, b].map(|part| part.to_string()).join(" ");
    [" ", name, "=\"rgb(", &rgb, ")\" ", name, "-opacity=\"", &colour.alpha.to_string(), "\""]
        .concat()
}

fn corners(path: impl IntoIterator<Item = BackendCoord>) -> String {
    let corner = |at: BackendCoord| [at.0.to_string(), at.1.to_string()].join(",");
    path.into_iter().map(corner).collect::<Vec<_>>().join(" ")
}

impl DrawingBackend for Paper<'_> {
    type ErrorType = Error;

    fn get_size(&self) -> (u32, u32) {
        match self {
            Self::Canvas(canvas) => canvas.get_size(),
            Self::Text(_, size) => *size,
        }
    }

    fn ensure_prepared(&mut self) -> Done {
        Ok(())
    }

    fn present(&mut self) -> Done {
        Ok(())
    }

    fn draw_pixel(&mut self, at: BackendCoord, colour: BackendColor) -> Done {
        match self {
            Self::Canvas(canvas) => canvas.draw_pixel(at, colour),
            Self::Text(..) => Ok(()),
        }
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Done {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Done {
        match self {
            Self::Canvas(canvas) => canvas.draw_rect(from, to, style, fill),
            Self::Text(..) => self.fill_polygon([from, (to.0, from.1), to, (from.0, to.1)], style),
        }
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Done {
        match self {
            Self::Canvas(canvas) => canvas.draw_path(path, style),
            Self::Text(out, _) => {
                let width = style.stroke_width().to_string();
                push(
                    out,
                    &[
                        "<polyline fill=\"none\" stroke-width=\"",
                        &width,
                        "\" points=\"",
                        &corners(path),
                        "\"",
                    ],
                );
                push(out, &[&paint("stroke", style.color()), "/>"]);
                Ok(())
            }
        }
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Done {
        match self {
            Self::Canvas(canvas) => canvas.fill_polygon(path, style),
            Self::Text(out, _) => {
                push(
                    out,
                    &[
                        "<polygon points=\"",
                        &corners(path),
                        "\"",
                        &paint("fill", style.color()),
                        "/>",
                    ],
                );
                Ok(())
            }
        }
    }

    fn draw_text<T: BackendTextStyle>(&mut self, text: &str, style: &T, at: BackendCoord) -> Done {
        match self {
            Self::Canvas(canvas) => canvas.draw_text(text, style, at),
            Self::Text(out, _) => {
                let pos = style.anchor();
                let anchor = match pos.h_pos {
                    HPos::Left => "start",
                    HPos::Center => "middle",
                    HPos::Right => "end",
                };
                let drop = match pos.v_pos {
                    VPos::Top => 0.76,
                    VPos::Center => 0.35,
                    VPos::Bottom => -0.1,
                };
                let y = f64::from(at.1) + style.size() * drop;
                push(
                    out,
                    &[
                        "<text x=\"",
                        &at.0.to_string(),
                        "\" y=\"",
                        &y.to_string(),
                        "\" font-size=\"",
                        &style.size().to_string(),
                    ],
                );
                push(
                    out,
                    &[
                        "\" text-anchor=\"",
                        anchor,
                        "\"",
                        &paint("fill", style.color()),
                        ">",
                        &escaped(text),
                        "</text>",
                    ],
                );
                Ok(())
            }
        }
    }

    fn estimate_text_size<T: BackendTextStyle>(
        &self,
        text: &str,
        style: &T,
    ) -> Result<(u32, u32), DrawingErrorKind<Error>> {
        debug_assert!(matches!(style.transform(), FontTransform::None), "all words are level");
        match self {
            Self::Canvas(canvas) => canvas.estimate_text_size(text, style),
            Self::Text(..) => {
                let size = style.size();
                Ok((super::painter::pixels(width_of(text, size)), super::painter::pixels(size)))
            }
        }
    }
}
