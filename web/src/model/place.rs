//! Where the page is besides its scenario: in a lesson, in a scene of the gallery, in another page.

/// What a link says about the place, apart from the scenario.
///
/// `~lesson=NAME` and `~step=N` name a step of a lesson; N counts from 1. `~scene=NAME` names a scene
/// of the gallery, which is shown where the link has no scenario of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The lesson's name: that of its file, without the ending.
    pub lesson: Option<String>,
    /// The step, from 1 on; 0 without a lesson.
    pub step: u32,
    /// The scene's name, as the gallery knows it.
    pub scene: Option<String>,
    /// How much of the page is shown inside another one; `None` where it stands alone.
    pub embed: Option<Embed>,
}

/// How much of the page is shown where it stands inside another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Embed {
    /// The stage alone: nothing to press.
    Picture,
    /// The stage and the transport below it.
    Transport,
    /// Everything but the head of the page.
    Full,
}

impl Embed {
    /// All of them, with the word of a link.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::Picture, "picture"), (Self::Transport, "transport"), (Self::Full, "full")];

    /// The word of a link, which is also what the page's style goes by.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(embed, _)| *embed == self).map_or("", |(_, word)| word)
    }
}
