//! Whether the other end of a connection still answers. A pure machine.
//!
//! It is asked every second. When an answer is overdue, by what answers took
//! until then, it is asked again and again in short order: a single packet may
//! be lost, ten in a row are not. So a good connection that dies is given up
//! within two seconds, while one that is merely bad, whose answers come late and
//! whose packets get lost, is given more time. Well before that it is suspected,
//! so that another way may be opened. Round trips are averaged as in
//! [RFC 6298].
//!
//! [RFC 6298]: https://www.rfc-editor.org/rfc/rfc6298

use std::time::{Duration, Instant};

/// Between probes while all is well.
const EVERY: Duration = Duration::from_secs(1);
/// And until it is known how long answers take.
const OFTEN: Duration = Duration::from_millis(150);
/// An answer is overdue no earlier and no later than this.
const OVERDUE: (Duration, Duration) = (Duration::from_millis(150), Duration::from_millis(600));
/// Between probes while an answer is overdue.
const QUICK: Duration = Duration::from_millis(75);
/// Probes that are sent without an answer, at most.
const MOST: u32 = 24;
/// After so many answers it is known how long they take.
const WELL_KNOWN: u32 = 8;
/// Without an answer for so long, at least, a connection is suspected.
const SUSPICION: Duration = Duration::from_millis(400);
/// A connection is given so long, at least, until that is known.
const PATIENCE_WITH_STRANGERS: Duration = Duration::from_secs(2);
/// No connection is given longer than this.
const MOST_PATIENCE: Duration = Duration::from_secs(5);
/// Who looks this much too late has been asleep itself, and knows nothing of
/// the other.
const ASLEEP: Duration = Duration::from_millis(500);

/// What to do now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Beat {
    /// Ask the other end.
    Probe,
    /// As [`Self::Probe`], since the last is overdue: others may be as well.
    Again,
    /// It has not answered for longer than it should take.
    Suspect,
    /// It does not answer.
    Silent,
}

/// One connection's.
#[derive(Debug)]
pub(super) struct Pulse {
    /// What it is given at least.
    patience: Duration,
    rtt: Option<Rtt>,
    /// The last sign of life.
    heard: Instant,
    waiting: Option<Waiting>,
    next: Instant,
}

/// For an answer.
#[derive(Clone, Copy, Debug)]
struct Waiting {
    since: Instant,
    /// Probes that were sent since.
    sent: u32,
    /// Whether [`Beat::Suspect`] was said.
    suspected: bool,
}

#[derive(Clone, Copy, Debug)]
struct Rtt {
    smooth: Duration,
    spread: Duration,
    answers: u32,
}

impl Rtt {
    fn add(&mut self, rtt: Duration) {
        let off = self.smooth.abs_diff(rtt);
        // Calm is believed later than unrest.
        self.spread = if off > self.spread {
            (self.spread * 3 + off) / 4
        } else {
            (self.spread * 15 + off) / 16
        };
        self.smooth = (self.smooth * 7 + rtt) / 8;
        self.answers += 1;
    }

    /// When hardly any answer is still under way.
    fn long(&self) -> Duration {
        self.smooth + 4 * self.spread
    }
}

impl Pulse {
    /// A connection that is given `patience` at least.
    pub(super) fn new(now: Instant, patience: Duration) -> Self {
        Self {
            patience,
            rtt: None,
            heard: now,
            waiting: None,
            next: now,
        }
    }

    /// When to call [`Pulse::poll`] next.
    pub(super) fn poll_timeout(&self) -> Instant {
        [self.suspect_at(), self.silent_at()]
            .into_iter()
            .flatten()
            .fold(self.next, Instant::min)
    }

    /// What to do now, if anything.
    pub(super) fn poll(&mut self, now: Instant) -> Option<Beat> {
        let due = self.poll_timeout();
        if due > now {
            return None;
        }
        if due + ASLEEP < now {
            self.heard = now;
            self.waiting = None;
        } else if self.silent_at().is_some_and(|at| at <= now) {
            // Whoever goes on asking hears it again.
            self.waiting = None;
            self.next = now + EVERY;
            return Some(Beat::Silent);
        } else if self.suspect_at().is_some_and(|at| at <= now) {
            if let Some(waiting) = &mut self.waiting {
                waiting.suspected = true;
            }
            return Some(Beat::Suspect);
        }
        Some(self.probe(now))
    }

