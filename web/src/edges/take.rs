//! What is taken away: files, pictures, a recording.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::file::{Blob, ObjectUrl};
use wasm_bindgen::prelude::*;
use web_sys::{
    BlobEvent, CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement, MediaRecorder, MediaStream,
};

use super::browser::{document, now, pixel_ratio};

/// How long a recording lasts, milliseconds.
const LASTS: f64 = 8000.0;

/// Hands a file to the browser, which asks where to put it.
pub(crate) fn file(name: &str, kind: &str, text: &str) {
    save(name, &ObjectUrl::from(Blob::new_with_options(text, Some(kind))));
}

fn save(name: &str, url: &str) {
    let Ok(anchor) = document().create_element("a") else { return };
    drop(anchor.set_attribute("href", url));
    drop(anchor.set_attribute("download", name));
    if let Some(anchor) = anchor.dyn_ref::<HtmlElement>() {
        anchor.click();
    }
}

/// All pictures of the stage on one canvas, where they stand on the page.
struct Sheet {
    canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
    parts: Vec<HtmlCanvasElement>,
    paper: String,
}

impl Sheet {
    fn new(parts: &[HtmlCanvasElement], paper: String) -> Option<Self> {
        let canvas: HtmlCanvasElement =
            document().create_element("canvas").ok()?.dyn_into().ok()?;
        let places: Vec<_> = parts.iter().map(|part| part.get_bounding_client_rect()).collect();
        let least =
            |of: fn(&web_sys::DomRect) -> f64| places.iter().map(of).fold(f64::MAX, f64::min);
        let most =
            |of: fn(&web_sys::DomRect) -> f64| places.iter().map(of).fold(f64::MIN, f64::max);
        let ratio = pixel_ratio();
        let wide = most(|place| place.right()) - least(|place| place.left());
        let high = most(|place| place.bottom()) - least(|place| place.top());
        canvas.set_width(super::painter::pixels(wide * ratio));
        canvas.set_height(super::painter::pixels(high * ratio));
        let context = canvas.get_context("2d").ok()??.dyn_into().ok()?;
        let sheet = Self { canvas, context, parts: parts.to_vec(), paper };
        sheet.draw();
        Some(sheet)
    }

    fn draw(&self) {
        let (wide, high) = (f64::from(self.canvas.width()), f64::from(self.canvas.height()));
        self.context.set_fill_style_str(&self.paper);
        self.context.fill_rect(0.0, 0.0, wide, high);
        let ratio = pixel_ratio();
        let places: Vec<_> =
            self.parts.iter().map(|part| part.get_bounding_client_rect()).collect();
        let left = places.iter().map(|place| place.left()).fold(f64::MAX, f64::min);
        let top = places.iter().map(|place| place.top()).fold(f64::MAX, f64::min);
        for (part, place) in self.parts.iter().zip(&places) {
            let at = ((place.left() - left) * ratio, (place.top() - top) * ratio);
            // A canvas without pixels is not shown, and cannot be copied.
            drop(self.context.draw_image_with_html_canvas_element(part, at.0, at.1));
        }
    }
}

/// The pictures of the stage as PNG.
pub(crate) fn picture(parts: &[HtmlCanvasElement], paper: String) {
    if let Some(sheet) = Sheet::new(parts, paper)
        && let Ok(url) = sheet.canvas.to_data_url()
    {
        save("stormglass.png", &url);
    }
}

/// A recording of the stage while it plays.
pub(crate) struct Recording {
    sheet: Sheet,
    recorder: MediaRecorder,
    begun: f64,
    over: Cell<bool>,
    _parts: Closure<dyn FnMut(BlobEvent)>,
    _end: Closure<dyn FnMut()>,
}

/// Begins a recording; `None` where the browser has no recorder.
pub(crate) fn record(parts: &[HtmlCanvasElement], paper: String) -> Option<Recording> {
    let sheet = Sheet::new(parts, paper)?;
    let stream: MediaStream = sheet.canvas.capture_stream().ok()?;
    let recorder = MediaRecorder::new_with_media_stream(&stream).ok()?;
    let chunks = Rc::new(RefCell::new(js_sys::Array::new()));
    let kept = chunks.clone();
    let parts = Closure::<dyn FnMut(BlobEvent)>::new(move |event: BlobEvent| {
        if let Some(data) = event.data() {
            kept.borrow().push(&data);
        }
    });
    let end = Closure::<dyn FnMut()>::new(move || {
        if let Ok(blob) = web_sys::Blob::new_with_blob_sequence(&chunks.borrow()) {
            save("stormglass.webm", &ObjectUrl::from(Blob::from(blob)));
        }
    });
    recorder.set_ondataavailable(Some(parts.as_ref().unchecked_ref()));
    recorder.set_onstop(Some(end.as_ref().unchecked_ref()));
    recorder.start().ok()?;
    Some(Recording {
        sheet,
        recorder,
        begun: now(),
        over: Cell::new(false),
        _parts: parts,
        _end: end,
    })
}

impl Recording {
    /// Takes one more frame while it lasts. It is kept after that: the browser hands over what was
    /// recorded some time later.
    pub(crate) fn frame(&self) {
        if self.over.get() {
            return;
        }
        self.sheet.draw();
        if now() - self.begun >= LASTS {
            self.over.set(true);
            // It may have stopped by itself.
            drop(self.recorder.stop());
        }
    }
}
