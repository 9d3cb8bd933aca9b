//! Running other programs, with errors a person can act on.

use crate::{Outcome, place};
use std::env;
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// A program to run from the top of the repository.
pub(crate) struct Call {
    command: Command,
    shown: String,
}

impl Call {
    pub(crate) fn new(program: impl AsRef<OsStr>) -> Self {
        let shown = PathBuf::from(program.as_ref())
            .file_name()
            .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let mut command = Command::new(program);
        command.current_dir(place::root());
        Self { command, shown }
    }

    /// Cargo in the toolchain that compiled this program.
    pub(crate) fn cargo(line: &str) -> Self {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        Self::new(cargo).words(line)
    }

    /// Arguments without spaces in them, as one line.
    pub(crate) fn words(self, line: &str) -> Self {
        line.split_whitespace().fold(self, |call, word| call.arg(word))
    }

    pub(crate) fn arg(mut self, arg: impl AsRef<OsStr>) -> Self {
        self.shown.push(' ');
        self.shown.push_str(&arg.as_ref().to_string_lossy());
        self.command.arg(arg);
        self
    }

    pub(crate) fn env(mut self, key: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(key, value);
        self
    }

    /// Puts folders in front of the PATH of the program.
    pub(crate) fn with_path(self, front: &[PathBuf]) -> Outcome<Self> {
        let rest = env::var_os("PATH").unwrap_or_default();
        let all = front.iter().cloned().chain(env::split_paths(&rest));
        let path: OsString = env::join_paths(all)
            .map_err(|error| format!("the PATH cannot be extended: {error}"))?;
        Ok(self.env("PATH", path))
    }

    /// Runs to the end, showing what the program prints.
    pub(crate) fn run(mut self) -> Outcome {
        match self.command.stdin(Stdio::null()).status() {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(format!("`{}` ended with {status}", self.shown)),
            Err(error) => Err(format!("`{}` could not be started: {error}", self.shown)),
        }
    }

    /// Runs to the end and keeps what the program prints; `None` when it fails.
    pub(crate) fn capture(mut self) -> Option<String> {
        let output = self.command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        output.status.success().then_some(text)
    }
}
