//! Who hangs on whom: the primary with its child, and for each replica its output buffer, its link
//! with what flows on it, and its phase.

mod row;

use stormglass_core::message::{Message, Value};
use stormglass_core::run::station::acting_limits;
use stormglass_core::run::{Moment, Run};
use stormglass_core::units::Bytes;

use super::picture::{At, Ink, Mark, Picture, Side};
use crate::model::act::Whom;
use crate::words;
pub use row::phase;
use row::{end, link, vessel};

/// Replicas that have a row; the rest is counted.
const ROWS: usize = 6;
/// Width of the primary.
const PRIMARY: f64 = 74.0;
/// Width of a replica at the end of its link.
const REPLICA: f64 = 72.0;

/// Where things lie in a picture of some size.
struct Layout {
    rows: usize,
    row: f64,
    vessel: (f64, f64),
    link: (f64, f64),
}

impl Layout {
    fn new(width: f64, height: f64, replicas: usize) -> Self {
        let rows = replicas.clamp(1, ROWS);
        let row = (height - 16.0) / rows as f64;
        let from = PRIMARY + 10.0;
        let vessel = (from, from + ((width - PRIMARY - REPLICA) * 0.48).clamp(40.0, 130.0));
        Self { rows, row, vessel, link: (vessel.1 + 4.0, width - REPLICA) }
    }

    fn middle(&self, row: usize) -> f64 {
        14.0 + self.row * (row as f64 + 0.5) - 8.0
    }
}

/// What lies at a place of the picture.
#[must_use]
pub fn at(width: f64, height: f64, replicas: usize, place: At) -> Whom {
    let layout = Layout::new(width, height, replicas);
    if place.0 <= PRIMARY + 4.0 {
        return Whom::Primary;
    }
    let near = |row: &usize| (layout.middle(*row) - place.1).abs() <= layout.row / 2.0;
    (0..layout.rows.min(replicas)).find(near).map_or(Whom::All, Whom::Replica)
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
    let layout = Layout::new(width, height, moment.replicas.len());
    primary(&mut picture, scene, height);
    if moment.replicas.is_empty() {
        let at = (PRIMARY + 14.0, height / 2.0);
        picture.text(at, words::text("page-no-replica"), 12.5, Ink::Muted, Side::Start);
    }
    let (hard, soft) = acting_limits(moment);
    // The hard limit is near the right end; where it is off, whatever is highest.
    let full =
        if hard.is_zero() { scene.peak.0.max(soft.0.saturating_mul(2)) } else { hard.0 }.max(1);
    for (index, replica) in moment.replicas.iter().enumerate().take(layout.rows) {
        let y = layout.middle(index);
        // Whoever was promoted stands on the left; the former primary takes its row.
        let leads = moment.primary == Some(index);
        let replica = moment.former.as_ref().filter(|_| leads).unwrap_or(replica);
        if scene.target == Whom::Replica(index) {
            chosen(
                &mut picture,
                (PRIMARY + 5.0, y - layout.row / 2.0 + 8.0),
                (width - PRIMARY - 6.0, layout.row - 2.0),
            );
        }
        vessel(&mut picture, scene, &layout, (replica, index, y), (hard, soft, full as f64 * 1.06));
        link(&mut picture, scene, &layout, (replica, index, y));
        end(&mut picture, scene, (replica, index), (layout.link.1 + 12.0, y), layout.row);
    }
    losses(&mut picture, moment, (width, height));
    let more = moment.replicas.len().saturating_sub(ROWS) as u64;
    if more > 0 {
        let said = words::say(&Message::new("page-more-replicas").with("count", more));
        picture.text((width - 4.0, height - 6.0), said, 11.0, Ink::Muted, Side::End);
    }
    picture
}

/// What two primaries have written apart, and what nobody has any more.
fn losses(picture: &mut Picture, moment: &Moment, (width, height): (f64, f64)) {
    let said = [("page-apart", moment.apart, Ink::Soft), ("page-lost", moment.lost, Ink::Hard)];
    let shown = said.into_iter().filter(|(_, bytes, _)| !bytes.is_zero());
    for (row, (id, bytes, ink)) in shown.enumerate() {
        let said = words::say(&Message::new(id).with("bytes", bytes));
        let at = (width - 4.0, height - 20.0 - 15.0 * row as f64);
        picture.bold(at, said, 11.5, ink, Side::End);
    }
}

fn chosen(picture: &mut Picture, at: At, size: At) {
    picture.marks.push(Mark::Box {
        at,
        size,
        round: 7.0,
        fill: Some(Ink::Accent),
        border: Some(Ink::Accent),
        alpha: 0.08,
    });
}

