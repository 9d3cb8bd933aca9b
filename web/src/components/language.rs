//! The switch between languages, and what happens when words arrive.

use stormglass_text::LANGUAGES;
use web_sys::HtmlSelectElement;
use yew::html::Scope;
use yew::prelude::*;

use super::app::{App, Msg};
use crate::edges::{browser, texts};
use crate::model::{Action, State};
use crate::words;

impl App {
    /// Asks for the words of the language that is to be spoken, if it is not.
    pub(super) fn want_words(&mut self) {
        let Some(language) = self.state.language else { return };
        if language != self.speaks {
            self.speaks = language;
            self.fetch_words();
        }
    }

    /// Fetches what is missing of the language; also the rarer words, after the first view.
    pub(super) fn fetch_words(&self) {
        let link = self.link.clone();
        texts::want(self.speaks, move |there| link.send_message(Msg::Words(there)));
    }

    /// Everything is said anew.
    pub(super) fn speak(&mut self, there: bool) {
        self.wordless = !there;
        (self.drawn, self.twin_drawn, self.opened) = (None, None, None);
        if there {
            self.ask_reader();
            self.respeak();
        }
    }
}

pub(super) fn switch(state: &State, link: &Scope<App>) -> Html {
    let now = state.language.unwrap_or_else(words::language);
    let chosen = link.callback(|event: Event| {
        let tag = event.target_unchecked_into::<HtmlSelectElement>().value();
        let tag = stormglass_text::negotiate([tag.as_str()]);
        browser::store_language(tag);
        Msg::Do(Action::Speak(tag))
    });
    html! {
        <select aria-label={words::text("page-language")} data-test="language" onchange={chosen}>
            { for LANGUAGES.iter().map(|(tag, name)| html! {
                <option value={*tag} lang={*tag} selected={*tag == now}>{ *name }</option>
            }) }
        </select>
    }
}

/// Words that could not be fetched.
pub(super) fn trouble(wordless: bool, link: &Scope<App>) -> Html {
    if !wordless {
        return html! {};
    }
    let again = link.callback(|_: MouseEvent| Msg::FetchWords);
    html! {
        <section class="notice" role="alert">
            <p>{ words::text("page-wordless") }</p>
            <button onclick={again}>{ words::text("page-again") }</button>
        </section>
    }
}
