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
/// Things that come so much later than what is covered, one after the other, are
/// one spike, if they are so many. When it is over it counts as little as that.
const SPIKE: Duration = Duration::from_millis(40);
const SPIKE_LENGTH: std::ops::RangeInclusive<u32> = 4..=150;
/// Where there was a queue, smaller ones follow while the sender finds its rate: as
/// much as in the spike, up to this, is held back at first, and by so much less for
/// each thing that comes.
const WARY: Duration = Duration::from_millis(200);
const CALMER: Duration = Duration::from_micros(400);

/// Lateness seen of late, and the delay that covers most of it.
#[derive(Clone, Debug)]
pub struct DelayTarget {
    /// Part of all that fell into each bucket; they sum up to one.
    parts: Vec<f64>,
    seen: f64,
    quantile: f64,
    memory: f64,
    longest: Duration,
    forgets_spikes: bool,
    spike: Option<Spike>,
    /// The least to hold back, for a while after a spike.
    wary: Duration,
}

/// Things that are far too late, one after the other.
#[derive(Clone, Debug)]
struct Spike {
    /// What there was before.
    parts: Vec<f64>,
    /// Later than this is part of it.
    above: Duration,
    length: u32,
    /// The latest of it.
    worst: Duration,
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
            forgets_spikes: false,
            spike: None,
            wary: Duration::ZERO,
        }
    }

    /// The same, where things come late one by one: many in a row are then one
    /// event, to be forgotten when it is over.
    pub fn forgetting_spikes(self) -> Self {
        Self {
            forgets_spikes: true,
            ..self
        }
    }

    /// Something came this late.
    pub fn add(&mut self, late: Duration) {
        let target = self.target();
        self.wary = self.wary.saturating_sub(CALMER);
        match &mut self.spike {
            Some(spike) if late > spike.above => {
                spike.length += 1;
                spike.worst = spike.worst.max(late);
            }
            Some(_) => self.end_spike(),
            None if self.forgets_spikes && late > target + SPIKE => {
                self.spike = Some(Spike {
                    parts: self.parts.clone(),
                    above: target + SPIKE / 2,
                    length: 1,
                    worst: late,
                });
            }
            None => {}
        }
        self.note(late);
    }

    /// A queue that stood and is gone will not stand there again soon, or not for
    /// long.
    fn end_spike(&mut self) {
        if let Some(spike) = self.spike.take()
            && SPIKE_LENGTH.contains(&spike.length)
        {
            self.parts = spike.parts;
            self.note(spike.above);
            self.wary = self.wary.max(spike.worst.min(WARY));
        }
    }

    fn note(&mut self, late: Duration) {
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
        let target = (most + beyond.min(GRANTED)).max(self.wary);
        target.min(self.longest)
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
    fn a_spike_is_soon_forgotten_and_a_longer_way_is_not() {
        let steady = |target: &mut DelayTarget| (0..500).for_each(|_| target.add(ms(3)));
        let mut target = DelayTarget::new(ms(20), 0.985, 750, ms(600)).forgetting_spikes();
        steady(&mut target);
        let before = target.target();
        for n in 0..30 {
            target.add(ms(400 - 10 * n));
        }
        assert!(target.target() > ms(200));
        target.add(ms(3));
        assert_eq!(target.target(), WARY, "smaller ones follow");
        steady(&mut target);
        assert_eq!(target.target(), before);
        for _ in 0..200 {
            target.add(ms(200));
        }
        target.add(ms(3));
        assert!(target.target() > ms(200));
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
