//! Who hangs on whom: the primary with its child, and for each replica its output buffer, its link
//! with what flows on it, and its phase.

use core::f64::consts::{FRAC_PI_2, TAU};
use core::time::Duration;

use stormglass_core::message::{Message, Value};
use stormglass_core::run::station::acting_limits;
use stormglass_core::run::{Moment, Phase, ReplicaMoment, Run, info};
use stormglass_core::units::Bytes;

use super::picture::{At, Ink, Mark, Picture, Side};
use super::shapes::marker;
use crate::model::act::Whom;
use crate::words;

/// Replicas that have a row; the rest is counted.
const ROWS: usize = 6;
/// Width of the primary.
const PRIMARY: f64 = 74.0;
/// Width of a replica at the end of its link.
const REPLICA: f64 = 72.0;

/// Where things lie in a picture of some size.
struct Layout {
    rows: usize,
    row: f64,
    vessel: (f64, f64),
    link: (f64, f64),
}

impl Layout {
    fn new(width: f64, height: f64, replicas: usize) -> Self {
        let rows = replicas.clamp(1, ROWS);
        let row = (height - 16.0) / rows as f64;
        let from = PRIMARY + 10.0;
        let vessel = (from, from + ((width - PRIMARY - REPLICA) * 0.48).clamp(40.0, 130.0));
        Self { rows, row, vessel, link: (vessel.1 + 4.0, width - REPLICA) }
    }

    fn middle(&self, row: usize) -> f64 {
        14.0 + self.row * (row as f64 + 0.5) - 8.0
    }
}

/// What lies at a place of the picture.
#[must_use]
pub fn at(width: f64, height: f64, replicas: usize, place: At) -> Whom {
    let layout = Layout::new(width, height, replicas);
    if place.0 <= PRIMARY + 4.0 {
        return Whom::Primary;
    }
    let near = |row: &usize| (layout.middle(*row) - place.1).abs() <= layout.row / 2.0;
    (0..layout.rows.min(replicas)).find(near).map_or(Whom::All, Whom::Replica)
}

/// What the picture is of.
pub struct Scene<'a> {
    /// The run.
    pub run: &'a Run,
    /// Its moment.
    pub moment: &'a Moment,
    /// The most any output buffer holds in the run.
    pub peak: Bytes,
    /// How much slower the stream is shown than it flows.
    pub slow: u32,
    /// Whom the verbs apply to.
    pub target: Whom,
}

/// Draws one moment.
#[must_use]
pub fn topology(scene: &Scene<'_>, width: f64, height: f64) -> Picture {
    let mut picture = Picture::new(width, height);
    let moment = scene.moment;
    let layout = Layout::new(width, height, moment.replicas.len());
    primary(&mut picture, scene, height);
    if moment.replicas.is_empty() {
        let at = (PRIMARY + 14.0, height / 2.0);
        picture.text(at, words::text("page-no-replica"), 12.5, Ink::Muted, Side::Start);
    }
    let (hard, soft) = acting_limits(moment);
    // The hard limit is near the right end; where it is off, whatever is highest.
    let full =
        if hard.is_zero() { scene.peak.0.max(soft.0.saturating_mul(2)) } else { hard.0 }.max(1);
    for (index, replica) in moment.replicas.iter().enumerate().take(layout.rows) {
        let y = layout.middle(index);
        if scene.target == Whom::Replica(index) {
            chosen(
                &mut picture,
                (PRIMARY + 5.0, y - layout.row / 2.0 + 8.0),
                (width - PRIMARY - 6.0, layout.row - 2.0),
            );
        }
        vessel(&mut picture, scene, &layout, (replica, index, y), (hard, soft, full as f64 * 1.06));
        link(&mut picture, scene, &layout, (replica, index, y));
        end(&mut picture, scene, (replica, index), (layout.link.1 + 12.0, y), layout.row);
    }
    let more = moment.replicas.len().saturating_sub(ROWS) as u64;
    if more > 0 {
        let said = words::say(&Message::new("page-more-replicas").with("count", more));
        picture.text((width - 4.0, height - 6.0), said, 11.0, Ink::Muted, Side::End);
    }
    picture
}

fn chosen(picture: &mut Picture, at: At, size: At) {
    picture.marks.push(Mark::Box {
        at,
        size,
        round: 7.0,
        fill: Some(Ink::Accent),
        border: Some(Ink::Accent),
        alpha: 0.08,
    });
}