/// The primary: its writes, whether it stands still, and its child.
fn primary(picture: &mut Picture, scene: &Scene<'_>, height: f64) {
    let moment = scene.moment;
    let (x, middle) = (8.0, PRIMARY / 2.0);
    picture.marks.push(Mark::Box {
        at: (1.0, 6.0),
        size: (PRIMARY - 2.0, height - 14.0),
        round: 7.0,
        fill: Some(Ink::Card),
        border: Some(if scene.target == Whom::Primary { Ink::Accent } else { Ink::Line }),
        alpha: 1.0,
    });
    let name = match moment.primary.and_then(|index| moment.replicas.get(index)) {
        Some(promoted) => promoted.name.clone(),
        None => words::text("page-primary"),
    };
    picture.bold((middle, 22.0), name, 12.0, Ink::Ink, Side::Middle);
    picture.text((middle, 39.0), words::rate(moment.write_rate), 11.0, Ink::Muted, Side::Middle);
    if let Some(left) =
        moment.frozen_until.and_then(|until| (until > moment.at).then(|| until - moment.at))
    {
        let size = (PRIMARY - 2.0, 34.0);
        let (at, round) = ((1.0, 50.0), 0.0);
        picture.marks.push(Mark::Box {
            at,
            size,
            round,
            fill: Some(Ink::Hard),
            border: None,
            alpha: 1.0,
        });
        let said = words::text("page-frozen");
        picture.bold((middle, 61.0), said, 10.5, Ink::Card, Side::Middle);
        picture.text((middle, 75.0), words::time(left), 10.5, Ink::Card, Side::Middle);
    }
    // The child stands at the bottom of the primary it was forked from.
    let top = height - 92.0;
    let Some(child) = moment.child else {
        picture.text(
            (middle, height - 24.0),
            words::text("page-child-none"),
            10.5,
            Ink::Muted,
            Side::Middle,
        );
        return;
    };
    picture.marks.push(Mark::Box {
        at: (5.0, top),
        size: (PRIMARY - 10.0, 78.0),
        round: 5.0,
        fill: Some(Ink::Track),
        border: Some(Ink::Muted),
        alpha: 0.7,
    });
    let name = Message::new("page-child-name").with("done", Value::Permille(child.permille));
    picture.bold((middle, top + 13.0), words::say(&name), 10.5, Ink::Ink, Side::Middle);
    bar(
        picture,
        (x + 2.0, top + 23.0),
        PRIMARY - 20.0,
        child.permille as f64 / 1000.0,
        Ink::Accent,
    );
    picture.text(
        (middle, top + 42.0),
        words::text("page-child-cow"),
        10.0,
        Ink::Muted,
        Side::Middle,
    );
    picture.text((middle, top + 55.0), words::bytes(child.cow), 10.5, Ink::Ink, Side::Middle);
    let share = child.cow.0 as f64 / scene.run.scenario.dataset.0.max(1) as f64;
    bar(picture, (x + 2.0, top + 65.0), PRIMARY - 20.0, share, Ink::Soft);
}

fn bar(picture: &mut Picture, at: At, width: f64, share: f64, ink: Ink) {
    for (share, ink, alpha) in [(1.0, Ink::Line, 1.0), (share.clamp(0.0, 1.0), ink, 1.0)] {
        let size = (width * share, 6.0);
        picture.marks.push(Mark::Box {
            at,
            size,
            round: 2.0,
            fill: Some(ink),
            border: None,
            alpha,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::State;
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
        assert_eq!(quiet.iter().filter(|word| *word == "online").count(), 6, "{quiet:?}");
        let cut = words_at(&state, 25);
        assert!(cut.iter().any(|word| word.starts_with("tries")), "{cut:?}");
        let sync = words_at(&state, 100);
        assert!(sync.iter().any(|word| word == "wait_bgsave"), "{sync:?}");
        assert!(sync.iter().any(|word| word.starts_with("child")), "{sync:?}");
    }

    #[test]
    fn what_is_clicked_is_found() {
        assert_eq!(at(310.0, 250.0, 3, (20.0, 100.0)), Whom::Primary);
        for row in 0..3 {
            let y = Layout::new(310.0, 250.0, 3).middle(row);
            assert_eq!(at(310.0, 250.0, 3, (200.0, y)), Whom::Replica(row));
        }
        assert_eq!(at(310.0, 250.0, 0, (200.0, 100.0)), Whom::All);
    }
}
