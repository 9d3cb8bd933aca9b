//! What tests and benchmarks ask the engine in a browser.

use stormglass_core::engine::simulate;
use stormglass_core::run::digest;
use stormglass_core::scenario::Scenario;

use super::Row;

/// The digest of a scenario's run, or what is wrong with the scenario.
pub(super) fn digest_of(asked: &[String]) -> Vec<Row> {
    let text = asked.first().map_or("", String::as_str);
    let said = match Scenario::parse(text) {
        Ok(scenario) => digest(&simulate(&scenario)),
        Err(findings) => findings.to_string(),
    };
    vec![vec![said]]
}

/// How many events a scenario's run has, run as often as asked: the engine alone.
pub(super) fn events_of(asked: &[String]) -> Vec<Row> {
    let times = asked.get(1).and_then(|times| times.parse().ok()).unwrap_or(1);
    let scenario = asked.first().and_then(|text| Scenario::parse(text).ok());
    let count = scenario.map_or(0, |scenario| {
        (0..times).fold(0, |_, _: u32| std::hint::black_box(simulate(&scenario)).events.len())
    });
    vec![vec![count.to_string()]]
}
