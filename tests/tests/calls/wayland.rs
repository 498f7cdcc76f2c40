//! Calls in which a screen of Wayland is shared: the desktop is asked for it.

use std::{
    path::PathBuf,
    thread,
    time::{Duration, Instant},
};

use serde_json::json;
use tincan_tests::{
    app::{App, PATIENCE, Setup},
    bus::Bus,
    relay::Relay,
    wayland::{Answer, Desktop, compositor::Compositor, source::Look, window::Window},
};

use super::{
    Two, call,
    devices::{wait_for_colors, wait_for_pictures, wait_for_size},
    hang_up, silent, together,
};

const RED: Look = Look {
    width: 1280,
    height: 720,
    colors: [[255, 0, 0]; 2],
    turned: 0,
};
/// Larger than what a call carries, and of a monitor that stands on its side: a quarter
/// of a circle against the clock.
const BLUE_AND_RED: Look = Look {
    width: 2240,
    height: 760,
    colors: [[0, 0, 255], [255, 0, 0]],
    turned: 1,
};
/// The same by ITU-R BT.601, in the range of television.
const RED_SEEN: [u8; 3] = [81, 90, 240];
const BLUE_SEEN: [u8; 3] = [41, 240, 110];

fn desktop() -> Option<Desktop> {
    if let Some(program) = Desktop::missing() {
        eprintln!("SKIPPED: there is no {program}, so no screen of Wayland was shared");
        return None;
    }
    Some(Desktop::start(RED))
}

/// Ann on Wayland with this bus, and Ben.
fn on_wayland(bus: &Bus) -> Two {
    let relay = Relay::start();
    let ann = Setup::new("Ann").relay(relay.quic());
    let ann = ann
        .variable("DISPLAY", "")
        .variable("WAYLAND_DISPLAY", "wayland-of-nobody")
        .variable("DBUS_SESSION_BUS_ADDRESS", bus.address())
        .start();
    let ben = Setup::new("Ben").relay(relay.quic()).start();
    together(relay, ann, ben)
}

fn share(ann: &mut App, on: bool) {
    ann.send(json!({"do": "set", "screen": on}));
}

/// Waits until Ann is told this.
fn told(ann: &mut App, begin: &str) {
    let said = ann.expect(json!({"event": "warning", "code": "device"}));
    assert!(said.text("message").starts_with(begin), "{}", said.fields);
}

/// Waits until Ben knows whether there is something to be seen.
fn shown(two: &mut Two, shown: bool) {
    two.ben
        .expect(json!({"event": "call", "peer_camera": shown}));
}

/// Waits until the desktop is like this.
fn wait_for(desktop: &Desktop, is: impl Fn(&Desktop) -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !is(desktop) {
        assert!(Instant::now() < deadline, "not so: {desktop:?}");
        thread::sleep(Duration::from_millis(20));
    }
}

/// Two in a call, one of whom asks to share a screen; what the other sees is in the file.
fn sharing(desktop: &Desktop) -> (Two, PathBuf) {
    let mut two = on_wayland(desktop.bus());
    let seen = two.home.path().join("seen.y4m");
    let mut watches = silent();
    watches["video_out"] = json!({"file": seen});
    call(&mut two, &silent(), &watches);
    share(&mut two.ann, true);
    (two, seen)
}

/// What is on a screen is seen by the other once the desktop has been asked for it,
/// upright, while it changes its size, and no longer.
#[test]
fn a_screen_is_shared_by_the_portal() {
    let Some(desktop) = desktop() else { return };
    let (mut two, seen) = sharing(&desktop);
    two.ann.expect(json!({"event": "call", "video": true}));
    shown(&mut two, true);
    wait_for_size(&mut two, (1280, 720));
    // People point at what they speak of.
    assert!(desktop.with_pointer());
    wait_for_colors(&seen, [RED_SEEN; 2]);
    desktop.change(BLUE_AND_RED);
    wait_for_size(&mut two, (1920, 650));
    wait_for_colors(&seen, [BLUE_SEEN, RED_SEEN]);
    share(&mut two.ann, false);
    shown(&mut two, false);
    wait_for_size(&mut two, (0, 0));
    wait_for(&desktop, |desktop| !desktop.is_sharing());
    hang_up(&mut two);
}

