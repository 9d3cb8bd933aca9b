//! A link for others, as short as it can be, with a picture of it for the room.

use qrcodegen::{QrCode, QrCodeEcc};
use stormglass_core::message::Message;
use stormglass_core::scenario::Scenario;
use stormglass_core::scenario::link::encode;

use super::markup::{head, say, text};
use super::row::{self, Rows};
use super::scenes::Scene;
use super::session::Session;
use crate::view::svg::escaped;

/// A longer link makes a picture that a telephone cannot read from a screen.
const LONGEST: usize = 900;

/// The link: by name where the lesson or the scene has one, and nothing was changed.
pub(super) fn link(session: &Session, script: &str, address: &str) -> String {
    let (page, fragment) = address.split_once('#').unwrap_or((address, ""));
    // The language is named where the address names it: where somebody chose one.
    let language = fragment.split(';').find_map(|part| part.strip_prefix("~lang="));
    let step = (session.step + 1).to_string();
    let named = |words: &[(&str, &str)]| {
        let language = language.map(|tag| ("lang", tag));
        let words: Vec<_> = words.iter().copied().chain(language).collect();
        [page, "#", &encode("", &words)].concat()
    };
    match session.lesson.as_deref() {
        Some("") => named(&[("lesson-text", &session.text)]),
        Some(name) => named(&[("lesson", name), ("step", &step)]),
        None => {
            let same = |scene: &&Scene| Scenario::parse(scene.text) == Scenario::parse(script);
            match Scene::named(&session.scene).filter(same) {
                Some(scene) => named(&[("scene", scene.name)]),
                None => address.to_owned(),
            }
        }
    }
}

/// Opens the dialog.
pub(super) fn open(session: &Session, script: &str, address: &str, rows: &mut Rows) {
    let link = link(session, script, address);
    let length = Message::new("workshop-length").with("length", link.len() as u64);
    let picture = if link.len() <= LONGEST { picture(&link) } else { None };
    let picture = picture.unwrap_or_else(|| format!("<p>{}</p>", text("workshop-too-long")));
    let html = format!(
        "{}<div class=\"share\">{picture}<div><p>{}</p>\
         <input id=\"share-link\" data-test=\"share-link\" readonly aria-label=\"{}\" value=\"{}\">\
         <div class=\"row\"><button type=\"button\" class=\"play\" data-w=\"copy\" data-from=\"share-link\">{}</button>\
         <span class=\"muted\">{}</span></div></div></div>",
        head("workshop-share-title"),
        text("workshop-share-hint"),
        text("page-link"),
        escaped(&link),
        text("workshop-copy-link"),
        say(&length),
    );
    rows.html("dialog", &html);
    rows.say(row::DIALOG, &["share"]);
}

/// The link as a QR code: dark on light in every theme, with the quiet zone it needs.
fn picture(link: &str) -> Option<String> {
    let code = QrCode::encode_text(link, QrCodeEcc::Low).ok()?;
    let size = code.size();
    let mut path = String::new();
    for y in 0..size {
        for x in (0..size).filter(|x| code.get_module(*x, y)) {
            path.push_str(&format!("M{} {}h1v1h-1z", x + 4, y + 4));
        }
    }
    let (side, name) = (size + 8, text("workshop-qr"));
    Some(format!(
        "<svg class=\"qr\" data-test=\"qr\" role=\"img\" aria-label=\"{name}\" viewBox=\"0 0 {side} {side}\" \
         shape-rendering=\"crispEdges\"><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\
         <path d=\"{path}\" fill=\"#000\"/></svg>"
    ))
}
