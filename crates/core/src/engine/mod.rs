//! The engine: `simulate(&Scenario) -> Run`.
//!
//! It does not step. Between two events every rate is constant, so every quantity is a line; the
//! engine computes the instant of the next crossing (a limit met, a transfer finished, a window
//! left) and goes there. Its cost grows with what happens, not with the write rate or the time.

mod buffer;
mod chance;
mod child;
mod clock;
mod connection;
mod durable;
mod failover;
mod good;
mod history;
mod hub;
mod incident;
mod memory;
mod node;
mod plan;
mod psync;
mod restart;
mod resync;
mod role;
mod save;
mod stream;
mod tape;
#[cfg(test)]
mod tests;
mod wait;
mod world;

pub use psync::{History, PsyncReply, PsyncRequest, ReplId, psync};

pub(crate) use clock::{REPLICA_CRON, unixtime};
pub(crate) use hub::{Hub, PRIMARY};
pub(crate) use memory::copied;
pub(crate) use node::{Node, Position, Stage};
pub(crate) use tape::Tape;
pub(crate) use world::World;

use crate::run::Run;
use crate::scenario::Scenario;

/// Runs a scenario. It cannot fail: what operators call failures are events with reasons.
///
/// The same scenario always yields the same run, on every platform.
#[must_use]
pub fn simulate(scenario: &Scenario) -> Run {
    World::new(scenario.resolved()).run()
}
