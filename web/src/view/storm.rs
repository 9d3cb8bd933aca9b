//! The storm loop: seven stations, and where the most troubled replica stands.

use core::f64::consts::{FRAC_PI_2, TAU};
use core::time::Duration;

use stormglass_core::message::Message;
use stormglass_core::run::{CloseReason, EventKind, Moment, Phase, ReplicaMoment, Run, Standing};
use stormglass_core::sizing::{Answer, Convergence};
use stormglass_core::units::Instant;

use super::picture::{Ink, Mark, Picture, Side, polar};
use super::vessels::limits;
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

/// Where the loop stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Storm {
    /// Whose loop: the replica with the most full resyncs in the run.
    pub who: usize,
    /// The present station, from 0; `None` where that replica is well.
    pub station: Option<usize>,
    /// Full resyncs it has entered so far.
    pub lap: u32,
    /// From one request to the next, where it went round more than once by now.
    pub period: Option<Duration>,
}

/// Where the loop stands at a moment; `None` where no replica resyncs in full in the whole run.
#[must_use]
pub fn storm(run: &Run, moment: &Moment) -> Option<Storm> {
    let who = focus(run)?;
    let replica = moment.replicas.get(who)?;
    let entered: Vec<Instant> = run
        .events
        .iter()
        .take_while(|event| event.at <= moment.at)
        .filter(|event| event.who.is_some_and(|w| w as usize == who))
        .filter(|event| matches!(event.kind, EventKind::FullResync(_)))
        .map(|event| event.at)
        .collect();
    let period = match entered.as_slice() {
        [.., before, last] => Some(*last - *before),
        _ => None,
    };
    Some(Storm { who, station: station(moment, replica), lap: replica.laps, period })
}

fn focus(run: &Run) -> Option<usize> {
    let laps = |who: usize| {
        let his = run.events.iter().filter(|event| event.who.is_some_and(|w| w as usize == who));
        his.filter(|event| matches!(event.kind, EventKind::FullResync(_))).count()
    };
    let counted = (0..run.scenario.replicas.len()).map(|who| (laps(who), who));
    // Of equals the first.
    let most = counted.max_by_key(|(laps, who)| (*laps, usize::MAX - who))?;
    (most.0 > 0).then_some(most.1)
}

fn station(moment: &Moment, replica: &ReplicaMoment) -> Option<usize> {
    let (_, soft) = limits(moment);
    let fills = !soft.is_zero() && replica.output_buffer.0 >= soft.0 / 2;
    match (replica.phase, replica.standing) {
        (Phase::Down { why: CloseReason::HardLimit | CloseReason::SoftLimit, .. }, _) => Some(6),
        (Phase::Down { .. }, Standing::In { .. }) => Some(0),
        (Phase::Down { .. }, _) => Some(1),
        (Phase::Handshake, Standing::In { .. }) => Some(0),
        (Phase::Handshake, _) => Some(2),
        (Phase::WaitsForChild, _) => Some(3),
        (Phase::Saving | Phase::Transfer | Phase::Loading, _) if fills => Some(5),
        (Phase::Saving | Phase::Transfer | Phase::Loading, _) => Some(4),
        (Phase::Online, _) if fills => Some(5),
        (Phase::Online | Phase::Primary, _) => None,
    }
}

/// Draws the loop with the station's name beside it.
#[must_use]
pub fn draw(run: &Run, answer: &Answer, moment: &Moment, width: f64, height: f64) -> Picture {
    let mut picture = Picture::new(width, height);
    let Some(storm) = storm(run, moment) else {
        picture.text((2.0, 12.0), words::text("page-storm-none"), 12.5, Ink::Muted, Side::Start);
        return picture;
    };
    let beside = width >= 300.0;
    let radius =
        ((height - 30.0) / 2.0).min(if beside { width * 0.19 } else { width * 0.35 }).min(66.0);
    let centre = (radius + 16.0, height / 2.0);
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
    let lap = Message::new("page-storm-lap").with("lap", u64::from(storm.lap));
    picture.text((centre.0, centre.1 - 7.0), words::say(&lap), 12.5, Ink::Ink, Side::Middle);
    if let Some(period) = storm.period {
        let text = Message::new("page-storm-every").with("time", period);
        picture.text(
            (centre.0, centre.1 + 10.0),
            words::say(&text),
            11.5,
            Ink::Muted,
            Side::Middle,
        );
    }
    let (x, mut y) = (centre.0 + radius + 34.0, centre.1 - 28.0);
    let name = &moment.replicas[storm.who].name;
    let mut line = |text: String, size: f64, ink: Ink| {
        picture.text((x, y), text, size, ink, Side::Start);
        y += 18.0;
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
    if let Convergence::Storm { soft, .. } = answer.converges {
        let id = if soft { "page-storm-leaves-soft" } else { "page-storm-leaves-hard" };
        line(words::say(&Message::new(id).with("bytes", answer.pending_peak)), 12.0, Ink::Muted);
    }
    picture
}
