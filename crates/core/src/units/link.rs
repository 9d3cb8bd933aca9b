//! The speed of a network path.

use super::Rate;

/// The speed of a path; written in bytes (`50mb/s`) or in bits (`1gbit/s`, powers of ten).
///
/// It remembers only the bytes per second; `10gbit/s` is 1,250,000,000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkRate(pub Rate);

impl LinkRate {
    /// From bits per second.
    #[must_use]
    pub const fn from_bits(bits: u64) -> Self {
        Self(Rate(bits / 8))
    }
}
