//! Tools that come as npm packages: wasm-opt, and what drives the browsers.

use super::{debian, install_into, installing};
use crate::process::Call;
use crate::{Outcome, place};
use std::fs;
use std::path::{Path, PathBuf};

const HOW_TO_GET_NODE: &str = "install Node.js 20 or newer with npm (https://nodejs.org)";

/// npm, installed on Debian when it is missing.
fn npm() -> Outcome<PathBuf> {
    if let (Some(_), Some(npm)) = (place::on_path("node"), place::on_path("npm")) {
        return Ok(npm);
    }
    debian::install(&["nodejs", "npm"], "npm brings wasm-opt and drives the browsers")
        .map_err(|why| format!("{why}; {HOW_TO_GET_NODE}"))?;
    place::on_path("npm").ok_or_else(|| format!("npm is not on the PATH; {HOW_TO_GET_NODE}"))
}

/// The folder with `wasm-opt` of this version; `None` when the PATH has it already.
pub(crate) fn wasm_opt(version: &str) -> Outcome<Option<PathBuf>> {
    if place::on_path("wasm-opt").is_some_and(|file| is_wasm_opt(&file, version)) {
        return Ok(None);
    }
    let npm = npm()?;
    let folder = place::tool_cache().join(format!("binaryen-{version}"));
    let bin = folder.join("node_modules").join(".bin");
    let file = bin.join(if cfg!(windows) { "wasm-opt.cmd" } else { "wasm-opt" });
    if !is_wasm_opt(&file, version) {
        installing(&format!("binaryen {version}"), "its wasm-opt makes the page small", "15 s");
        install_into(&folder, |folder| {
            Call::new(&npm)
                .words("install --silent --no-fund --no-audit --ignore-scripts --prefix")
                .arg(folder)
                .arg(format!("binaryen@{version}"))
                .run()
        })?;
        if !is_wasm_opt(&file, version) {
            return Err(format!("{} does not run", file.display()));
        }
    }
    Ok(Some(bin))
}

fn is_wasm_opt(file: &Path, version: &str) -> bool {
    let said = file.is_file().then(|| Call::new(file).arg("--version").capture()).flatten();
    said.is_some_and(|text| text.split_whitespace().any(|word| word == version))
}

/// The folder with `node_modules` for the browser suite, as its lock file has them.
pub(crate) fn browser_modules() -> Outcome<PathBuf> {
    let npm = npm()?;
    let suite = place::root().join("tests").join("web");
    let lock = fs::read(suite.join("package-lock.json"))
        .map_err(|error| format!("tests/web/package-lock.json cannot be read: {error}"))?;
    let folder = place::tool_cache().join(format!("browser-tests-{:016x}", fingerprint(&lock)));
    if !folder.is_dir() {
        installing(
            "playwright-core, puppeteer-core and axe-core",
            "they drive the browsers",
            "15 s",
        );
        install_into(&folder, |folder| {
            for name in ["package.json", "package-lock.json"] {
                fs::copy(suite.join(name), folder.join(name))
                    .map_err(|error| format!("tests/web/{name} cannot be copied: {error}"))?;
            }
            Call::new(&npm)
                .words("ci --silent --no-fund --no-audit --ignore-scripts --prefix")
                .arg(folder)
                .run()
        })?;
    }
    Ok(folder)
}

/// FNV-1a: enough to tell one lock file from the next.
fn fingerprint(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::fingerprint;

    #[test]
    fn the_fingerprint_is_fnv_1a() {
        assert_eq!(fingerprint(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fingerprint(b"a"), 0xaf63_dc4c_8601_ec8c);
    }
}
