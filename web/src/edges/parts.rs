//! Parts of the page that are fetched when they are needed.
//!
//! They lie beside the page, or inside it where it is one file: then `window.__stormglassParts` has
//! an address for each name.

use js_sys::Reflect;

use super::browser::{document, window};

/// The address of a part inside the page, where it is one file.
pub(crate) fn inside(name: &str) -> Option<String> {
    let parts = Reflect::get(&window(), &"__stormglassParts".into()).ok()?;
    Reflect::get(&parts, &name.into()).ok()?.as_string()
}

/// The address of a part, such as `stormglass-aside.js`.
pub(crate) fn address(name: &str) -> String {
    if let Some(address) = inside(name) {
        return address;
    }
    let base = document().base_uri().ok().flatten().unwrap_or_default();
    let base = base.split(['#', '?']).next().unwrap_or_default();
    let folder = base.rsplit_once('/').map_or("", |(folder, _)| folder);
    [folder, "/", name].concat()
}

/// Runs a part that is a script. A plain one: it needs no permission to come from where the page
/// does, so it also runs in a frame that has no origin.
pub(crate) fn script(name: &str) {
    let Ok(element) = document().create_element("script") else { return };
    let set = element.set_attribute("src", &address(name));
    drop(set.and_then(|()| {
        document().head().map_or(Ok(()), |head| head.append_child(&element).map(drop))
    }));
}
