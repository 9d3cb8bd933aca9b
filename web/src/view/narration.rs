//! The moment in a sentence, for everybody who would rather read or listen.

use core::time::Duration;

use stormglass_core::message::{Message, Value};
use stormglass_core::run::station::acting_limits;
use stormglass_core::run::{Moment, Phase, ReplicaMoment, Run};
use stormglass_core::units::Instant;

use super::{events, ring};
use crate::words;

/// The last thing that happened, and how the most troubled replica is now.
#[must_use]
pub fn narration(run: &Run, moment: &Moment) -> String {
    let mut said = match events::latest(run, moment.at) {
        Some(index) => words::event(run, index),
        None => words::text("page-say-begin"),
    };
    let expires = ring::left(moment)
        .map(|left| words::say(&Message::new("page-say-expires").with("time", left)));
    for sentence in now(moment).into_iter().chain(expires) {
        said.push_str(words::gap());
        said.push_str(&sentence);
    }
    said
}

/// How far it has come, to a tenth of a second: `103.0 s`, `12:03.0`.
#[must_use]
pub fn clock(at: Instant) -> String {
    let tenths = at.as_nanos() / 100_000_000;
    let (seconds, tenth) = (tenths / 10, tenths % 10);
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match (hours, minutes) {
        (0, 0..=2) => words::value(&Value::At(Instant::from_millis(tenths * 100))),
        (0, _) => format!("{minutes}:{rest:02}.{tenth}"),
        _ => format!("{hours}:{minutes:02}:{rest:02}.{tenth}"),
    }
}

fn now(moment: &Moment) -> Option<String> {
    let (hard, soft) = acting_limits(moment);
    let fullest = moment.replicas.iter().max_by_key(|replica| replica.output_buffer)?;
    if let Some(since) = fullest.soft_since {
        let above = Duration::from_secs(moment.at.saturating_since(since).as_secs());
        let allowed = Duration::from_secs(moment.settings.output_buffer.soft_for);
        return Some(words::say(
            &Message::new("page-say-above-soft")
                .with("who", fullest.name.clone())
                .with("bytes", fullest.output_buffer)
                .with("above", above)
                .with("allowed", allowed),
        ));
    }
    let matters = |limit: stormglass_core::units::Bytes| {
        !limit.is_zero() && fullest.output_buffer.0 > limit.0 / 8
    };
    if matters(soft) || matters(hard) {
        return Some(words::say(
            &Message::new("page-say-buffer")
                .with("who", fullest.name.clone())
                .with("bytes", fullest.output_buffer),
        ));
    }
    let away = moment.replicas.iter().find(|r| matches!(r.phase, Phase::Down { .. }))?;
    Some(away_now(away, moment))
}

fn away_now(away: &ReplicaMoment, moment: &Moment) -> String {
    use stormglass_core::run::Standing;
    match away.standing {
        Standing::In { spare_time: Some(spare), .. } => words::say(
            &Message::new("page-say-away-in")
                .with("who", away.name.clone())
                .with("bytes", away.behind)
                .with("time", Duration::from_secs(spare.as_secs())),
        ),
        Standing::Out { short_by } => words::say(
            &Message::new("page-say-away-out")
                .with("who", away.name.clone())
                .with("bytes", short_by),
        ),
        _ => {
            let since = Duration::from_secs(moment.at.saturating_since(away.since).as_secs());
            words::say(
                &Message::new("page-say-away").with("who", away.name.clone()).with("time", since),
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_reads_like_a_clock() {
        let check = |millis, expect: &str| assert_eq!(clock(Instant::from_millis(millis)), expect);
        check(0, "0.0 s");
        check(20_000, "20.0 s");
        check(103_049, "103.0 s");
        check(180_000, "3:00.0");
        check(3_725_900, "1:02:05.9");
    }
}
