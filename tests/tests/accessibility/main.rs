//! The window as somebody meets it who hears it and uses keys alone.

mod calls;
mod dialogs;
mod journey;
mod kept;
mod talk;
mod walking;

use tincan_tests::{
    app::{App, Setup},
    relay::Relay,
    screen::{Screen, Window},
};

use self::walking::{check, focus_is};

/// Ann's window, and Ben in her room.
fn together<'a>(screen: &'a Screen, relay: &Relay) -> (Window<'a>, App) {
    let setup = Setup::new("Ann").relay(relay.quic()).argument("--no-lan");
    let ann = screen.open(&setup, 0);
    ann.wait_for("Ready to meet someone");
    ann.key("ctrl+n");
    let mut ben = App::start("Ben", relay.quic());
    ben.join(&ann.wait_for_code());
    ben.connected();
    focus_is(&ann, "Message");
    (ann, ben)
}

#[test]
fn every_control_has_a_name_and_its_turn() {
    let Some(screen) = Screen::here() else { return };
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
