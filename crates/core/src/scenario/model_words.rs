//! The model's own words.

use core::time::Duration;

use super::directive::{missing, number, too_many, unit};
use super::finding::Severity;
use super::model::{Cow, Incident, LinkSpec, ReplicaSpec, SentinelSpec, Target, What, Writes};
use super::parse::Reader;
use super::words::{Word, nearest};
use super::{Conf, directive};
use crate::message::{Message, Value};
use crate::server::{Allocator, Server};
use crate::units::{Bytes, FASTEST, Instant, Rate, parse_duration};

mod ids {
    crate::messages! {
        BAD_SERVER = "finding-bad-server";
        OLD_SERVER = "finding-old-server";
        BAD_ALLOCATOR = "finding-bad-allocator";
        BAD_FORK = "finding-bad-fork";
        BAD_NAME = "finding-bad-name";
        NAME_TWICE = "finding-name-twice";
        TOO_MANY_REPLICAS = "finding-too-many-replicas";
        UNEXPECTED = "finding-unexpected-word";
        UNKNOWN_INCIDENT = "finding-unknown-incident";
        INCIDENT_NEAR = "finding-incident-near";
        INCIDENT_LIST = "finding-incident-list";
        BAD_CONFIG_SET = "finding-bad-config-set";
        HALF_PAGES = "finding-half-pages";
        COW_TWICE = "finding-cow-twice";
        ZERO_TIME = "finding-zero-time";
        KILL_WHOM = "finding-only-primary";
        SETS_NOTHING = "finding-sets-nothing";
        TOO_FAST = "finding-too-fast";
    }
}
pub(super) use ids::ALL as MESSAGES;

/// Words that begin a line, besides server directives.
pub(super) const KNOWN: &[&str] = &[
    "server",
    "allocator",
    "dataset",
    "rdb",
    "writes",
    "fork",
    "snapshot",
    "load",
    "apply",
    "link",
    "socket-buffer",
    "nic",
    "disk",
    "memory",
    "cow",
    "value-size",
    "keys",
    "replica",
    "replicas",
    "sentinel",
    "fresh",
    "at",
    "run",
    "seed",
    "jitter",
];

const INCIDENTS: &[&str] = &[
    "writes",
    "disconnect",
    "stall",
    "kill",
    "pause",
    "block",
    "restart",
    "bgsave",
    "config",
    "replicaof",
    "crash",
    "partition",
    "wait",
    "waitaof",
];

/// More replicas than anybody attaches to one primary.
const MOST_REPLICAS: u64 = 1000;
/// `replica-priority` is a signed integer in the server.
const MOST_PRIORITY: u64 = i32::MAX as u64;

type Read<T> = Result<T, (Option<Word>, Message)>;

/// The words of a line after the first, taken one at a time.
struct Words<'a> {
    rest: &'a [Word],
    usage: &'static str,
}

