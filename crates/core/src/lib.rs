//! The engine, the sizing and the readers behind Stormglass.
//!
//! Everything here is a pure function of its arguments: no I/O, no clock, no randomness of its own.
//! A [`scenario::Scenario`] goes in, a [`run::Run`] comes out, and a run can be asked for the
//! [`run::Moment`] at any instant.
//!
//! ```
//! use stormglass_core::{engine::simulate, scenario::Scenario, units::Instant};
//!
//! let scenario = Scenario::parse(
//!     "server redis 7.4.1\nrepl-backlog-size 4mb\nwrites 1mb/s\nreplica r1\n\
//!      at 3s disconnect r1 for 6s\nrun 20s\n",
//! )?;
//! let run = simulate(&scenario);
//! let end = run.at(Instant::from_secs(20));
//! assert_eq!(end.counters.sync_full, 1);
//! # Ok::<(), stormglass_core::scenario::Findings>(())
//! ```

pub mod engine;
pub mod lesson;
pub mod map;
pub mod message;
mod order;
pub mod read;
pub mod run;
pub mod scenario;
pub mod server;
pub mod sizing;
pub mod units;
pub mod write;
