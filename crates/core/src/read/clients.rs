//! CLIENT LIST: one client a line, as `key=value`; keys and their order differ between versions.

use core::time::Duration;

use crate::units::Bytes;

/// A replica's line of CLIENT LIST; who it is stays out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClientLine {
    /// Which paste, from 0, and which line, from 1.
    pub source: (u32, u32),
    /// How long it has been connected.
    pub age: Duration,
    /// How long it has said nothing.
    pub idle: Duration,
    /// What waits for it and counts against its limits.
    pub omem: Bytes,
}

/// Whether a line is one of CLIENT LIST.
pub(super) fn is_client(line: &str) -> bool {
    (line.contains("addr=") || line.contains("id="))
        && line.contains(" flags=")
        && line.contains(" omem=")
}

/// The client of a line, if it is a replica.
pub(super) fn replica(line: &str, source: (u32, u32)) -> Option<ClientLine> {
    let mut client = ClientLine { source, ..ClientLine::default() };
    let mut is_replica = false;
    for token in line.split_ascii_whitespace().take(200) {
        let Some((key, value)) = token.split_once('=') else { continue };
        let seconds = || value.parse().map(Duration::from_secs).unwrap_or_default();
        match key {
            "age" => client.age = seconds(),
            "idle" => client.idle = seconds(),
            // `O` is a MONITOR, which old versions list as a replica too.
            "flags" => is_replica = value.contains('S') && !value.contains('O'),
            "omem" => client.omem = Bytes(value.parse().unwrap_or(0)),
            _ => {}
        }
    }
    is_replica.then_some(client)
}
