//! The meeting point's decisions, one by one.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod world;

use std::{collections::HashSet, time::Duration};

use libp2p::core::{PeerRecord, multiaddr::Multiaddr};
use tincan_relay::{
    limits::{Limits, Prefix},
    rendezvous::{ErrorCode, Message},
};
use world::{World, seconds, tight};

const PLATE: &str = "tincan/1/47";

#[test]
fn a_nameplate_is_one_peers_at_a_time() {
    let mut world = World::new(Limits::default(), 3);
    assert_eq!(world.register(0, PLATE, Some(60)), Ok(60));
    assert_eq!(
        world.register(1, PLATE, Some(60)),
        Err(ErrorCode::NotAuthorized)
    );
    world.unregister(1, PLATE);
    assert_eq!(world.found(PLATE), [0]);
    assert_eq!(world.register(1, "tincan/1/48", None), Ok(7200));
    world.unregister(0, PLATE);
    assert_eq!(world.register(2, PLATE, None), Ok(7200));
    assert_eq!(world.found(PLATE), [2]);
}

#[test]
fn other_namespaces_are_anybodys() {
    let mut world = World::new(Limits::default(), 3);
    for peer in 0..3 {
        assert_eq!(world.register(peer, "elsewhere", None), Ok(7200));
    }
    assert_eq!(world.found("elsewhere"), [0, 1, 2]);
    assert_eq!(
        world.register(0, "tincan/1/4", None),
        Err(ErrorCode::InvalidNamespace)
    );
    assert_eq!(
        world.discover(0, Some("tincan/1/4"), None, None),
        Err(ErrorCode::InvalidNamespace)
    );
}

#[test]
fn nobody_is_told_all_namespaces() {
    let mut world = World::new(Limits::default(), 1);
    world.register(0, "elsewhere", None).unwrap();
    assert_eq!(
        world.discover(0, None, None, None),
        Err(ErrorCode::NotAuthorized)
    );
}

#[test]
fn times_to_live_have_bounds_and_end() {
    let mut world = World::new(Limits::default(), 1);
    for bad in [0, 59, 7201, u64::MAX] {
        let outcome = world.register(0, PLATE, Some(bad));
        assert_eq!(outcome, Err(ErrorCode::InvalidTtl));
    }
    world.register(0, PLATE, Some(60)).unwrap();
    assert_eq!(world.registry.poll_timeout(), Some(world.now + seconds(60)));
    world.pass(seconds(59));
    assert_eq!(world.found(PLATE), [0]);
    world.pass(seconds(1));
    assert_eq!(world.found(PLATE), []);
    assert_eq!(world.registry.poll_timeout(), None);
    assert_eq!(world.registry.stats().registrations, 0);
}

#[test]
fn registering_again_replaces() {
    let mut world = World::new(Limits::default(), 1);
    for _ in 0..20 {
        world.register(0, PLATE, Some(60)).unwrap();
        world.pass(seconds(30));
    }
    let stats = world.registry.stats();
    assert_eq!((stats.registrations, stats.namespaces), (1, 1));
    assert_eq!(world.found(PLATE), [0]);
    world.unregister(0, PLATE);
    assert_eq!(world.registry.poll_timeout(), None, "no timer is left");
}

#[test]
fn a_peer_that_is_gone_is_hidden_at_once_and_forgotten_after_a_grace() {
    let mut world = World::new(Limits::default(), 2);
    let host = world.sender(0).peer;
    world.registry.connected(world.now, host);
    world.register(0, PLATE, None).unwrap();

    world.registry.disconnected(world.now, host);
    let away = world.discover(1, Some(PLATE), None, None);
    assert_eq!(away, Err(ErrorCode::Unavailable), "nobody could reach it");
    world.pass(seconds(29));
    assert_eq!(
        world.register(1, PLATE, None),
        Err(ErrorCode::NotAuthorized)
    );
    world.registry.connected(world.now, host);
    assert_eq!(world.found(PLATE), [0], "it is back in time");

    world.registry.disconnected(world.now, host);
    world.pass(seconds(30));
    assert_eq!(world.registry.poll_timeout(), Some(world.now));
    assert_eq!(world.register(1, PLATE, None), Ok(7200));
    world.registry.connected(world.now, host);
    assert_eq!(world.found(PLATE), [1]);
}

