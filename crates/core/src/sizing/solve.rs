//! Any unknown: the largest (or, of a link, the smallest) value with which all else still works.
//!
//! Every question is answered twice. `value` works however the unknowable falls (where in a cron's
//! turn a child ends, where a block begins); `beyond` is the first one that fails however it falls.
//! What needs no luck, the backlog, has the two next to each other.

use core::time::Duration;

use crate::message::{Message, Value};
use crate::scenario::{OutputBufferLimits, ReplicaSpec, Scenario, What, Writes};
use crate::units::{Bytes, FASTEST, LinkRate, Rate};

use super::Question;
use super::buffer::Luck;
use super::fits::{Asked, Limit, Scene, gives_way};
use super::outage::LONGEST;
use super::profile::Profile;

pub(super) mod ids {
    crate::messages! {
        OUTAGE = "solve-outage";
        WRITES = "solve-writes";
        DATASET = "solve-dataset";
        LINK = "solve-link";
        REPLICAS = "solve-replicas";
        BACKLOG = "solve-backlog";
        HARD = "solve-hard";
        SOFT = "solve-soft";
        BINDS = "solve-binds";
        BINDS_NEXT = "solve-binds-next";
        NOTHING = "solve-nothing";
        ANYTHING = "solve-anything";
    }
}

/// What the page writes beside it.
pub(super) const LABELS: &[&str] = &["solve-title", "solve-passes", "solve-fails"];

/// What is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unknown {
    /// The longest outage that stays partial, in milliseconds.
    Outage,
    /// The highest constant write rate, in bytes a second.
    Writes,
    /// The largest dataset whose full resync finishes, in bytes; the snapshot keeps its proportion.
    Dataset,
    /// The slowest link, in bytes a second.
    Link,
    /// How many replicas may be resynchronised together.
    Replicas,
    /// The smallest `repl-backlog-size` that keeps the outage partial, in bytes.
    Backlog,
    /// The smallest hard limit under which a full resync finishes, in bytes.
    Hard,
    /// The same of the soft limit.
    Soft,
}

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Solution {
    /// What was asked for.
    pub unknown: Unknown,
    /// The last value that certainly works; `None` where none does.
    pub value: Option<u64>,
    /// The first value that certainly fails; `None` where nothing up to the largest does.
    pub beyond: Option<u64>,
    /// What gives way beyond `value`.
    pub limit: Option<Limit>,
    /// Where that shows: what to run to see it.
    pub scene: Option<Scene>,
}

