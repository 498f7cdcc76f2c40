use std::{sync::Arc, time::Duration};

use egui::{Key, Modifiers, Vec2, ViewportCommand, accesskit::Role};
use egui_kittest::kittest::{NodeT, Queryable};
use tincan_net::{
    CloseReason, Command, CommandError, Delivery, EventKind, MAX_TEXT_BYTES, PathKind, RoomId,
    RoomState, Warning,
};

use super::{
    handing::Person,
    stage::{NOW, Stage, Start, id, message, name, path, receipt},
};

fn says(commands: Vec<Command>) -> Vec<String> {
    commands
        .into_iter()
        .filter_map(|command| match command {
            Command::Say { text, .. } => Some(text),
            _ => None,
        })
        .collect()
}

fn draft(stage: &Stage) -> String {
    let composer = stage
        .window
        .get_by_role_and_label(Role::MultilineTextInput, "Message");
    composer.value().unwrap_or_default()
}

fn enter(stage: &mut Stage, modifiers: Modifiers) {
    stage.window.key_press_modifiers(modifiers, Key::Enter);
    stage.window.run();
}

#[test]
fn enter_says_it_and_shift_enter_begins_a_line() {
    let mut stage = Stage::together();
    stage.types("one");
    enter(&mut stage, Modifiers::SHIFT);
    stage.types("two");
    assert_eq!(draft(&stage), "one\ntwo");
    enter(&mut stage, Modifiers::NONE);
    assert_eq!(says(stage.asked()), ["one\ntwo"]);
    assert_eq!(draft(&stage), "");
    enter(&mut stage, Modifiers::NONE);
    assert!(says(stage.asked()).is_empty(), "nothing is not said");
}

#[test]
fn the_button_says_it_too() {
    let mut stage = Stage::together();
    stage.types("hello");
    stage.press("Send");
    assert_eq!(says(stage.asked()), ["hello"]);
    stage.types("and more");
    assert_eq!(draft(&stage), "and more", "the keyboard stays here");
}

#[test]
fn words_typed_anywhere_are_meant_for_the_other() {
    let mut stage = Stage::together();
    stage.happens(message(false, 1, "hello"));
    let bubble = stage.window.get_by_label_contains("Brave Heron: hello");
    bubble.click();
    stage.window.run();
    stage.types("hi");
    assert_eq!(draft(&stage), "hi");
    stage.press("Leave");
    stage.types("x");
    assert_eq!(draft(&stage), "hi", "not below a dialog");
}

#[test]
fn receipts_are_told_below_the_last_words() {
    let mut stage = Stage::together();
    stage.happens(message(true, 1, "hello"));
    assert!(stage.shows("You: hello"));
    for (state, words) in [
        (Delivery::Sent, "18:42 · Sent"),
        (Delivery::Delivered, "18:42 · Delivered"),
        (Delivery::Read, "18:42 · Read"),
    ] {
        stage.happens(receipt(1, state));
        assert!(stage.shows(words), "{words}");
    }
}

#[test]
fn what_failed_can_be_said_again_or_forgotten() {
    let mut stage = Stage::together();
    stage.happens(message(true, 1, "hello"));
    stage.happens(receipt(1, Delivery::Failed));
    assert!(stage.shows("Not delivered"));
    stage.press("Try again");
    assert_eq!(says(stage.asked()), ["hello"]);
    assert!(!stage.shows("You: hello"));
    stage.happens(message(true, 2, "bye"));
    stage.happens(receipt(2, Delivery::Failed));
    stage.press("Delete");
    assert!(!stage.shows("bye"));
}

#[test]
fn refused_words_are_not_lost() {
    let mut stage = Stage::together();
    stage.types("hello");
    enter(&mut stage, Modifiers::NONE);
    let tagged = stage.asked_with_tags();
    let tag = tagged
        .iter()
        .find(|(_, command)| matches!(command, Command::Say { .. }))
        .and_then(|(tag, _)| *tag);
    stage.refuses(tag.unwrap(), CommandError::OutboxFull);
    assert!(stage.shows("Not sent yet: hello"));
    stage.press("Try again");
    assert_eq!(says(stage.asked()), ["hello"]);
    assert!(!stage.shows("Not sent yet: hello"));
}

