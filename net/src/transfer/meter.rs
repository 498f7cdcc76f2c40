//! How fast a transfer goes, and how much longer it takes.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

/// Speed is told over this long.
const OVER: Duration = Duration::from_secs(3);
/// Looks closer together than this count as one.
const APART: Duration = Duration::from_millis(100);
/// Nothing is told of less.
const LEAST: Duration = Duration::from_millis(50);

/// Where a transfer was at some moments of the last seconds.
#[derive(Debug, Default)]
pub(super) struct Meter(VecDeque<(Instant, u64)>);

impl Meter {
    /// So many bytes are there by now.
    pub(super) fn note(&mut self, now: Instant, bytes: u64) {
        let before_last = self.0.len().checked_sub(2).and_then(|at| self.0.get(at));
        if before_last.is_some_and(|(at, _)| now.duration_since(*at) < APART) {
            self.0.pop_back();
        }
        self.0.push_back((now, bytes));
        while self.0.len() > 2 && self.0.get(1).is_some_and(|(at, _)| *at + OVER <= now) {
            self.0.pop_front();
        }
    }

    /// It does not move now.
    pub(super) fn halt(&mut self) {
        self.0.clear();
    }

    /// Bytes a second up to `now`.
    pub(super) fn speed(&self, now: Instant) -> u64 {
        let (Some((from, before)), Some((_, after))) = (self.0.front(), self.0.back()) else {
            return 0;
        };
        let took = now.saturating_duration_since(*from);
        if took < LEAST {
            return 0;
        }
        let moved = after.saturating_sub(*before) as f64;
        (moved / took.as_secs_f64()) as u64 // Saturates.
    }

    /// How long `bytes` more take at this speed.
    pub(super) fn left(&self, now: Instant, bytes: u64) -> Option<Duration> {
        let speed = self.speed(now);
        (speed > 0).then(|| Duration::from_secs_f64(bytes as f64 / speed as f64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speed_is_that_of_the_last_seconds() {
        let (mut meter, start) = (Meter::default(), Instant::now());
        assert_eq!(meter.speed(start), 0);
        for step in 0..=1000u32 {
            // A hundred bytes a second for five seconds, then two hundred.
            let bytes = 100 * u64::from(step.min(500)) + 200 * u64::from(step.saturating_sub(500));
            meter.note(start + step * Duration::from_millis(10), bytes / 100);
        }
        let now = start + Duration::from_secs(10);
        assert!(
            (195..=205).contains(&meter.speed(now)),
            "{}",
            meter.speed(now)
        );
        let left = meter.left(now, 400).unwrap();
        assert!((left.as_secs_f64() - 2.0).abs() < 0.1, "{left:?}");
        assert!(meter.0.len() < 40);
        // Nothing comes for three seconds more: half as fast.
        let speed = meter.speed(now + Duration::from_secs(3));
        assert!((90..=110).contains(&speed), "{speed}");
        meter.halt();
        assert_eq!((meter.speed(now), meter.left(now, 1)), (0, None));
    }
}
