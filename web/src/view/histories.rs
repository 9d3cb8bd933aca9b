//! What was acknowledged as a line: how much of it only the primary has, and after a failover two
//! lines that part, each with its write head.

use stormglass_core::message::Message;
use stormglass_core::run::Moment;
use stormglass_core::units::Bytes;

use super::picture::{At, Ink, Mark, Picture, Side, short, wrapped};
use super::ring::{Parted, parted};
use super::topology::member_name;
use crate::words;

/// Where the common part begins and where lines end, from the left and from the right.
const EDGES: (f64, f64) = (10.0, 14.0);

/// Draws the histories of one moment below `top`.
pub fn draw(picture: &mut Picture, moment: &Moment, top: f64) {
    match parted(moment) {
        Some(two) => fork(picture, moment, two, top),
        None => one(picture, moment, top),
    }
}

/// One history: the part that a replica has, and the part that only the primary has.
fn one(picture: &mut Picture, moment: &Moment, top: f64) {
    let (left, right) = (EDGES.0, picture.width - EDGES.1);
    let y = top + 52.0;
    let exposed = moment.exposed;
    let size = moment.settings.repl_backlog_size.0.max(exposed.bytes.0).max(1) as f64;
    let wide = (exposed.bytes.0 as f64 / size * (right - left) * 0.8).max(2.0);
    let copy = right - wide;
    band(picture, (left, y), (copy, y), Ink::Held);
    hatch(picture, (copy, y), right, Ink::Soft);
    head(picture, (right, y), Ink::Ink);
    if let Some(best) = exposed.best {
        picture.line((copy, y - 9.0), (copy, y + 9.0), 2.4, Ink::Replica(best));
        let side = if copy - left > 60.0 { Side::End } else { Side::Start };
        let name = short(&member_name(moment, best), 11.5, 120.0);
        picture.bold((copy, y + 20.0), name, 11.5, Ink::Replica(best), side);
    }
    let lead = words::text("page-ring-head");
    picture.text((right + 8.0, y - 19.0), lead, 11.5, Ink::Ink, Side::End);
    let id = match (moment.writable.first(), exposed.best) {
        (Some(side), _) if side.away => "page-history-gone",
        (_, None) => "page-history-nobody",
        _ if exposed.bytes.is_zero() => "page-history-all",
        _ => "page-history-exposed",
    };
    let who = exposed.best.map(|best| member_name(moment, best)).unwrap_or_default();
    let said =
        Message::new(id).with("bytes", exposed.bytes).with("time", exposed.time).with("who", who);
    let ink = if exposed.bytes.is_zero() { Ink::Muted } else { Ink::Soft };
    for (row, line) in
        wrapped(&words::say(&said), 11.5, picture.width - 6.0).into_iter().enumerate()
    {
        picture.text((left - 8.0, y + 40.0 + 14.0 * row as f64), line, 11.5, ink, Side::Start);
    }
}

/// Two histories from where they part.
fn fork(picture: &mut Picture, moment: &Moment, two: Parted, top: f64) {
    let (left, right) = (EDGES.0, picture.width - EDGES.1);
    let middle = top + 62.0;
    let at = left + 70.0;
    let longest = two.own.max(two.other).0.max(1) as f64;
    let end = |bytes: Bytes| at + 18.0 + bytes.0 as f64 / longest * (right - at - 18.0);
    band(picture, (left, middle), (at, middle), Ink::Held);
    let (up, down) = (middle - 26.0, middle + 26.0);
    let (ink, id) =
        if two.lost { (Ink::Hard, "page-history-lost") } else { (Ink::Soft, "page-history-apart") };
    for (y, ink) in [(up, ink), (down, Ink::Accent)] {
        picture.line((at, middle), (at + 18.0, y), 2.4, ink);
    }
    hatch(picture, (at + 18.0, up), end(two.other), ink);
    band(picture, (at + 18.0, down), (end(two.own), down), Ink::Accent);
    head(picture, (end(two.other), up), ink);
    head(picture, (end(two.own), down), Ink::Ink);
    picture.line((at, middle - 9.0), (at, middle + 9.0), 2.4, Ink::Ink);
    picture.text(
        (left - 8.0, middle + 20.0),
        words::text("page-ring-fork"),
        11.0,
        Ink::Ink,
        Side::Start,
    );
    let said = |id, bytes: Bytes, who: String| {
        words::say(&Message::new(id).with("bytes", bytes).with("who", who))
    };
    let old = said(id, two.other, words::text("page-primary"));
    picture.bold((at + 8.0, up - 19.0), old, 11.5, ink, Side::Start);
    let name = moment.primary.map(|index| member_name(moment, index)).unwrap_or_default();
    let new = said("page-history-new", two.own, name);
    picture.bold((at + 8.0, down + 20.0), new, 11.5, Ink::Accent, Side::Start);
}

/// A stretch of history that somebody besides the primary has.
fn band(picture: &mut Picture, from: At, to: At, ink: Ink) {
    picture.marks.push(Mark::Line { from, to, width: 9.0, ink, alpha: 1.0, dash: None });
}

/// A stretch that only one has: slanted strokes between two lines.
fn hatch(picture: &mut Picture, (from, y): At, to: f64, ink: Ink) {
    for edge in [-4.5, 4.5] {
        picture.line((from, y + edge), (to, y + edge), 1.2, ink);
    }
    let mut x = from;
    while x < to {
        let end = (x + 6.0).min(to);
        picture.line((x, y + 4.5), (end, y - 4.5), 1.4, ink);
        x += 6.0;
    }
}

fn head(picture: &mut Picture, (x, y): At, ink: Ink) {
    picture.line((x, y - 10.0), (x, y + 10.0), 4.0, ink);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workshop::scenes;
    use stormglass_core::engine::simulate;
    use stormglass_core::units::Instant;

    fn words_at(name: &str, second: u64) -> String {
        let scene = scenes::Scene::named(name).expect("a scene");
        let moment = simulate(&scene.scenario()).at(Instant::from_secs(second));
        let mut picture = Picture::new(310.0, 166.0);
        draw(&mut picture, &moment, 20.0);
        picture.words().join("|")
    }

    #[test]
    fn one_history_says_what_a_crash_would_lose_and_two_what_is_where() {
        let lag = words_at("crash-with-lag", 8);
        assert!(lag.contains("r1") && lag.contains("lose 8 MiB, 4 s"), "{lag}");
        let split = words_at("partition", 60);
        assert!(split.contains("histories part") && split.contains("50 MiB"), "{split}");
        assert!(words_at("partition", 120).contains("lost"));
    }
}
