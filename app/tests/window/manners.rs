//! Keys that work everywhere, and how everything looks.

use egui::{Key, Modifiers, ViewportCommand, accesskit::Role};
use egui_kittest::kittest::Queryable;
use tincan::ui::{
    Renderer, Route, SettingsChange,
    theme::{Taste, ThemeChoice},
};
use tincan_net::{CloseReason, Command, RoomState};

use super::stage::{Stage, Start, message, name};

fn press(stage: &mut Stage, modifiers: Modifiers, key: Key) {
    stage.window.key_press_modifiers(modifiers, key);
    stage.window.run();
}

#[test]
fn the_list_of_keys_is_one_key_away_and_their_words_hold() {
    let mut stage = Stage::new();
    for open in [(Modifiers::NONE, Key::F1), (Modifiers::COMMAND, Key::Slash)] {
        press(&mut stage, open.0, open.1);
        assert!(stage.shows("Keyboard shortcuts"));
        // Its button has the keyboard.
        press(&mut stage, Modifiers::NONE, Key::Enter);
        assert!(!stage.shows("Keyboard shortcuts"));
    }
    stage.types("?");
    assert!(stage.shows("Keyboard shortcuts"));
    // What is below stays as it is.
    press(&mut stage, Modifiers::COMMAND, Key::N);
    assert!(stage.asked().is_empty());
    press(&mut stage, Modifiers::NONE, Key::Escape);

    press(&mut stage, Modifiers::COMMAND, Key::Comma);
    assert_eq!(stage.route(), Route::Settings);
    press(&mut stage, Modifiers::COMMAND, Key::Comma);
    assert_eq!(stage.route(), Route::Home);
    press(&mut stage, Modifiers::COMMAND, Key::N);
    assert!(matches!(stage.asked()[..], [Command::Create { .. }]));
    stage.meets();
    // Who writes means the letter.
    stage.window.get_by_label("Message").focus();
    stage.window.run();
    stage.types("?");
    assert!(!stage.shows("Keyboard shortcuts"));
    press(&mut stage, Modifiers::COMMAND, Key::W);
    assert!(stage.shows("Leave this room?"));
    stage.press("Stay");
    stage.window.event(egui::Event::Key {
        key: Key::Q,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers: Modifiers::COMMAND,
    });
    stage.window.step();
    assert!(stage.window_commands().contains(&ViewportCommand::Close));
}

fn button(at: egui::Pos2, pressed: bool) -> egui::Event {
    egui::Event::PointerButton {
        pos: at,
        button: egui::PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    }
}

/// Some need longer for a click, and so do slow machines: there it lasts as long as
/// a frame.
#[test]
fn a_press_is_a_click_however_long_it_lasts() {
    let mut stage = Stage::new();
    let at = stage.window.get_by_label("Create room").rect().center();
    stage.window.hover_at(at);
    stage.window.step();
    stage.window.event(button(at, true));
    let began = stage.window.ctx.input(|input| input.time);
    while stage.window.ctx.input(|input| input.time) < began + 3.0 {
        stage.window.step();
    }
    assert!(stage.asked().is_empty());
    stage.window.event(button(at, false));
    stage.window.run();
    assert!(matches!(stage.asked()[..], [Command::Create { .. }]));
}

#[test]
fn a_finger_that_stays_opens_a_menu() {
    let mut stage = Stage::together();
    stage.happens(message(false, 1, "at the lake"));
    let words = stage.window.get_by_label("Brave Heron: at the lake").rect();
    let at = words.left_center() + egui::vec2(30.0, 0.0);
    assert!(!stage.shows("Copy"));
    stage.window.event(egui::Event::Touch {
        device_id: egui::TouchDeviceId(0),
        id: egui::TouchId(0),
        phase: egui::TouchPhase::Start,
        pos: at,
        force: None,
    });
    stage.window.event(egui::Event::PointerMoved(at));
    stage.window.event(button(at, true));
    let began = stage.window.ctx.input(|input| input.time);
    while stage.window.ctx.input(|input| input.time) < began + 3.0 {
        stage.window.step();
    }
    assert!(stage.shows("Copy"));
}

#[test]
fn what_draws_the_window_is_chosen_for_the_next_start() {
    let given = Box::new(|launch: &mut tincan::ui::Launch| {
        launch.preferences.renderer_is_given = true;
    });
    let mut stage = Start {
        change: given,
        ..Start::default()
    }
    .go();
    stage.press("Settings");
    stage.press("Appearance");
    stage.window.get_by_label_contains("--renderer");
    let vulkan = Renderer::Wgpu.to_string();
    for (name, kept) in [(vulkan.as_str(), Some(Renderer::Wgpu)), ("Automatic", None)] {
        let choice = stage.window.get_by_role_and_label(Role::RadioButton, name);
        choice.click();
        stage.window.run();
        let settings = stage.settings();
        assert_eq!(settings.last(), Some(&SettingsChange::Renderer(kept)));
    }
}

