//! What can be measured of a run and of the answer to its scenario.

use core::time::Duration;

use crate::run::{Event, Run, ledger, trace};
use crate::scenario::Scenario;
use crate::sizing::{Convergence, Question, answer};
use crate::units::{Bytes, Instant};

/// A measured or claimed quantity; those of different kinds do not compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// A plain number.
    Count(u64),
    /// Bytes.
    Bytes(Bytes),
    /// A length of time; a moment of a run counts from 0s.
    Time(Duration),
}

/// Events by the words of the trace: `closed`, `closed:soft-limit`, and whose they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// The event's word in the trace.
    pub event: String,
    /// A detail that has to be there: `hard-limit` for `reason=hard-limit`, or `acknowledged=1`.
    pub detail: Option<String>,
    /// A replica, or `primary`; `None` is anybody.
    pub who: Option<String>,
}

impl Pattern {
    fn matches(&self, run: &Run, event: &Event) -> bool {
        let (word, details) = trace::word(&event.kind);
        let detail = |wanted: &String| {
            details.split(' ').any(|detail| {
                detail == wanted || detail.strip_prefix("reason=") == Some(wanted.as_str())
            })
        };
        word == self.event
            && self.detail.as_ref().is_none_or(detail)
            && self.who.as_ref().is_none_or(|who| trace::who(run, event) == who)
    }

    fn first(&self, run: &Run, since: Instant) -> Option<Instant> {
        let mut events = run.events.iter().filter(|event| event.at >= since);
        events.find(|event| self.matches(run, event)).map(|event| event.at)
    }
}

/// What is measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Measure {
    /// How many such events there are.
    Count(Pattern),
    /// When the first happens.
    First(Pattern),
    /// When the last happens.
    Last(Pattern),
    /// From the first of one kind to the first of another after it.
    Between(Pattern, Pattern),
    /// What a replica is behind at a moment.
    Behind(String, Duration),
    /// A replica's output buffer at a moment; without one its peak.
    Buffer(String, Option<Duration>),
    /// The primary's memory at a moment; without one its peak.
    Memory(Option<Duration>),
    /// Copied pages at a moment; without one their peak.
    Copied(Option<Duration>),
    /// The history held at a moment.
    Backlog(Duration),
    /// What has entered the stream by a moment, from 0s.
    Written(Duration),
    /// The longest freeze by a fork.
    Fork,
    /// Acknowledged writes that nobody has at the end.
    Lost,
    /// For how long writes were refused.
    Refused,
    /// What the backlog covers at the write rate.
    Covers,
    /// The longest outage that stays partial.
    Survives,
    /// The smallest backlog for an outage.
    Needs(Duration),
    /// What a full resync takes.
    Resync,
    /// What a full resync holds in the output buffer.
    Pending,
    /// From one lap of a storm to the next.
    Period,
}

fn moment(run: &Run, at: Duration) -> Instant {
    (Instant::ZERO + at).min(run.end)
}

/// The largest of a quantity, looked for just before and at every event: between events it goes
/// in one direction.
fn peak(run: &Run, of: impl Fn(Instant) -> Bytes) -> Bytes {
    let before = |at: Instant| Instant::from_nanos(at.as_nanos().saturating_sub(1));
    let most = run.events.iter().map(|event| of(before(event.at)).max(of(event.at))).max();
    most.unwrap_or_default().max(of(run.end))
}

impl Measure {
    /// A quantity of the kind that is measured.
    pub(super) fn kind(&self) -> Quantity {
        match self {
            Self::Count(_) => Quantity::Count(0),
            Self::First(_)
            | Self::Last(_)
            | Self::Between(..)
            | Self::Fork
            | Self::Refused
            | Self::Covers
            | Self::Survives
            | Self::Resync
            | Self::Period => Quantity::Time(Duration::ZERO),
            Self::Behind(..)
            | Self::Buffer(..)
            | Self::Memory(_)
            | Self::Copied(_)
            | Self::Backlog(_)
            | Self::Written(_)
            | Self::Lost
            | Self::Needs(_)
            | Self::Pending => Quantity::Bytes(Bytes::ZERO),
        }
    }

