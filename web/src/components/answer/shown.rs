//! The parts below the answer, from rows the worker sent.

use web_sys::HtmlSelectElement;
use yew::html::Scope;
use yew::prelude::*;

use super::deeper::{Deeper, Given, Msg, part};
use crate::model::Action;
use crate::words;

/// One part that opens and closes, filled while it is open.
fn open(
    deeper: &Deeper,
    link: &Scope<Deeper>,
    which: usize,
    (id, test, class): (&str, &'static str, &'static str),
    content: impl FnOnce() -> Html,
) -> Html {
    html! {
        <details {class} data-test={test} ontoggle={link.callback(move |_: Event| Msg::Toggle(which))}>
            <summary>{ words::text(id) }</summary>
            if deeper.open[which] { { content() } }
        </details>
    }
}

pub(super) fn parts(deeper: &Deeper, ctx: &Context<Deeper>) -> Html {
    let (given, link) = (ctx.props(), ctx.link());
    let rows = |which: usize| deeper.found[which].iter();
    html! {
        <>
            { open(deeper, link, part::SOLVED, ("solve-title", "solved", ""), || html! {
                <ul>{ for rows(part::SOLVED).map(|row| solved(row, given)) }</ul>
            }) }
            { open(deeper, link, part::PHASES, ("phases-title", "phases", ""), || html! {
                <table class="rules">{ for rows(part::PHASES).map(|row| cells(row)) }</table>
            }) }
            { open(deeper, link, part::MEMORY, ("takeaway-memory", "bills", ""), || html! {
                <>
                    <table class="rules">
                        { for rows(part::MEMORY).filter(|row| row.len() > 1).map(|row| cells(row)) }
                    </table>
                    { for rows(part::MEMORY).filter(|row| row.len() == 1).map(|row| html! {
                        <p>{ &row[0] }</p>
                    }) }
                </>
            }) }
            { open(deeper, link, part::FORM, ("takeaway-forms", "forms", "commands"), || {
                form(deeper, given, link)
            }) }
            { open(deeper, link, part::ORIGINS, ("takeaway-inputs", "origins", ""), || html! {
                <table class="rules">
                    { for rows(part::ORIGINS).map(|row| cells(row)) }
                </table>
            }) }
            { open(deeper, link, part::MYTHS, ("myth-title", "myths", ""), || html! {
                { for rows(part::MYTHS).map(|row| myth(row)) }
            }) }
        </>
    }
}

fn cells(row: &[String]) -> Html {
    let mut cells = row.iter();
    html! {
        <tr>
            // Above the names of rows stands nothing.
            if let Some(name) = cells.next().filter(|name| !name.is_empty()) {
                <th scope="row">{ name }</th>
            } else {
                <td></td>
            }
            { for cells.map(|text| html! { <td>{ text }</td> }) }
        </tr>
    }
}

/// An unknown, with the value that works and the one that fails on the stage.
fn solved(row: &[String], given: &Given) -> Html {
    let [word, said, passes, fails] = row else { return html! {} };
    let prove = (!passes.is_empty() && !fails.is_empty()).then(|| {
        let (passes, fails) = (passes.clone(), fails.clone());
        given.act.reform(move |_: MouseEvent| Action::Prove(passes.clone(), fails.clone(), 0))
    });
    html! {
        <li data-test={format!("solve-{word}")}>
            { said }{ " " }
            if let Some(prove) = prove {
                <button class="small" onclick={prove}>{ words::text("proof-prove") }</button>
            }
        </li>
    }
}

/// The answer in the form of somebody's tool.
fn form(deeper: &Deeper, given: &Given, link: &Scope<Deeper>) -> Html {
    let [ids, text] = deeper.found[part::FORM].as_slice() else { return html! {} };
    let text = text.first().cloned().unwrap_or_default();
    let changed = link.callback(|event: Event| {
        Msg::Form(event.target_unchecked_into::<HtmlSelectElement>().value())
    });
    let copy = {
        let text = text.clone();
        given.copy.reform(move |_: MouseEvent| text.clone())
    };
    html! {
        <>
            <p class="row">
                <select aria-label={words::text("takeaway-forms")} data-test="form" onchange={changed}>
                    { for ids.iter().map(|id| html! {
                        <option value={id.clone()} selected={*id == deeper.form}>{ id }</option>
                    }) }
                </select>
                <button class="copy" onclick={copy}>
                    { words::text(if given.copied { "page-copied" } else { "page-copy" }) }
                </button>
            </p>
            <pre tabindex="0">{ text }</pre>
        </>
    }
}

/// What is often said and is not so, with a scene.
fn myth(row: &[String]) -> Html {
    let [claim, truth, evidence, scene] = row else { return html! {} };
    html! {
        <p>
            <s>{ claim }</s><br />
            { truth }{ " " }
            <a href={scene.clone()}>{ words::text("myth-scene") }</a>
            <small>{ " " }{ evidence }</small>
        </p>
    }
}

/// What the two sides of a proof are, and the way back.
pub(super) fn proof(deeper: &Deeper, given: &Given) -> Html {
    if !given.proving && deeper.said.is_empty() {
        return html! {};
    }
    let back = given.act.reform(|_: MouseEvent| Action::Proved);
    html! {
        <div class="proof" data-test="proof" role="status">
            <p>{ &deeper.said }</p>
            if given.proving {
                <button class="small" data-test="proof-back" onclick={back}>
                    { words::text("proof-back") }
                </button>
            }
        </div>
    }
}

/// What a managed service lets one set, as facts with their sources.
pub(super) fn service(deeper: &Deeper) -> Html {
    let row = |row: &Vec<String>| {
        let [setting, knob, said, source] = row.as_slice() else { return html! {} };
        if setting.is_empty() {
            return html! { <p class="advice">{ said }</p> };
        }
        html! {
            <p>
                <b>{ setting }</b>{ " · " }{ words::text(&format!("service-knob-{knob}")) }<br />
                { said }<small>{ " " }{ source }</small>
            </p>
        }
    };
    html! { <div class="service" data-test="service">{ for deeper.found[part::SERVICE].iter().map(row) }</div> }
}
