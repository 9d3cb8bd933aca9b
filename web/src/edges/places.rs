//! Places for markup that comes from the worker, and what is read for them.

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DragEvent, Element, Event, File, HtmlDialogElement, HtmlElement, HtmlInputElement,
    HtmlTextAreaElement, Response,
};
use yew::Callback;

use super::browser::{document, window};

/// The element of a place.
fn place_of(name: &str) -> Option<Element> {
    document().query_selector(&format!("[data-place=\"{name}\"]")).ok().flatten()
}

/// Puts markup into a place; what had the focus there has it again.
pub(crate) fn place(name: &str, markup: &str) {
    let Some(place) = place_of(name) else { return };
    let within = document().active_element().filter(|active| place.contains(Some(active)));
    let key = within.and_then(|active| {
        let name = |attribute: &str| {
            let value = active.get_attribute(attribute)?;
            Some(format!("[{attribute}=\"{value}\"]"))
        };
        name("id").or_else(|| name("data-w"))
    });
    place.set_inner_html(markup);
    if let Some(key) = key
        && let Ok(Some(again)) = place.query_selector(&key)
        && let Ok(again) = again.dyn_into::<HtmlElement>()
    {
        drop(again.focus());
    }
}

/// Gives the focus to what a selector names.
pub(crate) fn focus(selector: &str) {
    let Ok(Some(element)) = document().query_selector(selector) else { return };
    drop(element.set_attribute("open", ""));
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        drop(element.focus());
    }
}

fn the_dialog() -> Option<HtmlDialogElement> {
    place_of("dialog")?.dyn_into().ok()
}

pub(crate) fn dialog_is_open() -> bool {
    the_dialog().is_some_and(|dialog| dialog.open())
}

/// Opens the dialog with what is in it, or closes it.
pub(crate) fn dialog(open: bool) {
    let Some(dialog) = the_dialog() else { return };
    if !open {
        dialog.close();
    } else if !dialog.open() {
        drop(dialog.show_modal());
    }
    if open {
        focus("[data-place=dialog] [data-focus]");
    }
}

/// How the page is laid out now.
pub(crate) fn mode() -> String {
    let root = document().document_element();
    root.and_then(|root| root.get_attribute("data-workshop")).unwrap_or_default()
}

/// Lays the page out for a lesson, for a room, or blank; a room gets the full screen.
pub(crate) fn set_mode(words: &str) {
    let Some(root) = document().document_element() else { return };
    let (before, now) = (mode().contains("present"), words.contains("present"));
    drop(root.set_attribute("data-workshop", words));
    // A browser that refuses shows the page in its window.
    if now && !before {
        drop(root.request_fullscreen());
    } else if before && !now && document().fullscreen_element().is_some() {
        document().exit_fullscreen();
    }
}

/// Points at parts of the page.
pub(crate) fn point(words: &str) {
    if let Some(root) = document().document_element() {
        drop(root.set_attribute("data-point", words));
    }
}

/// What stands in a field.
pub(crate) fn value(field: &Element) -> String {
    js_sys::Reflect::get(field, &"value".into())
        .ok()
        .and_then(|value| value.as_string())
        .unwrap_or_default()
}

/// What stands in the field with an id.
pub(crate) fn value_of(id: &str) -> String {
    document().get_element_by_id(id).map_or_else(String::new, |field| value(&field))
}

/// Whether keys are letters there.
pub(crate) fn is_typed_into(element: &Element) -> bool {
    let kind = element.get_attribute("type").unwrap_or_default();
    element.is_instance_of::<HtmlTextAreaElement>()
        || element.is_instance_of::<HtmlInputElement>()
            && !["radio", "checkbox", "range"].contains(&kind.as_str())
}

type Did = Callback<(String, String)>;

/// Reads a text that is on its way, and hands it over as one's own lesson; `what` says from where.
fn hand_over(promise: js_sys::Promise, what: &'static str, did: Did) {
    wasm_bindgen_futures::spawn_local(async move {
        let text = JsFuture::from(promise).await.ok().and_then(|text| text.as_string());
        did.emit((what.to_owned(), text.unwrap_or_default()));
    });
}

/// The file that was picked.
pub(crate) fn read_file(input: &HtmlInputElement, did: Did) {
    if let Some(file) = input.files().and_then(|files| files.get(0)) {
        hand_over(file.text(), "own", did);
        // The same file can be picked again after it was corrected.
        input.set_value("");
    }
}

fn is_lesson(file: &File) -> bool {
    file.name().ends_with(".lesson")
}

/// A lesson that is dropped anywhere; other files go where they were dropped.
pub(crate) fn read_dropped(event: &Event, did: Did) {
    let files = event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer);
    let file = files.and_then(|data| data.files()).and_then(|files| files.get(0));
    if let Some(file) = file.filter(is_lesson) {
        event.prevent_default();
        event.stop_propagation();
        hand_over(file.text(), "linked", did);
    }
}

/// Asks an address for a lesson.
pub(crate) fn fetch(address: &str, did: Did) {
    let asked = window().fetch_with_str(address);
    wasm_bindgen_futures::spawn_local(async move {
        let (event, value) = match text_of(asked).await {
            Ok(text) => ("own", text),
            Err(why) => ("unfetched", why),
        };
        did.emit((event.to_owned(), value));
    });
}

async fn text_of(asked: js_sys::Promise) -> Result<String, String> {
    let why = |error: JsValue| {
        error.dyn_into::<js_sys::Error>().map_or_else(|_| String::new(), |e| e.message().into())
    };
    let response: Response = JsFuture::from(asked).await.map_err(why)?.unchecked_into();
    if !response.ok() {
        return Err(response.status().to_string());
    }
    let text = JsFuture::from(response.text().map_err(why)?).await.map_err(why)?;
    Ok(text.as_string().unwrap_or_default())
}
