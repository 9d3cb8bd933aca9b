//! The inputs: paste, tune, scenario.

use stormglass_core::message::Message;
use stormglass_core::scenario::{Finding, Severity};
use web_sys::{DragEvent, HtmlInputElement, HtmlTextAreaElement};
use yew::html::Scope;
use yew::prelude::*;

use super::app::{App, Msg};
use super::field::field;
use super::learnt;
use crate::model::field::FIELDS;
use crate::model::{Action, Panel, State};
use crate::words;

pub(crate) fn inputs(state: &State, reading: Option<f64>, link: &Scope<App>) -> Html {
    html! {
        <aside aria-label={words::text("page-inputs")}>
            <div class="tabs" role="tablist">
                { for Panel::ALL.iter().map(|(panel, word)| {
                    let panel = *panel;
                    let open = state.panel == panel;
                    let chosen = link.callback(move |_: MouseEvent| Msg::Do(Action::Open(panel)));
                    html! {
                        <button role="tab" aria-selected={open.to_string()} onclick={chosen}
                            id={format!("tab-{word}")} aria-controls="panel">
                            { words::text(&format!("page-tab-{word}")) }
                        </button>
                    }
                }) }
            </div>
            <div id="panel" role="tabpanel">
                { match state.panel {
                    Panel::Paste => paste(state, reading, link),
                    Panel::Tune => html! {
                        { for FIELDS.iter().map(|which| field(state, link, *which)) }
                    },
                    Panel::Scenario => script(state, link),
                } }
            </div>
        </aside>
    }
}

fn files(list: Option<web_sys::FileList>) -> Vec<web_sys::File> {
    let Some(list) = list else { return Vec::new() };
    (0..list.length()).filter_map(|index| list.get(index)).collect()
}

fn paste(state: &State, reading: Option<f64>, link: &Scope<App>) -> Html {
    let typed = link.callback(|event: InputEvent| {
        Msg::Do(Action::Paste(event.target_unchecked_into::<HtmlTextAreaElement>().value()))
    });
    let dropped = link.callback(|event: DragEvent| {
        let dropped = files(event.data_transfer().and_then(|data| data.files()));
        // Dropped text goes where it is dropped, as always.
        if !dropped.is_empty() {
            event.prevent_default();
        }
        Msg::Files(dropped)
    });
    let over = Callback::from(|event: DragEvent| event.prevent_default());
    let opened = link.callback(|event: Event| {
        Msg::Files(files(event.target_unchecked_into::<HtmlInputElement>().files()))
    });
    let clear = link.callback(|_: MouseEvent| Msg::Do(Action::Paste(String::new())));
    html! {
        <div class="paste" data-test="drop" ondrop={dropped} ondragover={over}>
            <label for="paste">{ words::text("page-paste-label") }</label>
            <textarea id="paste" data-test="paste" value={state.paste.clone()} oninput={typed}
                spellcheck="false" autocomplete="off"
                placeholder="redis-cli INFO" rows="9" />
            <p class="hint">{ words::text("page-paste-hint") }</p>
            <p class="hint">{ words::text("page-paste-private") }</p>
            <div class="row">
                <label class="file">
                    { words::text("page-paste-file") }
                    <input type="file" data-test="files" multiple=true onchange={opened} />
                </label>
                <button onclick={clear} disabled={state.paste.is_empty() && state.reading.is_none()}>
                    { words::text("page-paste-clear") }
                </button>
            </div>
            <div data-test="findings" aria-live="polite">
                { learnt::progress(reading, link) }
                if let Some(rows) = &state.reading {
                    { learnt::read(rows) }
                }
            </div>
        </div>
    }
}

pub(crate) fn findings(findings: &[Finding]) -> Html {
    html! {
        <ul class="findings">
            { for findings.iter().map(|finding| {
                let class = match finding.severity {
                    Severity::Error => "error",
                    Severity::Warning => "warning",
                    Severity::Note => "note",
                };
                let line = finding.line.map(|line| {
                    words::say(&Message::new("page-line").with("line", line))
                });
                html! {
                    <li class={class}>
                        if let Some(line) = line { <b>{ line }{ ": " }</b> }
                        { words::say(&finding.message) }
                        if let Some(hint) = &finding.hint { <i>{ " " }{ words::say(hint) }</i> }
                    </li>
                }
            }) }
        </ul>
    }
}

fn script(state: &State, link: &Scope<App>) -> Html {
    let typed = link.callback(|event: InputEvent| {
        Msg::Do(Action::Script(event.target_unchecked_into::<HtmlTextAreaElement>().value()))
    });
    // As many as it has, so that lines and their numbers scroll together.
    let rows = state.script.lines().count().max(14) + 1;
    let broken = state.script_findings.iter().any(|finding| finding.severity == Severity::Error);
    html! {
        <div class="paste">
            <label for="script">{ words::text("page-scenario-label") }</label>
            <div class="editor">
                <pre aria-hidden="true" data-test="gutter">{ gutter(state) }</pre>
                <textarea id="script" data-test="script" value={state.script.clone()} oninput={typed}
                    spellcheck="false" autocomplete="off" rows={rows.to_string()} />
            </div>
            <p class="hint">
                { words::text(if broken { "page-scenario-kept" } else { "page-scenario-hint" }) }
            </p>
            { findings(&state.script_findings) }
        </div>
    }
}

/// Line numbers, with a sign where something was found.
fn gutter(state: &State) -> String {
    let mut text = String::new();
    for line in 1..=state.script.lines().count().max(1) {
        let here = |finding: &&Finding| finding.line.is_some_and(|at| at as usize == line);
        let worst = state.script_findings.iter().filter(here).map(|finding| finding.severity).max();
        text.push_str(match worst {
            Some(Severity::Error) => "✖ ",
            Some(Severity::Warning) => "▲ ",
            Some(Severity::Note) => "• ",
            None => "",
        });
        text.push_str(&line.to_string());
        text.push('\n');
    }
    text
}
