//! What relays see of our listening sockets, and what that says of the NAT
//! before us.
//!
//! A socket that two relays see at the same port can be punched to: its NAT maps
//! it once for everybody (endpoint-independent mapping, [RFC 4787] section 4.1).
//! Two ports mean a mapping for each who is talked to, a *symmetric* NAT. One
//! relay alone tells only whether the port is the one that we listen on.
//!
//! Relays may lie: all that this can do is to have us tell the peer an address
//! that leads nowhere, and to give a wrong reason for that. So that our peer is
//! not sent to knock at many a door, a relay's word is taken for one IP address
//! of each family: NATs show one to whoever talks to them ([RFC 4787] section 4.1,
//! *paired* pooling).
//!
//! [RFC 4787]: https://www.rfc-editor.org/rfc/rfc4787#section-4.1

use std::net::SocketAddr;

use libp2p::{Multiaddr, multiaddr::Protocol};

use super::{
    addresses::{ip_of, is_public, may_be_told, socket_of},
    dcutr::MAX_ADDRESSES,
    situation::Udp,
};
use crate::api::Transport;

/// One relay's word on where a socket of ours is seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Observation {
    /// Where the relay was dialled.
    pub(crate) relay: Multiaddr,
    /// What it saw.
    pub(crate) seen: Multiaddr,
}

/// What relays saw during one attempt: one word for each of their addresses.
#[derive(Debug, Default)]
pub(super) struct Sight(Vec<Observation>);

