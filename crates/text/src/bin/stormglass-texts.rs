//! Puts the texts beside the page, at the end of its build: `cargo xtask bundle` calls it.
//!
//! A text's name holds a digest of it, so that a browser never shows an older text than its program
//! asks for. The script that fetches them (`web/assets/texts.js`) goes into the page's head, and into
//! the template of the page as one file.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;
use std::process::ExitCode;
use std::{env, fs, io};

use stormglass_text::Catalogue;

const SCRIPT: &str = include_str!("../../../../web/assets/texts.js");

/// The script goes after this, ...
const PLACE: &str = "</title>";

/// ... and in place of this.
const GAP: &str = "'@texts@';";

fn main() -> ExitCode {
    let Some(folder) = env::args_os().nth(1) else {
        eprintln!("stormglass-texts needs the folder of the built page");
        return ExitCode::from(2);
    };
    match put(&PathBuf::from(folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("stormglass-texts: {error}");
            ExitCode::FAILURE
        }
    }
}

fn put(folder: &std::path::Path) -> io::Result<()> {
    let mut files = Vec::new();
    for (name, text) in Catalogue::files() {
        let mut digest = DefaultHasher::new();
        text.hash(&mut digest);
        let file = format!("{name}-{:016x}.txt", digest.finish());
        fs::write(folder.join(&file), text)?;
        files.push(format!("{name:?}:{file:?}"));
    }
    let index = folder.join("index.html");
    let page = fs::read_to_string(&index)?;
    let Some((head, rest)) = page.split_once(PLACE) else {
        return Err(io::Error::other("index.html has no title"));
    };
    let script = script().replace("FILES", &format!("{{{}}}", files.join(",")));
    fs::write(index, format!("{head}{PLACE}<script>{script}</script>{rest}"))?;
    let single = folder.join("single.html");
    let template = fs::read_to_string(&single)?;
    if !template.contains(GAP) {
        return Err(io::Error::other("single.html has no place for the texts"));
    }
    fs::write(single, template.replace(GAP, &script))
}

/// The script without comments and indentation.
fn script() -> String {
    let lines = SCRIPT.lines().map(str::trim).filter(|line| !line.starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}
