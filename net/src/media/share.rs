//! Which part of a connection's bytes is media: files may go by the same one.

use std::time::{Duration, Instant};

/// Measured over at least this.
const SPAN: Duration = Duration::from_millis(200);
/// What is around packets is theirs.
const AROUND: f64 = 1.25;

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Share {
    /// When so much of ours, and of all, had been sent.
    since: Option<(Instant, u64, u64)>,
    part: Option<f64>,
}

impl Share {
    /// The part of what is under way that is ours, from 0 to 1, when `ours` of
    /// `all` bytes have been sent: about that of what was sent of late.
    pub(super) fn of(&mut self, now: Instant, ours: u64, all: u64) -> f64 {
        let (at, ours_before, all_before) = *self.since.get_or_insert((now, ours, all));
        if now.saturating_duration_since(at) >= SPAN {
            self.since = Some((now, ours, all));
            let [ours, all] = [(ours, ours_before), (all, all_before)]
                .map(|(now, before)| now.saturating_sub(before) as f64);
            if all > 0.0 {
                let part = (ours * AROUND / all).min(1.0);
                self.part = Some(self.part.map_or(part, |before| (before + part) / 2.0));
            }
        }
        self.part.unwrap_or(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beside_a_file_little_is_ours() {
        let (mut share, mut now) = (Share::default(), Instant::now());
        assert_eq!(share.of(now, 0, 0), 1.0);
        let (mut ours, mut all) = (0, 0);
        let mut go = |file: u64| {
            let mut part = 0.0;
            for _ in 0..20 {
                now += Duration::from_millis(100);
                (ours, all) = (ours + 5_000, all + 6_000 + file);
                part = share.of(now, ours, all);
            }
            part
        };
        assert_eq!(go(0), 1.0);
        let beside = go(250_000);
        assert!((0.02..0.03).contains(&beside), "{beside}");
        let again = go(0);
        assert!(again > 0.99, "{again}");
    }
}
