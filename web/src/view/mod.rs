//! What is drawn and said, as pure functions of a run and a cursor.

pub mod drawer;
pub mod events;
pub mod export;
pub mod histories;
pub mod log_marks;
pub mod marks;
pub mod meter;
pub mod narration;
pub mod overlay;
pub mod palette;
pub mod picture;
pub mod ring;
pub mod shapes;
pub mod storm;
pub mod svg;
pub mod topology;
