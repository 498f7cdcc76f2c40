use egui::{Key, Modifiers};
use tincan_net::{Call, CallEnd, CallState, Command, EventKind, OnAir, PathKind, RoomState};

use super::stage::{Stage, name, path};

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
    stage.press("Numbers");
    assert!(stage.shows("Delay of sound"));
    stage.press("Chat");
    assert!(stage.shows("Back to the call"));
    stage.press("Back to the call");
    stage.asked();
    call(&mut stage, CallState::Reconnecting, VIDEO, VOICE);
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
