//! Makes the sounds that come with the app, into the folder that is named:
//! `cargo run --package tincan --example make-sounds -- assets/sounds`.
//!
//! Two instruments play them all: a tin can that is struck, and a string that
//! is plucked.

mod voices;

use std::{env, error::Error, fs, path::PathBuf};

use hound::{SampleFormat, WavSpec, WavWriter};
use voices::{Score, can, pluck, tone};

/// Samples a second.
pub(crate) const RATE: f32 = 48_000.0;

/// How loud the loudest sample is: half of what there is.
const PEAK: f32 = 0.5;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = env::args_os().nth(1).map(PathBuf::from);
    let folder = folder.ok_or("name a folder")?;
    fs::create_dir_all(&folder)?;
    let spec = WavSpec {
        channels: 1,
        sample_rate: RATE as u32,
        bits_per_sample: 16,
        sample_format: SampleFormat::Int,
    };
    for (name, score) in sounds() {
        let samples = score.finish(PEAK);
        println!("{name}: {:.2} s", samples.len() as f32 / RATE);
        let mut file = WavWriter::create(folder.join(name).with_extension("wav"), spec)?;
        for sample in samples {
            file.write_sample((sample * f32::from(i16::MAX)) as i16)?;
        }
        file.finalize()?;
    }
    Ok(())
}

/// Each sound: its name, and who plays when.
fn sounds() -> [(&'static str, Score); 7] {
    let score = Score::new;
    // Knuckles on tin, three times.
    let knock = score(0.62)
        .play(0.0, 1.0, can(196.0, 0.16))
        .play(0.15, 0.8, can(204.0, 0.16))
        .play(0.30, 1.0, can(190.0, 0.22));
    // A short upward step.
    let message = score(0.42)
        .play(0.0, 0.8, pluck(587.3, 0.3))
        .play(0.09, 1.0, pluck(880.0, 0.33));
    // Somebody picks up the other can: the string goes taut.
    let arrived = score(0.85)
        .play(0.0, 0.6, can(262.0, 0.12))
        .play(0.10, 0.8, pluck(392.0, 0.5))
        .play(0.22, 0.9, pluck(493.9, 0.5))
        .play(0.34, 1.0, pluck(587.3, 0.5));
    // A trill, as of a bell that is struck from both sides.
    let ring = (0..12).fold(score(1.1), |score, n| {
        let pitch = if n % 2 == 0 { 659.3 } else { 784.0 };
        score.play(n as f32 * 0.06, 0.9, pluck(pitch, 0.35))
    });
    // What the caller hears: it rings over there.
    let ring_back = score(1.0).play(0.0, 1.0, tone(&[392.0, 493.9], 1.0));
    // The string goes slack.
    let reconnecting = score(0.7)
        .play(0.0, 1.0, pluck(440.0, 0.4))
        .play(0.16, 0.9, pluck(370.0, 0.4))
        .play(0.32, 0.8, pluck(311.1, 0.38));
    // A can is put down.
    let hung_up = score(0.5)
        .play(0.0, 0.8, pluck(293.7, 0.3))
        .play(0.12, 1.0, can(165.0, 0.3));
    [
        ("knock", knock),
        ("message", message),
        ("arrived", arrived),
        ("ring", ring),
        ("ring-back", ring_back),
        ("reconnecting", reconnecting),
        ("hung-up", hung_up),
    ]
}
