//! The answer: a sentence, numbers, formulas, commands.

mod deeper;
mod map;
mod memory;
mod shown;

use stormglass_core::message::Message;
use stormglass_core::sizing::{Answer, Knob, SERVICES};
use stormglass_core::units::Bytes;
use stormglass_core::write::{conf_fragment, config_set};
use yew::html::Scope;
use yew::prelude::*;

use super::app::{App, Msg};
use super::part::{Choice, select};
use crate::model::{Action, State};
use crate::words;
use deeper::Deeper;
use memory::memory;

pub(crate) fn answer(state: &State, link: &Scope<App>, copied: Option<&'static str>) -> Html {
    let answer = &state.answer;
    html! {
        <section class="answer" aria-label={words::text("page-answer")}>
            <p class="verdict" data-test="verdict" aria-live="polite">
                { for answer.verdict.iter().map(|message| {
                    let class = if warns(message) { "then" } else { "" };
                    html! { <span {class}>{ words::say(message) }{ words::gap() }</span> }
                }) }
            </p>
            <p class="binding">
                { words::say(&answer.binding) }{ words::gap() }
                <span class="muted">{ words::say(&answer.order) }</span>
            </p>
            <Deeper
                scenario={state.scenario.clone()}
                question={state.question}
                run={state.run.clone()}
                service={state.service().map_or("", |service| service.id)}
                sliding={state.sliding()}
                proving={state.proof.is_some()}
                values={values(state, link)}
                act={link.callback(Msg::Do)}
                copy={link.callback(|text: String| Msg::Copy("forms", text))}
                copied={copied == Some("forms")}
            >
                { commands(state, link, copied) }
            </Deeper>
            { formulas(answer) }
            { memory(state, &answer.bill) }
            { rules(answer) }
            { assumed(state) }
        </section>
    }
}

/// A sentence that says what goes wrong.
fn warns(message: &Message) -> bool {
    ["verdict-storm", "verdict-never", "verdict-survives-none"]
        .iter()
        .any(|bad| message.id.starts_with(bad))
}

/// A setting: what it is, what to set it to, and a button that proves that.
fn row(name: &str, (now, to): (String, String), knob: Knob, prove: Option<Html>) -> Html {
    let set = match knob {
        Knob::Free if now == to => {
            html! { <span class="muted">{ words::text("page-keep") }</span> }
        }
        Knob::Free => html! { <b>{ to }</b> },
        Knob::Elsewhere => {
            html! { <><b>{ to }</b><small>{ words::text("service-knob-elsewhere") }</small></> }
        }
        Knob::Fixed => html! { <span class="muted">{ words::text("service-knob-fixed") }</span> },
    };
    html! {
        <tr>
            <th scope="row">{ words::text(name) }</th>
            <td>{ now }</td>
            <td>{ set }</td>
            <td>{ prove.unwrap_or_default() }</td>
        </tr>
    }
}

fn limit(bytes: Bytes) -> String {
    if bytes.is_zero() { words::text("page-off") } else { words::bytes(bytes) }
}

/// The values, once it is known how to prove one.
fn values(state: &State, link: &Scope<App>) -> Callback<Callback<&'static str>, Html> {
    let now = state.run.scenario.settings.output_buffer;
    let to = state.answer.output_buffer;
    let present = state.run.scenario.settings.repl_backlog_size;
    let backlog = (present, state.answer.backlog.max(present));
    let service = state.service();
    let knob = move |directive: &str| service.map_or(Knob::Free, |service| service.knob(directive));
    let where_it_runs = runs_on(state, link);
    Callback::from(move |prove: Callback<&'static str>| {
        let proof = |word: &'static str, directive: &str| {
            let pressed = prove.reform(move |_: MouseEvent| word);
            (knob(directive) != Knob::Fixed).then(|| {
                html! {
                    <button class="small" data-test={format!("prove-{word}")} onclick={pressed}>
                        { words::text("proof-prove") }
                    </button>
                }
            })
        };
        let sizes = |(now, to): (Bytes, Bytes)| (limit(now), limit(to));
        let buffer = knob("client-output-buffer-limit");
        let seconds = (now.soft_for.to_string(), to.soft_for.to_string());
        html! {
            <>
                { where_it_runs.clone() }
                <table class="values">
                    <thead>
                        <tr>
                            <th scope="col">{ words::text("page-set") }</th>
                            <th scope="col">{ words::text("page-now") }</th>
                            <th scope="col">{ words::text("page-to") }</th>
                            <td></td>
                        </tr>
                    </thead>
                    <tbody>
                        { row("page-row-backlog", sizes(backlog), knob("repl-backlog-size"), proof("backlog", "repl-backlog-size")) }
                        { row("page-row-hard", sizes((now.hard, to.hard)), buffer, proof("hard", "client-output-buffer-limit")) }
                        { row("page-row-soft", sizes((now.soft, to.soft)), buffer, proof("soft", "client-output-buffer-limit")) }
                        { row("page-row-seconds", seconds, buffer, None) }
                    </tbody>
                </table>
            </>
        }
    })
}

