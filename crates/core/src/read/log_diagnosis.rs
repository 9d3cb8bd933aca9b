//! What logs mean: who lost whom and why it had to begin again.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Confidence, Diagnosis, Evidence, Kill, KillCause, Limit, LogEvent, LogRefusal, Reading, Said,
};
use crate::message::Message;
use crate::units::Bytes;
use core::time::Duration;

mod ids {
    crate::messages! {
        BACKLOG = "read-log-backlog";
        OTHER_ID = "read-log-other-id";
        SECOND_ID = "read-log-second-id";
        RAISE = "read-log-next-raise";
        FAILOVER = "read-log-next-failover";
        KILLED = "read-log-killed";
        KILLED_HARD = "read-log-killed-hard";
        KILLED_SOFT = "read-log-killed-soft";
        KILLED_CRON = "read-log-killed-cron";
        TOGETHER = "read-log-killed-together";
        LIMITS = "read-log-next-limits";
        TIMED_OUT = "read-log-timed-out";
        TIMEOUT = "read-log-next-timeout";
        CHILD = "read-log-child-killed";
        MEMORY = "read-log-next-memory";
        NO_FORK = "read-log-no-fork";
        PROMOTED = "read-log-promoted";
        ONE_SLOW = "read-log-one-slow";
        REPLICA = "read-log-next-replica";
        FLAPS = "read-log-flaps";
        LINK = "read-log-next-link";
        PROBE = "read-log-probe";
        PROBES = "read-log-next-probes";
        BUFFER = "read-log-buffer-full";
        TTL = "read-log-backlog-freed";
        TTL_NEXT = "read-log-next-ttl";
        STORM = "read-log-storm";
        UNREACHABLE = "read-log-unreachable";
        RESTARTED = "read-log-restarted";
    }
}
pub(super) use ids::ALL as MESSAGES;

/// No more lines than this are quoted for one pattern.
const QUOTED: usize = 3;

/// A kill, its cause, and what waited.
type Closed<'a> = (&'a LogEvent, Option<KillCause>, Bytes);

struct Patient<'a> {
    reading: &'a Reading,
    found: Vec<Diagnosis>,
}

pub(super) fn diagnose(reading: &mut Reading) {
    if reading.log.events.is_empty() {
        return;
    }
    let mut patient = Patient { reading, found: Vec::new() };
    patient.refusals();
    patient.kills();
    patient.timeouts();
    patient.absences();
    patient.children();
    patient.replicas();
    patient.storm();
    let mut found = patient.found;
    reading.diagnosis.append(&mut found);
}

