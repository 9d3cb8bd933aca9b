//! What lies at a place of the ring.

use core::f64::consts::TAU;

use stormglass_core::run::Moment;

use super::{Layout, Place, View, angle_of, dock, members, place};
use crate::view::picture::{At, polar};

/// A finger is that wide.
const NEAR: f64 = 26.0;

/// The replica whose marker is nearest to a place, within a finger of it; a former primary counts
/// after the last replica.
#[must_use]
pub fn at(moment: &Moment, view: &View, (width, height): At, spot: At) -> Option<usize> {
    let layout = Layout::new(width, height, moment.replicas.len());
    let head = angle_of(moment.offset, moment.settings.repl_backlog_size, view.slow);
    let mut out = Vec::new();
    let mut spots: Vec<(usize, At)> = Vec::new();
    for (index, replica) in members(moment) {
        match place(moment, replica) {
            Place::On { behind } => {
                let angle = head - behind.min(1.0) * TAU;
                spots.push((index, polar(layout.centre, layout.lane_of(index), angle)));
            }
            Place::Off => out.push((index, replica)),
        }
    }
    spots.extend(dock::spots((width, height), moment, &out, spot));
    let off = |at: At| (at.0 - spot.0).hypot(at.1 - spot.1);
    let near = spots.into_iter().map(|(index, at)| (index, off(at)));
    near.filter(|(_, off)| *off < NEAR).min_by(|a, b| a.1.total_cmp(&b.1)).map(|(index, _)| index)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::State;
    use crate::view::picture::Mark;
    use crate::view::ring::ring;
    use stormglass_core::units::Instant;

    #[test]
    fn a_marker_is_found_where_it_was_drawn() {
        let state = State::opening();
        let size = (450.0, 410.0);
        for second in [15, 28, 70, 140] {
            let moment = state.run.at(Instant::from_secs(second));
            let picture = ring(&state.run, &moment, &View::STILL, size.0, size.1);
            let shapes = picture.marks.iter().filter_map(|mark| match mark {
                Mark::Shape { centre, .. } => Some(*centre),
                _ => None,
            });
            for centre in shapes {
                assert!(at(&moment, &View::STILL, size, centre).is_some(), "{centre:?} {second}");
            }
            assert_eq!(at(&moment, &View::STILL, size, (225.0, 205.0)), None);
        }
    }
}
