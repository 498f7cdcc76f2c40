//! GIFs on the command line.

use serde_json::json;
use tincan_tests::{
    app::{App, Setup},
    ports::Port,
};

/// An app that meets nobody.
fn alone() -> App {
    const KEY: &str = "12D3KooWPjceQrSwdWXPyLLeABRXmuqt69Rg3sBYbU1Nft9HyQ6X";
    let port = Port::claim();
    let relay = format!("/ip4/127.0.0.1/udp/{}/quic-v1/p2p/{KEY}", port.number());
    Setup::new("Ann").relay(&relay).argument("--no-lan").start()
}

#[test]
fn tincans_own_are_there_at_once() {
    let mut ann = alone();
    ann.send(json!({"do": "gifs", "id": 1}));
    let all = ann.expect(json!({"event": "gifs", "re": 1}));
    let items = all["items"].as_array().unwrap();
    assert!(items.len() >= 20, "{items:?}");
    for item in items {
        assert!(item["width"].as_u64() > Some(0) && item["height"].as_u64() > Some(0));
        assert!(item["id"].is_string() && item["title"].is_string());
    }
    ann.send(json!({"do": "gifs", "query": "danc", "provider": "builtin", "id": 2}));
    let found = ann.expect(json!({"event": "gifs", "re": 2}));
    assert_eq!(found["items"][0]["id"], "party");
    ann.quit();
}

#[test]
fn what_cannot_be_given_says_why() {
    let mut ann = alone();
    for (command, code) in [
        (
            json!({"do": "gifs", "provider": "giphy", "id": 1}),
            "no_key",
        ),
        (
            json!({"do": "gifs", "provider": "tenor", "id": 1}),
            "bad_command",
        ),
        (
            json!({"do": "send_gif", "gif": "nothing", "id": 1}),
            "unknown_gif",
        ),
        (
            json!({"do": "send_gif", "gif": "../x", "id": 1}),
            "unknown_gif",
        ),
        (
            json!({"do": "send_gif", "gif": "party", "id": 1}),
            "no_room",
        ),
    ] {
        ann.send(command);
        let error = ann.expect(json!({"event": "error", "re": 1}));
        assert_eq!(error["code"], code);
    }
    // Answered even when it is the last line.
    ann.send(json!({"do": "gifs", "query": "coffee", "id": 9}));
    let last = ann.quit();
    let found = last
        .iter()
        .find(|e| e.matches(&json!({"event": "gifs", "re": 9})));
    assert_eq!(found.unwrap()["items"].as_array().unwrap().len(), 1);
}
