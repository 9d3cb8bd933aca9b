//! A Sentinel of our own, ended when it is dropped.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::{Client, free_port};

/// A running Sentinel that watches one primary as `shard`, alone (quorum 1).
#[derive(Debug)]
pub struct Sentinel {
    child: Child,
    /// Its port on loopback.
    pub port: u16,
    dir: PathBuf,
}

impl Sentinel {
    /// Starts one from the server's `binary`, watching `primary`.
    ///
    /// # Errors
    /// When it does not start or does not answer within ten seconds.
    pub fn start(binary: &Path, primary: u16, down_after: Duration) -> io::Result<Self> {
        let port = free_port();
        let dir =
            std::env::temp_dir().join(format!("stormglass-lab-{}-{port}", std::process::id()));
        std::fs::create_dir_all(&dir)?;
        let conf = dir.join("sentinel.conf");
        let down = down_after.as_millis();
        std::fs::write(
            &conf,
            format!(
                "port {port}\nbind 127.0.0.1\nlogfile sentinel.log\n\
                 sentinel monitor shard 127.0.0.1 {primary} 1\n\
                 sentinel down-after-milliseconds shard {down}\n\
                 sentinel failover-timeout shard 60000\nsentinel parallel-syncs shard 1\n"
            ),
        )?;
        let child = Command::new(binary)
            .current_dir(&dir)
            .arg(&conf)
            .arg("--sentinel")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()?;
        let sentinel = Self { child, port, dir };
        let begun = Instant::now();
        while Client::connect(port).and_then(|mut client| client.call(&["PING"])).is_err() {
            if begun.elapsed() > Duration::from_secs(10) {
                return Err(io::Error::other("the Sentinel does not answer"));
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        Ok(sentinel)
    }

    /// How many replicas it knows.
    ///
    /// # Errors
    /// When it does not answer.
    pub fn replicas(&self) -> io::Result<usize> {
        let mut client = Client::connect(self.port)?;
        let text = client.call(&["SENTINEL", "REPLICAS", "shard"])?;
        Ok(text.lines().filter(|line| *line == "role-reported").count())
    }

    /// What it has logged.
    #[must_use]
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.dir.join("sentinel.log")).unwrap_or_default()
    }
}

impl Drop for Sentinel {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.dir);
    }
}
