//! Each synchronization of a log from its request to its end.

use super::LogEvent;
use super::event::{LogRefusal, Said};
use crate::units::{Bytes, Rate};
use core::time::Duration;

/// One synchronization, as a primary's log tells it; times are milliseconds of the log's clock.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SyncLine {
    /// Which replica, numbered from 1 as they appear; its address is not kept.
    pub replica: u32,
    /// Which paste and line it begins at.
    pub source: (u32, u32),
    /// When it asked.
    pub asked_ms: u64,
    /// Why it may not go on where it was; none where it may.
    pub refusal: Option<LogRefusal>,
    /// Bytes of backlog that were sent instead of a snapshot.
    pub resumed: Option<Bytes>,
    /// When the save for it was begun.
    pub save_ms: Option<u64>,
    /// Whether the snapshot went to the replicas' sockets, without a file.
    pub diskless: bool,
    /// Whether it goes over two connections, the second of which asks again when the save has begun.
    pub two_channels: bool,
    /// Whether it got the snapshot of a save that had begun before it asked.
    pub joined: bool,
    /// When the fork had returned.
    pub forked_ms: Option<u64>,
    /// When the child had done its work.
    pub saved_ms: Option<u64>,
    /// Memory copied meanwhile.
    pub copied: Option<Bytes>,
    /// When it was online.
    pub online_ms: Option<u64>,
    /// When a limit closed it, with the client's age in seconds and what was waiting for it.
    pub killed: Option<Kill>,
    /// When it was lost.
    pub lost_ms: Option<u64>,
    /// Whether it said nothing for `repl-timeout`.
    pub timed_out: bool,
}

/// A client that a limit closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kill {
    /// Which paste and line says so.
    pub source: (u32, u32),
    /// When.
    pub at_ms: u64,
    /// How long it had been connected.
    pub age: Duration,
    /// How long it had said nothing.
    pub idle: Duration,
    /// What was waiting for it.
    pub omem: Bytes,
    /// Whether the cron closed it: a hard limit acts at once, on the write that reaches it.
    pub by_cron: bool,
}

impl SyncLine {
    /// Whether a snapshot was needed.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.refusal.is_some()
    }

    /// Whether a snapshot is on its way over a connection of its own, beside which another one asks
    /// for the stream.
    fn takes_snapshot(&self) -> bool {
        self.two_channels && self.save_ms.is_some() && self.online_ms.is_none()
    }

    /// From its request to the beginning of its save: a delay, or another child that was at work.
    #[must_use]
    pub fn delay(&self) -> Option<Duration> {
        Some(Duration::from_millis(self.save_ms?.checked_sub(self.asked_ms)?))
    }

    /// How long the fork stopped the primary.
    #[must_use]
    pub fn fork_time(&self) -> Option<Duration> {
        (!self.joined).then_some(())?;
        Some(Duration::from_millis(self.forked_ms?.checked_sub(self.save_ms?)?))
    }

    /// From the child's end to being online: what the snapshot took on its way.
    #[must_use]
    pub fn transfer_time(&self) -> Option<Duration> {
        Some(Duration::from_millis(self.online_ms?.checked_sub(self.saved_ms?)?))
    }

    /// From the save's beginning to the child's end.
    #[must_use]
    pub fn save_time(&self) -> Option<Duration> {
        (!self.joined).then_some(())?;
        let from = self.forked_ms.or(self.save_ms)?;
        Some(Duration::from_millis(self.saved_ms?.checked_sub(from)?))
    }

    /// How fast the buffer of a replica grew that was closed while it took its snapshot.
    ///
    /// The stream waits from the fork on, so what waits over that time is the write rate, or less
    /// where a part had already been sent.
    #[must_use]
    pub fn write_rate(&self) -> Option<Rate> {
        let kill = self.killed?;
        let from = self.save_ms?;
        // Once online it reads, unless it has said nothing since: then it was still loading. While
        // it loads it sends line ends, so having said something is no proof that it reads.
        let online = self.online_ms.map_or(0, |online| kill.at_ms.saturating_sub(online));
        let online = Duration::from_millis(online);
        let loads = self.save_time().map_or(LONGEST_LOAD, |save| save.saturating_mul(3));
        if online > loads.saturating_add(AN_ACK * 2) && online > kill.idle.saturating_add(AN_ACK) {
            return None;
        }
        Rate::from_bytes_in(kill.omem, Duration::from_millis(kill.at_ms.checked_sub(from)?))
    }
}

/// What a replica is given to load, where its save does not tell.
const LONGEST_LOAD: Duration = Duration::from_secs(60);
/// By then a replica that reads has acknowledged something.
const AN_ACK: Duration = Duration::from_secs(2);
/// A cron that closes a client tells the loss first and the reason next.
const TOGETHER_MS: u64 = 1000;

