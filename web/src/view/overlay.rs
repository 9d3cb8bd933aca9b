//! What lies over the timeline: the line at the cursor, and a reading of what is pointed at.

use core::time::Duration;

use stormglass_chart::{Frame, PHASES};
use stormglass_core::message::Message;
use stormglass_core::run::Run;
use stormglass_core::units::Instant;

use super::picture::{Ink, Mark, Picture, Side, width_of};
use super::{events, narration, topology};
use crate::words;

/// Replicas that are read; a reading has to fit beside the pointer.
const READ: usize = 6;

/// Draws both, in pixels of the design.
#[must_use]
pub fn overlay(
    run: &Run,
    frame: &Frame,
    cursor: Instant,
    hover: Option<Instant>,
    width: f64,
    height: f64,
) -> Picture {
    let mut picture = Picture::new(width, height);
    let bottom = f64::from(frame.panels[PHASES].1) / frame.scale;
    let x_of = |at| (frame.x_of(at) / frame.scale).round();
    if frame.shows(cursor) {
        let x = x_of(cursor);
        picture.line((x, 0.0), (x, bottom + 4.0), 1.5, Ink::Ink);
        let corners = vec![(x - 6.0, 0.0), (x + 6.0, 0.0), (x, 8.0)];
        picture.marks.push(Mark::Shape {
            corners,
            centre: (x, 3.0),
            size: 6.0,
            ink: Ink::Ink,
            filled: true,
        });
    }
    if frame.shows(cursor) {
        exposed(&mut picture, run, frame, cursor);
    }
    if let Some(at) = hover {
        let at = near(run, frame, at);
        let x = x_of(at);
        picture.marks.push(Mark::Line {
            from: (x, 0.0),
            to: (x, bottom),
            width: 1.0,
            ink: Ink::Muted,
            alpha: 1.0,
            dash: None,
        });
        reading(&mut picture, run, at, x);
    }
    picture
}

/// Covers what comes after an instant: a lesson asks what it will be.
pub fn veil(picture: &mut Picture, frame: &Frame, until: Instant, (width, height): (f64, f64)) {
    let x =
        (frame.x_of(until.min(frame.to)) / frame.scale).max(frame.x_of(frame.from) / frame.scale);
    let bottom = f64::from(frame.panels[PHASES].1) / frame.scale;
    let right = f64::from(frame.right) / frame.scale + 4.0;
    // The names of events stand below the lowest panel.
    let size = ((right.min(width) - x - 1.0).max(0.0), (bottom + 17.0).min(height));
    let cover = Mark::Box {
        at: (x + 1.0, 0.0),
        size,
        round: 0.0,
        fill: Some(Ink::Track),
        border: None,
        alpha: 1.0,
    };
    // Below the line at the cursor.
    picture.marks.insert(0, cover);
    if size.0 > 24.0 {
        picture.bold((x + size.0 / 2.0, bottom / 2.0), "?", 32.0, Ink::Muted, Side::Middle);
    }
}

/// What a crash at the cursor would lose, beside the cursor in the first panel; nothing where it is
/// less than a tenth of a second of writing.
fn exposed(picture: &mut Picture, run: &Run, frame: &Frame, cursor: Instant) {
    const LEAST: Duration = Duration::from_millis(100);
    let exposed = run.at(cursor).exposed;
    if exposed.time < LEAST {
        return;
    }
    let said = Message::new("page-cursor-exposed")
        .with("bytes", exposed.bytes)
        .with("time", Duration::from_millis(exposed.time.as_millis().try_into().unwrap_or(0)));
    let said = words::say(&said);
    let x = frame.x_of(cursor) / frame.scale;
    let y = f64::from(frame.panels[0].1) / frame.scale - 34.0;
    let wide = width_of(&said, 11.0) + 8.0;
    let left = if x + wide + 8.0 > picture.width { x - wide - 4.0 } else { x + 4.0 };
    picture.marks.push(Mark::Box {
        at: (left, y - 8.0),
        size: (wide, 16.0),
        round: 4.0,
        fill: Some(Ink::Card),
        border: None,
        alpha: 0.9,
    });
    picture.text((left + 4.0, y), said, 11.0, Ink::Soft, Side::Start);
}

