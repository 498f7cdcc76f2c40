//! Dialogs: each begins with the keyboard, holds it, and gives it back.

use serde_json::json;
use tincan_tests::{
    app::{App, Setup},
    relay::Relay,
    screen::Screen,
};

use super::walking::{dialog, holds, reach};

#[test]
fn a_dialog_holds_the_keyboard_and_gives_it_back() {
    let Some(screen) = Screen::here() else { return };
    let relay = Relay::start();
    let setup = Setup::new("Ann").relay(relay.quic()).argument("--no-lan");
    let ann = screen.open(&setup, 0);
    ann.wait_for("Ready to meet someone");
    dialog(&ann, "Is this private?", ["Close", "Privacy settings"]);
    dialog(&ann, "What happens when I leave?", ["Close"]);
    dialog(&ann, "Change your name", ["Name", "Cancel", "Save"]);
    dialog(&ann, "Change", ["Vanishing", "Kept", "Cancel"]);

    let before = reach(&ann, "Create room");
    ann.key("F1");
    holds(&ann, "the list of keys", ["Close"]);
    ann.key("Escape");
    ann.wait_until("the button has the keyboard again", |ann| {
        ann.focused().is_some_and(|node| node.path == before.path)
    });

    ann.key("space");
    let code = ann.wait_for_code();
    let mut ben = App::start("Ben", relay.quic());
    ben.join(&code);
    ben.connected();
    ann.wait_for("Message");
    dialog(&ann, "Leave", ["Stay", "Leave"]);
    dialog(&ann, "Relayed", ["Use another relay", "Close"]);
    reach(&ann, "Is it really them?");
    ann.key("space");
    ann.wait_for("They match");
    dialog(&ann, "Is this private?", ["Close", "Privacy settings"]);
    ben.send(json!({"do": "leave"}));
    ann.wait_for("has left");
    dialog(&ann, "What was stored, and where?", ["Close"]);
}
