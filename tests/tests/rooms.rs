//! Two people in one room: how they come together, talk, and part.

use serde_json::json;
use tincan_tests::{app::App, relay::Relay};

fn two() -> (Relay, App, App) {
    let relay = Relay::start();
    let ann = App::start("Ann", relay.quic());
    let ben = App::start("Ben", relay.quic());
    (relay, ann, ben)
}

/// Two who are together; Ann is the host.
fn together() -> (Relay, App, App) {
    let (relay, mut ann, mut ben) = two();
    let invite = ann.create();
    ben.join(&invite.code);
    ann.connected();
    ben.connected();
    (relay, ann, ben)
}

#[test]
fn a_code_brings_two_together() {
    let (_relay, mut ann, mut ben) = two();
    ann.send(json!({"do": "create", "id": "mine"}));
    let creating = ann.expect(json!({"event": "room"}));
    assert_eq!(creating["re"], "mine");
    assert_eq!(creating["kept"], false);
    let waiting = ann.expect(json!({"event": "room", "state": "waiting"}));
    assert_eq!(waiting["re"], "mine");
    let code = waiting.text("code").to_owned();
    assert!(matches!(code.len(), 5 | 6), "{code}");
    assert!(code.bytes().all(|digit| digit.is_ascii_digit()), "{code}");
    assert!(waiting.text("link").starts_with("tincan://join/"));
    assert!(waiting["peer"].is_null() && waiting["reason"].is_null());

    ben.send(json!({"do": "join", "code": code, "id": {"n": 1}}));
    let joining = ben.expect(json!({"event": "room", "state": "joining"}));
    assert_eq!(joining["re"], json!({"n": 1}));
    assert_eq!(ben.connected()["peer"], "Ann");
    let connected = ann.connected();
    assert_eq!(connected["peer"], "Ben");
    assert!(connected["code"].is_null() && connected["link"].is_null());
    assert_eq!(connected["room"], waiting["room"]);

    let path = ben.expect(json!({"event": "path"}));
    assert_eq!(path["path"], "relayed");
    assert_eq!(path["transport"], "quic");
}

#[test]
fn a_code_is_read_as_people_write_it() {
    let (_relay, mut ann, mut ben) = two();
    let code = ann.create().code;
    let (nameplate, secret) = code.split_at(code.len() - 3);
    ben.join(&format!(" {nameplate} {secret}"));
    ben.connected();
}

#[test]
fn a_link_brings_two_together() {
    let (_relay, mut ann, mut ben) = two();
    let link = ann.create().link;
    ben.send(json!({"do": "join", "link": link}));
    ann.connected();
    ben.connected();
    ben.say("by link");
    ann.hear("by link");
}

#[test]
fn a_relay_over_tcp_does_as_well() {
    let relay = Relay::start();
    let mut ann = App::start("Ann", relay.tcp());
    let mut ben = App::start("Ben", relay.quic());
    let invite = ann.create();
    ben.join(&invite.code);
    assert_eq!(ben.connected()["peer"], "Ann");
    ann.connected();
    let path = ann.expect(json!({"event": "path"}));
    assert_eq!(path["transport"], "tcp");
    ben.say("hello");
    ann.hear("hello");
}

#[test]
fn what_is_said_is_sent_delivered_and_read() {
    let (_relay, mut ann, mut ben) = together();
    ann.send(json!({"do": "say", "text": "can you hear me?", "id": 7}));
    let said = ann.expect(json!({"event": "message", "from": "me"}));
    assert_eq!(said["re"], 7);
    assert_eq!(said["text"], "can you hear me?");
    assert_eq!(said["edited"], false);
    assert_eq!(said["deleted"], false);
    assert!(said["reply_to"].is_null());
    for state in ["sent", "delivered", "read"] {
        let receipt = ann.expect(json!({"event": "receipt", "state": state}));
        assert_eq!(receipt["message"], said["message"]);
        assert_eq!(receipt["re"], 7);
    }
    let heard = ben.hear("can you hear me?");
    assert_eq!(heard["message"], said["message"]);
    assert_eq!(heard["at"], said["at"]);
    assert!(heard["re"].is_null());

    let question = heard["message"].clone();
    ben.send(json!({"do": "say", "text": "yes\nloud and clear 🥫", "reply_to": question}));
    let answer = ann.hear("yes\nloud and clear 🥫");
    assert_eq!(answer["reply_to"], said["message"]);
}

