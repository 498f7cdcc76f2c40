//! When to tell the other that we type: not on every key, and not for ever.

/// Without a key for so long, we no longer type.
const IDLE_S: f64 = 3.0;
/// Between two words about it.
const APART_S: f64 = 2.0;

/// What the other was told, and what is true.
#[derive(Debug, Default)]
pub(crate) struct TypingNotice {
    told: bool,
    told_at: Option<f64>,
    key_at: Option<f64>,
}

impl TypingNotice {
    /// A key was pressed in the composer.
    pub(crate) fn key(&mut self, now: f64) {
        self.key_at = Some(now);
    }

    /// The words were thrown away.
    pub(crate) fn done(&mut self) {
        self.key_at = None;
    }

    /// The words were sent: who gets them knows that we no longer type.
    pub(crate) fn said(&mut self) {
        self.key_at = None;
        self.told = false;
    }

    /// What to tell the other now, if anything.
    pub(crate) fn tell(&mut self, now: f64) -> Option<bool> {
        let types = self.key_at.is_some_and(|at| now - at < IDLE_S);
        let soon = self.told_at.is_some_and(|at| now - at < APART_S);
        if types == self.told || soon {
            return None;
        }
        self.told = types;
        self.told_at = Some(now);
        Some(types)
    }

    /// When to ask again, in seconds from `now`.
    pub(crate) fn again_in(&self, now: f64) -> Option<f64> {
        let idle = self.key_at.map(|at| at + IDLE_S);
        let apart = self.told_at.map(|at| at + APART_S);
        let due = if self.told {
            // No sooner than both: it has to be over, and news.
            Some(idle.unwrap_or(now).max(apart.unwrap_or(now)))
        } else {
            idle.filter(|&until| until > now)
                .map(|_| apart.unwrap_or(now))
        };
        due.map(|due| (due - now).max(0.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn on_at_the_first_key_and_off_three_seconds_after_the_last() {
        let mut notice = TypingNotice::default();
        assert_eq!(notice.tell(0.0), None);
        notice.key(1.0);
        assert_eq!(notice.tell(1.0), Some(true));
        notice.key(2.0);
        assert_eq!(notice.tell(2.0), None);
        assert_eq!(notice.again_in(2.0), Some(3.0));
        assert_eq!(notice.tell(4.9), None);
        assert_eq!(notice.tell(5.0), Some(false));
        assert_eq!(notice.again_in(5.0), None);
    }

    #[test]
    fn words_that_arrive_say_it_themselves() {
        let mut notice = TypingNotice::default();
        notice.key(0.0);
        assert_eq!(notice.tell(0.0), Some(true));
        notice.said();
        assert_eq!(notice.tell(2.0), None);
        assert_eq!(notice.again_in(2.0), None);
        notice.key(3.0);
        assert_eq!(notice.tell(3.0), Some(true), "and the next are news again");
    }

    #[test]
    fn never_two_within_two_seconds() {
        let mut notice = TypingNotice::default();
        notice.key(0.0);
        assert_eq!(notice.tell(0.0), Some(true));
        notice.done();
        assert_eq!(notice.tell(0.5), None);
        assert_eq!(notice.again_in(0.5), Some(1.5));
        assert_eq!(notice.tell(2.0), Some(false));
        notice.said();
        notice.key(2.5);
        assert_eq!(notice.tell(2.5), None);
        assert_eq!(notice.again_in(2.5), Some(1.5));
        assert_eq!(notice.tell(4.0), Some(true));
    }
}
