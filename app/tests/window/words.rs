//! What is done with messages, by pointer and by keys.

use std::sync::Arc;

use egui::{Event, Key, Modifiers, Vec2, accesskit::Role};
use egui_kittest::kittest::{NodeT, Queryable};
use tincan::ui::SettingsChange;
use tincan_net::{Command, CommandError, EventKind, Message, MessageId, Reaction, SafetyEmoji};

use super::{
    handing::Person,
    stage::{Stage, Start, id, message, name, path},
};

fn draft(stage: &Stage) -> String {
    let composer = stage
        .window
        .get_by_role_and_label(Role::MultilineTextInput, "Message");
    composer.value().unwrap_or_default()
}

fn key(stage: &mut Stage, key: Key) {
    stage.window.key_press(key);
    stage.window.run();
}

/// What was asked for, but for what is told by itself.
fn changes(stage: &mut Stage) -> Vec<Command> {
    let told = |command: &Command| matches!(command, Command::Read(_) | Command::Typing(_));
    let asked = stage.asked();
    asked.into_iter().filter(|command| !told(command)).collect()
}

/// The pointer rests on the message called `label`.
fn points_at(stage: &mut Stage, label: &str) {
    let at = stage.window.get_by_label(label).rect().center();
    stage.window.event(Event::PointerMoved(at));
    stage.window.run();
}

fn answer(number: u64, to: MessageId, text: &str) -> EventKind {
    let EventKind::Message(message) = message(false, number, text) else {
        unreachable!("it is one")
    };
    EventKind::Message(Message {
        reply_to: Some(to),
        ..message
    })
}

fn thinks(mine: bool, of: MessageId, emoji: &str) -> EventKind {
    EventKind::Reaction(Reaction {
        message: of,
        mine,
        emoji: emoji.parse().ok(),
    })
}

#[test]
fn an_answer_names_what_it_answers() {
    let mut stage = Stage::together();
    stage.happens(message(false, 1, "Is the stove working?"));
    points_at(&mut stage, "Brave Heron: Is the stove working?");
    stage.press("Reply");
    assert!(stage.shows("Reply to Brave Heron: Is the stove working?"));
    stage.types("Like a dream");
    key(&mut stage, Key::Enter);
    let asked = stage.asked();
    let said = asked.iter().any(|command| {
        matches!(command, Command::Say { text, reply_to: Some(to) }
            if text == "Like a dream" && *to == id(false, 1))
    });
    assert!(said, "{asked:?}");
    assert!(!stage.shows("Reply to"), "the next words are new ones");

    stage.press("Reply");
    key(&mut stage, Key::Escape);
    assert!(!stage.shows("Reply to"));
}

#[test]
fn a_quote_leads_to_what_it_quotes() {
    let mut stage = Stage::together();
    for number in 1..=200 {
        stage.tell(None, message(false, number, &format!("line {number}.")));
    }
    stage.happens(answer(201, id(false, 3), "that one"));
    let third = |stage: &Stage| {
        let found = stage.window.query_by_label("Brave Heron: line 3.");
        found.is_some()
    };
    assert!(!third(&stage));
    stage.press("Answers Brave Heron: line 3.");
    assert!(third(&stage));
    stage.press("To the newest");
    assert!(stage.shows("that one"));
}

#[test]
fn up_edits_the_last_words_and_escape_leaves_them() {
    let mut stage = Stage::together();
    stage.happens(message(true, 1, "I am hear"));
    stage.happens(message(false, 1, "hm?"));
    key(&mut stage, Key::ArrowUp);
    assert_eq!(draft(&stage), "I am hear");
    assert!(stage.shows("Editing your message"));
    for _ in 0..2 {
        key(&mut stage, Key::Backspace);
    }
    stage.types("re");
    key(&mut stage, Key::Enter);
    let asked = stage.asked();
    let edited = asked.iter().any(|command| {
        matches!(command, Command::Edit { message, text }
            if *message == id(true, 1) && text == "I am here")
    });
    assert!(edited, "{asked:?}");
    assert_eq!(draft(&stage), "");

    key(&mut stage, Key::ArrowUp);
    key(&mut stage, Key::Escape);
    assert_eq!(draft(&stage), "");
    assert!(!stage.shows("Editing your message"));
}

#[test]
fn deleting_is_asked_about_first() {
    let mut stage = Stage::together();
    stage.happens(message(true, 1, "oops"));
    points_at(&mut stage, "You: oops");
    stage.press("More");
    stage.press("Delete");
    assert!(stage.shows("Delete this message?"));
    assert!(stage.asked().is_empty());
    stage.press("Delete");
    assert!(matches!(stage.asked()[..], [Command::Delete(gone)] if gone == id(true, 1)));
    let EventKind::Message(said) = message(true, 1, "") else {
        unreachable!("it is one")
    };
    stage.happens(EventKind::Message(Message {
        deleted: true,
        ..said
    }));
    assert!(stage.shows("You deleted a message"));
}

