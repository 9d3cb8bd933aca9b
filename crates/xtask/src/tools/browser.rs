//! The browsers the page is tried in.

use super::debian;
use crate::{Outcome, place};
use std::env;
use std::path::PathBuf;

const CHROMIUM: &[&str] = &["chromium", "chromium-browser", "google-chrome", "chrome", "msedge"];
const CHROMIUM_ELSEWHERE: &[&str] = &[
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
];
const FIREFOX: &[&str] = &["firefox-esr", "firefox"];

/// A Chromium or one of its relatives; on Debian it is installed when missing.
pub(crate) fn chromium() -> Outcome<PathBuf> {
    if let Some(named) = env::var_os("STORMGLASS_CHROMIUM") {
        let named = PathBuf::from(named);
        return if named.is_file() {
            Ok(named)
        } else {
            Err(format!("STORMGLASS_CHROMIUM names {}, which is no file", named.display()))
        };
    }
    let look = || {
        let known = || CHROMIUM_ELSEWHERE.iter().map(PathBuf::from).find(|file| file.is_file());
        CHROMIUM.iter().find_map(|name| place::on_path(name)).or_else(known)
    };
    if let Some(found) = look() {
        return Ok(found);
    }
    let how = "install Chromium or Chrome, or name one in STORMGLASS_CHROMIUM";
    debian::install(&["chromium"], "the page is tried in it")
        .map_err(|why| format!("{why}; {how}"))?;
    look().ok_or_else(|| format!("there is still no Chromium on the PATH; {how}"))
}

/// A second opinion; tests that need it say so when it is missing.
pub(crate) fn firefox() -> Option<PathBuf> {
    let named = env::var_os("STORMGLASS_FIREFOX").map(PathBuf::from);
    named.or_else(|| FIREFOX.iter().find_map(|name| place::on_path(name)))
}
