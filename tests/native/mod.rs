//! The native suites.

mod agreement;
mod experiments;
mod live;
mod psync;
mod swarm;
