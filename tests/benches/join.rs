//! How fast two people come together, and what the app costs when idle. Prints
//! numbers beside their goals; asserts nothing.

use std::time::{Duration, Instant};

use serde_json::json;
use tincan_tests::{
    app::{App, Setup},
    proxy::Proxy,
    relay::Relay,
    screen::Screen,
    usage::Usage,
};

const RUNS: usize = 10;

/// Each way between a person and the relay: a round trip is twice that.
const ONE_WAY: Duration = Duration::from_micros(12_500);

/// What a person takes at least to type a code into an app that has started.
const TYPING: Duration = Duration::from_secs(2);

/// How long an app is left alone before its idling is measured, and then how
/// long it is measured.
const SETTLING: Duration = Duration::from_secs(3);
const IDLE: Duration = Duration::from_secs(20);

fn main() {
    println!(
        "Each person one round trip of {} from the relay, {RUNS} runs.",
        milliseconds(2 * ONE_WAY)
    );
    println!("{:<38}{:>10}{:>10}{:>10}", "", "median", "least", "most");
    let relay = Relay::start();
    let runs: Vec<Run> = (0..RUNS).map(|_| run(&relay)).collect();
    print("app started → ready", None, &runs, |run| run.ready);
    print("create → code shown", None, &runs, |run| run.create);
    print("code typed → joining", None, &runs, |run| run.joining);
    print("code typed → connected, guest", None, &runs, |run| {
        run.guest
    });
    print("code typed → connected, host", None, &runs, |run| {
        run.host
    });
    print(
        "code typed → connected, both",
        Some("800 ms"),
        &runs,
        |run| run.guest.max(run.host),
    );
    print("connected → first word heard", None, &runs, |run| {
        run.word
    });
    let cold = (0..RUNS).map(|_| cold(&relay)).collect();
    print_times("app started with a code → connected", None, cold);

    println!("\nIdle for {} s", IDLE.as_secs());
    let mut apps = pair(&relay);
    apps.0.say("settled");
    apps.1.hear("settled");
    idle("headless, in a room", apps.0.id());
    idle("headless, no room", start("Ann", relay.quic()).id());
    drop(apps);
    windows(&relay);
}

/// The same for windows, drawn by software on a screen in memory.
fn windows(relay: &Relay) {
    if let Some(program) = Screen::missing() {
        return println!("No windows: {program} is missing");
    }
    let setup = Setup::new("Ann").relay(relay.quic()).argument("--no-lan");
    let screen = Screen::start();
    let frames: Vec<Duration> = (0..RUNS).map(|_| screen.open_timed(&setup).1).collect();
    let ann = screen.open(&setup, 0);
    ann.wait_for("Create room");
    idle("window, no room", ann.id());
    ann.click("Create room");
    let code = ann.wait_for_code();
    let mut ben = start("Ben", relay.quic());
    ben.join(&code);
    ben.connected();
    ann.wait_for("Ben");
    idle("window, in a room", ann.id());

    println!("\n{:<38}{:>10}{:>10}{:>10}", "", "median", "least", "most");
    print_times("window started → first frame", Some("500 ms"), frames);
}

fn start(name: &str, relay: &str) -> App {
    Setup::new(name).relay(relay).argument("--no-lan").start()
}

/// What one meeting took.
struct Run {
    ready: Duration,
    create: Duration,
    joining: Duration,
    guest: Duration,
    host: Duration,
    word: Duration,
}

fn run(relay: &Relay) -> Run {
    let lines = [(); 2].map(|()| Proxy::start(relay.port(), ONE_WAY));
    let begin = Instant::now();
    let mut ann = start("Ann", &lines[0].address(relay.quic()));
    let ready = begin.elapsed();
    let mut ben = start("Ben", &lines[1].address(relay.quic()));
    std::thread::sleep(TYPING);

    let begin = Instant::now();
    let invite = ann.create();
    let create = begin.elapsed();

    let typed = Instant::now();
    ben.join(&invite.code);
    let joining = ben.expect(json!({"event": "room", "state": "joining"})).at - typed;
    let guest = ben.connected().at;
    let host = ann.connected().at;
    ben.say("word");
    let word = ann.hear("word").at - guest.max(host);
    Run {
        ready,
        create,
        joining,
        guest: guest - typed,
        host: host - typed,
        word,
    }
}

/// How long it takes one who starts the app with a code at hand.
fn cold(relay: &Relay) -> Duration {
    let lines = [(); 2].map(|()| Proxy::start(relay.port(), ONE_WAY));
    let mut ann = start("Ann", &lines[0].address(relay.quic()));
    let invite = ann.create();
    let begin = Instant::now();
    let mut ben = start("Ben", &lines[1].address(relay.quic()));
    ben.join(&invite.code);
    ben.connected().at.max(ann.connected().at) - begin
}

fn pair(relay: &Relay) -> (App, App) {
    let mut ann = start("Ann", relay.quic());
    let mut ben = start("Ben", relay.quic());
    ben.join(&ann.create().code);
    ann.connected();
    ben.connected();
    (ann, ben)
}

fn print(what: &str, goal: Option<&str>, runs: &[Run], time: impl Fn(&Run) -> Duration) {
    print_times(what, goal, runs.iter().map(time).collect());
}

fn print_times(what: &str, goal: Option<&str>, mut times: Vec<Duration>) {
    times.sort_unstable();
    let [least, .., most] = times.as_slice() else {
        return;
    };
    // Between the two in the middle, when there are two.
    let median = (times[(times.len() - 1) / 2] + times[times.len() / 2]) / 2;
    let goal = goal.map_or_else(String::new, |goal| format!("   goal {goal}"));
    let columns = [median, *least, *most].map(|time| format!("{:>10}", milliseconds(time)));
    println!("{what:<38}{}{goal}", columns.concat());
}

fn idle(what: &str, process: u32) {
    std::thread::sleep(SETTLING);
    let Some(usage) = Usage::over(process, IDLE) else {
        println!("{what:<38}has ended");
        return;
    };
    println!(
        "{what:<38}{:>8.1} % of a core (goal below 1), {:.0} MB (goal below 200)",
        usage.core * 100.0,
        usage.resident as f64 / 1e6
    );
}

fn milliseconds(time: Duration) -> String {
    format!("{:.0} ms", time.as_secs_f64() * 1e3)
}
