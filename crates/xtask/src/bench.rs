//! Benchmarks: native with divan, then the same engine in the page.

use crate::process::Call;
use crate::{Outcome, page, place, web_suite};

pub(crate) fn run() -> Outcome {
    println!("==> Native");
    Call::cargo("bench --locked --package stormglass-tests").run()?;
    if place::root().join("tests/web/bench.mjs").is_file() {
        println!("\n==> In the page");
        page::build()?;
        web_suite::bench()?;
    }
    Ok(())
}
