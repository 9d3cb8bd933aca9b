//! The colours of a timeline.

use plotters::style::RGBColor;

/// Red, green, blue.
pub type Colour = (u8, u8, u8);

/// Colours by what they mean; the page has one theme for light, one for dark, one for projectors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Behind everything.
    pub paper: Colour,
    /// The ground of a panel.
    pub card: Colour,
    /// Text that matters.
    pub ink: Colour,
    /// Text that helps.
    pub muted: Colour,
    /// Frames and grid lines.
    pub line: Colour,
    /// Nothing there: a replica without a connection.
    pub track: Colour,
    /// Limits that act at once, and snapshots.
    pub hard: Colour,
    /// Limits that act in time, and waiting.
    pub soft: Colour,
    /// One for each replica, in order; they repeat.
    pub replicas: Vec<Colour>,
}

impl Theme {
    /// Dark ink on light ground; replicas in the colours of Okabe and Ito, darkened for contrast.
    #[must_use]
    pub fn light() -> Self {
        Self {
            paper: (247, 248, 246),
            card: (255, 255, 255),
            ink: (22, 32, 42),
            muted: (84, 97, 108),
            line: (217, 222, 219),
            track: (228, 232, 230),
            hard: (179, 38, 30),
            soft: (138, 93, 0),
            replicas: vec![
                (0, 114, 178),
                (0, 125, 90),
                (190, 76, 0),
                (168, 78, 140),
                (28, 116, 176),
                (128, 98, 0),
                (84, 97, 108),
            ],
        }
    }

    /// Light ink on dark ground.
    #[must_use]
    pub fn dark() -> Self {
        Self {
            paper: (15, 21, 25),
            card: (21, 29, 35),
            ink: (231, 237, 240),
            muted: (147, 161, 171),
            line: (39, 50, 58),
            track: (36, 47, 55),
            hard: (255, 107, 94),
            soft: (240, 180, 41),
            replicas: vec![
                (86, 180, 233),
                (47, 201, 155),
                (255, 138, 61),
                (220, 140, 190),
                (120, 200, 255),
                (240, 228, 66),
                (160, 174, 184),
            ],
        }
    }

    /// Black on white, for rooms with the blinds half open.
    #[must_use]
    pub fn projector() -> Self {
        Self {
            paper: (255, 255, 255),
            card: (255, 255, 255),
            ink: (0, 0, 0),
            muted: (50, 58, 64),
            line: (150, 158, 162),
            track: (218, 223, 221),
            hard: (176, 0, 0),
            soft: (138, 84, 0),
            replicas: vec![
                (0, 84, 150),
                (0, 104, 74),
                (190, 62, 0),
                (140, 44, 112),
                (10, 96, 160),
                (110, 82, 0),
                (50, 58, 64),
            ],
        }
    }

    /// The colour of the replica with this index.
    #[must_use]
    pub fn replica(&self, index: usize) -> Colour {
        self.replicas[index % self.replicas.len()]
    }
}

/// As plotters wants it.
pub(crate) const fn rgb(colour: Colour) -> RGBColor {
    RGBColor(colour.0, colour.1, colour.2)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Source: WCAG 2.2, relative luminance and contrast ratio.
    fn contrast(one: Colour, other: Colour) -> f64 {
        let part = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        let light = |(r, g, b): Colour| 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
        let (one, other) = (light(one) + 0.05, light(other) + 0.05);
        one.max(other) / one.min(other)
    }

    #[test]
    fn whatever_is_written_can_be_read() {
        for theme in [Theme::light(), Theme::dark(), Theme::projector()] {
            let mut inks = vec![theme.ink, theme.muted, theme.hard, theme.soft];
            inks.extend(&theme.replicas);
            for ink in inks {
                for ground in [theme.paper, theme.card] {
                    let ratio = contrast(ink, ground);
                    assert!(ratio >= 4.5, "{ink:?} on {ground:?}: {ratio:.2}");
                }
            }
        }
    }
}
