//! Pastes taken in, piece by piece and line by line.

use std::collections::BTreeMap;

use super::document::{self, Document};
use super::info::{info_field, is_known};
use super::lines::{cleaned, unquoted};
use super::log::moment;
use super::metrics::{self, Metric};
use super::pod::PodLines;
use super::role::Role;
use super::table::Table;
use super::{ClientLine, Log, Paste, Pod, RatePoint, Reading, Sample, answers, clients, conclude};
use crate::scenario::{Conf, directive};

/// Everything recognised in pastes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Taken {
    pub(super) samples: Vec<Sample>,
    pub(super) roles: Vec<Sample>,
    pub(super) conf: Conf,
    /// Directives that were read, with their lines.
    pub(super) conf_lines: BTreeMap<&'static str, (u32, u32)>,
    pub(super) clients: Vec<ClientLine>,
    pub(super) log: Log,
    pub(super) series: Vec<RatePoint>,
    pub(super) pod: Pod,
}

/// More INFOs than this are left out.
pub(super) const MOST_SAMPLES: usize = 50_000;
/// More replicas of CLIENT LIST than this are left out.
const MOST_CLIENTS: usize = 10_000;
/// A longer line is nothing that a server printed.
const LONGEST_LINE: usize = 100_000;
/// What of a paste's beginning is kept to say what it looks like.
const HEAD: usize = 4000;

/// Reads pastes in pieces of any size, so that a worker can report its progress and stop.
///
/// Time grows with the length of what is pushed.
///
/// ```
/// use stormglass_core::read::Reader;
///
/// let mut reader = Reader::new();
/// reader.begin("primary.log");
/// reader.push("7:M 21 Nov 2026 04:13:45.559 * Replica 10.0.0.2:6379 asks for synch");
/// reader.push("ronization\n");
/// assert_eq!(reader.finish().log.syncs.len(), 1);
/// ```
#[derive(Default)]
pub struct Reader {
    taken: Taken,
    heads: Vec<Paste>,
    /// A line whose end has not come yet.
    rest: String,
    line: u32,
    sample: Sample,
    /// A time that stood alone on a line, for the INFO after it.
    moment_ms: Option<u64>,
    waits_for: Option<&'static directive::Directive>,
    role: Option<Role>,
    /// A scrape of an exporter.
    scrape: Sample,
    table: Option<Table>,
    pod: PodLines,
    document: Document,
    taken_bytes: u64,
}

impl core::fmt::Debug for Reader {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Reader").field("taken_bytes", &self.taken_bytes).finish_non_exhaustive()
    }
}

impl Reader {
    /// Nothing read yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Begins the next paste.
    pub fn begin(&mut self, name: &str) {
        self.end();
        self.heads.push(Paste { name: name.to_owned(), text: String::new() });
        self.line = 0;
    }

    /// Takes the next piece of the paste; it may end within a line.
    pub fn push(&mut self, piece: &str) {
        if self.heads.is_empty() {
            self.begin("");
        }
        self.taken_bytes += piece.len() as u64;
        self.keep_head(piece);
        let mut piece = piece;
        while let Some(end) = piece.find('\n') {
            let (line, after) = piece.split_at(end);
            piece = &after[1..];
            if self.rest.is_empty() {
                self.take_line(line);
            } else {
                let mut whole = core::mem::take(&mut self.rest);
                whole.push_str(line);
                self.take_line(&whole);
            }
        }
        self.rest.push_str(piece);
    }

    /// How many bytes were taken, for a progress bar.
    #[must_use]
    pub fn taken_bytes(&self) -> u64 {
        self.taken_bytes
    }

    /// What follows from all of it.
    #[must_use]
    pub fn finish(mut self) -> Reading {
        self.end();
        conclude(self.taken, &self.heads)
    }

    fn keep_head(&mut self, piece: &str) {
        if let Some(head) = self.heads.last_mut().filter(|head| head.text.len() < HEAD) {
            let piece = if head.text.is_empty() { piece.trim_start() } else { piece };
            let room = piece.floor_char_boundary((HEAD - head.text.len()).min(piece.len()));
            head.text.push_str(&piece[..room.max(piece.chars().next().map_or(0, char::len_utf8))]);
        }
    }

    /// Ends a paste: nothing goes on into the next one.
    fn end(&mut self) {
        if !self.rest.is_empty() {
            let rest = core::mem::take(&mut self.rest);
            self.take_line(&rest);
        }
        // What began like a document and never ended is read as lines.
        self.replay();
        self.end_role();
        self.end_sample();
        self.end_scrape();
        self.document = Document::default();
        self.table = None;
        let pod = core::mem::take(&mut self.pod).pod;
        let known = &mut self.taken.pod;
        known.memory = known.memory.or(pod.memory);
        known.liveness = known.liveness.or(pod.liveness);
        known.startup = known.startup.or(pod.startup);
        self.waits_for = None;
        self.moment_ms = None;
    }

    fn end_sample(&mut self) {
        let sample = core::mem::take(&mut self.sample);
        // `name:value` is written by many; without one known name it is somebody else's.
        if sample.fields.keys().any(|name| is_known(name))
            && self.taken.samples.len() < MOST_SAMPLES
        {
            self.taken.samples.push(sample);
        }
    }

    fn end_role(&mut self) {
        if let Some(sample) = self.role.take().and_then(Role::finish) {
            self.taken.roles.push(sample);
        }
    }

    fn end_scrape(&mut self) {
        let mut sample = core::mem::take(&mut self.scrape);
        if !sample.fields.is_empty() && self.taken.samples.len() < MOST_SAMPLES {
            metrics::guess_role(&mut sample);
            self.taken.samples.push(sample);
        }
    }