/// Where the primary runs: on a server of one's own, or on a service that decides some of it.
fn runs_on(state: &State, link: &Scope<App>) -> Html {
    let own = words::text("service-own");
    let names = core::iter::once(own).chain(SERVICES.iter().map(|service| service.name.to_owned()));
    let choices = names
        .enumerate()
        .map(|(at, text)| Choice {
            value: at.to_string(),
            text,
            chosen: at == state.service,
            off: false,
        })
        .collect();
    let name = words::text("service-where");
    html! {
        <p class="runs-on">
            <span class="muted">{ name.clone() }</span>{ " " }
            { select(link, name, "service-select", choices, |value| {
                Action::Serve(value.parse().unwrap_or_default())
            }) }
        </p>
    }
}

fn commands(state: &State, link: &Scope<App>, copied: Option<&'static str>) -> Html {
    let wanted = state.wanted();
    let nothing = || words::text("page-nothing-to-set");
    let text = if state.as_conf {
        conf_fragment(&state.scenario, &wanted).trim_end().to_owned()
    } else {
        match config_set(&state.scenario, &wanted) {
            lines if lines.is_empty() => nothing(),
            lines => lines.join("\n"),
        }
    };
    let tab = |as_conf: bool, id: &str| {
        let chosen = link.callback(move |_: MouseEvent| Msg::Do(Action::Show(as_conf)));
        let open = state.as_conf == as_conf;
        html! {
            <button role="tab" aria-selected={open.to_string()} onclick={chosen}>
                { words::text(id) }
            </button>
        }
    };
    let copy = {
        let text = text.clone();
        link.callback(move |_: MouseEvent| Msg::Copy("commands", text.clone()))
    };
    html! {
        <div class="commands">
            <div class="tabs">
                <div role="tablist">
                    { tab(false, "page-take-set") }
                    { tab(true, "page-take-conf") }
                </div>
                <span class="gap"></span>
                <button class="copy" onclick={copy}>
                    { words::text(if copied == Some("commands") { "page-copied" } else { "page-copy" }) }
                </button>
            </div>
            <pre data-test="config-set" tabindex="0">{ text }</pre>
        </div>
    }
}

fn formulas(answer: &Answer) -> Html {
    html! {
        <details class="formulas" open=true>
            <summary>{ words::text("page-formula") }</summary>
            { for answer.formulas.iter().map(|formula| html! {
                <p>
                    <b>{ formula.title().map_or_else(|| formula.name.to_owned(), |name| words::say(&name)) }</b><br />
                    <code>{ words::say(&formula.text) }</code>
                    <small>{ formula.source }</small>
                </p>
            }) }
        </details>
    }
}

fn rules(answer: &Answer) -> Html {
    html! {
        <details>
            <summary>{ words::text("page-rules") }</summary>
            <table class="rules">
                { for answer.rules.iter().map(|rule| html! {
                    <tr>
                        <th scope="row">
                            { words::text(rule.id) }
                            <small>{ rule.source }</small>
                        </th>
                        <td>{ rule.value.map_or_else(|| "–".to_owned(), words::bytes) }</td>
                        <td>{ words::say(&rule.verdict) }</td>
                    </tr>
                }) }
            </table>
        </details>
    }
}

fn assumed(state: &State) -> Html {
    html! {
        <details>
            <summary>{ words::text("page-assumed") }</summary>
            <ul>
                { for ["page-assumed-1", "page-assumed-2", "page-assumed-3"].map(|id| html! {
                    <li>{ words::text(id) }</li>
                }) }
                { for state.scenario.not_modelled().map(|(_, message)| html! {
                    <li>{ words::say(&message) }</li>
                }) }
            </ul>
        </details>
    }
}
