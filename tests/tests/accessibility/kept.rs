//! What can be done with a kept room: each asks first, by keys alone.

use serde_json::json;
use tincan_tests::{
    relay::Relay,
    screen::{Screen, Window},
};

use super::{
    together,
    walking::{back_at, focus_is, holds, reach, step_to},
};

/// Opens the menu of what is called `opener`, chooses `item`, and goes back.
fn asks<const N: usize>(window: &Window<'_>, opener: &str, item: &str, controls: [&str; N]) {
    let before = reach(window, opener);
    window.key("space");
    step_to(window, item);
    window.key("space");
    holds(window, item, controls);
    window.key("Escape");
    back_at(window, &before);
}

#[test]
fn what_is_done_with_a_kept_room_asks_first() {
    let Some(screen) = Screen::here() else { return };
    let relay = Relay::start();
    let (ann, mut ben) = together(&screen, &relay);
    asks(
        &ann,
        "About this room",
        "Keep this room…",
        ["Ask them", "Cancel"],
    );
    ben.send(json!({"do": "keep", "agree": true}));
    ann.wait_for("Ben wants to keep this room");
    reach(&ann, "Keep it");
    ann.key("space");
    ann.wait_for("You both keep this room");
    for (item, controls) in [
        ("Clear what was said…", ["Cancel", "Clear"]),
        ("Block…", ["Cancel", "Block"]),
        ("Forget this room…", ["Cancel", "Forget"]),
    ] {
        asks(&ann, "About this room", item, controls);
    }
    let formats = ["As text", "Cancel", "As JSON"];
    asks(&ann, "About this room", "Save the conversation…", formats);
    ann.key("ctrl+w");
    focus_is(&ann, "Stay");
    ann.key("Tab");
    ann.key("space");
    ann.wait_for("Recent rooms");
    let controls = ["Name of the room", "Cancel", "Save"];
    asks(&ann, "More about Ben", "Rename…", controls);
}
