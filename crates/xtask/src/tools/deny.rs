//! cargo-deny: licences, bans, sources and advisories of the dependencies.

use crate::place;
use crate::process::Call;

/// Whether `cargo deny` can be called; with cargo-binstall at hand it is fetched first.
///
/// Compiling it takes longer than all the other checks, so that is left to the reader.
pub(crate) fn available() -> bool {
    if place::on_path("cargo-deny").is_some() {
        return true;
    }
    if place::on_path("cargo-binstall").is_none() {
        return false;
    }
    super::installing("cargo-deny", "it checks licences and advisories", "ten seconds");
    let fetched = Call::cargo("binstall --no-confirm --disable-telemetry cargo-deny").run();
    fetched.is_ok() && place::on_path("cargo-deny").is_some()
}
