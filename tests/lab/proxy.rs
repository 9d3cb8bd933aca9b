//! A proxy on a replica's path that can be cut, stalled and throttled.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use socket2::SockRef;

/// What each end of the proxy asks its kernel to hold.
const HELD: usize = 64 * 1024;

#[derive(Debug, Default)]
struct Shared {
    cut: AtomicBool,
    stalled: AtomicBool,
    ended: AtomicBool,
    /// Bytes a second towards the replica; 0 is unlimited.
    rate: AtomicU64,
    /// When the path will have carried what it was given, whichever connection that belongs to.
    free: Mutex<Option<Instant>>,
    open: Mutex<Vec<TcpStream>>,
}

impl Shared {
    /// When `bytes` more will have been carried. A path that was idle does not save up, but for as
    /// long as a thread may sleep too long.
    fn carries(&self, bytes: u64, rate: u64) -> Instant {
        let mut free = self.free.lock().expect("no panic under the lock");
        let now = Instant::now();
        let from = free.map_or(now, |free| free.max(now - Duration::from_millis(100)));
        let until = from + Duration::from_nanos(bytes.saturating_mul(1_000_000_000) / rate);
        *free = Some(until);
        until
    }
}

/// Forwards connections on `port` to a target port on loopback.
#[derive(Debug)]
pub struct Proxy {
    shared: Arc<Shared>,
    /// Where the replica connects to.
    pub port: u16,
}

impl Proxy {
    /// Starts forwarding to `target`.
    ///
    /// # Errors
    /// When no port can be bound.
    pub fn start(target: u16, rate: u64) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let port = listener.local_addr()?.port();
        let shared = Arc::new(Shared::default());
        shared.rate.store(rate, Ordering::Relaxed);
        let state = Arc::clone(&shared);
        thread::spawn(move || accept(listener, port, target, &state));
        Ok(Self { shared, port })
    }

    /// Closes every connection and refuses new ones until [`Proxy::restore`].
    pub fn cut(&self) {
        self.shared.cut.store(true, Ordering::SeqCst);
        let open = std::mem::take(&mut *self.shared.open.lock().expect("no panic under the lock"));
        for stream in open {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    /// The addresses under which the server behind it knows its clients.
    #[must_use]
    pub fn addresses(&self) -> Vec<String> {
        let open = self.shared.open.lock().expect("no panic under the lock");
        open.iter().filter_map(|stream| Some(stream.local_addr().ok()?.to_string())).collect()
    }

    /// Lets connections be made again.
    pub fn restore(&self) {
        self.shared.cut.store(false, Ordering::SeqCst);
    }

    /// Stops forwarding without closing anything, or goes on.
    pub fn stall(&self, stalled: bool) {
        self.shared.stalled.store(stalled, Ordering::SeqCst);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.shared.ended.store(true, Ordering::SeqCst);
        self.cut();
    }
}

/// Accepts while the path is up; while it is cut nobody listens, so that a connect is refused.
fn accept(listener: TcpListener, port: u16, target: u16, shared: &Arc<Shared>) {
    let mut listener = Some(listener);
    while !shared.ended.load(Ordering::SeqCst) {
        if shared.cut.load(Ordering::SeqCst) {
            listener = None;
        } else if listener.is_none() {
            listener = TcpListener::bind(("127.0.0.1", port)).ok();
        }
        let accepted = listener.as_ref().and_then(|listener| {
            listener.set_nonblocking(true).ok()?;
            listener.accept().ok()
        });
        match accepted {
            Some((near, _)) => {
                if let Ok(far) = TcpStream::connect(("127.0.0.1", target)) {
                    forward(near, far, shared);
                }
            }
            None => thread::sleep(Duration::from_millis(1)),
        }
    }
}

fn forward(near: TcpStream, far: TcpStream, shared: &Arc<Shared>) {
    let _ = near.set_nonblocking(false);
    let _ = near.set_nodelay(true);
    let _ = far.set_nodelay(true);
    // Two kernels' worth of buffers would hide what the primary keeps: this path holds little, so
    // that what is left is the primary's own send buffer, as on a path without a proxy.
    for stream in [&near, &far] {
        let _ = SockRef::from(stream).set_send_buffer_size(HELD);
        let _ = SockRef::from(stream).set_recv_buffer_size(HELD);
    }
    let copies = [near.try_clone(), far.try_clone(), near.try_clone(), far.try_clone()];
    let [Ok(near_read), Ok(far_read), Ok(near_kept), Ok(far_kept)] = copies else { return };
    shared.open.lock().expect("no panic under the lock").extend([near_kept, far_kept]);
    let up = Arc::clone(shared);
    let down = Arc::clone(shared);
    thread::spawn(move || pump(near_read, far, &up, false));
    thread::spawn(move || pump(far_read, near, &down, true));
}

fn pump(mut from: TcpStream, mut to: TcpStream, shared: &Shared, throttled: bool) {
    let mut buffer = vec![0; 16 * 1024];
    while let Ok(read) = from.read(&mut buffer) {
        if read == 0 {
            break;
        }
        while shared.stalled.load(Ordering::SeqCst) {
            if shared.cut.load(Ordering::SeqCst) {
                return;
            }
            thread::sleep(Duration::from_millis(1));
        }
        let rate = shared.rate.load(Ordering::Relaxed);
        if throttled && rate > 0 {
            let read = u64::try_from(read).expect("a buffer's length");
            thread::sleep(shared.carries(read, rate).saturating_duration_since(Instant::now()));
        }
        if to.write_all(&buffer[..read]).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Both);
    let _ = from.shutdown(Shutdown::Both);
}