impl<'a> Words<'a> {
    fn peek(&self) -> Option<&'a str> {
        self.rest.first().map(|word| word.text.as_str())
    }
    fn next(&mut self) -> Read<&'a Word> {
        let (first, rest) = self.rest.split_first().ok_or((None, missing(self.usage)))?;
        self.rest = rest;
        Ok(first)
    }
    fn take(&mut self, word: &str) -> bool {
        let found = self.peek().is_some_and(|next| next.eq_ignore_ascii_case(word));
        if found {
            self.rest = &self.rest[1..];
        }
        found
    }
    fn expect(&mut self, word: &str) -> Read<()> {
        if self.take(word) {
            return Ok(());
        }
        match self.rest.first() {
            None => Err((None, missing(self.usage))),
            Some(other) => {
                let message = Message::new(ids::UNEXPECTED)
                    .with("text", other.text.as_str())
                    .with("usage", self.usage);
                Err((Some(other.clone()), message))
            }
        }
    }
    fn read<T>(&mut self, read: impl FnOnce(&str) -> Result<T, Message>) -> Read<T> {
        let word = self.next()?;
        read(&word.text).map_err(|message| (Some(word.clone()), message))
    }
    fn time(&mut self) -> Read<Duration> {
        self.read(|text| unit(parse_duration(text)))
    }
    /// A length of time that is more than nothing.
    fn some_time(&mut self) -> Read<Duration> {
        self.read(|text| match unit(parse_duration(text))? {
            Duration::ZERO => Err(Message::new(ids::ZERO_TIME).with("text", text)),
            time => Ok(time),
        })
    }
    fn lasting(&mut self) -> Read<Duration> {
        self.expect("for")?;
        self.some_time()
    }
    fn end(&self) -> Read<()> {
        match self.rest.first() {
            None => Ok(()),
            Some(extra) => Err((Some(extra.clone()), too_many(&extra.text, self.usage))),
        }
    }
    fn writes(&mut self) -> Read<Writes> {
        let word = self.next()?;
        let commands = word
            .text
            .strip_suffix("/s")
            .filter(|_| self.peek().is_some_and(|next| next.eq_ignore_ascii_case("of")));
        match commands {
            Some(count) => {
                let per_second = number(count, 0, 1_000_000_000)
                    .map_err(|message| (Some(word.clone()), message))?;
                self.expect("of")?;
                let value: Bytes = self.read(|text| unit(text.parse()))?;
                let writes = Writes::Commands { per_second, value };
                if writes.stream_rate().0 >= FASTEST {
                    let message = Message::new(ids::TOO_FAST)
                        .with("rate", writes.stream_rate())
                        .with("max", Rate(FASTEST));
                    return Err((Some(word.clone()), message));
                }
                Ok(writes)
            }
            None => {
                let rate = unit(word.text.parse());
                rate.map(Writes::Stream).map_err(|message| (Some(word.clone()), message))
            }
        }
    }
    fn target(&mut self) -> Read<Target> {
        let word = self.next()?;
        Ok(match word.text.to_ascii_lowercase().as_str() {
            "all" => Target::All,
            "primary" | "master" => Target::Primary,
            _ => Target::Replica(word.text.clone()),
        })
    }
}

fn usage_of(name: &str) -> &'static str {
    match name {
        "server" => "server redis 7.4.1",
        "allocator" => "allocator jemalloc",
        "dataset" => "dataset 8gb",
        "rdb" => "rdb 4gb",
        "writes" => "writes 10mb/s",
        "fork" => "fork 20ms/gb",
        "snapshot" => "snapshot 120mb/s",
        "load" => "load 100mb/s",
        "apply" => "apply 200mb/s",
        "link" => "link 1gbit/s rtt 1ms",
        "socket-buffer" => "socket-buffer 2500kb",
        "nic" => "nic 10gbit/s",
        "disk" => "disk 500mb/s",
        "memory" => "memory 16gb",
        "cow" => "cow 30%",
        "value-size" => "value-size 1kb",
        "keys" => "keys 4000000",
        "replica" => "replica r2 link 50mb/s load 40mb/s of r1",
        "replicas" => "replicas 5",
        "sentinel" => "sentinel down-after 30s failover-timeout 180s parallel-syncs 1",
        "fresh" => "fresh",
        "run" => "run 10m",
        "seed" => "seed 42",
        "jitter" => "jitter 20%",
        _ => "at 10s disconnect r1 for 64s",
    }
}

impl Reader {
    pub(super) fn model_word(&mut self, line: u32, name: &str, rest: &[Word]) {
        let mut words = Words { rest, usage: usage_of(name) };
        let read = self.read_word(line, name, &mut words).and_then(|()| words.end());
        if let Err((word, mut message)) = read {
            let at = message.args.iter().position(|(name, _)| *name == "hint");
            let hint = at.map(|at| message.args.remove(at).1);
            let finding = self.find(line, word.as_ref(), name, Severity::Error, message);
            if let Some(Value::Message(hint)) = hint {
                finding.hint = Some(*hint);
            }
        }
    }

