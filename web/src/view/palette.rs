//! The colours of pictures and timeline.

use stormglass_chart::{Colour, Theme};

use super::picture::Ink;

/// Colours of the pictures.
pub struct Palette {
    /// Those shared with the timeline.
    pub chart: Theme,
    accent: Colour,
    held: Colour,
}

/// Which colours the page wears.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Dark ink on light ground.
    Light,
    /// Light ink on dark ground.
    Dark,
    /// Black on white, for a room.
    Projector,
}

impl Look {
    /// All of them.
    const ALL: [Self; 3] = [Self::Light, Self::Dark, Self::Projector];

    /// The look of a word.
    #[must_use]
    pub fn of(word: &str) -> Self {
        Self::ALL.into_iter().find(|look| look.word() == word).unwrap_or(Self::Light)
    }

    /// Its word for the style sheet.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
            Self::Projector => "projector",
        }
    }
}

impl Palette {
    /// The colours of a look.
    #[must_use]
    pub fn new(look: Look) -> Self {
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
    #[must_use]
    pub fn paper(&self) -> String {
        self.css(Ink::Paper)
    }

    /// A colour as style sheets and SVG write it.
    #[must_use]
    pub fn css(&self, ink: Ink) -> String {
        let (r, g, b) = match ink {
            Ink::Ink => self.chart.ink,
            Ink::Muted => self.chart.muted,
            Ink::Line => self.chart.line,
            Ink::Paper => self.chart.paper,
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

/// Whole pixels, as many as a canvas can have.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a canvas has some thousand pixels"
)]
pub fn pixels(size: f64) -> u32 {
    size.round().clamp(1.0, 16_000.0) as u32
}
