//! What is below the answer: how far it goes, what it costs, what is often said, forms, inputs.

use stormglass_core::message::Message;
use stormglass_core::scenario::Scenario;
use stormglass_core::scenario::link::encode;
use stormglass_core::sizing::{
    Answer, Bill, MYTHS, Myth, Origin, Question, Unknown, inputs, prove, solve,
};
use stormglass_core::units::Bytes;
use stormglass_core::write::{Sheet, Template};
use yew::prelude::*;

use crate::model::State;
use crate::words;

/// What the parts are made from that compute only while somebody looks at them.
#[derive(Clone, Properties)]
pub(super) struct Given {
    pub(super) scenario: Scenario,
    pub(super) question: Question,
    pub(super) copy: Callback<String>,
    pub(super) copied: bool,
}

/// Never taken for the same: comparing two scenarios costs more code than drawing a closed part.
impl PartialEq for Given {
    fn eq(&self, _: &Self) -> bool {
        false
    }
}

/// How far it goes, the forms to take away, and what is often said; closed at first.
#[component]
pub(super) fn Deeper(given: &Given) -> Html {
    // Which of the parts are open, and which form is chosen.
    let state = use_state_eq(|| ([false; 3], Template::HELM));
    let (open, chosen) = *state;
    let change = |to: ([bool; 3], Template)| {
        let state = state.clone();
        move || state.set(to)
    };
    let toggle = |part: usize| {
        let mut to = open;
        to[part] = !to[part];
        let change = change((to, chosen));
        Callback::from(move |_: Event| change())
    };
    let choose = |template: &Template| {
        let change = change((open, *template));
        let onclick = Callback::from(move |_: MouseEvent| change());
        let here = chosen == *template;
        html! { <button aria-pressed={here.to_string()} {onclick}>{ template.id }</button> }
    };
    html! {
        <>
            <details ontoggle={toggle(0)} data-test="solved">
                <summary>{ words::text("solve-title") }</summary>
                if open[0] {
                    <ul>{ for Unknown::ALL.iter().map(|unknown| solved(given, *unknown)) }</ul>
                }
            </details>
            <details ontoggle={toggle(1)} class="commands" data-test="forms">
                <summary>{ words::text("takeaway-forms") }</summary>
                if open[1] {
                    <p>{ for Template::ALL.iter().map(choose) }</p>
                    { form(given, chosen) }
                }
            </details>
            <details ontoggle={toggle(2)} data-test="myths">
                <summary>{ words::text("myth-title") }</summary>
                if open[2] {
                    { for MYTHS.iter().map(myth) }
                }
            </details>
        </>
    }
}

/// A scenario as a link that shows it.
fn shown(text: &str, label: String) -> Html {
    html! { <a href={format!("#{}", encode(text, &[]))}>{ label }</a> }
}

/// An unknown with the value that works and the one that fails, each to be run.
fn solved(given: &Given, (unknown, name): (Unknown, &str)) -> Html {
    let found = solve(&given.scenario, &given.question, unknown);
    let proof = prove(&given.scenario, &given.question, unknown);
    let side = |scenario: Option<&Scenario>, id: &str| {
        scenario.map(|scenario| shown(&scenario.to_text(), words::text(id)))
    };
    let said: Vec<String> = found.say().iter().map(words::say).collect();
    html! {
        <li data-test={format!("solve-{name}")}>
            { said.join(" ") }{ " " }
            if let Some(proof) = proof {
                { side(proof.passes.as_ref(), "solve-passes") }{ " " }
                { side(proof.fails.as_ref(), "solve-fails") }
            }
        </li>
    }
}

/// The answer in the form of somebody's tool.
fn form(given: &Given, template: Template) -> Html {
    let answer = stormglass_core::sizing::answer(&given.scenario, &given.question);
    let sheet = Sheet::new(&given.scenario, &given.question, &answer, &words::say);
    let text = template.fill(&sheet);
    let copy = {
        let text = text.clone();
        given.copy.reform(move |_: MouseEvent| text.clone())
    };
    html! {
        <>
            <button class="copy" onclick={copy}>
                { words::text(if given.copied { "page-copied" } else { "page-copy" }) }
            </button>
            <pre tabindex="0">{ text }</pre>
        </>
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
                    <td></td>
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

/// What is often said and is not so, with a scene.
fn myth(myth: &Myth) -> Html {
    html! {
        <p>
            <s>{ words::text(myth.claim) }</s><br />
            { words::text(myth.truth) }{ " " }
            { shown(myth.scene, words::text("myth-scene")) }
            <small>{ " " }{ myth.evidence }</small>
        </p>
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
