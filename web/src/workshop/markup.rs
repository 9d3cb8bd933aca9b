//! Markup in a few words; everything that comes from outside is escaped.

use stormglass_core::message::Message;

use crate::view::svg::escaped;
use crate::words;

/// A text of the catalogue, safe in markup.
pub(super) fn text(id: &str) -> String {
    escaped(&words::text(id))
}

/// A message of the catalogue, safe in markup.
pub(super) fn say(message: &Message) -> String {
    escaped(&words::say(message))
}

/// Several texts as one, parted by the language's comma.
pub(super) fn listed(texts: &[String]) -> String {
    texts.join(if words::gap().is_empty() { "，" } else { ", " })
}

/// A button that asks the worker something.
pub(super) fn button(event: &str, class: &str, id: &str) -> String {
    let (event, text) = (escaped(event), text(id));
    format!("<button type=\"button\" data-w=\"{event}\" class=\"{class}\">{text}</button>")
}

/// Texts with empty lines between them as paragraphs; `code` stays as it is.
pub(super) fn paragraphs(text: &str) -> String {
    text.split("\n\n")
        .filter(|text| !text.trim().is_empty())
        .map(|text| format!("<p>{}</p>", escaped(text)))
        .collect()
}

/// The head of a dialog, with the way out.
pub(super) fn head(id: &str) -> String {
    let close = text("workshop-close");
    format!(
        "<header><h1 tabindex=\"-1\" data-focus>{}</h1><span class=\"gap\"></span>\
         <button type=\"button\" data-w=\"shut\" aria-label=\"{close}\" title=\"{close}\">✕</button>\
         </header>",
        text(id)
    )
}
