//! INFO as the server would print it.
