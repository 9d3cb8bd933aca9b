//! From the guide into the page: a scenario that is shown there can be opened.

use crate::Outcome;

/// The page with what stands after `#`, seen from the guide.
fn link(fragment: &str) -> String {
    format!("<a class=\"open\" href=\"../index.html#v1;{fragment}\">Open it in the page</a>")
}

/// The link of a picture of a scene. Its title says of what: `scene short-and-long at 35s`.
pub(super) fn picture(title: &str) -> Option<String> {
    let (name, moment) = title.strip_prefix("scene ")?.split_once(" at ")?;
    Some(link(&format!("~scene={name};~cursor={moment}")))
}

/// The link of a block of code that is a scenario, or a terminal that shows one.
pub(super) fn block(code: &str) -> Outcome<Option<String>> {
    let Some(scenario) = scenario(code) else { return Ok(None) };
    let mut parts = Vec::new();
    for line in scenario {
        let words = line.split('#').next().unwrap_or_default();
        let words: Vec<&str> = words.split_whitespace().collect();
        if let Some(word) = words.iter().find(|word| !word.chars().all(stands_for_itself)) {
            return Err(format!("{word} cannot stand in a link as it is: {line}"));
        }
        if !words.is_empty() {
            parts.push(words.join("+"));
        }
    }
    Ok(Some(format!("<p>{}</p>\n", link(&parts.join(";")))))
}

/// What a link holds without an escape.
fn stands_for_itself(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._/:".contains(c)
}

/// The lines of the scenario: all of the block, or what follows `$ cat NAME.storm`.
fn scenario(code: &str) -> Option<Vec<&str>> {
    let mut lines = code.lines();
    if code.starts_with("$ ") {
        lines.find(|line| line.starts_with("$ cat ") && line.ends_with(".storm"))?;
    } else if !code.starts_with("server ") {
        return None;
    }
    Some(lines.take_while(|line| !line.starts_with("$ ")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::text;
    use crate::guide::{Guide, links};
    use crate::place;
    use pulldown_cmark::{Event, Tag};
    use stormglass_core::scenario::Scenario;
    use stormglass_core::scenario::link::decode;

    fn fragment(link: &str) -> &str {
        link.split_once('#').and_then(|(_, rest)| rest.split_once('"')).expect("a link").0
    }

    #[test]
    fn every_scenario_of_the_documents_is_opened_as_it_stands_there() {
        let mut seen = 0;
        for markdown in Guide::read(&place::root()).unwrap().documents.values() {
            for event in links::parser(markdown) {
                let Event::Text(code) = event else { continue };
                let Some(lines) = scenario(&code) else { continue };
                let found = block(&code).unwrap().expect("a link");
                let opened = decode(fragment(&found));
                assert!(opened.findings.is_empty(), "{found}: {:?}", opened.findings);
                assert_eq!(
                    Scenario::parse(&opened.scenario).unwrap(),
                    Scenario::parse(&lines.join("\n")).unwrap()
                );
                seen += 1;
            }
        }
        assert!(seen > 3, "{seen} scenarios");
    }

    #[test]
    fn every_picture_of_a_scene_leads_to_one_there_is() {
        let mut seen = 0;
        for markdown in Guide::read(&place::root()).unwrap().documents.values() {
            for event in links::parser(markdown) {
                let Event::Start(Tag::Image { title, dest_url, .. }) = event else { continue };
                let Some(found) = picture(&title) else {
                    assert!(!dest_url.ends_with(".svg"), "{dest_url} names no scene");
                    continue;
                };
                let opened = decode(fragment(&found));
                let [(scene, name), (cursor, _)] = &opened.state[..] else { panic!("{found}") };
                assert_eq!((scene.as_str(), cursor.as_str()), ("scene", "cursor"));
                text(&place::root().join(format!("web/assets/scenes/{name}.storm"))).unwrap();
                seen += 1;
            }
        }
        assert!(seen > 5, "{seen} pictures");
    }

    #[test]
    fn other_blocks_have_no_link_and_strange_words_are_named() {
        assert_eq!(block("$ ls\nserver redis 7.4.1\n"), Ok(None));
        assert_eq!(block("lesson One\n"), Ok(None));
        assert!(block("server redis 7.4.1\nsave \"\"\n").unwrap_err().contains("\"\""));
    }
}
