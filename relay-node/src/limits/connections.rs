//! The driver of the [`Ledger`]: what the swarm asks, the ledger answers.

use std::{
    convert::Infallible,
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

use super::{
    Limits, ip_of, is_public,
    ledger::{Ledger, Origin},
};

/// An address that this node cannot be made to dial.
#[derive(Debug, thiserror::Error)]
#[error("not an address that may be dialled")]
struct NotToBeDialled;

/// Refuses connections beyond the limits, and dials to where strangers have no
/// business to send this node.
pub(crate) struct Behaviour {
    limits: Limits,
    ledger: Ledger,
}

impl Behaviour {
    pub(crate) fn new(limits: Limits) -> Self {
        Self {
            ledger: Ledger::new(limits.clone()),
            limits,
        }
    }

    /// How many prefixes are remembered.
    pub(crate) fn prefixes(&self) -> usize {
        self.ledger.prefixes()
    }

    pub(crate) fn expire_prefixes(&mut self, now: Instant) {
        self.ledger.expire(now);
    }

    /// AutoNAT dials wherever a peer asks it to. That must not reach into the
    /// network this node is in, so: public addresses, and those that the peer
    /// itself is connected from.
    fn may_dial(&self, peer: Option<PeerId>, address: &Multiaddr) -> bool {
        if address.iter().any(|part| part == Protocol::P2pCircuit) {
            return false;
        }
        ip_of(address).is_some_and(|ip| {
            is_public(ip) || peer.is_some_and(|peer| self.ledger.is_from(peer, ip))
        })
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
        let origin = Origin::They(self.limits.payer(remote));
        let outcome = self.ledger.begin(Instant::now(), id, origin);
        outcome.map_err(ConnectionDenied::new)
    }

    fn handle_established_inbound_connection(
        &mut self,
        id: ConnectionId,
        peer: PeerId,
        _local: &Multiaddr,
        remote: &Multiaddr,
    ) -> Result<THandler<Self>, ConnectionDenied> {
        self.ledger
            .establish(Instant::now(), id, peer, ip_of(remote))
            .map_err(ConnectionDenied::new)?;
        Ok(dummy::ConnectionHandler)
    }

    fn handle_pending_outbound_connection(
        &mut self,
        id: ConnectionId,
        peer: Option<PeerId>,
        addresses: &[Multiaddr],
        _role: Endpoint,
    ) -> Result<Vec<Multiaddr>, ConnectionDenied> {
        if !addresses.iter().all(|address| self.may_dial(peer, address)) {
            return Err(ConnectionDenied::new(NotToBeDialled));
        }
        self.ledger
            .begin(Instant::now(), id, Origin::We)
            .map_err(ConnectionDenied::new)?;
        Ok(Vec::new())
    }

    fn handle_established_outbound_connection(
        &mut self,
        id: ConnectionId,
        peer: PeerId,
        address: &Multiaddr,
        _role: Endpoint,
        _port_use: PortUse,
    ) -> Result<THandler<Self>, ConnectionDenied> {
        self.ledger
            .establish(Instant::now(), id, peer, ip_of(address))
            .map_err(ConnectionDenied::new)?;
        Ok(dummy::ConnectionHandler)
    }

    fn on_swarm_event(&mut self, event: FromSwarm) {
        match event {
            FromSwarm::ConnectionClosed(event) => self.ledger.end(event.connection_id),
            FromSwarm::ListenFailure(event) => self.ledger.end(event.connection_id),
            FromSwarm::DialFailure(event) => self.ledger.end(event.connection_id),
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
    use super::*;

    #[test]
    fn strangers_cannot_have_the_network_around_us_dialled() {
        let behaviour = Behaviour::new(Limits::default());
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
        let mut behaviour = Behaviour::new(Limits::default());
        let (peer, id) = (PeerId::random(), ConnectionId::new_unchecked(1));
        let address = |text: &str| text.parse::<Multiaddr>().unwrap();
        let (local, remote) = (
            address("/ip4/192.168.1.1/tcp/1"),
            address("/ip4/192.168.1.7/tcp/2"),
        );
        behaviour
            .handle_pending_inbound_connection(id, &local, &remote)
            .unwrap();
        behaviour
            .handle_established_inbound_connection(id, peer, &local, &remote)
            .unwrap();
        let may = |peer, text: &str| behaviour.may_dial(peer, &address(text));
        assert!(may(Some(peer), "/ip4/192.168.1.7/udp/5/quic-v1"));
        assert!(!may(Some(peer), "/ip4/192.168.1.8/udp/5/quic-v1"));
        assert!(!may(
            Some(PeerId::random()),
            "/ip4/192.168.1.7/udp/5/quic-v1"
        ));
    }
}
