//! Where things lie: pixels of the picture and instants of the run.

use stormglass_core::run::Run;
use stormglass_core::units::Instant;

use super::samples::another_leads;

/// The geometry of one timeline, in pixels of the picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// Width of the picture.
    pub width: u32,
    /// Height of the picture.
    pub height: u32,
    /// Pixels of the picture for one pixel of the design: `devicePixelRatio` in the page.
    pub scale: f64,
    /// Left edge of the panels.
    pub left: i32,
    /// Right edge of the panels.
    pub right: i32,
    /// Top and bottom of the panels, in the order of `limits::PANELS`.
    pub panels: [(i32, i32); 5],
    /// First instant on the axis.
    pub from: Instant,
    /// Last instant on the axis.
    pub to: Instant,
}

/// Panels: bytes behind, output buffers, memory, writes, phases.
pub(crate) const LAG: usize = 0;
pub(crate) const BUFFERS: usize = 1;
pub(crate) const MEMORY: usize = 2;
pub(crate) const WRITES: usize = 3;
/// The lowest panel.
pub const PHASES: usize = 4;

/// Heights of the panels with lines, in pixels of the design.
const HEIGHTS: [f64; 4] = [86.0, 86.0, 62.0, 40.0];
/// From one panel to the next.
const GAP: f64 = 6.0;
/// Room above the first panel, and below the last.
const EDGES: (f64, f64) = (6.0, 38.0);
/// Height of one replica's row of phases, in pixels of the design.
const ROW: f64 = 15.0;
/// Replicas that have a row; the rest is counted in words.
pub(crate) const ROWS: usize = 8;

impl Frame {
    /// How many rows of phases the timeline of a run has: one for each replica, up to a number, and
    /// one for the primary of 0s where another leads at the end.
    #[must_use]
    pub fn rows(run: &Run) -> usize {
        run.scenario.replicas.len().min(ROWS) + usize::from(another_leads(run))
    }

    /// The height, in pixels of the design, that a timeline of so many rows wants.
    #[must_use]
    pub fn wants(rows: usize) -> f64 {
        EDGES.0
            + HEIGHTS.iter().map(|height| height + GAP).sum::<f64>()
            + phases_height(rows)
            + EDGES.1
    }

    /// Lays out a picture of `width` x `height` pixels that shows a part of a run.
    #[must_use]
    pub fn new(
        (width, height): (u32, u32),
        scale: f64,
        rows: usize,
        (from, to): (Instant, Instant),
    ) -> Self {
        let at = |design: f64| pixel(design * scale);
        let narrow = f64::from(width) / scale < 520.0;
        let left = at(if narrow { 44.0 } else { 62.0 });
        let right = pixel(f64::from(width)) - at(14.0);
        // What is missing or left over is shared among the panels with lines.
        let off = f64::from(height) / scale - Self::wants(rows);
        let share = (1.0 + off / HEIGHTS.iter().sum::<f64>()).max(0.3);
        let mut panels = [(0, 0); 5];
        let mut top = EDGES.0;
        for (index, panel) in panels.iter_mut().enumerate() {
            let tall = HEIGHTS.get(index).map_or(phases_height(rows), |tall| tall * share);
            *panel = (at(top), at(top + tall));
            top += tall + GAP;
        }
        let to = to.max(from.saturating_add(core::time::Duration::from_millis(1)));
        Self { width, height, scale, left, right, panels, from, to }
    }

    fn span(&self) -> u64 {
        self.to.as_nanos() - self.from.as_nanos()
    }

    /// Where an instant lies, in pixels of the picture; outside the panels where it is not shown.
    #[must_use]
    pub fn x_of(&self, at: Instant) -> f64 {
        let share = (at.as_nanos() as f64 - self.from.as_nanos() as f64) / self.span() as f64;
        f64::from(self.left) + share * f64::from(self.right - self.left)
    }

    /// Whether an instant is shown.
    #[must_use]
    pub fn shows(&self, at: Instant) -> bool {
        self.from <= at && at <= self.to
    }

    /// Which instant lies at `x`; what is outside the panels reads as their edge.
    #[must_use]
    pub fn instant_at(&self, x: f64) -> Instant {
        let share = (x - f64::from(self.left)) / f64::from((self.right - self.left).max(1));
        let nanos = share.clamp(0.0, 1.0) * self.span() as f64;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between zero and the end of the run"
        )]
        let after = core::time::Duration::from_nanos(nanos as u64);
        self.from.saturating_add(after).min(self.to)
    }

    /// How many pixels wide the panels are.
    #[must_use]
    pub fn columns(&self) -> u32 {
        (self.right - self.left).max(1).unsigned_abs()
    }

    /// Pixels of the picture for so many of the design, at least one.
    pub(crate) fn px(&self, design: f64) -> i32 {
        pixel(design * self.scale).max(1)
    }
}

fn phases_height(rows: usize) -> f64 {
    let rows = u32::try_from(rows.clamp(1, ROWS + 1)).expect("at most ROWS and one");
    4.0 + ROW * f64::from(rows)
}

#[expect(clippy::cast_possible_truncation, reason = "pixels of a picture")]
pub(crate) fn pixel(value: f64) -> i32 {
    value.round() as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_click_finds_the_instant_that_was_drawn_there() {
        let (from, to) = (Instant::from_secs(20), Instant::from_secs(120));
        let frame = Frame::new((1000, 300), 1.0, 3, (from, to));
        for second in [20, 21, 59, 60, 120] {
            let at = Instant::from_secs(second);
            let back = frame.instant_at(frame.x_of(at));
            let off = back.as_secs_f64() - at.as_secs_f64();
            assert!(off.abs() < 1e-6, "{second} s came back as {back:?}");
            assert!(frame.shows(at));
        }
        assert_eq!(frame.instant_at(-50.0), from);
        assert_eq!(frame.instant_at(5000.0), to);
        assert!(!frame.shows(Instant::ZERO));
    }

    #[test]
    fn panels_do_not_overlap_and_leave_room_for_the_axis() {
        for (rows, scale) in [(0, 1.0), (1, 1.0), (3, 2.0), (40, 1.5)] {
            let height = pixel(Frame::wants(rows) * scale).unsigned_abs();
            let whole = (Instant::ZERO, Instant::from_secs(9));
            let frame = Frame::new((1200, height), scale, rows, whole);
            for pair in frame.panels.windows(2) {
                assert!(pair[0].1 < pair[1].0, "{frame:?}");
            }
            let below = frame.panels[PHASES].1 + pixel(30.0 * scale);
            assert!(below <= pixel(f64::from(height)), "{frame:?}");
        }
    }
}
