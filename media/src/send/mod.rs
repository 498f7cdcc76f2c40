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
    /// How long what comes from the peer stands in a queue, acknowledgements with it.
    pub queue_back: Duration,
}

/// So many bytes, at most, are on their way since acknowledgements stand in a queue.
const UNACKNOWLEDGED: f64 = 1_500.0;
/// There and back may take so much longer than at best for other reasons; more is a
/// queue of ours.
const LONGER: Duration = Duration::from_millis(15);

impl Path {
    /// Bytes that may be on their way when so many bits per second are sent: what fills
    /// it, and `beyond`, which lasts no shorter and no longer than `lasts` seconds.
    fn holds(self, bits_per_s: u32, beyond: f64, lasts: [f64; 2]) -> f64 {
        let bytes_per_s = f64::from(bits_per_s) / 8.0;
        let round_trip = self.rtt.min(self.least_rtt + LONGER);
        let late = self.rtt.saturating_sub(round_trip).min(self.queue_back);
        let [least, most] = lasts.map(|time| time * bytes_per_s);
        bytes_per_s * round_trip.as_secs_f64()
            + (bytes_per_s * late.as_secs_f64()).min(UNACKNOWLEDGED)
            + beyond.clamp(least, most)
    }
}
