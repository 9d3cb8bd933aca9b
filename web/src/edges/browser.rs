//! Address bar, clipboard, storage and preferences.

use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, Window};
use yew::NodeRef;

const THEME: &str = "stormglass-theme";

pub(crate) fn window() -> Window {
    web_sys::window().expect("the page runs in a window")
}

pub(crate) fn document() -> Document {
    window().document().expect("a window has a document")
}

/// The fragment of the address, with its `#`; empty without one.
pub(crate) fn hash() -> String {
    window().location().hash().unwrap_or_default()
}

/// The address with another fragment.
pub(crate) fn address(fragment: &str) -> String {
    let href = window().location().href().unwrap_or_default();
    let page = href.split('#').next().unwrap_or_default();
    format!("{page}#{fragment}")
}

/// Shows a fragment in the address bar, with or without a step in the browser's history.
pub(crate) fn show_hash(fragment: &str, step: bool) {
    let url = format!("#{fragment}");
    let Ok(history) = window().history() else { return };
    // Browsers limit how often this may be done; the next change tries again.
    drop(if step {
        history.push_state_with_url(&JsValue::NULL, "", Some(&url))
    } else {
        history.replace_state_with_url(&JsValue::NULL, "", Some(&url))
    });
}

/// Copies a text; without permission nothing happens, and the text stays selectable.
pub(crate) fn copy(text: &str) {
    let clipboard = js_sys::Reflect::get(&window().navigator(), &"clipboard".into());
    // There is none where the page came neither from this machine nor over TLS.
    let Ok(clipboard) = clipboard.and_then(|it| it.dyn_into::<web_sys::Clipboard>()) else {
        return;
    };
    let promise = clipboard.write_text(text);
    wasm_bindgen_futures::spawn_local(async move {
        drop(wasm_bindgen_futures::JsFuture::from(promise).await);
    });
}

fn prefers(query: &str) -> bool {
    window().match_media(query).ok().flatten().is_some_and(|list| list.matches())
}

pub(crate) fn system_is_dark() -> bool {
    prefers("(prefers-color-scheme: dark)")
}

pub(crate) fn motion_is_unwanted() -> bool {
    prefers("(prefers-reduced-motion: reduce)")
}

/// The theme chosen on an earlier visit.
pub(crate) fn stored_theme() -> Option<String> {
    window().local_storage().ok()??.get_item(THEME).ok()?
}

pub(crate) fn store_theme(word: &str) {
    // A browser that stores nothing still shows the theme.
    if let Ok(Some(storage)) = window().local_storage() {
        drop(storage.set_item(THEME, word));
    }
}

/// Puts the theme on the page.
pub(crate) fn dress(theme: &str) {
    mark("data-theme", theme);
}

/// Says something about the page that its style goes by.
pub(crate) fn mark(name: &str, word: &str) {
    if let Some(root) = document().document_element() {
        drop(root.set_attribute(name, word));
    }
}

pub(crate) fn now() -> f64 {
    window().performance().map_or(0.0, |clock| clock.now())
}

/// Pixels of the screen for one of the design: the projector's theme enlarges the whole page.
pub(crate) fn pixel_ratio() -> f64 {
    let zoom = document()
        .document_element()
        .and_then(|root| root.get_attribute("data-theme"))
        .map_or(1.0, |theme| if theme == "projector" { 1.25 } else { 1.0 });
    (window().device_pixel_ratio() * zoom).clamp(1.0, 4.0)
}

/// Calls back before the next frame is drawn.
pub(crate) fn next_frame(callback: &Closure<dyn FnMut(f64)>) -> Option<i32> {
    window().request_animation_frame(callback.as_ref().unchecked_ref()).ok()
}

/// Where a pointer is inside an element, in pixels of the design, however the page is enlarged.
pub(crate) fn inside(element: &web_sys::HtmlElement, client: (i32, i32)) -> (f64, f64) {
    let place = element.get_bounding_client_rect();
    let scale = f64::from(element.client_width()) / place.width().max(1.0);
    ((f64::from(client.0) - place.left()) * scale, (f64::from(client.1) - place.top()) * scale)
}

/// Scrolls to a part of the page where little or nothing of it can be seen; at once, so that nobody
/// has to wait for a motion, or see one.
pub(crate) fn reveal(part: &NodeRef) {
    let (Some(part), Some(root)) = (part.cast::<Element>(), document().document_element()) else {
        return;
    };
    let high = f64::from(root.client_height());
    if !(0.0..high / 2.0).contains(&part.get_bounding_client_rect().top()) {
        part.scroll_into_view();
    }
}

/// The language chosen here is that of the next visit, too.
pub(crate) fn store_language(tag: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        drop(storage.set_item("stormglass-language", tag));
    }
}

/// Tells browsers and readers of the page its language, its title and what it is.
pub(crate) fn introduce(language: &str, title: &str, description: &str) {
    let document = document();
    document.set_title(title);
    if let Some(root) = document.document_element() {
        drop(root.set_attribute("lang", language));
    }
    if let Ok(Some(meta)) = document.query_selector("meta[name=description]") {
        drop(meta.set_attribute("content", description));
    }
    // For the scripts beside the page.
    if let Ok(event) = web_sys::Event::new("stormglass-words") {
        drop(document.dispatch_event(&event));
    }
}

/// Milliseconds of the clock on the wall.
pub(crate) fn now_on_the_wall() -> u64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "milliseconds since 1970, without their fraction"
    )]
    let now = js_sys::Date::now() as u64;
    now
}

/// What was kept under a name.
pub(crate) fn kept(name: &str) -> String {
    let storage = window().local_storage().ok().flatten();
    let kept =
        storage.and_then(|storage| storage.get_item(&["stormglass-", name].concat()).ok()?);
    kept.unwrap_or_default()
}

/// Keeps a text under a name.
pub(crate) fn keep(name: &str, text: &str) {
    // A browser that stores nothing still teaches.
    if let Ok(Some(storage)) = window().local_storage() {
        drop(storage.set_item(&["stormglass-", name].concat(), text));
    }
}