    fn read_word(&mut self, line: u32, name: &str, words: &mut Words<'_>) -> Read<()> {
        macro_rules! set {
            ($field:ident) => {
                self.scenario.$field = Some(words.read(|text| unit(text.parse()))?)
            };
        }
        match name {
            "server" => self.scenario.server = Some(server(words)?),
            "allocator" => {
                self.scenario.allocator = Some(words.read(|text| match text {
                    "jemalloc" => Ok(Allocator::Jemalloc),
                    "libc" => Ok(Allocator::Libc),
                    _ => Err(Message::new(ids::BAD_ALLOCATOR).with("text", text)),
                })?);
            }
            "dataset" => set!(dataset),
            "rdb" => set!(rdb),
            "writes" => self.scenario.writes = Some(words.writes()?),
            "fork" => {
                self.scenario.fork = Some(words.read(|text| {
                    let bad = || Message::new(ids::BAD_FORK).with("text", text);
                    let time = text
                        .strip_suffix("/gb")
                        .or_else(|| text.strip_suffix("/GB"))
                        .ok_or_else(bad)?;
                    parse_duration(time).map_err(|_| bad())
                })?);
            }
            "snapshot" => set!(snapshot),
            "load" => set!(load),
            "apply" => set!(apply),
            "link" => self.scenario.link = link(words)?,
            "socket-buffer" => set!(socket_buffer),
            "nic" => set!(nic),
            "disk" => set!(disk),
            "memory" => set!(memory),
            "cow" => {
                self.scenario.cow = Some(Cow::Share(words.read(|text| unit(text.parse()))?));
            }
            "value-size" => {
                self.value_size = Some(words.read(|text| match unit(text.parse())? {
                    Bytes(0) => number("0", 1, u64::MAX).map(Bytes),
                    size => Ok(size),
                })?);
            }
            "keys" => self.keys = Some(words.read(|text| number(text, 1, 1 << 50))?),
            "replica" => self.replica(line, words)?,
            "replicas" => self.replicas(line, words)?,
            "sentinel" => self.scenario.sentinel = Some(sentinel(words)?),
            "fresh" => self.scenario.fresh = true,
            "at" => {
                let at = Instant::ZERO + words.time()?;
                let what = what(words)?;
                self.scenario.incidents.push(Incident { at, what });
                self.at_lines.push(line);
            }
            "run" => self.scenario.run = Some(words.some_time()?),
            "seed" => self.scenario.seed = Some(words.read(|text| number(text, 0, u64::MAX))?),
            "jitter" => set!(jitter),
            _ => unreachable!("KNOWN lists {name}, and so must this"),
        }
        Ok(())
    }

    fn add_replica(&mut self, line: u32, spec: ReplicaSpec, word: Option<&Word>) -> Read<()> {
        if self.scenario.replicas.iter().any(|replica| replica.name == spec.name) {
            let message = Message::new(ids::NAME_TWICE).with("text", spec.name);
            return Err((word.cloned(), message));
        }
        if self.scenario.replicas.len() as u64 >= MOST_REPLICAS {
            let message = Message::new(ids::TOO_MANY_REPLICAS).with("max", MOST_REPLICAS);
            return Err((word.cloned(), message));
        }
        self.scenario.replicas.push(spec);
        self.replica_lines.push(line);
        Ok(())
    }

    fn replica(&mut self, line: u32, words: &mut Words<'_>) -> Read<()> {
        let word = words.next()?;
        let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        let reserved = ["all", "primary", "master", "no"];
        if !word.text.chars().all(allowed)
            || word.text.is_empty()
            || word.text.len() > 64
            || reserved.contains(&word.text.to_ascii_lowercase().as_str())
        {
            let message = Message::new(ids::BAD_NAME).with("text", word.text.as_str());
            return Err((Some(word.clone()), message));
        }
        let mut spec = ReplicaSpec { name: word.text.clone(), ..ReplicaSpec::default() };
        while !words.rest.is_empty() {
            if words.take("link") {
                spec.link.rate = Some(words.read(|text| unit(text.parse()))?);
            } else if words.take("rtt") {
                spec.link.rtt = Some(words.time()?);
            } else if words.take("load") {
                spec.load = Some(words.read(|text| unit(text.parse()))?);
            } else if words.take("apply") {
                spec.apply = Some(words.read(|text| unit(text.parse()))?);
            } else if words.take("priority") {
                spec.priority = Some(words.read(|text| number(text, 0, MOST_PRIORITY))?);
            } else {
                words.expect("of")?;
                spec.of = Some(words.next()?.text.clone());
            }
        }
        self.add_replica(line, spec, Some(word))
    }

