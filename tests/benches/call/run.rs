//! One call.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use serde_json::{Value, json};
use tincan_measure::{
    quantile,
    sound::{RATE, aligned, delays, first_time, longest_silence, read_wav, times, write_wav},
    speech::{pesq, speech},
};
use tincan_media::Size;
use tincan_tests::{
    app::{App, Event, Setup},
    lab::{Home, Host, Kind, Lab, Loss, Plan, Shape, Wire},
    usage::Usage,
};

use crate::{
    media::{PICTURES, pattern, shown},
    rows::{Row, Video, one_way, share},
};

/// Nothing is measured before this, in seconds.
const WARM_UP: f64 = 5.0;
/// Pictures that are further apart stand still, in milliseconds.
const FROZEN: f64 = 200.0;
/// Bytes that a router holds at most, as time at its rate.
const QUEUE: Duration = Duration::from_millis(200);
/// Something that is heard is louder than this.
const LOUD: u16 = 500;

/// What one run shows.
#[derive(Default)]
pub(crate) struct Outcome {
    /// When, in seconds of the call, and how late in milliseconds.
    pub(crate) sound: Vec<(f64, f64)>,
    pub(crate) pictures: Vec<(f64, f64)>,
    pub(crate) shown_at: Vec<f64>,
    pub(crate) concealed: f64,
    pub(crate) pesq: f64,
    /// Pictures a second.
    pub(crate) shown: f64,
    pub(crate) freezes: f64,
    pub(crate) ssim: f64,
    /// Of sound and of pictures, as they came.
    pub(crate) kilobits: [f64; 2],
    /// Kilobits of pictures, by second.
    pub(crate) by_second: Vec<f64>,
    pub(crate) cores: [f64; 2],
    /// The longest time without a word of what was said, in ms.
    pub(crate) silence: f64,
    /// From the answer to the first sound and the first picture, in ms.
    pub(crate) first: [f64; 2],
}

/// Files of the call, in memory.
struct Files(tempfile::TempDir);

impl Files {
    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }
}

fn unix_ms() -> f64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.unwrap_or_default().as_secs_f64() * 1000.0
}

fn shape(row: &Row, rate: Option<u64>) -> Shape {
    let shape = Shape::perfect().delay(one_way(row.rtt));
    let shape = match row.loss > 0.0 {
        true => shape.loss(Loss::Random {
            share: share(row.loss),
        }),
        false => shape,
    };
    match rate {
        Some(rate) => {
            let queue = (rate as f64 / 8.0 * QUEUE.as_secs_f64()) as usize;
            shape.rate(rate, queue.max(16_000))
        }
        None => shape,
    }
}

/// Waits for a straight path: it is there within moments.
fn straight(app: &mut App) {
    let direct = json!({"event": "path", "path": "direct"});
    app.expect_within(Duration::from_secs(20), &direct);
}

fn numbers(app: &mut App, patience: Duration) -> Event {
    app.send(json!({"do": "stats", "id": "numbers"}));
    app.expect_within(patience, &json!({"event": "stats", "re": "numbers"}))
}

