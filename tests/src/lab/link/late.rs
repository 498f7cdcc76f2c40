//! How late packets came out, beyond what was asked for.

use std::time::Duration;

const BUCKET: Duration = Duration::from_micros(10);
const BUCKETS: usize = 1000;

/// A histogram of up to 10 ms; what was later counts as that.
#[derive(Clone, Debug)]
pub(super) struct Late {
    buckets: Vec<u64>,
}

impl Late {
    pub(super) fn new() -> Self {
        Self {
            buckets: vec![0; BUCKETS],
        }
    }

    pub(super) fn add(&mut self, late: Duration) {
        let bucket = (late.as_nanos() / BUCKET.as_nanos()) as usize;
        self.buckets[bucket.min(BUCKETS - 1)] += 1;
    }

    /// No more than `share` of all were later.
    pub(super) fn quantile(&self, share: f64) -> Duration {
        let all: u64 = self.buckets.iter().sum();
        let wanted = (all as f64 * share).ceil() as u64;
        let mut passed = 0;
        let found = self.buckets.iter().position(|count| {
            passed += count;
            passed >= wanted
        });
        BUCKET * (found.unwrap_or(0) as u32 + u32::from(all > 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_upper_bounds() {
        let mut late = Late::new();
        assert_eq!(late.quantile(0.99), Duration::ZERO);
        for micros in 0..100 {
            late.add(Duration::from_micros(micros));
        }
        late.add(Duration::from_secs(1));
        assert_eq!(late.quantile(0.5), Duration::from_micros(60));
        assert_eq!(late.quantile(0.99), Duration::from_micros(100));
        assert_eq!(late.quantile(1.0), Duration::from_millis(10));
    }
}
