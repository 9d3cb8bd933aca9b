//! `cargo xtask fidelity [SERVER...]`: the tables of `docs/fidelity.md`, measured again.

use std::fs;

use crate::process::Call;
use crate::{Outcome, place};

/// Acts out the live scenarios, runs the incidents, and writes what came of it between the markers
/// of the document; of other server binaries, what differs.
pub(crate) fn run(others: &[String]) -> Outcome {
    let root = place::root();
    let folder = root.join("target/fidelity");
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    println!("==> Live servers and incidents; about two minutes");
    let tests = "test --locked --quiet --package stormglass-tests -- live incidents";
    let ran = Call::cargo(tests).env("STORMGLASS_FIDELITY", folder.display().to_string()).run();
    let path = root.join("docs/fidelity.md");
    let mut text = read(&path)?;
    for part in ["live", "incidents"] {
        let table = folder.join(format!("{part}.md"));
        if table.is_file() {
            text = spliced(&text, part, &read(&table)?)?;
        }
    }
    let mut shorts = String::new();
    for server in others {
        println!("==> {server}");
        let tests = "test --locked --quiet --package stormglass-tests -- live::live";
        let call = Call::cargo(tests).env("STORMGLASS_SERVER", server.clone());
        let differs = call.env("STORMGLASS_FIDELITY", folder.display().to_string()).run().is_err();
        println!("    {}", if differs { "something differs" } else { "all agree" });
        shorts.push_str(&read(&folder.join("live-short.md"))?);
    }
    if !shorts.is_empty() {
        text = spliced(&text, "versions", &shorts)?;
    }
    fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))?;
    println!("docs/fidelity.md has the new tables");
    // Written all the same: what differs is said in the table.
    ran
}

fn read(path: &std::path::Path) -> Outcome<String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

/// `text` with `table` between `<!-- part:begin -->` and `<!-- part:end -->`.
fn spliced(text: &str, part: &str, table: &str) -> Outcome<String> {
    let (begin, end) = (format!("<!-- {part}:begin -->"), format!("<!-- {part}:end -->"));
    let missing = || format!("docs/fidelity.md has no markers {begin} and {end}");
    let (before, rest) = text.split_once(&begin).ok_or_else(missing)?;
    let (_, after) = rest.split_once(&end).ok_or_else(missing)?;
    Ok(format!("{before}{begin}\n{}\n{end}{after}", table.trim_end()))
}
