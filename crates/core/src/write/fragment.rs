//! A fragment for redis.conf or valkey.conf.

use core::fmt::Write;

use crate::scenario::{Conf, Scenario};
use crate::server::Family;

use super::directives;

/// A redis.conf or valkey.conf fragment with `wanted`; whole bytes, since the server refuses
/// fractions.
#[must_use]
pub fn conf_fragment(scenario: &Scenario, wanted: &Conf) -> String {
    let server = scenario.server.unwrap_or_default();
    let file = match server.family {
        Family::Redis => "redis.conf",
        Family::Valkey => "valkey.conf",
    };
    let mut text = format!("# {file}, {server}\n");
    for (name, value) in directives(wanted) {
        writeln!(text, "{name} {value}").expect("writing to a string cannot fail");
    }
    text
}
