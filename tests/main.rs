//! One binary for the native suites.
fn main_placeholder() {}
