//! The suites of tests/web, run against the built page by node.

use crate::process::Call;
use crate::server::{self, Server};
use crate::tools::{browser, npm};
use crate::{Outcome, page, place, single};
use std::path::PathBuf;

/// What the suites need: a server of the page, a browser, and what drives it.
struct Stage {
    server: Server,
    modules: PathBuf,
    chromium: PathBuf,
    firefox: Option<PathBuf>,
}

impl Stage {
    fn set() -> Outcome<Self> {
        Ok(Self {
            modules: npm::browser_modules()?,
            chromium: browser::chromium()?,
            firefox: browser::firefox(),
            server: server::for_tests()?,
        })
    }

    /// Node with all the suites are told; they read nothing else from outside.
    fn node(&self) -> Call {
        let call = Call::new("node")
            .env("STORMGLASS_URL", self.server.url())
            .env("STORMGLASS_MODULES", &self.modules)
            .env("STORMGLASS_CHROMIUM", &self.chromium)
            .env("STORMGLASS_CLI", place::debug_program("stormglass"))
            .env("STORMGLASS_SINGLE", place::root().join(single::FILE));
        match &self.firefox {
            Some(firefox) => call.env("STORMGLASS_FIREFOX", firefox),
            None => call,
        }
    }

    fn test(&self, files: &[&str]) -> Outcome {
        let call = self.node().words("--test --test-reporter=spec --test-concurrency=1");
        files.iter().fold(call, |call, file| call.arg(format!("tests/web/{file}"))).run()
    }
}

/// Whether the suites can run here at all: installs what it may, says what it may not.
pub(crate) fn prepare() -> Outcome {
    npm::browser_modules()?;
    browser::chromium().map(drop)
}

/// The page computes what the command line computes, scenario by scenario.
pub(crate) fn parity() -> Outcome {
    Call::cargo("build --locked --quiet --package stormglass").run()?;
    Stage::set()?.test(&["parity.test.mjs"])
}

/// The page in real browsers, as a person uses it.
pub(crate) fn browsers() -> Outcome {
    single::make()?;
    Stage::set()?.test(&[
        "page.test.mjs",
        "links.test.mjs",
        "languages.test.mjs",
        "everyone.test.mjs",
        "embed.test.mjs",
        "offline.test.mjs",
        "stage.test.mjs",
        "picture.test.mjs",
        "workshop.test.mjs",
        "guide.test.mjs",
        "look.test.mjs",
        "firefox.test.mjs",
    ])
}

/// Benchmarks in the page.
pub(crate) fn bench() -> Outcome {
    Stage::set()?.node().arg("tests/web/bench.mjs").run()
}

/// Pictures of the page in three widths and two themes.
pub(crate) fn shots(out: Option<String>) -> Outcome {
    let out = out.map_or_else(|| place::root().join("shots"), PathBuf::from);
    let out =
        std::path::absolute(&out).map_err(|error| format!("`--out {}`: {error}", out.display()))?;
    page::build()?;
    Stage::set()?.node().arg("tests/web/shots.mjs").arg(out).run()
}

/// The pictures of the documents.
pub(crate) fn guide_shots() -> Outcome {
    page::build()?;
    Call::cargo("build --locked --quiet --package stormglass").run()?;
    Stage::set()?.node().arg("tests/web/guide.mjs").arg(place::root().join("docs/images")).run()
}
