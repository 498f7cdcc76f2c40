//! What is done to a voice before it is encoded: echo taken out, noise
//! suppressed, level evened (sonora, a port of WebRTC's audio processing).
//!
//! What the speaker plays has to be known before the microphone hears it, so
//! each 10 ms go through [`render`](Processing::render) when they are handed to
//! the speaker, and what was heard through [`capture`](Processing::capture)
//! afterwards.

use std::time::Duration;

use sonora::{
    AudioProcessing, Config, StreamConfig,
    config::{
        AdaptiveDigital, EchoCanceller, GainController2, HighPassFilter, MaxProcessingRate,
        NoiseSuppression, NoiseSuppressionLevel, Pipeline,
    },
};

use crate::{codec::RATE, io::CHUNK};

/// Takes echo, noise and differences in level out of a voice.
pub struct Processing {
    inner: AudioProcessing,
    delay: Duration,
}

impl Default for Processing {
    fn default() -> Self {
        let stream = StreamConfig::new(RATE as u32, 1);
        let config = Config {
            pipeline: Pipeline {
                maximum_internal_processing_rate: MaxProcessingRate::Rate48kHz,
                ..Pipeline::default()
            },
            high_pass_filter: Some(HighPassFilter::default()),
            echo_canceller: Some(EchoCanceller::default()),
            noise_suppression: Some(NoiseSuppression {
                level: NoiseSuppressionLevel::Moderate,
                ..NoiseSuppression::default()
            }),
            gain_controller2: Some(GainController2 {
                adaptive_digital: Some(AdaptiveDigital {
                    max_gain_db: 30.0,
                    initial_gain_db: 6.0,
                    ..AdaptiveDigital::default()
                }),
                ..GainController2::default()
            }),
            ..Config::default()
        };
        Self {
            inner: AudioProcessing::builder()
                .config(config)
                .capture_config(stream)
                .render_config(stream)
                .build(),
            delay: Duration::ZERO,
        }
    }
}

impl Processing {
    /// From handing sound to the speaker to hearing it in the microphone, as far
    /// as the devices tell; the rest is found out.
    pub fn set_delay(&mut self, delay: Duration) {
        self.delay = delay;
    }

    /// The speaker is about to play this.
    pub fn render(&mut self, samples: &[i16; CHUNK]) {
        let mut unchanged = [0; CHUNK];
        if let Err(error) = self.inner.process_render_i16(samples, &mut unchanged) {
            tracing::error!(?error, "sound to be played was not processed");
        }
    }

    /// The microphone heard this; what is left of it is the voice.
    pub fn capture(&mut self, samples: &mut [i16; CHUNK]) {
        let millis = i32::try_from(self.delay.as_millis()).unwrap_or(i32::MAX);
        // Longer than it can use is clamped.
        let _ = self.inner.set_stream_delay_ms(millis.min(500));
        let heard = *samples;
        if let Err(error) = self.inner.process_capture_i16(&heard, samples) {
            tracing::error!(?error, "a voice was not processed");
        }
    }
}

impl std::fmt::Debug for Processing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Processing")
    }
}

#[cfg(test)]
mod tests {
    use rand::{Rng, SeedableRng, rngs::StdRng};

    use super::*;
    use crate::testing::{loudness, voice};

    /// Echo delay: 100 ms.
    const DELAY: usize = RATE / 10;
    /// Echo level: −12 dB.
    const LEVEL: f64 = 0.25;
    const SECONDS: usize = 16;

    /// Another voice than the far one: higher, with other syllables.
    fn near(start: usize, count: usize) -> Vec<i16> {
        let fast = voice(start * 3 / 2 + 9 * RATE, count * 3 / 2 + 2);
        (0..count).map(|n| fast[n * 3 / 2] / 2).collect()
    }

    /// Runs a far voice through a room with echo, and a near voice from `from`
    /// on; gives what is heard and what is left.
    fn room(near_from: usize) -> (Vec<i16>, Vec<i16>) {
        let far = voice(0, SECONDS * RATE);
        let near = near(0, SECONDS * RATE);
        let mut processing = Processing::default();
        let mut random = StdRng::seed_from_u64(1);
        let (mut heard, mut left) = (Vec::new(), Vec::new());
        for start in (0..SECONDS * RATE).step_by(CHUNK) {
            let chunk: [i16; CHUNK] = far[start..start + CHUNK].try_into().unwrap();
            processing.render(&chunk);
            let mut capture = std::array::from_fn(|i| {
                let at = start + i;
                let echo = at
                    .checked_sub(DELAY)
                    .map_or(0.0, |at| f64::from(far[at]) * LEVEL);
                let voice = if at >= near_from { near[at] } else { 0 };
                let hiss = random.gen_range(-8.0..8.0);
                (echo + hiss) as i16 + voice
            });
            heard.extend(capture);
            processing.capture(&mut capture);
            left.extend(capture);
        }
        (heard, left)
    }

    fn decibels(a: f64, b: f64) -> f64 {
        20.0 * (a / b.max(0.1)).log10()
    }

    #[test]
    fn echo_is_taken_out() {
        let (heard, left) = room(usize::MAX);
        // After it has had time to learn the room.
        let from = 8 * RATE;
        let less = decibels(loudness(&heard[from..]), loudness(&left[from..]));
        eprintln!("echo return loss enhancement: {less:.1} dB");
        assert!(less >= 25.0, "{less}");
    }

    #[test]
    fn the_near_voice_survives_the_far_one() {
        let from = 8 * RATE;
        let (_, left) = room(from);
        // The gain controller may lift it, and words that overlap may be ducked.
        let spoken = loudness(&near(from, SECONDS * RATE - from));
        let kept = decibels(loudness(&left[from + RATE..]), spoken);
        eprintln!("near voice: {kept:+.1} dB");
        assert!(kept > -6.0, "{kept}");
    }
}
