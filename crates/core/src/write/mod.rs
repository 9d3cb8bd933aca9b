//! What operators take away: commands and configuration fragments, right for the version.

use crate::scenario::{Conf, Scenario};

/// `CONFIG SET` commands that lead from the scenario's settings to `wanted`, in a safe order, with
/// comments (`# ...`) where a command has a side effect.
#[must_use]
pub fn config_set(_scenario: &Scenario, _wanted: &Conf) -> Vec<String> {
    unimplemented!("filled in beside this change")
}

/// A redis.conf or valkey.conf fragment with `wanted`.
#[must_use]
pub fn conf_fragment(_scenario: &Scenario, _wanted: &Conf) -> String {
    unimplemented!("filled in beside this change")
}
