//! What the servers' logs would say, with the words of their version.
//!
//! Sources: the format strings of redis 6.2.16, 7.0.15, 7.2.6, 7.4.1, 8.0.6 and valkey 8.0.1,
//! 8.1.1, 9.1.2, `replication.c`, `rdb.c`, `networking.c`; logs recorded from servers of six versions
//! (`tests/golden/logs`).
//! The run's 0s is midnight; replicas have their names for addresses, and processes small numbers.

mod channels;
mod loads;
mod primary;
mod replica;

use core::fmt::Write;

use super::{Event, Run};
use crate::server::{ChannelSync, Family, Server};
use crate::units::Instant;

/// A notice; what redis 6.2 and 7.0 warned of and later versions only note is [`Level::Was`].
#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    Notice,
    Warning,
    Was,
}

struct Log<'a> {
    run: &'a Run,
    server: Server,
    role: char,
    text: String,
}

const NO_ID: &str = "0000000000000000000000000000000000000000";

/// The primary's log.
#[must_use]
pub fn primary(run: &Run) -> String {
    let mut log = Log { run, server: run.scenario.profile.server, role: 'M', text: String::new() };
    for event in &run.events {
        log.primary_event(event);
    }
    log.text
}

/// The log of replica `index`.
#[must_use]
pub fn replica(run: &Run, index: usize) -> String {
    let log = Log { run, server: run.scenario.profile.server, role: 'S', text: String::new() };
    let log = replica::written(log, index);
    if !log.valkey(8, 0) {
        return log.text;
    }
    // valkey 8.0 renamed the words, and nothing else.
    let text = log.text.replace("MASTER", "PRIMARY").replace("master", "primary");
    text.replace("Master", "Primary")
}

impl Log<'_> {
    fn redis(&self, major: u16, minor: u16) -> bool {
        self.server.at_least(Server::redis(major, minor, 0))
    }

    fn valkey(&self, major: u16, minor: u16) -> bool {
        self.server.at_least(Server::valkey(major, minor, 0))
    }

    /// `pid:ROLE dd Mon YYYY HH:MM:SS.mmm LEVEL text`, `server.c:serverLogRaw`.
    fn line(&mut self, at: Instant, level: Level, text: &str) {
        self.from(1, self.role, at, level, text);
    }

    fn from(&mut self, pid: u64, role: char, at: Instant, level: Level, text: &str) {
        let old = self.server.family == Family::Redis && !self.redis(7, 2);
        let mark = match level {
            Level::Notice => '*',
            Level::Warning => '#',
            Level::Was => {
                if old {
                    '#'
                } else {
                    '*'
                }
            }
        };
        let millis = at.as_nanos() / 1_000_000;
        let (hours, rest) = (millis / 3_600_000, millis % 3_600_000);
        let (minutes, rest) = (rest / 60_000, rest % 60_000);
        let (seconds, millis) = (rest / 1000, rest % 1000);
        let (day, hours) = (1 + hours / 24, hours % 24);
        writeln!(
            self.text,
            "{pid}:{role} {day:02} Jan 2026 {hours:02}:{minutes:02}:{seconds:02}.{millis:03} \
             {mark} {text}"
        )
        .expect("writing to a string cannot fail");
    }

    fn address(&self, event: &Event) -> String {
        format!("{}:6379", super::trace::who(self.run, event))
    }

    fn before(at: Instant) -> Instant {
        Instant::from_nanos(at.as_nanos().saturating_sub(1))
    }

    /// Children have the numbers 2, 3, ... in the order of their forks.
    fn child_pid(&self, event: &Event) -> u64 {
        1 + self.run.at(event.at).counters.forks
    }

    /// How a full resync that begins at `at` uses two connections.
    fn channels(&self, at: Instant) -> ChannelSync {
        self.run.settings_at(at).channels(self.run.scenario.profile.channel)
    }

    /// What happens at this instant, in order.
    fn together(&self, at: Instant) -> &[Event] {
        let events = &self.run.events;
        let from = events.partition_point(|event| event.at < at);
        let until = events.partition_point(|event| event.at <= at);
        &events[from..until]
    }
}