    fn replicas(&mut self, line: u32, words: &mut Words<'_>) -> Read<()> {
        let word = words.rest.first();
        let count = words.read(|text| number(text, 0, MOST_REPLICAS))?;
        for n in 1..=count {
            let spec = ReplicaSpec { name: format!("r{n}"), ..ReplicaSpec::default() };
            self.add_replica(line, spec, word)?;
        }
        Ok(())
    }

    pub(super) fn join_value_size_and_keys(&mut self) {
        match (self.value_size, self.keys) {
            (Some(value_size), Some(keys)) => {
                if self.scenario.cow.is_some() {
                    self.about("cow", Severity::Warning, Message::new(ids::COW_TWICE));
                }
                self.scenario.cow = Some(Cow::Pages { value_size, keys });
            }
            (None, None) => {}
            (given, _) => {
                let (field, other) = match given {
                    Some(_) => ("value-size", "keys"),
                    None => ("keys", "value-size"),
                };
                let message =
                    Message::new(ids::HALF_PAGES).with("text", field).with("other", other);
                self.about(field, Severity::Error, message);
            }
        }
    }
}

fn server(words: &mut Words<'_>) -> Read<Server> {
    let family = words.next()?;
    let version = words.next()?;
    let text = format!("{} {}", family.text, version.text);
    let bad = |id| (Some(version.clone()), Message::new(id).with("text", text.as_str()));
    let server = Server::parse(&text).ok_or_else(|| bad(ids::BAD_SERVER))?;
    let oldest = match server.family {
        crate::server::Family::Redis => Server::redis(6, 2, 0),
        crate::server::Family::Valkey => Server::valkey(7, 2, 0),
    };
    if server < oldest {
        return Err(bad(ids::OLD_SERVER));
    }
    Ok(server)
}

fn link(words: &mut Words<'_>) -> Read<LinkSpec> {
    let mut link = LinkSpec::default();
    if words.peek() != Some("rtt") {
        link.rate = Some(words.read(|text| unit(text.parse()))?);
    }
    if words.take("rtt") {
        link.rtt = Some(words.time()?);
    }
    Ok(link)
}

fn sentinel(words: &mut Words<'_>) -> Read<SentinelSpec> {
    let mut spec = SentinelSpec {
        down_after: Duration::from_secs(30),
        failover_timeout: Duration::from_secs(180),
        parallel_syncs: 1,
    };
    while !words.rest.is_empty() {
        if words.take("down-after") {
            spec.down_after = words.some_time()?;
        } else if words.take("failover-timeout") {
            spec.failover_timeout = words.some_time()?;
        } else {
            words.expect("parallel-syncs")?;
            spec.parallel_syncs = words.read(|text| number(text, 1, MOST_REPLICAS))?;
        }
    }
    Ok(spec)
}

