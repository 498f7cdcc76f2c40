//! How many wrong proofs a room bears, and how slowly it lets them be tried.

use std::time::{Duration, Instant};

/// Wrong proofs after which the code is re-rolled.
const REROLL_AFTER: u32 = 5;
/// Wrong proofs after which there is no code until the person asks.
const OFF_AFTER: u32 = 10;
/// The longest pause between two tries.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// What a wrong proof brings about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Consequence {
    /// Nothing but a longer pause.
    Pause,
    /// The code must be replaced.
    Reroll,
    /// The code must be switched off.
    Off,
}

/// Counts wrong proofs of the code in one room. They cost the room, not who
/// brought them, since keys are free.
#[derive(Debug, Default)]
pub(super) struct Budget {
    wrong: u32,
    not_before: Option<Instant>,
}

impl Budget {
    /// A wrong proof came: the pause doubles from 1 s to 60 s.
    pub(super) fn charge(&mut self, now: Instant) -> Consequence {
        self.wrong = self.wrong.saturating_add(1);
        let pause = Duration::from_secs(1 << (self.wrong - 1).min(6)).min(LONGEST_PAUSE);
        self.not_before = Some(now + pause);
        match self.wrong {
            REROLL_AFTER => Consequence::Reroll,
            OFF_AFTER.. => Consequence::Off,
            _ => Consequence::Pause,
        }
    }

    /// When the next try may be answered; `None` for at once.
    pub(super) fn not_before(&self, now: Instant) -> Option<Instant> {
        self.not_before.filter(|t| *t > now)
    }

    /// Whether somebody has been guessing: then code joiners have to knock,
    /// and are served one at a time.
    pub(super) fn is_touched(&self) -> bool {
        self.wrong > 0
    }

    /// Whether no further try can be right.
    pub(super) fn is_spent(&self) -> bool {
        self.wrong >= OFF_AFTER
    }

    /// The person asked for a new code: tries anew, but as warily as before.
    pub(super) fn renew(&mut self) {
        self.wrong = self.wrong.min(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_proofs_cost_more_and_more() {
        let now = Instant::now();
        let mut budget = Budget::default();
        assert!(!budget.is_touched());
        let pauses = [1, 2, 4, 8, 16, 32, 60, 60, 60, 60];
        for (i, pause) in pauses.into_iter().enumerate() {
            let expected = match i + 1 {
                5 => Consequence::Reroll,
                10 => Consequence::Off,
                _ => Consequence::Pause,
            };
            assert_eq!(budget.charge(now), expected);
            assert_eq!(
                budget.not_before(now),
                Some(now + Duration::from_secs(pause))
            );
        }
        assert!(budget.is_spent());
        assert_eq!(budget.not_before(now + LONGEST_PAUSE), None);
        assert_eq!(budget.charge(now), Consequence::Off);
        budget.renew();
        assert!(!budget.is_spent() && budget.is_touched());
    }
}
