//! Recorded scenarios, replayed by the engine and compared with what real servers did.

use std::path::Path;

use stormglass_core::engine::simulate;
use stormglass_core::scenario::Scenario;
use stormglass_core::units::Instant;

/// `redis-7.4.1` as the `server` line says it.
fn server_line(folder: &str) -> String {
    let (family, version) = folder.split_once('-').expect("family-version");
    format!("server {family} {version}\nallocator libc\n")
}

fn number(json: &serde_json::Value, key: &str) -> Option<u64> {
    let value = json.get(key)?;
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

fn replay(folder: &Path, text: &str) {
    let name = folder.display();
    let version = folder.file_name().and_then(|name| name.to_str()).expect("a folder's name");
    let scenario = Scenario::parse(&format!("{}{text}", server_line(version)))
        .unwrap_or_else(|findings| panic!("{name}: {findings}"));
    let json = std::fs::read_to_string(folder.join("observed.json")).expect("a recording");
    let observed: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let run = simulate(&scenario);
    let end = run.at(run.end);
    let is = |key: &str, ours: u64| {
        if let Some(theirs) = number(&observed, key) {
            assert_eq!(ours, theirs, "{name}: {key}");
        }
    };
    is("sync_full", end.counters.sync_full);
    is("sync_partial_ok", end.counters.sync_partial_ok);
    is("sync_partial_err", end.counters.sync_partial_err);
    is("kills_in_log", end.counters.output_buffer_disconnections);
    let attached = end.replicas.iter().filter(|replica| replica.attached).count();
    is("connected_slaves", u64::try_from(attached).expect("few"));
    let window = end.window.expect("a backlog");
    is("repl_backlog_size", window.size.0);
    // Written at a rate that was held to a tenth of a percent, over times good to some hundredths.
    let written = end.offset.0 - run.offset_at(Instant::ZERO).0;
    let theirs = number(&observed, "stream_bytes").expect("bytes streamed");
    assert!(written.abs_diff(theirs) < theirs / 200, "{name}: {written} of {theirs} written");
    let histlen = number(&observed, "repl_backlog_histlen").expect("histlen");
    let off_by = window.histlen.0.abs_diff(histlen);
    assert!(off_by < 16_384 + histlen / 200, "{name}: {} of {histlen} held", window.histlen.0);
}

#[test]
fn counters_offsets_and_windows_of_recorded_scenarios() {
    let lab = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden/lab");
    let mut replayed = 0;
    for story in std::fs::read_dir(lab).expect("recordings") {
        let story = story.expect("a folder").path();
        let text = std::fs::read_to_string(story.join("scenario.txt")).expect("a scenario");
        for folder in std::fs::read_dir(&story).expect("recordings") {
            let folder = folder.expect("a folder").path();
            if folder.is_dir() {
                replay(&folder, &text);
                replayed += 1;
            }
        }
    }
    assert!(replayed >= 12, "only {replayed} recordings found");
}
