//! Moments at which a device's sound was heard, or is to be played, made even.
//!
//! A sound card's clock is even, but when its callbacks come is not: they come late
//! on a busy machine, and never early. So moments are steps of 10 ms, and the
//! earliest of late callbacks tells where they are; by it they also stay on the
//! computer's clock, however much the sound card's differs. The mean would wander
//! with what else the machine does, and the peer would stretch the voice after it.

use std::time::{Duration, Instant};

/// Further off than this, something was lost in between.
const TORN: Duration = Duration::from_millis(150);
/// Steps over which the earliest is looked for: a second.
const LOOK: u32 = 100;
/// What part of being too late is made up for at each step.
const PART: u32 = 8;

/// Even moments.
#[derive(Debug, Default)]
pub(super) struct Steps {
    last: Option<Instant>,
    /// The least that a measured moment was after its even one, of so many so far.
    least: Option<Duration>,
    count: u32,
}

impl Steps {
    /// The moment that stands for the measured one, `step` after the last.
    pub(super) fn next(&mut self, measured: Instant, step: Duration) -> Instant {
        let mut even = self.last.map_or(measured, |last| last + step);
        if measured > even + TORN || measured + TORN < even {
            *self = Self::default();
            even = measured;
        } else if measured < even {
            // It cannot have been later than that.
            even -= (even - measured) / PART;
            (self.least, self.count) = (None, 0);
        } else {
            let late = measured - even;
            self.least = Some(self.least.map_or(late, |least| least.min(late)));
            self.count += 1;
            if self.count == LOOK {
                even += self.least.take().unwrap_or_default();
                self.count = 0;
            }
        }
        self.last = Some(even);
        even
    }
}

#[cfg(test)]
mod tests {
    use rand::{Rng, SeedableRng, rngs::StdRng};

    use super::*;

    const STEP: Duration = Duration::from_millis(10);

    /// Steps of a sound card that is 200 ppm slow; how far each is from when it was
    /// heard, in microseconds, and how far from a step the largest gap was.
    fn run(count: u32, late: impl Fn(u32, &mut StdRng) -> u64) -> (Vec<i64>, Duration) {
        let start = Instant::now();
        let mut random = StdRng::seed_from_u64(1);
        let mut steps = Steps::default();
        let (mut last, mut uneven) = (None, Duration::ZERO);
        let off = (0..count).map(|n| {
            let heard = start + STEP.mul_f64(1.0002) * n;
            let late = Duration::from_micros(late(n, &mut random));
            let even = steps.next(heard + late, STEP);
            if let Some(last) = last.replace(even)
                && n > 300
            {
                uneven = uneven.max((even - last).abs_diff(STEP));
            }
            let micros = |d: Duration| d.as_micros() as i64;
            micros(even.saturating_duration_since(heard))
                - micros(heard.saturating_duration_since(even))
        });
        (off.collect(), uneven)
    }

    #[test]
    fn uneven_moments_become_even_and_follow_a_clock_that_differs() {
        let (off, uneven) = run(100_000, |_, random| random.gen_range(0..12_000));
        assert!(off[300..].iter().all(|off| off.abs() < 1500), "{uneven:?}");
        assert!(uneven < Duration::from_millis(1), "{uneven:?}");
    }

    #[test]
    fn a_machine_that_is_busy_now_and_then_moves_nothing() {
        // Two seconds in ten every callback but one in twenty is late.
        let busy = |n: u32, random: &mut StdRng| match (n / 200) % 5 {
            0 if !n.is_multiple_of(20) => random.gen_range(10_000..60_000),
            _ => random.gen_range(0..3000),
        };
        let (off, uneven) = run(100_000, busy);
        let (least, most) = (off[300..].iter().min(), off[300..].iter().max());
        assert!(
            most.zip(least)
                .is_some_and(|(most, least)| most - least < 3000)
        );
        assert!(uneven < Duration::from_millis(3), "{uneven:?}");
    }

    #[test]
    fn what_was_lost_is_made_up_for() {
        // 40 ms of sound are lost, and then more than can be believed.
        let lost = |n: u32, _: &mut StdRng| if n < 500 { 0 } else { 40_000 };
        let (off, _) = run(1000, lost);
        assert!(off[620..].iter().all(|off| off.abs_diff(40_000) < 1000));
        let start = Instant::now();
        let mut steps = Steps::default();
        steps.next(start, STEP);
        let torn = start + Duration::from_secs(5000);
        assert_eq!(steps.next(torn, STEP), torn);
    }
}
