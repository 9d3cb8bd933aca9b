//! `CONFIG SET` lines.

use crate::scenario::{Conf, Scenario};
use crate::server::BacklogKind;

use super::directives;

/// `CONFIG SET` commands that lead from the scenario's settings to `wanted`, in a safe order, with
/// comments (`# ...`) where a command has a side effect. Empty where nothing is wanted.
///
/// Sources: one parameter a command before redis 7.0; a resize empties the backlog up to redis 6.2
/// (`replication.c:resizeReplicationBacklog`).
///
/// ```
/// use stormglass_core::scenario::{Conf, Scenario};
/// use stormglass_core::units::Bytes;
/// use stormglass_core::write::config_set;
///
/// let wanted = Conf { repl_backlog_size: Some(Bytes::mib(256)), ..Conf::default() };
/// let lines = config_set(&Scenario::default(), &wanted);
/// assert_eq!(lines, ["CONFIG SET repl-backlog-size 268435456", "CONFIG REWRITE"]);
/// ```
#[must_use]
pub fn config_set(scenario: &Scenario, wanted: &Conf) -> Vec<String> {
    let profile = scenario.server.unwrap_or_default().profile();
    let mut lines = Vec::new();
    for (name, value) in directives(wanted) {
        if name == "repl-backlog-size" && profile.backlog == BacklogKind::Ring {
            lines.push("# Empties the backlog: run it while every replica is connected.".into());
        }
        let value = if value.contains(' ') { format!("\"{value}\"") } else { value };
        lines.push(format!("CONFIG SET {name} {value}"));
    }
    if !lines.is_empty() {
        lines.push("CONFIG REWRITE".into());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::OutputBufferLimits;
    use crate::server::Server;
    use crate::units::Bytes;

    #[test]
    fn an_old_server_is_warned_of_the_side_effect() {
        let scenario = Scenario { server: Some(Server::redis(6, 2, 16)), ..Scenario::default() };
        let limits =
            OutputBufferLimits { hard: Bytes::mib(512), soft: Bytes::mib(384), soft_for: 120 };
        let wanted = Conf {
            repl_backlog_size: Some(Bytes::mib(1)),
            output_buffer: Some(limits),
            ..Conf::default()
        };
        expect_test::expect![[r#"
            CONFIG SET client-output-buffer-limit "replica 536870912 402653184 120"
            # Empties the backlog: run it while every replica is connected.
            CONFIG SET repl-backlog-size 1048576
            CONFIG REWRITE"#]]
        .assert_eq(&config_set(&scenario, &wanted).join("\n"));
    }
}
