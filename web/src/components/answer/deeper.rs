//! What is below the answer: how far it goes, what it costs, what is often said, forms, inputs.

use stormglass_core::message::Message;
use stormglass_core::scenario::Scenario;
use stormglass_core::scenario::link::encode;
use stormglass_core::sizing::{
    Answer, Bill, MYTHS, Origin, Question, Unknown, inputs, prove, solve,
};
use stormglass_core::units::Bytes;
use stormglass_core::write::{Sheet, Template};
use yew::prelude::*;

use crate::model::State;
use crate::words;

/// What is asked, for parts that compute only while somebody looks at them.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct Given {
    pub(super) scenario: Scenario,
    pub(super) question: Question,
}

/// A part that is closed at first, and whether it is open.
#[hook]
fn use_open() -> (bool, Callback<Event>) {
    let open = use_state_eq(|| false);
    let now = *open;
    (now, Callback::from(move |_: Event| open.set(!now)))
}

/// A scenario as a link that shows it.
fn shown(text: &str, label: String) -> Html {
    html! { <a href={format!("#{}", encode(text, &[]))}>{ label }</a> }
}

/// How far it goes: every unknown with the value that works and the one that fails, each to be run.
#[component]
pub(super) fn Solved(given: &Given) -> Html {
    let (open, ontoggle) = use_open();
    let one = |(unknown, name): &(Unknown, &str)| {
        let found = solve(&given.scenario, &given.question, *unknown);
        let proof = prove(&given.scenario, &given.question, *unknown);
        let side = |scenario: Option<&Scenario>, id: &str| {
            scenario.map(|scenario| shown(&scenario.to_text(), words::text(id)))
        };
        html! {
            <li data-test={format!("solve-{name}")}>
                { for found.say().iter().map(|message| html! { <>{ words::say(message) }{ " " }</> }) }
                if let Some(proof) = proof {
                    { side(proof.passes.as_ref(), "solve-passes") }{ " " }
                    { side(proof.fails.as_ref(), "solve-fails") }
                }
            </li>
        }
    };
    html! {
        <details {ontoggle} data-test="solved">
            <summary>{ words::text("solve-title") }</summary>
            if open {
                <ul>{ for Unknown::ALL.iter().map(one) }</ul>
            }
        </details>
    }
}

/// Memory idle, during one full resync, and during all of them at once.
pub(super) fn bills(answer: &Answer) -> Html {
    let bills = &answer.bills;
    let line = |id: &str, part: &dyn Fn(&Bill) -> String| {
        html! {
            <tr>
                <th scope="row">{ words::text(id) }</th>
                { for [&bills.idle, &bills.one, &bills.all].map(|bill| html! { <td>{ part(bill) }</td> }) }
            </tr>
        }
    };
    let bytes = |part: fn(&Bill) -> Bytes| move |bill: &Bill| words::bytes(part(bill));
    let cow =
        |bill: &Bill| format!("{} – {}", words::bytes(bill.cow_low), words::bytes(bill.cow_high));
    html! {
        <details data-test="bills">
            <summary>{ words::text("takeaway-memory") }</summary>
            <table class="rules">
                <tr>
                    <th></th>
                    { for ["takeaway-idle", "takeaway-one", "takeaway-all"].map(|id| html! {
                        <th scope="col">{ words::text(id) }</th>
                    }) }
                </tr>
                { line("takeaway-dataset", &bytes(|bill| bill.dataset)) }
                { line("takeaway-backlog", &bytes(|bill| bill.backlog)) }
                { line("takeaway-buffers", &bytes(|bill| bill.buffers)) }
                { line("takeaway-cow", &cow) }
                { line("takeaway-total", &bytes(|bill| bill.total)) }
                { line("takeaway-on-replica", &bytes(|bill| bill.on_replica)) }
            </table>
        </details>
    }
}

/// What is often said and is not so, each with a scene.
pub(super) fn myths() -> Html {
    html! {
        <details data-test="myths">
            <summary>{ words::text("myth-title") }</summary>
            { for MYTHS.iter().map(|myth| html! {
                <p>
                    <s>{ words::text(myth.claim) }</s><br />
                    { words::text(myth.truth) }{ " " }
                    { shown(myth.scene, words::text("myth-scene")) }
                    <small>{ " " }{ myth.evidence }</small>
                </p>
            }) }
        </details>
    }
}

/// What a form to take away is made from.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct Taken {
    pub(super) scenario: Scenario,
    pub(super) question: Question,
    pub(super) copy: Callback<String>,
    pub(super) copied: bool,
}

/// The answer in the form of somebody's tool.
#[component]
pub(super) fn Forms(taken: &Taken) -> Html {
    let (open, ontoggle) = use_open();
    let chosen = use_state_eq(|| Template::HELM);
    let text = if open {
        let answer = stormglass_core::sizing::answer(&taken.scenario, &taken.question);
        let sheet = Sheet::new(&taken.scenario, &taken.question, &answer, None, &words::say);
        chosen.fill(&sheet)
    } else {
        String::new()
    };
    let tab = |template: &Template| {
        let (template, chosen) = (*template, chosen.clone());
        let here = *chosen == template;
        let onclick = Callback::from(move |_: MouseEvent| chosen.set(template));
        html! { <button aria-pressed={here.to_string()} {onclick}>{ template.id }</button> }
    };
    let copy = {
        let text = text.clone();
        taken.copy.reform(move |_: MouseEvent| text.clone())
    };
    html! {
        <details {ontoggle} class="commands" data-test="forms">
            <summary>{ words::text("takeaway-forms") }</summary>
            <p>
                { for Template::ALL.iter().map(tab) }{ " " }
                <button class="copy" onclick={copy}>
                    { words::text(if taken.copied { "page-copied" } else { "page-copy" }) }
                </button>
            </p>
            <pre tabindex="0">{ text }</pre>
        </details>
    }
}

/// Each input and where it comes from.
pub(super) fn origins(state: &State) -> Html {
    let said = |origin: &Origin| match origin {
        Origin::Given => words::text("takeaway-given"),
        Origin::Version => words::text("takeaway-version"),
        Origin::Assumed { seen: None, source } => {
            words::say(&Message::new("takeaway-assumed").with("source", *source))
        }
        Origin::Assumed { seen: Some((low, high)), source } => words::say(
            &Message::new("takeaway-assumed-seen")
                .with("low", low.clone())
                .with("high", high.clone())
                .with("source", *source),
        ),
    };
    html! {
        <details data-test="origins">
            <summary>{ words::text("takeaway-inputs") }</summary>
            <table class="rules">
                { for inputs(&state.scenario, &state.question).iter().map(|input| html! {
                    <tr>
                        <th scope="row">{ input.word }</th>
                        <td>{ words::value(&input.value) }</td>
                        <td>{ said(&input.origin) }</td>
                    </tr>
                }) }
            </table>
        </details>
    }
}
