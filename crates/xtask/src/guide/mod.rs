//! The guide beside the page: `docs/` as static pages, in `guide/` of the bundle.
//!
//! `docs/guide/README.md` is its first page. What a document links to within `docs/` comes along;
//! a link that leads out of it, into the code, is left out and its words stay.

mod links;
mod open;
mod page;
mod style;

use crate::Outcome;
use crate::bundle::{bytes, text, write};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The folder of the bundle.
pub(crate) const FOLDER: &str = "guide/";

const HOME: &str = "docs/guide/README.md";

/// The documents, by their path in the repository.
struct Guide {
    documents: BTreeMap<String, String>,
}

/// Writes the guide into a bundle.
pub(crate) fn make(root: &Path, bundle: &Path) -> Outcome {
    let guide = Guide::read(root)?;
    let folder = bundle.join(FOLDER);
    create(&folder)?;
    let mut wanted = BTreeSet::new();
    for (source, markdown) in &guide.documents {
        let made = page::made(&guide, source, markdown)?;
        write(&folder.join(file_of(source)), made.html.as_bytes())?;
        wanted.extend(made.files);
    }
    for source in wanted {
        let target = folder.join(source.trim_start_matches("docs/"));
        create(target.parent().expect("a file is in a folder"))?;
        write(&target, &bytes(&root.join(&source))?)?;
    }
    let page = text(&root.join("web/style/page.css"))?;
    write(&folder.join("guide.css"), style::of_guide(&page)?.as_bytes())
}

impl Guide {
    fn read(root: &Path) -> Outcome<Self> {
        let mut documents = BTreeMap::new();
        for folder in ["docs", "docs/guide"] {
            for name in names(&root.join(folder))?.iter().filter(|name| name.ends_with(".md")) {
                let source = format!("{folder}/{name}");
                documents.insert(source.clone(), text(&root.join(source))?);
            }
        }
        let files: BTreeSet<String> = documents.keys().map(|source| file_of(source)).collect();
        if files.len() < documents.len() {
            return Err("two documents under docs/ have the same name".to_owned());
        }
        Ok(Self { documents })
    }

    /// The pages of the guide proper, in the order in which its first page names them.
    fn order(&self) -> Vec<String> {
        let home = self.documents.get(HOME).map_or("", String::as_str);
        let mut order = vec![HOME.to_owned()];
        for link in links::of(HOME, home) {
            let within = link.path.starts_with("docs/guide/") && !order.contains(&link.path);
            if within && self.documents.contains_key(&link.path) {
                order.push(link.path);
            }
        }
        order
    }
}

/// `docs/guide/sizing.md` is `sizing.html`.
fn file_of(source: &str) -> String {
    let name = source.rsplit('/').next().unwrap_or(source).trim_end_matches(".md");
    let name = if name == "README" { "index" } else { name };
    format!("{name}.html")
}

fn names(dir: &Path) -> Outcome<Vec<String>> {
    let entries =
        fs::read_dir(dir).map_err(|error| format!("{} cannot be read: {error}", dir.display()))?;
    Ok(entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect())
}

fn create(dir: &Path) -> Outcome {
    fs::create_dir_all(dir).map_err(|error| format!("{} cannot be made: {error}", dir.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place;

    #[test]
    fn every_document_becomes_a_page_and_all_it_shows_comes_along() {
        let dir = std::env::temp_dir().join(format!("xtask-guide-{}", std::process::id()));
        make(&place::root(), &dir).unwrap();
        let guide = dir.join("guide");
        let pages: Vec<String> = names(&guide).unwrap();
        let mut pictures = 0;
        for name in pages.iter().filter(|name| name.ends_with(".html")) {
            let html = fs::read_to_string(guide.join(name)).unwrap();
            for quoted in html.split(" src=\"").skip(1).chain(html.split(" href=\"").skip(1)) {
                let address = quoted.split('"').next().unwrap();
                let file = address.split('#').next().unwrap();
                let elsewhere = file.is_empty() || file.contains("://") || file.starts_with("../");
                assert!(elsewhere || guide.join(file).is_file(), "{name} has {address}");
            }
            pictures += html.matches("<img").count();
        }
        assert!(pages.contains(&"index.html".to_owned()) && pictures > 0, "{pages:?}");
        fs::remove_dir_all(dir).unwrap();
    }

    #[test]
    fn the_first_page_names_all_others() {
        let guide = Guide::read(&place::root()).unwrap();
        let order = guide.order();
        let inside = guide.documents.keys().filter(|source| source.starts_with("docs/guide/"));
        for source in inside {
            assert!(order.contains(source), "{HOME} does not lead to {source}");
        }
    }
}
