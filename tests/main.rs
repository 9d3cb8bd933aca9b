//! One binary for the native suites.

mod native;
