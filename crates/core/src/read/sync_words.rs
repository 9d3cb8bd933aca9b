//! A synchronization in words: one sentence, and its phases one after the other.

use core::time::Duration;

use super::kill::Limit;
use super::{KillCause, LogRefusal, Reading, SyncLine};
use crate::message::Message;

mod ids {
    crate::messages! {
        RESUMED = "read-sync-resumed";
        KILLED = "read-sync-killed";
        DONE = "read-sync-done";
        TIMED_OUT = "read-sync-timed-out";
        OPEN = "read-sync-open";
        FIRST = "read-phase-first";
        OTHER_ID = "read-phase-other-id";
        SECOND_ID = "read-phase-second-id";
        BACKLOG = "read-phase-backlog";
        JOINED = "read-phase-joined";
        DELAY = "read-phase-delay";
        FORK = "read-phase-fork";
        SAVE = "read-phase-save";
        SEND = "read-phase-send";
        TRANSFER = "read-phase-transfer";
        COPIED = "read-phase-copied";
        KILL = "read-phase-killed";
        KILL_HARD = "read-phase-killed-hard";
        KILL_SOFT = "read-phase-killed-soft";
        RATE = "read-phase-rate";
        LOST = "read-phase-lost";
    }
}
pub(super) use ids::ALL as MESSAGES;

impl SyncLine {
    /// It in a sentence: what was asked, when it was online, how it ended.
    #[must_use]
    pub fn message(&self) -> Message {
        let id = match (self.resumed, self.killed, self.online_ms) {
            (Some(_), _, _) => ids::RESUMED,
            (None, Some(_), _) => ids::KILLED,
            (None, None, Some(_)) => ids::DONE,
            (None, None, None) if self.timed_out => ids::TIMED_OUT,
            (None, None, None) => ids::OPEN,
        };
        let closed = self.killed.map(|kill| kill.at_ms);
        let took = closed
            .or(self.online_ms)
            .or(self.lost_ms)
            .and_then(|end| end.checked_sub(self.asked_ms));
        Message::new(id)
            .with("n", self.replica)
            .with("size", self.resumed.or(self.killed.map(|kill| kill.omem)).unwrap_or_default())
            .with("time", Duration::from_millis(took.unwrap_or(0)))
    }
}

impl Reading {
    /// Its phases in the order of time: why it was refused, delay, fork, save, transfer, end.
    #[must_use]
    pub fn phases(&self, sync: &SyncLine) -> Vec<Message> {
        let mut phases = Vec::new();
        if sync.resumed.is_some() {
            return phases;
        }
        phases.extend(sync.refusal.map(|why| {
            Message::new(match why {
                LogRefusal::First => ids::FIRST,
                LogRefusal::OtherId => ids::OTHER_ID,
                LogRefusal::SecondId => ids::SECOND_ID,
                LogRefusal::Backlog => ids::BACKLOG,
            })
        }));
        phases.extend(sync.joined.then(|| Message::new(ids::JOINED)));
        let save = if sync.diskless { ids::SEND } else { ids::SAVE };
        let timed = [
            (ids::DELAY, sync.delay().filter(|delay| !delay.is_zero())),
            (ids::FORK, sync.fork_time().filter(|fork| !fork.is_zero())),
            (save, sync.save_time()),
            (ids::TRANSFER, sync.transfer_time().filter(|_| !sync.diskless)),
        ];
        for (id, time) in timed {
            phases.extend(time.map(|time| Message::new(id).with("time", time)));
        }
        let copied = sync.copied.filter(|copied| !copied.is_zero());
        phases.extend(copied.map(|size| Message::new(ids::COPIED).with("size", size)));
        if let Some(kill) = &sync.killed {
            let cause = self.kill_cause(kill);
            let id = match cause {
                Some(KillCause { limit: Limit::Hard, .. }) => ids::KILL_HARD,
                Some(KillCause { limit: Limit::Soft, .. }) => ids::KILL_SOFT,
                None => ids::KILL,
            };
            let limit = cause.map_or_else(Default::default, |cause| cause.bytes);
            let message = Message::new(id).with("size", kill.omem).with("age", kill.age);
            phases.push(message.with("limit", limit));
        } else if let Some(lost) = sync.lost_ms.and_then(|lost| lost.checked_sub(sync.asked_ms)) {
            phases.push(Message::new(ids::LOST).with("time", Duration::from_millis(lost)));
        }
        phases.extend(sync.write_rate().map(|rate| Message::new(ids::RATE).with("rate", rate)));
        phases
    }
}
