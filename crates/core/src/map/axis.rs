//! The two sides of the map: values a person would choose, each a step further than the last.

use crate::sizing::Unknown;

/// One side of a map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Axis {
    /// What changes along it.
    pub unknown: Unknown,
    /// The value of each column or row, rising.
    pub values: Vec<u64>,
}

/// Outages that people talk about, in seconds and a half where that is one.
const OUTAGES: [u64; 33] = [
    1_000, 1_500, 2_000, 3_000, 4_000, 5_000, 7_000, 10_000, 15_000, 20_000, 30_000, 45_000,
    60_000, 90_000, 120_000, 180_000, 240_000, 300_000, 420_000, 600_000, 900_000, 1_200_000,
    1_800_000, 2_700_000, 3_600_000, 5_400_000, 7_200_000, 10_800_000, 14_400_000, 21_600_000,
    28_800_000, 43_200_000, 72_000_000,
];
/// As far as they go unless a longer one is asked about: two hours.
const USUAL_OUTAGES: usize = 27;
const REPLICAS: [u64; 13] = [1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32];

/// How many powers of two an axis of sizes or rates spans, and how many it moves by.
const OCTAVES: u32 = 12;
const MOVES: u32 = 4;

impl Axis {
    /// An axis on which `present` lies. It moves in large steps only, so that the picture stands
    /// still while a value is dragged.
    #[must_use]
    pub fn around(unknown: Unknown, present: u64) -> Self {
        let values = match unknown {
            Unknown::Outage => {
                let usual = &OUTAGES[..USUAL_OUTAGES];
                let far = usual.last().is_none_or(|last| present > *last);
                if far { OUTAGES.to_vec() } else { usual.to_vec() }
            }
            Unknown::Replicas => REPLICAS.to_vec(),
            _ => powers(present),
        };
        Self { unknown, values }
    }

    /// Where a value lies, in thousandths of a step: the middle of step `i` is `1000 i + 500`.
    #[must_use]
    pub fn place(&self, value: u64) -> u64 {
        let last = self.values.len().saturating_sub(1);
        let at = self.values.partition_point(|step| *step <= value).saturating_sub(1);
        let whole = |at: usize| u64::try_from(at).expect("few steps") * 1000 + 500;
        let (Some(low), Some(high)) = (self.values.get(at), self.values.get(at + 1)) else {
            return whole(last);
        };
        let part = u128::from(value.saturating_sub(*low)) * 1000 / u128::from((high - low).max(1));
        whole(at) + u64::try_from(part).expect("less than a step")
    }
}

/// Powers of two with three values between each and the next, the present one in the middle third.
fn powers(present: u64) -> Vec<u64> {
    let octave = present.max(1).ilog2() / MOVES * MOVES;
    // From 16 KiB on: nothing smaller is a size or a rate anybody asks about.
    let first = octave.saturating_sub(MOVES).clamp(14, 48 - OCTAVES);
    (first..first + OCTAVES).flat_map(|power| (4..8).map(move |n| n << (power - 2))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_lies_on_its_axis_and_steps_go_up() {
        for (unknown, _) in Unknown::ALL {
            for present in [1, 1000, 60_000, 1 << 20, 5 << 30, 1 << 40] {
                let axis = Axis::around(unknown, present);
                assert!(axis.values.windows(2).all(|pair| pair[0] < pair[1]), "{axis:?}");
                assert!(axis.values.len() <= 48);
                for (at, value) in axis.values.iter().enumerate() {
                    assert_eq!(axis.place(*value), at as u64 * 1000 + 500);
                }
            }
        }
    }

    #[test]
    fn a_dragged_value_stays_in_sight_and_the_axis_mostly_stands_still() {
        let mut seen = Vec::new();
        for power in 18..36 {
            let axis = Axis::around(Unknown::Writes, 3 << power);
            let place = axis.place(3 << power) / 1000;
            assert!((8..40).contains(&place), "{power}: {place}");
            seen.push(axis.values[0]);
        }
        seen.dedup();
        assert!(seen.len() <= 6, "{seen:?}");
    }
}
