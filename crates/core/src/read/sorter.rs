//! Lines sorted by what they are, and put together to what was pasted.

use core::time::Duration;
use std::collections::BTreeMap;

use super::contradictions::TwoValues;
use super::document::{self, Document};
use super::info::{self, info_field, is_known};
use super::lines::{cleaned, unquoted, without_escapes};
use super::log::moment;
use super::metrics::{self, Metric};
use super::pod::PodLines;
use super::role::Role;
use super::table::Table;
use super::{ClientLine, Log, Pod, RatePoint, Sample, answers, clients};
use crate::scenario::{Conf, directive};

/// Everything recognised in pastes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Taken {
    pub(super) samples: Vec<Sample>,
    pub(super) roles: Vec<Sample>,
    pub(super) conf: Conf,
    /// Directives that were read, with their lines.
    pub(super) conf_lines: BTreeMap<&'static str, (u32, u32)>,
    /// Directives that were read again, with another value.
    pub(super) conf_twice: Vec<TwoValues>,
    pub(super) clients: Vec<ClientLine>,
    pub(super) log: Log,
    pub(super) series: Vec<RatePoint>,
    pub(super) pod: Pod,
    /// Rates of what goes to all replicas together.
    pub(super) of_all: Vec<RatePoint>,
    /// The longest lag of each replica, by a monitoring system.
    pub(super) lags: Vec<(Duration, (u32, u32))>,
    /// Where results without a name stand that nothing explains.
    pub(super) unnamed: Option<(u32, u32)>,
    /// How many lines were too long to be looked at, and the first of them.
    pub(super) long: Option<(u64, (u32, u32))>,
}

/// More INFOs than this are left out.
const MOST_SAMPLES: usize = 50_000;
/// More replicas of CLIENT LIST than this are left out.
const MOST_CLIENTS: usize = 10_000;
/// More settings that contradict each other are left out.
const MOST_TWICE: usize = 20;
/// A longer line is nothing that a server printed.
const LONGEST_LINE: usize = 100_000;

/// One paste after the other, line by line.
#[derive(Default)]
pub(super) struct Sorter {
    pub(super) taken: Taken,
    paste: u32,
    line: u32,
    sample: Sample,
    /// A time that stood alone on a line, for the INFO after it.
    moment_ms: Option<u64>,
    /// A stamp stood before the last field.
    stamped: bool,
    waits_for: Option<&'static directive::Directive>,
    role: Option<Role>,
    /// A scrape of an exporter.
    scrape: Sample,
    table: Option<Table>,
    pod: PodLines,
    document: Document,
    /// The last line that looks like a question to Prometheus.
    query: String,
}

impl Sorter {
    /// Begins a paste; nothing goes on into the next one.
    pub(super) fn begin(&mut self, paste: u32) {
        self.paste = paste;
        self.line = 0;
    }

    /// Ends a paste.
    pub(super) fn end(&mut self) {
        // What began like a document and never ended is read as lines.
        self.replay();
        self.end_role();
        self.end_sample();
        self.end_scrape();
        self.document = Document::default();
        self.table = None;
        let pod = core::mem::take(&mut self.pod).pod;
        self.taken.pod.or(pod);
        self.waits_for = None;
        self.moment_ms = None;
    }

    fn source(&self) -> (u32, u32) {
        (self.paste, self.line)
    }

    fn keep(&mut self, sample: Sample) {
        if self.taken.samples.len() < MOST_SAMPLES {
            self.taken.samples.push(sample);
        }
    }

    fn end_sample(&mut self) {
        let sample = core::mem::take(&mut self.sample);
        // `name:value` is written by many; without one known name it is somebody else's.
        if sample.fields.keys().any(|name| is_known(name)) {
            self.keep(sample);
        }
    }

    fn end_role(&mut self) {
        if let Some(sample) = self.role.take().and_then(Role::finish) {
            self.taken.roles.push(sample);
        }
    }

    fn end_scrape(&mut self) {
        let mut sample = core::mem::take(&mut self.scrape);
        if !sample.fields.is_empty() {
            metrics::guess_role(&mut sample);
            self.keep(sample);
        }
    }

    /// Lines that were taken for a document and are none.
    fn replay(&mut self) {
        let (lines, first) = self.document.give_up();
        self.again(&lines, first);
    }

    fn again(&mut self, lines: &str, first: u32) {
        let after = self.line;
        for (number, line) in (first..).zip(lines.lines()) {
            self.line = number;
            self.plain_line(line);
        }
        self.line = after;
    }

