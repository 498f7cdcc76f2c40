use egui::{Key, Modifiers, Vec2, ViewportCommand, accesskit::Role};
use egui_kittest::kittest::{NodeT, Queryable};
use tincan::{
    calls::Remembered,
    ui::{SettingsChange, words::devices},
};
use tincan_net::{Call, CallEnd, CallState, Command, EventKind, OnAir, PathKind, RoomState};

use super::stage::{Stage, Start, message, name, path};

const VOICE: OnAir = OnAir {
    mic: true,
    camera: false,
    screen: false,
};
const VIDEO: OnAir = OnAir {
    camera: true,
    ..VOICE
};

fn call(stage: &mut Stage, state: CallState, ours: OnAir, theirs: OnAir) {
    stage.happens(EventKind::Call(Call {
        state,
        ours,
        theirs,
    }));
}

fn answers(stage: &mut Stage) -> Option<OnAir> {
    stage.asked().into_iter().find_map(|command| match command {
        Command::Answer(air) => Some(air),
        _ => None,
    })
}

#[test]
fn a_call_that_comes_in_is_answered_with_or_without_camera_or_declined() {
    let mut stage = Stage::together();
    for (label, air) in [("Answer", VOICE), ("With camera", VIDEO)] {
        call(&mut stage, CallState::Incoming, OnAir::default(), VIDEO);
        assert!(stage.shows("Brave Heron is calling"));
        assert!(stage.shows("They hear nothing until you answer."));
        stage.press(label);
        assert_eq!(answers(&mut stage), Some(air));
        call(&mut stage, CallState::Active, air, VIDEO);
        assert!(!stage.shows("is calling"));
        let ended = CallState::Ended(CallEnd::HungUp);
        call(&mut stage, ended, air, VIDEO);
    }
    call(&mut stage, CallState::Incoming, OnAir::default(), VOICE);
    assert!(stage.shows("Voice call"));
    stage.press("Decline");
    assert!(matches!(stage.asked()[..], [Command::DeclineCall]));
    // The keys do the same.
    stage
        .window
        .key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    stage.window.run();
    assert_eq!(answers(&mut stage), Some(VIDEO));
    stage.window.key_press(Key::Escape);
    stage.window.run();
    assert!(matches!(stage.asked()[..], [Command::DeclineCall]));
}

#[test]
fn before_the_first_call_one_sees_oneself_and_later_one_calls_at_once() {
    let mut stage = Stage::together();
    stage.press("Video call");
    assert!(stage.shows("Before you call"));
    assert!(stage.asked().is_empty(), "nobody is rung yet");
    stage.press("Not now");
    assert!(!stage.shows("Before you call"));
    stage.press("Call");
    assert!(stage.shows("the bar follows your voice"));
    stage.press_last("Call");
    assert!(matches!(stage.asked()[..], [Command::Call(air)] if air == VOICE));
    call(&mut stage, CallState::Ringing, VOICE, OnAir::default());
    assert!(stage.shows("Calling Brave Heron…"));
    let busy = CallState::Ended(CallEnd::Busy);
    call(&mut stage, busy, VOICE, OnAir::default());
    assert!(stage.shows("They are in a call already."));
    stage.press("OK");
    assert!(!stage.shows("They are in a call already."));
    stage.press("Video call");
    assert!(matches!(stage.asked()[..], [Command::Call(air)] if air == VIDEO));
}