/// A person who chooses nothing shares nothing; one who ends it where the desktop
/// shows that something is shared is told so; so is one whose portal is gone.
#[test]
fn a_screen_is_shared_as_the_desktop_says() {
    let Some(mut desktop) = desktop() else { return };
    let mut two = on_wayland(desktop.bus());
    call(&mut two, &silent(), &silent());
    desktop.answer(Answer::Cancel);
    share(&mut two.ann, true);
    told(&mut two.ann, "Nothing is shared");
    // Asked, and not wanted any more before anybody answers.
    desktop.answer(Answer::Wait);
    share(&mut two.ann, true);
    wait_for(&desktop, |desktop| desktop.asked() == 2);
    share(&mut two.ann, false);
    desktop.answer(Answer::Share);
    share(&mut two.ann, true);
    shown(&mut two, true);
    wait_for_size(&mut two, (1280, 720));
    desktop.end_sharing();
    told(&mut two.ann, "Your desktop has ended the sharing.");
    shown(&mut two, false);
    share(&mut two.ann, true);
    shown(&mut two, true);
    desktop.stop_portal();
    told(&mut two.ann, "Your desktop has ended the sharing.");
    shown(&mut two, false);
    share(&mut two.ann, true);
    told(&mut two.ann, "The screen cannot be shared: no portal");
    hang_up(&mut two);
}

/// However a monitor stands before a person, and also in a mirror.
#[test]
fn a_screen_that_is_turned_is_seen_upright() {
    let Some(desktop) = desktop() else { return };
    let (mut two, seen) = sharing(&desktop);
    shown(&mut two, true);
    wait_for_size(&mut two, (1280, 720));
    let colors = [([255, 0, 0], RED_SEEN), ([0, 0, 255], BLUE_SEEN)];
    for turned in 0..8 {
        // They change places each time: what is seen is not what was before.
        let (left, right) = (colors[turned % 2], colors[(turned + 1) % 2]);
        desktop.change(Look {
            colors: [left.0, right.0],
            turned,
            ..RED
        });
        wait_for_colors(&seen, [left.1, right.1]);
    }
    wait_for_size(&mut two, (1280, 720));
    hang_up(&mut two);
}

/// By a window on Wayland, pressed by what its buttons are called: what is shared is
/// seen until the desktop, or a button, ends it.
#[test]
fn a_window_shares_a_screen_by_the_portal() {
    if let Some(program) = Compositor::missing().or_else(Desktop::missing) {
        eprintln!("SKIPPED: there is no {program}, so no window of Wayland shared a screen");
        return;
    }
    let desktop = Desktop::start_to_be_read(RED);
    let compositor = Compositor::start();
    let relay = Relay::start();
    let setup = |name: &str| Setup::new(name).argument("--no-lan").relay(relay.quic());
    let ann = setup("Ann")
        .variable("DISPLAY", "")
        .variable("WAYLAND_DISPLAY", compositor.display())
        .variable("PULSE_SERVER", "unix:/nowhere");
    let ann = Window::open(&ann, desktop.bus());
    let mut ben = setup("Ben").start();
    let home = tempfile::tempdir().expect("a folder");
    let seen = home.path().join("seen.y4m");

    ann.press("Create room");
    ben.join(&ann.wait_for_code());
    ben.connected();
    ann.press("Call");
    ann.wait_for("Before you call");
    ann.press("Call");
    ben.expect(json!({"event": "call", "state": "incoming"}));
    let mut answer = silent();
    (answer["do"], answer["video_out"]) = ("answer".into(), json!({"file": seen}));
    ben.send(answer);
    ann.wait_for("Hang up");

    ann.press("Share");
    ann.wait_for("Your screen is shared");
    ben.expect(json!({"event": "call", "peer_camera": true}));
    wait_for_pictures(&mut ben, (1280, 720));
    wait_for_colors(&seen, [RED_SEEN; 2]);
    desktop.end_sharing();
    ann.wait_for("Your desktop has ended the sharing.");
    ann.wait_until_gone("Your screen is shared");
    ben.expect(json!({"event": "call", "peer_camera": false}));
    ann.press("Share");
    ann.wait_for("Your screen is shared");
    ben.expect(json!({"event": "call", "peer_camera": true}));
    ann.press("Stop sharing");
    ann.wait_until_gone("Your screen is shared");
    wait_for(&desktop, |desktop| !desktop.is_sharing());
    ann.press("Hang up");
    ben.expect(json!({"event": "call", "state": "ended", "reason": "peer_hung_up"}));
}