    /// Takes a whole line.
    pub(super) fn take_line(&mut self, raw: &str) {
        self.line = self.line.saturating_add(1);
        match self.document.take(raw, self.line) {
            document::Step::NotOne => self.plain_line(raw),
            document::Step::Goes => {}
            document::Step::TooLong => self.replay(),
            document::Step::Whole(text, line) => match answers::answer(&text, (self.paste, line)) {
                Some(answer) => self.answered(answer),
                None => self.again(&text, line),
            },
        }
    }

    fn answered(&mut self, answer: answers::Answer) {
        answer.samples.into_iter().for_each(|sample| self.keep(sample));
        self.taken.series.extend(answer.series);
        self.taken.of_all.extend(answer.of_all);
        self.taken.lags.extend(answer.lags);
        if let Some(unnamed) = answer.unnamed {
            match unnamed.points(&self.query) {
                Some(points) => self.taken.series.extend(points),
                None => self.taken.unnamed = self.taken.unnamed.or(Some(unnamed.source)),
            }
        }
        let after = self.line;
        for (at, line) in answer.lines {
            self.line = at;
            self.plain_line(&line);
        }
        self.line = after;
    }

    fn plain_line(&mut self, raw: &str) {
        if raw.len() > LONGEST_LINE {
            let (count, first) = self.taken.long.unwrap_or((0, self.source()));
            self.taken.long = Some((count + 1, first));
            return;
        }
        let line = cleaned(raw);
        let line = without_escapes(&line).unwrap_or(line);
        // One line with escapes, as a program prints a string.
        let escaped = ["\\r\\n", "\\n"].into_iter().find(|end| line.contains(end));
        if let Some(end) = escaped.filter(|_| line.split("\\n").any(holds_info)) {
            for part in line.split(end) {
                self.take_clean(part.trim(), part);
            }
        } else {
            self.take_clean(&line, raw.trim_end());
        }
    }

    fn take_clean(&mut self, line: &str, raw: &str) {
        let source = self.source();
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
            // Where every line has a stamp, one alone is an empty line.
            if core::mem::take(&mut self.stamped) {
                return;
            }
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
        if line.contains("redis_") || line.contains("valkey_") {
            line.clone_into(&mut self.query);
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

    fn field(&mut self, before: &str, name: &str, value: &str) {
        let (name, value) = (&*info::canonical(name), info::canonical_value(name, value));
        if self.sample.fields.contains_key(name) {
            if !is_known(name) {
                // `module:` stands once for every module of one INFO.
                return;
            }
            self.end_sample();
        }
        let prefix = before.split(['|', '>']).next().and_then(moment);
        self.stamped = prefix.is_some();
        self.sample.at_ms = self.sample.at_ms.or_else(|| self.moment_ms.take()).or(prefix);
        let source = self.source();
        self.sample.set(name, value.to_owned(), source);
    }

    /// `repl-backlog-size 64mb`, `"repl-backlog-size" => "67108864"`, or the name alone.
    fn directive(&mut self, line: &str) {
        let bare = unquoted(line);
        let (name, rest) = bare.split_once([' ', '\t']).unwrap_or((bare, ""));
        let Some(directive) = directive::find(name.trim_end_matches('"')) else { return };
        // Only a name alone has its value on the next line; `save ""` has an empty one.
        if rest.trim().is_empty() {
            self.waits_for = Some(directive);
        } else {
            let value = rest.trim().trim_start_matches("=>").trim().trim_matches('"');
            self.configure(directive, value);
        }
    }

    fn configure(&mut self, directive: &'static directive::Directive, value: &str) {
        let values: Vec<&str> = value.split_whitespace().collect();
        let before = self.taken.conf.clone();
        let read =
            directive.name != "save" && directive.read(&values, &mut self.taken.conf).is_ok();
        // The same again, or limits of another class of clients.
        if !read || before == self.taken.conf {
            return;
        }
        let source = self.source();
        let earlier = self.taken.conf_lines.insert(directive.name, source);
        if let Some(earlier) = earlier
            && self.taken.conf_twice.len() < MOST_TWICE
        {
            self.taken.conf_twice.push((directive.name, earlier, source));
        }
    }
}

/// Whether a part of a printed string is a known field.
fn holds_info(part: &str) -> bool {
    let name = part.trim_end_matches("\\r").rsplit(['"', '\'']).next().unwrap_or(part);
    name.split_once(':').is_some_and(|(name, _)| is_known(&info::canonical(name)))
}
