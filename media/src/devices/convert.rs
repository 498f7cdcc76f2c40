//! From a device's sample rate to ours, and back.

use std::collections::VecDeque;

use rubato::{Fft, FixedSync, Resampler, audioadapter_buffers::direct::InterleavedSlice};

/// Converts one channel from one rate to another, in pieces of any length.
pub(super) struct Converter {
    /// None when both rates are the same.
    inner: Option<Fft<f32>>,
    input: Vec<f32>,
    output: Vec<f32>,
}

impl Converter {
    /// From `from` to `to` samples a second; none when that cannot be done.
    pub(super) fn new(from: u32, to: u32) -> Option<Self> {
        let inner = if from == to {
            None
        } else {
            // Pieces of about 10 ms: shorter ones cost more, longer ones delay.
            let piece = from as usize / 100;
            let (from, to) = (from as usize, to as usize);
            Some(Fft::new(from, to, piece.max(1), 1, FixedSync::Both).ok()?)
        };
        Some(Self {
            inner,
            input: Vec::new(),
            output: Vec::new(),
        })
    }

    /// Converts `samples`; what comes out goes to the end of `out`.
    pub(super) fn push(&mut self, samples: &[i16], out: &mut VecDeque<i16>) {
        let Some(inner) = &mut self.inner else {
            out.extend(samples);
            return;
        };
        self.input.extend(samples.iter().map(|s| f32::from(*s)));
        loop {
            let (taken, given) = (inner.input_frames_next(), inner.output_frames_next());
            if self.input.len() < taken {
                return;
            }
            self.output.resize(given, 0.0);
            let input = InterleavedSlice::new(&self.input[..taken], 1, taken);
            let output = InterleavedSlice::new_mut(&mut self.output, 1, given);
            let (Ok(input), Ok(mut output)) = (input, output) else {
                return;
            };
            if let Err(error) = inner.process_into_buffer(&input, &mut output, None) {
                tracing::error!(%error, "sound was not converted");
            }
            self.input.drain(..taken);
            let range = f32::from(i16::MIN)..=f32::from(i16::MAX);
            let sample = |s: &f32| s.clamp(*range.start(), *range.end()).round() as i16;
            out.extend(self.output.iter().map(sample));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::loudness;

    #[test]
    fn rates_are_converted_without_losing_sound_or_time() {
        for from in [
            8000, 16_000, 22_050, 32_000, 44_100, 48_000, 96_000, 192_000,
        ] {
            for (from, to) in [(from, 48_000), (48_000, from)] {
                let mut converter = Converter::new(from, to).unwrap();
                let tone = |n: u32| {
                    let t = f64::from(n) / f64::from(from);
                    (8000.0 * (t * 440.0 * std::f64::consts::TAU).sin()) as i16
                };
                let samples: Vec<i16> = (0..from).map(tone).collect();
                let mut out = VecDeque::new();
                for piece in samples.chunks(333) {
                    converter.push(piece, &mut out);
                }
                let missing = to as usize - out.len().min(to as usize);
                assert!(
                    missing < to as usize / 20,
                    "{from} to {to}: {missing} missing"
                );
                let out: Vec<i16> = out.into_iter().skip(to as usize / 10).collect();
                let ratio = loudness(&out) / loudness(&samples);
                assert!((0.97..1.03).contains(&ratio), "{from} to {to}: {ratio}");
            }
        }
        assert!(Converter::new(0, 48_000).is_none());
    }
}
