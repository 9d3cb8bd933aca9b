//! A server process of our own, ended when it is dropped.

use std::io;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use stormglass_core::server::{Family, Server};

use super::Client;

/// The server binary to test against, if there is one.
#[must_use]
pub fn find_server() -> Option<PathBuf> {
    if let Some(path) = std::env::var_os("STORMGLASS_SERVER") {
        return Some(PathBuf::from(path));
    }
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .flat_map(|dir| ["redis-server", "valkey-server"].map(|name| dir.join(name)))
        .find(|candidate| candidate.is_file())
}

/// The version a binary reports: `Redis server v=7.0.15 sha=...`.
///
/// # Errors
/// When the binary cannot be run or does not say.
pub fn server_version(binary: &Path) -> io::Result<Server> {
    let output = Command::new(binary).arg("--version").output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let family = if text.starts_with("Valkey") { Family::Valkey } else { Family::Redis };
    text.split_whitespace()
        .find_map(|word| word.strip_prefix("v="))
        .and_then(|version| Server::parse(&format!("{family} {version}")))
        .ok_or_else(|| io::Error::other(format!("no version in {text:?}")))
}

fn spawn(binary: &Path, dir: &Path, port: u16, args: &[String]) -> io::Result<Child> {
    Command::new(binary)
        .current_dir(dir)
        .args(["--port", &port.to_string(), "--bind", "127.0.0.1", "--daemonize", "no"])
        .args(["--appendonly", "no", "--logfile", "server.log", "--rdbcompression", "no"])
        // Before 7.0 a value of several words is several arguments.
        .args(args.iter().flat_map(|value| value.split(' ')))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
}

/// A loopback port that was free a moment ago.
///
/// # Panics
/// When loopback has none.
#[must_use]
pub fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("loopback has a free port");
    listener.local_addr().expect("a bound socket has an address").port()
}

/// A running server.
#[derive(Debug)]
pub struct Process {
    child: Child,
    /// Its port on loopback.
    pub port: u16,
    dir: PathBuf,
    binary: PathBuf,
    args: Vec<String>,
}

impl Process {
    /// Starts `binary` with `args` and waits until it answers.
    ///
    /// # Errors
    /// When it does not start or does not answer within ten seconds.
    pub fn start(binary: &Path, args: &[String]) -> io::Result<Self> {
        let port = free_port();
        let dir =
            std::env::temp_dir().join(format!("stormglass-lab-{}-{port}", std::process::id()));
        std::fs::create_dir_all(&dir)?;
        let child = spawn(binary, &dir, port, args)?;
        let process = Self { child, port, dir, binary: binary.to_owned(), args: args.to_vec() };
        process.answers()?;
        Ok(process)
    }

    fn answers(&self) -> io::Result<()> {
        let begun = Instant::now();
        while Client::connect(self.port).and_then(|mut client| client.call(&["PING"])).is_err() {
            if begun.elapsed() > Duration::from_secs(10) {
                return Err(io::Error::other(format!("no answer; log: {}", self.log())));
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        Ok(())
    }

    /// Ends it at once (`SIGKILL`).
    ///
    /// # Errors
    /// When the signal cannot be sent.
    pub fn kill(&mut self) -> io::Result<()> {
        self.child.kill()?;
        self.child.wait().map(drop)
    }

    /// Ends it in order (`SHUTDOWN`).
    ///
    /// # Errors
    /// When it does not end.
    pub fn shut_down(&mut self) -> io::Result<()> {
        // The reply is the end of the connection.
        let _ = self.client()?.call(&["SHUTDOWN"]);
        self.child.wait().map(drop)
    }

    /// Starts it again where it was.
    ///
    /// # Errors
    /// As for [`Process::start`].
    pub fn start_again(&mut self, more: &[String]) -> io::Result<()> {
        let mut args = self.args.clone();
        args.extend_from_slice(more);
        self.child = spawn(&self.binary, &self.dir, self.port, &args)?;
        self.answers()
    }

    /// A connection to it.
    ///
    /// # Errors
    /// When it does not accept one.
    pub fn client(&self) -> io::Result<Client> {
        Client::connect(self.port)
    }

    /// What it has logged.
    #[must_use]
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.dir.join("server.log")).unwrap_or_default()
    }

    /// Stops it where it stands (`SIGSTOP`), or lets it go on (`SIGCONT`).
    ///
    /// # Errors
    /// When the signal cannot be sent.
    pub fn freeze(&self, frozen: bool) -> io::Result<()> {
        let signal = if frozen { "-STOP" } else { "-CONT" };
        let status = Command::new("kill").args([signal, &self.child.id().to_string()]).status()?;
        if status.success() { Ok(()) } else { Err(io::Error::other("kill failed")) }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Its own process only; a failure means that it is gone already.
        let _ = self.freeze(false);
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.dir);
    }
}