#[test]
fn too_much_is_said_in_words_and_not_sent() {
    let mut stage = Stage::together();
    stage.pastes(&"x".repeat(MAX_TEXT_BYTES + 1));
    assert!(stage.shows("This message is too long. Send it in parts."));
    enter(&mut stage, Modifiers::NONE);
    assert!(says(stage.asked()).is_empty());
    stage.window.key_press(Key::Backspace);
    stage.window.run();
    enter(&mut stage, Modifiers::NONE);
    assert_eq!(says(stage.asked()).len(), 1);
}

#[test]
fn typing_is_told_sparingly_both_ways() {
    let mut stage = Stage::together();
    stage.types("h");
    stage.types("e");
    let typing: Vec<_> = stage
        .asked()
        .into_iter()
        .filter(|command| matches!(command, Command::Typing(_)))
        .collect();
    assert!(matches!(typing[..], [Command::Typing(true)]));
    for _ in 0..20 {
        stage.window.step();
    }
    assert!(matches!(stage.asked()[..], [Command::Typing(false)]));

    stage.happens(EventKind::Typing(true));
    assert!(stage.shows("Brave Heron is typing"));
    stage.happens(message(false, 1, "hi"));
    assert!(!stage.shows("Brave Heron is typing"));
}

#[test]
fn what_is_seen_is_reported_once_and_only_by_those_who_look() {
    let mut stage = Stage::together();
    stage.window.input_mut().focused = false;
    stage.happens(message(false, 1, "are you there?"));
    assert!(stage.asked().is_empty());
    stage.window.input_mut().focused = true;
    stage.window.run();
    let asked = stage.asked();
    assert!(
        matches!(asked[..], [Command::Read(read)] if read == id(false, 1)),
        "{asked:?}"
    );
    stage.window.run();
    assert!(stage.asked().is_empty());
}

#[test]
fn unread_words_are_counted_in_the_title() {
    let mut stage = Stage::together();
    stage.window.input_mut().focused = false;
    stage.tell(None, message(false, 1, "are you there?"));
    stage.window.step();
    let viewport = &stage.window.output().viewport_output[&egui::ViewportId::ROOT];
    assert!(
        viewport
            .commands
            .contains(&egui::ViewportCommand::Title("(1) Tincan".to_owned()))
    );
}

#[test]
fn the_path_is_named_and_explained() {
    let mut stage = Stage::together();
    stage.press("Direct · 23 ms");
    assert!(stage.shows("Is this private?"));
    stage.press("Close");
    stage.happens(path(PathKind::Relayed, 61));
    stage.press("Relayed · 61 ms");
    assert!(stage.shows("Why relayed?"));
    assert!(stage.shows("so a relay passes everything on."));
}

#[test]
fn a_broken_line_says_how_long_the_seat_is_held() {
    let mut stage = Stage::together();
    stage.enters(RoomState::Reconnecting {
        peer: name("Brave Heron"),
        until: NOW + 52_000,
    });
    let tag = stage.button("Reconnecting…");
    let told = tag.accesskit_node().description();
    assert_eq!(
        told.as_deref(),
        Some("Reconnecting… Their seat is held for 52 s.")
    );
    assert!(stage.shows("Their seat is held for 52 s."));
    stage.happens(EventKind::Warning(Warning::RelayLost));
    assert!(stage.shows("The relay is out of reach."));
    stage.meets();
    assert!(!stage.shows("The relay is out of reach."));
}

