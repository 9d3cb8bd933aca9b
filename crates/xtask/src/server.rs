//! A server of static files on this machine, for looking at the page and for testing it.
//!
//! Nothing is cached, so that a reload shows the newest build.

use crate::{Outcome, place};
use std::fs::File;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use tiny_http::{Header, Method, Request, Response};

/// The port of the page, unless another is asked for.
pub(crate) const FIRST_PORT: u16 = 8080;
/// How many ports after the first are tried before giving up.
const PORTS: u16 = 50;
/// A browser opens several connections at once.
const THREADS: usize = 4;

/// A running server; it ends when this value is dropped.
pub(crate) struct Server {
    http: Arc<tiny_http::Server>,
    port: u16,
    prefix: String,
    threads: Vec<JoinHandle<()>>,
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
        let http = Arc::new(match port {
            Some(port) => listen(port)?,
            None => first_free()?,
        });
        let port = http.server_addr().to_ip().map_or(0, |address| address.port());
        let threads = (0..THREADS)
            .map(|_| {
                let (http, dir, prefix) = (http.clone(), dir.clone(), prefix.to_owned());
                thread::spawn(move || {
                    for request in http.incoming_requests() {
                        answer(request, &dir, &prefix);
                    }
                })
            })
            .collect();
        Ok(Self { http, port, prefix: prefix.to_owned(), threads })
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
        for thread in self.threads.drain(..) {
            // A thread that panicked has said so; the others go on.
            let _ = thread.join();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Each call wakes one thread, which then ends.
        for _ in &self.threads {
            self.http.unblock();
        }
    }
}

fn listen(port: u16) -> Outcome<tiny_http::Server> {
    tiny_http::Server::http(("127.0.0.1", port)).map_err(|error| {
        format!("port {port} cannot be used: {error}; name another one with --port")
    })
}

fn first_free() -> Outcome<tiny_http::Server> {
    let last = FIRST_PORT + PORTS;
    (FIRST_PORT..last)
        .find_map(|port| tiny_http::Server::http(("127.0.0.1", port)).ok())
        .ok_or_else(|| format!("no port from {FIRST_PORT} to {last} is free; name one with --port"))
}

fn answer(request: Request, dir: &Path, prefix: &str) {
    let outcome = match find(request.url(), dir, prefix) {
        _ if !matches!(request.method(), Method::Get | Method::Head) => {
            request.respond(plain(405, "only GET and HEAD\n"))
        }
        Some((path, file)) => {
            let kind = header("Content-Type", mime(&path));
            let response = Response::from_file(file).with_header(kind).with_header(no_store());
            // A frame in a sandbox has no origin and may only read what everybody may.
            let response = response.with_header(header("Access-Control-Allow-Origin", "*"));
            request.respond(response)
        }
        None => request.respond(plain(404, "there is no such file\n")),
    };
    // The browser may have gone away in the middle; that is its right.
    drop(outcome);
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

fn header(name: &str, value: &str) -> Header {
    Header::from_bytes(name, value).expect("the names and values here are plain ASCII")
}

fn no_store() -> Header {
    header("Cache-Control", "no-store")
}

fn plain(status: u16, text: &str) -> Response<std::io::Cursor<Vec<u8>>> {
    Response::from_string(text).with_status_code(status).with_header(no_store())
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
