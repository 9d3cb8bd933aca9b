//! Keys and the wheel.

use gloo::events::{EventListener, EventListenerOptions};
use stormglass_core::units::Instant;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent, WheelEvent};
use yew::prelude::*;

use super::app::{App, Msg};
use crate::edges::browser;
use crate::model::Action;
use crate::model::act::verb_of_key;
use crate::model::play::speed_of_key;

/// A pinch, or the wheel with Ctrl, looks closer; sideways, or with Shift, it moves along. A plain
/// wheel belongs to the page.
pub(super) fn wheel(ctx: &Context<App>, canvas: &HtmlElement) -> EventListener {
    let link = ctx.link().clone();
    let (active, place) = (EventListenerOptions::enable_prevent_default(), canvas.clone());
    EventListener::new_with_options(canvas, "wheel", active, move |event| {
        let Some(event) = event.dyn_ref::<WheelEvent>() else { return };
        let zoom = event.ctrl_key() || event.meta_key();
        let (along, across) = (event.delta_x(), event.delta_y());
        let along = if event.shift_key() && along == 0.0 { across } else { along };
        if zoom || along != 0.0 {
            event.prevent_default();
            let (x, _) = browser::inside(&place, (event.client_x(), event.client_y()));
            link.send_message(Msg::Wheel(x, if zoom { across } else { along }, zoom));
        }
    })
}

/// What has the focus, in capitals.
fn focused(event: &KeyboardEvent) -> String {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.map_or_else(String::new, |element| element.tag_name().to_ascii_uppercase())
}

/// Whether a key belongs to the page: nobody types, and no control wants it.
pub(super) fn plays(event: &KeyboardEvent) -> bool {
    event.target().is_some() && key(event, Instant::ZERO).is_some()
}

/// What a key does; `cursor` is where the timeline is looked at more closely.
///
/// A presenter's remote sends PageUp, PageDown and a key that makes the screen black (`b` or dot):
/// here the first two step through the events, and `b` stops the motion.
pub(super) fn key(event: &KeyboardEvent, cursor: Instant) -> Option<Action> {
    let focus = focused(event);
    if ["INPUT", "TEXTAREA", "SELECT"].contains(&focus.as_str()) {
        return None;
    }
    let pressed = event.key();
    if event.ctrl_key() || event.meta_key() {
        let undo = if event.shift_key() { Action::Redo } else { Action::Undo };
        return pressed.eq_ignore_ascii_case("z").then_some(undo);
    }
    if event.alt_key() {
        return None;
    }
    let own_space = ["BUTTON", "A", "SUMMARY"].contains(&focus.as_str());
    Some(match pressed.as_str() {
        " " if own_space => return None,
        " " | "b" => Action::Toggle,
        "ArrowRight" | "PageDown" => Action::Next,
        "ArrowLeft" | "PageUp" => Action::Previous,
        "ArrowDown" => Action::Phase(true),
        "ArrowUp" => Action::Phase(false),
        "," => Action::Nudge(-1),
        "." => Action::Nudge(1),
        "Home" => Action::Seek(Instant::ZERO),
        "End" => Action::Seek(Instant::NEVER),
        "l" => Action::Loop,
        "+" | "=" => Action::Zoom(50, cursor),
        "-" => Action::Zoom(200, cursor),
        "0" => Action::Zoom(u64::MAX >> 1, cursor),
        other => match verb_of_key(other) {
            Some(verb) => Action::Act(verb),
            None => Action::Speed(speed_of_key(other.parse().ok()?)?),
        },
    })
}
