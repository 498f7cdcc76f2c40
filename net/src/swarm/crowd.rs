//! How many may be on their way in at the same time.
//!
//! A handshake that is under way costs memory for as long as its maker likes to
//! draw it out. What comes over a relay and what comes straight are counted
//! apart, and straight ones for each network too, so that a crowd at one door
//! does not keep the friend from the other.

use std::{
    collections::HashMap,
    convert::Infallible,
    task::{Context, Poll},
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
use tincan_relay::limits::Prefix;

/// Over relays.
const MOST_RELAYED: usize = 64;
/// Straight, and of those from one network.
const MOST_STRAIGHT: usize = 32;
const MOST_OF_ONE: usize = 8;

/// Turns away who comes when too many are on their way.
#[derive(Debug, Default)]
pub(crate) struct Behaviour {
    coming: HashMap<ConnectionId, Way>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Relayed,
    Straight(Option<Prefix>),
}

/// Too many are on their way.
#[derive(Debug, thiserror::Error)]
#[error("too many connections are being made")]
struct Crowded;

impl Behaviour {
    fn has_room(&self, way: Way) -> bool {
        let same = |w: &&Way| **w == way;
        let straight = |w: &&Way| matches!(w, Way::Straight(_));
        let all = self.coming.values();
        match way {
            Way::Relayed => all.filter(same).count() < MOST_RELAYED,
            Way::Straight(_) => {
                all.clone().filter(straight).count() < MOST_STRAIGHT
                    && all.filter(same).count() < MOST_OF_ONE
            }
        }
    }
}

fn way(local: &Multiaddr, remote: &Multiaddr) -> Way {
    let relayed = local.iter().any(|part| part == Protocol::P2pCircuit);
    if relayed {
        Way::Relayed
    } else {
        Way::Straight(Prefix::of(remote))
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
        let way = way(local, remote);
        if !self.has_room(way) {
            return Err(ConnectionDenied::new(Crowded));
        }
        self.coming.insert(id, way);
        Ok(())
    }

    fn handle_established_inbound_connection(
        &mut self,
        id: ConnectionId,
        _: PeerId,
        _: &Multiaddr,
        _: &Multiaddr,
    ) -> Result<THandler<Self>, ConnectionDenied> {
        self.coming.remove(&id);
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
            self.coming.remove(&failure.connection_id);
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

    fn poll(&mut self, _: &mut Context<'_>) -> Poll<ToSwarm<Self::ToSwarm, THandlerInEvent<Self>>> {
        Poll::Pending
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comes(crowd: &mut Behaviour, id: usize, local: &str, remote: &str) -> bool {
        let (local, remote) = (local.parse().unwrap(), remote.parse().unwrap());
        let id = ConnectionId::new_unchecked(id);
        crowd
            .handle_pending_inbound_connection(id, &local, &remote)
            .is_ok()
    }

    #[test]
    fn a_crowd_at_one_door_leaves_the_others_open() {
        const HERE: &str = "/ip4/192.0.2.1/tcp/4001";
        let mut crowd = Behaviour::default();
        let from = |network: usize, port: usize| format!("/ip4/198.51.100.{network}/tcp/{port}");
        let let_in = |crowd: &mut Behaviour, network: usize| {
            let all = (0..40).filter(|n| {
                let id = network * 100 + n;
                comes(crowd, id, HERE, &from(network, 1000 + n))
            });
            all.count()
        };
        let each: Vec<usize> = (1..=6).map(|network| let_in(&mut crowd, network)).collect();
        assert_eq!(each, [8, 8, 8, 8, 0, 0]);
        let circuit = format!("{HERE}/p2p-circuit");
        let relayed = (1000..1100).filter(|id| comes(&mut crowd, *id, &circuit, "/p2p-circuit"));
        assert_eq!(relayed.count(), 64);
        // Who has arrived, or gone, makes room.
        let one = ConnectionId::new_unchecked(100);
        let (here, there) = (HERE.parse().unwrap(), from(1, 1).parse().unwrap());
        let peer = PeerId::random();
        assert!(
            crowd
                .handle_established_inbound_connection(one, peer, &here, &there)
                .is_ok()
        );
        assert!(comes(&mut crowd, 2000, HERE, &from(9, 1)));
        assert!(!comes(&mut crowd, 2001, HERE, &from(9, 2)));
    }
}
