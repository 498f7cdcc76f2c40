use egui::{Key, Vec2, accesskit::Role};
use egui_kittest::kittest::{NodeT, Queryable};
use tincan::ui::{Route, SettingsChange};
use tincan_net::{CloseReason, Command, CommandError, Invite, LinkError, Reach, RoomState};

use super::stage::{LINK, Stage, Start, name};

#[test]
fn creating_a_room_asks_for_one_and_says_so() {
    let mut stage = Stage::new();
    stage.press("Create room");
    assert!(matches!(
        stage.asked()[..],
        [Command::Create {
            ask: false,
            kept: false
        }]
    ));
    assert!(stage.shows("One moment…"));
    stage.press("One moment…");
    assert!(stage.asked().is_empty(), "pressed once is enough");
}

#[test]
fn five_digits_and_enter_join() {
    let mut stage = Stage::new();
    assert!(stage.window.get_by_label("Room code").is_focused());
    stage.types("47");
    assert!(stage.button("Join").accesskit_node().is_disabled());
    stage.types(" 213");
    stage.window.key_press(Key::Enter);
    stage.window.run();
    let asked = stage.asked();
    let [
        Command::Join {
            invite: Invite::Code(code),
            ..
        },
    ] = &asked[..]
    else {
        panic!("{asked:?}");
    };
    assert_eq!(code.to_string(), "47213");
    assert_eq!(stage.route(), Route::Joining);
    assert!(stage.shows("Picking up the other can"));
}

#[test]
fn the_button_joins_too_and_six_digits_are_a_code() {
    let mut stage = Stage::new();
    stage.types("472138");
    stage.press("Join");
    let asked = stage.asked();
    let [
        Command::Join {
            invite: Invite::Code(code),
            ..
        },
    ] = &asked[..]
    else {
        panic!("{asked:?}");
    };
    assert_eq!(code.spaced(), "472 138");
}

#[test]
fn a_pasted_link_joins() {
    let mut stage = Stage::new();
    stage.pastes(&format!("  {LINK}\n"));
    let asked = stage.asked();
    assert!(
        matches!(&asked[..], [Command::Join { invite: Invite::Link(link), .. }] if link.to_string() == LINK),
        "{asked:?}"
    );
}

#[test]
fn a_broken_link_says_what_to_do_and_dials_nothing() {
    let mut stage = Stage::new();
    stage.pastes(&LINK[..LINK.len() - 4]);
    assert!(stage.asked().is_empty());
    assert!(stage.shows("This link is not whole: its end is missing. Ask for it again."));
    stage.types("4");
    assert!(!stage.shows("This link is not whole"));
}

#[test]
fn a_wrong_code_shows_itself_and_the_way_on() {
    let mut stage = Stage::new();
    stage.types("47219");
    stage.press("Join");
    stage.enters(RoomState::Joining);
    stage.enters(RoomState::Closed {
        reason: CloseReason::NoSuchRoom,
        peer: None,
    });
    assert_eq!(stage.route(), Route::Home);
    assert!(stage.shows("Nobody answers to 47 219. Check the digits, or ask for a new code."));
    let cells = stage.window.get_by_label("Room code");
    assert_eq!(cells.value().as_deref(), Some("47219"), "to be mended");
    stage.window.key_press(Key::Backspace);
    stage.window.run();
    assert!(!stage.shows("Nobody answers"));
}

#[test]
fn a_wrong_code_and_why_it_is_wrong_come_into_sight_in_a_low_window() {
    let mut stage = Stage::new();
    let size = Vec2::new(366.0, 240.0);
    stage.window.set_size(size);
    stage.window.run();
    stage.types("47219");
    stage.window.key_press(Key::Enter);
    stage.window.run();
    stage.enters(RoomState::Joining);
    stage.enters(RoomState::Closed {
        reason: CloseReason::NoSuchRoom,
        peer: None,
    });
    stage.window.run();
    let cells = stage.window.get_by_label("Room code").rect();
    let mut why = stage.window.query_all_by_label_contains("Nobody answers");
    let why = why.next().expect("what is wrong").rect();
    assert!(
        cells.top() >= 0.0 && why.bottom() <= size.y,
        "{cells} {why}"
    );
}

#[test]
fn joining_can_be_called_off() {
    let mut stage = Stage::new();
    stage.types("47213");
    stage.press("Join");
    stage.enters(RoomState::Joining);
    stage.enters(RoomState::Knocking);
    assert!(stage.shows("You are at the door"));
    stage.asked();
    stage.press("Cancel");
    assert!(matches!(stage.asked()[..], [Command::Leave]));
    assert!(stage.shows("One moment…"));
    stage.enters(RoomState::Closed {
        reason: CloseReason::Left,
        peer: None,
    });
    assert_eq!(stage.route(), Route::Home);
}

#[test]
fn a_refused_command_is_said_in_words() {
    let mut stage = Stage::new();
    stage.press("Create room");
    let (tag, _) = stage.asked_with_tags()[0].clone();
    stage.refuses(tag.unwrap(), CommandError::RoomOpen);
    assert!(stage.shows("A room is open already. Leave it first."));
    stage.press("Create room");
    assert!(!stage.shows("A room is open already."));
}

