//! The shortest round-trip time of the last seconds, and the highest rate.

use std::time::{Duration, Instant};

/// How long one half of what is remembered lasts.
const HALF: Duration = Duration::from_secs(5);

/// The least of the samples of the last 5 to 10 seconds, in two halves, so that a
/// path that has become longer is believed in the end.
#[derive(Clone, Debug, Default)]
pub(super) struct Floor {
    before: Option<Duration>,
    half: Option<(Instant, Duration)>,
}

impl Floor {
    pub(super) fn add(&mut self, sample: Duration, now: Instant) {
        self.half = Some(match self.half {
            Some((since, least)) if now.saturating_duration_since(since) < HALF => {
                (since, least.min(sample))
            }
            Some((since, least)) => {
                // After a silence as long, nothing of before is known to be true.
                let silent = now.saturating_duration_since(since) > 2 * HALF;
                self.before = (!silent).then_some(least);
                (now, sample)
            }
            None => (now, sample),
        });
    }

    /// The least, once there is one.
    pub(super) fn get(&self) -> Option<Duration> {
        let half = self.half.map(|(_, least)| least);
        self.before.into_iter().chain(half).min()
    }

    /// Whether this half is nearly over and nothing in it came within `margin` of
    /// the least: it is about to be forgotten.
    pub(super) fn is_fading(&self, margin: Duration, now: Instant) -> bool {
        let (Some(before), Some((since, least))) = (self.before, self.half) else {
            return false;
        };
        now.saturating_duration_since(since) > HALF.mul_f64(0.6) && least > before + margin
    }

    /// Goes on as if the least had been seen again just now: others' queues are in
    /// the way of seeing it.
    pub(super) fn hold(&mut self, now: Instant) {
        if let Some(least) = self.get() {
            self.before = Some(least);
            self.half = Some((now, least));
        }
    }
}

/// The highest rate of the last 5 to 10 seconds, in bytes a second.
#[derive(Clone, Debug, Default)]
pub(super) struct Peak {
    before: f64,
    half: Option<(Instant, f64)>,
}

impl Peak {
    pub(super) fn add(&mut self, rate: f64, now: Instant) {
        self.half = Some(match self.half {
            Some((since, most)) if now.saturating_duration_since(since) < HALF => {
                (since, most.max(rate))
            }
            Some((_, most)) => {
                self.before = most;
                (now, rate)
            }
            None => (now, rate),
        });
    }

    pub(super) fn get(&self) -> f64 {
        let half = self.half.map(|(_, most)| most);
        self.before.max(half.unwrap_or_default())
    }
}
