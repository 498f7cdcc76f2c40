//! The instruments, and the score that they play from.

use std::f32::consts::TAU;

use super::RATE;

/// Sounds over one another, of a given length.
pub(crate) struct Score(Vec<f32>);

impl Score {
    /// Silence of so many seconds.
    pub(crate) fn new(seconds: f32) -> Self {
        Self(vec![0.0; samples(seconds)])
    }

    /// With `sound` from `at` seconds on, so loud.
    pub(crate) fn play(mut self, at: f32, level: f32, sound: Vec<f32>) -> Self {
        let from = samples(at).min(self.0.len());
        for (out, sample) in self.0[from..].iter_mut().zip(sound) {
            *out += level * sample;
        }
        self
    }

    /// With its loudest sample at `peak`, and no click at its end.
    pub(crate) fn finish(mut self, peak: f32) -> Vec<f32> {
        let loudest = self
            .0
            .iter()
            .fold(f32::EPSILON, |most, s| most.max(s.abs()));
        let fade = samples(0.03);
        let length = self.0.len();
        for (n, sample) in self.0.iter_mut().enumerate() {
            let left = (length - 1 - n).min(fade) as f32 / fade as f32;
            *sample *= peak / loudest * left;
        }
        self.0
    }
}

/// An empty tin can, struck: the partials of a thin plate, the high ones gone
/// first, and the hollow of the can below.
pub(crate) fn can(pitch: f32, seconds: f32) -> Vec<f32> {
    const PARTIALS: [(f32, f32, f32); 6] = [
        (1.0, 1.0, 1.0),
        (2.32, 0.5, 0.7),
        (4.25, 0.42, 0.45),
        (6.63, 0.3, 0.3),
        (9.38, 0.22, 0.2),
        (13.1, 0.12, 0.12),
    ];
    let mut noise = Noise(0x7161);
    (0..samples(seconds * 2.0))
        .map(|n| {
            let t = n as f32 / RATE;
            let body: f32 = PARTIALS
                .iter()
                .map(|(ratio, level, life)| {
                    level * (TAU * pitch * ratio * t).sin() * (-t / (seconds * 0.35 * life)).exp()
                })
                .sum();
            body + 0.5 * noise.next() * (-t / 0.003).exp()
        })
        .collect()
}

/// A string, plucked: noise in a delay line that loses its edge each time round.
/// Karplus and Strong, *Digital Synthesis of Plucked-String and Drum Timbres*,
/// Computer Music Journal 7(2), 1983.
pub(crate) fn pluck(pitch: f32, seconds: f32) -> Vec<f32> {
    // The averaging delays by half a sample.
    let period = (RATE / pitch - 0.5).round().max(2.0) as usize;
    let mut noise = Noise(0x5EED);
    let mut line: Vec<f32> = (0..period).map(|_| noise.next()).collect();
    // A finger is softer than a plectrum.
    for _ in 0..3 {
        for n in 0..period {
            line[n] = f32::midpoint(line[n], line[(n + 1) % period]);
        }
    }
    let loudest = line.iter().fold(f32::EPSILON, |most, s| most.max(s.abs()));
    let mut at = 0;
    (0..samples(seconds * 1.5))
        .map(|n| {
            let next = (at + 1) % period;
            let sample = line[at] / loudest;
            line[at] = 0.498 * (line[at] + line[next]);
            at = next;
            let t = n as f32 / RATE;
            sample * (t / 0.002).min(1.0) * (-t / (seconds * 0.5)).exp()
        })
        .collect()
}

/// Pure tones that swell and go.
pub(crate) fn tone(pitches: &[f32], seconds: f32) -> Vec<f32> {
    (0..samples(seconds))
        .map(|n| {
            let t = n as f32 / RATE;
            let edge = (t / 0.05).min((seconds - t) / 0.15).clamp(0.0, 1.0);
            let sum: f32 = pitches.iter().map(|pitch| (TAU * pitch * t).sin()).sum();
            edge * sum
        })
        .collect()
}

/// The same noise each time: xorshift.
struct Noise(u32);

impl Noise {
    fn next(&mut self) -> f32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        (self.0 as f32 / u32::MAX as f32) * 2.0 - 1.0
    }
}

fn samples(seconds: f32) -> usize {
    (seconds * RATE) as usize
}
