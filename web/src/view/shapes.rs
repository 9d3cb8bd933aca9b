//! One shape for each replica, so that nobody needs colours to tell them apart.

use core::f64::consts::{FRAC_PI_2, TAU};

use super::picture::{At, Ink, Mark, polar};

/// Shapes before they repeat.
pub const SHAPES: usize = 6;

/// The marker of a replica: circle, square, diamond, triangle, five and six corners.
#[must_use]
pub fn marker(index: usize, centre: At, size: f64, filled: bool) -> Mark {
    let ink = Ink::Replica(index);
    let corners = match index % SHAPES {
        0 => Vec::new(),
        1 => regular(centre, size * 1.2, 4, TAU / 8.0),
        2 => regular(centre, size * 1.3, 4, 0.0),
        3 => regular(centre, size * 1.35, 3, -FRAC_PI_2),
        4 => regular(centre, size * 1.15, 5, -FRAC_PI_2),
        _ => regular(centre, size * 1.1, 6, 0.0),
    };
    Mark::Shape { corners, centre, size, ink, filled }
}

fn regular(centre: At, radius: f64, corners: u32, turn: f64) -> Vec<At> {
    (0..corners)
        .map(|n| polar(centre, radius, turn + TAU * f64::from(n) / f64::from(corners)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_differ_in_shape() {
        let corners = |index| match marker(index, (0.0, 0.0), 6.0, true) {
            Mark::Shape { corners, .. } => corners,
            other => panic!("not a shape: {other:?}"),
        };
        for index in 0..SHAPES - 1 {
            assert_ne!(corners(index), corners(index + 1));
        }
        assert_eq!(corners(0).len(), 0, "the first is a disc");
    }
}
