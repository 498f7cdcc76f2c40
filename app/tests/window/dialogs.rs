//! Dialogs: whoever has only a mouse, and little room, gets out of each.

use egui::{Key, Modifiers, Vec2, accesskit::Role};
use egui_kittest::kittest::{NodeT, Queryable};
use tincan_net::{
    DisplayName, EventKind, KeyAt, Path, PathKind, Storage, Transport, Whose, WhyRelayed,
};

use super::stage::{Stage, Start, message, name, waiting};

/// What everything has at three times the size.
const LITTLE: Vec2 = Vec2::new(366.0, 240.0);

fn small() -> Stage {
    let start = Start {
        size: LITTLE,
        ..Start::default()
    };
    start.go()
}

fn small_together() -> Stage {
    let mut stage = small();
    stage.meets();
    stage
}

fn key(stage: &mut Stage, modifiers: Modifiers, key: Key) {
    stage.window.key_press_modifiers(modifiers, key);
    stage.window.run();
}

/// The button called `out` is in sight and closes the dialog called `title`.
fn is_left_by(stage: &mut Stage, title: &str, out: &str) {
    let dialog = |stage: &Stage| {
        let all = stage.window.query_all_by_role(Role::Dialog);
        all.filter(|node| node.accesskit_node().label().as_deref() == Some(title))
            .count()
    };
    assert_eq!(dialog(stage), 1, "no {title}");
    let whole = egui::Rect::from_min_size(egui::Pos2::ZERO, LITTLE);
    let button = stage.window.query_all_by_role_and_label(Role::Button, out);
    let button = button.last().expect(out);
    let rect = button.rect();
    assert!(
        whole.contains_rect(rect),
        "{title}: {out} is out of sight: {rect:?}"
    );
    // As a mouse does, where it is.
    button.click();
    stage.window.run();
    assert_eq!(dialog(stage), 0, "{title} stays");
}

#[test]
fn every_explanation_and_question_of_the_home_page_is_left_by_the_mouse() {
    let mut stage = small();
    for (opener, title, out) in [
        ("Is this private?", "Is this private?", "Close"),
        (
            "What happens when I leave?",
            "What happens when I leave?",
            "Close",
        ),
        ("Change", "What kind of room?", "Cancel"),
        ("Change your name: Quiet Otter", "Your name", "Cancel"),
    ] {
        // It may be further down.
        stage.button(opener).click_accesskit();
        stage.window.run();
        is_left_by(&mut stage, title, out);
    }
    key(&mut stage, Modifiers::NONE, Key::F1);
    is_left_by(&mut stage, "Keyboard shortcuts", "Close");
    key(&mut stage, Modifiers::COMMAND, Key::Comma);
    stage.window.get_by_label("Storage").click_accesskit();
    stage.window.run();
    stage.happens(EventKind::Storage(Storage {
        key: Some(KeyAt::Keyring),
        rooms: 2,
        messages: 10,
        bytes: 10,
        blocked: Vec::new(),
    }));
    stage.button("Clear all conversations…").click_accesskit();
    stage.window.run();
    is_left_by(&mut stage, "Clear all conversations?", "Cancel");
}

#[test]
fn every_dialog_of_a_room_is_left_by_the_mouse() {
    let mut stage = small_together();
    for why in [
        WhyRelayed::Trying,
        WhyRelayed::Hidden(Whose::Ours),
        WhyRelayed::Hidden(Whose::Theirs),
        WhyRelayed::UdpBlocked(Whose::Both),
    ] {
        stage.happens(EventKind::Path(Path {
            kind: PathKind::Relayed,
            transport: Transport::Quic,
            rtt: None,
            why: Some(why),
        }));
        stage.press("Relayed");
        is_left_by(&mut stage, "Why relayed?", "Close");
    }
    for (row, title) in [
        ("Keep this room…", "Keep this room?"),
        ("Block…", "Block Brave Heron?"),
    ] {
        stage.press("About this room");
        stage.press(row);
        is_left_by(&mut stage, title, "Cancel");
    }
    stage.press("Leave");
    is_left_by(&mut stage, "Leave this room?", "Stay");
    stage.happens(message(false, 1, "See https://example.org/a/b"));
    let said = stage
        .window
        .get_by_label("Brave Heron: See https://example.org/a/b");
    let at = said.rect().center();
    stage.window.event(egui::Event::PointerMoved(at));
    stage.window.run();
    stage.press("More");
    stage.press("Open example.org…");
    is_left_by(&mut stage, "Open this link?", "Cancel");
}

#[test]
fn who_knocks_is_answered_in_a_small_window() {
    let mut stage = small();
    stage.enters(waiting(Some("47213"), true));
    let longest: DisplayName = name(&"W".repeat(tincan_net::MAX_NAME_CHARS));
    stage.happens(EventKind::Knock { name: longest });
    let whole = egui::Rect::from_min_size(egui::Pos2::ZERO, LITTLE);
    for answer in ["Let in", "Not now"] {
        let rect = stage.button(answer).rect();
        assert!(whole.contains_rect(rect), "{answer}: {rect:?}");
    }
}

#[test]
fn a_long_dialog_is_read_to_its_end_by_keys() {
    let mut stage = small();
    key(&mut stage, Modifiers::NONE, Key::F1);
    let end = |stage: &Stage| {
        let last = stage.window.query_all_by_label("Back to the conversation");
        last.last().map(|node| node.rect().bottom())
    };
    let before = end(&stage).expect("the last line");
    assert!(before > LITTLE.y, "it fits");
    for _ in 0..30 {
        key(&mut stage, Modifiers::NONE, Key::PageDown);
    }
    let after = end(&stage).expect("the last line");
    assert!(after < LITTLE.y - 60.0, "above the button: {after}");
    key(&mut stage, Modifiers::NONE, Key::PageUp);
    assert!(end(&stage).expect("the last line") > after);
    key(&mut stage, Modifiers::NONE, Key::Enter);
    assert!(!stage.shows("Keyboard shortcuts"));
}
