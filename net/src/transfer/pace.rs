//! How much may be under way at once: as much as keeps the path busy, and no
//! more, so that a word that is said meanwhile does not wait behind a file.
//!
//! Small probes on the control channel take the way that words take. When they
//! come back late, queues have grown, and the limit falls to what the path
//! carries in its own round trip; when they come back in time and the limit
//! held somebody back, it rises. (The idea is that of delay-based congestion
//! control, as in LEDBAT, RFC 6817; here it comes on top of the transport's own,
//! which fills any queue.)

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

/// Limits, in bytes.
pub(super) const FIRST: u64 = 128 << 10;
const LEAST: u64 = 32 << 10;
pub(super) const MOST: u64 = 16 << 20;

/// A probe leaves this often while something is being sent, and while the limit
/// is still being looked for.
const EVERY: Duration = Duration::from_millis(100);
const EVERY_AT_FIRST: Duration = Duration::from_millis(40);
/// What waits in queues may make a round trip longer by this.
const MOST_DELAY: Duration = Duration::from_millis(40);
/// What is aimed for when it was more.
const AIM: Duration = Duration::from_millis(15);
/// A probe that is not back by then, on top of the path's own round trip, says
/// all it can say.
const OVERDUE: Duration = Duration::from_millis(100);
/// The shortest round trip is looked for again after this.
const BASE_FOR: Duration = Duration::from_secs(30);
/// Throughput is that of so long.
const RATE_OVER: Duration = Duration::from_millis(300);

/// The limit of one connection. Pure: it is told what happened and when.
#[derive(Debug)]
pub(super) struct Pace {
    limit: u64,
    most: u64,
    /// The shortest round trip, and when it was measured.
    base: Option<(Instant, Duration)>,
    came: VecDeque<(Instant, u64)>,
    limited: bool,
    /// The number of the latest probe, and when it left, until it is back.
    probe: u64,
    left: Option<Instant>,
    overdue: bool,
    /// The last one was late. One alone may have been lost on the way, and come
    /// once more; two in a row have waited in a queue.
    late: bool,
    next: Option<Instant>,
    /// Queues are being emptied to measure the path itself.
    draining: bool,
    /// Queues have grown before: from here on it rises with care.
    careful: bool,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            limit: FIRST,
            most: MOST,
            base: None,
            came: VecDeque::new(),
            limited: false,
            probe: 0,
            left: None,
            overdue: false,
            late: false,
            next: None,
            draining: false,
            careful: false,
        }
    }
}

impl Pace {
    /// On another connection everything is measured anew; the limit is never more
    /// than `most`, and a round trip is known to take no longer than `rtt`.
    pub(super) fn start_anew(&mut self, now: Instant, most: u64, rtt: Option<Duration>) {
        *self = Self {
            probe: self.probe,
            limit: FIRST.min(most),
            base: rtt.map(|rtt| (now, rtt)),
            most,
            ..Self::default()
        };
    }

    /// Bytes that may be under way.
    pub(super) fn limit(&self) -> u64 {
        self.limit
    }

    /// So many bytes have come in all; whether the limit held somebody back.
    pub(super) fn on_came(&mut self, now: Instant, total: u64, limited: bool) {
        self.limited |= limited;
        self.came.push_back((now, total));
        let old = |at: Instant| at + RATE_OVER <= now;
        while self.came.len() > 2 && self.came.get(1).is_some_and(|(at, _)| old(*at)) {
            self.came.pop_front();
        }
    }

    /// The number of a probe that is to leave now; `sending` says whether
    /// anything is under way.
    pub(super) fn poll_probe(&mut self, now: Instant, sending: bool) -> Option<u64> {
        if !sending {
            self.next = None;
            self.left = None;
            return None;
        }
        let due = *self.next.get_or_insert(now);
        if due > now || self.left.is_some() {
            return None;
        }
        let every = if self.careful { EVERY } else { EVERY_AT_FIRST };
        self.next = Some(now + every);
        self.left = Some(now);
        self.overdue = false;
        self.probe += 1;
        Some(self.probe)
    }

