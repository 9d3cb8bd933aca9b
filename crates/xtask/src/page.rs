//! Building the page, and showing it.

use crate::process::Call;
use crate::server::{FIRST_PORT, Server};
use crate::tools::{self, PageTools};
use crate::{Outcome, place, sizes};

/// The static bundle in `dist/`, as it is published.
pub(crate) fn dist() -> Outcome {
    build()?;
    println!("\nThe page is in dist/: static files that work under any path.");
    sizes::print_total()
}

/// Builds the page and serves it until the program is ended.
pub(crate) fn serve(port: Option<u16>, debug: bool, watch: bool) -> Outcome {
    if watch {
        return watch_and_serve(port.unwrap_or(FIRST_PORT), debug);
    }
    if let Some(port) = port {
        // Better known now than after the build.
        Server::try_port(port)?;
    }
    if debug {
        build_debug()?
    } else {
        build()?
    }
    let server = Server::start(place::dist(), port, "/")?;
    if port.is_none() && server.port() != FIRST_PORT {
        println!("\nPort {FIRST_PORT} is taken.");
    }
    println!("\nStormglass is at {}", server.url());
    println!("Ctrl+C ends it.");
    server.wait();
    Ok(())
}

/// The release build: small, optimised, minified.
pub(crate) fn build() -> Outcome {
    let tools = tools::for_page(true)?;
    if tools.wasm_opt {
        trunk(&tools, "build --release")
    } else {
        // Trunk's release mode insists on wasm-opt; this is the same build but for that.
        trunk(&tools, "build --cargo-profile web --minify")
    }
}

fn build_debug() -> Outcome {
    trunk(&tools::for_page(false)?, "build")
}

fn watch_and_serve(port: u16, debug: bool) -> Outcome {
    let tools = tools::for_page(!debug)?;
    println!("\nStormglass is at http://127.0.0.1:{port}/ and follows every change.");
    let mode = if !debug && tools.wasm_opt { " --release" } else { "" };
    trunk(&tools, &format!("serve --port {port}{mode}"))
}

fn trunk(tools: &PageTools, words: &str) -> Outcome {
    // Trunk must not look for tools in the network, which also keeps cargo from it: so what cargo
    // needs is fetched here.
    Call::cargo("fetch --locked --quiet").run()?;
    println!("\n==> Building the page: trunk {words} (a minute the first time)");
    let mut call =
        Call::new("trunk").words(words).words("--offline true").with_path(&tools.path)?;
    if let Some(flags) = place::anonymous_paths() {
        call = call.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags);
    }
    if std::env::var_os("NO_COLOR").is_some() {
        // Trunk reads this variable as `true` or `false` and refuses the usual `1`.
        call = call.env("NO_COLOR", "true");
    }
    call.run().map_err(|why| format!("the page was not built: {why}; what failed is above"))
}
