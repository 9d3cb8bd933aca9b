//! What was read of pastes and files.

use yew::html::Scope;
use yew::prelude::*;

use super::app::{App, Msg};
use crate::aside::Row;
use crate::reading::kind;
use crate::words;

/// How far a long file is read, with a way out.
pub(crate) fn progress(reading: Option<f64>, link: &Scope<App>) -> Html {
    let Some(share) = reading else { return html! {} };
    let cancel = link.callback(|_: MouseEvent| Msg::CancelReading);
    html! {
        <p class="row" data-test="reading">
            <progress value={share.to_string()} aria-label={words::text("page-reading")} />
            <button onclick={cancel}>{ words::text("page-reading-cancel") }</button>
        </p>
    }
}

/// What was read, each row in its own way.
pub(crate) fn read(rows: &[Row]) -> Html {
    let of = |wanted: &'static str| rows.iter().filter(move |row| row[0] == wanted);
    let files: Vec<&str> = of(kind::FILE).map(|row| row[1].as_str()).collect();
    html! {
        <>
            if !files.is_empty() {
                <p class="recognised">{ files.join(", ") }</p>
            }
            { for rows.iter().map(said) }
            if of(kind::SYNC).next().is_some() {
                { listed("page-syncs", html! {
                    for row in of(kind::SYNC) {
                        <tr>
                            <td>{ &row[1] }<i>{ " " }{ &row[2] }</i></td>
                            <td class="from">{ &row[3] }</td>
                        </tr>
                    }
                }) }
            }
            { listed("page-learnt", html! {
                for row in of(kind::FACT) {
                    <tr>
                        <th scope="row">{ &row[1] }</th>
                        <td>{ &row[2] }</td>
                        <td class="from">{ &row[3] }<i>{ " " }{ &row[4] }</i></td>
                    </tr>
                }
            }) }
        </>
    }
}

fn listed(title: &str, rows: Html) -> Html {
    html! {
        <details data-test={title.to_owned()}>
            <summary>{ words::text(title) }</summary>
            <table class="learnt">{ rows }</table>
        </details>
    }
}

fn said(row: &Row) -> Html {
    let [kind, class, text, more, ..] = &row[..] else { return html! {} };
    match kind.as_str() {
        kind::RECOGNISED => html! { <p class="recognised"><b>{ text }</b></p> },
        kind::RATE => html! { <p class="recognised">{ text }</p> },
        kind::FINDING => html! {
            <p class={format!("finding {class}")}>{ text }<i>{ " " }{ more }</i></p>
        },
        kind::DIAGNOSIS => html! {
            <p class={format!("diagnosed {class}")}>{ text }<i>{ " " }{ more }</i></p>
        },
        kind::EVIDENCE => html! {
            <code class="evidence">{ text }<small>{ " " }{ more }</small></code>
        },
        _ => html! {},
    }
}
