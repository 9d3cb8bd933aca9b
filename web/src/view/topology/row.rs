//! The row of one replica: its output buffer, its link, its end.

use core::f64::consts::{FRAC_PI_2, TAU};
use core::time::Duration;

use stormglass_core::message::{Message, Value};
use stormglass_core::run::{Moment, Phase, ReplicaMoment, info};
use stormglass_core::units::{Bytes, Instant};

use super::lead::frame;
use super::sides::cut_until;
use super::{LOW, Layout, Row, Scene};
use crate::view::picture::{At, Ink, Mark, Picture, Side, short};
use crate::view::shapes::marker;
use crate::words;

/// The output buffer: it fills from whoever feeds it towards its limits.
pub(super) fn vessel(
    picture: &mut Picture,
    scene: &Scene<'_>,
    layout: &Layout,
    (replica, row, y): (&ReplicaMoment, &Row, f64),
    (hard, soft, full): (Bytes, Bytes, f64),
    named: bool,
) {
    const HIGH: f64 = 22.0;
    let (left, right) = layout.vessel_at(row.depth);
    let top = y - HIGH / 2.0;
    let size = (right - left, HIGH);
    frame(picture, ((left, top), size, 5.0), Some(Ink::Card), Some(Ink::Line), 1.0);
    let x_of = |bytes: Bytes| left + (bytes.0 as f64 / full).clamp(0.0, 1.0) * (right - left);
    if !replica.output_buffer.is_zero() {
        let wide = (x_of(replica.output_buffer) - left - 2.0).max(2.0);
        let ink = Ink::Replica(row.member);
        frame(picture, ((left + 2.0, top + 2.0), (wide, HIGH - 4.0), 3.0), Some(ink), None, 0.75);
    }
    let limits =
        [(hard, Ink::Hard, "page-hard", None), (soft, Ink::Soft, "page-soft", Some((4.0, 2.0)))];
    for (limit, ink, name, dash) in limits {
        if limit.is_zero() {
            continue;
        }
        let x = x_of(limit);
        let (from, to) = ((x, top - 3.0), (x, top + HIGH + 3.0));
        picture.marks.push(Mark::Line { from, to, width: 1.8, ink, alpha: 1.0, dash });
        if named {
            // Where the two are close together, their names lean away from each other.
            let apart = x_of(hard) - x_of(soft);
            let close = !hard.is_zero() && !soft.is_zero() && apart.abs() < 30.0;
            let (side, off) = match (ink == Ink::Soft) == (apart >= 0.0) {
                _ if !close => (Side::Middle, 0.0),
                true => (Side::End, -2.0),
                false => (Side::Start, 2.0),
            };
            picture.text((x + off, top - 10.0), words::text(name), 10.5, ink, side);
        }
    }
    if let Some(since) = replica.soft_since {
        let allowed = Duration::from_secs(scene.moment.settings.output_buffer.soft_for.max(1));
        let share = scene.moment.at.saturating_since(since).as_secs_f64() / allowed.as_secs_f64();
        soft_clock(picture, (right - 13.0, y), share.clamp(0.0, 1.0));
    }
    let held = holds(scene.moment, replica);
    if layout.row < LOW {
        picture.text((left + 4.0, y), held, 10.0, Ink::Ink, Side::Start);
    } else {
        picture.text((left, y + 21.0), held, 11.0, Ink::Ink, Side::Start);
    }
}

/// A ring that closes while the soft limit is exceeded; full means closed.
fn soft_clock(picture: &mut Picture, centre: At, share: f64) {
    for (turn, ink) in [(TAU, Ink::Card), (TAU * share, Ink::Ink)] {
        picture.marks.push(Mark::Arc {
            centre,
            radius: 6.5,
            from: -FRAC_PI_2,
            to: turn - FRAC_PI_2,
            width: 3.5,
            ink,
            alpha: 1.0,
            round: false,
        });
    }
}

/// `149 MiB, soft 41 s of 1 min`, or that it is empty.
fn holds(moment: &Moment, replica: &ReplicaMoment) -> String {
    if !replica.attached {
        return words::text("page-buffer-none");
    }
    if replica.output_buffer.is_zero() {
        return words::text("page-buffer-empty");
    }
    let Some(since) = replica.soft_since else { return words::bytes(replica.output_buffer) };
    let above = Duration::from_secs(moment.at.saturating_since(since).as_secs());
    let said = Message::new("page-buffer-soft")
        .with("bytes", replica.output_buffer)
        .with("time", above)
        .with("allowed", moment.settings.output_buffer.soft_for);
    words::say(&said)
}

