//! Sliders whose every step is the same factor, with values a person would choose.

use crate::numbers::{exp, ln};

/// Steps of a slider.
pub const STEPS: u32 = 1000;

/// A slider from one value to another, in base units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    /// The value on the left; not zero.
    pub least: u64,
    /// The value on the right.
    pub most: u64,
    /// What values are multiples of, with one or two digits in front.
    pub kind: Kind,
}

/// Which values are round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Powers of two with three more values between each and the next.
    Binary,
    /// One or two decimal digits.
    Decimal,
    /// Milliseconds that are round on a clock.
    Clock,
    /// Every whole number.
    Whole,
}

impl Scale {
    /// Where a value stands, in steps.
    #[must_use]
    pub fn position(&self, value: u64) -> u32 {
        let value = value.clamp(self.least, self.most) as f64;
        let (least, most) = (self.least as f64, self.most as f64);
        let share = ln(value / least) / ln(most / least);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between nothing and all steps"
        )]
        let step = (share * f64::from(STEPS)).round() as u32;
        step
    }

    /// The round value for a slider that was moved from a value to a position. A step of the arrow
    /// keys is smaller than the way to the next round value, and goes there all the same.
    #[must_use]
    pub fn moved(&self, from: u64, position: u32) -> u64 {
        let start = self.position(from.max(1));
        let mut to = position.min(STEPS);
        while to != start && self.value(to) == from && to > 0 && to < STEPS {
            to = if to > start { to + 1 } else { to - 1 };
        }
        self.value(to)
    }

    /// The round value nearest to a position.
    #[must_use]
    pub fn value(&self, position: u32) -> u64 {
        let share = f64::from(position.min(STEPS)) / f64::from(STEPS);
        let (least, most) = (self.least as f64, self.most as f64);
        let exact = least * exp(ln(most / least) * share);
        self.round(exact).clamp(self.least, self.most)
    }

    fn round(&self, exact: f64) -> u64 {
        let step = match self.kind {
            // Eight values from one power of two to the next.
            Kind::Binary => below(exact, 2.0) / 8.0,
            Kind::Decimal => below(exact, 10.0) / 10.0,
            Kind::Clock => match exact {
                below if below < 1_000.0 => 50.0,
                below if below < 10_000.0 => 500.0,
                below if below < 60_000.0 => 1_000.0,
                below if below < 300_000.0 => 5_000.0,
                below if below < 3_600_000.0 => 60_000.0,
                _ => 600_000.0,
            },
            Kind::Whole => 1.0,
        };
        let step = step.max(1.0);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between the ends of a scale, far below 2^53"
        )]
        let rounded = ((exact / step).round() * step) as u64;
        rounded
    }
}

/// The largest power of `base` that is not above a value.
fn below(value: f64, base: f64) -> f64 {
    let mut power = 1.0;
    while power * base <= value {
        power *= base;
    }
    power
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCALES: [Scale; 4] = [
        Scale { least: 64 << 10, most: 1 << 30, kind: Kind::Binary },
        Scale { least: 100_000_000, most: 25_000_000_000, kind: Kind::Decimal },
        Scale { least: 1_000, most: 7_200_000, kind: Kind::Clock },
        Scale { least: 1, most: 20, kind: Kind::Whole },
    ];

    #[test]
    fn a_value_that_was_slid_to_stays_where_it_is() {
        for scale in SCALES {
            for position in 0..=STEPS {
                let value = scale.value(position);
                let again = scale.value(scale.position(value));
                assert_eq!(again, value, "{scale:?} at {position}");
            }
        }
    }

    #[test]
    fn both_ends_are_reached_and_every_step_goes_up() {
        for scale in SCALES {
            assert_eq!(scale.value(0), scale.least);
            assert_eq!(scale.value(STEPS), scale.most);
            for position in 1..=STEPS {
                assert!(scale.value(position) >= scale.value(position - 1));
            }
        }
    }

    #[test]
    fn arrow_keys_get_from_one_end_to_the_other() {
        for scale in SCALES {
            let mut value = scale.least;
            while value < scale.most {
                let next = scale.moved(value, scale.position(value) + 1);
                assert!(next > value, "{scale:?} stays at {value}");
                assert!(scale.moved(next, scale.position(next) - 1) < next, "{scale:?} at {next}");
                value = next;
            }
        }
    }

    #[test]
    fn values_are_round() {
        let writes = SCALES[0];
        for position in 0..=STEPS {
            assert_eq!(writes.value(position) % 1024, 0);
        }
        assert_eq!(SCALES[2].value(SCALES[2].position(120_000)), 120_000);
    }
}
