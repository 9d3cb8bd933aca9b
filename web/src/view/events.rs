//! Moving from event to event.

use stormglass_core::run::{CloseReason, Event, EventKind, Run};
use stormglass_core::units::Instant;

/// Whether an event is worth stopping at.
#[must_use]
pub fn matters(event: &Event) -> bool {
    !matches!(
        event.kind,
        EventKind::WriteRate(_)
            | EventKind::SettingsChanged
            | EventKind::ConnectFailed
            | EventKind::Connected
            | EventKind::ChildKilled
            | EventKind::TransferDone
            | EventKind::WaitsForChild
            | EventKind::SoftLimitLeft
    )
}

/// Whether a replica enters another phase with it.
#[must_use]
pub fn changes_phase(event: &Event) -> bool {
    matches!(
        event.kind,
        EventKind::Closed(_)
            | EventKind::Connected
            | EventKind::PartialResync { .. }
            | EventKind::WaitsForChild
            | EventKind::Forked { .. }
            | EventKind::TransferStarted
            | EventKind::LoadStarted
            | EventKind::LoadDone
    )
}

/// Which events are stopped at.
pub type Stops = fn(&Event) -> bool;

/// The next instant after `at` where one of `stops` happens; the end where none does.
#[must_use]
pub fn next(run: &Run, at: Instant, stops: Stops) -> Instant {
    let later = run.events.iter().find(|event| event.at > at && stops(event));
    later.map_or(run.end, |event| event.at)
}

/// The last instant before `at` where one of `stops` happened; the start where none did.
#[must_use]
pub fn previous(run: &Run, at: Instant, stops: Stops) -> Instant {
    let earlier = run.events.iter().rev().find(|event| event.at < at && stops(event));
    earlier.map_or(Instant::ZERO, |event| event.at)
}

/// Something to go to at once.
pub struct Jump {
    /// Catalogue id of its name.
    pub id: &'static str,
    stops: Stops,
}

/// All of them, in the order of the list.
pub const JUMPS: [Jump; 5] = [
    Jump { id: "page-jump-left", stops: |event| event.kind == EventKind::LeftWindow },
    Jump { id: "page-jump-full", stops: |event| matches!(event.kind, EventKind::FullResync(_)) },
    Jump {
        id: "page-jump-kill",
        stops: |event| {
            matches!(event.kind, EventKind::Closed(CloseReason::HardLimit | CloseReason::SoftLimit))
        },
    },
    Jump {
        id: "page-jump-partial",
        stops: |event| matches!(event.kind, EventKind::PartialResync { .. }),
    },
    Jump { id: "page-jump-lost", stops: |event| matches!(event.kind, EventKind::Lost { .. }) },
];

impl Jump {
    /// When it happens first.
    #[must_use]
    pub fn first(&self, run: &Run) -> Option<Instant> {
        run.events.iter().find(|event| (self.stops)(event)).map(|event| event.at)
    }
}

/// The index of the last event that matters at or before `at`.
#[must_use]
pub fn latest(run: &Run, at: Instant) -> Option<usize> {
    let until = run.events.partition_point(|event| event.at <= at);
    (0..until).rev().find(|index| matters(&run.events[*index]))
}
