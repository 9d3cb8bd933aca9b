//! The what-if map: the worker's picture, what is read out of it, and the point that is set.

use web_sys::{HtmlElement, HtmlSelectElement};
use yew::html::Scope;
use yew::prelude::*;

use stormglass_core::message::Message;

use super::deeper::{Deeper, Msg, part};
use crate::edges::browser;
use crate::map::{PLOT, row};
use crate::words;

/// What can lie along a side.
const SIDES: [&str; 8] =
    ["writes", "outage", "backlog", "dataset", "link", "replicas", "hard", "soft"];

pub(super) fn map(deeper: &Deeper, link: &Scope<Deeper>) -> Html {
    html! {
        <details class="map" data-test="map" ontoggle={link.callback(|_: Event| Msg::Toggle(part::MAP))}>
            <summary>{ words::text("map-title") }</summary>
            if deeper.open[part::MAP] {
                <p class="row">
                    { side(deeper, link, false) }
                    { side(deeper, link, true) }
                </p>
                { picture(deeper, link) }
            }
        </details>
    }
}

fn side(deeper: &Deeper, link: &Scope<Deeper>, along_y: bool) -> Html {
    let chosen = &deeper.sides[usize::from(along_y)];
    let id = if along_y { "map-y" } else { "map-x" };
    let changed = link.callback(move |event: Event| {
        Msg::Side(along_y, event.target_unchecked_into::<HtmlSelectElement>().value())
    });
    html! {
        <label>
            { words::text(id) }{ " " }
            <select data-test={id} onchange={changed}>
                { for SIDES.iter().map(|word| html! {
                    <option value={*word} selected={word == chosen}>
                        { words::text(&format!("map-{word}")) }
                    </option>
                }) }
            </select>
        </label>
    }
}

fn picture(deeper: &Deeper, link: &Scope<Deeper>) -> Html {
    let rows = &deeper.found[part::MAP];
    let [picture, size, said, cells, x, y] = rows.as_slice() else { return html! {} };
    let (columns, lines) = (x.len(), y.len());
    let plot = deeper.plot.clone();
    let moved = link.callback(move |event: PointerEvent| {
        Msg::Spot(spot(&plot, (event.client_x(), event.client_y()), (columns, lines)))
    });
    let picked = {
        let (link, plot) = (link.clone(), deeper.plot.clone());
        Callback::from(move |event: MouseEvent| {
            let at = spot(&plot, (event.client_x(), event.client_y()), (columns, lines));
            if at.is_some() {
                link.send_message_batch(vec![Msg::Spot(at), Msg::Pick]);
            }
        })
    };
    let keyed = keys(deeper, link, (columns, lines));
    let reading = deeper.spot.and_then(|(column, line)| {
        let which =
            cells.first()?.split(',').nth(line * columns + column)?.parse::<usize>().ok()?;
        let said = said.get(which)?.as_str();
        let (x, y) = (x.get(column)?.as_str(), y.get(line)?.as_str());
        Some(words::say(&Message::new("map-reading").with("x", x).with("y", y).with("said", said)))
    });
    let mark = deeper.spot.map(|(column, line)| {
        let (left, top, width, height) = PLOT;
        let (wide, high) = (width / columns as f64, height / lines as f64);
        format!(
            "left:{:.2}%;top:{:.2}%;width:{:.2}%;height:{:.2}%",
            (left + column as f64 * wide) / 10.0,
            (top + height - (line + 1) as f64 * high) / 10.0,
            wide / 10.0,
            high / 10.0
        )
    });
    let finer = size.get(2).is_some_and(|apart| apart != "1");
    let key = |kind: &'static str| {
        html! { <span><i class={kind}></i>{ words::text(kind) }</span> }
    };
    html! {
        <>
            <div ref={deeper.plot.clone()} class="map-plot" data-test="map-plot" tabindex="0" role="application"
                data-apart={size.get(2).cloned()} aria-label={words::text("map-title")}
                aria-describedby="map-said" onpointermove={moved} onclick={picked} onkeydown={keyed}
                onpointerleave={link.callback(|_: PointerEvent| Msg::Spot(None))}>
                { Html::from_html_unchecked(picture[row::PICTURE].clone().into()) }
                if let Some(mark) = mark { <i class="map-spot" style={mark}></i> }
            </div>
            <p class="map-legend">
                { key("map-partial") }{ key("map-full") }{ key("map-never") }
            </p>
            <p id="map-said" class="hint" data-test="map-said" aria-live="polite">
                { reading.unwrap_or_else(|| {
                    words::text(if finer { "map-finer" } else { "map-hint" })
                }) }
            </p>
            if let Some(table) = picture.get(1) {
                <details data-test="map-table">
                    <summary>{ words::text("map-table") }</summary>
                    { Html::from_html_unchecked(table.clone().into()) }
                </details>
            }
        </>
    }
}

/// The cell at a place of the page.
fn spot(
    plot: &NodeRef,
    client: (i32, i32),
    (columns, lines): (usize, usize),
) -> Option<(usize, usize)> {
    let place = plot.cast::<HtmlElement>()?;
    let (x, y) = browser::inside(&place, client);
    let (left, top, width, height) = PLOT;
    let share =
        |at: f64, of: i32, from: f64, long: f64| (at / f64::from(of.max(1)) * 1e3 - from) / long;
    let across = share(x, place.client_width(), left, width);
    let up = 1.0 - share(y, place.client_height(), top, height);
    let cell = |share: f64, steps: usize| {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "checked to lie between nothing and all steps"
        )]
        (0.0..1.0).contains(&share).then_some((share * steps as f64) as usize)
    };
    Some((cell(across, columns)?, cell(up, lines)?))
}

/// Arrow keys move the cell that is read out, Enter sets it.
fn keys(
    deeper: &Deeper,
    link: &Scope<Deeper>,
    (columns, lines): (usize, usize),
) -> Callback<KeyboardEvent> {
    let from = deeper.spot;
    let link = link.clone();
    Callback::from(move |event: KeyboardEvent| {
        let (column, line) = from.unwrap_or((columns / 2, lines / 2));
        let message = match event.key().as_str() {
            "ArrowLeft" => Msg::Spot(Some((column.saturating_sub(1), line))),
            "ArrowRight" => Msg::Spot(Some(((column + 1).min(columns - 1), line))),
            "ArrowUp" => Msg::Spot(Some((column, (line + 1).min(lines - 1)))),
            "ArrowDown" => Msg::Spot(Some((column, line.saturating_sub(1)))),
            "Enter" | " " => Msg::Pick,
            "Escape" => Msg::Spot(None),
            _ => return,
        };
        // The page's own keys would move its cursor.
        event.prevent_default();
        event.stop_propagation();
        link.send_message(message);
    })
}
