//! Rooms that both keep: made, proposed, listed, opened, cleared and forgotten.

use std::path::PathBuf;

use egui::{Vec2, accesskit::Role};
use egui_kittest::kittest::Queryable;
use tincan::ui::Route;
use tincan_net::{
    BlockedPeer, CloseReason, Command, CommandError, EventKind, Keep, KeyAt, RoomId, RoomState,
    RoomSummary, RoomsCommand, Storage,
};

use super::stage::{NOW, Stage, Start, name, waiting};

const DAY: u64 = 24 * 60 * 60 * 1000;

fn summary(number: u64, name: &str) -> RoomSummary {
    RoomSummary {
        room: RoomId(number),
        name: name.to_owned(),
        last_at: NOW - (number - 1) * DAY,
        peer_here: Some(number == 1),
        unread: if number == 2 { 3 } else { 0 },
        verified: number == 1,
    }
}

pub(crate) fn with_rooms() -> Stage {
    let mut stage = Stage::new();
    stage.happens(EventKind::Rooms(vec![
        summary(1, "Mum"),
        summary(2, "Brave Heron"),
        summary(3, "You"),
    ]));
    stage.asked();
    stage
}

pub(crate) fn kept(stage: &mut Stage, state: RoomState) {
    stage.happens(EventKind::Room {
        room: RoomId(2),
        state,
        kept: true,
    });
}

pub(crate) fn away() -> RoomState {
    RoomState::Awaiting {
        peer: name("Brave Heron"),
    }
}

pub(crate) fn together() -> RoomState {
    RoomState::Connected {
        peer: name("Brave Heron"),
    }
}

pub(crate) fn rooms_asked(stage: &mut Stage) -> Vec<RoomsCommand> {
    let commands = stage.asked().into_iter();
    let rooms = commands.filter_map(|command| match command {
        Command::Rooms(rooms) => Some(rooms),
        _ => None,
    });
    rooms.collect()
}

fn keeps(stage: &mut Stage) -> Vec<bool> {
    let commands = stage.asked().into_iter();
    let keeps = commands.filter_map(|command| match command {
        Command::Keep(wants) => Some(wants),
        _ => None,
    });
    keeps.collect()
}

#[test]
fn a_room_is_made_to_be_kept_or_not() {
    let mut stage = Stage::new();
    assert!(stage.shows("Vanishing: nothing is kept"));
    stage.press("Change");
    let choice = |stage: &Stage, label: &str| {
        let choice = stage.window.get_by_role_and_label(Role::RadioButton, label);
        choice.click();
    };
    choice(&stage, "Kept");
    stage.window.run();
    assert!(stage.shows("Kept: you can both come back"));
    stage.press("Create room");
    let made = stage.asked();
    assert!(
        matches!(made[..], [.., Command::Create { kept: true, .. }]),
        "{made:?}"
    );
    stage.enters(waiting(Some("47213"), false));
    assert!(stage.shows("You can both come back"));
    stage.press("Change");
    choice(&stage, "Vanishing");
    stage.window.run();
    assert_eq!(keeps(&mut stage), [false]);
    assert!(stage.shows("Nothing is kept when one of you leaves"));
}

#[test]
fn who_made_a_room_to_be_kept_sees_what_becomes_of_that() {
    let mut stage = Stage::new();
    stage.press("Change");
    let choice = stage
        .window
        .get_by_role_and_label(Role::RadioButton, "Kept");
    choice.click();
    stage.window.run();
    stage.press("Create room");
    stage.enters(waiting(Some("47213"), false));
    stage.meets();
    assert!(stage.shows("You asked Brave Heron to keep this room"));
    stage.happens(EventKind::Room {
        room: RoomId(1),
        state: together(),
        kept: true,
    });
    assert!(stage.shows("You both keep this room"));
    stage.press("OK");
    assert!(!stage.shows("You both keep this room"));
    assert!(stage.shows("Kept room · just the two of you"));
}

#[test]
fn a_room_is_proposed_later_and_the_answer_is_told() {
    let mut stage = Stage::together();
    stage.press("About this room");
    stage.press("Keep this room…");
    assert!(stage.shows("If they agree, you can both come back"));
    stage.press("Ask them");
    assert_eq!(keeps(&mut stage), [true]);
    assert!(stage.shows("You asked Brave Heron"));
    stage.happens(EventKind::Keep(Keep::Off));
    assert!(stage.shows("does not want to keep this room now"));
    stage.press("OK");
    stage.press("About this room");
    stage.press("Keep this room…");
    stage.press("Ask them");
    stage.press("Take back");
    assert_eq!(keeps(&mut stage), [true, false]);
    assert!(!stage.shows("You asked Brave Heron"));
}