    /// The replica it is about, where it names one.
    pub(super) fn who(&self) -> Option<&str> {
        match self {
            Self::Count(of) | Self::First(of) | Self::Last(of) | Self::Between(of, _) => {
                of.who.as_deref()
            }
            Self::Behind(who, _) | Self::Buffer(who, _) => Some(who),
            _ => None,
        }
    }

    /// The measured quantity; `None` where there is nothing to measure, such as the time of an
    /// event that never happens.
    #[must_use]
    pub fn of(&self, scenario: &Scenario, run: &Run) -> Option<Quantity> {
        let bytes = |bytes| Some(Quantity::Bytes(bytes));
        let at = |at: Instant| Quantity::Time(at - Instant::ZERO);
        let question = Question::default();
        match self {
            Self::Count(pattern) => {
                let events = run.events.iter().filter(|event| pattern.matches(run, event));
                Some(Quantity::Count(events.count() as u64))
            }
            Self::First(pattern) => pattern.first(run, Instant::ZERO).map(at),
            Self::Last(pattern) => {
                let mut events = run.events.iter().rev();
                events.find(|event| pattern.matches(run, event)).map(|event| at(event.at))
            }
            Self::Between(from, to) => {
                let from = from.first(run, Instant::ZERO)?;
                Some(Quantity::Time(to.first(run, from)? - from))
            }
            Self::Behind(who, at) => bytes(replica(run, who, moment(run, *at))?.behind),
            Self::Buffer(who, Some(at)) => {
                bytes(replica(run, who, moment(run, *at))?.output_buffer)
            }
            Self::Buffer(who, None) => {
                replica(run, who, run.end)?;
                bytes(peak(run, |at| {
                    replica(run, who, at).map_or(Bytes::ZERO, |replica| replica.output_buffer)
                }))
            }
            Self::Memory(Some(at)) => bytes(run.at(moment(run, *at)).memory.total),
            Self::Memory(None) => bytes(peak(run, |at| run.at(at).memory.total)),
            Self::Copied(Some(at)) => bytes(run.at(moment(run, *at)).memory.cow),
            Self::Copied(None) => bytes(peak(run, |at| run.at(at).memory.cow)),
            Self::Backlog(at) => bytes(run.at(moment(run, *at)).window?.histlen),
            Self::Written(at) => {
                let written = run.offset_at(moment(run, *at));
                bytes(written.saturating_since(run.offset_at(Instant::ZERO)))
            }
            Self::Fork => {
                let freezes = run.events.iter().filter_map(|event| match event.kind {
                    crate::run::EventKind::Forked { freeze, .. } => Some(freeze),
                    _ => None,
                });
                freezes.max().map(Quantity::Time)
            }
            Self::Lost => bytes(ledger(run, run.end).lost),
            Self::Refused => {
                let spans = ledger(run, run.end).refused;
                Some(Quantity::Time(spans.iter().map(|span| span.to - span.from).sum()))
            }
            Self::Covers => answer(scenario, &question).covers.map(Quantity::Time),
            Self::Survives => answer(scenario, &question).survives.map(Quantity::Time),
            Self::Needs(outage) => {
                bytes(answer(scenario, &Question { outage: *outage, ..question }).backlog_min)
            }
            Self::Resync => Some(Quantity::Time(answer(scenario, &question).full_resync?)),
            Self::Pending => bytes(answer(scenario, &question).pending_peak),
            Self::Period => match answer(scenario, &question).converges {
                Convergence::Storm { period, .. } => Some(Quantity::Time(period)),
                _ => None,
            },
        }
    }
}

fn replica(run: &Run, who: &str, at: Instant) -> Option<crate::run::ReplicaMoment> {
    let index = run.scenario.replicas.iter().position(|replica| replica.name == who)?;
    run.at(at).replicas.into_iter().nth(index)
}
