//! Tools that come as crates: trunk and wasm-bindgen.

use super::{install_into, installing};
use crate::process::Call;
use crate::{Outcome, place};
use std::env::consts::EXE_SUFFIX;
use std::path::{Path, PathBuf};

/// The folder of `program` in exactly this version; `None` when the PATH has it already.
pub(crate) fn ensure(package: &str, program: &str, version: &str) -> Outcome<Option<PathBuf>> {
    if place::on_path(program).is_some_and(|file| has_version(&file, version)) {
        return Ok(None);
    }
    let folder = place::tool_cache().join(format!("{package}-{version}"));
    let bin = folder.join("bin");
    let file = bin.join(format!("{program}{EXE_SUFFIX}"));
    if !has_version(&file, version) {
        install_into(&folder, |folder| install(package, program, version, folder))?;
        if !has_version(&file, version) {
            return Err(format!(
                "{} was installed but does not say it is version {version}; \
                 remove that folder and try again",
                folder.display()
            ));
        }
    }
    Ok(Some(bin))
}

fn install(package: &str, program: &str, version: &str, folder: &Path) -> Outcome {
    let what = format!("{package} {version}");
    let why = "the page is built with it";
    if place::on_path("cargo-binstall").is_some() {
        installing(&what, why, "ten seconds, as a ready-made program");
        let fetched = Call::cargo("binstall --no-confirm --disable-telemetry --root")
            .arg(folder)
            .arg(format!("{package}@{version}"))
            .run();
        match fetched {
            Ok(()) if folder.join("bin").join(format!("{program}{EXE_SUFFIX}")).is_file() => {
                return Ok(());
            }
            Ok(()) => println!("cargo-binstall brought no `{program}`; compiling it instead"),
            Err(why) => println!("{why}; compiling it instead"),
        }
    }
    installing(&what, why, "one to three minutes, compiled here");
    // A debug build without debug information compiles fastest, and these tools wait on files.
    Call::cargo("install --locked --no-default-features --debug --force")
        .words("--config profile.dev.debug=false --version")
        .arg(version)
        .arg("--root")
        .arg(folder)
        .arg(package)
        .run()
        .map_err(|why| format!("{what} could not be installed: {why}"))
}

fn has_version(file: &Path, version: &str) -> bool {
    let said = file.is_file().then(|| Call::new(file).arg("--version").capture()).flatten();
    said.is_some_and(|text| text.split_whitespace().any(|word| word == version))
}