#[test]
fn a_cookie_brings_what_is_new() {
    let mut world = World::new(Limits::default(), 5);
    for peer in 0..3 {
        world.register(peer, "x", None).unwrap();
    }
    let first = world.discover(4, Some("x"), Some(2), None).unwrap();
    assert_eq!(world.peers_in(&first), [0, 1]);
    let second = world
        .discover(4, Some("x"), None, Some(first.cookie))
        .unwrap();
    assert_eq!(world.peers_in(&second), [2]);
    world.register(3, "x", None).unwrap();
    world.register(0, "x", None).unwrap();
    let third = world
        .discover(4, Some("x"), None, Some(second.cookie))
        .unwrap();
    assert_eq!(world.peers_in(&third), [3, 0], "news and renewals");
    assert_eq!(
        world.discover(4, Some("y"), None, Some(third.cookie)),
        Err(ErrorCode::InvalidCookie)
    );
}

#[test]
fn records_are_the_senders_own_and_of_reasonable_size() {
    let mut world = World::new(Limits::default(), 2);
    let stolen = PeerRecord::new(&world.keys[1], vec![]).unwrap();
    assert_eq!(
        world.register_record(0, PLATE, stolen, None),
        Err(ErrorCode::NotAuthorized)
    );
    let addresses = |n: usize, text: &str| {
        let address: Multiaddr = text.parse().unwrap();
        vec![address; n]
    };
    let long = format!("/dns4/{}/tcp/1", "a".repeat(200));
    for addresses in [addresses(33, "/memory/1"), addresses(20, &long)] {
        let record = PeerRecord::new(&world.keys[0], addresses).unwrap();
        assert_eq!(
            world.register_record(0, PLATE, record, None),
            Err(ErrorCode::InvalidSignedPeerRecord)
        );
    }
}

#[test]
fn a_full_response_still_fits_and_the_cookie_leads_on() {
    let mut world = World::new(Limits::default(), 90);
    let long: Multiaddr = format!("/dns4/{}/tcp/1", "a".repeat(200)).parse().unwrap();
    for peer in 0..90 {
        let record = PeerRecord::new(&world.keys[peer], vec![long.clone(); 7]).unwrap();
        world.register_record(peer, "x", record, None).unwrap();
    }
    let mut cookie = None;
    let mut all = HashSet::new();
    loop {
        let found = world.discover(0, Some("x"), None, cookie).unwrap();
        if found.registrations.is_empty() {
            break;
        }
        all.extend(world.peers_in(&found));
        cookie = Some(found.cookie.clone());
        let bytes = Message::DiscoverResponse(Ok(found)).encode();
        assert!(bytes.len() <= tincan_relay::rendezvous::wire::MAX_RESPONSE_BYTES);
    }
    assert_eq!(all.len(), 90);
}

#[test]
fn peers_prefixes_and_everybody_have_limits() {
    let mut world = World::new(tight(), 9);
    let busy = Err(ErrorCode::Unavailable);
    // Peers 0 to 2 share a network.
    for peer in 0..3 {
        world.payers.insert(peer, Prefix::V6([1; 8]));
    }
    assert_eq!(world.register(0, "tincan/1/10", None), Ok(7200));
    assert_eq!(world.register(0, "a", None), Ok(7200));
    assert_eq!(world.register(0, "b", None), busy, "two of one peer");
    assert_eq!(world.register(0, "a", None), Ok(7200), "a renewal");
    assert_eq!(world.register(1, "tincan/1/11", None), Ok(7200));
    assert_eq!(
        world.register(1, "tincan/1/12", None),
        busy,
        "two nameplates"
    );
    assert_eq!(world.register(1, "a", None), Ok(7200));
    assert_eq!(world.register(2, "a", None), busy, "four of one network");
    assert_eq!(world.register(3, "a", None), Ok(7200));
    assert_eq!(world.register(4, "a", None), Ok(7200));
    assert_eq!(world.register(5, "a", None), busy, "six of everybody");
    world.unregister(0, "a");
    assert_eq!(world.register(2, "a", None), Ok(7200));
    // Moving to another network moves what is held with it.
    world.payers.insert(2, Prefix::V6([2; 8]));
    assert_eq!(world.register(2, "a", None), Ok(7200));
    assert_eq!(world.register(0, "a", None), busy, "six of everybody");
    world.unregister(4, "a");
    assert_eq!(world.register(0, "a", None), Ok(7200));
}

#[test]
fn discoveries_have_a_rate_and_nameplates_a_lower_one() {
    let mut world = World::new(tight(), 2);
    assert!(world.discover(0, Some(PLATE), None, None).is_ok());
    assert!(world.discover(0, Some(PLATE), None, None).is_ok());
    world.pass(Duration::from_millis(500));
    assert_eq!(
        world.discover(0, Some(PLATE), None, None),
        Err(ErrorCode::NotAuthorized)
    );
    assert!(world.discover(1, Some(PLATE), None, None).is_ok());
    world.pass(seconds(1));
    assert!(world.discover(0, Some(PLATE), None, None).is_ok());
}
