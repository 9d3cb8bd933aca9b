//! What a bundle consists of, said in two places of it: `files.json` for the page, which makes one
//! file of itself, and `sw.js`, which keeps the page for when there is no network.
//!
//! Trunk calls this when the files are there (`post_build` in Trunk.toml).

use crate::Outcome;
use crate::process::Call;
use crate::{guide, place};
use flate2::Crc;
use std::fs;
use std::path::{Path, PathBuf};

/// The script that keeps the page; it does not keep itself.
const KEEPER: &str = "sw.js";
const LIST: &str = "files.json";

/// The files of a bundle, with their names as the page asks for them.
pub(crate) struct Bundle {
    dir: PathBuf,
    /// All files, with `/` between folders, in order.
    files: Vec<String>,
}

/// Puts the texts and the guide beside the page, writes the list of files and tells the keeper of it.
pub(crate) fn finish(dir: &Path) -> Outcome {
    let texts = "run --quiet --locked --offline --package stormglass-text --bin stormglass-texts";
    Call::cargo(texts).arg("--").arg(dir).run()?;
    guide::make(&place::root(), dir)?;
    write_list(dir)
}

fn write_list(dir: &Path) -> Outcome {
    let bundle = Bundle::read(dir)?;
    let version = bundle.version()?;
    let json = format!(
        "{{\"version\":{version:?},\"style\":{:?},\"parts\":{{{}}}}}\n",
        bundle.style()?,
        bundle
            .parts()
            .iter()
            .map(|(name, file)| format!("{name:?}:{file:?}"))
            .collect::<Vec<_>>()
            .join(","),
    );
    write(&dir.join(LIST), json.as_bytes())?;
    let keeper = dir.join(KEEPER);
    let files: Vec<String> = bundle.files.iter().map(|file| format!("'{file}'")).collect();
    let script = text(&keeper)?
        .replace("'@version@'", &format!("'{version}'"))
        .replace("['@files@']", &format!("['./', '{LIST}', {}]", files.join(", ")));
    if script.contains('@') {
        return Err(format!("{} has a gap that was not filled", keeper.display()));
    }
    write(&keeper, script.as_bytes())
}

impl Bundle {
    pub(crate) fn read(dir: &Path) -> Outcome<Self> {
        let mut files = Vec::new();
        collect(dir, "", &mut files)
            .map_err(|error| format!("{} cannot be read: {error}", dir.display()))?;
        files.retain(|file| file != KEEPER && file != LIST);
        files.sort();
        Ok(Self { dir: dir.to_owned(), files })
    }

    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.dir.join(file)
    }

    /// The release, and a number that changes with any byte of it.
    fn version(&self) -> Outcome<String> {
        let mut sum = Crc::new();
        let keeper = [KEEPER.to_owned()];
        for file in self.files.iter().chain(&keeper) {
            sum.update(file.as_bytes());
            sum.update(&bytes(&self.path(file))?);
        }
        Ok(format!("{}-{:08x}", env!("CARGO_PKG_VERSION"), sum.sum()))
    }

    /// The files of the page; the guide stands beside it and is no part of it.
    fn pages(&self) -> impl Iterator<Item = &String> {
        self.files.iter().filter(|file| !file.starts_with(guide::FOLDER))
    }

    /// The file of the page's style.
    pub(crate) fn style(&self) -> Outcome<&str> {
        let style = self.pages().find(|file| file.ends_with(".css"));
        style.map(String::as_str).ok_or_else(|| "the bundle has no style".to_owned())
    }

    /// What the page asks for by name while it runs, with the file of each; those that the build
    /// names after their content go by the name they had.
    pub(crate) fn parts(&self) -> Vec<(String, &str)> {
        let kept = ["index.html", "icon", "stormglass.webmanifest"];
        let wanted = |file: &&String| {
            !file.ends_with(".css") && !kept.iter().any(|start| file.starts_with(start))
        };
        self.pages().filter(wanted).map(|file| (plain(file), file.as_str())).collect()
    }
}

