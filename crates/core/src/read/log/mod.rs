//! Logs of primaries and replicas: what happened when.

mod clocks;
mod event;
mod loads;
mod stamp;
mod syncs;
mod twice;

use std::collections::BTreeMap;

pub use clocks::Clock;
pub use event::{LogRefusal, Said};
pub use loads::LoadLine;
pub(in crate::read) use stamp::moment;
pub use syncs::{Kill, SyncLine};

use core::time::Duration;

use super::Redactor;
use crate::server::{Family, Server};
use crate::units::Rate;

/// One line that says something about replication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogEvent {
    /// Which paste, from 0, and which line, from 1.
    pub source: (u32, u32),
    /// Milliseconds since 1970 by the log's clock, or by its primary's; see [`Log::undated`] and
    /// [`Log::clocks`].
    pub at_ms: u64,
    /// Which replica, numbered from 1 as they appear.
    pub replica: Option<u32>,
    /// Whether it is about the second connection that carries a snapshot.
    pub of_snapshot: bool,
    /// What happened.
    pub said: Said,
    /// The line's own words, without the addresses and IDs in them.
    pub text: String,
}

/// Everything the logs say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Log {
    /// Events in the order of their lines, and of the first moment of their logs.
    pub events: Vec<LogEvent>,
    /// Each synchronization a primary served.
    pub syncs: Vec<SyncLine>,
    /// Each snapshot a replica took.
    pub loads: Vec<LoadLine>,
    /// No line names a year, so the first one is taken for 2000.
    pub undated: bool,
    /// The first and the last stamp, in milliseconds.
    pub span_ms: Option<(u64, u64)>,
    /// Logs of replicas whose clocks are not the primary's; their times were moved.
    pub clocks: Vec<Clock>,
    /// How many lines had a stamp.
    pub lines: u64,
    /// The first and the last stamp of each paste.
    spans: BTreeMap<u32, (u64, u64)>,
    peers: BTreeMap<String, u32>,
    redactor: Redactor,
    years: Years,
}

/// Years that logs up to 4.0 leave out.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Years {
    /// What the next line without one is taken for.
    year: u64,
    /// The last moment of one.
    last: u64,
    /// Pastes that name none.
    without: Vec<u32>,
    /// The first year that was named.
    named: Option<u64>,
}

impl Default for Years {
    fn default() -> Self {
        Self { year: FIRST_YEAR, last: 0, without: Vec::new(), named: None }
    }
}

/// A leap year, so that every date of a log is one of its.
const FIRST_YEAR: u64 = 2000;
/// Going back by more than it is the turn of a year; less is a clock that was set.
const HALF_A_YEAR_MS: u64 = 180 * 86_400_000;

/// Whether a text is a line of a log.
pub(in crate::read) fn is_line(text: &str) -> bool {
    stamp::stamped(text, FIRST_YEAR).is_some()
}

/// Beyond it the rest of a log is only counted.
const MOST_EVENTS: usize = 200_000;

impl Log {
    /// Takes a line if it is one of a log.
    pub(super) fn take(&mut self, paste: u32, line: u32, text: &str) -> bool {
        let Some(stamped) = stamp::stamped(text, self.years.year) else { return false };
        self.lines += 1;
        let at = self.dated(paste, &stamped);
        let span = self.spans.entry(paste).or_insert((at, at));
        *span = (span.0.min(at), span.1.max(at));
        if self.events.len() < MOST_EVENTS
            && let Some((said, peer)) = event::said(stamped.text)
            && !self.repeats(paste, at, &said)
        {
            let replica = peer.map(|peer| {
                let next = u32::try_from(self.peers.len()).unwrap_or(u32::MAX).saturating_add(1);
                // A log of a network address translator may name any number of them.
                if self.peers.len() >= 10_000 {
                    return self.peers.get(peer).copied().unwrap_or(next);
                }
                *self.peers.entry(peer.to_owned()).or_insert(next)
            });
            let of_snapshot = stamped.text.contains("rdbchannel") || stamped.text.contains("(rdb-");
            let shown = &stamped.text[..stamped.text.floor_char_boundary(400)];
            let text = self.redactor.line(shown).trim_end().to_owned();
            self.events.push(LogEvent {
                source: (paste, line),
                at_ms: at,
                replica,
                of_snapshot,
                said,
                text,
            });
        }
        true
    }

    /// A replica tells in two lines that it goes on.
    fn repeats(&self, paste: u32, at: u64, said: &Said) -> bool {
        *said == Said::Resumes
            && self.events.last().is_some_and(|last| {
                last.said == Said::Resumes && last.source.0 == paste && last.at_ms + 1000 > at
            })
    }

