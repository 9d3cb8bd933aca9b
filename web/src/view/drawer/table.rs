//! The run as a table: the replicas at the cursor, and what happened around it.

use stormglass_core::message::Message;
use stormglass_core::run::{Standing, trace};
use stormglass_core::units::Bytes;

use super::markup::Markup;
use crate::model::State;
use crate::view::overlay::grouped;
use crate::view::{events, narration, topology};
use crate::words;

/// Events before and after the cursor that are listed.
const AROUND: usize = 25;

pub(super) fn table(out: &mut Markup, state: &State) {
    let run = &*state.run;
    let moment = run.at(state.cursor);
    head(
        out,
        &[
            "page-col-who",
            "page-col-phase",
            "page-col-behind",
            "page-col-spare",
            "page-col-buffer",
            "page-col-laps",
        ],
    );
    for replica in &moment.replicas {
        let bytes = |bytes: Bytes| grouped(bytes.0);
        let spare = match replica.standing {
            Standing::In { spare, .. } => bytes(spare),
            Standing::Out { short_by } => ["−", &bytes(short_by)].concat(),
            Standing::Nothing => "–".to_owned(),
        };
        out.raw("<tr>");
        out.tag("th", "", &replica.name);
        for cell in [
            topology::phase(replica),
            bytes(replica.behind),
            spare,
            bytes(replica.output_buffer),
            replica.laps.to_string(),
        ] {
            out.tag("td", "", &cell);
        }
        out.raw("</tr>");
    }
    out.raw("</tbody></table>");
    out.tag("p", "hint", &words::text("page-legend"));

    let here = events::latest(run, state.cursor);
    let listed: Vec<usize> =
        (0..run.events.len()).filter(|index| events::matters(&run.events[*index])).collect();
    let middle = here.map_or(0, |here| listed.partition_point(|index| *index < here));
    let from = middle.saturating_sub(AROUND);
    let to = (middle + AROUND).min(listed.len());
    let said = Message::new("page-table-shown")
        .with("shown", (to - from) as u64)
        .with("all", listed.len() as u64)
        .with("clock", narration::clock(state.cursor));
    out.tag("p", "hint", &words::say(&said));
    head(out, &["page-col-when", "page-col-who", "page-col-what"]);
    for index in &listed[from..to] {
        let event = &run.events[*index];
        out.raw(if here == Some(*index) { "<tr class=\"here\"><td>" } else { "<tr><td>" });
        out.go(event.at);
        out.raw("</td>");
        out.tag("td", "", trace::who(run, event));
        out.tag("td", "", &words::event(run, *index));
        out.raw("</tr>");
    }
    out.raw("</tbody></table>");
}

pub(super) fn head(out: &mut Markup, columns: &[&str]) {
    out.raw("<table><thead><tr>");
    for column in columns {
        out.tag("th", "", &words::text(column));
    }
    out.raw("</tr></thead><tbody>");
}
