//! What one direction of a link does to packets.

use std::time::Duration;

/// One direction of a link: packets wait for their turn, are sent at a rate, may
/// be lost on the way, and take their time.
///
/// ```
/// use std::time::Duration;
/// use tincan_tests::lab::{Loss, Shape};
///
/// let dsl = Shape::perfect()
///     .delay(Duration::from_millis(25))
///     .rate(2_000_000, 64 * 1024)
///     .loss(Loss::Random { share: 0.01 });
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shape {
    pub(super) delay: Duration,
    pub(super) jitter: Duration,
    pub(super) reorder: bool,
    pub(super) loss: Loss,
    pub(super) rate: Option<Rate>,
}

/// Which packets are lost on the way. They have taken their time at the rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Loss {
    /// None.
    None,
    /// Each with the same chance.
    Random {
        /// Which share of all, from 0 to 1.
        share: f64,
    },
    /// Several in a row (Gilbert–Elliott: all are lost while things are bad,
    /// none while they are good).
    Burst {
        /// Which share of all, from 0 to less than 1; bursts are one packet
        /// apart at least, which bounds it.
        share: f64,
        /// How many in a row on average, at least 1.
        length: f64,
    },
}

/// How fast packets are sent, and how many may wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rate {
    pub(super) bits_per_second: u64,
    pub(super) queue_bytes: usize,
}

impl Shape {
    /// At once, everything, in order.
    pub fn perfect() -> Self {
        Self {
            delay: Duration::ZERO,
            jitter: Duration::ZERO,
            reorder: false,
            loss: Loss::None,
            rate: None,
        }
    }

    /// Every packet takes this long, at least.
    #[must_use]
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// And anything up to this longer. Order is kept: one that is late holds up
    /// those behind it.
    #[must_use]
    pub fn jitter(mut self, jitter: Duration) -> Self {
        self.jitter = jitter;
        self
    }

    /// Order is not kept: packets overtake those that are late.
    #[must_use]
    pub fn reorder(mut self) -> Self {
        self.reorder = true;
        self
    }

    /// Packets are lost.
    ///
    /// # Panics
    /// When there is no such loss.
    #[must_use]
    pub fn loss(mut self, loss: Loss) -> Self {
        match loss {
            Loss::None => {}
            Loss::Random { share } => assert!((0.0..=1.0).contains(&share), "{loss:?}"),
            Loss::Burst { share, length } => {
                assert!((0.0..1.0).contains(&share) && length >= 1.0, "{loss:?}");
                // Between two bursts at least one packet arrives.
                assert!(share * (length + 1.0) <= length, "{loss:?}");
            }
        }
        self.loss = loss;
        self
    }

    /// Packets, their IP headers included, are sent at `bits_per_second`; those
    /// of up to `queue_bytes` together wait, others are dropped as they come.
    ///
    /// # Panics
    /// When nothing would ever be sent.
    #[must_use]
    pub fn rate(mut self, bits_per_second: u64, queue_bytes: usize) -> Self {
        assert!(bits_per_second > 0, "nothing would be sent");
        self.rate = Some(Rate {
            bits_per_second,
            queue_bytes,
        });
        self
    }
}

impl Default for Shape {
    fn default() -> Self {
        Self::perfect()
    }
}

impl Rate {
    /// How long it takes to send so much.
    pub(super) fn time_for(self, bits: u64) -> Duration {
        let nanos = u128::from(bits) * 1_000_000_000;
        let nanos = nanos.div_ceil(u128::from(self.bits_per_second));
        Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
    }

    /// How much is sent in that time.
    pub(super) fn bits_in(self, time: Duration) -> u64 {
        let bits = time.as_nanos() * u128::from(self.bits_per_second) / 1_000_000_000;
        u64::try_from(bits).unwrap_or(u64::MAX)
    }
}
