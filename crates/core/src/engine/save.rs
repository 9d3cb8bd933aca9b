//! Save points: snapshots that nobody asks for.
//!
//! Source: redis 7.0.15 `server.c:serverCron`: a point is due when its changes have been made and
//! strictly more than its seconds have passed since the last save; after a failed save five seconds
//! are waited.

use crate::units::{Instant, Rate};

use super::clock::{SERVER_CRON, unixtime};
use super::hub::PRIMARY;
use super::world::World;

/// Bytes of the stream that are one change where the scenario does not say.
const BYTES_A_CHANGE: u64 = 200;
/// `CONFIG_BGSAVE_RETRY_DELAY`.
const RETRY_SECS: u64 = 5;

impl World {
    /// When the next save point is due, and which.
    pub(crate) fn save_due(&self) -> Instant {
        let hub = &self.hubs[PRIMARY];
        if hub.child.is_some() || self.absent(PRIMARY) {
            return Instant::NEVER;
        }
        let due = self.settings.save.iter().map(|(seconds, changes)| {
            let late_enough = Instant::from_secs(unixtime(hub.saved_at) + seconds + 1);
            late_enough.max(self.changed_by(*changes))
        });
        let due = due.min().unwrap_or(Instant::NEVER);
        let due = match hub.save_failed {
            true => due.max(Instant::from_secs(unixtime(hub.slot_free) + RETRY_SECS + 1)),
            false => due,
        };
        if due == Instant::NEVER { due } else { SERVER_CRON.from(due.max(hub.slot_free)) }
    }

    /// When `changes` have been made since the last save.
    fn changed_by(&self, changes: u64) -> Instant {
        let hub = &self.hubs[PRIMARY];
        let rate = hub.stream.rate();
        if rate == Rate::ZERO {
            return Instant::NEVER;
        }
        let bytes = changes.saturating_mul(BYTES_A_CHANGE);
        let since = self.offset(PRIMARY).saturating_since(hub.saved_offset);
        rate.reaches(crate::units::Bytes(bytes).saturating_sub(since), self.now)
    }
}
