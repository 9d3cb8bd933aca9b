//! Lines of a paste taken apart into samples: one INFO each, and configuration beside them.

use std::collections::BTreeMap;

use crate::scenario::{Conf, directive};

/// One value of an INFO and where it stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// As printed.
    pub value: String,
    /// Which paste, from 0.
    pub paste: u32,
    /// Which line of it, from 1.
    pub line: u32,
}

/// One INFO, whole or in sections.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sample {
    /// Fields by name.
    pub fields: BTreeMap<String, Field>,
}

impl Sample {
    /// A field as text.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(|field| field.value.as_str())
    }

    /// A field as a whole number that is not negative.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<u64> {
        self.text(name)?.parse().ok()
    }

    /// A decimal field in thousandths: `384.88` is 384880.
    #[must_use]
    pub fn thousandths(&self, name: &str) -> Option<u64> {
        let text = self.text(name)?;
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let digits: String = fraction.chars().chain("000".chars()).take(3).collect();
        whole.parse::<u64>().ok()?.checked_mul(1000)?.checked_add(digits.parse().ok()?)
    }

    /// The lines of attached replicas, in order.
    pub fn replicas(&self) -> impl Iterator<Item = (&Field, ReplicaLine)> {
        (0..1000)
            .map_while(|n| self.fields.get(&format!("slave{n}")))
            .map(|field| (field, ReplicaLine::parse(&field.value)))
    }
}

/// `slave0:ip=...,port=...,state=online,offset=...,lag=...[,type=replica]`, or the form before 2.8
/// `slave0:IP,PORT,STATE`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReplicaLine {
    /// `online`, `wait_bgsave`, ...
    pub state: String,
    /// The last acknowledged offset; 0 is printed until the first one arrives and is none.
    pub offset: Option<u64>,
    /// Whole seconds since the last acknowledgement; absent before redis 3.0.
    pub lag: Option<u64>,
    /// Valkey's `rdb-channel` is no replica of its own.
    pub rdb_channel: bool,
}

impl ReplicaLine {
    fn parse(text: &str) -> Self {
        let mut line = Self::default();
        for part in text.split(',') {
            match part.split_once('=') {
                Some(("state", value)) => value.clone_into(&mut line.state),
                Some(("offset", value)) => line.offset = value.parse().ok().filter(|n| *n > 0),
                Some(("lag", value)) => line.lag = value.parse().ok(),
                Some(("type", value)) => line.rdb_channel = value == "rdb-channel",
                _ => {}
            }
        }
        if line.state.is_empty()
            && let Some(state) = text.split(',').nth(2).filter(|state| !state.contains('='))
        {
            state.clone_into(&mut line.state);
        }
        line
    }
}

/// Everything recognised in a paste.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Taken {
    pub(super) samples: Vec<Sample>,
    pub(super) conf: Conf,
    /// Directives that were read, with their lines.
    pub(super) conf_lines: BTreeMap<&'static str, (u32, u32)>,
}

/// Fields that begin or identify an INFO even behind a prefix.
const ANCHORS: &[&str] = &[
    "redis_version",
    "valkey_version",
    "server_name",
    "run_id",
    "uptime_in_seconds",
    "server_time_usec",
    "used_memory",
    "used_memory_rss",
    "maxmemory",
    "total_system_memory",
    "mem_allocator",
    "mem_replication_backlog",
    "mem_clients_slaves",
    "mem_total_replication_buffers",
    "rdb_bgsave_in_progress",
    "rdb_last_bgsave_time_sec",
    "rdb_last_bgsave_status",
    "rdb_last_cow_size",
    "latest_fork_usec",
    "sync_full",
    "sync_partial_ok",
    "sync_partial_err",
    "client_output_buffer_limit_disconnections",
    "instantaneous_output_repl_kbps",
    "total_net_repl_output_bytes",
    "role",
    "connected_slaves",
    "master_host",
    "master_port",
    "master_link_status",
    "master_sync_in_progress",
    "master_last_io_seconds_ago",
    "master_link_down_since_seconds",
    "slave_repl_offset",
    "slave_read_repl_offset",
    "master_replid",
    "master_replid2",
    "master_repl_offset",
    "second_repl_offset",
    "repl_backlog_active",
    "repl_backlog_size",
    "repl_backlog_first_byte_offset",
    "repl_backlog_histlen",
    "loading",
];