/// The event that is pointed at, or the instant itself where there is none within four pixels.
fn near(run: &Run, frame: &Frame, at: Instant) -> Instant {
    let x = frame.x_of(at);
    let off = |event: Instant| (frame.x_of(event) - x).abs();
    let events = run.events.iter().filter(|event| events::matters(event)).map(|event| event.at);
    let nearest = events.min_by(|a, b| off(*a).total_cmp(&off(*b)));
    nearest.filter(|event| off(*event) <= 4.0 * frame.scale).unwrap_or(at)
}

/// The exact values at an instant.
#[must_use]
pub fn lines(run: &Run, at: Instant) -> Vec<String> {
    let moment = run.at(at);
    let mut lines = vec![narration::clock(at)];
    if let Some(index) = events::latest(run, at).filter(|index| run.events[*index].at == at) {
        lines.push(words::event(run, index));
    }
    let primary = Message::new("page-hover-primary")
        .with("rate", moment.write_rate)
        .with("offset", grouped(moment.offset.0));
    lines.push(words::say(&primary));
    lines.extend(moment.replicas.iter().take(READ).map(|replica| {
        let said = Message::new("page-hover-replica")
            .with("who", replica.name.as_str())
            .with("behind", grouped(replica.behind.0))
            .with("held", grouped(replica.output_buffer.0))
            .with("phase", topology::phase(replica));
        words::say(&said)
    }));
    lines
}

/// A number in groups of three digits.
#[must_use]
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 2);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

fn reading(picture: &mut Picture, run: &Run, at: Instant, x: f64) {
    const LINE: f64 = 15.0;
    let lines = lines(run, at);
    let most = (picture.width - 24.0).max(60.0);
    let wide = lines.iter().map(|line| width_of(line, 11.5)).fold(0.0, f64::max).min(most) + 16.0;
    let high = LINE * lines.len() as f64 + 10.0;
    // On the side with more room, and never outside.
    let left = if x + wide + 12.0 > picture.width { x - wide - 10.0 } else { x + 10.0 };
    let left = left.clamp(2.0, (picture.width - wide - 2.0).max(2.0));
    picture.marks.push(Mark::Box {
        at: (left, 12.0),
        size: (wide, high),
        round: 6.0,
        fill: Some(Ink::Card),
        border: Some(Ink::Line),
        alpha: 0.95,
    });
    for (index, line) in lines.into_iter().enumerate() {
        let place = (left + 8.0, 12.0 + 12.5 + LINE * index as f64);
        if index == 0 {
            picture.bold(place, line, 11.5, Ink::Ink, Side::Start);
        } else {
            picture.text(place, line, 11.5, Ink::Ink, Side::Start);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::State;

    #[test]
    fn numbers_are_exact_and_readable() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(67_108_864), "67\u{202f}108\u{202f}864");
    }

    #[test]
    fn what_is_pointed_at_is_read_inside_the_picture() {
        let state = State::opening();
        let whole = (Instant::ZERO, state.run.end);
        for width in [360_u32, 760] {
            let frame = Frame::new((width, 400), 1.0, 3, whole);
            for second in [0, 20, 150, 300] {
                let at = Instant::from_secs(second);
                let picture = overlay(&state.run, &frame, at, Some(at), f64::from(width), 400.0);
                assert!(picture.words().len() >= 5, "{:?}", picture.words());
                for mark in &picture.marks {
                    if let Mark::Box { at, size, .. } = mark {
                        assert!(at.0 >= 0.0 && at.0 + size.0 <= f64::from(width), "{mark:?}");
                    }
                }
            }
        }
    }
}
