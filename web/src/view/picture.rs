//! A picture as a list of marks: what a painter puts on a canvas, and what a test can read.

use crate::numbers::sin_cos;

/// A place, in pixels of the design.
pub type At = (f64, f64);

/// A colour by what it means; the theme decides how it looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// Text and lines that matter.
    Ink,
    /// Text that helps.
    Muted,
    /// Frames.
    Line,
    /// The ground of the page.
    Paper,
    /// The ground of a card.
    Card,
    /// What could be there and is not.
    Track,
    /// History that is held.
    Held,
    /// The one accent.
    Accent,
    /// A limit that acts at once.
    Hard,
    /// A limit that acts in time.
    Soft,
    /// A replica, by index.
    Replica(usize),
}

/// Where text stands relative to its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// It begins there.
    Start,
    /// It is centred there.
    Middle,
    /// It ends there.
    End,
}

/// One thing to draw; angles are in radians, clockwise from three o'clock.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// A part of a circle.
    Arc {
        /// Its centre.
        centre: At,
        /// Its radius.
        radius: f64,
        /// From this angle, clockwise.
        from: f64,
        /// To this one.
        to: f64,
        /// Width of the line.
        width: f64,
        /// Colour.
        ink: Ink,
        /// 0 to 1.
        alpha: f64,
        /// Round ends.
        round: bool,
    },
    /// A straight line.
    Line {
        /// From here.
        from: At,
        /// To there.
        to: At,
        /// Width of the line.
        width: f64,
        /// Colour.
        ink: Ink,
        /// 0 to 1.
        alpha: f64,
        /// Dashes and gaps, or a solid line.
        dash: Option<(f64, f64)>,
    },
    /// A closed shape with a thin border in the colour of the ground.
    Shape {
        /// Corners; an empty list is a disc of `size`.
        corners: Vec<At>,
        /// Its centre.
        centre: At,
        /// Radius of the disc.
        size: f64,
        /// Colour.
        ink: Ink,
        /// Filled, or only its outline.
        filled: bool,
    },
    /// A box.
    Box {
        /// Upper left corner.
        at: At,
        /// Width and height.
        size: At,
        /// Radius of the corners.
        round: f64,
        /// Colour inside.
        fill: Option<Ink>,
        /// Colour of the border.
        border: Option<Ink>,
        /// 0 to 1, of the inside.
        alpha: f64,
    },
    /// Words.
    Text {
        /// Where; vertically the middle of the line.
        at: At,
        /// What.
        text: String,
        /// Size of the letters.
        size: f64,
        /// Heavier letters.
        bold: bool,
        /// Colour.
        ink: Ink,
        /// Which end stands at `at`.
        side: Side,
    },
}

/// A picture of a given size.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Picture {
    /// Width, in pixels of the design.
    pub width: f64,
    /// Height, in pixels of the design.
    pub height: f64,
    /// What to draw, from back to front.
    pub marks: Vec<Mark>,
}

impl Picture {
    /// An empty picture.
    #[must_use]
    pub const fn new(width: f64, height: f64) -> Self {
        Self { width, height, marks: Vec::new() }
    }

    /// Adds words in letters of ordinary weight.
    pub fn text(&mut self, at: At, text: impl Into<String>, size: f64, ink: Ink, side: Side) {
        let text = text.into();
        self.marks.push(Mark::Text { at, text, size, bold: false, ink, side });
    }

    /// Adds words in heavier letters.
    pub fn bold(&mut self, at: At, text: impl Into<String>, size: f64, ink: Ink, side: Side) {
        let text = text.into();
        self.marks.push(Mark::Text { at, text, size, bold: true, ink, side });
    }

    /// Adds a solid line.
    pub fn line(&mut self, from: At, to: At, width: f64, ink: Ink) {
        self.marks.push(Mark::Line { from, to, width, ink, alpha: 1.0, dash: None });
    }

    /// All words on it, for tests and for a description of the picture.
    #[must_use]
    pub fn words(&self) -> Vec<&str> {
        self.marks
            .iter()
            .filter_map(|mark| match mark {
                Mark::Text { text, .. } => Some(text.as_str()),
                _ => None,
            })
            .collect()
    }
}

/// Chinese characters and marks: as wide as high, and a line may end after any of the former.
fn is_square(c: char) -> bool {
    c >= '\u{2e80}'
}

/// About how wide words are: exact enough to keep labels apart and inside.
#[must_use]
pub fn width_of(text: &str, size: f64) -> f64 {
    text.chars().map(|c| if is_square(c) { size } else { size * 0.56 }).sum()
}

/// The beginning of a word that is too long for its place.
#[must_use]
pub fn short(text: &str, size: f64, width: f64) -> String {
    let mut kept = text.to_owned();
    while width_of(&kept, size) > width && kept.pop().is_some() {}
    if kept.len() < text.len() {
        kept.pop();
        kept.push('…');
    }
    kept
}

/// Words in lines that are about `width` wide at most.
#[must_use]
pub fn wrapped(text: &str, size: f64, width: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_inclusive(|c| c == ' ' || is_square(c)) {
        let fits = |line: &str| width_of(line, size) + width_of(word.trim_end(), size) <= width;
        // A line does not begin with a mark.
        let mark = word.chars().all(|c| matches!(c, '，' | '。' | '：' | '；' | '、' | '）' | '”'));
        match lines.last_mut() {
            Some(line) if mark || fits(line) => line.push_str(word),
            _ => lines.push(word.to_owned()),
        }
    }
    for line in &mut lines {
        line.truncate(line.trim_end().len());
    }
    lines
}

/// The place at `radius` and `angle` from a centre.
#[must_use]
pub fn polar(centre: At, radius: f64, angle: f64) -> At {
    let (sin, cos) = sin_cos(angle);
    (centre.0 + radius * cos, centre.1 + radius * sin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_where_a_language_lets_them() {
        let check = |text: &str, width: f64, lines: &[&str]| {
            assert_eq!(wrapped(text, 10.0, width), lines, "{text}");
        };
        check("lag grows", 100.0, &["lag grows"]);
        check("lag grows", 30.0, &["lag", "grows"]);
        check("超出积压缓冲区", 40.0, &["超出积压", "缓冲区"]);
        check("超出，积压", 20.0, &["超出，", "积压"]);
        check("fork，快照", 40.0, &["fork，", "快照"]);
        assert!((width_of("软 a", 10.0) - 21.2).abs() < 1e-9);
    }
}
