//! Calls: what rings, what is seen before one calls, and what is pressed in one.

use serde_json::json;
use tincan_tests::{relay::Relay, screen::Screen};

use super::{
    together,
    walking::{back_at, check, focus_is, holds, reach, walk},
};

#[test]
fn a_call_goes_by_keys() {
    let Some(screen) = Screen::here() else { return };
    let relay = Relay::start();
    let (ann, mut ben) = together(&screen, &relay);

    let call = reach(&ann, "Call");
    ann.key("space");
    holds(&ann, "before a call", ["Call", "Not now"]);
    ann.key("Escape");
    back_at(&ann, &call);

    ben.send(json!({
        "do": "call", "video": false, "audio_in": "tone", "audio_out": "none",
    }));
    ann.wait_for("Ben is calling");
    let mut rings: Vec<String> = walk(&ann).into_iter().map(|node| node.name).collect();
    rings.sort_unstable();
    assert_eq!(rings, ["Answer", "Decline", "With camera"]);
    reach(&ann, "Answer");
    ann.key("Return");
    ben.expect(json!({"event": "call", "state": "active"}));
    ann.wait_for("Hang up");
    let call = check(&ann, "in a call");
    for control in ["Mute", "Camera", "Share", "Chat", "Hang up", "Call numbers"] {
        assert!(
            call.iter().any(|name| name == control),
            "{control}: {call:?}"
        );
    }
    reach(&ann, "Hang up");
    ann.key("space");
    ben.expect(json!({"event": "call", "state": "ended"}));
    focus_is(&ann, "Message");
}