/// A call of so many seconds from Ann to Ben, who both talk and show; measured is
/// what Ben hears and sees.
pub(crate) fn run(lab: &Lab, row: &Row, seconds: u64, seed: u64) -> Outcome {
    let memory = if Path::new("/dev/shm").is_dir() {
        tempfile::tempdir_in("/dev/shm")
    } else {
        tempfile::tempdir()
    };
    let files = Files(memory.expect("a folder"));
    let size = match row.video {
        Video::Large => Size::new(1280, 720),
        Video::None | Video::Small => Size::new(640, 360),
    }
    .expect("a size");
    let said = speech(files.0.path()).expect("espeak-ng: scripts/install-missing test");
    let said: Vec<i16> = said
        .into_iter()
        .cycle()
        .take((seconds as usize + 3) * RATE)
        .collect();
    write_wav(&files.path("said.wav"), &said).expect("a file");
    if row.video != Video::None {
        pattern(&files.path("sent.y4m"), size);
    }
    let relay = lab.relay();
    let rate = row.rates.first().copied();
    let home = |name: &str, seed: u64| {
        let wire = Wire::both(shape(row, rate)).seed(seed);
        lab.home(name, Plan::of(Kind::Cone).over(wire))
    };
    let homes = [home("ann", 2 * seed + 1), home("ben", 2 * seed + 2)];
    let hosts = [homes[0].host("ann"), homes[1].host("ben")];
    let start = |n: usize, name: &str| {
        hosts[n].run(|| {
            Setup::new(name)
                .relay(relay.quic())
                .argument("--no-lan")
                .start()
        })
    };
    let (mut ann, mut ben) = (start(0, "Ann"), start(1, "Ben"));
    let invite = ann.create();
    ben.join(&invite.code);
    ann.connected();
    ben.connected();
    straight(&mut ann);
    straight(&mut ben);

    let video = row.video != Video::None;
    let picture_in = |times: bool| match (video, times) {
        (false, _) => json!("none"),
        (true, false) => json!({"file": files.path("sent.y4m")}),
        (true, true) => json!({"file": files.path("sent.y4m"), "times": files.path("sent.txt")}),
    };
    ann.send(json!({
        "do": "call", "video": video, "audio_processing": false,
        "audio_in": {"file": files.path("said.wav"), "times": files.path("said.txt")},
        "audio_out": {"file": files.path("other.wav")},
        "video_in": picture_in(true),
    }));
    let incoming = json!({"event": "call", "state": "incoming"});
    ben.expect(incoming);
    let picture_out = match video {
        true => json!({"file": files.path("shown.y4m"), "times": files.path("shown.txt")}),
        false => json!("none"),
    };
    let answered = unix_ms();
    ben.send(json!({
        "do": "answer", "video": video, "audio_processing": false,
        "audio_in": {"file": files.path("said.wav")},
        "audio_out": {"file": files.path("heard.wav"), "times": files.path("heard.txt")},
        "video_in": picture_in(false), "video_out": picture_out,
    }));
    let active = json!({"event": "call", "state": "active"});
    ben.expect(active.clone());
    ann.expect(active);
    let usage = [ann.id(), ben.id()].map(|id| {
        let time = Duration::from_secs(seconds.saturating_sub(6));
        thread::spawn(move || {
            thread::sleep(Duration::from_secs(4));
            Usage::over(id, time)
        })
    });
    if row.transfer {
        hand_over(&files, &mut ann, &mut ben);
    }
    let mut outcome = Outcome::default();
    let moving = row.moves.then(|| {
        let wire = Wire::both(shape(row, rate)).seed(2 * seed + 3);
        lab.home("elsewhere", Plan::of(Kind::Cone).subnet(9).over(wire))
    });
    let moving = moving.as_ref().map(|home| (&hosts[1], home));
    watch(
        row,
        (homes.as_slice(), moving),
        &mut ben,
        seconds,
        &mut outcome,
    );
    for (core, usage) in outcome.cores.iter_mut().zip(usage) {
        *core = usage
            .join()
            .ok()
            .flatten()
            .map_or(f64::NAN, |usage| usage.core);
    }
    for app in [&mut ann, &mut ben] {
        app.quit();
    }
    measure(&files, size, answered, video, &said, &mut outcome);
    outcome
}

/// A file that takes longer than the call.
fn hand_over(files: &Files, ann: &mut App, ben: &mut App) {
    let path = files.path("large.bin");
    let file = File::create(&path).expect("a file");
    file.set_len(1 << 30).expect("a file");
    ann.send(json!({"do": "send_file", "path": path, "as": "file"}));
    let offered = json!({"event": "transfer", "state": "offered"});
    let id = ben.expect(offered)["transfer"].clone();
    let dir = files.path("");
    ben.send(json!({"do": "accept_file", "transfer": id, "dir": dir}));
}

