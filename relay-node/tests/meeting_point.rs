//! The meeting point as the stock rendezvous client sees it.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod common;

use common::{Client, StockEvent, Via, until};
use libp2p::{
    rendezvous::{self, ErrorCode},
    request_response,
    swarm::SwarmEvent,
};

#[tokio::test]
async fn the_stock_client_gets_on_with_it_in_memory() {
    gets_on(Via::Memory).await;
}

#[tokio::test]
async fn the_stock_client_gets_on_with_it_over_quic() {
    gets_on(Via::Quic).await;
}

#[tokio::test]
async fn the_stock_client_gets_on_with_it_over_tcp() {
    gets_on(Via::Tcp).await;
}

/// Registers, discovers with limit and cookie, is refused what is not to be had,
/// and unregisters.
async fn gets_on(via: Via) {
    let node = via.node(|_| {}).await;
    let id = node.peer_id();
    let mut hosts = Vec::new();
    for _ in 0..3 {
        let mut host = Client::connected(via, &node).await;
        host.claim_address();
        assert_eq!(host.register(id, "x", Some(120)).await, Ok(120));
        hosts.push(host);
    }
    let names: Vec<_> = hosts.iter().map(Client::id).collect();
    let mut hosts = hosts.into_iter();
    let mut host = hosts.next().unwrap();
    let _others: Vec<_> = hosts.map(Client::in_background).collect();

    let mut guest = Client::connected(via, &node).await;
    let (found, cookie) = guest.discover(id, Some("x"), Some(2), None).await.unwrap();
    assert_eq!(found, names[..2]);
    let (found, cookie) = guest
        .discover(id, Some("x"), Some(5), Some(cookie))
        .await
        .unwrap();
    assert_eq!(found, names[2..]);
    let (found, cookie) = guest
        .discover(id, Some("x"), Some(5), Some(cookie))
        .await
        .unwrap();
    assert_eq!(found, []);
    assert_eq!(
        guest.discover(id, Some("y"), None, Some(cookie)).await,
        Err(ErrorCode::InvalidCookie)
    );
    assert_eq!(
        guest.discover(id, None, None, None).await,
        Err(ErrorCode::NotAuthorized)
    );

    host.unregister(id, "x");
    let gone = until(&node, "the registration to end", |s| s.registrations == 2);
    host.meanwhile(gone).await;
    let (found, _) = guest.discover(id, Some("x"), None, None).await.unwrap();
    assert_eq!(found, names[1..]);
    node.shutdown().await;
}

#[tokio::test]
async fn a_taken_nameplate_is_refused_until_its_host_is_gone() {
    let node = Via::Memory
        .node(|config| config.limits.registration_grace_seconds = 0)
        .await;
    let id = node.peer_id();
    let plate = "tincan/1/47";
    let mut host = Client::connected(Via::Memory, &node).await;
    host.claim_address();
    assert_eq!(host.register(id, plate, None).await, Ok(7200));
    assert_eq!(host.register(id, plate, None).await, Ok(7200), "again");

    let mut other = Client::connected(Via::Memory, &node).await;
    other.claim_address();
    assert_eq!(
        other.register(id, plate, None).await,
        Err(ErrorCode::NotAuthorized)
    );
    assert_eq!(
        other.register(id, "tincan/1/4711", None).await,
        Err(ErrorCode::InvalidNamespace)
    );

    drop(host);
    let gone = until(&node, "the host to be gone", |s| s.registrations == 0);
    other.meanwhile(gone).await;
    assert_eq!(other.register(id, plate, None).await, Ok(7200));
}

#[tokio::test]
async fn a_registration_ends_when_its_time_is_over() {
    let node = Via::Memory
        .node(|config| config.limits.registration_min_seconds = 1)
        .await;
    let mut host = Client::connected(Via::Memory, &node).await;
    host.claim_address();
    let id = node.peer_id();
    assert_eq!(
        host.register(id, "x", Some(7201)).await,
        Err(ErrorCode::InvalidTtl)
    );
    let mut stats = node.watch_stats();
    assert_eq!(host.register(id, "x", Some(1)).await, Ok(1));
    let registered = stats.wait_for(|stats| stats.registrations == 1);
    host.meanwhile(registered).await.unwrap();
    let over = until(&node, "the registration to end", |s| s.registrations == 0);
    host.meanwhile(over).await;
    let (found, _) = host.discover(id, Some("x"), None, None).await.unwrap();
    assert_eq!(found, []);
}

#[tokio::test]
async fn hostile_bytes_end_their_stream_and_nothing_else() {
    let node = Via::Memory.node(|_| {}).await;
    let mut client = Client::connected(Via::Memory, &node).await;
    client.claim_address();
    let huge = [vec![0xff, 0xff, 0x7f], vec![0; 100]].concat();
    for hostile in [
        vec![],
        vec![0],
        vec![5, 1, 2, 3, 4, 5],
        vec![0xff; 64],
        huge,
    ] {
        let raw = &mut client.swarm.behaviour_mut().raw;
        let request = raw.send_request(&node.peer_id(), hostile);
        let answer = client
            .wait("the end of the stream", |event| match event {
                SwarmEvent::Behaviour(StockEvent::Raw(event)) => match event {
                    request_response::Event::Message {
                        message: request_response::Message::Response { response, .. },
                        ..
                    } => Some(response),
                    request_response::Event::OutboundFailure { request_id, .. } => {
                        assert_eq!(request_id, request);
                        Some(Vec::new())
                    }
                    _ => None,
                },
                SwarmEvent::ConnectionClosed { .. } => panic!("the connection was closed"),
                _ => None,
            })
            .await;
        assert_eq!(answer, []);
    }
    assert_eq!(client.register(node.peer_id(), "x", None).await, Ok(7200));
    assert_eq!(node.stats().restarts, 0);
}

#[tokio::test]
async fn one_peer_gets_no_more_than_its_share() {
    let node = Via::Memory.node(|_| {}).await;
    let mut host = Client::connected(Via::Memory, &node).await;
    host.claim_address();
    for n in 0..4 {
        let ns = format!("tincan/1/0{n}");
        assert_eq!(host.register(node.peer_id(), &ns, None).await, Ok(7200));
    }
    assert_eq!(
        host.register(node.peer_id(), "tincan/1/04", None).await,
        Err(rendezvous::ErrorCode::Unavailable)
    );
}
