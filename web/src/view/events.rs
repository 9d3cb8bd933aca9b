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
            | EventKind::SoftLimitLeft
    )
}

/// The next instant after `at` where something worth seeing happens; the end where nothing does.
#[must_use]
pub fn next(run: &Run, at: Instant) -> Instant {
    let later = run.events.iter().find(|event| event.at > at && matters(event));
    later.map_or(run.end, |event| event.at)
}

/// The last instant before `at` where something worth seeing happened; the start where nothing did.
#[must_use]
pub fn previous(run: &Run, at: Instant) -> Instant {
    let earlier = run.events.iter().rev().find(|event| event.at < at && matters(event));
    earlier.map_or(Instant::ZERO, |event| event.at)
}

/// The first full resync, or the first replica closed by a limit, whichever comes first.
#[must_use]
pub fn first_trouble(run: &Run) -> Option<Instant> {
    let trouble = |event: &&Event| {
        matches!(
            event.kind,
            EventKind::FullResync(_)
                | EventKind::Closed(CloseReason::HardLimit | CloseReason::SoftLimit)
        )
    };
    run.events.iter().find(trouble).map(|event| event.at)
}

/// The index of the last event that matters at or before `at`.
#[must_use]
pub fn latest(run: &Run, at: Instant) -> Option<usize> {
    let until = run.events.partition_point(|event| event.at <= at);
    (0..until).rev().find(|index| matters(&run.events[*index]))
}
