//! Scenes to begin with, as scenario texts.

use core::time::Duration;

use stormglass_core::scenario::Scenario;

/// A scene: its name in the catalogue, its text, and the outage it asks about in seconds.
pub struct Scene {
    /// Catalogue id of its name.
    pub name: &'static str,
    text: &'static str,
    outage: u64,
}

/// All scenes, in the order of the list.
pub const SCENES: &[Scene] = &[
    Scene {
        name: "page-scene-storm",
        text: include_str!("../../assets/scenes/storm.storm"),
        outage: 120,
    },
    Scene {
        name: "page-scene-short-long",
        text: include_str!("../../assets/scenes/short-and-long.storm"),
        outage: 60,
    },
    Scene {
        name: "page-scene-resize-62",
        text: include_str!("../../assets/scenes/resize-62.storm"),
        outage: 30,
    },
    Scene {
        name: "page-scene-resize-74",
        text: include_str!("../../assets/scenes/resize-74.storm"),
        outage: 30,
    },
    Scene {
        name: "page-scene-slow",
        text: include_str!("../../assets/scenes/slow.storm"),
        outage: 60,
    },
    Scene {
        name: "page-scene-default",
        text: include_str!("../../assets/scenes/default.storm"),
        outage: 60,
    },
];

impl Scene {
    /// The scenario of a scene.
    ///
    /// # Panics
    /// Never: that every scene is fine is a test.
    #[must_use]
    pub fn scenario(&self) -> Scenario {
        Scenario::parse(self.text).expect("a scene is a scenario")
    }

    /// The outage it asks about.
    #[must_use]
    pub fn outage(&self) -> Duration {
        Duration::from_secs(self.outage)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scene_is_a_scenario() {
        for scene in SCENES {
            assert!(!scene.scenario().replicas.is_empty(), "{}", scene.name);
        }
    }
}
