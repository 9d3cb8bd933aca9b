//! One document as a page.

use super::{FOLDER, Guide, HOME, file_of, links, open};
use crate::Outcome;
use pulldown_cmark::{CowStr, Event, Tag, TagEnd, html};

/// A page, and the files under `docs/` it needs beside it.
pub(super) struct Made {
    pub(super) html: String,
    pub(super) files: Vec<String>,
}

pub(super) fn made(guide: &Guide, source: &str, markdown: &str) -> Outcome<Made> {
    let mut files = Vec::new();
    let events = events(guide, source, markdown, &mut files)?;
    let mut body = String::new();
    html::push_html(&mut body, events.into_iter());
    // What may scroll has to be reached by keyboard.
    let body = body.replace("<pre><code", "<pre tabindex=\"0\"><code");
    // A heading that says nothing is none.
    let body = body.replace("<th></th>", "<td></td>");
    let title = title(markdown);
    let home = if source == HOME { "" } else { " <a href=\"index.html\">Guide</a>" };
    let page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title} · Stormglass</title>\n\
         <link rel=\"icon\" href=\"../icon.svg\">\n<link rel=\"stylesheet\" href=\"guide.css\">\n\
         </head>\n<body>\n<nav aria-label=\"Stormglass\"><a href=\"../index.html\">Stormglass</a>\
         {home}</nav>\n<main>\n{body}</main>\n{}</body>\n</html>\n",
        onward(guide, source),
    );
    Ok(Made { html: page, files })
}

/// The document's events, with names on its headings and links that hold in the bundle.
fn events<'a>(
    guide: &Guide,
    source: &str,
    markdown: &'a str,
    files: &mut Vec<String>,
) -> Outcome<Vec<Event<'a>>> {
    let mut names = links::headings(markdown).into_iter();
    let mut events = Vec::new();
    // Links do not stand in one another, so one that was left out ends at the next end.
    let mut left_out = false;
    let (mut code, mut scene) = (String::new(), None);
    for event in links::parser(markdown) {
        match event {
            Event::Start(Tag::Heading { level, classes, attrs, .. }) => {
                let id = names.next().map(CowStr::from);
                events.push(Event::Start(Tag::Heading { level, id, classes, attrs }));
            }
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                match address(guide, source, &dest_url, files)? {
                    Some(to) => {
                        let dest_url = to.into();
                        events.push(Event::Start(Tag::Link { link_type, dest_url, title, id }));
                    }
                    None => left_out = true,
                }
            }
            Event::End(TagEnd::Link) if left_out => left_out = false,
            Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
                let to = address(guide, source, &dest_url, files)?;
                let to = to.ok_or_else(|| format!("{source} shows {dest_url}, not under docs/"))?;
                // On a phone it is small: by itself it can be made as large as one likes.
                events.push(Event::InlineHtml(format!("<a href=\"{to}\">").into()));
                let dest_url = to.into();
                // A title that became a link is not said twice.
                scene = open::picture(&title);
                let title = if scene.is_some() { CowStr::Borrowed("") } else { title };
                events.push(Event::Start(Tag::Image { link_type, dest_url, title, id }));
            }
            Event::End(TagEnd::Image) => {
                events.push(Event::End(TagEnd::Image));
                events.push(Event::InlineHtml("</a>".into()));
                events.extend(scene.take().map(|link| Event::InlineHtml(link.into())));
            }
            Event::Start(Tag::CodeBlock(kind)) => {
                code.clear();
                events.push(Event::Start(Tag::CodeBlock(kind)));
            }
            Event::Text(text) => {
                code.push_str(&text);
                events.push(Event::Text(text));
            }
            Event::End(TagEnd::CodeBlock) => {
                events.push(Event::End(TagEnd::CodeBlock));
                let link = open::block(&code).map_err(|why| format!("{source}: {why}"))?;
                events.extend(link.map(|link| Event::Html(link.into())));
            }
            // A wide table scrolls in a place of its own, not with the page.
            Event::Start(Tag::Table(columns)) => {
                events.push(Event::Html("<div class=\"wide\" tabindex=\"0\">".into()));
                events.push(Event::Start(Tag::Table(columns)));
            }
            Event::End(TagEnd::Table) => {
                events.push(Event::End(TagEnd::Table));
                events.push(Event::Html("</div>\n".into()));
            }
            other => events.push(other),
        }
    }
    Ok(events)
}

