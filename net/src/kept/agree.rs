//! One side of the agreement. A pure machine.

use std::collections::VecDeque;

use hkdf::Hkdf;
use libp2p::identity::ed25519;
use rand::{RngCore, rngs::StdRng};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::{admission::SessionKey, api::Side, wire::Bytes};

/// What the two say to each other about keeping the room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "k")]
pub(crate) enum Word {
    /// The sender wants to keep the room.
    #[serde(rename = "want")]
    Want {
        /// The key that signs for it from now on: Ed25519, 32 bytes.
        key: Bytes<32>,
        /// Its part of the secret.
        nonce: Bytes<32>,
        /// The nonce of the proposal that this answers.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<Bytes<32>>,
        /// The host's: a mark of the room's invite link.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        link: Option<Bytes<32>>,
    },
    /// The sender does not, or no longer.
    #[serde(rename = "no")]
    No,
    /// The sender has written down what the two agreed on.
    #[serde(rename = "stored")]
    Stored {
        /// Proof that it is the same.
        proof: Bytes<32>,
    },
    /// Of a later version.
    #[serde(other)]
    Unknown,
}

/// What comes of it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Output {
    /// Say this.
    Say(Word),
    /// The peer wants to keep the room: ask the person.
    Proposed,
    /// Nobody wants to keep it any more.
    Off,
    /// Both do: write this down, and tell by [`Agreement::written`].
    Agreed(Agreed),
    /// Both have written it down.
    Kept,
}

/// What both agreed on.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Agreed {
    /// The same on both sides.
    pub(crate) secret: Zeroizing<[u8; 32]>,
    /// The seed of our key.
    pub(crate) ours: Zeroizing<[u8; 32]>,
    /// The peer's public key.
    pub(crate) theirs: [u8; 32],
    /// The mark of the room's link.
    pub(crate) link: [u8; 32],
}

impl std::fmt::Debug for Agreed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Agreed")
    }
}

/// What makes no sense to say at this point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mismatch;

/// One side. See the module.
pub(crate) struct Agreement {
    side: Side,
    key: SessionKey,
    /// The host's: the mark of its link.
    link: Option<[u8; 32]>,
    /// The person agreed ahead of time.
    agrees: bool,
    state: State,
    outputs: VecDeque<Output>,
    rng: StdRng,
}

enum State {
    Vanishing,
    /// We want it.
    Wanted(Ours),
    /// The peer does.
    Proposed(Theirs),
    /// Both do; who has written it down.
    Writing {
        secret: Zeroizing<[u8; 32]>,
        us: bool,
        them: bool,
    },
    Kept,
}

#[derive(Clone)]
struct Ours {
    seed: Zeroizing<[u8; 32]>,
    public: [u8; 32],
    nonce: [u8; 32],
}

#[derive(Clone)]
struct Theirs {
    public: [u8; 32],
    nonce: [u8; 32],
    link: Option<[u8; 32]>,
}

impl Agreement {
    /// In a room that vanishes so far. `link` is the mark of its link, which
    /// the host knows.
    pub(crate) fn new(side: Side, key: SessionKey, link: Option<[u8; 32]>, rng: StdRng) -> Self {
        Self {
            side,
            key,
            link,
            agrees: false,
            state: State::Vanishing,
            outputs: VecDeque::new(),
            rng,
        }
    }

    /// In a room that is kept already.
    pub(crate) fn kept(side: Side, key: SessionKey, rng: StdRng) -> Self {
        Self {
            state: State::Kept,
            ..Self::new(side, key, None, rng)
        }
    }

    #[cfg(test)]
    fn is_kept(&self) -> bool {
        matches!(self.state, State::Kept)
    }

    /// What to do next.
    pub(crate) fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// Whatever the peer proposes is agreed to, or no longer.
    pub(crate) fn agree_ahead(&mut self, agrees: bool) {
        self.agrees = agrees;
    }

    /// The person wants to keep the room: proposes it, or agrees.
    pub(crate) fn want(&mut self) {
        match std::mem::replace(&mut self.state, State::Vanishing) {
            State::Vanishing => {
                let ours = Ours::random(&mut self.rng);
                self.say_want(&ours, None);
                self.state = State::Wanted(ours);
            }
            State::Proposed(theirs) => {
                let ours = Ours::random(&mut self.rng);
                self.say_want(&ours, Some(theirs.nonce));
                self.agree(&ours, &theirs);
            }
            other => self.state = other,
        }
    }

    /// The person does not want to keep it; gives whether that is still heard.
    pub(crate) fn refuse(&mut self) -> bool {
        self.agrees = false;
        match self.state {
            State::Wanted(_) | State::Proposed(_) => self.give_up(),
            State::Vanishing => {}
            State::Writing { .. } | State::Kept => return false,
        }
        true
    }

    /// What both agreed on is written down, or cannot be.
    pub(crate) fn written(&mut self, well: bool) {
        if let State::Writing { us, secret, .. } = &mut self.state {
            if well {
                *us = true;
                let proof = Bytes(proof(secret, self.side).to_vec());
                self.outputs.push_back(Output::Say(Word::Stored { proof }));
                self.settle();
            } else if !*us {
                self.give_up();
            }
        }
    }

