//! Who hangs on whom: the primary with its child, and for each replica its output buffer, its link
//! with what flows on it, and its phase.

mod chains;
mod lead;
mod peak;
mod row;
mod sides;
mod tree;

use stormglass_core::message::Message;
use stormglass_core::run::station::acting_limits;
use stormglass_core::run::{Moment, Run};
use stormglass_core::units::Bytes;

use super::picture::{At, Ink, Picture, Side, width_of};
use super::ring;
use crate::model::act::Whom;
use crate::words;
pub use peak::peak;
pub use row::phase;
use row::{end, link, vessel};
use tree::{Parent, Row, member};

/// Replicas that have a row; the rest is counted.
const ROWS: usize = 6;
/// Width of the primary.
const PRIMARY: f64 = 74.0;
/// Room above the first row for the names of the limits.
const HEAD: f64 = 8.0;
/// Rows lower than this have no room for words below.
const LOW: f64 = 42.0;
/// How much further right the output buffer of a replica's replica begins.
const INDENT: f64 = 12.0;

/// Where things lie in a picture of some size.
struct Layout {
    rows: Vec<Row>,
    row: f64,
    vessel: (f64, f64),
    link: (f64, f64),
    /// The server on the left, from here to there.
    top: f64,
    bottom: f64,
}

impl Layout {
    fn new(width: f64, height: f64, moment: &Moment) -> Self {
        let rows = tree::rows(moment);
        let top = 6.0 + if sides::apart(moment) { sides::BAND } else { 0.0 };
        // Below it stands what nobody has any more, where there is no better place.
        let lost = !moment.lost.is_zero() && !sides::apart(moment);
        let more = moment.replicas.len() > ROWS;
        let bottom = height - if lost { 24.0 } else { 8.0 } - if more { 14.0 } else { 0.0 };
        let row = (bottom - top - HEAD) / rows.len().max(1) as f64;
        let names = rows.iter().filter_map(|row| member(moment, row.member));
        let longest = names.map(|member| width_of(&member.name, 12.5)).fold(0.0, f64::max);
        let replica = (longest + 30.0).clamp(72.0, 104.0);
        let from = PRIMARY + 10.0;
        let vessel = (from, from + ((width - PRIMARY - replica) * 0.48).clamp(40.0, 130.0));
        Self { rows, row, vessel, link: (vessel.1 + 4.0, width - replica), top, bottom }
    }

    fn middle(&self, row: usize) -> f64 {
        self.top + HEAD + self.row * (row as f64 + 0.5) - 4.0
    }

    /// The output buffer of a row that hangs so deep.
    fn vessel_at(&self, depth: usize) -> (f64, f64) {
        let from = self.vessel.0 + INDENT * depth.min(3) as f64;
        (from, self.vessel.1)
    }
}

/// The name of a replica by index, or after the last one of the former primary.
#[must_use]
pub fn member_name(moment: &Moment, index: usize) -> String {
    member(moment, index).map(|member| member.name.clone()).unwrap_or_default()
}

/// What lies at a place of the picture.
#[must_use]
pub fn at(width: f64, height: f64, moment: &Moment, place: At) -> Whom {
    let layout = Layout::new(width, height, moment);
    if place.0 <= PRIMARY + 4.0 || place.1 < layout.top - 6.0 {
        return Whom::Primary;
    }
    let near = |row: usize| (layout.middle(row) - place.1).abs() <= layout.row / 2.0;
    match layout.rows.iter().enumerate().find(|(row, _)| near(*row)) {
        Some((_, row)) if row.member < moment.replicas.len() => Whom::Replica(row.member),
        Some(_) => Whom::Primary,
        None => Whom::All,
    }
}

/// What the picture is of.
pub struct Scene<'a> {
    /// The run.
    pub run: &'a Run,
    /// Its moment.
    pub moment: &'a Moment,
    /// The most any output buffer holds in the run.
    pub peak: Bytes,
    /// How much slower the stream is shown than it flows.
    pub slow: u32,
    /// Whom the verbs apply to.
    pub target: Whom,
}