#[test]
fn a_proposal_is_accepted_or_not_now() {
    let mut stage = Stage::together();
    stage.happens(EventKind::Keep(Keep::Proposed));
    assert!(stage.shows("Brave Heron wants to keep this room"));
    stage.press("Not now");
    assert_eq!(keeps(&mut stage), [false]);
    assert!(!stage.shows("wants to keep this room"));
    stage.happens(EventKind::Keep(Keep::Proposed));
    stage.press("Keep it");
    assert_eq!(keeps(&mut stage), [true]);
    stage.happens(EventKind::Keep(Keep::Proposed));
    stage.happens(EventKind::Keep(Keep::Off));
    assert!(!stage.shows("wants to keep this room"), "they took it back");
}

#[test]
fn a_proposal_can_be_answered_in_a_low_window() {
    let mut stage = Stage::together();
    stage.window.set_size(Vec2::new(366.0, 240.0));
    stage.happens(EventKind::Keep(Keep::Proposed));
    let keep = stage.walk_to("Keep it");
    let composer = stage.window.get_by_role(Role::MultilineTextInput).rect();
    assert!(keep.bottom() <= composer.top(), "{keep} under {composer}");
    stage.press("Keep it");
    assert_eq!(keeps(&mut stage), [true]);
}

#[test]
fn the_end_of_the_menu_of_a_room_is_in_reach_in_a_low_window() {
    let mut stage = Stage::new();
    kept(&mut stage, together());
    let size = Vec2::new(366.0, 240.0);
    stage.window.set_size(size);
    stage.window.run();
    stage.press("About this room");
    let last = stage.walk_to("Settings");
    assert!(last.top() >= 0.0 && last.bottom() <= size.y, "{last}");
}

#[test]
fn recent_rooms_say_who_when_and_whether_they_are_here() {
    let mut stage = with_rooms();
    assert!(stage.shows("You talked today, 18:42"));
    assert!(stage.shows("You talked yesterday, 18:42"));
    assert!(stage.shows("Here now") && stage.shows("Away"));
    assert!(stage.shows("3 new"));
    assert!(stage.shows("“You”"), "not the app's own word");
    stage.press("Open Mum");
    assert_eq!(rooms_asked(&mut stage), [RoomsCommand::Open(RoomId(1))]);
    assert_eq!(stage.route(), Route::Home, "until it is there");
    let refused = CommandError::Blocked;
    stage.happens(EventKind::Error(refused.clone()));
    assert!(stage.shows(&refused.to_string()));
    stage.press("OK");
    assert!(!stage.shows(&refused.to_string()));
}

#[test]
fn a_room_is_renamed_cleared_blocked_and_forgotten_after_a_question() {
    let mut stage = with_rooms();
    let room = Some(RoomId(2));
    stage.press("More about Brave Heron");
    stage.press("Rename…");
    stage.types(" the lake");
    stage.press("Save");
    let renamed = RoomsCommand::Rename(room, "Brave Heron the lake".to_owned());
    assert_eq!(rooms_asked(&mut stage), [renamed]);
    for (row, says, button, command) in [
        (
            "Clear what was said…",
            "the other one keeps theirs",
            "Clear",
            RoomsCommand::Clear(room),
        ),
        (
            "Block…",
            "They are not told",
            "Block",
            RoomsCommand::Block(room),
        ),
        (
            "Forget this room…",
            "you can no longer come back to it",
            "Forget",
            RoomsCommand::Forget(room),
        ),
    ] {
        stage.press("More about Brave Heron");
        stage.press(row);
        assert!(stage.shows(says), "{says}");
        stage.press("Cancel");
        assert_eq!(rooms_asked(&mut stage), [], "asked first");
        stage.press("More about Brave Heron");
        stage.press(row);
        stage.press(button);
        assert_eq!(rooms_asked(&mut stage), [command]);
    }
    stage.happens(EventKind::Rooms(Vec::new()));
    assert!(stage.shows("Two cans and a string"), "as it was before");
}

#[test]
fn five_hundred_rooms_cost_no_more_than_those_in_sight() {
    let mut stage = Stage::new();
    let rooms = (1..=500).map(|n| summary(n, &format!("Room {n}")));
    stage.happens(EventKind::Rooms(rooms.collect()));
    let shown = stage
        .window
        .query_all_by_label_contains("Open Room")
        .count();
    assert!((5..20).contains(&shown), "{shown} rows are there");
    let field = stage
        .window
        .get_by_role_and_label(Role::SearchInput, "Find a room");
    field.click();
    stage.window.run();
    stage.types("room 499");
    assert!(stage.shows("Open Room 499"));
    assert!(!stage.shows("Open Room 1"));
    stage.types("99");
    assert!(stage.shows("No room is called that."));
}

