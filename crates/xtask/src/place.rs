//! Where things are: the repository, the user's cache, programs on the PATH.

use std::env;
use std::path::{Path, PathBuf};

/// The top of the repository this program was compiled in.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).expect("the crate is two folders below the top").to_owned()
}

/// What makes the compiler write `crates/...` where a bug's message would name folders of the machine
/// that built the page. Only for the page: native builds keep their flags and their cache.
///
/// `None` where a path has a space, which this way of passing flags cannot hold, or where the user
/// has flags of their own.
pub(crate) fn anonymous_paths() -> Option<String> {
    let own =
        ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS"].iter().any(|name| env::var_os(name).is_some());
    let cargo = match env::var_os("CARGO_HOME") {
        Some(folder) => PathBuf::from(folder),
        None => PathBuf::from(env::var_os("HOME").or_else(|| env::var_os("USERPROFILE"))?)
            .join(".cargo"),
    };
    let (cargo, root) = (cargo.join("registry").join("src"), root());
    let flags = format!(
        "--remap-path-prefix={}=crates --remap-path-prefix={}=.",
        cargo.display(),
        root.display()
    );
    (!own && flags.split(' ').count() == 2).then_some(flags)
}

/// The built page.
pub(crate) fn dist() -> PathBuf {
    root().join("dist")
}

/// Where cargo puts programs of the dev profile: beside this one's folder.
pub(crate) fn debug_program(name: &str) -> PathBuf {
    let this = env::current_exe().expect("the operating system knows the running program");
    let target = this.ancestors().nth(2).expect("a program lies in target/<profile>/");
    target.join("debug").join(format!("{name}{}", env::consts::EXE_SUFFIX))
}

/// The cache of installed tools, shared by every clone of the same user.
pub(crate) fn tool_cache() -> PathBuf {
    let home = || PathBuf::from(env::var_os("HOME").unwrap_or_else(|| ".".into()));
    let base = if let Some(xdg) = env::var_os("XDG_CACHE_HOME").filter(|dir| !dir.is_empty()) {
        PathBuf::from(xdg)
    } else if cfg!(windows) {
        env::var_os("LOCALAPPDATA").map_or_else(home, PathBuf::from)
    } else if cfg!(target_os = "macos") {
        home().join("Library/Caches")
    } else {
        home().join(".cache")
    };
    base.join("stormglass").join("tools")
}

/// The first program of this name on the PATH.
pub(crate) fn on_path(name: &str) -> Option<PathBuf> {
    let endings: &[&str] = if cfg!(windows) { &[".exe", ".cmd", ".bat"] } else { &[""] };
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .flat_map(|dir| endings.iter().map(move |ending| dir.join(format!("{name}{ending}"))))
        .find(|file| file.is_file())
}

/// True where a run must be complete: nothing a check needs may be missing.
pub(crate) fn in_ci() -> bool {
    env::var_os("CI").is_some_and(|value| !value.is_empty() && value != "false")
}