#[test]
fn a_link_from_the_system_waits_for_its_button() {
    let mut start = Start::default();
    let known = start.change;
    start.change = Box::new(|launch| {
        known(launch);
        launch.link = Some(LINK.parse());
    });
    let mut stage = start.go();
    assert_eq!(stage.route(), Route::Link);
    assert!(stage.asked().is_empty(), "nothing is dialled by itself");
    assert!(
        !stage.shows("relay.example"),
        "our own relay needs no words"
    );
    stage.press("Join this room");
    assert!(matches!(
        stage.asked()[..],
        [Command::Join {
            invite: Invite::Link(_),
            ..
        }]
    ));
}

#[test]
fn an_unknown_relay_is_named_and_asked_for() {
    let mut stage = Start {
        change: Box::new(|_| {}),
        ..Start::default()
    }
    .go();
    stage.pastes(LINK);
    assert_eq!(stage.route(), Route::Link);
    assert!(stage.asked().is_empty());
    assert!(stage.shows("relay.example"));
    stage.press("Use this relay and join");
    assert!(matches!(
        stage.asked()[..],
        [Command::Join {
            invite: Invite::Link(_),
            ..
        }]
    ));
}

#[test]
fn a_broken_link_from_the_system_says_so() {
    let mut stage = Start {
        change: Box::new(|launch| launch.link = Some(Err(LinkError::CutOff))),
        ..Start::default()
    }
    .go();
    assert!(stage.shows("This link is not whole"));
    stage.press("Back to start");
    assert_eq!(stage.route(), Route::Home);
}

#[test]
fn a_name_is_changed_and_remembered() {
    let mut stage = Stage::new();
    stage.press("Change your name: Quiet Otter");
    let field = stage.window.get_by_role_and_label(Role::TextInput, "Name");
    assert!(field.is_focused());
    stage
        .window
        .key_press_modifiers(egui::Modifiers::COMMAND, Key::A);
    stage.types(" Tidy  Wren ");
    stage.press("Save");
    let asked = stage.asked();
    assert!(matches!(&asked[..], [Command::Name(new)] if new.as_str() == "Tidy Wren"));
    assert_eq!(stage.settings(), [SettingsChange::Name(name("Tidy Wren"))]);
    assert!(stage.shows("Change your name: Tidy Wren"));
}

#[test]
fn a_name_of_nothing_cannot_be_saved() {
    let mut stage = Stage::new();
    stage.press("Change your name: Quiet Otter");
    stage
        .window
        .key_press_modifiers(egui::Modifiers::COMMAND, Key::A);
    stage.types("  ");
    assert!(stage.shows("A name needs at least one letter."));
    stage.press("Save");
    assert!(stage.asked().is_empty());
    stage.window.key_press(Key::Escape);
    stage.window.run();
    assert!(!stage.shows("A name needs"));
}

#[test]
fn the_hint_is_read_once() {
    let mut stage = Stage::new();
    assert!(stage.shows("New here?"));
    stage.press("Got it");
    assert!(!stage.shows("New here?"));
    assert_eq!(stage.settings(), [SettingsChange::HintSeen]);
}

#[test]
fn the_footer_says_whether_somebody_can_be_met() {
    let mut stage = Stage::new();
    assert!(stage.shows("Looking for a meeting point…"));
    stage.happens(tincan_net::EventKind::Reach(Reach::Ready));
    assert!(stage.shows("Ready to meet someone"));
    stage.happens(tincan_net::EventKind::Reach(Reach::Offline));
    assert!(stage.shows("No internet, and no Wi-Fi."));
    stage.happens(tincan_net::EventKind::Reach(Reach::Lan));
    assert!(stage.shows("No internet. A friend on the same Wi-Fi can still join."));
}

#[test]
fn explanations_open_and_close() {
    let mut stage = Stage::new();
    stage.press("Is this private?");
    assert!(stage.shows("Words, pictures and calls are sealed on your computer"));
    stage.press("Close");
    assert!(!stage.shows("Words, pictures and calls"));
    stage.press("What happens when I leave?");
    assert!(stage.shows("the room closes for both"));
    stage.window.key_press(Key::Escape);
    stage.window.run();
    assert!(!stage.shows("the room closes for both"));
}

#[test]
fn a_narrow_window_has_one_column() {
    let top_of = |stage: &Stage, label: &str| stage.window.get_by_label(label).rect().top();
    let wide = Stage::new();
    let (start, join) = (top_of(&wide, "Start a room"), top_of(&wide, "Join a room"));
    assert_eq!(start, join);

    let narrow = Start {
        size: Vec2::new(420.0, 900.0),
        ..Start::default()
    }
    .go();
    assert!(top_of(&narrow, "Join a room") > top_of(&narrow, "Create room"));
    for node in narrow.window.get_all_by_role(Role::Button) {
        assert!(node.rect().right() <= 420.0, "{node:?}");
    }
}

#[test]
fn nothing_moves_while_nothing_happens() {
    let stage = Stage::new();
    let output = stage.window.output();
    let viewport = &output.viewport_output[&egui::ViewportId::ROOT];
    assert_eq!(viewport.repaint_delay, std::time::Duration::MAX);
}
