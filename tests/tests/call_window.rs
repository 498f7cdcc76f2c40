//! A call between two real windows, with a sound server and a screen of the
//! test's own.

use std::{
    thread,
    time::{Duration, Instant},
};

use tincan_measure::sound::babble;
use tincan_tests::{
    app::{PATIENCE, Setup},
    proxy::Proxy,
    relay::Relay,
    screen::{Screen, Window},
    sound_server::{SPEAKER, SoundServer},
};

/// Ann and Ben, together.
fn together<'a>(
    screen: &'a Screen,
    sounds: &SoundServer,
    relay: &Relay,
) -> (Window<'a>, Window<'a>) {
    let open = |name: &str, left| {
        let setup = Setup::new(name).argument("--no-lan").relay(relay.quic());
        let setup = setup.variable("PULSE_SERVER", sounds.address());
        screen.open(&setup, left)
    };
    let (ann, ben) = (open("Ann", 0), open("Ben", 1120));
    ann.meet(&ben, ["Ann", "Ben"]);
    (ann, ben)
}

/// Ann calls Ben, for the first time.
fn call(ann: &Window<'_>, ben: &Window<'_>) {
    ann.click("Call");
    ann.wait_for("Before you call");
    ann.click("Call");
    ben.wait_for("Ann is calling");
    ben.key("Return");
    ann.wait_for("Hang up");
    ben.wait_for("Hang up");
}

const RED: u32 = 0x00ff_0000;
const GREEN: u32 = 0x0000_c000;
const BLUE: u32 = 0x0000_00ff;

/// Waits until this point of the screen has about this colour.
fn wait_for_point(screen: &Screen, point: (i16, i16), color: u32) {
    wait_for_point_or(screen, point, color, || false);
}

/// The same, or until `else_so`.
fn wait_for_point_or(
    screen: &Screen,
    (x, y): (i16, i16),
    color: u32,
    mut else_so: impl FnMut() -> bool,
) {
    let deadline = Instant::now() + PATIENCE;
    let [_, wanted @ ..] = color.to_be_bytes();
    loop {
        let seen = screen.point(x, y);
        if seen.iter().zip(wanted).all(|(a, b)| a.abs_diff(b) < 70) || else_so() {
            return;
        }
        let late = Instant::now() > deadline;
        assert!(!late, "{seen:?} at {x}, {y}, and not {wanted:?}");
        thread::sleep(Duration::from_millis(20));
    }
}

fn has(window: &Window<'_>, name: &str) -> bool {
    let nodes = window.nodes();
    !nodes.is_empty() && nodes.iter().any(|node| node.name.contains(name))
}

#[test]
fn two_windows_call_share_a_screen_and_lose_a_speaker() {
    let Some((screen, sounds)) = Screen::here().zip(SoundServer::here()) else {
        return;
    };
    let relay = Relay::start();
    let (ann, ben) = together(&screen, &sounds, &relay);
    // One looks at oneself, and rings; the other answers by a key.
    ann.click("Call");
    ann.wait_for("Before you call");
    ann.click("Call");
    ann.wait_for("Calling Ben");
    ben.wait_for("Ann is calling");
    screen.picture("call-rings");
    ben.key("Return");
    ann.wait_for("Hang up");
    ben.wait_for("Hang up");
    let _voice = sounds.keep_saying(&babble(20));
    ann.wait_for("speaking");
    screen.picture("call-voice");

    // Behind the windows, at the lower edge, all is red.
    screen.paint((0, 722, 2240, 38), RED);
    ann.click("Share");
    ann.click("The whole screen");
    ben.wait_for("Ann shares a screen");
    ann.wait_for("Your screen is shared");
    // In Ben's window, 1100 × 720, Ann's screen of 2240 × 760 is 1100 × 373, and
    // its lower edge at 547.
    wait_for_point(&screen, (1120 + 550, 537), RED);
    screen.picture("call-screen");
    ann.click("Stop sharing");
    ben.wait_until("nothing is shared", |ben| !has(ben, "shares a screen"));

    // Ben's speaker is unplugged: the call goes on, and says so.
    let before = sounds.players();
    ben.click("Choose a speaker");
    ben.click(SPEAKER);
    ben.key("Escape");
    // One that was never opened could not be lost.
    ben.wait_until("it is opened by its name", |_| {
        let now = sounds.players();
        now.len() == before.len() && now != before
    });
    sounds.unplug_speaker();
    ben.wait_for("The speaker “Ear” is gone. Plug it in again, or choose another one.");
    screen.picture("call-unplugged");
    ben.wait_for("Hang up");
    sounds.plug_speaker_in();
    ben.wait_until("it is there again", |ben| !has(ben, "is gone"));

    ben.click("Hang up");
    ann.wait_for("They hung up.");
}

/// Without a sound system a call is made, says what is to be done, and is heard
/// once there is one.
#[test]
fn a_call_without_a_sound_system_says_what_to_do() {
    let Some((screen, mut sounds)) = Screen::here().zip(SoundServer::here()) else {
        return;
    };
    let relay = Relay::start();
    let (ann, ben) = together(&screen, &sounds, &relay);
    sounds.stop();
    call(&ann, &ben);
    let words = "was not found, since no sound system answers. Start PulseAudio or PipeWire";
    ann.wait_for(words);
    ben.wait_for(words);
    screen.picture("call-without-sound");
    sounds.start_again();
    for window in [&ann, &ben] {
        window.wait_until("there is sound", |window| !has(window, words));
    }
    let _voice = sounds.keep_saying(&babble(20));
    ann.wait_for("speaking");
    ben.click("Hang up");
    ann.wait_for("They hung up.");
}

