//! Whether a stream keeps up with the clock.
//!
//! A sound system with too short a buffer runs dry, or full, between two looks at
//! it, and says nothing of that to whoever uses it by cpal. But what it did not
//! take, or lost, is missing from what it has handled: a sound card's clock is
//! off by less than a thousandth, a buffer that is too short by hundredths.

use std::time::{Duration, Instant};

/// It is looked at in pieces of this length.
const WINDOW: Duration = Duration::from_secs(3);
/// As much missing in a piece is too much: 45 ms, more than one callback.
const MISSING: f64 = 0.015;
/// So many pieces in a row, and it was not an accident.
const IN_A_ROW: u32 = 2;

/// What a stream has handled, against the clock.
#[derive(Debug)]
pub(super) struct Stumbles {
    rate: f64,
    /// When the piece began, and how many samples had been handled then.
    piece: Option<(Instant, u64)>,
    bad: u32,
}

impl Stumbles {
    /// For a stream of so many samples a second.
    pub(super) fn new(rate: u32) -> Self {
        Self {
            rate: f64::from(rate),
            piece: None,
            bad: 0,
        }
    }

    /// So many samples were handled since the stream was opened; whether it
    /// stumbles again and again.
    pub(super) fn look(&mut self, now: Instant, samples: u64) -> bool {
        let Some((began, before)) = self.piece else {
            // Before its first callback it has not begun.
            self.piece = (samples > 0).then_some((now, samples));
            return false;
        };
        let passed = now.saturating_duration_since(began);
        if passed < WINDOW {
            return false;
        }
        self.piece = Some((now, samples));
        // Nobody looked for long: the machine slept.
        let whole = passed < 2 * WINDOW;
        let handled = samples.saturating_sub(before) as f64 / (self.rate * passed.as_secs_f64());
        self.bad = if whole && handled < 1.0 - MISSING {
            self.bad + 1
        } else {
            0
        };
        self.bad >= IN_A_ROW
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A stream that handles this part of what it should, in callbacks of 40 ms;
    /// whether it is found to stumble within `seconds`.
    fn stumbles(part: f64, seconds: u32) -> bool {
        let start = Instant::now();
        let mut stumbles = Stumbles::new(48_000);
        (0..seconds * 100).any(|n| {
            let callbacks = (f64::from(n / 4) * part) as u64;
            stumbles.look(start + Duration::from_millis(10) * n, callbacks * 1920)
        })
    }

    #[test]
    fn who_keeps_up_is_left_alone_and_who_does_not_is_found() {
        for part in [1.0, 0.999, 1.001] {
            assert!(!stumbles(part, 600), "{part}");
        }
        for part in [0.95, 0.9, 0.5] {
            assert!(stumbles(part, 12), "{part}");
        }
    }

    #[test]
    fn one_stall_and_a_machine_that_slept_are_no_stumbling() {
        let start = Instant::now();
        let mut stumbles = Stumbles::new(48_000);
        let (mut now, mut samples) = (start, 0);
        for n in 0..10_000 {
            now += Duration::from_millis(match n {
                2000 => 500,
                5000 => 60_000,
                _ => 10,
            });
            samples += 480;
            assert!(!stumbles.look(now, samples), "{n}");
        }
    }
}
