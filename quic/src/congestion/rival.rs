//! Beside a flow that fills the queue until packets are dropped: be one, too.
//!
//! Whoever keeps the queue short gets nothing from those who do not (Mo et al.,
//! "Analysis and comparison of TCP Reno and Vegas", 1999). So there is a second
//! mode for their company, as in Copa (Arun and Balakrishnan, NSDI 2018,
//! section 2.2); in ours the window is that of CUBIC (RFC 9438).

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use quinn::congestion::{Controller, Cubic, CubicConfig};
use quinn_proto::RttEstimator;

/// So many rounds in a row with a queue that is not ours mean company.
const ROUNDS: u32 = 4;

/// How often it is looked whether the others are still there.
const LOOK_EVERY: Duration = Duration::from_secs(4);

/// For so long others may still be making themselves room.
const FRESH: Duration = Duration::from_secs(4);

/// By what CUBIC multiplies its window after a loss.
const BETA: f64 = 0.7;

/// Counts rounds in which the queue is longer than ours can be.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Suspicion {
    rounds: u32,
    window: f64,
}

impl Suspicion {
    /// After a round; `window` is what it began with. The window to go on with,
    /// once there is no doubt: that of before the others were given way.
    pub(super) fn round(&mut self, is_long: bool, window: f64) -> Option<f64> {
        if !is_long {
            *self = Self::default();
            return None;
        }
        self.rounds += 1;
        self.window = self.window.max(window);
        (self.rounds >= ROUNDS).then_some(self.window)
    }
}

/// The window in the company of others.
#[derive(Clone, Debug)]
pub(super) struct Rival {
    cubic: Cubic,
    mtu: f64,
    /// The rate of the path, in bytes a second.
    rate: f64,
    since: Instant,
    looked: Instant,
}

impl Rival {
    /// `rate` is what the path gave when we had it alone.
    pub(super) fn new(window: f64, rate: f64, mtu: f64, now: Instant) -> Self {
        Self {
            cubic: cubic(window, mtu, now),
            mtu,
            rate,
            since: now,
            looked: now,
        }
    }

    /// After a round. Until the queue is full for the first time, the others fill
    /// it far faster than CUBIC grows; whoever has less by then has less for
    /// long. So up to there we take half of what is under way.
    pub(super) fn round(&mut self, least_rtt: Duration, now: Instant) {
        let half = self.rate / 2.0 * least_rtt.as_secs_f64();
        if self.age(now) < FRESH && half > self.window() {
            self.cubic = cubic(half, self.mtu, now);
        }
    }

    pub(super) fn window(&self) -> f64 {
        self.cubic.window() as f64
    }

    pub(super) fn acked(&mut self, now: Instant, sent: Instant, bytes: u64, rtt: &RttEstimator) {
        self.cubic.on_ack(now, sent, bytes, false, rtt);
    }

    pub(super) fn lost(&mut self, now: Instant, sent: Instant) {
        self.cubic.on_congestion_event(now, sent, false, 0);
    }

    pub(super) fn set_mtu(&mut self, mtu: f64) {
        self.mtu = mtu;
        self.cubic.on_mtu_update(mtu as u16);
    }

    /// Whether to look now whether the others are still there.
    pub(super) fn has_to_look(&mut self, now: Instant) -> bool {
        let due = now.saturating_duration_since(self.looked) >= LOOK_EVERY;
        if due {
            self.looked = now;
        }
        due
    }

    pub(super) fn age(&self, now: Instant) -> Duration {
        now.saturating_duration_since(self.since)
    }
}

/// CUBIC as it is after a loss at this window: not to start slowly again.
fn cubic(window: f64, mtu: f64, now: Instant) -> Cubic {
    let mut config = CubicConfig::default();
    config.initial_window((window / BETA) as u64);
    let mut cubic = Cubic::new(Arc::new(config), now, mtu as u16);
    cubic.on_congestion_event(now, now, false, 0);
    cubic
}
