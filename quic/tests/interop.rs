//! Ours and the stock transport understand each other, whoever dials.

mod common;

use common::{Peer, pattern, there_and_back};
use futures::future::join_all;

const KINDS: [fn() -> Peer; 2] = [Peer::ours, Peer::stock];

/// Every pair in which one is ours.
fn pairs() -> impl Iterator<Item = (Peer, Peer)> {
    let all = KINDS.into_iter().flat_map(|a| KINDS.map(|b| (a, b)));
    all.take(3).map(|(a, b)| (a(), b()))
}

#[tokio::test]
async fn many_streams_at_once() {
    for (mut dialler, mut listener) in pairs() {
        let address = listener.listen().await;
        let ids = (dialler.id, listener.id);
        let (line, other) = tokio::join!(dialler.dial(&address), listener.accept());
        let line = line.unwrap();
        assert_eq!((other.peer, line.peer), ids);
        let _other = other.echoing();
        let echoes = (0..100_u8).map(|n| {
            let line = &line;
            async move {
                let text = pattern(1000 + usize::from(n), n);
                assert!(there_and_back(line.open().await, &text).await == text);
            }
        });
        join_all(echoes).await;
    }
}

#[tokio::test]
async fn a_big_transfer_both_ways() {
    let bytes = pattern(3 << 20, 0);
    for (mut dialler, listener) in pairs() {
        let mut listener = listener;
        let address = listener.listen().await;
        let _task = listener.echo_in_background();
        let line = dialler.dial(&address).await.unwrap();
        assert!(there_and_back(line.open().await, &bytes).await == bytes);
    }
}

#[tokio::test]
async fn over_ipv6_too() {
    for (mut dialler, mut listener) in pairs() {
        let address = listener.listen_on("/ip6/::1/udp/0/quic-v1").await;
        let _task = listener.echo_in_background();
        let line = dialler.dial(&address).await.unwrap();
        let text = pattern(1000, 7);
        assert_eq!(there_and_back(line.open().await, &text).await, text);
    }
}

#[tokio::test]
async fn an_end_of_the_connection_is_seen_by_both() {
    for (mut dialler, mut listener) in pairs() {
        let address = listener.listen().await;
        let (line, other) = tokio::join!(dialler.dial(&address), listener.accept());
        drop(line);
        other.ended().await;
    }
}
