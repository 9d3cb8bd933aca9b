//! What README and the guide show is what the program prints.
//!
//! A block marked `console` is read as a terminal: after `$` a command, then what it prints, where
//! `...` stands for any lines. `cat FILE` of a file that is not there makes it. What needs a server
//! is not run; the files it would write are samples of a real one.
#![cfg(unix)]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

const SAMPLES: &[(&str, &str)] = &[
    ("tests/samples/redis-7.0.15-debian/primary_info_t0.txt", "before.txt"),
    ("tests/samples/redis-7.0.15-debian/primary_info_t1.txt", "after.txt"),
    ("tests/samples/redis-7.0.15-debian/primary.log", "primary.log"),
    ("tests/samples/redis-7.0.15-debian/replica.log", "replica.log"),
    ("web/assets/scenes/storm.storm", "storm.storm"),
    ("web/assets/lessons/2-partial-or-full.lesson", "2-partial-or-full.lesson"),
];

/// A command, and what stands below it.
struct Shown {
    command: String,
    output: Vec<String>,
}

#[test]
fn the_documents_show_what_the_program_prints() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let guide = fs::read_dir(root.join("docs/guide")).expect("the guide");
    let pages = guide.map(|page| page.expect("a readable folder").path());
    let mut troubles = Vec::new();
    let mut run = 0;
    for page in pages.chain([root.join("README.md")]) {
        let place = Place::made(&root, &page);
        for shown in shown(&fs::read_to_string(&page).expect("a text")) {
            if let Some(file) = shown.command.strip_prefix("cat ").map(|file| place.0.join(file))
                && !file.exists()
            {
                fs::write(file, shown.output.join("\n") + "\n").expect("a file is written");
                continue;
            }
            if ["redis-cli", "cargo"].iter().any(|other| shown.command.starts_with(other)) {
                continue;
            }
            run += 1;
            let printed = place.run(&shown.command);
            if !fits(&shown.output, &printed) {
                let name = page.file_name().expect("a file").display().to_string();
                troubles.push(format!("{name}: $ {}\n{}", shown.command, printed.join("\n")));
            }
        }
    }
    assert!(run > 20, "only {run} commands were found");
    assert!(troubles.is_empty(), "not as it is printed:\n\n{}", troubles.join("\n\n"));
}

/// A folder with the files the documents speak of; it goes when it is no longer used.
struct Place(PathBuf);

impl Place {
    fn made(root: &Path, page: &Path) -> Self {
        let name = page.file_stem().expect("a name").to_string_lossy();
        let dir = env::temp_dir().join(format!("stormglass-{name}-{}", std::process::id()));
        fs::create_dir_all(&dir).expect("a folder is made");
        for (from, to) in SAMPLES {
            fs::copy(root.join(from), dir.join(to)).expect("a sample");
        }
        Self(dir)
    }

    fn run(&self, command: &str) -> Vec<String> {
        let program = Path::new(env!("CARGO_BIN_EXE_stormglass"));
        let mut path = program.parent().expect("a folder").as_os_str().to_owned();
        path.push(":");
        path.push(env::var_os("PATH").unwrap_or_default());
        let output = Command::new("sh")
            .args(["-c", command])
            .current_dir(&self.0)
            .env("PATH", path)
            .env("NO_COLOR", "1")
            .env_remove("STORMGLASS_LANG")
            .output()
            .expect("a shell");
        let text = String::from_utf8(output.stdout).expect("text");
        text.lines().map(|line| line.trim_end().to_owned()).collect()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The commands of a document.
fn shown(text: &str) -> Vec<Shown> {
    let mut found: Vec<Shown> = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        if line.starts_with("```") {
            inside = line == "```console";
        } else if let (true, Some(command)) = (inside, line.strip_prefix("$ ")) {
            found.push(Shown { command: command.to_owned(), output: Vec::new() });
        } else if let (true, Some(last)) = (inside, found.last_mut()) {
            last.output.push(line.trim_end().to_owned());
        }
    }
    found
}

/// Whether lines are as shown, where `...` stands for any number of them.
fn fits(shown: &[String], printed: &[String]) -> bool {
    match shown.split_first() {
        None => printed.is_empty(),
        Some((gap, rest)) if gap == "..." => {
            (0..=printed.len()).any(|from| fits(rest, &printed[from..]))
        }
        Some((line, rest)) => printed.first() == Some(line) && fits(rest, &printed[1..]),
    }
}
