//! What the page offers to scripts: `window.__stormglass`.

use std::cell::RefCell;

use stormglass_core::engine::simulate;
use stormglass_core::run::digest;
use stormglass_core::scenario::Scenario;
use wasm_bindgen::prelude::*;

use crate::view::meter::Meter;

thread_local! {
    /// What the page's own frames cost.
    pub(crate) static METER: RefCell<Meter> = RefCell::new(Meter::default());
}

/// The digest of a scenario's run, or what is wrong with it.
fn digest_of(text: &str) -> String {
    match Scenario::parse(text) {
        Ok(scenario) => digest(&simulate(&scenario)),
        Err(findings) => findings.to_string(),
    }
}

/// How many events a scenario's run has: the engine alone, for benchmarks.
fn events_of(text: &str) -> f64 {
    Scenario::parse(text).map_or(0.0, |scenario| simulate(&scenario).events.len() as f64)
}

fn frames() -> JsValue {
    let stats = METER.with(|meter| meter.borrow().stats());
    let object = js_sys::Object::new();
    let set = |name: &str, value: f64| {
        drop(js_sys::Reflect::set(&object, &name.into(), &value.into()));
    };
    set("count", stats.count as f64);
    set("mean", stats.mean);
    set("p95", stats.p95);
    object.into()
}

/// How many bytes the module has taken from the browser.
fn memory() -> f64 {
    let memory: js_sys::WebAssembly::Memory = wasm_bindgen::memory().unchecked_into();
    let buffer: js_sys::ArrayBuffer = memory.buffer().unchecked_into();
    f64::from(buffer.byte_length())
}

pub(crate) fn install() {
    let object = js_sys::Object::new();
    let digest = Closure::<dyn Fn(String) -> String>::new(|text: String| digest_of(&text));
    let events = Closure::<dyn Fn(String) -> f64>::new(|text: String| events_of(&text));
    let frames = Closure::<dyn Fn() -> JsValue>::new(frames);
    let memory = Closure::<dyn Fn() -> f64>::new(memory);
    let set = |name: &str, value: &JsValue| {
        drop(js_sys::Reflect::set(&object, &name.into(), value));
    };
    set("digest", digest.as_ref());
    set("events", events.as_ref());
    set("frames", frames.as_ref());
    set("memory", memory.as_ref());
    set("version", &env!("CARGO_PKG_VERSION").into());
    drop(js_sys::Reflect::set(&super::browser::window(), &"__stormglass".into(), &object));
    // They live as long as the page.
    digest.forget();
    events.forget();
    frames.forget();
    memory.forget();
}
