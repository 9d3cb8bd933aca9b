//! Sizing: which numbers to set, what they cover, what they cost, and what binds.

mod answer;
mod bill;
mod buffer;
mod fits;
mod inputs;
mod limits;
mod myths;
mod outage;
mod profile;
mod proof;
mod resync;
mod rules;
mod series;
mod series_text;
mod service;
mod solve;
mod verdict;

pub use answer::answer;
pub use bill::Bills;
pub use fits::{Limit, Scene};
pub use inputs::{Input, Origin, inputs};
pub use limits::Reach;
pub use myths::{MYTHS, Myth};
pub use proof::{Proof, prove, scene_of_outage};
pub use series::{Series, worst_moment};
pub use series_text::SeriesTrouble;
pub use service::{Fact, Knob, SERVICES, Service};
pub use solve::{Solution, Unknown, solve};

use core::time::Duration;

use crate::message::Message;
use crate::scenario::{OutputBufferLimits, ReplicaSpec, Scenario};
use crate::units::{Bytes, Rate, Share};

/// What is to be survived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// The longest outage that must stay partial.
    pub outage: Duration,
    /// The peak of the write rate, where it exceeds the scenario's `writes`.
    pub peak: Option<Rate>,
    /// Added on top of the minimum; 500 is half as much again.
    pub margin: Share,
}

impl Default for Question {
    fn default() -> Self {
        Self { outage: Duration::from_secs(60), peak: None, margin: Share(500) }
    }
}

/// The outage as the backlog sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EffectiveOutage {
    /// The outage asked about.
    pub outage: Duration,
    /// Until the next attempt to connect: at most one second (redis 6.2 on `replicationCron`).
    pub retry: Duration,
    /// Round trips until the request is decided, and the bytes in flight at the cut.
    pub handshake: Duration,
    /// All of it.
    pub total: Duration,
    /// The same where the link goes silent and nothing closes it: the replica notices after
    /// `repl-timeout`, a second of its clock and one of its cron
    /// (redis 7.0 `replication.c:replicationCron`), and only then tries again.
    pub silent: Duration,
}

/// One phase of a full resync and how long it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PhaseTime {
    /// Catalogue id of the phase: `phase-delay`, `phase-fork`, `phase-save`, `phase-transfer`,
    /// `phase-load`, `phase-ack`, `phase-drain`.
    pub phase: &'static str,
    /// How long.
    pub time: Duration,
    /// Whether the output buffer grows meanwhile.
    pub buffers: bool,
}

/// Whether a full resync ever finishes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Convergence {
    /// It does; this much of the binding limit stays free.
    Yes {
        /// Bytes below the hard limit at the peak; `None` where it is off.
        hard_free: Option<Bytes>,
        /// Time left on the soft clock; `None` where it never runs out.
        soft_free: Option<Duration>,
    },
    /// The output buffer is closed first: a storm with this period.
    Storm {
        /// From one request to the next.
        period: Duration,
        /// Whether the soft limit acts first.
        soft: bool,
    },
    /// Writes exceed what the path or the replica takes: no limit helps.
    NeverDrains {
        /// How much faster writes are.
        deficit: Rate,
        /// How long the present limit lasts.
        lasts: Option<Duration>,
    },
}

/// A rule of thumb beside the exact number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Catalogue id of its name and formula: `rule-once`, `rule-twice`, `rule-matrix`, `rule-bgsave`, ...
    pub id: &'static str,
    /// Where it comes from.
    pub source: &'static str,
    /// What it says here; `None` where it has no answer.
    pub value: Option<Bytes>,
    /// Whether that is enough, too much or beside the point, in words.
    pub verdict: Message,
}

/// A formula with the numbers in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Formula {
    /// What it computes: a directive such as `repl-backlog-size`, or the id of a message.
    pub name: &'static str,
    /// The formula with numbers and units.
    pub text: Message,
    /// Server version and function, or public document.
    pub source: &'static str,
    /// The words of the [`inputs`] that went in.
    pub inputs: &'static [&'static str],
}

