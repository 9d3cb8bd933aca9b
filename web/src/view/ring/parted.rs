//! Two histories: where they part, and the other one's head.

use core::f64::consts::TAU;

use stormglass_core::message::Message;
use stormglass_core::run::Moment;
use stormglass_core::units::Bytes;

use super::Layout;
use super::labels::Label;
use super::track::arc;
use crate::view::picture::{Ink, Mark, Picture, polar};
use crate::words;

/// What the acting primary and a former one have written since their histories parted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parted {
    /// By the acting primary.
    pub own: Bytes,
    /// By the former one, acknowledged to its clients.
    pub other: Bytes,
    /// Whether nobody has the latter any more.
    pub lost: bool,
}

/// Where two histories stand; `None` while there is one.
#[must_use]
pub fn parted(moment: &Moment) -> Option<Parted> {
    moment.primary?;
    let (_, first) = moment.second?;
    let lost = moment.apart.is_zero();
    let other = if lost { moment.lost } else { moment.apart };
    let own = moment.offset.next().saturating_since(first);
    (!other.is_zero()).then_some(Parted { own, other, lost })
}

/// Draws the other history inside the ring: from where the two part to its own write head.
pub(super) fn other(
    picture: &mut Picture,
    layout: &Layout,
    moment: &Moment,
    head: f64,
    labels: &mut Vec<Label>,
) {
    let Some(parted) = parted(moment) else { return };
    let size = moment.settings.repl_backlog_size.0.max(1) as f64;
    let (own, other) = (parted.own.0 as f64 / size, parted.other.0 as f64 / size);
    let held = own < 0.98;
    // Once the place is overwritten, a stretch that is gone has none on the ring.
    if parted.lost && !held {
        return;
    }
    let ink = if parted.lost { Ink::Hard } else { Ink::Soft };
    let radius = layout.radius - layout.track / 2.0 - 9.0;
    let fork = head - own * TAU;
    let tip = if held && other < 1.0 { fork + other * TAU } else { head + (other - own) * TAU };
    let length = if held { other.min(0.98) } else { 0.98 } * TAU;
    hatch(picture, layout, radius, (tip - length, tip), ink);
    picture.marks.push(arc(layout, (radius + 5.0, 1.6), (tip - length, tip), ink, 1.0));
    let bar = |radius: f64, angle: f64| polar(layout.centre, radius, angle);
    picture.line(bar(radius - 9.0, tip), bar(radius + 6.0, tip), 4.0, ink);
    let id = if parted.lost { "page-ring-lost" } else { "page-ring-apart" };
    let said = words::say(&Message::new(id).with("bytes", parted.other));
    labels.push(Label {
        angle: tip,
        lines: vec![(words::text("page-ring-old-head"), ink, false), (said, ink, true)],
    });
    if held {
        let edge = layout.radius + layout.track / 2.0 + 5.0;
        picture.line(bar(radius - 5.0, fork), bar(edge, fork), 2.4, Ink::Ink);
        let lines = vec![(words::text("page-ring-fork"), Ink::Ink, false)];
        labels.push(Label { angle: fork, lines });
    }
}

/// Slanted strokes, so that the other history differs without its colour.
fn hatch(picture: &mut Picture, layout: &Layout, radius: f64, (from, to): (f64, f64), ink: Ink) {
    const STEP: f64 = 0.075;
    let mut angle = from;
    while angle < to {
        let (from, to) = (
            polar(layout.centre, radius - 4.0, angle),
            polar(layout.centre, radius + 4.0, (angle + STEP * 0.7).min(to)),
        );
        picture.marks.push(Mark::Line { from, to, width: 1.6, ink, alpha: 0.9, dash: None });
        angle += STEP;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workshop::scenes;
    use stormglass_core::engine::simulate;
    use stormglass_core::units::Instant;

    fn at(name: &str, second: u64) -> Option<Parted> {
        let scene = scenes::Scene::named(name).expect("a scene");
        parted(&simulate(&scene.scenario()).at(Instant::from_secs(second)))
    }

    #[test]
    fn histories_part_when_another_leads_and_the_old_one_still_writes() {
        assert_eq!(at("partition", 30), None);
        let two = at("partition", 60).expect("two histories");
        assert_eq!((two.own.0 >> 20, two.other.0 >> 20, two.lost), (19, 50, false));
        let gone = at("partition", 120).expect("they parted");
        assert_eq!((gone.other.0 >> 20, gone.lost), (70, true));
        let crash = at("crash-with-lag", 20).expect("they parted");
        assert!(crash.lost && crash.other.0 >> 20 == 10, "{crash:?}");
        assert_eq!(at("storm", 60), None);
    }
}
