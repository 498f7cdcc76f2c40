//! Devices, codecs, echo cancellation, jitter buffer and rate control of
//! Tincan, with no libp2p in it.

pub mod codec;
pub mod devices;
pub mod engine;
pub mod io;
mod picture;
mod processing;
pub mod receive;
pub mod send;
#[cfg(test)]
mod testing;
pub mod wire;

pub use picture::{Picture, Scaler, Size, UnfitSize};
pub use processing::Processing;
