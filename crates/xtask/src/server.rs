//! A server of static files on this machine, for looking at the page and for testing it.
//!
//! Nothing is cached, so that a reload shows the newest build.

use crate::{Outcome, place};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// The port of the page, unless another is asked for.
pub(crate) const FIRST_PORT: u16 = 8080;
/// How many ports after the first are tried before giving up.
const PORTS: u16 = 50;
/// The longest request that is read.
const LONGEST: u64 = 64 * 1024;
/// How long a connection may say nothing: browsers open some that they never use.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running server; it ends when this value is dropped.
///
/// One thread and one request for each connection: a pool that shares its threads among connections
/// which stay open has let one wait for ever (tiny_http 0.12, now and then a page did not open).
pub(crate) struct Server {
    ends: Arc<AtomicBool>,
    port: u16,
    prefix: String,
    accepts: Option<JoinHandle<()>>,
}

impl Server {
    /// Serves `dir` under `prefix` (which starts and ends with a slash).
    ///
    /// With a port, that port or an error (0 takes any free one); without, the first free one from
    /// 8080 on.
    pub(crate) fn start(dir: PathBuf, port: Option<u16>, prefix: &str) -> Outcome<Self> {
        if !dir.join("index.html").is_file() {
            return Err(format!("{} has no index.html; build the page first", dir.display()));
        }
        let listener = match port {
            Some(port) => listen(port)?,
            None => first_free()?,
        };
        let port = listener.local_addr().map_err(|error| error.to_string())?.port();
        let ends = Arc::new(AtomicBool::new(false));
        let (stop, below) = (ends.clone(), prefix.to_owned());
        let accepts = thread::spawn(move || {
            for stream in listener.incoming() {
                if stop.load(Ordering::SeqCst) {
                    return;
                }
                let Ok(stream) = stream else { continue };
                let (dir, below) = (dir.clone(), below.clone());
                // The browser may go away in the middle; that is its right.
                thread::spawn(move || drop(answer(&stream, &dir, &below)));
            }
        });
        Ok(Self { ends, port, prefix: prefix.to_owned(), accepts: Some(accepts) })
    }

    /// Whether `port` can be had, as far as can be known beforehand.
    pub(crate) fn try_port(port: u16) -> Outcome {
        listen(port).map(drop)
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Where the page is.
    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}{}", self.port, self.prefix)
    }

    /// Serves until the program is ended.
    pub(crate) fn wait(mut self) {
        if let Some(accepts) = self.accepts.take() {
            // A thread that panicked has said so.
            let _ = accepts.join();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.ends.store(true, Ordering::SeqCst);
        // It looks up with the next connection.
        drop(TcpStream::connect(("127.0.0.1", self.port)));
    }
}

fn listen(port: u16) -> Outcome<TcpListener> {
    TcpListener::bind(("127.0.0.1", port)).map_err(|error| {
        format!("port {port} cannot be used: {error}; name another one with --port")
    })
}

fn first_free() -> Outcome<TcpListener> {
    let last = FIRST_PORT + PORTS;
    (FIRST_PORT..last)
        .find_map(|port| TcpListener::bind(("127.0.0.1", port)).ok())
        .ok_or_else(|| format!("no port from {FIRST_PORT} to {last} is free; name one with --port"))
}

/// Reads one request and answers it.
fn answer(stream: &TcpStream, dir: &Path, prefix: &str) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    let mut lines = BufReader::new(stream.take(LONGEST)).lines();
    let Some(request) = lines.next().transpose()? else { return Ok(()) };
    // What else it says decides nothing here.
    while lines.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
    let mut words = request.split(' ');
    let (method, url) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let whole = method == "GET";
    if !whole && method != "HEAD" {
        return plain(stream, "405 Method Not Allowed", "only GET and HEAD\n");
    }
    let Some((path, mut file)) = find(url, dir, prefix) else {
        return plain(stream, "404 Not Found", "there is no such file\n");
    };
    head(stream, "200 OK", mime(&path), file.metadata()?.len())?;
    if whole {
        io::copy(&mut file, &mut &*stream)?;
    }
    Ok(())
}

fn head(mut stream: &TcpStream, status: &str, kind: &str, length: u64) -> io::Result<()> {
    // A frame in a sandbox has no origin and may only read what everybody may.
    let text = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\
         Cache-Control: no-store\r\nAccess-Control-Allow-Origin: *\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(text.as_bytes())
}

fn plain(mut stream: &TcpStream, status: &str, text: &str) -> io::Result<()> {
    let length = u64::try_from(text.len()).expect("a short text");
    head(stream, status, "text/plain; charset=utf-8", length)?;
    stream.write_all(text.as_bytes())
}

fn find(url: &str, dir: &Path, prefix: &str) -> Option<(PathBuf, File)> {
    let path = url.split(['?', '#']).next()?.strip_prefix(prefix)?;
    let relative = Path::new(if path.is_empty() { "index.html" } else { path });
    // Nothing outside the folder: no `..`, no absolute path, no drive.
    if !relative.components().all(|part| matches!(part, Component::Normal(_))) {
        return None;
    }
    let path = dir.join(relative);
    let file = path.is_file().then(|| File::open(&path).ok()).flatten()?;
    Some((path, file))
}

fn mime(path: &Path) -> &'static str {
    match path.extension().and_then(|ending| ending.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "txt" | "storm" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// The built page under a path of its own, as on a project's Pages: absolute addresses would fail.
pub(crate) fn for_tests() -> Outcome<Server> {
    Server::start(place::dist(), Some(0), "/under/a/path/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::io::{Read, Write};
    use std::net::TcpStream;

    fn get(server: &Server, path: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", server.port())).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn files_come_with_their_type_and_nothing_outside_does() {
        let base = std::env::temp_dir().join(format!("xtask-server-{}", std::process::id()));
        let dir = base.join("dist");
        fs::create_dir_all(&dir).unwrap();
        fs::write(dir.join("index.html"), "<p>page").unwrap();
        fs::write(dir.join("a.wasm"), "wasm").unwrap();
        fs::write(base.join("secret"), "outside").unwrap();
        let server = Server::start(dir, Some(0), "/sub/").unwrap();

        let page = get(&server, "/sub/?query#fragment");
        assert!(page.starts_with("HTTP/1.1 200") && page.contains("<p>page"), "{page}");
        assert!(page.contains("text/html"), "{page}");
        let part = get(&server, "/sub/a.wasm");
        assert!(part.contains("application/wasm"), "{part}");
        assert!(part.contains("Access-Control-Allow-Origin: *"), "a sandbox may read it: {part}");
        for nothing in ["/sub/../secret", "/sub/missing", "/", "/sub//etc/passwd"] {
            let answer = get(&server, nothing);
            assert!(answer.starts_with("HTTP/1.1 404"), "{nothing}: {answer}");
        }
        fs::remove_dir_all(base).unwrap();
    }

    #[test]
    fn a_folder_without_a_page_is_refused() {
        let message = Server::start(std::env::temp_dir(), Some(0), "/").err().unwrap();
        assert!(message.contains("build the page first"), "{message}");
    }
}
