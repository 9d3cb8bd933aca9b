//! Which actions the browser's back button goes back from.

use super::{Action, State};

impl State {
    /// Whether an action is a step of its own in the browser's history.
    ///
    /// Deliberate changes are; moving the cursor is not, and of a drag or of typing into a field only
    /// the beginning is.
    #[must_use]
    pub fn is_step(&self, action: &Action) -> bool {
        match action {
            Action::Slide(field, _) => self.sliding != Some(*field),
            Action::Type(field, _) => self.draft(*field).is_none(),
            Action::Open(panel) => *panel != self.panel,
            Action::Draw(drawer) => *drawer != self.drawer,
            Action::Take(_)
            | Action::Version(_)
            | Action::Read(_)
            | Action::Act(_)
            | Action::Line(_)
            | Action::Adopt(_)
            | Action::Pair(_)
            | Action::Swap
            | Action::Alone
            | Action::Undo
            | Action::Redo => true,
            _ => false,
        }
    }
}
