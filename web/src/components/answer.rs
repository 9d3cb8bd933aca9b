//! The answer: a sentence, numbers, formulas, commands.

mod deeper;

use stormglass_core::message::Message;
use stormglass_core::sizing::{Answer, Bill};
use stormglass_core::units::Bytes;
use stormglass_core::write::{conf_fragment, config_set};
use yew::html::Scope;
use yew::prelude::*;

use super::app::{App, Msg};
use crate::model::{Action, State};
use crate::words;
use deeper::{Deeper, bills, origins};

pub(crate) fn answer(state: &State, link: &Scope<App>, copied: Option<&'static str>) -> Html {
    let answer = &state.answer;
    html! {
        <section class="answer" aria-label={words::text("page-answer")}>
            <p class="verdict" data-test="verdict" aria-live="polite">
                { for answer.verdict.iter().map(|message| {
                    let class = if warns(message) { "then" } else { "" };
                    html! { <span {class}>{ words::say(message) }{ " " }</span> }
                }) }
            </p>
            <p class="binding">
                { words::say(&answer.binding) }{ " " }
                <span class="muted">{ words::say(&answer.order) }</span>
            </p>
            { values(state) }
            { commands(state, link, copied) }
            <Deeper
                scenario={state.scenario.clone()}
                question={state.question}
                copy={link.callback(|text: String| Msg::Copy("forms", text))}
                copied={copied == Some("forms")}
            />
            { formulas(answer) }
            { memory(state, &answer.bill) }
            { bills(answer) }
            { rules(answer) }
            { origins(state) }
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

fn row(name: &str, now: String, to: String) -> Html {
    let same = now == to;
    html! {
        <tr>
            <th scope="row">{ words::text(name) }</th>
            <td>{ now }</td>
            <td>{ if same { html! { <span class="muted">{ words::text("page-keep") }</span> } } else { html! { <b>{ to }</b> } } }</td>
        </tr>
    }
}

fn limit(bytes: Bytes) -> String {
    if bytes.is_zero() { words::text("page-off") } else { words::bytes(bytes) }
}

fn values(state: &State) -> Html {
    let settings = &state.run.scenario.settings;
    let (now, to) = (settings.output_buffer, state.answer.output_buffer);
    let backlog = state.answer.backlog.max(settings.repl_backlog_size);
    html! {
        <table class="values">
            <thead>
                <tr>
                    <th scope="col">{ words::text("page-set") }</th>
                    <th scope="col">{ words::text("page-now") }</th>
                    <th scope="col">{ words::text("page-to") }</th>
                </tr>
            </thead>
            <tbody>
                { row("page-row-backlog", words::bytes(settings.repl_backlog_size), words::bytes(backlog)) }
                { row("page-row-hard", limit(now.hard), limit(to.hard)) }
                { row("page-row-soft", limit(now.soft), limit(to.soft)) }
                { row("page-row-seconds", now.soft_for.to_string(), to.soft_for.to_string()) }
            </tbody>
        </table>
    }
}

fn commands(state: &State, link: &Scope<App>, copied: Option<&'static str>) -> Html {
    let wanted = state.answer.wanted(&state.run.scenario.settings);
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
            <div class="tabs" role="tablist">
                { tab(false, "page-take-set") }
                { tab(true, "page-take-conf") }
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
                    <b>{ formula.name }</b><br />
                    <code>{ words::say(&formula.text) }</code>
                    <small>{ formula.source }</small>
                </p>
            }) }
        </details>
    }
}

fn memory(state: &State, bill: &Bill) -> Html {
    let all = state.run.scenario.memory.unwrap_or(bill.total).max(bill.total).0.max(1);
    let share = |bytes: Bytes| format!("width:{:.2}%", bytes.0 as f64 / all as f64 * 100.0);
    let said = |id, bytes: Bytes| words::say(&Message::new(id).with("bytes", bytes));
    let cow = Message::new("page-bill-cow").with("low", bill.cow_low).with("high", bill.cow_high);
    html! {
        <div class="bill">
            <h2>{ words::text("page-memory") }</h2>
            <div class="bar" aria-hidden="true">
                <i class="b1" style={share(bill.dataset)}></i>
                <i class="b2" style={share(bill.backlog)}></i>
                <i class="b3" style={share(bill.buffers)}></i>
                <i class="b4" style={share(bill.cow_high)}></i>
            </div>
            <p>
                <i class="k b1"></i>{ said("page-bill-dataset", bill.dataset) }{ " " }
                <i class="k b2"></i>{ said("page-bill-backlog", bill.backlog) }{ " " }
                <i class="k b3"></i>{ said("page-bill-buffers", bill.buffers) }{ " " }
                <i class="k b4"></i>{ words::say(&cow) }{ " · " }
                { said("page-bill-total", bill.total) }
                if let Some(memory) = state.run.scenario.memory {
                    { " " }<span class="muted">{ said("page-bill-of", memory) }</span>
                }
            </p>
        </div>
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
