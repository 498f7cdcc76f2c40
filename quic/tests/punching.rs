//! Dials in the listener's role.

mod common;

use std::time::Duration;

use common::{Peer, pattern, there_and_back};
use libp2p::{Multiaddr, core::Endpoint, multiaddr::Protocol};

const ANYWHERE: &str = "/ip4/0.0.0.0/udp/0/quic-v1";

#[tokio::test]
async fn who_punches_gets_the_peers_dial() {
    for other in [Peer::ours, Peer::stock] {
        let (mut puncher, mut dialler) = (Peer::ours(), other());
        let at = puncher.listen_on(ANYWHERE).await;
        let to = dialler.listen_on(ANYWHERE).await;
        let (punched, dialled) =
            tokio::join!(puncher.dial_as(&to, Endpoint::Listener), dialler.dial(&at));
        let (punched, dialled) = (punched.unwrap(), dialled.unwrap());
        assert_eq!((punched.peer, dialled.peer), (dialler.id, puncher.id));
        let _punched = punched.echoing();
        let text = pattern(1000, 1);
        assert_eq!(there_and_back(dialled.open().await, &text).await, text);
    }
}

/// Its NAT may give it another port than the one that it is awaited from.
#[tokio::test]
async fn the_peer_is_known_by_its_name_and_not_by_its_address() {
    let (mut puncher, mut dialler) = (Peer::ours(), Peer::ours());
    let at = puncher.listen_on(ANYWHERE).await;
    let elsewhere: Multiaddr = "/ip4/127.0.0.1/udp/9/quic-v1".parse().unwrap();
    let to = elsewhere.with(Protocol::P2p(dialler.id));
    let (punched, dialled) =
        tokio::join!(puncher.dial_as(&to, Endpoint::Listener), dialler.dial(&at));
    assert_eq!(punched.unwrap().peer, dialler.id);
    dialled.unwrap();
}

#[tokio::test]
async fn a_stranger_is_not_taken_for_who_is_awaited() {
    let mut puncher = Peer::configured(|c| c.handshake_timeout = Duration::from_millis(500));
    let (friend, mut stranger) = (Peer::ours(), Peer::ours());
    let at = puncher.listen_on(ANYWHERE).await;
    let nowhere: Multiaddr = "/ip4/127.0.0.1/udp/9/quic-v1".parse().unwrap();
    let to = nowhere.with(Protocol::P2p(friend.id));
    let (punched, strange) =
        tokio::join!(puncher.dial_as(&to, Endpoint::Listener), stranger.dial(&at));
    strange.unwrap();
    assert_eq!(punched.err().unwrap(), "the peer did not come");
}

#[tokio::test]
async fn there_is_no_punching_without_listening_or_a_name() {
    let mut peer = Peer::ours();
    let to: Multiaddr = "/ip4/127.0.0.1/udp/9/quic-v1".parse().unwrap();
    let named = to.clone().with(Protocol::P2p(peer.id));
    assert!(peer.dial_as(&named, Endpoint::Listener).await.is_err());
    peer.listen_on(ANYWHERE).await;
    assert!(peer.dial_as(&to, Endpoint::Listener).await.is_err());
}
