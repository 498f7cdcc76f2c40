//! A tone to be heard and found again: a chirp twice a second. Noise
//! suppression would take a steady tone for noise, and clicks too.

use std::{f64::consts::TAU, time::Instant};

use super::{CHUNK, CHUNK_TIME, SoundSource, pace::Pace};
use crate::codec::RATE;

/// From one chirp to the next, in samples.
const PERIOD: usize = RATE / 2;
/// Length of a chirp, in samples.
const LENGTH: usize = RATE * 3 / 10;
/// Where a chirp begins and ends, in Hz.
const FROM: f64 = 400.0;
const TO: f64 = 2400.0;

/// Chirps without end.
#[derive(Debug)]
pub struct Tone {
    pace: Pace,
    at: usize,
}

impl Default for Tone {
    fn default() -> Self {
        Self {
            pace: Pace::new(CHUNK_TIME),
            at: 0,
        }
    }
}

/// Sample `n` of the chirps.
fn sample(n: usize) -> i16 {
    let n = n % PERIOD;
    if n >= LENGTH {
        return 0;
    }
    let (t, length) = (n as f64 / RATE as f64, LENGTH as f64 / RATE as f64);
    let phase = TAU * (FROM * t + (TO - FROM) * t * t / (2.0 * length));
    let swell = (TAU / 2.0 * t / length).sin();
    (9000.0 * swell * phase.sin()) as i16
}

impl SoundSource for Tone {
    fn read(&mut self, out: &mut [i16; CHUNK]) -> Option<Instant> {
        let at = self.pace.wait(CHUNK_TIME)?;
        for (n, out) in out.iter_mut().enumerate() {
            *out = sample(self.at + n);
        }
        self.at = (self.at + CHUNK) % PERIOD;
        Some(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::loudness;

    #[test]
    fn chirps_come_twice_a_second_at_the_pace_of_a_microphone() {
        let mut tone = Tone::default();
        let mut out = [0; CHUNK];
        let first = tone.read(&mut out).unwrap();
        let second = tone.read(&mut out).unwrap();
        assert_eq!(second - first, CHUNK_TIME);
        let samples: Vec<i16> = (0..PERIOD).map(sample).collect();
        assert!(loudness(&samples[..LENGTH]) > 3000.0);
        assert_eq!(loudness(&samples[LENGTH..]), 0.0);
        assert_eq!(sample(PERIOD + 99), sample(99));
    }
}
