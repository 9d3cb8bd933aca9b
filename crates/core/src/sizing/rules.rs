//! Rules of thumb side by side, with where each is right.

use core::time::Duration;

use crate::message::Message;
use crate::scenario::Resolved;
use crate::units::{Bytes, Rate};

use super::{EffectiveOutage, Rule};

crate::messages! {
    ENOUGH = "rule-enough";
    TOO_MUCH = "rule-too-much";
    TOO_LITTLE = "rule-too-little";
    BESIDE_THE_POINT = "rule-beside-the-point";
    NO_ANSWER = "rule-no-answer";
}

/// Every rule for these numbers, measured against what is needed: the least backlog that works, what
/// a full resync holds in the output buffer, and the memory it takes beside data and backlog.
pub(super) fn rules(
    spec: &Resolved,
    peak: Rate,
    effective: &EffectiveOutage,
    needed: Bytes,
    (pending, reserve): (Bytes, Bytes),
) -> Vec<Rule> {
    let outage = effective.outage;
    let save = spec.snapshot.time_for(spec.dataset).unwrap_or(Duration::ZERO);
    let once = peak.over_ceil(outage);
    let matrix = match peak.0 {
        rate if rate < 10_000_000 => Some(Bytes::gib(1)),
        rate if rate < 50_000_000 => Some(Bytes::gib(3)),
        rate if rate <= 100_000_000 => Some(Bytes::gib(12)),
        _ => None,
    };
    let against = |value: Option<Bytes>, needed: Bytes| match value {
        None => Message::new(NO_ANSWER),
        Some(value) if value < needed => Message::new(TOO_LITTLE).with("short", needed - value),
        Some(value) if !needed.is_zero() && value.0 > needed.0.saturating_mul(3) => {
            Message::new(TOO_MUCH).with("times", value.0 / needed.0.max(1))
        }
        Some(value) => Message::new(ENOUGH).with("spare", value - needed),
    };
    let rule = |id, source, value| Rule { id, source, value, verdict: against(value, needed) };
    let other = |id, source, value, needed| Rule {
        id,
        source,
        value: Some(value),
        verdict: against(Some(value), needed),
    };
    let auto = Bytes((spec.dataset.0 / 100).clamp(1_000_000, 250_000_000));
    let third = Bytes(spec.dataset.0 / 10 * 3);
    let mut bgsave =
        rule("rule-bgsave", "a runbook on BGSAVE and replication lag", Some(peak.over_ceil(save)));
    // During a full resync the output buffer holds the stream; the backlog only serves returns.
    bgsave.verdict = Message::new(BESIDE_THE_POINT).with("save", save);
    vec![
        rule("rule-once", "fixwikihub.com, Redis replication backlog", Some(once)),
        rule(
            "rule-twice",
            "netdata.cloud, Redis replication backlog overflow",
            Some(Bytes(once.0.saturating_mul(2))),
        ),
        rule(
            "rule-hundred",
            "netdata.cloud, Redis replication backlog overflow",
            Some(Bytes(100 << 20)),
        ),
        rule("rule-matrix", "tools.yiteai.com, Redis chapter 17", matrix),
        bgsave,
        rule("rule-auto", "redis.io, Redis Enterprise: database replication backlog", Some(auto)),
        other("rule-buffer", "tools.yiteai.com, Redis chapter 17", Bytes::gib(1), pending),
        other("rule-reserve", "a runbook on BGSAVE and replication lag", third, reserve),
    ]
}
