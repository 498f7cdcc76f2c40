use egui::{Key, Vec2, accesskit::Role};
use egui_kittest::kittest::{NodeT, Queryable};
use tincan::ui::{Route, SettingsChange};
use tincan_net::{Command, EventKind, Multiaddr, PathKind, RelayHealth, RelayMark, WhyRelayed};

use super::stage::{LINK, RELAY, Stage, Start, message, name, path};

const OTHER: &str =
    "/ip4/203.0.113.9/tcp/4001/p2p/12D3KooWDpJ7As7BWAwRMfu1VU2WCqNjvq387JEYKDBj4kx6nXTN";
const HERE: &str =
    "/ip4/127.0.0.1/udp/27213/quic-v1/p2p/12D3KooWDpJ7As7BWAwRMfu1VU2WCqNjvq387JEYKDBj4kx6nXTN";

fn with(relays: &'static [&'static str], size: Vec2) -> Stage {
    Start {
        size,
        change: Box::new(move |launch| {
            let preferences = &mut launch.preferences;
            preferences.relays = relays.iter().map(|r| r.parse().expect("a relay")).collect();
            preferences.here = Some(HERE.parse().expect("an address"));
        }),
        ..Start::default()
    }
    .go()
}

fn at_relays(relays: &'static [&'static str]) -> Stage {
    let mut stage = with(relays, Vec2::new(1100.0, 720.0));
    stage.press("Settings");
    stage.press("Relays");
    stage
}

/// The addresses that were asked for last.
fn used(stage: &mut Stage) -> Option<Vec<String>> {
    let commands = stage.asked().into_iter().rev();
    let mut used = commands.filter_map(|command| match command {
        Command::Relays(relays) => Some(relays.iter().map(Multiaddr::to_string).collect()),
        _ => None,
    });
    used.next()
}

fn kept(stage: &Stage) -> Option<Vec<String>> {
    let changes = stage.settings().into_iter().rev();
    let mut kept = changes.filter_map(|change| match change {
        SettingsChange::Relays(relays) => Some(relays.iter().map(ToString::to_string).collect()),
        _ => None,
    });
    kept.next()
}

fn paste(stage: &mut Stage, text: &str) {
    let field = stage
        .window
        .get_by_role_and_label(Role::TextInput, "Link or address");
    field.click();
    stage.window.run();
    stage.pastes(text);
    stage.press("Add");
}

#[test]
fn the_settings_open_from_the_home_page_and_lead_back() {
    let mut stage = Stage::new();
    stage.press("Settings");
    assert_eq!(stage.route(), Route::Settings);
    assert!(stage.shows("This is how the other person sees you"));
    for (section, words) in [
        ("Privacy", "Hide my IP address"),
        ("Relays", "Add a relay by link or address"),
        ("About", "No account, no server that could listen"),
    ] {
        stage.press(section);
        assert!(stage.shows(words), "{section}");
    }
    assert!(stage.shows(concat!("Tincan ", env!("CARGO_PKG_VERSION"))));
    stage.press("Back");
    assert_eq!(stage.route(), Route::Home);
    stage.press("Settings");
    stage.window.key_press(Key::Escape);
    stage.window.run();
    assert_eq!(stage.route(), Route::Home);
}

#[test]
fn every_part_is_reached_by_the_keyboard() {
    let mut stage = with(&[RELAY], Vec2::new(1100.0, 720.0));
    stage.press("Settings");
    let mut seen = Vec::new();
    for _ in 0..11 {
        stage.window.key_press(Key::Tab);
        stage.window.run();
        let label = stage.window.root().children_recursive().find_map(|node| {
            let focused = node.accesskit_node().is_focused();
            focused.then(|| node.accesskit_node().label()).flatten()
        });
        seen.extend(label);
    }
    for label in ["Back", "Name", "Privacy", "Relays", "About"] {
        assert!(seen.iter().any(|s| s == label), "{label} in {seen:?}");
    }
    // Enter on a row opens it.
    while !stage.button("Relays").accesskit_node().is_focused() {
        stage.window.key_press(Key::Tab);
        stage.window.run();
    }
    stage.window.key_press(Key::Enter);
    stage.window.run();
    assert!(stage.shows("Add a relay by link or address"));
}

#[test]
fn an_address_is_added_used_and_kept() {
    let mut stage = at_relays(&[]);
    assert!(stage.shows("None: the meeting point on this computer"));
    paste(&mut stage, &format!(" {RELAY} \n"));
    assert_eq!(used(&mut stage), Some(vec![RELAY.to_owned()]));
    assert_eq!(kept(&stage), Some(vec![RELAY.to_owned()]));
    assert!(stage.shows("relay.example"));
    assert!(!stage.shows("None: the meeting point"));
    assert!(stage.shows("Looking…"));
    // A relay that was added needs no question when a link names it.
    stage.press("Back");
    stage.pastes(LINK);
    assert_eq!(stage.route(), Route::Joining);
}

