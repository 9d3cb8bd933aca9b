//! What the command line lays over the scenario.

use core::time::Duration;

use stormglass_core::scenario::{OutputBufferLimits, ReplicaSpec, Scenario, What, Writes};
use stormglass_core::server::Server;
use stormglass_core::sizing::{Question, SERVICES, Series, SeriesTrouble, Service};
use stormglass_core::units::{Bytes, LinkRate, Rate, Share, UnitError, parse_duration};
use stormglass_text::Catalogue;

use crate::Unusable;
use crate::args::Args;

/// Each is left alone where it is not given.
#[derive(Default)]
pub(super) struct Over {
    writes: Option<Writes>,
    outage: Option<Duration>,
    dataset: Option<Bytes>,
    backlog: Option<Bytes>,
    server: Option<Server>,
    margin: Option<Share>,
    replicas: Option<usize>,
    link: Option<LinkRate>,
    memory: Option<Bytes>,
    maxmemory: Option<Bytes>,
    hard: Option<Bytes>,
    soft: Option<Bytes>,
    service: Option<&'static Service>,
    peak: Option<Rate>,
    series: Option<Series>,
}

impl Over {
    /// Takes what is there off the command line.
    pub(super) fn take(args: &mut Args, words: &Catalogue) -> Result<Self, Unusable> {
        let said = |name: &str, UnitError(message): UnitError| {
            Unusable(format!("{name}: {}\n", words.say(&message)))
        };
        macro_rules! unit {
            ($name:literal) => {
                args.option($name)?
                    .map(|text| text.parse().map_err(|error| said($name, error)))
                    .transpose()?
            };
        }
        let rate: Option<Rate> = unit!("--writes");
        let outage = args.option("--outage")?;
        let server = args.option("--server")?;
        let replicas = args.option("--replicas")?;
        Ok(Self {
            writes: rate.map(Writes::Stream),
            outage: outage
                .map(|text| parse_duration(&text).map_err(|error| said("--outage", error)))
                .transpose()?,
            dataset: unit!("--dataset"),
            backlog: unit!("--backlog"),
            server: server.map(|text| known(&text)).transpose()?,
            margin: unit!("--margin"),
            replicas: replicas
                .map(|text| match text.parse() {
                    Ok(count) if (1..=1000).contains(&count) => Ok(count),
                    _ => Err(Unusable(format!(
                        "--replicas {text}: write a whole number from 1 to 1000.\n"
                    ))),
                })
                .transpose()?,
            link: unit!("--link"),
            memory: unit!("--memory"),
            maxmemory: unit!("--maxmemory"),
            hard: unit!("--hard"),
            soft: unit!("--soft"),
            peak: unit!("--peak"),
            series: args.option("--series")?.map(|file| series(&file, words)).transpose()?,
            service: args.option("--service")?.map(|id| named(&id)).transpose()?,
        })
    }

    /// The managed service, where one is named.
    pub(super) fn service(&self) -> Option<&'static Service> {
        self.service
    }

    /// The measured write rate, where a file of it is named.
    pub(super) fn series(&self) -> Option<Series> {
        self.series.clone()
    }

    /// The scenario with all of it, and the question.
    pub(super) fn lay(self, mut scenario: Scenario) -> (Scenario, Question) {
        if let Some(writes) = self.writes {
            scenario.writes = Some(writes);
        }
        if let Some(dataset) = self.dataset {
            scenario.dataset = Some(dataset);
        }
        if let Some(size) = self.backlog {
            scenario.conf.repl_backlog_size = Some(size);
        }
        if let Some(server) = self.server {
            scenario.server = Some(server);
        }
        if let Some(link) = self.link {
            scenario.link.rate = Some(link);
        }
        if let Some(count) = self.replicas {
            scenario.replicas = (1..=count)
                .map(|n| ReplicaSpec { name: format!("r{n}"), ..ReplicaSpec::default() })
                .collect();
        }
        if let Some(memory) = self.memory {
            scenario.memory = Some(memory);
        }
        if let Some(maxmemory) = self.maxmemory {
            scenario.conf.maxmemory = Some(maxmemory);
        }
        if let Some(service) = self.service {
            scenario = service.laid_under(&scenario);
        }
        if self.hard.is_some() || self.soft.is_some() {
            let present = scenario.resolved().settings.output_buffer;
            scenario.conf.output_buffer = Some(OutputBufferLimits {
                hard: self.hard.unwrap_or(present.hard),
                soft: self.soft.unwrap_or(present.soft),
                ..present
            });
        }
        // A scenario's own outage is the one asked about, unless another is given.
        let given = scenario.incidents.iter().find_map(|incident| match incident.what {
            What::Disconnect { lasting, .. } => Some(lasting),
            _ => None,
        });
        let default = Question::default();
        let question = Question {
            outage: self.outage.or(given).unwrap_or(default.outage),
            margin: self.margin.unwrap_or(default.margin),
            peak: self.peak,
        };
        match &self.series {
            Some(series) => (series.laid(&scenario, &question), question),
            None => (scenario, question),
        }
    }
}

fn series(file: &str, words: &Catalogue) -> Result<Series, Unusable> {
    Series::parse(&crate::input::text(file)?)
        .map_err(|SeriesTrouble(message)| Unusable(format!("{file}: {}\n", words.say(&message))))
}

fn named(id: &str) -> Result<&'static Service, Unusable> {
    Service::find(id).ok_or_else(|| {
        let ids: Vec<&str> = SERVICES.iter().map(|service| service.id).collect();
        Unusable(format!("--service {id}: there are {}.\n", ids.join(", ")))
    })
}

fn known(text: &str) -> Result<Server, Unusable> {
    Server::parse(text).ok_or_else(|| {
        Unusable(format!("--server {text}: write for example --server \"redis 7.4.1\".\n"))
    })
}

/// The highest rate a scenario writes.
pub(super) fn written(scenario: &Scenario) -> Rate {
    let bursts = scenario.incidents.iter().filter_map(|incident| match incident.what {
        What::Writes { rate, .. } => Some(rate.stream_rate()),
        _ => None,
    });
    bursts.chain(scenario.writes.map(Writes::stream_rate)).max().unwrap_or_default()
}
