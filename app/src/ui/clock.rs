//! Times of day and days, as people write them.

use std::fmt;

use jiff::{Timestamp, Zoned, civil::Date, tz::TimeZone};
use tincan_net::UnixMillis;

use super::words;

/// Tells the time in a time zone.
pub struct Clock {
    zone: TimeZone,
    now: Box<dyn Fn() -> UnixMillis + Send>,
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Clock").field("zone", &self.zone).finish()
    }
}

impl Clock {
    /// The clock of this computer.
    pub fn system() -> Self {
        let now = || u64::try_from(Timestamp::now().as_millisecond()).unwrap_or(0);
        Self {
            zone: TimeZone::system(),
            now: Box::new(now),
        }
    }

    /// A clock in UTC that `now` moves.
    pub fn manual(now: impl Fn() -> UnixMillis + Send + 'static) -> Self {
        Self {
            zone: TimeZone::UTC,
            now: Box::new(now),
        }
    }

    /// The time now.
    pub fn now(&self) -> UnixMillis {
        (self.now)()
    }

    fn zoned(&self, at: UnixMillis) -> Zoned {
        // A peer's clock may say anything.
        let at = i64::try_from(at).ok();
        at.and_then(|at| Timestamp::from_millisecond(at).ok())
            .unwrap_or(Timestamp::UNIX_EPOCH)
            .to_zoned(self.zone.clone())
    }

    /// `18:42`.
    pub fn time(&self, at: UnixMillis) -> String {
        self.zoned(at).strftime("%H:%M").to_string()
    }

    /// The day of `at`; two times are of one day when these are equal.
    pub fn day(&self, at: UnixMillis) -> Date {
        self.zoned(at).date()
    }

    /// `Today, 21 November`, `Friday, 14 November`, `14 November 2024`.
    pub fn day_words(&self, at: UnixMillis) -> String {
        words::days::day(self.day(at), self.day(self.now()))
    }

    /// `You talked today, 16:05`, `Friday, 14 November`, `14 November 2024`.
    pub fn last_words(&self, at: UnixMillis) -> String {
        let (day, today) = (self.day(at), self.day(self.now()));
        if day == today {
            words::kept::talked_today(&self.time(at))
        } else if today.yesterday().is_ok_and(|yesterday| day == yesterday) {
            words::kept::talked_yesterday(&self.time(at))
        } else {
            words::days::day(day, today)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: UnixMillis = 1_763_726_400_000; // 2025-11-21 12:00 UTC, a Friday
    const DAY: UnixMillis = 86_400_000;

    #[test]
    fn days_are_named_by_how_far_they_are() {
        let clock = Clock::manual(|| NOON);
        assert_eq!(clock.time(NOON + 6 * 3_600_000 + 42 * 60_000), "18:42");
        assert_eq!(clock.day_words(NOON), "Today, 21 November");
        assert_eq!(clock.day_words(NOON - DAY), "Yesterday, 20 November");
        assert_eq!(clock.day_words(NOON - 7 * DAY), "Friday, 14 November");
        assert_eq!(clock.day_words(NOON - 370 * DAY), "16 November 2024");
        assert_ne!(clock.day(NOON), clock.day(NOON + DAY));
    }

    #[test]
    fn the_last_time_is_named_by_how_far_it_is() {
        let clock = Clock::manual(|| NOON);
        assert_eq!(clock.last_words(NOON), "You talked today, 12:00");
        let yesterday = clock.last_words(NOON - DAY);
        assert_eq!(yesterday, "You talked yesterday, 12:00");
        let before = clock.last_words(NOON - 7 * DAY);
        assert_eq!(before, "Friday, 14 November");
    }

    #[test]
    fn a_clock_that_lies_breaks_nothing() {
        let clock = Clock::manual(|| NOON);
        assert_eq!(clock.time(UnixMillis::MAX), "00:00");
    }
}