    fn probe(&mut self, now: Instant) -> Beat {
        let waiting = self.waiting.get_or_insert(Waiting {
            since: now,
            sent: 0,
            suspected: false,
        });
        let sent = waiting.sent;
        waiting.sent += 1;
        let pause = match (self.rtt, sent) {
            // Who has never answered is not in a hurry to.
            (None, _) => EVERY,
            (Some(rtt), 0) => rtt.long().clamp(OVERDUE.0, OVERDUE.1),
            (Some(_), _) => QUICK.max(self.given() / MOST),
        };
        self.next = now + pause;
        if sent == 1 && self.rtt.is_some() {
            Beat::Again
        } else {
            Beat::Probe
        }
    }

    /// The other end answered a probe, after so long.
    pub(super) fn on_answer(&mut self, now: Instant, rtt: Duration) {
        let known = self.rtt.get_or_insert(Rtt {
            smooth: rtt,
            spread: rtt / 2,
            answers: 0,
        });
        known.add(rtt);
        self.heard = now;
        // Earlier ones are of no interest any more.
        self.waiting = None;
        let every = if known.answers < WELL_KNOWN {
            OFTEN
        } else {
            EVERY
        };
        self.next = now + every;
    }

    /// Something else shows that the other end is alive.
    pub(super) fn on_sign(&mut self, now: Instant) {
        self.heard = now;
    }

    /// Something else that was sent has been unanswered for so long.
    pub(super) fn on_overdue(&mut self, now: Instant, waited: Duration) {
        let since = now.checked_sub(waited).unwrap_or(now);
        let waiting = self.waiting.get_or_insert(Waiting {
            since,
            sent: 1,
            suspected: false,
        });
        waiting.since = waiting.since.min(since);
        self.next = self.next.min(now);
    }

    /// Whether an answer is awaited urgently.
    pub(super) fn is_worried(&self) -> bool {
        self.waiting.is_some_and(|waiting| waiting.sent > 1)
    }

    /// Something makes it worth while to ask now.
    pub(super) fn urge(&mut self, now: Instant) {
        if self.waiting.is_none() {
            self.next = self.next.min(now);
        }
    }

    /// How long it is given.
    fn given(&self) -> Duration {
        let Some(rtt) = self.rtt else {
            return MOST_PATIENCE;
        };
        let least = if rtt.answers < WELL_KNOWN {
            PATIENCE_WITH_STRANGERS.max(self.patience)
        } else {
            self.patience
        };
        (3 * rtt.long()).clamp(least, MOST_PATIENCE)
    }

    fn silent_at(&self) -> Option<Instant> {
        let waiting = self.waiting.filter(|_| self.rtt.is_some())?;
        Some(waiting.since.max(self.heard) + self.given())
    }

    fn suspect_at(&self) -> Option<Instant> {
        let waiting = self.waiting.filter(|waiting| !waiting.suspected)?;
        let suspicious = SUSPICION.max(2 * self.rtt?.long());
        Some(waiting.since.max(self.heard) + suspicious.min(self.given()))
    }
}

#[cfg(test)]
mod tests {
    use rand::{Rng, SeedableRng, rngs::StdRng};

    use super::*;

    const PATIENCE: Duration = Duration::from_millis(800);
    const HOUR: Duration = Duration::from_secs(3600);

    fn ms(n: u64) -> Duration {
        Duration::from_millis(n)
    }

    /// A line that loses packets, each on its own and for good, and delays each
    /// way by a little more or less.
    struct Line {
        loss: f64,
        delay: Duration,
        jitter: Duration,
        dies_after: Duration,
    }

    impl Line {
        /// Runs for at most `time`; gives how long after the line's death it is
        /// noticed, or how long after the start it is given up while it lives.
        fn run(&self, seed: u64, time: Duration) -> Result<Duration, Option<Duration>> {
            let start = Instant::now();
            let mut rng = StdRng::seed_from_u64(seed);
            let mut pulse = Pulse::new(start, PATIENCE);
            let mut answers: Vec<(Instant, Duration)> = Vec::new();
            let mut now = start;
            while now - start < time {
                answers.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
                let due = pulse.poll_timeout();
                if let Some((at, rtt)) = answers.pop_if(|(at, _)| *at <= due) {
                    now = now.max(at);
                    pulse.on_answer(now, rtt);
                    continue;
                }
                now = now.max(due);
                match pulse.poll(now) {
                    Some(Beat::Probe | Beat::Again) => {
                        let lost = |rng: &mut StdRng| rng.gen_bool(self.loss);
                        let one_way =
                            |rng: &mut StdRng| self.delay + self.jitter.mul_f64(rng.r#gen());
                        let rtt = one_way(&mut rng) + one_way(&mut rng);
                        let lost = lost(&mut rng) || lost(&mut rng);
                        if !lost && now + rtt < start + self.dies_after {
                            answers.push((now + rtt, rtt));
                        }
                    }
                    Some(Beat::Suspect) => {}
                    Some(Beat::Silent) => {
                        let after = now - start;
                        return match after.checked_sub(self.dies_after) {
                            Some(noticed) => Ok(noticed),
                            None => Err(Some(after)),
                        };
                    }
                    None => {}
                }
            }
            Err(None)
        }
    }

