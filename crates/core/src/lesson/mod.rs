//! Teaching material as data: what a text claims about a run, and whether it is so.
//!
//! [`Claim`] is one line, `count full-resync 3`; scenes and lessons are held to theirs.

mod claim;
mod measure;

pub use claim::{Claim, ClaimError, Proven, Within};
pub use measure::{Measure, Pattern, Quantity};
