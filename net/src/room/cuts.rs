//! Circuits that a relay cuts: many allow two minutes or 128 KiB and no more.
//! The conversation goes on over the next one; the person is told once why.

use std::time::{Duration, Instant};

use super::{Part, Room};
use crate::api::{EventKind, PathKind, Warning};

/// A relay that allows less than either is said to limit what it passes on.
const AMPLE_TIME: Duration = Duration::from_secs(30 * 60);
const AMPLE_BYTES: u64 = 64 << 20;
/// A line that is found again this soon after the relay ended it was cut by the
/// relay: the peer was there all the time.
const FOUND_WITHIN: Duration = Duration::from_secs(3);
/// The end of a connection and the end of what ran over it are told this close
/// to each other, in any order.
const TOGETHER: Duration = Duration::from_secs(1);
/// So many such cuts tell of limits that a relay did not announce.
const CUTS_THAT_TELL: u32 = 3;
/// A line that held for less makes the next try wait longer.
const STEADY_AFTER: Duration = Duration::from_secs(3);
/// Pauses before the next try, when lines do not hold: doubling between these.
const SHORTEST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// What became of the relayed lines of one room.
#[derive(Debug, Default)]
pub(super) struct Cuts {
    /// A relay announced tight limits.
    tight: bool,
    /// When the present line was found.
    up_since: Option<Instant>,
    /// Lines in a row that did not hold.
    unsteady: u32,
    /// When a relay that was there ended the line.
    cut_at: Option<Instant>,
    /// When a relay was lost, or silence made us hang up: what ends then was
    /// not cut.
    no_cut_at: Option<Instant>,
    /// The line was found again so soon that a relay may have cut it before.
    maybe_cut: bool,
    cuts: u32,
}

impl Cuts {
    /// The line is there.
    fn on_up(&mut self, now: Instant) {
        self.up_since = Some(now);
        self.maybe_cut = self.cut_at.take().is_some_and(|at| now < at + FOUND_WITHIN);
    }

    /// The peer has said on the line whether its network is another than before,
    /// which is why it hung up then; whether it was a relay's limits that broke
    /// the line.
    fn on_word(&mut self, peer_moved: bool) -> bool {
        let cut = std::mem::take(&mut self.maybe_cut) && !peer_moved;
        self.cuts += u32::from(cut);
        cut && (self.tight || self.cuts >= CUTS_THAT_TELL)
    }

    /// The connection under the line was closed.
    fn on_closed(&mut self, now: Instant) {
        if self.no_cut_at.is_none_or(|at| at + TOGETHER < now) {
            self.cut_at = Some(now);
        }
    }

    /// A relay is gone, or silence made us hang up.
    fn on_no_cut(&mut self, now: Instant) {
        self.no_cut_at = Some(now);
        self.cut_at.take_if(|at| now <= *at + TOGETHER);
    }

    /// The line is gone; how long to wait before looking for it.
    pub(super) fn on_down(&mut self, now: Instant) -> Duration {
        match self.up_since.take() {
            Some(since) if since + STEADY_AFTER <= now => self.unsteady = 0,
            _ => self.unsteady += 1,
        }
        match self.unsteady {
            // Once is nothing.
            0 | 1 => Duration::ZERO,
            n => SHORTEST_PAUSE
                .saturating_mul(1 << (n - 2).min(8))
                .min(LONGEST_PAUSE),
        }
    }
}

impl Room {
    /// A relay passes a connection to the peer on, within these limits.
    pub(crate) fn on_limit(&mut self, time: Option<Duration>, bytes: Option<u64>) {
        let tight = time.is_some_and(|t| t < AMPLE_TIME) || bytes.is_some_and(|b| b < AMPLE_BYTES);
        self.tight |= tight;
    }

    /// The control channel is open.
    pub(super) fn on_line_up(&mut self, now: Instant) {
        let tight = self.tight;
        let Part::Together(together) = &mut self.part else {
            return;
        };
        together.cuts.tight |= tight;
        together.cuts.on_up(now);
    }

    /// The peer has greeted us on the control channel.
    pub(super) fn on_greeting(&mut self, peer_moved: bool) {
        if let Part::Together(together) = &mut self.part
            && together.cuts.on_word(peer_moved)
        {
            self.tell_limits();
        }
    }

