//! Stormglass on the command line: the same core without a browser.

mod args;
mod findings;
mod input;
mod lesson;
mod link;
mod log_json;
mod modes;
mod read;
mod risk;
mod run;
mod size;
mod table;

use std::process::ExitCode;

use args::Args;

/// What a command ends with.
enum End {
    /// All is well.
    Fine,
    /// `--check` was given, and there is a problem.
    Problem,
}

/// Input that cannot be used; everything to say has a line.
struct Unusable(String);

type Outcome = Result<End, Unusable>;

const USAGE: &str = "\
Stormglass: which repl-backlog-size and output-buffer limits a Redis or Valkey primary needs.

  stormglass run FILE|-        runs a scenario and tells its story
      --info [AT]              INFO of the primary at that moment (default: the end)
      --log  --log-of r1       what the log of the primary, or of a replica, would say
      --trace                  one line an event, in fixed columns
      --json                   everything as one JSON object
      --svg FILE               the timeline as a picture
      --digest                 16 hexadecimal digits over all of it
      --check                  exit status 1 where a replica needed a full resync or never caught up
  stormglass size [FILE|-]     says which sizes to set, for a scenario and what is laid over it
      --writes R --outage T --dataset B --server \"redis 7.4.1\" --backlog B --link R
      --replicas N --margin 50% --memory B --maxmemory B --hard B --soft B
      --peak R                 the write rate at its highest, where --writes is an average
      --series FILE            lines of time,offset or time,rate: what was measured
      --service NAME           elasticache, redis-enterprise, memorystore, azure: what can be set there
      --solve NAME             outage, writes, dataset, link, replicas, backlog, hard, soft, all
      --map rate,outage        what an outage ends in, over any two of these values
      --prove                  runs each value and the first that fails
      --format NAME            conf, config-set, helm, helm-redis-ha, spotahome, ot-operator,
                               terraform, prometheus, grafana, markdown
      --myths                  what is often said and is not so
      --json  --check
  stormglass risk FILE|-       how often outages end in a full resync, over backlog sizes
      --outages 1s,30s,2m      each once; 1s..2m: any as likely; mean:30s: many short, few long
      --sizes 1mb,64mb         (default: powers of two)    --draws 1000
      --at-most 1%             exit status 1 where the present size has more
      --json
  stormglass modes FILE|-      what async, min-replicas and WAIT lose and refuse in three failures,
                               and what reads from replicas miss
      --tolerate 1s  --json
  stormglass read FILE...|-    reads INFO, configuration, logs, client lists and metrics, as
                               pasted, and says what is known, what is wrong and what it means
      --scenario               a scenario with the origin of each line
      --redact                 the same text without addresses, names, identifiers and paths
      --json  --check
  stormglass link FILE|-       a link to a scenario; --decode URL reads one
  stormglass lesson FILE|-     says what a lesson contains, and holds its claims against the engine
      --notes                  its text with answers and notes, for the instructor
  stormglass help, --version

  --lang zh-Hans, or STORMGLASS_LANG: the language of sentences; en otherwise

Sizes are written as in redis.conf (64mb), rates with /s (10mb/s), times as 250ms, 30s, 5m, 2h.
Exit status: 0 fine, 1 a problem under --check, 2 input that cannot be used.
";

fn main() -> ExitCode {
    let mut args = Args::from_environment();
    let outcome = match args.command().as_deref() {
        Some("run") => run::run(args),
        Some("size") => size::size(args),
        Some("read") => read::read(args),
        Some("link") => link::link(args),
        Some("lesson") => lesson::lesson(args),
        Some("help" | "--help" | "-h") | None => {
            print(USAGE);
            Ok(End::Fine)
        }
        Some("--version" | "-V") => {
            print(&format!("stormglass {}\n", env!("CARGO_PKG_VERSION")));
            Ok(End::Fine)
        }
        Some("risk") => risk::risk(args),
        Some("modes") => modes::modes(args),
        Some(other) => Err(Unusable(format!(
            "“{other}” is no command. There are run, size, risk, modes, read, link and lesson; see `stormglass help`.\n"
        ))),
    };
    match outcome {
        Ok(End::Fine) => ExitCode::SUCCESS,
        Ok(End::Problem) => ExitCode::from(1),
        Err(Unusable(text)) => {
            eprint!("{text}");
            ExitCode::from(2)
        }
    }
}

/// Writes to standard output; a reader that has gone away (`| head`) is no error.
fn print(text: &str) {
    use std::io::Write;
    let _ = std::io::stdout().write_all(text.as_bytes());
}
