//! Server directives: one table for reading, printing and naming them.

use super::conf::{AppendFsync, Conf, DisklessLoad, MaxmemoryPolicy, OutputBufferLimits};
use crate::message::Message;
use crate::units::{Bytes, UnitError};

mod ids {
    crate::messages! {
        MISSING = "finding-missing-value";
        TOO_MANY = "finding-too-many-values";
        NOT_A_NUMBER = "finding-not-a-number";
        OUT_OF_RANGE = "finding-out-of-range";
        NOT_YES_NO = "finding-not-yes-no";
        BAD_CHOICE = "finding-bad-choice";
        BAD_CLASS = "finding-bad-class";
        BACKLOG_ZERO = "finding-backlog-zero";
    }
}
pub(super) use ids::ALL as MESSAGES;

type Read = fn(&Directive, &[&str], &mut Conf) -> Result<(), Message>;
type Write = fn(&Conf) -> Option<String>;

/// One directive of redis.conf or valkey.conf that the model knows.
pub(crate) struct Directive {
    /// Its name, in the newer spelling.
    pub(crate) name: &'static str,
    /// Its older spelling.
    pub(super) alias: &'static str,
    /// What a line looks like.
    pub(super) usage: &'static str,
    read: Read,
    pub(super) write: Write,
}

impl Directive {
    /// Sets the directive from its values.
    pub(crate) fn read(&self, values: &[&str], conf: &mut Conf) -> Result<(), Message> {
        (self.read)(self, values, conf)
    }
}

pub(super) fn missing(usage: &str) -> Message {
    Message::new(ids::MISSING).with("usage", usage)
}

pub(super) fn too_many(text: &str, usage: &str) -> Message {
    Message::new(ids::TOO_MANY).with("text", text).with("usage", usage)
}

pub(super) fn unit<T>(read: Result<T, UnitError>) -> Result<T, Message> {
    read.map_err(|UnitError(message)| message)
}

fn one<'a>(directive: &Directive, values: &[&'a str]) -> Result<&'a str, Message> {
    match values {
        [] => Err(missing(directive.usage)),
        [value] => Ok(value),
        [_, extra, ..] => Err(too_many(extra, directive.usage)),
    }
}

/// A whole number between bounds.
pub(super) fn number(text: &str, min: u64, max: u64) -> Result<u64, Message> {
    let number: i128 =
        text.parse().map_err(|_| Message::new(ids::NOT_A_NUMBER).with("text", text))?;
    let range =
        || Message::new(ids::OUT_OF_RANGE).with("text", text).with("min", min).with("max", max);
    u64::try_from(number).ok().filter(|n| (min..=max).contains(n)).ok_or_else(range)
}

fn yes_no(text: &str) -> Result<bool, Message> {
    match text.to_ascii_lowercase().as_str() {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err(Message::new(ids::NOT_YES_NO).with("text", text)),
    }
}

