//! The relay as stock relay clients see it.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod common;

use common::{Client, StockEvent, Via, until};
use libp2p::{
    Multiaddr, identify,
    multiaddr::Protocol,
    ping, relay,
    swarm::{DialError, SwarmEvent},
};

#[tokio::test]
async fn two_stock_clients_meet_through_it_in_memory() {
    meet(Via::Memory).await;
}

#[tokio::test]
async fn two_stock_clients_meet_through_it_over_quic() {
    meet(Via::Quic).await;
}

#[tokio::test]
async fn two_stock_clients_meet_through_it_over_tcp() {
    meet(Via::Tcp).await;
}

async fn meet(via: Via) {
    let node = via.node(|_| {}).await;
    let mut host = Client::connected(via, &node).await;
    let host_id = host.id();
    let address = host.reserve(via.address(&node)).await;
    assert_eq!(address.iter().last(), Some(Protocol::P2p(host_id)));
    let host = host.in_background();

    let mut guest = Client::new();
    let pinged = |event| match event {
        SwarmEvent::Behaviour(StockEvent::Ping(ping::Event { peer, result, .. })) => {
            (peer == host_id).then_some(result)
        }
        _ => None,
    };
    let through = via.address(&node).with(Protocol::P2pCircuit);
    guest
        .swarm
        .dial(through.with(Protocol::P2p(host_id)))
        .unwrap();
    guest
        .wait("a ping through the relay", pinged)
        .await
        .unwrap();
    let stats = until(&node, "a circuit", |stats| stats.circuits == 1).await;
    assert_eq!((stats.connections, stats.reservations), (2, 1));

    drop(guest);
    until(&node, "the circuit to close", |stats| stats.circuits == 0).await;
    drop(host);
    until(&node, "the host to be gone", |stats| {
        (stats.connections, stats.reservations) == (0, 0)
    })
    .await;
}

#[tokio::test]
async fn it_says_what_it_is_and_what_it_sees() {
    let node = Via::Quic.node(|_| {}).await;
    let mut client = Client::connected(Via::Quic, &node).await;
    let info = client
        .wait("identify", |event| match event {
            SwarmEvent::Behaviour(StockEvent::Identify(identify::Event::Received {
                info, ..
            })) => Some(info),
            _ => None,
        })
        .await;
    assert_eq!(info.protocol_version, "tincan/1");
    let version = concat!("tincan-relay/", env!("CARGO_PKG_VERSION"));
    assert_eq!(info.agent_version, version);
    for protocol in [relay::HOP_PROTOCOL_NAME, libp2p::rendezvous::PROTOCOL_NAME] {
        assert!(info.protocols.contains(&protocol), "{protocol}");
    }
    assert!(
        info.observed_addr
            .iter()
            .any(|part| part == Protocol::QuicV1)
    );
}

#[tokio::test]
async fn reservations_are_renewed_before_they_run_out() {
    let node = Via::Memory
        .node(|config| config.limits.reservation_seconds = 2)
        .await;
    let mut host = Client::connected(Via::Memory, &node).await;
    host.reserve(Via::Memory.address(&node)).await;
    for _ in 0..2 {
        host.wait("a renewal", |event| match event {
            SwarmEvent::Behaviour(StockEvent::Relay(
                relay::client::Event::ReservationReqAccepted { renewal, .. },
            )) => renewal.then_some(()),
            _ => None,
        })
        .await;
        assert_eq!(node.stats().reservations, 1);
    }
}

#[tokio::test]
async fn who_has_no_reservation_cannot_be_reached() {
    let node = Via::Memory.node(|_| {}).await;
    let host = Client::connected(Via::Memory, &node).await;
    let host_id = host.id();
    let _host = host.in_background();
    let mut guest = Client::new();
    let through: Multiaddr = Via::Memory.address(&node).with(Protocol::P2pCircuit);
    guest
        .swarm
        .dial(through.with(Protocol::P2p(host_id)))
        .unwrap();
    guest
        .wait("a refusal", |event| match event {
            SwarmEvent::OutgoingConnectionError {
                peer_id: Some(peer),
                error: DialError::Transport(_),
                ..
            } => (peer == host_id).then_some(()),
            _ => None,
        })
        .await;
    assert_eq!(node.stats().circuits, 0);
}

/// A length and the message that asks for a reservation, as the specification
/// of the circuit relay has it: type 0.
const RESERVE: [u8; 3] = [2, 8, 0];

#[tokio::test]
async fn a_reservation_that_ran_out_can_be_made_again() {
    let node = Via::Memory
        .node(|config| config.limits.reservation_seconds = 1)
        .await;
    // The stock client would renew it.
    let mut host = Client::connected(Via::Memory, &node).await;
    for _ in 0..2 {
        let hop = &mut host.swarm.behaviour_mut().hop;
        hop.send_request(&node.peer_id(), RESERVE.to_vec());
        let reserved = until(&node, "a reservation", |stats| stats.reservations == 1);
        host.meanwhile(reserved).await;
        let over = until(&node, "its end", |stats| stats.reservations == 0);
        let stats = host.meanwhile(over).await;
        assert_eq!((stats.connections, stats.restarts), (1, 0));
    }
}
