//! Two scenarios side by side: what differs in their texts, and what came of it.

use stormglass_core::run::{Moment, Phase, Run};
use stormglass_core::units::Bytes;

use super::markup::Markup;
use super::table::head;
use crate::model::State;
use crate::words;

pub(super) fn compare(out: &mut Markup, state: &State) {
    out.raw("<p class=\"row\">");
    out.order("pair:recommended", &words::text("page-pair-recommended"));
    out.order("pair:present", &words::text("page-pair-present"));
    if state.twin.is_some() {
        out.order("twin:swap", &words::text("page-twin-swap"));
        out.order("twin:none", &words::text("page-twin-none"));
    }
    out.raw("</p>");
    let Some(twin) = &state.twin else {
        out.tag("p", "hint", &words::text("page-pair-hint"));
        return;
    };
    let other = if twin.recommended { "page-twin-recommended" } else { "page-twin-kept" };
    head(out, &["page-col-setting", "page-twin-this", other]);
    let (ours, theirs) = (state.scenario.to_text(), twin.scenario.to_text());
    let only = |text: &str, than: &str| -> Vec<String> {
        let fresh =
            |line: &&str| !than.lines().any(|old| old == *line) && !line.starts_with("run ");
        text.lines().filter(fresh).map(str::to_owned).collect()
    };
    let (mut left, mut right) = (only(&ours, &theirs), only(&theirs, &ours));
    while let Some(line) = left.first().cloned().or_else(|| right.first().cloned()) {
        let word = line.split(' ').next().unwrap_or_default().to_owned();
        row(out, &word, &pick(&mut left, &word), &pick(&mut right, &word), true);
    }
    for (id, value) in OUTCOMES {
        let (ours, theirs) = (value(&state.run), value(&twin.run));
        row(out, &words::text(id), &ours, &theirs, ours != theirs);
    }
    out.raw("</tbody></table>");
}

/// The first line that begins with a word.
fn pick(lines: &mut Vec<String>, word: &str) -> String {
    let found = lines.iter().position(|line| line.split(' ').next() == Some(word));
    found.map_or_else(|| "–".to_owned(), |index| lines.remove(index))
}

fn row(out: &mut Markup, name: &str, ours: &str, theirs: &str, differs: bool) {
    out.raw("<tr>");
    out.tag("th", "", name);
    for value in [ours, theirs] {
        out.raw("<td>");
        if differs {
            out.raw("<mark>");
            out.say(value);
            out.raw("</mark>");
        } else {
            out.say(value);
        }
        out.raw("</td>");
    }
    out.raw("</tr>");
}

type Outcome = (&'static str, fn(&Run) -> String);

/// What came of a run.
const OUTCOMES: [Outcome; 6] = [
    ("page-out-full", |run| run.at(run.end).counters.sync_full.to_string()),
    ("page-out-partial", |run| run.at(run.end).counters.sync_partial_ok.to_string()),
    ("page-out-kills", |run| run.at(run.end).counters.output_buffer_disconnections.to_string()),
    ("page-out-lost", |run| words::bytes(run.at(run.end).lost)),
    ("page-out-memory", |run| words::bytes(highest(run, |moment| moment.memory.total))),
    ("page-out-online", |run| {
        let end = run.at(run.end);
        let online = end.replicas.iter().filter(|replica| replica.phase == Phase::Online).count();
        [online.to_string(), end.replicas.len().to_string()].join(" / ")
    }),
];

/// The most of something, looked at where it can be highest: just before each event.
fn highest(run: &Run, of: fn(&Moment) -> Bytes) -> Bytes {
    let every = (run.events.len() / 200).max(1);
    let before = run.events.iter().step_by(every).map(|event| {
        stormglass_core::units::Instant::from_nanos(event.at.as_nanos().saturating_sub(1))
    });
    before.map(|at| of(&run.at(at))).max().unwrap_or_default()
}
