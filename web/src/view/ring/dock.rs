//! Replicas that could not resume: beside the ring, with what is missing; those of whom the same is
//! said stand together.

use stormglass_core::run::{Moment, ReplicaMoment};

use super::off_ring;
use crate::view::picture::{At, Ink, Picture, Side, short, width_of};
use crate::view::shapes::marker;

/// From one group to the next.
const HIGH: f64 = 34.0;
/// From one marker to the next.
const WIDE: f64 = 15.0;

struct Group {
    said: String,
    names: String,
    who: Vec<usize>,
}

fn groups(moment: &Moment, out: &[(usize, &ReplicaMoment)]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (index, replica) in out {
        let said = off_ring(replica, moment);
        match groups.iter_mut().find(|group| group.said == said) {
            Some(group) => {
                group.names.push(' ');
                group.names.push_str(&replica.name);
                group.who.push(*index);
            }
            None => groups.push(Group { said, names: replica.name.clone(), who: vec![*index] }),
        }
    }
    groups
}

/// Each group with where its words end and where its markers stand.
fn places(size: At, groups: Vec<Group>) -> impl Iterator<Item = (Group, At, Vec<At>)> {
    let first = size.1 - 20.0 - HIGH * (groups.len() as f64 - 1.0).max(0.0);
    groups.into_iter().enumerate().map(move |(row, mut group)| {
        let (x, y) = (size.0 - 12.0, first + HIGH * row as f64);
        group.names = short(&group.names, 12.5, 130.0);
        let wide = width_of(&group.said, 12.5).max(width_of(&group.names, 12.5));
        let marker = |n: usize| (x - wide - 16.0 - WIDE * n as f64, y - 7.0);
        let markers = (0..group.who.len()).map(|n| marker(group.who.len() - 1 - n)).collect();
        (group, (x, y), markers)
    })
}

pub(super) fn dock(picture: &mut Picture, moment: &Moment, out: &[(usize, &ReplicaMoment)]) {
    let size = (picture.width, picture.height);
    for (group, (x, y), markers) in places(size, groups(moment, out)) {
        for (who, at) in group.who.iter().zip(markers) {
            picture.marks.push(marker(*who, at, 6.5, true));
        }
        let ink = match group.who[..] {
            [who] => Ink::Replica(who),
            _ => Ink::Ink,
        };
        picture.bold((x, y - 14.0), group.names, 12.5, ink, Side::End);
        picture.text((x, y + 1.0), group.said, 12.5, Ink::Muted, Side::End);
    }
}

/// Where each of them can be clicked: its marker, and for the last of a group its words too.
pub(super) fn spots(
    size: At,
    moment: &Moment,
    out: &[(usize, &ReplicaMoment)],
    spot: At,
) -> Vec<(usize, At)> {
    let of_group = |(group, _, markers): (Group, At, Vec<At>)| {
        let mut spots: Vec<(usize, At)> = group.who.iter().copied().zip(markers).collect();
        if let Some(last) = spots.last_mut().filter(|last| spot.0 > last.1.0) {
            last.1.0 = spot.0;
        }
        spots
    };
    places(size, groups(moment, out)).flat_map(of_group).collect()
}
