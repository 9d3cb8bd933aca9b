//! The lines that matter: the window and the limits in force.

use stormglass_core::run::Moment;
use stormglass_core::units::Bytes;

/// Limits in force at one instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Limits {
    /// `repl-backlog-size`.
    pub(crate) window: Bytes,
    /// The hard limit as the server applies it; `None` is off.
    pub(crate) hard: Option<Bytes>,
    /// The soft limit as the server applies it; `None` is off.
    pub(crate) soft: Option<Bytes>,
    /// Seconds above the soft limit.
    pub(crate) soft_for: u64,
}

impl Limits {
    pub(crate) fn of(moment: &Moment) -> Self {
        let size = moment.settings.repl_backlog_size;
        let given = moment.settings.output_buffer;
        // The server raises a limit below the backlog to its size.
        // Source: redis 7.0 networking.c:checkClientOutputBufferLimits; the soft one valkey 9.0.
        let acts = |limit: Bytes, floor: bool| {
            let raised = if floor { limit.max(size) } else { limit };
            (!limit.is_zero()).then_some(raised)
        };
        Self {
            window: size,
            hard: acts(given.hard, moment.profile.hard_floor),
            soft: acts(given.soft, moment.profile.soft_floor),
            soft_for: given.soft_for,
        }
    }
}
