//! The sending half of a call, as machines that are handed the time.

pub mod ladder;
pub mod pacer;
pub mod pictures;
pub mod rate;
pub mod sound;
pub mod trend;

use std::time::Duration;

/// How the way to the peer is, as the transport knows it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Path {
    /// Bytes handed over that the peer's machine has not acknowledged.
    pub in_flight: usize,
    /// Time to the peer and back of late.
    pub rtt: Duration,
    /// The same at its least.
    pub least_rtt: Duration,
}
