//! What is written in other scripts: read from the right, put together by an input
//! method.

use egui::{Event, ImeEvent, Key, Modifiers, Pos2, accesskit::Role};
use egui_kittest::kittest::Queryable;
use tincan_net::{Command, EventKind, RoomId, RoomState};

use super::stage::{Stage, message, name};

fn draft(stage: &Stage) -> String {
    let role = Role::MultilineTextInput;
    let composer = stage.window.get_by_role_and_label(role, "Message");
    composer.value().unwrap_or_default()
}

fn presses(stage: &mut Stage, modifiers: Modifiers, key: Key) {
    stage.window.key_press_modifiers(modifiers, key);
    stage.window.run();
}

fn said(stage: &mut Stage) -> Vec<String> {
    let asked = stage.asked().into_iter();
    let said = asked.filter_map(|command| match command {
        Command::Say { text, .. } => Some(text),
        _ => None,
    });
    said.collect()
}

/// In a room, with this written.
fn writing(text: &str) -> Stage {
    let mut stage = Stage::together();
    stage.types(text);
    assert_eq!(draft(&stage), text);
    stage
}

/// A place in the composer, so far from its right edge.
fn from_right(stage: &Stage, gap: f32) -> Pos2 {
    let role = Role::MultilineTextInput;
    let rect = stage.window.get_by_role_and_label(role, "Message").rect();
    egui::pos2(rect.right() - gap, rect.center().y)
}

fn clicks(stage: &mut Stage, at: Pos2) {
    stage.window.hover_at(at);
    for pressed in [true, false] {
        stage.window.event(button(at, pressed));
        stage.window.run();
    }
}

#[test]
fn in_hebrew_the_keys_lead_where_they_point() {
    let mut stage = writing("שלום");
    presses(&mut stage, Modifiers::NONE, Key::ArrowRight);
    stage.types("-");
    assert_eq!(draft(&stage), "שלו-ם", "back is to the right");
    presses(&mut stage, Modifiers::NONE, Key::ArrowLeft);
    stage.types("!");
    assert_eq!(draft(&stage), "שלו-ם!", "on is to the left");
    presses(&mut stage, Modifiers::NONE, Key::Home);
    stage.types("א");
    assert_eq!(draft(&stage), "אשלו-ם!");
}

#[test]
fn what_is_marked_in_arabic_is_what_was_passed_over() {
    let mut stage = writing("سلام");
    presses(&mut stage, Modifiers::SHIFT, Key::ArrowRight);
    stage.types("ة");
    assert_eq!(draft(&stage), "سلاة");
}

#[test]
fn hebrew_begins_at_the_right_and_a_click_leads_where_it_is() {
    let mut stage = writing("שלום");
    stage.window.run();
    let at = from_right(&stage, 1.0);
    clicks(&mut stage, at);
    stage.types("א");
    assert_eq!(draft(&stage), "אשלום");
    let left = from_right(&stage, 300.0);
    clicks(&mut stage, left);
    stage.types("!");
    assert_eq!(draft(&stage), "אשלום!");
}

#[test]
fn latin_words_are_gone_through_as_ever() {
    let mut stage = writing("abc");
    presses(&mut stage, Modifiers::NONE, Key::ArrowLeft);
    stage.types("-");
    assert_eq!(draft(&stage), "ab-c");
}

#[test]
fn up_and_down_stay_below_each_other_in_hebrew() {
    let mut stage = writing("אבגדה");
    presses(&mut stage, Modifiers::SHIFT, Key::Enter);
    stage.types("וזחטי");
    presses(&mut stage, Modifiers::NONE, Key::Home);
    presses(&mut stage, Modifiers::NONE, Key::ArrowUp);
    stage.types("1");
    assert_eq!(draft(&stage), "1אבגדה\nוזחטי");
}

fn composes(stage: &mut Stage, text: &str) {
    stage.window.event(Event::Ime(ImeEvent::Preedit {
        text: text.to_owned(),
        active_range_chars: None,
    }));
    stage.window.run();
}

#[test]
fn an_input_method_puts_letters_together_and_only_the_end_of_it_is_said() {
    let mut stage = writing("a ");
    for part in ["ㄴ", "니", "니ㅎ"] {
        composes(&mut stage, part);
        assert_eq!(draft(&stage), format!("a {part}"));
    }
    presses(&mut stage, Modifiers::NONE, Key::Enter);
    assert!(
        said(&mut stage).is_empty(),
        "the key was for the input method"
    );
    stage
        .window
        .event(Event::Ime(ImeEvent::Commit("你好".to_owned())));
    stage.window.run();
    assert_eq!(draft(&stage), "a 你好");
    presses(&mut stage, Modifiers::NONE, Key::Enter);
    assert_eq!(said(&mut stage), ["a 你好"]);
}

#[test]
fn what_was_being_put_together_can_be_given_up() {
    let mut stage = writing("é ");
    composes(&mut stage, "´");
    assert_eq!(draft(&stage), "é ´");
    composes(&mut stage, "");
    assert_eq!(draft(&stage), "é ");
    presses(&mut stage, Modifiers::NONE, Key::Enter);
    assert_eq!(said(&mut stage), ["é "]);
}

