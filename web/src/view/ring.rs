//! The backlog as a ring: what it holds, where the head writes, and each replica's window.

mod dock;
mod expires;
mod labels;
mod lapped;
mod parted;
mod pick;
mod track;

use core::f64::consts::{FRAC_PI_2, TAU};
use core::time::Duration;

use stormglass_core::message::Message;
use stormglass_core::run::{Moment, Phase, ReplicaMoment, Run, Standing};
use stormglass_core::units::{Bytes, ReplOffset};

use super::picture::{At, Ink, Mark, Picture, Side, polar};
use super::shapes::marker;
use crate::words;
pub use expires::left;
use labels::{Label, place_labels};
pub use parted::{Parted, parted};
pub use pick::at;

/// Replicas with a lane of their own; the rest is counted.
const LANES: usize = 6;

/// Where the parts of a ring lie in a picture of some size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Layout {
    /// Its middle.
    pub centre: At,
    /// Radius of the middle of the track.
    pub radius: f64,
    /// Width of the track.
    pub track: f64,
    /// From one replica's lane to the next.
    pub lane: f64,
}

impl Layout {
    /// The largest ring that leaves room for labels.
    #[must_use]
    pub fn new(width: f64, height: f64, replicas: usize) -> Self {
        let lanes = replicas.clamp(1, LANES) as f64;
        let lane = (42.0 / lanes).clamp(8.0, 12.0);
        let outside = 26.0 + lane * lanes;
        let beside = match width {
            narrow if narrow < 420.0 => 58.0,
            middle if middle < 560.0 => 70.0,
            _ => 100.0,
        };
        let radius = ((width / 2.0 - beside).min(height / 2.0 - 34.0) - outside * 0.7).max(40.0);
        let track = (radius * 0.19).clamp(12.0, 32.0);
        Self { centre: (width / 2.0, height / 2.0), radius, track, lane }
    }

    /// Radius of the lane of a replica.
    #[must_use]
    pub fn lane_of(&self, index: usize) -> f64 {
        let lane = index.min(LANES - 1) as f64;
        self.radius + self.track / 2.0 + 12.0 + self.lane * lane
    }
}

/// How much slower the ring turns than the bytes go by, so that an eye can follow.
///
/// One number for a whole run at one speed: the ring must not jump when the rate changes.
#[must_use]
pub fn slowed(run: &Run, speed: f64) -> u32 {
    let fastest = run
        .events
        .iter()
        .filter_map(|event| match event.kind {
            stormglass_core::run::EventKind::WriteRate(rate) => Some(rate.0),
            _ => None,
        })
        .chain([run.scenario.writes.0])
        .max()
        .unwrap_or(0);
    let size = run.scenario.settings.repl_backlog_size.0.max(1);
    let turns_a_second = fastest as f64 / size as f64 * speed;
    let calm = [1_u32, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 100_000];
    calm.into_iter().find(|slow| turns_a_second / f64::from(*slow) <= 0.3).unwrap_or(1_000_000)
}

/// How the ring is shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// How much slower it turns than the bytes go by.
    pub slow: u32,
    /// Seconds of the run for each second on the wall; nothing while it stands still, or where
    /// motion is not wanted.
    pub pace: f64,
}

impl View {
    /// A picture without motion.
    pub const STILL: Self = Self { slow: 1, pace: 0.0 };
}

/// The angle of an offset, where a turn is so many sizes of the backlog.
fn angle_of(offset: ReplOffset, size: Bytes, slow: u32) -> f64 {
    let turn = size.0.max(1).saturating_mul(u64::from(slow));
    let share = (offset.0 % turn) as f64 / turn as f64;
    (share * TAU - FRAC_PI_2).rem_euclid(TAU)
}

/// Draws the ring of one moment.
#[must_use]
pub fn ring(run: &Run, moment: &Moment, view: &View, width: f64, height: f64) -> Picture {
    let mut picture = Picture::new(width, height);
    let layout = Layout::new(width, height, moment.replicas.len());
    let head = angle_of(moment.offset, moment.settings.repl_backlog_size, view.slow);
    let mut labels = Vec::new();
    track::track(&mut picture, &layout, moment, head, &mut labels);
    parted::other(&mut picture, &layout, moment, head, &mut labels);
    let mut out = Vec::new();
    for (index, replica) in members(moment) {
        match place(moment, replica) {
            Place::On { behind } => {
                on_ring(&mut picture, &layout, index, replica, behind, head, &mut labels);
            }
            Place::Off => {
                if !gone(moment) && matches!(replica.standing, Standing::Out { .. }) {
                    let of = (run, moment);
                    lapped::lapped(&mut picture, &layout, of, (index, view), &mut labels);
                }
                out.push((index, replica));
            }
        }
    }
    if !gone(moment) {
        write_head(&mut picture, &layout, head, &mut labels);
    }
    place_labels(&mut picture, &layout, labels, moment.replicas.len());
    dock::dock(&mut picture, moment, &out);
    expires::clock(&mut picture, &layout, run, moment);
    centre(&mut picture, &layout, moment, view.slow);
    picture
}

/// Who has a place on the ring or beside it: everybody who follows, a former primary after the
/// last replica.
fn members(moment: &Moment) -> impl Iterator<Item = (usize, &ReplicaMoment)> {
    let all = moment.replicas.iter().take(LANES).enumerate();
    let former = moment.former.iter().map(|former| (moment.replicas.len(), former));
    let here = move |replica: &ReplicaMoment| !gone(moment) || replica.under_primary;
    all.chain(former).filter(move |(_, replica)| !replica.phase.leads() && here(replica))
}

/// Whether a replica still follows a former primary.
#[must_use]
pub fn strays(replica: &ReplicaMoment, moment: &Moment) -> bool {
    replica.of.is_none() && moment.primary.is_some() && !replica.phase.leads()
}

