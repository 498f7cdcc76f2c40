//! Growing as long as it brings something.

use std::time::{Duration, Instant};

/// By how much the window grows after so many rounds without a queue.
const STEPS: [f64; 4] = [0.0, 0.25, 0.5, 1.0];

/// Growth of three rounds has to bring so much. (BBR asks for a quarter, too.)
const WORTH: f64 = 1.25;

/// After growth that brought nothing there is none for so long, and for twice as
/// long each time.
const PAUSES: [Duration; 2] = [Duration::from_millis(500), Duration::from_secs(8)];

/// A streak of rounds in which the window grows.
#[derive(Clone, Debug)]
pub(super) struct Growth {
    rounds: usize,
    /// The rates of the last three of them.
    rates: [f64; 3],
    pause: Duration,
    not_before: Option<Instant>,
}

impl Growth {
    pub(super) fn new() -> Self {
        Self {
            rounds: 0,
            rates: [0.0; 3],
            pause: PAUSES[0],
            not_before: None,
        }
    }

    pub(super) fn stop(&mut self) {
        self.rounds = 0;
    }

    /// It has brought nothing.
    pub(super) fn rest(&mut self, now: Instant) {
        self.rounds = 0;
        self.not_before = Some(now + self.pause);
        self.pause = (self.pause * 2).min(PAUSES[1]);
    }

    pub(super) fn is_allowed(&self, now: Instant) -> bool {
        self.not_before.is_none_or(|at| at <= now)
    }

    /// One more round, at this rate. The share to grow by, or `None` if growth
    /// has brought nothing: the path is full, and shows it by loss alone.
    pub(super) fn round(&mut self, rate: f64, now: Instant) -> Option<f64> {
        let slot = self.rounds % self.rates.len();
        let three_ago = std::mem::replace(&mut self.rates[slot], rate);
        if self.rounds >= self.rates.len() {
            if rate < WORTH * three_ago {
                self.rest(now);
                return None;
            }
            self.pause = PAUSES[0];
        }
        let step = STEPS[self.rounds.min(STEPS.len() - 1)];
        self.rounds += 1;
        Some(step)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_goes_on_while_the_rate_grows_and_rests_when_not() {
        let now = Instant::now();
        let mut growth = Growth::new();
        let rates = [1.0, 1.0, 1.3, 2.0, 4.0];
        let steps = rates.map(|rate| growth.round(rate, now));
        let expected = [0.0, 0.25, 0.5, 1.0, 1.0].map(Some);
        assert_eq!(steps, expected);
        assert_eq!(growth.round(4.0, now), Some(1.0));
        assert_eq!(growth.round(4.0, now), Some(1.0));
        assert_eq!(growth.round(4.0, now), None);
        assert!(!growth.is_allowed(now));
        assert!(growth.is_allowed(now + PAUSES[0]));
    }
}
