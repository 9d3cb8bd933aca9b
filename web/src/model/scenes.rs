//! The scene the page opens with; the others are in the gallery, which is fetched when it is opened.

use core::time::Duration;

use stormglass_core::scenario::Scenario;

/// Its text.
const OPENING: &str = include_str!("../../assets/scenes/storm.storm");

/// The outage it asks about.
pub(super) const OUTAGE: Duration = Duration::from_secs(120);

/// The scenario the page opens with.
pub(super) fn opening() -> Scenario {
    Scenario::parse(OPENING).expect("a scene is a scenario; that every one is, is a test")
}
