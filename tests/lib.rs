//! What the native suites share: a laboratory of real servers.

pub mod lab;