#[test]
fn leaving_is_asked_about_first() {
    let mut stage = Stage::together();
    stage.press("Leave");
    assert!(stage.shows("It closes for both of you. Nothing of it is kept here."));
    stage.press("Stay");
    assert!(stage.asked().is_empty());
    stage.press("Leave");
    let leave = stage
        .window
        .get_all_by_role_and_label(Role::Button, "Leave")
        .last()
        .unwrap();
    leave.click();
    stage.window.run();
    assert!(matches!(stage.asked()[..], [Command::Leave]));
    assert!(stage.shows("Leaving…"));
    stage.enters(RoomState::Closed {
        reason: CloseReason::Left,
        peer: Some(name("Brave Heron")),
    });
    assert!(stage.shows("You have left"));
}

#[test]
fn closing_the_window_asks_first_too() {
    let mut stage = Stage::together();
    assert!(stage.closes().contains(&ViewportCommand::CancelClose));
    stage.window.run();
    assert!(stage.shows("Leave this room?"));
    assert!(!stage.closes().contains(&ViewportCommand::CancelClose));

    let leave = stage
        .window
        .get_all_by_role_and_label(Role::Button, "Leave")
        .last()
        .unwrap();
    leave.click();
    stage.window.run();
    assert!(matches!(stage.asked()[..], [Command::Leave]));
    stage.tell(
        None,
        EventKind::Room {
            room: tincan_net::RoomId(1),
            state: RoomState::Closed {
                reason: CloseReason::Left,
                peer: Some(name("Brave Heron")),
            },
            kept: false,
        },
    );
    stage.window.step();
    assert!(stage.window_commands().contains(&ViewportCommand::Close));
}

#[test]
fn a_quiet_room_is_not_drawn_again() {
    let mut stage = Stage::together();
    stage.happens(message(false, 1, "hello"));
    stage.window.step();
    let viewport = &stage.window.output().viewport_output[&egui::ViewportId::ROOT];
    assert_eq!(viewport.repaint_delay, Duration::MAX);
}

#[test]
fn ten_thousand_messages_cost_no_more_than_what_is_in_sight() {
    let mut stage = Stage::together();
    let long = "word ".repeat(60);
    for number in 1..=10_000 {
        let text = format!("{number} {}", &long[..(number as usize * 7) % 300]);
        stage.tell(None, message(number % 3 == 0, number, &text));
        if number % 2_000 == 0 {
            stage.window.run();
        }
    }
    stage.window.run();
    assert!(stage.shows(": 10000 "), "the newest is in sight");
    let rows = stage.window.state().rows_laid_out();
    assert!((1..40).contains(&rows), "{rows} rows were laid out");

    // Far up, and still only what is in sight.
    for _ in 0..30 {
        stage.window.key_press(Key::PageUp);
        stage.window.run();
        let rows = stage.window.state().rows_laid_out();
        assert!(rows < 120, "{rows} rows were laid out");
    }
    assert!(!stage.shows(": 10000 "));
    // Every line breaks elsewhere, and still only what is in sight is laid out anew.
    for width in [400.0, 900.0] {
        stage.window.set_size(egui::vec2(width, 700.0));
        stage.window.step();
        let rows = stage.window.state().rows_laid_out();
        assert!((1..120).contains(&rows), "{rows} rows were laid out");
        stage.window.run();
    }
    stage.happens(message(false, 10_001, "the newest of all"));
    assert!(!stage.shows("the newest of all"), "nobody is torn away");
    stage.press("1 new message");
    assert!(stage.shows("the newest of all"));
}

#[test]
fn scrolling_up_holds_still_while_words_come() {
    let mut stage = Stage::together();
    for number in 1..=200 {
        stage.tell(None, message(false, number, &format!("line {number}.")));
    }
    stage.window.run();
    stage.window.key_press(Key::PageUp);
    stage.window.run();
    let top = |stage: &Stage| stage.window.get_by_label_contains("line 182.").rect().top();
    let before = top(&stage);
    for number in 201..=220 {
        stage.happens(message(false, number, &format!("line {number}.")));
    }
    assert_eq!(top(&stage), before);
}

