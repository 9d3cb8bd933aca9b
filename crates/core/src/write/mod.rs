//! What operators take away: commands and configuration fragments, right for the version.

mod config_set;
mod fragment;
mod grafana;
mod ids;
mod sheet;
mod template;

pub use config_set::config_set;
pub use fragment::conf_fragment;
pub use sheet::{Say, Sheet};
pub use template::Template;

use crate::scenario::Conf;
use crate::sizing::Answer;

/// Every message id of this module, for the catalogue's test.
pub const MESSAGES: &[&[&str]] = &[ids::ALL, ids::IN_TEMPLATES];

/// One setting as the server names and reads it: whole bytes, seconds.
pub(crate) fn directives(wanted: &Conf) -> Vec<(&'static str, String)> {
    let mut out = Vec::new();
    // The output buffer first: a larger backlog may raise the limit, never the other way round.
    if let Some(limits) = wanted.output_buffer {
        let text = format!("replica {} {} {}", limits.hard.0, limits.soft.0, limits.soft_for);
        out.push(("client-output-buffer-limit", text));
    }
    if let Some(size) = wanted.repl_backlog_size {
        out.push(("repl-backlog-size", size.0.to_string()));
    }
    if let Some(seconds) = wanted.repl_backlog_ttl {
        out.push(("repl-backlog-ttl", seconds.to_string()));
    }
    if let Some(seconds) = wanted.repl_timeout {
        out.push(("repl-timeout", seconds.to_string()));
    }
    out
}

impl Answer {
    /// The recommended values as directives; those that would not change are left out.
    #[must_use]
    pub fn wanted(&self, present: &crate::scenario::Settings) -> Conf {
        Conf {
            repl_backlog_size: (self.backlog > present.repl_backlog_size).then_some(self.backlog),
            output_buffer: (self.output_buffer != present.output_buffer)
                .then_some(self.output_buffer),
            repl_backlog_ttl: self.backlog_ttl,
            ..Conf::default()
        }
    }
}
