//! The stage: pictures, timeline and transport. Canvases and changing words are drawn elsewhere.

use stormglass_core::message::Message;
use web_sys::{HtmlElement, PointerEvent};
use yew::html::Scope;
use yew::prelude::*;

use super::app::{App, Msg, Parts};
use super::transport::transport;
use crate::edges::browser;
use crate::model::State;
use crate::words;

pub(crate) fn stage(state: &State, link: &Scope<App>, parts: &Parts) -> Html {
    let size = state.run.scenario.settings.repl_backlog_size;
    let ring = Message::new("page-ring-label").with("size", size).with("said", "");
    let timeline = Message::new("page-timeline-label").with("end", state.run.end);
    let height = stormglass_chart::Frame::wants(state.run.scenario.replicas.len());
    let picked = link.callback(|event: MouseEvent| {
        let canvas: HtmlElement = event.target_unchecked_into();
        let (x, y) = browser::inside(&canvas, (event.client_x(), event.client_y()));
        Msg::Pick(x, y)
    });
    html! {
        <section class="stage" aria-label={words::text("page-stage")}>
            <div class="pictures">
                <canvas ref={parts.ring.clone()} class="ring" data-test="ring" role="img"
                    aria-label={words::say(&ring)} />
                <div class="side">
                    <canvas ref={parts.topology.clone()} class="topology" data-test="topology"
                        role="img" onclick={picked} aria-label={words::text("page-topology-label")} />
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
                    onpointermove={pointed(link)}
                    onpointerleave={link.callback(|_: PointerEvent| Msg::Hover(None))} />
                <canvas ref={parts.cursor.clone()} class="over" data-test="cursor" aria-hidden="true" />
            </div>
            { transport(state, link, parts) }
            <p class="hint keys">{ words::text("page-keys") }</p>
        </section>
    }
}

/// Where the timeline was clicked, dragged or looked at.
fn pointed(link: &Scope<App>) -> Callback<PointerEvent> {
    link.callback(|event: PointerEvent| {
        let place = (event.client_x(), event.client_y());
        let (x, _) = browser::inside(&event.target_unchecked_into::<HtmlElement>(), place);
        if event.buttons() & 1 == 1 { Msg::Point(x) } else { Msg::Hover(Some(x)) }
    })
}
