//! Limits on connections by prefix, and on what this node can be made to dial.

use std::{
    collections::{HashMap, hash_map::Entry},
    convert::Infallible,
    net::IpAddr,
    task::{Context, Poll},
    time::Instant,
};

use libp2p::{
    Multiaddr, PeerId,
    core::{Endpoint, transport::PortUse},
    multiaddr::Protocol,
    swarm::{
        ConnectionDenied, ConnectionId, FromSwarm, NetworkBehaviour, THandler, THandlerInEvent,
        THandlerOutEvent, ToSwarm, dummy,
    },
};

use super::{Limits, MAX_PREFIXES, Prefix, RateLimiter, ip_of, is_public};

/// Why a connection was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refused {
    #[error("too many connections from this network")]
    TooMany,
    #[error("connections from this network come too fast")]
    TooFast,
    #[error("not an address that may be dialled")]
    Dial,
}

/// Who is connected from where: a pure ledger.
#[derive(Debug)]
struct Ledger {
    max: u32,
    rate: RateLimiter<Prefix>,
    payers: HashMap<ConnectionId, Prefix>,
    counts: HashMap<Prefix, u32>,
}

impl Ledger {
    fn new(limits: &Limits) -> Self {
        Self {
            max: limits.per_prefix.connections,
            rate: RateLimiter::new(limits.per_prefix.connects, MAX_PREFIXES),
            payers: HashMap::new(),
            counts: HashMap::new(),
        }
    }

    /// Counts a connection that is being made. Nothing is taken from the rate
    /// yet: over UDP the address may still be a lie, told to use up the tokens
    /// of whoever lives there.
    fn begin(&mut self, now: Instant, id: ConnectionId, payer: Prefix) -> Result<(), Refused> {
        if !self.rate.allows(now, &payer) {
            return Err(Refused::TooFast);
        }
        let count = self.counts.get(&payer).copied().unwrap_or_default();
        if count >= self.max {
            return Err(Refused::TooMany);
        }
        self.counts.insert(payer, count + 1);
        self.payers.insert(id, payer);
        Ok(())
    }

    /// The handshake is done, so the address is true.
    fn establish(&mut self, now: Instant, id: ConnectionId) -> Result<(), Refused> {
        match self.payers.get(&id) {
            Some(payer) if !self.rate.take(now, *payer) => Err(Refused::TooFast),
            _ => Ok(()),
        }
    }

    fn end(&mut self, id: ConnectionId) {
        let Some(payer) = self.payers.remove(&id) else {
            return;
        };
        if let Entry::Occupied(mut count) = self.counts.entry(payer) {
            *count.get_mut() -= 1;
            if *count.get() == 0 {
                count.remove();
            }
        }
    }

    fn prefixes(&self) -> usize {
        self.counts.len() + self.rate.len()
    }
}

/// Refuses connections beyond the limits of their prefix, and dials to where
/// strangers have no business to send this node.
pub(crate) struct Behaviour {
    limits: Limits,
    ledger: Ledger,
    connected_from: HashMap<PeerId, HashMap<ConnectionId, IpAddr>>,
}

impl Behaviour {
    pub(crate) fn new(limits: Limits) -> Self {
        Self {
            ledger: Ledger::new(&limits),
            limits,
            connected_from: HashMap::new(),
        }
    }

    pub(crate) fn expire(&mut self, now: Instant) {
        self.ledger.rate.expire(now);
    }

    /// How many prefixes are remembered.
    pub(crate) fn prefixes(&self) -> usize {
        self.ledger.prefixes()
    }

    /// AutoNAT dials wherever a peer asks it to. That must not reach into the
    /// network this node is in, so: public addresses, and those that the peer
    /// itself is connected from.
    fn may_dial(&self, peer: Option<PeerId>, address: &Multiaddr) -> bool {
        if address.iter().any(|part| part == Protocol::P2pCircuit) {
            return false;
        }
        let Some(ip) = ip_of(address) else {
            return false;
        };
        let from = peer.and_then(|peer| self.connected_from.get(&peer));
        is_public(ip) || from.is_some_and(|ips| ips.values().any(|&from| from == ip))
    }
}

impl NetworkBehaviour for Behaviour {
    type ConnectionHandler = dummy::ConnectionHandler;
    type ToSwarm = Infallible;

    fn handle_pending_inbound_connection(
        &mut self,
        id: ConnectionId,
        _local: &Multiaddr,
        remote: &Multiaddr,
    ) -> Result<(), ConnectionDenied> {
        if let Some(payer) = self.limits.payer(remote) {
            self.ledger
                .begin(Instant::now(), id, payer)
                .map_err(ConnectionDenied::new)?;
        }
        Ok(())
    }

    fn handle_established_inbound_connection(
        &mut self,
        id: ConnectionId,
        _peer: PeerId,
        _local: &Multiaddr,
        _remote: &Multiaddr,
    ) -> Result<THandler<Self>, ConnectionDenied> {
        self.ledger
            .establish(Instant::now(), id)
            .map_err(ConnectionDenied::new)?;
        Ok(dummy::ConnectionHandler)
    }

    fn handle_pending_outbound_connection(
        &mut self,
        _id: ConnectionId,
        peer: Option<PeerId>,
        addresses: &[Multiaddr],
        _role: Endpoint,
    ) -> Result<Vec<Multiaddr>, ConnectionDenied> {
        if addresses.iter().all(|address| self.may_dial(peer, address)) {
            Ok(Vec::new())
        } else {
            Err(ConnectionDenied::new(Refused::Dial))
        }
    }