/// One window is shared, from below all others; it changes its size, is minimised
/// and closed, and both are told.
#[test]
fn one_window_is_shared_until_it_is_closed() {
    let Some((screen, sounds)) = Screen::here().zip(SoundServer::here()) else {
        return;
    };
    let relay = Relay::start();
    let (ann, ben) = together(&screen, &sounds, &relay);
    call(&ann, &ben);
    let pane = screen.pane("Bill \u{202E}fdp.exe", (60, 80, 600, 400), GREEN);
    let _nameless = screen.pane("\u{200B}", (200, 90, 300, 500), 0x0080_8080);
    let _long = screen.pane(
        &"Long and longer ".repeat(500),
        (300, 100, 900, 90),
        0x00ff_ff00,
    );
    ann.click("Share");
    ann.wait_for("The whole screen");
    ann.wait_for("A window without a name");
    ann.wait_for("Long and longer Long");
    ann.wait_for("Bill fdp.exe");
    // Its own window would show itself in itself.
    assert!(!has(&ann, "Tincan, Ann") && has(&ann, "What do you want to share?"));
    screen.picture("call-choose");
    ann.key("Escape");
    ann.wait_until("it is closed", |ann| !has(ann, "What do you want"));
    ann.click("Share");
    ann.click("Bill fdp.exe");
    ann.wait_for("“Bill fdp.exe” is shared");
    ben.wait_for("Ann shares a screen");
    // All of it in Ben's window of 1100 × 720: 1080 × 720; and small in Ann's. A
    // machine that is very busy is taken for a line that is too thin for pictures,
    // and then Ann is told.
    let (middle, left) = ((1120 + 550, 300), (1120 + 100, 300));
    let (small_middle, small_left) = ((976, 530), (885, 530));
    let ben_sees = |point, color| {
        wait_for_point_or(&screen, point, color, || has(&ann, "Sound only"));
    };
    for point in [small_middle, small_left] {
        wait_for_point(&screen, point, GREEN);
    }
    for point in [middle, left] {
        ben_sees(point, GREEN);
    }
    screen.picture("call-window");
    // It is higher than wide: 360 × 720.
    pane.change(300, 600, BLUE).expect("another size");
    wait_for_point(&screen, small_middle, BLUE);
    ben_sees(middle, BLUE);
    ben_sees(left, 0);
    pane.hide().expect("it is minimised");
    ann.wait_for("The window “Bill fdp.exe” is not on your screen");
    screen.picture("call-window-hidden");
    pane.show().expect("it is back");
    ann.wait_until("it is seen again", |ann| !has(ann, "not on your screen"));
    drop(pane);
    ann.wait_for("The window “Bill fdp.exe” was closed, so nothing is shared any more.");
    ben.wait_for("They share nothing any more.");
    ann.wait_until("nothing is shared", |ann| !has(ann, "Stop sharing"));
    ben.wait_until("nothing is seen", |ben| !has(ben, "shares a screen"));
    screen.picture("call-window-closed");
    // It can be done again, and goes away when the call ends.
    ann.click("Share");
    ann.click("A window without a name");
    ann.wait_for("“A window without a name” is shared");
    ben.click("Hang up");
    ann.wait_for("They hung up.");
}

/// Milliseconds to the other and back, over a relay, as a window says it.
fn relayed_ms(window: &Window<'_>) -> Option<u32> {
    let nodes = window.nodes();
    nodes.iter().find_map(|node| {
        let (_, after) = node.name.split_once("Relayed · ")?;
        after.split_once(" ms")?.0.parse().ok()
    })
}

/// Ben hides behind two relays, one of which is far away: the one that the call
/// goes over ends, and it goes on over the other.
#[test]
fn a_call_between_two_windows_goes_on_over_another_path() {
    const FAR: Duration = Duration::from_millis(100);
    /// From here on a way is one over that.
    const FAR_MS: u32 = 150;
    let Some((screen, sounds)) = Screen::here().zip(SoundServer::here()) else {
        return;
    };
    let relays = [Relay::start(), Relay::start()];
    let delays = [Duration::from_millis(1), FAR];
    let ways = [0, 1].map(|n| Proxy::start(relays[n].port(), delays[n]));
    let open = |name: &str, left, addresses: [String; 2]| {
        let setup = Setup::new(name).argument("--no-lan").argument("--hide-ip");
        let setup = addresses.iter().fold(setup, |setup, at| setup.relay(at));
        screen.open(&setup.variable("PULSE_SERVER", sounds.address()), left)
    };
    let straight = [0, 1].map(|n| relays[n].quic().to_owned());
    let ann = open("Ann", 0, straight);
    let ben = open(
        "Ben",
        1120,
        [0, 1].map(|n| ways[n].address(relays[n].quic())),
    );
    ann.meet(&ben, ["Ann", "Ben"]);
    ann.click("Call");
    ann.wait_for("Before you call");
    ann.click("Call");
    ben.wait_for("Ann is calling");
    ben.key("Return");
    let _voice = sounds.keep_saying(&babble(20));
    ben.wait_for("speaking");
    let mut ms = 0;
    ben.wait_until("the way is known", |ben| {
        relayed_ms(ben).inspect(|found| ms = *found).is_some()
    });
    let far = ms >= FAR_MS;
    ways[usize::from(far)].cut();
    ben.wait_until("the call has gone over to the other way", |ben| {
        relayed_ms(ben).is_some_and(|ms| (ms >= FAR_MS) != far) && has(ben, "speaking")
    });
    ann.wait_for("speaking");
    screen.picture("call-moved");
    ann.click("Hang up");
    ben.wait_for("They hung up.");
}
