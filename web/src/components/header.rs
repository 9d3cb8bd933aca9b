//! The head of the page: version, scenes, theme, link.

use stormglass_core::message::Message;
use stormglass_core::server::Server;
use web_sys::HtmlSelectElement;
use yew::html::Scope;
use yew::prelude::*;

use super::app::{App, Msg};
use super::language;
use super::part::{Look, button};
use crate::model::{Action, LONG_LINK, State, Theme};
use crate::words;

/// Versions on offer: those whose rules were read or recorded.
const VERSIONS: [Server; 9] = [
    Server::redis(6, 2, 16),
    Server::redis(7, 0, 15),
    Server::redis(7, 2, 6),
    Server::redis(7, 4, 1),
    Server::redis(8, 0, 6),
    Server::valkey(7, 2, 7),
    Server::valkey(8, 0, 1),
    Server::valkey(8, 1, 1),
    Server::valkey(9, 1, 2),
];

pub(crate) fn header(
    state: &State,
    link: &Scope<App>,
    address: &str,
    copied: Option<&'static str>,
    dark: bool,
) -> Html {
    let now = state.scenario.server.unwrap_or_default();
    let mut versions = VERSIONS.to_vec();
    if !versions.contains(&now) {
        let place = versions.iter().position(|version| *version > now);
        versions.insert(place.unwrap_or(versions.len()), now);
    }
    let chosen = link.callback(|event: Event| {
        let text = event.target_unchecked_into::<HtmlSelectElement>().value();
        Msg::Do(Action::Version(Server::parse(&text).unwrap_or_default()))
    });
    let (theme, name, sign) = match state.theme {
        Theme::Projector => (Theme::Light, "page-theme-projector", "▣"),
        _ if dark => (Theme::Projector, "page-theme-dark", "☾"),
        _ => (Theme::Dark, "page-theme-light", "☀"),
    };
    let themed = link.callback(move |_: MouseEvent| Msg::Do(Action::Dress(theme)));
    let title = words::say(&Message::new("page-theme").with("name", words::text(name)));
    let paired = Look { test: "compare", pressed: Some(state.twin.is_some()), ..Look::default() };
    let compare = if state.twin.is_some() { Action::Alone } else { Action::Pair(true) };
    let text = address.to_owned();
    let share = link.callback(move |_: MouseEvent| Msg::Copy("link", text.clone()));
    html! {
        <header>
            <h1>{ words::text("page-title") }</h1>
            <select aria-label={words::text("page-version")} onchange={chosen}>
                { for versions.iter().map(|version| html! {
                    <option value={version.to_string()} selected={*version == now}>
                        { version.to_string() }
                    </option>
                }) }
            </select>
            <button data-w="gallery" data-test="scenes">{ words::text("page-scenes") }</button>
            <button data-w="present" data-test="present-page" class="present">
                { words::text("page-present") }
            </button>
            <span class="gap"></span>
            { button(link, words::text("page-compare"), compare, paired) }
            <input class="link" data-test="link" readonly=true value={address.to_owned()}
                aria-label={words::text("page-link")} />
            <small class="length" data-test="link-length">{ length(address) }</small>
            <button data-test="share" onclick={share}>
                { words::text(if copied == Some("link") { "page-copied" } else { "page-share" }) }
            </button>
            { language::switch(state, link) }
            <button data-test="theme" onclick={themed} aria-label={title.clone()} title={title}>
                { sign }
            </button>
        </header>
    }
}

/// How long the link is, with a word of warning where that is too long for some.
fn length(address: &str) -> String {
    let id = if address.len() > LONG_LINK { "page-link-long" } else { "page-link-length" };
    words::say(&Message::new(id).with("count", address.len() as u64))
}

/// What could not be read of a link.
pub(crate) fn link_trouble(state: &State, link: &Scope<App>) -> Html {
    if state.link_findings.is_empty() {
        return html! {};
    }
    let dismiss = link.callback(|_: MouseEvent| Msg::Do(Action::Dismiss));
    html! {
        <section class="notice" role="alert">
            <p>{ words::text("page-link-broken") }</p>
            <ul>
                { for state.link_findings.iter().map(|finding| html! {
                    <li>
                        { words::say(&finding.message) }
                        if let Some(hint) = &finding.hint { { " " }{ words::say(hint) } }
                    </li>
                }) }
                { for state.link_kept.iter().map(|text| {
                    let said = Message::new("page-left-out").with("text", text.as_str());
                    html! { <li><code>{ words::say(&said) }</code></li> }
                }) }
            </ul>
            <button onclick={dismiss}>{ words::text("page-dismiss") }</button>
        </section>
    }
}
