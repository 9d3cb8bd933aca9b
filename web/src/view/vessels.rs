//! Output buffers as vessels with the marks of their limits.

use core::f64::consts::{FRAC_PI_2, TAU};
use core::time::Duration;

use stormglass_core::message::{Message, Value};
use stormglass_core::run::{Moment, Phase, ReplicaMoment};
use stormglass_core::units::Bytes;

use super::picture::{Ink, Mark, Picture, Side};
use super::shapes::marker;
use crate::words;

/// Vessels that are drawn; the rest is counted.
const SHOWN: usize = 6;

/// The limits as the server applies them.
///
/// Source: redis 7.0 `networking.c:checkClientOutputBufferLimits`; the soft floor is valkey 9.0.
#[must_use]
pub fn limits(moment: &Moment) -> (Bytes, Bytes) {
    let (given, size) = (moment.settings.output_buffer, moment.settings.repl_backlog_size);
    let floor = |limit: Bytes, raised: bool| {
        if raised && !limit.is_zero() { limit.max(size) } else { limit }
    };
    (floor(given.hard, moment.profile.hard_floor), floor(given.soft, moment.profile.soft_floor))
}

/// Draws the output buffers of one moment; `peak` is the most that any of them holds in the run.
#[must_use]
pub fn vessels(moment: &Moment, peak: Bytes, width: f64, height: f64) -> Picture {
    let mut picture = Picture::new(width, height);
    let shown = moment.replicas.len().min(SHOWN);
    if shown == 0 {
        picture.text(
            (4.0, height / 2.0),
            words::text("page-no-replica"),
            12.5,
            Ink::Muted,
            Side::Start,
        );
        return picture;
    }
    let (hard, soft) = limits(moment);
    // The hard limit is near the top; where it is off, whatever is highest.
    let full = if hard.is_zero() { Bytes(peak.0.max(soft.0.saturating_mul(2))) } else { hard };
    let full = full.0.max(1) as f64 * 1.06;
    let cell = (width / shown as f64).min(150.0);
    let wide = (cell * 0.36).clamp(20.0, 46.0);
    let labelled = cell - wide > 44.0;
    let (top, bottom) = (26.0, height - 40.0);
    for (index, replica) in moment.replicas.iter().enumerate().take(SHOWN) {
        let x = cell * index as f64 + 6.0;
        picture.marks.push(marker(index, (x + 6.0, 10.0), 5.5, true));
        picture.bold(
            (x + 18.0, 10.0),
            replica.name.clone(),
            12.5,
            Ink::Replica(index),
            Side::Start,
        );
        picture.marks.push(Mark::Box {
            at: (x, top),
            size: (wide, bottom - top),
            round: 6.0,
            fill: Some(Ink::Card),
            border: Some(Ink::Line),
            alpha: 1.0,
        });
        let level = |bytes: Bytes| {
            let share = (bytes.0 as f64 / full).clamp(0.0, 1.0);
            bottom - 2.0 - share * (bottom - top - 4.0)
        };
        if !replica.output_buffer.is_zero() {
            let y = level(replica.output_buffer).min(bottom - 4.0);
            picture.marks.push(Mark::Box {
                at: (x + 2.0, y),
                size: (wide - 4.0, bottom - 2.0 - y),
                round: 3.0,
                fill: Some(Ink::Replica(index)),
                border: None,
                alpha: 0.78,
            });
        }
        let mut limit = |bytes: Bytes, ink: Ink, name: &'static str, dash| {
            if bytes.is_zero() {
                return;
            }
            let y = level(bytes);
            let (from, to) = ((x - 4.0, y), (x + wide + 4.0, y));
            picture.marks.push(Mark::Line { from, to, width: 1.6, ink, alpha: 1.0, dash });
            if labelled {
                picture.text((x + wide + 8.0, y), words::text(name), 11.5, Ink::Muted, Side::Start);
            }
        };
        limit(hard, Ink::Hard, "page-hard", None);
        limit(soft, Ink::Soft, "page-soft", Some((5.0, 3.0)));
        soft_clock(&mut picture, moment, replica, (x + wide / 2.0, bottom - 26.0), wide);
        let first = holds(moment, replica);
        picture.text((x, bottom + 14.0), first, 12.0, Ink::Ink, Side::Start);
        picture.text((x, bottom + 30.0), phase(replica), 11.5, Ink::Muted, Side::Start);
    }
    picture
}

/// A ring that closes while the soft limit is exceeded; full means closed.
fn soft_clock(
    picture: &mut Picture,
    moment: &Moment,
    replica: &ReplicaMoment,
    centre: (f64, f64),
    wide: f64,
) {
    let Some(share) = soft_share(moment, replica) else { return };
    let arc = |to: f64, ink: Ink, alpha: f64| Mark::Arc {
        centre,
        radius: (wide * 0.3).min(13.0),
        from: -FRAC_PI_2,
        to: -FRAC_PI_2 + to,
        width: 4.0,
        ink,
        alpha,
        round: false,
    };
    picture.marks.push(arc(TAU, Ink::Card, 0.65));
    picture.marks.push(arc(TAU * share, Ink::Ink, 1.0));
}

/// How much of the soft limit's seconds is used up.
fn soft_share(moment: &Moment, replica: &ReplicaMoment) -> Option<f64> {
    let since = replica.soft_since?;
    let allowed = Duration::from_secs(moment.settings.output_buffer.soft_for.max(1));
    Some((moment.at.saturating_since(since).as_secs_f64() / allowed.as_secs_f64()).clamp(0.0, 1.0))
}

/// `149 MiB, soft 41 s`, or that it is empty.
fn holds(moment: &Moment, replica: &ReplicaMoment) -> String {
    if replica.output_buffer.is_zero() {
        return words::text(if replica.attached {
            "page-buffer-empty"
        } else {
            "page-buffer-none"
        });
    }
    match replica.soft_since {
        Some(since) => {
            let above = Duration::from_secs(moment.at.saturating_since(since).as_secs());
            words::say(
                &Message::new("page-buffer-soft")
                    .with("bytes", replica.output_buffer)
                    .with("time", above),
            )
        }
        None => words::bytes(replica.output_buffer),
    }
}

/// What a replica is doing, in two or three words.
#[must_use]
pub fn phase(replica: &ReplicaMoment) -> String {
    let id = match replica.phase {
        Phase::Online if replica.silent => "page-phase-silent",
        Phase::Online => "page-phase-online",
        Phase::Down { .. } => "page-phase-down",
        Phase::Handshake => "page-phase-handshake",
        Phase::WaitsForChild => "page-phase-waits",
        Phase::Saving => "page-phase-saving",
        Phase::Transfer => "page-phase-transfer",
        Phase::Loading => "page-phase-loading",
        Phase::Primary => "page-phase-primary",
    };
    words::text(id)
}

/// A share for a message.
#[must_use]
pub fn permille(part: u64, whole: u64) -> Value {
    Value::Permille(
        u64::try_from(u128::from(part) * 1000 / u128::from(whole.max(1))).unwrap_or(1000),
    )
}
