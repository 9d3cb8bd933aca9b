//! What is written on the timeline.

use stormglass_chart::{Band, Mark, Words};
use stormglass_core::message::Message;
use stormglass_core::run::{CloseReason, Event, EventKind, FullReason, Run, lost_spans};
use stormglass_core::scenario::What;
use stormglass_core::units::Bytes;

use super::events;
use crate::words;

/// Marks that fit on a timeline; a storm of a day has more events than pixels.
const MOST: usize = 400;

/// All words of the timeline of a run.
#[must_use]
pub fn timeline(run: &Run, font: &str) -> Words {
    let settings = &run.scenario.settings;
    let limits = settings.output_buffer;
    let soft = Message::new("page-line-soft")
        .with("bytes", limits.soft)
        .with("time", core::time::Duration::from_secs(limits.soft_for));
    let freeze = run.events.iter().filter_map(|event| match event.kind {
        EventKind::Forked { freeze, .. } => Some(freeze),
        _ => None,
    });
    let said = |id, bytes: Bytes| words::say(&Message::new(id).with("bytes", bytes));
    let shown = run.scenario.replicas.len().saturating_sub(8) as u64;
    Words {
        font: font.to_owned(),
        lag: words::text("page-panel-lag"),
        buffers: words::text("page-panel-buffers"),
        memory: [
            said("page-panel-memory", run.scenario.dataset),
            words::text("page-panel-backlog"),
            words::text("page-panel-held"),
            words::text("page-panel-cow"),
        ],
        writes: match freeze.max() {
            Some(most) => words::say(&Message::new("page-panel-freezes").with("time", most)),
            None => words::text("page-panel-writes"),
        },
        maxmemory: said("page-line-maxmemory", settings.maxmemory),
        host: said("page-line-host", run.scenario.memory.unwrap_or_default()),
        window: said("page-line-window", settings.repl_backlog_size),
        hard: said("page-line-hard", limits.hard),
        soft: words::say(&soft),
        primary: words::text("page-primary"),
        more: (shown > 0)
            .then(|| words::say(&Message::new("page-more-replicas").with("count", shown))),
        exposed: words::text("page-panel-exposed"),
        marks: marks(run),
        bands: bands(run),
    }
}

/// When writes were acknowledged that were lost, or that only a former primary has.
fn bands(run: &Run) -> Vec<Band> {
    let band = |span: stormglass_core::run::LostSpan| {
        let id = if span.gone.is_some() { "page-band-lost" } else { "page-band-apart" };
        let label = words::say(&Message::new(id).with("bytes", span.bytes));
        Band { from: span.from, to: span.to, label }
    };
    lost_spans(run).into_iter().map(band).collect()
}

fn marks(run: &Run) -> Vec<Mark> {
    let worth: Vec<&Event> = run
        .events
        .iter()
        .filter(|event| events::matters(event) && label(run, event).is_some())
        .collect();
    let every = worth.len().div_ceil(MOST).max(1);
    worth
        .into_iter()
        .step_by(every)
        .filter_map(|event| Some(Mark { at: event.at, label: words::text(label(run, event)?) }))
        .collect()
}

/// One or two words for an event; `None` where a line on the timeline would only be noise.
pub(crate) fn label(run: &Run, event: &Event) -> Option<&'static str> {
    Some(match event.kind {
        EventKind::Incident(index) => match run.scenario.incidents.get(index)?.what {
            What::Writes { .. } => "page-mark-writes",
            What::Disconnect { .. } => "page-mark-cut",
            What::Stall { .. } => "page-mark-stall",
            What::Kill { .. } => "page-mark-kill",
            What::Pause { .. } => "page-mark-pause",
            What::Block { .. } => "page-mark-block",
            What::Restart { .. } => "page-mark-restart",
            What::Bgsave => "page-mark-bgsave",
            What::ConfigSet(_) => "page-mark-config",
            What::ReplicaOf { .. } => "page-mark-role",
            What::Crash { .. } => "page-mark-crash",
            What::PartitionPrimary { .. } => "page-mark-partition",
            What::Wait { .. } => "page-mark-wait",
        },
        EventKind::FullResync(FullReason::Refused(_)) => "page-mark-refused",
        EventKind::FullResync(FullReason::Asked) => "page-mark-full",
        EventKind::PartialResync { .. } => "page-mark-partial",
        EventKind::LeftWindow => "page-mark-left",
        EventKind::Closed(CloseReason::Cut | CloseReason::Killed) => return None,
        EventKind::Closed(_) => "page-mark-closed",
        EventKind::BacklogEmptied => "page-mark-emptied",
        EventKind::BacklogFreed => "page-mark-freed",
        EventKind::SoftLimitReached => "page-mark-soft",
        EventKind::LoadDone => "page-mark-loaded",
        EventKind::Promoted => "page-mark-promoted",
        EventKind::Lost { .. } => "page-mark-lost",
        EventKind::WritesRefused(_) => "page-mark-unwritable",
        EventKind::WritesAccepted => "page-mark-writable",
        _ => return None,
    })
}
