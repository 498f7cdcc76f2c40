//! Calls over emulated ways, on a clock that jumps: the real codecs and machines,
//! no threads and no devices. What is measured is what the design makes of a way,
//! with 4 ms for encoding a picture and 2 ms for decoding one.
//!
//! `cargo bench -p tincan-media --bench call -- ROW SECONDS SEEDS` runs only rows
//! with ROW in their names, for so long (60), with so many seeds (3), the first of
//! which is FROM: `-- "5 %" 60 3 100`. Speech comes from espeak-ng; with
//! `PESQ_PYTHON` naming a Python that has PyPI's `pesq`, its quality is measured
//! too.

mod cost;
mod drift;
mod link;

use std::time::{Duration, Instant};

use link::{Link, Way};
use rand::{SeedableRng, rngs::StdRng};
use tincan_measure::{likeness, quantile, sound::delays, speech};
use tincan_media::{
    Picture, Size,
    codec::{Content, FRAME, FRAME_TIME, SpeechDecoder, SpeechEncoder, VideoDecoder},
    engine::{Incoming, Lane, Outgoing},
    io::{CHUNK, CHUNK_TIME, TestPattern, read_counter},
    receive::picture_queue::PictureQueue,
    send::{
        pacer::Pacer,
        pictures::{PictureSender, is_full},
        rate::Here,
        sound::SoundSender,
    },
    wire::{MediaTime, Packet, Piece},
};

const ENCODING: Duration = Duration::from_millis(4);
const DECODING: Duration = Duration::from_millis(2);
const PICTURE: Duration = Duration::from_micros(33_333);
/// Nothing is measured before this.
const WARM_UP: Duration = Duration::from_secs(5);

/// A row of the table.
struct Row {
    name: &'static str,
    rtt: u64,
    loss: f64,
    /// Bits per second from a second on.
    rates: &'static [(u64, f64)],
}

const FREE: &[(u64, f64)] = &[(0, 20e6)];
const ROWS: [Row; 7] = [
    row("RTT 50, no loss", 50, 0.0, FREE),
    row("RTT 50, 2 % loss", 50, 0.02, FREE),
    row("RTT 50, 5 % loss", 50, 0.05, FREE),
    row("RTT 50, 10 % loss", 50, 0.1, FREE),
    row("RTT 50, 600 kbit/s", 50, 0.0, &[(0, 600e3)]),
    row("RTT 200, 5 % loss", 200, 0.05, FREE),
    row(
        "2 → 0.3 → 2 Mbit/s",
        50,
        0.0,
        &[(0, 2e6), (20, 300e3), (40, 2e6)],
    ),
];

const fn row(name: &'static str, rtt: u64, loss: f64, rates: &'static [(u64, f64)]) -> Row {
    Row {
        name,
        rtt,
        loss,
        rates,
    }
}

/// What one run shows.
#[derive(Default)]
struct Outcome {
    sound: Vec<f64>,
    /// When something was shown, in seconds, and how late, in ms.
    pictures: Vec<(f64, f64)>,
    ssim: Vec<f64>,
    played: u64,
    concealed: u64,
    shown: u64,
    freezes: u64,
    kilobits: f64,
    heard: Vec<i16>,
    /// Kilobits of pictures that came, by second.
    by_second: Vec<f64>,
    /// The longest queue on the way, in ms, by second.
    queues: Vec<f64>,
    /// How much of sound was made up, in ms, by second.
    made_up: Vec<f64>,
    /// When something was said, in seconds, and how late it was heard, in ms.
    late: Vec<(f64, f64)>,
}