    /// A line of 25 ms each way and of so much jitter, in milliseconds.
    fn line(jitter: u64, loss: f64, dies_after: Duration) -> Line {
        Line {
            loss,
            delay: ms(25),
            jitter: ms(jitter),
            dies_after,
        }
    }

    /// How long it takes at most until such lines are given up, that die after
    /// different times.
    fn noticed_within(jitter: u64, loss: f64, deaths: impl Iterator<Item = u64>) -> Duration {
        let noticed = (0..).zip(deaths).map(|(seed, after)| {
            let line = line(jitter, loss, ms(after));
            line.run(seed, HOUR).expect("noticed")
        });
        noticed.max().expect("some lines")
    }

    #[test]
    fn a_good_line_that_dies_is_given_up_within_two_seconds() {
        let worst = noticed_within(2, 0.0, (20_000..).step_by(37).take(200));
        assert!(worst < ms(1900), "{worst:?}");
    }

    #[test]
    fn one_that_dies_at_once_is_given_up_soon_as_well() {
        let worst = noticed_within(2, 0.0, (60..).step_by(17).take(100));
        assert!(worst < ms(2500), "{worst:?}");
    }

    #[test]
    fn a_bad_line_that_dies_is_given_up_all_the_same() {
        let worst = noticed_within(400, 0.1, (60_000..).step_by(41).take(100));
        assert!(worst < ms(6000), "{worst:?}");
    }

    #[test]
    fn a_bad_line_is_not_given_up_while_it_lives() {
        for (jitter, loss) in [(400, 0.1), (200, 0.1), (5, 0.1), (400, 0.05)] {
            let line = line(jitter, loss, 40 * HOUR);
            for seed in 0..8 {
                let outcome = line.run(10 * seed + jitter, 5 * HOUR);
                assert_eq!(
                    outcome,
                    Err(None),
                    "{seed}: {loss} lost, {jitter} ms jitter"
                );
            }
        }
    }

    #[test]
    fn who_was_asleep_itself_asks_once_more() {
        let now = Instant::now();
        let mut pulse = Pulse::new(now, PATIENCE);
        assert_eq!(pulse.poll(now), Some(Beat::Probe));
        pulse.on_answer(now + ms(50), ms(50));
        let asleep = now + HOUR;
        assert_eq!(pulse.poll(asleep), Some(Beat::Probe));
        assert_eq!(pulse.poll(asleep), None);
        let later = pulse.poll_timeout();
        assert_eq!(pulse.poll(later), Some(Beat::Again));
    }

    #[test]
    fn who_never_answers_is_asked_now_and_then_and_not_given_up() {
        let mut now = Instant::now();
        let mut pulse = Pulse::new(now, PATIENCE);
        for _ in 0..100 {
            now = pulse.poll_timeout();
            assert_eq!(pulse.poll(now), Some(Beat::Probe));
        }
    }

    #[test]
    fn other_signs_of_life_count_and_urging_asks_at_once() {
        let now = Instant::now();
        let mut pulse = Pulse::new(now, PATIENCE);
        pulse.poll(now);
        for _ in 0..20 {
            pulse.on_answer(now, ms(50));
        }
        pulse.urge(now);
        assert_eq!(pulse.poll(now), Some(Beat::Probe));
        pulse.urge(now);
        assert_eq!(pulse.poll(now), None, "it is asked already");
        let mut at = now;
        while at < now + 5 * PATIENCE {
            at = pulse.poll_timeout();
            pulse.on_sign(at);
            assert_ne!(pulse.poll(at), Some(Beat::Silent));
        }
        loop {
            let last = std::mem::replace(&mut at, pulse.poll_timeout());
            if pulse.poll(at) == Some(Beat::Silent) {
                break;
            }
            assert!(at < last + PATIENCE);
        }
    }
}
