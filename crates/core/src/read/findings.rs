//! What is wrong with pastes, and what cannot be known from them.

use super::rate::{NoPair, pair};
use super::{Paste, RateSource, Reading};
use crate::message::Message;
use crate::scenario::{Finding, Severity};
use crate::server::{Family, Server};
use core::time::Duration;

mod ids {
    crate::messages! {
        EMPTY = "read-empty";
        BINARY = "read-binary";
        NOTHING = "read-nothing";
        LOOKS_LIKE = "read-looks-like";
        TRY_INFO = "read-try-info";
        REPLICA = "read-replica";
        TRY_PRIMARY = "read-try-primary";
        NO_REPLICATION = "read-no-replication";
        NO_INFO = "read-no-info";
        NO_SERVER = "read-no-server";
        NO_MEMORY = "read-no-memory";
        TRY_WHOLE = "read-try-whole";
        OTHER_SERVER = "read-other-server";
        RESTARTED = "read-restarted";
        OTHER_HISTORY = "read-other-history";
        SAME_TIME = "read-same-time";
        NO_TIME = "read-no-time";
        INACTIVE = "read-inactive";
        NO_RATE = "read-no-rate";
        TRY_SECOND = "read-try-second";
        RATE_NOW = "read-rate-now";
        RATE_AVERAGE = "read-rate-average";
        OLD_VERSION = "read-old-version";
        NEW_VERSION = "read-new-version";
        HUGE_OFFSET = "read-huge-offset";
        BAD_NUMBER = "read-bad-number";
        NO_YEAR = "read-log-no-year";
        CLOCK = "read-log-clock";
        TRY_CLOCK = "read-try-clock";
        LONG_LINES = "read-long-lines";
    }
}
pub(super) use ids::ALL as MESSAGES;

/// `answered`: something was understood that gives nothing by itself, and is named elsewhere;
/// `long`: lines that were left out, and the first of them.
pub(super) fn find(
    pastes: &[Paste],
    answered: bool,
    long: Option<(u64, (u32, u32))>,
    reading: &mut Reading,
) {
    let mut found = Vec::new();
    let mut say = |severity, message: Message, hint: Option<&'static str>| {
        found.push(Finding {
            line: None,
            columns: None,
            field: "paste".to_owned(),
            severity,
            message,
            hint: hint.map(Message::new),
        });
    };
    let log_or_list = reading.log.lines > 0
        || !reading.clients.is_empty()
        || !reading.series.is_empty()
        || reading.pod != super::Pod::default()
        || !reading.lags.is_empty()
        || answered;
    if reading.samples.is_empty()
        && reading.conf == crate::scenario::Conf::default()
        && !log_or_list
    {
        nothing(pastes, &mut say);
    } else {
        numbers(reading, &mut say);
        roles(reading, &mut say);
        versions(reading, &mut say);
        rates(reading, &mut say);
        if reading.log.undated {
            say(Severity::Note, Message::new(ids::NO_YEAR), None);
        }
        clocks(reading, &mut say);
    }
    if let Some((count, (_, line))) = long {
        say(Severity::Note, Message::new(ids::LONG_LINES).with("count", count), None);
        found.last_mut().expect("it was just said").line = Some(line);
    }
    reading.findings = found;
}

/// Logs whose times were moved.
fn clocks(reading: &Reading, say: &mut Say<'_>) {
    let name = |paste: u32| reading.names.get(paste as usize).map_or("", String::as_str);
    for clock in &reading.log.clocks {
        let message = Message::new(ids::CLOCK)
            .with("name", name(clock.paste))
            .with("primary", name(clock.primary))
            .with("way", if clock.shift_ms > 0 { "behind" } else { "ahead" })
            .with("time", Duration::from_millis(clock.shift_ms.unsigned_abs()))
            .with("count", clock.requests);
        say(Severity::Note, message, Some(ids::TRY_CLOCK));
    }
}

type Say<'a> = dyn FnMut(Severity, Message, Option<&'static str>) + 'a;

/// Why nothing was recognised, as far as one can tell.
fn nothing(pastes: &[Paste], say: &mut Say<'_>) {
    let text: &str = pastes.last().map_or("", |paste| &paste.text);
    if text.trim().is_empty() {
        return say(Severity::Error, Message::new(ids::EMPTY), Some(ids::TRY_INFO));
    }
    let strange = text
        .chars()
        .take(4000)
        .filter(|c| *c == '\u{fffd}' || (c.is_control() && !c.is_whitespace() && *c != '\u{1b}'));
    if strange.count() > 20 {
        return say(Severity::Error, Message::new(ids::BINARY), Some(ids::TRY_INFO));
    }
    let start = text.trim_start();
    let head = &start[..start.floor_char_boundary(4000)];
    let looks = [
        (head.starts_with("STAT "), "memcached stats"),
        (head.starts_with("peak.allocated"), "MEMORY STATS"),
        (head.starts_with("<!") || head.starts_with("<html"), "HTML"),
        (head.starts_with('{') || head.starts_with('['), "JSON"),
        (head.contains("redis_up") || head.starts_with("# HELP"), "exporter metrics"),
        // Before CLIENT LIST: a log quotes the client that a limit closed.
        (head.contains(" * ") || head.contains(" # "), "a server log"),
        (head.contains("flags=") && head.contains("omem="), "CLIENT LIST"),
        (head.contains("Threads_connected") || head.contains("Slave_IO_Running"), "MySQL"),
        (head.contains("NOAUTH") || head.contains("Authentication required"), "a refused login"),
    ];
    match looks.iter().find(|(is, _)| *is) {
        Some((_, what)) => {
            let message = Message::new(ids::LOOKS_LIKE).with("what", *what);
            say(Severity::Error, message, Some(ids::TRY_INFO));
        }
        None => {
            let first: String = start.lines().next().unwrap_or("").chars().take(60).collect();
            let message = Message::new(ids::NOTHING).with("text", first);
            say(Severity::Error, message, Some(ids::TRY_INFO));
        }
    }
}

