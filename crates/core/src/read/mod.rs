//! Readers of what operators have.
