//! The native suites.

mod agreement;
mod agreement_solve;
mod experiments;
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
mod read_any;
mod read_contradictions;
mod read_formats;
mod read_logs;
mod read_wrapped;
mod roles;
mod round_trip;
mod scenario;
mod scenes;
mod swarm;
mod takeaway;
mod takeaway_rules;
mod words;
