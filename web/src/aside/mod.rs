//! What the page has done beside it: the second module, which runs in a worker.
//!
//! Whatever may take longer than a frame, or is not needed for the first view, is a job here. Its
//! module is fetched with the first question, so that the page itself stays small. Strings go in,
//! rows of strings come out; what a row says is between the job and the page.

mod check;
mod paper;
mod take;
#[cfg(target_arch = "wasm32")]
pub mod worker;

/// One thing that was found out, as strings.
pub type Row = Vec<String>;

/// What can be asked for, by name.
pub mod job {
    /// A language tag and the texts of that language, to answer in from then on; no answer.
    pub const SPEAK: &str = "speak";
    /// Pairs of a name and a text or file, as pasted: rows of [`crate::reading::kind`].
    pub const READ: &str = "read";
    /// Gallery, lessons and presenting: questions and rows of [`crate::workshop`].
    pub const WORKSHOP: &str = "workshop";
    /// What to take away, a scenario and what is shown of it: one row of name, kind and text.
    pub const TAKE: &str = "take";
    /// A scenario: one row with the digest of its run, by which two platforms are compared.
    pub const DIGEST: &str = "digest";
    /// A scenario and how often to run it: one row with the number of events, for benchmarks.
    pub const EVENTS: &str = "events";
}

/// Does a job whose questions are all strings.
///
/// A name that is not known has no rows: the page and its worker come from one build.
pub fn answer(job: &str, asked: &[String]) -> Vec<Row> {
    match job {
        job::READ => crate::reading::rows_of(asked.get(1).map_or("", String::as_str)),
        job::WORKSHOP => crate::workshop::answer(asked),
        job::TAKE => take::file(asked).into_iter().collect(),
        job::DIGEST => check::digest_of(asked),
        job::EVENTS => check::events_of(asked),
        _ => crate::further::rows(job, asked),
    }
}
