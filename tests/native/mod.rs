//! The native suites.

mod agreement;
mod live;
