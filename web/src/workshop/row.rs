//! What the worker tells the page to do: the first string of a row, and what follows it.

use crate::aside::Row;

/// The session, to be handed back with the next question.
pub const SESSION: &str = "session";
/// Markup for the elements with `data-place`: the place, the markup.
pub const HTML: &str = "html";
/// The dialog: its name to open it, nothing to close it.
pub const DIALOG: &str = "dialog";
/// Another scenario: its text; the outage in seconds, or nothing; `keep` to stay at the cursor.
pub const SCENE: &str = "scene";
/// Where the run stands: milliseconds.
pub const SEEK: &str = "seek";
/// Plays from where it stands to a moment: milliseconds.
pub const PLAY: &str = "play";
/// What may be seen and changed: milliseconds that are not passed or nothing; `free`, or the
/// fields that may be changed.
pub const GUARD: &str = "guard";
/// What is pointed at: parts of the page.
pub const POINT: &str = "point";
/// Whom the topology marks: the index of a replica, or nothing.
pub const TARGET: &str = "target";
/// What stands below the transport: `info` or `table`.
pub const DRAW: &str = "draw";
/// How the page is laid out: words of `lesson`, `present`, `blank`.
pub const MODE: &str = "mode";
/// The page's own steps: `next` or `previous`.
pub const STEP: &str = "step";
/// A file for the person: name, type, text.
pub const FILE: &str = "file";
/// A text for the clipboard.
pub const COPY: &str = "copy";
/// What to remember: a name, and a text; nothing forgets it.
pub const STORE: &str = "store";
/// Asks for what is remembered under a name, with the event `recalled`.
pub const RECALL: &str = "recall";
/// Asks for a text from an address, with the event `own`, or `unfetched` and why.
pub const FETCH: &str = "fetch";
/// Asks this again: event, value. The page is drawn meanwhile.
pub const AGAIN: &str = "again";
/// Opens the window of notes.
pub const NOTES: &str = "notes";
/// The state of the address while a lesson is shown: a fragment, or nothing.
pub const ADDRESS: &str = "address";
/// What gets the focus: a selector.
pub const FOCUS: &str = "focus";

/// An answer that is being written.
#[derive(Debug, Default)]
pub(crate) struct Rows(pub(crate) Vec<Row>);

impl Rows {
    pub(crate) fn say(&mut self, kind: &str, parts: &[&str]) {
        let parts = core::iter::once(&kind).chain(parts);
        self.0.push(parts.map(|part| (*part).to_owned()).collect());
    }

    pub(crate) fn html(&mut self, place: &str, markup: &str) {
        self.say(HTML, &[place, markup]);
    }

    /// A time of a run.
    pub(crate) fn at(&mut self, kind: &str, time: core::time::Duration) {
        self.say(kind, &[&time.as_millis().to_string()]);
    }
}