/// In a room that is kept: what is copied in another one goes its own way.
fn keeping() -> Stage {
    let mut stage = Stage::together();
    let peer = name("Brave Heron");
    stage.happens(EventKind::Room {
        room: RoomId(1),
        state: RoomState::Connected { peer },
        kept: true,
    });
    stage
}

fn button(pos: Pos2, pressed: bool) -> Event {
    Event::PointerButton {
        pos,
        button: egui::PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    }
}

/// Marks from one place to another, and copies.
fn marks(stage: &mut Stage, from: Pos2, to: Pos2) -> Option<String> {
    stage.window.hover_at(from);
    stage.window.run();
    stage.window.event(button(from, true));
    stage.window.run();
    for step in 1..=4 {
        stage.window.hover_at(from.lerp(to, step as f32 / 4.0));
        stage.window.run();
    }
    stage.window.event(button(to, false));
    stage.window.run();
    stage.window.event(Event::Copy);
    stage.window.step();
    stage.copied()
}

#[test]
fn a_part_of_a_hebrew_message_is_marked_and_copied() {
    let mut stage = keeping();
    stage.happens(message(false, 1, "שלום עולם"));
    let label = "Brave Heron: שלום עולם";
    let bubble = |stage: &Stage| stage.window.get_by_label(label).rect();
    // It is as wide as its words, and begins at the right.
    let words = bubble(&stage).shrink2(egui::vec2(14.0, 0.0));
    let y = words.center().y;
    let [right, left] = [words.right(), words.left()].map(|x| egui::pos2(x, y));
    assert_eq!(marks(&mut stage, right, left).as_deref(), Some("שלום עולם"));
    let first = egui::pos2(words.center().x + 10.0, y);
    let copied = marks(&mut stage, right, first).expect("something is marked");
    assert!(
        "שלום".starts_with(&copied) && !copied.is_empty(),
        "{copied}"
    );
    // Twice, quickly, means the word.
    let at = egui::pos2(words.left() + 10.0, y);
    // Each event is a frame of its own here, a quarter of a second long.
    let slow = |options: &mut egui::Options| {
        options.input_options.max_double_click_delay = 2.0;
    };
    stage.window.ctx.options_mut(slow);
    for pressed in [true, false, true, false] {
        stage.window.event(button(at, pressed));
        stage.window.step();
    }
    stage.window.event(Event::Copy);
    stage.window.step();
    assert_eq!(stage.copied().as_deref(), Some("עולם"));
    // Pressed elsewhere, nothing is marked.
    let elsewhere = egui::pos2(words.right() + 200.0, y);
    clicks(&mut stage, elsewhere);
    stage.window.event(Event::Copy);
    stage.window.step();
    assert_eq!(stage.copied(), None);
}

#[test]
fn a_message_in_two_ways_of_writing_is_copied_as_it_was_written() {
    let mut stage = keeping();
    let text = "abc שלום 12 def";
    stage.happens(message(false, 1, text));
    let label = format!("Brave Heron: {text}");
    let words = stage.window.get_by_label(&label).rect();
    let words = words.shrink2(egui::vec2(14.0, 0.0));
    let [left, right] = [words.left_center(), words.right_center()];
    assert_eq!(marks(&mut stage, left, right).as_deref(), Some(text));
}

#[test]
fn a_long_hebrew_line_is_scrolled_to_where_one_writes() {
    let mut stage = keeping();
    presses(&mut stage, Modifiers::COMMAND, Key::F);
    let label = "Search this conversation";
    let field = |stage: &Stage| {
        let field = stage.window.get_by_role_and_label(Role::SearchInput, label);
        field.rect()
    };
    let caret = |stage: &Stage| {
        let output = &stage.window.output().platform_output;
        let caret = output.ime.expect("one writes").cursor_rect;
        assert!(field(stage).contains_rect(caret), "{caret:?} is in sight");
        caret.center().x - field(stage).left()
    };
    stage.types("של");
    let width = field(&stage).width();
    assert!(caret(&stage) > width / 2.0, "it begins at the right");
    stage.types(&"שלום עולם ".repeat(12));
    stage.window.run();
    assert!(caret(&stage) < width / 4.0, "one goes on to the left");
    presses(&mut stage, Modifiers::NONE, Key::Home);
    assert!(
        caret(&stage) > width * 3.0 / 4.0,
        "and back to the beginning"
    );
    // What is under the pointer is what one sees there.
    let at = field(&stage).left_center() + egui::vec2(width / 2.0, 0.0);
    clicks(&mut stage, at);
    assert!((caret(&stage) - width / 2.0).abs() < 12.0);
    stage.types("!");
    let role = Role::SearchInput;
    let field = stage.window.get_by_role_and_label(role, label);
    let text = field.value().unwrap_or_default();
    let before = text.chars().take_while(|c| *c != '!').count();
    assert!((10..60).contains(&before), "{before}: {text}");
}
