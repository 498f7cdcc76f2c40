//! GIFs on the command line.

use serde_json::json;
use tincan_tests::{
    app::{App, Setup},
    ports::Port,
    relay::Relay,
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

#[test]
fn a_gif_is_handed_over_byte_for_byte() {
    let relay = Relay::start();
    let mut ann = App::start("Ann", relay.quic());
    let mut ben = App::start("Ben", relay.quic());
    let invite = ann.create();
    ben.join(&invite.code);
    ann.connected();
    ben.connected();
    ann.send(json!({"do": "send_gif", "gif": "party", "provider": "builtin", "id": 1}));
    let done = json!({"event": "transfer", "kind": "gif", "name": "party.gif", "state": "done"});
    assert_eq!(ann.expect(done.clone())["re"], 1);
    let came = ben.expect(done);
    let folder = tempfile::tempdir().unwrap();
    let transfer = &came["transfer"];
    ben.send(json!({"do": "accept_file", "transfer": transfer, "dir": folder.path(), "id": 2}));
    ben.expect(json!({"event": "transfer", "transfer": transfer, "state": "done", "re": 2}));
    let saved = std::fs::read(folder.path().join("party.gif")).unwrap();
    assert_eq!(saved, include_bytes!("../../assets/gifs/party.gif"));
}