/// Puts a primary's events together; what is no resumption although it reads like one is renamed.
pub(super) fn assemble(events: &mut [LogEvent]) -> Vec<SyncLine> {
    let mut syncs: Vec<SyncLine> = Vec::new();
    // Indices of the syncs that are not over, at most one for each replica.
    let mut open: Vec<usize> = Vec::new();
    let mut last_kill: Option<Kill> = None;
    let mut last_lost: Option<usize> = None;
    // When the save began that runs.
    let mut running: Option<u64> = None;
    for event in events {
        let of = |open: &[usize], syncs: &[SyncLine]| match event.replica {
            Some(replica) => open.iter().rposition(|n| syncs[*n].replica == replica),
            // Before redis 3.0 no address is given: the latest.
            None => open.len().checked_sub(1),
        };
        match &event.said {
            Said::Asked => {
                if let Some(at) = of(&open, &syncs).filter(|_| event.replica.is_some()) {
                    // With two connections it asks twice, on each of them, for one synchronization.
                    let before = &syncs[open[at]];
                    if before.lost_ms.is_none()
                        && before.online_ms.is_none()
                        && before.save_ms.is_none()
                        && event.at_ms.saturating_sub(before.asked_ms) < 1000
                    {
                        continue;
                    }
                    if before.takes_snapshot() {
                        continue;
                    }
                    open.remove(at);
                }
                if open.len() >= 1000 {
                    open.remove(0);
                }
                open.push(syncs.len());
                syncs.push(SyncLine {
                    replica: event.replica.unwrap_or(1),
                    source: event.source,
                    asked_ms: event.at_ms,
                    ..SyncLine::default()
                });
            }
            Said::Resumed { bytes, .. } => {
                if let Some(at) = of(&open, &syncs).or(open.len().checked_sub(1)) {
                    if syncs[open[at]].takes_snapshot() {
                        event.said = Said::Attached;
                        continue;
                    }
                    syncs[open[at]].resumed = Some(Bytes(*bytes));
                }
            }
            Said::Refused { why, .. } => {
                // A refusal for another ID names no replica in its own words.
                if let Some(at) = of(&open, &syncs).or(open.len().checked_sub(1)) {
                    syncs[open[at]].refusal.get_or_insert(*why);
                }
            }
            Said::SaveBegins { sockets, two_channels } => {
                running = Some(event.at_ms);
                each(&open, &mut syncs, |sync| {
                    if sync.save_ms.is_none() {
                        (sync.save_ms, sync.diskless) = (Some(event.at_ms), *sockets);
                        sync.two_channels = *two_channels;
                    }
                });
            }
            Said::Joins => {
                if let Some(last) = open.last().map(|n| &mut syncs[*n])
                    && last.save_ms.is_none()
                {
                    (last.save_ms, last.joined) = (running, running.is_some());
                }
            }
            Said::ChildStarted => saving(&open, &mut syncs, |sync| {
                sync.forked_ms = sync.forked_ms.or(Some(event.at_ms));
            }),
            Said::Copied { mb } => saving(&open, &mut syncs, |sync| {
                sync.copied = sync.copied.or(mb.checked_mul(1 << 20).map(Bytes));
            }),
            Said::ChildDone => {
                running = None;
                saving(&open, &mut syncs, |sync| {
                    sync.saved_ms = sync.saved_ms.or(Some(event.at_ms));
                });
            }
            Said::Online => {
                if let Some(at) = of(&open, &syncs) {
                    syncs[open[at]].online_ms.get_or_insert(event.at_ms);
                }
            }
            Said::Killed { age, idle, omem, by_cron } => {
                let kill = Kill {
                    source: event.source,
                    at_ms: event.at_ms,
                    age: Duration::from_secs(*age),
                    idle: Duration::from_secs(*idle),
                    omem: Bytes(*omem),
                    by_cron: *by_cron,
                };
                let lost = last_lost.take().map(|n| &mut syncs[n]).filter(|sync| {
                    let since = sync.lost_ms.and_then(|lost| event.at_ms.checked_sub(lost));
                    since.is_some_and(|ms| ms < TOGETHER_MS) && sync.killed.is_none()
                });
                match lost.filter(|_| kill.by_cron) {
                    Some(sync) => sync.killed = Some(kill),
                    None => last_kill = Some(kill),
                }
            }
            Said::TimedOut => {
                if let Some(at) = of(&open, &syncs) {
                    syncs[open[at]].timed_out = true;
                }
            }
            Said::ReplicaLost => {
                // A connection that is gone has no address any more: its number says nothing where
                // there are several.
                let unnamed = event.text.contains("client id #") && open.len() > 1;
                if event.of_snapshot || unnamed {
                    continue;
                }
                if let Some(at) = of(&open, &syncs) {
                    last_lost = Some(open[at]);
                    let sync = &mut syncs[open.remove(at)];
                    sync.lost_ms = Some(event.at_ms);
                    // The kill names the client's own port, the loss the listening one.
                    sync.killed = last_kill.take().filter(|k| k.at_ms + 5000 > event.at_ms);
                }
            }
            _ => {}
        }
    }
    syncs
}

fn each(open: &[usize], syncs: &mut [SyncLine], mut change: impl FnMut(&mut SyncLine)) {
    for n in open {
        if syncs[*n].is_full() && syncs[*n].lost_ms.is_none() {
            change(&mut syncs[*n]);
        }
    }
}

/// Those that wait for the save that runs.
fn saving(open: &[usize], syncs: &mut [SyncLine], mut change: impl FnMut(&mut SyncLine)) {
    each(open, syncs, |sync| {
        if sync.save_ms.is_some() {
            change(sync);
        }
    });
}
