//! What the page knows about an answer beyond the first view: computed beside it, in the worker.
//!
//! A question begins with what the answer is about (`Given`); rows of strings come back, and what
//! is in a row is said at each job.

mod memory;
mod parts;

use core::time::Duration;

use stormglass_core::scenario::{Conf, Scenario};
use stormglass_core::sizing::{Question, Service, answer};
use stormglass_core::units::{Rate, Share};

use crate::aside::Row;
use crate::map;

/// What can be asked for, by name.
pub mod job {
    /// Every unknown: its word, what is said, the scenario that works, the one that fails.
    pub const SOLVE: &str = "solve";
    /// The form of an id: all ids, then the text.
    pub const FORM: &str = "form";
    /// What is often said: claim, truth, evidence, the scene's link.
    pub const MYTHS: &str = "myths";
    /// Inputs: word, value, origin.
    pub const ORIGINS: &str = "origins";
    /// The phases of a full resync: name, time, whether the stream is kept meanwhile.
    pub const PHASES: &str = "phases";
    /// Memory idle, during one full resync and during all at once; sentences have no numbers.
    pub const MEMORY: &str = "memory";
    /// A managed service: setting, whether it can be set, what is said, source; advice has no setting.
    pub const SERVICE: &str = "service";
    /// The proof of a recommended value: what is said, what works, what fails, where to look.
    pub const PROVE: &str = "prove";
    /// The what-if map, see [`crate::map`].
    pub const MAP: &str = "map";
    /// A cell of it: the scenario with its values, and the outage in milliseconds.
    pub const PLACE: &str = "place";
}

/// What an answer is about, as it travels: the scenario, the outage in milliseconds, the margin in
/// thousandths, the peak or nothing, the service's id.
#[must_use]
pub fn asked(scenario: &Scenario, question: &Question, service: &str) -> Vec<String> {
    vec![
        scenario.to_text(),
        question.outage.as_millis().to_string(),
        question.margin.0.to_string(),
        question.peak.map(|peak| peak.0.to_string()).unwrap_or_default(),
        service.to_owned(),
    ]
}

/// How many strings that are.
const ABOUT: usize = 5;

/// The same on the other side.
pub(crate) struct Given {
    /// As the fields show it.
    pub(crate) own: Scenario,
    /// With what the service sets.
    pub(crate) scenario: Scenario,
    pub(crate) question: Question,
    pub(crate) service: Option<&'static Service>,
}

impl Given {
    fn read(asked: &[String]) -> Option<Self> {
        let [text, outage, margin, peak, service, ..] = asked else { return None };
        let own = Scenario::parse(text).ok()?;
        let service = Service::find(service);
        let scenario = service.map_or_else(|| own.clone(), |service| service.laid_under(&own));
        let question = Question {
            outage: Duration::from_millis(outage.parse().ok()?),
            margin: Share(margin.parse().ok()?),
            peak: peak.parse().ok().map(Rate),
        };
        Some(Self { own, scenario, question, service })
    }

    /// The scenario with the recommended output-buffer limits, and with the backlog as well where
    /// that is what is looked at: from 7.0 on a large backlog raises the hard limit, and would hide
    /// what the limit does by itself.
    fn recommended(&self, backlog: bool) -> Scenario {
        let answer = answer(&self.scenario, &self.question);
        let wanted = answer.wanted(&self.scenario.resolved().settings);
        let wanted = self.service.map_or(wanted.clone(), |service| service.possible(&wanted));
        let mut scenario = self.scenario.clone();
        let wanted =
            Conf { repl_backlog_size: wanted.repl_backlog_size.filter(|_| backlog), ..wanted };
        scenario.conf = scenario.conf.overlaid(&wanted);
        scenario
    }
}

/// Does a job; one that is not known, or that makes no sense, has no rows.
pub fn rows(job: &str, asked: &[String]) -> Vec<Row> {
    if job == job::MYTHS {
        return parts::myths();
    }
    let Some(given) = Given::read(asked) else { return Vec::new() };
    let more = &asked[ABOUT..];
    match job {
        job::SOLVE => parts::solved(&given),
        job::FORM => parts::form(&given, more.first().map_or("", String::as_str)),
        job::ORIGINS => parts::origins(&given),
        job::PHASES => memory::phases(&given),
        job::MEMORY => memory::memory(&given),
        job::SERVICE => parts::service(&given),
        job::PROVE => parts::proven(&given, more.first().map_or("", String::as_str)),
        job::MAP => map::rows(&given, more),
        job::PLACE => map::place(&given, more).into_iter().collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(job: &str, service: &str, more: &[&str]) -> Vec<Row> {
        let text = "server redis 7.4.1\nwrites 20mb/s\ndataset 8gb\nmaxmemory 12gb\nreplica r1\n";
        let scenario = Scenario::parse(text).expect("a scenario");
        let mut asked = asked(&scenario, &Question::default(), service);
        asked.extend(more.iter().map(|text| (*text).to_owned()));
        rows(job, &asked)
    }

    #[test]
    fn every_recommended_value_has_a_proof_that_can_be_run() {
        for word in ["backlog", "hard", "soft"] {
            let rows = ask(job::PROVE, "", &[word]);
            let [said, passes, fails, at] = rows[0].as_slice() else { panic!("{word}: {rows:?}") };
            assert!(said.contains(' '), "{said}");
            assert!(at.parse::<u64>().is_ok());
            let run = |text: &str| {
                let scenario = Scenario::parse(text).expect("a scenario");
                let run = stormglass_core::engine::simulate(&scenario);
                run.at(run.end).counters
            };
            let (good, bad) = (run(passes), run(fails));
            if word == "backlog" {
                assert_eq!((good.sync_full, bad.sync_full), (0, 1));
            } else {
                assert_eq!(good.output_buffer_disconnections, 0, "{word}\n{passes}");
                assert!(bad.output_buffer_disconnections > 0, "{word}\n{fails}");
            }
        }
    }

    #[test]
    fn a_service_changes_what_is_said_and_what_is_taken_away() {
        assert!(ask(job::SERVICE, "", &[]).is_empty());
        let facts = ask(job::SERVICE, "elasticache", &[]);
        assert!(
            facts.iter().any(|row| row[0] == "client-output-buffer-limit" && row[1] == "fixed")
        );
        assert!(facts.iter().any(|row| row[0].is_empty()), "advice");
        let text =
            |service| ask(job::FORM, service, &["config-set"]).pop().expect("a text")[0].clone();
        assert!(text("").contains("client-output-buffer-limit \"replica"));
        assert!(!text("elasticache").contains("client-output-buffer-limit \"replica"));
    }

    #[test]
    fn the_other_parts_have_rows() {
        assert_eq!(ask(job::SOLVE, "", &[]).len(), 8);
        assert!(ask(job::ORIGINS, "", &[]).len() > 15);
        assert!(ask(job::PHASES, "", &[]).len() > 4);
        let bills = ask(job::MEMORY, "", &[]);
        assert!(bills.len() > 6);
        let copied: Vec<_> = bills.iter().filter(|row| row[0] == "copied on write").collect();
        assert_eq!(copied[0][1], "nothing: no child", "idle");
        assert!(copied[0][2].contains(" – ") && !copied[0][2].starts_with("0 B"), "{copied:?}");
        assert!(ask(job::MYTHS, "", &[]).len() >= 18);
        assert!(ask("nonsense", "", &[]).is_empty());
        assert!(rows(job::SOLVE, &["banana".to_owned()]).is_empty());
    }
}
