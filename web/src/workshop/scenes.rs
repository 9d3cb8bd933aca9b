//! The scenes of the gallery, as scenario files.

use stormglass_core::scenario::Scenario;

/// A scene: a scenario that shows one thing.
pub struct Scene {
    /// Its name in links.
    pub name: &'static str,
    /// The name of its file, which is understood too.
    file: &'static str,
    /// Catalogue ids of its title, its line, and what to look for, in the reader's language.
    pub words: [&'static str; 3],
    /// The scenario, with comments that say the same in English.
    pub text: &'static str,
    /// The outage it asks about, in seconds.
    pub outage: u64,
}

macro_rules! scene {
    ($id:literal, $file:literal, $outage:literal) => {
        Scene {
            name: $id,
            file: $file,
            words: [
                concat!("workshop-scene-", $id, "-title"),
                concat!("workshop-scene-", $id, "-line"),
                concat!("workshop-scene-", $id, "-look"),
            ],
            text: include_str!(concat!("../../assets/scenes/", $file, ".storm")),
            outage: $outage,
        }
    };
}

/// The groups of the gallery, in its order.
pub const GROUPS: [&str; 6] = ["mechanics", "limits", "storms", "topology", "data", "incidents"];

/// All of them, in the order of the gallery.
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
    /// A scene by its name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        SCENES.iter().find(|scene| scene.name == name || scene.file == name)
    }

    /// It as the page takes it on.
    #[must_use]
    pub fn taken(&self) -> crate::model::guard::Scene {
        let outage = Some(core::time::Duration::from_secs(self.outage));
        crate::model::guard::Scene { text: self.text.to_owned(), outage, keep: false }
    }

    /// Its scenario.
    ///
    /// # Panics
    /// Never: that every scene is a scenario is a test.
    #[must_use]
    pub fn scenario(&self) -> Scenario {
        Scenario::parse(self.text).expect("a scene is a scenario")
    }

    /// What a comment at its beginning says: `title`, `group`, `line`, `look` or `source`.
    #[must_use]
    pub fn header(&self, key: &str) -> Option<&'static str> {
        let comments = self.text.lines().filter_map(|line| line.strip_prefix("# "));
        let mut headers = comments.filter_map(|comment| comment.split_once(": "));
        headers.find(|(name, _)| *name == key).map(|(_, value)| value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_says_what_the_files_say() {
        for scene in SCENES {
            for (id, key) in scene.words.iter().zip(["title", "line", "look"]) {
                assert_eq!(Some(crate::words::text(id).as_str()), scene.header(key), "{id}");
            }
        }
    }

    #[test]
    fn every_scene_is_a_scenario_in_a_group_and_every_file_is_a_scene() {
        for scene in SCENES {
            let scenario = scene.scenario();
            assert!(!scenario.replicas.is_empty(), "{}", scene.name);
            assert!(GROUPS.contains(&scene.header("group").expect("a group")), "{}", scene.name);
        }
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/scenes");
        assert_eq!(std::fs::read_dir(folder).expect("the folder").count(), SCENES.len());
    }
}