#[test]
fn an_invite_link_adds_its_relays() {
    let mut stage = at_relays(&[]);
    paste(&mut stage, LINK);
    let list = used(&mut stage).expect("a list");
    assert_eq!(list.len(), 1);
    assert!(list[0].starts_with("/dns4/relay.example/udp/4001/quic-v1/p2p/"));
}

#[test]
fn what_is_no_relay_is_said_and_nothing_changes() {
    let mut stage = at_relays(&[RELAY]);
    for (text, words) in [
        ("relay.example:4001", "This is not the address of a relay."),
        (RELAY, "This relay is in the list already."),
        ("tincan://join/x", "This link is not whole"),
    ] {
        paste(&mut stage, text);
        assert!(stage.shows(words), "{text}");
        stage
            .window
            .get_by_role_and_label(Role::TextInput, "Link or address")
            .click();
        stage.window.run();
        stage
            .window
            .key_press_modifiers(egui::Modifiers::COMMAND, Key::A);
        stage.window.key_press(Key::Backspace);
        stage.window.run();
        assert!(!stage.shows(words), "{text} is gone");
    }
    assert_eq!(used(&mut stage), None);
    assert_eq!(kept(&stage), None);
}

#[test]
fn the_last_one_removed_leaves_the_meeting_point_here() {
    let mut stage = at_relays(&[RELAY, OTHER]);
    stage.press("Remove relay.example");
    assert_eq!(used(&mut stage), Some(vec![OTHER.to_owned()]));
    stage.press("Remove 203.0.113.9");
    assert_eq!(used(&mut stage), Some(vec![HERE.to_owned()]));
    assert_eq!(kept(&stage), Some(Vec::new()));
    assert!(stage.shows("None: the meeting point on this computer"));
}

#[test]
fn each_has_a_mark_in_words() {
    let mut stage = at_relays(&[RELAY, OTHER]);
    let key = |address: &str| {
        let key = address.rsplit('/').next().expect("a key");
        key.parse().expect("a key")
    };
    let rtt = std::time::Duration::from_millis(23);
    let marks = |one, other| {
        let mark = |address, health| RelayMark {
            relay: key(address),
            health,
        };
        EventKind::Relays(vec![mark(RELAY, one), mark(OTHER, other)])
    };
    stage.happens(marks(RelayHealth::Answers { rtt }, RelayHealth::NoAnswer));
    assert!(stage.shows("Answers · 23 ms"));
    assert!(stage.shows("No answer"));
    stage.happens(marks(RelayHealth::Answers { rtt }, RelayHealth::Refuses));
    assert!(stage.shows("Refuses"));
    stage.happens(EventKind::RelayRefuses(key(RELAY)));
    assert!(!stage.shows("Answers"), "it gave the last room no seat");
}

#[test]
fn a_list_of_the_command_line_has_its_way_and_says_so() {
    let mut stage = Start {
        change: Box::new(|launch| {
            launch.known_relays = vec![OTHER.parse().expect("a relay")];
            launch.preferences.relays_are_given = true;
            launch.preferences.hiding_is_given = true;
        }),
        ..Start::default()
    }
    .go();
    stage.press("Settings");
    stage.press("Relays");
    assert!(stage.shows("This run uses the relays that Tincan was started with"));
    paste(&mut stage, RELAY);
    assert_eq!(used(&mut stage), None);
    assert_eq!(kept(&stage), Some(vec![RELAY.to_owned()]));
    stage.press("Privacy");
    assert!(stage.shows("Your address is hidden in this run"));
    turn(&mut stage, "Hide my IP address");
    assert!(stage.asked().is_empty());
    assert_eq!(stage.settings().last(), Some(&SettingsChange::HideIp(true)));
}

fn turn(stage: &mut Stage, label: &str) {
    stage
        .window
        .get_by_role_and_label(Role::CheckBox, label)
        .click();
    stage.window.run();
}

#[test]
fn switches_are_turned_and_remembered() {
    let mut stage = Stage::new();
    stage.press("Settings");
    stage.press("Privacy");
    turn(&mut stage, "Hide my IP address");
    assert!(matches!(stage.asked()[..], [Command::HideIp(true)]));
    turn(&mut stage, "Ask before letting someone in");
    assert_eq!(
        stage.settings(),
        [SettingsChange::HideIp(true), SettingsChange::Ask(true)]
    );
    stage.press("Back");
    stage.press("Create room");
    assert!(matches!(
        stage.asked()[..],
        [Command::Create { ask: true, .. }]
    ));
}