impl Sight {
    /// Takes in a relay's word: its first, since what it says our peer is to
    /// dial.
    pub(super) fn add(&mut self, observation: Observation) {
        let other = |o: &Observation| {
            o.relay == observation.relay
                || (ip_of(&o.relay) == ip_of(&observation.relay)
                    && ip_of(&o.seen) != ip_of(&observation.seen))
        };
        if !self.0.iter().any(other) && self.0.len() < MAX_ADDRESSES {
            self.0.push(observation);
        }
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// Whether any relay has answered over this.
    pub(super) fn has(&self, transport: Transport) -> bool {
        self.0.iter().any(|o| transport_of(&o.relay) == transport)
    }

    /// Addresses that the peer may be told, each once. A relay on this machine,
    /// say, sees nothing of use.
    pub(super) fn addresses(&self) -> Vec<Multiaddr> {
        let mut told = Vec::new();
        for observation in &self.0 {
            if may_be_told(&observation.seen) && !told.contains(&observation.seen) {
                told.push(observation.seen.clone());
            }
        }
        told
    }

    /// What public addresses were seen over UDP says of its NAT; `None` without
    /// any. IPv4 is judged first: there is hardly a NAT over IPv6.
    pub(super) fn udp(&self, listening: &[Multiaddr]) -> Option<Udp> {
        let udp = self.0.iter();
        let udp = udp.filter(|o| transport_of(&o.relay) == Transport::Quic);
        let seen = udp.filter_map(|o| socket_of(&o.seen));
        let seen: Vec<SocketAddr> = seen.filter(|s| is_public(s.ip())).collect();
        let family = seen.iter().any(SocketAddr::is_ipv4);
        let mut seen = seen.iter().filter(|s| s.is_ipv4() == family);
        let first = seen.next()?;
        if seen.clone().any(|other| other != first) {
            return Some(Udp::Symmetric);
        }
        let quic = listening.iter();
        let quic = quic.filter(|a| transport_of(a) == Transport::Quic);
        let kept = quic
            .filter_map(socket_of)
            .any(|ours| ours.is_ipv4() == first.is_ipv4() && ours.port() == first.port());
        Some(match kept || seen.next().is_some() {
            true => Udp::Even,
            false => Udp::Moved,
        })
    }
}

/// What an address is dialled over.
pub(super) fn transport_of(address: &Multiaddr) -> Transport {
    match address.iter().any(|part| part == Protocol::QuicV1) {
        true => Transport::Quic,
        false => Transport::Tcp,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: &str = "/ip4/192.168.1.4/udp/5000/quic-v1";

    fn sight(words: &[(&str, &str)]) -> Sight {
        let mut sight = Sight::default();
        for (relay, seen) in words {
            sight.add(Observation {
                relay: relay.parse().unwrap(),
                seen: seen.parse().unwrap(),
            });
        }
        sight
    }

    fn udp(words: &[(&str, &str)]) -> Option<Udp> {
        sight(words).udp(&[OURS.parse().unwrap()])
    }

    const ONE: &str = "/ip4/203.0.113.1/udp/4001/quic-v1";
    const TWO: &str = "/ip4/203.0.113.2/udp/4001/quic-v1";
    const TCP: &str = "/ip4/203.0.113.1/tcp/4001";
    const SIX: &str = "/ip6/2001:db8::1/udp/4001/quic-v1";

    #[test]
    fn one_relay_names_one_machine() {
        let lies = sight(&[
            (
                "/ip4/203.0.113.1/udp/4001/quic-v1",
                "/ip4/198.51.100.7/udp/1/quic-v1",
            ),
            (
                "/ip4/203.0.113.1/udp/4002/quic-v1",
                "/ip4/198.51.100.8/udp/2/quic-v1",
            ),
            ("/ip4/203.0.113.1/tcp/4001", "/ip4/198.51.100.9/tcp/3"),
            ("/ip4/203.0.113.1/tcp/4002", "/ip4/198.51.100.7/tcp/4"),
            (
                "/ip4/203.0.113.2/udp/4001/quic-v1",
                "/ip4/198.51.100.9/udp/5/quic-v1",
            ),
        ]);
        let told = lies.addresses();
        let ips: Vec<_> = told
            .iter()
            .filter_map(socket_of)
            .map(|s| s.to_string())
            .collect();
        assert_eq!(ips, ["198.51.100.7:1", "198.51.100.7:4", "198.51.100.9:5"]);
    }

    #[test]
    fn a_port_that_is_kept_or_seen_twice_can_be_punched_to() {
        assert_eq!(udp(&[]), None);
        let kept = "/ip4/198.51.100.1/udp/5000/quic-v1";
        let moved = "/ip4/198.51.100.1/udp/1001/quic-v1";
        assert_eq!(udp(&[(ONE, kept)]), Some(Udp::Even));
        assert_eq!(udp(&[(ONE, moved)]), Some(Udp::Moved));
        assert_eq!(udp(&[(ONE, moved), (TWO, moved)]), Some(Udp::Even));
    }

    #[test]
    fn two_ports_are_a_symmetric_nat() {
        let (a, b) = (
            "/ip4/198.51.100.1/udp/1001/quic-v1",
            "/ip4/198.51.100.1/udp/1002/quic-v1",
        );
        assert_eq!(udp(&[(ONE, a), (TWO, b)]), Some(Udp::Symmetric));
        // The same relay at another port is as good as another relay.
        let other_port = "/ip4/203.0.113.1/udp/4002/quic-v1";
        assert_eq!(udp(&[(ONE, a), (other_port, b)]), Some(Udp::Symmetric));
        // A relay in the same home sees what is before its NAT.
        let near = "/ip4/192.168.1.4/udp/5000/quic-v1";
        assert_eq!(udp(&[(ONE, a), (TWO, near)]), Some(Udp::Moved));
        // The first word of the same relay stands.
        assert_eq!(udp(&[(ONE, a), (ONE, b)]), Some(Udp::Moved));
    }

    #[test]
    fn other_families_and_transports_do_not_count() {
        let v6 = "/ip6/2001:db8::9/udp/5001/quic-v1";
        let moved = "/ip4/198.51.100.1/udp/1001/quic-v1";
        let tcp = "/ip4/198.51.100.1/tcp/5000";
        assert_eq!(udp(&[(TCP, tcp)]), None);
        assert_eq!(
            udp(&[(ONE, moved), (SIX, v6), (TCP, tcp)]),
            Some(Udp::Moved)
        );
        assert_eq!(udp(&[(SIX, v6)]), Some(Udp::Moved));
    }

    #[test]
    fn words_are_bounded_and_nonsense_is_not_told() {
        let mut sight = Sight::default();
        for port in 1..100 {
            sight.add(Observation {
                relay: format!("/ip4/203.0.113.1/udp/{port}/quic-v1")
                    .parse()
                    .unwrap(),
                seen: format!("/ip4/198.51.100.1/udp/{port}/quic-v1")
                    .parse()
                    .unwrap(),
            });
        }
        assert_eq!(sight.addresses().len(), MAX_ADDRESSES);
        for nonsense in [
            "/ip4/127.0.0.1/udp/5000/quic-v1",
            "/ip4/198.51.100.1/udp/5000",
            "/dns4/example.org/udp/5000/quic-v1",
            "/ip4/224.0.0.1/udp/5000/quic-v1",
        ] {
            let sight = self::sight(&[(ONE, nonsense)]);
            assert!(sight.addresses().is_empty(), "{nonsense}");
            assert!(sight.has(Transport::Quic), "it has answered");
        }
    }
}
