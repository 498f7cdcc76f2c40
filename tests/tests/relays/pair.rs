//! Two people with the same relays.

use std::time::{Duration, Instant};

use serde_json::json;
use tincan_tests::app::{App, Invite, PATIENCE, Setup};

/// An app that uses these relays, in this order, for everything.
pub(crate) fn person(name: &str, relays: &[&str]) -> App {
    let setup = Setup::new(name).argument("--hide-ip").argument("--no-lan");
    let setup = relays.iter().fold(setup, |setup, relay| setup.relay(relay));
    setup.start()
}

/// Two who met by code.
pub(crate) fn together(ann_by: &[&str], ben_by: &[&str]) -> (App, App) {
    let mut ann = person("Ann", ann_by);
    let mut ben = person("Ben", ben_by);
    let invite = ann.create();
    meet(&mut ann, &mut ben, &invite);
    (ann, ben)
}

/// Ben comes in by code; how long that took.
pub(crate) fn meet(ann: &mut App, ben: &mut App, invite: &Invite) -> Duration {
    let began = Instant::now();
    ben.join(&invite.code);
    let connected = ben.connected();
    ann.connected();
    connected.at - began
}

/// Each says something, and the other hears it.
pub(crate) fn talk(ann: &mut App, ben: &mut App, word: &str) {
    ann.say(word);
    ben.hear(word);
    ben.say(word);
    ann.hear(word);
}

/// The names of the warnings so far.
pub(crate) fn warnings(app: &App) -> Vec<String> {
    let warning = json!({"event": "warning"});
    let all = app.seen().iter().filter(|event| event.matches(&warning));
    all.map(|event| event.text("code").to_owned()).collect()
}

/// Everything that the peer said so far, in the order in which it was heard.
pub(crate) fn heard(app: &App) -> Vec<String> {
    let message = json!({"event": "message", "from": "peer"});
    let all = app.seen().iter().filter(|event| event.matches(&message));
    all.map(|event| event.text("text").to_owned()).collect()
}

/// Reads on until `app` has heard `count` messages in all.
pub(crate) fn hear_all(app: &mut App, count: usize) {
    while heard(app).len() < count {
        app.expect_within(2 * PATIENCE, &json!({"event": "message", "from": "peer"}));
    }
}
