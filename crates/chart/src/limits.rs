//! The lines that matter: the window, the limits and the memory in force.

use stormglass_core::run::Moment;
use stormglass_core::run::station::acting_limits;
use stormglass_core::units::Bytes;

/// Limits in force at one instant; `None` is off, or above what is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Limits {
    /// `repl-backlog-size`.
    pub(crate) window: Option<Bytes>,
    /// The hard limit as the server applies it.
    pub(crate) hard: Option<Bytes>,
    /// The soft limit as the server applies it.
    pub(crate) soft: Option<Bytes>,
    /// `maxmemory` less the dataset: what is left for everything else.
    pub(crate) maxmemory: Option<Bytes>,
}

impl Limits {
    pub(crate) fn of(moment: &Moment) -> Self {
        let (hard, soft) = acting_limits(moment);
        let on = |limit: Bytes| (!limit.is_zero()).then_some(limit);
        let beyond = |limit: Bytes| limit.saturating_sub(moment.memory.dataset);
        Self {
            window: Some(moment.settings.repl_backlog_size),
            hard: on(hard),
            soft: on(soft),
            maxmemory: on(moment.settings.maxmemory).map(beyond),
        }
    }
}
