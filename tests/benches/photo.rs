//! How soon a photo of 4000 × 3000 that was pasted into one window is shown in
//! the peer's, how long frames of both take meanwhile, and what GIFs that move
//! cost. Prints numbers beside their goals; asserts nothing. Both windows are
//! drawn in software, on this machine.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use image::{Rgb, RgbImage, codecs::jpeg::JpegEncoder};
use tincan_tests::{
    app::Setup,
    ports::Port,
    screen::{Screen, Window},
    usage::Usage,
};

const ROUNDS: usize = 7;
const GIFS: usize = 24;
const LONG_FRAME_MS: f64 = 33.0;

fn main() {
    if let Some(program) = Screen::missing() {
        return println!("No windows: {program} is missing");
    }
    let photo = tempfile::tempdir().expect("a folder");
    let file = photo.path().join("photo.jpg");
    write_photo(&file);
    let screen = Screen::start();
    let port = Port::claim();
    let settings = format!("loopback_port = {}\n", port.number());
    let setup = |name| {
        let setup = Setup::new(name).settings(&settings);
        setup.log("tincan::frames=trace")
    };
    let ann = screen.open(&setup("Ann"), 0);
    let ben = screen.open(&setup("Ben"), 1120);
    ann.click("Create room");
    let code = ann.wait_for_code();
    ben.click("Room code");
    ben.write(&code);
    ann.wait_for("Ben");
    ben.wait_for("Ann");
    let idle = usage(&ann, "with nothing in the room");
    screen.copy_file(&file);
    photos(&ann, &ben);
    gifs(&ann, &ben, idle);
}

fn photos(ann: &Window<'_>, ben: &Window<'_>) {
    let mut times = Vec::new();
    let (mut theirs, mut ours) = (Frames::default(), Frames::default());
    ann.take_log();
    ben.take_log();
    for _ in 0..ROUNDS {
        let pasted = Instant::now();
        ben.key("ctrl+v");
        let (mut shown, mut own) = (None, false);
        while shown.is_none() || !own {
            std::thread::sleep(Duration::from_millis(2));
            if theirs.take(ann) {
                shown.get_or_insert_with(|| pasted.elapsed());
            }
            own |= ours.take(ben);
            let waited = pasted.elapsed();
            assert!(waited < Duration::from_secs(30), "it does not come");
        }
        times.extend(shown);
        // The next one is another occasion.
        std::thread::sleep(Duration::from_secs(1));
    }
    times.sort();
    println!(
        "photo of 4000 × 3000, pasted → shown: median {} ms, most {} ms (goal 1000 ms)",
        times[ROUNDS / 2].as_millis(),
        times[ROUNDS - 1].as_millis()
    );
    theirs.print("of who receives");
    ours.print("of who sends");
}

fn gifs(ann: &Window<'_>, ben: &Window<'_>, idle: u64) {
    ann.take_log();
    for number in 0..GIFS {
        ben.click("Send a GIF");
        ben.wait_for("Laughing");
        // Another one each time, by the keys.
        for _ in 0..=number {
            ben.key("Down");
        }
        ben.key("Return");
        let begin = Instant::now();
        let mut frames = Frames::default();
        while !frames.take(ann) {
            std::thread::sleep(Duration::from_millis(5));
            assert!(
                begin.elapsed() < Duration::from_secs(30),
                "it does not come"
            );
        }
    }
    let mut frames = Frames::default();
    ann.take_log();
    let talk = usage(ann, "with 24 GIFs in the conversation");
    ann.click("Send a GIF");
    ann.wait_for("Laughing");
    let picking = usage(ann, "and with the picker open");
    frames.take(ann);
    frames.print("with GIFs that move");
    let over = |bytes: u64| bytes.saturating_sub(idle) / 1_000_000;
    println!(
        "over idle: {} MB with the GIFs, {} MB with the picker",
        over(talk),
        over(picking)
    );
}

/// How long frames of the window took, in milliseconds.
#[derive(Default)]
struct Frames(Vec<f64>);

impl Frames {
    /// Takes in what was logged; whether a picture was shown meanwhile.
    fn take(&mut self, window: &Window<'_>) -> bool {
        let log = window.take_log();
        self.0.extend(log.iter().filter_map(|line| cost(line)));
        log.iter().any(|line| line.contains("a picture is shown"))
    }

    fn print(mut self, what: &str) {
        self.0.sort_by(f64::total_cmp);
        let (Some(most), Some(median)) = (self.0.last(), self.0.get(self.0.len() / 2)) else {
            println!("{what}: no frame was drawn");
            return;
        };
        let long = self.0.iter().filter(|ms| **ms > LONG_FRAME_MS).count();
        println!(
            "{} frames {what}: median {median:.1} ms, most {most:.1} ms, {long} over {LONG_FRAME_MS} ms (goal 0)",
            self.0.len()
        );
    }
}

fn cost(line: &str) -> Option<f64> {
    let (_, rest) = line.split_once("cost_ms=")?;
    rest.split_whitespace().next()?.parse().ok()
}

/// Prints what the window costs over a second; its memory in bytes.
fn usage(window: &Window<'_>, when: &str) -> u64 {
    std::thread::sleep(Duration::from_secs(1));
    let usage = Usage::over(window.id(), Duration::from_secs(2)).expect("it runs");
    println!(
        "{when}: {:.0} % of a core, {} MB",
        usage.core * 100.0,
        usage.resident / 1_000_000
    );
    usage.resident
}

/// Hills, and noise as a sensor makes it.
fn write_photo(file: &Path) {
    let mut seed = 1_u32;
    let image = RgbImage::from_fn(4000, 3000, |x, y| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let noise = (seed >> 28) as f32;
        let hill = (x as f32 / 310.0).sin() * 40.0 + (y as f32 / 170.0).cos() * 60.0;
        let part = |base: f32| (base + hill + noise).clamp(0.0, 255.0) as u8;
        Rgb([part(120.0), part(110.0), part(90.0)])
    });
    let out = std::fs::File::create(file).expect("space");
    JpegEncoder::new_with_quality(std::io::BufWriter::new(out), 90)
        .encode_image(&image)
        .expect("space");
}
