//! The page: a cursor over a run.
//!
//! `model` says what is shown and how an action changes it; `view` turns a run and a cursor into
//! pictures and words. Both are pure and are tested on the host. `edges` is the only code that
//! touches a browser, `components` put the three together and compute nothing.

pub mod aside;
pub mod embed;
pub mod further;
pub mod map;
pub mod model;
pub mod numbers;
pub mod reading;
pub mod view;
pub mod words;

#[cfg(target_arch = "wasm32")]
mod components;
#[cfg(target_arch = "wasm32")]
mod edges;

/// Puts the page into `#app`, as soon as there are words for it.
#[cfg(target_arch = "wasm32")]
pub fn start() {
    edges::panic::install();
    edges::exports::install();
    wasm_bindgen_futures::spawn_local(async {
        edges::texts::first().await;
        components::mount();
    });
}
