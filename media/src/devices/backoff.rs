//! When to try again.

use std::time::{Duration, Instant};

const FIRST: Duration = Duration::from_millis(300);
const LONGEST: Duration = Duration::from_secs(5);
/// What held so long counts as mended.
const MENDED: Duration = Duration::from_secs(10);

/// Growing pauses between attempts.
#[derive(Debug)]
pub(super) struct Backoff {
    pause: Duration,
    next: Instant,
    succeeded: Option<Instant>,
}

impl Backoff {
    /// The first attempt is due at once.
    pub(super) fn new(now: Instant) -> Self {
        Self {
            pause: FIRST,
            next: now,
            succeeded: None,
        }
    }

    /// Whether an attempt is due.
    pub(super) fn is_due(&self, now: Instant) -> bool {
        now >= self.next
    }

    /// An attempt succeeded.
    pub(super) fn on_success(&mut self, now: Instant) {
        self.succeeded = Some(now);
    }

    /// An attempt failed, or what it brought is lost again.
    pub(super) fn on_failure(&mut self, now: Instant) {
        if self.succeeded.take().is_some_and(|at| now >= at + MENDED) {
            self.pause = FIRST;
        }
        self.next = now + self.pause;
        self.pause = (self.pause * 2).min(LONGEST);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_begin_anew_after_what_held() {
        let mut now = Instant::now();
        let mut backoff = Backoff::new(now);
        assert!(backoff.is_due(now));
        let mut pauses = Vec::new();
        for _ in 0..7 {
            backoff.on_failure(now);
            pauses.push((backoff.next - now).as_millis());
            now = backoff.next;
        }
        assert_eq!(pauses, [300, 600, 1200, 2400, 4800, 5000, 5000]);
        backoff.on_success(now);
        backoff.on_failure(now + MENDED / 2);
        assert!(
            !backoff.is_due(now + MENDED / 2 + LONGEST / 2),
            "it did not hold"
        );
        backoff.on_success(now);
        now += MENDED;
        backoff.on_failure(now);
        assert!(backoff.is_due(now + FIRST));
    }
}