    /// When something is to be done next.
    pub(super) fn poll_timeout(&self) -> Option<Instant> {
        match self.left {
            Some(_) if self.overdue => None,
            Some(left) => Some(self.overdue_at(left)),
            None => self.next,
        }
    }

    fn overdue_at(&self, left: Instant) -> Instant {
        let base = self.base.map_or(Duration::from_secs(1), |(_, base)| base);
        left + base + OVERDUE
    }

    /// Time has passed; whether the limit is another one now.
    pub(super) fn on_timeout(&mut self, now: Instant) -> bool {
        let Some(left) = self.left else {
            return false;
        };
        if self.overdue || self.overdue_at(left) > now {
            return false;
        }
        self.overdue = true;
        self.fall(now)
    }

    /// A probe is back; whether the limit is another one now.
    pub(super) fn on_back(&mut self, now: Instant, probe: u64) -> bool {
        if probe != self.probe {
            return false;
        }
        let Some(left) = self.left.take() else {
            return false;
        };
        let took = now.saturating_duration_since(left);
        let old = self.base.is_some_and(|(at, _)| at + BASE_FOR <= now);
        match self.base {
            Some((_, base)) if base < took && !self.draining => {}
            _ => self.base = Some((now, took)),
        }
        self.draining = false;
        let base = self.base.map_or(took, |(_, base)| base);
        let delay = took - base.min(took);
        if old && self.careful && delay > Duration::ZERO {
            self.draining = true;
            let half = self.carried(now, base / 2);
            return self.set(half);
        }
        if delay > MOST_DELAY {
            let again = std::mem::replace(&mut self.late, true);
            if !again {
                // The next one tells at once.
                self.next = Some(now);
            }
            // When it was overdue this was done already.
            return again && !self.overdue && self.fall(now);
        }
        self.late = false;
        if std::mem::take(&mut self.limited) && delay < MOST_DELAY / 2 {
            let more = if self.careful {
                self.limit / 8
            } else {
                self.limit
            };
            return self.set(self.limit + more);
        }
        false
    }

    fn fall(&mut self, now: Instant) -> bool {
        self.careful = true;
        self.limited = false;
        let base = self.base.map_or(Duration::ZERO, |(_, base)| base);
        let carried = self.carried(now, base + AIM);
        self.set(carried.min(self.limit - self.limit / 8))
    }

    /// What the path carries in that time.
    fn carried(&self, now: Instant, time: Duration) -> u64 {
        let (Some((from, before)), Some((_, after))) = (self.came.front(), self.came.back()) else {
            return self.limit / 2;
        };
        let took = now.saturating_duration_since(*from);
        if took < RATE_OVER / 4 {
            return self.limit / 2;
        }
        let rate = after.saturating_sub(*before) as f64 / took.as_secs_f64();
        (rate * time.as_secs_f64()) as u64 // Saturates.
    }

