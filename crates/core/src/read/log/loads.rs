//! Each snapshot a replica took, as its own log tells it.

use core::time::Duration;

use super::LogEvent;
use super::event::Said;
use crate::units::{Bytes, Rate};

/// One full resync on the replica's side; times are milliseconds of the log's clock.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LoadLine {
    /// Which paste and line it begins at.
    pub source: (u32, u32),
    /// When the snapshot began to come.
    pub receives_ms: u64,
    /// How large it is; not said of one that is streamed.
    pub rdb: Option<Bytes>,
    /// When all of it was there.
    pub received_ms: Option<u64>,
    /// What it took in the primary's memory.
    pub made_from: Option<Bytes>,
    /// When it was loaded.
    pub loaded_ms: Option<u64>,
}

impl LoadLine {
    /// How long it took to come.
    #[must_use]
    pub fn transfer_time(&self) -> Option<Duration> {
        Some(Duration::from_millis(self.received_ms?.checked_sub(self.receives_ms)?))
    }

    /// How long it took to load, the deletion of the old data included.
    #[must_use]
    pub fn load_time(&self) -> Option<Duration> {
        Some(Duration::from_millis(self.loaded_ms?.checked_sub(self.received_ms?)?))
    }

    /// Bytes of the snapshot a second.
    #[must_use]
    pub fn load_speed(&self) -> Option<Rate> {
        self.speed(self.load_time()?)
    }

    /// Bytes of the snapshot a second, on the way.
    #[must_use]
    pub fn transfer_speed(&self) -> Option<Rate> {
        self.speed(self.transfer_time()?)
    }

    fn speed(&self, time: Duration) -> Option<Rate> {
        let rdb = self.rdb?;
        // A small snapshot waits for a timer and says nothing about a larger one.
        let least = if rdb.0 >= TELLING_SNAPSHOT { TELLING } else { TELLING * 20 };
        Rate::from_bytes_in(rdb, Some(time).filter(|time| *time >= least)?)
    }
}

/// Less says more about the log's clock than about a speed.
const TELLING: Duration = Duration::from_millis(500);
/// A smaller snapshot has to take much longer to say anything.
const TELLING_SNAPSHOT: u64 = 16 << 20;

/// Puts a replica's events together; logs follow one another.
pub(super) fn assemble(events: &[LogEvent]) -> Vec<LoadLine> {
    let mut loads: Vec<LoadLine> = Vec::new();
    let mut open: Option<LoadLine> = None;
    for event in events {
        if open.as_ref().is_some_and(|load| load.source.0 != event.source.0) {
            loads.extend(open.take());
        }
        let at = Some(event.at_ms);
        match (&event.said, &mut open) {
            (Said::Receives { bytes }, _) => {
                loads.extend(open.take());
                open = Some(LoadLine {
                    source: event.source,
                    receives_ms: event.at_ms,
                    rdb: Some(Bytes(*bytes)).filter(|bytes| !bytes.is_zero()),
                    ..LoadLine::default()
                });
            }
            (Said::Received | Said::Flushes | Said::Loads, Some(load)) => {
                load.received_ms = load.received_ms.or(at);
            }
            (Said::MadeFrom { bytes }, Some(load)) => {
                load.made_from = load.made_from.or(Some(Bytes(*bytes)));
            }
            (Said::Loaded, Some(load)) => {
                load.loaded_ms = at;
                loads.extend(open.take());
            }
            (Said::TransferFailed | Said::BulkTimeout | Said::Started { .. }, Some(_)) => {
                loads.extend(open.take());
            }
            _ => {}
        }
    }
    loads.extend(open);
    loads
}
