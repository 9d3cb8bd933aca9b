//! Logs recorded from real servers against what the engine says they would be.
//!
//! Each story of `tests/golden/logs`: a fresh replica, a connection killed, a replica that is paused
//! until the hard limit closes it and that then needs everything. Addresses and numbers are left
//! out; the lines, their order and their levels are compared.

use std::path::Path;

use stormglass_core::engine::simulate;
use stormglass_core::run::log;

use super::common::parsed;

/// What a recording holds of a line: who wrote it, how grave it is, and the words.
fn told(text: &str) -> Vec<String> {
    text.lines()
        .map(|line| {
            let (from, rest) = line.split_once(':').expect("pid:role");
            assert!(from.parse::<u32>().is_ok(), "{line}");
            let role = &rest[..1];
            // `dd Mon YYYY HH:MM:SS.mmm` is five words with the role.
            let words = rest.splitn(6, ' ').nth(5).expect("a level and a text");
            let words = words.replace("r1:6379", "ADDR").replace("primary:6379", "ADDR");
            format!("{role} {}", plain(&words))
        })
        .collect()
}

/// Replication IDs as `ID`, numbers as `N`, and of a client only that it is one.
fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let hex = rest.find(|c: char| !c.is_ascii_hexdigit()).unwrap_or(rest.len());
        if hex == 40 {
            out.push_str("ID");
            rest = &rest[40..];
        } else if digits > 0 {
            out.push('N');
            rest = &rest[digits..];
        } else {
            out.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    match (out.find(" addr=ADDR"), out.find(" scheduled")) {
        (Some(from), Some(to)) => format!("{} addr=ADDR ...{}", &out[..from], &out[to..]),
        _ => out,
    }
}

#[test]
fn logs_are_what_servers_wrote() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden/logs");
    let mut stories = 0;
    for entry in std::fs::read_dir(&folder).expect("the recordings") {
        let path = entry.expect("a file").path();
        if path.extension().is_none_or(|ext| ext != "storm") {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("a scenario");
        let run = simulate(&parsed(&text));
        for (side, says) in [("primary", log::primary(&run)), ("replica", log::replica(&run, 0))] {
            let file = path.with_extension(format!("{side}.txt"));
            let wrote = std::fs::read_to_string(&file).expect("a recording");
            // A scenario without `keys` does not know how many there are.
            let wrote: Vec<&str> =
                wrote.lines().filter(|line| !line.contains("Done loading RDB")).collect();
            assert_eq!(told(&says), wrote, "{}", file.display());
        }
        stories += 1;
    }
    assert!(stories > 10, "{stories} recordings");
}
