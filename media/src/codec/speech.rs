//! Opus: voices of 48 kHz, one channel, in frames of 20 ms.

use std::time::Duration;

use opus::{Application, Bitrate, Channels, Signal};

/// Samples in a second.
pub const RATE: usize = 48_000;
/// Samples in a frame.
pub const FRAME: usize = RATE / 50;
/// How long a frame sounds.
pub const FRAME_TIME: Duration = Duration::from_millis(20);
/// Longest encoded frame that is made or taken, in bytes: 128 kb/s.
pub const MAX_SPEECH: usize = 320;

/// Why a frame was not encoded or decoded.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("voice codec: {0}")]
pub struct SpeechError(String);

impl From<opus::Error> for SpeechError {
    fn from(error: opus::Error) -> Self {
        Self(error.description().to_owned())
    }
}

/// Encodes a voice.
#[derive(Debug)]
pub struct SpeechEncoder {
    inner: opus::Encoder,
    loss: i32,
}

impl SpeechEncoder {
    /// An encoder with a variable rate around `bits_per_s`, that keeps quiet
    /// when nobody speaks and counts on every frame to arrive.
    ///
    /// # Errors
    /// When libopus refuses.
    pub fn new(bits_per_s: u32) -> Result<Self, SpeechError> {
        let mut inner = opus::Encoder::new(RATE as u32, Channels::Mono, Application::Voip)?;
        inner.set_vbr(true)?;
        inner.set_signal(Signal::Voice)?;
        inner.set_dtx(true)?;
        let mut encoder = Self { inner, loss: 0 };
        encoder.set_rate(bits_per_s)?;
        Ok(encoder)
    }

    /// Changes the rate from the next frame on; it stays within 6 and 64 kb/s.
    ///
    /// # Errors
    /// When libopus refuses.
    pub fn set_rate(&mut self, bits_per_s: u32) -> Result<(), SpeechError> {
        let bits = bits_per_s.clamp(6_000, 64_000) as i32;
        Ok(self.inner.set_bitrate(Bitrate::Bits(bits))?)
    }

    /// How many of a hundred frames are expected to be lost. When it is not none,
    /// a coarse copy of each goes into the next, which costs much of the rate:
    /// at 32 kb/s and 5 % speech falls from 3.98 to 3.60 in PESQ. It is for when
    /// nothing else brings a lost frame back.
    ///
    /// # Errors
    /// When libopus refuses.
    pub fn set_loss(&mut self, percent: u8) -> Result<(), SpeechError> {
        let loss = i32::from(percent.min(30));
        if loss != self.loss {
            self.inner.set_inband_fec(loss > 0)?;
            self.inner.set_packet_loss_perc(loss)?;
            self.loss = loss;
        }
        Ok(())
    }

    /// Encodes one frame.
    ///
    /// # Errors
    /// When libopus refuses.
    pub fn encode(&mut self, samples: &[i16; FRAME]) -> Result<Vec<u8>, SpeechError> {
        Ok(self.inner.encode_vec(samples, MAX_SPEECH)?)
    }
}

/// Whether an encoded frame says only that nobody speaks, until another comes
/// (RFC 6716, section 2.1.9, and libopus: a frame of at most two bytes).
pub fn is_quiet(data: &[u8]) -> bool {
    data.len() <= 2
}

/// Decodes a voice.
#[derive(Debug)]
pub struct SpeechDecoder(opus::Decoder);

impl SpeechDecoder {
    /// A decoder that has heard nothing yet.
    ///
    /// # Errors
    /// When libopus refuses.
    pub fn new() -> Result<Self, SpeechError> {
        Ok(Self(opus::Decoder::new(RATE as u32, Channels::Mono)?))
    }

    /// Decodes one frame.
    ///
    /// # Errors
    /// When it is garbled or not of 20 ms.
    pub fn decode(&mut self, data: &[u8]) -> Result<[i16; FRAME], SpeechError> {
        if data.is_empty() || data.len() > MAX_SPEECH {
            return Err(SpeechError("a frame of no fitting length".into()));
        }
        // To be concealed, not decoded, were it empty: checked above.
        self.run(data, false)
    }

    /// The frame before the one encoded in `next`, from the coarse copy in
    /// there, or concealed when there is none.
    ///
    /// # Errors
    /// When `next` is garbled.
    pub fn recover(&mut self, next: &[u8]) -> Result<[i16; FRAME], SpeechError> {
        if next.is_empty() || next.len() > MAX_SPEECH {
            return Err(SpeechError("a frame of no fitting length".into()));
        }
        self.run(next, true)
    }

    /// What a frame that is missing may have sounded like; it fades when several
    /// are asked for in a row. After a quiet frame it is the quiet that goes on.
    ///
    /// # Errors
    /// When libopus refuses.
    pub fn conceal(&mut self) -> Result<[i16; FRAME], SpeechError> {
        self.run(&[], false)
    }

    /// Half of what [`conceal`](Self::conceal) gives: 10 ms.
    ///
    /// # Errors
    /// When libopus refuses.
    pub fn conceal_half(&mut self) -> Result<[i16; FRAME / 2], SpeechError> {
        let mut samples = [0; FRAME / 2];
        self.0.decode(&[], &mut samples, false)?;
        Ok(samples)
    }

