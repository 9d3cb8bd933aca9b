//! The texts of the page, fetched a language at a time: `web/assets/texts.js` begins with that
//! while this program is on the way.

use std::cell::RefCell;

use js_sys::{Function, Promise, Reflect};
use stormglass_text::Catalogue;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::browser;
use crate::words;

/// A language, and whether its rarer words are there too.
pub(crate) type Spoken = (&'static str, bool);

thread_local! {
    /// What has been fetched, by name. A text lives as long as the page, so that one language can
    /// be changed for the other at once.
    static FETCHED: RefCell<Vec<(String, &'static str)>> = const { RefCell::new(Vec::new()) };
    /// What is to be spoken: what arrives for another language is kept, and not spoken.
    static WANTED: RefCell<&'static str> = const { RefCell::new("") };
}

fn name(language: &str, more: bool) -> String {
    format!("text-{language}{}", if more { "-more" } else { "" })
}

fn fetched(name: &str) -> Option<&'static str> {
    FETCHED.with_borrow(|all| all.iter().find(|(known, _)| known == name).map(|(_, text)| *text))
}

fn keep(name: String, text: String) {
    let text: &'static str = Box::leak(text.into_boxed_str());
    FETCHED.with_borrow_mut(|all| all.push((name, text)));
}

/// What is spoken now.
pub(crate) fn spoken() -> Spoken {
    let language = words::language();
    (language, fetched(&name(language, true)).is_some())
}

/// The texts behind it.
pub(crate) fn all(spoken: Spoken) -> impl Iterator<Item = &'static str> {
    [false, true].into_iter().filter_map(move |more| fetched(&name(spoken.0, more)))
}

/// Speaks a language with all words that are there.
fn speak(language: &'static str) {
    let mut catalogue = Catalogue::empty(language);
    for text in all((language, true)) {
        catalogue.add(text);
    }
    words::install(catalogue);
    browser::introduce(language, &words::text("page-document"), &words::text("page-description"));
}

fn tool(property: &str) -> JsValue {
    let tool = Reflect::get(&browser::window(), &"stormglassTexts".into());
    tool.and_then(|tool| Reflect::get(&tool, &property.into())).unwrap_or_default()
}

/// Waits for the words the page opens with.
pub(crate) async fn first() {
    let tag = tool("language").as_string().unwrap_or_default();
    let language = stormglass_text::negotiate([tag.as_str()]);
    let text = JsFuture::from(Promise::resolve(&tool("first"))).await;
    let text = text.ok().and_then(|text| text.as_string()).unwrap_or_default();
    keep(name(language, false), text);
    WANTED.replace(language);
    speak(language);
}

/// Gets one text; whether it is there.
async fn get(name: String) -> bool {
    if fetched(&name).is_some() {
        return true;
    }
    let Ok(get) = tool("get").dyn_into::<Function>() else { return false };
    let Ok(promise) = get.call1(&JsValue::NULL, &name.as_str().into()) else { return false };
    let text = JsFuture::from(Promise::resolve(&promise)).await;
    let text = text.ok().and_then(|text| text.as_string());
    let there = text.is_some();
    // Asked for twice at the same time, it is kept once.
    if let Some(text) = text.filter(|_| fetched(&name).is_none()) {
        keep(name, text);
    }
    there
}

/// Gets whatever of a language is missing, and speaks it; `heard` is told after each part whether
/// it came.
pub(crate) fn want(language: &'static str, heard: impl Fn(bool) + 'static) {
    WANTED.replace(language);
    spawn_local(async move {
        for more in [false, true] {
            let there = get(name(language, more)).await;
            if WANTED.with_borrow(|wanted| *wanted != language) {
                return;
            }
            if there {
                speak(language);
            }
            heard(there);
            if !there {
                return;
            }
        }
    });
}