fn choice<T: Copy>(text: &str, choices: &[(&'static str, T)]) -> Result<T, Message> {
    let found = choices.iter().find(|(name, _)| name.eq_ignore_ascii_case(text));
    found.map(|(_, value)| *value).ok_or_else(|| {
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        Message::new(ids::BAD_CHOICE).with("text", text).with("choices", names.join(", "))
    })
}

fn name_of<T: Copy + PartialEq>(value: T, choices: &[(&'static str, T)]) -> String {
    let found = choices.iter().find(|(_, candidate)| *candidate == value);
    found.map_or_else(String::new, |(name, _)| (*name).to_owned())
}

fn say_yes_no(value: bool) -> String {
    if value { "yes" } else { "no" }.to_owned()
}

macro_rules! simple {
    ($name:literal, $alias:literal, $usage:literal, $field:ident, $read:expr, $write:expr) => {
        Directive {
            name: $name,
            alias: $alias,
            usage: $usage,
            read: |directive, values, conf| {
                let read: fn(&str) -> Result<_, Message> = $read;
                conf.$field = Some(read(one(directive, values)?)?);
                Ok(())
            },
            write: |conf| {
                conf.$field.as_ref().map(|value| {
                    let write: fn(&_) -> String = $write;
                    write(value)
                })
            },
        }
    };
}

const SECONDS_MAX: u64 = i32::MAX as u64;

const DISKLESS_LOADS: &[(&str, DisklessLoad)] = &[
    ("disabled", DisklessLoad::Disabled),
    ("on-empty-db", DisklessLoad::OnEmptyDb),
    ("swapdb", DisklessLoad::Swapdb),
    ("flush-before-load", DisklessLoad::FlushBeforeLoad),
];
const POLICIES: &[(&str, MaxmemoryPolicy)] = &[
    ("noeviction", MaxmemoryPolicy::NoEviction),
    ("allkeys-lru", MaxmemoryPolicy::AllkeysLru),
    ("allkeys-lfu", MaxmemoryPolicy::AllkeysLfu),
    ("allkeys-random", MaxmemoryPolicy::AllkeysRandom),
    ("volatile-lru", MaxmemoryPolicy::VolatileLru),
    ("volatile-lfu", MaxmemoryPolicy::VolatileLfu),
    ("volatile-random", MaxmemoryPolicy::VolatileRandom),
    ("volatile-ttl", MaxmemoryPolicy::VolatileTtl),
];
const FSYNCS: &[(&str, AppendFsync)] = &[
    ("always", AppendFsync::Always),
    ("everysec", AppendFsync::Everysec),
    ("no", AppendFsync::No),
];

fn size(text: &str) -> Result<Bytes, Message> {
    unit(text.parse())
}

fn backlog_size(text: &str) -> Result<Bytes, Message> {
    match size(text)? {
        Bytes(0) => Err(Message::new(ids::BACKLOG_ZERO)),
        size => Ok(size),
    }
}

/// Every directive, in the order in which they are printed.
pub(super) const DIRECTIVES: &[Directive] = &[
    simple!(
        "repl-backlog-size",
        "",
        "repl-backlog-size 64mb",
        repl_backlog_size,
        backlog_size,
        |size: &Bytes| size.to_string()
    ),
    simple!(
        "repl-backlog-ttl",
        "",
        "repl-backlog-ttl 3600",
        repl_backlog_ttl,
        |text| number(text, 0, i64::MAX as u64 / 1_000_000_000),
        u64::to_string
    ),
    Directive {
        name: "client-output-buffer-limit",
        alias: "",
        usage: "client-output-buffer-limit replica 256mb 64mb 60",
        read: output_buffer,
        write: |conf| {
            conf.output_buffer.map(|limits| {
                format!("replica {} {} {}", limits.hard, limits.soft, limits.soft_for)
            })
        },
    },
    simple!(
        "repl-timeout",
        "",
        "repl-timeout 60",
        repl_timeout,
        |text| number(text, 1, SECONDS_MAX),
        u64::to_string
    ),
    simple!(
        "repl-ping-replica-period",
        "repl-ping-slave-period",
        "repl-ping-replica-period 10",
        repl_ping_period,
        |text| number(text, 1, SECONDS_MAX),
        u64::to_string
    ),
    simple!(
        "repl-diskless-sync",
        "",
        "repl-diskless-sync yes",
        diskless_sync,
        yes_no,
        |value: &bool| say_yes_no(*value)
    ),
    simple!(
        "repl-diskless-sync-delay",
        "",
        "repl-diskless-sync-delay 5",
        diskless_delay,
        |text| number(text, 0, SECONDS_MAX),
        u64::to_string
    ),
    simple!(
        "repl-diskless-sync-max-replicas",
        "",
        "repl-diskless-sync-max-replicas 0",
        diskless_max_replicas,
        |text| number(text, 0, SECONDS_MAX),
        u64::to_string
    ),
    simple!(
        "repl-diskless-load",
        "",
        "repl-diskless-load disabled",
        diskless_load,
        |text| choice(text, DISKLESS_LOADS),
        |value: &DisklessLoad| name_of(*value, DISKLESS_LOADS)
    ),
    simple!("repl-rdb-channel", "", "repl-rdb-channel yes", rdb_channel, yes_no, |value: &bool| {
        say_yes_no(*value)
    }),
    simple!(
        "dual-channel-replication-enabled",
        "",
        "dual-channel-replication-enabled yes",
        dual_channel,
        yes_no,
        |value: &bool| say_yes_no(*value)
    ),
    simple!(
        "replica-full-sync-buffer-limit",
        "",
        "replica-full-sync-buffer-limit 0",
        full_sync_buffer_limit,
        size,
        |size: &Bytes| size.to_string()
    ),
    simple!(
        "min-replicas-to-write",
        "min-slaves-to-write",
        "min-replicas-to-write 1",
        min_replicas_to_write,
        |text| number(text, 0, SECONDS_MAX),
        u64::to_string
    ),
    simple!(
        "min-replicas-max-lag",
        "min-slaves-max-lag",
        "min-replicas-max-lag 10",
        min_replicas_max_lag,
        |text| number(text, 0, SECONDS_MAX),
        u64::to_string
    ),
    simple!("maxmemory", "", "maxmemory 12gb", maxmemory, size, |size: &Bytes| size.to_string()),
    simple!(
        "maxmemory-policy",
        "",
        "maxmemory-policy noeviction",
        maxmemory_policy,
        |text| choice(text, POLICIES),
        |value: &MaxmemoryPolicy| name_of(*value, POLICIES)
    ),
    Directive {
        name: "save",
        alias: "",
        usage: "save 900 1",
        read: save,
        write: |conf| {
            conf.save.as_ref().map(|points| match points.as_slice() {
                [] => "\"\"".to_owned(),
                points => {
                    let pairs: Vec<String> =
                        points.iter().map(|(secs, changes)| format!("{secs} {changes}")).collect();
                    pairs.join(" ")
                }
            })
        },
    },
    simple!("appendonly", "", "appendonly yes", appendonly, yes_no, |value: &bool| say_yes_no(
        *value
    )),
    simple!(
        "appendfsync",
        "",
        "appendfsync everysec",
        appendfsync,
        |text| choice(text, FSYNCS),
        |value: &AppendFsync| name_of(*value, FSYNCS)
    ),
    simple!(
        "no-appendfsync-on-rewrite",
        "",
        "no-appendfsync-on-rewrite no",
        no_appendfsync_on_rewrite,
        yes_no,
        |value: &bool| say_yes_no(*value)
    ),
    simple!(
        "replica-lazy-flush",
        "slave-lazy-flush",
        "replica-lazy-flush no",
        lazy_flush,
        yes_no,
        |value: &bool| say_yes_no(*value)
    ),
];

/// Whether a class of clients is that of replicas, in either spelling.
pub(super) fn is_replica_class(class: &str) -> bool {
    class.eq_ignore_ascii_case("replica") || class.eq_ignore_ascii_case("slave")
}

/// `client-output-buffer-limit CLASS HARD SOFT SECONDS`, several classes on a line as the server
/// allows; only the class of replicas is kept.
fn output_buffer(directive: &Directive, values: &[&str], conf: &mut Conf) -> Result<(), Message> {
    if values.is_empty() || !values.len().is_multiple_of(4) {
        return Err(missing(directive.usage));
    }
    for class in values.chunks(4) {
        let limits = OutputBufferLimits {
            hard: size(class[1])?,
            soft: size(class[2])?,
            soft_for: number(class[3], 0, SECONDS_MAX)?,
        };
        match class[0].to_ascii_lowercase().as_str() {
            name if is_replica_class(name) => conf.output_buffer = Some(limits),
            "normal" | "pubsub" => {}
            _ => return Err(Message::new(ids::BAD_CLASS).with("text", class[0])),
        }
    }
    Ok(())
}

/// `save SECONDS CHANGES ...`, added to what earlier lines gave; `save ""` clears them.
fn save(directive: &Directive, values: &[&str], conf: &mut Conf) -> Result<(), Message> {
    if values == [""] {
        conf.save = Some(Vec::new());
        return Ok(());
    }
    if values.is_empty() || !values.len().is_multiple_of(2) {
        return Err(missing(directive.usage));
    }
    for pair in values.chunks(2) {
        let point = (number(pair[0], 1, SECONDS_MAX)?, number(pair[1], 0, SECONDS_MAX)?);
        conf.save.get_or_insert_default().push(point);
    }
    Ok(())
}

/// The directive of a name in either spelling.
pub(crate) fn find(name: &str) -> Option<&'static Directive> {
    let known = |directive: &&Directive| directive.name == name || directive.alias == name;
    // Most directives have no older spelling, so the empty name would find them.
    DIRECTIVES.iter().find(known).filter(|_| !name.is_empty())
}
