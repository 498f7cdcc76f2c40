//! A stranger at a room whose friend has come.

use std::collections::BTreeSet;

use serde_json::json;
use tincan_tests::lab::Kind;

use crate::{
    admission::is_turned_away,
    door::{OFFERED, asks_nothing_else, offers_nothing_else},
    sockets::handshakes,
    world::{ANN, BEN, World, host_of, nameplate},
};

#[test]
fn a_friend_who_is_in_changes_nothing_for_a_stranger() {
    let Some(world) = World::start() else { return };
    let mut ann = world.person(ANN, Kind::Open);
    let mut ben = world.person(BEN, Kind::Cone);
    let invite = ann.app.create();
    let host = host_of(&invite);
    let stranger = &world.stranger;
    let (relay, early) = stranger.run(async {
        let relay = stranger.ring().await.expect("a relay");
        let early = stranger.dial(&relay, host).await.expect("a host");
        (relay, early)
    });

    ben.app.join(&invite.code);
    ben.app.connected();
    ann.app.connected();
    ben.app.expect(json!({"event": "path", "path": "direct"}));
    ann.app.expect(json!({"event": "path", "path": "direct"}));
    ben.app.say("only for you");
    ann.app.hear("only for you");

    let heard = stranger.run(async {
        let found = stranger.discover(&relay, Some(nameplate(&invite))).await;
        let found = found.expect("an answer").map(|found| found.registrations);
        assert!(found.is_ok_and(|rooms| rooms.is_empty()), "still listed");
        // Who was there before has no more than before; the host may have
        // hung up on it.
        if early.is_up() {
            offers_nothing_else(&early).await;
        }
        let mut heard = [relay.heard(), early.heard()].concat();
        // The host can still be reached, so that the friend finds it again.
        let late = stranger.dial(&relay, host).await.expect("a host");
        offers_nothing_else(&late).await;
        is_turned_away(&late, "code").await;
        is_turned_away(&late, "link").await;
        heard.extend(late.heard());
        heard
    });
    let secrets = ann.secrets(ANN).name("only for you");
    secrets.keep_out_of("the host", &heard);
    ben.secrets(BEN).keep_out_of("the host", &heard);

    ann.app.say("still here");
    ben.app.hear("still here");
}

/// Once two talk straight, their sockets are open. Whoever comes upon them is
/// a stranger there too.
#[test]
fn those_who_talk_straight_offer_strangers_no_more_at_their_sockets() {
    let Some(world) = World::start() else { return };
    let mut ann = world.person(ANN, Kind::Open);
    let mut ben = world.person(BEN, Kind::Open);
    let invite = ann.app.create();
    ben.app.join(&invite.code);
    ben.app.expect(json!({"event": "path", "path": "direct"}));
    ann.app.expect(json!({"event": "path", "path": "direct"}));
    let stranger = &world.stranger;
    for (person, name) in [(&ann, ANN), (&ben, BEN)] {
        let secrets = person.secrets(name).name(&invite.code);
        for found in handshakes(stranger, &person.machine) {
            let offered = found.offered.iter().map(String::as_str);
            let offered: BTreeSet<&str> = offered.collect();
            let allowed = BTreeSet::from(OFFERED);
            assert!(offered.is_subset(&allowed), "{found:?} offers {offered:?}");
            asks_nothing_else(&found.line);
            secrets.keep_out_of("a socket", &found.line.heard());
        }
    }
    ann.app.say("still here");
    ben.app.hear("still here");
}
