//! Being found at meeting points under the names of a kept room, and looking
//! there for the other.
//!
//! Whoever comes is listed first and looks then, so that of two who come at the
//! same moment at least one finds the other. A pure machine.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use libp2p::PeerId;

use super::place::{Names, Place, Secret};
use crate::time::{Now, earlier};

/// How long a listing lives, in seconds; it is renewed at half of it.
const TTL_SECS: u64 = 120;
/// How often to look again: who comes finds us, so this is for what was missed.
const LOOK_EVERY: Duration = Duration::from_secs(30);
/// What was refused is asked for again after this.
const PATIENCE: Duration = Duration::from_secs(10);
/// A question that is not answered by then is asked again.
const ANSWER_WITHIN: Duration = Duration::from_secs(15);

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Output {
    /// List us there under this name, or renew that.
    Register {
        relay: PeerId,
        place: Place,
        ttl_secs: u64,
    },
    /// List us there no longer.
    Unregister { relay: PeerId, place: Place },
    /// Ask who is listed there under this name.
    Discover { relay: PeerId, place: Place },
}

/// Listings and looks of one room. See the module.
pub(crate) struct Board {
    secret: Secret,
    names: Names,
    places: Vec<Place>,
    /// When other names are used.
    change_at: Instant,
    notes: Vec<Note>,
    outputs: VecDeque<Output>,
}

/// One name at one relay.
struct Note {
    relay: PeerId,
    place: Place,
    /// Whether the relay holds a seat for us, by which we are reached.
    seated: bool,
    /// It may list us: it was asked to.
    asked: bool,
    listed: bool,
    list_at: Instant,
    look_at: Instant,
}

impl Board {
    /// Looks nowhere until told of relays.
    pub(crate) fn new(now: Now, secret: Secret, names: Names) -> Self {
        let mut board = Self {
            places: Vec::new(),
            change_at: now.mono,
            secret,
            names,
            notes: Vec::new(),
            outputs: VecDeque::new(),
        };
        board.turn(now);
        board
    }

    /// What to do next.
    pub(crate) fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// When to call [`Board::on_timeout`] next.
    pub(crate) fn poll_timeout(&self) -> Option<Instant> {
        let due = |note: &Note| {
            let list = note.seated.then_some(note.list_at);
            earlier(list, Some(note.look_at))
        };
        self.notes
            .iter()
            .map(due)
            .fold(Some(self.change_at), earlier)
    }

    /// Relays that are connected, and whether each holds a seat for us.
    pub(crate) fn on_relays(&mut self, now: Now, relays: &[(PeerId, bool)]) {
        self.notes
            .retain(|note| relays.iter().any(|(relay, _)| *relay == note.relay));
        for &(relay, seated) in relays {
            for place in &self.places {
                let is_it = |note: &&mut Note| note.relay == relay && note.place == *place;
                match self.notes.iter_mut().find(is_it) {
                    Some(note) => {
                        if seated && !note.seated {
                            note.list_at = now.mono;
                        }
                        note.listed &= seated;
                        note.asked &= seated;
                        note.seated = seated;
                    }
                    None => self.notes.push(Note {
                        relay,
                        place: place.clone(),
                        seated,
                        asked: false,
                        listed: false,
                        list_at: now.mono,
                        look_at: now.mono,
                    }),
                }
            }
        }
        self.advance(now.mono);
    }

    /// A deadline has passed.
    pub(crate) fn on_timeout(&mut self, now: Now) {
        if self.change_at <= now.mono {
            let mut relays: Vec<(PeerId, bool)> = Vec::new();
            for note in &self.notes {
                if relays.iter().all(|(relay, _)| *relay != note.relay) {
                    relays.push((note.relay, note.seated));
                }
            }
            self.turn(now);
            self.on_relays(now, &relays);
        }
        self.advance(now.mono);
    }

    /// The relay listed us, for so many seconds.
    pub(crate) fn on_registered(
        &mut self,
        now: Instant,
        relay: PeerId,
        place: &Place,
        ttl_secs: u64,
    ) {
        if let Some(note) = self.note(relay, place) {
            let ttl = Duration::from_secs(ttl_secs.clamp(10, TTL_SECS));
            note.list_at = now + ttl / 2;
            // Only who is listed can rely on having seen who came before.
            if !std::mem::replace(&mut note.listed, true) {
                note.look_at = now;
            }
        }
        self.advance(now);
    }

