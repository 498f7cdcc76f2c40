//! The host's side of admission: at most one comes in, and guessing costs the
//! room.
//!
//! A full, refusing or re-rolled room runs the same exchange against a random
//! password with the same pauses and deadlines, so that nobody can tell it from
//! a wrong code.

mod exchange;

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use libp2p::PeerId;
use rand::rngs::StdRng;

use super::{
    bond::Bond,
    budget::Budget,
    messages::{Message, Mode},
    pake::{Keys, Said},
};
use crate::{
    api::Side,
    code::{Nameplate, RoomCode},
    kept::pinned::Pinned,
    link::LinkSecret,
    name::DisplayName,
    streams::StreamId,
    time::earlier,
    wire::{self, Bytes},
};

/// A guest has this long for each of its words.
const WORD_WITHIN: Duration = Duration::from_secs(3);
/// A person has this long to answer a knock.
const KNOCK_WITHIN: Duration = Duration::from_secs(120);
/// Streams that have said nothing yet; one more pushes the oldest out.
const MAX_SILENT: usize = 8;
/// Right proofs that wait for the person.
const MAX_KNOCKS: usize = 4;

/// What the door wants done, in this order.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Output {
    /// Write this frame.
    Send { run: StreamId, frame: Vec<u8> },
    /// Close the stream once what was sent is written.
    Finish { run: StreamId },
    /// The room is theirs from now on; comes before their verdict is sent.
    Seat { peer: PeerId, bond: Bond },
    /// Ask the person about somebody.
    Knock { name: DisplayName },
    /// The one who was asked about has gone.
    KnockGone,
    /// Get a new code: somebody was guessing.
    Reroll,
    /// The code is off: somebody keeps guessing.
    CodeOff,
}

/// The door of a room: runs, budget, knocks.
pub(crate) struct Door {
    host: PeerId,
    name: DisplayName,
    link: LinkSecret,
    code: Option<RoomCode>,
    /// That of the code, or of the last one when there is none now.
    nameplate: Option<Nameplate>,
    /// Counts the codes, so that a run begun under an older one fails.
    generation: u64,
    ask: bool,
    /// In a kept room: what the other proves and signs with.
    kept: Option<Pinned>,
    /// Our own run with the other goes on, theirs is turned away.
    kept_away: bool,
    budget: Budget,
    seat: Seat,
    runs: Vec<Run>,
    asked_about: Option<StreamId>,
    outputs: VecDeque<Output>,
    rng: StdRng,
    /// Proofs that were held against the real code.
    #[cfg(test)]
    compared: u32,
}

/// Who has the other seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Seat {
    Free,
    /// Admitted; may run again should the verdict have been lost on the way.
    Taken(PeerId),
    /// Here; the invitation is used up.
    Settled,
}

struct Run {
    id: StreamId,
    peer: PeerId,
    until: Instant,
    state: State,
}

enum State {
    /// Has said nothing yet.
    Silent,
    /// Said X with a code while the room pauses; `until` is when to look again.
    Held { x: Vec<u8> },
    /// Was sent Y.
    Proving {
        mode: Mode,
        generation: u64,
        keys: Option<Keys>,
    },
    /// Proved itself and is to say its name.
    Naming { keys: Keys },
    /// Waits for the person.
    Knocking { keys: Keys, name: DisplayName },
}

impl Door {
    /// A door without a code yet; the link is good at once.
    pub(crate) fn new(
        host: PeerId,
        name: DisplayName,
        link: LinkSecret,
        ask: bool,
        rng: StdRng,
    ) -> Self {
        Self {
            host,
            name,
            link,
            code: None,
            nameplate: None,
            generation: 0,
            ask,
            kept: None,
            kept_away: false,
            budget: Budget::default(),
            seat: Seat::Free,
            runs: Vec::new(),
            asked_about: None,
            outputs: VecDeque::new(),
            rng,
            #[cfg(test)]
            compared: 0,
        }
    }

    /// The door of a kept room: for nobody but the other of it.
    pub(crate) fn kept(host: PeerId, name: DisplayName, pinned: Pinned, mut rng: StdRng) -> Self {
        let nobody_has_it = LinkSecret::random(&mut rng);
        Self {
            kept: Some(pinned),
            ..Self::new(host, name, nobody_has_it, false, rng)
        }
    }

    /// Turns the other of a kept room away for now, or no longer: our own run
    /// with them goes on.
    pub(crate) fn turn_kept_away(&mut self, away: bool) {
        self.kept_away = away;
    }

    /// Replaces the code; runs begun under the old one fail.
    pub(crate) fn set_code(&mut self, code: Option<RoomCode>) {
        self.nameplate = code.as_ref().map(RoomCode::nameplate).or(self.nameplate);
        self.code = code;
        self.generation += 1;
    }

    /// Whether there is a code that is good now.
    pub(crate) fn has_code(&self) -> bool {
        self.code.is_some()
    }

    /// Whether there is one, for this nameplate.
    pub(crate) fn has_code_at(&self, nameplate: Nameplate) -> bool {
        self.code
            .as_ref()
            .is_some_and(|code| code.nameplate() == nameplate)
    }

    /// The person asked for a new code after guessing switched it off.
    pub(crate) fn renew_budget(&mut self) {
        self.budget.renew();
    }

    /// Whether no code may be given out until the person asks.
    pub(crate) fn is_code_off(&self) -> bool {
        self.budget.is_spent()
    }

    /// Whether to ask before letting somebody in.
    pub(crate) fn set_ask(&mut self, ask: bool) {
        self.ask = ask;
    }

