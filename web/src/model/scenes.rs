//! Scenes to begin with, as scenario texts.

use core::time::Duration;

use stormglass_core::scenario::Scenario;

/// A scene: its name in the catalogue, its text, and the outage it asks about in seconds.
pub struct Scene {
    /// Catalogue id of its name; `title` of its text, in the reader's language.
    pub name: &'static str,
    text: &'static str,
    outage: u64,
}

macro_rules! scene {
    ($name:literal, $file:literal, $outage:literal) => {
        Scene {
            name: concat!("page-scene-", $name),
            text: include_str!(concat!("../../assets/scenes/", $file, ".storm")),
            outage: $outage,
        }
    };
}

/// All scenes, in the order of the list.
pub const SCENES: &[Scene] = &[
    scene!("storm", "storm", 120),
    scene!("short-long", "short-and-long", 60),
    scene!("resize-62", "resize-62", 30),
    scene!("resize-74", "resize-74", 30),
    scene!("slow", "slow", 60),
    scene!("default", "default", 60),
    scene!("ring-wraps", "ring-wraps", 20),
    scene!("ttl", "ttl", 60),
    scene!("pinned", "pinned", 20),
    scene!("two-channels-redis", "two-channels-redis", 60),
    scene!("two-channels-valkey", "two-channels-valkey", 60),
    scene!("soft-limit", "soft-limit", 60),
    scene!("hard-limit", "hard-limit", 40),
    scene!("floor", "floor", 20),
    scene!("oom", "oom", 30),
    scene!("evicted", "evicted", 30),
    scene!("storm-of-three", "storm-of-three", 30),
    scene!("storm-broken", "storm-broken", 30),
    scene!("chain", "chain", 30),
    scene!("round-trip", "round-trip", 10),
    scene!("cascade", "cascade", 10),
    scene!("min-replicas", "min-replicas", 20),
    scene!("partition", "partition", 60),
    scene!("partition-guarded", "partition-guarded", 60),
    scene!("crash-with-lag", "crash-with-lag", 30),
    scene!("failover-behind", "failover-behind", 30),
    scene!("ahead", "ahead", 30),
    scene!("restart-empty", "restart-empty", 30),
    scene!("wait", "wait", 30),
    scene!("b01", "b01-one-megabyte-in-production", 60),
    scene!("a01", "a01-soft-limit-while-loading", 60),
    scene!("a04", "a04-two-replicas-one-fate", 60),
    scene!("a07", "a07-slow-link-and-bursts", 30),
    scene!("a08", "a08-a-consumer-that-does-not-read", 60),
    scene!("a13", "a13-eight-is-not-enough", 30),
    scene!("a16", "a16-sixty-four-gigabytes", 60),
    scene!("a20", "a20-a-stream-beyond-the-link", 30),
    scene!("b02", "b02-three-private-copies", 30),
    scene!("b05", "b05-twenty-replicas-of-one-primary", 60),
    scene!("b12", "b12-no-room-for-a-copy", 30),
    scene!("b18", "b18-a-probe-that-is-too-short", 60),
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

    /// What a comment at its beginning says: `title`, `group`, `line`, `look` or `source`.
    #[must_use]
    pub fn header(&self, key: &str) -> Option<&'static str> {
        let comments = self.text.lines().filter_map(|line| line.strip_prefix("# "));
        let mut headers = comments.filter_map(|comment| comment.split_once(": "));
        headers.find(|(name, _)| *name == key).map(|(_, value)| value)
    }
}

/// The index of a scene by its name in a link, such as `storm`.
#[must_use]
pub fn named(name: &str) -> Option<usize> {
    SCENES.iter().position(|scene| scene.name.strip_prefix("page-scene-") == Some(name))
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

    #[test]
    fn every_scene_has_its_title_in_the_catalogue() {
        for scene in SCENES {
            let title = scene.header("title").expect("a title");
            assert_eq!(crate::words::text(scene.name), title);
            for key in ["group", "line", "look"] {
                assert!(scene.header(key).is_some(), "{} lacks {key}", scene.name);
            }
        }
    }
}