#[test]
fn controls_say_what_a_press_does_and_the_line_how_it_is() {
    let mut stage = Stage::together();
    call(&mut stage, CallState::Incoming, OnAir::default(), VOICE);
    stage.press("Answer");
    call(&mut stage, CallState::Active, VOICE, VOICE);
    stage.asked();
    stage.press("Mute");
    assert!(matches!(stage.asked()[..], [Command::OnAir(air)] if air == OnAir::default()));
    stage.press("Muted");
    assert!(matches!(stage.asked()[..], [Command::OnAir(air)] if air == VOICE));
    stage.press("Camera");
    assert!(matches!(stage.asked()[..], [Command::OnAir(air)] if air == VIDEO));
    stage.press("Sound");
    assert!(stage.shows("Silent"));
    stage.press("Call numbers");
    assert!(stage.shows("Delay of sound"));
    stage.press("Chat");
    assert!(stage.shows("Back to the call"));
    stage.press("Back to the call");
    stage.asked();
    call(&mut stage, CallState::Reconnecting, VIDEO, VOICE);
    assert!(stage.shows("Reconnecting…"));
    assert!(stage.button("Hang up").rect().width() > 80.0);
    stage.enters(RoomState::Reconnecting {
        peer: name("Brave Heron"),
        until: super::stage::NOW + 60_000,
    });
    stage.enters(RoomState::Connected {
        peer: name("Brave Heron"),
    });
    stage.happens(path(PathKind::Relayed, 61));
    call(&mut stage, CallState::Active, VIDEO, VOICE);
    stage.press("Hang up");
    let asked = stage.asked();
    assert!(matches!(asked.last(), Some(Command::HangUp)), "{asked:?}");
    let theirs = CallState::Ended(CallEnd::PeerHungUp);
    call(&mut stage, theirs, VIDEO, VOICE);
    assert!(stage.shows("They hung up."));
}

/// In a voice call.
fn in_call() -> Stage {
    let mut stage = Stage::together();
    call(&mut stage, CallState::Incoming, OnAir::default(), VOICE);
    stage.press("Answer");
    call(&mut stage, CallState::Active, VOICE, VOICE);
    stage.asked();
    stage
}

#[test]
fn the_numbers_leave_the_buttons_free_in_low_windows() {
    let mut stage = in_call();
    stage.press("Call numbers");
    for (size, last) in [
        (egui::vec2(1100.0, 720.0), "Pictures a second"),
        (egui::vec2(633.0, 433.0), "Pictures a second"),
        (egui::vec2(366.0, 300.0), "Repaired"),
    ] {
        stage.window.set_size(size);
        stage.window.run();
        let row = stage.window.get_by_label(last).rect();
        let button = stage.button("Hang up").rect();
        assert!(row.bottom() <= button.top(), "{size}: {row} {button}");
    }
}

/// What has the keyboard.
fn focused(stage: &Stage) -> Option<String> {
    let focused = stage.window.root().children_recursive();
    let focused = focused.map(|node| node.accesskit_node());
    let focused = focused.filter(|node| node.is_focused());
    focused.filter_map(|node| node.label()).next()
}

/// What of devices was remembered last.
fn remembered(stage: &Stage) -> Option<Remembered> {
    let changes = stage.settings().into_iter().rev();
    changes
        .filter_map(|change| match change {
            SettingsChange::Devices(devices) => Some(devices),
            _ => None,
        })
        .next()
}

#[test]
fn a_call_can_be_held_with_the_keyboard_alone() {
    let mut stage = in_call();
    let tab_to = |stage: &mut Stage, name: &str| {
        for _ in 0..30 {
            stage.window.key_press(Key::Tab);
            stage.window.run();
            if focused(stage).as_deref() == Some(name) {
                return;
            }
        }
        panic!("no Tab leads to {name:?}");
    };
    tab_to(&mut stage, "Mute");
    stage.window.key_press(Key::Enter);
    stage.window.run();
    assert!(matches!(stage.asked()[..], [Command::OnAir(air)] if !air.mic));
    assert_eq!(
        focused(&stage).as_deref(),
        Some("Muted"),
        "it keeps the keyboard"
    );
    stage.window.key_press(Key::Space);
    stage.window.run();
    assert!(matches!(stage.asked()[..], [Command::OnAir(air)] if air.mic));
    tab_to(&mut stage, "Choose a microphone");
    stage.window.key_press(Key::Enter);
    stage.window.run();
    assert!(stage.shows("What the system prefers"));
    stage.window.key_press(Key::Escape);
    stage.window.run();
    assert!(!stage.shows("What the system prefers"));
    for name in [
        "Camera",
        "Sound",
        "Share",
        "Chat",
        "Call numbers",
        "Full screen",
    ] {
        tab_to(&mut stage, name);
    }
    tab_to(&mut stage, "Hang up");
    stage.window.key_press(Key::Enter);
    stage.window.run();
    assert!(matches!(stage.asked()[..], [Command::HangUp]));
}

