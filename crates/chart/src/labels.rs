//! Where the words of a limit go: beside its line, and not on what is drawn.

use super::frame::Frame;

/// Left, top, right and bottom.
pub(crate) type Area = [i32; 4];

/// Corners of something words should not lie on.
pub(crate) type Path = Vec<(i32, i32)>;

/// Steps to the left that are tried.
const STEPS: i32 = 6;

/// The place for words of some width beside a line at `y`: above or below it, as far right as they
/// cross nothing; above it at the right end where there is no such place.
pub(crate) fn beside(
    frame: &Frame,
    panel: (i32, i32),
    (y, wide): (i32, i32),
    obstacles: &[Path],
) -> Area {
    let (high, off) = (frame.px(13.0), frame.px(3.0));
    let right = frame.right - frame.px(6.0);
    let step = (frame.right - frame.left - wide).max(0) / STEPS;
    let mut first = None;
    for right in (0..STEPS).map(|n| right - n * step) {
        for top in [y - high - off + 1, y + off] {
            let place = [right - wide, top, right, top + high];
            if top < panel.0 || top + high > panel.1 {
                continue;
            }
            if !obstacles.iter().any(|path| crosses(path, place)) {
                return place;
            }
            first = first.or(Some(place));
        }
    }
    first.unwrap_or([right - wide, panel.0, right, panel.0 + high])
}

/// The outline of an area.
pub(crate) fn outline([left, top, right, bottom]: Area) -> Path {
    vec![(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
}

/// Whether any part of a line lies in an area.
fn crosses(path: &[(i32, i32)], [left, top, right, bottom]: Area) -> bool {
    path.windows(2).any(|pair| {
        let (from, to) = (pair[0].min(pair[1]), pair[0].max(pair[1]));
        let at = |x: i32| {
            let along = f64::from(x - from.0) / f64::from((to.0 - from.0).max(1));
            f64::from(from.1) + along * f64::from(to.1 - from.1)
        };
        // A line straight up is there at both its ends at once.
        let (one, two) = match from.0 == to.0 {
            true => (f64::from(from.1), f64::from(to.1)),
            false => (at(from.0.max(left)), at(to.0.min(right))),
        };
        from.0 <= right
            && to.0 >= left
            && one.min(two) <= f64::from(bottom)
            && one.max(two) >= f64::from(top)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use stormglass_core::units::Instant;

    const BOX: Area = [10, 10, 30, 20];

    #[test]
    fn a_line_crosses_an_area_or_does_not() {
        let check =
            |path: &[(i32, i32)], expect| assert_eq!(crosses(path, BOX), expect, "{path:?}");
        check(&[(0, 15), (50, 15)], true);
        check(&[(0, 5), (50, 5)], false);
        check(&[(0, 0), (40, 40)], true);
        check(&[(0, 22), (9, 15)], false);
        check(&[(20, 0), (20, 50)], true);
        check(&[(20, 50), (20, 21)], false);
        check(&[(50, 15), (0, 15)], true);
        check(&[(0, 0), (50, 9), (50, 40)], false);
        check(&outline([25, 15, 60, 40]), true);
    }

    #[test]
    fn words_go_where_nothing_is_drawn() {
        let frame = Frame::new((800, 400), 1.0, 1, (Instant::ZERO, Instant::from_secs(9)));
        let panel = (100, 200);
        let place = |obstacles: &[Path]| beside(&frame, panel, (150, 80), obstacles);
        let first = place(&[]);
        assert_eq!((first[2], first[3]), (frame.right - 6, 148), "above its line at the right end");
        let above = vec![(frame.left, 140), (frame.right, 140)];
        let second = place(std::slice::from_ref(&above));
        assert_eq!((second[2], second[1]), (frame.right - 6, 153), "below it");
        let wall = vec![(frame.right - 40, 100), (frame.right - 40, 200)];
        let third = place(std::slice::from_ref(&wall));
        assert!(third[2] < frame.right - 40 && !crosses(&wall, third), "{third:?}");
        let below = vec![(frame.left, 160), (frame.right, 160)];
        assert_eq!(place(&[above, below]), first, "nowhere else is better");
        let high = beside(&frame, panel, (101, 80), &[]);
        assert!(high[1] > 101, "there is no room above");
    }
}