impl<'a> Patient<'a> {
    fn events(&self, is: impl Fn(&Said) -> bool) -> Vec<&'a LogEvent> {
        self.reading.log.events.iter().filter(|event| is(&event.said)).collect()
    }

    fn say(
        &mut self,
        confidence: Confidence,
        message: Message,
        events: &[&LogEvent],
        next: Option<&'static str>,
    ) {
        let evidence = events.iter().take(QUOTED).map(|event| quoted(event)).collect();
        self.found.push(Diagnosis { message, confidence, evidence, next: next.map(Message::new) });
    }

    /// Says it with how often, where it happened at all.
    fn counted(
        &mut self,
        id: &'static str,
        is: impl Fn(&Said) -> bool,
        confidence: Confidence,
        next: Option<&'static str>,
    ) {
        let events = self.reading.log.events.iter().filter(|e| is(&e.said)).collect::<Vec<_>>();
        if !events.is_empty() {
            let message = Message::new(id).with("count", events.len() as u64);
            self.say(confidence, message, &events, next);
        }
    }

    fn refusals(&mut self) {
        let is = |why| move |said: &Said| matches!(said, Said::Refused { why: w, .. } if *w == why);
        let certain = Confidence::Certain;
        self.counted(ids::BACKLOG, is(LogRefusal::Backlog), certain, Some(ids::RAISE));
        self.counted(ids::OTHER_ID, is(LogRefusal::OtherId), certain, Some(ids::FAILOVER));
        self.counted(ids::SECOND_ID, is(LogRefusal::SecondId), certain, Some(ids::FAILOVER));
        let freed = |said: &Said| matches!(said, Said::BacklogFreed);
        self.counted(ids::TTL, freed, Confidence::Likely, Some(ids::TTL_NEXT));
    }

    fn kills(&mut self) {
        let events = self.events(|said| matches!(said, Said::Killed { .. }));
        if events.is_empty() {
            return;
        }
        self.by_limit(&events);
        let together = events.windows(2).find(|pair| {
            // One stream fills all buffers alike.
            pair[1].at_ms.saturating_sub(pair[0].at_ms) < 1000
        });
        let together: Vec<&'a LogEvent> = together.map(<[_]>::to_vec).unwrap_or_default();
        if !together.is_empty() {
            self.say(Confidence::Likely, Message::new(ids::TOGETHER), &together, None);
        }
        self.one_slow();
    }

    /// Closed by the hard limit, by the soft one, and those of which that cannot be told.
    fn by_limit(&mut self, events: &[&'a LogEvent]) {
        let mut groups: BTreeMap<(Option<Limit>, bool), Vec<Closed<'_>>> = BTreeMap::new();
        for event in events {
            let Said::Killed { age, idle, omem, by_cron } = event.said else { continue };
            let (source, at_ms) = (event.source, event.at_ms);
            let (age, idle) = (Duration::from_secs(age), Duration::from_secs(idle));
            let kill = Kill { source, at_ms, age, idle, omem: Bytes(omem), by_cron };
            let cause = self.reading.kill_cause(&kill);
            let key = (cause.map(|c| c.limit), cause.is_none() && by_cron);
            groups.entry(key).or_default().push((event, cause, kill.omem));
        }
        for (limit, group) in groups {
            let largest = group.iter().map(|(_, _, omem)| *omem).max().unwrap_or_default();
            let causes = group.iter().filter_map(|(_, cause, _)| *cause);
            let sure = causes.clone().map(|cause| cause.confidence).min();
            // The cron closes for the soft limit, unless the hard one was lowered just then.
            let sure = sure.or(limit.1.then_some(Confidence::Likely));
            let bytes = causes.map(|cause| cause.bytes).max().unwrap_or_default();
            let id = match limit {
                (Some(Limit::Hard), _) => ids::KILLED_HARD,
                (Some(Limit::Soft), _) => ids::KILLED_SOFT,
                (None, true) => ids::KILLED_CRON,
                (None, false) => ids::KILLED,
            };
            let message = Message::new(id)
                .with("count", group.len() as u64)
                .with("size", largest)
                .with("limit", bytes);
            let events: Vec<&LogEvent> = group.iter().map(|(event, _, _)| *event).collect();
            self.say(sure.unwrap_or(Confidence::Certain), message, &events, Some(ids::LIMITS));
        }
    }

    /// All trouble comes from one replica while others are fine.
    fn one_slow(&mut self) {
        let log = &self.reading.log;
        let troubled: Vec<_> =
            log.syncs.iter().filter(|sync| sync.killed.is_some() || sync.timed_out).collect();
        let Some(first) = troubled.first() else { return };
        let others = log.syncs.iter().any(|sync| sync.replica != first.replica);
        if troubled.len() >= 2 && others && troubled.iter().all(|s| s.replica == first.replica) {
            let n = first.replica;
            let events: Vec<&LogEvent> = log
                .events
                .iter()
                .filter(|e| e.replica == Some(n) && matches!(e.said, Said::ReplicaLost))
                .collect();
            let message = Message::new(ids::ONE_SLOW).with("n", n);
            self.say(Confidence::Likely, message, &events, Some(ids::REPLICA));
        }
    }

    fn timeouts(&mut self) {
        let is = |said: &Said| matches!(said, Said::TimedOut | Said::NoData | Said::BulkTimeout);
        self.counted(ids::TIMED_OUT, is, Confidence::Certain, Some(ids::TIMEOUT));
        // Lost and resumed again and again: the network, and a backlog that holds.
        let log = &self.reading.log;
        // Both sides tell it; the primary's log has all of its replicas.
        let served = log.is_primary();
        let is = |said: &Said| match said {
            Said::Resumed { .. } => served,
            Said::Resumes => !served,
            _ => false,
        };
        if log.count(is) >= 3 {
            self.counted(ids::FLAPS, is, Confidence::Likely, Some(ids::LINK));
        }
    }

    /// A replica that met nobody, and a primary that came back without what it had known.
    fn absences(&mut self) {
        let unreachable = |said: &Said| matches!(said, Said::Unreachable);
        self.counted(ids::UNREACHABLE, unreachable, Confidence::Likely, Some(ids::LINK));
        let other = |why: LogRefusal| matches!(why, LogRefusal::OtherId | LogRefusal::SecondId);
        let mut serves = BTreeSet::new();
        let mut started: BTreeMap<u32, &LogEvent> = BTreeMap::new();
        let mut found = Vec::new();
        for event in &self.reading.log.events {
            let paste = event.source.0;
            match event.said {
                Said::Asked => _ = serves.insert(paste),
                Said::Started { .. } if serves.contains(&paste) => {
                    started.insert(paste, event);
                }
                Said::Refused { why, .. } if other(why) => found.extend(started.remove(&paste)),
                _ => {}
            }
        }
        if !found.is_empty() {
            let message = Message::new(ids::RESTARTED).with("count", found.len() as u64);
            self.say(Confidence::Certain, message, &found, None);
        }
    }

    fn children(&mut self) {
        let oom = |said: &Said| matches!(said, Said::ChildKilled { signal: 9 });
        self.counted(ids::CHILD, oom, Confidence::Likely, Some(ids::MEMORY));
        let fork = |said: &Said| matches!(said, Said::ForkFailed);
        self.counted(ids::NO_FORK, fork, Confidence::Certain, Some(ids::MEMORY));
    }

    fn replicas(&mut self) {
        let promoted = |said: &Said| matches!(said, Said::Promoted);
        self.counted(ids::PROMOTED, promoted, Confidence::Certain, Some(ids::FAILOVER));
        let full = |said: &Said| matches!(said, Said::BufferFull);
        self.counted(ids::BUFFER, full, Confidence::Certain, Some(ids::LIMITS));
        // Started again while it was loading what it had received: somebody else killed it.
        let log = &self.reading.log;
        let mut loads: Option<&LogEvent> = None;
        let mut killed = Vec::new();
        for event in &log.events {
            match event.said {
                Said::Flushes | Said::Loads => loads = Some(event),
                Said::Loaded | Said::Exits | Said::PrimaryLost => loads = None,
                Said::Started { .. } => {
                    if let Some(before) = loads.take().filter(|b| b.source.0 == event.source.0) {
                        killed.push(before);
                        killed.push(event);
                    }
                }
                _ => {}
            }
        }
        if !killed.is_empty() {
            let message = Message::new(ids::PROBE).with("count", killed.len() as u64 / 2);
            self.say(Confidence::Likely, message, &killed, Some(ids::PROBES));
        }
    }

    fn storm(&mut self) {
        let Some(period) = self.reading.log.period().filter(|p| *p < Duration::from_secs(7200))
        else {
            return;
        };
        let events = self.events(|said| matches!(said, Said::Refused { .. }));
        let full = self.reading.log.full().count() as u64;
        let message = Message::new(ids::STORM).with("full", full).with("period", period);
        self.say(Confidence::Certain, message, &events, None);
    }
}

fn quoted(event: &LogEvent) -> Evidence {
    Evidence { paste: event.source.0, line: event.source.1, text: event.text.clone() }
}
