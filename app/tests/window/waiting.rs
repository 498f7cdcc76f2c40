use std::time::Duration;

use egui_kittest::kittest::Queryable;
use tincan::ui::Route;
use tincan_net::{Command, EventKind, InviteLink, RoomState, Via, Warning};

use super::stage::{LINK, Stage, Start, name, waiting};

#[test]
fn code_and_link_are_shown_and_copied() {
    let mut stage = Stage::new();
    stage.waits();
    assert_eq!(stage.route(), Route::Waiting);
    assert!(stage.shows("47 213"));
    assert!(stage.shows("Good for 8 more minutes."));
    stage.button("Copy code").click();
    stage.window.step();
    assert_eq!(stage.copied().as_deref(), Some("47 213"));
    stage.window.run();
    assert!(stage.shows("Copied. It works once."));
    stage.button("Copy link").click();
    stage.window.step();
    assert_eq!(stage.copied().as_deref(), Some(LINK));
}

#[test]
fn minutes_pass_and_a_new_code_comes() {
    let mut stage = Stage::new();
    stage.waits();
    stage.pass(Duration::from_secs(7 * 60 + 30));
    assert!(stage.shows("Good for 1 more minute."));
    stage.enters(waiting(Some("47881"), false));
    assert!(stage.shows("47 881") && !stage.shows("47 213"));
}

#[test]
fn the_wait_can_be_ended() {
    let mut stage = Stage::new();
    stage.waits();
    stage.press("Close this room");
    assert!(matches!(stage.asked()[..], [Command::Leave]));
}

#[test]
fn the_switch_asks_to_be_asked() {
    let mut stage = Stage::new();
    stage.waits();
    let switch = |stage: &Stage| {
        stage
            .window
            .get_by_role_and_label(
                egui::accesskit::Role::CheckBox,
                "Ask before letting someone in",
            )
            .rect()
            .center()
    };
    let at = switch(&stage);
    for pressed in [true, false] {
        stage.window.event(egui::Event::PointerMoved(at));
        stage.window.event(egui::Event::PointerButton {
            pos: at,
            button: egui::PointerButton::Primary,
            pressed,
            modifiers: egui::Modifiers::NONE,
        });
    }
    stage.window.run();
    assert!(matches!(stage.asked()[..], [Command::Ask(true)]));
}

#[test]
fn guessing_is_told_and_put_away() {
    let mut stage = Stage::new();
    stage.waits();
    stage.happens(EventKind::Warning(Warning::Guessing));
    let words = "Somebody was guessing your code, so here is a new one. Your link still works.";
    assert!(stage.shows(words));
    stage.press("OK");
    assert!(!stage.shows(words));
}

#[test]
fn a_code_that_is_off_can_be_made_anew() {
    let mut stage = Stage::new();
    stage.enters(waiting(None, true));
    assert!(stage.shows("The code is off"));
    stage.press("New code");
    assert!(matches!(stage.asked()[..], [Command::NewCode]));
    stage.waits();
    assert!(stage.shows("47 213"));
}

#[test]
fn in_a_narrow_window_the_kind_is_changed_and_the_settings_are_reached_too() {
    let mut stage = Start {
        size: egui::Vec2::new(400.0, 720.0),
        ..Start::default()
    }
    .go();
    stage.enters(waiting(Some("47213"), false));
    stage.button("Change").click_accesskit();
    stage.window.run();
    stage.window.get_by_label("Kept").click();
    stage.window.run();
    let asked = stage.asked();
    assert!(matches!(asked[..], [.., Command::Keep(true)]), "{asked:?}");
    stage.press("Settings");
    assert!(stage.shows("Appearance"));
}

#[test]
fn who_knocks_is_let_in() {
    let mut stage = Stage::new();
    stage.enters(waiting(Some("47213"), true));
    stage.happens(EventKind::Knock {
        name: name("Calm Badger"),
    });
    assert!(stage.shows("Calm Badger has your code or link"));
    stage.press("Let in");
    assert!(matches!(stage.asked()[..], [Command::Admit]));
    assert!(!stage.shows("Calm Badger"));
    stage.enters(RoomState::Connected {
        peer: name("Calm Badger"),
    });
    assert_eq!(stage.route(), Route::Room);
}

#[test]
fn who_knocks_is_refused_or_goes() {
    let mut stage = Stage::new();
    stage.enters(waiting(Some("47213"), true));
    let knock = || EventKind::Knock {
        name: name("Calm Badger"),
    };
    stage.happens(knock());
    stage.press("Not now");
    assert!(matches!(stage.asked()[..], [Command::Refuse]));
    stage.happens(knock());
    stage.happens(EventKind::KnockGone);
    assert!(!stage.shows("Calm Badger"));
    assert!(stage.asked().is_empty());
}

#[test]
fn a_slow_start_says_what_it_does() {
    let mut stage = Stage::new();
    stage.press("Create room");
    stage.enters(RoomState::Creating);
    assert_eq!(stage.route(), Route::Home);
    stage.pass(Duration::from_millis(500));
    assert_eq!(stage.route(), Route::Creating);
    assert!(stage.shows("Making your room"));
    stage.asked();
    stage.press("Cancel");
    assert!(matches!(stage.asked()[..], [Command::Leave]));
}

#[test]
fn a_room_that_only_those_near_can_reach_says_so() {
    let mut stage = Stage::new();
    stage.waits();
    let only_near = "No internet. A friend on the same Wi-Fi can still join.";
    assert!(!stage.shows(only_near));
    let RoomState::Waiting { code, link, ask } = waiting(Some("47213"), false) else {
        unreachable!();
    };
    let via = Via::Lan {
        address: "/ip4/192.168.1.4/tcp/4001".parse().unwrap(),
    };
    let link = InviteLink::new(link.host, vec![via], link.secret).unwrap();
    stage.enters(RoomState::Waiting { code, link, ask });
    assert!(stage.shows(only_near));
    assert!(stage.shows("47 213"));
}
