//! Meeting points that name the wrong people.

use tincan_tests::{
    hostile::{Finds, Manners, Relay as Hostile},
    relay::Relay,
};

use super::pair::{meet, person, talk, warnings};

fn names(finds: Finds) -> Hostile {
    Hostile::start(Manners {
        finds,
        ..Manners::default()
    })
}

#[test]
fn strangers_by_the_hundred_cost_one_try() {
    let hostile = names(Finds::Strangers(150));
    let good = Relay::start();
    let mut ann = person("Ann", &[good.quic()]);
    let invite = ann.create();
    let mut ben = person("Ben", &[&hostile.address(), good.quic()]);
    let took = meet(&mut ann, &mut ben, &invite);
    talk(&mut ann, &mut ben, "found you");
    let seen = hostile.seen();
    assert!(seen.circuits <= 1, "{} strangers were tried", seen.circuits);
    assert_eq!(warnings(&ben), [""; 0]);
    eprintln!("joined past 150 strangers in {took:?}");
}

#[test]
fn at_most_three_meeting_points_are_asked_and_one_host_of_each_tried_twice() {
    let hostile: Vec<Hostile> = (0..5).map(|_| names(Finds::Strangers(100))).collect();
    let addresses: Vec<String> = hostile.iter().map(Hostile::address).collect();
    let addresses: Vec<&str> = addresses.iter().map(String::as_str).collect();
    let mut ben = person("Ben", &addresses);
    // All five are connected before he asks.
    ben.join("47213");
    ben.closed("no_such_room");
    let seen: Vec<_> = hostile.iter().map(Hostile::seen).collect();
    let asked: usize = seen.iter().map(|seen| seen.discovers).sum();
    let tried: usize = seen.iter().map(|seen| seen.circuits).sum();
    let strangers: usize = seen.iter().map(|seen| seen.wanted.len()).sum();
    assert!((1..=3).contains(&asked), "{asked} were asked");
    assert!((1..=3).contains(&strangers), "{strangers} were tried");
    // Who is not there may be in a moment.
    assert_eq!(tried, 2 * strangers);
}

#[test]
fn a_stale_listing_leads_on_to_the_next() {
    let hostile = names(Finds::Somebody);
    let good = Relay::start();
    // Somebody who was listed there, and is gone.
    let mut gone = person("Gone", &[&hostile.address()]);
    gone.create();
    gone.kill();
    let mut ann = person("Ann", &[good.quic()]);
    let invite = ann.create();
    let mut ben = person("Ben", &[&hostile.address(), good.quic()]);
    meet(&mut ann, &mut ben, &invite);
    talk(&mut ann, &mut ben, "not that one");
    assert_eq!(warnings(&ben), [""; 0]);
}

#[test]
fn another_room_named_in_place_of_the_right_one_leads_on_to_the_next() {
    let hostile = names(Finds::Somebody);
    let good = Relay::start();
    // A live host, with another code.
    let mut other = person("Other", &[&hostile.address()]);
    other.create();
    let mut ann = person("Ann", &[good.quic()]);
    let invite = ann.create();
    let mut ben = person("Ben", &[&hostile.address(), good.quic()]);
    meet(&mut ann, &mut ben, &invite);
    talk(&mut ann, &mut ben, "the right one");
}
