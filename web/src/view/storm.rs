//! The storm loop: seven stations, the ways out of it, and where the most troubled replica stands.

use core::f64::consts::{FRAC_PI_2, TAU};

use stormglass_core::message::Message;
use stormglass_core::run::station::{Laps, Station, laps, most_troubled};
use stormglass_core::run::{Event, EventKind, Moment, Run};
use stormglass_core::sizing::{Answer, Convergence};

use super::narration;
use super::picture::{Ink, Mark, Picture, Side, polar, wrapped};
use crate::words;

/// Ids of the stations' names, in order.
pub const STATIONS: [&str; 7] = [
    "page-station-lag",
    "page-station-beyond",
    "page-station-refused",
    "page-station-full",
    "page-station-fork",
    "page-station-buffer",
    "page-station-closed",
];

/// Stations from which a replica leaves the loop: it is back in time, or it has loaded in time.
const EXITS: [usize; 2] = [0, 5];

/// Where the loop stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Storm {
    /// Whose loop: the replica with the most full resyncs in the run.
    pub who: usize,
    /// The present station, from 0; `None` where that replica is well.
    pub station: Option<usize>,
    /// How often it went round.
    pub laps: Laps,
}

/// Where the loop stands at a moment; `None` where no replica resyncs in full in the whole run.
#[must_use]
pub fn storm(run: &Run, moment: &Moment) -> Option<Storm> {
    let who = most_troubled(run)?;
    let station = Station::of(moment, moment.replicas.get(who)?);
    let station = station.and_then(|here| Station::ALL.iter().position(|s| *s == here));
    Some(Storm { who, station, laps: laps(run, who, moment.at) })
}

/// Draws the loop with the station's name beside it.
#[must_use]
pub fn draw(run: &Run, answer: &Answer, moment: &Moment, width: f64, height: f64) -> Picture {
    let mut picture = Picture::new(width, height);
    let Some(storm) = storm(run, moment) else {
        let full = |event: &Event| matches!(event.kind, EventKind::FullResync(_));
        let id = if run.events.iter().any(full) { "page-storm-former" } else { "page-storm-none" };
        picture.text((2.0, 12.0), words::text(id), 12.5, Ink::Muted, Side::Start);
        super::histories::draw(&mut picture, moment, 20.0);
        return picture;
    };
    let radius = ((height - 54.0) / 2.0).min(width * 0.2).min(62.0);
    let centre = (radius + 36.0, height / 2.0 + 9.0);
    let calm = storm.station.is_none();
    for index in 0..STATIONS.len() {
        let angle = TAU * index as f64 / 7.0 - FRAC_PI_2;
        let gap = 14.0 / radius;
        picture.marks.push(Mark::Arc {
            centre,
            radius,
            from: angle + gap,
            to: angle + TAU / 7.0 - gap,
            width: 1.3,
            ink: Ink::Muted,
            alpha: 0.8,
            round: false,
        });
        if EXITS.contains(&index) {
            exit(&mut picture, centre, radius, angle, storm.laps.left.is_some() && calm);
        }
        let at = polar(centre, radius, angle);
        let current = storm.station == Some(index);
        let (size, ink) = if current { (11.0, Ink::Replica(storm.who)) } else { (8.5, Ink::Muted) };
        picture.marks.push(Mark::Shape {
            corners: Vec::new(),
            centre: at,
            size,
            ink,
            filled: current,
        });
        let text = (index + 1).to_string();
        if current {
            picture.bold(at, text, 11.0, Ink::Card, Side::Middle);
        } else {
            picture.text(at, text, 10.5, Ink::Muted, Side::Middle);
        }
    }
    let lap = Message::new("page-storm-lap").with("lap", storm.laps.count);
    picture.text((centre.0, centre.1 - 7.0), words::say(&lap), 12.5, Ink::Ink, Side::Middle);
    let below = match (storm.laps.left, storm.laps.period) {
        (Some(at), _) => Some(Message::new("page-storm-left").with("clock", narration::clock(at))),
        (None, Some(period)) => Some(Message::new("page-storm-every").with("time", period)),
        _ => None,
    };
    if let Some(text) = below {
        picture.text(
            (centre.0, centre.1 + 10.0),
            words::say(&text),
            11.5,
            Ink::Muted,
            Side::Middle,
        );
    }
    let (x, mut y) = (centre.0 + radius + 26.0, centre.1 - 42.0);
    let name = &moment.replicas[storm.who].name;
    let mut line = |text: String, size: f64, ink: Ink| {
        for part in wrapped(&text, size, width - x) {
            picture.text((x, y), part, size, ink, Side::Start);
            y += 16.0;
        }
        y += 3.0;
    };
    match storm.station {
        Some(station) => {
            let said = Message::new("page-storm-station")
                .with("number", (station + 1) as u64)
                .with("name", words::text(STATIONS[station]));
            line(words::say(&said), 12.5, Ink::Ink);
        }
        None => line(
            words::say(&Message::new("page-storm-calm").with("who", name.clone())),
            12.5,
            Ink::Ink,
        ),
    }
    if !calm {
        line(
            words::say(&Message::new("page-storm-who").with("who", name.clone())),
            12.0,
            Ink::Muted,
        );
    }
    if let Convergence::Storm { soft, .. } = answer.converges
        && !calm
    {
        let id = if soft { "page-storm-leaves-soft" } else { "page-storm-leaves-hard" };
        line(words::say(&Message::new(id).with("bytes", answer.pending_peak)), 12.0, Ink::Muted);
    }
    line(words::text("page-storm-out"), 11.0, Ink::Accent);
    picture
}

/// An arrow out of the loop; bold where it was taken.
fn exit(picture: &mut Picture, centre: (f64, f64), radius: f64, angle: f64, taken: bool) {
    let (from, to) = (polar(centre, radius + 13.0, angle), polar(centre, radius + 26.0, angle));
    picture.line(from, to, if taken { 3.0 } else { 1.5 }, Ink::Accent);
    let size = if taken { 6.0 } else { 4.0 };
    let wing = |turn: f64| polar(to, size, angle + turn);
    let corners = vec![wing(0.0), wing(TAU / 3.0), wing(-TAU / 3.0)];
    picture.marks.push(Mark::Shape { corners, centre: to, size, ink: Ink::Accent, filled: true });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::State;
    use stormglass_core::units::Instant;

    #[test]
    fn the_loop_is_driven_by_the_run() {
        let state = State::opening();
        let at = |second| {
            let moment = state.run.at(Instant::from_secs(second));
            storm(&state.run, &moment).expect("there is a storm")
        };
        assert_eq!((at(1).station, at(1).laps.count), (None, 0));
        assert_eq!(at(25).station, Some(0));
        assert!(at(290).laps.count >= 2);
        let draw = |second| {
            let moment = state.run.at(Instant::from_secs(second));
            draw(&state.run, &state.answer, &moment, 310.0, 180.0).words().join(" ")
        };
        assert!(draw(25).contains("lag grows"), "{}", draw(25));
        assert!(draw(290).contains("lap"), "{}", draw(290));
    }
}