    /// Lines that were taken for a document and are none.
    fn replay(&mut self) {
        let (lines, first) = self.document.give_up();
        if lines.is_empty() {
            return;
        }
        let after = self.line;
        for (number, line) in (first..).zip(lines.lines()) {
            self.line = number;
            self.plain_line(line);
        }
        self.line = after;
    }

    fn take_line(&mut self, raw: &str) {
        self.line = self.line.saturating_add(1);
        match self.document.take(raw, self.line) {
            document::Step::NotOne => self.plain_line(raw),
            document::Step::Goes => {}
            document::Step::Whole(text, line) => {
                let source = (self.paste(), line);
                match answers::answer(&text, source) {
                    Some(mut answer) => {
                        let room = MOST_SAMPLES.saturating_sub(self.taken.samples.len());
                        answer.samples.truncate(room);
                        self.taken.samples.append(&mut answer.samples);
                        self.taken.series.append(&mut answer.series);
                    }
                    None => {
                        let after = self.line;
                        for (number, line) in (line..).zip(text.lines()) {
                            self.line = number;
                            self.plain_line(line);
                        }
                        self.line = after;
                    }
                }
            }
            document::Step::TooLong => self.replay(),
        }
    }

    fn plain_line(&mut self, raw: &str) {
        if raw.len() > LONGEST_LINE {
            return;
        }
        let line = cleaned(raw);
        // One line with escapes, as a program prints a string.
        if line.contains("\\r\\n") {
            for part in line.split("\\r\\n") {
                self.take_clean(part.trim(), part);
            }
        } else {
            self.take_clean(&line, raw.trim_end());
        }
    }

    fn take_clean(&mut self, line: &str, raw: &str) {
        let source = (self.paste(), self.line);
        if let Some(directive) = self.waits_for.take() {
            self.configure(directive, unquoted(line));
            return;
        }
        if let Some(role) = &mut self.role {
            if role.take(line, source) {
                return;
            }
            self.end_role();
        }
        if self.taken.log.take(source.0, source.1, line) {
            return;
        }
        if clients::is_client(line) {
            if let Some(client) = clients::replica(line, source)
                && self.taken.clients.len() < MOST_CLIENTS
            {
                self.taken.clients.push(client);
            }
            return;
        }
        if self.in_table(line, source) {
            return;
        }
        if let Some(metric) = metrics::metric(line) {
            self.scraped(&metric, source);
            return;
        }
        if self.pod.take(raw, source) {
            return;
        }
        if let Some((before, name, value)) = info_field(line) {
            self.field(before, name, value);
            return;
        }
        if let Some(at_ms) = moment(line) {
            // A loop prints the time before each INFO.
            if self.sample.fields.keys().any(|name| is_known(name)) {
                self.end_sample();
            }
            self.moment_ms = Some(at_ms);
            return;
        }
        if let Some(role) = Role::begins(line, source) {
            self.role = Some(role);
            return;
        }
        self.directive(line);
    }

    fn in_table(&mut self, line: &str, source: (u32, u32)) -> bool {
        if let Some(table) = &self.table {
            if let Some((sample, point)) = table.row(line, source) {
                let room = self.taken.samples.len() < MOST_SAMPLES;
                if room && !sample.fields.is_empty() {
                    self.taken.samples.push(sample);
                }
                self.taken.series.extend(point.filter(|_| room));
                return true;
            }
            self.table = None;
        }
        self.table = Table::header(line);
        self.table.is_some()
    }

    fn scraped(&mut self, metric: &Metric<'_>, source: (u32, u32)) {
        // The same metric once more is the next scrape.
        if metric.name == "redis_master_repl_offset"
            && self.scrape.fields.contains_key("master_repl_offset")
        {
            self.end_scrape();
        }
        self.scrape.at_ms = self.scrape.at_ms.or_else(|| self.moment_ms.take());
        metrics::put(&mut self.scrape, metric, source);
    }

    fn paste(&self) -> u32 {
        u32::try_from(self.heads.len().saturating_sub(1)).unwrap_or(u32::MAX)
    }

    fn field(&mut self, before: &str, name: &str, value: &str) {
        if self.sample.fields.contains_key(name) {
            if !is_known(name) {
                // `module:` stands once for every module of one INFO.
                return;
            }
            self.end_sample();
        }
        let prefix = || before.split(['|', '>']).next().and_then(moment);
        self.sample.at_ms = self.sample.at_ms.or_else(|| self.moment_ms.take()).or_else(prefix);
        let source = (self.paste(), self.line);
        self.sample.set(name, value.to_owned(), source);
    }

    /// `repl-backlog-size 64mb`, `"repl-backlog-size" => "67108864"`, or the name alone.
    fn directive(&mut self, line: &str) {
        let bare = unquoted(line);
        let (name, rest) = bare.split_once([' ', '\t']).unwrap_or((bare, ""));
        let Some(directive) = directive::find(name.trim_end_matches('"')) else { return };
        let rest = rest.trim().trim_start_matches("=>").trim().trim_matches('"');
        if rest.is_empty() {
            self.waits_for = Some(directive);
        } else {
            self.configure(directive, rest);
        }
    }

    fn configure(&mut self, directive: &'static directive::Directive, value: &str) {
        let values: Vec<&str> = value.split_whitespace().collect();
        if directive.name != "save" && directive.read(&values, &mut self.taken.conf).is_ok() {
            let source = (self.paste(), self.line);
            self.taken.conf_lines.insert(directive.name, source);
        }
    }
}
