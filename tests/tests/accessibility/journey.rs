//! From the first start to a room, a file, a call, the settings and back, by keys
//! alone: as somebody goes who has no mouse.

use std::fs;

use serde_json::json;
use tincan_tests::{
    app::{App, Setup},
    relay::Relay,
    screen::{Screen, Window},
};

use super::walking::{focus_is, reach};

/// Goes to what is called `name`, and presses it.
fn press(window: &Window<'_>, name: &str) {
    reach(window, name);
    window.key("space");
}

#[test]
fn somebody_without_a_mouse_gets_everywhere_and_back() {
    let Some(screen) = Screen::here() else { return };
    let relay = Relay::start();
    let setup = Setup::new("Ann").relay(relay.quic()).argument("--no-lan");
    let ann = screen.open(&setup, 0);
    ann.wait_for("Ready to meet someone");
    // The hint of the first start is put away.
    press(&ann, "Got it");
    ann.wait_until("it is gone", |ann| {
        !ann.nodes().iter().any(|node| node.name == "Got it")
    });

    press(&ann, "Create room");
    let code = ann.wait_for_code();
    press(&ann, "Copy code");
    ann.wait_for("Copied. It works once.");
    let mut ben = App::start("Ben", relay.quic());
    ben.join(&code);
    ben.connected();

    // One writes at once.
    focus_is(&ann, "Message");
    ann.write("Are you there?");
    ann.key("Return");
    ben.hear("Are you there?");

    // What was copied elsewhere is handed over, with words.
    let folder = tempfile::tempdir().expect("a folder");
    let way = folder.path().join("way.txt");
    fs::write(&way, "to the hut").expect("space");
    screen.copy_file(&way);
    ann.key("ctrl+v");
    ann.wait_for("way.txt");
    focus_is(&ann, "Message");
    ann.write("The way");
    ann.key("Return");
    ben.expect(json!({"event": "transfer", "name": "way.txt"}));

    // What comes is taken.
    ben.send(json!({"do": "send_file", "path": way}));
    ann.wait_for("Accept");
    press(&ann, "Accept");
    ben.expect(json!({"event": "transfer", "direction": "out", "state": "done"}));

    // A call, and an end of it.
    press(&ann, "Call");
    focus_is(&ann, "Call");
    ann.key("Return");
    ben.expect(json!({"event": "call", "state": "incoming"}));
    ben.send(json!({"do": "answer", "audio_in": "tone", "audio_out": "none"}));
    ben.expect(json!({"event": "call", "state": "active"}));
    ann.wait_for("Call numbers");
    press(&ann, "Hang up");
    ben.expect(json!({"event": "call", "state": "ended"}));
    focus_is(&ann, "Message");

    // The settings, from the menu of the room, and back to where one wrote.
    ann.write("Half a thought");
    press(&ann, "About this room");
    press(&ann, "Settings");
    ann.wait_for("Notifications");
    press(&ann, "Notifications");
    ann.wait_for("How you hear of news. Each can be turned off.");
    press(&ann, "Somebody knocks");
    press(&ann, "Back");
    reach(&ann, "Message");
    ann.key("Return");
    ben.hear("Half a thought");

    // Out of the room, and back to the first page.
    ann.key("ctrl+w");
    focus_is(&ann, "Stay");
    press(&ann, "Leave");
    ben.closed("peer_left");
    press(&ann, "Back to start");
    ann.wait_for("Ready to meet someone");
    reach(&ann, "Create room");
}
