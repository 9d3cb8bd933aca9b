//! INFO at the cursor, with what changed since the event before.

use stormglass_core::message::Message;
use stormglass_core::run::info::print;

use stormglass_core::units::Instant;

use super::markup::Markup;
use crate::model::State;
use crate::view::{events, narration};
use crate::words;

pub(super) fn info(out: &mut Markup, state: &State) {
    // From just before the last thing that happened, so that its own effect is marked.
    let since = events::latest(&state.run, state.cursor)
        .map_or(Instant::ZERO, |index| state.run.events[index].at);
    let earlier = Instant::from_nanos(since.as_nanos().saturating_sub(1));
    let before = print(&state.run.at(earlier));
    let now = print(&state.run.at(state.cursor));
    let said = Message::new("page-info-since").with("clock", narration::clock(since));
    out.tag("p", "hint", &words::say(&said));
    out.raw("<pre class=\"info\" tabindex=\"0\">");
    for line in now.lines() {
        if differs(&before, line) {
            out.raw("<mark>");
            out.say(line);
            out.raw("</mark>");
        } else {
            out.say(line);
        }
        out.raw("\n");
    }
    out.raw("</pre>");
}

/// Whether a field of INFO says something else than in `before`, or is new.
pub(super) fn differs(before: &str, line: &str) -> bool {
    line.contains(':') && !before.lines().any(|old| old == line)
}
