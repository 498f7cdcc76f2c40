//! How soon a photo of 4000 × 3000 that is pasted into one window is shown in the
//! peer's, what frames of both cost meanwhile, and how much memory GIFs that move
//! take. Both windows are drawn by software on one machine. Prints numbers beside
//! their goals; asserts nothing.

use std::{
    fs::File,
    io::BufWriter,
    path::Path,
    thread,
    time::{Duration, Instant},
};

use image::{Rgb, RgbImage, codecs::jpeg::JpegEncoder};
use serde_json::json;
use tincan_tests::{
    app::{App, Setup},
    frames::Frames,
    relay::Relay,
    screen::{Screen, Window},
    usage::Usage,
};

/// Photos that are timed.
const PHOTOS: usize = 7;
/// GIFs in a conversation.
const GIFS: usize = 24;
/// What no photo takes.
const PATIENCE: Duration = Duration::from_secs(30);

fn main() {
    if let Some(program) = Screen::missing() {
        return println!("No windows: {program} is missing");
    }
    let screen = Screen::start();
    let relay = Relay::start();
    photos(&screen, &relay);
    gifs(&screen, &relay);
}

fn setup(name: &str, relay: &Relay) -> Setup {
    let setup = Setup::new(name).relay(relay.quic()).argument("--no-lan");
    setup.log("tincan::frames=trace")
}

fn photos(screen: &Screen, relay: &Relay) {
    let folder = tempfile::tempdir().expect("a folder");
    let photo = folder.path().join("photo.jpg");
    write_photo(&photo);
    let [ann, ben] =
        [("Ann", 0), ("Ben", 1120)].map(|(name, x)| screen.open(&setup(name, relay), x));
    ann.meet(&ben, ["Ann", "Ben"]);
    ben.click("Message");
    screen.copy_file(&photo);
    let (mut sends, mut receives) = (Frames::default(), Frames::default());
    let mut times = Vec::new();
    // The first one, which warms everything up, counts like the others.
    for _ in 0..PHOTOS {
        thread::sleep(Duration::from_secs(1));
        ben.take_log();
        ann.take_log();
        let begin = Instant::now();
        ben.key("ctrl+v");
        let (mut shown, mut own) = (None, false);
        while shown.is_none() || !own {
            thread::sleep(Duration::from_millis(1));
            if is_shown(&receives.take(&ann)) {
                shown.get_or_insert_with(|| begin.elapsed());
            }
            own |= is_shown(&sends.take(&ben));
            if begin.elapsed() > PATIENCE {
                return println!("A photo does not come:\n{}", ben.in_words());
            }
        }
        times.extend(shown);
        // What follows it on the screen is part of it.
        thread::sleep(Duration::from_millis(500));
        sends.take(&ben);
        receives.take(&ann);
    }
    times.sort_unstable();
    println!(
        "photo of 4000 × 3000, pasted → shown to the peer: median {} ms, most {} ms (goal 1000 ms)",
        times[PHOTOS / 2].as_millis(),
        times[PHOTOS - 1].as_millis()
    );
    println!("{sends}, of who sends");
    println!("{receives}, of who receives");
}

/// Whether a picture was shown in a frame of this log.
fn is_shown(log: &[String]) -> bool {
    log.iter().any(|line| line.contains("a picture is shown"))
}

fn gifs(screen: &Screen, relay: &Relay) {
    let ann = screen.open(&setup("Ann", relay), 0);
    let mut ben = setup("Ben", relay).start();
    ann.click("Create room");
    ben.join(&ann.wait_for_code());
    ben.connected();
    ann.wait_for("Ben");
    ann.click("Message");
    let idle = memory(&ann, "alone with Ben", None);
    ben.send(json!({"do": "gifs", "provider": "builtin"}));
    let found = ben.expect(json!({"event": "gifs"}));
    let known: Vec<&str> = found["items"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|item| item["id"].as_str())
        .collect();
    // How it opened is no part of it.
    ann.take_log();
    for gif in known.iter().cycle().take(GIFS) {
        send_gif(&mut ben, gif);
    }
    let mut frames = Frames::default();
    memory(&ann, "24 GIFs, the newest in sight", Some(idle));
    frames.take(&ann);
    // Every one of them moves for a moment.
    for _ in 0..3 * GIFS {
        ann.key("Prior");
    }
    frames.take(&ann);
    memory(&ann, "all of them were in sight", Some(idle));
    frames.take(&ann);
    for number in 0..40 {
        ben.say(&format!("Word {number}"));
    }
    ann.key("ctrl+End");
    ann.wait_for("Word 39");
    thread::sleep(Duration::from_secs(4));
    memory(&ann, "none of them in sight", Some(idle));
    println!("{frames}, with GIFs that move");
}

fn send_gif(from: &mut App, gif: &str) {
    from.send(json!({"do": "send_gif", "gif": gif, "provider": "builtin"}));
    from.expect(json!({"event": "transfer", "state": "done"}));
}

/// How much it takes, in bytes, and how that is said beside what it was `before`.
fn memory(window: &Window<'_>, when: &str, before: Option<u64>) -> u64 {
    let usage = Usage::over(window.id(), Duration::from_secs(2)).expect("it runs");
    let megabytes = |bytes: u64| bytes / 1_000_000;
    let above = before.map(|before| usage.resident.saturating_sub(before));
    let above = above.map(|bytes| format!(", {} MB above (budget 64 MB)", megabytes(bytes)));
    println!(
        "{when}: {} MB{}; {:.0} % of a core",
        megabytes(usage.resident),
        above.unwrap_or_default(),
        100.0 * usage.core
    );
    usage.resident
}

/// Hills, and noise as a sensor makes it.
fn write_photo(file: &Path) {
    let mut seed = 1_u32;
    let photo = RgbImage::from_fn(4000, 3000, |x, y| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let noise = (seed >> 28) as f32;
        let hill = (x as f32 / 310.0).sin() * 40.0 + (y as f32 / 170.0).cos() * 60.0;
        let part = |base: f32| (base + hill + noise).clamp(0.0, 255.0) as u8;
        Rgb([part(120.0), part(110.0), part(90.0)])
    });
    let out = BufWriter::new(File::create(file).expect("a file"));
    let encoder = JpegEncoder::new_with_quality(out, 90);
    photo.write_with_encoder(encoder).expect("space");
    let size = file.metadata().expect("a file").len();
    println!("The photo is a file of {:.1} MB", size as f64 / 1e6);
}
