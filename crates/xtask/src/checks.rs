//! `cargo xtask test`: everything CI checks, cheap first.
//!
//! A step that fails does not stop the others; steps that build on it are skipped. The last line
//! counts the steps.

use crate::process::Call;
use crate::tools::{self, debian, deny};
use crate::{Outcome, page, place, sizes, web_suite};
use std::time::{Duration, Instant};

/// How a step ended, if not well.
enum Trouble {
    Failed(String),
    /// Not run, and why: something it needs cannot be had here.
    Skipped(String),
}

struct Step {
    name: &'static str,
    result: Result<(), Trouble>,
    took: Duration,
}

struct Checks {
    total: usize,
    done: Vec<Step>,
}

/// Runs the checks; an error when one failed.
pub(crate) fn run(fast: bool) -> Outcome {
    let mut checks = Checks { total: if fast { 5 } else { 12 }, done: Vec::new() };
    let server = if fast { Ok(()) } else { debian::redis_server() };
    if let Err(why) = &server {
        println!("No real server to compare with: {why}");
    }
    let promtool = if fast { Ok(()) } else { debian::promtool() };
    if let Err(why) = &promtool {
        println!("The alert rules cannot be checked: {why}");
    }
    let mut needed = Vec::new();
    if !fast && server.is_ok() {
        needed.push("STORMGLASS_NEEDS_SERVER");
    }
    if !fast && promtool.is_ok() {
        needed.push("STORMGLASS_NEEDS_PROMTOOL");
    }
    native(&mut checks, &needed);
    if !fast {
        web(&mut checks);
    }
    checks.summary()
}

/// Tests that depend on one of the `needed` programs fail where they would otherwise say that it is
/// missing.
fn native(checks: &mut Checks, needed: &[&str]) {
    checks.step("formatting", || cargo("fmt --all --check"));
    checks.step("lints", || {
        cargo("clippy --locked --workspace --all-targets --quiet -- -D warnings")
    });
    checks.step("documentation", || {
        let call = Call::cargo("doc --locked --workspace --no-deps --quiet");
        failed(call.env("RUSTDOCFLAGS", "-D warnings").run())
    });
    checks.step("tests", || {
        let mut call = Call::cargo("test --locked --workspace --no-fail-fast");
        for name in needed {
            call = call.env(name, "1");
        }
        failed(call.run())
    });
    checks.step("licences and bans", || {
        if !deny::available() {
            return Err(Trouble::Skipped(
                "cargo-deny is not installed (`cargo install --locked cargo-deny`)".to_owned(),
            ));
        }
        cargo("deny --all-features check --hide-inclusion-graph bans licenses sources")
    });
}

fn web(checks: &mut Checks) {
    checks.step("advisories", || {
        if !deny::available() {
            return Err(Trouble::Skipped("cargo-deny is not installed".to_owned()));
        }
        // The database lives on the network, and an advisory of today is no fault of this change.
        cargo("deny --all-features check advisories").map_err(|_| {
            Trouble::Skipped("advisories were found or not to be had; see above".to_owned())
        })
    });
    checks.step("lints, wasm", || {
        failed(tools::wasm_target())?;
        cargo(
            "clippy --locked --package stormglass-web --target wasm32-unknown-unknown --quiet \
             -- -D warnings",
        )
    });
    let built = checks.step("the page", || failed(page::build()));
    let dependent = |step: fn() -> Outcome| {
        move || {
            if built { failed(step()) } else { skipped("the page did not build") }
        }
    };
    checks.step("size of the first load", dependent(sizes::report));
    let ready = checks.step("browser and driver", || match web_suite::prepare() {
        Err(why) if !place::in_ci() => Err(Trouble::Skipped(why)),
        outcome => failed(outcome),
    });
    let in_browser = |step: fn() -> Outcome| {
        move || {
            if built && ready { failed(step()) } else { skipped("there is no page or browser") }
        }
    };
    checks.step("page and command line agree", in_browser(web_suite::parity));
    checks.step("the page in browsers", in_browser(web_suite::browsers));
}

fn cargo(words: &str) -> Result<(), Trouble> {
    failed(Call::cargo(words).run())
}

fn failed(outcome: Outcome) -> Result<(), Trouble> {
    outcome.map_err(Trouble::Failed)
}

fn skipped(why: &str) -> Result<(), Trouble> {
    Err(Trouble::Skipped(why.to_owned()))
}

impl Checks {
    /// Announces, runs and notes a step; true when it passed.
    fn step(&mut self, name: &'static str, run: impl FnOnce() -> Result<(), Trouble>) -> bool {
        println!("\n==> [{}/{}] {name}", self.done.len() + 1, self.total);
        let start = Instant::now();
        let result = run();
        let took = start.elapsed();
        match &result {
            Ok(()) => println!("    passed in {}", seconds(took)),
            Err(Trouble::Failed(why)) => println!("    FAILED after {}: {why}", seconds(took)),
            Err(Trouble::Skipped(why)) => println!("    skipped: {why}"),
        }
        let passed = result.is_ok();
        self.done.push(Step { name, result, took });
        passed
    }

    fn summary(&self) -> Outcome {
        println!("\n==> All steps");
        for step in &self.done {
            let (word, why) = match &step.result {
                Ok(()) => ("passed", ""),
                Err(Trouble::Failed(why)) => ("FAILED", why.as_str()),
                Err(Trouble::Skipped(why)) => ("skipped", why.as_str()),
            };
            println!("{:<30} {word:<8} {:>8}  {why}", step.name, seconds(step.took));
        }
        let count = |wanted: fn(&Result<(), Trouble>) -> bool| {
            self.done.iter().filter(|step| wanted(&step.result)).count()
        };
        let passed = count(Result::is_ok);
        let failed = count(|result| matches!(result, Err(Trouble::Failed(_))));
        let skipped = count(|result| matches!(result, Err(Trouble::Skipped(_))));
        let tail = if skipped == 0 { String::new() } else { format!(", {skipped} skipped") };
        println!("\nstormglass: {passed} passed, {failed} failed{tail}");
        if failed == 0 { Ok(()) } else { Err("a check failed; the list is above".to_owned()) }
    }
}

fn seconds(took: Duration) -> String {
    format!("{:.1} s", took.as_secs_f64())
}
