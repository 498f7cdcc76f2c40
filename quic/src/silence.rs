//! Notices that a connection is not answered.
//!
//! After a loss QUIC waits twice as long each time before it tries again (RFC
//! 9002, section 6.2.1; quinn has no cap), so that after an outage it may be
//! silent for as long again. A pure machine: it is asked now and then, and says
//! when to send something all the same.

use std::time::{Duration, Instant};

/// Silent for so long, or three round trips if that is longer: a nudge.
const PATIENCE: Duration = Duration::from_millis(400);

#[derive(Debug, Default)]
pub(crate) struct Silence {
    /// Datagrams heard by now.
    heard: u64,
    /// What we had sent that wants an answer when something was last heard.
    answered: u64,
    /// Since when an answer is due.
    owed_since: Option<Instant>,
}

/// What to do about a connection.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// Nothing is due.
    Rest,
    /// Something is due, or just came.
    LookAgain,
    /// Something is long overdue: it was sent so long ago.
    Nudge(Duration),
}

impl Silence {
    /// `asked` counts frames that want an answer, `heard` datagrams.
    pub(crate) fn look(&mut self, now: Instant, asked: u64, heard: u64, rtt: Duration) -> Next {
        if heard != self.heard {
            self.heard = heard;
            self.answered = asked;
            self.owed_since = None;
            return Next::LookAgain;
        }
        if asked == self.answered {
            return Next::Rest;
        }
        let since = *self.owed_since.get_or_insert(now);
        let waited = now.saturating_duration_since(since);
        if waited < PATIENCE.max(3 * rtt) {
            return Next::LookAgain;
        }
        Next::Nudge(waited)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TICK: Duration = Duration::from_millis(200);
    const RTT: Duration = Duration::from_millis(50);

    #[test]
    fn who_is_answered_rests_after_a_while() {
        let (mut silence, mut now) = (Silence::default(), Instant::now());
        for n in 1..10 {
            assert_eq!(silence.look(now, n * 3, n, RTT), Next::LookAgain);
            now += TICK;
        }
        assert_eq!(silence.look(now, 27, 9, RTT), Next::Rest);
    }

    #[test]
    fn who_is_not_answered_is_nudged_until_something_is_heard() {
        let (mut silence, mut now) = (Silence::default(), Instant::now());
        silence.look(now, 5, 5, RTT);
        for expected in [
            Next::LookAgain,
            Next::LookAgain,
            Next::Nudge(2 * TICK),
            Next::Nudge(3 * TICK),
        ] {
            now += TICK;
            assert_eq!(silence.look(now, 6, 5, RTT), expected);
        }
        assert_eq!(silence.look(now, 8, 6, RTT), Next::LookAgain);
        assert_eq!(silence.look(now, 8, 6, RTT), Next::Rest);
    }

    #[test]
    fn a_long_way_is_given_more_time() {
        let (mut silence, start) = (Silence::default(), Instant::now());
        let rtt = Duration::from_secs(1);
        silence.look(start, 1, 0, rtt);
        let late = start + Duration::from_millis(2900);
        assert_eq!(silence.look(late, 1, 0, rtt), Next::LookAgain);
        assert_eq!(
            silence.look(start + 3 * rtt, 1, 0, rtt),
            Next::Nudge(3 * rtt)
        );
    }
}