    fn handle_established_outbound_connection(
        &mut self,
        _id: ConnectionId,
        _peer: PeerId,
        _address: &Multiaddr,
        _role: Endpoint,
        _port_use: PortUse,
    ) -> Result<THandler<Self>, ConnectionDenied> {
        Ok(dummy::ConnectionHandler)
    }

    fn on_swarm_event(&mut self, event: FromSwarm) {
        match event {
            FromSwarm::ConnectionEstablished(event) => {
                if let Some(ip) = ip_of(event.endpoint.get_remote_address()) {
                    let from = self.connected_from.entry(event.peer_id).or_default();
                    from.insert(event.connection_id, ip);
                }
            }
            FromSwarm::ConnectionClosed(event) => {
                self.ledger.end(event.connection_id);
                if let Entry::Occupied(mut from) = self.connected_from.entry(event.peer_id) {
                    from.get_mut().remove(&event.connection_id);
                    if from.get().is_empty() {
                        from.remove();
                    }
                }
            }
            FromSwarm::ListenFailure(event) => self.ledger.end(event.connection_id),
            _ => {}
        }
    }

    fn on_connection_handler_event(
        &mut self,
        _peer: PeerId,
        _id: ConnectionId,
        event: THandlerOutEvent<Self>,
    ) {
        match event {}
    }

    fn poll(&mut self, _: &mut Context<'_>) -> Poll<ToSwarm<Self::ToSwarm, THandlerInEvent<Self>>> {
        Poll::Pending
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::limits::{PrefixLimits, Rate};

    fn limits() -> Limits {
        Limits {
            per_prefix: PrefixLimits {
                connections: 2,
                connects: Rate::new(3, 60),
                ..PrefixLimits::default()
            },
            ..Limits::default()
        }
    }

    fn id(n: usize) -> ConnectionId {
        ConnectionId::new_unchecked(n)
    }

    const HERE: Prefix = Prefix::V4([203, 0, 113, 1]);
    const THERE: Prefix = Prefix::V6([0x20, 1, 0xd, 0xb8, 0, 0, 0, 1]);

    #[test]
    fn a_prefix_has_so_many_connections_at_a_time() {
        let now = Instant::now();
        let mut ledger = Ledger::new(&limits());
        assert_eq!(ledger.begin(now, id(1), HERE), Ok(()));
        assert_eq!(ledger.begin(now, id(2), HERE), Ok(()));
        assert_eq!(ledger.begin(now, id(3), HERE), Err(Refused::TooMany));
        assert_eq!(ledger.begin(now, id(4), THERE), Ok(()));
        ledger.end(id(3));
        ledger.end(id(1));
        ledger.end(id(1));
        assert_eq!(ledger.begin(now, id(5), HERE), Ok(()));
        assert_eq!(ledger.begin(now, id(6), HERE), Err(Refused::TooMany));
    }

    #[test]
    fn only_true_addresses_pay_for_the_rate() {
        let mut now = Instant::now();
        let mut ledger = Ledger::new(&limits());
        for n in 0..100 {
            assert_eq!(ledger.begin(now, id(n), HERE), Ok(()));
            ledger.end(id(n));
        }
        for n in 0..3 {
            assert_eq!(ledger.begin(now, id(n), HERE), Ok(()));
            assert_eq!(ledger.establish(now, id(n)), Ok(()));
            ledger.end(id(n));
        }
        assert_eq!(ledger.begin(now, id(3), HERE), Err(Refused::TooFast));
        now += Duration::from_secs(1);
        assert_eq!(ledger.begin(now, id(4), HERE), Ok(()));
        assert_eq!(ledger.begin(now, id(5), HERE), Ok(()));
        assert_eq!(ledger.establish(now, id(4)), Ok(()));
        assert_eq!(ledger.establish(now, id(5)), Err(Refused::TooFast));
    }

    #[test]
    fn nothing_is_remembered_of_who_left() {
        let mut now = Instant::now();
        let mut ledger = Ledger::new(&limits());
        for n in 0..3 {
            ledger.begin(now, id(n), HERE).ok();
            ledger.establish(now, id(n)).unwrap();
            ledger.end(id(n));
        }
        for _ in 0..2 {
            now += Duration::from_secs(60);
            ledger.rate.expire(now);
        }
        assert_eq!(ledger.prefixes(), 0);
        assert!(ledger.payers.is_empty());
    }

    #[test]
    fn strangers_cannot_have_the_network_around_us_dialled() {
        let behaviour = Behaviour::new(limits());
        let may = |address: &str| behaviour.may_dial(None, &address.parse().unwrap());
        assert!(may("/ip4/1.1.1.1/udp/1/quic-v1"));
        assert!(!may("/ip4/192.168.1.1/tcp/80"));
        assert!(!may("/ip6/::1/tcp/22"));
        assert!(!may("/dns4/localhost/tcp/22"));
        assert!(!may(
            "/ip4/1.1.1.1/tcp/1/p2p/12D3KooWDpJ7As7BWAwRMfu1VU2WCqNjvq387JEYKDBj4kx6nXTN/p2p-circuit"
        ));
    }

    #[test]
    fn a_peer_may_have_itself_dialled() {
        let mut behaviour = Behaviour::new(limits());
        let peer = PeerId::random();
        let from = behaviour.connected_from.entry(peer).or_default();
        from.insert(id(1), "192.168.1.7".parse().unwrap());
        let may = |peer, address: &str| behaviour.may_dial(peer, &address.parse().unwrap());
        assert!(may(Some(peer), "/ip4/192.168.1.7/udp/5/quic-v1"));
        assert!(!may(Some(peer), "/ip4/192.168.1.8/udp/5/quic-v1"));
        assert!(!may(
            Some(PeerId::random()),
            "/ip4/192.168.1.7/udp/5/quic-v1"
        ));
    }
}
