//! Packages of Debian and its relatives, where this user may install them.

use super::installing;
use crate::process::Call;
use crate::{Outcome, place};

/// A real server to compare the engine with; tests that need it say so when it is missing.
pub(crate) fn redis_server() -> Outcome {
    let named = std::env::var_os("STORMGLASS_SERVER").is_some();
    if named || ["redis-server", "valkey-server"].iter().any(|name| place::on_path(name).is_some())
    {
        return Ok(());
    }
    install(&["redis-server"], "the engine is compared with a real server")
        .map_err(|why| format!("{why}; install Redis or Valkey so that it is on the PATH"))
}

/// `promtool`, which reads the rules that are taken away and runs them over series.
pub(crate) fn promtool() -> Outcome {
    if place::on_path("promtool").is_some() {
        return Ok(());
    }
    install(&["prometheus"], "its promtool checks the alert rules that are taken away")
        .map_err(|why| format!("{why}; or put promtool of Prometheus on the PATH"))
}

/// Installs packages without letting a service start because of them.
///
/// Refuses with a sentence where there is no apt, or no right to use it.
pub(crate) fn install(packages: &[&str], why: &str) -> Outcome {
    if place::on_path("apt-get").is_none() {
        return Err(format!("missing: {}; there is no apt-get here", packages.join(", ")));
    }
    let Some(mut shell) = as_root() else {
        return Err(format!(
            "missing: {}; run `sudo apt-get install {}`",
            packages.join(", "),
            packages.join(" ")
        ));
    };
    installing(&packages.join(", "), why, "a minute, by apt-get");
    shell = shell.arg(SCRIPT).arg("install");
    let call = packages.iter().fold(shell, |call, package| call.arg(package));
    call.run().map_err(|_| format!("apt-get could not install {}", packages.join(", ")))
}

// A policy-rc.d that answers 101 keeps maintainer scripts from starting what they install
// (redis-server would listen on 6379). One that is there already is somebody's and stays.
const SCRIPT: &str = r#"
set -e
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    trap 'exit 1' HUP INT TERM
    printf '#!/bin/sh\nexit 101\n' > "$policy"
    chmod 755 "$policy"
fi
export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1
apt-get update --quiet=2
apt-get install --quiet=2 --yes --no-install-recommends "$@"
"#;

/// `sh -c` as root, if that needs no password.
fn as_root() -> Option<Call> {
    let user = Call::new("id").arg("-u").capture()?;
    if user.trim() == "0" {
        return Some(Call::new("sh").arg("-c"));
    }
    place::on_path("sudo")?;
    Call::new("sudo").words("-n true").capture()?;
    Some(Call::new("sudo").words("-n sh -c"))
}
