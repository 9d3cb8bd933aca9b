//! Where a document leads: its links, resolved to paths of the repository, and its headings.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// A link or a picture that leads to a file of the repository.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Link {
    /// The file, from the repository's root.
    pub(super) path: String,
    /// What follows `#`, or nothing.
    pub(super) heading: String,
}

pub(super) fn parser(markdown: &str) -> Parser<'_> {
    Parser::new_ext(markdown, Options::ENABLE_TABLES)
}

/// The links of a document that lead into the repository.
pub(super) fn of(source: &str, markdown: &str) -> Vec<Link> {
    let mut found = Vec::new();
    for event in parser(markdown) {
        if let Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) = event {
            found.extend(resolved(source, &dest_url));
        }
    }
    found
}

/// Where an address in a document leads; nothing when that is another host.
pub(super) fn resolved(source: &str, address: &str) -> Option<Link> {
    if address.contains("://") || address.starts_with("mailto:") {
        return None;
    }
    let (file, heading) = address.split_once('#').unwrap_or((address, ""));
    let mut parts: Vec<&str> = source.split('/').collect();
    if !file.is_empty() {
        parts.pop();
    }
    for part in file.split('/').filter(|part| !part.is_empty() && *part != ".") {
        if part == ".." {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    Some(Link { path: parts.join("/"), heading: heading.to_owned() })
}

/// The names of a document's headings, as they stand after `#` in an address.
pub(super) fn headings(markdown: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open: Option<String> = None;
    for event in parser(markdown) {
        match event {
            Event::Start(Tag::Heading { .. }) => open = Some(String::new()),
            Event::Text(text) | Event::Code(text) => {
                if let Some(words) = &mut open {
                    words.push_str(&text);
                }
            }
            Event::End(TagEnd::Heading(_)) => {
                found.push(named(&open.take().unwrap_or_default(), &found));
            }
            _ => {}
        }
    }
    found
}

/// A heading's name: that of GitHub, so that links work in both places.
fn named(words: &str, before: &[String]) -> String {
    let kept = |c: &char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
    let name = words.to_lowercase().chars().filter(kept).collect::<String>().replace(' ', "-");
    let same = before.iter().filter(|other| **other == name).count();
    if same == 0 { name } else { format!("{name}-{same}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::text;
    use crate::guide::names;
    use crate::place;

    #[test]
    fn addresses_are_resolved_against_the_document() {
        let link = |address| resolved("docs/guide/sizing.md", address);
        let to = |path: &str, heading: &str| {
            Some(Link { path: path.to_owned(), heading: heading.to_owned() })
        };
        assert_eq!(link("../scenario.md#units"), to("docs/scenario.md", "units"));
        assert_eq!(link("../../README.md"), to("README.md", ""));
        assert_eq!(link("#here"), to("docs/guide/sizing.md", "here"));
        assert_eq!(link("https://example.org/a.md"), None);
    }

    #[test]
    fn headings_are_named_as_on_github() {
        let text = "# The ring, `omem` & more\n\n## Again\n\ntext\n\n## Again\n";
        assert_eq!(headings(text), ["the-ring-omem--more", "again", "again-1"]);
    }

    /// The documents of the whole repository lead to files and headings that are there.
    #[test]
    fn no_link_of_a_document_leads_nowhere() {
        let root = place::root();
        let mut dead = Vec::new();
        let mut seen = 0;
        for folder in ["", "docs/", "docs/guide/", "tests/web/", "tests/golden/", "tests/samples/"]
        {
            for name in names(&root.join(folder)).unwrap() {
                if !name.ends_with(".md") {
                    continue;
                }
                let source = format!("{folder}{name}");
                for link in of(&source, &text(&root.join(&source)).unwrap()) {
                    seen += 1;
                    let path = root.join(&link.path);
                    let there = path.exists()
                        && (link.heading.is_empty()
                            || headings(&text(&path).unwrap()).contains(&link.heading));
                    if !there {
                        dead.push(format!("{source}: {}#{}", link.path, link.heading));
                    }
                }
            }
        }
        assert!(dead.is_empty() && seen > 50, "{seen} links, of which dead: {dead:#?}");
    }
}
