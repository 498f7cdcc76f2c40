//! Calls whose sound devices are held by others, away, or without a sound system
//! at all: they go on, and say what is to be done.

use serde_json::{Value, json};
use tincan_measure::speech::speech;
use tincan_tests::{
    app::App,
    sound_server::{MICROPHONE, SPEAKER, SoundServer},
};

use super::{
    Two, call,
    devices::{until_heard, with_sounds},
    hang_up, state,
};

/// Ann speaks into a microphone and Ben hears her from a speaker; none where
/// there can be no sound server.
fn by_devices(server: &mut SoundServer, is_there: bool) -> (Two, Vec<i16>) {
    let mut two = with_sounds(server);
    let voice = speech(two.home.path()).expect("espeak-ng speaks");
    if !is_there {
        server.stop();
    }
    let speaks = json!({"audio_in": MICROPHONE, "audio_out": "none", "video_in": "none"});
    let hears = json!({"audio_in": "none", "audio_out": SPEAKER, "video_in": "none"});
    call(&mut two, &speaks, &hears);
    (two, voice)
}

fn is_missing() -> bool {
    let Some(program) = SoundServer::missing() else {
        return false;
    };
    eprintln!("SKIPPED: there is no {program}, so nothing was wrong with sound");
    true
}

/// Waits until an app says this of a device.
fn says(app: &mut App, words: &str) {
    let message = Value::from(words);
    app.expect(json!({"event": "warning", "code": "device", "message": message}));
}

fn unserved(device: &str) -> String {
    format!(
        "The {device} was not found: no sound system answers. Start PulseAudio or PipeWire, or \
         restart your computer."
    )
}

#[test]
fn a_call_goes_on_without_a_sound_system_and_uses_one_that_comes() {
    if is_missing() {
        return;
    }
    let mut server = SoundServer::start();
    let (mut two, voice) = by_devices(&mut server, false);
    let mouth = unserved(&format!("microphone “{MICROPHONE}”"));
    let ear = unserved(&format!("speaker “{SPEAKER}”"));
    says(&mut two.ann, &mouth);
    says(&mut two.ben, &ear);
    let home = two.home.path().to_owned();
    server.start_again();
    until_heard(&server, &home.join("first"), &voice);
    // It ends in the call, and comes again.
    server.stop();
    says(&mut two.ann, &mouth);
    says(&mut two.ben, &ear);
    server.start_again();
    until_heard(&server, &home.join("second"), &voice);
    hang_up(&mut two);
}

/// A sound system that lets this person not in.
#[cfg(target_os = "linux")]
#[test]
fn a_sound_system_that_refuses_is_said() {
    if is_missing() {
        return;
    }
    let Some(mut server) = SoundServer::start_closed() else {
        eprintln!("SKIPPED: only root can run a sound server of somebody else's");
        return;
    };
    let (mut two, _) = by_devices(&mut server, true);
    let refused = "may not be used. Allow it in the settings of your system.";
    says(
        &mut two.ann,
        &format!("The microphone “{MICROPHONE}” {refused}"),
    );
    says(&mut two.ben, &format!("The speaker “{SPEAKER}” {refused}"));
    hang_up(&mut two);
}

#[test]
fn a_microphone_that_is_held_or_away_is_said_and_heard_again() {
    if is_missing() {
        return;
    }
    let mut server = SoundServer::start();
    let (mut two, voice) = by_devices(&mut server, true);
    let home = two.home.path().to_owned();
    until_heard(&server, &home.join("first"), &voice);
    server.hold_microphone(true);
    says(
        &mut two.ann,
        &format!(
            "The microphone “{MICROPHONE}” is there, but nothing comes through. Close other \
             programs that use it, or choose another one."
        ),
    );
    server.hold_microphone(false);
    until_heard(&server, &home.join("second"), &voice);
    hang_up(&mut two);
    // One that is not there at all.
    two.ann
        .send(json!({"do": "call", "audio_in": "Nose", "audio_out": "none", "id": "again"}));
    state(&mut two.ben, "incoming");
    two.ben
        .send(json!({"do": "answer", "audio_in": "none", "audio_out": "Knee"}));
    state(&mut two.ann, "active");
    let absent = "was not found. Plug one in, or choose another one.";
    says(&mut two.ann, &format!("The microphone “Nose” {absent}"));
    says(&mut two.ben, &format!("The speaker “Knee” {absent}"));
    hang_up(&mut two);
}
