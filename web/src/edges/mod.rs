//! The only code that touches a browser.

pub(crate) mod aside;
pub(crate) mod browser;
pub(crate) mod channel;
pub(crate) mod chart;
pub(crate) mod exports;
pub(crate) mod painter;
pub(crate) mod panic;
pub(crate) mod parts;
pub(crate) mod places;
pub(crate) mod take;
pub(crate) mod texts;
