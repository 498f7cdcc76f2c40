//! Getting a straight path to the peer: gather addresses, exchange them by
//! DCUtR over the relayed connection, dial at the same moment.
//!
//! The host starts every attempt, as DCUtR has it for the one who received the
//! relayed connection; the guest answers. Sockets are opened only now, after
//! admission: until then there is nothing that a stranger could probe.
//!
//! The host punches the moment it says SYNC, so that its NAT lets the guest's
//! first packet in; the guest dials when it hears it. (Both dialling at half
//! the round trip, as stock does, often loses the first packet, and QUIC asks
//! again only a second later.)

pub(crate) mod addresses;
mod dcutr;

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use libp2p::{Multiaddr, multiaddr::Protocol};

use self::{
    addresses::{Subnet, may_be_dialled, may_be_told},
    dcutr::{MAX_ADDRESSES, Message},
};
use crate::{api::Side, streams::StreamId};

/// An answer of a relay about our address is awaited for so long.
const GATHER_WITHIN: Duration = Duration::from_millis(600);
/// An exchange that takes longer has failed.
const EXCHANGE_WITHIN: Duration = Duration::from_secs(5);
/// Plain dials, TCP too, join in when punching has led nowhere by then.
const PLAIN_AFTER: Duration = Duration::from_millis(400);
/// A dial that takes longer has failed.
const DIAL_WITHIN: Duration = Duration::from_secs(4);
/// What relays saw is good for so long.
const FRESH_FOR: Duration = Duration::from_secs(10);
/// Pauses between attempts, the last of them from then on.
const PAUSES: [Duration; 5] = [
    Duration::from_secs(1),
    Duration::from_secs(5),
    Duration::from_secs(15),
    Duration::from_secs(30),
    Duration::from_secs(60),
];

/// What is to be done, in this order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Output {
    /// Open sockets to listen on, unless they are open already.
    Listen,
    /// Ask the relays once more what address they see, from those sockets.
    Observe,
    /// Hang up those extra connections to the relays.
    StopObserving,
    /// Open a stream for the exchange on the relayed connection, and name it by
    /// [`Direct::on_named`].
    Open,
    /// Write a frame of the exchange.
    Send { stream: StreamId, frame: Vec<u8> },
    /// Close the stream of the exchange.
    Finish(StreamId),
    /// Dial the peer there, or punch for its dial.
    Dial {
        addresses: Vec<Multiaddr>,
        punch: bool,
    },
}

/// The way to a straight path, within one room.
pub(crate) struct Direct {
    side: Side,
    state: State,
    /// What relays saw of our listening sockets, and since when that is known.
    observed: Vec<Multiaddr>,
    gathered_at: Option<Instant>,
    /// Where we listen.
    listening: Vec<Multiaddr>,
    subnets: Vec<Subnet>,
    /// The guest's: the stream on which it was asked, and the host's addresses
    /// once they came.
    asked: Option<(StreamId, Option<Vec<Multiaddr>>)>,
    attempts: usize,
    outputs: VecDeque<Output>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum State {
    /// Nothing to do: there is a straight path, or no relayed one to arrange
    /// it over.
    Idle,
    /// Between attempts. The host starts the next one by itself.
    Waiting { next: Option<Instant> },
    /// Waiting for relays to say what they see.
    Gathering { until: Instant },
    /// The host asked, on this stream once it has a name.
    Asking {
        stream: Option<StreamId>,
        until: Instant,
    },
    /// The guest answered, and waits for the word to dial.
    Answered {
        stream: StreamId,
        until: Instant,
        theirs: Vec<Multiaddr>,
    },
    /// Dials are under way; when punching takes long, everything is tried.
    Dialing {
        until: Instant,
        plain: Option<(Instant, Vec<Multiaddr>)>,
    },
}

impl Direct {
    /// For one side of a room; idle.
    pub(crate) fn new(side: Side) -> Self {
        Self {
            side,
            state: State::Idle,
            observed: Vec::new(),
            gathered_at: None,
            listening: Vec::new(),
            subnets: Vec::new(),
            asked: None,
            attempts: 0,
            outputs: VecDeque::new(),
        }
    }

    /// There is a relayed connection and no straight one: try at once.
    pub(crate) fn start(&mut self, now: Instant) {
        self.attempts = 0;
        self.gather(now);
    }

    /// Something changed that may make an attempt worth while, such as our own
    /// addresses: one that waits, waits no longer.
    pub(crate) fn hurry(&mut self, now: Instant) {
        if matches!(self.state, State::Waiting { .. }) {
            self.start(now);
        }
    }