/// Draws one moment.
#[must_use]
pub fn topology(scene: &Scene<'_>, width: f64, height: f64) -> Picture {
    let mut picture = Picture::new(width, height);
    let moment = scene.moment;
    let layout = Layout::new(width, height, moment);
    let apart = sides::apart(moment);
    if apart {
        sides::former(&mut picture, scene);
    } else {
        sides::lost(&mut picture, moment, (width - 4.0, height - 10.0), Side::End);
    }
    lead::lead(&mut picture, scene, &layout);
    if moment.replicas.is_empty() {
        let at = (PRIMARY + 14.0, height / 2.0);
        picture.text(at, words::text("page-no-replica"), 12.5, Ink::Muted, Side::Start);
    }
    let (hard, soft) = acting_limits(moment);
    // The hard limit is near the right end; where it is off, whatever is highest.
    let full =
        if hard.is_zero() { scene.peak.0.max(soft.0.saturating_mul(2)) } else { hard.0 }.max(1);
    let limits = (hard, soft, full as f64 * 1.06);
    let mut named = false;
    for (row, spec) in layout.rows.iter().enumerate() {
        let Some(replica) = member(moment, spec.member) else { continue };
        let y = layout.middle(row);
        if scene.target == Whom::Replica(spec.member) {
            let at = (PRIMARY + 5.0, y - layout.row / 2.0 + 2.0);
            let size = (width - PRIMARY - 6.0, layout.row - 4.0);
            lead::frame(&mut picture, (at, size, 7.0), Some(Ink::Accent), Some(Ink::Accent), 0.08);
        }
        chains::feed(&mut picture, &layout, row);
        if spec.parent == Parent::Nobody {
            let strays = ring::strays(replica, moment);
            let alone = words::text(if strays { "page-ring-strays" } else { "page-alone" });
            picture.text((layout.vessel.0, y), alone, 11.0, Ink::Muted, Side::Start);
        } else {
            vessel(&mut picture, scene, &layout, (replica, spec, y), limits, !named);
            link(&mut picture, scene, &layout, (replica, spec.member, y));
            named = true;
        }
        end(&mut picture, scene, (replica, spec.member), (layout.link.1 + 12.0, y), layout.row);
    }
    if let Some(until) = sides::cut_until(scene.run, moment.at) {
        sides::cut(&mut picture, &layout, (moment, until), apart);
    }
    let more = moment.replicas.len().saturating_sub(ROWS) as u64;
    if more > 0 {
        let said = words::say(&Message::new("page-more-replicas").with("count", more));
        // Below the vessels; on the right stands what the last one does.
        let at = (layout.vessel.0, layout.bottom + 7.0);
        picture.text(at, said, 11.0, Ink::Muted, Side::Start);
    }
    picture
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::State;
    use crate::workshop::scenes;
    use stormglass_core::engine::simulate;
    use stormglass_core::units::Instant;

    fn words_at(state: &State, second: u64) -> Vec<String> {
        let moment = state.run.at(Instant::from_secs(second));
        let scene = Scene {
            run: &state.run,
            moment: &moment,
            peak: Bytes::mib(100),
            slow: 1,
            target: Whom::All,
        };
        topology(&scene, 310.0, 250.0).words().into_iter().map(str::to_owned).collect()
    }

    #[test]
    fn a_storm_is_told_by_the_picture() {
        let state = State::opening();
        let quiet = words_at(&state, 1);
        assert_eq!(quiet.iter().filter(|word| *word == "online").count(), 3, "{quiet:?}");
        let cut = words_at(&state, 25);
        assert!(cut.iter().any(|word| word.starts_with("tries")), "{cut:?}");
        let sync = words_at(&state, 100);
        assert!(sync.iter().any(|word| word == "wait_bgsave"), "{sync:?}");
        assert!(sync.iter().any(|word| word.starts_with("child")), "{sync:?}");
    }

    #[test]
    fn what_is_clicked_is_found() {
        let moment = State::opening().run.at(Instant::from_secs(1));
        assert_eq!(at(310.0, 250.0, &moment, (20.0, 100.0)), Whom::Primary);
        for row in 0..3 {
            let y = Layout::new(310.0, 250.0, &moment).middle(row);
            assert_eq!(at(310.0, 250.0, &moment, (200.0, y)), Whom::Replica(row));
        }
    }

    fn scene_at(name: &str, second: u64) -> Vec<String> {
        let scene = scenes::Scene::named(name).expect("a scene");
        let scenario = scene.scenario();
        let run = simulate(&scenario);
        let moment = run.at(Instant::from_secs(second));
        let target = Whom::All;
        let scene = Scene { run: &run, moment: &moment, peak: Bytes::mib(1), slow: 1, target };
        topology(&scene, 310.0, 250.0).words().into_iter().map(str::to_owned).collect()
    }

    #[test]
    fn two_sides_say_what_their_clients_are_told() {
        let cut = scene_at("partition", 25).join("|");
        for word in ["OK", "clients here: no primary", "their reads: 15 s old"] {
            assert!(cut.contains(word), "{word}: {cut}");
        }
        assert_eq!(cut.matches("OK").count(), 1, "{cut}");
        let split = scene_at("partition", 60).join("|");
        assert!(!split.contains("clients here"), "{split}");
        for word in ["primary", "r1", "50 MiB only here", "cut off until 70.0 s"] {
            assert!(split.contains(word), "{word}: {split}");
        }
        assert_eq!(split.matches("OK").count(), 2, "{split}");
        let guarded = scene_at("partition-guarded", 60).join("|");
        assert!(guarded.contains("NOREPLICAS") && guarded.contains("OK"), "{guarded}");
        let healed = scene_at("partition", 120).join("|");
        assert!(healed.contains("70 MiB acknowledged and lost"), "{healed}");
        assert!(!healed.contains("only here"), "{healed}");
    }

    #[test]
    fn a_primary_that_is_gone_answers_nobody() {
        let gone = scene_at("crash-with-lag", 12).join("|");
        assert!(gone.contains("no answer"), "{gone}");
        // Another leads; it is still away.
        let after = scene_at("crash-with-lag", 40).join("|");
        assert!(after.contains("no answer") && !after.contains("no clients"), "{after}");
        assert!(!gone.contains('∞'), "{gone}");
    }
}