#[test]
fn push_to_talk_says_what_to_hold_until_it_is_held() {
    let mut stage = in_call();
    let hint = "Talk only while Space is held";
    stage.press("Choose a microphone");
    stage
        .window
        .get_by_role_and_label(Role::Button, hint)
        .click();
    stage.window.run();
    assert!(remembered(&stage).is_some_and(|devices| devices.push_to_talk));
    stage.window.key_press(Key::Escape);
    stage.window.run();
    let waits = |stage: &Stage| {
        let labels = stage.window.query_all_by_role_and_label(Role::Label, hint);
        labels.count() > 0
    };
    assert!(waits(&stage));
    stage.window.key_down(Key::Space);
    stage.window.step();
    stage.window.step();
    assert!(!waits(&stage), "it is held");
    stage.window.key_up(Key::Space);
    stage.window.run();
    assert!(waits(&stage));
}

#[test]
fn a_shared_screen_is_seen_to_be_shared_and_ends_by_a_button() {
    let mut stage = in_call();
    stage.press("Share");
    let screen = OnAir {
        screen: true,
        ..VOICE
    };
    if tincan_media::devices::can_share_screen() {
        assert!(matches!(stage.asked()[..], [Command::OnAir(air)] if air == screen));
    } else {
        assert!(stage.asked().is_empty());
        assert!(stage.shows("This screen cannot be shared"));
        return;
    }
    call(&mut stage, CallState::Active, screen, VOICE);
    assert!(stage.shows("Your screen is shared"));
    stage.press("Chat");
    assert!(stage.shows("Stop sharing"));
    stage.press("Back to the call");
    stage.press("Stop sharing");
    assert!(matches!(stage.asked()[..], [Command::OnAir(air)] if air == VOICE));
    call(&mut stage, CallState::Active, VOICE, screen);
    assert!(!stage.shows("Stop sharing"));
    assert!(stage.shows("Brave Heron shares a screen"));
}

#[test]
fn the_peer_is_made_quieter_in_the_menu_of_speakers_and_that_is_remembered() {
    let mut stage = in_call();
    stage.press("Choose a speaker");
    let slider = |stage: &Stage| {
        let slider = stage.window.get_by_role(Role::Slider);
        slider.accesskit_node().numeric_value()
    };
    assert_eq!(slider(&stage), Some(100.0));
    stage.window.get_by_role(Role::Slider).focus();
    stage.window.run();
    for _ in 0..3 {
        stage.window.key_press(Key::ArrowLeft);
        stage.window.run();
    }
    assert_eq!(slider(&stage), Some(85.0), "the menu stays open");
    assert_eq!(remembered(&stage).map(|kept| kept.volume), Some(85));
}

/// Who is who can be read in a voice call, whatever lies over it.
#[test]
fn names_are_not_covered_by_a_shared_screen_or_by_what_is_wrong() {
    for size in [Vec2::new(1100.0, 720.0), Vec2::new(400.0, 600.0)] {
        let mut stage = in_call();
        stage.window.set_size(size);
        stage.window.run();
        stage.press("Share");
        let over = if tincan_media::devices::can_share_screen() {
            let screen = OnAir {
                screen: true,
                ..VOICE
            };
            call(&mut stage, CallState::Active, screen, VOICE);
            let own = stage
                .window
                .get_by_role_and_label(Role::Image, "Your screen");
            own.rect()
        } else {
            let wrong = "This screen cannot be shared";
            let mut wrong = stage.window.query_all_by_label_contains(wrong);
            wrong.next().expect("what is wrong").rect()
        };
        stage.window.run();
        for name in ["Brave Heron", "You"] {
            let names = stage.window.query_all_by_role_and_label(Role::Label, name);
            for place in names.map(|label| label.rect()) {
                assert!(!place.intersects(over), "{name}: {place} under {over}");
            }
        }
    }
}

