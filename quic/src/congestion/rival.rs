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

/// Whose rate falls by so much while his window does is given no more by a shorter
/// queue: the queue is not his.
const GIVEN_WAY: f64 = 0.7;

/// After so many without that, the path has become slower.
const CONVINCED: u32 = 16;

/// What a round says of whose queue it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sight {
    pub(super) queue: Duration,
    /// Ours is no longer than this, by the rate that we have now.
    pub(super) limit: Duration,
    /// Bytes a second.
    pub(super) delivered: f64,
    /// What the round began with.
    pub(super) window: f64,
}

/// Counts rounds in which the queue is longer than ours can be.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Suspicion {
    rounds: u32,
    /// Rounds in a row beyond the limit of their own. Who is left less than he
    /// had takes the path for a slower one, and the limit for longer.
    certain: u32,
    /// The limit of the last round before them.
    limit: Option<Duration>,
    /// The most that one delivered since the second of them.
    best: f64,
    window: f64,
}

impl Suspicion {
    /// After a round. The window to go on with, once there is no doubt: that of
    /// before the others were given way.
    pub(super) fn round(&mut self, sight: &Sight) -> Option<f64> {
        let before = self.limit.unwrap_or(sight.limit);
        if sight.queue <= sight.limit.min(before) || self.rounds >= CONVINCED {
            *self = Self {
                limit: Some(sight.limit),
                ..Self::default()
            };
            return None;
        }
        self.certain = match sight.queue > sight.limit {
            true => self.certain + 1,
            false => 0,
        };
        if self.rounds > 0 {
            self.best = self.best.max(sight.delivered);
        }
        self.rounds += 1;
        self.window = self.window.max(sight.window);
        let gives_way = self.rounds >= ROUNDS && sight.delivered < GIVEN_WAY * self.best;
        (self.certain >= ROUNDS || gives_way).then_some(self.window)
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

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    /// The first round in which there is no doubt, of these queues, limits (in
    /// milliseconds) and rates.
    fn certain_after(rounds: &[(u32, u32, f64)]) -> Option<usize> {
        let mut suspicion = Suspicion::default();
        let found = rounds.iter().position(|(queue, limit, delivered)| {
            let sight = Sight {
                queue: MS * *queue,
                limit: MS * *limit,
                delivered: *delivered,
                window: 10_000.0,
            };
            suspicion.round(&sight).is_some()
        });
        found.map(|at| at + 1)
    }

    #[test]
    fn a_long_queue_that_stays_is_not_ours() {
        assert_eq!(certain_after(&[(100, 25, 9.0); 6]), Some(4));
        assert_eq!(certain_after(&[(20, 25, 9.0); 6]), None);
    }

    #[test]
    fn who_is_left_ever_less_gives_way_to_others() {
        // Two Mbit/s, of which we have less each round, and at once much less.
        let rounds = [
            (20, 27, 2.0),
            (75, 85, 0.34),
            (60, 65, 0.6),
            (80, 90, 0.5),
            (100, 100, 0.3),
        ];
        assert_eq!(certain_after(&rounds), Some(5));
    }

    #[test]
    fn a_path_that_has_become_slower_is_no_company() {
        // From ten Mbit/s to a third: the rate does not fall with the window.
        let rounds = [
            (5, 20, 9.0),
            (80, 20, 9.0),
            (2000, 100, 0.3),
            (900, 100, 0.3),
            (60, 100, 0.29),
            (60, 100, 0.3),
        ];
        assert_eq!(certain_after(&rounds), None);
    }
}
