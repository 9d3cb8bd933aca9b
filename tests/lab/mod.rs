//! A small laboratory: real servers on loopback, a proxy on every replica's path, a steady writer.
//!
//! It runs the same scenario that the engine runs, so that the two can be compared. The server is
//! `STORMGLASS_SERVER`, or `redis-server` (`valkey-server`) on the PATH.

mod acting;
mod compare;
mod process;
mod proxy;
mod resp;
mod sentinel;
mod steps;
mod writer;

pub use acting::{Observed, Sample, counters, observe};
pub use compare::{Comparison, compare};
pub use process::{Process, find_server, free_port, server_version};
pub use proxy::Proxy;
pub use resp::{Client, Info};
pub use sentinel::Sentinel;
pub use writer::Writer;