fn what(words: &mut Words<'_>) -> Read<What> {
    let word = words.next()?;
    let incident = word.text.to_ascii_lowercase();
    words.usage = match incident.as_str() {
        "writes" => "at 30s writes 80mb/s for 10s",
        "stall" => "at 10s stall r1 for 20s",
        "kill" => "at 10s kill r1",
        "pause" => "at 10s pause r1 for 20s",
        "block" => "at 10s block primary for 3s",
        "restart" => "at 10s restart r1 for 15s",
        "bgsave" => "at 40s bgsave",
        "config" => "at 50s config set repl-backlog-size 256mb",
        "replicaof" => "at 50s replicaof r1 no one",
        "crash" => "at 60s crash primary for 5s",
        "partition" => "at 60s partition primary for 60s",
        "wait" => "at 5s wait 1 500ms",
        "waitaof" => "at 5s waitaof 1 1 2s",
        _ => words.usage,
    };
    Ok(match incident.as_str() {
        "writes" => {
            let rate = words.writes()?;
            let lasting = if words.rest.is_empty() { None } else { Some(words.lasting()?) };
            What::Writes { rate, lasting }
        }
        "disconnect" => What::Disconnect { who: words.target()?, lasting: words.lasting()? },
        "stall" => What::Stall { who: words.target()?, lasting: words.lasting()? },
        "kill" => What::Kill { who: words.target()? },
        "pause" => What::Pause { who: words.target()?, lasting: words.lasting()? },
        "block" => What::Block { who: only_primary(words)?, lasting: words.lasting()? },
        "restart" => What::Restart { who: words.target()?, lasting: words.lasting()? },
        "bgsave" => What::Bgsave,
        "config" => {
            words.expect("set")?;
            let name = words.next()?;
            let found = directive::find(&name.text.to_ascii_lowercase()).ok_or_else(|| {
                let message = Message::new(ids::BAD_CONFIG_SET).with("text", name.text.as_str());
                (Some(name.clone()), message)
            })?;
            // `CONFIG SET client-output-buffer-limit "replica ..."` is one quoted word there.
            let values: Vec<&str> =
                words.rest.iter().flat_map(|word| split_quoted(&word.text)).collect();
            let mut conf = Conf::default();
            found
                .read(&values, &mut conf)
                .map_err(|message| (words.rest.first().cloned(), message))?;
            if conf == Conf::default() {
                // Limits of another class of clients: nothing of the model changes.
                let message = Message::new(ids::SETS_NOTHING).with("usage", found.usage);
                return Err((words.rest.first().cloned(), message));
            }
            words.rest = &[];
            What::ConfigSet(Box::new(conf))
        }
        "replicaof" | "slaveof" => {
            let who = words.next()?.text.clone();
            let of = if words.take("no") {
                words.expect("one")?;
                None
            } else {
                Some(words.target()?)
            };
            What::ReplicaOf { who, of }
        }
        "crash" => {
            let alone = words.take("process");
            if !alone {
                only_primary(words)?;
            }
            let lasting = if words.rest.is_empty() { None } else { Some(words.lasting()?) };
            What::Crash { alone, lasting }
        }
        "partition" => {
            only_primary(words)?;
            What::PartitionPrimary { lasting: words.lasting()? }
        }
        "wait" => What::Wait {
            local: None,
            replicas: words.read(|text| number(text, 0, MOST_REPLICAS))?,
            timeout: words.time()?,
        },
        "waitaof" => What::Wait {
            local: Some(words.read(|text| number(text, 0, 1))?),
            replicas: words.read(|text| number(text, 0, MOST_REPLICAS))?,
            timeout: words.time()?,
        },
        _ => {
            let message = Message::new(ids::UNKNOWN_INCIDENT).with("text", word.text.as_str());
            let message = match nearest(&incident, INCIDENTS.iter().copied()) {
                Some(near) => {
                    message.with("hint", Message::new(ids::INCIDENT_NEAR).with("near", near))
                }
                None => message.with(
                    "hint",
                    Message::new(ids::INCIDENT_LIST).with("list", INCIDENTS.join(", ")),
                ),
            };
            return Err((Some(word.clone()), message));
        }
    })
}

/// An empty quoted value stays one value; `"replica 1gb 0 0"` is four.
fn split_quoted(text: &str) -> Vec<&str> {
    if text.trim().is_empty() { vec![""] } else { text.split_whitespace().collect() }
}

fn only_primary(words: &mut Words<'_>) -> Read<Target> {
    let word = words.next()?;
    match word.text.to_ascii_lowercase().as_str() {
        "primary" | "master" => Ok(Target::Primary),
        _ => {
            let message = Message::new(ids::KILL_WHOM)
                .with("text", word.text.as_str())
                .with("usage", words.usage);
            Err((Some(word.clone()), message))
        }
    }
}
