//! The native suites.

mod agreement;
