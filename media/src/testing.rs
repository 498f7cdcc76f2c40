//! Signals that tests are made of.

use std::f64::consts::TAU;

use crate::codec::{FRAME, RATE};

/// Something like a voice, from sample `start` on: a pitch that glides around
/// 130 Hz with harmonics that fall off, in syllables.
pub(crate) fn voice(start: usize, count: usize) -> Vec<i16> {
    let sample = |n: usize| {
        let t = n as f64 / RATE as f64;
        // The integral of 130 + 20 cos(3t), so that the pitch glides smoothly.
        let phase = TAU * (130.0 * t + 20.0 * (3.0 * t).sin() / 3.0);
        let harmonics: f64 = (1..20)
            .map(|k| (phase * f64::from(k)).sin() / f64::from(k))
            .sum();
        let syllable = (TAU * 4.0 * t).sin().max(0.0).sqrt();
        (5000.0 * syllable * harmonics) as i16
    };
    (start..start + count).map(sample).collect()
}

/// Frame number `n` of [`voice`].
pub(crate) fn voice_frame(n: usize) -> [i16; FRAME] {
    let samples = voice(n * FRAME, FRAME);
    std::array::from_fn(|i| samples[i])
}

/// Root mean square.
pub(crate) fn loudness(samples: &[i16]) -> f64 {
    let sum: f64 = samples.iter().map(|s| f64::from(*s).powi(2)).sum();
    (sum / samples.len().max(1) as f64).sqrt()
}
