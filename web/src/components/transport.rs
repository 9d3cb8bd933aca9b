//! The transport: play, steps, jumps, speed, zoom; and what can be done at the cursor.

use stormglass_core::message::Message;
use stormglass_core::units::Instant;
use web_sys::{HtmlInputElement, KeyboardEvent};
use yew::html::Scope;
use yew::prelude::*;

use super::app::{App, Msg, Parts};
use super::part::{Choice, Look, button, select};
use crate::model::act::{VERBS, Whom};
use crate::model::play::SPEEDS;
use crate::model::{Action, State};
use crate::view::events::JUMPS;
use crate::words;

fn sign(link: &Scope<App>, id: &'static str, sign: &str, action: Action) -> Html {
    let name = Some(words::text(id));
    button(link, sign.to_owned(), action, Look { name, ..Look::default() })
}

pub(crate) fn transport(state: &State, link: &Scope<App>, parts: &Parts) -> Html {
    let end = state.run.end.as_nanos();
    let scrubbed = link.callback(move |event: InputEvent| {
        let text = event.target_unchecked_into::<HtmlInputElement>().value();
        let share: u128 = text.parse().unwrap_or(0);
        let at = u128::from(end) * share / 10_000;
        Msg::Do(Action::Seek(Instant::from_nanos(u64::try_from(at).unwrap_or(end))))
    });
    let playing = Look { test: "play", pressed: Some(state.playing), ..Look::default() };
    let play = if state.playing { "❚❚ " } else { "▶ " }.to_owned()
        + &words::text(if state.playing { "page-pause" } else { "page-play" });
    let looping = Look {
        pressed: Some(state.looping),
        name: Some(words::text("page-loop")),
        test: "loop",
        off: false,
    };
    html! {
        <>
            <input ref={parts.scrub.clone()} class="scrub" data-test="scrub" type="range" min="0"
                max="10000" step="1" aria-label={words::text("page-scrub")} oninput={scrubbed} />
            <div class="transport">
                { sign(link, "page-start", "|◂", Action::Seek(Instant::ZERO)) }
                { sign(link, "page-phase-back", "◂◂", Action::Phase(false)) }
                { sign(link, "page-previous", "◂", Action::Previous) }
                { button(link, play, Action::Toggle, playing) }
                { sign(link, "page-next", "▸", Action::Next) }
                { sign(link, "page-phase-on", "▸▸", Action::Phase(true)) }
                { button(link, "↻".to_owned(), Action::Loop, looping) }
                { jumps(state, link) }
                { speeds(state, link) }
                <span class="gap"></span>
                { sign(link, "page-zoom-in", "+", Action::Zoom(50, state.cursor)) }
                { sign(link, "page-zoom-out", "−", Action::Zoom(200, state.cursor)) }
                { button(link, words::text("page-zoom-whole"), Action::Zoom(u64::MAX >> 1, state.cursor),
                    Look { off: state.window.is_whole(state.run.end), ..Look::default() }) }
            </div>
            { at_cursor(state, link) }
        </>
    }
}

fn jumps(state: &State, link: &Scope<App>) -> Html {
    let head =
        Choice { value: String::new(), text: words::text("page-jump"), chosen: true, off: true };
    let jump = |(index, jump): (usize, &crate::view::events::Jump)| Choice {
        value: index.to_string(),
        text: words::text(jump.id),
        chosen: false,
        off: jump.first(&state.run).is_none(),
    };
    let choices = core::iter::once(head).chain(JUMPS.iter().enumerate().map(jump)).collect();
    select(link, words::text("page-jump"), "jump", choices, |text| {
        Action::Jump(text.parse().unwrap_or(usize::MAX))
    })
}

fn speeds(state: &State, link: &Scope<App>) -> Html {
    let choices = SPEEDS.iter().enumerate().map(|(index, speed)| {
        let factor = speed.0.to_string();
        let text = words::say(&Message::new("page-times").with("factor", factor.as_str()));
        Choice { value: index.to_string(), text, chosen: *speed == state.speed, off: false }
    });
    select(link, words::text("page-speed"), "speed", choices.collect(), |text| {
        let index: usize = text.parse().unwrap_or(0);
        Action::Speed(SPEEDS[index.min(SPEEDS.len() - 1)])
    })
}

/// What can be done at the cursor, to whom, and what was done undone.
fn at_cursor(state: &State, link: &Scope<App>) -> Html {
    let whom = |value: String, text: String, target: Whom| Choice {
        value,
        text,
        chosen: state.target == target,
        off: false,
    };
    let mut choices = vec![
        whom("all".to_owned(), words::text("page-all"), Whom::All),
        whom("primary".to_owned(), words::text("page-primary"), Whom::Primary),
    ];
    let replicas = state.scenario.replicas.iter().take(20).enumerate();
    choices.extend(
        replicas.map(|(n, replica)| whom(n.to_string(), replica.name.clone(), Whom::Replica(n))),
    );
    let verbs = VERBS
        .iter()
        .enumerate()
        .filter(|(_, verb)| !verb.to_replicas || state.target != Whom::Primary);
    let typed = link.batch_callback(|event: KeyboardEvent| {
        (event.key() == "Enter").then(|| {
            let input = event.target_unchecked_into::<HtmlInputElement>();
            Msg::Do(Action::Line(input.value()))
        })
    });
    let (undo, redo) = state.can();
    let name = words::text("page-at-cursor");
    html! {
        <div class="inject" role="group" aria-label={name.clone()}>
            <span class="muted">{ name }</span>
            { select(link, words::text("page-inject-who"), "whom", choices, |text| {
                Action::Target(match (text, text.parse()) {
                    ("primary", _) => Whom::Primary,
                    (_, Ok(index)) => Whom::Replica(index),
                    _ => Whom::All,
                })
            }) }
            { for verbs.map(|(index, verb)| {
                let name = Message::new("page-verb").with("name", words::text(verb.id))
                    .with("line", state.verb_line(verb))
                    .with("key", verb.key.to_string());
                let look = Look { test: verb.id, name: Some(words::say(&name)), ..Look::default() };
                button(link, words::text(verb.id), Action::Act(index), look)
            }) }
            <input class="line" data-test="line" type="text" onkeydown={typed} autocomplete="off"
                spellcheck="false" aria-label={words::text("page-line-label")}
                placeholder="config set repl-backlog-size 256mb" />
            { button(link, "↶".to_owned(), Action::Undo,
                Look { test: "undo", off: !undo, name: Some(words::text("page-undo")), pressed: None }) }
            { button(link, "↷".to_owned(), Action::Redo,
                Look { test: "redo", off: !redo, name: Some(words::text("page-redo")), pressed: None }) }
            if let Some(trouble) = &state.trouble {
                <p class="trouble" role="alert">{ words::say(trouble) }</p>
            }
        </div>
    }
}