/// An address as it holds in the bundle; nothing where it leads out of `docs/`.
fn address(
    guide: &Guide,
    source: &str,
    written: &str,
    files: &mut Vec<String>,
) -> Outcome<Option<String>> {
    let Some(link) = links::resolved(source, written) else {
        return Ok(Some(written.to_owned()));
    };
    let heading =
        if link.heading.is_empty() { String::new() } else { format!("#{}", link.heading) };
    if guide.documents.contains_key(&link.path) {
        return Ok(Some(format!("{}{heading}", file_of(&link.path))));
    }
    let Some(under) = link.path.strip_prefix("docs/") else {
        return Ok(None);
    };
    if under.ends_with(".md") {
        return Err(format!("{source} leads to {written}, which is not in {FOLDER}"));
    }
    files.push(link.path.clone());
    Ok(Some(under.to_owned()))
}

/// The pages before and after this one.
fn onward(guide: &Guide, source: &str) -> String {
    let order = guide.order();
    let Some(at) = order.iter().position(|other| other == source) else {
        return String::new();
    };
    let link = |word: &str, source: Option<&String>| {
        source.map_or_else(String::new, |source| {
            let title = title(&guide.documents[source]);
            format!("<a rel=\"{word}\" href=\"{}\">{title}</a>", file_of(source))
        })
    };
    let before = at.checked_sub(1).and_then(|before| order.get(before));
    let [before, after] = [link("prev", before), link("next", order.get(at + 1))];
    format!("<nav class=\"onward\" aria-label=\"Pages\">{before}{after}</nav>\n")
}

/// The document's first heading.
fn title(markdown: &str) -> String {
    let line = markdown.lines().find_map(|line| line.strip_prefix("# "));
    line.unwrap_or("Stormglass").replace('&', "&amp;").replace('<', "&lt;").replace('`', "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn guide() -> Guide {
        let documents = [(HOME, "# Guide\n[one](one.md)"), ("docs/guide/one.md", "# One & all\n")];
        let own = documents.map(|(source, text)| (source.to_owned(), text.to_owned()));
        Guide { documents: BTreeMap::from(own) }
    }

    #[test]
    fn links_hold_in_the_bundle_and_those_into_the_code_are_words() {
        let text = "## Two words\n[a](one.md#x) [`b`](../../crates/a.rs) ![c](../images/c.svg)\n";
        let made = made(&guide(), "docs/guide/one.md", text).unwrap();
        for part in [
            "<h2 id=\"two-words\">",
            "<a href=\"one.html#x\">a</a>",
            " <code>b</code> ",
            "<a href=\"images/c.svg\"><img src=\"images/c.svg\" alt=\"c\" /></a>",
            "<a rel=\"prev\" href=\"index.html\">Guide</a>",
        ] {
            assert!(made.html.contains(part), "{part} in {}", made.html);
        }
        assert_eq!(made.files, ["docs/images/c.svg"]);
    }

    #[test]
    fn a_scenario_and_a_picture_of_a_scene_can_be_opened_in_the_page() {
        let text = "![c](../images/c.svg \"scene pinned at 38s\")\n\n```text\nserver redis 7.4.1\nreplica r1\n```\n\n```text\nhm\n```\n";
        let made = made(&guide(), "docs/guide/one.md", text).unwrap();
        for part in [
            "alt=\"c\" /></a><a class=\"open\" href=\"../index.html#v1;~scene=pinned;~cursor=38s\">",
            "</pre>\n<p><a class=\"open\" href=\"../index.html#v1;server+redis+7.4.1;replica+r1\">",
        ] {
            assert!(made.html.contains(part), "{part} in {}", made.html);
        }
        assert_eq!(made.html.matches("class=\"open\"").count(), 2, "{}", made.html);
    }

    #[test]
    fn an_empty_heading_of_a_column_is_none_and_code_is_reached_by_keyboard() {
        let text = "| | a |\n|---|---|\n| b | c |\n\n```text\nd\n```\n";
        let html = made(&guide(), "docs/guide/one.md", text).unwrap().html;
        assert!(html.contains("<td></td><th>a</th>"), "{html}");
        assert!(html.contains("<pre tabindex=\"0\"><code class=\"language-text\">d"), "{html}");
    }

    #[test]
    fn the_first_page_leads_on_and_a_missing_document_is_named() {
        let home = made(&guide(), HOME, "# Guide\n").unwrap().html;
        assert!(home.contains("<a rel=\"next\" href=\"one.html\">One &amp; all</a>"), "{home}");
        let trouble = made(&guide(), HOME, "[gone](gone.md)").err().unwrap();
        assert!(trouble.contains("gone.md"), "{trouble}");
    }
}
