//! Who may come to our sockets at all: judged by where a connection comes from,
//! and how many are on their way, before a word is said on it.
//!
//! Those who come over relays have no place to judge by, and are the gate's
//! business and the room's.

use std::{
    convert::Infallible,
    task::{Context, Poll},
};

use libp2p::{
    Multiaddr, PeerId,
    core::{Endpoint, transport::PortUse},
    swarm::{
        ConnectionDenied, ConnectionId, FromSwarm, NetworkBehaviour, THandler, THandlerInEvent,
        THandlerOutEvent, ToSwarm, dummy,
    },
};

use super::crowd::{Crowd, is_relayed};
use crate::direct::addresses::{Subnet, ip_of};

/// Why somebody was sent away.
#[derive(Debug, thiserror::Error)]
enum SentAway {
    #[error("not from a local network")]
    TooFar,
    #[error("too many connections are being made")]
    Crowded,
}

/// From where somebody may come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum From {
    /// From these networks only.
    Near(Vec<Subnet>),
    /// From anywhere, as a straight path needs it.
    Anywhere,
}

/// Lets in whom it should.
pub(crate) struct Behaviour {
    from: From,
    crowd: Crowd,
}

impl Behaviour {
    /// Nobody may come yet.
    pub(crate) fn new() -> Self {
        Self {
            from: From::Near(Vec::new()),
            crowd: Crowd::default(),
        }
    }

    /// From now on they may come from there; once from anywhere, always.
    pub(crate) fn let_in(&mut self, from: From) {
        if self.from != From::Anywhere {
            self.from = from;
        }
    }

    fn lets_in(&self, remote: &Multiaddr) -> bool {
        match &self.from {
            From::Anywhere => true,
            From::Near(networks) => {
                ip_of(remote).is_some_and(|ip| networks.iter().any(|n| n.contains(ip)))
            }
        }
    }
}

impl NetworkBehaviour for Behaviour {
    type ConnectionHandler = dummy::ConnectionHandler;
    type ToSwarm = Infallible;

    fn handle_pending_inbound_connection(
        &mut self,
        id: ConnectionId,
        local: &Multiaddr,
        remote: &Multiaddr,
    ) -> Result<(), ConnectionDenied> {
        if !is_relayed(local) && !self.lets_in(remote) {
            return Err(ConnectionDenied::new(SentAway::TooFar));
        }
        if !self.crowd.comes(id, local, remote) {
            return Err(ConnectionDenied::new(SentAway::Crowded));
        }
        Ok(())
    }

    fn handle_established_inbound_connection(
        &mut self,
        id: ConnectionId,
        _: PeerId,
        _: &Multiaddr,
        _: &Multiaddr,
    ) -> Result<THandler<Self>, ConnectionDenied> {
        self.crowd.came(id);
        Ok(dummy::ConnectionHandler)
    }

    fn handle_established_outbound_connection(
        &mut self,
        _: ConnectionId,
        _: PeerId,
        _: &Multiaddr,
        _: Endpoint,
        _: PortUse,
    ) -> Result<THandler<Self>, ConnectionDenied> {
        Ok(dummy::ConnectionHandler)
    }

    fn on_swarm_event(&mut self, event: FromSwarm<'_>) {
        if let FromSwarm::ListenFailure(failure) = event {
            self.crowd.came(failure.connection_id);
        }
    }

    fn on_connection_handler_event(
        &mut self,
        _: PeerId,
        _: ConnectionId,
        event: THandlerOutEvent<Self>,
    ) {
        match event {}
    }

    fn poll(&mut self, _: &mut Context<'_>) -> Poll<ToSwarm<Infallible, THandlerInEvent<Self>>> {
        Poll::Pending
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arrive(behaviour: &mut Behaviour, n: usize, remote: &str) -> bool {
        let local = "/ip4/192.168.1.4/tcp/4001".parse().unwrap();
        let id = ConnectionId::new_unchecked(n);
        behaviour
            .handle_pending_inbound_connection(id, &local, &remote.parse().unwrap())
            .is_ok()
    }

    fn near() -> Behaviour {
        let mut behaviour = Behaviour::new();
        behaviour.let_in(From::Near(vec![Subnet {
            ip: "192.168.1.4".parse().unwrap(),
            prefix_len: 24,
        }]));
        behaviour
    }

    #[test]
    fn only_neighbours_come_while_a_room_waits() {
        let mut behaviour = near();
        assert!(arrive(&mut behaviour, 1, "/ip4/192.168.1.9/tcp/5000"));
        assert!(arrive(
            &mut behaviour,
            2,
            "/ip4/192.168.1.9/udp/5000/quic-v1"
        ));
        for far in [
            "/ip4/192.168.2.9/tcp/5000",
            "/ip4/203.0.113.7/tcp/5000",
            "/ip6/2001:db8::1/tcp/5000",
            "/memory/7",
        ] {
            assert!(!arrive(&mut behaviour, 3, far), "{far}");
        }
        assert!(!arrive(&mut Behaviour::new(), 1, "/ip4/192.168.1.9/tcp/1"));
    }

    #[test]
    fn relays_bring_anybody() {
        let relay = PeerId::random();
        let local = format!("/ip4/203.0.113.7/udp/4001/quic-v1/p2p/{relay}/p2p-circuit");
        let remote = format!("/p2p/{}", PeerId::random());
        let came = Behaviour::new().handle_pending_inbound_connection(
            ConnectionId::new_unchecked(1),
            &local.parse().unwrap(),
            &remote.parse().unwrap(),
        );
        assert!(came.is_ok());
    }

    #[test]
    fn a_straight_path_comes_from_anywhere() {
        let mut behaviour = near();
        behaviour.let_in(From::Anywhere);
        behaviour.let_in(From::Near(Vec::new()));
        assert!(arrive(&mut behaviour, 1, "/ip4/203.0.113.7/tcp/5000"));
    }
}