    /// Whether the person is asked before somebody is let in.
    pub(crate) fn asks(&self) -> bool {
        self.ask
    }

    /// The seated one is here for good.
    pub(crate) fn settle(&mut self) {
        self.seat = Seat::Settled;
        self.code = None;
    }

    /// The seated one never came: the seat is free again.
    pub(crate) fn unseat(&mut self) {
        self.seat = Seat::Free;
    }

    /// Whether `peer` has a run under way.
    pub(crate) fn is_busy_with(&self, peer: PeerId) -> bool {
        self.runs.iter().any(|r| r.peer == peer)
    }

    /// Next thing to do.
    pub(crate) fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// When to call [`Door::on_timeout`] next.
    pub(crate) fn poll_timeout(&self) -> Option<Instant> {
        self.runs.iter().map(|r| Some(r.until)).fold(None, earlier)
    }

    /// A guest opened a stream.
    pub(crate) fn on_open(&mut self, now: Instant, id: StreamId, peer: PeerId) {
        let silent = |r: &Run| matches!(r.state, State::Silent);
        // Who opens one stream after the other pushes nobody out but itself.
        let own = |r: &Run| r.peer == peer && silent(r);
        if let Some(own) = self.runs.iter().position(own) {
            let run = self.runs.remove(own);
            self.outputs.push_back(Output::Finish { run: run.id });
        }
        if self.runs.iter().filter(|r| silent(r)).count() >= MAX_SILENT
            && let Some(oldest) = self.runs.iter().position(silent)
        {
            let run = self.runs.remove(oldest);
            self.outputs.push_back(Output::Finish { run: run.id });
        }
        self.runs.push(Run {
            id,
            peer,
            until: now + WORD_WITHIN,
            state: State::Silent,
        });
    }

    /// The stream is gone, or said something that is not CBOR of ours.
    pub(crate) fn on_close(&mut self, now: Instant, id: StreamId) {
        if let Some(at) = self.runs.iter().position(|r| r.id == id) {
            self.runs.remove(at);
            self.next_knock();
            self.release(now);
        }
    }

    /// The person answered the knock.
    pub(crate) fn answer(&mut self, now: Instant, admit: bool) -> bool {
        let Some(id) = self.asked_about.take() else {
            return false;
        };
        let Some(at) = self.runs.iter().position(|r| r.id == id) else {
            return false;
        };
        let run = self.runs.remove(at);
        if let State::Knocking { keys, .. } = run.state {
            if admit && self.seat == Seat::Free {
                self.seat(id, run.peer, &keys, None);
            } else {
                let mac = Bytes(keys.prove_host(Said::Refused));
                self.send(id, &Message::Refused { mac });
                self.outputs.push_back(Output::Finish { run: id });
            }
        }
        self.next_knock();
        self.release(now);
        true
    }

    /// Ends what took too long and goes on with what was held.
    pub(crate) fn on_timeout(&mut self, now: Instant) {
        let late = |r: &mut Run| r.until <= now && !matches!(r.state, State::Held { .. });
        let late: Vec<Run> = self.runs.extract_if(.., late).collect();
        for run in late {
            // Who has not said all of it is not told no: a bad line may be why,
            // and it may begin anew.
            if matches!(run.state, State::Knocking { .. }) {
                self.turn_away(run.id);
            } else {
                self.outputs.push_back(Output::Finish { run: run.id });
            }
        }
        self.next_knock();
        self.release(now);
    }

    fn seat(&mut self, id: StreamId, peer: PeerId, keys: &Keys, pinned: Option<Pinned>) {
        self.seat = Seat::Taken(peer);
        self.outputs.push_back(Output::Seat {
            peer,
            bond: keys.bond(),
        });
        let admitted = Message::Admitted {
            mac: Bytes(keys.prove_host(Said::Admitted)),
            name: self.name.to_string(),
            sig: pinned.map(|pinned| Bytes(pinned.sign(Side::Host, &keys.binding()))),
        };
        self.send(id, &admitted);
        self.outputs.push_back(Output::Finish { run: id });
        // Nobody else waits for a seat that is gone.
        let waiting: Vec<StreamId> = self.knocks().map(|r| r.id).collect();
        for id in waiting {
            self.runs.retain(|r| r.id != id);
            self.turn_away(id);
        }
    }

    fn turn_away(&mut self, id: StreamId) {
        self.send(id, &Message::No);
        self.outputs.push_back(Output::Finish { run: id });
    }

    fn send(&mut self, run: StreamId, message: &Message) {
        let frame = wire::encode(message);
        self.outputs.push_back(Output::Send { run, frame });
    }

    fn knocks(&self) -> impl Iterator<Item = &Run> {
        let knocks = |r: &&Run| matches!(r.state, State::Naming { .. } | State::Knocking { .. });
        self.runs.iter().filter(knocks)
    }

    /// Keeps the person asked about the first who knocks.
    fn next_knock(&mut self) {
        let here = |id: StreamId| self.runs.iter().any(|r| r.id == id);
        if self.asked_about.is_some_and(|id| !here(id)) {
            self.asked_about = None;
            self.outputs.push_back(Output::KnockGone);
        }
        if self.asked_about.is_some() {
            return;
        }
        let first = self.runs.iter().find_map(|r| match &r.state {
            State::Knocking { name, .. } => Some((r.id, name.clone())),
            _ => None,
        });
        if let Some((id, name)) = first {
            self.asked_about = Some(id);
            self.outputs.push_back(Output::Knock { name });
        }
    }
}

#[cfg(test)]
mod tests;
