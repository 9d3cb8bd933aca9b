//! What scripts beside the page may ask and read: `window.__stormglass.call(what, value)`.

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

/// Reads something, or does what is asked for:
///
/// - `shown`: `[seconds, end, playing, latest event or -1]`, cheap enough to be asked all the time;
/// - `told`: `[verdict, latest event, what was wrong with the link]`, in words;
/// - `link`, with `EMBED THEME play`: see [`embed::link`];
/// - `text`, with an id: a text of the catalogue;
/// - anything else is an order, see [`embed::asked`]; the answer is whether it can be done.
fn call(page: &Scope<App>, app: &App, what: &str, value: &str) -> JsValue {
    let state = &app.state;
    match what {
        "shown" => {
            let latest = events::latest(&state.run, state.cursor);
            Array::of4(
                &state.cursor.as_secs_f64().into(),
                &state.run.end.as_secs_f64().into(),
                &state.playing.into(),
                &latest.map_or(-1.0, |index| index as f64).into(),
            )
            .into()
        }
        "told" => {
            let told = embed::told(state);
            told.iter().map(|text| JsValue::from(text.as_str())).collect::<Array>().into()
        }
        "link" => embed::link(state, value).into(),
        "text" => words::text(value).into(),
        _ => {
            let actions = embed::asked(state, what, value);
            let known = actions.is_some();
            for action in actions.into_iter().flatten() {
                page.send_message(Msg::Do(action));
            }
            known.into()
        }
    }
}

pub(crate) fn install(page: &Scope<App>) {
    PAGE.set(Some(page.clone()));
    let calls = Closure::<dyn Fn(String, String) -> JsValue>::new(|what: String, value: String| {
        PAGE.with_borrow(|page| {
            let page = page.as_ref()?;
            page.get_component().map(|app| call(page, &app, &what, &value))
        })
        .unwrap_or_default()
    });
    if let Ok(api) = Reflect::get(&browser::window(), &"__stormglass".into()) {
        drop(Reflect::set(&api, &"call".into(), &calls.into_js_value()));
    }
}
