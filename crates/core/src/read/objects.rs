//! INFO, CONFIG GET and CLIENT LIST as client libraries hand them out: as objects.

use super::answers::{Answer, place};
use super::json::{Is, Json};
use super::{Sample, info, log};
use crate::scenario::directive;

/// What objects with known names say; `None` where there is none.
pub(super) fn wrapped(json: &Json, source: (u32, u32)) -> Option<Answer> {
    let mut answer = Answer::default();
    let mut sample = Sample::default();
    gather(json, &mut sample, &mut answer, source);
    close(sample, &mut answer);
    let something = !answer.samples.is_empty() || !answer.lines.is_empty();
    something.then_some(answer)
}

fn close(sample: Sample, answer: &mut Answer) {
    if sample.fields.keys().any(|name| info::is_known(name)) {
        answer.samples.push(sample);
    }
}

/// Sections of one INFO are objects in an object; INFOs of several servers are a list.
fn gather(json: &Json, sample: &mut Sample, answer: &mut Answer, source: (u32, u32)) {
    match &json.value {
        Is::Object(fields) => {
            if is_client(json) {
                answer.lines.push((place(json, source).1, joined(fields, " ")));
                return;
            }
            if let Some(line) = logged(json) {
                answer.lines.push((place(json, source).1, line));
                return;
            }
            let is_setting = |name: &str| directive::find(name).is_some();
            let settings = fields.iter().any(|(name, _)| name.contains('-') && is_setting(name));
            for (name, value) in fields {
                match value.text().filter(|_| settings && is_setting(name)) {
                    Some(text) => {
                        answer.lines.push((place(value, source).1, format!("{name} {text}")));
                    }
                    None => field(name, value, sample, answer, source),
                }
            }
        }
        Is::List(values) => {
            for value in values {
                let mut own = Sample::default();
                gather(value, &mut own, answer, source);
                close(own, answer);
            }
        }
        Is::Text(text) => lines(text, place(json, source).1, answer),
        Is::Bare(_) => {}
    }
}

fn field(name: &str, value: &Json, sample: &mut Sample, answer: &mut Answer, source: (u32, u32)) {
    let known = info::canonical(name);
    match &value.value {
        Is::Object(fields) if info::is_known(&known) && known.starts_with("slave") => {
            sample.set(&known, joined(fields, ","), place(value, source));
        }
        Is::Object(_) | Is::List(_) => gather(value, sample, answer, source),
        Is::Text(text) | Is::Bare(text) => {
            // The name of a server around its INFO, or a key of another tool's envelope.
            if text.contains('\n') || log::is_line(text) {
                lines(text, place(value, source).1, answer);
            } else if name
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
            {
                sample.set(
                    &known,
                    info::canonical_value(&known, text).to_owned(),
                    place(value, source),
                );
            }
        }
    }
}

fn lines(text: &str, at: u32, answer: &mut Answer) {
    answer.lines.extend(text.lines().map(|line| (at, line.to_owned())));
}

/// A line of a log that a shipper has taken apart, put together again.
fn logged(json: &Json) -> Option<String> {
    let text = |name: &str| json.get(name).and_then(Json::text);
    let at = ["timestamp", "@timestamp"].into_iter().find_map(text)?;
    let message = text("message").filter(|message| !log::is_line(message))?;
    let line =
        format!("role={} timestamp=\"{at}\" message=\"{message}\"", text("role").unwrap_or("-"));
    log::is_line(&line).then_some(line)
}

/// Whether it is a client of CLIENT LIST.
fn is_client(json: &Json) -> bool {
    ["flags", "omem"].iter().all(|key| json.get(key).is_some())
}

/// `a=1,b=2`.
fn joined(fields: &[(String, Json)], between: &str) -> String {
    let pairs: Vec<String> =
        fields.iter().filter_map(|(key, value)| Some(format!("{key}={}", value.text()?))).collect();
    pairs.join(between)
}
