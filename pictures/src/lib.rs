//! Pictures that somebody sent, and pictures that are about to be sent.
//!
//! - [`inspect`] and [`decode`] read a picture within fixed bounds and scale it
//!   to the size at which it is shown; [`Animation`] does so frame by frame.
//! - [`preview`] makes a small picture of one, to be kept.
//! - [`clean`] rebuilds a file so that nothing is left in it but the picture:
//!   no place, no camera, no words, no small copy of what was cut away.
//!
//! Every byte is hostile. A file that lies, stops short or unpacks without end
//! gives a [`PictureError`]; what a file can make us hold is in [`limits`].
//! Everything here takes its time and belongs off any thread that must not wait.

mod animation;
mod clean;
mod colour;
mod decode;
mod error;
mod format;
pub mod limits;
mod parts;
mod preview;
mod scale;
mod size;

pub use animation::{Animation, Frame};
pub use clean::{Cleaned, clean, encode_png};
pub use decode::{Info, decode, inspect};
pub use error::PictureError;
pub use format::Format;
pub use preview::{Preview, preview};
pub use size::{Pixels, Size};
