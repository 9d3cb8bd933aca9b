//! Which limit a replica that reads nothing meets first, and how far the others are behind.

use core::time::Duration;

use crate::message::Message;
use crate::scenario::Resolved;

use super::Answer;
use super::buffer::Luck;
use super::buffer::{acting, meets};
use super::fits::Limit;

crate::messages! {
    FIRST = "order-first";
    ONLY = "order-only";
    NONE = "order-none";
    BACKLOG = "limit-backlog";
    TTL = "limit-ttl";
    HARD = "limit-hard";
    SOFT = "limit-soft";
    DRAIN = "limit-drain";
    MEMORY = "limit-memory";
    TIMEOUT = "limit-timeout";
}

/// A limit and when it is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach {
    /// Which.
    pub limit: Limit,
    /// How long after the replica stopped reading.
    pub after: Duration,
}

/// The limits a replica in sync meets once it reads nothing any more, first to last.
///
/// The output buffer grows by what is written, after the kernels are full; a link on which nothing
/// is acknowledged is closed by `repl-timeout`; and from its last byte on the backlog runs
/// (redis 7.0 `networking.c:checkClientOutputBufferLimits`, `replication.c:replicationCron`).
pub(super) fn reached(spec: &Resolved, answer: &Answer) -> Vec<Reach> {
    let size = spec.settings.repl_backlog_size;
    let limits = acting(spec, spec.settings.output_buffer, size);
    let fills = |limit| {
        let at = meets(spec, limit, Luck::Mean) + spec.socket_buffer;
        if limit.is_zero() { None } else { answer.peak.time_for(at) }
    };
    let soft_for = Duration::from_secs(limits.soft_for) + Duration::from_millis(500);
    let timeout = Duration::from_secs(spec.settings.repl_timeout);
    let mut all: Vec<Reach> = [
        (Limit::Backlog, answer.peak.time_for(size)),
        (Limit::Hard, fills(limits.hard)),
        (Limit::Soft, fills(limits.soft).map(|time| time + soft_for)),
        (Limit::Timeout, Some(timeout)),
    ]
    .into_iter()
    .filter_map(|(limit, after)| after.map(|after| Reach { limit, after }))
    .collect();
    crate::order::sort_by_key(&mut all, |reach| (reach.after, reach.limit));
    all
}

/// The first of them, and how much sooner it comes than the next.
pub(super) fn order(limits: &[Reach]) -> Message {
    match limits {
        [] => Message::new(NONE),
        [only] => Message::new(ONLY).with("first", only.limit.name()).with("after", only.after),
        [first, second, ..] => Message::new(FIRST)
            .with("first", first.limit.name())
            .with("after", first.after)
            .with("sooner", second.after - first.after)
            .with("second", second.limit.name()),
    }
}
