//! The engine: `simulate(&Scenario) -> Run`.

use crate::run::Run;
use crate::scenario::Scenario;

/// Runs a scenario. It cannot fail: what operators call failures are events with reasons.
#[must_use]
pub fn simulate(_scenario: &Scenario) -> Run {
    unimplemented!("filled in beside this change")
}
