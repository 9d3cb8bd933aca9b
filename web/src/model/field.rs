//! The inputs: each with the text a person types and a slider over round values.

use core::time::Duration;

use stormglass_core::message::Message;
use stormglass_core::scenario::{OutputBufferLimits, ReplicaSpec, Scenario, Writes};
use stormglass_core::sizing::Question;
use stormglass_core::units::{Bytes, LinkRate, Rate, UnitError, format_duration, parse_duration};

use super::scale::{Kind, Scale};

/// One input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// `writes`
    Writes,
    /// The write rate at its highest, where `writes` is an average.
    Peak,
    /// The outage to survive.
    Outage,
    /// What is added on top.
    Margin,
    /// `repl-backlog-size`
    Backlog,
    /// `client-output-buffer-limit replica`
    Buffer,
    /// `dataset`
    Dataset,
    /// `link`
    Link,
    /// `replicas`
    Replicas,
}

/// All inputs, in the order of the page.
pub const FIELDS: [Field; 9] = [
    Field::Writes,
    Field::Peak,
    Field::Outage,
    Field::Margin,
    Field::Backlog,
    Field::Buffer,
    Field::Dataset,
    Field::Link,
    Field::Replicas,
];

const MIB: u64 = 1 << 20;

impl Field {
    /// Catalogue id of its label.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Writes => "page-field-writes",
            Self::Outage => "page-field-outage",
            Self::Peak => "page-field-peak",
            Self::Margin => "page-field-margin",
            Self::Backlog => "page-field-backlog",
            Self::Buffer => "page-field-buffer",
            Self::Dataset => "page-field-dataset",
            Self::Link => "page-field-link",
            Self::Replicas => "page-field-replicas",
        }
    }

    /// A short name for tests and ids.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Writes => "writes",
            Self::Outage => "outage",
            Self::Peak => "peak",
            Self::Margin => "margin",
            Self::Backlog => "backlog",
            Self::Buffer => "buffer",
            Self::Dataset => "dataset",
            Self::Link => "link",
            Self::Replicas => "replicas",
        }
    }

    /// Its slider, where it has one.
    #[must_use]
    pub const fn scale(self) -> Option<Scale> {
        Some(match self {
            Self::Writes => Scale { least: 10 << 10, most: 1 << 30, kind: Kind::Binary },
            Self::Outage => Scale { least: 1_000, most: 7_200_000, kind: Kind::Clock },
            Self::Backlog => Scale { least: 16 << 10, most: 64 << 30, kind: Kind::Binary },
            Self::Dataset => Scale { least: MIB, most: 1 << 40, kind: Kind::Binary },
            Self::Link => Scale { least: 125_000, most: 12_500_000_000, kind: Kind::Decimal },
            Self::Replicas => Scale { least: 1, most: 20, kind: Kind::Whole },
            Self::Buffer | Self::Peak | Self::Margin => return None,
        })
    }

    /// Its value in base units, for the slider.
    #[must_use]
    pub fn number(self, scenario: &Scenario, question: &Question) -> u64 {
        let resolved = scenario.resolved();
        match self {
            Self::Writes => resolved.writes.0,
            Self::Peak => question.peak.unwrap_or(resolved.writes).0,
            Self::Margin => question.margin.0.into(),
            Self::Outage => u64::try_from(question.outage.as_millis()).unwrap_or(u64::MAX),
            Self::Backlog => resolved.settings.repl_backlog_size.0,
            Self::Buffer => resolved.settings.output_buffer.hard.0,
            Self::Dataset => resolved.dataset.0,
            Self::Link => scenario.link.rate.map_or(1_250_000_000, |LinkRate(Rate(bytes))| bytes),
            Self::Replicas => resolved.replicas.len() as u64,
        }
    }

    /// Its value as a person types it.
    #[must_use]
    pub fn text(self, scenario: &Scenario, question: &Question) -> String {
        let number = self.number(scenario, question);
        match self {
            Self::Writes => match scenario.writes {
                Some(Writes::Commands { .. }) => scenario.writes.expect("just seen").to_string(),
                _ => Rate(number).to_string(),
            },
            Self::Peak => Rate(number).to_string(),
            Self::Margin => question.margin.to_string(),
            Self::Outage => format_duration(question.outage),
            Self::Backlog | Self::Dataset => Bytes(number).to_string(),
            Self::Buffer => {
                let limits = scenario.resolved().settings.output_buffer;
                format!("{} {} {}", limits.hard, limits.soft, limits.soft_for)
            }
            Self::Link => LinkRate(Rate(number)).to_string(),
            Self::Replicas => number.to_string(),
        }
    }

    /// Whether the scenario says it, or a default stands in.
    #[must_use]
    pub fn given(self, scenario: &Scenario) -> bool {
        match self {
            Self::Writes => scenario.writes.is_some(),
            Self::Outage | Self::Replicas | Self::Peak | Self::Margin => true,
            Self::Backlog => scenario.conf.repl_backlog_size.is_some(),
            Self::Buffer => scenario.conf.output_buffer.is_some(),
            Self::Dataset => scenario.dataset.is_some(),
            Self::Link => scenario.link.rate.is_some(),
        }
    }

    /// Sets it from a slider.
    pub fn slide(self, step: u32, scenario: &mut Scenario, question: &mut Question) {
        let Some(scale) = self.scale() else { return };
        let value = scale.moved(self.number(scenario, question), step);
        match self {
            Self::Writes => scenario.writes = Some(Writes::Stream(Rate(value))),
            Self::Outage => question.outage = Duration::from_millis(value),
            Self::Backlog => scenario.conf.repl_backlog_size = Some(Bytes(value)),
            Self::Dataset => scenario.dataset = Some(Bytes(value)),
            Self::Link => scenario.link.rate = Some(LinkRate(Rate(value))),
            Self::Replicas => set_replicas(scenario, value),
            Self::Buffer | Self::Peak | Self::Margin => {}
        }
    }

    /// Sets it from what was typed.
    ///
    /// # Errors
    /// What is wrong with the text, and what to try.
    pub fn read(
        self,
        text: &str,
        scenario: &mut Scenario,
        question: &mut Question,
    ) -> Result<(), Message> {
        match self.read_plain(text.trim(), scenario, question) {
            // What the page prints, or an input method writes, is meant as well.
            Err(trouble) => match stormglass_text::typed::plain(text) {
                Some(plain) => self.read_plain(&plain, scenario, question).map_err(|_| trouble),
                None => Err(trouble),
            },
            fine => fine,
        }
    }

    fn read_plain(
        self,
        text: &str,
        scenario: &mut Scenario,
        question: &mut Question,
    ) -> Result<(), Message> {
        let said = |UnitError(message)| message;
        match self {
            Self::Writes => scenario.writes = Some(Writes::Stream(text.parse().map_err(said)?)),
            Self::Peak if text.is_empty() => question.peak = None,
            Self::Peak => {
                let peak: Rate = text.parse().map_err(said)?;
                question.peak = (peak != scenario.resolved().writes).then_some(peak);
            }
            Self::Margin => question.margin = text.parse().map_err(said)?,
            Self::Outage => {
                let outage = parse_duration(text).map_err(said)?;
                if outage.is_zero() || outage > Duration::from_secs(24 * 3600) {
                    return Err(Message::new("page-field-bad-outage").with("text", text));
                }
                question.outage = outage;
            }
            Self::Backlog => {
                let size: Bytes = text.parse().map_err(said)?;
                if size.is_zero() {
                    return Err(Message::new("finding-backlog-zero"));
                }
                scenario.conf.repl_backlog_size = Some(size);
            }
            Self::Dataset => scenario.dataset = Some(text.parse().map_err(said)?),
            Self::Link => {
                let link: LinkRate = text.parse().map_err(said)?;
                if link.0 == Rate::ZERO {
                    return Err(Message::new("finding-zero-speed"));
                }
                scenario.link.rate = Some(link);
            }
            Self::Replicas => match text.parse() {
                Ok(count @ 1..=1000) => set_replicas(scenario, count),
                _ => return Err(Message::new("page-field-bad-count")),
            },
            Self::Buffer => {
                let words: Vec<&str> = text.split_whitespace().collect();
                let words = match words.as_slice() {
                    ["replica" | "slave", rest @ ..] => rest,
                    all => all,
                };
                let &[hard, soft, seconds] = words else {
                    return Err(Message::new("page-field-bad-limits"));
                };
                scenario.conf.output_buffer = Some(OutputBufferLimits {
                    hard: hard.parse().map_err(said)?,
                    soft: soft.parse().map_err(said)?,
                    soft_for: seconds.parse().map_err(|_| Message::new("page-field-bad-limits"))?,
                });
            }
        }
        Ok(())
    }
}

/// Keeps the replicas there are, and adds or drops at the end.
fn set_replicas(scenario: &mut Scenario, count: u64) {
    let count = usize::try_from(count).unwrap_or(1000);
    scenario.replicas.truncate(count);
    let mut n = 0;
    while scenario.replicas.len() < count {
        n += 1;
        let name = format!("r{n}");
        if !scenario.replicas.iter().any(|replica| replica.name == name) {
            scenario.replicas.push(ReplicaSpec { name, ..ReplicaSpec::default() });
        }
    }
    // What happens to a replica that is no longer there cannot happen.
    let names: Vec<String> = scenario.replicas.iter().map(|r| r.name.clone()).collect();
    scenario.incidents.retain(|incident| {
        super::replica_of(&incident.what).is_none_or(|name| names.iter().any(|n| n == name))
    });
    for replica in &mut scenario.replicas {
        if replica.of.as_ref().is_some_and(|of| !names.contains(of)) {
            replica.of = None;
        }
    }
}
