//! Lessons: scenarios, steps that ask before they show, and claims that are held against the
//! engine.
//!
//! [`Lesson::check`] reads the text with all findings at once, [`Lesson::to_text`] prints it back,
//! [`Lesson::prove`] runs its scenarios and says which claims do not hold. The format is described
//! in `docs/lessons.md`.

mod claim;
mod measure;
mod model;
mod parse;
mod print;
mod prove;
mod read;
mod translate;

pub use claim::{Claim, ClaimError, Proven, Within};
pub use measure::{Measure, Pattern, Quantity};
pub use model::{Answer, Controls, Cursor, HIGHLIGHTS, Lesson, Question, Scene, Step};
pub use parse::{Checked, Lines, MESSAGES};
