//! Rooms that both keep: made, proposed, listed, opened, read back, searched,
//! cleared and forgotten.

use std::path::PathBuf;

use egui::{Key, Modifiers, Vec2, accesskit::Role};
use egui_kittest::kittest::Queryable;
use tincan::ui::Route;
use tincan_net::{
    BlockedPeer, CloseReason, Command, CommandError, EventKind, Found, History, Keep, KeyAt,
    Message, Past, PastMessage, Place, RoomId, RoomState, RoomSummary, RoomsCommand, Storage,
};

use super::stage::{NOW, Stage, Start, id, message, name, waiting};

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

fn with_rooms() -> Stage {
    let mut stage = Stage::new();
    stage.happens(EventKind::Rooms(vec![
        summary(1, "Mum"),
        summary(2, "Brave Heron"),
        summary(3, "You"),
    ]));
    stage.asked();
    stage
}

fn kept(stage: &mut Stage, state: RoomState) {
    stage.happens(EventKind::Room {
        room: RoomId(2),
        state,
        kept: true,
    });
}

fn away() -> RoomState {
    RoomState::Awaiting {
        peer: name("Brave Heron"),
    }
}

fn together() -> RoomState {
    RoomState::Connected {
        peer: name("Brave Heron"),
    }
}

fn past(number: u64) -> Past {
    Past::Said(said(number))
}

fn said(number: u64) -> PastMessage {
    let mine = number.is_multiple_of(3);
    PastMessage {
        place: Place(number as i64),
        seen: true,
        state: None,
        reactions: Vec::new(),
        message: Message {
            id: id(mine, number),
            mine,
            text: format!("word {number}"),
            at: NOW - 10 * DAY + number * 1000,
            reply_to: None,
            with: None,
            edited: false,
            deleted: false,
        },
    }
}

fn part(from: u64, to: u64) -> EventKind {
    EventKind::History(History {
        items: (from..=to).map(past).collect(),
        earlier: (from > 1).then_some(Place(from as i64)),
        whole: None,
    })
}

/// In a kept room, with the newest hundred of a thousand words.
fn reading() -> Stage {
    let mut stage = with_rooms();
    kept(&mut stage, away());
    stage.happens(part(901, 1000));
    stage
}

