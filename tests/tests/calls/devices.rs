//! Calls with a microphone, a speaker and a screen that are real, of a sound server
//! and a display of the test's own.

use std::{
    fs,
    path::Path,
    thread,
    time::{Duration, Instant},
};

use serde_json::json;
use tincan_measure::{
    quantile,
    sound::{RATE, delays},
    speech::{pesq, speech},
};
use tincan_tests::{
    app::{App, PATIENCE, Setup},
    relay::Relay,
    screen::Screen,
    sound_server::{MICROPHONE, SPEAKER, SoundServer},
};

use super::{Two, call, hang_up, silent, together};

/// Pieces of speech that are found again in what was heard.
const ENOUGH: usize = 20;

/// Ann and Ben in a room, on a machine with this sound server.
pub(super) fn with_sounds(server: &SoundServer) -> Two {
    let relay = Relay::start();
    let start = |name: &str| {
        let setup = Setup::new(name).relay(relay.quic());
        setup.variable("PULSE_SERVER", server.address()).start()
    };
    let (ann, ben) = (start("Ann"), start("Ben"));
    together(relay, ann, ben)
}

/// A voice goes from one app's microphone, through all of the processing, to the
/// other's speaker.
#[test]
fn a_voice_goes_from_a_microphone_to_a_speaker() {
    if let Some(program) = SoundServer::missing() {
        eprintln!("SKIPPED: there is no {program}, so no voice went through devices");
        return;
    }
    let server = SoundServer::start();
    let mut two = with_sounds(&server);
    let speaks = json!({"audio_in": MICROPHONE, "audio_out": "none", "video_in": "none"});
    let hears = json!({"audio_in": "none", "audio_out": SPEAKER, "video_in": "none"});
    call(&mut two, &speaks, &hears);
    let home = two.home.path().to_owned();
    let voice = speech(&home).expect("espeak-ng speaks");
    let found = until_heard(&server, &home.join("recorded"), &voice);
    let mut late: Vec<f64> = found.iter().map(|(_, ms)| *ms).collect();
    eprintln!("from mouth to ear {:.0} ms", quantile(&mut late, 50));
    // Whoever wants to know how good it is has time.
    if std::env::var_os("PESQ_PYTHON").is_some() {
        let recording = server.record(&home.join("all of it"));
        server.say(&voice[..voice.len().min(30 * RATE)]);
        let (said, heard) = recording.so_far();
        eprintln!("PESQ {:?}", pesq(&home, &said, &heard));
    }
    hang_up(&mut two);
}

/// Says something until it is heard, recording into the file at `path`; how much
/// later pieces of it were heard, in ms, and when they were said.
pub(super) fn until_heard(server: &SoundServer, path: &Path, voice: &[i16]) -> Vec<(f64, f64)> {
    let recording = server.record(path);
    // Devices are opened in the background: what is said before is not heard.
    let deadline = Instant::now() + PATIENCE;
    loop {
        server.say(&voice[..6 * RATE]);
        let (said, heard) = recording.so_far();
        let found = delays(&said, &heard);
        if found.len() >= ENOUGH {
            return found;
        }
        assert!(Instant::now() < deadline, "it was not heard: {found:?}");
    }
}

