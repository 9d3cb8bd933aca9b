//! Helpers shared by the native suites.
