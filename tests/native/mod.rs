//! The native suites.

mod agreement;
mod agreement_solve;
mod durable;
mod experiments;
mod experiments_backlog;
mod experiments_resync;
mod golden;
mod incidents;
mod ledger;
mod lessons;
mod live;
mod live_failover;
mod memory;
mod myths;
mod psync;
mod read;
mod read_formats;
mod roles;
mod round_trip;
mod scenario;
mod scenes;
mod swarm;
mod takeaway;
mod takeaway_rules;
mod words;
