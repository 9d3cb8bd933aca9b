//! Just enough RESP to ask a server questions.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// A connection that sends a command and reads its reply.
#[derive(Debug)]
pub struct Client {
    stream: BufReader<TcpStream>,
}

/// The bytes of a command on the wire; the replication stream carries the same.
#[must_use]
pub(super) fn encode(args: &[&str]) -> Vec<u8> {
    let mut out = format!("*{}\r\n", args.len()).into_bytes();
    for arg in args {
        out.extend_from_slice(format!("${}\r\n{arg}\r\n", arg.len()).as_bytes());
    }
    out
}

impl Client {
    /// Connects to a port on loopback.
    ///
    /// # Errors
    /// When nobody listens there.
    pub fn connect(port: u16) -> io::Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(20)))?;
        Ok(Self { stream: BufReader::new(stream) })
    }

    /// Sends a command and returns its reply as text; arrays come joined by lines.
    ///
    /// # Errors
    /// When the connection breaks or the server replies with an error.
    pub fn call(&mut self, args: &[&str]) -> io::Result<String> {
        self.stream.get_mut().write_all(&encode(args))?;
        self.reply()
    }

    /// Sends many commands at once, reads all their replies, and counts those that are errors.
    ///
    /// # Errors
    /// When the connection breaks.
    pub fn pipeline(&mut self, commands: &[u8], count: usize) -> io::Result<usize> {
        self.stream.get_mut().write_all(commands)?;
        let mut refused = 0;
        for _ in 0..count {
            match self.reply() {
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::Other => refused += 1,
                Err(error) => return Err(error),
            }
        }
        Ok(refused)
    }

    fn reply(&mut self) -> io::Result<String> {
        let mut line = String::new();
        if self.stream.read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let line = line.trim_end();
        let (kind, rest) = line.split_at(1.min(line.len()));
        match kind {
            "+" | ":" => Ok(rest.to_owned()),
            "-" => Err(io::Error::other(rest.to_owned())),
            "$" => {
                let length: i64 = rest.parse().map_err(io::Error::other)?;
                let Ok(length) = usize::try_from(length) else { return Ok(String::new()) };
                let mut body = vec![0; length + 2];
                self.stream.read_exact(&mut body)?;
                body.truncate(length);
                Ok(String::from_utf8_lossy(&body).into_owned())
            }
            "*" => {
                let count: usize = rest.parse().map_err(io::Error::other)?;
                let parts: io::Result<Vec<String>> = (0..count).map(|_| self.reply()).collect();
                Ok(parts?.join("\n"))
            }
            _ => Err(io::Error::other(format!("unexpected reply {line:?}"))),
        }
    }

    /// INFO, all default sections.
    ///
    /// # Errors
    /// As for [`Client::call`].
    pub fn info(&mut self) -> io::Result<Info> {
        Ok(Info::parse(&self.call(&["INFO"])?))
    }
}

/// Fields of an INFO.
#[derive(Clone, Debug, Default)]
pub struct Info(BTreeMap<String, String>);

impl Info {
    /// Reads `key:value` lines.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        Self(
            text.lines()
                .filter_map(|line| line.trim_end().split_once(':'))
                .map(|(key, value)| (key.to_owned(), value.to_owned()))
                .collect(),
        )
    }

    /// A field as text.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(String::as_str)
    }

    /// A field as a whole number.
    ///
    /// # Panics
    /// When it is missing or is none.
    #[must_use]
    pub fn number(&self, key: &str) -> u64 {
        let text = self.text(key).unwrap_or_else(|| panic!("INFO has no {key}"));
        text.parse().unwrap_or_else(|_| panic!("{key}:{text} is no whole number"))
    }

    /// The `state=` of every replica line, sorted.
    #[must_use]
    pub fn states(&self) -> Vec<String> {
        let is_line = |key: &str| {
            key.strip_prefix("slave")
                .is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
        };
        let lines = self.0.iter().filter(|(key, _)| is_line(key));
        let mut states: Vec<String> = lines
            .filter_map(|(_, line)| line.split("state=").nth(1)?.split(',').next())
            .map(str::to_owned)
            .collect();
        states.sort();
        states
    }

    /// Replicas in state `online`.
    #[must_use]
    pub fn online(&self) -> usize {
        self.states().iter().filter(|state| *state == "online").count()
    }
}
