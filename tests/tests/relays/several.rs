//! Two relays, and the loss of either at any time.

use std::time::{Duration, Instant};

use serde_json::json;
use tincan_tests::{app::App, hostile::Mute, relay::Relay};

use super::pair::{hear_all, heard, meet, person, talk, together, warnings};

#[test]
fn a_room_that_waits_outlives_either_of_its_relays() {
    let mut relays = [Relay::start(), Relay::start()];
    let addresses = relays.each_ref().map(|relay| relay.quic().to_owned());
    let addresses = addresses.each_ref().map(String::as_str);
    for lost in [0, 1] {
        let mut ann = person("Ann", &addresses);
        let invite = ann.create();
        relays[lost].kill();
        // By code and without a word of warning: there is another.
        let mut ben = person("Ben", &addresses);
        meet(&mut ann, &mut ben, &invite);
        talk(&mut ann, &mut ben, "there is another");
        assert_eq!(warnings(&ann), [""; 0]);
        assert_eq!(warnings(&ben), [""; 0]);
        ben.quit();
        ann.closed("peer_left");
        relays[lost].start_again();
    }
}

#[test]
fn a_room_that_waits_goes_back_to_a_relay_that_returns() {
    let mut relays = [Relay::start(), Relay::start()];
    let addresses = relays.each_ref().map(|relay| relay.quic().to_owned());
    let both = addresses.each_ref().map(String::as_str);
    let mut ann = person("Ann", &both);
    let first = ann.create().link;
    let ways = |link: &str| link.matches("via=").count();
    let link_with = |ann: &mut App, count: usize| loop {
        let room = ann.expect(json!({"event": "room", "state": "waiting"}));
        if ways(room.text("link")) == count {
            return room.text("link").to_owned();
        }
    };
    if ways(&first) < 2 {
        link_with(&mut ann, 2);
    }
    // Only the first is left to the link while the other is away, and both are
    // in it again when it is back.
    relays[1].kill();
    link_with(&mut ann, 1);
    relays[1].start_again();
    let link = link_with(&mut ann, 2);
    // Ben knows none of them, and the first is gone for good.
    relays[0].kill();
    let mut ben = person("Ben", &[&addresses[1]]);
    ben.send(json!({"do": "join", "link": link}));
    ben.connected();
    ann.connected();
}

#[test]
fn one_who_joins_needs_one_relay_that_works() {
    let relay = Relay::start();
    let mut gone = Relay::start();
    let mute = Mute::start();
    let mut ann = person("Ann", &[relay.quic()]);
    gone.kill();
    let invite = ann.create();
    // Dead, deaf over TCP, deaf over QUIC, and one that works.
    let all = [gone.quic(), &mute.tcp(), &mute.quic(), relay.quic()];
    let mut ben = person("Ben", &all);
    let took = meet(&mut ann, &mut ben, &invite);
    talk(&mut ann, &mut ben, "one is enough");
    assert_eq!(warnings(&ben), [""; 0]);
    eprintln!("joined past three relays that do not answer in {took:?}");
}

#[test]
fn a_room_needs_one_relay_that_works() {
    let relay = Relay::start();
    let mute = Mute::start();
    let mut ann = person("Ann", &[&mute.tcp(), relay.quic()]);
    let mut ben = person("Ben", &[&mute.tcp(), relay.quic()]);
    let invite = ann.create();
    meet(&mut ann, &mut ben, &invite);
    assert_eq!(warnings(&ann), [""; 0]);
}

/// Says something every so often until `until`; what was said.
fn chatter(app: &mut App, who: &str, said: &mut usize, time: Duration) {
    let until = Instant::now() + time;
    while Instant::now() < until {
        app.say(&format!("{who} {said}"));
        *said += 1;
        std::thread::sleep(Duration::from_millis(40));
    }
}

#[test]
fn a_conversation_outlives_the_relay_that_carries_it() {
    let mut relays = [Relay::start(), Relay::start()];
    let addresses = relays.each_ref().map(|relay| relay.quic().to_owned());
    let both = addresses.each_ref().map(String::as_str);
    let (mut ann, mut ben) = together(&both, &both);
    let mut said = 0;
    // Whichever carries it is among the two.
    for lost in [0, 1] {
        relays[lost].kill();
        let killed = Instant::now();
        chatter(&mut ann, "ann", &mut said, Duration::from_millis(200));
        hear_all(&mut ben, said);
        eprintln!("heard all {:?} after a relay was lost", killed.elapsed());
        relays[lost].start_again();
        if lost == 0 {
            // Back at it, so that the loss of the other can be borne.
            chatter(&mut ann, "ann", &mut said, Duration::from_secs(4));
            hear_all(&mut ben, said);
        }
    }
    let expected: Vec<String> = (0..said).map(|n| format!("ann {n}")).collect();
    assert_eq!(heard(&ben), expected, "each once and in order");
    assert_eq!(warnings(&ann), [""; 0]);
    assert_eq!(warnings(&ben), [""; 0]);
}