#[test]
fn waiting_and_leaving_are_said_in_words() {
    let mut stage = with_rooms();
    kept(&mut stage, away());
    assert_eq!(stage.route(), Route::Room);
    assert!(stage.shows("Nobody here yet"));
    assert!(stage.shows("come back any day"));
    kept(&mut stage, together());
    assert!(!stage.shows("Nobody here yet"));
    stage.press("Leave");
    assert!(stage.shows("The room stays: come back whenever you both like"));
    stage.press("Stay");
    kept(&mut stage, away());
    assert!(stage.shows("Brave Heron has left. The room stays"));
    stage.asked();
    stage.press("Leave");
    assert!(
        matches!(stage.asked()[..], [Command::Leave]),
        "nobody is there to be asked about"
    );
    let left = RoomState::Closed {
        reason: CloseReason::Left,
        peer: Some(name("Brave Heron")),
    };
    kept(&mut stage, left);
    assert_eq!(stage.route(), Route::Home);
    stage.press("What happens when I leave?");
    assert!(stage.shows("A kept room stays when you leave"));
}

#[test]
fn settings_say_where_the_key_is_and_whom_one_blocked() {
    let mut stage = Start {
        size: Vec2::new(1100.0, 900.0),
        ..Start::default()
    }
    .go();
    stage.press("Settings");
    stage.press("Storage");
    assert_eq!(rooms_asked(&mut stage), [RoomsCommand::Storage]);
    let storage = |blocked| Storage {
        key: Some(KeyAt::File(PathBuf::from("/home/ann/.local/share/key"))),
        rooms: 2,
        messages: 1234,
        bytes: 8_100_000,
        blocked,
    };
    let badger = BlockedPeer {
        key: [7; 32],
        name: "Calm Badger".to_owned(),
    };
    stage.happens(EventKind::Storage(storage(vec![badger])));
    assert!(stage.shows("/home/ann/.local/share/key"));
    assert!(stage.shows("2 rooms, 1234 messages, 8.1 MB on the disk"));
    stage.press("Unblock Calm Badger");
    assert_eq!(rooms_asked(&mut stage), [RoomsCommand::Unblock([7; 32])]);
    stage.happens(EventKind::Storage(storage(Vec::new())));
    assert!(stage.shows("You blocked nobody."));
    stage.press("Clear all conversations…");
    stage.press("Clear");
    assert_eq!(rooms_asked(&mut stage), [RoomsCommand::ClearAll]);
}

#[test]
fn everybody_who_is_blocked_is_reached_by_keys() {
    let mut stage = Start {
        size: Vec2::new(1100.0, 500.0),
        ..Start::default()
    }
    .go();
    stage.press("Settings");
    stage.press("Storage");
    let blocked = (1..=12).map(|n| BlockedPeer {
        key: [n; 32],
        name: format!("Badger {n:02}"),
    });
    stage.happens(EventKind::Storage(Storage {
        key: None,
        rooms: 0,
        messages: 0,
        bytes: 0,
        blocked: blocked.collect(),
    }));
    for n in 1..=12 {
        let rect = stage.walk_to(&format!("Unblock Badger {n:02}"));
        assert!(rect.bottom() <= 500.0, "{n} is out of sight");
    }
}

#[test]
fn why_nothing_can_be_kept_is_said_and_the_rest_works() {
    let mut stage = Stage::new();
    let message = "The kept rooms are of a later version of Tincan. Update it to open them.";
    stage.happens(EventKind::NotKept {
        code: "newer_file",
        message: message.to_owned(),
    });
    assert!(stage.shows(message));
    stage.press("OK");
    assert!(!stage.shows(message));
    stage.press("Create room");
    assert!(matches!(stage.asked()[..], [.., Command::Create { .. }]));
}

#[test]
fn rooms_that_are_out_of_sight_are_reached_by_keys() {
    let mut stage = Start {
        size: Vec2::new(400.0, 500.0),
        ..Start::default()
    }
    .go();
    let rooms = (1..=30).map(|n| summary(n, &format!("Room {n:02}")));
    stage.happens(EventKind::Rooms(rooms.collect()));
    for n in [1, 2, 29, 30] {
        let rect = stage.walk_to(&format!("Open Room {n:02}"));
        let seen = rect.top() >= 0.0 && rect.bottom() <= 500.0;
        assert!(seen, "{n} is out of sight: {rect:?}");
    }
}