#[test]
fn the_look_changes_at_once_and_is_kept() {
    let (tell, system) = std::sync::mpsc::sync_channel(4);
    let change = Box::new(move |launch: &mut tincan::ui::Launch| launch.system = Some(system));
    let mut stage = Start {
        change,
        ..Start::default()
    }
    .go();
    let dark = |stage: &Stage| stage.window.ctx.theme() == egui::Theme::Dark;
    tell.send(tincan::ui::theme::SystemTaste {
        dark: Some(true),
        ..Default::default()
    })
    .unwrap();
    stage.window.run();
    assert!(dark(&stage), "the system says so");

    stage.press("Settings");
    stage.press("Appearance");
    let light = stage
        .window
        .get_by_role_and_label(Role::RadioButton, "Light");
    light.click();
    stage.window.run();
    assert!(!dark(&stage), "the person says otherwise");
    let contrast = stage
        .window
        .get_by_role_and_label(Role::CheckBox, "High contrast");
    contrast.click();
    stage.window.run();
    stage.press("Larger");
    let kept = stage.settings();
    let wanted = Taste {
        theme: ThemeChoice::Light,
        high_contrast: true,
        less_motion: false,
        scale: 120,
    };
    assert_eq!(kept.last(), Some(&SettingsChange::Taste(wanted)));
    assert!((stage.window.ctx.zoom_factor() - 1.2).abs() < 0.001);
    press(&mut stage, Modifiers::COMMAND, Key::Num0);
    let kept = stage.settings();
    let Some(SettingsChange::Taste(taste)) = kept.last() else {
        panic!("{kept:?}");
    };
    assert_eq!(taste.scale, 100);
}

#[test]
fn keys_make_everything_larger_smaller_and_as_it_was() {
    let mut stage = Stage::new();
    for (key, scale) in [
        (Key::Plus, 110),
        (Key::Plus, 120),
        (Key::Minus, 110),
        (Key::Num0, 100),
    ] {
        press(&mut stage, Modifiers::COMMAND, key);
        let kept = stage.settings();
        let Some(SettingsChange::Taste(taste)) = kept.last() else {
            panic!("{kept:?}");
        };
        assert_eq!(taste.scale, scale, "{key:?}");
    }
}

#[test]
fn at_three_times_the_size_everything_is_still_within_reach() {
    let mut stage = Start {
        // What a window of 1100 by 720 has room for then.
        size: egui::Vec2::new(366.0, 240.0),
        ..Start::default()
    }
    .go();
    press(&mut stage, Modifiers::COMMAND, Key::Comma);
    // Down the list, which is longer than the window.
    let about = |stage: &Stage| {
        let about = stage.window.get_by_label("About");
        about.is_focused().then(|| about.rect())
    };
    let steps = (0..20).find(|_| {
        press(&mut stage, Modifiers::NONE, Key::Tab);
        about(&stage).is_some()
    });
    assert!(steps.is_some(), "no Tab leads there");
    stage.window.run();
    let seen = about(&stage).expect("it has the keyboard");
    assert!(seen.bottom() <= 240.0, "out of sight: {seen:?}");
    press(&mut stage, Modifiers::COMMAND, Key::Comma);

    press(&mut stage, Modifiers::NONE, Key::F1);
    assert!(stage.shows("Keyboard shortcuts"));
    press(&mut stage, Modifiers::NONE, Key::Enter);
    assert!(!stage.shows("Keyboard shortcuts"));
}

#[test]
fn the_keyboard_is_not_given_back_to_what_is_gone() {
    let mut stage = Stage::together();
    stage.window.get_by_label("Message").focus();
    stage.window.run();
    press(&mut stage, Modifiers::COMMAND, Key::W);
    let leave = stage
        .window
        .get_all_by_role_and_label(Role::Button, "Leave");
    leave.last().expect("the dialog's").click();
    // The dialog closes in this frame, and the next one has no room to write in.
    stage.window.step();
    stage.enters(RoomState::Closed {
        reason: CloseReason::Left,
        peer: Some(name("Brave Heron")),
    });
    // Where AccessKit would end the app.
    assert!(!stage.shows("Leave this room?"));
}
