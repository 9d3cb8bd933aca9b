//! Why: from an event back to its first cause, with what the server wrote and what would have
//! prevented it.

use stormglass_core::message::Message;
use stormglass_core::run::{CloseReason, Event, EventKind, FullReason, Refusal, Run, info};
use stormglass_core::units::Instant;

use super::log::log_line;
use super::markup::Markup;
use crate::model::State;
use crate::view::events;
use crate::words;

/// Links of a chain that are shown.
const LONGEST: usize = 24;
/// Fields of INFO that are shown.
const FIELDS: usize = 8;

pub(super) fn why(out: &mut Markup, state: &State) {
    let run = &*state.run;
    let Some(last) = events::latest(run, state.cursor) else {
        out.tag("p", "muted", &words::text("page-why-nothing"));
        return;
    };
    let chain = chain(run, last);
    out.raw("<ol class=\"chain\">");
    for (n, index) in chain.iter().enumerate() {
        let event = &run.events[*index];
        out.raw("<li>");
        out.go(event.at);
        out.raw(" ");
        out.tag("span", if n == 0 { "first" } else { "" }, &words::event(run, *index));
        if let Some((side, line)) = log_line(run, *index) {
            out.raw("<code>");
            out.tag("small", "", &words::text(side));
            out.raw(" ");
            out.say(&line);
            out.raw("</code>");
        }
        out.raw("</li>");
    }
    out.raw("</ol>");
    fields(out, run, run.events[last].at);
    let links: Vec<&Event> = chain.iter().map(|index| &run.events[*index]).collect();
    remedy(out, state, &links);
}

/// The indices of an event and its causes, the last effect first.
fn chain(run: &Run, last: usize) -> Vec<usize> {
    let mut chain = vec![last];
    while let Some(cause) = cause(run, chain[chain.len() - 1])
        && chain.len() < LONGEST
    {
        chain.push(cause);
    }
    chain
}

/// What led to an event: what the run says, and where that leaves out a step which tells more,
/// that step. A cause always lies before its effect, so a chain ends.
fn cause(run: &Run, index: usize) -> Option<usize> {
    let event = &run.events[index];
    let last = |fits: &dyn Fn(&Event) -> bool| run.events[..index].iter().rposition(fits);
    let his = |fits: fn(&EventKind) -> bool| {
        last(&|earlier: &Event| earlier.who == event.who && fits(&earlier.kind))
    };
    let closed = || his(|kind| matches!(kind, EventKind::Closed(_)));
    match event.kind {
        EventKind::Incident(_) => None,
        EventKind::IncidentOver(which) => {
            last(&|earlier: &Event| earlier.kind == EventKind::Incident(which))
        }
        EventKind::Closed(CloseReason::SoftLimit) => {
            his(|kind| *kind == EventKind::SoftLimitReached)
        }
        EventKind::SoftLimitReached | EventKind::Closed(CloseReason::HardLimit) => {
            his(|kind| matches!(kind, EventKind::FullResync(_) | EventKind::PartialResync { .. }))
        }
        // What it asked for was gone since then, if it was.
        EventKind::Asked { .. } => {
            let left = his(|kind| *kind == EventKind::LeftWindow);
            left.filter(|left| closed().is_some_and(|closed| closed < *left)).or_else(closed)
        }
        // A resize that throws the history away takes everybody out of the window at once.
        EventKind::LeftWindow if event.cause.is_some() => last(&|earlier: &Event| {
            earlier.kind == EventKind::BacklogEmptied && earlier.at == event.at
        }),
        EventKind::LeftWindow | EventKind::Connected | EventKind::ConnectFailed => closed(),
        EventKind::ChildDone | EventKind::ChildKilled => {
            last(&|earlier: &Event| matches!(earlier.kind, EventKind::Forked { .. }))
        }
        EventKind::Forked { serves, .. } if serves > 0 => {
            last(&|earlier: &Event| matches!(earlier.kind, EventKind::FullResync(_)))
        }
        _ => None,
    }
    .or_else(|| event.cause.map(|cause| cause as usize).filter(|cause| *cause < index))
}

/// What INFO says differently from just before.
fn fields(out: &mut Markup, run: &Run, at: Instant) {
    let before = Instant::from_nanos(at.as_nanos().saturating_sub(1));
    let (before, after) = (info::print(&run.at(before)), info::print(&run.at(at)));
    let changed: Vec<&str> =
        after.lines().filter(|line| super::info::differs(&before, line)).collect();
    // Replication first: it is what the event is about.
    let (mut first, rest): (Vec<&str>, Vec<&str>) =
        changed.into_iter().partition(|line| !line.starts_with("mem") && !line.starts_with("used"));
    first.extend(rest);
    first.truncate(FIELDS);
    let changed = first;
    if changed.is_empty() {
        return;
    }
    out.tag("h2", "", &words::text("page-why-info"));
    out.tag("pre", "fields", &changed.join("\n"));
}

/// The setting that would have prevented the nearest link of the chain that one can prevent.
fn remedy(out: &mut Markup, state: &State, chain: &[&Event]) {
    let Some(directive) = chain.iter().find_map(|event| prevents(event)) else { return };
    out.tag("h2", "", &words::text("page-why-prevents"));
    if chain.iter().any(|event| event.kind == EventKind::BacklogEmptied) {
        // No size helps against losing the history on purpose.
        out.tag("p", "", &words::text("page-why-resize"));
        return;
    }
    out.raw("<p>");
    let wanted = state.answer.wanted(&state.run.scenario.settings);
    let value = match directive {
        "repl-backlog-size" => wanted.repl_backlog_size.map(|size| size.to_string()),
        "client-output-buffer-limit" => wanted.output_buffer.map(|limits| {
            [limits.hard.to_string(), limits.soft.to_string(), limits.soft_for.to_string()]
                .join(" ")
        }),
        _ => None,
    };
    match value {
        Some(value) => {
            let setting = [directive, " ", &value].concat();
            let said = Message::new("page-why-try").with("setting", setting);
            out.order(&["adopt:", directive].concat(), &words::say(&said));
        }
        None => {
            let said = Message::new("page-why-setting").with("setting", directive);
            out.say(&words::say(&said));
        }
    }
    out.raw("</p>");
}

/// Which directive decides about an event.
fn prevents(event: &Event) -> Option<&'static str> {
    Some(match event.kind {
        EventKind::LeftWindow
        | EventKind::BacklogEmptied
        | EventKind::FullResync(FullReason::Refused(Refusal::Overwritten { .. })) => {
            "repl-backlog-size"
        }
        EventKind::SoftLimitReached
        | EventKind::Closed(CloseReason::HardLimit | CloseReason::SoftLimit) => {
            "client-output-buffer-limit"
        }
        EventKind::Closed(CloseReason::PrimaryTimeout | CloseReason::ReplicaTimeout) => {
            "repl-timeout"
        }
        EventKind::BacklogFreed
        | EventKind::FullResync(FullReason::Refused(Refusal::NoBacklog)) => "repl-backlog-ttl",
        _ => return None,
    })
}
