//! The time that decision machines are handed; they read no clock.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::api::UnixMillis;

/// One moment, on the clock that never jumps and on the one that people read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Now {
    /// For deadlines.
    pub(crate) mono: Instant,
    /// For what people see.
    pub(crate) wall: UnixMillis,
}

impl Now {
    /// This very moment. For drivers only.
    pub(crate) fn read() -> Self {
        let wall = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| {
            UnixMillis::try_from(d.as_millis()).unwrap_or(UnixMillis::MAX)
        });
        Self {
            mono: Instant::now(),
            wall,
        }
    }

    /// `after` later, as people read it.
    pub(crate) fn wall_in(&self, after: Duration) -> UnixMillis {
        self.wall
            .saturating_add(UnixMillis::try_from(after.as_millis()).unwrap_or(UnixMillis::MAX))
    }
}

/// The earlier of two deadlines, when there is any.
pub(crate) fn earlier(a: Option<Instant>, b: Option<Instant>) -> Option<Instant> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

#[cfg(test)]
impl Now {
    /// An arbitrary moment to start a fake clock from.
    pub(crate) fn fake() -> Self {
        Self {
            mono: Instant::now(),
            wall: 1_700_000_000_000,
        }
    }

    /// The fake clock, `by` later.
    pub(crate) fn later(self, by: Duration) -> Self {
        Self {
            mono: self.mono + by,
            wall: self.wall_in(by),
        }
    }
}
