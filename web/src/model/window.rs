//! Which part of the run the timeline shows.

use stormglass_core::units::Instant;

/// From one instant to another; the whole run unless somebody looked closer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The instant on the left.
    pub from: Instant,
    /// The instant on the right.
    pub to: Instant,
}

/// Nobody looks closer than this: below a millisecond nothing happens.
const CLOSEST: u64 = 20_000_000;

impl Window {
    /// The whole run.
    #[must_use]
    pub fn whole(end: Instant) -> Self {
        Self { from: Instant::ZERO, to: end.max(Instant::from_nanos(CLOSEST)) }
    }

    fn length(self) -> u64 {
        self.to.as_nanos() - self.from.as_nanos()
    }

    /// A window of `length` that has `share` of it before `about`, inside the run.
    fn around(about: Instant, share: f64, length: u64, end: Instant) -> Self {
        let end = Self::whole(end).to.as_nanos();
        let length = length.clamp(CLOSEST.min(end), end);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a share of a run's nanoseconds"
        )]
        let before = (length as f64 * share.clamp(0.0, 1.0)) as u64;
        let from = about.as_nanos().saturating_sub(before).min(end - length);
        Self { from: Instant::from_nanos(from), to: Instant::from_nanos(from + length) }
    }

    /// `percent` as long, with the instant `about` staying where it is on the screen.
    #[must_use]
    pub fn zoomed(self, percent: u64, about: Instant, end: Instant) -> Self {
        let about = about.max(self.from).min(self.to);
        let share = (about.as_nanos() - self.from.as_nanos()) as f64 / self.length().max(1) as f64;
        let length = u128::from(self.length()) * u128::from(percent) / 100;
        Self::around(about, share, u64::try_from(length).unwrap_or(u64::MAX), end)
    }

    /// Moved by thousandths of its own length.
    #[must_use]
    pub fn moved(self, thousandths: i64, end: Instant) -> Self {
        let step = self.length() / 1000 * thousandths.unsigned_abs();
        let from = self.from.as_nanos();
        let from = if thousandths < 0 { from.saturating_sub(step) } else { from + step };
        Self::around(Instant::from_nanos(from), 0.0, self.length(), end)
    }

    /// The same length, turned like a page until `at` is on it.
    #[must_use]
    pub fn showing(self, at: Instant, end: Instant) -> Self {
        if at >= self.from && at <= self.to {
            return self;
        }
        Self::around(at, 0.08, self.length(), end)
    }

    /// Whether it is the whole run.
    #[must_use]
    pub fn is_whole(self, end: Instant) -> bool {
        self == Self::whole(end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_pointed_at_stays_in_place_and_the_window_inside_the_run() {
        let end = Instant::from_secs(100);
        let whole = Window::whole(end);
        let half = whole.zoomed(50, Instant::from_secs(20), end);
        assert_eq!((half.from, half.to), (Instant::from_secs(10), Instant::from_secs(60)));
        assert_eq!(half.zoomed(200, Instant::from_secs(20), end), whole);
        assert_eq!(half.moved(2000, end).to, end);
        assert_eq!(half.moved(-9000, end).from, Instant::ZERO);
        assert!(whole.zoomed(500, end, end).is_whole(end));
        let close = (0..40).fold(whole, |window, _| window.zoomed(50, end, end));
        assert_eq!(close.length(), CLOSEST);
        assert_eq!(close.to, end);
    }

    #[test]
    fn the_page_turns_when_the_cursor_leaves_it() {
        let end = Instant::from_secs(100);
        let window = Window::whole(end).zoomed(10, Instant::ZERO, end);
        assert_eq!(window.showing(Instant::from_secs(5), end), window);
        let turned = window.showing(Instant::from_secs(50), end);
        assert!(turned.from < Instant::from_secs(50) && turned.to > Instant::from_secs(55));
        assert_eq!(window.showing(end, end).to, end);
    }
}
