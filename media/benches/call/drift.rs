//! An hour with sound cards whose clocks differ: what is said faster than it is
//! played must not pile up, and what is said slower must not run dry.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use rand::{Rng, SeedableRng, rngs::StdRng};
use tincan_measure::{
    quantile,
    sound::{RATE, delays},
};
use tincan_media::{
    codec::{FRAME, FRAME_TIME},
    engine::Incoming,
    io::{CHUNK, CHUNK_TIME},
    send::sound::SoundSender,
    wire::{MediaTime, Packet},
};

const HOUR: Duration = Duration::from_secs(3600);
/// Minutes that are told of.
const TOLD: [u64; 4] = [1, 20, 40, 60];

/// Prints the table of an hour, with the speaker's clock slower and faster.
pub(crate) fn print(speech: &[i16]) {
    println!("\n| one hour, clocks apart | delay in minutes {TOLD:?}, ms | concealed |");
    println!("|---|---|---|");
    for ppm in [-200.0, 200.0] {
        let (delays, concealed) = run(ppm, speech);
        let told: Vec<String> = delays.iter().map(|ms| format!("{ms:.0}")).collect();
        let told = told.join(", ");
        println!("| {ppm:+} ppm | {told} | {:.3} % |", concealed * 100.0);
    }
}

/// The median delay from microphone to ear in the minutes that are told of, and
/// the part that was concealed. The way takes 25 ms and up to 10 more.
fn run(ppm: f64, speech: &[i16]) -> (Vec<f64>, f64) {
    let start = Instant::now();
    let mut random = StdRng::seed_from_u64(1);
    let mut voice = SoundSender::new().expect("libopus");
    let mut incoming = Incoming::new(start).expect("libopus");
    let mut flying: BTreeMap<(Instant, u32), Vec<u8>> = BTreeMap::new();
    let pull = CHUNK_TIME.mul_f64(1.0 - ppm / 1e6);
    let (mut frames, mut heard_at) = (0u32, start);
    let mut minutes: Vec<(Instant, Vec<i16>)> = Vec::new();
    while heard_at < start + HOUR {
        while start + FRAME_TIME * (frames + 1) <= heard_at {
            let at = frames as usize * FRAME % speech.len();
            let frame: [i16; FRAME] = speech[at..at + FRAME].try_into().expect("a frame");
            let time = MediaTime::after(FRAME_TIME * frames);
            if let Some(sound) = voice.encode(&frame, time).expect("libopus") {
                let way = Duration::from_micros(25_000 + random.gen_range(0..10_000));
                let at = start + FRAME_TIME * (frames + 1) + way;
                flying.insert((at, frames), Packet::Sound(sound).encode());
            }
            frames += 1;
        }
        while let Some(first) = flying.first_entry()
            && first.key().0 <= heard_at
        {
            let ((at, _), packet) = first.remove_entry();
            incoming.on_packet(at, &packet);
        }
        let mut chunk = [0; CHUNK];
        incoming.pull(heard_at, Duration::ZERO, &mut chunk);
        let minute = (heard_at - start).as_secs() / 60 + 1;
        if TOLD.contains(&minute) {
            if minutes.len() < TOLD.iter().filter(|told| **told <= minute).count() {
                minutes.push((heard_at, Vec::new()));
            }
            if let Some((_, heard)) = minutes.last_mut() {
                heard.extend(chunk);
            }
        }
        heard_at += pull;
    }
    let counts = incoming.sound_counts();
    let concealed = counts.concealed as f64 / counts.played as f64;
    let median = |(from, heard): &(Instant, Vec<i16>)| {
        let first = ((*from - start).as_secs_f64() * RATE as f64) as usize;
        let said = speech.iter().copied().cycle().skip(first % speech.len());
        let mut delays: Vec<f64> = delays(&said.take(heard.len()).collect::<Vec<_>>(), heard)
            .into_iter()
            .map(|(_, delay)| delay)
            .collect();
        quantile(&mut delays, 50)
    };
    (minutes.iter().map(median).collect(), concealed)
}
