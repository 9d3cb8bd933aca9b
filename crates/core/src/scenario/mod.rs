//! The scenario: everything a run depends on, as one small text.
//!
//! [`Scenario::parse`] reads it with all findings at once, [`Scenario::to_text`] prints it back,
//! [`Scenario::resolved`] fills in the defaults of the chosen version, [`link`] puts it in a URL.

mod base64;
mod check;
mod conf;
mod deflate;
pub(crate) mod directive;
mod finding;
pub mod link;
mod model;
mod model_words;
mod parse;
mod print;
mod resolved;
mod without_effect;
mod words;

pub use conf::{AppendFsync, Conf, DisklessLoad, MaxmemoryPolicy, OutputBufferLimits};
pub use finding::{Checked, Finding, Findings, Lines, Severity};
pub use model::{
    Cow, Incident, LinkSpec, ReplicaName, ReplicaSpec, Scenario, SentinelSpec, Target, What, Writes,
};
pub use parse::MESSAGES;
pub use resolved::{Resolved, ResolvedReplica, Settings};
pub(crate) use words::nearest;

/// Whether a word begins a line of a scenario.
pub(crate) fn is_word(word: &str) -> bool {
    directive::find(word).is_some() || model_words::KNOWN.contains(&word)
}