    fn set(&mut self, limit: u64) -> bool {
        let limit = limit.clamp(LEAST.min(self.most), self.most);
        std::mem::replace(&mut self.limit, limit) != limit
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEP: Duration = Duration::from_millis(1);

    /// A path of one queue, that carries `rate` bytes a millisecond and takes
    /// `base` there and back besides; somebody sends all that the limit allows.
    struct Path {
        pace: Pace,
        now: Instant,
        rate: u64,
        base: Duration,
        queue: u64,
        carried: u64,
        /// When what was carried is known to the sender.
        known: VecDeque<(Instant, u64)>,
        total: u64,
        probe: Option<(Instant, u64)>,
        /// The longest that the queue took in the last run.
        worst: Duration,
    }

    impl Path {
        fn new(rate: u64, base_ms: u64) -> Self {
            Self {
                pace: Pace::default(),
                now: Instant::now(),
                rate,
                base: Duration::from_millis(base_ms),
                queue: 0,
                carried: 0,
                known: VecDeque::new(),
                total: 0,
                probe: None,
                worst: Duration::ZERO,
            }
        }

        fn run(&mut self, time: Duration) {
            let end = self.now + time;
            self.worst = Duration::ZERO;
            while self.now < end {
                self.now += STEP;
                let carried = self.queue.min(self.rate);
                self.queue -= carried;
                self.carried += carried;
                self.known.push_back((self.now + self.base, self.carried));
                while let Some((_, total)) = self.known.pop_front_if(|k| k.0 <= self.now) {
                    self.total = total;
                }
                let waits = Duration::from_millis(self.queue / self.rate);
                self.worst = self.worst.max(waits);
                self.pace.on_came(self.now, self.total, true);
                if let Some((back, probe)) = self.probe
                    && back <= self.now
                {
                    self.probe = None;
                    self.pace.on_back(self.now, probe);
                }
                self.pace.on_timeout(self.now);
                if let Some(probe) = self.pace.poll_probe(self.now, true) {
                    self.probe = Some((self.now + self.base + waits, probe));
                }
                let under_way = self.queue + self.carried - self.total;
                self.queue += self.pace.limit().saturating_sub(under_way);
            }
        }

        /// Of what the path can carry, how much it carried in that time.
        fn used(&mut self, time: Duration) -> f64 {
            let before = self.carried;
            self.run(time);
            (self.carried - before) as f64 / (self.rate as u128 * time.as_millis()) as f64
        }
    }

    #[test]
    fn queues_stay_short_and_the_path_busy() {
        // Bytes a millisecond, and milliseconds there and back.
        for (rate, base) in [
            (250, 25),
            (2_500, 25),
            (12_500, 50),
            (12_500, 1),
            (1_250, 100),
        ] {
            let mut path = Path::new(rate, base);
            path.run(Duration::from_secs(3));
            let used = path.used(Duration::from_secs(100));
            let floor = Duration::from_millis(LEAST / rate);
            let most = floor.max(MOST_DELAY) + Duration::from_millis(60);
            println!("{rate} {base}: {used:.2}, {:?}", path.worst);
            assert!(path.worst < most, "{rate} {base}: {:?}", path.worst);
            assert!(used > 0.85, "{rate} {base}: {used}");
        }
    }

    #[test]
    fn a_fast_path_gets_all_it_takes_within_a_second() {
        // 250 MB/s with 4 ms between sending and knowing: 1 MB under way.
        let mut path = Path::new(250_000, 4);
        assert!(path.used(Duration::from_secs(1)) > 0.9);
        // 125 MB/s over 100 ms takes more than the most.
        let mut path = Path::new(125_000, 100);
        path.run(Duration::from_secs(3));
        assert_eq!(path.pace.limit(), MOST);
    }

    #[test]
    fn a_path_that_becomes_longer_is_measured_anew() {
        let mut path = Path::new(12_500, 10);
        path.run(Duration::from_secs(5));
        path.base = Duration::from_millis(120);
        path.run(Duration::from_secs(60));
        let used = path.used(Duration::from_secs(20));
        assert!(used > 0.8, "{used}");
    }

    #[test]
    fn one_late_probe_is_no_queue_and_two_are() {
        let (mut pace, mut now) = (Pace::default(), Instant::now());
        let mut probe = |pace: &mut Pace, took: u64| {
            let number = pace.poll_probe(now, true).unwrap();
            now += Duration::from_millis(took);
            let fell = pace.on_back(now, number);
            if took <= 50 {
                now += EVERY;
            }
            fell
        };
        for _ in 0..2 {
            assert!(!probe(&mut pace, 50));
            assert!(!probe(&mut pace, 120), "the next one leaves at once");
        }
        assert!(!probe(&mut pace, 50));
        assert!(!probe(&mut pace, 120));
        assert!(probe(&mut pace, 120));
    }

    #[test]
    fn who_does_not_send_does_not_probe() {
        let (mut pace, now) = (Pace::default(), Instant::now());
        assert_eq!(pace.poll_probe(now, false), None);
        assert_eq!(pace.poll_probe(now, true), Some(1));
        assert_eq!(
            pace.poll_probe(now + 3 * EVERY, true),
            None,
            "one at a time"
        );
        assert!(!pace.on_back(now, 7));
        pace.on_back(now + EVERY, 1);
        assert_eq!(pace.poll_probe(now + 3 * EVERY, true), Some(2));
        assert_eq!(pace.poll_probe(now + 3 * EVERY, false), None);
        assert_eq!(pace.poll_timeout(), None);
    }
}
