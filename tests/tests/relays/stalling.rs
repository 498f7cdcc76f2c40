//! Relays that take and do not give.

use serde_json::json;
use tincan_tests::{
    app::PATIENCE,
    hostile::{Finds, Hop, Manners, Mute, Registers, Relay as Hostile},
    relay::Relay,
};

use super::pair::{meet, person, talk, warnings};

/// Ann and Ben know a relay that behaves so, and a good one after it.
fn past(manners: Manners) -> Hostile {
    let hostile = Hostile::start(manners);
    let good = Relay::start();
    let relays = [&hostile.address(), good.quic()];
    let mut ann = person("Ann", &relays);
    let mut ben = person("Ben", &relays);
    let invite = ann.create();
    let took = meet(&mut ann, &mut ben, &invite);
    talk(&mut ann, &mut ben, "past it");
    eprintln!("joined in {took:?}");
    for app in [&ann, &ben] {
        assert!(warnings(app).len() <= 1, "{:?}", warnings(app));
    }
    hostile
}

#[test]
fn a_relay_that_gives_no_seat_and_says_nothing_is_passed_over() {
    let hostile = past(Manners {
        hop: Hop::Silent,
        ..Manners::default()
    });
    // Both would like a seat, the guest once it is in.
    let asked = hostile.seen().reserves;
    assert!((1..=2).contains(&asked), "{asked}: it is not pressed");
}

#[test]
fn a_relay_that_gives_hollow_circuits_is_passed_over() {
    past(Manners {
        hop: Hop::Hollow(3600),
        ..Manners::default()
    });
}

#[test]
fn a_meeting_point_that_never_answers_is_passed_over() {
    past(Manners {
        registers: Registers::Silent,
        finds: Finds::Silent,
        ..Manners::default()
    });
}

#[test]
fn a_meeting_point_that_says_taken_to_everything_is_passed_over() {
    let hostile = past(Manners {
        registers: Registers::Taken,
        ..Manners::default()
    });
    let asked = hostile.seen().registers;
    assert!(asked <= 16, "{asked} nameplates were drawn in vain");
}

#[test]
fn a_relay_that_hangs_up_on_everybody_is_passed_over() {
    let hostile = past(Manners {
        hangs_up_after: Some(std::time::Duration::from_millis(30)),
        ..Manners::default()
    });
    // Two rooms and two spares, each ever more patiently.
    let connections = hostile.seen().connections;
    assert!(connections < 60, "{connections} connections were made");
}

#[test]
fn a_full_relay_is_named_and_the_other_one_used() {
    let hostile = Hostile::start(Manners {
        hop: Hop::Full,
        ..Manners::default()
    });
    let good = Relay::start();
    let relays = [&hostile.address(), good.quic()];
    let mut ann = person("Ann", &relays);
    let invite = ann.create();
    let mut ben = person("Ben", &relays);
    meet(&mut ann, &mut ben, &invite);
    assert_eq!(warnings(&ann), ["relay_limits"]);
    assert_eq!(warnings(&ben), [""; 0]);
}

#[test]
fn a_seat_that_lasts_for_ever_or_not_at_all_harms_nobody() {
    // (Beyond what a clock can tell, the stock client of the relay protocol
    // gives up its connection to that relay by a panic: nothing of ours does.)
    for seconds in [0, 1 << 40] {
        let hostile = past(Manners {
            hop: Hop::Hollow(seconds),
            ..Manners::default()
        });
        let reserves = hostile.seen().reserves;
        assert!(reserves < 100, "{reserves} times asked for a seat");
    }
}

#[test]
fn with_nothing_but_silence_one_is_told_so_in_time() {
    let mute = Mute::start();
    let silent = Hostile::start(Manners {
        hop: Hop::Silent,
        registers: Registers::Silent,
        finds: Finds::Silent,
        ..Manners::default()
    });
    let closed = |reason: &str| json!({"event": "room", "state": "closed", "reason": reason});
    let mut ann = person("Ann", &[&mute.tcp(), &silent.address()]);
    let mut ben = person("Ben", &[&mute.tcp()]);
    let mut cleo = person("Cleo", &[&silent.address()]);
    ann.send(json!({"do": "create"}));
    ben.join("47213");
    cleo.join("47213");
    ann.expect_within(PATIENCE, &closed("unreachable"));
    ben.expect_within(PATIENCE, &closed("unreachable"));
    cleo.expect_within(PATIENCE, &closed("unreachable"));
}
