//! Lines from whoever feeds a replica to that replica's output buffer.

use super::{Layout, PRIMARY, Parent};
use crate::view::picture::{Ink, Picture};

/// How far below the middle of a row the line of a chain goes back to the left.
const BELOW: f64 = 31.0;

/// Draws what leads into a row's output buffer: a stub from the server on the left, or a line from
/// the end of the row it hangs under.
pub(super) fn feed(picture: &mut Picture, layout: &Layout, row: usize) {
    let here = layout.rows[row];
    let y = layout.middle(row);
    let left = layout.vessel_at(here.depth).0;
    match here.parent {
        Parent::Nobody => {}
        Parent::Lead => picture.line((PRIMARY, y), (left, y), 1.5, Ink::Muted),
        Parent::Row(above) => {
            let ink = Ink::Replica(layout.rows[above].member);
            let from = layout.middle(above);
            let turn = from + BELOW.min(layout.row * 0.75);
            let (x, end) = (left - 7.0, layout.link.1 + 2.0);
            picture.line((end, from), (end, turn), 1.5, ink);
            picture.line((end, turn), (x, turn), 1.5, ink);
            picture.line((x, turn), (x, y), 1.5, ink);
            picture.line((x, y), (left, y), 1.5, ink);
        }
    }
}
