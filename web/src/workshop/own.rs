//! A lesson of somebody's own: from a file, a text, or an address.

use stormglass_core::lesson::Lesson;
use stormglass_core::message::Message;
use stormglass_core::scenario::{Finding, Severity};

use super::markup::{button, head, say, text};
use super::row::{self, Rows};
use super::session::Session;
use super::{gallery, play};
use crate::view::svg::escaped;

/// Where it is given, in the gallery.
pub(super) fn form() -> String {
    format!(
        "<details class=\"own\"><summary>{own}</summary><p class=\"hint\">{hint}</p>\
         <textarea id=\"own-text\" rows=\"8\" spellcheck=\"false\" aria-label=\"{label}\" \
         data-test=\"own-text\" placeholder=\"lesson …\"></textarea><div class=\"row\">\
         <button type=\"button\" data-w=\"own\" data-from=\"own-text\" data-test=\"own-open\">{open}</button>\
         <label class=\"file\">{file}<input type=\"file\" data-file=\"own\" data-test=\"own-file\"></label>\
         </div><div class=\"row\"><input type=\"url\" id=\"own-url\" class=\"address\" \
         placeholder=\"https://…\" aria-label=\"{url}\" data-test=\"own-url\">\
         <button type=\"button\" data-w=\"url\" data-from=\"own-url\" data-test=\"own-fetch\">{fetch}</button>\
         </div><div data-place=\"own-said\" data-test=\"own-said\" aria-live=\"polite\"></div></details>",
        own = text("workshop-own"),
        hint = text("workshop-own-hint"),
        label = text("workshop-own-text"),
        open = text("workshop-own-open"),
        file = text("workshop-own-file"),
        url = text("workshop-own-url"),
        fetch = text("workshop-own-fetch"),
    )
}

/// Reads a lesson, holds it against the engine, and begins it; or says everything that is wrong.
pub(super) fn open(session: &mut Session, given: &str, script: &str, rows: &mut Rows) {
    let checked = Lesson::check(given);
    let mut findings = checked.findings;
    if let Some(lesson) = &checked.lesson {
        findings.extend(lesson.prove(&checked.lines));
    }
    findings.sort_by_key(|finding| finding.line.unwrap_or(u32::MAX));
    if findings.iter().any(|finding| finding.severity == Severity::Error) {
        let list: String = findings.iter().map(finding).collect();
        let count = findings.len() as u64;
        let said = say(&Message::new("workshop-own-wrong").with("count", count));
        said_there(
            session,
            &format!("<p><b>{said}</b></p><ul class=\"findings\">{list}</ul>"),
            rows,
        );
        return;
    }
    play::begin(session, "", given, script, rows);
}

/// Says something below the form, which may not be open yet.
fn said_there(session: &Session, said: &str, rows: &mut Rows) {
    // The form is there already, unless the lesson came with a link.
    if session.linked {
        gallery::open(session, rows);
    }
    rows.html("own-said", said);
    rows.say(row::FOCUS, &[".own"]);
}

fn finding(finding: &Finding) -> String {
    let class = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    let line = finding.line.map_or_else(String::new, |line| {
        format!("<b>{}:</b> ", say(&Message::new("page-line").with("line", line)))
    });
    let hint =
        finding.hint.as_ref().map_or_else(String::new, |hint| format!("<i>{}</i>", say(hint)));
    format!("<li class=\"{class}\">{line}{} {hint}</li>", say(&finding.message))
}

fn is_address(address: &str) -> bool {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(char::is_whitespace))
}

/// Asks the page for what is at an address.
pub(super) fn fetch(address: &str, rows: &mut Rows) {
    let address = address.trim();
    if is_address(address) {
        rows.html("own-said", &format!("<p>{}</p>", text("workshop-own-fetching")));
        rows.say(row::FETCH, &[address]);
    } else {
        rows.html("own-said", &format!("<p class=\"trouble\">{}</p>", text("workshop-own-no-url")));
    }
}

/// A link wants a lesson from somewhere else: that is asked first, since it is the only request the
/// page ever makes to another host.
pub(super) fn offer(address: &str, rows: &mut Rows) {
    let message = Message::new("workshop-offer").with("address", address);
    let html = format!(
        "{}<p>{}</p><p class=\"hint\">{}</p><input type=\"hidden\" id=\"own-url\" value=\"{}\">\
         <div data-place=\"own-said\" data-test=\"own-said\" aria-live=\"polite\"></div>\
         <div class=\"row\"><button type=\"button\" class=\"play\" data-w=\"url\" data-from=\"own-url\" \
         data-test=\"own-fetch\">{}</button>{}</div>",
        head("workshop-offer-title"),
        say(&message),
        text("workshop-offer-hint"),
        escaped(address),
        text("workshop-own-fetch"),
        button("shut", "", "workshop-offer-no"),
    );
    rows.html("dialog", &html);
    rows.say(row::DIALOG, &["offer"]);
}

/// What was at an address could not be had.
pub(super) fn unfetched(why: &str, rows: &mut Rows) {
    let message = Message::new("workshop-unfetched").with("why", why);
    rows.html("own-said", &format!("<p class=\"trouble\" role=\"alert\">{}</p>", say(&message)));
}