/// What is on one's screen is seen by the other, as large as it is, and where one
/// points.
#[test]
fn a_screen_is_shared_and_no_longer() {
    if let Some(program) = Screen::missing() {
        eprintln!("SKIPPED: there is no {program}, so no screen was shared");
        return;
    }
    let screen = Screen::start();
    // Left red, right blue.
    screen.paint((0, 0, 1120, 760), 0x00ff_0000);
    screen.paint((1120, 0, 1120, 760), 0x0000_00ff);
    let relay = Relay::start();
    let start = |name: &str, display: &str| {
        let setup = Setup::new(name).relay(relay.quic());
        let setup = setup.variable("WAYLAND_DISPLAY", "");
        setup.variable("DISPLAY", display).start()
    };
    let (ann, ben) = (start("Ann", screen.display()), start("Ben", ""));
    let mut two = together(relay, ann, ben);
    let seen = two.home.path().join("seen.y4m");
    let mut watches = silent();
    watches["video_out"] = json!({"file": seen});
    call(&mut two, &silent(), &watches);
    two.ben
        .send(json!({"do": "set", "screen": true, "id": "none"}));
    let error = two.ben.expect(json!({"event": "error", "re": "none"}));
    assert_eq!(error["code"], "not_supported");
    two.ann.send(json!({"do": "set", "screen": true}));
    two.ann.expect(json!({"event": "call", "video": true}));
    two.ben
        .expect(json!({"event": "call", "peer_camera": true}));
    // 2240 × 760, shrunk to what a call carries.
    wait_for_size(&mut two, (1920, 650));
    // Red, green and blue by ITU-R BT.601, in the range of television.
    let (red, green, blue) = ([81, 90, 240], [145, 54, 34], [41, 240, 110]);
    let pointer = screen.pointer([0, 255, 0]);
    pointer.move_to(560, 380);
    wait_for_colors(&seen, [green, blue]);
    pointer.move_to(1680, 380);
    wait_for_colors(&seen, [red, green]);
    pointer.move_to(2200, 740);
    wait_for_colors(&seen, [red, blue]);
    two.ann.send(json!({"do": "set", "screen": false}));
    two.ben
        .expect(json!({"event": "call", "peer_camera": false}));
    wait_for_size(&mut two, (0, 0));
    hang_up(&mut two);
}

/// Waits until Ben sees pictures of this size.
pub(super) fn wait_for_size(two: &mut Two, size: (u64, u64)) {
    wait_for_pictures(&mut two.ben, size);
}

/// Waits until an app is shown pictures of this size.
pub(super) fn wait_for_pictures(app: &mut App, (width, height): (u64, u64)) {
    let deadline = Instant::now() + PATIENCE;
    loop {
        app.send(json!({"do": "stats", "id": "stats"}));
        let stats = app.expect(json!({"event": "stats", "re": "stats"}));
        let video = &stats["video"];
        if (&video["width"], &video["height"]) == (&json!(width), &json!(height)) {
            return;
        }
        assert!(Instant::now() < deadline, "not {width}×{height}: {video}");
        thread::sleep(Duration::from_millis(100));
    }
}

/// Waits until the last picture in a Y4M file that grows has these colours on its left
/// and its right.
pub(super) fn wait_for_colors(path: &Path, colors: [[u8; 3]; 2]) {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let (left, right) = sides(&fs::read(path).expect("what was seen"));
        if near(left, colors[0]) && near(right, colors[1]) {
            return;
        }
        assert!(Instant::now() < deadline, "{left:?} {right:?}");
        thread::sleep(Duration::from_millis(200));
    }
}

/// Luma and both chromas in the middle of the left and of the right half of the
/// last picture in a Y4M file.
fn sides(file: &[u8]) -> ([u8; 3], [u8; 3]) {
    let end = file.iter().position(|byte| *byte == b'\n');
    let header = String::from_utf8_lossy(&file[..end.expect("a header")]);
    let number = |key: char| -> usize {
        let field = header.split(' ').find_map(|field| field.strip_prefix(key));
        field.and_then(|size| size.parse().ok()).expect("a size")
    };
    let (width, height) = (number('W'), number('H'));
    let pixels = width * height;
    let picture = &file[file.len() - pixels * 3 / 2..];
    let (luma, chromas) = picture.split_at(pixels);
    let (blueness, redness) = chromas.split_at(pixels / 4);
    let at = |x: usize, y: usize| {
        let chroma = y / 2 * (width / 2) + x / 2;
        [luma[y * width + x], blueness[chroma], redness[chroma]]
    };
    (at(width / 4, height / 2), at(width * 3 / 4, height / 2))
}

fn near(seen: [u8; 3], drawn: [u8; 3]) -> bool {
    seen.iter().zip(drawn).all(|(a, b)| a.abs_diff(b) < 16)
}
