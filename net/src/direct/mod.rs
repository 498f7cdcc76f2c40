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
//!
//! - `ours`: what we know of our side. `sight`: what relays see of us.
//! - `situation`: what the two know together, and why there is no straight path.
//! - `plan`: who dials what and when. `addresses`: which may be told and dialled.

pub(crate) mod addresses;
mod dcutr;
mod exchange;
mod ours;
mod output;
mod plan;
mod sight;
mod situation;

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use libp2p::Multiaddr;

use self::{
    addresses::Subnet,
    exchange::EXCHANGE_WITHIN,
    ours::Ours,
    plan::{Known, Plan},
    situation::Udp,
};
pub(crate) use self::{
    ours::Relays,
    output::{Dial, How, Output},
    sight::Observation,
    situation::Situation,
};
use crate::{
    api::{Side, Transport, WhyRelayed},
    streams::StreamId,
    time::earlier,
};

/// Answers of relays about our address are awaited for so long.
const GATHER_WITHIN: Duration = Duration::from_millis(900);
/// A dial that takes longer has failed.
const DIAL_WITHIN: Duration = Duration::from_secs(4);
/// Pauses between attempts, the last of them from then on.
const PAUSES: [Duration; 5] = [
    Duration::from_secs(1),
    Duration::from_secs(5),
    Duration::from_secs(15),
    Duration::from_secs(30),
    Duration::from_secs(60),
];

/// The way to a straight path, within one room.
pub(crate) struct Direct {
    side: Side,
    state: State,
    ours: Ours,
    subnets: Vec<Subnet>,
    theirs: Option<Situation>,
    /// Time to the peer and back over the relay.
    rtt: Option<Duration>,
    only_quic: bool,
    /// The guest's: the stream on which it was asked, and the host's addresses
    /// once they came.
    asked: Option<(StreamId, Option<Vec<Multiaddr>>)>,
    attempts: usize,
    /// What the last attempt found out, when it has failed and nothing has
    /// changed since.
    found: Option<Situation>,
    change: u32,
    outputs: VecDeque<Output>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum State {
    /// Nothing to do: there is a straight path, or no relayed one to arrange
    /// it over.
    Idle,
    /// Between attempts. The host starts the next one by itself; the guest may
    /// be `ready` to answer already.
    Waiting { next: Option<Instant>, ready: bool },
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
    /// Dials are under way, and some are yet to be made.
    Dialing { until: Instant, plan: Plan },
}

impl Direct {
    /// For one side of a room; idle.
    pub(crate) fn new(side: Side, hidden: bool) -> Self {
        Self {
            side,
            state: State::Idle,
            ours: Ours::new(hidden),
            subnets: Vec::new(),
            theirs: None,
            rtt: None,
            only_quic: false,
            asked: None,
            attempts: 0,
            found: None,
            change: 0,
            outputs: VecDeque::new(),
        }
    }

    /// There is a relayed connection and no straight one: try at once, unless
    /// somebody hides.
    pub(crate) fn start(&mut self, now: Instant) {
        if self.state == State::Idle && !self.is_hidden() {
            self.start_over(now);
        }
    }

    fn start_over(&mut self, now: Instant) {
        self.attempts = 0;
        self.found = None;
        self.ours.forget();
        self.gather(now);
    }

    fn is_hidden(&self) -> bool {
        self.ours.hidden || self.theirs.is_some_and(|s| s.hidden)
    }

    /// There is a straight path, or nothing to arrange one over.
    pub(crate) fn stop(&mut self) {
        if self.state != State::Idle {
            self.state = State::Idle;
            self.outputs.push_back(Output::StopObserving);
        }
    }

    /// Our network changed, or the person wants it: an attempt may be worth while
    /// again. The peer hears of it by our situation.
    pub(crate) fn on_change(&mut self, now: Instant) {
        self.change += 1;
        self.hurry(now);
    }

    /// Who waits for the next attempt, waits no longer.
    fn hurry(&mut self, now: Instant) {
        if matches!(self.state, State::Waiting { .. }) {
            self.start_over(now);
        }
    }

    /// What the peer says of its own network; whether that has changed.
    pub(crate) fn on_their_situation(&mut self, now: Instant, theirs: Situation) -> bool {
        let before = self.theirs.replace(theirs);
        let changed = before.is_some_and(|before| before.change != theirs.change);
        if self.is_hidden() {
            self.stop();
            return changed;
        }
        if changed {
            self.hurry(now);
        }
        if matches!(self.state, State::Gathering { .. }) {
            self.observe_tcp();
        }
        changed
    }

    /// A path over TCP is there: only one over QUIC would be better.
    pub(crate) fn set_only_quic(&mut self, only: bool) {
        self.only_quic = only;
    }

    /// What relays are there to ask.
    pub(crate) fn set_relays(&mut self, relays: Relays) {
        self.ours.relays = relays;
    }

    /// What the peer is to know of our network.
    pub(crate) fn situation(&self) -> Situation {
        // A new attempt begins with knowing nothing.
        if let (State::Gathering { .. }, Some(found)) = (&self.state, self.found) {
            return Situation {
                change: self.change,
                ..found
            };
        }
        self.ours.situation(self.change)
    }

    /// Why there is no straight path.
    pub(crate) fn why_relayed(&self) -> WhyRelayed {
        situation::find(self.situation(), self.theirs, self.found.is_some())
    }

