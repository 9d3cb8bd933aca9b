//! `cargo xtask`: everything that is done with this repository, as one program.
//!
//! It installs what a task needs (per user, keyed by version, outside the repository), builds the
//! page, serves it, measures it and runs the same checks as CI.

mod args;
mod bench;
mod bundle;
mod checks;
mod fidelity;
mod guide;
mod page;
mod place;
mod process;
mod server;
mod single;
mod sizes;
mod tools;
mod web_suite;

use args::Args;
use std::process::ExitCode;

/// What a task answers: nothing, or a sentence that names what was wrong and what to try.
type Outcome<T = ()> = Result<T, String>;

const HELP: &str = "\
cargo xtask <task>

  serve [--port N] [--debug] [--watch]
           build the page and serve it on 127.0.0.1 (from port 8080 on)
  test [--fast]
           everything CI checks; --fast leaves out the page and the browsers
  dist [--single]
           the static bundle, in dist/; --single also makes one file of it, stormglass.html
  sizes    what the bundle weighs, against the budget of the first load
  bench    benchmarks, native and in the page
  fidelity [FILE...]
           docs/fidelity.md measured again, against the server on the PATH (or that which
           STORMGLASS_SERVER names), and against each server binary given
  shots [--out DIR] [--guide]
           pictures of the page: each scene, three widths, three themes (default: shots/);
           --guide makes those of the documents instead, in docs/images
  help     this text

What is missing is installed into a cache of your user, and said before it starts.
STORMGLASS_CHROMIUM names the Chromium (or Chrome) for tests and pictures.
";

fn main() -> ExitCode {
    match run(Args::from_command_line()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("xtask: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run(mut args: Args) -> Outcome {
    let Some(task) = args.task() else {
        print!("{HELP}");
        return Ok(());
    };
    match task.as_str() {
        "serve" => {
            let port = args.number("--port")?;
            let (debug, watch) = (args.flag("--debug"), args.flag("--watch"));
            args.finish("serve")?;
            page::serve(port, debug, watch)
        }
        "test" => {
            let fast = args.flag("--fast");
            args.finish("test")?;
            checks::run(fast)
        }
        "dist" => {
            let single = args.flag("--single");
            args.finish("dist")?;
            page::dist()?;
            if single { single::make() } else { Ok(()) }
        }
        // Called by Trunk, see Trunk.toml.
        "bundle" => {
            args.finish("bundle")?;
            let dir = std::env::var_os("TRUNK_STAGING_DIR");
            bundle::finish(&dir.map_or_else(place::dist, std::path::PathBuf::from))
        }
        "sizes" => {
            args.finish("sizes")?;
            sizes::report()
        }
        "bench" => {
            args.finish("bench")?;
            bench::run()
        }
        "fidelity" => fidelity::run(&args.rest()),
        "shots" => {
            let out = args.value("--out")?;
            let guide = args.flag("--guide");
            args.finish("shots")?;
            if guide { web_suite::guide_shots() } else { web_suite::shots(out) }
        }
        "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(())
        }
        unknown => Err(format!(
            "there is no task `{unknown}`; the tasks are serve, test, dist, sizes, bench, fidelity, shots and help"
        )),
    }
}
