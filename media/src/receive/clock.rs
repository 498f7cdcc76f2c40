//! The clock that sound and pictures of the peer share: earliest arrival less
//! time in the packet.
//!
//! Whatever came fastest of late tells how the peer's clock stands against ours
//! with the shortest way between. When a sample or a picture is *due* is then
//! its time on our clock; how long after that it is played is decided by each
//! kind for itself. Designs with a clock for each drift apart (see the notes on
//! synchronisation of iroh-live, `docs/architecture/av-sync.md`).

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use crate::wire::MediaTime;

/// How long a fast packet is remembered. A clock that is 200 ppm faster than
/// ours is off by 2 ms until then.
const WINDOW: Duration = Duration::from_secs(10);
/// The window moves on in steps of this.
const STEP: Duration = Duration::from_millis(500);
/// A time that is further off than this is not believed.
const WILD: i64 = 10_000_000;
/// After so many times in a row that were not believed, the peer has begun anew.
const WILD_IN_A_ROW: u32 = 50;

/// The least value of late, in a window that moves on in steps.
#[derive(Clone, Debug)]
pub struct WindowedMin {
    window: Duration,
    step: Duration,
    /// The least of each step, oldest first, and when the step began.
    steps: VecDeque<(Instant, i64)>,
}

impl WindowedMin {
    /// Nothing seen yet.
    pub fn new(window: Duration, step: Duration) -> Self {
        Self {
            window,
            step,
            steps: VecDeque::new(),
        }
    }

    /// Notes a value.
    pub fn add(&mut self, now: Instant, value: i64) {
        match self.steps.back_mut() {
            Some((began, least)) if now < *began + self.step => *least = value.min(*least),
            _ => self.steps.push_back((now, value)),
        }
        while self.steps.len() > 1 && self.steps[0].0 + self.window < now {
            self.steps.pop_front();
        }
    }

    /// The least of the window; the last that was seen when all are older.
    pub fn least(&self) -> Option<i64> {
        self.steps.iter().map(|(_, least)| *least).min()
    }
}

/// The peer's clock, as it shows here.
#[derive(Clone, Debug)]
pub struct PlayoutClock {
    epoch: Instant,
    fastest: WindowedMin,
    wild: u32,
}

impl PlayoutClock {
    /// Begins to listen for the peer's clock.
    pub fn new(now: Instant) -> Self {
        Self {
            epoch: now,
            fastest: WindowedMin::new(WINDOW, STEP),
            wild: 0,
        }
    }

    /// Microseconds on our clock.
    fn micros(&self, at: Instant) -> i64 {
        i64::try_from(at.saturating_duration_since(self.epoch).as_micros()).unwrap_or(i64::MAX)
    }

    /// Something that was complete at `time` arrived: how much later than the
    /// fastest of late. None when its time is not to be believed.
    pub fn arrived(&mut self, now: Instant, time: MediaTime) -> Option<Duration> {
        let way = self.way(now, time);
        if let Some(least) = self.fastest.least()
            && (way - least).abs() > WILD
        {
            self.wild += 1;
            if self.wild < WILD_IN_A_ROW {
                return None;
            }
            *self = Self {
                wild: 0,
                ..Self::new(self.epoch)
            };
        }
        self.wild = 0;
        self.fastest.add(now, way);
        Some(self.since_due(now, time))
    }

    /// Arrival on our clock less the time in the packet, in microseconds; its
    /// zero means nothing.
    pub fn way(&self, now: Instant, time: MediaTime) -> i64 {
        self.micros(now) - time.micros() as i64
    }

    /// How much longer than the fastest of late something was on its `way`.
    pub fn longer(&self, way: i64) -> Duration {
        let longer = self
            .fastest
            .least()
            .map_or(0, |least| way.saturating_sub(least));
        Duration::from_micros(u64::try_from(longer).unwrap_or(0))
    }

    /// When something of this time could have been here at the earliest; none
    /// before anything has come.
    pub fn due(&self, time: MediaTime) -> Option<Instant> {
        let micros = self.fastest.least()? + time.micros() as i64;
        Some(self.epoch + Duration::from_micros(micros.max(0) as u64))
    }

    /// How long `now` is after that; zero when it is before.
    pub fn since_due(&self, now: Instant, time: MediaTime) -> Duration {
        let due = self.due(time).unwrap_or(now);
        now.saturating_duration_since(due)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    #[test]
    fn the_fastest_of_late_sets_the_clock() {
        let start = Instant::now();
        let mut clock = PlayoutClock::new(start);
        assert_eq!(clock.due(MediaTime::after(ms(0))), None);
        let time = |n: u64| MediaTime::after(ms(20 * n));
        assert_eq!(clock.arrived(start + ms(50), time(0)), Some(ms(0)));
        assert_eq!(clock.arrived(start + ms(85), time(1)), Some(ms(15)));
        assert_eq!(clock.arrived(start + ms(80), time(2)), Some(ms(0)));
        assert_eq!(clock.due(time(3)), Some(start + ms(100)));
        assert_eq!(clock.since_due(start + ms(110), time(3)), ms(10));
        assert_eq!(clock.since_due(start + ms(90), time(3)), ms(0));
    }

    #[test]
    fn a_way_that_became_longer_is_learned() {
        let start = Instant::now();
        let mut clock = PlayoutClock::new(start);
        let mut late = Vec::new();
        for n in 0..1500 {
            let way = if n < 500 { 40 } else { 90 };
            let now = start + ms(20 * n + way);
            late.push(clock.arrived(now, MediaTime::after(ms(20 * n))).unwrap());
        }
        assert_eq!(late[501], ms(50));
        assert_eq!(late[1499], ms(0));
    }

    #[test]
    fn wild_times_are_refused_until_they_last() {
        let start = Instant::now();
        let mut clock = PlayoutClock::new(start);
        clock.arrived(start, MediaTime::after(ms(0)));
        let wild = |n: u64| MediaTime::after(Duration::from_secs(100_000) + ms(20 * n));
        for n in 1..u64::from(WILD_IN_A_ROW) {
            assert_eq!(clock.arrived(start + ms(20 * n), wild(n)), None);
        }
        let n = u64::from(WILD_IN_A_ROW);
        assert_eq!(clock.arrived(start + ms(20 * n), wild(n)), Some(ms(0)));
        assert_eq!(
            clock.arrived(start + ms(20 * n), MediaTime::default()),
            None
        );
        let end = MediaTime::after(Duration::MAX);
        assert_eq!(clock.arrived(start + ms(20 * n), end), None);
    }

    #[test]
    fn the_last_of_the_window_outlives_a_pause() {
        let start = Instant::now();
        let mut least = WindowedMin::new(WINDOW, STEP);
        least.add(start, 7);
        least.add(start + ms(3_600_000), 9);
        assert_eq!(least.least(), Some(9));
    }
}
