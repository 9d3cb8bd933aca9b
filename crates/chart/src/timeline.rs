//! Puts the panels together.

use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use stormglass_core::run::Run;
use stormglass_core::units::Instant;

use super::frame::{Frame, PHASES};
use super::samples::Samples;
use super::theme::{Colour, Theme, rgb};
use super::{panels, phases};

/// A moment worth a line through all panels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// When.
    pub at: Instant,
    /// A word or two; left out where there is no room.
    pub label: String,
}

/// A time in which writes were acknowledged that did not last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Band {
    /// From when.
    pub from: Instant,
    /// Until when.
    pub to: Instant,
    /// What became of them; left out where there is no room.
    pub label: String,
}

/// Every word on the picture, in the reader's language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// Font family of all text.
    pub font: String,
    /// Name of the first panel.
    pub lag: String,
    /// Name of the second panel.
    pub buffers: String,
    /// Name of the third panel, and of what is stacked in it.
    pub memory: [String; 4],
    /// Name of the fourth panel, with how long the primary stood still at most.
    pub writes: String,
    /// `maxmemory 8 GiB`.
    pub maxmemory: String,
    /// `memory of the host 16 GiB`.
    pub host: String,
    /// `window 64 MiB`.
    pub window: String,
    /// `hard 256 MiB`.
    pub hard: String,
    /// `soft 64 MiB, 60 s`.
    pub soft: String,
    /// The primary of 0s, where it has a row of phases.
    pub primary: String,
    /// Replicas that have no row of their own.
    pub more: Option<String>,
    /// Names the shaded part of the first panel.
    pub exposed: String,
    /// Times in which writes were acknowledged that did not last.
    pub bands: Vec<Band>,
    /// Moments to mark, in order.
    pub marks: Vec<Mark>,
}

/// What went wrong on the backend.
pub(crate) type Drawn<DB> = Result<(), DrawingAreaErrorKind<<DB as DrawingBackend>::ErrorType>>;

/// Everything the panels share.
pub(crate) struct Sheet<'a> {
    pub(crate) frame: &'a Frame,
    pub(crate) theme: &'a Theme,
    pub(crate) words: &'a Words,
}

impl Sheet<'_> {
    /// Text of `size` pixels of the design.
    pub(crate) fn text(&self, size: f64, colour: Colour, h: HPos, v: VPos) -> TextStyle<'_> {
        let size = size * self.frame.scale;
        let parent = (self.frame.width, self.frame.height);
        let mut style = (self.words.font.as_str(), size).into_text_style(&parent);
        style.color = rgb(colour).to_backend_color();
        style.pos(Pos::new(h, v))
    }

    /// About how wide words are. Asking the backend would be exact, but a canvas lays the whole page
    /// out anew to answer.
    pub(crate) fn width(&self, text: &str) -> i32 {
        // Chinese characters and marks are as wide as high.
        let wide = |c: char| match c {
            '\u{2e80}'.. => 1.0,
            'm' | 'w' | 'M' => 0.85,
            ' ' | 'f' | 'i' | 'j' | 'l' | 'r' | 't' | ':' | ';' | ',' | '.' => 0.34,
            _ => 0.58,
        };
        self.frame.px(text.chars().map(wide).sum::<f64>() * 11.0)
    }

    /// Draws words; `side` is where they stand relative to their place.
    pub(crate) fn write<DB: DrawingBackend>(
        &self,
        root: &DrawingArea<DB, Shift>,
        text: String,
        at: (i32, i32),
        colour: Colour,
        (h, v): (HPos, VPos),
    ) -> Drawn<DB> {
        root.draw(&Text::new(text, at, self.text(11.0, colour, h, v)))
    }

    /// A line as wide as so many pixels of the design.
    pub(crate) fn stroke(&self, colour: Colour, width: f64) -> ShapeStyle {
        ShapeStyle::from(&rgb(colour)).stroke_width(self.frame.px(width).unsigned_abs())
    }
}

/// Draws the whole timeline of a run.
///
/// # Errors
/// What the backend could not do.
pub fn draw<DB: DrawingBackend>(
    root: &DrawingArea<DB, Shift>,
    frame: &Frame,
    run: &Run,
    theme: &Theme,
    words: &Words,
) -> Drawn<DB> {
    let sheet = Sheet { frame, theme, words };
    let samples = Samples::of(run, (frame.from, frame.to), frame.columns());
    root.fill(&rgb(theme.paper))?;
    panels::draw(root, &sheet, run, &samples)?;
    phases::draw(root, &sheet, run, &samples)?;
    marks(root, &sheet)
}

/// Faint lines through all panels, with a word below where there is room for it.
fn marks<DB: DrawingBackend>(root: &DrawingArea<DB, Shift>, sheet: &Sheet<'_>) -> Drawn<DB> {
    let frame = sheet.frame;
    let (top, bottom) = (frame.panels[0].0, frame.panels[PHASES].1);
    // A faint line and not a dotted one: a hundred dots take a hundred calls of the canvas.
    let faint = rgb(sheet.theme.muted).mix(0.45);
    let style = ShapeStyle::from(&faint).stroke_width(frame.px(1.0).unsigned_abs());
    let mut free = i32::MIN;
    let mut last = i32::MIN;
    for mark in sheet.words.marks.iter().filter(|mark| frame.shows(mark.at)) {
        let x = super::frame::pixel(frame.x_of(mark.at));
        if x < last.saturating_add(frame.px(2.0)) {
            continue;
        }
        last = x;
        root.draw(&PathElement::new(vec![(x, top), (x, bottom)], style))?;
        let width = sheet.width(&mark.label);
        if x >= free && x + width <= frame.right + frame.px(12.0) {
            let at = (x + frame.px(2.0), bottom + frame.px(2.0));
            sheet.write(
                root,
                mark.label.clone(),
                at,
                sheet.theme.muted,
                (HPos::Left, VPos::Top),
            )?;
            free = x + width + frame.px(8.0);
        }
    }
    Ok(())
}
