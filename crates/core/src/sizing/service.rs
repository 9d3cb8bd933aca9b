//! Managed services: which knobs cannot be turned there, as data, and what is advised instead.

use crate::message::Message;
use crate::scenario::{Conf, OutputBufferLimits, Scenario};
use crate::units::Bytes;

use super::Answer;

crate::messages! {
    FIXED = "service-fixed";
    ELSEWHERE = "service-elsewhere";
    LARGER_NODE = "service-larger-node";
    NEEDS_MAXMEMORY = "service-needs-maxmemory";
    FEWER_WRITES = "service-fewer-writes";
    EC_BUFFER = "service-elasticache-buffer";
    EC_BACKLOG = "service-elasticache-backlog";
    EC_TIMEOUT = "service-elasticache-timeout";
    EC_RESERVE = "service-elasticache-reserve";
    RE_BACKLOG = "service-enterprise-backlog";
    RE_BUFFER = "service-enterprise-buffer";
    GCP_KNOBS = "service-memorystore-knobs";
    GCP_RESERVE = "service-memorystore-reserve";
    AZURE_KNOBS = "service-azure-knobs";
    AZURE_RESERVE = "service-azure-reserve";
}

/// Whether a setting can be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Knob {
    /// As on a server of one's own, in the service's own way.
    Free,
    /// With a tool of the service, not as a server setting.
    Elsewhere,
    /// Not at all.
    Fixed,
}

/// What is known about a setting there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The setting as redis.conf names it; empty for a fact about the whole.
    pub directive: &'static str,
    /// Whether it can be changed.
    pub knob: Knob,
    /// Catalogue id of the sentence.
    pub said: &'static str,
    /// Where that is documented.
    pub source: &'static str,
}

/// A managed service.
#[derive(Clone, Copy, Debug)]
pub struct Service {
    /// As a command line names it.
    pub id: &'static str,
    /// As its vendor names it.
    pub name: &'static str,
    /// What is known.
    pub facts: &'static [Fact],
    in_force: fn(&mut Scenario),
}

const fn fact(
    directive: &'static str,
    knob: Knob,
    said: &'static str,
    source: &'static str,
) -> Fact {
    Fact { directive, knob, said, source }
}

const AWS: &str = "docs.aws.amazon.com/AmazonElastiCache, Valkey and Redis OSS parameters";
const AWS_MEMORY: &str = "docs.aws.amazon.com/AmazonElastiCache, managing reserved memory";
const RE: &str = "redis.io/docs/latest/operate/rs/databases/durability-ha/replication";
const RE_METRICS: &str = "redis.io/docs/latest/operate/rs, redis_server_slave_buffer";
const GCP: &str = "cloud.google.com/memorystore/docs/redis/supported-redis-configurations";
const GCP_BEST: &str = "cloud.google.com/memorystore/docs/redis/general-best-practices";
const AZURE: &str = "learn.microsoft.com/azure/azure-cache-for-redis/cache-configure";
const AZURE_MEMORY: &str =
    "learn.microsoft.com/azure/azure-cache-for-redis/cache-best-practices-memory-management";
const BUFFER: &str = "client-output-buffer-limit";
const BACKLOG: &str = "repl-backlog-size";
const TTL: &str = "repl-backlog-ttl";
const TIMEOUT: &str = "repl-timeout";

/// All services that are known.
pub const SERVICES: &[Service] = &[
    Service {
        id: "elasticache",
        name: "Amazon ElastiCache",
        facts: &[
            fact(BUFFER, Knob::Fixed, EC_BUFFER, AWS),
            fact(BACKLOG, Knob::Free, EC_BACKLOG, AWS),
            fact(TTL, Knob::Free, EC_BACKLOG, AWS),
            fact(TIMEOUT, Knob::Fixed, EC_TIMEOUT, AWS),
            fact("", Knob::Free, EC_RESERVE, AWS_MEMORY),
        ],
        in_force: |scenario| {
            if let Some(Bytes(all)) = scenario.conf.maxmemory {
                let tenth = Bytes(all / 10);
                scenario.conf.output_buffer =
                    Some(OutputBufferLimits { hard: tenth, soft: tenth, soft_for: 60 });
            }
        },
    },
    Service {
        id: "redis-enterprise",
        name: "Redis Enterprise",
        facts: &[
            fact(BACKLOG, Knob::Elsewhere, RE_BACKLOG, RE),
            fact(BUFFER, Knob::Elsewhere, RE_BUFFER, RE_METRICS),
            fact(TTL, Knob::Fixed, RE_BACKLOG, RE),
        ],
        in_force: |scenario| {
            // A hundredth of the data of a shard, 1 to 250 MB, unless it was tuned.
            let data = scenario.dataset.unwrap_or(Bytes::gib(1)).0;
            let auto = Bytes((data / 100).clamp(1_000_000, 250_000_000));
            scenario.conf.repl_backlog_size.get_or_insert(auto);
        },
    },
    Service {
        id: "memorystore",
        name: "Google Cloud Memorystore for Redis",
        facts: &[
            fact(BACKLOG, Knob::Fixed, GCP_KNOBS, GCP),
            fact(BUFFER, Knob::Fixed, GCP_KNOBS, GCP),
            fact(TTL, Knob::Fixed, GCP_KNOBS, GCP),
            fact("", Knob::Free, GCP_RESERVE, GCP_BEST),
        ],
        in_force: |_| {},
    },
    Service {
        id: "azure",
        name: "Azure Cache for Redis",
        facts: &[
            fact(BACKLOG, Knob::Fixed, AZURE_KNOBS, AZURE),
            fact(BUFFER, Knob::Fixed, AZURE_KNOBS, AZURE),
            fact(TTL, Knob::Fixed, AZURE_KNOBS, AZURE),
            fact("", Knob::Free, AZURE_RESERVE, AZURE_MEMORY),
        ],
        in_force: |_| {},
    },
];