#[test]
fn typing_is_seen() {
    let (_relay, mut ann, mut ben) = together();
    ann.send(json!({"do": "typing", "on": true}));
    ben.expect(json!({"event": "typing", "from": "peer", "on": true}));
    ann.send(json!({"do": "typing", "on": false}));
    ben.expect(json!({"event": "typing", "from": "peer", "on": false}));
}

#[test]
fn stats_count_what_went_over_the_line() {
    let (_relay, mut ann, mut ben) = together();
    ann.say("one");
    ben.hear("one");
    ben.send(json!({"do": "stats", "id": 1}));
    let stats = ben.expect(json!({"event": "stats", "re": 1}));
    assert_eq!(stats["path"], "relayed");
    assert!(stats["bytes_in"].as_u64() > Some(3), "{}", stats.fields);
    assert!(stats["bytes_out"].is_u64());
}

#[test]
fn leaving_closes_the_room_for_both() {
    let (_relay, mut ann, mut ben) = together();
    ben.say("bye");
    ben.send(json!({"do": "leave", "id": "bye"}));
    assert_eq!(ben.closed("left")["re"], "bye");
    ann.hear("bye");
    assert_eq!(ann.closed("peer_left")["peer"], "Ben");

    // Both may go on to another room, and the other way about.
    let invite = ben.create();
    ann.join(&invite.code);
    assert_eq!(ann.connected()["peer"], "Ben");
    ben.connected();
}

#[test]
fn quitting_says_the_last_words_and_leaves() {
    let (_relay, mut ann, mut ben) = together();
    ann.say("last words");
    let rest = ann.quit();
    let closed = json!({"event": "room", "state": "closed", "reason": "left"});
    assert!(rest.iter().any(|event| event.matches(&closed)), "{rest:?}");
    ben.hear("last words");
    ben.closed("peer_left");
}

#[test]
fn the_end_of_input_leaves() {
    let (_relay, mut ann, mut ben) = together();
    ann.close_input();
    assert_eq!(ann.ended().0.code(), Some(0));
    ben.closed("peer_left");
}

#[test]
fn a_request_to_end_leaves() {
    let (_relay, mut ann, mut ben) = together();
    ann.terminate();
    assert_eq!(ann.ended().0.code(), Some(0));
    ben.closed("peer_left");
}

#[test]
fn a_host_may_be_asked_first() {
    let (_relay, mut ann, mut ben) = two();
    let invite = ann.create_with(json!({"do": "create", "ask": true}));
    ben.join(&invite.code);
    ben.expect(json!({"event": "room", "state": "knocking"}));
    let knock = ann.expect(json!({"event": "knock"}));
    assert_eq!(knock.fields, json!({"event": "knock"}));
    ann.send(json!({"do": "admit"}));
    ann.connected();
    ben.connected();
}

#[test]
fn a_host_may_refuse() {
    let (relay, mut ann, mut ben) = two();
    let invite = ann.create_with(json!({"do": "create", "ask": true}));
    ben.send(json!({"do": "join", "link": invite.link}));
    ann.expect(json!({"event": "knock"}));
    ann.send(json!({"do": "refuse"}));
    ben.closed("refused");

    // The room goes on waiting for somebody else.
    let mut cleo = App::start("Cleo", relay.quic());
    cleo.send(json!({"do": "join", "link": invite.link}));
    ann.expect(json!({"event": "knock"}));
    ann.send(json!({"do": "admit"}));
    assert_eq!(ann.connected()["peer"], "Cleo");
    cleo.connected();
}

#[test]
fn a_new_code_takes_the_place_of_the_old_one() {
    let (relay, mut ann, mut ben) = two();
    let old = ann.create().code;
    ann.send(json!({"do": "new_code"}));
    let waiting = ann.expect(json!({"event": "room", "state": "waiting"}));
    let new = waiting.text("code").to_owned();
    assert_ne!(old, new);
    ben.join(&old);
    ben.closed("no_such_room");
    let mut cleo = App::start("Cleo", relay.quic());
    cleo.join(&new);
    cleo.connected();
}

#[test]
fn a_host_may_ask_to_be_asked_while_waiting() {
    let (_relay, mut ann, mut ben) = two();
    let invite = ann.create();
    ann.send(json!({"do": "ask", "on": true}));
    ben.send(json!({"do": "join", "link": invite.link}));
    ann.expect(json!({"event": "knock"}));
    ann.send(json!({"do": "admit"}));
    ann.connected();
    ben.connected();
}
