//! From one sample rate to another.

use std::collections::VecDeque;

use rubato::{
    Fft, FixedSync, ResampleError, Resampler, audioadapter_buffers::direct::InterleavedSlice,
};

/// Sound that was not converted: a fault of the converter, not of the sound.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct NotConverted(#[from] ResampleError);

/// Converts one channel from one rate to another, in pieces of any length.
pub struct Converter {
    /// None when both rates are the same.
    inner: Option<Fft<f32>>,
    input: Vec<f32>,
    output: Vec<f32>,
}

impl Converter {
    /// From `from` to `to` samples a second; none when that cannot be done.
    pub fn new(from: u32, to: u32) -> Option<Self> {
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
    ///
    /// # Errors
    /// When a piece was not converted; silence goes to `out` in its place.
    pub fn push(&mut self, samples: &[i16], out: &mut VecDeque<i16>) -> Result<(), NotConverted> {
        let Some(inner) = &mut self.inner else {
            out.extend(samples);
            return Ok(());
        };
        self.input.extend(samples.iter().map(|s| f32::from(*s)));
        let mut outcome = Ok(());
        loop {
            let (taken, given) = (inner.input_frames_next(), inner.output_frames_next());
            if self.input.len() < taken {
                return outcome;
            }
            self.output.clear();
            self.output.resize(given, 0.0);
            let input = InterleavedSlice::new(&self.input[..taken], 1, taken);
            let output = InterleavedSlice::new_mut(&mut self.output, 1, given);
            // Both are as long as they say.
            let (Ok(input), Ok(mut output)) = (input, output) else {
                return outcome;
            };
            if let Err(error) = inner.process_into_buffer(&input, &mut output, None) {
                outcome = Err(error.into());
            }
            self.input.drain(..taken);
            let range = f32::from(i16::MIN)..=f32::from(i16::MAX);
            let sample = |s: &f32| s.clamp(*range.start(), *range.end()).round() as i16;
            out.extend(self.output.iter().map(sample));
        }
    }
}
