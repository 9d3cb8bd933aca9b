//! What scripts beside the page may ask and read: `window.__stormglass.ask`, `shown`, `told`, `link` and `text`.

use std::cell::RefCell;

use js_sys::{Array, Reflect};
use wasm_bindgen::prelude::*;
use yew::html::Scope;

use super::app::{App, Msg};
use crate::edges::browser;
use crate::view::events;
use crate::{embed, words};

thread_local! {
    static PAGE: RefCell<Option<Scope<App>>> = const { RefCell::new(None) };
}

/// Something read from the page as it is.
fn with_page<T>(read: impl FnOnce(&Scope<App>, &App) -> T) -> Option<T> {
    PAGE.with_borrow(|page| {
        let page = page.as_ref()?;
        page.get_component().map(|app| read(page, &app))
    })
}

/// Does what is asked for; says whether it is something that can be done.
fn ask(what: &str, value: &str) -> bool {
    with_page(|page, app| {
        let actions = embed::asked(&app.state, what, value);
        let known = actions.is_some();
        for action in actions.into_iter().flatten() {
            page.send_message(Msg::Do(action));
        }
        known
    })
    .unwrap_or(false)
}

/// `[seconds, end, playing, latest event or -1]`, cheap enough to be asked for all the time.
fn shown() -> Array {
    with_page(|_, app| {
        let state = &app.state;
        let latest = events::latest(&state.run, state.cursor);
        Array::of4(
            &state.cursor.as_secs_f64().into(),
            &state.run.end.as_secs_f64().into(),
            &state.playing.into(),
            &latest.map_or(-1.0, |index| index as f64).into(),
        )
    })
    .unwrap_or_default()
}

/// The link to what is shown, as a part of another page or on its own, in another theme or in this
/// one, playing or at this moment.
fn link(embed: &str, theme: &str, playing: bool) -> String {
    with_page(|_, app| embed::link(&app.state, embed, theme, playing)).unwrap_or_default()
}

/// `[verdict, latest event, what was wrong with the link]`, in words.
fn told() -> Array {
    with_page(|_, app| embed::told(&app.state))
        .into_iter()
        .flatten()
        .map(|text| JsValue::from(text.as_str()))
        .collect()
}

pub(crate) fn install(page: &Scope<App>) {
    PAGE.set(Some(page.clone()));
    let Ok(api) = Reflect::get(&browser::window(), &"__stormglass".into()) else { return };
    let set = |name: &str, value: JsValue| drop(Reflect::set(&api, &name.into(), &value));
    let asks = Closure::<dyn Fn(String, String) -> bool>::new(|what: String, value: String| {
        ask(&what, &value)
    });
    set("ask", asks.into_js_value());
    set("shown", Closure::<dyn Fn() -> Array>::new(shown).into_js_value());
    set("told", Closure::<dyn Fn() -> Array>::new(told).into_js_value());
    let links = Closure::<dyn Fn(String, String, bool) -> String>::new(
        |embed: String, theme: String, playing: bool| link(&embed, &theme, playing),
    );
    set("link", links.into_js_value());
    let says = Closure::<dyn Fn(String) -> String>::new(|id: String| words::text(&id));
    set("text", says.into_js_value());
}