fn main() {
    let arguments = std::env::args().skip(1).filter(|word| word != "--bench");
    let (numbers, words): (Vec<String>, Vec<String>) =
        arguments.partition(|word| word.parse::<u64>().is_ok());
    let number = |n: usize, usual| numbers.get(n).map_or(usual, |n| n.parse().unwrap_or(usual));
    let (seconds, seeds, first) = (number(0, 60), number(1, 3), number(2, 0));
    let wanted = |name: &str| words.iter().all(|word| name.contains(word.as_str()));
    let dir = tempfile::tempdir().expect("a folder");
    let speech = speech::speech(dir.path()).expect("espeak-ng: scripts/install-missing test");
    let last = first + seeds - 1;
    println!("{seconds} s, seeds {first} to {last}, 640×360 at 30 a second");
    println!(
        "\n| way | video p50 / p95, ms | audio p50 / p95, ms | concealed | PESQ | freezes \
         | shown a second | SSIM | kb/s |"
    );
    println!("|---|---|---|---|---|---|---|---|---|");
    for bits in [24_000, 32_000, 48_000] {
        let name = format!("the codec alone, {} kb/s", bits / 1000);
        if wanted(&name) {
            let pesq = in_words(speech::pesq(
                dir.path(),
                &speech,
                &codec_alone(&speech, bits),
            ));
            println!("| {name} | | | | {pesq} | | | | |");
        }
    }
    for row in ROWS.iter().filter(|row| wanted(row.name)) {
        let runs: Vec<Outcome> = (first..first + seeds)
            .map(|seed| run(row, seconds, seed, &speech))
            .collect();
        print(row, &runs, seconds, &speech, dir.path());
    }
    if wanted("one hour") {
        drift::print(&speech);
    }
    if wanted("cost") {
        cost::print(&speech[..(20 * 48_000).min(speech.len())]);
    }
}

/// Speech after the codec and nothing else.
fn codec_alone(speech: &[i16], bits: u32) -> Vec<i16> {
    let mut encoder = SpeechEncoder::new(bits).expect("libopus");
    let mut decoder = SpeechDecoder::new().expect("libopus");
    let mut heard = Vec::new();
    for frame in speech.as_chunks::<FRAME>().0 {
        let data = encoder.encode(frame).expect("libopus");
        heard.extend(decoder.decode(&data).expect("libopus"));
    }
    heard
}

fn in_words(pesq: Option<f64>) -> String {
    pesq.map_or("–".into(), |pesq| format!("{pesq:.2}"))
}

fn print(row: &Row, runs: &[Outcome], seconds: u64, speech: &[i16], dir: &std::path::Path) {
    let all =
        |of: fn(&Outcome) -> &Vec<f64>| -> Vec<f64> { runs.iter().flat_map(of).copied().collect() };
    let count = runs.len() as f64;
    let mut sound = all(|r| &r.sound);
    let pictures = runs.iter().flat_map(|r| &r.pictures);
    let mut pictures: Vec<f64> = pictures.map(|(_, ms)| *ms).collect();
    let ssim = all(|r| &r.ssim);
    let sum = |of: fn(&Outcome) -> u64| runs.iter().map(of).sum::<u64>() as f64;
    let mean = |of: fn(&Outcome) -> f64| runs.iter().map(of).sum::<f64>() / count;
    let measured = (seconds - WARM_UP.as_secs()) as f64;
    let pesq = runs
        .first()
        .and_then(|run| speech::pesq(dir, &said(speech, run.heard.len()), &run.heard));
    println!(
        "| {} | {:.0} / {:.0} | {:.0} / {:.0} | {:.2} % | {} | {:.1} | {:.1} | {:.3} | {:.0} |",
        row.name,
        quantile(&mut pictures, 50),
        quantile(&mut pictures, 95),
        quantile(&mut sound, 50),
        quantile(&mut sound, 95),
        100.0 * sum(|r| r.concealed) / sum(|r| r.played),
        in_words(pesq),
        sum(|r| r.freezes) / count,
        sum(|r| r.shown) / count / measured,
        ssim.iter().sum::<f64>() / ssim.len() as f64,
        mean(|r| r.kilobits),
    );
    if row.rates.len() > 1 {
        let list = |numbers: &[f64]| -> String {
            let numbers = numbers.iter().map(|n| format!(" {n:.0}"));
            numbers.collect()
        };
        let longest = |delays: &[(f64, f64)]| -> String {
            let worst = |second: usize| {
                let late = delays.iter().filter(|(at, _)| *at as usize == second);
                late.map(|(_, ms)| *ms).fold(f64::NAN, f64::max)
            };
            list(&(0..seconds as usize).map(worst).collect::<Vec<_>>())
        };
        println!("\nby second: pictures in kb/s:{}", list(&runs[0].by_second));
        println!(
            "by second: longest queue on the way, ms:{}",
            list(&runs[0].queues)
        );
        println!("by second: sound made up, ms:{}", list(&runs[0].made_up));
        println!(
            "by second: longest delay of pictures, ms:{}",
            longest(&runs[0].pictures)
        );
        println!(
            "by second: longest delay of sound, ms:{}\n",
            longest(&runs[0].late)
        );
    }
}