    /// There is a straight path, or nothing to arrange one over.
    pub(crate) fn stop(&mut self) {
        if self.state != State::Idle {
            self.state = State::Idle;
            self.outputs.push_back(Output::StopObserving);
        }
    }

    /// Whether an attempt is under way or waits for its time.
    pub(crate) fn is_on(&self) -> bool {
        self.state != State::Idle
    }

    /// The next thing to do.
    pub(crate) fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// When to call [`Direct::on_timeout`] next.
    pub(crate) fn poll_timeout(&self) -> Option<Instant> {
        match &self.state {
            State::Idle => None,
            State::Waiting { next } => *next,
            State::Gathering { until }
            | State::Asking { until, .. }
            | State::Answered { until, .. } => Some(*until),
            State::Dialing { until, plain } => {
                let plain = plain.as_ref().map(|(at, _)| *at);
                Some(plain.map_or(*until, |at| at.min(*until)))
            }
        }
    }

    /// A deadline has passed.
    pub(crate) fn on_timeout(&mut self, now: Instant) {
        if self.poll_timeout().is_none_or(|t| t > now) {
            return;
        }
        match self.state.clone() {
            State::Idle => {}
            State::Waiting { .. } => self.gather(now),
            State::Gathering { .. } => self.gathered(now),
            State::Asking { stream, .. } => {
                self.outputs.extend(stream.map(Output::Finish));
                self.wait(now);
            }
            State::Answered { stream, .. } => {
                self.outputs.push_back(Output::Finish(stream));
                self.wait(now);
            }
            State::Dialing { until, plain } => match plain {
                Some((_, addresses)) if until > now => {
                    self.state = State::Dialing { until, plain: None };
                    self.outputs.push_back(Output::Dial {
                        addresses,
                        punch: false,
                    });
                }
                _ => self.wait(now),
            },
        }
    }

    /// We listen here now.
    pub(crate) fn on_listening(&mut self, now: Instant, address: Multiaddr) {
        if may_be_told(&address) && !self.listening.contains(&address) {
            self.listening.push(address);
            self.hurry(now);
        }
    }

    /// We no longer listen here.
    pub(crate) fn on_not_listening(&mut self, address: &Multiaddr) {
        self.listening.retain(|a| a != address);
    }

    /// The networks that we are directly on.
    pub(crate) fn set_subnets(&mut self, subnets: Vec<Subnet>) {
        self.subnets = subnets;
    }

    /// A relay saw this address of a listening socket of ours. It is taken as
    /// it is: behind most NATs its port is not the one that we listen on.
    pub(crate) fn on_observed(&mut self, now: Instant, address: Multiaddr) {
        // A relay on this machine sees nothing of use, and has answered.
        if may_be_told(&address) && !self.observed.contains(&address) {
            self.observed.push(address);
            self.observed.truncate(MAX_ADDRESSES);
        }
        if matches!(self.state, State::Gathering { .. }) {
            self.gathered(now);
        }
    }

    /// Whether this is a stream of the exchange at hand.
    pub(crate) fn owns(&self, stream: StreamId) -> bool {
        let asked = self.asked.as_ref().is_some_and(|(s, _)| *s == stream);
        asked
            || match &self.state {
                State::Asking { stream: ours, .. } => *ours == Some(stream),
                State::Answered { stream: ours, .. } => *ours == stream,
                _ => false,
            }
    }

    /// The peer opened a stream for the exchange.
    pub(crate) fn on_inbound(&mut self, now: Instant, stream: StreamId) {
        if self.side == Side::Host || self.state == State::Idle {
            self.outputs.push_back(Output::Finish(stream));
            return;
        }
        let older = self.asked.replace((stream, None));
        self.outputs.extend(older.map(|(s, _)| Output::Finish(s)));
        let fresh = self.gathered_at.is_some_and(|t| t + FRESH_FOR > now);
        match self.state {
            State::Gathering { .. } => {}
            _ if fresh => self.state = State::Waiting { next: None },
            _ => self.gather(now),
        }
    }

    /// The stream that we want has this name; it is not open yet.
    pub(crate) fn on_named(&mut self, name: StreamId) {
        if let State::Asking { stream, .. } = &mut self.state {
            *stream = Some(name);
        }
    }

    /// The stream that we asked for is open.
    pub(crate) fn on_opened(&mut self, stream: StreamId) {
        match &self.state {
            State::Asking { stream: ours, .. } if *ours == Some(stream) => {
                let frame = Message::Connect(self.candidates()).encode();
                self.outputs.push_back(Output::Send { stream, frame });
            }
            _ => self.outputs.push_back(Output::Finish(stream)),
        }
    }

