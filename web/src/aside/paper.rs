//! SVG text that the timeline is drawn on; plotters' own measures letters with a document, and a
//! worker has none.

use core::convert::Infallible;

use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontTransform,
};

use crate::view::palette::pixels;
use crate::view::picture::width_of;
use crate::view::svg::escaped;

type Done = Result<(), DrawingErrorKind<Infallible>>;

/// The text of an SVG of some size.
pub(super) struct Paper<'a> {
    pub(super) out: &'a mut String,
    pub(super) size: (u32, u32),
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
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Done {
        Ok(())
    }

    fn present(&mut self) -> Done {
        Ok(())
    }

    fn draw_pixel(&mut self, _: BackendCoord, _: BackendColor) -> Done {
        Ok(())
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
        let corners = [from, (to.0, from.1), to, (from.0, to.1)];
        if fill {
            return self.fill_polygon(corners, style);
        }
        self.draw_path(corners.into_iter().chain([from]), style)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Done {
        let width = style.stroke_width().to_string();
        let points = corners(path);
        let line =
            ["<polyline fill=\"none\" stroke-width=\"", &width, "\" points=\"", &points, "\""];
        push(self.out, &line);
        push(self.out, &[&paint("stroke", style.color()), "/>"]);
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Done {
        let fill = paint("fill", style.color());
        push(self.out, &["<polygon points=\"", &corners(path), "\"", &fill, "/>"]);
        Ok(())
    }

    fn draw_text<T: BackendTextStyle>(&mut self, text: &str, style: &T, at: BackendCoord) -> Done {
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
        let (x, y) = (at.0.to_string(), (f64::from(at.1) + style.size() * drop).to_string());
        let size = style.size().to_string();
        push(self.out, &["<text x=\"", &x, "\" y=\"", &y, "\" font-size=\"", &size]);
        push(self.out, &["\" text-anchor=\"", anchor, "\"", &paint("fill", style.color())]);
        push(self.out, &[">", &escaped(text), "</text>"]);
        Ok(())
    }

    fn estimate_text_size<T: BackendTextStyle>(
        &self,
        text: &str,
        style: &T,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        debug_assert!(matches!(style.transform(), FontTransform::None), "all words are level");
        let size = style.size();
        Ok((pixels(width_of(text, size)), pixels(size)))
    }
}
