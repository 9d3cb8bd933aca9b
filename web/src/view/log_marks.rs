//! What a log tells, over the timeline of the scenario that was made from it: hollow marks, with
//! the log's own words where one is pointed at.

use stormglass_chart::{Frame, PHASES};
use stormglass_core::units::Instant;

use super::picture::{Ink, Mark, Picture, Side, width_of};

/// How near the pointer has to be, in pixels of the design.
const NEAR: f64 = 6.0;
const SIZE: f64 = 11.5;

/// Adds the marks to what lies over the timeline.
pub fn add(
    picture: &mut Picture,
    marks: &[(Instant, &str)],
    frame: &Frame,
    hover: Option<Instant>,
) {
    if marks.is_empty() {
        return;
    }
    let x_of = |at| frame.x_of(at) / frame.scale;
    let y = f64::from(frame.panels[PHASES].1) / frame.scale - 5.0;
    let mut last = f64::NEG_INFINITY;
    for (at, _) in marks.iter().filter(|(at, _)| frame.shows(*at)) {
        let x = x_of(*at);
        // What falls on the same spot is one mark.
        if x - last >= 3.0 {
            let (corners, centre, ink) = (Vec::new(), (x, y), Ink::Ink);
            picture.marks.push(Mark::Shape { corners, centre, size: 4.0, ink, filled: false });
            last = x;
        }
    }
    let Some(x) = hover.map(x_of) else { return };
    let near: Vec<&(Instant, &str)> =
        marks.iter().filter(|(at, _)| (x_of(*at) - x).abs() <= NEAR).collect();
    if !near.is_empty() {
        words(picture, &near, y);
    }
}

/// The words of at most four lines, above the marks.
fn words(picture: &mut Picture, near: &[&(Instant, &str)], y: f64) {
    const LINE: f64 = 15.0;
    let most = picture.width - 24.0;
    let shown: Vec<String> = near.iter().take(4).map(|(_, text)| fitted(text, most)).collect();
    let wide = shown.iter().map(|line| width_of(line, SIZE)).fold(0.0, f64::max) + 16.0;
    let high = LINE * shown.len() as f64 + 8.0;
    let at = (4.0, y - high - 8.0);
    picture.marks.push(Mark::Box {
        at,
        size: (wide, high),
        round: 6.0,
        fill: Some(Ink::Card),
        border: Some(Ink::Line),
        alpha: 0.95,
    });
    for (index, line) in shown.into_iter().enumerate() {
        let place = (at.0 + 8.0, at.1 + 11.5 + LINE * index as f64);
        picture.text(place, line, SIZE, Ink::Ink, Side::Start);
    }
}

/// As much of a line as there is room for.
fn fitted(text: &str, most: f64) -> String {
    let mut text = text.to_owned();
    if width_of(&text, SIZE) <= most {
        return text;
    }
    while !text.is_empty() && width_of(&text, SIZE) + 8.0 > most {
        text.pop();
    }
    text.push('…');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_drawn_where_they_are_seen_and_read_where_they_are_pointed_at() {
        let at = Instant::from_secs;
        let long = "Client id=7 ".repeat(60);
        let marks =
            [(at(10), "Connection with replica lost."), (at(12), &*long), (at(999), "later")];
        let frame = Frame::new((700, 400), 1.0, 1, (Instant::ZERO, at(60)));
        let drawn = |hover| {
            let mut picture = Picture::new(700.0, 400.0);
            add(&mut picture, &marks, &frame, hover);
            picture
        };
        assert_eq!(drawn(None).marks.len(), 2);
        assert_eq!(drawn(Some(at(30))).words(), Vec::<&str>::new());
        assert_eq!(drawn(Some(at(10))).words(), ["Connection with replica lost."]);
        let picture = drawn(Some(at(12)));
        let [said] = picture.words()[..] else { panic!("one line") };
        assert!(said.ends_with('…') && width_of(said, SIZE) < 700.0, "{said}");
    }
}
