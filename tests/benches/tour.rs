//! What a frame of the window costs on a tour through it, and how soon a key is
//! seen. Drawn by software on a screen in memory. Prints numbers beside their
//! goals; asserts nothing.

use std::time::Duration;

use tincan_tests::{
    app::{App, Setup},
    relay::Relay,
    screen::{Screen, Window},
};

/// Keys that are timed.
const KEYS: usize = 40;
/// Things said, so that the conversation is worth scrolling.
const WORDS: usize = 200;

fn main() {
    if let Some(program) = Screen::missing() {
        return println!("No windows: {program} is missing");
    }
    let screen = Screen::start();
    let relay = Relay::start();
    let setup = Setup::new("Ann").relay(relay.quic()).argument("--no-lan");
    let ann = screen.open(&setup.log("tincan::frames=trace"), 0);
    println!(
        "{:<30}{:>8}{:>10}{:>10}",
        "CPU of a frame", "frames", "median", "most"
    );
    ann.wait_for("Ready to meet someone");
    part(&ann, "start, home");

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
    part(&ann, "settings");

    ann.click("Create room");
    let code = ann.wait_for_code();
    part(&ann, "waiting");
    let mut ben = App::start("Ben", relay.quic());
    ben.join(&code);
    ben.connected();
    ann.wait_for("Ben");
    for number in 0..WORDS {
        ben.say(&format!(
            "Word {number}: the lake is still warm, and the stove works."
        ));
    }
    ann.wait_for(&format!("Word {}", WORDS - 1));
    part(&ann, "200 messages come in");
    for _ in 0..20 {
        ann.key("Prior");
    }
    ann.key("ctrl+End");
    part(&ann, "scrolling");
    for size in [(400, 700), (700, 700), (1100, 720)] {
        ann.resize(size.0, size.1);
        ann.wait_for("Message");
    }
    part(&ann, "resizing");

    ann.click("Message");
    let mut times: Vec<Duration> = (0..KEYS).map(|_| ann.time_a_key("a")).collect();
    part(&ann, "typing");
    times.sort_unstable();
    println!(
        "\nkey → on the screen: median {} ms, most {} ms (goal 50 ms; with some 10 ms that it \
         takes to press it)",
        times[KEYS / 2].as_millis(),
        times[KEYS - 1].as_millis()
    );
}

/// Prints what the frames since the last part cost.
fn part(window: &Window<'_>, what: &str) {
    // What is still on its way to the screen is part of it.
    std::thread::sleep(Duration::from_millis(500));
    let log = window.take_log();
    let mut frames: Vec<f64> = log.iter().filter_map(|line| cost(line)).collect();
    frames.sort_unstable_by(f64::total_cmp);
    let Some(most) = frames.last() else {
        return println!("{what:<30}{:>8}", 0);
    };
    let median = frames[frames.len() / 2];
    println!(
        "{what:<30}{:>8}{median:>7.1} ms{most:>7.1} ms   goal 33 ms",
        frames.len()
    );
}

/// Milliseconds, as a line of the log says.
fn cost(line: &str) -> Option<f64> {
    let (_, number) = line.split_once("cost_ms=")?;
    number.split_whitespace().next()?.parse().ok()
}