/// Lets the call run, changing the way and reading numbers.
fn watch(
    row: &Row,
    (homes, moving): (&[Home], Option<(&Host, &Home)>),
    ben: &mut App,
    seconds: u64,
    outcome: &mut Outcome,
) {
    let begun = Instant::now();
    let (mut rated, mut concealed, mut bits) = (0, Vec::new(), Vec::new());
    for second in 1..=seconds {
        let part = (second as usize * row.rates.len() / (seconds as usize + 1)).max(rated);
        if part != rated {
            rated = part;
            for home in homes {
                home.link()
                    .set_both(shape(row, row.rates.get(part).copied()));
            }
        }
        if let Some((host, home)) = moving.filter(|_| second == seconds / 2) {
            host.move_to(home);
        }
        let due = begun + Duration::from_secs(second);
        thread::sleep(due.saturating_duration_since(Instant::now()));
        let numbers = numbers(ben, Duration::from_secs(5));
        let number = |part: &str, field: &str| match &numbers[part][field] {
            Value::Number(number) => number.as_f64().unwrap_or(f64::NAN),
            _ => f64::NAN,
        };
        outcome
            .by_second
            .push(number("video", "bitrate_in") / 1000.0);
        if second as f64 > WARM_UP {
            concealed.push(number("audio", "concealed_ratio"));
            bits.push(["audio", "video"].map(|part| number(part, "bitrate_in") / 1000.0));
        }
    }
    let count = bits.len() as f64;
    outcome.concealed = concealed.iter().sum::<f64>() / count;
    outcome.kilobits = [0, 1].map(|n| bits.iter().map(|both| both[n]).sum::<f64>() / count);
}

fn measure(
    files: &Files,
    size: Size,
    answered: f64,
    video: bool,
    said: &[i16],
    outcome: &mut Outcome,
) {
    let at = |name: &str| first_time(&files.path(name)).expect("a time");
    let (said_at, heard_at) = (at("said.txt"), at("heard.txt"));
    let (_, heard) = read_wav(&files.path("heard.wav")).expect("what was heard");
    let first = heard.iter().position(|sample| sample.unsigned_abs() > LOUD);
    let after = |n: usize| heard_at + n as f64 * 1000.0 / RATE as f64 - answered;
    outcome.first[0] = first.map_or(f64::NAN, after);
    let heard = aligned(&heard, heard_at, said_at);
    outcome.sound = delays(said, &heard);
    outcome.sound.retain(|(at, _)| *at >= WARM_UP);
    let mut late: Vec<f64> = outcome.sound.iter().map(|(_, ms)| *ms).collect();
    let late = quantile(&mut late, 50);
    let from = WARM_UP as usize * RATE;
    if late.is_finite() && heard.len() > from {
        outcome.silence = longest_silence(&said[from..], &heard[from..], late);
    }
    outcome.pesq = pesq(files.0.path(), said, &heard).unwrap_or(f64::NAN);
    outcome.first[1] = f64::NAN;
    if video {
        pictures(files, size, said_at, answered, outcome);
    }
}

fn pictures(files: &Files, size: Size, begun: f64, answered: f64, outcome: &mut Outcome) {
    let sent = times(&files.path("sent.txt")).expect("times");
    let shown_at = times(&files.path("shown.txt")).expect("times");
    let (numbers, ssim) = shown(&files.path("shown.y4m"), size);
    outcome.ssim = ssim.iter().sum::<f64>() / ssim.len() as f64;
    outcome.first[1] = shown_at.first().map_or(f64::NAN, |first| first - answered);
    for (number, shown) in numbers.iter().zip(&shown_at) {
        let Some(number) = number else { continue };
        // The latest of this number that had been taken by then.
        let taken = (*number as usize..sent.len()).step_by(PICTURES as usize);
        if let Some(taken) = taken.map(|n| sent[n]).rfind(|taken| taken < shown) {
            outcome
                .pictures
                .push(((shown - begun) / 1000.0, shown - taken));
        }
    }
    outcome.shown_at = shown_at.iter().map(|at| (at - begun) / 1000.0).collect();
    let late: Vec<f64> = shown_at
        .iter()
        .copied()
        .filter(|at| *at >= begun + WARM_UP * 1000.0)
        .collect();
    let span = late
        .last()
        .zip(late.first())
        .map_or(f64::NAN, |(b, a)| b - a);
    outcome.shown = late.len() as f64 * 1000.0 / span;
    outcome.freezes = late
        .windows(2)
        .filter(|two| two[1] - two[0] > FROZEN)
        .count() as f64;
    outcome.pictures.retain(|(at, _)| *at >= WARM_UP);
    for name in ["shown.y4m", "sent.y4m"] {
        let _ = fs::remove_file(files.path(name));
    }
}
