//! What is said and shown, and what can be done with it: by keys alone.

use serde_json::json;
use tincan_tests::{
    app::{App, Setup},
    relay::Relay,
    screen::{Screen, Window},
};

use super::walking::{back_at, focus_is, holds, reach, step_to};

#[test]
fn what_is_said_and_shown_goes_by_keys() {
    let Some(screen) = Screen::here() else { return };
    let relay = Relay::start();
    let setup = Setup::new("Ann").relay(relay.quic()).argument("--no-lan");
    let ann = screen.open(&setup, 0);
    ann.wait_for("Ready to meet someone");
    ann.key("ctrl+n");
    let code = ann.wait_for_code();
    reach(&ann, "Ask before letting someone in");
    ann.key("space");
    let mut ben = App::start("Ben", relay.quic());
    ben.join(&code);
    // Whoever presses a key just then lets nobody in.
    holds(&ann, "a knock", ["Not now", "Let in"]);
    focus_is(&ann, "Let in");
    ann.key("space");
    ben.connected();
    focus_is(&ann, "Message");

    ben.say("Here is the way: https://example.org/lake");
    ann.write("On my way");
    ann.key("Return");
    ben.hear("On my way");
    messages(&ann);
    pickers(&ann);
    picture(&ann, &mut ben);
}

/// One's own is deleted, and a link in theirs is opened: after a question.
fn messages(ann: &Window<'_>) {
    let mine = reach(ann, "Selected message");
    ann.key("Delete");
    holds(ann, "a message is deleted", ["Keep", "Delete"]);
    ann.key("Escape");
    back_at(ann, &mine);
    ann.key("Up");
    let theirs = ann.wait_for_focus_beyond(Some(&mine));
    ann.key("Return");
    focus_is(ann, "Reply");
    step_to(ann, "Open example.org…");
    ann.key("space");
    holds(ann, "a link is opened", ["Cancel", "Open", "Copy"]);
    ann.key("Escape");
    back_at(ann, &theirs);
}

/// Emoji and GIFs: one begins to look for one, and goes on writing.
fn pickers(ann: &Window<'_>) {
    for (button, field) in [("Emoji", "Search emoji"), ("Send a GIF", "Search GIFs")] {
        reach(ann, button);
        ann.key("space");
        focus_is(ann, field);
        ann.key("Escape");
        focus_is(ann, "Message");
    }
}

/// A picture is looked at closely.
fn picture(ann: &Window<'_>, ben: &mut App) {
    ben.send(json!({"do": "send_gif", "gif": "party", "provider": "builtin"}));
    ben.expect(json!({"event": "transfer", "state": "done"}));
    let picture = reach(ann, "Picture from Ben");
    ann.key("space");
    let controls = [
        "Close picture",
        "Zoom in",
        "Copy picture",
        "Save to downloads",
    ];
    holds(ann, "a picture", controls);
    ann.key("Escape");
    back_at(ann, &picture);
}
