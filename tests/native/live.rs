//! The engine against real servers on loopback: every scenario of `tests/live`, acted out.
//!
//! Runs against `STORMGLASS_SERVER`, by default the `redis-server` on the PATH. Without one it says
//! so and passes, unless `STORMGLASS_NEEDS_SERVER` is set, as the test command does where it has one.
//! `STORMGLASS_LIVE=name,name` picks scenarios.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use stormglass_core::scenario::Scenario;
use stormglass_core::server::Server;
use stormglass_tests::lab::{Comparison, compare, find_server, observe, server_version};

/// Scenarios under way at a time: more would disturb each other's clocks.
const AT_ONCE: usize = 4;

fn server() -> Option<(PathBuf, Server)> {
    let Some(binary) = find_server() else {
        assert!(
            std::env::var_os("STORMGLASS_NEEDS_SERVER").is_none(),
            "no redis-server on the PATH; install one or point STORMGLASS_SERVER at it"
        );
        eprintln!("skipped: no redis-server on the PATH and no STORMGLASS_SERVER");
        return None;
    };
    let version = server_version(&binary).expect("the server says its version");
    Some((binary, version))
}

/// The scenarios by name, in order.
fn scenarios(version: Server) -> Vec<(String, Scenario)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("live");
    let wanted = std::env::var("STORMGLASS_LIVE").ok();
    let mut found: Vec<(String, Scenario)> = std::fs::read_dir(folder)
        .expect("the folder of live scenarios")
        .map(|entry| entry.expect("a file").path())
        .filter_map(|path| {
            let name = path.file_stem()?.to_str()?.to_owned();
            let picked = wanted.as_ref().is_none_or(|names| names.split(',').any(|n| n == name));
            let text = std::fs::read_to_string(&path).expect("a scenario file");
            // Loopback is faster than any network, and tiny data forks at once.
            let text = format!("server {version}\nfork 1ms/gb\n{text}");
            let scenario = Scenario::parse(&text)
                .unwrap_or_else(|findings| panic!("{}: {findings}", path.display()));
            picked.then_some((name, scenario))
        })
        .collect();
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
}

/// A lonely disagreement may be the machine's; one that repeats is a fault.
fn try_it(binary: &Path, scenario: &Scenario) -> Comparison {
    let mut last = Comparison::default();
    for _ in 0..2 {
        last = match observe(binary, scenario) {
            Ok(observed) => compare(scenario, &observed),
            Err(error) => {
                Comparison { problems: vec![format!("not acted out: {error}")], row: String::new() }
            }
        };
        if last.problems.is_empty() {
            break;
        }
    }
    last
}

#[test]
fn live_servers_do_what_the_engine_says() {
    let Some((binary, version)) = server() else { return };
    let scenarios = scenarios(version);
    let next = Mutex::new(0);
    let results: Mutex<Vec<Option<Comparison>>> =
        Mutex::new((0..scenarios.len()).map(|_| None).collect());
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                loop {
                    let index = {
                        let mut next = next.lock().expect("no panic under the lock");
                        *next += 1;
                        *next - 1
                    };
                    let Some((_, scenario)) = scenarios.get(index) else { return };
                    let result = try_it(&binary, scenario);
                    results.lock().expect("no panic under the lock")[index] = Some(result);
                }
            });
        }
    });
    let mut results = results.into_inner().expect("no panic under the lock");
    // Writers and proxies keep time only as well as the machine lets them: what differs is tried
    // once more, alone, and has to differ again.
    for ((name, scenario), result) in scenarios.iter().zip(&mut results) {
        let problems = result.as_ref().map_or(&[][..], |result| &result.problems);
        if !problems.is_empty() {
            eprintln!("{name} is tried again: {}", problems.join("; "));
            *result = Some(try_it(&binary, scenario));
        }
    }
    let mut table = format!("Server: {version}.\n\n");
    table.push_str(
        "| scenario | real | engine | streamed, real | engine | `histlen`, real | engine | times |\n\
         |---|---|---|---|---|---|---|---|\n",
    );
    let mut faults = String::new();
    let mut differs = String::new();
    for ((name, _), result) in scenarios.iter().zip(&results) {
        let result = result.as_ref().expect("every scenario was run");
        let verdict = if result.problems.is_empty() { "" } else { " **differs**" };
        let _ = writeln!(table, "| {name}{verdict} {}", result.row);
        for problem in &result.problems {
            let _ = writeln!(faults, "{name}: {problem}");
            // Lines of a log follow from what the states say, and are many.
            let short =
                problem.strip_prefix("log:").map_or(problem.as_str(), |_| "the log's lines");
            let _ = write!(differs, "- {name}: {short}\n\n");
        }
    }
    let equal = results.iter().flatten().filter(|result| result.problems.is_empty()).count();
    let short = format!("{version}: {equal} of {} agree.\n\n{differs}", results.len());
    // For `cargo xtask fidelity`.
    if let Some(path) = std::env::var_os("STORMGLASS_FIDELITY") {
        for (file, text) in [("live.md", table), ("live-short.md", short)] {
            std::fs::write(Path::new(&path).join(file), text).expect("it can be written");
        }
    }
    assert!(faults.is_empty(), "{faults}");
}
