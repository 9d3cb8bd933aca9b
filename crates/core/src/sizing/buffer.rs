//! What counts against the output-buffer limits and when they act, at its best and at its worst.

use crate::scenario::{OutputBufferLimits, Resolved};
use crate::server::BacklogKind;
use crate::units::Bytes;

/// How the moments fall that nobody can know beforehand: where in a cron's turn, in a second of the
/// server's clock, or in a block something begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Luck {
    /// Each as late as it gets: what finishes like this always finishes.
    Worst,
    /// What is said in sentences.
    Mean,
    /// Each as early as it gets: what fails like this always fails.
    Best,
}

impl Luck {
    /// One of three.
    pub(super) fn of<T>(self, worst: T, mean: T, best: T) -> T {
        match self {
            Self::Worst => worst,
            Self::Mean => mean,
            Self::Best => best,
        }
    }
}

/// Limits as they act: raised to the backlog where the version does that.
pub(super) fn acting(
    spec: &Resolved,
    limits: OutputBufferLimits,
    backlog: Bytes,
) -> OutputBufferLimits {
    let mut acting = limits;
    if spec.profile.hard_floor && !limits.hard.is_zero() {
        acting.hard = limits.hard.max(backlog);
    }
    if spec.profile.soft_floor && !limits.soft.is_zero() {
        acting.soft = limits.soft.max(backlog);
    }
    acting
}

/// Pending bytes at which `limit` is met: as many blocks as reach it with their overhead, of which
/// the first may begin anywhere before the first pending byte.
pub(super) fn meets(spec: &Resolved, limit: Bytes, luck: Luck) -> Bytes {
    let block = spec.profile.block_payload(spec.allocator);
    let before = limit.0.div_ceil(block + spec.profile.block_overhead()).max(1) - 1;
    let full = before * block + 1;
    Bytes(match spec.profile.backlog {
        BacklogKind::Ring => spec.profile.uncounted() + full,
        BacklogKind::Blocks => full.saturating_sub(luck.of(block, block / 2, 0)).max(1),
    })
}

/// Pending bytes in whole blocks with their overhead.
pub(super) fn counted(spec: &Resolved, pending: Bytes) -> Bytes {
    let block = spec.profile.block_payload(spec.allocator);
    let pending = pending.0.min(1 << 56);
    let blocks = pending.saturating_sub(spec.profile.uncounted()).div_ceil(block);
    Bytes(blocks * (block + spec.profile.block_overhead()))
}
