//! Draws the timeline of a run on any plotters backend: a canvas in the page, SVG natively.
//!
//! Five panels share one time axis: how far each replica is behind against the window, the output
//! buffers against their limits, the primary's memory beyond its dataset, what is written with the
//! moments the primary stood still, and the phases of every replica. Nothing here knows a browser, a
//! language or a colour scheme: sentences come in as [`Words`], colours as [`Theme`].
//!
//! [`Frame`] is the arithmetic between instants and pixels, so that a cursor and a click agree with
//! what was drawn.

mod axis;
mod bands;
mod frame;
mod labels;
mod limits;
mod panels;
mod phases;
mod plot;
mod samples;
mod simplify;
#[cfg(feature = "svg")]
mod svg;
mod theme;
mod timeline;

pub use axis::{time_step, time_text};
pub use frame::{Frame, PHASES};
pub use samples::{Samples, Span, instants};
#[cfg(feature = "svg")]
pub use svg::svg;
pub use theme::{Colour, Theme};
pub use timeline::{Band, Mark, Words, draw};