#[test]
fn only_own_words_can_be_changed() {
    let mut stage = Stage::together();
    stage.happens(message(false, 1, "mine alone"));
    points_at(&mut stage, "Brave Heron: mine alone");
    stage.press("More");
    assert!(stage.shows("Reply") && stage.shows("Copy"));
    for theirs in ["Edit", "Delete"] {
        let found = stage.window.query_by_role_and_label(Role::Button, theirs);
        assert!(found.is_none(), "{theirs}");
    }
}

#[test]
fn thoughts_are_shown_with_who_has_them_and_taken_back() {
    let mut stage = Stage::together();
    stage.happens(message(false, 1, "Made it to the lake"));
    points_at(&mut stage, "Brave Heron: Made it to the lake");
    stage.press("React");
    stage.press("React with red heart");
    assert!(
        matches!(changes(&mut stage)[..], [Command::React { message, emoji: Some(heart) }]
            if message == id(false, 1) && heart.as_str() == "❤️")
    );
    stage.happens(thinks(true, id(false, 1), "❤️"));
    stage.happens(thinks(false, id(false, 1), "👍"));
    assert!(stage.shows("thumbs up from Brave Heron"));
    let chip = stage.window.get_by_label("red heart from you");
    chip.click();
    stage.window.run();
    assert!(matches!(
        changes(&mut stage)[..],
        [Command::React { emoji: None, .. }]
    ));
    stage.happens(thinks(true, id(false, 1), "👍"));
    assert!(stage.shows("thumbs up from you and Brave Heron"));
}

#[test]
fn a_change_that_is_refused_says_why() {
    let mut stage = Stage::together();
    stage.happens(message(true, 1, "hello"));
    key(&mut stage, Key::ArrowUp);
    key(&mut stage, Key::Enter);
    let tagged = stage.asked_with_tags();
    let tag = tagged
        .iter()
        .find(|(_, command)| matches!(command, Command::Edit { .. }))
        .and_then(|(tag, _)| *tag);
    stage.refuses(tag.unwrap(), CommandError::Deleted);
    assert!(stage.shows("This message was deleted."));
    stage.press("OK");
    assert!(!stage.shows("This message was deleted."));
}

#[test]
fn messages_are_reached_and_answered_by_keys() {
    let mut stage = Stage::together();
    stage.happens(message(false, 1, "first"));
    stage.happens(message(false, 2, "second"));
    let selected = |stage: &Stage| {
        let node = stage.window.get_by_label("Selected message");
        node.accesskit_node().description().unwrap_or_default()
    };
    // Back from the composer.
    for _ in 0..12 {
        let here = stage.window.query_by_label("Selected message");
        if here.is_some_and(|node| node.is_focused()) {
            break;
        }
        stage.window.key_press_modifiers(Modifiers::SHIFT, Key::Tab);
        stage.window.run();
    }
    assert!(selected(&stage).starts_with("Brave Heron: second"));
    key(&mut stage, Key::ArrowUp);
    assert!(selected(&stage).starts_with("Brave Heron: first"));
    key(&mut stage, Key::R);
    assert!(stage.shows("Reply to Brave Heron: first"));
    stage.types("ok");
    assert_eq!(draft(&stage), "ok");
}

#[test]
fn ones_own_message_is_changed_and_deleted_by_keys() {
    let mut stage = Stage::together();
    stage.happens(message(true, 1, "Made it to the lake"));
    stage.walk_to("Selected message");
    key(&mut stage, Key::Delete);
    assert!(stage.shows("Delete this message?"));
    key(&mut stage, Key::Escape);
    stage.walk_to("Selected message");
    key(&mut stage, Key::E);
    assert_eq!(draft(&stage), "Made it to the lake");
}

#[test]
fn a_link_is_opened_only_after_its_host_was_shown() {
    let person = Arc::new(Person::default());
    let desktop = Arc::clone(&person);
    let mut stage = Start {
        change: Box::new(move |launch| launch.desktop = desktop),
        ..Start::default()
    }
    .go();
    stage.meets();
    let text = "see https://bank.example@b\u{0430}nk.example/x";
    stage.happens(message(false, 1, text));
    points_at(&mut stage, &format!("Brave Heron: {text}"));
    stage.press("More");
    stage.press("Open xn--bnk-6cd.example…");
    assert!(stage.shows("Open this link?"));
    assert!(stage.shows("Letters of other scripts are in this name."));
    assert!(stage.shows("sees your internet address"));
    assert!(person.opened.lock().unwrap().is_empty());
    stage.press("Open");
    stage.until(|_| (!person.opened.lock().unwrap().is_empty()).then_some(()));
    let opened = person.opened.lock().unwrap().clone();
    assert_eq!(opened.len(), 1);
    assert!(opened[0].contains("xn--bnk-6cd.example/x"), "{opened:?}");
}