    /// The next thing to do.
    pub(crate) fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// When to call [`Direct::on_timeout`] next.
    pub(crate) fn poll_timeout(&self) -> Option<Instant> {
        match &self.state {
            State::Idle => None,
            State::Waiting { next, .. } => *next,
            State::Gathering { until }
            | State::Asking { until, .. }
            | State::Answered { until, .. } => Some(*until),
            State::Dialing { until, plan } => {
                earlier(Some(*until), plan.front().map(|(at, _)| *at))
            }
        }
    }

    /// A deadline has passed.
    pub(crate) fn on_timeout(&mut self, now: Instant) {
        if self.poll_timeout().is_none_or(|t| t > now) {
            return;
        }
        match &mut self.state {
            State::Idle => {}
            State::Waiting { .. } => self.gather(now),
            State::Gathering { .. } => self.gathered(now),
            State::Asking { stream, .. } => {
                let stream = *stream;
                self.outputs.extend(stream.map(Output::Finish));
                self.fail(now);
            }
            State::Answered { stream, .. } => {
                let stream = *stream;
                self.outputs.push_back(Output::Finish(stream));
                self.fail(now);
            }
            State::Dialing { until, .. } if *until <= now => self.fail(now),
            State::Dialing { .. } => self.dial(now),
        }
    }

    /// We listen here now.
    pub(crate) fn on_listening(&mut self, address: Multiaddr) {
        self.ours.on_listening(address);
        // Dials to relays leave from a listening socket once there is one.
        if matches!(self.state, State::Gathering { .. }) {
            self.observe_tcp();
        }
    }

    /// We no longer listen here.
    pub(crate) fn on_not_listening(&mut self, address: &Multiaddr) {
        self.ours.on_not_listening(address);
    }

    /// The networks that we are directly on.
    pub(crate) fn set_subnets(&mut self, subnets: Vec<Subnet>) {
        self.subnets = subnets;
    }

    /// How long it takes to the peer and back over the relay.
    pub(crate) fn set_rtt(&mut self, rtt: Option<Duration>) {
        self.rtt = rtt;
    }

    /// A relay saw a listening socket of ours. What it saw is taken as it is:
    /// behind most NATs its port is not the one that we listen on.
    pub(crate) fn on_observed(&mut self, now: Instant, observation: Observation) {
        if self.state == State::Idle {
            return;
        }
        self.ours.on_observed(observation);
        if matches!(self.state, State::Gathering { .. }) && self.ours.has_seen_enough(self.theirs) {
            self.gathered(now);
        }
    }

    /// A straight connection is there, and has to prove itself: what was not
    /// tried yet need not be.
    pub(crate) fn on_straight(&mut self) {
        if let State::Dialing { plan, .. } = &mut self.state {
            plan.clear();
        }
    }

    fn gather(&mut self, now: Instant) {
        self.ours.begin();
        self.state = State::Gathering {
            until: now + GATHER_WITHIN,
        };
        self.outputs.push_back(Output::Listen);
        self.outputs.push_back(Output::Observe(Transport::Quic));
        self.observe_tcp();
    }

    /// Asks over TCP too, when it is worth while.
    fn observe_tcp(&mut self) {
        if self.ours.ask_tcp(self.theirs) {
            self.outputs.push_back(Output::Observe(Transport::Tcp));
        }
    }

    fn gathered(&mut self, now: Instant) {
        self.ours.end();
        match self.side {
            Side::Host => {
                self.state = State::Asking {
                    stream: None,
                    until: now + EXCHANGE_WITHIN,
                };
                self.outputs.push_back(Output::Open);
            }
            Side::Guest => {
                self.state = State::Waiting {
                    next: None,
                    ready: true,
                };
                self.answer(now);
            }
        }
    }

    fn start_dialing(&mut self, now: Instant, mut theirs: Vec<Multiaddr>) {
        if self.only_quic {
            theirs.retain(|address| sight::transport_of(address) == Transport::Quic);
        }
        let known = Known {
            side: self.side,
            subnets: &self.subnets,
            not_theirs: &self.ours.not_theirs(),
            tcp_first: self.ours.is_tcp_first(self.theirs),
            symmetric: self.ours.udp() == Udp::Symmetric,
            rtt: self.rtt,
        };
        self.state = State::Dialing {
            until: now + DIAL_WITHIN,
            plan: known.plan(now, theirs),
        };
        self.dial(now);
    }

    /// Makes the dials that are due.
    fn dial(&mut self, now: Instant) {
        if let State::Dialing { plan, .. } = &mut self.state {
            let due = plan.iter().take_while(|(at, _)| *at <= now).count();
            let due = plan.drain(..due).map(|(_, dial)| Output::Dial(dial));
            self.outputs.extend(due);
        }
    }

    /// This attempt has led nowhere: pauses before the next.
    fn fail(&mut self, now: Instant) {
        let pause = PAUSES[self.attempts.min(PAUSES.len() - 1)];
        self.attempts += 1;
        self.found = Some(self.situation());
        let next = (self.side == Side::Host).then_some(now + pause);
        self.state = State::Waiting { next, ready: false };
        self.outputs.push_back(Output::StopObserving);
    }
}

#[cfg(test)]
mod tests;
