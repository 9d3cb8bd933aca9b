//! A scenario printed back as text.
