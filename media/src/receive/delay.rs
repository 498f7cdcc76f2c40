//! How long to hold back what comes, so that what comes late is not too late:
//! a quantile of how late things were, with old ones forgotten (NetEq's
//! `delay_manager` and `histogram`).

use std::time::Duration;

/// Width of a bucket.
const BUCKET: Duration = Duration::from_millis(5);
/// Buckets: lateness up to a second is told apart.
const BUCKETS: usize = 200;
/// Of what almost everything needs beyond that, half is granted, up to this:
/// then the rare latecomer is missed for less long.
const ALMOST_ALL: f64 = 0.998;
const GRANTED: Duration = Duration::from_millis(12);

/// Lateness seen of late, and the delay that covers most of it.
#[derive(Clone, Debug)]
pub struct DelayTarget {
    /// Part of all that fell into each bucket; they sum up to one.
    parts: Vec<f64>,
    seen: f64,
    quantile: f64,
    memory: f64,
    longest: Duration,
}

impl DelayTarget {
    /// Nothing seen yet, but `first` expected. `quantile` is the part of
    /// arrivals that is to be covered, `memory` about how many of them count,
    /// `longest` the most that is ever answered.
    pub fn new(first: Duration, quantile: f64, memory: u32, longest: Duration) -> Self {
        let mut parts = vec![0.0; BUCKETS];
        parts[bucket(first)] = 1.0;
        Self {
            parts,
            // What is expected is soon forgotten for what is seen.
            seen: 2.0,
            quantile,
            memory: f64::from(memory),
            longest,
        }
    }

    /// Something came this late.
    pub fn add(&mut self, late: Duration) {
        self.seen = (self.seen + 1.0).min(self.memory);
        let weight = 1.0 / self.seen;
        for part in &mut self.parts {
            *part *= 1.0 - weight;
        }
        self.parts[bucket(late)] += weight;
    }

    /// How long to hold back.
    pub fn target(&self) -> Duration {
        let most = self.covering(self.quantile);
        let beyond = self.covering(ALMOST_ALL).saturating_sub(most) / 2;
        (most + beyond.min(GRANTED)).min(self.longest)
    }

    /// The lateness that this part stays below.
    fn covering(&self, quantile: f64) -> Duration {
        let mut sum = 0.0;
        let at = self.parts.iter().position(|part| {
            sum += part;
            sum >= quantile
        });
        BUCKET * (at.unwrap_or(BUCKETS - 1) as u32 + 1)
    }
}

fn bucket(late: Duration) -> usize {
    let at = late.as_micros() / BUCKET.as_micros();
    usize::try_from(at).unwrap_or(BUCKETS).min(BUCKETS - 1)
}

#[cfg(test)]
mod tests {
    use rand::{Rng, SeedableRng, rngs::StdRng};

    use super::*;

    fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    #[test]
    fn it_covers_the_part_that_it_should() {
        let mut random = StdRng::seed_from_u64(1);
        let mut target = DelayTarget::new(ms(20), 0.95, 500, ms(500));
        for _ in 0..5000 {
            target.add(Duration::from_micros(random.gen_range(0..100_000)));
        }
        let held = target.target();
        assert!((ms(90)..=ms(105)).contains(&held), "{held:?}");
        for _ in 0..5000 {
            target.add(Duration::ZERO);
        }
        assert_eq!(target.target(), BUCKET);
        // A rare latecomer is met halfway, and not more than a little.
        target.add(ms(12));
        target.add(ms(12));
        assert_eq!(target.target(), BUCKET * 2);
        target.add(ms(400));
        target.add(ms(400));
        assert_eq!(target.target(), BUCKET + GRANTED);
    }

    #[test]
    fn it_follows_within_a_second_at_the_beginning_and_is_bounded() {
        let mut target = DelayTarget::new(ms(20), 0.95, 500, ms(300));
        assert_eq!(target.target(), ms(25), "as expected");
        for _ in 0..10 {
            target.add(ms(60));
        }
        assert_eq!(target.target(), ms(65));
        for _ in 0..50 {
            target.add(Duration::MAX);
        }
        assert_eq!(target.target(), ms(300));
    }
}