    fn run(&mut self, data: &[u8], fec: bool) -> Result<[i16; FRAME], SpeechError> {
        let mut samples = [0; FRAME];
        match self.0.decode(data, &mut samples, fec)? {
            FRAME => Ok(samples),
            other => Err(SpeechError(format!("a frame of {other} samples"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand::{Rng, SeedableRng, rngs::StdRng};

    use super::*;
    use crate::testing::{loudness, voice, voice_frame};

    /// How much is left when `a` is taken from `b`, as a part of `a`.
    fn error(a: &[i16], b: &[i16]) -> f64 {
        let left: Vec<i16> = a.iter().zip(b).map(|(a, b)| a.saturating_sub(*b)).collect();
        loudness(&left) / loudness(a)
    }

    #[test]
    fn a_voice_survives_and_gaps_are_filled() {
        let mut encoder = SpeechEncoder::new(32_000).unwrap();
        encoder.set_loss(10).unwrap();
        let encode = |n| encoder.encode(&voice_frame(n)).unwrap();
        let frames: Vec<_> = (0..200).map(encode).collect();
        let mut whole = SpeechDecoder::new().unwrap();
        let heard: Vec<_> = frames.iter().map(|f| whole.decode(f).unwrap()).collect();
        let spoken = loudness(&voice(0, 200 * FRAME));
        let ratio = loudness(heard.as_flattened()) / spoken;
        assert!((0.7..1.3).contains(&ratio), "{ratio}");

        // Every tenth frame is missing, and comes from the one after it.
        let (mut recovered, mut concealed) = (0.0, 0.0);
        let mut decoder = SpeechDecoder::new().unwrap();
        let mut other = SpeechDecoder::new().unwrap();
        for (n, frame) in frames.iter().enumerate().take(199) {
            if n % 10 == 3 && loudness(&heard[n]) > 500.0 {
                recovered += error(&heard[n], &decoder.recover(&frames[n + 1]).unwrap());
                concealed += error(&heard[n], &other.conceal().unwrap());
            } else {
                decoder.decode(frame).unwrap();
                other.decode(frame).unwrap();
            }
        }
        assert!(recovered < concealed * 0.8, "{recovered} {concealed}");
        for _ in 0..100 {
            other.conceal_half().unwrap();
        }
        let faded = loudness(&other.conceal().unwrap());
        assert!(faded < 200.0, "{faded}");
    }

    #[test]
    fn nobody_speaking_costs_next_to_nothing() {
        let mut encoder = SpeechEncoder::new(32_000).unwrap();
        let frames: Vec<_> = (0..100)
            .map(|_| encoder.encode(&[0; FRAME]).unwrap())
            .collect();
        let quiet = frames[50..].iter().filter(|frame| is_quiet(frame)).count();
        assert!(quiet >= 45, "{quiet} of 50");
    }

    #[test]
    fn the_rate_is_kept_about() {
        for rate in [16_000, 32_000, 48_000] {
            let mut encoder = SpeechEncoder::new(rate).unwrap();
            let bytes: usize = (0..100)
                .map(|n| encoder.encode(&voice_frame(n)).unwrap().len())
                .sum();
            let bits = bytes * 8 / 2;
            assert!(
                (rate as usize / 2..rate as usize * 3 / 2).contains(&bits),
                "{bits}"
            );
        }
    }

    #[test]
    fn frames_of_another_length_are_refused() {
        let mut long = opus::Encoder::new(RATE as u32, Channels::Mono, Application::Voip).unwrap();
        let mut decoder = SpeechDecoder::new().unwrap();
        for samples in [FRAME * 3, FRAME / 2] {
            let frame = long.encode_vec(&vec![100; samples], 4000).unwrap();
            assert!(decoder.decode(&frame).is_err());
        }
        assert!(decoder.decode(&[]).is_err());
        assert!(decoder.decode(&[0; MAX_SPEECH + 1]).is_err());
    }

    /// A garbled stream: real frames of every rate with bytes changed, cut and
    /// mixed, decoded, recovered from and concealed by one decoder.
    #[test]
    fn garbage_never_harms() {
        let mut frames = Vec::new();
        for rate in [6_000, 16_000, 32_000, 64_000] {
            let mut encoder = SpeechEncoder::new(rate).unwrap();
            encoder.set_loss(20).unwrap();
            frames.extend((0..50).map(|n| encoder.encode(&voice_frame(n)).unwrap()));
        }
        let mut random = StdRng::seed_from_u64(21);
        let mut decoder = SpeechDecoder::new().unwrap();
        let mut decoded = 0;
        for _ in 0..6000 {
            let mut data = frames[random.gen_range(0..frames.len())].clone();
            for _ in 0..random.gen_range(0..20) {
                let at = random.gen_range(0..data.len());
                data[at] = random.r#gen();
            }
            if random.gen_bool(0.2) {
                data.truncate(random.gen_range(0..data.len()));
            }
            match random.gen_range(0..4) {
                0 => decoded += usize::from(decoder.recover(&data).is_ok()),
                _ => decoded += usize::from(decoder.decode(&data).is_ok()),
            }
            decoder.conceal_half().unwrap();
        }
        assert!(
            decoded > 3000,
            "only {decoded} frames got as far as libopus"
        );
        // Who speaks after it is understood.
        let whole = frames[50..100].iter().map(|f| decoder.decode(f).unwrap());
        let heard: Vec<_> = whole.collect();
        assert!(loudness(heard[25..].as_flattened()) > 300.0);
    }

    proptest! {
        #[test]
        fn any_bytes_are_decoded_or_refused(
            frames in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..340), 1..20),
        ) {
            let mut decoder = SpeechDecoder::new().unwrap();
            for frame in frames {
                let _ = decoder.decode(&frame);
                let _ = decoder.recover(&frame);
                decoder.conceal().unwrap();
            }
        }
    }
}
