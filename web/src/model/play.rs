//! Playing, speed and cursor.

use core::time::Duration;

use stormglass_core::units::Instant;

/// Seconds of the run for each second of the clock on the wall.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Speed(pub f64);

/// The speeds on offer; the keys 1 to 5 choose every other one.
pub const SPEEDS: [Speed; 9] = [
    Speed(0.1),
    Speed(0.5),
    Speed(1.0),
    Speed(4.0),
    Speed(8.0),
    Speed(20.0),
    Speed(60.0),
    Speed(200.0),
    Speed(1000.0),
];

/// The speed of a key from 1 to 5.
#[must_use]
pub fn speed_of_key(key: u32) -> Option<Speed> {
    let index = usize::try_from(key.checked_sub(1)?).ok()?;
    [SPEEDS[0], SPEEDS[2], SPEEDS[4], SPEEDS[6], SPEEDS[8]].get(index).copied()
}

/// Playing, speed and cursor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Play {
    /// Whether time moves by itself.
    pub playing: bool,
    /// How fast.
    pub speed: Speed,
    /// The moment shown.
    pub cursor: Instant,
}

impl Default for Play {
    fn default() -> Self {
        Self { playing: false, speed: Speed(8.0), cursor: Instant::ZERO }
    }
}

/// Where the cursor is after `millis` of the wall clock, at most a quarter of a second of it: a tab
/// that was hidden does not leap.
#[must_use]
pub fn advance(cursor: Instant, millis: f64, speed: Speed, end: Instant) -> Instant {
    let nanos = millis.clamp(0.0, 250.0) * 1e6 * speed.0;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "at most a quarter of a second a thousand times as fast"
    )]
    let step = Duration::from_nanos(nanos as u64);
    cursor.saturating_add(step).min(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_goes_by_as_fast_as_asked_and_stops_at_the_end() {
        let end = Instant::from_secs(10);
        let at =
            |cursor, millis, speed| advance(Instant::from_secs(cursor), millis, Speed(speed), end);
        assert_eq!(at(1, 16.0, 1.0), Instant::from_millis(1016));
        assert_eq!(at(1, 16.0, 0.1), Instant::from_nanos(1_001_600_000));
        assert_eq!(at(1, 100.0, 8.0), Instant::from_millis(1800));
        assert_eq!(at(9, 100.0, 1000.0), end);
        assert_eq!(at(1, 60_000.0, 1.0), Instant::from_millis(1250), "a hidden tab does not leap");
        assert_eq!(at(1, -5.0, 1.0), Instant::from_secs(1), "a clock may be set back");
    }

    #[test]
    fn five_keys_choose_a_speed() {
        assert_eq!(speed_of_key(1), Some(Speed(0.1)));
        assert_eq!(speed_of_key(5), Some(Speed(1000.0)));
        assert_eq!(speed_of_key(0), None);
        assert_eq!(speed_of_key(6), None);
    }
}
