//! What logs tell, for `stormglass read --json`.

use std::time::Duration;

use serde_json::{Value as Json, json};
use stormglass_core::read::{Kill, Limit, Paste, Reading};
use stormglass_text::Catalogue;

use crate::read::place;

fn seconds(time: Option<Duration>) -> Option<f64> {
    time.map(|time| time.as_secs_f64())
}

fn cause(reading: &Reading, kill: &Kill) -> Json {
    let Some(cause) = reading.kill_cause(kill) else { return Json::Null };
    json!({
        "limit": match cause.limit { Limit::Hard => "hard", Limit::Soft => "soft" },
        "bytes": cause.bytes.0,
        "confidence": format!("{:?}", cause.confidence).to_lowercase(),
    })
}

/// Each synchronization a primary served, as a timeline.
pub(crate) fn syncs(words: &Catalogue, pastes: &[Paste], reading: &Reading) -> Vec<Json> {
    let one = |sync: &stormglass_core::read::SyncLine| {
        json!({
            "replica": sync.replica,
            "says": words.say(&sync.message()),
            "phases": reading.phases(sync).iter().map(|p| words.say(p)).collect::<Vec<_>>(),
            "source": place(pastes, Some(sync.source)),
            "full": sync.is_full(),
            "refusal": sync.refusal.map(|why| format!("{why:?}").to_lowercase()),
            "resumed_bytes": sync.resumed.map(|bytes| bytes.0),
            "asked_ms": sync.asked_ms,
            "save_ms": sync.save_ms,
            "forked_ms": sync.forked_ms,
            "saved_ms": sync.saved_ms,
            "online_ms": sync.online_ms,
            "lost_ms": sync.lost_ms,
            "diskless": sync.diskless,
            "delay_seconds": seconds(sync.delay()),
            "fork_seconds": seconds(sync.fork_time()),
            "save_seconds": seconds(sync.save_time()),
            "transfer_seconds": seconds(sync.transfer_time()),
            "copied_bytes": sync.copied.map(|bytes| bytes.0),
            "killed_omem_bytes": sync.killed.map(|kill| kill.omem.0),
            "killed_age_seconds": sync.killed.map(|kill| kill.age.as_secs()),
            "killed_by": sync.killed.map(|kill| cause(reading, &kill)),
            "write_rate": sync.write_rate().map(|rate| rate.0),
            "timed_out": sync.timed_out,
        })
    };
    reading.log.syncs.iter().map(one).collect()
}

/// Each snapshot a replica took.
pub(crate) fn loads(pastes: &[Paste], reading: &Reading) -> Vec<Json> {
    let one = |load: &stormglass_core::read::LoadLine| {
        json!({
            "source": place(pastes, Some(load.source)),
            "receives_ms": load.receives_ms,
            "received_ms": load.received_ms,
            "loaded_ms": load.loaded_ms,
            "rdb_bytes": load.rdb.map(|bytes| bytes.0),
            "made_from_bytes": load.made_from.map(|bytes| bytes.0),
            "transfer_seconds": seconds(load.transfer_time()),
            "load_seconds": seconds(load.load_time()),
        })
    };
    reading.log.loads.iter().map(one).collect()
}

/// Lines of the log by the clock of the scenario, to be laid over its run.
pub(crate) fn marks(pastes: &[Paste], reading: &Reading) -> Vec<Json> {
    let one = |mark: stormglass_core::read::LogMark| {
        json!({
            "at_seconds": mark.at.as_secs_f64(),
            "replica": mark.replica,
            "says": mark.text,
            "source": place(pastes, Some(mark.source)),
        })
    };
    reading.marks().into_iter().map(one).collect()
}
