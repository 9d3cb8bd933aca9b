//! The gallery: every scene as a card, every lesson, and a place for one's own.

use stormglass_core::message::Message;
use stormglass_core::scenario::link::encode;

use super::markup::{button, head, say, text};
use super::row::{self, Rows};
use super::scenes::{GROUPS, SCENES, Scene};
use super::session::Session;
use super::{card, lessons, own};
use crate::view::svg::escaped;
use crate::words;

/// So many pictures are drawn before the page is asked to show them.
const BATCH: usize = 6;

/// Opens it; the pictures follow.
pub(super) fn open(session: &Session, rows: &mut Rows) {
    let cards: String = SCENES.iter().map(card::scene).collect();
    let taught: String = lessons::LESSONS.iter().map(card::lesson).collect();
    let groups: String = core::iter::once("")
        .chain(GROUPS)
        .map(|group| {
            let word = if group.is_empty() { "all" } else { group };
            let chosen = if group == session.group { " selected" } else { "" };
            let text = text(&["workshop-group-", word].concat());
            format!("<option value=\"{group}\"{chosen}>{text}</option>")
        })
        .collect();
    let html = format!(
        "{head}<div class=\"gallery\">\
         <section aria-labelledby=\"gallery-lessons\"><h2 id=\"gallery-lessons\">{lessons}</h2>\
         <p class=\"beside\"><a href=\"guide/teaching.html\" target=\"_blank\" \
         data-test=\"gallery-guide\">{guide}</a></p>\
         <ul class=\"cards\">{taught}</ul>{own}</section>\
         <section aria-labelledby=\"gallery-scenes\"><h2 id=\"gallery-scenes\">{scenes}</h2>\
         <div class=\"finder\"><input type=\"search\" data-w=\"search\" data-test=\"gallery-search\" \
         aria-label=\"{find}\" placeholder=\"{find}\" value=\"{search}\">\
         <select data-w=\"group\" aria-label=\"{group}\" data-test=\"gallery-group\">{groups}</select>\
         <span class=\"muted\" role=\"status\" data-place=\"found\" data-test=\"gallery-found\"></span>\
         </div><style data-place=\"sift\"></style><ul class=\"cards\">{cards}</ul></section></div>",
        head = head("workshop-gallery"),
        lessons = text("workshop-lessons"),
        guide = text("page-guide-teach"),
        own = own::form(),
        scenes = text("workshop-scenes"),
        find = text("workshop-find"),
        search = escaped(&session.search),
        group = text("workshop-group"),
    );
    rows.html("dialog", &html);
    rows.say(row::DIALOG, &["gallery"]);
    sift(session, rows);
    rows.say(row::AGAIN, &["pictures", "0"]);
}

/// Draws some pictures, and asks for the next.
pub(super) fn pictures(from: usize, rows: &mut Rows) {
    for scene in SCENES.iter().skip(from).take(BATCH) {
        rows.html(&["picture-", scene.name].concat(), &card::picture(scene));
    }
    let next = from.saturating_add(BATCH);
    if next < SCENES.len() {
        rows.say(row::AGAIN, &["pictures", &next.to_string()]);
    }
}

pub(super) fn search(session: &mut Session, text: &str, rows: &mut Rows) {
    text.clone_into(&mut session.search);
    sift(session, rows);
}

pub(super) fn group(session: &mut Session, group: &str, rows: &mut Rows) {
    group.clone_into(&mut session.group);
    sift(session, rows);
}

/// Whether a scene is in the group, and has every word that is searched for.
fn fits(session: &Session, scene: &Scene) -> bool {
    let group = scene.header("group").unwrap_or_default();
    let said = scene.words.map(words::text).join(" ");
    let all = [scene.text, group, &said].join(" ").to_lowercase();
    let search = session.search.to_lowercase();
    (session.group.is_empty() || session.group == group)
        && search.split_whitespace().all(|word| all.contains(word))
}

/// Hides what does not fit by a style of its own, so that no card is made anew while one types.
fn sift(session: &Session, rows: &mut Rows) {
    let hidden: Vec<String> = SCENES
        .iter()
        .filter(|scene| !fits(session, scene))
        .map(|scene| format!("[data-card=\"{}\"]", scene.name))
        .collect();
    let style = if hidden.is_empty() {
        String::new()
    } else {
        format!("{}{{display:none}}", hidden.join(","))
    };
    rows.html("sift", &style);
    let count = (SCENES.len() - hidden.len()) as u64;
    rows.html("found", &say(&Message::new("workshop-found").with("count", count)));
}

/// Opens a scene: the scenario, and what to look for.
pub(super) fn scene(session: &mut Session, name: &str, rows: &mut Rows) {
    name.clone_into(&mut session.look);
    let Some(scene) = Scene::named(name) else {
        return look(session, rows);
    };
    super::play::leave(session, rows);
    name.clone_into(&mut session.scene);
    rows.say(row::SCENE, &[scene.text, &scene.outage.to_string(), ""]);
    rows.say(row::DIALOG, &[""]);
    look(session, rows);
    rows.say(row::FOCUS, &["[data-test=look]"]);
}

/// What to look for in the scene that was asked for, while that is shown.
pub(super) fn look(session: &Session, rows: &mut Rows) {
    let name = session.look.as_str();
    if name.is_empty() {
        return;
    }
    let Some(scene) = Scene::named(name) else {
        let message = Message::new("workshop-no-scene").with("name", name);
        return rows.html("look", &strip(&say(&message), ""));
    };
    let [title, _, looked] = scene.words;
    let source = scene.header("source").map_or_else(String::new, card::source);
    let source =
        scene.header("defence").map_or_else(String::new, |lines| defence(name, lines)) + &source;
    let gap = words::gap();
    let stop = if gap.is_empty() { "。" } else { "." };
    let said = format!("<b>{}{stop}</b>{gap}{}", text(title), text(looked));
    rows.html("look", &strip(&said, &source));
}

/// The scene with a defence beside it, under one clock.
fn defence(name: &str, lines: &str) -> String {
    let twin = ["kept,", lines].concat();
    let link = encode("", &[("scene", name), ("twin", &twin)]);
    let (link, said) = (escaped(&link), text("workshop-defence"));
    format!("<a data-test=\"defence\" href=\"#{link}\">{said}</a> ")
}

fn strip(said: &str, source: &str) -> String {
    let more = button("gallery", "quiet", "workshop-more");
    let share = button("share", "quiet", "workshop-share");
    let (close, name) = (text("workshop-close"), text("workshop-look"));
    format!(
        "<div data-test=\"look\" role=\"region\" aria-label=\"{name}\" tabindex=\"-1\"><p>{said} {source}</p>{share}{more}\
         <button type=\"button\" class=\"quiet\" data-w=\"unlook\" aria-label=\"{close}\" \
         title=\"{close}\">✕</button></div>"
    )
}
