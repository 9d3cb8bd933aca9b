//! A client that writes at a steady rate, counted in bytes of the replication stream.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::resp::{Client, encode};

/// Bytes of one write in the stream: `SET` with a key of 10 and a value of 1000 bytes.
const WRITE_BYTES: u64 = 1039;
/// Keys are reused, so that the keyspace does not grow with the stream.
pub(super) const KEYS: u64 = 50;

fn write(number: u64) -> Vec<u8> {
    let key = format!("w:{:08}", number % KEYS);
    let command = encode(&["SET", &key, &"x".repeat(1000)]);
    debug_assert_eq!(u64::try_from(command.len()).ok(), Some(WRITE_BYTES));
    command
}

/// Writes `bytes` of stream, rounded down to whole commands, as fast as it goes.
///
/// # Errors
/// When the server does not take them.
pub(super) fn fill(client: &mut Client, bytes: u64) -> io::Result<()> {
    let mut left = bytes / WRITE_BYTES;
    let mut number = 0;
    while left > 0 {
        let batch = left.min(200);
        let commands: Vec<u8> = (0..batch).flat_map(|n| write(number + n)).collect();
        client.pipeline(&commands, usize::try_from(batch).expect("at most 200"))?;
        number += batch;
        left -= batch;
    }
    Ok(())
}

/// A steady writer in a thread of its own.
#[derive(Debug)]
pub struct Writer {
    rate: Arc<AtomicU64>,
    ended: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// Starts writing to `port` at `rate` bytes a second.
    ///
    /// # Errors
    /// When it cannot connect.
    pub fn start(port: u16, rate: u64) -> io::Result<Self> {
        let mut client = Client::connect(port)?;
        let rate = Arc::new(AtomicU64::new(rate));
        let ended = Arc::new(AtomicBool::new(false));
        let (now, stop) = (Arc::clone(&rate), Arc::clone(&ended));
        let thread = thread::spawn(move || {
            let mut last = Instant::now();
            let (mut owed, mut number) = (0.0_f64, 0_u64);
            while !stop.load(Ordering::Relaxed) {
                thread::sleep(Duration::from_millis(2));
                let elapsed = last.elapsed();
                last = Instant::now();
                owed += now.load(Ordering::Relaxed) as f64 * elapsed.as_secs_f64();
                let mut commands = Vec::new();
                let mut count = 0;
                while owed >= WRITE_BYTES as f64 {
                    commands.extend(write(number));
                    owed -= WRITE_BYTES as f64;
                    number += 1;
                    count += 1;
                }
                if count > 0 && client.pipeline(&commands, count).is_err() {
                    // Gone: what could not be written meanwhile stays unwritten.
                    while !stop.load(Ordering::Relaxed) {
                        thread::sleep(Duration::from_millis(5));
                        match Client::connect(port) {
                            Ok(back) => {
                                client = back;
                                break;
                            }
                            Err(_) => continue,
                        }
                    }
                    (last, owed) = (Instant::now(), 0.0);
                }
            }
        });
        Ok(Self { rate, ended, thread: Some(thread) })
    }

    /// Changes the rate.
    pub fn set_rate(&self, rate: u64) {
        self.rate.store(rate, Ordering::Relaxed);
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
