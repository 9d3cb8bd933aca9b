//! Buttons and lists: built in one place, because every view written out costs the page bytes.

use web_sys::HtmlSelectElement;
use yew::html::Scope;
use yew::prelude::*;

use super::app::{App, Msg};
use crate::model::Action;

/// How a button differs from a plain one.
#[derive(Clone, Default)]
pub(crate) struct Look {
    /// Its `data-test`, and part of its class.
    pub(crate) test: &'static str,
    /// A switch that is on or off.
    pub(crate) pressed: Option<bool>,
    /// Not to be used now.
    pub(crate) off: bool,
    /// What it is called, where its text is only a sign.
    pub(crate) name: Option<String>,
}

/// A button that does something to the state.
pub(crate) fn button(link: &Scope<App>, text: String, action: Action, look: Look) -> Html {
    let pressed = link.callback(move |_: MouseEvent| Msg::Do(action.clone()));
    let test = (!look.test.is_empty()).then_some(look.test);
    html! {
        <button class={look.test} data-test={test} onclick={pressed} disabled={look.off}
            aria-pressed={look.pressed.map(|on| on.to_string())} aria-label={look.name.clone()}
            title={look.name}>{ text }</button>
    }
}

/// One line of a list to choose from.
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) text: String,
    pub(crate) chosen: bool,
    pub(crate) off: bool,
}

/// A list to choose from; `on` gets the value.
pub(crate) fn select(
    link: &Scope<App>,
    name: String,
    test: &'static str,
    choices: Vec<Choice>,
    on: fn(&str) -> Action,
) -> Html {
    let changed = link.callback(move |event: Event| {
        Msg::Do(on(&event.target_unchecked_into::<HtmlSelectElement>().value()))
    });
    html! {
        <select aria-label={name} data-test={test} onchange={changed}>
            { for choices.into_iter().map(|choice| html! {
                <option value={choice.value} selected={choice.chosen} disabled={choice.off}>
                    { choice.text }
                </option>
            }) }
        </select>
    }
}
