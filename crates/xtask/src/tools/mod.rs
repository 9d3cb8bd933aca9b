//! What the tasks need beyond cargo: found where it is, installed where it is missing.
//!
//! Each tool is looked for in this order: the exact version on the PATH, the user's cache (a folder
//! per name and version, so that a second clone starts at once), then an installation into that
//! cache. An installation happens beside its final place and is moved there when it is complete.

pub(crate) mod browser;
pub(crate) mod cargo_tool;
pub(crate) mod debian;
pub(crate) mod deny;
pub(crate) mod npm;

use crate::process::Call;
use crate::{Outcome, place};
use std::fs;
use std::path::{Path, PathBuf};

/// The version of Trunk that Trunk.toml asks for.
const TRUNK: &str = "0.21.14";
/// The version of Binaryen, whose wasm-opt makes the wasm small.
const BINARYEN: &str = "132";

/// Folders to put in front of the PATH when the page is built.
pub(crate) struct PageTools {
    pub(crate) path: Vec<PathBuf>,
    /// Without it the page works, but is larger than it should be.
    pub(crate) wasm_opt: bool,
}

/// Everything that building the page needs.
pub(crate) fn for_page(optimised: bool) -> Outcome<PageTools> {
    wasm_target()?;
    let bindgen = cargo_tool::ensure("wasm-bindgen-cli", "wasm-bindgen", &wasm_bindgen_version()?)?;
    let trunk = cargo_tool::ensure("trunk", "trunk", TRUNK)?;
    let mut path: Vec<PathBuf> = [bindgen, trunk].into_iter().flatten().collect();
    if !optimised {
        return Ok(PageTools { path, wasm_opt: false });
    }
    match npm::wasm_opt(BINARYEN) {
        Ok(folder) => {
            path.extend(folder);
            Ok(PageTools { path, wasm_opt: true })
        }
        Err(why) => {
            eprintln!("\n  ! wasm-opt is missing: {why}");
            eprintln!("  ! The page is built without it and is some 10 to 20 % larger.\n");
            Ok(PageTools { path, wasm_opt: false })
        }
    }
}

/// The compiler's standard library for the browser.
pub(crate) fn wasm_target() -> Outcome {
    let target = "wasm32-unknown-unknown";
    let libdir = Call::new("rustc").words("--print target-libdir --target").arg(target).capture();
    if libdir.is_some_and(|dir| Path::new(dir.trim()).is_dir()) {
        return Ok(());
    }
    if place::on_path("rustup").is_none() {
        return Err(format!(
            "the Rust toolchain here has no standard library for {target}; \
             install that target with the package manager Rust came from, or use rustup"
        ));
    }
    installing(target, "the page is compiled for it", "half a minute");
    Call::new("rustup").words("target add").arg(target).run()
}

/// The version the page is compiled against; the command-line tool must be the same.
fn wasm_bindgen_version() -> Outcome<String> {
    let lock = fs::read_to_string(place::root().join("Cargo.lock"))
        .map_err(|error| format!("Cargo.lock cannot be read: {error}"))?;
    locked_version(&lock, "wasm-bindgen")
        .ok_or_else(|| "Cargo.lock names no version of wasm-bindgen, which web/ needs".to_owned())
}

fn locked_version(lock: &str, name: &str) -> Option<String> {
    let wanted = format!("name = \"{name}\"");
    let mut lines = lock.lines().skip_while(|line| *line != wanted);
    let version = lines.nth(1)?;
    Some(version.strip_prefix("version = \"")?.strip_suffix('"')?.to_owned())
}

/// Says what is about to be installed, before the wait.
pub(crate) fn installing(what: &str, why: &str, how_long: &str) {
    println!("\n==> Installing {what}: {why} (once; about {how_long})");
}

/// Runs `install` on a folder beside `place`, and moves it there when it succeeded.
///
/// So a folder that exists is complete, even after an interrupted installation.
pub(crate) fn install_into(place: &Path, install: impl FnOnce(&Path) -> Outcome) -> Outcome {
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    let unfinished = place.with_file_name(format!(".{name}-unfinished-{}", std::process::id()));
    let trouble =
        |what: &str, error: std::io::Error| format!("{}: {what}: {error}", place.display());
    fs::create_dir_all(&unfinished).map_err(|error| trouble("cannot be made", error))?;
    let result = install(&unfinished);
    if result.is_ok() {
        if place.exists() {
            fs::remove_dir_all(place).map_err(|error| trouble("cannot be replaced", error))?;
        }
        return fs::rename(&unfinished, place)
            .map_err(|error| trouble("the installation cannot be moved there", error));
    }
    // The failure matters more than a folder left behind.
    let _ = fs::remove_dir_all(&unfinished);
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lock_file_names_the_version() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"9.9.9\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.126\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen").as_deref(), Some("0.2.126"));
        assert_eq!(locked_version(lock, "trunk"), None);
    }

    #[test]
    fn a_failed_installation_leaves_nothing() {
        let base = std::env::temp_dir().join(format!("xtask-install-{}", std::process::id()));
        let place = base.join("tool-1.2.3");
        let failed = install_into(&place, |folder| {
            fs::write(folder.join("half"), "").map_err(|error| error.to_string())?;
            Err("no network".to_owned())
        });
        assert_eq!(failed, Err("no network".to_owned()));
        assert_eq!(fs::read_dir(&base).unwrap().count(), 0);

        let done = install_into(&place, |folder| {
            fs::write(folder.join("tool"), "").map_err(|error| error.to_string())
        });
        assert_eq!(done, Ok(()));
        assert!(place.join("tool").is_file());
        fs::remove_dir_all(base).unwrap();
    }
}
