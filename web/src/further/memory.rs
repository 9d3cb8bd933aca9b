//! The memory bill and the phases of a full resync, as rows.

use core::time::Duration;

use stormglass_core::message::Message;
use stormglass_core::sizing::{Bill, answer};
use stormglass_core::units::Bytes;

use super::Given;
use crate::aside::Row;
use crate::words;

/// Each phase with its time; one that never ends is longer than any run.
pub(super) fn phases(given: &Given) -> Vec<Row> {
    let answer = answer(&given.scenario, &given.question);
    let never = Duration::from_secs(1 << 40);
    let mut rows: Vec<Row> = answer
        .phases
        .iter()
        .map(|phase| {
            let time = if phase.time < never {
                words::time(phase.time)
            } else {
                words::text("phases-never")
            };
            let kept = words::text(if phase.buffers { "phases-kept" } else { "phases-not-kept" });
            vec![words::text(phase.phase), time, kept]
        })
        .collect();
    if let Some(total) = answer.full_resync {
        let pending = Message::new("phases-pending").with("pending", answer.pending_peak);
        rows.push(vec![words::text("phases-total"), words::time(total), words::say(&pending)]);
    }
    rows
}

/// The bill with the recommended values, and what it means for `maxmemory` and the host.
pub(super) fn memory(given: &Given) -> Vec<Row> {
    let answer = answer(&given.scenario, &given.question);
    let bills = &answer.bills;
    let row = |id: &str, part: &dyn Fn(&Bill) -> String| {
        let mut cells = vec![words::text(id)];
        cells.extend([&bills.idle, &bills.one, &bills.all].map(part));
        cells
    };
    let bytes = |part: fn(&Bill) -> Bytes| move |bill: &Bill| words::bytes(part(bill));
    let cow = |bill: &Bill| match bill.cow_high {
        Bytes::ZERO => words::text("takeaway-no-child"),
        high => format!("{} – {}", words::bytes(bill.cow_low), words::bytes(high)),
    };
    let heading = ["takeaway-idle", "takeaway-one", "takeaway-all"].map(words::text);
    let mut rows = vec![core::iter::once(String::new()).chain(heading).collect()];
    rows.extend([
        row("takeaway-dataset", &bytes(|bill| bill.dataset)),
        row("takeaway-backlog", &bytes(|bill| bill.backlog)),
        row("takeaway-buffers", &bytes(|bill| bill.buffers)),
        row("takeaway-cow", &cow),
        row("takeaway-total", &bytes(|bill| bill.total)),
        row("takeaway-on-replica", &bytes(|bill| bill.on_replica)),
    ]);
    rows.extend(bills.consequences().iter().map(|message| vec![words::say(message)]));
    rows
}
