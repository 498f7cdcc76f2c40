//! What was said in a kept room before: read back, searched, written out, cleared.

use std::path::PathBuf;

use egui::{Key, Modifiers, Vec2};
use egui_kittest::kittest::Queryable;
use tincan_net::{
    Command, EventKind, Found, History, Message, Past, PastMessage, Place, RoomsCommand,
};

use super::{
    kept::{away, kept, rooms_asked, together, with_rooms},
    stage::{NOW, Stage, id, message},
};

const DAY: u64 = 24 * 60 * 60 * 1000;

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
