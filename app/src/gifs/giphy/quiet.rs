//! When GIPHY may be asked: after a refusal, not before it said so.

use std::time::{Duration, Instant};

use crate::gifs::GifError;

/// GIPHY counts by the hour.
const WINDOW: Duration = Duration::from_secs(3600);
const LONGEST: Duration = Duration::from_secs(24 * 3600);

/// Since when we ask, and until when we may not.
#[derive(Debug, Default)]
pub(super) struct Quiet {
    window_began: Option<Instant>,
    until: Option<Instant>,
}

impl Quiet {
    /// Whether it may be asked now.
    pub(super) fn check(&self, now: Instant) -> Result<(), GifError> {
        match self.until {
            Some(until) if until > now => Err(too_often(until - now)),
            _ => Ok(()),
        }
    }

    /// It is asked now.
    pub(super) fn asked(&mut self, now: Instant) {
        if self.window_began.is_none_or(|began| began + WINDOW <= now) {
            self.window_began = Some(now);
        }
    }

    /// It refused to answer, for so many seconds if it said how many; else
    /// until an hour after we began to ask.
    pub(super) fn refused(&mut self, now: Instant, seconds: Option<u64>) -> GifError {
        let began = self.window_began.unwrap_or(now);
        let until = match seconds {
            Some(seconds) => now + Duration::from_secs(seconds).min(LONGEST),
            None => began + WINDOW,
        };
        self.until = Some(until);
        too_often(until.saturating_duration_since(now))
    }
}

fn too_often(left: Duration) -> GifError {
    GifError::TooOften {
        minutes: left.as_secs().div_ceil(60).max(1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_left_alone_for_the_rest_of_the_hour() {
        let now = Instant::now();
        let minutes = |n: u64| Duration::from_secs(60 * n);
        let mut quiet = Quiet::default();
        quiet.asked(now);
        quiet.asked(now + minutes(20));
        let refused = quiet.refused(now + minutes(20), None);
        assert_eq!(refused, GifError::TooOften { minutes: 40 });
        let later = quiet.check(now + minutes(59));
        assert_eq!(later, Err(GifError::TooOften { minutes: 1 }));
        assert_eq!(quiet.check(now + minutes(60)), Ok(()));
    }

    #[test]
    fn it_says_itself_how_long_but_not_for_ever() {
        let now = Instant::now();
        let mut quiet = Quiet::default();
        let refused = quiet.refused(now, Some(90));
        assert_eq!(refused, GifError::TooOften { minutes: 2 });
        let refused = quiet.refused(now, Some(u64::MAX));
        assert_eq!(refused, GifError::TooOften { minutes: 24 * 60 });
    }
}