fn numbers(reading: &Reading, say: &mut Say<'_>) {
    let fields = ["master_repl_offset", "repl_backlog_size", "uptime_in_seconds", "used_memory"];
    for sample in &reading.samples {
        for name in fields {
            if let Some(text) = sample.text(name).filter(|_| sample.number(name).is_none()) {
                let shown: String = text.chars().take(40).collect();
                let message = Message::new(ids::BAD_NUMBER).with("field", name).with("text", shown);
                return say(Severity::Error, message, Some(ids::TRY_WHOLE));
            }
        }
        // Half of what the server counts with: nothing real has written four exabytes.
        if sample.number("master_repl_offset").is_some_and(|offset| offset > 1 << 62) {
            return say(Severity::Warning, Message::new(ids::HUGE_OFFSET), None);
        }
    }
}

fn roles(reading: &Reading, say: &mut Say<'_>) {
    let Some(sample) = reading.latest() else {
        return say(Severity::Warning, Message::new(ids::NO_INFO), Some(ids::TRY_INFO));
    };
    match sample.text("role") {
        Some("slave") => say(Severity::Warning, Message::new(ids::REPLICA), Some(ids::TRY_PRIMARY)),
        Some(_) => {}
        None => say(Severity::Warning, Message::new(ids::NO_REPLICATION), Some(ids::TRY_WHOLE)),
    }
    if reading.server.is_none() {
        say(Severity::Note, Message::new(ids::NO_SERVER), Some(ids::TRY_WHOLE));
    }
    if sample.text("used_memory").is_none() {
        say(Severity::Note, Message::new(ids::NO_MEMORY), Some(ids::TRY_WHOLE));
    }
    if sample.text("role") == Some("master") && sample.text("repl_backlog_active") == Some("0") {
        say(Severity::Note, Message::new(ids::INACTIVE), None);
    }
}

fn versions(reading: &Reading, say: &mut Say<'_>) {
    let Some(server) = reading.server else { return };
    let (oldest, newest) = match server.family {
        Family::Redis => (Server::redis(6, 2, 0), Server::redis(9, 0, 0)),
        Family::Valkey => (Server::valkey(7, 2, 0), Server::valkey(10, 0, 0)),
    };
    let note = |id| Message::new(id).with("server", server.to_string());
    if server < oldest {
        say(Severity::Warning, note(ids::OLD_VERSION), None);
    } else if server >= newest {
        say(Severity::Warning, note(ids::NEW_VERSION), None);
    }
}

fn rates(reading: &Reading, say: &mut Say<'_>) {
    if !reading.is_primary() {
        return;
    }
    match pair(reading) {
        Some(Err(NoPair::OtherServer)) => {
            say(Severity::Warning, Message::new(ids::OTHER_SERVER), Some(ids::TRY_SECOND));
        }
        Some(Err(NoPair::Restarted)) => {
            say(Severity::Warning, Message::new(ids::RESTARTED), Some(ids::TRY_SECOND));
        }
        Some(Err(NoPair::OtherHistory)) => {
            say(Severity::Warning, Message::new(ids::OTHER_HISTORY), Some(ids::TRY_SECOND));
        }
        Some(Err(NoPair::SameTime)) => {
            say(Severity::Warning, Message::new(ids::SAME_TIME), Some(ids::TRY_SECOND));
        }
        Some(Err(NoPair::NoTime)) => {
            say(Severity::Warning, Message::new(ids::NO_TIME), Some(ids::TRY_WHOLE));
        }
        Some(Err(NoPair::NoBacklog) | Ok(_)) | None => {}
    }
    match reading.rate.map(|measured| measured.source) {
        None => say(Severity::Warning, Message::new(ids::NO_RATE), Some(ids::TRY_SECOND)),
        Some(RateSource::Instantaneous) => {
            say(Severity::Note, Message::new(ids::RATE_NOW), Some(ids::TRY_SECOND));
        }
        Some(RateSource::SinceStart(time)) => {
            let message = Message::new(ids::RATE_AVERAGE).with("time", time);
            say(Severity::Warning, message, Some(ids::TRY_SECOND));
        }
        Some(RateSource::TwoSamples(_)) => {}
    }
}
