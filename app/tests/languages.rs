//! The window in every language. In a test of its own: a process has one
//! language.

#[path = "window/stage.rs"]
#[allow(dead_code, reason = "the rest of it is used by the window's tests")]
mod stage;

use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT, Queryable};
use stage::{Stage, message, receipt};
use tincan::ui::{SettingsChange, words, words::Language};
use tincan_net::{Call, CallState, CloseReason, Delivery, EventKind, OnAir, RoomState};

/// What two languages may share.
const SAME: [&str; 11] = [
    "OpenGL",
    "Vulkan",
    "Chat",
    "Code",
    "Direct · 23 ms",
    "Emoji",
    "Message",
    "Messages",
    "Name",
    "Notifications",
    "Test",
];

/// Parts of what is the same in all: names, addresses, keys, what people said.
const PARTS: [&str; 13] = [
    "Quiet Otter",
    "Brave Heron",
    "Still warm?",
    "The lake is.",
    "Tincan 0.",
    "tincan://join/",
    "/dns4/",
    "Ctrl+",
    "Shift+",
    "Del",
    "Enter",
    "Page Up",
    "GIFs",
];

/// Everything that is said on the screen, or to those who do not see it.
fn said(stage: &Stage) -> Vec<String> {
    let nodes = stage.window.root().children_recursive();
    let texts = nodes.flat_map(|node| {
        let node = node.accesskit_node();
        [
            node.label(),
            node.value(),
            node.placeholder().map(str::to_owned),
        ]
    });
    texts.flatten().filter(|text| !text.is_empty()).collect()
}

#[test]
fn the_language_changes_at_once_and_everywhere() {
    let mut stage = Stage::new();
    stage.press("Settings");
    stage.window.get_by_label("Language").click();
    stage.window.run();
    for language in Language::ALL {
        let name = language.own_name();
        let chosen = stage.settings().len();
        stage.window.get_by_label(name).click();
        stage.window.run();
        assert_eq!(Language::spoken(), language);
        assert!(stage.shows(words::settings::language::text()), "{name}");
        assert_eq!(
            stage.settings().get(chosen),
            Some(&SettingsChange::Language(Some(language))),
        );
    }

    Language::English.speak();
    let english = tour();
    for language in Language::ALL {
        language.speak();
        let theirs = tour();
        assert_eq!(
            sides_of_a_call(),
            [false, true, true, false].map(|right| right != language.is_rtl())
        );
        if language == Language::English {
            assert_eq!(theirs, english);
            continue;
        }
        let told = |text: &&String| {
            text.chars().filter(|c| c.is_alphabetic()).count() > 3
                && !SAME.contains(&text.as_str())
                && !PARTS.iter().any(|part| text.contains(part))
        };
        let left: Vec<_> = theirs
            .iter()
            .filter(told)
            .filter(|one| english.contains(one))
            .collect();
        assert!(left.is_empty(), "{language:?} says in English: {left:#?}");
    }
    Language::English.speak();
}

/// Whether who it is, the button for all of the screen, and those to hang up and
/// to mute are at the right in a call.
fn sides_of_a_call() -> [bool; 4] {
    let mut stage = Stage::together();
    let voice = OnAir {
        mic: true,
        ..OnAir::default()
    };
    for state in [CallState::Incoming, CallState::Active] {
        stage.happens(EventKind::Call(Call {
            state,
            ours: voice,
            theirs: voice,
        }));
    }
    let middle = stage.window.ctx.content_rect().center().x;
    let who = stage
        .window
        .query_all_by_role_and_label(Role::Label, "Brave Heron")
        .map(|label| label.rect());
    // Below it is the same name at the end of the string.
    let who = who.min_by(|a, b| a.top().total_cmp(&b.top()));
    let who = who.expect("who it is").center().x > middle;
    let right = |label| stage.button(label).rect().center().x > middle;
    let buttons = [
        words::call::full_screen(),
        words::call::hang_up(),
        words::call::mute(),
    ];
    let [screen, hang_up, mute] = buttons.map(right);
    [who, screen, hang_up, mute]
}

/// What is said on a way through the screens.
fn tour() -> Vec<String> {
    let mut heard = Vec::new();
    let mut stage = Stage::new();
    heard.extend(said(&stage));
    stage.press(words::settings::title());
    for section in [
        words::settings::name::title(),
        words::settings::privacy::title(),
        words::settings::relays::title(),
        words::gifs::settings::title(),
        words::settings::notifications::title(),
        words::settings::appearance::title(),
        words::settings::about::title(),
    ] {
        stage.press(section);
        heard.extend(said(&stage));
    }
    let mut stage = Stage::new();
    for dialog in [words::home::is_private(), words::home::when_i_leave()] {
        stage.press(dialog);
        heard.extend(said(&stage));
        stage.press(words::explain::close());
    }
    stage.window.key_press(egui::Key::F1);
    stage.window.run();
    heard.extend(said(&stage));
    stage.press(words::explain::close());
    stage.waits();
    heard.extend(said(&stage));
    stage.meets();
    stage.happens(message(false, 1, "Still warm?"));
    stage.happens(message(true, 1, "The lake is."));
    stage.happens(receipt(1, Delivery::Read));
    heard.extend(said(&stage));
    stage.enters(RoomState::Closed {
        reason: CloseReason::PeerLeft,
        peer: None,
    });
    heard.extend(said(&stage));
    heard
}
