//! Dialling back, as the stock AutoNAT client sees it.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod common;

use std::net::Ipv4Addr;

use common::{Via, soon};
use futures::StreamExt;
use libp2p::{
    SwarmBuilder,
    autonat::v2::client,
    identify,
    identity::Keypair,
    swarm::{NetworkBehaviour, SwarmEvent},
};
use tincan_relay::{Config, Node};

#[derive(NetworkBehaviour)]
struct Behaviour {
    autonat: client::Behaviour,
    identify: identify::Behaviour,
}

#[tokio::test]
async fn a_peer_learns_that_it_can_be_reached() {
    let here = vec![Ipv4Addr::LOCALHOST.into()];
    let node = Node::start(Config::public(Keypair::generate_ed25519(), here, 0))
        .await
        .unwrap();
    let mut swarm = SwarmBuilder::with_new_identity()
        .with_tokio()
        .with_quic()
        .with_behaviour(|key| Behaviour {
            autonat: client::Behaviour::default(),
            identify: identify::Behaviour::new(identify::Config::new("test".into(), key.public())),
        })
        .unwrap()
        .build();
    swarm
        .listen_on("/ip4/127.0.0.1/udp/0/quic-v1".parse().unwrap())
        .unwrap();
    let listening = soon("an address", async {
        loop {
            if let SwarmEvent::NewListenAddr { address, .. } = swarm.select_next_some().await {
                return address;
            }
        }
    })
    .await;
    swarm.dial(Via::Quic.address(&node)).unwrap();
    let (tested, result) = soon("a test of the address", async {
        loop {
            if let SwarmEvent::Behaviour(BehaviourEvent::Autonat(event)) =
                swarm.select_next_some().await
            {
                return (event.tested_addr, event.result);
            }
        }
    })
    .await;
    assert_eq!(tested, listening);
    result.unwrap();
}
