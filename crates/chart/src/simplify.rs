//! Fewer points for the same picture.

/// Keeps the points of a line that the eye would miss: the rest lies within `tolerance` pixels of
/// what is drawn between them (Ramer, Douglas, Peucker).
///
/// Backends draw at whole pixels, so a straight line with points in between wobbles.
pub(crate) fn simplify(points: &[(f64, f64)], tolerance: f64) -> Vec<usize> {
    let Some(last) = points.len().checked_sub(1) else { return Vec::new() };
    let mut keep = vec![false; points.len()];
    keep[0] = true;
    keep[last] = true;
    let mut open = vec![(0, last)];
    while let Some((from, to)) = open.pop() {
        let farthest = (from + 1..to)
            .map(|index| (distance(points[index], points[from], points[to]), index))
            .max_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((far, index)) = farthest
            && far > tolerance
        {
            keep[index] = true;
            open.push((from, index));
            open.push((index, to));
        }
    }
    keep.iter().enumerate().filter_map(|(index, keep)| keep.then_some(index)).collect()
}

/// How far `point` is from the line between `from` and `to`.
fn distance(point: (f64, f64), from: (f64, f64), to: (f64, f64)) -> f64 {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let (px, py) = (point.0 - from.0, point.1 - from.1);
    let length = dx.hypot(dy);
    if length == 0.0 { px.hypot(py) } else { (dx * py - dy * px).abs() / length }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_straight_line_needs_two_points_and_a_kink_stays() {
        let straight: Vec<(f64, f64)> =
            (0..50).map(|n| (f64::from(n), 2.0 * f64::from(n))).collect();
        assert_eq!(simplify(&straight, 0.5), [0, 49]);
        let kink = [(0.0, 0.0), (5.0, 0.1), (10.0, 0.0), (10.0, 40.0), (20.0, 0.0)];
        assert_eq!(simplify(&kink, 0.5), [0, 2, 3, 4]);
        assert_eq!(simplify(&[], 0.5), [0_usize; 0]);
        assert_eq!(simplify(&[(1.0, 1.0)], 0.5), [0]);
    }
}