    /// Tells that a relay is full or limits what it passes on, once.
    pub(super) fn tell_limits(&mut self) {
        if !std::mem::replace(&mut self.limits_told, true) {
            self.tell(None, EventKind::Warning(Warning::RelayLimits));
        }
    }

    /// The connection under the control channel was closed, by somebody else.
    pub(super) fn on_line_closed(&mut self, now: Instant, kind: Option<PathKind>) {
        let relay_is_there = self.meeting.connected().next().is_some();
        if let Part::Together(together) = &mut self.part
            && kind == Some(PathKind::Relayed)
            && relay_is_there
        {
            together.cuts.on_closed(now);
        }
    }

    /// A relay is gone, or silence made us hang up: lines that end now were not
    /// cut by a relay.
    pub(super) fn on_no_cut(&mut self, now: Instant) {
        if let Part::Together(together) = &mut self.part {
            together.cuts.on_no_cut(now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEADY: Duration = Duration::from_secs(60);

    /// A line that held for `held` is cut and found again after `away`.
    fn cut(cuts: &mut Cuts, now: &mut Instant, held: Duration, away: Duration) -> (Duration, bool) {
        *now += held;
        cuts.on_closed(*now);
        let pause = cuts.on_down(*now);
        *now += away;
        cuts.on_up(*now);
        (pause, cuts.on_word(false))
    }

    #[test]
    fn a_peer_that_moves_cuts_nothing() {
        let mut now = Instant::now();
        let mut cuts = Cuts {
            tight: true,
            ..Cuts::default()
        };
        cuts.on_up(now);
        for _ in 0..5 {
            now += STEADY;
            cuts.on_closed(now);
            cuts.on_down(now);
            cuts.on_up(now);
            assert!(!cuts.on_word(true));
        }
        assert!(cut(&mut cuts, &mut now, STEADY, Duration::ZERO).1);
    }

    #[test]
    fn an_announced_limit_is_known_by_the_first_cut() {
        let mut now = Instant::now();
        let mut cuts = Cuts {
            tight: true,
            ..Cuts::default()
        };
        cuts.on_up(now);
        assert!(!cuts.on_word(false));
        let soon = Duration::from_millis(80);
        assert_eq!(
            cut(&mut cuts, &mut now, STEADY, soon),
            (Duration::ZERO, true)
        );
    }

    #[test]
    fn others_are_known_by_the_third_and_a_peer_that_was_away_by_none() {
        let mut now = Instant::now();
        let mut cuts = Cuts::default();
        cuts.on_up(now);
        let (soon, late) = (Duration::from_millis(80), Duration::from_secs(9));
        let told: Vec<bool> = [soon, late, soon, late, soon, soon]
            .into_iter()
            .map(|away| cut(&mut cuts, &mut now, STEADY, away).1)
            .collect();
        assert_eq!(told, [false, false, false, false, true, true]);
    }

    #[test]
    fn a_relay_that_is_lost_with_its_line_cut_nothing() {
        let mut now = Instant::now();
        let mut cuts = Cuts {
            tight: true,
            ..Cuts::default()
        };
        cuts.on_up(now);
        let moment = Duration::from_millis(80);
        for relay_first in [true, false] {
            now += STEADY;
            if relay_first {
                cuts.on_no_cut(now);
                cuts.on_closed(now);
            } else {
                cuts.on_closed(now);
                cuts.on_no_cut(now);
            }
            cuts.on_down(now);
            cuts.on_up(now + moment);
            assert!(!cuts.on_word(false));
        }
        assert!(cut(&mut cuts, &mut now, STEADY, moment).1);
    }

    #[test]
    fn lines_that_do_not_hold_are_looked_for_ever_more_slowly() {
        let mut now = Instant::now();
        let mut cuts = Cuts::default();
        cuts.on_up(now);
        let moment = Duration::from_millis(10);
        let pauses: Vec<u128> = (0..7)
            .map(|_| cut(&mut cuts, &mut now, moment, moment).0.as_millis())
            .collect();
        assert_eq!(pauses, [0, 250, 500, 1000, 2000, 2000, 2000]);
        assert_eq!(cut(&mut cuts, &mut now, STEADY, moment).0, Duration::ZERO);
    }
}
