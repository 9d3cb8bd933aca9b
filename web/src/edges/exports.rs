//! What the page offers to scripts: `window.__stormglass`.

use std::cell::RefCell;

use wasm_bindgen::prelude::*;

use crate::view::meter::Meter;

thread_local! {
    /// What the page's own frames cost.
    pub(crate) static METER: RefCell<Meter> = RefCell::new(Meter::default());
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
    let frames = Closure::<dyn Fn() -> JsValue>::new(frames);
    let memory = Closure::<dyn Fn() -> f64>::new(memory);
    let set = |name: &str, value: &JsValue| {
        drop(js_sys::Reflect::set(&object, &name.into(), value));
    };
    set("frames", frames.as_ref());
    set("memory", memory.as_ref());
    set("version", &env!("CARGO_PKG_VERSION").into());
    drop(js_sys::Reflect::set(&super::browser::window(), &"__stormglass".into(), &object));
    // They live as long as the page.
    frames.forget();
    memory.forget();
}
