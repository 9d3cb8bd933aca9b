//! Rows learnt from logs.

use super::facts::push;
use super::{Fact, Origin, Reading, SyncLine};
use crate::message::Value;
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
        FORK = "read-fact-log-fork";
        FORK_COST = "read-fact-log-fork-per-gib";
        SAVE_SPEED = "read-fact-log-save-speed";
        SEND_SPEED = "read-fact-log-send-speed";
        LOAD = "read-fact-log-load";
        LOAD_SPEED = "read-fact-log-load-speed";
        RDB = "read-fact-log-rdb";
        RDB_RATIO = "read-fact-rdb-ratio";
        COPY_SHARE = "read-fact-cow-share";
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
    let sent = |sync: &SyncLine| sync.transfer_time().filter(|_| !sync.diskless);
    if let Some((time, source)) = longest(&sent) {
        push(&mut facts, ids::TRANSFER, Value::Time(time), Some(source), Origin::Inferred);
    }
    let copied = full.iter().filter_map(|sync| Some((sync.copied?, sync.source))).max();
    if let Some((bytes, source)) = copied.filter(|(bytes, _)| *bytes > Bytes(0)) {
        push(&mut facts, ids::COPIED, Value::Bytes(bytes), Some(source), Origin::Measured);
    }
    if let Some((time, source)) = longest(&SyncLine::fork_time).filter(|(time, _)| !time.is_zero())
    {
        push(&mut facts, ids::FORK, Value::Time(time), Some(source), Origin::Inferred);
    }
    loads(reading, &mut facts);
    let killed = |sync: &SyncLine| Some((sync.write_rate()?, sync.killed?.source));
    if let Some((rate, source)) = log.syncs.iter().filter_map(killed).max()
        && rate > Rate::ZERO
    {
        push(&mut facts, ids::KILL_RATE, Value::Rate(rate), Some(source), Origin::Inferred);
    }
    reading.facts.append(&mut facts);
}

/// What a replica's log tells, and what is computed from both sides.
fn loads(reading: &Reading, facts: &mut Vec<Fact>) {
    let mut say = |id, value, source| push(facts, id, value, Some(source), Origin::Inferred);
    let loads = &reading.log.loads;
    if let Some((time, source)) =
        loads.iter().filter_map(|load| Some((load.load_time()?, load.source))).max()
    {
        say(ids::LOAD, Value::Time(time), source);
    }
    if let Some((size, source)) = loads.iter().rev().find_map(|load| Some((load.rdb?, load.source)))
    {
        say(ids::RDB, Value::Bytes(size), source);
    }
    let of_log = |from: &str| !from.contains('_');
    if let Some(cost) = reading.fork_cost().filter(|cost| of_log(cost.from)) {
        say(ids::FORK_COST, Value::Time(cost.value), cost.source);
    }
    if let Some(speed) = reading.saves_at().filter(|speed| of_log(speed.from)) {
        say(ids::SAVE_SPEED, Value::Rate(speed.value), speed.source);
    }
    for (id, speed) in
        [(ids::SEND_SPEED, reading.sends_at()), (ids::LOAD_SPEED, reading.loads_at())]
    {
        if let Some(speed) = speed {
            say(id, Value::Rate(speed.value), speed.source);
        }
    }
    for (id, share) in [(ids::RDB_RATIO, reading.rdb_ratio()), (ids::COPY_SHARE, reading.copies())]
    {
        if let Some(share) = share {
            say(id, Value::Permille(share.value.0.into()), share.source);
        }
    }
}