#[test]
fn a_name_is_changed_there_too() {
    let mut stage = Stage::new();
    stage.press("Settings");
    let field = stage.window.get_by_role_and_label(Role::TextInput, "Name");
    field.click();
    stage.window.run();
    stage
        .window
        .key_press_modifiers(egui::Modifiers::COMMAND, Key::A);
    stage.types("Tidy Wren");
    stage.window.key_press(Key::Enter);
    stage.window.run();
    assert!(matches!(&stage.asked()[..], [Command::Name(new)] if new.as_str() == "Tidy Wren"));
    assert_eq!(stage.settings(), [SettingsChange::Name(name("Tidy Wren"))]);
    assert!(stage.button("Saved").accesskit_node().is_disabled());
}

#[test]
fn a_narrow_window_shows_the_list_or_a_section() {
    let mut stage = with(&[RELAY, OTHER], Vec2::new(400.0, 720.0));
    stage.press("Settings");
    assert!(!stage.shows("This is how the other person sees you"));
    for section in ["Name", "Privacy", "Relays", "About"] {
        stage.press(section);
        if section == "Relays" {
            // One below the other, each with its mark below its name.
            let rect = |label: &str| stage.window.get_by_label(label).rect();
            let marks = stage.window.get_all_by_label("Looking…").map(|n| n.rect());
            let marks: Vec<_> = marks.collect();
            assert!(rect("relay.example").bottom() < marks[0].top());
            assert!(marks[0].bottom() + 20.0 < rect("203.0.113.9").top());
        }
        for node in stage.window.get_all_by_role(Role::Button) {
            let rect = node.rect();
            assert!(rect.right() <= 400.0, "{section}: {rect} {node:?}");
        }
        stage.press("Back");
    }
    stage.press("Back");
    assert_eq!(stage.route(), Route::Home);
}

fn relayed(why: WhyRelayed) -> EventKind {
    let EventKind::Path(path) = path(PathKind::Relayed, 61) else {
        unreachable!("a path")
    };
    EventKind::Path(tincan_net::Path {
        why: Some(why),
        ..path
    })
}

#[test]
fn why_relayed_names_the_cause_and_what_can_be_done() {
    let mut stage = Stage::together();
    stage.types("half a thought");
    stage.happens(relayed(WhyRelayed::UdpBlocked(tincan_net::Whose::Ours)));
    stage.press("Relayed · 61 ms");
    assert!(stage.shows("Your network lets through only the kind of traffic that web pages use"));
    stage.asked();
    stage.press("Try again now");
    let asked = stage.asked();
    let tries = |command: &Command| matches!(command, Command::TryStraight);
    assert_eq!(asked.iter().filter(|c| tries(c)).count(), 1);
    assert!(stage.button("Looking…").accesskit_node().is_disabled());
    stage.press("Use another relay");
    assert_eq!(stage.route(), Route::Settings);
    assert!(stage.shows("Add a relay by link or address"));
    stage.press("Back");
    assert_eq!(stage.route(), Route::Room);
    let draft = stage
        .window
        .get_by_role_and_label(Role::MultilineTextInput, "Message");
    assert_eq!(draft.value().as_deref(), Some("half a thought"));
}

#[test]
fn who_hides_is_led_to_the_switch_and_a_straight_path_ends_the_question() {
    let mut stage = Stage::together();
    stage.happens(relayed(WhyRelayed::Hidden(tincan_net::Whose::Ours)));
    stage.press("Relayed · 61 ms");
    assert!(stage.shows("You hide your IP address, so a relay passes everything on."));
    assert!(!stage.shows("Try again now"));
    stage.press("Change this");
    assert!(stage.shows("Hide my IP address"));
    stage.press("Back");
    stage.happens(relayed(WhyRelayed::Trying));
    stage.press("Relayed · 61 ms");
    stage.happens(path(PathKind::Direct, 23));
    assert!(stage.shows("You are direct now. No relay between you."));
}

#[test]
fn somebody_who_comes_in_is_not_kept_waiting_behind_the_settings() {
    let mut stage = Stage::new();
    stage.press("Settings");
    stage.meets();
    assert_eq!(stage.route(), Route::Room);
}

#[test]
fn letters_that_no_font_has_are_named() {
    let mut stage = Start {
        change: Box::new(|launch| launch.fonts = fontdb::Database::new),
        ..Start::default()
    }
    .go();
    stage.meets();
    let modifiers = egui::Modifiers::COMMAND;
    stage.window.key_press_modifiers(modifiers, Key::Comma);
    stage.window.run();
    stage.window.get_by_label("Language").click();
    stage.window.run();
    assert!(!stage.shows("Chinese"), "none was needed yet");
    stage.happens(message(false, 1, "花子と민준"));
    stage.until(|stage| {
        let says = stage.shows("needed here (Chinese, Japanese, Korean");
        says.then_some(())
    });
}
