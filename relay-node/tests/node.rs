//! Starting, stopping and guarding a node.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod common;

use std::net::{Ipv4Addr, Ipv6Addr, TcpListener, UdpSocket};

use common::{Client, Via, until};
use libp2p::{Multiaddr, identity::Keypair, multiaddr::Protocol, swarm::SwarmEvent};
use tincan_relay::{
    Config, Node, StartError,
    limits::{InvalidLimits, Rate},
    node::{External, Listen},
};

fn port_of(address: &Multiaddr) -> u16 {
    let port = |part| match part {
        Protocol::Udp(port) | Protocol::Tcp(port) => Some(port),
        _ => None,
    };
    address.iter().find_map(port).unwrap()
}

fn loopback(port: u16) -> Config {
    Config::loopback(Keypair::generate_ed25519(), port)
}

#[tokio::test]
async fn quic_and_tcp_share_a_port_number_that_the_system_chose() {
    let node = Node::start(loopback(0)).await.unwrap();
    let port = port_of(&node.addresses()[0]);
    let id = node.peer_id();
    let expected = [
        format!("/ip4/127.0.0.1/udp/{port}/quic-v1/p2p/{id}"),
        format!("/ip4/127.0.0.1/tcp/{port}/p2p/{id}"),
    ];
    let addresses: Vec<_> = node.addresses().iter().map(ToString::to_string).collect();
    assert_eq!(addresses, expected);
}

#[tokio::test]
async fn a_port_is_one_nodes_and_free_once_it_was_shut_down() {
    let node = Node::start(loopback(0)).await.unwrap();
    let port = port_of(&node.addresses()[0]);
    let error = Node::start(loopback(port)).await.unwrap_err();
    assert!(error.is_port_taken(), "{error}");

    for via in [Via::Quic, Via::Tcp] {
        // With connections that have to be closed.
        let mut client = Client::connected(via, &node).await;
        client.reserve(via.address(&node)).await;
        std::mem::forget(client.in_background());
    }
    node.shutdown().await;
    let again = Node::start(loopback(port)).await.unwrap();
    assert_eq!(port_of(&again.addresses()[0]), port);
}

#[tokio::test]
async fn a_dropped_node_stops_too() {
    // Started from another task, as an application would.
    let node = tokio::spawn(Node::start(loopback(0)))
        .await
        .unwrap()
        .unwrap();
    let mut client = Client::connected(Via::Quic, &node).await;
    drop(node);
    client
        .wait("the node to be gone", |event| {
            matches!(event, SwarmEvent::ConnectionClosed { .. }).then_some(())
        })
        .await;
}

#[tokio::test]
async fn a_tcp_port_of_somebody_else_is_noticed() {
    let other = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = other.local_addr().unwrap().port();
    let error = Node::start(loopback(port)).await.unwrap_err();
    assert!(error.is_port_taken(), "{error}");
    assert!(error.to_string().contains(&format!("/tcp/{port}")));
}

#[tokio::test]
async fn both_families_share_a_port() {
    if TcpListener::bind((Ipv6Addr::LOCALHOST, 0)).is_err() {
        eprintln!("not tried: this machine has no IPv6");
        return;
    }
    let free = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).unwrap();
    let port = free.local_addr().unwrap().port();
    drop(free);
    let ips = vec![Ipv4Addr::UNSPECIFIED.into(), Ipv6Addr::UNSPECIFIED.into()];
    let config = Config::public(Keypair::generate_ed25519(), ips, port);
    let node = Node::start(config).await.unwrap();
    for family in ["/ip4/127.0.0.1/", "/ip6/::1/"] {
        let mut all = node.addresses().iter().map(ToString::to_string);
        assert!(all.any(|address| address.starts_with(family)), "{family}");
    }
    node.shutdown().await;
}

