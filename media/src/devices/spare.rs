//! How much sound is kept ready for a speaker, beyond what it takes at once.
//!
//! Every millisecond of it is delay, but when the thread that writes is late for
//! longer than it lasts, a hole is heard. A machine that is busy makes it late
//! again and again; one stall does not.

use std::time::{Duration, Instant};

/// With nothing known.
const LEAST: Duration = Duration::from_millis(5);
/// A machine that needs more than this is too busy for calls.
const MOST: Duration = Duration::from_millis(40);
/// For each time that it ran dry.
const MORE: Duration = Duration::from_millis(10);
/// Holes so close to each other come from one stall.
const STALL: Duration = Duration::from_millis(200);
/// After so long without a hole it is less.
const CALM: Duration = Duration::from_secs(20);

/// See the module.
#[derive(Debug)]
pub(super) struct Spare {
    now: Duration,
    /// Callbacks that ran dry, as far as they are known.
    dry: u32,
    /// When that or this changed last.
    since: Option<Instant>,
}

impl Default for Spare {
    fn default() -> Self {
        Self {
            now: LEAST,
            dry: 0,
            since: None,
        }
    }
}

impl Spare {
    /// So many callbacks ran dry since the stream was opened; what is to be kept.
    pub(super) fn look(&mut self, now: Instant, dry: u32) -> Duration {
        let since = *self.since.get_or_insert(now);
        let passed = now.saturating_duration_since(since);
        if dry != self.dry {
            self.dry = dry;
            self.since = Some(now);
            if passed > STALL || self.now == LEAST {
                self.now = (self.now + MORE).min(MOST);
            }
        } else if passed > CALM && self.now > LEAST {
            self.now = (self.now - MORE).max(LEAST);
            self.since = Some(now);
        }
        self.now
    }

    /// The stream is another one, which counts anew.
    pub(super) fn on_new_stream(&mut self) {
        (self.dry, self.since) = (0, None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_grows_where_it_runs_dry_again_and_again_and_shrinks_in_calm() {
        let start = Instant::now();
        let at = |s: f64| start + Duration::from_secs_f64(s);
        let ms = |n| Duration::from_millis(n);
        let mut spare = Spare::default();
        assert_eq!(spare.look(at(0.0), 0), ms(5));
        // One stall, of three callbacks.
        for (s, dry) in [(1.0, 1), (1.01, 2), (1.02, 3)] {
            assert_eq!(spare.look(at(s), dry), ms(15), "{s}");
        }
        assert_eq!(spare.look(at(2.0), 4), ms(25));
        assert_eq!(spare.look(at(3.0), 5), ms(35));
        for n in 6..20 {
            assert_eq!(spare.look(at(f64::from(n)), n), ms(40), "no more than that");
        }
        let kept: Vec<_> = (0..90)
            .map(|s| spare.look(at(19.0 + f64::from(s)), 19))
            .collect();
        let mut steps = kept.clone();
        steps.dedup();
        assert_eq!(steps, [40, 30, 20, 10, 5].map(ms), "{kept:?}");
        spare.on_new_stream();
        assert_eq!(spare.look(at(200.0), 0), ms(5));
    }
}