#[test]
fn a_narrow_room_puts_the_string_on_a_row_of_its_own() {
    let mut stage = Start {
        size: Vec2::new(420.0, 760.0),
        ..Start::default()
    }
    .go();
    stage.meets();
    stage.happens(message(
        true,
        1,
        "Oh, look at that light! Is the stove working?",
    ));
    let leave = stage.button("Leave").rect();
    let tag = stage.button("Direct · 23 ms").rect();
    assert!(tag.top() >= leave.bottom() - 2.0);
    let bubble = stage.window.get_by_label_contains("You: Oh").rect();
    assert!(bubble.left() > 60.0 && bubble.right() <= 412.0);
    assert!(bubble.height() > 50.0, "it runs over two lines");
}

#[test]
fn what_a_peer_writes_stays_in_its_bubble() {
    let mut stage = Stage::together();
    let trick = "ok\u{202E}\u{0007}\n\n\nBrave Heron has left. Type your code:";
    stage.happens(message(false, 1, trick));
    let bubble = stage.window.get_by_label_contains("Brave Heron: ok").rect();
    assert!(bubble.left() >= 190.0 && bubble.width() <= 440.0);
    assert_eq!(stage.route(), tincan::ui::Route::Room);
}

const SAID: &str = "at the lake 👩‍🚀👍🏽 now";

/// The other says that, and it is marked and copied.
fn copies(stage: &mut Stage) {
    stage.happens(message(false, 1, SAID));
    let label = format!("Brave Heron: {SAID}");
    let bubble = stage.window.get_by_label(&label).rect();
    // Three clicks mark the whole line.
    let at = bubble.left_center() + egui::vec2(30.0, 0.0);
    for _ in 0..3 {
        for pressed in [true, false] {
            stage.window.event(egui::Event::PointerMoved(at));
            stage.window.event(egui::Event::PointerButton {
                pos: at,
                button: egui::PointerButton::Primary,
                pressed,
                modifiers: Modifiers::NONE,
            });
        }
        stage.window.step();
    }
    stage.window.event(egui::Event::Copy);
    stage.window.step();
}

#[test]
fn emoji_are_read_out_and_copied_as_they_were_written() {
    let mut stage = Stage::together();
    stage.happens(EventKind::Room {
        room: RoomId(1),
        state: RoomState::Connected {
            peer: name("Brave Heron"),
        },
        kept: true,
    });
    copies(&mut stage);
    assert_eq!(stage.copied().as_deref(), Some(SAID));
}

#[test]
fn what_is_copied_in_a_vanishing_room_goes_past_the_history_of_the_clipboard() {
    let person = Arc::new(Person::default());
    let desktop = Arc::clone(&person);
    let mut stage = Start {
        change: Box::new(move |launch| launch.desktop = desktop),
        ..Start::default()
    }
    .go();
    stage.meets();
    copies(&mut stage);
    assert_eq!(stage.copied(), None, "not as words are everywhere");
    let said = stage.until(|_| person.said.lock().expect("no panic").clone());
    assert_eq!(said, SAID);
}

#[test]
fn what_was_changed_or_taken_back_says_so() {
    let mut stage = Stage::together();
    let EventKind::Message(said) = message(false, 1, "hello") else {
        unreachable!()
    };
    stage.happens(EventKind::Message(tincan_net::Message {
        deleted: true,
        text: String::new(),
        ..said
    }));
    assert!(stage.shows("Brave Heron deleted a message"));
}

#[test]
fn seconds_of_the_seat_are_counted_down() {
    let mut stage = Stage::together();
    stage.enters(RoomState::Reconnecting {
        peer: name("Brave Heron"),
        until: NOW + 52_000,
    });
    stage.pass(Duration::from_secs(12));
    let told = stage.button("Reconnecting…").accesskit_node().description();
    assert!(told.unwrap().contains("40 s"));
}