fn rooms_asked(stage: &mut Stage) -> Vec<RoomsCommand> {
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

fn top_of(stage: &Stage, label: &str) -> f32 {
    let node = stage.window.get_by_label_contains(label);
    node.rect().top()
}

#[test]
fn older_words_come_as_one_scrolls_up_and_nothing_moves() {
    let mut stage = reading();
    assert!(stage.shows("word 1000"));
    assert_eq!(rooms_asked(&mut stage), [], "not before they are wanted");
    for _ in 0..40 {
        stage.window.key_press(Key::PageUp);
        stage.window.run();
        if stage.shows("word 905") {
            break;
        }
    }
    let asked = rooms_asked(&mut stage);
    let before = Place(901);
    assert_eq!(asked, [RoomsCommand::Earlier { before, upto: None }]);
    let top = top_of(&stage, "word 905");
    stage.happens(part(801, 900));
    stage.window.run();
    let moved = (top_of(&stage, "word 905") - top).abs();
    assert!(moved < 2.0, "it moved by {moved}");
    stage.window.key_press(Key::PageUp);
    stage.window.run();
    assert!(stage.shows("word 899"));
}

#[test]
fn a_room_opens_where_one_has_not_read_on() {
    let mut stage = with_rooms();
    kept(&mut stage, away());
    let items = (901..=1000).map(|number| {
        Past::Said(PastMessage {
            seen: number <= 940,
            ..said(number)
        })
    });
    stage.happens(EventKind::History(History {
        items: items.collect(),
        earlier: None,
        whole: None,
    }));
    assert!(stage.shows("New"), "the line above what was not seen");
    assert!(stage.shows("word 941"));
    assert!(!stage.shows("word 1000"));
    let read = |stage: &mut Stage| {
        let asked = stage.asked().into_iter();
        asked.filter(|c| matches!(c, Command::Read(_))).count()
    };
    assert_eq!(read(&mut stage), 0, "not yet");
    stage
        .window
        .key_press_modifiers(Modifiers::COMMAND, Key::End);
    stage.window.run();
    assert!(stage.shows("word 1000"));
    assert_eq!(read(&mut stage), 1);
}

#[test]
fn words_are_found_and_shown_however_old_they_are() {
    let mut stage = reading();
    kept(&mut stage, together());
    stage.asked();
    stage.window.key_press_modifiers(Modifiers::COMMAND, Key::F);
    stage.window.run();
    stage.types("word 512");
    let tagged = stage.asked_with_tags();
    let (tag, command) = tagged.last().unwrap().clone();
    let wanted = RoomsCommand::Search {
        words: "word 512".to_owned(),
        before: None,
    };
    assert!(matches!(command, Command::Rooms(rooms) if rooms == wanted));
    assert!(stage.shows("Looking…"));
    stage.tell(
        tag,
        EventKind::Found(Found {
            items: vec![past(512)],
            before: None,
        }),
    );
    stage.window.run();
    stage.press("Brave Heron, Tuesday, 11 November, 18:50: word 512");
    let (before, upto) = (Place(901), Some(Place(512)));
    assert_eq!(
        rooms_asked(&mut stage),
        [RoomsCommand::Earlier { before, upto }]
    );
    stage.happens(part(501, 900));
    let shown = stage.window.query_all_by_label_contains("word 512");
    assert!(shown.count() >= 2, "in the list and in the conversation");
}

#[test]
fn the_oldest_words_of_all_are_found_and_shown_and_one_comes_back_to_the_newest() {
    let mut stage = with_rooms();
    kept(&mut stage, away());
    stage.happens(part(49_901, 50_000));
    stage.asked();
    stage.window.key_press_modifiers(Modifiers::COMMAND, Key::F);
    stage.window.run();
    stage.types("word 17");
    let (tag, _) = stage.asked_with_tags().pop().unwrap();
    // Nothing was found in the newest part, so the next is looked through.
    let nothing = Found {
        items: Vec::new(),
        before: Some(Place(40_000)),
    };
    stage.tell(tag, EventKind::Found(nothing));
    stage.window.run();
    let (tag, further) = stage.asked_with_tags().pop().unwrap();
    let wanted = RoomsCommand::Search {
        words: "word 17".to_owned(),
        before: Some(Place(40_000)),
    };
    assert!(matches!(further, Command::Rooms(rooms) if rooms == wanted));
    let found = Found {
        items: vec![past(17)],
        before: None,
    };
    stage.tell(tag, EventKind::Found(found));
    stage.window.run();
    stage.press("Brave Heron, Tuesday, 11 November, 18:42: word 17");
    // All between comes, a long part at a time.
    while let Some(RoomsCommand::Earlier { before, upto }) = rooms_asked(&mut stage).pop() {
        assert_eq!(upto, Some(Place(17)));
        let before = u64::try_from(before.0).unwrap();
        stage.happens(part(before.saturating_sub(1000).max(1), before - 1));
        if before <= 1001 {
            break;
        }
    }
    stage.window.run();
    let shown = stage.window.query_all_by_label("Brave Heron: word 17");
    let places: Vec<egui::Rect> = shown.map(|node| node.rect()).collect();
    let [place] = places[..] else {
        panic!("once, in the conversation: {places:?}")
    };
    let window = egui::Rect::from_min_size(egui::Pos2::ZERO, Vec2::new(1100.0, 720.0));
    assert!(window.contains_rect(place), "{place:?}");
    stage
        .window
        .key_press_modifiers(Modifiers::COMMAND, Key::End);
    stage.window.run();
    assert!(stage.shows("word 50000"));
    assert!(
        stage
            .window
            .query_by_label("Brave Heron: word 17")
            .is_none()
    );
}

#[test]
fn a_conversation_is_written_out_and_says_that_it_is_not_sealed() {
    let mut stage = reading();
    stage.press("About this room");
    stage.press("Save the conversation…");
    assert!(stage.shows("not sealed"));
    stage.press("Cancel");
    stage.happens(EventKind::Exported(PathBuf::from("/tmp/x.txt")));
    assert!(stage.shows("The conversation is saved."));
}

#[test]
fn what_was_cleared_is_gone_from_sight() {
    let mut stage = reading();
    stage.press("About this room");
    stage.press("Clear what was said…");
    stage.press("Clear");
    assert_eq!(rooms_asked(&mut stage), [RoomsCommand::Clear(None)]);
    stage.happens(EventKind::Cleared);
    assert!(!stage.shows("word 1000"));
    assert!(stage.shows("Nothing is kept of what you and Brave Heron said."));
    stage.happens(message(false, 2000, "and on"));
    assert!(stage.shows("and on"));
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