/// One direction of a call over the way of `row`.
fn run(row: &Row, seconds: u64, seed: u64, speech: &[i16]) -> Outcome {
    let start = Instant::now();
    let way = Way {
        delay: Duration::from_millis(row.rtt) / 2,
        loss: row.loss,
        rate: row.rates[0].1,
    };
    let mut there = Link::new(start, way, StdRng::seed_from_u64(seed));
    let mut back = Link::new(start, way, StdRng::seed_from_u64(seed + 100));
    let size = Size::new(640, 360).expect("a size");
    let mut voice = SoundSender::new().expect("libopus");
    let mut camera = PictureSender::new(Content::Camera, 0);
    let mut outgoing = Outgoing::new(start);
    let mut incoming = Incoming::new(start).expect("libopus");
    let mut returning = Incoming::new(start).expect("libopus");
    let mut decoder = VideoDecoder::new().expect("libvpx");
    let mut queue: PictureQueue<Picture> = PictureQueue::default();
    let (mut frames, mut pulls, mut taken) = (0u32, 0u32, 0u32);
    let mut pacer = Pacer::new(start);
    let mut encoded: Vec<(Instant, u32, Vec<Piece>)> = Vec::new();
    let mut decoded: Vec<(Instant, MediaTime, Duration, Picture)> = Vec::new();
    let mut outcome = Outcome::default();
    let mut before = None;
    let (mut last_bytes, mut last_concealed, mut queue_ms) = (0, 0, 0.0f64);

    for millisecond in 0..seconds * 1000 {
        let now = start + Duration::from_millis(millisecond);
        let since = now - start;
        if let Some((_, rate)) = row.rates.iter().find(|(at, _)| at * 1000 == millisecond) {
            there.way.rate = *rate;
            back.way.rate = *rate;
        }
        // The far end.
        while FRAME_TIME * (frames + 1) <= since {
            let at = frames as usize * FRAME % speech.len();
            let frame: [i16; FRAME] = speech[at..at + FRAME].try_into().expect("a frame");
            voice.set_target(outgoing.sound()).expect("libopus");
            let time = MediaTime::after(FRAME_TIME * frames);
            if let Some(sound) = voice.encode(&frame, time).expect("libopus") {
                there.send(now, Lane::Sound, Packet::Sound(sound).encode());
            }
            frames += 1;
        }
        if since >= FRAME_TIME * frames + CHUNK_TIME
            && let Some(sound) = voice.again()
        {
            there.send(now, Lane::Sound, Packet::Sound(sound).encode());
        }
        while PICTURE * taken <= since {
            let picture = TestPattern::picture(size, taken);
            if outgoing.take_key_wanted() {
                camera.on_keyframe_please();
            }
            let target = outgoing.pictures(now, size, Content::Camera);
            let load = outgoing.load(target.map_or(0, |(_, bits)| bits));
            camera.set_target(target).expect("libvpx");
            let path = there.path(pacer.backlog(), incoming.queue());
            let time = MediaTime::after(PICTURE * taken);
            let full = outgoing.is_behind() || pacer.is_stuck(now) || is_full(path, load);
            let pieces = camera.offer(now, &picture, time, full);
            encoded.push((now + ENCODING, load, pieces.expect("libvpx")));
            taken += 1;
        }
        while encoded.first().is_some_and(|(at, ..)| *at <= now) {
            let (_, load, pieces) = encoded.remove(0);
            pacer.push(now, pieces, load);
        }
        while let Some(piece) = pacer.poll(now, there.path(0, incoming.queue())) {
            there.send(now, Lane::Pictures, Packet::Piece(piece).encode());
        }
        for (at, packet) in back.poll(now) {
            match returning.on_packet(at, &packet) {
                Some(tincan_media::engine::Feedback::Report(report)) => {
                    let here = Here {
                        path: there.path(pacer.backlog(), incoming.queue()),
                        sent: there.sent,
                        waited: pacer.waited(now),
                    };
                    outgoing.on_report(now, &report, here);
                }
                Some(tincan_media::engine::Feedback::KeyframePlease) => {
                    outgoing.on_keyframe_please();
                }
                None => {}
            }
        }
        outgoing.on_tick(now);
        // The near end.
        for (at, packet) in there.poll(now) {
            incoming.on_packet(at, &packet);
        }
        while let Some(packet) = incoming.poll_packet(now) {
            back.be_as_full_as(&there);
            back.send(now, Lane::Feedback, packet.encode());
        }
        while let Some((whole, late)) = incoming.next_picture(now) {
            match decoder.decode(&whole.data) {
                Ok(Some(picture)) => decoded.push((now + DECODING, whole.time, late, picture)),
                Ok(None) => {}
                Err(_) => incoming.on_undecodable(),
            }
        }
        while decoded.first().is_some_and(|(at, ..)| *at <= now) {
            let (_, time, late, picture) = decoded.remove(0);
            queue.insert(time, late, picture);
        }
        let sound = incoming.sound_delay();
        if let Some((time, picture)) = queue.poll(now, incoming.clock(), Some(sound))
            && since >= WARM_UP
        {
            let delay = since - Duration::from_micros(time.micros());
            let late = delay.as_secs_f64() * 1000.0;
            outcome.pictures.push((since.as_secs_f64(), late));
            if outcome.shown.is_multiple_of(10)
                && let Some(number) = read_counter(&picture)
            {
                let sent = TestPattern::picture(size, number);
                let mut scaler = tincan_media::Scaler::default();
                let shown = scaler.scale(&picture, size);
                outcome
                    .ssim
                    .push(likeness(sent.split().0, shown.split().0, size.width()));
            }
            outcome.shown += 1;
        }
        while CHUNK_TIME * pulls <= since {
            let mut chunk = [0; CHUNK];
            incoming.pull(now, Duration::ZERO, &mut chunk);
            outcome.heard.extend(chunk);
            pulls += 1;
        }
        if since >= WARM_UP && before.is_none() {
            let counts = incoming.sound_counts();
            before = Some((counts, queue.counts(), incoming.bytes()));
        }
        queue_ms = queue_ms.max(there.queue(now).as_secs_f64() * 1000.0);
        if millisecond % 1000 == 999 {
            outcome.queues.push(std::mem::take(&mut queue_ms));
            let bytes = incoming.bytes()[1];
            outcome
                .by_second
                .push((bytes - last_bytes) as f64 * 8.0 / 1000.0);
            last_bytes = bytes;
            let concealed = incoming.sound_counts().concealed;
            outcome
                .made_up
                .push((concealed - last_concealed) as f64 / 48.0);
            last_concealed = concealed;
        }
    }
    let (sound, pictures, bytes) = before.expect("longer than the warm-up");
    let counts = incoming.sound_counts();
    outcome.played = counts.played - sound.played;
    outcome.concealed = counts.concealed - sound.concealed;
    outcome.freezes = queue.counts().freezes - pictures.freezes;
    let came: u64 = incoming.bytes().iter().sum::<u64>() - bytes.iter().sum::<u64>();
    outcome.kilobits = came as f64 * 8.0 / 1000.0 / (seconds - WARM_UP.as_secs()) as f64;
    let warm = WARM_UP.as_secs() as usize * 48_000;
    let spoken = said(speech, outcome.heard.len());
    outcome.late = delays(&spoken[warm..], &outcome.heard[warm..]);
    for (at, delay) in &mut outcome.late {
        *at += WARM_UP.as_secs_f64();
        outcome.sound.push(*delay);
    }
    outcome
}

/// What is said in so many samples: the same again and again.
fn said(speech: &[i16], samples: usize) -> Vec<i16> {
    speech.iter().copied().cycle().take(samples).collect()
}
