//! No microphone and no speaker, at the pace of real ones.

use std::time::{Duration, Instant};

use super::{CHUNK, CHUNK_TIME, SoundSink, SoundSource, pace::Pace};

/// A microphone that hears nothing.
#[derive(Debug)]
pub struct NoSound(Pace);

impl Default for NoSound {
    fn default() -> Self {
        Self(Pace::new(CHUNK_TIME))
    }
}

impl SoundSource for NoSound {
    fn read(&mut self, out: &mut [i16; CHUNK]) -> Option<Instant> {
        out.fill(0);
        self.0.wait(CHUNK_TIME)
    }
}

/// A speaker that nobody hears.
#[derive(Debug)]
pub struct NoSpeaker(Pace);

impl Default for NoSpeaker {
    fn default() -> Self {
        Self(Pace::new(CHUNK_TIME))
    }
}

impl SoundSink for NoSpeaker {
    fn wait(&mut self) -> Option<Instant> {
        self.0.wait(Duration::ZERO)
    }

    fn write(&mut self, _: &[i16; CHUNK]) {}
}
