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
            soft: (176, 120, 0),
            replicas: vec![
                (0, 114, 178),
                (0, 138, 100),
                (204, 85, 0),
                (168, 78, 140),
                (36, 128, 190),
                (140, 108, 0),
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
