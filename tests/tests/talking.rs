//! Changing what was said, thinking of it, and comparing emoji.

use serde_json::json;
use tincan_tests::{app::App, relay::Relay};

/// Two who are together.
fn pair() -> (Relay, App, App) {
    let relay = Relay::start();
    let mut ann = App::start("Ann", relay.quic());
    let mut ben = App::start("Ben", relay.quic());
    let invite = ann.create();
    ben.join(&invite.code);
    ann.connected();
    ben.connected();
    (relay, ann, ben)
}

#[test]
fn a_message_is_changed_and_taken_back_on_both_sides() {
    let (_relay, mut ann, mut ben) = pair();
    ann.send(json!({"do": "say", "text": "first", "id": 1}));
    let said = ann.expect(json!({"event": "message", "re": 1}));
    assert_eq!(
        (&said["edited"], &said["deleted"]),
        (&json!(false), &json!(false))
    );
    let message = said["message"].clone();
    ben.hear("first");
    ann.send(json!({"do": "edit", "message": message, "text": "better", "id": 2}));
    let changed = json!({"event": "message", "message": message, "edited": true});
    assert_eq!(ann.expect(changed.clone())["re"], 2);
    let heard = ben.expect(changed);
    assert_eq!(
        (&heard["text"], &heard["at"]),
        (&json!("better"), &said["at"])
    );
    ann.send(json!({"do": "delete", "message": message, "id": 3}));
    let gone = json!({"event": "message", "message": message, "deleted": true, "text": ""});
    ann.expect(gone.clone());
    ben.expect(gone);
    for (command, code) in [
        (
            json!({"do": "edit", "message": message, "text": "x", "id": 4}),
            "deleted",
        ),
        (
            json!({"do": "edit", "message": "g9", "text": "x", "id": 4}),
            "unknown_message",
        ),
        (
            json!({"do": "delete", "message": "nonsense", "id": 4}),
            "unknown_message",
        ),
    ] {
        ann.send(command);
        assert_eq!(ann.expect(json!({"event": "error", "re": 4}))["code"], code);
    }
    ben.say("mine");
    let theirs = ann.hear("mine")["message"].clone();
    ann.send(json!({"do": "edit", "message": theirs, "text": "forged", "id": 5}));
    assert_eq!(
        ann.expect(json!({"event": "error", "re": 5}))["code"],
        "not_yours"
    );
}

#[test]
fn a_reaction_is_seen_by_both_and_taken_back() {
    let (_relay, mut ann, mut ben) = pair();
    ann.say("a joke");
    let message = ben.hear("a joke")["message"].clone();
    for emoji in ["😂", ""] {
        ben.send(json!({"do": "react", "message": message, "emoji": emoji, "id": 1}));
        let reaction =
            |from| json!({"event": "reaction", "message": message, "emoji": emoji, "from": from});
        assert_eq!(ben.expect(reaction("me"))["re"], 1);
        ann.expect(reaction("peer"));
    }
    for (emoji, code) in [("haha", "bad_command"), ("😂😂", "bad_command")] {
        ben.send(json!({"do": "react", "message": message, "emoji": emoji, "id": 2}));
        assert_eq!(ben.expect(json!({"event": "error", "re": 2}))["code"], code);
    }
}

#[test]
fn both_compare_the_same_five_emoji() {
    let (_relay, mut ann, mut ben) = pair();
    let mut seen = Vec::new();
    for app in [&mut ann, &mut ben] {
        let safety = app.expect(json!({"event": "safety", "verified": false}));
        let names = safety["emoji"].as_array().unwrap().clone();
        assert!(names.len() == 5 && names.iter().all(|name| name.is_string()));
        seen.push(names);
    }
    assert_eq!(seen[0], seen[1]);
    ann.send(json!({"do": "verify", "match": true, "id": 1}));
    let verified = ann.expect(json!({"event": "safety", "re": 1}));
    assert_eq!(
        (&verified["verified"], &verified["emoji"]),
        (&json!(true), &json!(seen[0]))
    );
    ann.send(json!({"do": "verify", "match": false, "id": 2}));
    assert_eq!(
        ann.expect(json!({"event": "safety", "re": 2}))["verified"],
        false
    );
}