impl Service {
    /// The service of a name, as [`Service::id`] has it.
    #[must_use]
    pub fn find(id: &str) -> Option<&'static Self> {
        SERVICES.iter().find(|service| service.id == id)
    }

    /// Whether a setting can be changed there.
    #[must_use]
    pub fn knob(&self, directive: &str) -> Knob {
        let found = self.facts.iter().find(|fact| fact.directive == directive);
        found.map_or(Knob::Free, |fact| fact.knob)
    }

    /// The scenario with what the service itself sets.
    #[must_use]
    pub fn laid_under(&self, scenario: &Scenario) -> Scenario {
        let mut scenario = scenario.clone();
        (self.in_force)(&mut scenario);
        scenario
    }

    /// What can be changed of what is wanted.
    #[must_use]
    pub fn possible(&self, wanted: &Conf) -> Conf {
        let free = |directive| self.knob(directive) == Knob::Free;
        Conf {
            repl_backlog_size: wanted.repl_backlog_size.filter(|_| free(BACKLOG)),
            output_buffer: wanted.output_buffer.filter(|_| free(BUFFER)),
            repl_backlog_ttl: wanted.repl_backlog_ttl.filter(|_| free(TTL)),
            ..wanted.clone()
        }
    }

    /// What to do about what is wanted and cannot be set.
    #[must_use]
    pub fn advice(&self, scenario: &Scenario, answer: &Answer) -> Vec<Message> {
        let wanted = answer.wanted(&scenario.resolved().settings);
        let about = |id| Message::new(id).with("service", self.name);
        let mut said = Vec::new();
        let settings = [
            (BACKLOG, wanted.repl_backlog_size.is_some()),
            (BUFFER, wanted.output_buffer.is_some()),
            (TTL, wanted.repl_backlog_ttl.is_some()),
        ];
        for (directive, is_wanted) in settings {
            match self.knob(directive) {
                Knob::Fixed if is_wanted => said.push(about(FIXED).with("directive", directive)),
                Knob::Elsewhere if is_wanted => {
                    said.push(about(ELSEWHERE).with("directive", directive));
                }
                _ => {}
            }
        }
        if self.id == "elasticache" {
            match (scenario.conf.maxmemory, wanted.output_buffer) {
                (None, _) => said.push(about(NEEDS_MAXMEMORY)),
                (Some(_), Some(limits)) => {
                    // A tenth of the node has to be as much as is needed.
                    let node = Bytes(limits.soft.0.saturating_mul(10));
                    said.push(about(LARGER_NODE).with("maxmemory", node));
                }
                (Some(_), None) => {}
            }
        } else if !said.is_empty() && said.iter().all(|message| message.id == FIXED) {
            said.push(about(FEWER_WRITES));
        }
        said
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sizing::{Question, answer};

    #[test]
    fn what_cannot_be_set_is_not_asked_for_and_the_advice_changes() {
        let text = "server redis 7.4.1\nmaxmemory 12gb\ndataset 10gb\nwrites 20mb/s\nreplica r1\n";
        let own = Scenario::parse(text).unwrap();
        let service = Service::find("elasticache").unwrap();
        let scenario = service.laid_under(&own);
        let limits = scenario.resolved().settings.output_buffer;
        assert_eq!(limits.hard, Bytes((12 << 30) / 10));
        assert_eq!(limits.hard, limits.soft);
        let said = answer(&scenario, &Question::default());
        let wanted = said.wanted(&scenario.resolved().settings);
        let possible = service.possible(&wanted);
        assert_eq!(possible.output_buffer, None);
        assert_eq!(possible.repl_backlog_size, wanted.repl_backlog_size);
        if wanted.output_buffer.is_some() {
            let ids: Vec<&str> = service.advice(&scenario, &said).iter().map(|m| m.id).collect();
            assert_eq!(ids, [FIXED, LARGER_NODE]);
        }
        let closed = Service::find("azure").unwrap();
        let ids: Vec<&str> =
            closed.advice(&own, &answer(&own, &Question::default())).iter().map(|m| m.id).collect();
        assert_eq!(ids.last(), Some(&FEWER_WRITES));
        assert_eq!(closed.possible(&wanted), Conf::default());
    }
}
