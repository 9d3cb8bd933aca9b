//! The stage: pictures, timeline and transport. Canvases and changing words are drawn elsewhere.

use stormglass_core::message::Message;
use web_sys::{Element, HtmlElement, PointerEvent};
use yew::html::Scope;
use yew::prelude::*;

use super::app::{App, Msg, Parts};
use super::transport::transport;
use crate::edges::browser;
use crate::model::fingers::Touch;
use crate::model::{Action, Drawer, State};
use crate::words;

pub(crate) fn stage(state: &State, link: &Scope<App>, parts: &Parts) -> Html {
    let size = state.run.scenario.settings.repl_backlog_size;
    let ring = Message::new("page-ring-label").with("size", size).with("said", "");
    let timeline = Message::new("page-timeline-label").with("end", state.run.end);
    let height = stormglass_chart::Frame::wants(stormglass_chart::Frame::rows(&state.run));
    let picked = |ring: bool| {
        link.callback(move |event: MouseEvent| {
            let canvas: HtmlElement = event.target_unchecked_into();
            let (x, y) = browser::inside(&canvas, (event.client_x(), event.client_y()));
            Msg::Pick(ring, (x, y))
        })
    };
    html! {
        <section class="stage" aria-label={words::text("page-stage")}>
            <div class="pictures">
                <canvas ref={parts.ring.clone()} class="ring" data-test="ring" role="img"
                    onclick={picked(true)}
                    aria-label={words::say(&ring)} />
                <div class="side">
                    <canvas ref={parts.topology.clone()} class="topology" data-test="topology"
                        role="img" onclick={picked(false)} aria-label={words::text("page-topology-label")} />
                    <canvas ref={parts.storm.clone()} class="storm" data-test="storm" role="img"
                        aria-label={words::text("page-storm-label")} />
                </div>
            </div>
            <p class="narration">
                <b ref={parts.clock.clone()} data-test="clock" aria-label={words::text("page-clock")}></b>
                { " " }
                <span ref={parts.narration.clone()} data-test="narration"
                    aria-live={if state.playing { "off" } else { "polite" }}></span>
            </p>
            <div class="timeline" style={format!("height:{height}px")}>
                <canvas ref={parts.timeline.clone()} data-test="timeline" role="img"
                    aria-label={words::say(&timeline)} onpointerdown={pointed(link)}
                    onpointermove={pointed(link)} onpointerup={lifted(link)}
                    onpointercancel={lifted(link)}
                    onpointerleave={link.callback(|_: PointerEvent| Msg::Hover(None))} />
                <canvas ref={parts.cursor.clone()} class="over" data-test="cursor" aria-hidden="true" />
            </div>
            { twin(state, parts, height) }
            { transport(state, link, parts) }
            { drawer(state, link, parts) }
            <p class="hint keys">{ words::text("page-keys") }</p>
        </section>
    }
}

/// Where the timeline was clicked, dragged, touched or looked at.
fn pointed(link: &Scope<App>) -> Callback<PointerEvent> {
    link.callback(|event: PointerEvent| {
        let place = (event.client_x(), event.client_y());
        let (x, _) = browser::inside(&event.target_unchecked_into::<HtmlElement>(), place);
        match (event.pointer_type().as_str(), event.type_().as_str()) {
            ("touch", "pointerdown") => Msg::Touch(Touch::Down(event.pointer_id(), x)),
            ("touch", _) => Msg::Touch(Touch::Move(event.pointer_id(), x)),
            _ if event.buttons() & 1 == 1 => Msg::Point(x),
            _ => Msg::Hover(Some(x)),
        }
    })
}

/// A finger was lifted.
fn lifted(link: &Scope<App>) -> Callback<PointerEvent> {
    link.callback(|event: PointerEvent| Msg::Touch(Touch::Up(event.pointer_id())))
}

/// The other scenario at the same moment.
fn twin(state: &State, parts: &Parts, height: f64) -> Html {
    let Some(twin) = &state.twin else { return html! {} };
    let name = words::text(match (&state.proof, twin.recommended) {
        (Some(_), _) => "proof-fails",
        (None, true) => "page-twin-recommended",
        (None, false) => "page-twin-kept",
    });
    html! {
        <section class="twin" data-test="twin" aria-label={words::text("page-twin-label")}>
            <h2>{ name }</h2>
            <div class="pictures">
                <canvas ref={parts.twin.clone()} class="ring" aria-hidden="true" />
                <canvas ref={parts.twin_topology.clone()} class="topology" aria-hidden="true" />
            </div>
            <div class="timeline" style={format!("height:{height}px")}>
                <canvas ref={parts.twin_timeline.clone()} aria-hidden="true" />
                <canvas ref={parts.twin_cursor.clone()} class="over" aria-hidden="true" />
            </div>
        </section>
    }
}

/// What stands below the transport; its content is written as text, see `view::drawer`.
fn drawer(state: &State, link: &Scope<App>, parts: &Parts) -> Html {
    let asked = link.batch_callback(|event: MouseEvent| {
        let target: Element = event.target_unchecked_into();
        let asked = target.closest("[data-go],[data-do]").ok().flatten()?;
        let (go, order) = (asked.get_attribute("data-go"), asked.get_attribute("data-do"));
        crate::view::drawer::order(go.as_deref(), order.as_deref()).map(Msg::Order)
    });
    html! {
        <section class="drawer" aria-label={words::text("page-drawer")}>
            <div class="tabs" role="tablist">
                { for Drawer::ALL.iter().map(|(which, id)| {
                    let (which, open) = (*which, state.drawer == *which);
                    let chosen = link.callback(move |_: MouseEvent| Msg::Do(Action::Draw(which)));
                    html! {
                        <button role="tab" aria-selected={open.to_string()} data-test={*id}
                            onclick={chosen}>{ words::text(id) }</button>
                    }
                }) }
            </div>
            <div ref={parts.drawer.clone()} data-test="drawer" onclick={asked}></div>
        </section>
    }
}
