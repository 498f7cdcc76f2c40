//! Relays that cut circuits: after so many bytes, or after so long.

use std::time::{Duration, Instant};

use tincan_tests::hostile::{Hop, Manners, Relay as Hostile};

use super::pair::{hear_all, heard, together, warnings};

fn cuts(time: Duration, bytes: u64) -> Hostile {
    Hostile::start(Manners {
        hop: Hop::Cuts { time, bytes },
        ..Manners::default()
    })
}

#[test]
fn a_relay_that_carries_128_kib_carries_any_conversation() {
    const MESSAGES: usize = 120;
    let hostile = cuts(Duration::from_secs(120), 128 * 1024);
    let relay = [hostile.address()];
    let relay = relay.each_ref().map(String::as_str);
    let (mut ann, mut ben) = together(&relay, &relay);
    // A megabyte and more each way.
    let text = |who: &str, number: usize| format!("{who} {number} {}", "x".repeat(10_000));
    for number in 0..MESSAGES {
        ann.say(&text("ann", number));
        ben.say(&text("ben", number));
    }
    hear_all(&mut ben, MESSAGES);
    hear_all(&mut ann, MESSAGES);
    for (app, who) in [(&ben, "ann"), (&ann, "ben")] {
        let expected: Vec<String> = (0..MESSAGES).map(|n| text(who, n)).collect();
        assert!(heard(app) == expected, "each once and in order");
        assert_eq!(warnings(app), ["relay_limits"]);
    }
    let circuits = hostile.seen().circuits;
    eprintln!("{circuits} circuits for 2.4 MB");
    assert!(circuits > 10, "{circuits} circuits were enough");
}

#[test]
fn a_relay_that_cuts_by_the_clock_is_named_and_nothing_is_lost() {
    let hostile = cuts(Duration::from_secs(2), 1 << 40);
    let relay = [hostile.address()];
    let relay = relay.each_ref().map(String::as_str);
    let (mut ann, mut ben) = together(&relay, &relay);
    let began = Instant::now();
    let mut said = 0;
    // A host is told of the limits beforehand; a guest knows by the third cut.
    while began.elapsed() < Duration::from_secs(10) {
        ann.say(&format!("ann {said}"));
        said += 1;
        std::thread::sleep(Duration::from_millis(50));
    }
    hear_all(&mut ben, said);
    let expected: Vec<String> = (0..said).map(|n| format!("ann {n}")).collect();
    assert_eq!(heard(&ben), expected, "each once and in order");
    assert_eq!(warnings(&ben), ["relay_limits"]);
    ben.say("and back");
    ann.hear("and back");
    assert_eq!(warnings(&ann), ["relay_limits"]);
}

#[test]
fn a_relay_that_cuts_at_once_is_not_dialled_in_a_frenzy() {
    // Enough to come in by, and not much more.
    let hostile = cuts(Duration::from_secs(120), 4096);
    let relay = [hostile.address()];
    let relay = relay.each_ref().map(String::as_str);
    let (mut ann, mut ben) = together(&relay, &relay);
    for number in 0..200 {
        ann.say(&format!("{number} {}", "x".repeat(500)));
    }
    let before = hostile.seen().circuits;
    std::thread::sleep(Duration::from_secs(5));
    let circuits = hostile.seen().circuits - before;
    assert!(circuits <= 20, "{circuits} circuits in 5 s");
    ben.quit();
}
