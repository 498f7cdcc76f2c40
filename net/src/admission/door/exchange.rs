//! The words that are exchanged at the door, up to whether a proof is right.

use std::time::Instant;

use libp2p::PeerId;
use rand::RngCore;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::{Door, KNOCK_WITHIN, MAX_KNOCKS, Output, Run, Seat, State, WORD_WITHIN};
use crate::{
    admission::{
        budget::Consequence,
        messages::{Message, Mode, VERSION},
        pake::{self, Ends, Keys, Said},
    },
    api::Side,
    name::DisplayName,
    streams::StreamId,
    time::earlier,
    wire::{self, Bytes},
};

/// Runs between X and proof, or held before it.
pub(super) const MAX_RUNS: usize = 4;
/// Of those, for codes: one place is kept for links.
const MAX_CODE_RUNS: usize = 3;

impl Door {
    /// The guest's next frame.
    pub(crate) fn on_frame(&mut self, now: Instant, id: StreamId, frame: &[u8]) {
        let Some(at) = self.runs.iter().position(|r| r.id == id) else {
            return;
        };
        let run = self.runs.remove(at);
        match (run.state, wire::decode(frame)) {
            (State::Silent, Ok(Message::Hello { v, mode, at, x })) => {
                if v != VERSION {
                    self.send(id, &Message::Version { v: VERSION });
                    self.outputs.push_back(Output::Finish { run: id });
                } else if !self.is_meant(mode, at.as_deref(), run.peer) {
                    // A full room says so too: where it was is no secret.
                    self.send(id, &Message::NotHere);
                    self.outputs.push_back(Output::Finish { run: id });
                } else if mode == Mode::Kept && self.kept_away {
                    self.turn_away(id);
                } else {
                    self.on_hello(now, id, run.peer, mode, x.0);
                }
            }
            (
                State::Proving {
                    mode,
                    generation,
                    keys,
                },
                Ok(Message::Proof { mac, sig }),
            ) => {
                let good = self.may_enter(run.peer, mode)
                    && (mode != Mode::Code || generation == self.generation);
                #[cfg(test)]
                {
                    self.compared += u32::from(good);
                }
                let right = good
                    && keys.as_ref().is_some_and(|k| {
                        k.check_guest(&mac.0) && self.is_signed(mode, k, sig.as_ref())
                    });
                match keys.filter(|_| right) {
                    Some(keys) => self.on_right_proof(now, id, run.peer, mode, keys),
                    None => self.on_wrong_proof(now, id, mode),
                }
            }
            (State::Naming { keys }, Ok(Message::Knock { name })) => {
                self.runs.push(Run {
                    id,
                    peer: run.peer,
                    until: now + KNOCK_WITHIN,
                    state: State::Knocking {
                        keys,
                        name: DisplayName::from_peer(&name),
                    },
                });
            }
            (State::Proving { mode, .. }, _) => self.on_wrong_proof(now, id, mode),
            _ => self.turn_away(id),
        }
        self.next_knock();
        self.release(now);
    }

    fn on_hello(&mut self, now: Instant, id: StreamId, peer: PeerId, mode: Mode, x: Vec<u8>) {
        // Who begins anew has lost the stream of before, and we may be yet to
        // notice.
        let given_up = self.runs.extract_if(.., |r| r.peer == peer);
        let given_up = given_up.map(|run| Output::Finish { run: run.id });
        self.outputs.extend(given_up);
        let busy = |r: &&Run| matches!(r.state, State::Held { .. } | State::Proving { .. });
        let all = self.runs.iter().filter(busy).count();
        let codes = self
            .runs
            .iter()
            .filter(busy)
            .filter(|r| {
                !matches!(
                    r.state,
                    State::Proving {
                        mode: Mode::Link,
                        ..
                    }
                )
            })
            .count();
        if all >= MAX_RUNS || (mode == Mode::Code && codes >= MAX_CODE_RUNS) {
            self.turn_away(id);
            return;
        }
        match mode {
            Mode::Link | Mode::Kept => self.reply(now, id, peer, mode, &x),
            Mode::Code => self.runs.push(Run {
                id,
                peer,
                until: now,
                state: State::Held { x },
            }),
        }
    }

