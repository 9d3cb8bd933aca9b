//! Numbers of the model that the pastes tell: how fast this server forks, saves, sends and loads.
//!
//! A log counts milliseconds and is preferred where INFO counts whole seconds.

use core::time::Duration;

use super::facts::{TELLING_RSS, fork_per_gib, save_speed};
use super::{LoadLine, Reading, SyncLine};
use crate::units::{Bytes, Rate, Share};

/// A number and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Measure<T> {
    pub(super) value: T,
    /// The field or line it is taken from.
    pub(super) from: &'static str,
    /// Which paste, from 0, and which line, from 1.
    pub(super) source: (u32, u32),
}

impl<T> Measure<T> {
    /// As the comment on a line of a scenario.
    pub(super) fn origin(&self) -> String {
        let (paste, line) = (self.source.0 + 1, self.source.1);
        format!("inferred from {}, paste {paste} line {line}", self.from)
    }
}

/// A shorter phase says more about the clock of a log than about a speed.
const TELLING: Duration = Duration::from_millis(500);
/// Smaller datasets say nothing about larger ones.
const TELLING_DATASET: u64 = 16 << 20;
/// Memory beyond it is a digit too many.
const LARGEST: u64 = 1 << 49;

impl Reading {
    fn field(&self, name: &str) -> Option<Measure<u64>> {
        let sample = self.latest()?;
        let value = sample.number(name).filter(|n| *n > 0 && *n < LARGEST)?;
        let field = sample.fields.get(name)?;
        Some(Measure { value, from: "", source: (field.paste, field.line) })
    }

    /// What a replica's log says its primary's memory was.
    fn made_from(&self) -> Option<(&LoadLine, Bytes)> {
        self.log
            .loads
            .iter()
            .rev()
            .find_map(|load| Some((load, load.made_from.filter(|b| b.0 > 0 && b.0 < LARGEST)?)))
    }

    /// `used_memory` of INFO, or of the snapshot a replica loaded.
    pub(super) fn dataset_by_log(&self) -> Option<Measure<Bytes>> {
        let (load, value) = self.made_from()?;
        Some(Measure { value, from: "RDB memory usage when created", source: load.source })
    }

    fn used(&self) -> Option<Bytes> {
        let by_info = self.field("used_memory").map(|field| Bytes(field.value));
        by_info
            .or_else(|| self.made_from().map(|(_, bytes)| bytes))
            .filter(|used| used.0 >= TELLING_DATASET)
    }

    fn longest(&self, of: impl Fn(&SyncLine) -> Option<Duration>) -> Option<(Duration, &SyncLine)> {
        let timed = self.log.full().filter_map(|sync| Some((of(sync)?, sync)));
        timed.max_by_key(|(time, _)| *time)
    }

    /// How long a fork takes per 2^30 bytes.
    pub(super) fn fork_cost(&self) -> Option<Measure<Duration>> {
        if let Some(cost) = self.latest().and_then(fork_per_gib) {
            let source = self.field("latest_fork_usec")?.source;
            return Some(Measure { value: cost, from: "latest_fork_usec", source });
        }
        let memory = self.field("used_memory_rss").map(|field| field.value);
        let memory = memory.or_else(|| self.used().map(|used| used.0))?;
        let memory = Some(memory).filter(|memory| *memory >= TELLING_RSS)?;
        let (fork, sync) = self.longest(SyncLine::fork_time)?;
        let nanos = fork.as_nanos() * u128::from(TELLING_RSS) / u128::from(memory);
        let value = Duration::from_nanos(u64::try_from(nanos).ok()?);
        let possible = value >= Duration::from_micros(1) && value < Duration::from_secs(60);
        possible.then_some(Measure {
            value,
            from: "the start of a background save",
            source: sync.source,
        })
    }

    /// Bytes of dataset a second that a child saves.
    pub(super) fn saves_at(&self) -> Option<Measure<Rate>> {
        let by_log = self.longest(SyncLine::save_time).filter(|(time, _)| *time >= TELLING);
        if let (Some((time, sync)), Some(used)) = (by_log, self.used()) {
            let value = Rate::from_bytes_in(used, time).filter(|rate| rate.0 > 0)?;
            return Some(Measure { value, from: "the length of a save", source: sync.source });
        }
        let value = self.latest().and_then(save_speed)?;
        let source = self.field("rdb_last_bgsave_time_sec")?.source;
        Some(Measure { value, from: "rdb_last_bgsave_time_sec", source })
    }

    fn slowest(
        &self,
        of: impl Fn(&LoadLine) -> Option<Rate>,
        from: &'static str,
    ) -> Option<Measure<Rate>> {
        let told = self.log.loads.iter().filter_map(|load| Some((of(load)?, load)));
        let (value, load) = told.filter(|(rate, _)| rate.0 > 0).min_by_key(|(rate, _)| *rate)?;
        Some(Measure { value, from, source: load.source })
    }

    /// Bytes of snapshot a second that a replica loads.
    pub(super) fn loads_at(&self) -> Option<Measure<Rate>> {
        self.slowest(LoadLine::load_speed, "the length of a load")
    }

    /// Bytes of snapshot a second on the way to a replica.
    pub(super) fn sends_at(&self) -> Option<Measure<Rate>> {
        self.slowest(LoadLine::transfer_speed, "the length of a transfer")
    }

    /// The size of a snapshot against the memory it was made from.
    pub(super) fn rdb_ratio(&self) -> Option<Measure<Share>> {
        let (load, rdb, made_from) = self.log.loads.iter().rev().find_map(|load| {
            let made_from = load.made_from.filter(|bytes| bytes.0 >= TELLING_DATASET)?;
            Some((load, load.rdb?, made_from))
        })?;
        let value = share(rdb, made_from).filter(|share| share.0 > 0)?;
        Some(Measure { value, from: "the size of a received snapshot", source: load.source })
    }

    /// The size of a snapshot of the dataset as it is now.
    pub(super) fn rdb(&self, dataset: Option<Bytes>) -> Option<Measure<Bytes>> {
        if let (Some(ratio), Some(dataset)) = (self.rdb_ratio(), dataset) {
            let value = Bytes(ratio.value.of(dataset.0));
            return Some(Measure { value, from: ratio.from, source: ratio.source });
        }
        let (load, value) = self.log.loads.iter().rev().find_map(|load| Some((load, load.rdb?)))?;
        (value.0 < LARGEST).then_some(Measure {
            value,
            from: "the size of a received snapshot",
            source: load.source,
        })
    }

    /// What a save copies, as a share of the dataset.
    pub(super) fn copies(&self) -> Option<Measure<Share>> {
        let used = self.used()?;
        let by_log = self.log.full().filter_map(|sync| Some((sync.copied?, sync)));
        if let Some((copied, sync)) = by_log.max_by_key(|(copied, _)| *copied)
            && copied.0 > 0
        {
            let value = share(copied, used)?;
            return Some(Measure { value, from: "copy-on-write of a save", source: sync.source });
        }
        // A save of less than a second copies next to nothing, whatever a longer one would.
        self.field("rdb_last_bgsave_time_sec")?;
        let copied = self.field("rdb_last_cow_size")?;
        let value = share(Bytes(copied.value), used)?;
        Some(Measure { value, from: "rdb_last_cow_size", source: copied.source })
    }
}

/// Rounded up to a thousandth; more than twice the whole is no share of it.
fn share(part: Bytes, whole: Bytes) -> Option<Share> {
    let share = (u128::from(part.0) * 1000).div_ceil(u128::from(whole.0.max(1)));
    u32::try_from(share).ok().filter(|share| *share <= 2000).map(Share)
}