    /// The moment of a line, in a later year where a log without years goes back.
    fn dated(&mut self, paste: u32, line: &stamp::Stamped<'_>) -> u64 {
        let years = &mut self.years;
        if line.dated {
            years.named.get_or_insert_with(|| stamp::year_of(line.at_ms));
            return line.at_ms;
        }
        if years.without.last() != Some(&paste) {
            years.without.push(paste);
            let at = stamp::in_year(line.at_ms, years.year, FIRST_YEAR);
            (years.year, years.last) = (FIRST_YEAR, at);
            return at;
        }
        let mut at = line.at_ms;
        if at + HALF_A_YEAR_MS < years.last {
            at = stamp::in_year(at, years.year, years.year + 1);
            years.year += 1;
        }
        years.last = at;
        at
    }

    /// Gives logs without a year the year of those that name one, so that they lie beside each other.
    fn date(&mut self) {
        if self.years.without.is_empty() {
            return;
        }
        let Some(named) = self.years.named else {
            self.undated = true;
            return;
        };
        let dated = |at: u64| {
            let year = stamp::year_of(at);
            stamp::in_year(at, year, year - FIRST_YEAR + named)
        };
        for event in &mut self.events {
            if self.years.without.contains(&event.source.0) {
                event.at_ms = dated(event.at_ms);
            }
        }
        for (from, to) in self
            .spans
            .iter_mut()
            .filter(|(paste, _)| self.years.without.contains(paste))
            .map(|s| s.1)
        {
            (*from, *to) = (dated(*from), dated(*to));
        }
    }

    /// Puts all times on the clock of the primary.
    fn align(&mut self) {
        self.clocks = clocks::compare(&self.events);
        for event in &mut self.events {
            event.at_ms = clocks::shifted(event.at_ms, event.source.0, &self.clocks);
        }
        let shifted = |at: u64, paste: &u32| clocks::shifted(at, *paste, &self.clocks);
        let from = self.spans.iter().map(|(paste, (from, _))| shifted(*from, paste)).min();
        let to = self.spans.iter().map(|(paste, (_, to))| shifted(*to, paste)).max();
        self.span_ms = from.zip(to);
    }

    /// Logs in the order of their first lines: a rotated one may have been given last.
    fn order(&mut self) {
        let mut first: BTreeMap<u32, u64> = BTreeMap::new();
        for event in &self.events {
            first.entry(event.source.0).or_insert(event.at_ms);
        }
        self.events.sort_by_key(|event| (first.get(&event.source.0).copied(), event.source.0));
    }

    /// Puts the events together when all lines are in.
    pub(super) fn finish(&mut self) {
        self.date();
        twice::leave_out(&mut self.events);
        self.align();
        self.order();
        self.syncs = syncs::assemble(&mut self.events);
        self.loads = loads::assemble(&self.events);
        self.spans.clear();
        self.peers.clear();
        self.redactor = Redactor::new();
        self.years = Years::default();
    }

    /// Whether a line of a primary, or of a replica, was seen.
    #[must_use]
    pub fn is_primary(&self) -> bool {
        !self.syncs.is_empty()
    }

    /// The version a server said it starts with.
    #[must_use]
    pub fn server(&self) -> Option<Server> {
        self.events.iter().rev().find_map(|event| match &event.said {
            Said::Started { valkey, version } => {
                let family = if *valkey { Family::Valkey } else { Family::Redis };
                Server::parse(&format!("{family} {version}"))
            }
            _ => None,
        })
    }

    /// How long the log goes on.
    #[must_use]
    pub fn span(&self) -> Option<Duration> {
        let (from, to) = self.span_ms?;
        Some(Duration::from_millis(to - from))
    }

    /// Synchronizations that needed a snapshot.
    pub fn full(&self) -> impl Iterator<Item = &SyncLine> {
        self.syncs.iter().filter(|sync| sync.is_full())
    }

    /// The middle of the times between two full resyncs of the same replica; needs three of them.
    #[must_use]
    pub fn period(&self) -> Option<Duration> {
        let mut last: BTreeMap<u32, u64> = BTreeMap::new();
        let mut gaps = Vec::new();
        for sync in self.full() {
            if let Some(before) = last.insert(sync.replica, sync.asked_ms) {
                gaps.push(sync.asked_ms.saturating_sub(before));
            }
        }
        gaps.sort_unstable();
        (gaps.len() >= 2).then(|| Duration::from_millis(gaps[gaps.len() / 2]))
    }

    /// The largest rate that what waited for a closed replica tells.
    #[must_use]
    pub fn write_rate(&self) -> Option<Rate> {
        self.syncs.iter().filter_map(SyncLine::write_rate).filter(|rate| rate.0 > 0).max()
    }

    /// The first event of a kind.
    pub(super) fn first(&self, is: impl Fn(&Said) -> bool) -> Option<&LogEvent> {
        self.events.iter().find(|event| is(&event.said))
    }

    /// How many events are of a kind.
    pub(super) fn count(&self, is: impl Fn(&Said) -> bool) -> u64 {
        self.events.iter().filter(|event| is(&event.said)).count() as u64
    }
}
