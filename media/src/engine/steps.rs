//! Moments at which a device's sound was heard, made even.
//!
//! A sound card's clock is even, but when its callbacks come is not. Its moments
//! are taken as steps of 10 ms that follow the measured ones slowly; so they
//! stay on the computer's clock however much the sound card's differs.

use std::time::{Duration, Instant};

/// Further off than this, something was lost in between.
const TORN: Duration = Duration::from_millis(60);
/// What part of a difference is made up for at each step.
const PART: u32 = 40;

/// Even moments.
#[derive(Debug, Default)]
pub(super) struct Steps(Option<Instant>);

impl Steps {
    /// The moment that stands for the measured one, `step` after the last.
    pub(super) fn next(&mut self, measured: Instant, step: Duration) -> Instant {
        let expected = self.0.map_or(measured, |last| last + step);
        let even = if measured > expected + TORN || measured + TORN < expected {
            measured
        } else if measured >= expected {
            expected + (measured - expected) / PART
        } else {
            expected - (expected - measured) / PART
        };
        self.0 = Some(even);
        even
    }
}

#[cfg(test)]
mod tests {
    use rand::{Rng, SeedableRng, rngs::StdRng};

    use super::*;

    #[test]
    fn uneven_moments_become_even_and_follow_a_clock_that_differs() {
        let step = Duration::from_millis(10);
        let start = Instant::now();
        let mut random = StdRng::seed_from_u64(1);
        let mut steps = Steps::default();
        let mut last = None;
        for n in 0..100_000u32 {
            // A sound card that is 200 ppm slow, with callbacks up to 12 ms late.
            let heard = start + step.mul_f64(1.0002) * n;
            let late = Duration::from_micros(random.gen_range(0..12_000));
            let even = steps.next(heard + late, step);
            let off = even.max(heard) - even.min(heard);
            assert!(n < 200 || off < Duration::from_millis(10), "{n}: {off:?}");
            if let Some(last) = last {
                let gap: Duration = even - last;
                assert!(gap.abs_diff(step) < Duration::from_millis(1), "{gap:?}");
            }
            last = Some(even);
        }
        let torn = start + Duration::from_secs(5000);
        assert_eq!(steps.next(torn, step), torn);
    }
}