    /// The relay did not.
    pub(crate) fn on_refused(&mut self, now: Instant, relay: PeerId, place: &Place) {
        if let Some(note) = self.note(relay, place) {
            note.listed = false;
            note.list_at = now + PATIENCE;
        }
    }

    /// Whether this is one of the names that are used now.
    pub(crate) fn uses(&self, place: &Place) -> bool {
        self.places.contains(place)
    }

    /// Look again soon: something was missed.
    pub(crate) fn look_in(&mut self, at: Instant) {
        for note in &mut self.notes {
            note.look_at = note.look_at.min(at);
        }
    }

    /// List us nowhere any more.
    pub(crate) fn close(&mut self) {
        for note in std::mem::take(&mut self.notes) {
            self.unlist(note);
        }
    }

    fn turn(&mut self, now: Now) {
        self.places = self.secret.places(self.names, now.wall);
        let after = self.secret.places_change_in(now.wall);
        self.change_at = now.mono + Duration::from_millis(after);
        let all = std::mem::take(&mut self.notes).into_iter();
        let (stay, gone): (Vec<Note>, Vec<Note>) =
            all.partition(|note| self.places.contains(&note.place));
        self.notes = stay;
        for note in gone {
            self.unlist(note);
        }
    }

    fn unlist(&mut self, note: Note) {
        if note.asked {
            self.outputs.push_back(Output::Unregister {
                relay: note.relay,
                place: note.place,
            });
        }
    }

    fn note(&mut self, relay: PeerId, place: &Place) -> Option<&mut Note> {
        let is_it = |note: &&mut Note| note.relay == relay && note.place == *place;
        self.notes.iter_mut().find(is_it)
    }

    fn advance(&mut self, now: Instant) {
        for note in &mut self.notes {
            if note.seated && note.list_at <= now {
                note.list_at = now + ANSWER_WITHIN;
                note.asked = true;
                self.outputs.push_back(Output::Register {
                    relay: note.relay,
                    place: note.place.clone(),
                    ttl_secs: TTL_SECS,
                });
            }
            if note.look_at <= now {
                note.look_at = now + LOOK_EVERY;
                self.outputs.push_back(Output::Discover {
                    relay: note.relay,
                    place: note.place.clone(),
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use zeroize::Zeroizing;

    use super::*;

    fn drain(board: &mut Board) -> Vec<Output> {
        std::iter::from_fn(|| board.poll_output()).collect()
    }

    fn board(now: Now) -> Board {
        let secret = Secret::new(Zeroizing::new([3; 32]));
        Board::new(now, secret, Names::Meeting)
    }

    #[test]
    fn who_comes_looks_is_listed_and_looks_again() {
        let now = Now::fake();
        let (relay, mut board) = (PeerId::random(), board(now));
        board.on_relays(now, &[(relay, false)]);
        let said = drain(&mut board);
        assert!(matches!(said[0], Output::Discover { .. }), "{said:?}");
        board.on_relays(now, &[(relay, true)]);
        let said = drain(&mut board);
        let Output::Register { place, .. } = &said[0] else {
            panic!("{said:?}")
        };
        board.on_registered(now.mono, relay, place, 120);
        let again = drain(&mut board);
        assert!(matches!(again[..], [Output::Discover { .. }, ..]));
        board.close();
        let said = drain(&mut board);
        assert!(matches!(said[0], Output::Unregister { .. }));
    }

    #[test]
    fn a_day_later_the_names_are_others_and_the_old_are_withdrawn() {
        let mut now = Now::fake();
        let (relay, mut board) = (PeerId::random(), board(now));
        board.on_relays(now, &[(relay, true)]);
        let (mut registered, mut withdrawn) = (Vec::new(), Vec::new());
        let end = now.mono + Duration::from_secs(3 * 24 * 3600);
        let mut steps = 0;
        loop {
            for output in drain(&mut board) {
                match output {
                    Output::Register { place, .. } => {
                        board.on_registered(now.mono, relay, &place, 120);
                        if !registered.contains(&place) {
                            registered.push(place);
                        }
                    }
                    Output::Unregister { place, .. } => withdrawn.push(place),
                    Output::Discover { .. } => {}
                }
            }
            let at = board.poll_timeout().unwrap();
            if at > end {
                break;
            }
            now = now.later(at.saturating_duration_since(now.mono));
            board.on_timeout(now);
            steps += 1;
            assert!(steps < 40_000, "it is busy");
        }
        assert!(registered.len() >= 4, "{registered:?}");
        assert!(withdrawn.len() + 2 >= registered.len(), "{withdrawn:?}");
    }
}