    /// Answers held code runs: all at once while nobody guessed wrong, then one
    /// at a time and never before the pause is over.
    pub(super) fn release(&mut self, now: Instant) {
        loop {
            let wait = self.budget.not_before(now);
            let proving = self.runs.iter().map(|r| match r.state {
                State::Proving {
                    mode: Mode::Code, ..
                } => Some(r.until),
                _ => None,
            });
            let in_turn = proving
                .fold(None, earlier)
                .filter(|_| self.budget.is_touched());
            let held = |r: &Run| matches!(r.state, State::Held { .. });
            if let Some(later) = wait.or(in_turn) {
                for run in self.runs.iter_mut().filter(|r| held(r)) {
                    run.until = later;
                }
                return;
            }
            let Some(at) = self.runs.iter().position(held) else {
                return;
            };
            let run = self.runs.remove(at);
            if let State::Held { x } = run.state {
                self.reply(now, run.id, run.peer, Mode::Code, &x);
            }
        }
    }

    fn reply(&mut self, now: Instant, id: StreamId, guest: PeerId, mode: Mode, x: &[u8]) {
        let password = match (self.may_enter(guest, mode), mode, &self.code) {
            (true, Mode::Code, Some(code)) => code.to_string().into_bytes(),
            (true, Mode::Link, _) => self.link.as_bytes().to_vec(),
            (true, Mode::Kept, _) if self.kept.is_some() => self.kept_secret(),
            _ => {
                let mut nobody_knows = vec![0; 16];
                self.rng.fill_bytes(&mut nobody_knows);
                nobody_knows
            }
        };
        let ends = Ends {
            mode,
            guest,
            host: self.host,
        };
        let (keys, y) = pake::answer_host(&ends, &Zeroizing::new(password), x, &mut self.rng);
        self.send(id, &Message::Reply { y: Bytes(y) });
        self.runs.push(Run {
            id,
            peer: guest,
            until: now + WORD_WITHIN,
            state: State::Proving {
                mode,
                generation: self.generation,
                keys,
            },
        });
    }

    /// Whether somebody with this first word means this room.
    fn is_meant(&self, mode: Mode, at: Option<&str>, guest: PeerId) -> bool {
        match (mode, &self.kept) {
            (Mode::Kept, Some(pinned)) => {
                let token = pinned.secret.token(guest, self.host);
                at.is_some_and(|at| at.as_bytes().ct_eq(token.as_bytes()).into())
            }
            (Mode::Kept, None) => false,
            _ => at.is_none_or(|at| self.is_at(at)),
        }
    }

    /// Whether the other of a kept room signed; others need not.
    fn is_signed(&self, mode: Mode, keys: &Keys, signature: Option<&Bytes<64>>) -> bool {
        match (mode, &self.kept) {
            (Mode::Kept, Some(pinned)) => {
                signature.is_some_and(|sig| pinned.check(Side::Guest, &keys.binding(), &sig.0))
            }
            (Mode::Kept, None) => false,
            _ => true,
        }
    }

    fn kept_secret(&self) -> Vec<u8> {
        let secret = self.kept.as_ref().map(|pinned| pinned.secret.as_bytes());
        secret.map_or_else(Vec::new, |secret| secret.to_vec())
    }

    fn is_at(&self, nameplate: &str) -> bool {
        self.nameplate
            .is_some_and(|ours| ours.to_string() == nameplate)
    }

    fn may_enter(&self, peer: PeerId, mode: Mode) -> bool {
        let seat = match self.seat {
            Seat::Free => true,
            Seat::Taken(seated) => seated == peer,
            Seat::Settled => false,
        };
        seat && (mode != Mode::Code || (self.code.is_some() && !self.budget.is_spent()))
    }

    fn on_right_proof(&mut self, now: Instant, id: StreamId, peer: PeerId, mode: Mode, keys: Keys) {
        let again = self.seat == Seat::Taken(peer);
        let ask = self.ask || (mode == Mode::Code && self.budget.is_touched());
        if !ask || again {
            let pinned = self.kept.clone().filter(|_| mode == Mode::Kept);
            self.seat(id, peer, &keys, pinned);
        } else if self.knocks().count() < MAX_KNOCKS {
            let mac = Bytes(keys.prove_host(Said::Wait));
            self.send(id, &Message::Wait { mac });
            self.runs.push(Run {
                id,
                peer,
                until: now + WORD_WITHIN,
                state: State::Naming { keys },
            });
        } else {
            self.turn_away(id);
        }
    }

    fn on_wrong_proof(&mut self, now: Instant, id: StreamId, mode: Mode) {
        if mode == Mode::Code {
            let consequence = self.budget.charge(now);
            if self.seat == Seat::Free && self.code.is_some() {
                match consequence {
                    Consequence::Pause => {}
                    Consequence::Reroll => {
                        self.set_code(None);
                        self.outputs.push_back(Output::Reroll);
                    }
                    Consequence::Off => {
                        self.set_code(None);
                        self.outputs.push_back(Output::CodeOff);
                    }
                }
            }
        }
        self.turn_away(id);
    }
}
