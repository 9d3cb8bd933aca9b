//! The stage: pictures, timeline and transport. Canvases and changing words are drawn elsewhere.

use stormglass_core::message::Message;
use stormglass_core::units::Instant;
use web_sys::{HtmlElement, HtmlInputElement, HtmlSelectElement, PointerEvent};
use yew::html::Scope;
use yew::prelude::*;

use super::app::{App, Msg, Parts};
use crate::model::play::{SPEEDS, Speed};
use crate::model::{Action, Injection, State};
use crate::view::events;
use crate::words;

pub(crate) fn stage(state: &State, link: &Scope<App>, parts: &Parts) -> Html {
    let size = state.run.scenario.settings.repl_backlog_size;
    let ring = Message::new("page-ring-label").with("size", size).with("said", "");
    let timeline = Message::new("page-timeline-label").with("end", state.run.end);
    let height = stormglass_chart::Frame::wants(state.run.scenario.replicas.len());
    html! {
        <section class="stage" aria-label={words::text("page-stage")}>
            <div class="pictures">
                <canvas ref={parts.ring.clone()} class="ring" data-test="ring" role="img"
                    aria-label={words::say(&ring)} />
                <div class="side">
                    <canvas ref={parts.vessels.clone()} class="vessels" role="img"
                        aria-label={words::text("page-vessels-label")} />
                    <canvas ref={parts.storm.clone()} class="storm" role="img"
                        aria-label={words::text("page-storm-label")} />
                    <p ref={parts.child.clone()} class="child"></p>
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
                    onpointermove={pointed(link)} />
                <canvas ref={parts.cursor.clone()} class="over" aria-hidden="true" />
            </div>
            { transport(state, link, parts) }
        </section>
    }
}

/// Where the timeline was clicked or dragged.
fn pointed(link: &Scope<App>) -> Callback<PointerEvent> {
    link.batch_callback(|event: PointerEvent| {
        let canvas: HtmlElement = event.target_unchecked_into();
        let left = canvas.get_bounding_client_rect().left();
        (event.buttons() & 1 == 1).then(|| Msg::Point(f64::from(event.client_x()) - left))
    })
}

fn button(link: &Scope<App>, id: &'static str, sign: &str, action: Action) -> Html {
    let name = words::text(id);
    let pressed = link.callback(move |_: MouseEvent| Msg::Do(action.clone()));
    html! { <button onclick={pressed} aria-label={name.clone()} title={name}>{ sign }</button> }
}

fn transport(state: &State, link: &Scope<App>, parts: &Parts) -> Html {
    let toggle = link.callback(|_: MouseEvent| Msg::Do(Action::Toggle));
    let play = words::text(if state.playing { "page-pause" } else { "page-play" });
    let trouble = events::first_trouble(&state.run).is_some();
    let first = link.callback(|_: MouseEvent| Msg::Do(Action::Trouble));
    let speed = link.callback(|event: Event| {
        let text = event.target_unchecked_into::<HtmlSelectElement>().value();
        Msg::Do(Action::Speed(Speed(text.parse().unwrap_or(1.0))))
    });
    let end = state.run.end.as_nanos();
    let scrubbed = link.callback(move |event: InputEvent| {
        let text = event.target_unchecked_into::<HtmlInputElement>().value();
        let share: u128 = text.parse().unwrap_or(0);
        let at = u128::from(end) * share / 10_000;
        Msg::Do(Action::Seek(Instant::from_nanos(u64::try_from(at).unwrap_or(end))))
    });
    html! {
        <>
            <input ref={parts.scrub.clone()} class="scrub" data-test="scrub" type="range" min="0"
                max="10000" step="1" aria-label={words::text("page-scrub")} oninput={scrubbed} />
            <div class="transport">
                { button(link, "page-start", "|◂", Action::Seek(Instant::ZERO)) }
                { button(link, "page-previous", "◂", Action::Previous) }
                <button class="play" data-test="play" onclick={toggle}
                    aria-pressed={state.playing.to_string()}>
                    { if state.playing { "❚❚ " } else { "▶ " } }{ play }
                </button>
                { button(link, "page-next", "▸", Action::Next) }
                <button onclick={first} disabled={!trouble}>{ words::text("page-trouble") }</button>
                <select aria-label={words::text("page-speed")} onchange={speed}>
                    { for SPEEDS.iter().map(|speed| {
                        let factor = speed.0.to_string();
                        let said = Message::new("page-times").with("factor", factor.as_str());
                        html! {
                            <option value={factor} selected={*speed == state.speed}>
                                { words::say(&said) }
                            </option>
                        }
                    }) }
                </select>
                <span class="gap"></span>
                { at_cursor(state, link) }
            </div>
            <p class="hint keys">{ words::text("page-keys") }</p>
        </>
    }
}

fn at_cursor(state: &State, link: &Scope<App>) -> Html {
    let whom = link.callback(|event: Event| {
        let text = event.target_unchecked_into::<HtmlSelectElement>().value();
        Msg::Do(Action::Target(text.parse().ok()))
    });
    let inject = |id: &'static str, injection: Injection| {
        let pressed = link.callback(move |_: MouseEvent| Msg::Do(Action::Inject(injection)));
        html! { <button onclick={pressed}>{ words::text(id) }</button> }
    };
    let undo = link.callback(|_: MouseEvent| Msg::Do(Action::Undo));
    html! {
        <span class="inject" role="group" aria-label={words::text("page-at-cursor")}>
            <span class="muted">{ words::text("page-at-cursor") }</span>
            <select aria-label={words::text("page-inject-who")} onchange={whom}>
                <option value="all" selected={state.target.is_none()}>{ words::text("page-all") }</option>
                { for state.scenario.replicas.iter().take(20).enumerate().map(|(index, replica)| html! {
                    <option value={index.to_string()} selected={state.target == Some(index)}>
                        { &replica.name }
                    </option>
                }) }
            </select>
            { inject("page-cut", Injection::Cut) }
            { inject("page-stall", Injection::Stall) }
            { inject("page-kill", Injection::Kill) }
            { inject("page-burst", Injection::Burst) }
            <button onclick={undo} disabled={state.undo.is_empty()}>{ words::text("page-undo") }</button>
        </span>
    }
}
