//! Bytes as a quantity and as a position in the stream.

use core::ops::{Add, AddAssign, Sub};

/// A quantity of bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bytes(pub u64);

/// A position in the replication stream: how many bytes had been written up to and with it.
///
/// The first byte of a fresh server has offset 1 (`master_repl_offset` counts bytes, redis 7.0
/// `replication.c:feedReplicationBuffer`).
/// `offset - offset` is a [`Bytes`]; `offset + offset` does not compile.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReplOffset(pub u64);

impl Bytes {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// `n` KiB, the `kb` of redis.conf.
    #[must_use]
    pub const fn kib(n: u64) -> Self {
        Self(n << 10)
    }
    /// `n` MiB, the `mb` of redis.conf.
    #[must_use]
    pub const fn mib(n: u64) -> Self {
        Self(n << 20)
    }
    /// `n` GiB, the `gb` of redis.conf.
    #[must_use]
    pub const fn gib(n: u64) -> Self {
        Self(n << 30)
    }
    /// `self - other`, or nothing where that would be negative.
    #[must_use]
    pub const fn saturating_sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
    /// `self + other`, stopping at the largest value.
    #[must_use]
    pub const fn saturating_add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
    /// Whether there is nothing.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }
}

impl Add for Bytes {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}
impl AddAssign for Bytes {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}
impl Sub for Bytes {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}
impl core::iter::Sum for Bytes {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, |a, b| a + b)
    }
}

impl ReplOffset {
    /// How far `self` is ahead of `other`, or nothing where it is behind.
    #[must_use]
    pub const fn saturating_since(self, other: Self) -> Bytes {
        Bytes(self.0.saturating_sub(other.0))
    }
    /// The offset of the next byte.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

impl Sub for ReplOffset {
    type Output = Bytes;
    fn sub(self, other: Self) -> Bytes {
        Bytes(self.0 - other.0)
    }
}
impl Add<Bytes> for ReplOffset {
    type Output = Self;
    fn add(self, bytes: Bytes) -> Self {
        Self(self.0 + bytes.0)
    }
}
impl AddAssign<Bytes> for ReplOffset {
    fn add_assign(&mut self, bytes: Bytes) {
        self.0 += bytes.0;
    }
}
