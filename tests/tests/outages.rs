//! The line breaks: what was said still arrives, once and in order.

use std::time::{Duration, Instant};

use serde_json::json;
use tincan_tests::{app::App, proxy::Proxy, relay::Relay};

/// How long coming together again may take: backoff included.
const AGAIN: Duration = Duration::from_secs(45);

fn together(ann_by: &str, ben_by: &str) -> (App, App) {
    let mut ann = App::start("Ann", ann_by);
    let mut ben = App::start("Ben", ben_by);
    let invite = ann.create();
    ben.join(&invite.code);
    ann.connected();
    ben.connected();
    (ann, ben)
}

fn reconnecting(app: &mut App) {
    app.expect_within(AGAIN, &json!({"event": "room", "state": "reconnecting"}));
}

fn connected_again(app: &mut App) {
    app.expect_within(AGAIN, &json!({"event": "room", "state": "connected"}));
}

/// Checks that the next things heard are `texts`, each once, in this order.
fn hears_all(app: &mut App, texts: impl Iterator<Item = String>) {
    for text in texts {
        let heard = app.expect_within(AGAIN, &json!({"event": "message", "from": "peer"}));
        assert_eq!(heard["text"], text);
    }
}

#[test]
fn a_relay_that_starts_again_brings_them_together_again() {
    let mut relay = Relay::start();
    let (mut ann, mut ben) = together(relay.quic(), relay.quic());
    relay.kill();
    reconnecting(&mut ann);
    reconnecting(&mut ben);
    ann.say("one");
    ann.say("two");
    ben.say("three");
    relay.start_again();
    connected_again(&mut ann);
    connected_again(&mut ben);
    ann.say("four");
    hears_all(
        &mut ben,
        ["one", "two", "four"].map(str::to_owned).into_iter(),
    );
    ann.hear("three");
    ann.expect(json!({"event": "receipt", "state": "read"}));
}

#[test]
fn a_room_that_waits_survives_its_relay() {
    let mut relay = Relay::start();
    let mut ann = App::start("Ann", relay.quic());
    let invite = ann.create();
    relay.kill();
    ann.expect(json!({"event": "warning", "code": "relay_lost"}));
    relay.start_again();
    let mut ben = App::start("Ben", relay.quic());
    // The link names the host; it is good as soon as the host is back.
    let deadline = Instant::now() + AGAIN;
    loop {
        ben.send(json!({"do": "join", "link": invite.link}));
        let end = ben.expect_within(AGAIN, &json!({"event": "room", "kept": false}));
        let end = if end["state"] == "joining" {
            ben.expect_within(AGAIN, &json!({"event": "room"}))
        } else {
            end
        };
        if end["state"] == "connected" {
            break;
        }
        assert!(Instant::now() < deadline, "the host did not come back");
    }
    ann.connected();
}

#[test]
fn a_network_that_goes_away_and_returns_loses_nothing() {
    let relay = Relay::start();
    let line = Proxy::start(relay.port(), Duration::ZERO);
    let (mut ann, mut ben) = together(&line.address(relay.quic()), relay.quic());
    line.cut();
    ann.say("into the dark");
    reconnecting(&mut ann);
    reconnecting(&mut ben);
    ben.say("are you there?");
    line.mend();
    connected_again(&mut ann);
    connected_again(&mut ben);
    ann.hear("are you there?");
    ben.hear("into the dark");
}

#[test]
fn ten_thousand_messages_arrive_once_each_in_order() {
    const MESSAGES: usize = 10_000;
    const CUTS: usize = 3;
    const PART: usize = MESSAGES / (CUTS + 1);
    let mut relay = Relay::start();
    let (mut ann, mut ben) = together(relay.quic(), relay.quic());
    let text = |number: usize| format!("message {number}");
    for part in 0..=CUTS {
        for number in part * PART..(part + 1) * PART {
            ann.say(&text(number));
        }
        if part < CUTS {
            // Most of what was just said is still on its way.
            relay.kill();
            reconnecting(&mut ann);
            relay.start_again();
            connected_again(&mut ann);
        }
    }
    hears_all(&mut ben, (0..MESSAGES).map(text));

    let last = json!({"event": "message", "from": "me", "text": text(MESSAGES - 1)});
    let last = ann.expect_within(AGAIN, &last)["message"].clone();
    let read = json!({"event": "receipt", "message": last, "state": "read"});
    ann.expect_within(AGAIN, &read);
    assert!(ben.quit().iter().all(|event| event["event"] != "message"));
    let failed = json!({"event": "receipt", "state": "failed"});
    assert!(!ann.seen().iter().any(|event| event.matches(&failed)));
}

#[test]
fn a_seat_is_held_for_a_minute() {
    let relay = Relay::start();
    let (mut ann, mut ben) = together(relay.quic(), relay.quic());
    ben.kill();
    reconnecting(&mut ann);
    let broken = Instant::now();
    ann.say("are you there?");
    ann.expect_within(
        Duration::from_secs(90),
        &json!({"event": "receipt", "state": "failed"}),
    );
    ann.closed("lost");
    let held = broken.elapsed();
    assert!(held > Duration::from_secs(55), "held for {held:?}");
}
