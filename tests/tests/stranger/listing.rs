//! What the meeting point says about a room.

use libp2p::multiaddr::Protocol;
use tincan_tests::lab::Kind;

use crate::world::{ANN, World, host_of, nameplate};

#[test]
fn a_listing_says_where_to_ring_and_nothing_else() {
    for kind in [Kind::Open, Kind::Cone] {
        let Some(world) = World::start() else { return };
        let mut ann = world.person(ANN, kind);
        let invite = ann.app.create();
        let (stranger, relay) = (&world.stranger, &world.relay);
        let (found, heard) = stranger.run(async {
            let line = stranger.ring().await.expect("a relay");
            let found = stranger.discover(&line, Some(nameplate(&invite))).await;
            (found, line.heard())
        });
        let found = found.expect("an answer").expect("a room");
        assert_eq!(found.registrations.len(), 1);
        let record = &found.registrations[0].record;
        assert_eq!(record.peer_id(), host_of(&invite));
        assert!(!record.addresses().is_empty());
        for address in record.addresses() {
            let parts: Vec<_> = address.iter().collect();
            assert!(parts.contains(&Protocol::P2pCircuit), "{address}");
            let at_relay = match &parts[0] {
                Protocol::Ip4(ip) => relay.host().ipv4() == Some(*ip),
                Protocol::Ip6(ip) => relay.host().ipv6() == Some(*ip),
                _ => false,
            };
            assert!(at_relay, "{address}");
        }
        ann.secrets(ANN).keep_out_of("the meeting point", &heard);
    }
}

#[test]
fn a_room_is_found_by_its_nameplate_alone() {
    let Some(world) = World::start() else { return };
    let mut ann = world.person(ANN, Kind::Open);
    let invite = ann.app.create();
    let stranger = &world.stranger;
    let heard = stranger.run(async {
        let line = stranger.ring().await.expect("a relay");
        let all = stranger.discover(&line, None).await;
        assert!(all.is_ok_and(|answer| answer.is_err()), "lists everybody");
        line.heard()
    });
    let key = host_of(&invite).to_bytes();
    assert!(!heard.windows(key.len()).any(|part| part == key));
}
