//! Moments that are evenly apart.

use std::{
    thread,
    time::{Duration, Instant},
};

use super::PATIENCE;

/// Keeps to a rate by the clock, without drifting.
#[derive(Debug)]
pub(crate) struct Pace {
    start: Option<Instant>,
    step: Duration,
    count: u32,
}

impl Pace {
    /// Moments `step` apart; the first is the first one waited for.
    pub(crate) fn new(step: Duration) -> Self {
        Self {
            start: None,
            step,
            count: 0,
        }
    }

    /// The next moment.
    fn next(&mut self) -> Instant {
        let start = *self.start.get_or_insert_with(Instant::now);
        start + self.step * self.count
    }

    /// Waits until `after` the next moment and gives that moment; none when it
    /// is too far away to wait for in one go.
    pub(crate) fn wait(&mut self, after: Duration) -> Option<Instant> {
        let next = self.next();
        let left = (next + after).saturating_duration_since(Instant::now());
        thread::sleep(left.min(PATIENCE));
        if left > PATIENCE {
            return None;
        }
        // Restarting now and then keeps the multiplication from overflowing.
        self.count += 1;
        if self.count == u32::MAX {
            (self.start, self.count) = (Some(next + self.step), 0);
        }
        Some(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_evenly_apart_and_never_early() {
        let mut pace = Pace::new(Duration::from_millis(10));
        let first = pace.wait(Duration::ZERO).unwrap();
        for n in 1..5 {
            let moment = pace.wait(Duration::from_millis(10)).unwrap();
            assert_eq!(moment, first + Duration::from_millis(10) * n);
            assert!(Instant::now() >= moment + Duration::from_millis(10));
        }
        let mut slow = Pace::new(Duration::from_secs(100));
        assert!(slow.wait(Duration::ZERO).is_some());
        assert!(slow.wait(Duration::ZERO).is_none(), "nobody waits so long");
    }
}