impl Unknown {
    /// All of them, with the word each has on a command line.
    pub const ALL: [(Self, &'static str); 8] = [
        (Self::Outage, "outage"),
        (Self::Writes, "writes"),
        (Self::Dataset, "dataset"),
        (Self::Link, "link"),
        (Self::Replicas, "replicas"),
        (Self::Backlog, "backlog"),
        (Self::Hard, "hard"),
        (Self::Soft, "soft"),
    ];

    /// What it is at present.
    #[must_use]
    pub fn present(self, scenario: &Scenario, question: &Question) -> u64 {
        let spec = super::with_a_replica(scenario).resolved();
        let settings = &spec.settings;
        match self {
            Self::Outage => u64::try_from(question.outage.as_millis()).unwrap_or(u64::MAX),
            Self::Writes => question.peak.unwrap_or(spec.writes).0,
            Self::Dataset => spec.dataset.0,
            Self::Link => spec.replicas[0].link.0.0,
            Self::Replicas => u64::try_from(spec.replicas.len()).expect("few replicas"),
            Self::Backlog => settings.repl_backlog_size.0,
            Self::Hard => settings.output_buffer.hard.0,
            Self::Soft => settings.output_buffer.soft.0,
        }
    }

    /// The unknown of a word, as in [`Self::ALL`].
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == word).map(|(unknown, _)| *unknown)
    }

    /// Its word.
    fn word(self) -> &'static str {
        Self::ALL.iter().find(|(unknown, _)| *unknown == self).map_or("", |(_, word)| word)
    }

    /// A value with its unit.
    #[must_use]
    pub fn quantity(self, value: u64) -> Value {
        match self {
            Self::Outage => Value::Time(Duration::from_millis(value)),
            Self::Writes | Self::Link => Value::Rate(Rate(value)),
            Self::Dataset | Self::Backlog | Self::Hard | Self::Soft => Value::Bytes(Bytes(value)),
            Self::Replicas => Value::Count(value),
        }
    }

    /// The least and the greatest value that is looked at.
    fn range(self) -> (u64, u64) {
        match self {
            Self::Outage => (1, u64::try_from(LONGEST.as_millis()).expect("a day")),
            Self::Writes | Self::Link => (1, FASTEST - 1),
            Self::Dataset | Self::Backlog | Self::Hard | Self::Soft => (1, (1 << 49) - 1),
            Self::Replicas => (1, 1000),
        }
    }

    /// What has to work.
    pub(super) fn asked(self, question: &Question) -> Asked {
        let outage = Some(question.outage);
        let (all, none) =
            (Asked { outage, gap: true, resync: true, memory: true }, Asked::default());
        match self {
            Self::Outage => Asked { outage, gap: true, ..none },
            Self::Writes | Self::Link => all,
            Self::Dataset | Self::Replicas => Asked { outage: None, ..all },
            Self::Backlog => Asked { outage, ..none },
            Self::Hard | Self::Soft => Asked { resync: true, memory: true, ..none },
        }
    }

    /// Whether more of it is better; of everything else, less is.
    fn the_more_the_better(self) -> bool {
        matches!(self, Self::Link | Self::Backlog | Self::Hard | Self::Soft)
    }

    /// The scenario and the question with `value` in the place of the unknown.
    #[must_use]
    pub fn put(self, scenario: &Scenario, question: &Question, value: u64) -> (Scenario, Question) {
        let (mut scenario, mut question) = (scenario.clone(), *question);
        match self {
            Self::Outage => question.outage = Duration::from_millis(value),
            Self::Writes => {
                question.peak = None;
                scenario.writes = Some(Writes::Stream(Rate(value)));
                scenario.incidents.retain(|i| !matches!(i.what, What::Writes { .. }));
            }
            Self::Dataset => {
                // A given snapshot keeps its proportion.
                let was = scenario.dataset.unwrap_or(Bytes::gib(1)).0.max(1);
                scenario.rdb = scenario.rdb.map(|rdb| {
                    let scaled = u128::from(rdb.0) * u128::from(value) / u128::from(was);
                    Bytes(u64::try_from(scaled).unwrap_or(u64::MAX >> 15))
                });
                scenario.dataset = Some(Bytes(value));
            }
            Self::Link => {
                scenario.link.rate = Some(LinkRate(Rate(value)));
                for replica in &mut scenario.replicas {
                    replica.link.rate = None;
                }
            }
            Self::Backlog => scenario.conf.repl_backlog_size = Some(Bytes(value)),
            Self::Hard | Self::Soft => {
                let present = scenario.resolved().settings.output_buffer;
                let (hard, soft) = if self == Self::Hard {
                    (Bytes(value), present.soft)
                } else {
                    (present.hard, Bytes(value))
                };
                scenario.conf.output_buffer = Some(OutputBufferLimits { hard, soft, ..present });
            }
            Self::Replicas => {
                let like = scenario.replicas.first().cloned().unwrap_or_default();
                scenario.replicas = (1..=value)
                    .map(|n| ReplicaSpec { name: format!("r{n}"), of: None, ..like.clone() })
                    .collect();
            }
        }
        (scenario, question)
    }
}

