//! The native suites.

mod agreement;
mod live;
mod psync;
mod swarm;
