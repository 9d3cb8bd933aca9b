//! The parts of the page; they show a state and compute nothing.

mod answer;
mod app;
mod draw;
mod field;
mod header;
mod inputs;
mod keys;
mod language;
mod learnt;
mod notes;
mod page_api;
mod part;
mod stage;
mod transport;
mod workshop;

/// Puts the page into `#app`.
pub(crate) fn mount() {
    let place = crate::edges::browser::document().get_element_by_id("app");
    let Some(place) = place else { return };
    let hash = crate::edges::browser::hash();
    if let Some(name) = notes::wanted(&hash) {
        notes::mount(&place, name);
    } else {
        yew::Renderer::<app::App>::with_root(place).render();
    }
}