/// `stormglass-web-6b1464b261e66e91_bg.wasm` without the number.
fn plain(file: &str) -> String {
    // Leading zeros are left out, so not each has sixteen digits.
    let hash = |part: &&str| {
        (12..=16).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_hexdigit())
    };
    let found = file.split(['-', '_', '.']).find(hash);
    found.map_or_else(|| file.to_owned(), |hash| file.replace(&format!("-{hash}"), ""))
}

fn collect(dir: &Path, under: &str, files: &mut Vec<String>) -> std::io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let file = format!("{under}{name}");
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{file}/"), files)?;
        } else {
            files.push(file);
        }
    }
    Ok(())
}

pub(crate) fn bytes(path: &Path) -> Outcome<Vec<u8>> {
    fs::read(path).map_err(|error| format!("{} cannot be read: {error}", path.display()))
}

pub(crate) fn text(path: &Path) -> Outcome<String> {
    String::from_utf8(bytes(path)?).map_err(|_| format!("{} is no text", path.display()))
}

pub(crate) fn write(path: &Path, bytes: &[u8]) -> Outcome {
    fs::write(path, bytes).map_err(|error| format!("{} cannot be written: {error}", path.display()))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A bundle in a folder of its own, as the build leaves it.
    pub(crate) fn made(name: &str) -> PathBuf {
        let dir = std::env::temp_dir().join(format!("xtask-{name}-{}", std::process::id()));
        for folder in ["lessons", "guide"] {
            fs::create_dir_all(dir.join(folder)).unwrap();
        }
        let web = "stormglass-web-6b1464b261e66e91";
        for (file, content) in [
            ("index.html", "<p>page"),
            ("page-1d9969a6501eb275.css", "p { color: red }"),
            (&format!("{web}.js"), "export default 1"),
            (&format!("{web}_bg.wasm"), "wasm"),
            ("lessons/one.lesson", "lesson"),
            ("icon.svg", "<svg>"),
            ("guide/guide.css", "p { color: blue }"),
            (KEEPER, "const VERSION = '@version@'; const FILES = ['@files@'];"),
            ("single.html", "<style>@style@</style>@parts@ @start@"),
        ] {
            fs::write(dir.join(file), content).unwrap();
        }
        dir
    }

    #[test]
    fn a_part_is_known_by_its_name_whatever_its_number() {
        for file in
            ["stormglass-web-7ff316e43441050_bg.wasm", "stormglass-web-6b1464b261e66e91_bg.wasm"]
        {
            assert_eq!(plain(file), "stormglass-web_bg.wasm");
        }
        assert_eq!(plain("stormglass-aside_bg.wasm"), "stormglass-aside_bg.wasm");
    }

    #[test]
    fn the_keeper_knows_every_file_and_another_byte_is_another_version() {
        let dir = made("bundle");
        write_list(&dir).unwrap();
        let first = fs::read_to_string(dir.join(KEEPER)).unwrap();
        for file in
            ["./", "index.html", "lessons/one.lesson", "files.json", "icon.svg", "guide/guide.css"]
        {
            assert!(first.contains(&format!("'{file}'")), "{file} in {first}");
        }
        assert!(!first.contains("sw.js"), "{first}");
        let named = fs::read_to_string(dir.join(LIST)).unwrap();
        let part = "\"stormglass-web_bg.wasm\":\"stormglass-web-6b1464b261e66e91_bg.wasm\"";
        assert!(named.contains(part) && named.contains("page-1d9969a6501eb275.css"), "{named}");
        assert!(!named.contains("icon.svg") && !named.contains("guide"), "{named}");

        made("bundle");
        fs::write(dir.join("lessons/one.lesson"), "lessoN").unwrap();
        write_list(&dir).unwrap();
        let version = |text: &str| text.split('\'').nth(1).unwrap().to_owned();
        let second = fs::read_to_string(dir.join(KEEPER)).unwrap();
        assert_ne!(version(&first), version(&second));
        fs::remove_dir_all(dir).unwrap();
    }
}
