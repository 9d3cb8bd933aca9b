//! Links that were made once open for ever: `tests/links` holds them, with what they must open as.
//!
//! A file is the link, an empty line, the scenario, and the words about the view. Files are added,
//! never changed: `STORMGLASS_KEEP_LINKS=1` writes those that are missing.

use std::path::{Path, PathBuf};

use stormglass_core::scenario::Scenario;
use stormglass_core::scenario::link::decode;

use super::{Action, Drawer, Panel, State, Theme, reduce};
use crate::model::field::Field;
use crate::workshop::scenes::{SCENES, Scene};
use stormglass_core::units::Instant;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/links")
}

fn opened(link: &str) -> State {
    let link = Action::Link(link.to_owned());
    let state = reduce(State::opening(), link.clone());
    // As the page does: what a link names comes from the gallery, then the rest of it is shown.
    match state.place.scene.as_deref().and_then(Scene::named) {
        Some(scene) => reduce(reduce(state, Action::Take(scene.taken())), link),
        None => state,
    }
}

fn words(state: &State) -> Vec<String> {
    let decoded = decode(&state.link());
    decoded.state.iter().map(|(name, value)| ["~", name, "=", value].concat()).collect()
}

#[test]
fn every_kept_link_opens_as_it_did() {
    let mut count = 0;
    for entry in std::fs::read_dir(folder()).expect("the folder of links") {
        let path = entry.expect("a file").path();
        let name = path.display();
        let text = std::fs::read_to_string(&path).expect("a text");
        let (link, rest) = text.split_once("\n\n").expect("a link and what it opens as");
        let state = opened(link);
        let (view, lines): (Vec<&str>, Vec<&str>) =
            rest.lines().partition(|line| line.starts_with('~'));
        // A link to a lesson leaves the scenario to the lesson.
        if !lines.is_empty() {
            let scenario = Scenario::parse(&lines.join("\n")).expect("a scenario");
            assert_eq!(state.scenario, scenario, "{name}");
        }
        let shown = words(&state);
        for word in view {
            assert!(shown.iter().any(|known| known == word), "{name}: no {word} in {shown:?}");
        }
        assert_eq!(state.link_findings, [], "{name}");
        count += 1;
    }
    assert!(count >= 50, "{count} links");
}

/// Links of all kinds, as this release makes them or people write them.
fn today() -> Vec<(String, String)> {
    let mut links = Vec::new();
    for (index, scene) in SCENES.iter().enumerate() {
        let state = reduce(State::opening(), Action::Take(scene.taken()));
        let at = Action::Seek(Instant::from_secs(5 + 3 * index as u64));
        links.push((["scene-", scene.name].concat(), reduce(state, at).link()));
    }
    let mut view = |name: &str, actions: Vec<Action>| {
        let state = actions.into_iter().fold(State::opening(), reduce);
        links.push((name.to_owned(), state.link()));
    };
    view("playing", vec![]);
    view("projector", vec![Action::Dress(Theme::Projector), Action::Loop]);
    view("twin", vec![Action::Pair(true), Action::Seek(Instant::from_secs(40))]);
    view("twin-table", vec![Action::Pair(true), Action::Draw(Drawer::Table)]);
    view("info-and-text", vec![Action::Draw(Drawer::Info), Action::Open(Panel::Scenario)]);
    view("slid", vec![Action::Slide(Field::Writes, 400), Action::Slide(Field::Outage, 300)]);
    view("acted", vec![Action::Seek(Instant::from_secs(9)), Action::Act(0), Action::Act(2)]);
    let many: String =
        (0..90).map(|n| format!("at {n}s config set repl-backlog-size {n}mb\n")).collect();
    view("compressed", vec![Action::Script(["writes 1mb/s\nreplica r1\n", &many].concat())]);
    let written = [
        (
            "contract",
            "#v1;server+redis+7.4.1;repl-backlog-size+64mb;writes+1mb/s;replica+r1;at+10s+disconnect+r1+for+64s;~cursor=74s",
        ),
        ("whole-address", "https://example.org/a/b/#v1;writes+1mb/s;replica+r1;~cursor=1m"),
        ("encoded-again", "#v1%3Bwrites%2B2mb/s%3Breplica%2Br1%3B~cursor=30s"),
        (
            "encoded-plus",
            "#v1;writes+2mb/s;client-output-buffer-limit+replica+256mb+64mb+60;replicas+3",
        ),
        (
            "old-spellings",
            "#v1;writes+2mb/s;client-output-buffer-limit+slave+256mb+64mb+60;slave-read-only+yes;replica+r1",
        ),
        ("scene-by-name", "#v1;~scene=ttl;~cursor=20s"),
        ("lesson", "#v1;~lesson=6-storms;~step=3"),
        ("lesson-with-scenario", "#v1;writes+1mb/s;replicas+2;~lesson=2-partial-or-full;~step=2"),
        ("embed", "#v1;writes+1mb/s;replica+r1;~embed=transport;~theme=dark;~speed=20"),
    ];
    links.extend(written.map(|(name, link)| (name.to_owned(), link.to_owned())));
    links
}

#[test]
fn a_link_of_today_is_kept_or_can_be() {
    for (name, link) in today() {
        let state = opened(&link);
        assert_eq!(state.link_findings, [], "{name}");
        let path = folder().join(format!("v1-{name}.txt"));
        if std::env::var_os("STORMGLASS_KEEP_LINKS").is_some() && !path.exists() {
            let view: String = words(&state).iter().map(|word| format!("{word}\n")).collect();
            let text = format!("{link}\n\n{}{view}", state.scenario.to_text());
            std::fs::write(path, text).expect("the folder can be written");
        }
    }
}