/// The path: broken, silent, or with what flows on it.
pub(super) fn link(
    picture: &mut Picture,
    scene: &Scene<'_>,
    layout: &Layout,
    (replica, index, y): (&ReplicaMoment, usize, f64),
) {
    let (left, right) = layout.link;
    let middle = f64::midpoint(left, right);
    let ink = Ink::Replica(index);
    let mut stroke = |from: f64, to: f64, width: f64, ink: Ink, alpha: f64, dash| {
        let (from, to) = ((from, y), (to, y));
        picture.marks.push(Mark::Line { from, to, width, ink, alpha, dash });
    };
    let broken = matches!(replica.phase, Phase::Down { .. });
    if broken {
        stroke(left, middle - 9.0, 1.5, Ink::Muted, 0.8, Some((3.0, 3.0)));
        stroke(middle + 9.0, right, 1.5, Ink::Muted, 0.8, Some((3.0, 3.0)));
    } else if replica.silent {
        stroke(left, right, 1.5, Ink::Soft, 1.0, Some((6.0, 4.0)));
    } else {
        stroke(left, right, 1.5, ink, 0.8, None);
    }
    if broken {
        let arm = 5.0;
        for tilt in [arm, -arm] {
            picture.line((middle - arm, y - tilt), (middle + arm, y + tilt), 2.2, Ink::Hard);
        }
    } else if replica.silent && cut_until(scene.run, scene.moment.at).is_none() {
        for x in [middle - 3.5, middle + 3.5] {
            picture.line((x, y - 6.0), (x, y + 6.0), 3.0, Ink::Soft);
        }
    } else if !replica.silent {
        flow(picture, scene, (replica, index), (left, right), y);
    }
    if layout.row < LOW {
        return;
    }
    let at = (middle, y + 21.0);
    match replica.phase {
        Phase::Down { retry: Instant::NEVER, .. } => {
            picture.text(at, words::text("page-retry-never"), 10.5, Ink::Muted, Side::Middle);
        }
        Phase::Down { retry, .. } if retry > scene.moment.at => {
            let wait = Duration::from_secs((retry - scene.moment.at).as_secs() + 1);
            let said = Message::new("page-retry").with("time", wait);
            picture.text(at, words::say(&said), 10.5, Ink::Muted, Side::Middle);
        }
        // A long word about the buffer takes the place of the link's speed.
        _ if replica.soft_since.is_some() => {}
        // The cut takes its place.
        _ if cut_until(scene.run, scene.moment.at).is_some() => {}
        _ => {
            let spec = scene.run.scenario.replicas.get(index);
            let speed = spec.map(|spec| match spec.link.to_string() {
                short if short.len() < 9 => short,
                _ => words::rate(spec.link.0),
            });
            let speed = speed.unwrap_or_default();
            picture.text(at, speed, 10.5, Ink::Muted, Side::Middle);
        }
    }
}

/// The snapshot as a band as far as it has come, the stream as dots that move as it is sent.
fn flow(
    picture: &mut Picture,
    scene: &Scene<'_>,
    (replica, index): (&ReplicaMoment, usize),
    (left, right): (f64, f64),
    y: f64,
) {
    let ink = Ink::Replica(index);
    if let Some(done) = replica.transferred.filter(|_| !matches!(replica.phase, Phase::Loading)) {
        let rdb = scene.run.scenario.rdb.0.max(1);
        let share = (done.0 as f64 / rdb as f64).clamp(0.0, 1.0);
        let to = (left + (right - left) * share, y);
        picture.marks.push(Mark::Line {
            from: (left, y),
            to,
            width: 8.0,
            ink,
            alpha: 0.45,
            dash: None,
        });
        let percent = Value::Permille(
            u64::try_from(u128::from(done.0) * 1000 / u128::from(rdb)).unwrap_or(1000),
        );
        let said = Message::new("page-link-snapshot").with("done", percent);
        let at = (f64::midpoint(left, right), y - 12.0);
        picture.text(at, words::say(&said), 10.5, Ink::Ink, Side::Middle);
        return;
    }
    let streams = replica.phase == Phase::Online || replica.beside;
    let Some(sent) = replica.sent.filter(|_| streams && scene.moment.write_rate.0 > 0) else {
        return;
    };
    // One dot further for each sixtieth of the backlog, as slowly as the ring turns.
    const SPACING: f64 = 13.0;
    let size = scene.moment.settings.repl_backlog_size.0.max(60);
    let unit = (size / 60).saturating_mul(u64::from(scene.slow)).max(1);
    let mut x = left + (sent.0 % unit) as f64 / unit as f64 * SPACING;
    while x < right - 2.0 {
        picture.marks.push(Mark::Shape {
            corners: Vec::new(),
            centre: (x, y),
            size: 2.6,
            ink,
            filled: true,
        });
        x += SPACING;
    }
}

/// The replica: its marker, its phase, and how the server names that.
pub(super) fn end(
    picture: &mut Picture,
    scene: &Scene<'_>,
    (replica, index): (&ReplicaMoment, usize),
    (x, y): At,
    room: f64,
) {
    let up = if room > 52.0 { y - 8.0 } else { y };
    picture.marks.push(marker(index, (x, up), 6.5, replica.attached));
    let name = short(&replica.name, 12.5, picture.width - x - 14.0);
    picture.bold((x + 12.0, up), name, 12.5, Ink::Replica(index), Side::Start);
    let phase = phase(replica);
    let name = info::state_name(replica, scene.moment.profile.channel);
    // Where the server has the same word, once is enough.
    let says = room > 52.0 && replica.attached && name != phase;
    picture.text((x - 6.0, up + 16.0), phase, 11.0, Ink::Ink, Side::Start);
    if says {
        picture.text((x - 6.0, up + 30.0), name, 10.0, Ink::Muted, Side::Start);
    }
}

/// What a replica is doing, in two or three words.
#[must_use]
pub fn phase(replica: &ReplicaMoment) -> String {
    let id = match replica.phase {
        Phase::Online if replica.silent => "page-phase-silent",
        Phase::Online => "page-phase-online",
        Phase::Down { .. } | Phase::Gone { .. } => "page-phase-down",
        Phase::Handshake => "page-phase-handshake",
        Phase::WaitsForChild => "page-phase-waits",
        Phase::Saving => "page-phase-saving",
        Phase::Transfer => "page-phase-transfer",
        Phase::Loading => "page-phase-loading",
        Phase::Primary => "page-phase-primary",
    };
    words::text(id)
}