#[test]
fn ones_own_picture_covers_nothing_however_low_the_window_is() {
    let sizes = [
        (1100.0, 720.0),
        (400.0, 720.0),
        (400.0, 480.0),
        (366.0, 240.0),
    ];
    for size in sizes.map(Vec2::from) {
        let mut stage = in_call();
        stage.window.set_size(size);
        stage.window.run();
        stage.press("Camera");
        call(&mut stage, CallState::Active, VIDEO, VOICE);
        let own = stage.window.get_by_role_and_label(Role::Image, "You");
        let own = own.rect();
        for name in ["Brave Heron", "00:00", "Mute", "Hang up", "Full screen"] {
            let places = stage.window.query_all_by_label(name);
            for place in places.map(|node| node.rect()) {
                assert!(
                    !place.intersects(own),
                    "{size}: {name}: {place} under {own}"
                );
            }
        }
    }
}

#[test]
fn messages_that_come_in_a_call_are_counted() {
    let mut stage = in_call();
    for number in 1..3 {
        stage.happens(message(false, number, "Can you see the lake?"));
    }
    assert!(stage.shows("2 new messages"));
}

#[test]
fn devices_are_chosen_in_the_settings_and_remembered() {
    let mut stage = Start {
        change: Box::new(|launch| {
            launch.preferences.devices = Remembered {
                microphone: Some("Yeti Nano, USB".to_owned()),
                ..Remembered::default()
            };
        }),
        ..Start::default()
    }
    .go();
    stage.press("Settings");
    stage.window.get_by_label("Devices").click();
    stage.window.run();
    assert!(stage.shows(devices::text()));
    // No list has it.
    let away = "Microphone: Yeti Nano, USB · not plugged in";
    stage.window.get_by_label(away).click();
    stage.window.run();
    stage.window.get_by_label("What the system prefers").click();
    stage.window.run();
    stage
        .window
        .get_by_role_and_label(Role::CheckBox, "Mirror my picture")
        .click();
    stage.window.run();
    let kept = remembered(&stage);
    let expected = Remembered {
        mirror: false,
        ..Remembered::default()
    };
    assert_eq!(kept, Some(expected));
}

#[test]
fn all_of_the_screen_is_taken_and_given_back() {
    let mut stage = in_call();
    // What was told is that of the last event.
    let told = |stage: &mut Stage, on| {
        stage.window.step();
        let told = stage.window_commands();
        told.contains(&ViewportCommand::Fullscreen(on))
    };
    stage.button("Full screen").click();
    assert!(told(&mut stage, true));
    stage.window.key_down(Key::Escape);
    assert!(told(&mut stage, false));
}

#[test]
fn ones_own_picture_goes_to_another_corner_by_pointer_or_arrows() {
    let mut stage = in_call();
    stage.press("Camera");
    call(&mut stage, CallState::Active, VIDEO, VOICE);
    let place = |stage: &Stage| {
        let own = stage.window.get_by_role_and_label(Role::Image, "You");
        own.rect()
    };
    let (window, begin) = (Vec2::new(1100.0, 720.0), place(&stage));
    assert!(begin.left() > window.x / 2.0 && begin.top() > window.y / 2.0);
    for _ in 0..30 {
        if focused(&stage).as_deref() == Some("You") {
            break;
        }
        stage.window.key_press(Key::Tab);
        stage.window.run();
    }
    stage.window.key_press(Key::ArrowUp);
    stage.window.run();
    let up = place(&stage);
    assert!(up.top() < window.y / 2.0 && up.left() == begin.left());
    let (from, to) = (up.center(), up.center() - Vec2::new(700.0, 0.0));
    stage.window.hover_at(from);
    stage.window.step();
    stage.window.drag_at(from);
    stage.window.step();
    stage.window.hover_at(to);
    stage.window.step();
    stage.window.drop_at(to);
    stage.window.run();
    let left = place(&stage);
    assert!(left.right() < window.x / 2.0 && left.top() == up.top());
}
