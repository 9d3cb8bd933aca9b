//! Where things lie: pixels of the picture and instants of the run.

use stormglass_core::units::Instant;

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
    /// Top and bottom of the panels: lag, output buffers, phases.
    pub panels: [(i32, i32); 3],
    /// Last instant on the axis; the first is 0s.
    pub end: Instant,
}

/// Height of one replica's row of phases, in pixels of the design.
const ROW: f64 = 15.0;
/// Replicas that have a row; the rest is counted in words.
pub(crate) const ROWS: usize = 8;

impl Frame {
    /// The height, in pixels of the design, that a timeline of so many replicas wants.
    #[must_use]
    pub fn wants(replicas: usize) -> f64 {
        6.0 + 92.0 + 8.0 + 92.0 + 8.0 + phases_height(replicas) + 38.0
    }

    /// Lays out a picture of `width` x `height` pixels.
    #[must_use]
    pub fn new(width: u32, height: u32, scale: f64, replicas: usize, end: Instant) -> Self {
        let at = |design: f64| pixel(design * scale);
        let narrow = f64::from(width) / scale < 520.0;
        let left = at(if narrow { 44.0 } else { 62.0 });
        let right = pixel(f64::from(width)) - at(14.0);
        let (top, gap, below) = (at(6.0), at(8.0), at(38.0));
        let rows = at(phases_height(replicas));
        let free = pixel(f64::from(height)) - top - 2 * gap - below - rows;
        let each = (free / 2).max(at(24.0));
        let lag = (top, top + each);
        let buffers = (lag.1 + gap, lag.1 + gap + each);
        let phases = (buffers.1 + gap, buffers.1 + gap + rows);
        let end = end.max(Instant::from_millis(1));
        Self { width, height, scale, left, right, panels: [lag, buffers, phases], end }
    }

    /// Where an instant lies, in pixels of the picture.
    #[must_use]
    pub fn x_of(&self, at: Instant) -> f64 {
        let share = at.as_nanos() as f64 / self.end.as_nanos() as f64;
        f64::from(self.left) + share * f64::from(self.right - self.left)
    }

    /// Which instant lies at `x`; what is outside the panels reads as their edge.
    #[must_use]
    pub fn instant_at(&self, x: f64) -> Instant {
        let share = (x - f64::from(self.left)) / f64::from((self.right - self.left).max(1));
        let nanos = share.clamp(0.0, 1.0) * self.end.as_nanos() as f64;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between zero and the end of the run"
        )]
        Instant::from_nanos(nanos as u64).min(self.end)
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

fn phases_height(replicas: usize) -> f64 {
    let rows = u32::try_from(replicas.clamp(1, ROWS)).expect("at most ROWS");
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
        let frame = Frame::new(1000, 300, 1.0, 3, Instant::from_secs(120));
        for second in [0, 1, 59, 60, 120] {
            let at = Instant::from_secs(second);
            let back = frame.instant_at(frame.x_of(at));
            let off = back.as_secs_f64() - at.as_secs_f64();
            assert!(off.abs() < 1e-6, "{second} s came back as {back:?}");
        }
        assert_eq!(frame.instant_at(-50.0), Instant::ZERO);
        assert_eq!(frame.instant_at(5000.0), frame.end);
    }

    #[test]
    fn panels_do_not_overlap_and_leave_room_for_the_axis() {
        for (replicas, scale) in [(0, 1.0), (1, 1.0), (3, 2.0), (40, 1.5)] {
            let height = pixel(Frame::wants(replicas) * scale).unsigned_abs();
            let frame = Frame::new(1200, height, scale, replicas, Instant::from_secs(9));
            let [lag, buffers, phases] = frame.panels;
            assert!(lag.1 < buffers.0 && buffers.1 < phases.0, "{frame:?}");
            assert!(phases.1 + pixel(30.0 * scale) <= pixel(f64::from(height)), "{frame:?}");
        }
    }
}