impl Formula {
    /// Its name in words, where it is not a directive.
    #[must_use]
    pub fn title(&self) -> Option<Message> {
        self.name.starts_with("formula-").then(|| Message::new(self.name))
    }
}

/// What it costs on the primary.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bill {
    /// The keyspace.
    pub dataset: Bytes,
    /// The backlog when full, with its blocks' overhead.
    pub backlog: Bytes,
    /// Replica output buffers at the peak of one full resync.
    pub buffers: Bytes,
    /// Copy-on-write during the save, low end.
    pub cow_low: Bytes,
    /// Copy-on-write during the save, high end.
    pub cow_high: Bytes,
    /// All of it, with the high end.
    pub total: Bytes,
    /// What each replica holds meanwhile, where the stream has a connection of its own; not part of
    /// the primary's total.
    pub on_replica: Bytes,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What was asked.
    pub question: Question,
    /// The write rate used.
    pub peak: Rate,
    /// The most that is written in any time as long as the effective outage.
    pub most: Bytes,
    /// The outage the backlog sees, with the worst retry.
    pub effective: EffectiveOutage,
    /// The smallest size for which the engine keeps the outage partial.
    pub backlog_min: Bytes,
    /// The recommended value: worst retry, margin, rounded up.
    pub backlog: Bytes,
    /// A longer `repl-backlog-ttl` in seconds, where the present one frees the backlog before the
    /// outage is over.
    pub backlog_ttl: Option<u64>,
    /// Size over rate for the present value; `None` where nothing is written.
    pub covers: Option<Duration>,
    /// The longest outage the present configuration keeps partial, to the millisecond.
    pub survives: Option<Duration>,
    /// The highest write rate at which the present configuration keeps the outage partial.
    pub max_write_rate: Option<Rate>,
    /// Recommended replica output-buffer limits.
    pub output_buffer: OutputBufferLimits,
    /// The phases of one full resync.
    pub phases: Vec<PhaseTime>,
    /// From the request until the replica has caught up; `None` where it never does.
    pub full_resync: Option<Duration>,
    /// The most the output buffer holds meanwhile.
    pub pending_peak: Bytes,
    /// Whether a full resync finishes under the present limits.
    pub converges: Convergence,
    /// What keeps all replicas from being resynchronised at once, if anything does.
    pub all_at_once: Option<Limit>,
    /// Which limit binds and by how much: the first sentence.
    pub binding: Message,
    /// What a replica that reads nothing meets, first to last.
    pub limits: Vec<Reach>,
    /// The same in a sentence: which comes first, and by how much.
    pub order: Message,
    /// The verdict in one or two sentences.
    pub verdict: Vec<Message>,
    /// Memory now, with the present values.
    pub bill_now: Bill,
    /// Memory with the recommended values.
    pub bill: Bill,
    /// The same idle, during one resync and during all at once, with the present values.
    pub bills_now: Bills,
    /// And with the recommended ones.
    pub bills: Bills,
    /// Rules of thumb side by side.
    pub rules: Vec<Rule>,
    /// How the numbers came about.
    pub formulas: Vec<Formula>,
}

/// Every message id of this module, for the catalogue's test.
pub const MESSAGES: &[&[&str]] = &[
    rules::ALL,
    verdict::ALL,
    limits::ALL,
    solve::ids::ALL,
    solve::LABELS,
    myths::ALL,
    service::ALL,
    bill::ALL,
    series::ALL,
    series_text::ALL,
];

/// The scenario, with a replica where it has none.
fn with_a_replica(scenario: &Scenario) -> Scenario {
    let mut scenario = scenario.clone();
    if scenario.replicas.is_empty() {
        scenario.replicas.push(ReplicaSpec { name: "r1".into(), ..ReplicaSpec::default() });
    }
    scenario
}
