//! Whether everything that is asked for works, and what gives way first where it does not.

use core::time::Duration;

use crate::message::Message;
use crate::scenario::{OutputBufferLimits, Resolved};
use crate::units::{Bytes, Rate};

use super::Convergence;
use super::bill::{short_of_copy, short_with};
use super::buffer::{Luck, acting, meets};
use super::limits;
use super::outage::{LONGEST, Outage, reads};
use super::profile::Profile;
use super::resync::Resync;

/// What gives way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Limit {
    /// `repl-backlog-size`: a returning replica is refused.
    Backlog,
    /// `repl-backlog-ttl`: without any replica the backlog is freed, whatever its size.
    Ttl,
    /// The hard output-buffer limit closes a replica.
    Hard,
    /// The soft output-buffer limit closes a replica.
    Soft,
    /// The path or the replica: what waited is not read within a day.
    Drain,
    /// The memory of the host, or `maxmemory`.
    Memory,
    /// `repl-timeout`: a silent link is closed.
    Timeout,
}

impl Limit {
    /// Its name in the catalogue.
    #[must_use]
    pub fn name(self) -> Message {
        Message::new(match self {
            Self::Backlog => limits::BACKLOG,
            Self::Ttl => limits::TTL,
            Self::Hard => limits::HARD,
            Self::Soft => limits::SOFT,
            Self::Drain => limits::DRAIN,
            Self::Memory => limits::MEMORY,
            Self::Timeout => limits::TIMEOUT,
        })
    }
}

/// Where it gives way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scene {
    /// A replica returns from the outage.
    Return,
    /// All replicas are resynchronised in full, at once.
    Resync,
}

/// What is asked for.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Asked {
    /// An outage of this length stays partial.
    pub(super) outage: Option<Duration>,
    /// What was missed meanwhile reaches the replica before a limit closes it.
    pub(super) gap: bool,
    /// A full resync of all replicas at once finishes.
    pub(super) resync: bool,
    /// The bill is paid while it runs.
    pub(super) memory: bool,
}

/// What gives way first, if anything does.
pub(super) fn gives_way(
    spec: &Resolved,
    writes: &Profile,
    asked: Asked,
    luck: Luck,
) -> Option<(Scene, Limit)> {
    let size = spec.settings.repl_backlog_size;
    let limits = acting(spec, spec.settings.output_buffer, size);
    let peak = writes.peak();
    let together = u64::try_from(spec.replicas.len()).expect("few replicas");
    let falls_behind = |replica| reads(spec, replica, together) < peak;
    // With luck, one that falls behind keeps history alive for all: nothing fails for certain.
    let certain = luck != Luck::Best || !spec.replicas.iter().any(falls_behind);
    if let Some(lasts) = asked.outage.filter(|_| certain) {
        let outage = Outage::of(spec, lasts);
        let drains = outage.drains(spec, if luck == Luck::Worst { together } else { 1 });
        // One that never kept up is further back than the outage alone would put it.
        if luck == Luck::Worst && drains < peak {
            return Some((Scene::Return, Limit::Drain));
        }
        if outage.forgotten(spec, luck == Luck::Best) {
            return Some((Scene::Return, Limit::Ttl));
        }
        if outage.needs(spec, writes) > size {
            return Some((Scene::Return, Limit::Backlog));
        }
        let gap = outage.gap(spec, writes);
        let meanwhile = if luck == Luck::Best { writes.lowest() } else { peak };
        let closed = || closed_by_gap(spec, gap, meanwhile, drains, &limits, luck);
        if let Some(limit) = asked.gap.then(closed).flatten() {
            return Some((Scene::Return, limit));
        }
        if asked.memory && luck != Luck::Best && !short_of_copy(spec, gap).is_zero() {
            return Some((Scene::Return, Limit::Memory));
        }
    }
    if asked.resync {
        // A buffer that takes longer than a day to drain is as good as one that never does.
        let patience = match luck {
            Luck::Worst => LONGEST - LONGEST / 24,
            // The first to finish leaves its share to the others: when they do is not certain.
            Luck::Best if spec.nic.is_some() && together > 1 => Duration::MAX,
            Luck::Mean | Luck::Best => LONGEST,
        };
        for resync in Resync::each(spec, peak, &limits, together, luck) {
            let limit = match resync.converges(spec, peak, &limits) {
                Convergence::Storm { soft: true, .. } => Limit::Soft,
                Convergence::Storm { soft: false, .. } => Limit::Hard,
                Convergence::NeverDrains { .. } => Limit::Drain,
                Convergence::Yes { .. } if resync.total.is_none_or(|total| total > patience) => {
                    Limit::Drain
                }
                Convergence::Yes { .. } => continue,
            };
            return Some((Scene::Resync, limit));
        }
    }
    let short = || short_with(spec, peak, spec.settings.output_buffer, luck);
    if asked.memory && !short().is_zero() {
        return Some((Scene::Resync, Limit::Memory));
    }
    None
}

/// The limit that closes a returning replica while the gap is sent to it, if one does.
pub(super) fn closed_by_gap(
    spec: &Resolved,
    gap: Bytes,
    writes: Rate,
    drains: Rate,
    limits: &OutputBufferLimits,
    luck: Luck,
) -> Option<Limit> {
    // The kernels take a part at once; a server that copies the gap first may not be so lucky.
    let pending = match luck {
        Luck::Best => gap.saturating_sub(spec.socket_buffer),
        Luck::Worst | Luck::Mean => gap,
    };
    if !limits.hard.is_zero() && pending >= meets(spec, limits.hard, luck) {
        return Some(Limit::Hard);
    }
    let above = pending.saturating_sub(meets(spec, limits.soft, luck));
    if limits.soft.is_zero() || above.is_zero() {
        return None;
    }
    let patience = limits.soft_for + u64::from(luck == Luck::Best);
    let gain = Rate(drains.0.saturating_sub(writes.0));
    let stays = gain.time_for(above).unwrap_or(Duration::MAX);
    (stays >= Duration::from_secs(patience)).then_some(Limit::Soft)
}
