//! Chance, from the scenario's seed alone.

/// One step of splitmix64: a bijection that scatters its input.
pub(crate) fn mix(state: u64) -> u64 {
    let mut z = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// A stream of draws.
///
/// Each replica has its own, so that what happens to one does not change another's luck.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64, stream: u64) -> Self {
        Self(mix(seed ^ mix(stream)))
    }

    /// A whole number from 0 to `below - 1`, or 0 for 0.
    pub(crate) fn below(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let high = (u128::from(mix(self.0)) * u128::from(below)) >> 64;
        u64::try_from(high).expect("a product of two 64-bit numbers, shifted by 64")
    }
}
