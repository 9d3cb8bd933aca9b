//! One input: label, text, slider, origin, and what is wrong.

use web_sys::HtmlInputElement;
use yew::html::Scope;
use yew::prelude::*;

use super::app::{App, Msg};
use crate::aside::Row;
use crate::model::field::Field;
use crate::model::scale::STEPS;
use crate::model::{Action, Source, State};
use crate::reading::kind;
use crate::words;
use stormglass_core::message::Message;

pub(crate) fn field(state: &State, link: &Scope<App>, field: Field) -> Html {
    let draft = state.draft(field);
    let text = draft
        .map_or_else(|| field.text(&state.scenario, &state.question), |draft| draft.text.clone());
    let trouble = draft.and_then(|draft| draft.trouble.as_ref()).map(words::say);
    let id = format!("field-{}", field.word());
    let typed = link.callback(move |event: InputEvent| {
        Msg::Do(Action::Type(field, event.target_unchecked_into::<HtmlInputElement>().value()))
    });
    let left = link.callback(move |_: FocusEvent| Msg::Do(Action::Leave(field)));
    let slider = field.scale().map(|scale| {
        let number = field.number(&state.scenario, &state.question);
        let step = scale.position(number.max(1));
        let slid = link.callback(move |event: InputEvent| {
            let step = event.target_unchecked_into::<HtmlInputElement>().value();
            Msg::Do(Action::Slide(field, step.parse().unwrap_or(0)))
        });
        let settled = link.callback(|_: Event| Msg::Do(Action::Settle));
        let name = Message::new("page-slider").with("name", words::text(field.label()));
        html! {
            <input type="range" min="0" max={STEPS.to_string()} value={step.to_string()}
                data-test={format!("slider-{}", field.word())} oninput={slid} onchange={settled}
                aria-label={words::say(&name)} aria-valuetext={text.clone()}
                style={format!("--at:{}%", f64::from(step) / f64::from(STEPS) * 100.0)} />
        }
    });
    html! {
        <div class={classes!("field", trouble.is_some().then_some("bad"))}>
            <label for={id.clone()}>{ words::text(field.label()) }</label>
            <input {id} class="typed" type="text" value={text} oninput={typed} onblur={left}
                autocomplete="off" spellcheck="false" aria-invalid={trouble.is_some().to_string()} />
            { slider }
            if let Some(trouble) = trouble {
                <p class="trouble" role="alert">{ trouble }</p>
            } else {
                <small>{ origin(state, field) }</small>
            }
        </div>
    }
}

/// Where the value comes from.
fn origin(state: &State, field: Field) -> String {
    if field == Field::Peak {
        return words::text("page-origin-peak");
    }
    if matches!(field, Field::Outage | Field::Margin) {
        return words::text("page-origin-asked");
    }
    if !field.given(&state.scenario) {
        let server = state.scenario.server.unwrap_or_default().to_string();
        return words::say(&Message::new("page-origin-default").with("server", server));
    }
    let word = match field {
        Field::Writes => "writes",
        Field::Backlog => "repl-backlog-size",
        Field::Dataset => "dataset",
        Field::Replicas => "replicas",
        _ => "",
    };
    // As long as the line is the paste's.
    let same = |row: &&Row| {
        let ours = state.scenario.to_text();
        row[0] == kind::ORIGIN && row[1] == word && ours.lines().any(|line| line == row[3])
    };
    if state.source == Source::Paste
        && let Some(row) = state.reading.as_ref().and_then(|rows| rows.iter().find(same))
    {
        return row[2].clone();
    }
    words::text(match state.source {
        Source::Scene(_) => "page-origin-scene",
        Source::Link => "page-origin-link",
        Source::Paste | Source::Typed => "page-origin-typed",
    })
}
