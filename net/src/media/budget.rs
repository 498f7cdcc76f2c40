//! How much a peer may send.

use std::time::{Duration, Instant};

/// In a second: several times of what a call needs at its best.
const BYTES: f64 = 1_500_000.0;
const PACKETS: f64 = 3_000.0;
/// What may come at once, after a break or a lost datagram, in seconds of that.
const BURST: f64 = 0.5;

/// Two buckets that fill with time.
#[derive(Debug)]
pub(super) struct Budget {
    at: Instant,
    bytes: f64,
    packets: f64,
}

impl Budget {
    pub(super) fn new(now: Instant) -> Self {
        Self {
            at: now,
            bytes: BYTES * BURST,
            packets: PACKETS * BURST,
        }
    }

    /// Whether a packet of this size is within what was agreed.
    pub(super) fn allows(&mut self, now: Instant, bytes: usize) -> bool {
        let passed = now.saturating_duration_since(self.at).as_secs_f64();
        self.at = self.at.max(now);
        self.bytes = (self.bytes + passed * BYTES).min(BYTES * BURST);
        self.packets = (self.packets + passed * PACKETS).min(PACKETS * BURST);
        let bytes = bytes as f64;
        if self.bytes < bytes || self.packets < 1.0 {
            return false;
        }
        self.bytes -= bytes;
        self.packets -= 1.0;
        true
    }
}

/// Who was over the budget is not read from for so long: then it has to wait.
pub(super) const PENALTY: Duration = Duration::from_millis(20);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_honest_call_passes_and_ten_times_that_does_not() {
        let start = Instant::now();
        let mut budget = Budget::new(start);
        let mut passed = |each: u64| {
            let packets = (0..10_000 / each).map(|n| start + Duration::from_millis(n * each));
            packets.filter(|at| budget.allows(*at, 1100)).count()
        };
        // 720p at its best: 4 Mbit/s.
        assert_eq!(passed(3), 3333);
        let mut budget = Budget::new(start);
        let flood = (0..100_000u64).map(|n| start + Duration::from_micros(n * 100));
        let passed = flood.filter(|at| budget.allows(*at, 1100)).count() as f64;
        assert!(passed * 1100.0 <= BYTES * (10.0 + BURST), "{passed}");
    }
}
