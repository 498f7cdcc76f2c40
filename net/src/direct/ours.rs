//! Our own side: where we listen, what relays there are to ask, and what they
//! saw in this attempt.

use std::net::SocketAddr;

use libp2p::Multiaddr;

use super::{
    addresses::{ip_of, is_public, may_be_told, socket_of},
    dcutr::MAX_ADDRESSES,
    sight::{Observation, Sight, transport_of},
    situation::{Situation, Udp},
};
use crate::api::Transport;

/// What the relays that are connected are good for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Relays {
    /// Whether one is connected over QUIC.
    pub(crate) over_quic: bool,
    /// Whether one could be asked over QUIC what it sees.
    pub(crate) ask_quic: bool,
    /// And over TCP.
    pub(crate) ask_tcp: bool,
    /// All addresses of theirs that are known.
    pub(crate) sockets: Vec<SocketAddr>,
}

/// Our side of an attempt.
#[derive(Debug, Default)]
pub(super) struct Ours {
    pub(super) hidden: bool,
    pub(super) relays: Relays,
    pub(super) sight: Sight,
    /// Relays were asked over TCP in this attempt.
    asked_tcp: bool,
    /// Relays were asked over QUIC in the last one, and said nothing.
    unanswered: bool,
    listening: Vec<Multiaddr>,
}

impl Ours {
    pub(super) fn new(hidden: bool) -> Self {
        Self {
            hidden,
            ..Self::default()
        }
    }

    /// A new attempt: what was seen is old.
    pub(super) fn begin(&mut self) {
        self.sight.clear();
        self.asked_tcp = false;
    }

    /// Time to go on with what was seen.
    pub(super) fn end(&mut self) {
        self.unanswered = !self.sight.has(Transport::Quic);
    }

    /// Something changed: the relays may answer over QUIC now.
    pub(super) fn forget(&mut self) {
        self.unanswered = false;
    }

    pub(super) fn on_listening(&mut self, address: Multiaddr) {
        if may_be_told(&address) && !self.listening.contains(&address) {
            self.listening.push(address);
        }
    }

    pub(super) fn on_not_listening(&mut self, address: &Multiaddr) {
        self.listening.retain(|a| a != address);
    }

    pub(super) fn on_observed(&mut self, observation: Observation) {
        self.sight.add(observation);
    }

    /// What is known of UDP.
    pub(super) fn udp(&self) -> Udp {
        match self.sight.udp(&self.listening) {
            Some(udp) => udp,
            None if self.sight.has(Transport::Quic) => Udp::Unknown,
            None if !self.relays.ask_quic => Udp::Unseen,
            None if !self.relays.over_quic => Udp::Blocked,
            None if self.unanswered => Udp::Unseen,
            None => Udp::Unknown,
        }
    }

    /// Whether a path has to lead over TCP, as far as either side knows.
    pub(super) fn is_tcp_first(&self, theirs: Option<Situation>) -> bool {
        self.udp().is_out() || theirs.is_some_and(|s| s.udp.is_out())
    }

    /// Whether it is time to ask over TCP too: when it is worth while, once, and
    /// from a listening socket.
    pub(super) fn ask_tcp(&mut self, theirs: Option<Situation>) -> bool {
        let is_tcp = |a: &Multiaddr| transport_of(a) == Transport::Tcp;
        let due = self.is_tcp_first(theirs) && self.listening.iter().any(is_tcp);
        due && !std::mem::replace(&mut self.asked_tcp, true)
    }

    /// Whether an attempt can go on.
    pub(super) fn has_seen_enough(&self, theirs: Option<Situation>) -> bool {
        let quic = self.sight.has(Transport::Quic) || self.udp().is_out();
        let tcp_counts = self.relays.ask_tcp && self.is_tcp_first(theirs);
        quic && (self.sight.has(Transport::Tcp) || !tcp_counts)
    }

    /// Our addresses, most promising first.
    pub(super) fn candidates(&self) -> Vec<Multiaddr> {
        let mut all = self.sight.addresses();
        for address in &self.listening {
            if !all.contains(address) {
                all.push(address.clone());
            }
        }
        all.truncate(MAX_ADDRESSES);
        all
    }

    /// What the peer is to know of our network.
    pub(super) fn situation(&self, change: u32) -> Situation {
        if self.hidden {
            return Situation {
                hidden: true,
                change,
                ..Situation::default()
            };
        }
        let candidates = self.candidates();
        let mut public = candidates
            .iter()
            .filter_map(ip_of)
            .filter(|ip| is_public(*ip));
        Situation {
            hidden: false,
            udp: self.udp(),
            v4: public.clone().any(|ip| ip.is_ipv4()),
            v6: public.any(|ip| ip.is_ipv6()),
            change,
        }
    }

    /// Sockets that are not the peer's, whatever it says: relays' and our own.
    pub(super) fn not_theirs(&self) -> Vec<SocketAddr> {
        let own = self.candidates();
        let own = own.iter().filter_map(socket_of);
        self.relays.sockets.iter().copied().chain(own).collect()
    }
}