#[tokio::test]
async fn external_addresses_come_first_and_are_all_that_is_claimed() {
    let mut config = loopback(0);
    let elsewhere: Multiaddr = "/dns4/relay.example/tcp/443".parse().unwrap();
    config.external = vec![
        External::Ip("203.0.113.5".parse().unwrap()),
        External::Address(elsewhere),
    ];
    let node = Node::start(config).await.unwrap();
    let (port, id) = (port_of(&node.addresses()[0]), node.peer_id());
    let addresses: Vec<_> = node.addresses().iter().map(ToString::to_string).collect();
    let external = [
        format!("/ip4/203.0.113.5/udp/{port}/quic-v1/p2p/{id}"),
        format!("/ip4/203.0.113.5/tcp/{port}/p2p/{id}"),
        format!("/dns4/relay.example/tcp/443/p2p/{id}"),
    ];
    assert_eq!(addresses[..3], external);
    assert_eq!(addresses.len(), 5, "and where it listens");

    // A reservation names the external addresses.
    let mut here = node.addresses()[3..].iter();
    let quic = here.find(|address| address.to_string().contains("quic"));
    let mut client = Client::new();
    client.connect(quic.unwrap().clone()).await;
    let circuit = client.reserve(quic.unwrap().clone()).await.to_string();
    assert!(external.iter().any(|known| circuit.starts_with(known)));
}

#[tokio::test]
async fn nonsense_is_refused() {
    let mut config = loopback(0);
    config.limits.reservations = 1;
    let error = Node::start(config).await.unwrap_err();
    assert!(matches!(
        error,
        StartError::Limits(InvalidLimits::ReservationsBelowConnections)
    ));
    let mut config = loopback(0);
    config.listen = Listen::Addresses(Vec::new());
    let error = Node::start(config).await.unwrap_err();
    assert!(matches!(error, StartError::NoAddress));
}

/// How the dial of a new client ends: with a connection that lasts, or not.
async fn dial(via: Via, node: &Node) -> Option<Client> {
    let mut client = Client::new();
    client.swarm.dial(via.address(node)).unwrap();
    let lasts = client
        .wait("the dial to end", |event| match event {
            SwarmEvent::OutgoingConnectionError { .. } | SwarmEvent::ConnectionClosed { .. } => {
                Some(false)
            }
            // Whoever is refused sees the connection for a moment; it answers
            // nothing.
            SwarmEvent::Behaviour(common::StockEvent::Ping(_)) => Some(true),
            _ => None,
        })
        .await;
    lasts.then_some(client)
}

#[tokio::test]
async fn one_network_has_so_many_connections_at_a_time() {
    for via in [Via::Quic, Via::Tcp] {
        let node = via
            .node(|config| {
                config.limits.limit_loopback = true;
                config.limits.per_prefix.connections = 2;
            })
            .await;
        let first = dial(via, &node).await.unwrap().in_background();
        let _second = dial(via, &node).await.unwrap().in_background();
        assert!(dial(via, &node).await.is_none(), "{via:?}");
        drop(first);
        until(&node, "a place", |stats| stats.connections == 1).await;
        assert!(dial(via, &node).await.is_some(), "{via:?}");
    }
}

#[tokio::test]
async fn one_network_connects_only_so_fast() {
    let node = Via::Quic
        .node(|config| {
            config.limits.limit_loopback = true;
            config.limits.per_prefix.connects = Rate::new(2, 1);
        })
        .await;
    for _ in 0..2 {
        assert!(dial(Via::Quic, &node).await.is_some());
    }
    assert!(dial(Via::Quic, &node).await.is_none());
    assert!(node.stats().prefixes > 0);
}

#[tokio::test]
async fn there_is_room_for_so_many_connections_in_all() {
    let node = Via::Memory
        .node(|config| config.limits.connections = 1)
        .await;
    let _first = dial(Via::Memory, &node).await.unwrap().in_background();
    assert!(dial(Via::Memory, &node).await.is_none());
}