    /// Something that the peer says.
    pub(crate) fn on_word(&mut self, word: Word) -> Result<(), Mismatch> {
        match word {
            Word::Want {
                key,
                nonce,
                to,
                link,
            } => {
                let theirs = Theirs::parse(&key.0, &nonce.0, link)?;
                self.on_want(theirs, to);
            }
            Word::No => {
                if !matches!(self.state, State::Vanishing | State::Kept) {
                    self.state = State::Vanishing;
                    self.outputs.push_back(Output::Off);
                }
            }
            // One that is about an earlier agreement is out of date.
            Word::Stored { proof: theirs } => {
                if let State::Writing { them, secret, .. } = &mut self.state
                    && bool::from(proof(secret, self.side.other()).ct_eq(&theirs.0))
                {
                    *them = true;
                    self.settle();
                }
            }
            Word::Unknown => {}
        }
        Ok(())
    }

    fn on_want(&mut self, theirs: Theirs, to: Option<Bytes<32>>) {
        match (
            std::mem::replace(&mut self.state, State::Vanishing),
            to.map(|to| to.0),
        ) {
            // An answer to a proposal that was taken back is no proposal.
            (State::Wanted(ours), Some(to)) if to != ours.nonce => {
                self.state = State::Wanted(ours);
            }
            (State::Vanishing, Some(_)) => self.outputs.push_back(Output::Say(Word::No)),
            (State::Wanted(ours), _) => self.agree(&ours, &theirs),
            (state @ (State::Vanishing | State::Proposed(_) | State::Writing { .. }), None) => {
                // Who proposes anew has dropped what was agreed on.
                if matches!(state, State::Writing { .. }) {
                    self.outputs.push_back(Output::Off);
                }
                self.state = State::Proposed(theirs);
                if self.agrees {
                    self.want();
                } else {
                    self.outputs.push_back(Output::Proposed);
                }
            }
            (other, _) => self.state = other,
        }
    }

    fn agree(&mut self, ours: &Ours, theirs: &Theirs) {
        let (host, guest) = match self.side {
            Side::Host => ((ours.public, ours.nonce), (theirs.public, theirs.nonce)),
            Side::Guest => ((theirs.public, theirs.nonce), (ours.public, ours.nonce)),
        };
        let salt = [host.1, guest.1].concat();
        let info = [b"tincan/1 kept room secret|".as_slice(), &host.0, &guest.0].concat();
        let mut secret = Zeroizing::new([0; 32]);
        // Fails only for outputs over 8,160 bytes.
        let _ = Hkdf::<Sha256>::new(Some(&salt), &self.key.0).expand(&info, secret.as_mut_slice());
        self.state = State::Writing {
            secret: secret.clone(),
            us: false,
            them: false,
        };
        self.outputs.push_back(Output::Agreed(Agreed {
            secret,
            ours: ours.seed.clone(),
            theirs: theirs.public,
            link: self.link.or(theirs.link).unwrap_or_default(),
        }));
    }

    fn settle(&mut self) {
        if let State::Writing {
            us: true,
            them: true,
            ..
        } = self.state
        {
            self.state = State::Kept;
            self.outputs.push_back(Output::Kept);
        }
    }

    fn give_up(&mut self) {
        self.state = State::Vanishing;
        self.outputs.push_back(Output::Say(Word::No));
        self.outputs.push_back(Output::Off);
    }

    fn say_want(&mut self, ours: &Ours, to: Option<[u8; 32]>) {
        let bytes = |bytes: [u8; 32]| Bytes(bytes.to_vec());
        self.outputs.push_back(Output::Say(Word::Want {
            key: bytes(ours.public),
            nonce: bytes(ours.nonce),
            to: to.map(bytes),
            link: self.link.map(bytes),
        }));
    }
}

/// Of one side, that it has this secret.
fn proof(secret: &[u8; 32], side: Side) -> [u8; 32] {
    let label: &[u8] = match side {
        Side::Host => b"tincan/1 kept room stored|host",
        Side::Guest => b"tincan/1 kept room stored|guest",
    };
    let mut proof = [0; 32];
    // Fails only for outputs over 8,160 bytes.
    let _ = Hkdf::<Sha256>::new(None, secret).expand(label, &mut proof);
    proof
}

impl Ours {
    fn random(rng: &mut StdRng) -> Self {
        let mut seed = Zeroizing::new([0; 32]);
        let mut nonce = [0; 32];
        rng.fill_bytes(seed.as_mut_slice());
        rng.fill_bytes(&mut nonce);
        Self {
            public: super::pinned::public_of(&seed),
            seed,
            nonce,
        }
    }
}

impl Theirs {
    fn parse(key: &[u8], nonce: &[u8], link: Option<Bytes<32>>) -> Result<Self, Mismatch> {
        let array = |bytes: &[u8]| <[u8; 32]>::try_from(bytes).map_err(|_| Mismatch);
        ed25519::PublicKey::try_from_bytes(key).map_err(|_| Mismatch)?;
        Ok(Self {
            public: array(key)?,
            nonce: array(nonce)?,
            link: link.map(|link| array(&link.0)).transpose()?,
        })
    }
}

#[cfg(test)]
mod tests;
