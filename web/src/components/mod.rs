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
mod page_api;
mod part;
mod stage;
mod transport;

/// Puts the page into `#app`.
pub(crate) fn mount() {
    let place = crate::edges::browser::document().get_element_by_id("app");
    if let Some(place) = place {
        yew::Renderer::<app::App>::with_root(place).render();
    }
}
