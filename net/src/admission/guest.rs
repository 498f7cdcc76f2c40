//! The guest's side of one admission run.

use libp2p::PeerId;
use rand::{CryptoRng, RngCore};

use super::{
    bond::Bond,
    messages::{Message, Mode, VERSION},
    pake::{self, Ends, GuestStart, Keys, Said},
};
use crate::{
    api::{Invite, Side},
    kept::pinned::Pinned,
    name::DisplayName,
    wire::{self, Bytes},
};

/// How a run ended for the guest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// In.
    Admitted {
        /// What the host calls itself.
        name: DisplayName,
        /// What was proved.
        bond: Bond,
    },
    /// The host's person said no.
    Refused,
    /// No, without a reason; also anything that makes no sense.
    No,
    /// This is not where the code leads; nothing was proved or tried.
    NotHere,
    /// The host speaks another version.
    OtherVersion,
}

/// What to do after a frame.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Send this and wait.
    Send(Vec<u8>),
    /// Send this and wait for a person on the other side.
    Knock(Vec<u8>),
    /// Over.
    Done(Outcome),
}

/// One run with one host; spoken to frame by frame.
pub(crate) struct GuestRun {
    name: DisplayName,
    /// In a kept room: the keys that sign.
    pinned: Option<Pinned>,
    state: State,
}

enum State {
    AwaitReply(Box<GuestStart>),
    AwaitVerdict(Keys),
    Knocking(Keys),
    Over,
}

impl GuestRun {
    /// Starts a run; gives the first frame to send.
    pub(crate) fn start(
        invite: &Invite,
        name: DisplayName,
        guest: PeerId,
        host: PeerId,
        rng: &mut (impl RngCore + CryptoRng),
    ) -> (Self, Vec<u8>) {
        let (mode, at, password) = match invite {
            Invite::Code(code) => {
                let at = Some(code.nameplate().to_string());
                (Mode::Code, at, code.to_string().into_bytes())
            }
            Invite::Link(link) => (Mode::Link, None, link.secret.as_bytes().to_vec()),
        };
        let password = zeroize::Zeroizing::new(password);
        Self::begin(Ends { mode, guest, host }, at, &password, name, None, rng)
    }

    /// Starts a run with who may be the other of a kept room.
    pub(crate) fn again(
        pinned: Pinned,
        name: DisplayName,
        guest: PeerId,
        host: PeerId,
        rng: &mut (impl RngCore + CryptoRng),
    ) -> (Self, Vec<u8>) {
        let ends = Ends {
            mode: Mode::Kept,
            guest,
            host,
        };
        let at = Some(pinned.secret.token(guest, host));
        let password = zeroize::Zeroizing::new(*pinned.secret.as_bytes());
        Self::begin(ends, at, password.as_slice(), name, Some(pinned), rng)
    }

    fn begin(
        ends: Ends,
        at: Option<String>,
        password: &[u8],
        name: DisplayName,
        pinned: Option<Pinned>,
        rng: &mut (impl RngCore + CryptoRng),
    ) -> (Self, Vec<u8>) {
        let (start, x) = pake::start_guest(&ends, password, rng);
        let mode = ends.mode;
        let hello = Message::Hello {
            v: VERSION,
            mode,
            at,
            x: Bytes(x),
        };
        let run = Self {
            name,
            pinned,
            state: State::AwaitReply(Box::new(start)),
        };
        (run, wire::encode(&hello))
    }

    /// Whether the host was shown a proof: a chance to guess, for one who is not
    /// the host.
    pub(crate) fn has_proved(&self) -> bool {
        !matches!(self.state, State::AwaitReply(_))
    }

    /// Takes the host's next frame.
    pub(crate) fn on_frame(&mut self, frame: &[u8]) -> Step {
        let state = std::mem::replace(&mut self.state, State::Over);
        match (state, wire::decode(frame)) {
            (State::AwaitReply(start), Ok(Message::Reply { y })) => match start.finish(&y.0) {
                Some(keys) => {
                    let mac = Bytes(keys.prove_guest());
                    let sign = |p: &Pinned| Bytes(p.sign(Side::Guest, &keys.binding()));
                    let sig = self.pinned.as_ref().map(sign);
                    self.state = State::AwaitVerdict(keys);
                    Step::Send(wire::encode(&Message::Proof { mac, sig }))
                }
                None => Step::Done(Outcome::No),
            },
            (State::AwaitReply(_), Ok(Message::Version { .. })) => {
                Step::Done(Outcome::OtherVersion)
            }
            (State::AwaitReply(_), Ok(Message::NotHere)) => Step::Done(Outcome::NotHere),
            (State::AwaitVerdict(keys), Ok(Message::Wait { mac }))
                if keys.check_host(Said::Wait, &mac.0) =>
            {
                self.state = State::Knocking(keys);
                let name = self.name.to_string();
                Step::Knock(wire::encode(&Message::Knock { name }))
            }
            (
                State::AwaitVerdict(keys) | State::Knocking(keys),
                Ok(Message::Admitted { mac, name, sig }),
            ) if keys.check_host(Said::Admitted, &mac.0) && self.is_signed(&keys, sig.as_ref()) => {
                Step::Done(Outcome::Admitted {
                    name: DisplayName::from_peer(&name),
                    bond: keys.bond(),
                })
            }
            (State::Knocking(keys), Ok(Message::Refused { mac }))
                if keys.check_host(Said::Refused, &mac.0) =>
            {
                Step::Done(Outcome::Refused)
            }
            _ => Step::Done(Outcome::No),
        }
    }

    /// Whether the other of a kept room signed; other hosts need not.
    fn is_signed(&self, keys: &Keys, signature: Option<&Bytes<64>>) -> bool {
        self.pinned.as_ref().is_none_or(|pinned| {
            signature.is_some_and(|sig| pinned.check(Side::Host, &keys.binding(), &sig.0))
        })
    }
}