    /// The stream of an exchange ended, or did not open.
    pub(crate) fn on_ended(&mut self, now: Instant, stream: StreamId) {
        self.asked.take_if(|(s, _)| *s == stream);
        match &self.state {
            State::Asking { stream: ours, .. } if *ours == Some(stream) => self.wait(now),
            State::Answered { stream: ours, .. } if *ours == stream => self.wait(now),
            _ => {}
        }
    }

    /// A frame of an exchange.
    pub(crate) fn on_frame(&mut self, now: Instant, stream: StreamId, frame: &[u8]) {
        let asked = self.asked.as_ref().is_some_and(|(s, _)| *s == stream);
        match (&self.state, Message::decode(frame)) {
            (State::Asking { stream: ours, .. }, Ok(Message::Connect(theirs)))
                if *ours == Some(stream) =>
            {
                let frame = Message::Sync.encode();
                self.outputs.push_back(Output::Send { stream, frame });
                self.outputs.push_back(Output::Finish(stream));
                self.dial(now, theirs);
            }
            (_, Ok(Message::Connect(theirs))) if asked => {
                self.asked = Some((stream, Some(theirs)));
                self.answer(now);
            }
            (
                State::Answered {
                    stream: ours,
                    theirs,
                    ..
                },
                Ok(Message::Sync),
            ) if *ours == stream => {
                let theirs = theirs.clone();
                self.outputs.push_back(Output::Finish(stream));
                self.dial(now, theirs);
            }
            _ => {
                self.outputs.push_back(Output::Finish(stream));
                self.on_ended(now, stream);
            }
        }
    }

    fn gather(&mut self, now: Instant) {
        self.observed.clear();
        self.gathered_at = None;
        self.state = State::Gathering {
            until: now + GATHER_WITHIN,
        };
        self.outputs.push_back(Output::Listen);
        self.outputs.push_back(Output::Observe);
    }

    fn gathered(&mut self, now: Instant) {
        self.gathered_at = Some(now);
        match self.side {
            Side::Host => {
                self.state = State::Asking {
                    stream: None,
                    until: now + EXCHANGE_WITHIN,
                };
                self.outputs.push_back(Output::Open);
            }
            Side::Guest => {
                self.state = State::Waiting { next: None };
                self.answer(now);
            }
        }
    }

    /// Answers the host, once it has asked and we know our addresses.
    fn answer(&mut self, now: Instant) {
        if matches!(self.state, State::Gathering { .. }) {
            return;
        }
        let Some((stream, Some(theirs))) = self.asked.take_if(|(_, t)| t.is_some()) else {
            return;
        };
        let frame = Message::Connect(self.candidates()).encode();
        self.outputs.push_back(Output::Send { stream, frame });
        self.state = State::Answered {
            stream,
            until: now + EXCHANGE_WITHIN,
            theirs,
        };
    }

    fn dial(&mut self, now: Instant, mut theirs: Vec<Multiaddr>) {
        theirs.retain(|a| may_be_dialled(a, &self.subnets));
        let is_quic = |a: &Multiaddr| a.iter().any(|p| p == Protocol::QuicV1);
        let (quic, tcp): (Vec<_>, Vec<_>) = theirs.into_iter().partition(is_quic);
        let punch = self.side == Side::Host;
        // A peer without a NAT hears a punch and does not know its port: the
        // host's plain dial reaches it, over QUIC or TCP.
        let mut plain = if punch { quic.clone() } else { Vec::new() };
        plain.extend(tcp);
        let at = if quic.is_empty() {
            now
        } else {
            now + PLAIN_AFTER
        };
        self.state = State::Dialing {
            until: now + DIAL_WITHIN,
            plain: (!plain.is_empty()).then_some((at, plain)),
        };
        if !quic.is_empty() {
            self.outputs.push_back(Output::Dial {
                addresses: quic,
                punch,
            });
        }
    }

    fn wait(&mut self, now: Instant) {
        let pause = PAUSES[self.attempts.min(PAUSES.len() - 1)];
        self.attempts += 1;
        let next = (self.side == Side::Host).then_some(now + pause);
        self.state = State::Waiting { next };
        self.outputs.push_back(Output::StopObserving);
    }

    /// Our addresses, most promising first.
    fn candidates(&self) -> Vec<Multiaddr> {
        let mut all = self.observed.clone();
        let fresh = self.listening.iter().filter(|a| !self.observed.contains(a));
        all.extend(fresh.cloned());
        all.truncate(MAX_ADDRESSES);
        all
    }
}

#[cfg(test)]
mod tests;