/// The primary: its writes, whether it stands still, and its child.
fn primary(picture: &mut Picture, scene: &Scene<'_>, height: f64) {
    let moment = scene.moment;
    let (x, middle) = (8.0, PRIMARY / 2.0);
    picture.marks.push(Mark::Box {
        at: (1.0, 6.0),
        size: (PRIMARY - 2.0, height - 14.0),
        round: 7.0,
        fill: Some(Ink::Card),
        border: Some(if scene.target == Whom::Primary { Ink::Accent } else { Ink::Line }),
        alpha: 1.0,
    });
    picture.bold((middle, 22.0), words::text("page-primary"), 12.0, Ink::Ink, Side::Middle);
    picture.text((middle, 39.0), words::rate(moment.write_rate), 11.0, Ink::Muted, Side::Middle);
    if let Some(left) =
        moment.frozen_until.and_then(|until| (until > moment.at).then(|| until - moment.at))
    {
        let size = (PRIMARY - 2.0, 34.0);
        let (at, round) = ((1.0, 50.0), 0.0);
        picture.marks.push(Mark::Box {
            at,
            size,
            round,
            fill: Some(Ink::Hard),
            border: None,
            alpha: 1.0,
        });
        let said = words::text("page-frozen");
        picture.bold((middle, 61.0), said, 10.5, Ink::Card, Side::Middle);
        picture.text((middle, 75.0), words::time(left), 10.5, Ink::Card, Side::Middle);
    }
    // The child stands at the bottom of the primary it was forked from.
    let top = height - 92.0;
    let Some(child) = moment.child else {
        picture.text(
            (middle, height - 24.0),
            words::text("page-child-none"),
            10.5,
            Ink::Muted,
            Side::Middle,
        );
        return;
    };
    picture.marks.push(Mark::Box {
        at: (5.0, top),
        size: (PRIMARY - 10.0, 78.0),
        round: 5.0,
        fill: Some(Ink::Track),
        border: Some(Ink::Muted),
        alpha: 0.7,
    });
    let name = Message::new("page-child-name").with("done", Value::Permille(child.permille));
    picture.bold((middle, top + 13.0), words::say(&name), 10.5, Ink::Ink, Side::Middle);
    bar(
        picture,
        (x + 2.0, top + 23.0),
        PRIMARY - 20.0,
        child.permille as f64 / 1000.0,
        Ink::Accent,
    );
    picture.text(
        (middle, top + 42.0),
        words::text("page-child-cow"),
        10.0,
        Ink::Muted,
        Side::Middle,
    );
    picture.text((middle, top + 55.0), words::bytes(child.cow), 10.5, Ink::Ink, Side::Middle);
    let share = child.cow.0 as f64 / scene.run.scenario.dataset.0.max(1) as f64;
    bar(picture, (x + 2.0, top + 65.0), PRIMARY - 20.0, share, Ink::Soft);
}

fn bar(picture: &mut Picture, at: At, width: f64, share: f64, ink: Ink) {
    for (share, ink, alpha) in [(1.0, Ink::Line, 1.0), (share.clamp(0.0, 1.0), ink, 1.0)] {
        let size = (width * share, 6.0);
        picture.marks.push(Mark::Box {
            at,
            size,
            round: 2.0,
            fill: Some(ink),
            border: None,
            alpha,
        });
    }
}

