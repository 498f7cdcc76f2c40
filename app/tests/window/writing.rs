//! What is written in other scripts: read from the right, put together by an input
//! method.

use egui::{Event, ImeEvent, Key, Modifiers, Pos2, accesskit::Role};
use egui_kittest::kittest::Queryable;
use tincan_net::Command;

use super::stage::Stage;

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
        stage.window.event(Event::PointerButton {
            pos: at,
            button: egui::PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        });
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
