//! A card of the gallery, and the small picture on it: the ring at a telling moment, and what
//! becomes of each replica.

use core::f64::consts::{FRAC_PI_2, TAU};

use stormglass_core::engine::simulate;
use stormglass_core::lesson::Lesson;
use stormglass_core::message::Message;
use stormglass_core::run::{Moment, Phase, Run, Standing};
use stormglass_core::scenario::Scenario;
use stormglass_core::units::Instant;

use super::lessons::Given;
use super::markup::{say, text};
use super::scenes::Scene;
use crate::view::picture::{Ink, Mark, Picture};
use crate::view::svg::{escaped, svg};
use crate::words;

const SIZE: (f64, f64) = (300.0, 104.0);
/// How many instants a picture looks at.
const LOOKS: u32 = 150;
/// More replicas than this are not told apart.
const LANES: usize = 5;
/// Where the lanes lie: from the left, and how long they are.
const LEFT: f64 = 112.0;
const LONG: f64 = 180.0;

/// The card of a scene, with room for its picture.
pub(super) fn scene(scene: &Scene) -> String {
    let [title, line, _] = scene.words;
    let name = scene.name;
    let group = scene.header("group").unwrap_or_default();
    let source = scene.header("source").map_or_else(String::new, source);
    format!(
        "<li class=\"card\" data-card=\"{name}\"><div class=\"picture\" data-place=\"picture-{name}\" \
         aria-hidden=\"true\"></div><h3><button type=\"button\" data-w=\"scene {name}\">{}</button></h3>\
         <p>{}</p><p class=\"muted\"><span class=\"tag\">{}</span> {source}</p></li>",
        text(title),
        text(line),
        text(&["workshop-group-", group].concat()),
    )
}

/// The link to what was reported in public.
pub(super) fn source(address: &str) -> String {
    let address = escaped(address);
    let text = text("workshop-source");
    format!("<a href=\"{address}\" target=\"_blank\" rel=\"noreferrer\">{text}</a>")
}

/// The card of a lesson.
pub(super) fn lesson(given: &Given) -> String {
    let Some(lesson) = Lesson::check_in(given.text, words::language()).lesson else {
        return String::new();
    };
    let goal = lesson.goals.first().map_or("", String::as_str);
    let about = Message::new("workshop-about")
        .with("minutes", lesson.minutes.unwrap_or(0))
        .with("steps", lesson.steps.len() as u64)
        .with("questions", lesson.questions());
    format!(
        "<li class=\"card\"><h3><button type=\"button\" data-w=\"lesson {}\">{}</button></h3>\
         <p>{}</p><p class=\"muted\">{}</p></li>",
        given.name,
        escaped(&lesson.title),
        escaped(goal),
        say(&about)
    )
}

/// The picture of a scene.
pub(super) fn picture(scene: &Scene) -> String {
    let Ok(scenario) = Scenario::parse(scene.text) else { return String::new() };
    let run = simulate(&scenario);
    let end = run.end.as_nanos().max(1);
    let moments: Vec<Moment> = (0..LOOKS)
        .map(|look| run.at(Instant::from_nanos(end / u64::from(LOOKS) * u64::from(look))))
        .collect();
    let mut picture = Picture::new(SIZE.0, SIZE.1);
    ring(&mut picture, telling(&moments));
    lanes(&mut picture, &run, &moments);
    let colour = |ink| match ink {
        Ink::Replica(index) => format!("var(--w{})", index % 7),
        Ink::Track => "var(--track)".to_owned(),
        Ink::Held => "var(--held)".to_owned(),
        Ink::Hard => "var(--hard)".to_owned(),
        Ink::Soft => "var(--cow)".to_owned(),
        Ink::Accent => "var(--accent)".to_owned(),
        Ink::Line => "var(--line)".to_owned(),
        Ink::Card => "var(--card)".to_owned(),
        Ink::Ink => "var(--ink)".to_owned(),
        Ink::Paper => "var(--bg)".to_owned(),
        Ink::Muted => "var(--muted)".to_owned(),
    };
    let drawn = svg(&[((0.0, 0.0), picture)], SIZE, "", 0.0, "none", &colour);
    let frame = format!("<svg viewBox=\"0 0 {} {}\" focusable=\"false\" ", SIZE.0, SIZE.1);
    drawn.replacen("<svg ", &frame, 1)
}

/// The moment at which the replicas that can still resume are farthest behind.
fn telling(moments: &[Moment]) -> &Moment {
    let behind = |moment: &Moment| {
        let inside = moment.replicas.iter().filter(|r| matches!(r.standing, Standing::In { .. }));
        inside.map(|replica| replica.behind.0).max().unwrap_or(0)
    };
    moments.iter().max_by_key(|moment| behind(moment)).expect("a run has moments")
}

fn ring(picture: &mut Picture, moment: &Moment) {
    let size = moment.settings.repl_backlog_size.0.max(1) as f64;
    let head = (moment.offset.0 as f64 / size).fract() * TAU - FRAC_PI_2;
    let mut arc = |back: f64, radius: f64, width: f64, ink: Ink| {
        let (from, to) = (head - back.clamp(0.0, 1.0) * TAU, head);
        let centre = (52.0, SIZE.1 / 2.0);
        let round = false;
        picture.marks.push(Mark::Arc { centre, radius, from, to, width, ink, alpha: 1.0, round });
    };
    arc(1.0, 26.0, 9.0, Ink::Track);
    if let Some(window) = &moment.window {
        arc(window.histlen.0 as f64 / size, 26.0, 9.0, Ink::Held);
    }
    for (index, replica) in moment.replicas.iter().take(LANES).enumerate() {
        if matches!(replica.standing, Standing::In { .. }) {
            let back = (replica.behind.0 as f64 / size).max(0.012);
            arc(back, 34.0 + 3.4 * index as f64, 2.4, Ink::Replica(index));
        }
    }
    arc(0.02, 26.0, 13.0, Ink::Ink);
}

fn lanes(picture: &mut Picture, run: &Run, moments: &[Moment]) {
    let shown = run.scenario.replicas.len().clamp(1, LANES);
    let high = (72.0 / shown as f64).min(24.0);
    let top = (SIZE.1 - high * shown as f64) / 2.0;
    let step = LONG / f64::from(LOOKS);
    for lane in 0..shown {
        let y = top + high * lane as f64;
        let look =
            |moment: &Moment| moment.replicas.get(lane).map(|replica| ink_of(replica.phase, lane));
        let mut from = 0;
        for to in 1..=moments.len() {
            let here = look(&moments[from]);
            if to < moments.len() && look(&moments[to]) == here {
                continue;
            }
            if let Some(ink) = here {
                let at = (LEFT + step * from as f64, y + 1.5);
                let size = (step * (to - from) as f64 - 0.6, high - 3.0);
                let (fill, border) = (Some(ink), None);
                picture.marks.push(Mark::Box { at, size, round: 1.5, fill, border, alpha: 1.0 });
            }
            from = to;
        }
    }
}

fn ink_of(phase: Phase, replica: usize) -> Ink {
    match phase {
        Phase::Online => Ink::Replica(replica),
        Phase::Down { .. } | Phase::Handshake | Phase::Gone { .. } => Ink::Track,
        Phase::Primary => Ink::Muted,
        Phase::WaitsForChild | Phase::Loading => Ink::Soft,
        Phase::Saving | Phase::Transfer => Ink::Hard,
    }
}
