//! The window as somebody meets it who hears it and uses keys alone.

use std::collections::HashSet;

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

#[test]
fn every_control_has_a_name_and_its_turn() {
    let Some(program) = Screen::missing() else {
        return on(&Screen::start());
    };
    assert!(std::env::var_os("CI").is_none(), "{program} is missing");
    eprintln!("SKIPPED: {program} is missing; `make test` installs it");
}

fn on(screen: &Screen) {
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
        "Appearance",
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