fn five() -> SafetyEmoji {
    SafetyEmoji::from_indices([12, 27, 40, 50, 18])
}

#[test]
fn the_five_emoji_are_compared() {
    let mut stage = Stage::together();
    stage.happens(EventKind::Safety {
        emoji: five(),
        verified: false,
    });
    stage.press("Not verified");
    assert!(stage.shows("Read these five aloud to each other"));
    for called in five().names() {
        assert!(stage.shows(called), "{called}");
    }
    stage.press("They don't match");
    assert!(matches!(stage.asked()[..], [Command::Verify(false)]));
    assert!(stage.shows("Somebody may sit between you."));
    stage.press("They match");
    assert!(matches!(stage.asked()[..], [Command::Verify(true)]));
    stage.happens(EventKind::Safety {
        emoji: five(),
        verified: true,
    });
    assert!(stage.shows("Nobody sits between the two of you."));
    assert!(!stage.shows("Somebody may sit between you."));
    assert!(stage.shows("Verified"));
    stage.press("Close");
    assert!(!stage.shows("Read these five aloud"));
}

#[test]
fn ones_own_record_is_written_where_one_says() {
    let person = Arc::new(Person::default());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("record.txt");
    person.chooses.lock().unwrap().push(file.clone());
    let desktop = Arc::clone(&person);
    let mut stage = Start {
        change: Box::new(move |launch| launch.desktop = desktop),
        ..Start::default()
    }
    .go();
    stage.meets();
    stage.happens(message(false, 1, "hello 👋"));
    stage.press("Is it really them?");
    stage.press("Save my own record");
    stage.until(|stage| {
        let saved = stage.shows("Your record is saved. It is not signed.");
        saved.then_some(())
    });
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.contains("not signed"), "{text}");
    assert!(text.contains("They: hello 👋"), "{text}");
    assert!(!text.contains("/ip4/"));
}

#[test]
fn emoji_are_found_by_name_and_written_by_keys() {
    let mut stage = Stage::together();
    stage.types("look: ");
    stage.press("Emoji");
    stage.types("octop");
    assert!(stage.shows("octopus"));
    key(&mut stage, Key::Enter);
    assert_eq!(draft(&stage), "look: 🐙");
    key(&mut stage, Key::Escape);
    stage.types("!");
    assert_eq!(draft(&stage), "look: 🐙!");
}

#[test]
fn an_emoji_is_deleted_as_the_one_thing_it_looks_like() {
    let mut stage = Stage::together();
    stage.types("a👩‍🚀");
    key(&mut stage, Key::Backspace);
    assert_eq!(draft(&stage), "a");
    stage.types("👍🏽b");
    key(&mut stage, Key::ArrowLeft);
    key(&mut stage, Key::ArrowLeft);
    stage.types("c");
    assert_eq!(draft(&stage), "ac👍🏽b", "the caret passes over it at once");
}

#[test]
fn what_nobody_saw_come_is_marked() {
    let mut stage = Stage::together();
    stage.happens(message(false, 1, "seen"));
    assert!(!stage.shows("New"));
    stage.window.input_mut().focused = false;
    stage.window.run();
    stage.happens(message(false, 2, "not seen"));
    stage.happens(message(false, 3, "nor this"));
    stage.window.input_mut().focused = true;
    stage.window.run();
    let line = stage.window.get_by_label("New").rect();
    let first = stage.window.get_by_label("Brave Heron: not seen").rect();
    let seen = stage.window.get_by_label("Brave Heron: seen").rect();
    assert!(seen.bottom() < line.top() && line.bottom() < first.top());
    stage.types("here");
    key(&mut stage, Key::Enter);
    stage.happens(message(true, 1, "here"));
    assert!(!stage.shows("New"));
}

#[test]
fn whether_one_has_read_can_be_kept_to_oneself() {
    let mut stage = Stage::new();
    stage.press("Settings");
    stage.press("Privacy");
    let switch = stage
        .window
        .get_by_role_and_label(Role::CheckBox, "Tell when you have read a message");
    switch.click();
    stage.window.run();
    assert!(matches!(stage.asked()[..], [Command::TellRead(false)]));
    assert_eq!(stage.settings(), [SettingsChange::Receipts(false)]);
}

#[test]
fn a_name_does_not_pass_for_the_app() {
    for called in ["You", "Tincan", "yоu"] {
        let mut stage = Start {
            size: Vec2::new(1100.0, 720.0),
            ..Start::default()
        }
        .go();
        stage.enters(tincan_net::RoomState::Connected { peer: name(called) });
        stage.happens(path(tincan_net::PathKind::Direct, 23));
        stage.happens(message(false, 1, "hello"));
        let quoted = format!("“{called}”: hello");
        assert!(stage.shows(&quoted), "{called}");
    }
}