impl Solution {
    /// The value in a sentence, and in a second one what gives way next to it.
    #[must_use]
    pub fn say(&self) -> Vec<Message> {
        let what = self.unknown.word();
        let Some(value) = self.value else {
            let why = self.limit.map(Limit::name);
            return vec![match why {
                Some(why) => Message::new(ids::NOTHING).with("what", what).with("why", why),
                None => Message::new(ids::ANYTHING).with("what", what),
            }];
        };
        let id = match self.unknown {
            Unknown::Outage => ids::OUTAGE,
            Unknown::Writes => ids::WRITES,
            Unknown::Dataset => ids::DATASET,
            Unknown::Link => ids::LINK,
            Unknown::Replicas => ids::REPLICAS,
            Unknown::Backlog => ids::BACKLOG,
            Unknown::Hard => ids::HARD,
            Unknown::Soft => ids::SOFT,
        };
        let (Some(beyond), Some(limit)) = (self.beyond, self.limit) else {
            return vec![Message::new(ids::ANYTHING).with("what", what)];
        };
        let quantity = |value| self.unknown.quantity(value);
        // What needs no luck fails a byte or a millisecond further, which no sentence can show.
        let exact = value.abs_diff(beyond) == 1 && self.unknown != Unknown::Replicas;
        let next = Message::new(if exact { ids::BINDS_NEXT } else { ids::BINDS });
        vec![
            Message::new(id).with("value", quantity(value)),
            next.with("why", limit.name()).with("value", quantity(beyond)),
        ]
    }
}

/// Finds the unknown, all else as given.
///
/// ```
/// use stormglass_core::scenario::Scenario;
/// use stormglass_core::sizing::{Limit, Question, Unknown, solve};
///
/// let scenario = Scenario::parse("server redis 6.2.16\nwrites 1mb/s\nreplica r1\n\
///     repl-backlog-size 64mb\n")?;
/// let found = solve(&scenario, &Question::default(), Unknown::Outage);
/// // 64 s of writes: with the attempt at 73.5 s it returns in time, with that at 74.5 s it does not.
/// assert_eq!((found.value, found.limit), (Some(63_500), Some(Limit::Backlog)));
/// # Ok::<(), stormglass_core::scenario::Findings>(())
/// ```
#[must_use]
pub fn solve(scenario: &Scenario, question: &Question, unknown: Unknown) -> Solution {
    let scenario = super::with_a_replica(scenario);
    let test = |value: u64, luck: Luck| {
        let (scenario, question) = unknown.put(&scenario, question, value);
        let spec = scenario.resolved();
        let writes = question.peak.map_or_else(|| Profile::of(&spec), Profile::constant);
        gives_way(&spec, &writes, unknown.asked(&question), luck)
    };
    let (least, most) = unknown.range();
    let turned = unknown.the_more_the_better();
    let place = |step: u64| if turned { most - (step - least) } else { step };
    let ok = |step: u64, luck| test(place(step), luck).is_none();
    let last = |luck| last_that(least, most, |step| ok(step, luck));
    let value = last(Luck::Worst);
    let after = value.map_or(least, |step| step + 1);
    let gives_way = (after <= most).then(|| test(place(after), Luck::Worst)).flatten();
    let beyond = last(Luck::Best).map_or(least, |step| step + 1).max(after);
    let fails = (beyond <= most).then(|| place(beyond));
    // What fails for certain is what there is to be shown.
    let seen = fails.and_then(|value| test(value, Luck::Best)).or(gives_way);
    Solution {
        unknown,
        value: value.map(place),
        beyond: fails,
        limit: gives_way.map(|(_, limit)| limit),
        scene: seen.map(|(scene, _)| scene),
    }
}

/// The last step for which `ok` holds, where it holds up to some point.
fn last_that(least: u64, most: u64, ok: impl Fn(u64) -> bool) -> Option<u64> {
    if !ok(least) {
        return None;
    }
    if ok(most) {
        return Some(most);
    }
    let (mut low, mut high) = (least, most);
    while low + 1 < high {
        let mid = u64::midpoint(low, high);
        if ok(mid) { low = mid } else { high = mid }
    }
    Some(low)
}
