//! The native suites.

mod agreement;
mod experiments;
mod golden;
mod live;
mod psync;
mod read;
mod read_formats;
mod round_trip;
mod scenario;
mod swarm;
mod words;