/// The output buffer: it fills from the primary towards its limits.
fn vessel(
    picture: &mut Picture,
    scene: &Scene<'_>,
    layout: &Layout,
    (replica, index, y): (&ReplicaMoment, usize, f64),
    (hard, soft, full): (Bytes, Bytes, f64),
) {
    const HIGH: f64 = 22.0;
    let (left, right) = layout.vessel;
    let top = y - HIGH / 2.0;
    if scene.run.scenario.replicas.get(index).is_some_and(|spec| spec.of.is_none()) {
        picture.line((PRIMARY, y), (left, y), 1.5, Ink::Muted);
    }
    picture.marks.push(Mark::Box {
        at: (left, top),
        size: (right - left, HIGH),
        round: 5.0,
        fill: Some(Ink::Card),
        border: Some(Ink::Line),
        alpha: 1.0,
    });
    let x_of = |bytes: Bytes| left + (bytes.0 as f64 / full).clamp(0.0, 1.0) * (right - left);
    if !replica.output_buffer.is_zero() {
        let wide = (x_of(replica.output_buffer) - left - 2.0).max(2.0);
        picture.marks.push(Mark::Box {
            at: (left + 2.0, top + 2.0),
            size: (wide, HIGH - 4.0),
            round: 3.0,
            fill: Some(Ink::Replica(index)),
            border: None,
            alpha: 0.75,
        });
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
        if index == 0 {
            // Where the two are close together, their names lean away from each other.
            let side = match (hard.is_zero() || soft.is_zero(), x_of(hard) - x_of(soft)) {
                (false, apart) if apart.abs() < 30.0 => {
                    if (limit == soft) == (apart >= 0.0) {
                        Side::End
                    } else {
                        Side::Start
                    }
                }
                _ => Side::Middle,
            };
            picture.text((x, top - 10.0), words::text(name), 10.5, ink, side);
        }
    }
    if let Some(since) = replica.soft_since {
        let allowed = Duration::from_secs(scene.moment.settings.output_buffer.soft_for.max(1));
        let share = scene.moment.at.saturating_since(since).as_secs_f64() / allowed.as_secs_f64();
        soft_clock(picture, (right - 13.0, y), share.clamp(0.0, 1.0));
    }
    picture.text((left, y + 21.0), holds(scene.moment, replica), 11.0, Ink::Ink, Side::Start);
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
fn link(
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
    } else if replica.silent {
        for x in [middle - 3.5, middle + 3.5] {
            picture.line((x, y - 6.0), (x, y + 6.0), 3.0, Ink::Soft);
        }
    } else {
        flow(picture, scene, (replica, index), (left, right), y);
    }
    let Some(spec) = scene.run.scenario.replicas.get(index) else { return };
    let at = (middle, y + 21.0);
    match (replica.phase, spec.of.and_then(|of| scene.moment.replicas.get(of))) {
        (Phase::Down { retry, .. }, _) if retry > scene.moment.at => {
            let wait = Duration::from_secs((retry - scene.moment.at).as_secs() + 1);
            let said = Message::new("page-retry").with("time", wait);
            picture.text(at, words::say(&said), 10.5, Ink::Muted, Side::Middle);
        }
        (_, Some(parent)) => {
            let said = Message::new("page-hangs").with("who", parent.name.as_str());
            picture.text(at, words::say(&said), 10.5, Ink::Muted, Side::Middle);
        }
        // A long word about the buffer takes the place of the link's speed.
        _ if replica.soft_since.is_some() => {}
        _ => picture.text(at, spec.link.to_string(), 10.5, Ink::Muted, Side::Middle),
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
fn end(
    picture: &mut Picture,
    scene: &Scene<'_>,
    (replica, index): (&ReplicaMoment, usize),
    (x, y): At,
    room: f64,
) {
    let up = if room > 52.0 { y - 8.0 } else { y };
    picture.marks.push(marker(index, (x, up), 6.5, replica.attached));
    picture.bold((x + 12.0, up), replica.name.clone(), 12.5, Ink::Replica(index), Side::Start);
    picture.text((x - 6.0, up + 16.0), phase(replica), 11.0, Ink::Ink, Side::Start);
    if room > 52.0 && replica.attached {
        let name = info::state_name(replica, scene.moment.profile.channel);
        picture.text((x - 6.0, up + 30.0), name, 10.0, Ink::Muted, Side::Start);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::State;
    use stormglass_core::units::Instant;

    fn words_at(state: &State, second: u64) -> Vec<String> {
        let moment = state.run.at(Instant::from_secs(second));
        let scene = Scene {
            run: &state.run,
            moment: &moment,
            peak: Bytes::mib(100),
            slow: 1,
            target: Whom::All,
        };
        topology(&scene, 310.0, 250.0).words().into_iter().map(str::to_owned).collect()
    }

    #[test]
    fn a_storm_is_told_by_the_picture() {
        let state = State::opening();
        let quiet = words_at(&state, 1);
        assert_eq!(quiet.iter().filter(|word| *word == "online").count(), 6, "{quiet:?}");
        let cut = words_at(&state, 25);
        assert!(cut.iter().any(|word| word.starts_with("tries")), "{cut:?}");
        let sync = words_at(&state, 100);
        assert!(sync.iter().any(|word| word == "wait_bgsave"), "{sync:?}");
        assert!(sync.iter().any(|word| word.starts_with("child")), "{sync:?}");
    }

    #[test]
    fn what_is_clicked_is_found() {
        assert_eq!(at(310.0, 250.0, 3, (20.0, 100.0)), Whom::Primary);
        for row in 0..3 {
            let y = Layout::new(310.0, 250.0, 3).middle(row);
            assert_eq!(at(310.0, 250.0, 3, (200.0, y)), Whom::Replica(row));
        }
        assert_eq!(at(310.0, 250.0, 0, (200.0, 100.0)), Whom::All);
    }
}
