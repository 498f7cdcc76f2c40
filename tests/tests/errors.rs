//! What goes wrong has a name, and nothing changes by it.

use serde_json::{Value, json};
use tincan_tests::{
    app::{App, PATIENCE, Setup},
    ports::Port,
    relay::Relay,
};

/// An address at which there is no relay.
fn nowhere(port: &Port) -> String {
    const KEY: &str = "12D3KooWPjceQrSwdWXPyLLeABRXmuqt69Rg3sBYbU1Nft9HyQ6X";
    format!("/ip4/127.0.0.1/udp/{}/quic-v1/p2p/{KEY}", port.number())
}

/// An app that meets nobody.
fn alone() -> App {
    App::start("Ann", &nowhere(&Port::claim()))
}

fn expect_error(app: &mut App, line: &str, code: &str) {
    app.send_line(line);
    let error = app.expect(json!({"event": "error"}));
    assert_eq!(error["code"], code, "{line}: {}", error.fields);
    let id = serde_json::from_str::<Value>(line).map(|line| line["id"].clone());
    assert_eq!(error["re"], id.unwrap_or_default(), "{line}");
    assert!(!error.text("message").is_empty());
}

#[test]
fn wrong_commands_say_what_is_wrong() {
    let mut ann = alone();
    let too_long = format!(r#"{{"do":"say","text":"{}"}}"#, "x".repeat(300 * 1024));
    for (line, code) in [
        ("", "bad_command"),
        ("hello", "bad_command"),
        (r#"{"do":"dance","id":1}"#, "bad_command"),
        (r#"{"do":"join","id":2}"#, "bad_command"),
        (too_long.as_str(), "bad_command"),
        (r#"{"do":"join","code":"47a13","id":"x"}"#, "bad_code"),
        (r#"{"do":"join","code":"4721","id":[3]}"#, "bad_code"),
        (
            r#"{"do":"join","link":"tincan://join/x","id":4}"#,
            "bad_link",
        ),
        (r#"{"do":"set","screen":true,"id":5}"#, "not_supported"),
        (r#"{"do":"call","audio":true,"id":6}"#, "no_room"),
        (r#"{"do":"say","text":"x","id":7}"#, "no_room"),
        (r#"{"do":"leave","id":8}"#, "no_room"),
        (r#"{"do":"admit","id":9}"#, "no_room"),
    ] {
        expect_error(&mut ann, line, code);
    }
    ann.quit();
    let room = json!({"event": "room"});
    assert!(!ann.seen().iter().any(|event| event.matches(&room)));
}

#[test]
fn wrong_moments_say_what_is_wrong() {
    let relay = Relay::start();
    let mut ann = App::start("Ann", relay.quic());
    let mut ben = App::start("Ben", relay.quic());
    let invite = ann.create();
    expect_error(&mut ann, r#"{"do":"create","id":1}"#, "room_open");
    expect_error(&mut ann, r#"{"do":"admit","id":2}"#, "nobody_knocks");
    expect_error(
        &mut ann,
        r#"{"do":"say","text":"x","id":3}"#,
        "not_connected",
    );
    ben.join(&invite.code);
    ann.connected();
    ben.connected();
    let long = json!({"do": "say", "text": "é".repeat(8 * 1024 + 1), "id": 4});
    expect_error(&mut ann, &long.to_string(), "message_too_long");
    expect_error(
        &mut ann,
        r#"{"do":"say","text":" \n","id":5}"#,
        "empty_message",
    );
    let unknown = r#"{"do":"say","text":"x","reply_to":"g9","id":6}"#;
    expect_error(&mut ann, unknown, "unknown_message");

    // As long as may be, and the first to be heard.
    let longest = "é".repeat(8 * 1024);
    ann.say(&longest);
    let heard = ben.expect(json!({"event": "message"}));
    assert_eq!(heard["text"], longest);
}

#[test]
fn nobody_answers_to_an_unknown_code() {
    let relay = Relay::start();
    let mut ben = App::start("Ben", relay.quic());
    ben.join("47213");
    let closed = ben.closed("no_such_room");
    assert!(closed["peer"].is_null());
}

#[test]
fn a_relay_that_is_not_there_is_unreachable() {
    let mut ben = alone();
    ben.join("47213");
    ben.expect_within(2 * PATIENCE, &json!({"reason": "unreachable"}));
}

#[test]
fn a_third_person_learns_nothing() {
    let relay = Relay::start();
    let mut ann = App::start("Ann", relay.quic());
    let mut ben = App::start("Ben", relay.quic());
    let invite = ann.create();
    ben.join(&invite.code);
    ann.connected();
    ben.connected();

    // The same place to meet, another secret.
    let (nameplate, secret) = invite.code.split_at(invite.code.len() - 3);
    let other = (secret.parse::<u32>().expect("digits") + 1) % 1000;
    let wrong = format!("{nameplate}{other:03}");

    let right = all_that_a_joiner_hears(&relay, &invite.code);
    let wrong = all_that_a_joiner_hears(&relay, &wrong);
    assert_eq!(right, wrong);
    assert!(
        right
            .last()
            .is_some_and(|last| last.contains("no_such_room"))
    );

    // And the two notice nothing of it.
    ann.say("still here");
    ben.hear("still here");
}

/// Every line until the room is closed, but for what names this very room.
fn all_that_a_joiner_hears(relay: &Relay, code: &str) -> Vec<String> {
    let mut app = Setup::new("Cleo")
        .relay(relay.quic())
        .argument("--no-lan")
        .start();
    app.join(code);
    app.expect(json!({"event": "room", "state": "closed"}));
    let lines = app.seen().iter().map(|event| {
        let mut fields = event.fields.clone();
        if let Some(fields) = fields.as_object_mut() {
            fields.remove("room");
        }
        fields.to_string()
    });
    lines.collect()
}
