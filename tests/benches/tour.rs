//! What a frame of the window costs on a tour through it, and how soon a key is
//! seen: alone, and with a call and a transfer under way. Drawn by software on a
//! screen in memory. Prints numbers beside their goals; asserts nothing.
//!
//! `cargo bench -p tincan-tests --bench tour -- call` goes straight to the call.

use std::{
    env,
    fs::{self, File},
    thread,
    time::{Duration, Instant},
};

use serde_json::json;
use tincan_measure::sound::babble;
use tincan_tests::{
    app::{App, Setup},
    frames::Frames,
    relay::Relay,
    screen::{Screen, Window},
    sound_server::SoundServer,
    usage::Usage,
};

/// Keys that are timed.
const KEYS: usize = 40;
/// Things said, so that the conversation is worth scrolling.
const WORDS: usize = 200;
/// First frames that are timed.
const STARTS: usize = 7;
/// How long a window is left alone before its idling is measured, and then how
/// long it is measured.
const SETTLING: Duration = Duration::from_secs(3);
const IDLE: Duration = Duration::from_secs(10);
/// A file that is under way for as long as keys are timed. Most of it is no more
/// than its length.
const FILE_BYTES: u64 = 8_000_000_000;

fn main() {
    let missing = Screen::missing().or_else(SoundServer::missing);
    if let Some(program) = missing {
        return println!("No windows: {program} is missing");
    }
    let screen = Screen::start();
    let sounds = SoundServer::start();
    let relay = Relay::start();
    let setup = Setup::new("Ann").relay(relay.quic()).argument("--no-lan");
    let setup = setup.variable("PULSE_SERVER", sounds.address());
    let whole = !env::args().any(|argument| argument == "call");
    if whole {
        let mut starts: Vec<Duration> = (0..STARTS).map(|_| screen.open_timed(&setup).1).collect();
        print_times("started → first frame", &mut starts, 500);
    }
    let ann = screen.open(&setup.log("tincan::frames=trace"), 0);
    ann.wait_for("Ready to meet someone");
    if whole {
        part(&ann, "start, home");
        idle(&ann, "home");
        settings(&ann);
    }
    ann.click("Create room");
    let code = ann.wait_for_code();
    part(&ann, "waiting");
    let ben = Setup::new("Ben").relay(relay.quic()).argument("--no-lan");
    let mut ben = ben.start();
    ben.join(&code);
    ben.connected();
    ann.wait_for("Ben");
    if whole {
        talk(&ann, &mut ben);
        idle(&ann, "in a room");
    }
    ann.click("Message");
    keys(&ann, "typing");
    call(&screen, &sounds, &ann, &mut ben);
}

fn settings(ann: &Window<'_>) {
    ann.key("ctrl+comma");
    for section in [
        "Privacy",
        "Relays",
        "GIFs",
        "Notifications",
        "Appearance",
        "About",
    ] {
        ann.click(section);
    }
    ann.key("ctrl+comma");
    part(ann, "settings");
}

fn talk(ann: &Window<'_>, ben: &mut App) {
    for number in 0..WORDS {
        ben.say(&format!(
            "Word {number}: the lake is still warm, and the stove works."
        ));
    }
    ann.wait_for(&format!("Word {}", WORDS - 1));
    part(ann, "200 messages come in");
    for _ in 0..20 {
        ann.key("Prior");
    }
    ann.key("ctrl+End");
    part(ann, "scrolling");
    for size in [(400, 700), (700, 700), (1100, 720)] {
        ann.resize(size.0, size.1);
        ann.wait_for("Message");
    }
    part(ann, "resizing");
}

/// A call with a picture of Ben, and a file to him.
fn call(screen: &Screen, sounds: &SoundServer, ann: &Window<'_>, ben: &mut App) {
    let _voice = sounds.keep_saying(&babble(20));
    ben.send(json!({
        "do": "call", "video": true, "audio_in": "tone", "audio_out": "none",
        "video_in": "pattern",
    }));
    ann.wait_for("Ben is calling");
    ann.click("Answer");
    ben.expect(json!({"event": "call", "state": "active"}));
    thread::sleep(SETTLING);
    part(ann, "a call begins");
    thread::sleep(IDLE);
    part(ann, "a call that is seen");
    ann.click("Chat");
    ann.click("Message");
    keys(ann, "typing in a call");

    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("lake.raw");
    let file = File::create(&path).expect("a file");
    file.set_len(FILE_BYTES).expect("space");
    screen.copy_file(&path);
    ann.key("ctrl+v");
    // With the words that stand there.
    ann.wait_for("lake.raw");
    ann.key("Return");
    let offer = ben.expect(json!({"event": "transfer", "state": "offered"}));
    let transfer = offer["transfer"].clone();
    let dir = folder.path().join("there");
    fs::create_dir(&dir).expect("a folder");
    ben.send(json!({"do": "accept_file", "transfer": transfer, "dir": dir}));
    ben.expect(json!({"event": "transfer", "state": "running"}));
    part(ann, "a file begins");
    keys(ann, "typing, a call and a file");
    ben.send(json!({"do": "cancel", "transfer": transfer}));
    let cancelled = ben.expect(json!({"event": "transfer", "state": "cancelled"}));
    let done = cancelled["done_bytes"].as_u64().unwrap_or_default();
    println!("(the file came {} MB far meanwhile)", done / 1_000_000);
}

/// Types, and tells how soon that is seen.
fn keys(ann: &Window<'_>, what: &str) {
    let begin = Instant::now();
    let mut times: Vec<Duration> = (0..KEYS).map(|_| ann.time_a_key("a")).collect();
    let core = Usage::over(ann.id(), Duration::from_secs(1)).map_or(0.0, |usage| usage.core);
    part(ann, what);
    print_times("  key → on the screen", &mut times, 50);
    println!(
        "  (some 10 ms of each it takes to press the key; {} s, then {:.0} % of a core)",
        begin.elapsed().as_secs(),
        100.0 * core
    );
}

/// Prints what the frames since the last part cost.
fn part(window: &Window<'_>, what: &str) {
    // What is still on its way to the screen is part of it.
    thread::sleep(Duration::from_millis(500));
    let mut frames = Frames::default();
    frames.take(window);
    println!("{what:<26}{frames}");
}

fn idle(window: &Window<'_>, what: &str) {
    thread::sleep(SETTLING);
    let usage = Usage::over(window.id(), IDLE).expect("it runs");
    println!(
        "{:<26}{:.2} % of a core (goal below 1), {} MB",
        format!("idle, {what}"),
        usage.core * 100.0,
        usage.resident / 1_000_000
    );
    part(window, "  meanwhile");
}

fn print_times(what: &str, times: &mut [Duration], goal_ms: u64) {
    times.sort_unstable();
    let at = |place: usize| times.get(place).map_or(0, Duration::as_millis);
    println!(
        "{what:<26}median {} ms, most {} ms (goal {goal_ms})",
        at(times.len() / 2),
        at(times.len() - 1)
    );
}
