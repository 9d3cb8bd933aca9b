//! Quantities that refuse nonsense: bytes are not positions, rates are not sizes.

mod bytes;
mod link;
mod rate;
mod share;
mod text;
mod time;

pub use bytes::{Bytes, ReplOffset};
pub use link::LinkRate;
pub use rate::Rate;
pub use share::Share;
pub(crate) use text::FASTEST;
pub use text::{MESSAGES, UnitError};
pub use time::{Instant, format_duration, parse_duration};
