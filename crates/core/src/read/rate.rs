//! How fast the replication stream grows.

use core::time::Duration;

use super::{Reading, Sample};
use crate::units::{Bytes, Rate};

/// How a rate was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RateSource {
    /// Two offsets of the same history, so far apart in time.
    TwoSamples(Duration),
    /// `instantaneous_output_repl_kbps` over the replicas that are online: the last second or so.
    Instantaneous,
    /// The offset over the uptime: an average that hides every peak.
    SinceStart(Duration),
}

/// A rate and how it was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MeasuredRate {
    /// Bytes a second of the stream.
    pub rate: Rate,
    /// How it was found.
    pub source: RateSource,
}

/// Why two samples give no rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoPair {
    OtherServer,
    Restarted,
    OtherHistory,
    SameTime,
    NoBacklog,
    NoTime,
}

/// The first and the last sample of a primary that can be compared.
fn ends(reading: &Reading) -> Option<(&Sample, &Sample)> {
    let usable =
        |sample: &&Sample| sample.number("master_repl_offset").is_some() && is_primary(sample);
    let first = reading.samples.iter().find(usable)?;
    let last = reading.samples.iter().rfind(usable)?;
    (!core::ptr::eq(first, last)).then_some((first, last))
}

fn is_primary(sample: &Sample) -> bool {
    sample.text("role") != Some("slave")
}

/// The rate between two samples, if they can be compared; `None` where there are no two.
pub(super) fn pair(reading: &Reading) -> Option<Result<MeasuredRate, NoPair>> {
    let (first, last) = ends(reading)?;
    between(first, last)
}

/// The rate between two samples of one server, or why there is none.
pub(super) fn between(first: &Sample, last: &Sample) -> Option<Result<MeasuredRate, NoPair>> {
    let differ = |name: &str| match (first.text(name), last.text(name)) {
        (Some(a), Some(b)) => a != b,
        _ => false,
    };
    let uptimes = first.number("uptime_in_seconds").zip(last.number("uptime_in_seconds"));
    if differ("run_id") {
        let other = differ("tcp_port") || differ("executable") || differ("redis_version");
        let back = uptimes.is_some_and(|(a, b)| b < a);
        return Some(Err(if other && !back { NoPair::OtherServer } else { NoPair::Restarted }));
    }
    if differ("master_replid") {
        return Some(Err(NoPair::OtherHistory));
    }
    if first.text("repl_backlog_active") == Some("0")
        && last.text("repl_backlog_active") == Some("0")
    {
        return Some(Err(NoPair::NoBacklog));
    }
    let clock = |sample: &Sample| {
        sample.number("server_time_usec").or(sample.at_ms.and_then(|ms| ms.checked_mul(1000)))
    };
    let clocks = clock(first).zip(clock(last));
    let time = match (clocks, uptimes) {
        (Some((a, b)), _) if b > a => Duration::from_micros(b - a),
        (_, Some((a, b))) if b > a => Duration::from_secs(b - a),
        (_, Some((a, b))) if b < a => return Some(Err(NoPair::Restarted)),
        (None, None) => return Some(Err(NoPair::NoTime)),
        _ => return Some(Err(NoPair::SameTime)),
    };
    let offsets = first.number("master_repl_offset").zip(last.number("master_repl_offset"))?;
    let Some(grown) = offsets.1.checked_sub(offsets.0) else {
        return Some(Err(NoPair::OtherHistory));
    };
    let rate = Rate::from_bytes_in(Bytes(grown), time)?;
    Some(Ok(MeasuredRate { rate, source: RateSource::TwoSamples(time) }))
}

pub(super) fn rate(reading: &Reading) -> Option<MeasuredRate> {
    if let Some(Ok(measured)) = pair(reading) {
        return Some(measured);
    }
    if let Some(last) = reading.series.last().filter(|_| reading.series.len() > 1) {
        let time = Duration::from_millis(last.from_ms.checked_sub(reading.series[0].from_ms)?);
        let total = reading.series.iter().map(|point| u128::from(point.rate.0)).sum::<u128>();
        let average = total / reading.series.len() as u128;
        let rate = Rate(u64::try_from(average).ok()?);
        return Some(MeasuredRate { rate, source: RateSource::TwoSamples(time) });
    }
    let sample = reading.latest().filter(|sample| is_primary(sample))?;
    let online = sample.replicas().filter(|(_, line)| line.state == "online").count();
    let online = u64::try_from(online).ok().filter(|n| *n > 0);
    if let (Some(online), Some(kbps)) =
        (online, sample.thousandths("instantaneous_output_repl_kbps"))
        && kbps >= 1000
    {
        // KiB a second to all replicas, in thousandths.
        let bytes = u128::from(kbps) * 1024 / 1000 / u128::from(online);
        let rate = Rate(u64::try_from(bytes).ok()?);
        return Some(MeasuredRate { rate, source: RateSource::Instantaneous });
    }
    // Without a backlog the offset stands still; a promoted server goes on with an older count.
    let promoted = sample.text("second_repl_offset").is_some_and(|offset| offset != "-1");
    if promoted || sample.text("repl_backlog_active") == Some("0") {
        return None;
    }
    let uptime = sample.number("uptime_in_seconds").filter(|uptime| *uptime > 0)?;
    let offset = sample.number("master_repl_offset").filter(|offset| *offset > 0)?;
    let time = Duration::from_secs(uptime);
    let rate = Rate::from_bytes_in(Bytes(offset), time)?;
    Some(MeasuredRate { rate, source: RateSource::SinceStart(time) })
}