/// Whether the primary is away, and its backlog with it.
fn gone(moment: &Moment) -> bool {
    moment.writable.first().is_some_and(|side| side.away)
}

enum Place {
    /// Its next byte is held; so far behind the head, as a share of the size.
    On { behind: f64 },
    /// It could not resume, or has nothing to resume from.
    Off,
}

fn place(moment: &Moment, replica: &ReplicaMoment) -> Place {
    let size = moment.settings.repl_backlog_size.0.max(1) as f64;
    match replica.standing {
        Standing::In { .. } => Place::On { behind: replica.behind.0 as f64 / size },
        Standing::Out { .. } | Standing::Nothing => Place::Off,
    }
}

fn on_ring(
    picture: &mut Picture,
    layout: &Layout,
    index: usize,
    replica: &ReplicaMoment,
    behind: f64,
    head: f64,
    labels: &mut Vec<Label>,
) {
    let radius = layout.lane_of(index);
    let angle = head - behind.min(1.0) * TAU;
    let faint = if replica.attached { 0.9 } else { 0.5 };
    if behind > 0.002 {
        picture.marks.push(Mark::Arc {
            centre: layout.centre,
            radius,
            from: angle,
            to: head,
            width: 5.0,
            ink: Ink::Replica(index),
            alpha: faint,
            round: true,
        });
    }
    let at = polar(layout.centre, radius, angle);
    picture.marks.push(marker(index, at, 6.0, replica.attached));
    // Close to the head there is nothing to say but that it is there.
    let mut lines = vec![(replica.name.clone(), Ink::Replica(index), true)];
    if behind > 0.02 {
        lines.push((
            words::say(&Message::new("page-ring-behind").with("bytes", replica.behind)),
            Ink::Muted,
            false,
        ));
        if let Standing::In { spare_time: Some(spare), .. } = replica.standing
            && !matches!(replica.phase, Phase::Online)
        {
            let spare = Duration::from_secs(spare.as_secs());
            lines.push((
                words::say(&Message::new("page-ring-spare").with("time", spare)),
                Ink::Muted,
                false,
            ));
        }
    }
    // Of whom the same is said at the same place, the names stand together.
    let same = |label: &&mut Label| {
        label.lines[0].2 && label.lines[1..] == lines[1..] && (label.angle - angle).abs() < 0.2
    };
    match labels.iter_mut().find(same) {
        Some(near) => {
            let name = &mut near.lines[0];
            name.0.push(' ');
            name.0.push_str(&replica.name);
            name.1 = Ink::Muted;
        }
        None => labels.push(Label { angle, lines }),
    }
}

fn write_head(picture: &mut Picture, layout: &Layout, head: f64, labels: &mut Vec<Label>) {
    let inner = polar(layout.centre, layout.radius - layout.track / 2.0 - 7.0, head);
    let outer = polar(layout.centre, layout.radius + layout.track / 2.0 + 7.0, head);
    picture.line(inner, outer, 4.0, Ink::Ink);
    let line = (words::text("page-ring-head"), Ink::Ink, false);
    match labels.iter_mut().find(|label| (label.angle - head).abs() < 0.2) {
        Some(near) => near.lines.insert(0, line),
        None => labels.push(Label { angle: head, lines: vec![line] }),
    }
}

/// Why a replica is not on the ring.
#[must_use]
pub fn off_ring(replica: &ReplicaMoment, moment: &Moment) -> String {
    match (replica.standing, replica.phase) {
        (_, Phase::Saving | Phase::Transfer | Phase::WaitsForChild | Phase::Loading) => {
            let lap = u64::from(replica.laps);
            words::say(&Message::new("page-ring-resync").with("lap", lap))
        }
        (Standing::Out { short_by }, _) => {
            words::say(&Message::new("page-ring-late").with("bytes", short_by))
        }
        _ if strays(replica, moment) => words::text("page-ring-strays"),
        _ if gone(moment) => words::text("page-ring-no-primary"),
        _ if moment.window.is_none() => words::text("page-ring-no-backlog"),
        _ => words::text("page-ring-nothing"),
    }
}

fn centre(picture: &mut Picture, layout: &Layout, moment: &Moment, slow: u32) {
    let (x, y) = layout.centre;
    let size: Bytes = moment.settings.repl_backlog_size;
    let big = (layout.radius * 0.19).clamp(17.0, 30.0);
    picture.bold((x, y - big * 1.15), words::bytes(size), big, Ink::Ink, Side::Middle);
    match moment.write_rate.time_for(size) {
        Some(covers) => {
            picture.text(
                (x, y - big * 0.25),
                words::text("page-ring-covers"),
                12.5,
                Ink::Muted,
                Side::Middle,
            );
            picture.bold(
                (x, y + big * 0.6),
                words::time(covers),
                big * 0.87,
                Ink::Accent,
                Side::Middle,
            );
            let at = Message::new("page-ring-at").with("rate", moment.write_rate);
            picture.text((x, y + big * 1.45), words::say(&at), 12.5, Ink::Muted, Side::Middle);
        }
        None => {
            picture.text(
                (x, y + big * 0.3),
                words::text(match moment.window {
                    _ if gone(moment) => "page-ring-gone",
                    None => "page-ring-no-backlog",
                    Some(_) => "page-ring-still",
                }),
                12.5,
                Ink::Muted,
                Side::Middle,
            );
        }
    }
    if slow > 1 && moment.write_rate.0 > 0 {
        let slowed = Message::new("page-ring-slowed").with("times", u64::from(slow));
        picture.text(
            (x, y + big * 1.45 + 18.0),
            words::say(&slowed),
            11.0,
            Ink::Muted,
            Side::Middle,
        );
    }
}
