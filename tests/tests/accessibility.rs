//! The window as somebody meets it who hears it and uses keys alone.

use std::collections::HashSet;

use serde_json::json;
use tincan_tests::{
    app::{App, Setup},
    relay::Relay,
    screen::{Screen, Window, reader::Node},
};

/// Steps of the keyboard after which it must have come round.
const MOST_STEPS: usize = 60;

/// Buttons that may be of no use at the moment, which is not told over AT-SPI
/// (accesskit_atspi_common 0.18 calls every button enabled).
const OF_NO_USE: [&str; 7] = ["Join", "Smaller", "Send", "Saved", "Save", "Add", "Test"];

/// Walks with Tab until it is where it was before: all that has had the
/// keyboard, in order.
fn walk(window: &Window<'_>) -> Vec<Node> {
    let mut walked: Vec<Node> = Vec::new();
    // Who does not know where it is cannot tell whether Tab has come.
    window.take_keyboard();
    let mut before = window.focused();
    for _ in 0..MOST_STEPS {
        window.key("Tab");
        let next = window.wait_for_focus_beyond(before.as_ref());
        if walked.first().is_some_and(|first| first.path == next.path) {
            return walked;
        }
        before = Some(next.clone());
        walked.push(next);
    }
    panic!("it never comes round: {walked:?}");
}

/// Checks that everything that can have the keyboard gets it, is called
/// something, and is where it can be seen; the names in their order.
fn check(window: &Window<'_>, screen: &str) -> Vec<String> {
    let walked = walk(window);
    let nodes = window.nodes();
    for node in nodes.iter().filter(|node| node.focusable) {
        let (_, _, width, height) = node.bounds;
        assert!(!node.name.is_empty(), "{screen}: {node:?} has no name");
        assert!(width > 0 && height > 0, "{screen}: {node:?} is nowhere");
        if OF_NO_USE.contains(&node.name.as_str()) {
            continue;
        }
        let reached = walked.iter().any(|step| step.path == node.path);
        assert!(reached, "{screen}: no Tab leads to {node:?}");
    }
    let places: HashSet<_> = walked.iter().map(|step| &step.path).collect();
    assert_eq!(places.len(), walked.len(), "{screen}: twice on the way");
    walked.into_iter().map(|node| node.name).collect()
}

/// A screen, unless there can be none here.
fn screen() -> Option<Screen> {
    let Some(program) = Screen::missing() else {
        return Some(Screen::start());
    };
    assert!(std::env::var_os("CI").is_none(), "{program} is missing");
    eprintln!("SKIPPED: {program} is missing; `make test` installs it");
    None
}

#[test]
fn every_control_has_a_name_and_its_turn() {
    let Some(screen) = screen() else { return };
    let relay = Relay::start();
    let setup = Setup::new("Ann").relay(relay.quic()).argument("--no-lan");
    let ann = screen.open(&setup, 0);
    ann.wait_for("Ready to meet someone");
    let home = check(&ann, "home");
    let order = [
        "Change your name",
        "Settings",
        "Create room",
        "Room code",
        "Got it",
        "Is this private?",
        "What happens when I leave?",
    ];
    let at = |name: &str| home.iter().position(|step| step.contains(name));
    let steps = order.map(|name| at(name).unwrap_or_else(|| panic!("no {name} in {home:?}")));
    // Somewhere in the round is its beginning.
    let breaks = (0..steps.len()).filter(|n| steps[*n] > steps[(n + 1) % steps.len()]);
    assert_eq!(breaks.count(), 1, "as one reads: {home:?}");

    // By keys alone, from here to there and back.
    ann.key("ctrl+n");
    let code = ann.wait_for_code();
    let waiting = check(&ann, "waiting");
    assert!(
        waiting.iter().any(|name| name == "Copy code"),
        "{waiting:?}"
    );

    ann.key("ctrl+comma");
    ann.wait_for("About");
    for section in [
        "Name",
        "Privacy",
        "Relays",
        "GIFs",
        "Notifications",
        "Storage",
        "Appearance",
        "Language",
        "About",
    ] {
        ann.click(section);
        check(&ann, section);
    }
    ann.key("ctrl+comma");
    ann.wait_for("Copy code");

    let mut ben = App::start("Ben", relay.quic());
    ben.join(&code);
    ben.connected();
    ben.say("Can you hear me?");
    ann.wait_for("Can you hear me?");
    let room = check(&ann, "room");
    for control in ["Message", "Leave"] {
        assert!(room.iter().any(|name| name == control), "{room:?}");
    }
}

/// Goes on with Tab until what is called `name` has the keyboard.
fn reach(window: &Window<'_>, name: &str) -> Node {
    window.take_keyboard();
    let mut at = window.focused();
    for _ in 0..MOST_STEPS {
        // Milliseconds, or a name, may follow.
        let named = |node: &&Node| {
            let name_of = |sign| node.name.split(sign).next().map(str::trim);
            [':', '·'].map(name_of).contains(&Some(name))
        };
        if let Some(found) = at.as_ref().filter(named) {
            return found.clone();
        }
        window.key("Tab");
        at = Some(window.wait_for_focus_beyond(at.as_ref()));
    }
    panic!("no Tab leads to {name}");
}

/// Opens a dialog by keys alone: from `opener`, which gets the keyboard back when
/// Escape has closed it. Meanwhile only `controls` have it, the first of them at
/// once.
fn dialog<const N: usize>(window: &Window<'_>, opener: &str, controls: [&str; N]) {
    let before = reach(window, opener);
    window.key("space");
    holds(window, opener, controls);
    window.key("Escape");
    let back = |window: &Window<'_>| {
        window
            .focused()
            .is_some_and(|node| node.path == before.path)
    };
    window.wait_until(&format!("{opener} has the keyboard again"), back);
}

/// Checks that only `controls` have the keyboard, in their order from the one that
/// has it.
fn holds<const N: usize>(window: &Window<'_>, what: &str, controls: [&str; N]) {
    let [first, ..] = controls.as_slice() else {
        return;
    };
    let has = |window: &Window<'_>| window.focused().is_some_and(|node| node.name == *first);
    window.wait_until(&format!("{first} has the keyboard in {what}"), has);
    if N == 1 {
        window.key("Tab");
        window.wait_until(&format!("{first} keeps the keyboard in {what}"), has);
        return;
    }
    let mut walked: Vec<String> = walk(window).into_iter().map(|node| node.name).collect();
    walked.rotate_right(1);
    assert_eq!(walked, controls, "{what}");
}

#[test]
fn a_dialog_holds_the_keyboard_and_gives_it_back() {
    let Some(screen) = screen() else { return };
    let relay = Relay::start();
    let setup = Setup::new("Ann").relay(relay.quic()).argument("--no-lan");
    let ann = screen.open(&setup, 0);
    ann.wait_for("Ready to meet someone");
    dialog(&ann, "Is this private?", ["Close", "Privacy settings"]);
    dialog(&ann, "What happens when I leave?", ["Close"]);
    dialog(&ann, "Change your name", ["Name", "Cancel", "Save"]);
    dialog(&ann, "Change", ["Vanishing", "Kept"]);

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
    dialog(&ann, "Relayed", ["Use another relay"]);
    reach(&ann, "Is it really them?");
    ann.key("space");
    ann.wait_for("They match");
    dialog(&ann, "Is this private?", ["Close", "Privacy settings"]);
    ben.send(json!({"do": "leave"}));
    ann.wait_for("has left");
    dialog(&ann, "What was stored, and where?", ["Close"]);
}
