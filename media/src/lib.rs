//! Devices, codecs, echo cancellation, jitter buffer and rate control of
//! Tincan, with no libp2p in it.
//!
//! Calls are not part of the app yet; this crate is where they go.
