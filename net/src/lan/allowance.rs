//! So much and no more.

use std::time::{Duration, Instant};

const EVERY: Duration = Duration::from_secs(1);

/// Something that may be done a number of times a second.
#[derive(Clone, Debug)]
pub(super) struct Allowance {
    a_second: u32,
    left: u32,
    since: Instant,
}

impl Allowance {
    pub(super) fn new(now: Instant, a_second: u32) -> Self {
        Self {
            a_second,
            left: a_second,
            since: now,
        }
    }

    /// Whether it may be done once more now.
    pub(super) fn take(&mut self, now: Instant) -> bool {
        if self.since + EVERY <= now {
            (self.since, self.left) = (now, self.a_second);
        }
        let may = self.left > 0;
        self.left = self.left.saturating_sub(1);
        may
    }
}