/// A paste holds no more INFOs than this; the rest is left out.
const MOST_SAMPLES: usize = 5000;

/// Takes a paste apart. Time grows with its length.
pub(super) fn take(paste: u32, text: &str, into: &mut Taken) {
    // One line with escapes, as a program prints a string.
    let unescaped;
    let text = if text.contains("\\r\\n") {
        unescaped = text.replace("\\r\\n", "\n");
        unescaped.as_str()
    } else {
        text
    };
    let mut sample = Sample::default();
    let mut waits_for: Option<&'static directive::Directive> = None;
    for (number, raw) in (1_u32..).zip(text.lines()) {
        if raw.len() > 100_000 {
            continue;
        }
        let line = cleaned(raw);
        let line = line.as_str();
        if let Some(directive) = waits_for.take() {
            configure(directive, unquoted(line), paste, number, into);
            continue;
        }
        if let Some((name, value)) = info_field(line) {
            if sample.fields.contains_key(name) {
                if !is_known(name) {
                    // `module:` stands once for every module of one INFO.
                    continue;
                }
                let whole = core::mem::take(&mut sample);
                if into.samples.len() < MOST_SAMPLES {
                    into.samples.push(whole);
                }
            }
            let field = Field { value: value.to_owned(), paste, line: number };
            sample.fields.insert(name.to_owned(), field);
            continue;
        }
        let bare = unquoted(line);
        let (name, rest) = bare.split_once([' ', '\t']).unwrap_or((bare, ""));
        if let Some(directive) = directive::find(name.trim_end_matches('"')) {
            let rest = rest.trim().trim_start_matches("=>").trim();
            if rest.is_empty() {
                waits_for = Some(directive);
            } else {
                configure(directive, unquoted(rest), paste, number, into);
            }
        }
    }
    // `name:value` is written by many; without one known name it is somebody else's.
    if sample.fields.keys().any(|name| is_known(name)) {
        into.samples.push(sample);
    }
}

fn configure(
    directive: &'static directive::Directive,
    value: &str,
    paste: u32,
    line: u32,
    into: &mut Taken,
) {
    let values: Vec<&str> = value.split_whitespace().collect();
    if directive.name != "save" && directive.read(&values, &mut into.conf).is_ok() {
        into.conf_lines.insert(directive.name, (paste, line));
    }
}

/// Without colours and carriage returns.
fn cleaned(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut chars = line.trim_start_matches('\u{feff}').chars();
    while let Some(c) = chars.next() {
        if c == '\u{1b}' {
            // An escape sequence ends with a letter.
            for c in chars.by_ref() {
                if c.is_ascii_alphabetic() {
                    break;
                }
            }
        } else if c != '\r' {
            out.push(c);
        }
    }
    let trimmed = out.trim();
    if trimmed.len() == out.len() { out } else { trimmed.to_owned() }
}

/// Without the number of redis-cli and its quotes: `1) "name"` is `name`.
fn unquoted(line: &str) -> &str {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let line = rest.strip_prefix(')').filter(|_| rest.len() < line.len()).unwrap_or(line).trim();
    line.strip_prefix('"').and_then(|line| line.strip_suffix('"')).unwrap_or(line)
}

/// Whether a field is looked for, or is the line of a replica.
fn is_known(name: &str) -> bool {
    let number = name.strip_prefix("slave").unwrap_or("");
    ANCHORS.contains(&name) || (!number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

fn is_name(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|b| b.is_ascii_lowercase())
        && bytes.all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// `name:value`, alone on a line or, for fields that are looked for, behind a prefix.
fn info_field(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once(':')?;
    if is_name(name) && !value.starts_with("//") && !value.starts_with(' ') {
        return Some((name, value));
    }
    // Behind a shipper's prefix or a quote: the first known name that starts a word.
    let starts = core::iter::once(0)
        .chain(line.match_indices([' ', '"', '\'', '|', '>', '\t']).map(|(at, _)| at + 1));
    for start in starts.take(64) {
        let (name, value) = line.get(start..)?.split_once(':')?;
        if is_known(name) && (ANCHORS.contains(&name) || value.contains("state=")) {
            return Some((name, value.trim_end_matches(['"', '\''])));
        }
    }
    None
}
