//! Who waits at a nameplate, as meeting points say.
//!
//! "Nobody" is believed the second time: a host whose own line to the meeting
//! point broke is listed there again within a moment. A question whose
//! connection ended beneath it was not answered, and is asked once more. One that
//! holds the nameplate for a host who is away is asked until they are back.

use std::time::{Duration, Instant};

use libp2p::PeerId;

use crate::time::earlier;

/// Relays that are asked.
const MOST: usize = 3;
/// Questions to one of them, those that were lost included.
const MOST_QUESTIONS: u8 = 4;
/// The same while its host is away.
const MOST_WHILE_AWAY: u8 = 9;
/// How soon one that knows of nobody is asked again.
const AGAIN_AFTER: Duration = Duration::from_secs(1);

/// What a relay says to the question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// This one waits there.
    Host(PeerId),
    /// Nobody does.
    Nobody,
    /// Somebody does, whose own line there is broken.
    Away,
    /// The connection ended beneath the question.
    Lost,
    /// Nothing in time, or that it does not say.
    Silence,
}

/// The relays that are asked. A pure machine.
#[derive(Debug, Default)]
pub(super) struct Asking(Vec<Asked>);

#[derive(Debug)]
struct Asked {
    relay: PeerId,
    questions: u8,
    /// It knew of nobody once.
    nobody: bool,
    state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// A question is under way.
    Open,
    /// To be asked again then, or once it is connected.
    Again(Instant),
    /// It said twice that nobody is there, or often that they are away.
    Denied,
    Done,
}

impl Asking {
    /// Of the relays that are connected, those to be asked now.
    pub(super) fn due(&mut self, now: Instant, connected: &[PeerId]) -> Vec<PeerId> {
        let (mut due, mut free) = (Vec::new(), MOST - self.0.len());
        for relay in connected {
            match self.0.iter_mut().find(|asked| asked.relay == *relay) {
                Some(asked) if matches!(asked.state, State::Again(at) if at <= now) => {
                    asked.questions += 1;
                    asked.state = State::Open;
                }
                None if free > 0 => {
                    free -= 1;
                    self.0.push(Asked {
                        relay: *relay,
                        questions: 1,
                        nobody: false,
                        state: State::Open,
                    });
                }
                _ => continue,
            }
            due.push(*relay);
        }
        due
    }

    /// A relay answered; gives whether it was waited for.
    pub(super) fn on_answer(&mut self, now: Instant, relay: PeerId, answer: Answer) -> bool {
        let open = |asked: &&mut Asked| asked.relay == relay && asked.state == State::Open;
        let Some(asked) = self.0.iter_mut().find(open) else {
            return false;
        };
        let more = asked.questions < MOST_QUESTIONS;
        asked.state = match answer {
            Answer::Nobody if asked.nobody || !more => State::Denied,
            Answer::Nobody => {
                asked.nobody = true;
                State::Again(now + AGAIN_AFTER)
            }
            Answer::Away if asked.questions < MOST_WHILE_AWAY => State::Again(now + AGAIN_AFTER),
            Answer::Away => State::Denied,
            Answer::Lost if more => State::Again(now),
            _ => State::Done,
        };
        true
    }

    /// Whether nobody was asked yet.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether more relays may be asked.
    pub(super) fn has_room(&self) -> bool {
        self.0.len() < MOST
    }

    /// Whether any may yet say something.
    pub(super) fn waits(&self) -> bool {
        let waits = |asked: &Asked| matches!(asked.state, State::Open | State::Again(_));
        self.0.iter().any(waits)
    }

    /// Whether a relay said, and said again, that nobody is there.
    pub(super) fn is_denied(&self) -> bool {
        self.0.iter().any(|asked| asked.state == State::Denied)
    }

    /// What they have not said yet is not waited for.
    pub(super) fn stop(&mut self) {
        for asked in &mut self.0 {
            if asked.state != State::Denied {
                asked.state = State::Done;
            }
        }
    }

    /// When the next of those that are connected is to be asked again.
    pub(super) fn poll_timeout(&self, is_connected: impl Fn(PeerId) -> bool) -> Option<Instant> {
        let again = self.0.iter().filter(|asked| is_connected(asked.relay));
        let again = again.map(|asked| match asked.state {
            State::Again(at) => Some(at),
            State::Open | State::Denied | State::Done => None,
        });
        again.fold(None, earlier)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_believed_the_second_time() {
        let (now, relay) = (Instant::now(), PeerId::random());
        let mut asking = Asking::default();
        assert_eq!(asking.due(now, &[relay]), [relay]);
        assert!(asking.on_answer(now, relay, Answer::Nobody));
        assert!(asking.waits() && asking.due(now, &[relay]).is_empty());
        assert_eq!(asking.poll_timeout(|_| true), Some(now + AGAIN_AFTER));
        assert_eq!(asking.poll_timeout(|_| false), None, "nor while it is away");
        let now = now + AGAIN_AFTER;
        assert!(asking.due(now, &[]).is_empty());
        assert_eq!(asking.due(now, &[relay]), [relay]);
        assert!(!asking.is_denied());
        assert!(asking.on_answer(now, relay, Answer::Nobody));
        assert!(asking.is_denied());
        assert!(!asking.waits() && !asking.on_answer(now, relay, Answer::Nobody));
    }

    #[test]
    fn who_is_away_is_asked_for_a_while() {
        let (mut now, relay) = (Instant::now(), PeerId::random());
        let mut asking = Asking::default();
        for _ in 0..MOST_WHILE_AWAY {
            assert!(asking.is_empty() || (asking.waits() && !asking.is_denied()));
            assert_eq!(asking.due(now, &[relay]), [relay]);
            assert!(asking.on_answer(now, relay, Answer::Away));
            assert!(asking.due(now, &[relay]).is_empty(), "not at once");
            now += AGAIN_AFTER;
        }
        assert!(asking.is_denied() && !asking.waits());
    }

    #[test]
    fn a_lost_question_is_asked_again_and_not_without_end() {
        let (now, relay) = (Instant::now(), PeerId::random());
        let mut asking = Asking::default();
        for _ in 0..MOST_QUESTIONS {
            assert_eq!(asking.due(now, &[relay]), [relay]);
            assert!(asking.on_answer(now, relay, Answer::Lost));
        }
        assert!(!asking.waits() && asking.due(now, &[relay]).is_empty());
        assert!(!asking.is_denied());
    }

    #[test]
    fn so_many_are_asked_and_no_more() {
        let now = Instant::now();
        let relays = [(); 9].map(|()| PeerId::random());
        let mut asking = Asking::default();
        assert_eq!(asking.due(now, &relays), relays[..MOST]);
        assert!(!asking.has_room());
        for relay in &relays[..MOST] {
            asking.on_answer(now, *relay, Answer::Silence);
        }
        assert!(!asking.waits() && asking.due(now, &relays).is_empty());
    }
}
