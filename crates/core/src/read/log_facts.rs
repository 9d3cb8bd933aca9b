//! Rows learnt from logs.

use super::facts::push;
use super::{Origin, Reading, SyncLine};
use crate::message::{Message, Value};
use crate::units::{Bytes, Rate};
use core::time::Duration;

mod ids {
    crate::messages! {
        SPAN = "read-fact-log-span";
        SYNCS = "read-fact-log-full";
        PARTIAL = "read-fact-log-partial";
        PER_DAY = "read-fact-full-per-day";
        PERIOD = "read-fact-period";
        SAVE = "read-fact-log-save";
        TRANSFER = "read-fact-log-transfer";
        COPIED = "read-fact-log-cow";
        KILL_RATE = "read-fact-kill-rate";
        LOG_SERVER = "read-fact-log-server";
    }
}
pub(super) use ids::ALL as MESSAGES;

const DAY: Duration = Duration::from_secs(86_400);

pub(super) fn collect(reading: &mut Reading) {
    let log = &reading.log;
    if log.lines == 0 {
        return;
    }
    let mut facts = Vec::new();
    if let (Some(server), true) = (log.server(), reading.samples.is_empty()) {
        let source =
            log.first(|said| matches!(said, super::Said::Started { .. })).map(|e| e.source);
        push(
            &mut facts,
            ids::LOG_SERVER,
            Value::Text(server.to_string()),
            source,
            Origin::Measured,
        );
    }
    let span = log.span().unwrap_or_default();
    push(&mut facts, ids::SPAN, Value::Time(span), None, Origin::Measured);
    let full: Vec<&SyncLine> = log.full().collect();
    let first = full.first().map(|sync| sync.source);
    if !log.syncs.is_empty() {
        let partial = log.syncs.iter().filter(|sync| sync.resumed.is_some());
        let resumed = partial.clone().next().map(|sync| sync.source);
        push(&mut facts, ids::SYNCS, Value::Count(full.len() as u64), first, Origin::Measured);
        let count = Value::Count(partial.count() as u64);
        push(&mut facts, ids::PARTIAL, count, resumed, Origin::Measured);
    }
    // An hour may be quiet or not; less says nothing about a day.
    if span >= Duration::from_secs(3600) && !full.is_empty() {
        let per_day = full.len() as u128 * DAY.as_millis() / span.as_millis().max(1);
        let count = Value::Count(u64::try_from(per_day).unwrap_or(u64::MAX));
        push(&mut facts, ids::PER_DAY, count, first, Origin::Inferred);
    }
    if let Some(period) = log.period() {
        push(&mut facts, ids::PERIOD, Value::Time(period), first, Origin::Inferred);
    }
    let longest = |of: &dyn Fn(&SyncLine) -> Option<Duration>| {
        full.iter().filter_map(|sync| Some((of(sync)?, sync.source))).max()
    };
    if let Some((time, source)) = longest(&SyncLine::save_time) {
        push(&mut facts, ids::SAVE, Value::Time(time), Some(source), Origin::Inferred);
    }
    if let Some((time, source)) = longest(&SyncLine::transfer_time) {
        push(&mut facts, ids::TRANSFER, Value::Time(time), Some(source), Origin::Inferred);
    }
    let copied = full.iter().filter_map(|sync| Some((sync.copied?, sync.source))).max();
    if let Some((bytes, source)) = copied.filter(|(bytes, _)| *bytes > Bytes(0)) {
        push(&mut facts, ids::COPIED, Value::Bytes(bytes), Some(source), Origin::Measured);
    }
    let killed = |sync: &SyncLine| Some((sync.write_rate()?, sync.killed?.source));
    if let Some((rate, source)) = log.syncs.iter().filter_map(killed).max()
        && rate > Rate::ZERO
    {
        push(&mut facts, ids::KILL_RATE, Value::Rate(rate), Some(source), Origin::Inferred);
    }
    reading.facts.append(&mut facts);
}

/// A synchronization as one sentence, for a list.
impl SyncLine {
    /// From the child's end to being online: what the snapshot took on its way.
    #[must_use]
    pub fn transfer_time(&self) -> Option<Duration> {
        Some(Duration::from_millis(self.online_ms?.checked_sub(self.saved_ms?)?))
    }

    /// It in words: what was asked, when it was saved, when it was online, how it ended.
    #[must_use]
    pub fn message(&self) -> Message {
        let id = match (self.resumed, self.killed, self.online_ms) {
            (Some(_), _, _) => lines::RESUMED,
            (None, Some(_), _) => lines::KILLED,
            (None, None, Some(_)) => lines::DONE,
            (None, None, None) if self.timed_out => lines::TIMED_OUT,
            (None, None, None) => lines::OPEN,
        };
        let took = self.online_ms.or(self.lost_ms).and_then(|end| end.checked_sub(self.asked_ms));
        Message::new(id)
            .with("n", self.replica)
            .with("size", self.resumed.or(self.killed.map(|kill| kill.omem)).unwrap_or_default())
            .with("time", Duration::from_millis(took.unwrap_or(0)))
    }
}

mod lines {
    crate::messages! {
        RESUMED = "read-sync-resumed";
        KILLED = "read-sync-killed";
        DONE = "read-sync-done";
        TIMED_OUT = "read-sync-timed-out";
        OPEN = "read-sync-open";
    }
}
pub(super) use lines::ALL as LINE_MESSAGES;
