//! The native suites.

mod agreement;
mod experiments;
mod golden;
mod live;
mod psync;
mod scenario;
mod swarm;
