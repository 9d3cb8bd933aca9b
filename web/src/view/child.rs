//! What the forked child is doing, in words.

use stormglass_core::message::Message;
use stormglass_core::run::Moment;

use crate::words;

/// One line about the child, or about the freeze of a fork; `None` where there is nothing to say.
#[must_use]
pub fn child(moment: &Moment) -> Option<String> {
    if let Some(until) = moment.frozen_until
        && until > moment.at
    {
        let left = until - moment.at;
        return Some(words::say(&Message::new("page-child-freeze").with("time", left)));
    }
    let child = moment.child?;
    let id = if child.to_socket { "page-child-socket" } else { "page-child-disk" };
    Some(words::say(
        &Message::new(id)
            .with("replicas", child.serves)
            .with("done", stormglass_core::message::Value::Permille(child.permille))
            .with("cow", child.cow),
    ))
}
