//! Token buckets, one per key, in bounded memory and without a clock.

use std::{
    collections::HashMap,
    hash::Hash,
    mem,
    num::NonZeroU32,
    time::{Duration, Instant},
};

use serde::Deserialize;

/// How often something may happen: `burst` times at once, and from then on
/// `per_minute` times a minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    /// The size of the bucket.
    pub burst: NonZeroU32,
    /// How fast it fills again.
    pub per_minute: NonZeroU32,
}

impl Rate {
    /// A bucket of `burst` tokens that gains `per_minute`; zero counts as one.
    pub const fn new(burst: u32, per_minute: u32) -> Self {
        const fn at_least_one(n: u32) -> NonZeroU32 {
            match NonZeroU32::new(n) {
                Some(n) => n,
                None => NonZeroU32::MIN,
            }
        }
        Self {
            burst: at_least_one(burst),
            per_minute: at_least_one(per_minute),
        }
    }

    fn per_token(self) -> Duration {
        Duration::from_secs(60) / self.per_minute.get()
    }

    fn to_fill(self) -> Duration {
        self.per_token().saturating_mul(self.burst.get())
    }
}

/// One bucket for each key.
///
/// A bucket is a single instant: when it will be full. Buckets lie in two
/// generations that change places when every bucket of the older one is full,
/// so that forgetting it loses nothing; or when half of the room is used up, so
/// that memory stays bounded whatever comes (and the buckets that were longest
/// out of use are forgotten early).
#[derive(Debug)]
pub struct RateLimiter<K> {
    rate: Rate,
    max_keys: usize,
    since: Option<Instant>,
    young: HashMap<K, Instant>,
    old: HashMap<K, Instant>,
}

impl<K: Eq + Hash> RateLimiter<K> {
    /// Full buckets for everyone; at most `max_keys` of them are remembered.
    pub fn new(rate: Rate, max_keys: usize) -> Self {
        Self {
            rate,
            max_keys,
            since: None,
            young: HashMap::new(),
            old: HashMap::new(),
        }
    }

    /// Whether [`Self::take`] would succeed.
    pub fn allows(&self, now: Instant, key: &K) -> bool {
        let full_at = self.young.get(key).or_else(|| self.old.get(key));
        let missing = full_at.map_or(Duration::ZERO, |at| at.saturating_duration_since(now));
        missing.saturating_add(self.rate.per_token()) <= self.rate.to_fill()
    }

    /// Takes one token; false, and nothing taken, if there is none.
    pub fn take(&mut self, now: Instant, key: K) -> bool {
        self.expire(now);
        if !self.allows(now, &key) {
            return false;
        }
        let full_at = self.old.remove(&key);
        let full_at = self.young.get(&key).copied().or(full_at).unwrap_or(now);
        self.young
            .insert(key, full_at.max(now) + self.rate.per_token());
        if self.young.len() > self.max_keys / 2 {
            self.turn(now);
        }
        true
    }

    /// Forgets the keys that have been idle for long enough.
    pub fn expire(&mut self, now: Instant) {
        let since = *self.since.get_or_insert(now);
        if now.saturating_duration_since(since) >= self.rate.to_fill() {
            self.turn(now);
        }
    }

    /// How many keys are remembered.
    pub fn len(&self) -> usize {
        self.young.len() + self.old.len()
    }

    /// Whether no key is remembered.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn turn(&mut self, now: Instant) {
        self.old = mem::take(&mut self.young);
        self.since = Some(now);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn a_burst_then_one_at_a_time() {
        let mut now = Instant::now();
        let mut limiter = RateLimiter::new(Rate::new(3, 60), 100);
        for _ in 0..3 {
            assert!(limiter.take(now, "a"));
        }
        assert!(!limiter.take(now, "a"));
        assert!(!limiter.allows(now, &"a"));
        assert!(limiter.take(now, "b"), "each key has a bucket of its own");
        now += SECOND;
        assert!(limiter.allows(now, &"a"));
        assert!(limiter.take(now, "a"));
        assert!(!limiter.take(now, "a"));
        now += 100 * SECOND;
        for _ in 0..3 {
            assert!(limiter.take(now, "a"));
        }
        assert!(!limiter.take(now, "a"), "a bucket never holds more than it");
    }

    #[test]
    fn idle_keys_are_forgotten() {
        let mut now = Instant::now();
        let mut limiter = RateLimiter::new(Rate::new(3, 60), 100);
        for key in 0..10 {
            assert!(limiter.take(now, key));
        }
        assert_eq!(limiter.len(), 10);
        now += 3 * SECOND;
        limiter.expire(now);
        now += 3 * SECOND;
        limiter.expire(now);
        assert!(limiter.is_empty());
    }

    proptest! {
        #[test]
        fn memory_is_bounded(keys in prop::collection::vec(any::<u16>(), 0..500)) {
            let now = Instant::now();
            let mut limiter = RateLimiter::new(Rate::new(2, 1), 32);
            for key in keys {
                limiter.take(now, key);
                prop_assert!(limiter.len() <= 33);
            }
        }

        /// However the clock is cut up, no key gets more than its burst and what
        /// has flown in since.
        #[test]
        fn nobody_gets_more_than_the_rate(
            steps in prop::collection::vec((0u64..3000, 0u8..3), 1..300),
        ) {
            let start = Instant::now();
            let mut now = start;
            let mut limiter = RateLimiter::new(Rate::new(5, 60), 1000);
            let mut taken = [0u64; 3];
            for (ms, key) in steps {
                now += Duration::from_millis(ms);
                taken[usize::from(key)] += u64::from(limiter.take(now, key));
            }
            let most = 5 + (now - start).as_secs();
            prop_assert!(taken.iter().all(|&n| n <= most));
        }
    }
}
